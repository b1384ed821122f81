"""How figures are computed from the records that stand: for one program as its submission is taken, for all together.

What was computed is stored as counts, for pages to read; what may be shown of it to whom is decided there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import numpy as np
from django.utils import timezone

from groundswell.apps.people.actions import (
    Outcome,
    RefusalError,
    alone_with,
    outcome_of,
    record_event,
    renew_data_version,
    store_records,
)
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import Actor, may, may_for_any_organization, require
from groundswell.apps.programs.actions.owning import program_to_change, require_one
from groundswell.apps.programs.models import Measure, Program
from groundswell.apps.submissions.models import ComputedSeries, ComputeRun, Submission
from groundswell.apps.submissions.queries.standing import (
    IN_USE,
    computed_measures,
    last_day_of,
    parts_of,
    program_places,
    submissions_in_use,
)
from groundswell.core.findings import error
from groundswell.core.periods import Period
from groundswell.core.permissions import Permission
from groundswell.engine.measures.cells import Breakdown, MeasureCells
from groundswell.engine.measures.parts import ComputedMeasure, Part, ScopeKind
from groundswell.engine.measures.periods import Grain, PeriodsWanted
from groundswell.engine.measures.run import Engine, MeasuresRun, run_measures
from groundswell.engine.store import StoreError

Key = tuple[str, str, str]  # measure, unit, the unit's public id
Numbers = list[Any]  # [period, value, numerator, denominator, people]
Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class Computed:
    """Figures by measure and unit, and the run that made them."""

    whole: Mapping[Key, list[Numbers]]
    parts: Mapping[Key, dict[str, list[Numbers]]]
    run: MeasuresRun
    measures: Sequence[ComputedMeasure]
    units: frozenset[tuple[str, str]]


def periods_wanted(community: Community, as_of: date) -> PeriodsWanted:
    """Quarters and years, and the community's fiscal or school years where they are not the calendar's."""
    first = int(community.fiscal_year_start or 1)
    grains = (Grain.QUARTER, Grain.YEAR, *([Grain.FISCAL_YEAR] if first != 1 else []))
    named: Literal["start", "end"] = "start" if community.fiscal_year_named_by == "start" else "end"
    return PeriodsWanted(as_of, None, grains, first, named)


def computed_for(
    community: Community,
    programs: Sequence[Program] | None,
    parts: Sequence[Part],
    as_of: date,
    *,
    engine: Engine = "duckdb",
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Computed:
    """Every measure of these programs (None: all, and every roll-up over them) from these parts. Stores nothing."""
    measures = computed_measures(community, programs)
    places = program_places(community) if programs is None else {}
    run = run_measures(
        parts, measures, periods_wanted(community, as_of), places=places, breakdown=Breakdown(crossed=False),
        engine=engine, progress=progress, cancelled=cancelled,
    )  # fmt: skip
    whole, broken_down = _sorted_cells(run.values, {kind for kind in ScopeKind if programs is None or kind is _PROGRAM})
    named = {(str(key[1]), key[2]) for key in whole}
    named |= {("program", one.public_id) for one in programs or ()}
    if programs is None:  # a unit that nobody is left in is emptied too
        named |= set(ComputedSeries.objects.filter(community=community).values_list("unit", "unit_id"))
    return Computed(whole, broken_down, run, measures, frozenset(named))


_PROGRAM = ScopeKind.PROGRAM


def _sorted_cells(
    cells: MeasureCells, kinds: set[ScopeKind]
) -> tuple[dict[Key, list[Numbers]], dict[Key, dict[str, list[Numbers]]]]:
    """Cells of everybody, and those broken down by one dimension; crossings of two are not kept."""
    codes = cells.codes
    broken = sum((codes[name] >= 0).astype(int) for name in ("site", "place", "dimension"))
    wanted = np.array([scope.kind in kinds for scope in cells.scopes], bool)[codes["scope"]]
    chosen = cells.chosen(wanted & (broken <= 1)) if len(cells) else cells
    whole: dict[Key, list[Numbers]] = defaultdict(list)
    parts: dict[Key, dict[str, list[Numbers]]] = defaultdict(lambda: defaultdict(list))
    for cell in chosen:
        key = (cell.measure_id, str(cell.scope.kind), cell.scope.scope_id)
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


def store_computed(community: Community, computed: Computed) -> None:
    """Put figures in the place of those of the same programs; what was computed before and is no more, is emptied.

    Figures of days whose records were purged when their time had come stay as they were: nothing could compute them.
    """
    ended = _purged_until(community)
    stood = {
        (row.measure.public_id, row.unit, row.unit_id): row
        for row in ComputedSeries.objects.filter(community=community).select_related("measure")
    } if ended else {}  # fmt: skip
    ids = dict(Measure.objects.filter(community=community).values_list("public_id", "id"))
    now = timezone.now()
    records: list[dict[str, Any]] = []
    for measure in computed.measures:
        for unit, unit_id in sorted(computed.units):
            key = (measure.measure_id, unit, unit_id)
            if unit == "program" and unit_id not in measure.program_ids and key not in computed.whole:
                continue
            records.append(
                {
                    "measure_id": ids[measure.measure_id],
                    "unit": unit,
                    "unit_id": unit_id,
                    "data_version": computed.run.data_version,
                    "computed_at": now,
                    "whole": _with_purged(computed.whole.get(key, []), stood.get(key), ended),
                    "parts": computed.parts.get(key, {}),
                    "retired": None,
                }
            )
    named = [ids[measure.measure_id] for measure in computed.measures]
    units = {one["unit_id"] for one in records}
    among = ComputedSeries.objects.filter(community=community, unit_id__in=units, measure_id__in=named)
    store_records(ComputedSeries, records, community=community, among=among)


def _purged_until(community: Community) -> dict[str, date]:
    """The last day of records that were purged by the clock, by program; "" is all programs together."""
    found: dict[str, date] = {}
    rows = Submission.objects.filter(community=community, state__in=IN_USE, superseded_by=None, last_day__isnull=False)
    for program, day in rows.exclude(purged_at=None).values_list("program__public_id", "last_day"):
        assert day is not None  # asked for above
        for name in (program, ""):
            found[name] = max(found.get(name, day), day)
    return found


def _with_purged(now: list[Numbers], stood: ComputedSeries | None, ended: Mapping[str, date]) -> list[Numbers]:
    """Figures as computed, with those that stood for periods which ended with records that are purged."""
    day = ended.get(stood.unit_id if stood.unit == "program" else "") if stood else None
    if stood is None or day is None:
        return now
    end, known = day.year + day.month / 12, {one[0] for one in now}
    kept = [one for one in stood.whole if one[0] not in known and Period.parse(one[0]).end <= end + 1e-9]
    return [*kept, *now]


def record_run(community: Community, computed: Computed, by: Actor, scope: str) -> ComputeRun:
    """What ran where and how long."""
    return ComputeRun.objects.create(
        community=community, at=timezone.now(), by=by.name, engine=computed.run.engine,
        data_version=computed.run.data_version, scope=scope, measures=len(computed.measures),
        cells=len(computed.run.values), seconds=dict(computed.run.seconds),
    )  # fmt: skip


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


def compute_measures(
    *,
    community_id: str,
    program_id: str = "",
    engine: Engine = "duckdb",
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
    by: Actor,
) -> Outcome:
    """Compute every measure of a program anew and store it; of all programs, and every roll-up, where none is named.

    Reads outside the community's lock and looks again before storing: where a submission came or went meanwhile it
    starts over, the third time holding the lock. Raises StoppedError where somebody cancelled it; then nothing is
    stored. Raises StoreError where a part that stands cannot be read.
    """

    def change() -> Outcome:
        work = _work_on(community_id, program_id, engine, by)
        for _ in range(2):
            try:
                computed, version = work.computed(progress, cancelled)
            except StoreError:  # records were taken away while they were read: look anew at what stands
                continue
            with alone_with(community_id):
                if version == work.version():
                    return work.stored(computed, by)
        with alone_with(community_id):
            return work.stored(work.computed(progress, cancelled)[0], by)

    return outcome_of(change)


@dataclass(frozen=True, slots=True)
class _Work:
    """What is computed: one program of a community, or all of them."""

    community: Community
    program: Program | None
    engine: Engine

    def standing(self) -> list[Submission]:
        """The submissions that it is computed from."""
        return submissions_in_use(self.community, [self.program] if self.program else None)

    def version(self) -> tuple[str, ...]:
        """What stands for them."""
        return tuple(one.digest for one in self.standing())

    def computed(
        self, progress: Progress | None, cancelled: Callable[[], bool] | None
    ) -> tuple[Computed, tuple[str, ...]]:
        """The figures, and the version of what they were computed from."""
        standing = self.standing()
        as_of = last_day_of(standing) or timezone.localdate()
        programs = [self.program] if self.program else None
        found = computed_for(
            self.community, programs, parts_of(standing), as_of, engine=self.engine, progress=progress,
            cancelled=cancelled,
        )  # fmt: skip
        return found, tuple(one.digest for one in standing)

    def stored(self, computed: Computed, by: Actor) -> Outcome:
        """Inside the lock: the figures, the run and the event."""
        _require(self.community, self.program, by)
        store_computed(self.community, computed)
        scope = self.program.public_id if self.program else ""
        run = record_run(self.community, computed, by, scope)
        renew_data_version(self.community, is_ground_moved=False)
        details = {"program": scope, "engine": run.engine, "measures": run.measures, "cells": run.cells}
        record_event(community_id=self.community.public_id, action="compute_measures", by=by, details=details)
        return Outcome({"measures": run.measures, "cells": run.cells})


def _work_on(community_id: str, program_id: str, engine: Engine, by: Actor) -> _Work:
    if program_id:
        community, program = program_to_change(community_id, program_id, by)
        _require(community, program, by)
        return _Work(community, program, engine)
    found = Community.objects.filter(public_id=community_id).first()
    if found is None or not may(by, Permission.READ_COMMUNITY, found):
        raise RefusalError(error(f"there is no community {community_id!r}", "check the address"))
    _require(found, None, by)
    return _Work(found, None, engine)


def _require(community: Community, program: Program | None, by: Actor) -> None:
    submitting = (Permission.SUBMIT_RECORDS, Permission.SUBMIT_OWN_RECORDS)
    if program is not None:
        require_one(community, program, by, submitting)
    elif not may_for_any_organization(by, Permission.SUBMIT_OWN_RECORDS, community):
        require(by, Permission.SUBMIT_RECORDS, community)  # who sends records for one has them rolled up with all
