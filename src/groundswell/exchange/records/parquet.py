"""Parquet files as text, read by an in-memory DuckDB that may open this one file and nothing else.

A Parquet file says how much it holds before anything is unfolded, so that one which is too large is refused by its list
of contents. Its cells become the text that people would type: the same checks then hold for every kind of file.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from groundswell.core.findings import Finding, error, info
from groundswell.exchange.tables import DEFAULT_LIMITS, Limits, Table

if TYPE_CHECKING:
    import duckdb

MAGIC = b"PAR1"
_MOST_CELLS = 20_000_000
_BRING_CSV = "write the file again, or bring CSV or XLSX"
_SETTINGS = (
    "SET memory_limit = '600MB'",
    "SET threads = 1",
    "SET temp_directory = ''",
    "SET enable_external_access = false",
    "SET lock_configuration = true",
)


def parquet_table(
    content: bytes | Path, name: str, limits: Limits = DEFAULT_LIMITS
) -> tuple[Table | None, list[Finding]]:
    """The columns of a Parquet file as text; row 2 is its first record, as beneath headings in a spreadsheet."""
    if isinstance(content, Path):
        return _opened(content, name, limits)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "records.parquet")
        path.write_bytes(content)
        return _opened(path, name, limits)


def _opened(path: Path, name: str, limits: Limits) -> tuple[Table | None, list[Finding]]:
    import duckdb  # late: it takes a tenth of a second, and most files are no Parquet

    quiet: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    try:
        with duckdb.connect(":memory:", config=quiet) as connection:
            place = str(path.absolute()).replace("'", "''")
            connection.execute(f"SET allowed_paths = ['{place}']")
            for setting in _SETTINGS:
                connection.execute(setting)
            return _read(connection, str(path.absolute()), name, limits)
    except ValueError as problem:
        words = str(problem) if type(problem) is ValueError else "the Parquet file is damaged"
        return None, [error(words, _BRING_CSV, file=name)]
    except Exception:  # whatever the library raises for what is in the file; its words might quote a cell
        return None, [error("the Parquet file is damaged", _BRING_CSV, file=name)]


def _read(
    connection: duckdb.DuckDBPyConnection, path: str, name: str, limits: Limits
) -> tuple[Table | None, list[Finding]]:
    rows = _rows_promised(connection, path, limits)
    described = connection.execute("DESCRIBE SELECT * FROM read_parquet(?)", [path]).fetchall()
    types = {str(column[0]): str(column[1]) for column in described}
    if len(types) > limits.columns or rows * len(types) > _MOST_CELLS:
        raise ValueError(f"the Parquet file holds {rows:,} rows by {len(types):,} columns, more than are read")
    findings = [
        info(f"the column {heading!r:.80} holds {_words(kind)} and is left out", file=name, column=heading)
        for heading, kind in types.items()
        if _is_nested(kind)
    ]
    plain = [heading for heading, kind in types.items() if not _is_nested(kind)]
    if not plain:
        return None, [*findings, error("the Parquet file has no column that could be read", _BRING_CSV, file=name)]
    # Names come from the file: quoted as identifiers, they cannot be anything else.
    chosen = ", ".join(
        'CAST("' + heading.replace('"', '""') + f'" AS VARCHAR) AS c{at}' for at, heading in enumerate(plain)
    )
    found = connection.execute(f"SELECT {chosen} FROM read_parquet(?) LIMIT {rows + 1}", [path])  # noqa: S608
    columns: list[list[str]] = [[] for _ in plain]
    while chunk := found.fetchmany(10_000):
        for column, cells in zip(columns, zip(*chunk, strict=True), strict=True):
            column.extend(["" if cell is None else str(cell) for cell in cells])
    places = [list(types).index(heading) + 1 for heading in plain]
    headings = [heading.strip() or f"column {place}" for heading, place in zip(plain, places, strict=True)]
    if len(set(headings)) < len(headings):
        raise ValueError("two columns of the Parquet file have one name")
    numbers = list(range(2, len(columns[0]) + 2))
    return Table(name, headings, dict(zip(headings, columns, strict=True)), numbers, places=places), findings


def _rows_promised(connection: duckdb.DuckDBPyConnection, path: str, limits: Limits) -> int:
    """How many rows the file says it has. Raises ValueError where it would unfold to more than may be."""
    promised = connection.execute("SELECT sum(num_rows) FROM parquet_file_metadata(?)", [path]).fetchone()
    size = connection.execute("SELECT sum(total_uncompressed_size) FROM parquet_metadata(?)", [path]).fetchone()
    rows = int(promised[0] or 0) if promised else 0
    unfolded = int(size[0] or 0) if size else 0
    if not 0 <= rows <= _MOST_CELLS or not 0 <= unfolded <= limits.archive_bytes:
        raise ValueError(f"the Parquet file unfolds to more than {limits.archive_bytes // 1024 // 1024:,} MB")
    return rows


def _is_nested(kind: str) -> bool:
    return kind.endswith("]") or kind.startswith(("STRUCT", "MAP", "UNION", "BLOB", "VARIANT", "GEOMETRY"))


def _words(kind: str) -> str:
    return "bytes" if kind.startswith("BLOB") else "values that are nested"
