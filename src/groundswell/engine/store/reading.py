"""Reading parts back, and telling whether they are still what was written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from groundswell.engine.connection import open_connection, quoted, quoted_name
from groundswell.engine.store.faults import Fault, StoreError, troubles_named
from groundswell.engine.store.manifest import FILE, Manifest, StoredTable, part_folder, parts_folder, sha256_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Arrays = dict[str, NDArray[Any]]
Canonical = Callable[[Mapping[str, Arrays]], str]


def part_digests(root: Path) -> list[str]:
    """The digests of all parts, in order."""
    return sorted(path.parent.name for path in parts_folder(root).glob(f"[0-9a-f][0-9a-f]/[0-9a-f]*/{FILE}"))


def manifest_of(root: Path, digest: str) -> Manifest:
    """What a part says of itself; StoreError where there is no such part, or its manifest cannot be read."""
    found = manifest_in(part_folder(root, digest))
    if found.digest != digest:
        raise StoreError("a stored part bears another digest than its folder", Fault.DAMAGED)
    return found


def manifest_in(folder: Path) -> Manifest:
    """What the part in a folder says of itself; StoreError where there is none, or its manifest cannot be read."""
    with troubles_named():
        try:
            text = (folder / FILE).read_text(encoding="utf-8")
        except (FileNotFoundError, NotADirectoryError):
            raise StoreError("there is no such part in the store", Fault.MISSING) from None
        except UnicodeDecodeError:
            raise StoreError("a stored part has a manifest that cannot be read", Fault.DAMAGED) from None
    return Manifest.from_text(text)


def read_part(
    root: Path, digest: str, *, tables: Sequence[str] | None = None, columns: Sequence[str] | None = None
) -> dict[str, Arrays]:
    """The tables of a part, or some of them, or only some columns, in the order in which they are stored.

    Text comes as objects with None for none, dates as datetime64[D] with NaT, numbers as float64 with NaN, truths as
    objects: True, False or None; whole numbers as int64.
    """
    manifest = manifest_of(root, digest)
    folder = part_folder(root, digest)
    wanted = [table for table in manifest.tables if tables is None or table.name in tables]
    with troubles_named(), open_connection([folder]) as connection:
        return {table.name: _read(connection, folder, table, columns) for table in wanted}


def verify_part(root: Path, digest: str, *, canonical: Canonical | None = None) -> Manifest:
    """The manifest of a part that is whole: every file there, with the rows and the SHA-256 that were written.

    `canonical` computes what the writer gave as `rows_sha256` from the tables as read back. Raises StoreError, with the
    fault DAMAGED or MISSING, where something is not as it should be.
    """
    manifest = manifest_of(root, digest)
    folder = part_folder(root, digest)
    with troubles_named():
        files = {path.name for path in folder.iterdir()}
    if files != {FILE, *(f"{table.name}.parquet" for table in manifest.tables)}:
        raise StoreError("a stored part does not hold the files it should", Fault.DAMAGED)
    with troubles_named(), open_connection([folder]) as connection:
        for table in manifest.tables:
            whole = sha256_of(folder / f"{table.name}.parquet") == table.sha256
            if not whole or _rows(connection, folder, table) != table.rows:
                raise StoreError(f"the table {table.name} of a stored part is not what was written", Fault.DAMAGED)
    if canonical is not None and canonical(read_part(root, digest)) != manifest.rows_sha256:
        raise StoreError("the rows of a stored part are not what was written", Fault.DAMAGED)
    return manifest


def _rows(connection: DuckDBPyConnection, folder: Path, table: StoredTable) -> int:
    found = connection.execute(f"SELECT count(*) FROM {_file(folder, table)}").fetchone()  # noqa: S608
    return int(found[0]) if found else 0


def _file(folder: Path, table: StoredTable, more: str = "") -> str:
    return f"read_parquet({quoted(str((folder / f'{table.name}.parquet').resolve()))}{more})"


def _read(connection: DuckDBPyConnection, folder: Path, table: StoredTable, columns: Sequence[str] | None) -> Arrays:
    kinds = {name: kind for name, kind in table.columns if columns is None or name in columns}
    if not kinds:
        return {}
    picked = ", ".join(f"{quoted_name(name)} AS c{place}" for place, name in enumerate(kinds))
    rows = _file(folder, table, ", file_row_number = true")
    found = connection.execute(f"SELECT {picked} FROM {rows} ORDER BY file_row_number").fetchnumpy()  # noqa: S608
    return {name: _array(found[f"c{place}"], kind) for place, (name, kind) in enumerate(kinds.items())}


def _array(given: Any, kind: str) -> NDArray[Any]:
    """A column as DuckDB gives it, a masked array where something is missing, as one plain array."""
    missing = np.ma.getmaskarray(given)
    plain = np.ma.getdata(given)
    if kind == "DATE":
        found = plain.astype("datetime64[D]")
        found[missing] = np.datetime64("NaT")
    elif kind == "DOUBLE":
        found = plain.astype(np.float64)
        found[missing] = np.nan
    elif kind == "BIGINT" and not missing.any():
        found = plain.astype(np.int64)
    else:
        found = plain.astype(object)
        found[missing] = None
    return found
