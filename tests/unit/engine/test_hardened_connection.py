"""A connection reads what it was opened for and nothing else."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from groundswell.engine.connection import open_connection, quoted, quoted_name


def test_a_connection_reads_and_writes_beneath_its_folders_only(tmp_path: Path) -> None:
    inside, outside = tmp_path / "it's inside", tmp_path / "outside"
    inside.mkdir()
    outside.mkdir()
    (outside / "x.csv").write_text("a\n1\n")
    with open_connection([inside]) as connection:
        connection.execute(f"COPY (SELECT 1 AS a) TO {quoted(str(inside / 'x.parquet'))}").fetchall()
        assert connection.execute("SELECT a FROM read_parquet(?)", [str(inside / "x.parquet")]).fetchall() == [(1,)]
        with pytest.raises(duckdb.PermissionException):
            connection.execute("SELECT * FROM read_csv(?)", [str(outside / "x.csv")])
        with pytest.raises(duckdb.PermissionException):
            connection.execute(f"COPY (SELECT 1) TO {quoted(str(outside / 'y.parquet'))}")


def test_the_configuration_of_a_connection_is_locked() -> None:
    with open_connection() as connection, pytest.raises(duckdb.InvalidInputException):
        connection.execute("SET enable_external_access = true")


def test_names_and_texts_with_quotes_are_kept_as_they_are() -> None:
    name = 'group."odd" name'
    with open_connection() as connection:
        rows = connection.execute(f"SELECT {quoted('O' + chr(39) + 'Neil')} AS {quoted_name(name)}").fetchall()
    assert rows == [("O'Neil",)]
    with pytest.raises(ValueError, match="NUL"):
        quoted("a\0b")
