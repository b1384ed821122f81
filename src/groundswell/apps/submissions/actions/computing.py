"""How figures are stored: of one program as its submission is taken, of all together when they are rolled up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from groundswell.apps.people.actions import (
    Outcome,
    alone_with,
    community_to_change,
    outcome_of,
    record_event,
    renew_data_version,
    store_records,
)
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import Actor, may_for_any_organization, require
from groundswell.apps.programs.actions.owning import program_to_change, require_one
from groundswell.apps.programs.models import Measure, Program
from groundswell.apps.submissions.actions.counting import (
    Computed,
    Numbers,
    Progress,
    asked_for,
    computed_for,
    standing_versions,
)
from groundswell.apps.submissions.actions.participating import compute_participation
from groundswell.apps.submissions.models import ComputedSeries, ComputeRun, Submission
from groundswell.apps.submissions.queries.standing import (
    SUBMITTING,
    parts_named,
    parts_of,
    purged_submissions,
    submissions_in_use,
    told_until,
)
from groundswell.core.periods import Period
from groundswell.core.permissions import Permission
from groundswell.engine.measures.changes import Pair
from groundswell.engine.measures.run import Engine
from groundswell.engine.store import StoreError


def store_computed(community: Community, computed: Computed) -> None:
    """Put figures in the place of those that stood; what was computed before and is no more, is emptied.

    Figures of days whose records were purged when their time had come stay as they were: nothing could compute them.
    """
    ended = _purged_until(community)
    stood = {
        (row.measure.public_id, row.unit, row.unit_id): row
        for row in ComputedSeries.objects.filter(community=community).select_related("measure")
    } if ended else {}  # fmt: skip
    ids = dict(Measure.objects.filter(community=community).values_list("public_id", "id"))
    now = timezone.now()
    every = {**computed.versions, **dict.fromkeys(computed.gone, "")}
    records = [
        {
            "measure_id": ids[key[0]],
            "unit": key[1],
            "unit_id": key[2],
            "data_version": version,
            "computed_at": now,
            "whole": _with_purged(computed.whole.get(key, []), stood.get(key), ended),
            "parts": computed.parts.get(key, {}),
            "made_of": computed.made_of.get(key, {}),
            "retired": None,
        }
        for key, version in sorted(every.items())
    ]
    units, named = {key[2] for key in every}, {ids[key[0]] for key in every}
    among = ComputedSeries.objects.filter(community=community, unit_id__in=units, measure_id__in=named)
    store_records(ComputedSeries, records, community=community, among=among)


def _purged_until(community: Community) -> dict[str, date]:
    """The last day of records that were purged by the clock, by program; "" is all programs together."""
    found = told_until(purged_submissions(community))
    return {**found, "": max(found.values())} if found else {}


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
        cells=computed.cells, seconds=dict(computed.run.seconds),
    )  # fmt: skip


def compute_measures(
    *,
    community_id: str,
    program_id: str = "",
    engine: Engine = "duckdb",
    everything: bool = False,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
    by: Actor,
) -> Outcome:
    """Compute the measures of a program and store them; of all programs, and every roll-up, where none is named.

    Figures that stand at the version that they would get again are left as they are, unless `everything` is asked for.
    Reads outside the community's lock and looks again before storing: where a submission came or went meanwhile it
    starts over, the third time holding the lock. Raises StoppedError where somebody cancelled it; then nothing is
    stored. Raises StoreError where a part that stands cannot be read. After the measures of all, people in programs are
    counted too, which nobody stops: the measures stand by then.
    """

    def change() -> Outcome:
        work = _work_on(community_id, program_id, engine, everything, by)
        done = measured(work)
        if work.program is None:
            compute_participation(work.community, everything=everything, progress=progress, by=by)
        return done

    def measured(work: _Work) -> Outcome:
        for _ in range(2):
            try:
                computed = work.computed(progress, cancelled)
            except StoreError:  # records were taken away while they were read: look anew at what stands
                continue
            with alone_with(community_id):
                if computed.asked.versions == work.version():
                    return work.stored(computed, by)
        with alone_with(community_id):
            return work.stored(work.computed(progress, cancelled), by)

    return outcome_of(change)


@dataclass(frozen=True, slots=True)
class _Work:
    """What is computed: one program of a community, or all of them."""

    community: Community
    program: Program | None
    engine: Engine
    everything: bool

    def standing(self) -> list[Submission]:
        """The submissions that it is computed from."""
        return submissions_in_use(self.community, [self.program] if self.program else None)

    def version(self) -> dict[Pair, str]:
        """The version that each series would have now: it changes with records, rules, adoptions and places."""
        standing = self.standing()
        return dict(asked_for(self.community, self._programs, parts_named(standing), told_until(standing)).versions)

    @property
    def _programs(self) -> list[Program] | None:
        return [self.program] if self.program else None

    def computed(self, progress: Progress | None, cancelled: Callable[[], bool] | None) -> Computed:
        """The figures as of now."""
        standing = self.standing()
        return computed_for(
            self.community, self._programs, parts_of(standing), told_until(standing),
            standing=standing_versions(self.community), everything=self.everything, engine=self.engine,
            progress=progress, cancelled=cancelled,
        )  # fmt: skip

    def stored(self, computed: Computed, by: Actor) -> Outcome:
        """Inside the lock: the figures, the run and the event."""
        require_to_compute(self.community, self.program, by)
        store_computed(self.community, computed)
        scope = self.program.public_id if self.program else ""
        run = record_run(self.community, computed, by, scope)
        renew_data_version(self.community, is_ground_moved=False, are_partners_moved=False)
        details = {"program": scope, "engine": run.engine, "measures": run.measures, "cells": run.cells}
        record_event(community_id=self.community.public_id, action="compute_measures", by=by, details=details)
        return Outcome({"measures": run.measures, "cells": run.cells})


def _work_on(community_id: str, program_id: str, engine: Engine, everything: bool, by: Actor) -> _Work:
    if program_id:
        community, program = program_to_change(community_id, program_id, by)
        require_to_compute(community, program, by)
        return _Work(community, program, engine, everything)
    community = community_to_change(community_id, by)
    require_to_compute(community, None, by)
    return _Work(community, None, engine, everything)


def require_to_compute(community: Community, program: Program | None, by: Actor) -> None:
    """Raises NotAllowedError where `by` may not send records for the program, or where there is none for any."""
    if program is not None:
        require_one(community, program, by, SUBMITTING)
    elif not may_for_any_organization(by, Permission.SUBMIT_OWN_RECORDS, community):
        require(by, Permission.SUBMIT_RECORDS, community)  # who sends records for one has them rolled up with all
