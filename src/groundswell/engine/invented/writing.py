"""An invented program's tables as files: Parquet, CSV or one workbook. The same tables give the same bytes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import xlsxwriter

from groundswell.core.records import RECORD_TABLES, RecordKind
from groundswell.engine.connection import open_connection, quoted, quoted_name

Column = npt.NDArray[Any]
FORMATS = ("parquet", "csv", "xlsx")
_SQL_TYPES = {RecordKind.DATE: "DATE", RecordKind.NUMBER: "DOUBLE", RecordKind.TRUTH: "BOOLEAN"}
_LONG_AGO = datetime(2000, 1, 1)  # noqa: DTZ001 - workbooks know no zones; always the same, for the same bytes


def write_tables(folder: Path, tables: Mapping[str, Mapping[str, Column]], format: str) -> list[Path]:
    """Write tables into a folder and say which files were written. Raises ValueError for an unknown format."""
    if format not in FORMATS:
        raise ValueError(f"{format} is not a format; write {', '.join(FORMATS)}")
    folder.mkdir(parents=True, exist_ok=True)
    if format == "xlsx":
        return [_workbook(folder / "records.xlsx", tables)]
    paths = []
    for name, columns in tables.items():
        path = folder / f"{name}.{format}"
        _copy(path, name, columns, "FORMAT parquet, COMPRESSION zstd" if format == "parquet" else "FORMAT csv, HEADER")
        paths.append(path)
    return paths


def _copy(path: Path, table: str, columns: Mapping[str, Column], how: str) -> None:
    with open_connection([path.parent], threads=1) as connection:  # one thread keeps the rows in their order
        connection.register("given", {f"c{at}": _plain(column) for at, column in enumerate(columns.values())})
        chosen = ", ".join(f"{_as_sql(table, name, at)} AS {quoted_name(name)}" for at, name in enumerate(columns))
        target = quoted(str(path.resolve()))
        connection.execute(f"COPY (SELECT {chosen} FROM given) TO {target} ({how})")  # noqa: S608 - columns of ours


def _plain(column: Column) -> Column:
    """An array as DuckDB takes it: days as seconds, texts without None (of which it would guess the type)."""
    if column.dtype.kind == "M":
        return column.astype("datetime64[s]")
    if column.dtype != object:
        return column
    is_missing = np.array([cell is None for cell in column.tolist()], dtype=np.bool_)
    if len(column) and isinstance(next((cell for cell in column if cell is not None), None), bool):
        return np.where(is_missing, -1, column).astype(np.int8)
    return np.where(is_missing, "", column).astype(object)


def _as_sql(table: str, name: str, at: int) -> str:
    known = RECORD_TABLES[table].column(name)
    kind = known.kind if known else RecordKind.TEXT
    if kind is RecordKind.TRUTH:
        return f"CASE WHEN CAST(c{at} AS VARCHAR) IN ('-1', '') THEN NULL ELSE CAST(c{at} AS BOOLEAN) END"
    if kind in _SQL_TYPES:
        return f"CAST(c{at} AS {_SQL_TYPES[kind]})"
    return f"NULLIF(CAST(c{at} AS VARCHAR), '')"


def _workbook(path: Path, tables: Mapping[str, Mapping[str, Column]]) -> Path:
    """One sheet for each table: texts as texts, dates as dates, so that a spreadsheet damages nothing."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"created": _LONG_AGO})
        as_date = book.add_format({"num_format": "yyyy-mm-dd"})
        for name, columns in tables.items():
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, list(columns))
            for row, cells in enumerate(zip(*(column.tolist() for column in columns.values()), strict=True), start=1):
                for at, cell in enumerate(cells):
                    _write_cell(sheet, row, at, cell, as_date)
    return path


def _write_cell(sheet: Any, row: int, column: int, cell: Any, as_date: Any) -> None:
    if cell is None or cell != cell:  # NaN is not itself
        return
    if isinstance(cell, bool):
        sheet.write_boolean(row, column, cell)
    elif isinstance(cell, str):
        sheet.write_string(row, column, cell)
    elif isinstance(cell, int | float):
        sheet.write_number(row, column, cell)
    else:
        sheet.write_datetime(row, column, cell, as_date)
