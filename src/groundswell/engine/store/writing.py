"""Writing a part: the records of one accepted submission, once and for good.

Everything is written into a folder beside the part's place, made durable, and put in place by one rename. Whoever is
interrupted, at whatever moment, leaves either the whole part or none, and at most a folder that `sweep` removes.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from groundswell.core.records import RECORD_TABLES, RecordKind
from groundswell.engine.connection import open_connection, quoted, quoted_name
from groundswell.engine.store.faults import Fault, StoreError, troubles_named
from groundswell.engine.store.manifest import (
    FILE,
    Manifest,
    StoredTable,
    checked_digest,
    checked_table,
    part_folder,
    sha256_of,
)
from groundswell.engine.store.places import WRITING, locked, make_durable, make_shelf, remove_folder, temporary_name
from groundswell.engine.store.reading import manifest_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Table = Mapping[str, Sequence[Any] | NDArray[Any]]
Steps = Callable[[str], None]
_TYPES = {RecordKind.DATE: "DATE", RecordKind.NUMBER: "DOUBLE", RecordKind.TRUTH: "BOOLEAN"}
_FIRST = ("participant_id", "date", "started", "ended")  # rows are ordered by these, then by all other columns


def _no_steps(_step: str) -> None:
    return None


def write_part(
    root: Path,
    tables: Mapping[str, Table],
    *,
    digest: str,
    rows_sha256: str = "",
    steps: Steps = _no_steps,
    memory_limit: str = "1GB",
) -> Manifest:
    """Store the tables that have rows as one part, and say what was stored. The same part again is the same part.

    A column is an array or list, one value for each row, None (or NaN, or NaT) where there is none. Columns that
    `core.records` knows are stored as dates, numbers, truths or text as it says; of others the array decides.
    `rows_sha256` is kept for `verify_part`. `steps` is told of each step once it is done.

    Raises StoreError where the disk is full or fails, where a table cannot be stored, or where another part bears this
    digest; nothing of the part is left then. Raises ValueError where the digest or a table's name is none.
    """
    place = part_folder(root, checked_digest(digest))
    for name in tables:
        checked_table(name)
    filled = {name: _arrays(name, table) for name, table in tables.items()}
    filled = {name: arrays for name, arrays in filled.items() if arrays and len(next(iter(arrays.values())))}
    with troubles_named(), locked(root, alone=False):
        if place.is_dir():
            os.utime(place)  # asked for anew: whoever sweeps gives it an hour again
            return _the_same(root, digest, filled)
        make_shelf(place.parent)
        folder = place.parent / temporary_name(WRITING, digest)
        try:
            manifest = _written(folder, filled, digest, rows_sha256, steps, memory_limit)
            if not _put_in_place(folder, place):
                manifest = _the_same(root, digest, filled)
            steps("in place")
            make_durable(place.parent)
            steps("durable in place")
        except BaseException:
            _taken_back(folder, place)
            raise
        if folder.is_dir():
            remove_folder(folder)
    return manifest


def _put_in_place(folder: Path, place: Path) -> bool:
    """One rename; false where somebody was quicker with the same part, and theirs stays."""
    try:
        folder.rename(place)
    except OSError:
        if (place / FILE).is_file():
            return False
        raise
    return True


def _taken_back(folder: Path, place: Path) -> None:
    """What could not be finished is removed; out of its place first, so that nobody takes it for a part."""
    with suppress(OSError):
        if not folder.is_dir():
            place.rename(folder)
        remove_folder(folder)


def _the_same(root: Path, digest: str, tables: Mapping[str, Mapping[str, NDArray[Any]]]) -> Manifest:
    """The part that is there already; it must have as many rows as are to be written."""
    found = manifest_of(root, digest)
    if found.rows != {name: len(next(iter(arrays.values()))) for name, arrays in tables.items()}:
        raise StoreError("another part with other rows bears this digest", Fault.CONTENT)
    return found


def _written(
    folder: Path,
    tables: Mapping[str, Mapping[str, NDArray[Any]]],
    digest: str,
    rows_sha256: str,
    steps: Steps,
    memory_limit: str,
) -> Manifest:
    """Every table, then the manifest, each durable before the next step is told."""
    folder.mkdir(mode=0o700)
    steps("folder made")
    stored = []
    with open_connection([folder], memory_limit=memory_limit, spill=folder / "spill") as connection:
        for name, arrays in tables.items():
            stored.append(_table(connection, folder / f"{name}.parquet", name, arrays))
            steps(f"{name} written")
    remove_folder(folder / "spill")
    manifest = Manifest(digest, tuple(stored), rows_sha256)
    (folder / FILE).write_text(manifest.as_text(), encoding="utf-8")
    steps("manifest written")
    make_durable(folder / FILE)
    make_durable(folder)
    steps("durable")
    return manifest


def _table(connection: DuckDBPyConnection, path: Path, name: str, arrays: Mapping[str, NDArray[Any]]) -> StoredTable:
    """One table as a Parquet file, in the order of people and dates."""
    kinds = {column: _type(name, column, array) for column, array in arrays.items()}
    # DuckDB's own names for the columns given: a heading may be anything, and it tells `Date` and `date` not apart.
    given = {f"c{place}": array for place, array in enumerate(arrays.values())}
    picked = ", ".join(
        f"CAST(c{place} AS {kind}) AS {quoted_name(column)}" for place, (column, kind) in enumerate(kinds.items())
    )
    order = [place for first in _FIRST for place, column in enumerate(kinds) if column == first]
    order += [place for place in range(len(kinds)) if place not in order]
    ordered = ", ".join(f"{place + 1} NULLS FIRST" for place in order)
    connection.register("given", given)
    connection.execute(
        f"COPY (SELECT {picked} FROM given ORDER BY {ordered}) "  # noqa: S608 - names are quoted, values are arrays
        f"TO {quoted(str(path.resolve()))} (FORMAT parquet, COMPRESSION zstd)"
    )
    connection.unregister("given")
    make_durable(path)
    return StoredTable(name, len(next(iter(given.values()))), tuple(kinds.items()), sha256_of(path))


def _type(table: str, column: str, array: NDArray[Any]) -> str:
    """How a column is stored."""
    known = RECORD_TABLES[table].column(column) if table in RECORD_TABLES else None
    if known is not None:
        return _TYPES.get(known.kind, "VARCHAR")
    return {"M": "DATE", "f": "DOUBLE", "i": "BIGINT", "u": "BIGINT", "b": "BOOLEAN"}.get(array.dtype.kind, "VARCHAR")


def _arrays(name: str, table: Table) -> dict[str, NDArray[Any]]:
    """The columns as arrays that DuckDB can read; StoreError where they are not of one length."""
    found = {}
    for column, values in table.items():
        array = values if isinstance(values, np.ndarray) else np.array(list(values), object)
        if array.ndim == 1 and array.strides != (array.itemsize,):
            array = array.copy()  # DuckDB reads forwards only, even where numpy says that it makes no difference
        # DuckDB knows moments but no days; a day is the moment at which it begins.
        found[column] = array.astype("datetime64[s]") if array.dtype.kind == "M" else array
    if len({array.shape for array in found.values()}) > 1 or any(array.ndim != 1 for array in found.values()):
        raise StoreError(f"the columns of {name} are not of one length", Fault.CONTENT)
    if len({column.casefold() for column in found}) < len(found):
        raise StoreError(f"two columns of {name} have the same name but for capital letters", Fault.CONTENT)
    return found
