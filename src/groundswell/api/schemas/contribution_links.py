"""Links of programs to indicators as the API writes them: cells as the package has them, shares as proportions."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import ConfigDict, Field

from groundswell.api.schemas.built_late import BuiltLate
from groundswell.api.schemas.contents import content_model
from groundswell.api.schemas.numbers import EstimateDocument
from groundswell.core.contribution.notes import NoteStep
from groundswell.exchange.package.layout import TABLES

# What is said of a link; its version, and the day of it, come of saving.
FIELDS = tuple(each for each in TABLES["contributions"].columns if each.name not in ("version", "recorded", "retired"))
LinkBody: Any = content_model("ContributionLinkBody", FIELDS, doc="What a link says; a change sends all of it.")
LinkContent: Any = content_model("ContributionLinkContent", FIELDS, doc="What a version says.", is_answer=True)
Words = Annotated[str, Field(max_length=10_000)]


class ContributionNoteDocument(BuiltLate):
    """What somebody said about a link."""

    id: str
    date: str
    step: str = Field(description=", ".join(NoteStep))
    text: str
    source: str
    version: str = Field(description="Of the link at that time.")
    organization_id: str
    by: str = Field(description="Blank for readers who may not know who did what.")
    answers: list[ContributionNoteDocument] = Field(default=[], description="What was said to a challenge.")


class ContributionVersionDocument(BuiltLate):
    """One version of a link."""

    version: int
    recorded: str
    by: str
    retired: str
    content: LinkContent


class ContributionLinkDocument(BuiltLate):
    """A link with all of its versions and notes, and what it could come to by itself."""

    id: str
    version: int = Field(description="The one that counts; the ETag, and what If-Match must say.")
    program_id: str
    indicator_id: str
    retired: str = Field(description="The day on which it was withdrawn; blank while it counts.")
    content: LinkContent
    versions: list[ContributionVersionDocument] = Field(description="The latest first.")
    notes: list[ContributionNoteDocument] = Field(description="In the order in which they were said.")
    served: float | None
    served_before: float | None
    served_of: str = Field(description="entered, records, measure or nobody.")
    served_period: str
    risk_difference: float | None
    reach: float | None
    people: EstimateDocument | None
    points: EstimateDocument | None = Field(description="Of a hundred people; positive is better.")
    reasons: list[str] = Field(description="Why it cannot be worked out.")


class LinkDoubtDocument(BuiltLate):
    """Something to look at that stopped nothing."""

    field: str
    message: str
    fix: str


class ContributionStoredDocument(BuiltLate):
    """What stands after a change."""

    id: str
    version: int
    is_changed: bool
    warnings: list[LinkDoubtDocument]


class RestoreBody(BuiltLate):
    """Which version counts again, as a new one."""

    model_config = ConfigDict(extra="forbid")

    version: Annotated[int, Field(ge=1, le=1_000_000)]


class NoteBody(BuiltLate):
    """What is said: a step of the analysis, a challenge, or with `answers` the answer to one."""

    model_config = ConfigDict(extra="forbid")

    step: Annotated[str, Field(max_length=40)] = ""
    text: Words
    source: Annotated[str, Field(max_length=2_000)] = ""
    answers: Annotated[str, Field(max_length=64, description="The id of a challenge.")] = ""
