"""Who represents whom: the page of mandates, with what share of providers, people and gaps that covers.

Whoever opens the community reads what share of providers is represented, where there are at least three; who takes
part reads who sits where for whom, by what right, and the shares of people and of gaps. People and gaps are of the
programs that a reader sees.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from groundswell.apps.contributions.queries import links_seen
from groundswell.apps.partnerships.queries.mandates import MandateFacts, mandates_of, may_read_mandates
from groundswell.apps.partnerships.queries.networks import networks_of
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import Actor, community_for, may, may_for_any_organization, organization_names
from groundswell.apps.scorecards.queries.contributions.listing import linked_indicators
from groundswell.apps.scorecards.queries.pages import CommunityFacts
from groundswell.apps.scorecards.queries.partnerships.providers import owners_of, providers_of
from groundswell.apps.scorecards.queries.partnerships.served import PeopleServed, people_served
from groundswell.apps.scorecards.queries.rows import community_facts
from groundswell.core.collaboration.mandates import Coverage, PeopleShare, Presence, coverage_of
from groundswell.core.collaboration.words import CommitmentKind
from groundswell.core.periods import Period
from groundswell.core.permissions import Permission
from groundswell.core.sentences import sentence

FEWEST_PROVIDERS = 3
TOO_FEW = sentence("with fewer than {count} providers it would say who is represented", count=FEWEST_PROVIDERS)
SOON = timedelta(days=92)
_CHANGING = (Permission.CHANGE_MANDATES, Permission.CHANGE_OWN_MANDATES)
PRESENT, FORMAL, POWER = "at_a_table", "formally_represented", "can_commit"


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody at a table: for whom, by what right, with what power, from when to when."""

    mandate_id: str
    table: str
    organization_id: str
    network_id: str
    speaks_for: str
    members: tuple[str, ...]  # names of the network's members
    representative: str
    presence: Presence
    can_commit: tuple[CommitmentKind, ...]
    named: tuple[CommitmentKind, ...]  # what is written; it binds nobody where there is no mandate
    document: str
    since: date | None
    until: date | None
    has_network_page: bool = False  # a network in use has one
    may_change: bool = False  # this reader

    def counts_on(self, day: date) -> bool:
        """True from its first day to its last."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Board:
    """One table, and who sits at it on the day."""

    name: str
    seats: tuple[Seat, ...]


@dataclass(frozen=True, slots=True)
class Rung:
    """Providers that are represented so far, of all; `people` is None where nobody may know or nobody is counted."""

    name: str
    kind: CommitmentKind | None
    providers: int | None
    share: float | None
    people: PeopleShare | None = None


@dataclass(frozen=True, slots=True)
class GapCovered:
    """An indicator with people whom nobody has taken on, and how those are represented whose programs are linked."""

    indicator_id: str
    name: str
    period: Period | None
    unowned_people: float
    providers: int
    formal: int
    can_commit: Mapping[CommitmentKind, int]
    with_power: int


@dataclass(frozen=True, slots=True)
class MandatesPage:
    """Who represents whom on a day. Where the reader `is_told` nothing, only providers are counted."""

    community: CommunityFacts
    on: date
    providers: int
    reason: str  # why not even shares are shown
    is_told: bool
    rungs: tuple[Rung, ...]
    people_period: Period | None
    programs_withheld: int
    gaps: tuple[GapCovered, ...]
    tables: tuple[Board, ...]
    absent: tuple[tuple[str, str], ...]  # id and name of providers at no table
    ending: tuple[Seat, ...]
    coming: tuple[Seat, ...]
    may_make: bool  # this reader, a mandate of some organization
    data_version: str


def mandates_page(community_id: str, *, reader: Actor, on: date) -> MandatesPage | None:
    """The mandates of a community on a day, for who does not take part on this day; None where it may not be opened."""
    community = community_for(community_id, reader=reader)
    if community is None:
        return None
    is_told = may_read_mandates(reader, community)
    on = on if is_told else timezone.localdate()  # by two days beside each other a share could be taken apart
    providers = providers_of(community, on)
    mandates = mandates_of(community, reader=reader)
    covered = coverage_of(providers, [one.mandate for one in mandates], on)
    if not is_told:
        return _in_shares(community, covered, on)
    served = people_served(community, reader=reader)
    seats = seats_of(community, reader=reader, on=on)
    sitting = [seat for seat in seats if seat.counts_on(on)]
    return MandatesPage(
        community=community_facts(community),
        on=on,
        providers=len(providers),
        reason="",
        is_told=True,
        rungs=tuple(_rungs(covered, served)),
        people_period=served.period,
        programs_withheld=len(served.few),
        gaps=tuple(_gaps(community, covered, reader)),
        tables=tuple(_tables(sitting)),
        absent=tuple((one, name) for one, name in providers.items() if one in covered.absent),
        ending=tuple(sorted((one for one in sitting if one.until and one.until <= on + SOON), key=_by_end)),
        coming=tuple(one for one in seats if one.since and one.since > on),
        may_make=any(may_for_any_organization(reader, each, community) for each in _CHANGING),
        data_version=community.data_version,
    )


def seats_of(community: Community, *, reader: Actor, on: date) -> tuple[Seat, ...]:
    """Every mandate as a seat at a table, by table, whenever it counts; none for who does not take part.

    Where one of the two that a mandate speaks for has retired by `on`, it speaks for the other.
    """
    if not may_read_mandates(reader, community):
        return ()
    names = _names(community)
    return tuple(
        _seat(one, *names, on, may_change=_may_change(one, community, reader))
        for one in mandates_of(community, reader=reader)
    )


def _may_change(one: MandateFacts, community: Community, reader: Actor) -> bool:
    return any(may(reader, each, community, organization_id=one.organization_id) for each in _CHANGING)


def _in_shares(community: Community, covered: Coverage, on: date) -> MandatesPage:
    """For who does not take part: how many providers are represented, and nothing of which."""
    is_few = len(covered.providers) < FEWEST_PROVIDERS
    return MandatesPage(
        community=community_facts(community),
        on=on,
        providers=len(covered.providers),
        reason=TOO_FEW if is_few else "",
        is_told=False,
        rungs=() if is_few else tuple(_rungs(covered, None)),
        people_period=None,
        programs_withheld=0,
        gaps=(),
        tables=(),
        absent=(),
        ending=(),
        coming=(),
        may_make=False,
        data_version=community.data_version,
    )


def _by_end(seat: Seat) -> tuple[date, str]:
    return seat.until or date.max, seat.mandate_id


def _rungs(covered: Coverage, served: PeopleServed | None) -> Iterable[Rung]:
    """From presence to power: each is part of the one before, the kinds of power beside each other."""
    steps: list[tuple[str, CommitmentKind | None, frozenset[str]]] = [
        (PRESENT, None, covered.present),
        (FORMAL, None, covered.formal),
        (POWER, None, covered.with_power),
        *((POWER, kind, covered.can_commit[kind]) for kind in CommitmentKind),
    ]
    whole = len(covered.providers)
    for name, kind, found in steps:
        people = served.share_of(found) if served else None
        yield Rung(name, kind, len(found), len(found) / whole if whole else None, people)


Networks = Mapping[str, tuple[str, tuple[str, ...]]]  # name and names of members, by id


def _names(community: Community) -> tuple[Mapping[str, str], Networks]:
    """Names of organizations, and of networks with their members."""
    organizations = organization_names(community, ever=True)
    networks = {
        one.id: (one.name, tuple(organizations.get(member, member) for member in one.members))
        for one in networks_of(community, ever=True)
    }
    return organizations, networks


def _seat(
    one: MandateFacts, organizations: Mapping[str, str], networks: Networks, on: date, *, may_change: bool
) -> Seat:
    mandate = one.mandate
    network, members = networks.get(one.network_id, (one.network_id, ()))
    sides = [(organizations.get(one.organization_id, one.organization_id), one.organization_until),
             (network, one.network_until)]  # fmt: skip
    named = [(name, until) for name, until in sides if name]
    in_use = [name for name, until in named if _is_in_use(until, on)]
    return Seat(
        mandate_id=mandate.id,
        table=mandate.table,
        organization_id=one.organization_id,
        network_id=one.network_id,
        speaks_for=" · ".join(in_use or [name for name, _ in named]),
        members=members if _is_in_use(one.network_until, on) else (),
        representative=one.representative,
        presence=mandate.presence,
        can_commit=_in_order(mandate.can_commit),
        named=_in_order(mandate.named),
        document=one.document,
        since=mandate.since,
        until=mandate.until,
        has_network_page=bool(one.network_id) and one.network_until is None,
        may_change=may_change,
    )


def _is_in_use(until: date | None, on: date) -> bool:
    return until is None or on <= until


def _in_order(kinds: Iterable[CommitmentKind]) -> tuple[CommitmentKind, ...]:
    found = set(kinds)
    return tuple(kind for kind in CommitmentKind if kind in found)


def _tables(seats: Sequence[Seat]) -> Iterable[Board]:
    """Tables by name, however it is capitalized; at each, those with power first."""
    found: dict[str, list[Seat]] = defaultdict(list)
    for seat in seats:
        found[" ".join(seat.table.split()).casefold()].append(seat)
    order = (Presence.POWER, Presence.FORMAL, Presence.FRIENDLY)
    for _, at in sorted(found.items()):
        yield Board(at[0].table, tuple(sorted(at, key=lambda one: (order.index(one.presence), one.speaks_for))))


def _gaps(community: Community, covered: Coverage, reader: Actor) -> Iterable[GapCovered]:
    """Indicators whose gap nobody has taken on whole; a gap is in people, and gaps of different people never add up."""
    listed = linked_indicators(community.public_id, reader=reader)
    linked: dict[str, set[str]] = defaultdict(set)
    for link in links_seen(community, reader=reader):
        linked[link.indicator_id].add(link.program_id)
    owners = owners_of(community)
    for one in listed.indicators if listed else ():
        unowned = one.modelled.unowned_people if one.modelled else None
        if not unowned or unowned < 1:
            continue
        some = covered.among({owners[program] for program in linked[one.row.id] if program in owners})
        yield GapCovered(
            indicator_id=one.row.id,
            name=one.row.name,
            period=one.period,
            unowned_people=unowned,
            providers=len(some.providers),
            formal=len(some.formal),
            can_commit={kind: len(found) for kind, found in some.can_commit.items()},
            with_power=len(some.with_power),
        )
