"""The tables that tests store in: migrated once, in the home that is made for all workers, and copied from there."""

from __future__ import annotations

import gc
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, request: pytest.FixtureRequest
) -> Iterator[None]:
    """What a database is given before Django migrates it: all that a new installation has, so that nothing is left."""
    from django.db import connection
    from django.db.backends.sqlite3.creation import DatabaseCreation
    from tests.forking import CAN_FORK

    if like := os.environ.get("GROUNDSWELL_TEST_TEMPLATE"):
        connection.settings_dict["TEST"]["TEMPLATE"] = like
    if connection.vendor != "sqlite" or not CAN_FORK:
        yield
        return
    made = request.getfixturevalue("ready_home") / "groundswell.sqlite3"
    empty = DatabaseCreation._create_test_db
    kept = []  # a database in memory is there for as long as somebody is connected to it

    def filled(self: DatabaseCreation, *args: Any, **wishes: Any) -> str:
        name: str = empty(self, *args, **wishes)
        kept.append(sqlite3.connect(name, uri=True))
        _copy(made, kept[-1])
        return name

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseCreation, "_create_test_db", filled)
        yield
    for each in kept:
        each.close()


def _copy(made: Path, into: sqlite3.Connection) -> None:
    with closing(sqlite3.connect(f"file:{made}?immutable=1", uri=True)) as standing:
        standing.backup(into)


def pytest_collection_finish() -> None:
    """What is collected stays until the end; the collector need not look at it again and again."""
    gc.collect()
    gc.freeze()


def pytest_unconfigure() -> None:
    """At the end all of it may go."""
    gc.unfreeze()
