"""A program's report on a period, as the API writes it: numbers as exact text, a percent as people write it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import BeforeValidator, ConfigDict, Field

from groundswell.api.schemas.built_late import BuiltLate
from groundswell.api.schemas.numbers import Document, EstimateDocument, Text
from groundswell.api.schemas.programs import MeasureDocument

LINES_AT_MOST = 500
Cell = Annotated[str, Field(max_length=4_000)]
Id = Annotated[str, Field(max_length=200)]


class ReportLineDocument(Document):
    """What stands on one line; blank site, place and group: the whole program. A withheld line has null numbers."""

    measure_id: str
    site: str
    place_id: str
    group_id: str
    value: str | None
    numerator: str | None
    denominator: str | None
    note: str | None
    state: Text = Field(description="draft, submitted, returned, accepted or locked.")
    withheld_because: str


class ComputedDocument(Document):
    """A measure that is computed from records, and what it came to in the period; a percent is a proportion."""

    measure: MeasureDocument
    estimate: EstimateDocument | None


class ReportStepDocument(Document):
    """One step of a report."""

    at: datetime
    verb: str = Field(description="submitted, returned, accepted, locked or reopened.")
    by_name: str
    words: str
    remarks: Annotated[dict[str, str], BeforeValidator(dict)] = Field(description="What is to be mended, by measure.")


class ReportDocument(BuiltLate):
    """A report as you may see it. `version` is its ETag, and what If-Match says."""

    program_id: str
    period: str
    version: str
    lines: list[ReportLineDocument]
    measures: list[MeasureDocument] = Field(description="Those that are typed, in their order.")
    computed: list[ComputedDocument]
    steps: list[ReportStepDocument] = Field(description="The latest first.")
    may_enter: bool
    may_decide: bool
    smallest_shown: int


class DoubtDocument(BuiltLate):
    """Something to look at that stopped nothing."""

    pointer: str
    message: str
    fix: str


class ReportStoredDocument(ReportDocument):
    """The report as it stands after a change, and what was noticed."""

    warnings: list[DoubtDocument]


class ReportLineBody(BuiltLate):
    """One line to store. All four cells blank: a draft is taken back. A percent needs only its two numbers."""

    model_config = ConfigDict(extra="forbid")

    measure_id: Id
    site: Id = ""
    place_id: Id = ""
    group_id: Id = ""
    value: Cell = ""
    numerator: Cell = ""
    denominator: Cell = ""
    note: Cell = ""


class ReportBody(BuiltLate):
    """Lines to store, all or none; a line that is not sent stays as it is. A correction says its reason."""

    model_config = ConfigDict(extra="forbid")

    lines: Annotated[list[ReportLineBody], Field(max_length=LINES_AT_MOST)]
    reason: Annotated[str, Field(max_length=500)] = ""


class StepBody(BuiltLate):
    """What is said with a step: `words` to the whole, `remarks` by measure where it is returned."""

    model_config = ConfigDict(extra="forbid")

    words: Cell = ""
    remarks: dict[Id, Cell] = {}
