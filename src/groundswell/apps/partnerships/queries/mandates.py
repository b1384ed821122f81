"""Mandates as they are kept, with whom each speaks for; names and documents only for who takes part."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from groundswell.apps.partnerships.models import Mandate as KeptMandate
from groundswell.apps.partnerships.models import Network
from groundswell.apps.people.models import Community, Organization
from groundswell.apps.people.queries import Actor, may, not_retired
from groundswell.core.collaboration.mandates import Mandate
from groundswell.core.collaboration.words import CommitmentKind
from groundswell.core.permissions import Permission
from groundswell.exchange.package.cells import list_of

_FIRST_DAY = date.min + timedelta(days=1)  # the first that has a day before it


@dataclass(frozen=True, slots=True)
class MandateFacts:
    """One mandate: what counts of it, and for who may read it, who holds it and where it is written."""

    mandate: Mandate
    organization_id: str
    network_id: str
    organization_until: date | None = None  # the last day in use of whom it speaks for; None where they are in use
    network_until: date | None = None
    representative: str = ""
    document: str = ""


def may_read_mandates(reader: Actor, community: Community) -> bool:
    """True for who takes part; others learn what share of providers is represented, and of nobody."""
    return may(reader, Permission.READ_PARTNERSHIPS, community)


def mandates_of(community: Community, *, reader: Actor) -> tuple[MandateFacts, ...]:
    """Every mandate in use, by table and id. One query.

    Who does not take part gets what counts of each, and neither a name nor a document.
    """
    is_told = may_read_mandates(reader, community)
    rows = not_retired(KeptMandate.objects.filter(community=community)).select_related("organization", "network")
    return tuple(
        MandateFacts(
            mandate=_counted(row),
            organization_id=row.organization.public_id if row.organization else "",
            network_id=row.network.public_id if row.network else "",
            organization_until=_last_day(row.organization),
            network_until=_last_day(row.network),
            representative=row.representative if is_told else "",
            document=row.document if is_told else "",
        )
        for row in rows.order_by("table", "public_id")
    )


def _counted(row: KeptMandate) -> Mandate:
    """What counts of a mandate. It ends at the latest with whom it speaks for; of two, with the last."""
    own = {row.organization.public_id} if row.organization else set()
    members = set(list_of(row.network.members)) if row.network else set()
    of_own, of_members = _last_day(row.organization), _last_day(row.network)
    named = [last for one, last in ((row.organization, of_own), (row.network, of_members)) if one is not None]
    ends = [last for last in named if last is not None]
    gone = max(ends) if ends and len(ends) == len(named) else None
    last_days = dict.fromkeys(members - own, of_members) | dict.fromkeys(own - members, of_own)
    return Mandate(
        id=row.public_id,
        table=row.table,
        represented=frozenset(own | members),
        is_formal=row.formal == "true",
        named=frozenset(CommitmentKind(kind) for kind in list_of(row.can_commit)),
        since=row.since,
        until=min((day for day in (row.until, gone) if day), default=None),
        last_days={one: last for one, last in last_days.items() if last is not None},
    )


def _last_day(one: Organization | Network | None) -> date | None:
    """The last day in use of whom a mandate speaks for; None where they have not retired."""
    return max(one.retired, _FIRST_DAY) - timedelta(days=1) if one is not None and one.retired is not None else None
