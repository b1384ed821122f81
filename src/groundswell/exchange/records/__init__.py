"""What providers submit: the four tables of records, read with their problems told and nobody quoted."""

from groundswell.exchange.records.canonical import canonical_digest, table_digest
from groundswell.exchange.records.column_map import ColumnMap, ColumnRule, column_map_from, column_map_text
from groundswell.exchange.records.columns import (
    ColumnMatch,
    Sureness,
    TableMatch,
    match_columns,
    meaning,
    recognized_table,
)
from groundswell.exchange.records.marked import marked_workbook
from groundswell.exchange.records.measure_template import template_for
from groundswell.exchange.records.reading import read_records
from groundswell.exchange.records.submission import ReadRecords, RecordColumns, SheetMatch
from groundswell.exchange.records.template import Template, TemplateColumn, template_from
from groundswell.exchange.records.template_writing import template_csv, template_workbook
from groundswell.exchange.records.wrongs import Problem, Source, Wrong

__all__ = [
    "ColumnMap",
    "ColumnMatch",
    "ColumnRule",
    "Problem",
    "ReadRecords",
    "RecordColumns",
    "SheetMatch",
    "Source",
    "Sureness",
    "TableMatch",
    "Template",
    "TemplateColumn",
    "Wrong",
    "canonical_digest",
    "column_map_from",
    "column_map_text",
    "marked_workbook",
    "match_columns",
    "meaning",
    "read_records",
    "recognized_table",
    "table_digest",
    "template_csv",
    "template_for",
    "template_from",
    "template_workbook",
]
