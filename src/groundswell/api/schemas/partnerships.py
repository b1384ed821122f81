"""Partnerships as the API writes them: what the reader may read, and nothing of what is shut."""

from __future__ import annotations

from typing import Annotated

from pydantic import ConfigDict, Field

from groundswell.api.schemas.built_late import BuiltLate

Words = Annotated[str, Field(max_length=10_000)]
Id = Annotated[str, Field(max_length=64)]


class CellDocument(BuiltLate):
    """One cell of an account."""

    level: int = Field(description="1 compete .. 7 integrate; 3 to 6 stand on the worksheet.")
    actor: str = Field(description="Which of the two does it; blank for both together.")
    activity: str
    evidence: str
    since: str


class AccountDocument(BuiltLate):
    """What one side said on a day."""

    date: str
    side: str = Field(description="Whose account it is; blank where one was recorded for both.")
    recorded_by: str = Field(description="An organization, or backbone.")
    level: int | None = Field(description="The highest at which anything is described; null where nothing is.")
    wanted_level: int | None
    next_step: str
    cells: list[CellDocument]
    version: str = Field(description="Send it as `seen` to replace today's account.")


class PartnershipDocument(BuiltLate):
    """A partnership, with the accounts that the reader may read."""

    partnership_id: str
    organization_id: str
    partner_id: str
    name: str
    purposes: list[str] = Field(description="Ids of what it is for.")
    answered: list[str] = Field(description="The sides that have answered, whether or not the reader may read it.")
    newer: list[str] = Field(
        description="The sides that said something after all of theirs that the reader reads; told to who takes part."
    )
    accounts: list[AccountDocument]


class PartnersDocument(BuiltLate):
    """All partnerships that the reader may know of."""

    community_id: str
    date: str
    partnerships: list[PartnershipDocument]


class WorksheetDocument(PartnersDocument):
    """One organization's worksheet."""

    organization_id: str


class CellBody(BuiltLate):
    """One cell: at a level, by one of the two or (blank) both, what is done, what shows it, since when."""

    model_config = ConfigDict(extra="forbid")

    level: Annotated[int, Field(ge=1, le=7)]
    actor: Id = ""
    activity: Words = ""
    evidence: Words = ""
    since: Annotated[str, Field(max_length=10)] = ""


class AccountBody(BuiltLate):
    """What one side says on a day, whole: what is left out is no longer said."""

    model_config = ConfigDict(extra="forbid")

    date: Annotated[str, Field(max_length=10, description="Today, where it is left out.")] = ""
    side: Annotated[str, Field(max_length=64, description="Whose account it is; blank for both.")] = ""
    recorded_by: Annotated[str, Field(max_length=64, description="The organization you answer for, or backbone.")]
    cells: Annotated[list[CellBody], Field(max_length=60)]
    wanted_level: Annotated[int, Field(ge=1, le=7)] | None = None
    next_step: Words = ""
    seen: Annotated[str, Field(max_length=64, description="The version of that day's account that you saw.")] = ""


class ConsentBody(BuiltLate):
    """Whom an organization lets read what both sides answered, from today on."""

    model_config = ConfigDict(extra="forbid")

    organization_id: Id
    readers: Annotated[str, Field(max_length=20, description="own, partners, community or everyone.")]


class PartnershipStoredDocument(BuiltLate):
    """What came of it."""

    id: str
    is_changed: bool
