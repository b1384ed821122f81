"""Mandates and networks of providers as the API writes them: shares as proportions, null where nobody may know."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from groundswell.api.schemas.numbers import Document, EstimateDocument, Number, OptionalNumber, OptionalText, Text
from groundswell.api.schemas.people import CommunityDocument
from groundswell.api.schemas.programs import MeasureDocument, SharedRowDocument


def _pairs(found: Any) -> Any:
    return [{"id": one, "name": name} for one, name in found]


def _by_kind(found: Any) -> Any:
    return {str(kind): count for kind, count in found.items()}


class NamedDocument(Document):
    """Something by its id and its name."""

    id: str
    name: str


Named = Annotated[list[NamedDocument], BeforeValidator(_pairs)]
ByKind = Annotated[dict[str, int], BeforeValidator(_by_kind)]


class PeopleShareDocument(Document):
    """A share of the people served; `is_once` false: by the sums of programs, and the truth lies from low to high."""

    share: Number
    low: Number
    high: Number
    is_once: bool


class RungDocument(Document):
    """Providers represented so far: at_a_table, formally_represented, can_commit; `kind` null is anything at all."""

    name: str
    kind: OptionalText = Field(description="priorities, resources or practices.")
    providers: int | None
    share: OptionalNumber
    people: PeopleShareDocument | None = Field(description="Of people served; for who takes part.")


class SeatDocument(Document):
    """Somebody at a table for an organization or a network: friendly, formal, or with power."""

    mandate_id: str
    table: str
    organization_id: str
    network_id: str
    speaks_for: str
    representative: str
    presence: Text
    can_commit: list[Text] = Field(description="With a mandate only.")
    named: list[Text] = Field(description="What is written, with a mandate or without.")
    document: str
    since: date | None
    until: date | None


class BoardDocument(Document):
    """A table and its seats on the day."""

    name: str
    seats: list[SeatDocument]


class GapCoveredDocument(Document):
    """People whom no linked program reaches toward the target yet, and how the linked providers are represented."""

    indicator_id: str
    name: str
    period: OptionalText
    unowned_people: Number
    providers: int
    formal: int
    with_power: int
    can_commit: ByKind


class MandatesDocument(Document):
    """Who represents whom on a day. `is_told` false: only what share of providers is represented."""

    community: CommunityDocument
    on: date
    providers: int
    reason: str
    is_told: bool
    rungs: list[RungDocument]
    people_period: OptionalText
    gaps: list[GapCoveredDocument]
    tables: list[BoardDocument]
    absent: Named
    ending: list[SeatDocument]
    coming: list[SeatDocument]


class NetworkFactsDocument(Document):
    """A network, and what it lacks of one system: members, common_entry, shared_measures, joint_planning."""

    id: str
    name: str
    description: str
    purpose: str
    step: str
    since: date | None
    common_entry: str
    joint_planning: str
    measure_ids: list[str]
    missing: list[str]


class NetworkRowDocument(Document):
    """A network in the list."""

    facts: NetworkFactsDocument
    members: Named


class NetworksDocument(Document):
    """The networks of a community."""

    community: CommunityDocument
    networks: list[NetworkRowDocument]


class JointMeasureDocument(Document):
    """A shared measure: its programs side by side; `joint` is null with a reason where it is not put together."""

    measure: MeasureDocument
    period: OptionalText
    rows: list[SharedRowDocument]
    joint: EstimateDocument | None
    reason: str
    is_once: bool


class JointReachDocument(Document):
    """People of the network's programs; `people` null: nobody knows who is in two, and the truth lies between."""

    people: OptionalNumber
    fewest: Number
    most: Number


class ProviderNetworkDocument(Document):
    """One network, as far as the reader may read it; `seats` are for who takes part."""

    community: CommunityDocument
    facts: NetworkFactsDocument
    members: Named
    programs: Named
    measures: list[JointMeasureDocument]
    reach: JointReachDocument | None
    reach_period: OptionalText
    is_told: bool
    seats: list[SeatDocument]
