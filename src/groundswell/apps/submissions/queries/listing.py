"""What was sent for a program, for whoever may send it: each submission, what was found in it, what it moved.

Who may submit for a program is not always its own organization: the backbone may do it for a provider. To them, small
counts among the figures that moved are withheld, as they are on the program's page.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import Actor, community_for, names_of, not_retired, require_any
from groundswell.apps.programs.models import Measure, Program
from groundswell.apps.programs.queries import Sight, sight_of
from groundswell.apps.submissions.actions.returned import KEPT_FOR, marked_path
from groundswell.apps.submissions.models import ComputedSeries, Submission
from groundswell.apps.submissions.queries.standing import IN_USE, SUBMITTING, rule_of
from groundswell.core.disclosure import Counted, is_small, smallest_count, tells_of_few
from groundswell.core.findings import Finding, finding_from
from groundswell.core.measures.rules import Count
from groundswell.core.vocabulary import MeasureUnit
from groundswell.exchange.records import column_map_from

MEGABYTES_OF_A_FILE = 50  # that may come through the browser or the API; the command line takes larger ones
MEGABYTES_TOGETHER = 200
MOST_FILES = 20


@dataclass(frozen=True, slots=True)
class ProgramRecords:
    """A program whose records somebody may submit, and how much of its figures they see."""

    community: Community
    program: Program
    sight: Sight
    reader: str = ""  # an actor's name

    @property
    def owner(self) -> str:
        """What the organization that runs it is called."""
        organization = self.program.organization
        return (organization.name or organization.public_id) if organization else ""


@dataclass(frozen=True, slots=True)
class SubmissionFacts:
    """One submission. `by_name` is blank for who gave no name; `replaced` are the numbers whose place it took."""

    number: int
    at: datetime
    by: str
    by_name: str
    state: str
    is_in_use: bool
    counts: Mapping[str, int]
    first_day: date | None
    last_day: date | None
    superseded_by: int | None
    replaced: tuple[int, ...]
    withdrawn_at: datetime | None
    reason: str
    keep_until: date | None
    is_purged: bool


@dataclass(frozen=True, slots=True)
class MovedNumber:
    """A figure as it stood or stands: a share as a proportion; without a value where there was none, or it is small."""

    value: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    is_withheld: bool = False


@dataclass(frozen=True, slots=True)
class MovedFigure:
    """One figure that a submission moved; None where there was none, or is none any more."""

    measure_id: str
    measure: str
    is_share: bool
    period: str
    before: MovedNumber | None
    after: MovedNumber | None


@dataclass(frozen=True, slots=True)
class SubmissionDetails:
    """One submission with everything that is known of it. `columns` are {table: {column: headings}}."""

    facts: SubmissionFacts
    findings: tuple[Finding, ...]
    moved: tuple[MovedFigure, ...]
    columns: Mapping[str, Mapping[str, tuple[str, ...]]]
    marked: Path | None  # the marked workbook, while it is kept: for its organization, and for whoever sent it


def program_records(community_id: str, program_id: str, *, reader: Actor) -> ProgramRecords | None:
    """The program, for whoever may submit its records; None where there is none that this reader could see.

    Raises NotAllowedError where the reader sees the program and may not submit for it.
    """
    community = community_for(community_id, reader=reader)
    if community is None:
        return None
    rows = not_retired(Program.objects.filter(community=community, public_id=program_id))
    program = rows.select_related("organization").first()
    if program is None:
        return None
    sight = sight_of(program, reader=reader, community=community)
    if sight is Sight.NOTHING:
        return None
    owner = program.organization.public_id if program.organization else ""
    require_any(reader, SUBMITTING, community, owner)
    return ProgramRecords(community, program, sight, reader.name)


def submissions_of(at: ProgramRecords) -> list[SubmissionFacts]:
    """All submissions for a program, the latest first. Two queries."""
    rows = list(Submission.objects.filter(program=at.program).select_related("superseded_by").order_by("-number"))
    return _facts(at, rows, rows)


def submission_details(at: ProgramRecords, number: int) -> SubmissionDetails | None:
    """One submission by its number; None where there is none."""
    row = Submission.objects.filter(program=at.program, number=number).select_related("superseded_by").first()
    if row is None:
        return None
    replaced = list(Submission.objects.filter(superseded_by=row).select_related("superseded_by"))
    rules, _ = column_map_from(str(row.columns.get("text", "")))
    matched = rules.rules if rules else {}
    return SubmissionDetails(
        facts=_facts(at, [row], [row, *replaced])[0],
        findings=tuple(finding_from(one) for one in row.findings),
        moved=tuple(_moved(at, row.moved)),
        columns={
            table: {column: rule.headings for column, rule in columns.items()} for table, columns in matched.items()
        },
        marked=_marked(row) if at.sight is Sight.WHOLE or row.by == at.reader else None,
    )


def is_key_taken(at: ProgramRecords, key: str) -> bool:
    """True where a submission of this program came with this idempotency key."""
    return bool(key) and Submission.objects.filter(program=at.program, key=key).exists()


def _facts(at: ProgramRecords, rows: Sequence[Submission], among: Iterable[Submission]) -> list[SubmissionFacts]:
    names = names_of(row.by for row in rows)
    replaced: dict[int, list[int]] = {}
    for one in among:
        if one.superseded_by is not None:
            replaced.setdefault(one.superseded_by.number, []).append(one.number)
    return [
        SubmissionFacts(
            number=row.number,
            at=row.at,
            by=row.by,
            by_name=names.get(row.by, row.by),
            state=row.state,
            is_in_use=row.state in IN_USE and row.superseded_by is None,
            counts=_counts(row, at),
            first_day=row.first_day,
            last_day=row.last_day,
            superseded_by=row.superseded_by.number if row.superseded_by else None,
            replaced=tuple(sorted(replaced.get(row.number, ()))),
            withdrawn_at=row.withdrawn_at,
            reason=row.reason,
            keep_until=row.keep_until,
            is_purged=row.purged_at is not None,
        )
        for row in rows
    ]


def _counts(row: Submission, at: ProgramRecords) -> dict[str, int]:
    """Rows by table; how many there are is told to the organization and to whoever sent them, to others if not few."""
    if at.sight is Sight.WHOLE or row.by == at.reader:
        return dict(row.counts)
    smallest = smallest_count(at.community.minimum_cell)
    return {name: count for name, count in row.counts.items() if not is_small(count, smallest)}


def _marked(row: Submission) -> Path | None:
    path = marked_path(row)
    try:
        age = time.time() - path.stat().st_mtime
    except OSError:
        return None
    return path if row.state == "returned" and age < KEPT_FOR.total_seconds() else None


def _moved(at: ProgramRecords, moved: Sequence[Sequence[object]]) -> Iterable[MovedFigure]:
    measures = {one.public_id: one for one in Measure.objects.filter(community=at.community)} if moved else {}
    closed = frozenset[str]() if at.sight is Sight.WHOLE else _closed(at, measures, moved)
    for measure_id, period, before, after in moved:
        name = str(measure_id)
        known = measures.get(name)
        is_share = known is not None and known.unit == MeasureUnit.PERCENT
        numbers = (_number(each, is_withheld=name in closed) for each in (before, after))
        yield MovedFigure(name, (known.name if known else "") or name, is_share, str(period), *numbers)


def _closed(at: ProgramRecords, measures: Mapping[str, Measure], moved: Sequence[Sequence[object]]) -> frozenset[str]:
    """The measures of which others than the program's own are shown no figure that moved.

    A quarter that is small follows from its year and the other quarters, moved or not; so a measure is shown whole or
    not at all. How many people stand behind hours or visits was not kept with what moved: those are never shown.
    """
    smallest = smallest_count(at.community.minimum_cell)
    found = {name for name, one in measures.items() if not _counts_people(one)}
    for measure_id, _, *sides in moved:
        if measure_id not in measures or any(_tells(each, smallest) for each in sides):
            found.add(str(measure_id))
    rows = ComputedSeries.objects.filter(community=at.community, unit="program", unit_id=at.program.public_id)
    for name, whole in rows.values_list("measure__public_id", "whole"):
        if any(_tells(numbers[1:], smallest) for numbers in whole):
            found.add(name)
    return frozenset(found)


def _counts_people(measure: Measure) -> bool:
    rule = rule_of(measure)
    return rule is not None and rule.count is Count.PEOPLE


def _tells(numbers: object, smallest_shown: int) -> bool:
    if not isinstance(numbers, list | tuple):
        return False
    value, top, bottom, people = (None if each is None else float(each) for each in [*numbers, None][:4])
    return tells_of_few(Counted(value, top, bottom, people), smallest_shown)


def _number(numbers: object, *, is_withheld: bool) -> MovedNumber | None:
    if not isinstance(numbers, list | tuple):
        return None
    if is_withheld:
        return MovedNumber(is_withheld=True)
    value, top, bottom = (None if each is None else float(each) for each in numbers)
    if bottom is not None:
        return MovedNumber((top or 0.0) / bottom if bottom else None, top, bottom)
    return MovedNumber(value)
