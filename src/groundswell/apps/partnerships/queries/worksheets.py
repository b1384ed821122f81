"""Worksheets: what one organization and its partners said, one row a date and side; a partnership; and all of them.

Everything here is what one reader may read, by way of `said_of`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from groundswell.apps.partnerships.models import Partnership
from groundswell.apps.partnerships.queries.accounts import PartnershipSaid, said_of, viewer_of
from groundswell.apps.partnerships.queries.purposes import PurposeFacts, purposes_by_partnership
from groundswell.apps.people.models import Community, Organization
from groundswell.apps.people.queries import Actor, community_for, may
from groundswell.core.collaboration.accounts import Account, standing
from groundswell.core.collaboration.differing import Difference, differences
from groundswell.core.collaboration.sight import Viewer, consent_of
from groundswell.core.collaboration.words import Readers
from groundswell.core.permissions import Permission


@dataclass(frozen=True, slots=True)
class PartnershipFacts:
    """A partnership as a reader may know it, on a day: what it is for, what stands for each side, whether they answer.

    `own` are the sides that the reader answers for. `lets` says whom each side lets read, for those who are a side:
    today, whatever day is looked at. `answered` are the sides that had said anything by the day.
    """

    said: PartnershipSaid
    names: Mapping[str, str]
    purposes: tuple[PurposeFacts, ...]
    own: frozenset[str]
    may_record: bool
    on: date
    today: date
    retired: frozenset[str] = frozenset()  # sides that are organizations no more, as of today

    @property
    def id(self) -> str:
        """The partnership's id."""
        return self.said.pair.id

    @property
    def purpose(self) -> str:
        """What it is for, in words; blank where nobody has said."""
        return "; ".join(one.label for one in self.purposes)

    @property
    def sides(self) -> tuple[str, str]:
        """The two, the reader's own first."""
        pair = self.said.pair
        both = (pair.organization, pair.partner)
        return (both[1], both[0]) if both[1] in self.own and both[0] not in self.own else both

    @property
    def may_answer(self) -> bool:
        """True for a side, and for who keeps all partnerships."""
        return bool(self.own) or self.may_record

    @property
    def is_earlier(self) -> bool:
        """True where a day before today is looked at."""
        return self.on < self.today

    @property
    def answered(self) -> frozenset[str]:
        """The sides that had answered by the day."""
        return frozenset(side for side, day in self.said.first_answers.items() if day <= self.on)

    def name_of(self, organization: str) -> str:
        """What an organization is called."""
        return self.names.get(organization, organization)

    def title_from(self, side: str) -> str:
        """What one side calls the partnership: the partner, and its name where it has one."""
        name, partner = self.said.name, self.name_of(self.said.pair.other(side))
        if not name or partner.casefold() in name.casefold():
            return name or partner
        return f"{partner} - {name}"  # as the paper has it: United Way - homeless youth initiative

    def account_of(self, side: str) -> Account | None:
        """What stands for a side by this day, of what the reader may read."""
        return standing(self.said.accounts, side, self.on)

    def lets(self, side: str) -> Readers | None:
        """Whom a side lets read today; None where it never said."""
        if any(one.organization == side and one.since <= self.today for one in self.said.consents):
            return consent_of(self.said.consents, side, self.today)
        return None

    @property
    def differences(self) -> tuple[Difference, ...]:
        """What there is to talk about, where the reader may read both accounts."""
        one, other = (self.account_of(side) for side in self.sides)
        return differences(one, other, self.said.pair) if one and other else ()


@dataclass(frozen=True, slots=True)
class PartnersPage:
    """The partnerships of a community that a reader may know of, with what waits for the reader's own answer."""

    community: Community
    viewer: Viewer
    partnerships: tuple[PartnershipFacts, ...]
    names: Mapping[str, str]
    may_open: bool
    may_keep: bool
    today: date
    retired: tuple[tuple[str, str], ...] = ()  # id and title, of those that the reader may bring back

    def of(self, organization: str) -> tuple[PartnershipFacts, ...]:
        """Those in which an organization is a side."""
        return tuple(one for one in self.partnerships if one.said.pair.is_side(organization))

    @property
    def waiting(self) -> tuple[tuple[PartnershipFacts, str], ...]:
        """Partnerships that wait for an answer of an organization that the reader answers for, and which: none of which
        a side has retired."""
        asking = (one for one in self.partnerships if not one.retired)
        return tuple((one, side) for one in asking for side in sorted(one.own) if side not in one.said.answered)


def partners_page(community_id: str, *, reader: Actor, on: date | None = None) -> PartnersPage | None:
    """All partnerships that a reader may know of, as they stood on a day; None where the community is not for them.

    Consents count as of today, whatever day is looked at. Some seven queries.
    """
    community = community_for(community_id, reader=reader)
    if community is None:
        return None
    today = timezone.localdate()
    day = min(on or today, today)
    viewer = viewer_of(reader, community)
    organizations = Organization.objects.filter(community=community)
    told = list(organizations.values_list("public_id", "name", "retired"))
    names = {key: name or key for key, name, _ in told}
    gone = {key for key, _, since in told if since and since <= today}
    purposes = purposes_by_partnership(community, on=day)
    may_keep = may(reader, Permission.CHANGE_PARTNERSHIPS, community)
    facts = tuple(
        PartnershipFacts(
            said, names, purposes.get(said.pair.id, ()),
            frozenset(side for side in (said.pair.organization, said.pair.partner) if side in viewer.organizations),
            may_keep, day, today, frozenset(gone & {said.pair.organization, said.pair.partner}),
        )
        for said in said_of(community, reader=reader, on=today)
    )  # fmt: skip
    retired = _retired(community, viewer, names) if may_keep or viewer.organizations else ()
    return PartnersPage(
        community, viewer, facts, names, may_keep or bool(viewer.organizations), may_keep, today, retired
    )


def _retired(community: Community, viewer: Viewer, names: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    rows = Partnership.objects.filter(community=community).exclude(retired=None)
    found = []
    for row in rows.select_related("organization", "partner").order_by("public_id"):
        sides = (row.organization.public_id, row.partner.public_id)
        if viewer.records_for_all or viewer.organizations & set(sides):
            title = " – ".join(names[side] for side in sides)
            found.append((row.public_id, f"{row.name} ({title})" if row.name else title))
    return tuple(found)


def partnership_page(
    community_id: str, partnership_id: str, *, reader: Actor, on: date | None = None
) -> tuple[PartnersPage, PartnershipFacts] | None:
    """One partnership, and what stands around it; None where the reader may not know of it."""
    page = partners_page(community_id, reader=reader, on=on)
    one = next((each for each in page.partnerships if each.id == partnership_id), None) if page else None
    return (page, one) if page and one else None
