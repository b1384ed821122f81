"""Who takes part in a community, and the record of what was done, as programs read them."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BeforeValidator

from groundswell.api.schemas.built_late import BuiltLate
from groundswell.api.schemas.numbers import Document


class PartDocument(Document):
    """A role that somebody holds; `email` is blank for those who may not see it."""

    id: UUID
    person_id: UUID
    name: str
    email: str
    role: Annotated[str, BeforeValidator(str)]
    organization_id: str
    since: datetime
    until: datetime | None


class PartsDocument(BuiltLate):
    """Everybody who takes part today."""

    people: list[PartDocument]


class AuditEventDocument(Document):
    """One event: who did what when; each digest holds the one before it."""

    sequence: int
    at: datetime
    by: str
    action: str
    details: dict[str, Any]
    digest: str


class AuditLogDocument(BuiltLate):
    """Events, the latest first."""

    events: list[AuditEventDocument]
    next: int | None
