"""The canonical digest of a submission: the same records give the same digest, however they were saved.

File names, the order of files, columns and rows, the spelling of dates and numbers, and columns that are blank
throughout do not count. So a file that is sent again, or opened and saved as another kind, is recognized.
"""

import hashlib
from collections.abc import Mapping

import numpy as np

from groundswell.core.records import RECORD_TABLES
from groundswell.exchange.records.submission import Column, RecordColumns

_BETWEEN_CELLS, _BETWEEN_ROWS = "\x1f", "\x1e"
_SEPARATORS = str.maketrans("", "", _BETWEEN_CELLS + _BETWEEN_ROWS)


def canonical_digest(tables: Mapping[str, RecordColumns]) -> str:
    """SHA-256 over the canonical rows of all tables that have any."""
    digest = hashlib.sha256(b"groundswell records 1\n")
    for name in RECORD_TABLES:
        if name in tables and len(tables[name]):
            digest.update(f"{name}\n{table_digest(tables[name])}\n".encode())
    return digest.hexdigest()


def table_digest(table: RecordColumns) -> str:
    """SHA-256 over the canonical rows of one table: the headings that hold anything, then the rows in one order."""
    texts: dict[str, list[str]] = {}
    for name in sorted(table.columns):
        cells = canonical_cells(table.columns[name])
        if any(cells):
            texts[name] = cells
    rows = sorted(map(_BETWEEN_CELLS.join, zip(*texts.values(), strict=True)))
    digest = hashlib.sha256(_BETWEEN_CELLS.join(texts).encode())
    for start in range(0, len(rows), 10_000):
        block = _BETWEEN_ROWS + _BETWEEN_ROWS.join(rows[start : start + 10_000])
        digest.update(block.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def canonical_cells(column: Column) -> list[str]:
    """A column as text in one spelling: ISO dates, the shortest decimal of a number, true or false, "" for a blank."""
    if column.dtype.kind == "M":
        days = column.astype("datetime64[D]")
        distinct, places = np.unique(days, return_inverse=True)
        texts = ["" if text == "NaT" else text for text in np.datetime_as_string(distinct).tolist()]
        return [texts[place] for place in places.tolist()]
    cells = column.tolist()
    if column.dtype.kind == "f":
        known: dict[object, str] = {cell: _number(cell) for cell in set(cells)}
    else:  # each text is looked at once: a column of a hundred thousand cells seldom holds a hundred thousand words
        known = {cell: _text(cell) for cell in set(cells)}
    return [known[cell] for cell in cells]


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    text = str(cell)
    is_plain = _BETWEEN_CELLS not in text and _BETWEEN_ROWS not in text
    return text if is_plain else text.translate(_SEPARATORS)


def _number(number: float) -> str:
    if number != number:
        return ""
    return str(int(number)) if number == int(number) else repr(number)
