"""A measure that programs share: what each came to, and whether they differ by more than chance. Never a ranking."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import Actor, community_for, not_retired
from groundswell.apps.programs.models import Measure, MeasureAdoption, Program
from groundswell.apps.programs.queries import Sight, programs_seen
from groundswell.apps.scorecards.queries.pages import CommunityFacts, StoryFacts
from groundswell.apps.scorecards.queries.programs.figures import (
    Figure,
    computed_figure,
    hidden_periods,
    kinds_of_period,
    observations_of,
    shortest_shown,
    shown,
    too_few,
    whole_figures,
)
from groundswell.apps.scorecards.queries.programs.measures import rule_words, versions_of
from groundswell.apps.scorecards.queries.programs.pages import MeasureFacts, measure_facts
from groundswell.apps.scorecards.queries.rows import community_facts
from groundswell.apps.scorecards.queries.stories import stories_about
from groundswell.apps.submissions.models import ComputedSeries
from groundswell.apps.submissions.queries.linked import is_linked, rule_digest
from groundswell.apps.submissions.queries.standing import rule_of
from groundswell.core.disclosure import Counted, added_up, rounded, tells_of_few, union_may_be_shown
from groundswell.core.estimates import Observation
from groundswell.core.funnel import Beyond, Funnel, funnel_of
from groundswell.core.periods import Period, PeriodKind
from groundswell.core.vocabulary import MeasureUnit, Use


@dataclass(frozen=True, slots=True)
class SharedRow:
    """One program with the measure: its figure in the period, its earlier ones, and where it lies in the funnel."""

    program_id: str
    name: str
    organization: str
    use: Use | None
    observation: Observation | None
    series: tuple[Observation, ...]
    beyond: Beyond | None


@dataclass(frozen=True, slots=True)
class SharedMeasurePage:
    """A measure across the programs that share it, in one period, by name."""

    community: CommunityFacts
    measure: MeasureFacts
    why_it_matters: str
    rule_words: str
    owner: str
    reviewed: str
    next_review: str
    versions: tuple[tuple[str, str], ...]
    period: Period | None
    periods: tuple[Period, ...]
    kinds: tuple[PeriodKind, ...]
    rows: tuple[SharedRow, ...]
    together: Observation | None  # all programs, where it is computed
    is_linked: bool  # together each person is counted once, rounded; else who was served by two is counted by both
    funnel: Funnel | None
    unseen: int  # programs that share it and that this reader does not see
    stories: tuple[StoryFacts, ...]
    smallest_shown: int
    data_version: str


@dataclass(frozen=True, slots=True)
class Together:
    """All programs as one, where that may be shown; whether each person is counted once in it."""

    observation: Observation | None = None
    is_linked: bool = False


@dataclass(frozen=True, slots=True)
class RolledUp:
    """Figures of all programs together, and of each of them; it `holds` where they belong together."""

    whole: list[Figure]
    programs: dict[str, list[Figure]]
    is_linked: bool
    holds: bool


@dataclass(frozen=True, slots=True)
class LibraryRow:
    """One measure of the shared library."""

    measure: MeasureFacts
    programs: int
    is_required: bool


@dataclass(frozen=True, slots=True)
class LibraryPage:
    """The shared library: every measure in use, by the question it answers."""

    community: CommunityFacts
    rows: tuple[LibraryRow, ...]
    data_version: str


def library_page(community_id: str, *, reader: Actor) -> LibraryPage | None:
    """The measures of a community; None where it may not be opened. Three queries."""
    community = community_for(community_id, reader=reader)
    if community is None:
        return None
    adopted: dict[str, list[MeasureAdoption]] = defaultdict(list)
    rows = not_retired(MeasureAdoption.objects.filter(community=community, until=None, program__retired=None))
    for one in rows.select_related("measure"):
        adopted[one.measure.public_id].append(one)
    measures = not_retired(Measure.objects.filter(community=community)).order_by("name", "public_id")
    return LibraryPage(
        community_facts(community),
        tuple(
            LibraryRow(
                measure_facts(row),
                len({one.program_id for one in adopted[row.public_id]}),
                any(one.use == Use.REQUIRED for one in adopted[row.public_id]),
            )
            for row in measures
        ),
        community.data_version,
    )


def shared_measure_page(
    community_id: str, measure_id: str, *, reader: Actor, period: str = ""
) -> SharedMeasurePage | None:
    """A measure across programs for a reader; None where there is no such measure. `period` chooses one that it has."""
    community = community_for(community_id, reader=reader)
    if community is None:
        return None
    measure = not_retired(Measure.objects.filter(community=community, public_id=measure_id)).first()
    return _page(community, measure, reader, period) if measure else None


def _page(community: Community, measure: Measure, reader: Actor, wanted: str) -> SharedMeasurePage:
    adoptions = not_retired(MeasureAdoption.objects.filter(measure=measure, until=None, program__retired=None))
    uses = {one.program_id: one.use for one in adoptions}
    seen = [(row, sight) for row, sight in programs_seen(community, reader=reader) if row.pk in uses]
    programs = {row.public_id: row for row, _ in seen}
    sights = {row.public_id: sight for row, sight in seen}
    smallest = shortest_shown(community)
    figures = whole_figures(programs, [measure])
    kinds = kinds_of_period(figures.values())
    chosen = _period(figures.values(), wanted, kinds)
    rows = [
        _row(row, uses[row.pk], figures.get((row.public_id, measure.public_id), []), chosen, measure,
             sights[row.public_id], smallest)
        for row, _ in seen
    ]  # fmt: skip
    funnel, rows = _with_funnel(rows, measure)
    periods = sorted({figure.period for each in figures.values() for figure in each})
    together = _together(community, measure, chosen, smallest, rows)
    return SharedMeasurePage(
        community=community_facts(community),
        measure=measure_facts(measure),
        why_it_matters=str(measure.definition.get("why_it_matters", "")),
        rule_words=rule_words(measure),
        owner=str(measure.definition.get("owner", "")),
        reviewed=str(measure.definition.get("reviewed", "")),
        next_review=str(measure.definition.get("next_review", "")),
        versions=versions_of(measure),
        period=chosen,
        periods=tuple(periods),
        kinds=tuple(kinds),
        rows=tuple(rows),
        together=together.observation,
        is_linked=together.is_linked,
        funnel=funnel,
        unseen=len(uses) - len(seen),
        stories=stories_about(community, "measure", measure.public_id),
        smallest_shown=smallest,
        data_version=community.data_version,
    )


def _period(figures: Iterable[Sequence[Figure]], wanted: str, kinds: Sequence[PeriodKind]) -> Period | None:
    """The period that was asked for, where some program has it; else the latest year that most programs have."""
    counts: dict[Period, int] = defaultdict(int)
    for each in figures:
        for figure in each:
            counts[figure.period] += 1
    for period in counts:
        if str(period) == wanted:
            return period
    order = [kind for kind in (PeriodKind.YEAR, PeriodKind.SPLIT_YEAR, *kinds) if kind in kinds]
    of_kind = {period: count for period, count in counts.items() if order and period.kind is order[0]}
    most = max(of_kind.values(), default=0)
    return max((period for period, count in of_kind.items() if count == most), default=None)


def _row(
    program: Program, use: str, figures: Sequence[Figure], period: Period | None, measure: Measure, sight: Sight,
    smallest: int,
) -> SharedRow:  # fmt: skip
    alike = [figure for figure in figures if period and figure.period.kind is period.kind]
    series = observations_of(alike, measure, sight=sight, smallest_shown=smallest, among=figures)
    return SharedRow(
        program_id=program.public_id,
        name=program.name or program.public_id,
        organization=program.organization.name if program.organization else "",
        use=Use(use) if use else None,
        observation=next((one for one in series if one.period == period), None),
        series=series,
        beyond=None,
    )


def _with_funnel(rows: list[SharedRow], measure: Measure) -> tuple[Funnel | None, list[SharedRow]]:
    """Where each program lies among those whose share and number may be shown."""
    if measure.unit != MeasureUnit.PERCENT:
        return None, rows
    known = [row for row in rows if row.observation and row.observation.estimate.denominator]
    estimates = [row.observation.estimate for row in known if row.observation]
    funnel = funnel_of([one.numerator or 0.0 for one in estimates], [one.denominator or 0.0 for one in estimates])
    if funnel is None:
        return None, rows
    beyond: Mapping[str, Beyond] = {row.program_id: place for row, place in zip(known, funnel.places, strict=True)}
    return funnel, [
        SharedRow(row.program_id, row.name, row.organization, row.use, row.observation, row.series,
                  beyond.get(row.program_id))
        for row in rows
    ]  # fmt: skip


def _may_be_added_up(hidden: Sequence[Counted], smallest: int) -> bool:
    """False where a reader could take what is shown from the sum and be left with one program, or with few people."""
    return not hidden or (len(hidden) > 1 and not tells_of_few(added_up(hidden), smallest))


def _is_made_of(whole: Counted, parts: Sequence[Counted]) -> bool:
    """True where a sum holds these and nobody else; not where it was rolled up of others, and waits to be anew."""

    def numbers(one: Counted) -> tuple[float, ...]:
        return tuple(each or 0.0 for each in (one.value, one.numerator, one.denominator, one.people))

    added = (math.fsum(each) for each in zip(*map(numbers, parts), strict=True))
    return bool(parts) and all(
        math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-6) for one, other in zip(numbers(whole), added, strict=True)
    )


def _together(
    community: Community, measure: Measure, period: Period | None, smallest: int, rows: Sequence[SharedRow]
) -> Together:
    """Everybody served by any of the programs that adopt the measure now; not where what is hidden would be left over.

    Until people are linked across programs, who was served by two is counted by both, so that the sum is that of its
    programs. Where it is not, it was rolled up of other records than those that stand, and nobody could say who hides
    whom in it. Once they are linked each person is counted once, as of the last linking.
    """
    if period is None or not measure.is_computed:
        return Together()
    if any(row.observation and row.observation.estimate.is_withheld for row in rows):
        return Together()
    found = _rolled_up(community, measure)
    parts = {name: one.counted for name, figures in found.programs.items() for one in figures if one.period == period}
    alike = [figure for figure in found.whole if figure.period == period]
    seen = {row.program_id for row in rows if row.observation}
    hidden = [counted for name, counted in parts.items() if name not in seen and counted.has_people]
    if not found.holds or not _may_be_added_up(hidden, smallest):
        return Together()
    whole = {figure.period for figure in alike if _is_shown(figure.counted, list(parts.values()), found, smallest)}
    if len(whole) < len({figure.period for figure in alike}):
        return Together()
    withheld = hidden_periods(found.whole, sight=Sight.PROTECTED, smallest_shown=smallest)
    if found.is_linked:
        alike = [Figure(figure.period, rounded(figure.counted)) for figure in alike]
    observations = shown(alike, measure, [figure.period in withheld for figure in alike], too_few(smallest))
    return Together(next(iter(observations), None), found.is_linked)


def _is_shown(whole: Counted, parts: Sequence[Counted], found: RolledUp, smallest: int) -> bool:
    """A sum is what its programs come to; a union leaves nobody few whom they share."""
    return union_may_be_shown(whole, parts, smallest) if found.is_linked else _is_made_of(whole, parts)


def _rolled_up(community: Community, measure: Measure) -> RolledUp:
    """What was computed of all programs together, and of each that is counted in it, as `computed_measures` has them.

    A program that gave the measure up keeps its figures, but is in the sum no more. Where people were linked, programs
    are as they stood then; it holds for the rule and the programs of then only. Three queries.
    """
    adoptions = not_retired(MeasureAdoption.objects.filter(measure=measure, until=None))
    adopting = set(adoptions.values_list("program__public_id", flat=True))
    whole: list[Figure] = []
    programs: dict[str, list[Figure]] = {}
    made_of: dict[str, Any] = {}
    for row in ComputedSeries.objects.filter(community=community, measure=measure, unit__in=("all", "program")):
        figures = [computed_figure(one) for one in row.whole]
        if row.unit == "all":
            whole, made_of = figures, row.made_of
        elif row.unit_id in adopting:
            programs[row.unit_id] = figures
    if not is_linked(community):
        return RolledUp(whole, programs, is_linked=False, holds=True)
    then = made_of.get("programs", {})
    rule = rule_of(measure)
    holds = rule is not None and made_of.get("rule") == rule_digest(rule) and set(then) == adopting
    stood = {name: [computed_figure(one) for one in figures] for name, figures in then.items()}
    return RolledUp(whole, stood, is_linked=True, holds=holds)
