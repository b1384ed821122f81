"""The figures of programs' measures, entered or computed, with intervals, and nothing small for who may not see it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from groundswell.apps.people.models import Community
from groundswell.apps.programs.models import Measure, Program
from groundswell.apps.programs.queries import EnteredValue, Sight, entered_values
from groundswell.apps.submissions.models import ComputedSeries
from groundswell.core.disclosure import Counted, smallest_count, withheld_parts, withheld_periods
from groundswell.core.estimates import Estimate, Observation
from groundswell.core.intervals import Floats, wilson
from groundswell.core.periods import Period, PeriodKind
from groundswell.core.sentences import Sentence, sentence
from groundswell.core.vocabulary import MeasureUnit, ObservationStatus, Unit

LEVEL = 0.95
Key = tuple[str, str]  # program, measure


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure before it is decided whether it may be shown: when, and what was counted."""

    period: Period
    counted: Counted


def unit_shown(measure: Measure) -> Unit:
    """The unit that pages write a measure's values in."""
    return Unit.PERCENT if measure.unit == MeasureUnit.PERCENT else Unit.COUNT


def too_few(smallest_shown: int) -> Sentence:
    """Why a small number is not shown."""
    return sentence("it could tell of fewer than {count} people", count=smallest_shown)


def shortest_shown(community: Community) -> int:
    """The smallest count of people that this community shows."""
    return smallest_count(community.minimum_cell)


def whole_figures(programs: Mapping[str, Program], measures: Collection[Measure]) -> dict[Key, list[Figure]]:
    """Figures of whole programs, by program and measure, in order of period.

    Of a measure that is computed only what was computed, of one that is entered only what was entered: once a rule
    comes or goes, what stood before it would stand beside what holds. At most two queries. Values on their way are
    left out: nobody reads them on a page.
    """
    found: dict[Key, list[Figure]] = defaultdict(list)
    names = {measure.pk: measure.public_id for measure in measures if measure.is_computed}
    shares = {measure.public_id for measure in measures if measure.unit == MeasureUnit.PERCENT}
    entered = {measure.public_id for measure in measures if not measure.is_computed}
    for one in entered_values(list(programs.values())):
        if one.measure_id in entered and (one.site, one.place_id, one.group_id) == ("", "", ""):
            figure = Figure(Period.parse(one.period), entered_count(one, is_share=one.measure_id in shares))
            found[one.program_id, one.measure_id].append(figure)
    rows = ComputedSeries.objects.filter(
        community__in={program.community_id for program in programs.values()}, unit="program",
        unit_id__in=list(programs), measure__in=list(names),
    )  # fmt: skip
    for program, measure, whole in rows.values_list("unit_id", "measure", "whole"):
        found[program, names[measure]] += map(computed_figure, whole)
    for figures in found.values():
        figures.sort(key=lambda figure: figure.period)
    return dict(found)


def entered_count(one: EnteredValue, *, is_share: bool) -> Counted:
    """What was counted, as it was entered."""
    value, top, bottom = (float(text) if text else None for text in (one.value, one.numerator, one.denominator))
    return Counted.of_share(value, top, bottom) if is_share else Counted(value)


def computed_figure(numbers: Sequence[float | str | None]) -> Figure:
    """From [period, value, numerator, denominator, people], as computed series keep them."""
    period, *rest = numbers
    value, top, bottom, people = (None if number is None else float(number) for number in rest)
    return Figure(Period.parse(str(period)), Counted(value, top, bottom, people))


def observations_of(
    figures: Sequence[Figure],
    measure: Measure,
    *,
    sight: Sight,
    smallest_shown: int,
    among: Sequence[Figure] | None = None,
) -> tuple[Observation, ...]:
    """Figures as they are shown to somebody: estimates with their intervals, small numbers withheld.

    `among` are all figures of the series that this reader may see on any page, of every kind of period: a quarter
    that is withheld does not follow from its year.
    """
    hidden = hidden_periods(figures if among is None else among, sight=sight, smallest_shown=smallest_shown)
    return shown(figures, measure, [figure.period in hidden for figure in figures], too_few(smallest_shown))


def hidden_periods(figures: Sequence[Figure], *, sight: Sight, smallest_shown: int) -> frozenset[Period]:
    """The periods of one series that are withheld from somebody: each of which any figure is withheld."""
    if sight is Sight.WHOLE:
        return frozenset()
    stacked: dict[Period, list[Counted]] = defaultdict(list)
    for figure in figures:
        stacked[figure.period].append(figure.counted)
    layers = [
        {period: each[min(at, len(each) - 1)] for period, each in stacked.items()}
        for at in range(max(map(len, stacked.values()), default=0))
    ]
    hidden: frozenset[Period] = frozenset()
    before = -1
    while len(hidden) > before and (before < 0 or len(layers) > 1):  # what one figure hides may tell of another
        before = len(hidden)
        for layer in layers:
            hidden |= withheld_periods(layer, smallest_shown, already=hidden)
    return hidden


def shown(figures: Sequence[Figure], measure: Measure, hidden: Sequence[bool], reason: str) -> tuple[Observation, ...]:
    """Observations in computing units: a percent as a proportion with Wilson's interval, the hidden ones withheld."""
    is_share = measure.unit == MeasureUnit.PERCENT
    low, high = _intervals(figures) if is_share else (np.array([]), np.array([]))
    found = []
    for at, (figure, is_hidden) in enumerate(zip(figures, hidden, strict=True)):
        counted = figure.counted
        if is_hidden:
            found.append(Observation(figure.period, Estimate.withheld(reason), ObservationStatus.SUPPRESSED))
        elif not is_share:
            found.append(Observation(figure.period, Estimate(counted.value)))
        elif counted.denominator and counted.numerator is not None:
            share = counted.numerator / counted.denominator
            ends = (float(low[at]), float(high[at]), LEVEL)
            estimate = Estimate(share, *ends, counted.numerator, counted.denominator, "wilson")
            found.append(Observation(figure.period, estimate))
        else:
            value = None if counted.value is None else counted.value / 100
            nobody = sentence("nobody was there to be counted") if value is None else ""
            found.append(
                Observation(
                    figure.period,
                    Estimate(value, method="published", reason=nobody),
                    ObservationStatus.FINAL if value is not None else ObservationStatus.MISSING,
                )
            )
    return tuple(found)  # fmt: skip


def _intervals(figures: Sequence[Figure]) -> tuple[Floats, Floats]:
    tops = np.array([figure.counted.numerator or 0.0 for figure in figures])
    bottoms = np.array([figure.counted.denominator or np.nan for figure in figures])
    low, high = wilson(tops, bottoms, LEVEL)
    return np.asarray(low), np.asarray(high)


def protected_parts(
    parts: Mapping[str, Counted],
    whole: Counted | None,
    *,
    sight: Sight,
    smallest_shown: int,
    already: Collection[str] = (),
) -> frozenset[str]:
    """Which parts of a whole (sites, places, groups of a dimension) are withheld from somebody."""
    return frozenset() if sight is Sight.WHOLE else withheld_parts(parts, whole, smallest_shown, already=already)


def kinds_of_period(figures: Iterable[Sequence[Figure]]) -> list[PeriodKind]:
    """The kinds of period that figures stand in, the one most people want first: quarters, then longer, then months."""
    order = [PeriodKind.QUARTER, PeriodKind.YEAR, PeriodKind.SPLIT_YEAR, PeriodKind.MONTH, PeriodKind.SPAN]
    kinds = {figure.period.kind for each in figures for figure in each}
    return [kind for kind in order if kind in kinds]
