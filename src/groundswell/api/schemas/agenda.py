"""A community's own version of its framework, as the API writes it."""

from __future__ import annotations

from pydantic import Field

from groundswell.api.schemas.built_late import BuiltLate


class ImplicationDocument(BuiltLate):
    """What follows from what was decided, and from what stands in the community as far as who asks may know it."""

    element_id: str
    words: str
    reason: str


class ElementOfAgendaDocument(BuiltLate):
    """One element with what was decided about it, and the library's words beside the community's own."""

    element_id: str
    name: str
    family: str = Field(description="Blank where it belongs to none: an element of the community's own.")
    stance: str = Field(description="as_written, adapted, waived or later; blank: not decided.")
    condition: str
    statement: str = Field(description="The community's own words; blank where it takes the library's.")
    reason: str
    rating: str = Field(description="As it was written: one of five words, or words of the community's own.")
    rating_step: str = Field(description="not_yet, begun, partly, mostly or in_place; blank: none of them.")
    evidence: str
    owner: str
    reviewed: str
    next_review: str
    is_due: bool = Field(description="The day of the next review has come.")
    library_statement: str
    source: str
    needs: list[str]
    replaces: list[str]


class OneElementDocument(ElementOfAgendaDocument):
    """One element, and what follows from what was decided about it."""

    implications: list[ImplicationDocument]


class AgendaDocument(BuiltLate):
    """The whole version."""

    framework: str = Field(description="As community.yaml says it.")
    framework_id: str = Field(description="rba, oba, collective-impact, collective-impact-3; blank: none of them.")
    counts: dict[str, int] = Field(description="How many elements by stance, and how many are undecided.")
    elements: list[ElementOfAgendaDocument]
    implications: list[ImplicationDocument]
