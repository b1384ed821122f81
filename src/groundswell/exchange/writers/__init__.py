"""Files out, safe to open in a spreadsheet."""

from groundswell.exchange.writers.csv_export import Cell, csv_text, write_csv
from groundswell.exchange.writers.file_names import content_disposition, file_name
from groundswell.exchange.writers.formulas import guarded, runs_as_formula
from groundswell.exchange.writers.xlsx_export import XLSX, write_xlsx

__all__ = [
    "XLSX",
    "Cell",
    "content_disposition",
    "csv_text",
    "file_name",
    "guarded",
    "runs_as_formula",
    "write_csv",
    "write_xlsx",
]
