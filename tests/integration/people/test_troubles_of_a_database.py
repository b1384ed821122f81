"""Trouble with the database is told by what the database says of it, never by what people wrote."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, InternalError, OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler
from psycopg import errors
from pytest_django import DjangoDbBlocker
from tests.postgresql import SERVER

from groundswell.apps.packages.actions.recording import answered
from groundswell.apps.people.actions.rows import Outcome, outcome_of
from groundswell.apps.people.queries.troubles import Trouble, trouble_of
from groundswell.config.settings import database_of

Two = tuple[BaseDatabaseWrapper, BaseDatabaseWrapper]
WARD = "locked ward, database is locked, disk is full, disk I/O error, deadlock detected"
PLAIN_POSTGRESQL = "django.db.backends.postgresql"


def _two(facts: dict[str, object], blocker: DjangoDbBlocker) -> Iterator[Two]:
    """Two connections to one database, which are closed afterwards."""
    with blocker.unblock():
        found = tuple(ConnectionHandler({"default": facts, "other": facts})[name] for name in ("default", "other"))
        for connection in found:
            connection.inc_thread_sharing()
        _say(found[0], "CREATE TABLE ward (id integer PRIMARY KEY, name text UNIQUE)", [])
        _say(found[0], "INSERT INTO ward VALUES (1, %s), (2, 'other')", [WARD])
        yield found[0], found[1]
        for connection in found:
            connection.close()


@pytest.fixture
def files(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[Two]:
    """SQLite, as somebody meets it whose patience is short."""
    facts = database_of("", tmp_path)
    facts["OPTIONS"] = {**facts["OPTIONS"], "timeout": 0.05}  # type: ignore[dict-item]
    yield from _two(facts, django_db_blocker)


@pytest.fixture
def teams(request: pytest.FixtureRequest, tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[Two]:
    """PostgreSQL."""
    if not SERVER:
        pytest.skip("PostgreSQL: GROUNDSWELL_TEST_POSTGRES names no server")
    address = request.getfixturevalue("postgresql")
    yield from _two({**database_of(address, tmp_path), "ENGINE": PLAIN_POSTGRESQL}, django_db_blocker)


def _say(connection: BaseDatabaseWrapper, sql: str, values: list[Any] | None = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def failure_of(work: Callable[[], None]) -> DatabaseError:
    with pytest.raises(DatabaseError) as failed:
        work()
    return failed.value


def _rename(connection: BaseDatabaseWrapper, number: int = 1) -> None:
    _say(connection, f"UPDATE ward SET name = name || '.' WHERE id = {number}")


def test_an_sqlite_file_that_somebody_else_writes_is_busy(files: Two) -> None:
    _say(files[0], "BEGIN IMMEDIATE")
    assert trouble_of(failure_of(lambda: _rename(files[1]))) is Trouble.BUSY
    _say(files[0], "ROLLBACK")


def test_an_sqlite_file_without_room_is_full_and_one_that_may_not_be_written_is_a_disk(files: Two) -> None:
    _say(files[0], "PRAGMA max_page_count = 1")
    grown = failure_of(lambda: _say(files[0], "INSERT INTO ward VALUES (3, %s)", ["x" * 1_000_000]))
    assert trouble_of(grown) is Trouble.FULL
    _say(files[1], "PRAGMA query_only = 1")
    assert trouble_of(failure_of(lambda: _rename(files[1]))) is Trouble.DISK


def test_what_people_wrote_is_no_trouble_on_sqlite(files: Two) -> None:
    twice = failure_of(lambda: _say(files[0], "INSERT INTO ward VALUES (3, %s)", [WARD]))
    assert isinstance(twice, IntegrityError) and trouble_of(twice) is None
    assert trouble_of(IntegrityError(f"duplicate key (name)=({WARD})")) is None
    assert trouble_of(failure_of(lambda: _say(files[0], "SELECT * FROM locked"))) is None


@pytest.mark.postgres
def test_a_deadlock_on_postgresql_is_busy(teams: Two) -> None:
    both, failed = threading.Barrier(2, timeout=30), []

    def cross(connection: BaseDatabaseWrapper, first: int, second: int) -> None:
        _say(connection, "BEGIN")
        _rename(connection, first)
        both.wait()
        try:
            _rename(connection, second)
        except DatabaseError as failure:
            failed.append(failure)
        _say(connection, "ROLLBACK")

    other = threading.Thread(target=cross, args=(teams[1], 2, 1))
    other.start()
    cross(teams[0], 1, 2)
    other.join()
    assert [trouble_of(failure) for failure in failed] == [Trouble.BUSY]


@pytest.mark.postgres
@pytest.mark.parametrize("isolation", ["READ COMMITTED", "REPEATABLE READ"])
def test_a_row_of_postgresql_that_somebody_else_writes_is_busy(teams: Two, isolation: str) -> None:
    _say(teams[1], f"BEGIN ISOLATION LEVEL {isolation}")
    _say(teams[1], "SET LOCAL lock_timeout = '50ms'")
    _say(teams[1], "SELECT * FROM ward")
    _say(teams[0], "BEGIN")
    _rename(teams[0])
    if isolation == "REPEATABLE READ":
        _say(teams[0], "COMMIT")  # then it stands otherwise than it was read
    assert trouble_of(failure_of(lambda: _rename(teams[1]))) is Trouble.BUSY


@pytest.mark.postgres
def test_a_postgresql_that_may_not_be_written_is_a_disk_and_what_people_wrote_is_no_trouble(teams: Two) -> None:
    twice = failure_of(lambda: _say(teams[0], "INSERT INTO ward VALUES (3, %s)", [WARD]))
    assert WARD in str(twice) and trouble_of(twice) is None
    misread = failure_of(lambda: _say(teams[0], "SELECT CAST(name AS integer) FROM ward"))
    assert "locked" in str(misread) and trouble_of(misread) is None
    _say(teams[1], "SET default_transaction_read_only = on")
    assert trouble_of(failure_of(lambda: _rename(teams[1]))) is Trouble.DISK


def _told(kind: type[DatabaseError], cause: Exception) -> DatabaseError:
    """A failure as Django hands it on."""
    failure = kind(*cause.args)
    failure.__cause__ = cause
    return failure


@pytest.mark.parametrize(
    ("kind", "cause", "trouble"),
    [
        (OperationalError, errors.DeadlockDetected("deadlock detected"), Trouble.BUSY),
        (OperationalError, errors.SerializationFailure("could not serialize access"), Trouble.BUSY),
        (OperationalError, errors.LockNotAvailable("canceling statement due to lock timeout"), Trouble.BUSY),
        (OperationalError, errors.DiskFull("kein Platz mehr"), Trouble.FULL),
        (OperationalError, errors.IoError("could not read block"), Trouble.DISK),
        (InternalError, errors.ReadOnlySqlTransaction("cannot execute UPDATE"), Trouble.DISK),
        (OperationalError, errors.QueryCanceled(WARD), None),
        (InternalError, errors.InternalError_(WARD), None),
        (IntegrityError, errors.UniqueViolation(WARD), None),
    ],
)
def test_postgresql_numbers_its_troubles(kind: type[DatabaseError], cause: Exception, trouble: Trouble | None) -> None:
    assert trouble_of(_told(kind, cause)) is trouble


def test_a_change_that_met_others_is_answered_in_findings_and_any_other_failure_is_not() -> None:
    busy = _told(OperationalError, errors.DeadlockDetected("deadlock detected"))
    ended = _told(OperationalError, errors.AdminShutdown("locked by the administrator"))

    def fails(failure: DatabaseError) -> Callable[[], Any]:
        def work() -> Any:
            raise failure

        return work

    assert "somebody else is writing" in str(outcome_of(fails(busy)).findings[0])
    assert "somebody else is writing" in str(answered(fails(busy), lambda found: Outcome(findings=found)).findings[0])
    for other in (ended, _told(OperationalError, errors.DiskFull("no room"))):
        with pytest.raises(OperationalError):
            outcome_of(fails(other))
        with pytest.raises(OperationalError):
            answered(fails(other), lambda found: Outcome(findings=found))
