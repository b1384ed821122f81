"""Submissions of records, as programs send them and read what came of them. No answer holds a record."""

from datetime import date, datetime
from typing import Any

from pydantic import Field

from groundswell.api.schemas.built_late import BuiltLate
from groundswell.api.schemas.people import ProblemDocument


class FoundDocument(BuiltLate):
    """One thing that was found: where, what is wrong, and what would be right. It never quotes a cell."""

    severity: str = Field(description="error, warning or info.")
    file: str
    row: int | None = Field(description="As a spreadsheet counts: the headings are row 1.")
    column: str | None
    message: str
    fix: str


class MovedDocument(BuiltLate):
    """One figure that moved; a percent as a proportion."""

    measure_id: str
    period: str
    before: float | None = Field(description="Null where there was none, or where it is withheld.")
    after: float | None
    reason: str = Field("", description="Why a figure is withheld.")


class SubmissionLineDocument(BuiltLate):
    """One submission, in brief."""

    number: int
    state: str = Field(description="accepted, warned (accepted with warnings), returned or withdrawn.")
    at: datetime
    by_name: str
    is_in_use: bool
    counts: dict[str, int] = Field(description="Rows by table.")
    first_day: date | None
    last_day: date | None
    superseded_by: int | None
    superseded: list[int] = Field(description="The submissions whose place it took.")
    withdrawn_at: datetime | None
    reason: str = Field(description="Why it was withdrawn.")


class SubmissionsDocument(BuiltLate):
    """All submissions of a program, the latest first."""

    submissions: list[SubmissionLineDocument]


class SubmissionDocument(SubmissionLineDocument):
    """One submission with what was found in it and every figure that it moved."""

    findings: list[FoundDocument]
    moved: list[MovedDocument]
    columns: dict[str, dict[str, list[str]]] = Field(description="How headings were matched: table, column, headings.")


class ReturnedDocument(ProblemDocument):
    """Why nothing was stored; with a number where it was kept as a returned submission, and 0 where it was not."""

    number: int = 0
    state: str = "refused"
    counts: dict[str, int] = {}
    findings: list[FoundDocument] = []


class TemplateColumnDocument(BuiltLate):
    """One column of the template."""

    name: str
    kind: str = Field(description="id, text, date, number or truth.")
    required: bool = Field(description="Every row needs it.")
    needed: bool = Field(description="A measure that the program must report cannot be computed without it.")
    allowed: list[str] = Field(description="The values that measures know.")
    why: list[str] = Field(description="The measures that ask for it.")
    words: str = Field(description="What a cell may hold.")


class TemplateDocument(BuiltLate):
    """What a program's measures ask of its records: tables to columns."""

    tables: dict[str, list[TemplateColumnDocument]]


SENDING: dict[str, Any] = {
    "type": "object",
    "properties": {
        "files": {
            "type": "array",
            "items": {"type": "string", "format": "binary"},
            "description": "The tables: CSV, XLSX or Parquet, at most 50 MB each.",
        },
        "beside": {
            "type": "string",
            "enum": ["days", "adds", "replaces"],
            "default": "days",
            "description": "Adds to what was sent before, replaces all of it, or is judged by its days.",
        },
        "columns": {"type": "string", "description": "A column map as YAML: which of your headings is which column."},
        "table": {
            "type": "string",
            "enum": ["participants", "enrollments", "services", "outcomes"],
            "description": "Which table a file holds whose name does not say it.",
        },
    },
    "required": ["files"],
}


class WithdrawalBody(BuiltLate):
    """Why a submission is taken back."""

    reason: str = Field(min_length=1, max_length=2000)
