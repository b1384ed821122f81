"""What the records that stand come to: every measure of one program, or of all with every roll-up. Stores nothing.

Figures are counts for pages to read; what may be shown of them to whom is decided there. Each has a version
(`engine.measures.changes`), so that what stands already and has not changed is not counted again.

Once people are linked, a provider's own figures count each of its people once by its own records alone. Figures over
several providers are counted when people are linked and at no other time, so that what one provider sends moves no
number that others see, nor tells it whom others know.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

import numpy as np
from django.utils import timezone

from groundswell.apps.people.models import Community
from groundswell.apps.programs.models import Program
from groundswell.apps.submissions.actions.across import for_everybody
from groundswell.apps.submissions.models import ComputedSeries
from groundswell.apps.submissions.queries.linked import WITHIN, Links, is_across, rule_digest, standing_links
from groundswell.apps.submissions.queries.standing import computed_measures, program_places, purged_submissions
from groundswell.core.disclosure import smallest_count
from groundswell.engine.measures.cells import Breakdown, MeasureCells
from groundswell.engine.measures.changes import Pair, touched, touched_cells, versions
from groundswell.engine.measures.parts import (
    ComputedMeasure,
    Part,
    People,
    ProgramPlace,
    Scope,
    ScopeKind,
    data_version,
)
from groundswell.engine.measures.periods import Grain, PeriodsWanted
from groundswell.engine.measures.run import Engine, MeasuresRun, run_measures

Key = tuple[str, str, str]  # measure, unit, the unit's public id
Numbers = list[Any]  # [period, value, numerator, denominator, people]
Progress = Callable[[str, float], None]
_Sorted = tuple[dict[Key, list[Numbers]], dict[Key, dict[str, list[Numbers]]]]  # everybody; by part


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be computed: measures, where programs belong, the periods, and the version each series would have."""

    measures: Sequence[ComputedMeasure]
    places: Mapping[str, ProgramPlace]
    wanted: PeriodsWanted
    versions: Mapping[Pair, str]  # of the figures that may be counted now
    every: frozenset[Pair] = frozenset()  # those of all figures that there are, also where they wait for a linking
    links: Links | None = None


@dataclass(frozen=True, slots=True)
class Computed:
    """Figures by measure and unit, and the run that made them.

    `versions` names every series that was counted, also where nothing was found, `gone` those that there are no more.
    """

    whole: Mapping[Key, list[Numbers]]
    parts: Mapping[Key, dict[str, list[Numbers]]]
    run: MeasuresRun
    asked: Asked
    measures: Sequence[ComputedMeasure]
    versions: Mapping[Key, str]
    gone: frozenset[Key] = frozenset()
    cells: int = 0
    made_of: Mapping[Key, dict[str, Any]] = field(default_factory=dict)


def periods_wanted(community: Community, as_of: date) -> PeriodsWanted:
    """Quarters and years, and the community's fiscal or school years where they are not the calendar's."""
    first = int(community.fiscal_year_start or 1)
    grains = (Grain.QUARTER, Grain.YEAR, *([Grain.FISCAL_YEAR] if first != 1 else []))
    named: Literal["start", "end"] = "start" if community.fiscal_year_named_by == "start" else "end"
    return PeriodsWanted(as_of, None, grains, first, named)


def asked_for(
    community: Community,
    programs: Sequence[Program] | None,
    parts: Sequence[Part],
    until: Mapping[str, date],
    linking: Links | None = None,
) -> Asked:
    """What is asked of these programs (None: of all, and every roll-up over them) as it stands now.

    `linking` is one that is about to stand: with it also the figures over several providers are asked for.
    """
    links = linking or standing_links(community)
    measures = computed_measures(community, programs, is_linked=links is not None)
    places = program_places(community) if programs is None else {}
    wanted = periods_wanted(community, max(until.values(), default=timezone.localdate()))
    purged: dict[str, list[str]] = defaultdict(list)
    for one in purged_submissions(community):
        purged[one.program.public_id].append(one.digest)

    def named(people: Mapping[str, str] | None) -> dict[Pair, str]:
        return versions(parts, measures, wanted, places=places, until=until, purged=purged, people=people)

    found = named(links.versions if links else None)
    if programs is not None:
        found = {pair: version for pair, version in found.items() if pair[1].kind is ScopeKind.PROGRAM}
    every = frozenset(found)
    if links is not None:
        across = _across(measures, every)
        found = {pair: version for pair, version in found.items() if pair not in across}
        if linking is not None:
            whom = named({one.program_id: links.digest for one in parts})
            found.update({pair: whom[pair] for pair in across})
    return Asked(measures, places, wanted, found, every, links)


def _across(measures: Sequence[ComputedMeasure], pairs: Iterable[Pair]) -> frozenset[Pair]:
    known = {measure.measure_id: measure for measure in measures}
    return frozenset(pair for pair in pairs if is_across(known[pair[0]], pair[1].kind))


def computed_for(
    community: Community,
    programs: Sequence[Program] | None,
    parts: Sequence[Part],
    until: Mapping[str, date],
    *,
    standing: Mapping[Key, str] | None = None,
    everything: bool = True,
    linking: Links | None = None,
    engine: Engine = "duckdb",
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Computed:
    """Every measure of these programs (None: all, and every roll-up over them) from these parts. Stores nothing.

    `until` says to which day each program's records speak. What stands under the version in `standing` that it would
    get now is not counted again, unless `everything` is. With `linking`, a linking that is about to stand, the figures
    over several providers are counted by it too.
    """
    asked = asked_for(community, programs, parts, until, linking)
    named, known = asked.versions, standing or {}
    again = {pair: version for pair, version in named.items() if everything or known.get(_key(*pair)) != version}
    counting = _Counting(asked, parts, until, engine, progress, cancelled)
    across = _across(asked.measures, again) if linking else frozenset[Pair]()
    whole, broken_down = counting.of(frozenset(again) - across, _within(asked.links, parts))
    made_of: dict[Key, dict[str, Any]] = {}
    if linking and across:
        people = linking.people(at_provider=False)
        more, more_parts = counting.of(across, people, linked_only=True)
        smallest = smallest_count(community.minimum_cell)
        own = {key for key in more if key[1] in WITHIN}
        whole |= {key: for_everybody(figures, smallest) if key in own else figures for key, figures in more.items()}
        broken_down |= {key: parts for key, parts in more_parts.items() if key not in own}
        made_of = _made_of(asked, counting, linking)
    gone = frozenset() if programs is not None else _gone(known, {_key(*pair) for pair in asked.every}, asked.measures)
    stored = {_key(*pair): version for pair, version in again.items()}
    run = MeasuresRun(counting.values, engine, counting.seconds, data_version(parts))
    return Computed(
        whole, broken_down, run, asked, tuple(counting.measures.values()), stored, gone, counting.cells, made_of
    )


def _within(links: Links | None, parts: Sequence[Part]) -> People | None:
    """Who is whom by each provider's own records, where there is anything to count."""
    return links.people(at_provider=True) if links and parts else None


@dataclass(slots=True)
class _Counting:
    """One run of the engine after another over the same parts, and what they came to together."""

    asked: Asked
    parts: Sequence[Part]
    until: Mapping[str, date]
    engine: Engine
    progress: Progress | None
    cancelled: Callable[[], bool] | None
    cells: int = 0
    seconds: dict[str, float] = field(default_factory=dict)
    measures: dict[str, ComputedMeasure] = field(default_factory=dict)
    values: MeasureCells = field(init=False)

    def of(self, pairs: Collection[Pair], people: People | None, *, linked_only: bool = False) -> _Sorted:
        """The figures of these measures in these scopes, and their parts."""
        change = touched(pairs, self.asked.measures, self.asked.places)
        run = run_measures(
            [part for part in self.parts if part.program_id in change.program_ids], change.measures, self.asked.wanted,
            places=self.asked.places, until=self.until, people=people, linked_only=linked_only,
            breakdown=Breakdown(crossed=False), engine=self.engine, progress=self.progress, cancelled=self.cancelled,
        )  # fmt: skip
        self.values = run.values
        self.cells += len(run.values)
        self.measures.update({measure.measure_id: measure for measure in change.measures})
        for step, seconds in run.seconds.items():
            self.seconds[step] = round(self.seconds.get(step, 0.0) + seconds, 4)
        return _sorted_cells(run.values.chosen(touched_cells(run.values, change.pairs)))


def _made_of(asked: Asked, counting: _Counting, linking: Links) -> dict[Key, dict[str, Any]]:
    """What each program came to by itself, of the participants that are linked: whoever sees it may subtract it."""
    pairs = {pair for pair in asked.every if pair[1].kind is ScopeKind.PROGRAM}
    alone, _ = counting.of(pairs - _across(asked.measures, pairs), linking.people(at_provider=True), linked_only=True)
    found: dict[Key, dict[str, Any]] = {}
    for measure in asked.measures:
        programs = {name: alone.get((measure.measure_id, "program", name), []) for name in measure.program_ids}
        found[measure.measure_id, "all", ""] = {"rule": rule_digest(measure.rule), "programs": programs}
    return found


def standing_versions(community: Community) -> dict[Key, str]:
    """The version under which each series stands. One query."""
    rows = ComputedSeries.objects.filter(community=community)
    return {
        (measure, unit, unit_id): version
        for measure, unit, unit_id, version in rows.values_list("measure__public_id", "unit", "unit_id", "data_version")
    }


def _key(measure_id: str, scope: Scope) -> Key:
    return measure_id, str(scope.kind), scope.scope_id


def _gone(standing: Mapping[Key, str], named: set[Key], measures: Sequence[ComputedMeasure]) -> frozenset[Key]:
    """Roll-ups that stand with figures though nobody is left in them; a program's own go with its adoption."""
    computed = {measure.measure_id for measure in measures}
    return frozenset(
        key
        for key, version in standing.items()
        if version and key not in named and key[0] in computed and key[1] != ScopeKind.PROGRAM
    )


def _sorted_cells(cells: MeasureCells) -> _Sorted:
    """Cells of everybody, and those broken down by one dimension; crossings of two are not kept."""
    codes = cells.codes
    broken = np.sum([codes[name] >= 0 for name in ("site", "place", "dimension")], axis=0)
    chosen = cells.chosen(broken <= 1) if len(cells) else cells
    whole: dict[Key, list[Numbers]] = defaultdict(list)
    parts: dict[Key, dict[str, list[Numbers]]] = defaultdict(lambda: defaultdict(list))
    for cell in chosen:
        key = _key(cell.measure_id, cell.scope)
        is_share = cell.denominator is not None
        numbers: Numbers = [
            str(cell.period), None if is_share else cell.value, cell.numerator if is_share else None, cell.denominator,
            cell.people,
        ]  # fmt: skip
        name = cell.site or cell.place_id or cell.group
        if name:
            dimension = "site" if cell.site else "place" if cell.place_id else cell.dimension
            parts[key][dimension].append([name, *numbers])
        elif not cell.dimension:  # a part without a name is nobody's to look up
            whole[key].append(numbers)
    return dict(whole), {key: dict(found) for key, found in parts.items()}


def moved_figures(community: Community, program: Program, computed: Computed, most: int = 2_000) -> list[list[Any]]:
    """Every figure of a program as a whole that would move: [measure, period, what stood there, what will]."""
    before = {
        row.measure.public_id: {one[0]: one[1:4] for one in row.whole}
        for row in ComputedSeries.objects.filter(
            community=community, unit="program", unit_id=program.public_id
        ).select_related("measure")
    }
    moved: list[list[Any]] = []
    for measure in computed.measures:
        then = before.get(measure.measure_id, {})
        now = {one[0]: one[1:4] for one in computed.whole.get((measure.measure_id, "program", program.public_id), ())}
        for period in sorted({*then, *now}):
            if then.get(period) != now.get(period):
                moved.append([measure.measure_id, period, then.get(period), now.get(period)])
    return moved[:most]
