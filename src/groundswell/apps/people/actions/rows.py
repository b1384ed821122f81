"""What is done to communities and their organizations, and how any room's rows are put away.

Every change is recorded as an audit event in the transaction that makes it. `alone_with` is where such a transaction
begins: whoever changes a community has it to themselves until they are done, so no change is lost to another.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import OperationalError, connection, models, transaction
from django.utils import timezone

from groundswell.apps.people.models import (
    AuditEvent,
    AuditHead,
    Community,
    CommunityRow,
    NamedRow,
    field_of,
    time_ordered_key,
)
from groundswell.apps.people.queries.actors import Actor, asked_anew
from groundswell.apps.people.queries.troubles import Trouble, trouble_of
from groundswell.core.findings import Finding, error, has_errors
from groundswell.exchange.collector import paused_collector
from groundswell.exchange.tables import Table

# Public id -> key, for each kind of row that others refer to. A blank id leads to the row that stands for blank.
Directory = dict[type[models.Model], dict[str, UUID]]
Progress = Callable[[int, int], None]
COMMUNITY_FIELDS = (
    *("name", "purpose", "language", "time_zone", "currency", "fiscal_year_start", "fiscal_year_named_by"),
    *("minimum_cell", "visibility", "licence", "framework", "notice", "comparison_rule"),
)
ROWS_AT_ONCE = 50_000


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a change: how many rows of each kind it carried, and what was noticed. With an error, nothing."""

    counts: dict[str, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    @property
    def is_done(self) -> bool:
        """True where the change was made."""
        return not has_errors(self.findings)


class RefusalError(Exception):
    """A change that cannot be made: raised inside its transaction, so that nothing of it stays."""

    def __init__(self, *findings: Finding) -> None:
        """`findings` say what is wrong and what would be right."""
        super().__init__(*map(str, findings))
        self.findings = list(findings)


@dataclass(slots=True)
class Stored:
    """How many rows were new, how many changed, and how many stood there already."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0


@contextmanager
def alone_with(community_id: str) -> Iterator[None]:
    """One transaction in which nobody else writes to this community, and in which roles are those of this moment.

    SQLite takes its one write lock at once (transaction_mode IMMEDIATE); PostgreSQL takes a lock by the id's hash,
    which also covers a community that does not exist yet.
    """
    with paused_collector(), transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [community_id])
        with asked_anew():
            yield


def outcome_of(change: Callable[[], Outcome]) -> Outcome:
    """Make a change; where it is refused, or somebody else is writing, say so in findings instead of a traceback."""
    try:
        return change()
    except RefusalError as refusal:
        return Outcome(findings=refusal.findings)
    except OperationalError as failure:
        if trouble_of(failure) is not Trouble.BUSY:
            raise
        return Outcome(
            findings=[error("somebody else is writing to this installation", "try again when they are done")]
        )


def record_event(*, community_id: str, action: str, by: Actor, details: Mapping[str, Any]) -> AuditEvent:
    """Write the next event of a community, chained to the one before it. Call it inside the change's transaction.

    A blank community is the installation itself, whose log has no community's lock: it takes its turn here.
    """
    if not community_id and connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [community_id])
    head, is_first = _head_of(community_id)
    event = AuditEvent(
        community=community_id,
        sequence=head.count + 1,
        at=timezone.now(),
        by=by.name,
        action=action,
        details=dict(details),
    )
    event.digest = event.digest_after(head.digest)
    event.save()
    head.count, head.digest = event.sequence, event.digest
    head.save(force_insert=is_first, force_update=not is_first)
    return event


def _head_of(community_id: str) -> tuple[AuditHead, bool]:
    """The head of a log, and whether it is new; one that somebody took away is begun again where the events end."""
    head = AuditHead.objects.filter(community=community_id).first()
    if head is not None:
        return head, False
    last = AuditEvent.objects.filter(community=community_id).order_by("-sequence").first()
    count, digest = (last.sequence, last.digest) if last else (0, "")
    return AuditHead(community=community_id, count=count, digest=digest), True


def store_community(document: Mapping[str, Any]) -> tuple[Community, bool]:
    """The community of this document, new or brought up to date; True where it is new. `load_package` records it."""
    community = Community.objects.filter(public_id=document["id"]).first()
    is_new = community is None
    if community is None:
        community = Community(public_id=document["id"])
    for name in COMMUNITY_FIELDS:
        setattr(community, name, document.get(name, ""))
    community.retired = _date(document.get("retired", ""))
    community.document = dict(document)
    community.save()
    return community, is_new


def renew_data_version(community: Community, *, is_ground_moved: bool = True, are_partners_moved: bool = True) -> str:
    """Mark the community as changed: pages and caches that carry the old version are stale.

    `is_ground_moved` false says that no indicator reads otherwise for it, but those marked by themselves;
    `are_partners_moved` false, that no organization, nothing partners said and nobody's right to read it is another.
    """
    community.data_version = time_ordered_key().hex
    if is_ground_moved:
        community.ground_version = community.data_version
    if are_partners_moved:
        community.partners_version = community.data_version
    moved = {"ground_version": is_ground_moved, "partners_version": are_partners_moved}
    community.save(update_fields=["data_version", *(name for name, is_moved in moved.items() if is_moved)])
    return community.data_version


def store_table(
    model: type[CommunityRow],
    table: Table | None,
    *,
    community: Community,
    directory: Directory,
    among: models.QuerySet[Any] | None = None,
    **fixed: Any,
) -> Stored:
    """Add and change rows as a table of a package says; rows that it does not mention stay as they are.

    `fixed` fields are given to every row. The directory must know every id that the table points to.
    """
    if table is None:
        return Stored()
    return store_records(model, _records(model, table, directory), community=community, among=among, **fixed)


def store_records(
    model: type[CommunityRow],
    records: Iterable[Mapping[str, Any]],
    *,
    community: Community,
    among: models.QuerySet[Any] | None = None,
    **fixed: Any,
) -> Stored:
    """Add what is new, change what differs, by the model's natural key; records hold values by field (`place_id`).

    `among` are the rows in which those that stand already are looked for, where a few are meant out of very many.
    """
    key = [field_of(model, name).attname for name in model.natural_key]
    standing = model._default_manager.filter(community=community) if among is None else among
    known = {tuple(getattr(row, name) for name in key): row for row in standing}
    added: list[CommunityRow] = []
    changed: list[CommunityRow] = []
    names: set[str] = set()
    stored = Stored()
    for record in records:
        values = {**record, **fixed}
        row = known.get(tuple(values[name] for name in key))
        if row is None:
            added.append(model(community=community, **values))
        elif differing := [name for name, value in values.items() if getattr(row, name) != value]:
            for name in differing:
                setattr(row, name, values[name])
            names.update(differing)
            changed.append(row)
        else:
            stored.unchanged += 1
    model._default_manager.bulk_create(added)
    if changed:
        fields = {field_of(model, name).name for name in names}
        model._default_manager.bulk_update(changed, sorted(fields), batch_size=200)
    stored.added, stored.changed = len(added), len(changed)
    return stored


def directory_of(model: type[NamedRow], community: Community) -> dict[str, UUID]:
    """Public id -> key of a community's rows."""
    return dict(model._default_manager.filter(community=community).values_list("public_id", "id"))


def append_rows(
    model: type[models.Model],
    fields: Sequence[str],
    rows: Iterable[tuple[Any, ...]],
    *,
    count: int,
    progress: Progress | None = None,
) -> None:
    """Write many new rows the quickest way the database has: `COPY` on PostgreSQL, else one prepared statement.

    Values stand as the database takes them: keys as 32 hexadecimal digits, documents as JSON text.
    """
    columns = ", ".join(f'"{field_of(model, name).column}"' for name in fields)
    table = f'"{model._meta.db_table}"'
    waiting = iter(rows)
    with connection.cursor() as cursor:
        for start in range(0, count, ROWS_AT_ONCE):
            batch = islice(waiting, ROWS_AT_ONCE)
            if connection.vendor == "postgresql":
                _copy(cursor, table, columns, batch)
            else:
                marks = ", ".join(["%s"] * len(fields))
                # Names come from the models, never from what people bring.
                # An iterator is enough for the database, whatever the stubs say.
                cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", batch)  # type: ignore[arg-type]  # noqa: S608
            if progress:
                progress(min(start + ROWS_AT_ONCE, count), count)


def change_rows_by_id(
    model: type[models.Model], fields: Sequence[str], rows: Collection[tuple[Any, ...]], ids: Collection[str]
) -> None:
    """Give many rows new values in these fields, `ids` in the same order; values as `append_rows` takes them.

    On PostgreSQL in one statement, for the policies of row security are asked once a statement; else one prepared.
    Raises LookupError where a row is not there, or not there for whoever acts: then nothing may be stored.
    """
    names = [str(field_of(model, name).column) for name in fields]
    table = f'"{model._meta.db_table}"'
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            columns = ", ".join(f'"{name}"' for name in ("id", *names))
            news = ", ".join(f'"{name}" = passing."{name}"' for name in names)
            changed = ((identity, *row) for identity, row in zip(ids, rows, strict=True))
            with _passing(cursor, table, columns, changed):
                cursor.execute("ANALYZE passing")  # a few rows are found by their ids, many by going over the table
                cursor.execute(f"UPDATE {table} SET {news} FROM passing WHERE {table}.id = passing.id")  # noqa: S608
                changed_rows = cursor.rowcount
        else:
            marks = ", ".join(f'"{name}" = %s' for name in names)
            both = [(*row, identity) for identity, row in zip(ids, rows, strict=True)]
            cursor.executemany(f"UPDATE {table} SET {marks} WHERE id = %s", both)  # noqa: S608
            changed_rows = cursor.rowcount
    if changed_rows != len(ids):
        raise LookupError(f"{changed_rows} of {len(ids)} rows of {table} were there to be changed")


def _copy(cursor: Any, table: str, columns: str, rows: Iterable[tuple[Any, ...]]) -> None:
    """`COPY` rows into a table; by way of a passing one where row security stands, for COPY does not ask policies."""
    cursor.execute("SELECT row_security_active(%s)", [table])
    if cursor.fetchone()[0]:
        with _passing(cursor, table, columns, rows):
            cursor.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM passing")  # noqa: S608
    else:
        _copied(cursor, table, columns, rows)


@contextmanager
def _passing(cursor: Any, table: str, columns: str, rows: Iterable[tuple[Any, ...]]) -> Iterator[None]:
    """A table named `passing` with these rows, of the same types as the columns of `table`, for a moment."""
    # Names come from the models, never from what people bring.
    cursor.execute(f"CREATE TEMPORARY TABLE passing ON COMMIT DROP AS SELECT {columns} FROM {table} WITH NO DATA")  # noqa: S608
    _copied(cursor, "passing", columns, rows)
    yield
    cursor.execute("DROP TABLE passing")


def _copied(cursor: Any, table: str, columns: str, rows: Iterable[tuple[Any, ...]]) -> None:
    with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _records(model: type[CommunityRow], table: Table, directory: Directory) -> Iterator[dict[str, Any]]:
    names = [field_of(model, name).attname for name in model.columns.values()]
    columns = [
        _values(field_of(model, name), table.column(heading), directory) for heading, name in model.columns.items()
    ]
    retired = [_date(text) for text in table.column("retired")]
    for position, values in enumerate(zip(*columns, strict=True)):
        yield {
            **dict(zip(names, values, strict=True)),
            "retired": retired[position],
            "translations": translations_at(table, model.columns, position),
        }


def _values(field: models.Field[Any, Any], cells: list[str], directory: Directory) -> list[Any]:
    if field.related_model:
        ids = directory[field.related_model]
        return [None if not cell and field.null else ids[cell] for cell in cells]
    if isinstance(field, models.DateField):
        return [_date(cell) for cell in cells]
    return cells


def translations_at(table: Table, columns: Mapping[str, str], position: int) -> dict[str, str]:
    """The cells of one row in columns such as `name.es`, by heading; blanks left out."""
    sisters = [heading for heading in table.headings if "." in heading and heading not in columns]
    return {heading: cell for heading in sisters if (cell := table.columns[heading][position])}


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
