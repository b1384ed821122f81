"""The partnership worksheet as a file: one row a partner, four columns of commitment, as it is on paper."""

from groundswell.exchange.worksheets.entries import BOTH, THEY, WE, Entry, EntryCell
from groundswell.exchange.worksheets.reading import read_worksheet, worksheet_from
from groundswell.exchange.worksheets.writing import worksheet_headings, worksheet_rows

__all__ = [
    "BOTH",
    "THEY",
    "WE",
    "Entry",
    "EntryCell",
    "read_worksheet",
    "worksheet_from",
    "worksheet_headings",
    "worksheet_rows",
]
