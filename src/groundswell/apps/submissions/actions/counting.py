"""What the records that stand come to: every measure of one program, or of all with every roll-up. Stores nothing.

Figures are counts for pages to read; what may be shown of them to whom is decided there. Each has a version
(`engine.measures.changes`), so that what stands already and has not changed is not counted again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

import numpy as np
from django.utils import timezone

from groundswell.apps.people.models import Community
from groundswell.apps.programs.models import Program
from groundswell.apps.submissions.models import ComputedSeries
from groundswell.apps.submissions.queries.standing import computed_measures, program_places, purged_submissions
from groundswell.engine.measures.cells import Breakdown, MeasureCells
from groundswell.engine.measures.changes import Pair, touched, touched_cells, versions
from groundswell.engine.measures.parts import ComputedMeasure, Part, ProgramPlace, Scope, ScopeKind, data_version
from groundswell.engine.measures.periods import Grain, PeriodsWanted
from groundswell.engine.measures.run import Engine, MeasuresRun, run_measures

Key = tuple[str, str, str]  # measure, unit, the unit's public id
Numbers = list[Any]  # [period, value, numerator, denominator, people]
Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be computed: measures, where programs belong, the periods, and the version each series would have."""

    measures: Sequence[ComputedMeasure]
    places: Mapping[str, ProgramPlace]
    wanted: PeriodsWanted
    versions: Mapping[Pair, str]


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


def periods_wanted(community: Community, as_of: date) -> PeriodsWanted:
    """Quarters and years, and the community's fiscal or school years where they are not the calendar's."""
    first = int(community.fiscal_year_start or 1)
    grains = (Grain.QUARTER, Grain.YEAR, *([Grain.FISCAL_YEAR] if first != 1 else []))
    named: Literal["start", "end"] = "start" if community.fiscal_year_named_by == "start" else "end"
    return PeriodsWanted(as_of, None, grains, first, named)


def asked_for(
    community: Community, programs: Sequence[Program] | None, parts: Sequence[Part], until: Mapping[str, date]
) -> Asked:
    """What is asked of these programs (None: of all, and every roll-up over them) as it stands now."""
    measures = computed_measures(community, programs)
    places = program_places(community) if programs is None else {}
    wanted = periods_wanted(community, max(until.values(), default=timezone.localdate()))
    purged: dict[str, list[str]] = defaultdict(list)
    for one in purged_submissions(community):
        purged[one.program.public_id].append(one.digest)
    named = versions(parts, measures, wanted, places=places, until=until, purged=purged)
    if programs is not None:
        named = {pair: version for pair, version in named.items() if pair[1].kind is ScopeKind.PROGRAM}
    return Asked(measures, places, wanted, named)


def computed_for(
    community: Community,
    programs: Sequence[Program] | None,
    parts: Sequence[Part],
    until: Mapping[str, date],
    *,
    standing: Mapping[Key, str] | None = None,
    everything: bool = True,
    engine: Engine = "duckdb",
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Computed:
    """Every measure of these programs (None: all, and every roll-up over them) from these parts. Stores nothing.

    `until` says to which day each program's records speak. What stands under the version in `standing` that it would
    get now is not counted again, unless `everything` is.
    """
    asked = asked_for(community, programs, parts, until)
    named, known = asked.versions, standing or {}
    again = {pair: version for pair, version in named.items() if everything or known.get(_key(*pair)) != version}
    change = touched(again, asked.measures, asked.places)
    run = run_measures(
        [part for part in parts if part.program_id in change.program_ids], change.measures, asked.wanted,
        places=asked.places, until=until, breakdown=Breakdown(crossed=False), engine=engine, progress=progress,
        cancelled=cancelled,
    )  # fmt: skip
    whole, broken_down = _sorted_cells(run.values.chosen(touched_cells(run.values, change.pairs)))
    run = replace(run, data_version=data_version(parts))
    gone = frozenset() if programs is not None else _gone(known, {_key(*pair) for pair in named}, asked.measures)
    stored = {_key(*pair): version for pair, version in again.items()}
    return Computed(whole, broken_down, run, asked, change.measures, stored, gone)


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


def _sorted_cells(cells: MeasureCells) -> tuple[dict[Key, list[Numbers]], dict[Key, dict[str, list[Numbers]]]]:
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
