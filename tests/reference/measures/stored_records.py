"""Tables of rows stored as a part, as an accepted submission is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from groundswell.core.records import RECORD_TABLES, RecordKind
from groundswell.engine.connection import quoted, quoted_name
from groundswell.engine.measures.parts import Part

TYPES = {RecordKind.DATE: "DATE", RecordKind.NUMBER: "DOUBLE", RecordKind.TRUTH: "BOOLEAN"}


def stored(folder: Path, program_id: str, tables: dict[str, list[dict[str, Any]]], digest: str = "") -> Part:
    """A part in `folder`, each table ordered by participant; columns are those that any row has."""
    folder.mkdir(parents=True)
    with duckdb.connect() as connection:
        for name, rows in tables.items():
            if rows:
                _store(connection, folder / f"{name}.parquet", name, rows)
    return Part(program_id, folder, digest or folder.name)


def _store(connection: duckdb.DuckDBPyConnection, path: Path, table: str, rows: list[dict[str, Any]]) -> None:
    names = list(dict.fromkeys(name for row in rows for name in row))
    numbered = {f"c{place}": _texts([row.get(name) for row in rows]) for place, name in enumerate(names)}
    connection.register("content", numbered)
    typed = []
    for place, name in enumerate(names):
        column = RECORD_TABLES[table].column(name)
        assert column is not None, name
        kind = TYPES.get(column.kind, "VARCHAR")
        typed.append(f"CAST(CAST(c{place} AS VARCHAR) AS {kind}) AS {quoted_name(name)}")
    order = quoted_name("participant_id")
    query = f"SELECT {', '.join(typed)} FROM content ORDER BY {order}"
    connection.execute(f"COPY ({query}) TO {quoted(str(path))} (FORMAT parquet)").fetchall()
    connection.unregister("content")


def _texts(values: list[Any]) -> np.ndarray:
    made = np.empty(len(values), dtype=object)
    made[:] = [None if value is None else repr(value) if isinstance(value, float) else str(value) for value in values]
    return made
