"""The one place where a DuckDB connection is opened: in memory, hardened, one for each piece of work.

Records about people are read from Parquet and never leave the process: a connection reaches the named folders and
nothing else, fetches no extension, and its configuration is locked before it is handed over.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MEMORY_LIMIT = "3GB"


@contextmanager
def open_connection(
    folders: Sequence[Path] = (),
    *,
    memory_limit: str = MEMORY_LIMIT,
    threads: int | None = None,
    spill: Path | None = None,
) -> Iterator[DuckDBPyConnection]:
    """A connection that can read and write beneath `folders` only; closed at the end.

    What does not fit into `memory_limit` is spilled into the folder `spill`; without one the work fails with DuckDB's
    own error, since records about people are not left lying in a place nobody named.
    """
    connection = _opened(folders, memory_limit, threads or os.cpu_count() or 1, spill)
    try:
        yield connection
    finally:
        connection.close()


def _opened(folders: Sequence[Path], memory_limit: str, threads: int, spill: Path | None) -> DuckDBPyConnection:
    # DuckDB costs a tenth of a second to import; commands that compute nothing do not wait for it.
    import duckdb

    connection = duckdb.connect(
        ":memory:",
        config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"},
    )
    try:
        connection.execute(f"SET memory_limit = {quoted(memory_limit)}")
        connection.execute(f"SET threads = {threads}")
        connection.execute("SET preserve_insertion_order = false")
        connection.execute("SET enable_progress_bar = false")  # it would draw among what a command prints
        connection.execute(f"SET temp_directory = {quoted(str(spill.resolve()) if spill else '')}")
        _harden(connection, folders)
    except BaseException:
        connection.close()
        raise
    return connection


def _harden(connection: DuckDBPyConnection, folders: Sequence[Path]) -> None:
    """The folders first, then no access to anything else, then no more settings: the order matters to DuckDB 2."""
    allowed = ", ".join(quoted(f"{folder.resolve()}/") for folder in folders)
    connection.execute(f"SET allowed_directories = [{allowed}]")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")


def quoted(text: str) -> str:
    """Text as a literal of DuckDB's SQL, which knows no escape but the doubled quote.

    >>> quoted("O'Neil")
    "'O''Neil'"
    """
    if "\0" in text:
        raise ValueError("a text with a NUL character cannot be part of a query")
    return "'" + text.replace("'", "''") + "'"


def quoted_name(name: str) -> str:
    """A column's name as an identifier of DuckDB's SQL.

    >>> quoted_name('group."x"')
    '"group.""x\"""'
    """
    if "\0" in name:
        raise ValueError("a name with a NUL character cannot be part of a query")
    return '"' + name.replace('"', '""') + '"'
