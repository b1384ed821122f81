"""A template as a workbook to fill in, or as the headings of CSV files.

One sheet a table, the headings in bold with their rules as notes; columns of ids are text, so that leading zeros stay;
a list offers the values that measures know. A sheet of rules holds the same in plain words, with an invented example
that is set apart from the sheets that are filled in.
"""

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import xlsxwriter

from groundswell.core.records import RecordKind
from groundswell.exchange.records.sheets import GUIDE_SHEET
from groundswell.exchange.records.template import Template, TemplateColumn, rule_words
from groundswell.exchange.writers import csv_text

_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
_LONGEST_LIST = 250  # characters that a spreadsheet takes for a list of choices
_EXAMPLES = {
    "participant_id": "P-00042",
    "first_name": "Robin",
    "middle_name": "Lee",
    "last_name": "Example",
    "suffix": "Jr",
    "birth_date": "2017-09-14",
    "sex": "female",
    "race_ethnicity": "Black; Hispanic",
    "street": "12 Invented Street",
    "city": "Riverbend",
    "postal_code": "01234",
    "place_id": "north-side",
    "phone": "555-0100",
    "email": "robin@example.org",
    "enrollment_id": "E-00108",
    "started": "2024-03-05",
    "ended": "2024-11-20",
    "end_reason": "completed",
    "site": "Main Street",
    "date": "2024-04-09",
    "service": "visit",
    "quantity": "1.5",
    "unit": "hours",
    "outcome": "on-track",
    "achieved": "yes",
    "score": "42",
}


def example_of(column: TemplateColumn) -> str:
    """An invented cell of a column; where measures know values, the first of them."""
    return column.allowed[0] if column.allowed else _EXAMPLES.get(column.name, "example")


def template_workbook(template: Template) -> bytes:
    """The template as XLSX; the same template gives the same bytes."""
    stream = BytesIO()
    workbook = xlsxwriter.Workbook(stream, _OPTIONS)
    workbook.set_properties({"created": datetime(1980, 1, 1, tzinfo=UTC)})
    bold = workbook.add_format({"bold": True, "bottom": 1, "num_format": "@"})
    plain = workbook.add_format({"num_format": "@"})
    wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
    for table, columns in template.tables.items():
        page = workbook.add_worksheet(table)
        page.freeze_panes(1, 0)
        for at, column in enumerate(columns):
            # Text even for dates and numbers: a spreadsheet then turns nothing into something else.
            page.set_column(at, at, max(len(column.name) + 4, 14), plain if _stays_text(column) else None)
            page.write_string(0, at, column.name, bold)
            page.write_comment(0, at, _note(table, column), {"x_scale": 2})
            _offer(page, at, column)
    _write_guide(workbook.add_worksheet(GUIDE_SHEET), template, bold, wrapped)
    workbook.close()
    return stream.getvalue()


def _stays_text(column: TemplateColumn) -> bool:
    return column.column.kind in (RecordKind.ID, RecordKind.DATE, RecordKind.TEXT, RecordKind.ENCODING)


def _note(table: str, column: TemplateColumn) -> str:
    why = f" Needed for: {'; '.join(column.why)}." if column.why else ""
    return f"{rule_words(table, column)}{why}"


def _offer(page: Any, at: int, column: TemplateColumn) -> None:
    """A list of choices where there are few; another value may be typed all the same, with a word of warning."""
    choices = ["yes", "no"] if column.column.kind is RecordKind.TRUTH else list(column.allowed)
    if not choices or any("," in choice for choice in choices) or len(",".join(choices)) > _LONGEST_LIST:
        return
    rule = {
        "validate": "list",
        "source": choices,
        "error_type": "warning",
        "error_title": "Not in the list",
        "error_message": "The measures do not know this value.",
    }
    page.data_validation(1, at, 1_048_575, at, rule)


def _write_guide(page: Any, template: Template, bold: Any, wrapped: Any) -> None:
    for at, (heading, width) in enumerate(
        (("Table", 16), ("Column", 20), ("What to write", 60), ("Needed for", 40), ("An invented example", 24))
    ):
        page.set_column(at, at, width, wrapped)
        page.write_string(0, at, heading, bold)
    page.freeze_panes(1, 0)
    row = 0
    for table, columns in template.tables.items():
        for column in columns:
            row += 1
            cells = (table, column.name, rule_words(table, column), "; ".join(column.why), example_of(column))
            for at, cell in enumerate(cells):
                page.write_string(row, at, cell, wrapped)


def template_csv(template: Template) -> dict[str, str]:
    """The headings of each table as the text of a CSV file, `participants.csv` and so on."""
    return {
        f"{table}.csv": csv_text([column.name for column in columns], []) for table, columns in template.tables.items()
    }
