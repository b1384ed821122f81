"""Communities, and how a problem is told."""

from pydantic import BaseModel

from groundswell.api.schemas.numbers import Document


class CommunityDocument(Document):
    """What every answer says about its community."""

    id: str
    name: str
    purpose: str
    notice: str
    language: str
    currency: str
    visibility: str
    data_version: str


class CommunitiesDocument(BaseModel):
    """The communities that this reader may find."""

    communities: list[CommunityDocument]


class ProblemDocument(BaseModel):
    """Why there is no answer (RFC 9457 problem details)."""

    type: str
    title: str
    status: int
    detail: str
