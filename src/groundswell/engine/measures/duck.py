"""Unit rows and cells by DuckDB, on this machine, over the Parquet of the parts."""

# Queries are made of our own names and of whole numbers; what people wrote never enters them.
# ruff: noqa: S608

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from groundswell.engine.connection import quoted, quoted_name
from groundswell.engine.measures.given import Given, Table
from groundswell.engine.measures.parts import Part, People
from groundswell.engine.measures.periods import months_of
from groundswell.engine.measures.raw_tables import EARLIEST_DAY, StoredFile, columns_to_read, dimensions_in, tables
from groundswell.engine.measures.records_sql import Step

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Arrays = dict[str, NDArray[Any]]
Watch = Callable[[str], None]  # told the name of every table before it is made; may raise to stop


def stored_files(
    connection: DuckDBPyConnection, parts: Sequence[Part], programs: Mapping[str, int]
) -> dict[str, list[StoredFile]]:
    """Every table of every part with the columns it has."""
    found: dict[str, list[StoredFile]] = {table: [] for table in tables()}
    for place, part in enumerate(parts):
        for table, path in part.files.items():
            connection.execute("SELECT name FROM parquet_schema(?)", [str(path)])
            columns = frozenset(str(row[0]) for row in connection.fetchall())
            found[table].append(StoredFile(programs[part.program_id], place, path, columns))
    return found


def load_tables(
    connection: DuckDBPyConnection,
    given: Given,
    parts: Sequence[Part],
    people: People | None,
    named_dimensions: Sequence[str],
) -> tuple[list[str], tuple[int, int]]:
    """Makes the raw tables and those a run is given; the dimensions found, and the first and last month wanted."""
    files = stored_files(connection, parts, given.program_numbers)
    dimensions = dimensions_in(files, named_dimensions)
    for table in tables():
        done(connection, f"CREATE TEMP VIEW raw_{table} AS {raw_query(table, files[table], dimensions)}")
    for name, content in (
        ("given_words", given.word_table()),
        ("links", given.link_table(people)),
        ("scopes", given.scope_table()),
        ("programs", given.program_table()),
    ):
        _store(connection, name, content)
    first = since(connection, given)
    for name, content in given.period_tables(first).items():
        _store(connection, name, content)
    months = months_of(given.wanted, first)
    return dimensions, (months[0], months[-1])


def since(connection: DuckDBPyConnection, given: Given) -> date:
    """The first day of the periods: as wanted, or that of the earliest record."""
    if given.wanted.since is not None:
        return given.wanted.since
    rows = done(connection, EARLIEST_DAY)
    return rows[0][0] or given.wanted.as_of


def raw_query(table: str, files: Sequence[StoredFile], dimensions: Sequence[str]) -> str:
    """One table of all parts: files with the same columns are read together, since parts may be many."""
    columns = columns_to_read(table, dimensions)
    if not files:
        blank = ", ".join(f"CAST(NULL AS {kind}) AS {name}" for name, kind, _ in columns)
        return f"SELECT CAST(NULL AS INTEGER) AS program, CAST(NULL AS INTEGER) AS part, {blank} WHERE FALSE"
    return " UNION ALL ".join(_file_query(file, columns) for file in files)


def _file_query(file: StoredFile, columns: Sequence[tuple[str, str, tuple[str, ...]]]) -> str:
    read = ", ".join(f"{_column(file, kind, sources)} AS {name}" for name, kind, sources in columns)
    return f"SELECT {file.program} AS program, {file.part} AS part, {read} FROM read_parquet({quoted(str(file.path))})"


def _column(file: StoredFile, kind: str, sources: Sequence[str]) -> str:
    there = [f"CAST({quoted_name(source)} AS {kind})" for source in sources if source in file.columns]
    if not there:
        return f"CAST(NULL AS {kind})"
    return there[0] if len(there) == 1 else f"COALESCE({', '.join(there)})"


def _store(connection: DuckDBPyConnection, name: str, content: Table) -> None:
    """A small table out of arrays; one text or date column goes as a list, since arrays of objects are slow to read."""
    arrays = {column: _array(values) for column, values in content.items()}
    connection.register("content", arrays)
    columns = ", ".join(_typed(column, values) for column, values in content.items())
    done(connection, f"CREATE TEMP TABLE {name} AS SELECT {columns} FROM content")
    connection.unregister("content")


def _array(values: Any) -> NDArray[Any]:
    if isinstance(values, np.ndarray):
        return values
    if values and isinstance(values[0], date):
        return np.array(values, "datetime64[D]").astype("datetime64[s]")
    return np.array(values, dtype=object)


def _typed(column: str, values: Any) -> str:
    if isinstance(values, np.ndarray):
        return f"CAST({column} AS BIGINT) AS {column}"
    kind = "DATE" if values and isinstance(values[0], date) else "VARCHAR"
    return f"CAST({column} AS {kind}) AS {column}"


def make(connection: DuckDBPyConnection, steps: Sequence[Step], watch: Watch) -> None:
    """Makes tables one after another."""
    for name, query in steps:
        watch(name)
        done(connection, f"CREATE TEMP TABLE {name} AS {query}")


def done(connection: DuckDBPyConnection, statement: str) -> list[tuple[Any, ...]]:
    """Runs a statement to its end: DuckDB 2 takes no other work before every row of the last is fetched."""
    return connection.execute(statement).fetchall()


def arrays(connection: DuckDBPyConnection, query: str) -> Arrays:
    """A query's columns as arrays; what is blank is -1."""
    connection.execute(query)
    return {name: _plain(column) for name, column in connection.fetchnumpy().items()}


def _plain(column: Any) -> NDArray[Any]:
    if isinstance(column, np.ma.MaskedArray):
        return np.asarray(column.filled(-1))
    return np.asarray(column)


def words(connection: DuckDBPyConnection) -> list[str]:
    """Every word by its number."""
    return [str(row[0]) for row in done(connection, "SELECT word FROM words ORDER BY code")]
