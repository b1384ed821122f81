"""Programs, their measures and the measures that they share, as the API writes them."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from groundswell.api.schemas.built_late import BuiltLate
from groundswell.api.schemas.indicators import Versions
from groundswell.api.schemas.numbers import Document, EstimateDocument, OptionalText, Text
from groundswell.api.schemas.people import CommunityDocument
from groundswell.api.schemas.scorecards import StoryDocument
from groundswell.exchange.documents import number


class FigureDocument(Document):
    """One figure of a measure: its period and what is known about it; a percent is a proportion."""

    period: Text
    estimate: EstimateDocument
    status: Text


class TargetPointDocument(BuiltLate):
    """Where a measure should be, and when."""

    period: str
    value: float | None


def _target(found: Any) -> Any:
    return {"period": str(found[0]), "value": number(found[1])} if isinstance(found, tuple) else found


class MeasureDocument(Document):
    """A measure: question is how_many, how_well or what_difference, null where nobody has said yet."""

    id: str
    name: str
    definition: str
    question: OptionalText
    unit: Text
    polarity: OptionalText
    is_computed: bool


class MeasureLineDocument(Document):
    """A measure of a program over its latest periods."""

    measure: MeasureDocument
    use: OptionalText
    standing: OptionalText
    observations: list[FigureDocument]
    target: Annotated[TargetPointDocument | None, BeforeValidator(_target)]


def _named(pairs: Any) -> Any:
    return [{"id": one, "statement": words} for one, words in pairs]


class NamedResultDocument(BuiltLate):
    """A result that a program works toward."""

    id: str
    statement: str


class ProgramDocument(Document):
    """What is known of a program besides its numbers."""

    id: str
    name: str
    customers: str
    organization: str
    organization_id: str
    place: str
    started: OptionalText
    ended: OptionalText
    sites: list[str]
    strategies: list[str]
    results: Annotated[list[NamedResultDocument], BeforeValidator(_named)]
    funders: list[str]
    is_published: bool


class ProgramPageDocument(Document):
    """A program's page: its four boxes, small numbers withheld from all but its own organization."""

    community: CommunityDocument
    program: ProgramDocument
    kind: OptionalText
    kinds: list[Text]
    how_many: list[MeasureLineDocument]
    how_well: list[MeasureLineDocument]
    difference_number: list[MeasureLineDocument]
    difference_percent: list[MeasureLineDocument]
    unsorted: list[MeasureLineDocument]
    development: list[MeasureDocument]
    stories: list[StoryDocument]
    smallest_shown: int


class ProgramRowDocument(Document):
    """One program in the list, with its headline measures."""

    id: str
    name: str
    organization: str
    customers: str
    is_published: bool
    headlines: list[MeasureLineDocument]


class ProgramListDocument(Document):
    """The programs that this reader may see, by name."""

    community: CommunityDocument
    rows: list[ProgramRowDocument]


class PartRowDocument(Document):
    """One part of a program: a site, a place, a group."""

    id: str
    label: str
    observation: FigureDocument


class BreakdownDocument(Document):
    """A measure in one period by one dimension."""

    dimension: str
    period: Text
    rows: list[PartRowDocument]


class ProgramMeasurePageDocument(Document):
    """One measure of one program: every period, and by site, place and group."""

    community: CommunityDocument
    program: ProgramDocument
    line: MeasureLineDocument
    kind: OptionalText
    kinds: list[Text]
    behaviour_reason: str
    breakdowns: list[BreakdownDocument]
    rule_words: str
    owner: str
    reviewed: str
    next_review: str
    versions: Versions
    smallest_shown: int


class SharedRowDocument(Document):
    """One program with a measure that programs share; `beyond` says where it lies in the funnel."""

    program_id: str
    name: str
    organization: str
    use: OptionalText
    observation: FigureDocument | None
    beyond: OptionalText


class SharedMeasurePageDocument(Document):
    """A measure across the programs that share it, in one period, by name."""

    community: CommunityDocument
    measure: MeasureDocument
    why_it_matters: str
    rule_words: str
    owner: str
    reviewed: str
    next_review: str
    versions: Versions
    period: OptionalText
    periods: list[Text]
    rows: list[SharedRowDocument]
    together: FigureDocument | None
    is_linked: bool = Field(description="In `together` each person is counted once, rounded to the nearest 5.")
    unseen: int
    smallest_shown: int


class LibraryRowDocument(Document):
    """One measure of the shared library, and how many programs answer by it."""

    measure: MeasureDocument
    programs: int
    is_required: bool


class LibraryPageDocument(Document):
    """The shared library."""

    community: CommunityDocument
    rows: list[LibraryRowDocument]
