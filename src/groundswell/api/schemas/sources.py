"""Where numbers come from, and how much of it was read, skipped and withheld."""

from typing import Annotated, Any

from pydantic import BeforeValidator

from groundswell.api.schemas.indicators import ChoiceDocument, IndicatorRowDocument
from groundswell.api.schemas.numbers import Counts, Document, Text
from groundswell.api.schemas.people import CommunityDocument


class ImportDocument(Document):
    """One reading of a source."""

    at: Text
    by: str
    file: str
    sha256: str
    read: int
    stored: int
    revised: int
    skipped: Counts
    withheld: Counts
    findings: list[str]


class SourceDocument(Document):
    """A publisher's data, its licence, the mapping as it is stored, and each reading."""

    id: str
    publisher: str
    url: str
    licence: str
    mapping: str
    runs: list[ImportDocument]


class IndicatorCountsDocument(Document):
    """How much is known of one indicator."""

    indicator: IndicatorRowDocument
    observations: int
    withheld: int


def _triples(triples: Any) -> Any:
    return [{"indicator": row, "observations": count, "withheld": withheld} for row, count, withheld in triples]


class DataPageDocument(Document):
    """Data and sources of a community."""

    community: CommunityDocument
    sources: list[SourceDocument]
    indicators: Annotated[list[IndicatorCountsDocument], BeforeValidator(_triples)]
    unmatched_places: list[ChoiceDocument]
    unmatched_groups: list[ChoiceDocument]
