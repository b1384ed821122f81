"""People in programs: counted beside the measures, protected once, and stored for the pages to read.

Once people are linked, they are counted anew when people are linked anew and at no other time, and of those only who is
linked: so that what one provider sends moves no number that others see.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils import timezone

from groundswell.apps.people.actions import alone_with, record_event, renew_data_version, store_records
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import Actor
from groundswell.apps.submissions.actions.counting import Progress, periods_wanted
from groundswell.apps.submissions.models import ParticipationTable
from groundswell.apps.submissions.queries.people_linked import linked_people, linking_of
from groundswell.apps.submissions.queries.standing import (
    parts_named,
    program_places,
    purged_submissions,
    submissions_in_use,
    told_until,
)
from groundswell.core.disclosure import Counted, smallest_count, withheld_parts
from groundswell.core.participation import Cells, Protected, are_hidden_well, may_stand, protected
from groundswell.core.periods import Period
from groundswell.engine.measures.parts import Part, data_version
from groundswell.engine.measures.periods import Grain, PeriodsWanted
from groundswell.engine.participation import WITHIN_DAYS, Combination, Participation, Pathway, participation
from groundswell.engine.store import StoreError

MOST_PERIODS = 10  # the latest; what lies further back is not shown across programs
_EDITION = "1"  # changes with what is counted and how it is protected
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What people in programs are counted from, and the version that it makes."""

    parts: Sequence[Part]
    until: Mapping[str, date]
    linking: str  # the linking that stands; blank before the first
    wanted: PeriodsWanted
    unions: Mapping[str, frozenset[str]]  # the programs of each strategy
    smallest: int

    @property
    def version(self) -> str:
        """One for each linking; before the first it changes with all that is counted and with what may be shown.

        Who is whom may change without a linking, where records go. The version does not, so that what a provider takes
        back moves no number before the next.
        """
        said: tuple[str, ...] = (
            _EDITION, data_version(self.parts), repr(self.wanted), repr(sorted(self.until.items())),
            repr(sorted((name, sorted(of)) for name, of in self.unions.items())), str(self.smallest), str(WITHIN_DAYS),
        )  # fmt: skip
        if self.linking:
            said = (_EDITION, "linked", self.linking)
        return hashlib.sha256("\n".join(said).encode()).hexdigest()


def compute_participation(
    community: Community,
    *,
    everything: bool = False,
    progress: Progress | None = None,
    by: Actor,
) -> int:
    """Count people in programs anew where something changed, and store it; returns how many tables were.

    The caller has asked whether `by` may compute. Reads outside the community's lock; where records came or went
    meanwhile nothing is stored, for whoever brought them has everything computed again. Raises StoreError where a part
    that stands cannot be read. The figures that this belongs to stand by then, so that nobody stops it half-way.
    """
    asked = _asked_of(community)
    standing = set(ParticipationTable.objects.filter(community=community).values_list("data_version", flat=True))
    if asked.version in standing and (asked.linking or not everything):
        return 0
    try:
        people = linked_people(community) if asked.linking else None
        found = participation(
            asked.parts,
            asked.wanted,
            people=people,
            linked_only=people is not None,
            until=asked.until,
            progress=progress,
        )
    except StoreError:
        if _asked_of(community).parts != asked.parts:  # records were taken away while they were read
            return 0
        raise
    records = [*_combination_rows(found, asked), _pathway_row(found, asked)]
    with alone_with(community.public_id):
        if _asked_of(community).version != asked.version:
            return 0
        _store(community, records)
        renew_data_version(community, is_ground_moved=False, are_partners_moved=False)
        details = {"tables": len(records), "is_linked": bool(asked.linking)}
        record_event(community_id=community.public_id, action="compute_participation", by=by, details=details)
    return len(records)


def _asked_of(community: Community) -> _Asked:
    standing = submissions_in_use(community)
    until = told_until(standing)
    wanted = periods_wanted(community, max(until.values(), default=timezone.localdate()))
    grain = Grain.FISCAL_YEAR if Grain.FISCAL_YEAR in wanted.grains else Grain.YEAR
    unions: dict[str, set[str]] = defaultdict(set)
    for program, place in program_places(community).items():
        for strategy in place.strategy_ids:
            unions[strategy].add(program)
    return _Asked(
        parts_named(standing),
        until,
        linking_of(community),
        replace(wanted, grains=(grain,)),
        {strategy: frozenset(programs) for strategy, programs in unions.items()},
        smallest_count(community.minimum_cell),
    )


def _store(community: Community, records: Sequence[Row]) -> None:
    """In the place of what stood; periods of records that were purged by the clock stay as they were."""
    ended = max(told_until(purged_submissions(community)).values(), default=None)
    among = ParticipationTable.objects.filter(community=community)
    known = {(one["kind"], one["period"]) for one in records}
    gone = [row.pk for row in among if (row.kind, row.period) not in known and not _is_over(row.period, ended)]
    among.filter(pk__in=gone).update(retired=timezone.localdate(), rows=[], shown={}, data_version="")
    kept = {row.period for row in among if row.kind == "combinations" and _is_over(row.period, ended)}
    wanted = [one for one in records if one["period"] not in kept]
    store_records(ParticipationTable, wanted, community=community, among=among)


def _is_over(period: str, ended: date | None) -> bool:
    return bool(period) and ended is not None and Period.parse(period).end <= ended.year + ended.month / 12 + 1e-9


def _row(kind: str, period: str, rows: list[Any], shown: dict[str, Any], asked: _Asked) -> Row:
    return {
        "kind": kind, "period": period, "data_version": asked.version, "computed_at": timezone.now(),
        "as_of": asked.wanted.as_of, "is_linked": bool(asked.linking), "smallest_shown": asked.smallest,
        "rows": rows, "shown": shown, "retired": None,
    }  # fmt: skip


def _combination_rows(found: Participation, asked: _Asked) -> list[Row]:
    by_period: dict[Period, list[Combination]] = defaultdict(list)
    for one in found.combinations:
        by_period[one.period].append(one)
    return [
        _row(
            "combinations",
            str(period),
            [[one.dimension, one.group, list(one.programs), one.people] for one in by_period[period]],
            shown_of(by_period[period], asked.unions, asked.smallest) if asked.linking else {},
            asked,
        )
        for period in sorted(by_period)[-MOST_PERIODS:]
    ]


def shown_of(
    combinations: Iterable[Combination], unions: Mapping[str, frozenset[str]], smallest: int
) -> dict[str, Any]:
    """What of one period may be shown: combinations, the whole, strategies, and parts by dimension."""
    cells: dict[str, dict[str, dict[tuple[str, ...], int]]] = defaultdict(lambda: defaultdict(dict))
    for one in combinations:
        cells[one.dimension][one.group][one.programs] = one.people
    whole = cells.pop("", {}).get("", {})
    several = {name: programs for name, programs in unions.items() if len(programs) > 1}
    found = protected(whole, smallest, unions=several)
    return {
        "combinations": sorted(map(list, found.shown)),
        "is_whole": found.is_whole_shown,
        "unions": {name: sorted(several[name]) for name in sorted(found.unions)},
        "parts": {name: _parts_shown(parts, whole, found, smallest) for name, parts in sorted(cells.items())},
    }


def _parts_shown(parts: Mapping[str, Cells], whole: Cells, found: Protected, smallest: int) -> list[str]:
    """The places, or the groups of one dimension, whose people may be shown, so that none follows from the others."""
    counts = {name: sum(cells.values()) for name, cells in parts.items()}
    hidden = {
        name
        for name, cells in parts.items()
        if not may_stand(counts[name], smallest) or not are_hidden_well(cells, (), smallest)
    }
    withheld = withheld_parts(
        {name: Counted(float(count)) for name, count in counts.items()},
        Counted(float(sum(whole.values()))) if found.is_whole_shown else None,
        smallest,
        already=hidden,
    )
    return sorted(set(parts) - withheld)


def _pathway_row(found: Participation, asked: _Asked) -> Row:
    rows: list[Any] = [[one.origin, one.destination, one.people, one.median_days] for one in found.pathways]
    shown = [_ends(one) for one in found.pathways if may_stand(one.people, asked.smallest)]
    return _row("pathways", "", rows, {"pathways": shown, "within_days": found.within_days}, asked)


def _ends(one: Pathway) -> list[str]:
    return [one.origin, one.destination]
