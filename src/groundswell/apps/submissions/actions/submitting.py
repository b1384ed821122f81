"""A submission of records: read, checked, stored as one part, and every figure that moves listed. Exactly once.

The same rows, from whatever file, are the same submission; a retry with its key gets the first answer. Records about
the same days take the place of those that came before; records about other days are added to them. The part is in
place before the row that names it commits: whoever is interrupted leaves a part that nobody names, and never a row
without its part.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
from django.db import transaction
from django.utils import timezone
from numpy.typing import NDArray

from groundswell.apps.people.actions import RefusalError, alone_with, record_event, renew_data_version
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import Actor
from groundswell.apps.programs.actions.owning import program_to_change, require_one
from groundswell.apps.programs.models import Program
from groundswell.apps.submissions.actions.computing import record_run, store_computed
from groundswell.apps.submissions.actions.counting import Computed, computed_for, moved_figures
from groundswell.apps.submissions.actions.replacing import BY_DAYS, Plan, days_of, last_day_told, replaced_by
from groundswell.apps.submissions.actions.returned import drop_all_marked, keep_marked
from groundswell.apps.submissions.models import ColumnMemory, Submission
from groundswell.apps.submissions.queries.standing import (
    IN_USE,
    SUBMITTING,
    parts_of,
    remembered_columns,
    store_root,
    submissions_in_use,
    template_of,
    told_until,
)
from groundswell.core.findings import Finding, Severity, error, finding_from
from groundswell.core.sentences import sentence
from groundswell.engine.measures.parts import Part
from groundswell.engine.store import StoreError, part_folder, write_part
from groundswell.exchange.records import (
    ColumnMap,
    ReadRecords,
    canonical_digest,
    column_map_text,
    marked_workbook,
    read_records,
)

FINDINGS_KEPT = 500
VICTIM_SERVICES = "victim_services"  # an organization's role: nothing that tells who somebody is may be sent
KEPT_AT_LEAST = timedelta(days=366)  # from the day they came, however old they are
KEPT_FOR = timedelta(days=7 * 365 + 2)  # after the last day they speak of, where nobody said otherwise
Files = Sequence[tuple[str, bytes | Path]]
Steps = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Submitting:
    """What came of a submission: accepted, warned (accepted with warnings), returned; or refused, and nothing stored.

    `is_new` is false where the very same came before: then this is what was answered then.
    """

    state: str
    number: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    moved: list[list[Any]] = field(default_factory=list)
    superseded: tuple[int, ...] = ()
    is_new: bool = True

    @property
    def is_done(self) -> bool:
        """True where the records stand."""
        return self.state in IN_USE


@dataclass(frozen=True, slots=True)
class _Rows:
    """The records as they are stored, and the digest of their rows."""

    digest: str
    tables: Mapping[str, Mapping[str, NDArray[Any]]]

    @classmethod
    def of(cls, read: ReadRecords, digest: str) -> _Rows:
        """Made once and outside the lock: it takes a while."""
        tables = read.tables.items()
        return cls(digest, {name: {column: _without_blanks(cells) for column, cells in part.columns.items()}
                            for name, part in tables})  # fmt: skip


def _no_steps(step: str) -> None:
    pass


def submit_records(
    *,
    community_id: str,
    program_id: str,
    files: Files,
    columns: ColumnMap | None = None,
    table: str | None = None,
    beside: str = BY_DAYS,
    key: str = "",
    computes: bool = True,
    steps: Steps = _no_steps,
    by: Actor,
) -> Submitting:
    """Read, check and store what a provider sends for a program.

    `files` are names with their content. `beside` says whether it `adds` to what was sent before or `replaces` all of
    it; blank goes by the days that the records speak of. `key` names this request: a retry with it gets the first
    answer. Where it `computes` not, its figures wait for `compute_measures`. `steps` hears each step once it is done.
    Raises NotAllowedError; StoreError where the disk refuses.
    """
    try:
        return _submitted(community_id, program_id, files, columns, table, beside, key, computes, steps, by)
    except RefusalError as refusal:
        return Submitting("refused", findings=refusal.findings)


def _submitted(
    community_id: str,
    program_id: str,
    files: Files,
    columns: ColumnMap | None,
    table: str | None,
    beside: str,
    key: str,
    computes: bool,
    steps: Steps,
    by: Actor,
) -> Submitting:
    community, program = program_to_change(community_id, program_id, by)
    require_one(community, program, by, SUBMITTING)
    raw = _raw_digest(files, columns, table, beside)
    if known := _answered_before(program, raw, key):
        return known
    remembered = columns or remembered_columns(program)
    is_open = VICTIM_SERVICES not in (program.organization.roles if program.organization else "")
    today = timezone.localdate()
    read = read_records(
        files, today=today, columns=remembered, table=table, template=template_of(program), identifying_allowed=is_open
    )
    steps("read")
    if not read.ok:
        marked = marked_workbook(files, read)
        return _returned(community, program, read, raw, key, marked, by)
    digest = canonical_digest(read.tables)
    if known := _standing(program, digest):
        return known
    replaced_by(submissions_in_use(community, [program]), *days_of(read), beside, read.counts)  # or refused, unwritten
    rows = _Rows.of(read, digest)
    _write(program, rows, lambda step: steps(f"store: {step}"))
    steps("stored")
    return _accepted(community, program, read, raw, rows, beside, key, computes, steps, by)


def _raw_digest(files: Files, columns: ColumnMap | None, table: str | None, beside: str) -> str:
    """Of the bytes that were sent and of what was said about them; the order of the files does not count."""
    said = "\0".join((column_map_text(columns) if columns else "", table or "", beside))
    each = sorted(
        hashlib.sha256(content.read_bytes() if isinstance(content, Path) else content).hexdigest()
        for _, content in files
    )
    return hashlib.sha256("\n".join([said, *each]).encode()).hexdigest()


def _part_digest(program: Program, digest: str) -> str:
    """The name of a part: of its rows and of its program, for two programs may send the same rows."""
    return hashlib.sha256(f"{program.pk.hex}\n{digest}".encode()).hexdigest()


def _write(program: Program, rows: _Rows, steps: Steps = _no_steps) -> None:
    """The part of these rows, in its place; a part that is there already is left as it is."""
    own = _part_digest(program, rows.digest)
    write_part(store_root(), rows.tables, digest=own, rows_sha256=rows.digest, steps=steps)


def _without_blanks(cells: NDArray[Any]) -> NDArray[Any]:
    """A blank text is no text: whoever has no site is at none, and not at one without a name."""
    if cells.dtype.kind in "Mfib":  # days, numbers and truths have a nothing of their own
        return cells
    return np.array([None if cell == "" else cell for cell in cells.tolist()], object)


def _answered_before(program: Program, raw: str, key: str) -> Submitting | None:
    rows = Submission.objects.filter(program=program).exclude(state="withdrawn").order_by("-number")
    if key and (first := Submission.objects.filter(program=program, key=key).first()):
        if first.raw_digest != raw:
            said = sentence("this key named another submission before")
            raise RefusalError(error(said, sentence("send this one with a key of its own")))
        return answer_of(first, is_new=False)
    found = rows.filter(raw_digest=raw, superseded_by=None, state__in=IN_USE, purged_at=None).first()
    return answer_of(found, is_new=False) if found else None


def _standing(program: Program, digest: str) -> Submitting | None:
    """The submission in use that holds these very rows."""
    part = _part_digest(program, digest)
    found = Submission.objects.filter(program=program, digest=part, state__in=IN_USE, superseded_by=None).first()
    return answer_of(found, is_new=False) if found else None


def answer_of(row: Submission, *, is_new: bool) -> Submitting:
    """What was answered to a submission."""
    findings = [finding_from(kept) for kept in row.findings]
    superseded = tuple(Submission.objects.filter(superseded_by=row).values_list("number", flat=True))
    return Submitting(row.state, row.number, row.counts, findings, row.moved, superseded, is_new)


def _returned(
    community: Community, program: Program, read: ReadRecords, raw: str, key: str, marked: bytes, by: Actor
) -> Submitting:
    """Keep what is to be mended, and the marked workbook for a while; the records are not kept."""
    with alone_with(community.public_id):
        require_one(community, program, by, SUBMITTING)
        if known := _answered_before(program, raw, key):
            return known
        again = Submission.objects.filter(program=program, raw_digest=raw, state="returned").first()
        if again is not None:  # looked at anew, for what measures ask may have changed, and found as it was
            keep_marked(again, marked)
            return answer_of(again, is_new=False)
        row = _row(community, program, read, raw, key, by)
        row.state = "returned"
        row.save()
        _record(community, program, row, by)
    keep_marked(row, marked)
    return answer_of(row, is_new=True)


def _row(community: Community, program: Program, read: ReadRecords, raw: str, key: str, by: Actor) -> Submission:
    last = Submission.objects.filter(program=program).order_by("-number").values_list("number", flat=True).first()
    return Submission(
        community=community, program=program, number=(last or 0) + 1, at=timezone.now(), by=by.name, raw_digest=raw,
        key=key, counts=read.counts, findings=[one.as_dict() for one in read.findings[:FINDINGS_KEPT]],
        columns={"text": column_map_text(read.column_map)},
    )  # fmt: skip


def _record(community: Community, program: Program, row: Submission, by: Actor) -> None:
    details = {"program": program.public_id, "number": row.number, "state": row.state}
    record_event(community_id=community.public_id, action="submit_records", by=by, details=details)
    renew_data_version(community, is_ground_moved=False, are_partners_moved=False)


def _accepted(
    community: Community,
    program: Program,
    read: ReadRecords,
    raw: str,
    rows: _Rows,
    beside: str,
    key: str,
    computes: bool,
    steps: Steps,
    by: Actor,
) -> Submitting:
    """Compute outside the lock, look again inside it; where something came between, start over."""
    first, last = days_of(read)
    told = last_day_told(read, timezone.localdate())
    for attempt in range(3):
        standing = submissions_in_use(community, [program])
        replaced = replaced_by(standing, first, last, beside, read.counts)
        plan = Plan(standing, replaced, first, last, told)
        if attempt < 2:
            try:
                computed = _computed(community, program, plan, rows.digest) if computes else None
            except StoreError:  # records were taken away while they were read: look anew at what stands
                _write(program, rows)  # their own part too, where the same rows had come before and were due to go
                continue
            steps("computed")
            with alone_with(community.public_id):
                if plan.still_stands(community, program):
                    return _committed(community, program, read, raw, rows, key, plan, computed, steps, by)
    with alone_with(community.public_id):
        standing = submissions_in_use(community, [program])
        plan = Plan(standing, replaced_by(standing, first, last, beside, read.counts), first, last, told)
        _write(program, rows)  # there already, unless it was taken away as above
        computed = _computed(community, program, plan, rows.digest) if computes else None
        return _committed(community, program, read, raw, rows, key, plan, computed, steps, by)


def _computed(community: Community, program: Program, plan: Plan, digest: str) -> Computed:
    kept = plan.kept()
    own = _part_digest(program, digest)
    new = Part(program.public_id, part_folder(store_root(), own), own)
    days = [*told_until(kept).values(), *([plan.told] if plan.told else [])]
    until = {program.public_id: max(days)} if days else {}
    return computed_for(community, [program], [*parts_of(kept), new], until)


def _committed(
    community: Community,
    program: Program,
    read: ReadRecords,
    raw: str,
    rows: _Rows,
    key: str,
    plan: Plan,
    computed: Computed | None,
    steps: Steps,
    by: Actor,
) -> Submitting:
    """Inside the lock: look whether it came meanwhile, then the row, the figures and the event, all or none."""
    require_one(community, program, by, SUBMITTING)
    if known := _answered_before(program, raw, key) or _standing(program, rows.digest):
        return known
    _write(program, rows)  # there already, unless somebody who withdrew the same rows took it away just now
    row = _row(community, program, read, raw, key, by)
    row.state = "warned" if any(one.severity is Severity.WARNING for one in read.findings) else "accepted"
    row.digest = _part_digest(program, rows.digest)
    row.first_day, row.last_day, row.told_until = plan.first, plan.last, plan.told
    row.keep_until = max((plan.last or timezone.localdate()) + KEPT_FOR, timezone.localdate() + KEPT_AT_LEAST)
    row.moved = moved_figures(community, program, computed) if computed else []
    row.save()
    Submission.objects.filter(pk__in=[one.pk for one in plan.replaced]).update(superseded_by=row)
    remembered = {"columns": row.columns, "community": community}
    ColumnMemory.objects.update_or_create(program=program, defaults=remembered)
    if computed is not None:
        store_computed(community, computed)
        record_run(community, computed, by, program.public_id)
    _record(community, program, row, by)
    transaction.on_commit(lambda: drop_all_marked(program))  # mended: the sheets that were returned are done with
    steps("committing")
    return answer_of(row, is_new=True)
