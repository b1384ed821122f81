"""The network of a community as far as a reader may read what partners said: figures of a day, and what it looks like.

Everything comes from `levels_of`: an answer that this reader may not read counts as missing, in figures and picture
alike, so that neither tells of it. What was read is kept in the server's memory by what the reader may read (their
organizations, and whether they take part) and by the version of what partners say, which an observation or a story
leaves alone, and is never handed to anybody else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from groundswell.apps.partnerships.models import NetworkAnswer, PartnershipPurpose
from groundswell.apps.partnerships.queries.accounts import PartnershipLevels, levels_of, viewer_of
from groundswell.apps.partnerships.queries.purposes import PurposeFacts, purposes_named
from groundswell.apps.people.models import Community, Organization
from groundswell.apps.people.queries import Actor, not_retired
from groundswell.core.collaboration.accounts import LevelSaid, Pair
from groundswell.core.collaboration.levels import LOWEST_TIE, Level, is_tie
from groundswell.core.collaboration.network import NetworkOfADay, network_of
from groundswell.core.collaboration.network import Organization as Node
from groundswell.core.collaboration.purposes import purposes_on
from groundswell.core.collaboration.ratings import COMPLETE, ROSTER, Origin, RosterAnswer, Way, ratings_on
from groundswell.core.collaboration.sight import Viewer
from groundswell.core.shelves import Shelf
from groundswell.exchange.package.cells import list_of

BACKBONE_ROLE = "backbone"
MOST_ACCOUNTS = 600_000  # in memory, over all communities and readers
MOST_NETWORKS = 400  # days of networks, by what was asked


@dataclass(frozen=True, slots=True)
class OrganizationFacts:
    """An organization on the map, until the day on which it retired."""

    id: str
    name: str
    sector: str
    is_backbone: bool
    retired: date | None

    def is_there(self, on: date) -> bool:
        """True before it retired."""
        return self.retired is None or on < self.retired


@dataclass(frozen=True, slots=True)
class NetworkAsked:
    """What is looked at: a day, a purpose, a sector (blank: all), and from which level on an answer is a tie."""

    on: date
    purpose: str = ""
    sector: str = ""
    lowest: int = LOWEST_TIE


@dataclass(frozen=True, slots=True)
class NetworkPage:
    """The network of a day. `days` are those on which something that the reader may read was said; `ever` are the pairs
    of organizations tied on any of them, so that a picture keeps its places from day to day."""

    asked: NetworkAsked
    today: date
    days: tuple[date, ...]
    purposes: tuple[PurposeFacts, ...]
    sectors: tuple[str, ...]
    everybody: Mapping[str, OrganizationFacts]
    ever: tuple[Way, ...]
    organizations: tuple[OrganizationFacts, ...]
    network: NetworkOfADay
    takes_part: bool
    data_version: str
    unread_day: str = ""  # asked for as the day, and none: it is today


@dataclass(frozen=True, slots=True)
class Ground:
    """What a reader may read of all partnerships, whatever is asked."""

    organizations: Mapping[str, OrganizationFacts]
    said: tuple[PartnershipLevels, ...]
    rosters: tuple[RosterAnswer, ...]
    purposes: tuple[PurposeFacts, ...]
    purposes_of: Mapping[str, Sequence[tuple[date, str]]]  # by partnership, oldest first

    @property
    def days(self) -> tuple[date, ...]:
        """The days on which anything was said that the reader may read."""
        told = {answer.day for one in self.said for answer in one.levels}
        return tuple(sorted(told | {one.day for one in self.rosters}))

    @property
    def ever(self) -> tuple[Way, ...]:
        """Pairs that some account ever called a tie, by id."""
        tied = (one for one in self.said if any(is_tie(answer.level) for answer in one.levels))
        return tuple(sorted({(min(_sides(one)), max(_sides(one))) for one in tied}))

    def of_purpose(self, purpose: str, on: date) -> tuple[PartnershipLevels, ...]:
        """Partnerships that have a purpose on a day: those said last count; every partnership where none is asked."""
        if not purpose:
            return self.said
        return tuple(one for one in self.said if purpose in purposes_on(self.purposes_of.get(one.pair.id, ()), on))


_grounds: Shelf[Ground] = Shelf(MOST_ACCOUNTS)
_networks: Shelf[NetworkOfADay] = Shelf(MOST_NETWORKS)


def network_page(
    community: Community,
    *,
    reader: Actor,
    on: str = "",
    purpose: str = "",
    sector: str = "",
    level: str = "",
) -> NetworkPage:
    """The network for a reader; what cannot be read of what was asked is as if it had not been asked."""
    today, viewer = timezone.localdate(), viewer_of(reader, community)
    ground = ground_of(community, reader=reader)
    sectors = tuple(sorted({one.sector for one in ground.organizations.values() if one.sector}))
    asked = NetworkAsked(
        on=_day(on, today),
        purpose=purpose if purpose in {one.id for one in ground.purposes} else "",
        sector=sector if sector in sectors else "",
        lowest=int(level) if level in {str(int(each)) for each in Level if each >= LOWEST_TIE} else LOWEST_TIE,
    )
    organizations = _asked_about(ground, asked)
    return NetworkPage(
        asked=asked,
        today=today,
        days=tuple(day for day in ground.days if day <= today),
        purposes=ground.purposes,
        sectors=sectors,
        everybody=ground.organizations,
        ever=ground.ever,
        organizations=organizations,
        network=_network(community, viewer, ground, asked, organizations, today),
        takes_part=viewer.takes_part,
        data_version=community.data_version,
        unread_day="" if _read(on) else on.strip()[:40],
    )


def network_on(page: NetworkPage, community: Community, on: date, *, reader: Actor) -> NetworkOfADay:
    """The same network on another day, among the same organizations."""
    asked = NetworkAsked(on, page.asked.purpose, page.asked.sector, page.asked.lowest)
    ground, viewer = ground_of(community, reader=reader), viewer_of(reader, community)
    return _network(community, viewer, ground, asked, page.organizations, page.today)


def _day(text: str, today: date) -> date:
    return min(_read(text) or today, today)


def _read(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _asked_about(ground: Ground, asked: NetworkAsked) -> tuple[OrganizationFacts, ...]:
    """Sides of partnerships of the purpose, and who named all its partners, there on the day; of a sector, if asked."""
    sides = {side for one in ground.of_purpose(asked.purpose, asked.on) for side in _sides(one)}
    if not asked.purpose:
        sides |= {one.organization for one in ground.rosters}
    found = (ground.organizations[side] for side in sides if side in ground.organizations)
    chosen = (one for one in found if asked.sector in ("", one.sector) and one.is_there(asked.on))
    return tuple(sorted(chosen, key=lambda one: (one.name.casefold(), one.id)))


def _sides(one: PartnershipLevels) -> tuple[str, str]:
    return one.pair.organization, one.pair.partner


def _network(
    community: Community,
    viewer: Viewer,
    ground: Ground,
    asked: NetworkAsked,
    organizations: Sequence[OrganizationFacts],
    today: date,
) -> NetworkOfADay:
    among = tuple(one.id for one in organizations)  # a day that is played has those of the day that is looked at
    key, version = (community.pk, viewer, asked, among), (community.partners_version, today)
    known = _networks.of(key, version)
    if known is None:
        known = _worked_out(ground, asked, organizations)
        _networks.keep(key, version, known, 1)
    return known


def _worked_out(ground: Ground, asked: NetworkAsked, organizations: Sequence[OrganizationFacts]) -> NetworkOfADay:
    chosen = ground.of_purpose(asked.purpose, asked.on)
    ratings = ratings_on(_told(chosen), asked.on)
    everything = ratings_on(_told(ground.said), asked.on, ground.rosters) if ground.rosters else {}
    ratings |= {way: rating for way, rating in everything.items() if rating.origin is Origin.ROSTER}
    inside = {one.id for one in organizations}
    waiting = {frozenset(_sides(one)) for one in chosen if inside >= set(_sides(one))}
    nodes = [Node(one.id, one.sector, one.is_backbone) for one in organizations]
    return network_of(nodes, ratings, asked=2 * len(waiting), lowest=asked.lowest)


def _told(said: Iterable[PartnershipLevels]) -> list[tuple[Pair, tuple[LevelSaid, ...]]]:
    return [(one.pair, one.levels) for one in said]


def ground_of(community: Community, *, reader: Actor) -> Ground:
    """What a reader may read of all partnerships: eight queries, and none of accounts while nothing changes."""
    today, viewer = timezone.localdate(), viewer_of(reader, community)
    key, version = (community.pk, viewer), (community.partners_version, today)
    known = _grounds.of(key, version)
    if known is None:
        said = levels_of(community, reader=reader, on=today)
        known = _ground(community, said, viewer)
        _grounds.keep(key, version, known, 1 + sum(len(one.levels) for one in said))
    return known


def _ground(community: Community, said: tuple[PartnershipLevels, ...], viewer: Viewer) -> Ground:
    seen = {one.pair.id for one in said}
    purposes_of: dict[str, list[tuple[date, str]]] = defaultdict(list)
    rows = not_retired(PartnershipPurpose.objects.filter(community=community)).order_by("since", "purpose__public_id")
    for name, since, purpose in rows.values_list("partnership__public_id", "since", "purpose__public_id"):
        if name in seen:
            purposes_of[name].append((since, purpose))
    used = {purpose for told in purposes_of.values() for _, purpose in told}
    return Ground(
        organizations=_organizations(community),
        said=said,
        rosters=_rosters(community) if viewer.takes_part else (),
        purposes=purposes_named(community, used),
        purposes_of=purposes_of,
    )


def _organizations(community: Community) -> dict[str, OrganizationFacts]:
    rows = Organization.objects.filter(community=community).order_by("public_id")
    return {
        row.public_id: OrganizationFacts(
            row.public_id,
            row.name or row.public_id,
            row.sector.strip(),
            BACKBONE_ROLE in list_of(row.roles),
            row.retired,
        )
        for row in rows
    }


def _rosters(community: Community) -> tuple[RosterAnswer, ...]:
    """Who said that it named all its partners: read by who takes part, as who has named whom."""
    rows = not_retired(NetworkAnswer.objects.filter(community=community, question=ROSTER)).order_by("date")
    told = rows.values_list("from_organization__public_id", "to_organization__public_id", "date", "answer")
    return tuple(RosterAnswer(one, day, answer == COMPLETE) for one, about, day, answer in told if one == about)
