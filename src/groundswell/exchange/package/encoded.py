"""A column as numbers: which of its distinct cells stands on each row.

A million observations name few indicators, places, periods and states; whatever is true of a cell is worked out once
and then looked up for every row.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Encoded:
    """`words` in order of text, and for each row the place of its cell among them."""

    words: list[str]
    codes: Codes

    def where(self, is_meant: Callable[[str], bool]) -> Mask:
        """The rows whose cell is meant."""
        return np.fromiter(map(is_meant, self.words), np.bool_, len(self.words))[self.codes]


def encode(cells: list[str]) -> Encoded:
    """Encode one column."""
    words = sorted(set(cells))
    return Encoded(words, _looked_up(cells, {word: rank for rank, word in enumerate(words)}))


def ranks(cells: list[str], same: Mapping[str, str] | None = None) -> Codes:
    """Where each cell stands among the distinct cells in order of text; `same` maps spellings of one thing."""
    order = {cell: rank for rank, cell in enumerate(sorted(set(cells)))}
    for spelling, meant in (same or {}).items():
        if spelling in order and meant in order:
            order[spelling] = order[meant]
    return _looked_up(cells, order)


def _looked_up(cells: list[str], order: Mapping[str, int]) -> Codes:
    if len(order) == 1:
        return np.zeros(len(cells), np.int64)
    return np.fromiter(map(order.__getitem__, cells), np.int64, len(cells))


def numbers(cells: list[str]) -> Floats:
    """Decimals for comparing; NaN where a cell is blank or is no number (which was reported already)."""
    distinct = set(cells)
    if distinct <= {""}:
        return np.full(len(cells), np.nan)
    found = {cell: _number(cell) for cell in distinct}
    return np.fromiter(map(found.__getitem__, cells), np.float64, len(cells))


def _number(cell: str) -> float:
    try:
        number = float(cell)
    except ValueError:
        return math.nan
    return number if math.isfinite(number) else math.nan


def said(cells: list[str]) -> Mask:
    """The rows whose cell is not blank."""
    if not any(cells):
        return np.zeros(len(cells), np.bool_)
    return np.fromiter(map(bool, cells), np.bool_, len(cells))


def combined(parts: list[Codes]) -> Codes:
    """Several rank columns as one that keeps their order; first column first."""
    codes = parts[0]
    for part in parts[1:]:
        size = int(part.max(initial=0)) + 1
        if (int(codes.max(initial=0)) + 1) * size >= 2**62:
            codes = np.unique(codes, return_inverse=True)[1].astype(np.int64)
        codes = codes * size + part
    return codes
