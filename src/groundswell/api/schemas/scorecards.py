"""The front page of a community and the scorecard of a result."""

from typing import Annotated, Any

from pydantic import BeforeValidator

from groundswell.api.schemas.indicators import IndicatorRowDocument, ResultDocument
from groundswell.api.schemas.numbers import Document, OptionalText, Tallies
from groundswell.api.schemas.people import CommunityDocument


class StoryDocument(Document):
    """A passage that people wrote: question is story, partners, what_works or action; sanitized HTML."""

    question: str
    period: str
    html: str


class ResultScorecardDocument(Document):
    """One result, its indicators, and what is still to be measured."""

    community: CommunityDocument
    result: ResultDocument
    sentence: str
    headline: list[IndicatorRowDocument]
    secondary: list[IndicatorRowDocument]
    development: list[IndicatorRowDocument]
    stories: list[StoryDocument]
    latest: OptionalText


class ResultRowsDocument(Document):
    """A result with its headline indicators."""

    result: ResultDocument
    headline: list[IndicatorRowDocument]


def _pairs(pairs: Any) -> Any:
    return [{"result": result, "headline": rows} for result, rows in pairs]


class CommunityPageDocument(Document):
    """A community's front page."""

    community: CommunityDocument
    sentence: str
    results: Annotated[list[ResultRowsDocument], BeforeValidator(_pairs)]
    other_indicators: list[IndicatorRowDocument]
    organizations: int
    verdicts: Tallies
