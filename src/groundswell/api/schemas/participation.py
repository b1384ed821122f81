"""Reach and overlap as the API writes them: rounded counts, shares as proportions, null with a reason if withheld."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from groundswell.api.schemas.numbers import Document, EstimateDocument, OptionalNumber, OptionalText, Text
from groundswell.api.schemas.people import CommunityDocument
from groundswell.api.schemas.programs import FigureDocument


class ReachRowDocument(Document):
    """People served in a place, of a group, by a strategy or a program; `fewest` and `most` where nobody is linked."""

    id: str
    label: str
    people: EstimateDocument
    population: OptionalNumber
    population_period: OptionalText
    share: EstimateDocument
    need: FigureDocument | None = Field(description="What the indicator beside it says there, at its latest.")
    fewest: int | None
    most: int | None


class ReachPartDocument(Document):
    """Reach by one dimension: place, or a dimension of groups."""

    dimension: str
    rows: list[ReachRowDocument]


class NeedDocument(Document):
    """The indicator that stands beside reach."""

    id: str
    name: str
    unit: Text
    polarity: OptionalText


class ReachPageDocument(Document):
    """Reach in one period: people served by any program, each once, of those who live here."""

    community: CommunityDocument
    period: OptionalText
    periods: list[Text]
    is_so_far: bool
    is_linked: bool
    whole: ReachRowDocument | None
    parts: list[ReachPartDocument]
    strategies: list[ReachRowDocument]
    programs: list[ReachRowDocument]
    need: NeedDocument | None
    unseen: int
    smallest_shown: int


class ProgramColumnDocument(Document):
    """A program: its people, and how many of them are in another program too."""

    id: str
    name: str
    people: EstimateDocument
    also_elsewhere: EstimateDocument


class CombinationDocument(Document):
    """People who are in exactly these programs and in no other."""

    programs: list[str]
    people: EstimateDocument


class PathwayDocument(Document):
    """People whose first enrollment in one program was followed by their first in another."""

    origin: str
    destination: str
    people: EstimateDocument
    median_days: int


def _ends(found: Any) -> Any:
    return list(found) if isinstance(found, tuple) else found


class OverlapPageDocument(Document):
    """Overlap in one period, and pathways over all time."""

    community: CommunityDocument
    period: OptionalText
    periods: list[Text]
    is_so_far: bool
    is_linked: bool
    reason: str = Field(description="Why nothing across programs is shown; blank where it is.")
    whole: EstimateDocument
    in_several: int = Field(description="People in more than one program; `is_at_least`: there may be more.")
    is_at_least: bool
    columns: list[ProgramColumnDocument]
    rows: list[CombinationDocument]
    others: EstimateDocument
    pathways: list[PathwayDocument]
    within_days: int
    bounds: Annotated[list[int] | None, BeforeValidator(_ends)] = Field(
        description="The fewest and the most people of all programs together, where nobody is linked."
    )
    unseen: int
    smallest_shown: int
