"""Communities, and how a problem is told."""

from typing import Any

from pydantic import Field

from groundswell.api.schemas.built_late import BuiltLate
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


class CommunitiesDocument(BuiltLate):
    """The communities that this reader may find."""

    communities: list[CommunityDocument]


class WrongDocument(BuiltLate):
    """One thing that is wrong with what was sent: where (a JSON pointer; `?name` is a part of the address)."""

    pointer: str
    message: str
    fix: str


class ProblemDocument(BuiltLate):
    """Why there is no answer (RFC 9457 problem details)."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[WrongDocument] = []
    permission: str = Field("", description="With 403: what you may not do.")
    roles: list[str] = Field([], description="With 403: who may.")


class DisagreementDocument(BuiltLate):
    """One field that somebody else changed: what you sent, what stands now, what it was where that is known."""

    field: str
    yours: Any = None
    theirs: Any = None
    base: Any = None


class RowClashDocument(BuiltLate):
    """One row that somebody else changed: its place among your edits, what stands now, what you sent."""

    index: int
    current: Any = None
    yours: Any = None


class ClashDocument(ProblemDocument):
    """What somebody changed after the version that you saw."""

    version: str = Field("", description="The version that stands now.")
    difference: list[DisagreementDocument] = []
    clashes: list[RowClashDocument] = []
    current: Any = Field(None, description="The object as it stands now.")
