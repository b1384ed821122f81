"""Between tests that commit, the database is emptied; the guard of the audit log steps aside for it."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import pytest
from django.db import connection
from django.db.backends.base.operations import BaseDatabaseOperations


@contextmanager
def nobody_on_guard() -> Iterator[None]:
    """Somebody who owns the tables, took the guard away, did something, and put it back."""
    from groundswell.apps.people.models.triggers import guarding, unguarding

    with connection.cursor() as cursor:
        for statement in unguarding(connection.vendor):
            cursor.execute(statement)
        yield
        for statement in guarding(connection.vendor):
            cursor.execute(statement)


@pytest.fixture(autouse=True, scope="session")
def _the_guard_steps_aside() -> Iterator[None]:
    empty = BaseDatabaseOperations.execute_sql_flush

    def execute_sql_flush(self: BaseDatabaseOperations, sql_list: Iterable[str]) -> None:
        with nobody_on_guard():
            empty(self, sql_list)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", execute_sql_flush)
        yield
