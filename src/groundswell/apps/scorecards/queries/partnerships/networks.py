"""Networks of providers on pages: what makes each one system, what its programs come to together, who speaks for it.

Every number is one that the pages of its programs say to this reader. A joint share is shown only where every program
of the network that answers by the measure has a number that this reader sees: else what is hidden would be left over.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from groundswell.apps.partnerships.queries.mandates import may_read_mandates
from groundswell.apps.partnerships.queries.networks import NetworkFacts, networks_of
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import Actor, community_for, not_retired, organization_names
from groundswell.apps.programs.models import MeasureAdoption
from groundswell.apps.scorecards.queries.pages import CommunityFacts
from groundswell.apps.scorecards.queries.partnerships.mandates import Seat, seats_of
from groundswell.apps.scorecards.queries.partnerships.providers import owners_of
from groundswell.apps.scorecards.queries.partnerships.served import Together, people_served
from groundswell.apps.scorecards.queries.programs.pages import MeasureFacts
from groundswell.apps.scorecards.queries.programs.shared import SharedMeasurePage, SharedRow, shared_measure_page
from groundswell.apps.scorecards.queries.rows import community_facts
from groundswell.core.estimates import Estimate, Observation
from groundswell.core.periods import Period
from groundswell.core.sentences import sentence
from groundswell.core.vocabulary import MeasureUnit

NOT_ALL = sentence("not every program of the network has a number that may be told")
NO_COUNTS = sentence("counts are not known, so numbers cannot be put together")
ONE_PROGRAM = sentence("only one program of the network answers by it")


@dataclass(frozen=True, slots=True)
class NetworkRow:
    """A network in the list: its members by name."""

    facts: NetworkFacts
    members: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class NetworkList:
    """The networks of a community."""

    community: CommunityFacts
    networks: tuple[NetworkRow, ...]
    data_version: str


@dataclass(frozen=True, slots=True)
class JointMeasure:
    """A measure that members share: the programs' figures side by side, and what they come to together.

    `is_once`: together each person is counted once. Else who was served by two programs is counted by both.
    """

    measure: MeasureFacts
    period: Period | None
    rows: tuple[SharedRow, ...]
    joint: Estimate | None
    reason: str  # why there is no joint number
    is_once: bool


@dataclass(frozen=True, slots=True)
class NetworkPage:
    """One network, for a reader. `seats` are mandates in its name, for who may read them."""

    community: CommunityFacts
    facts: NetworkFacts
    members: tuple[tuple[str, str], ...]
    programs: tuple[tuple[str, str], ...]  # of the members, that this reader sees
    measures: tuple[JointMeasure, ...]
    reach: Together | None
    reach_period: Period | None
    programs_withheld: int
    is_told: bool  # this reader, who speaks for it
    seats: tuple[Seat, ...]
    data_version: str


def network_list(community_id: str, *, reader: Actor) -> NetworkList | None:
    """The networks of a community by name; None where it may not be opened. Three queries."""
    community = community_for(community_id, reader=reader)
    if community is None:
        return None
    names = organization_names(community, ever=True)
    rows = tuple(NetworkRow(one, _members(one, names)) for one in networks_of(community))
    return NetworkList(community_facts(community), rows, community.data_version)


def network_page(community_id: str, network_id: str, *, reader: Actor, on: date) -> NetworkPage | None:
    """One network for a reader, with the mandates of a day; None where there is none in use."""
    community = community_for(community_id, reader=reader)
    facts = next((one for one in networks_of(community) if one.id == network_id), None) if community else None
    if community is None or facts is None:
        return None
    served = people_served(community, reader=reader)
    seats = seats_of(community, reader=reader, on=on)
    return NetworkPage(
        community=community_facts(community),
        facts=facts,
        members=_members(facts, organization_names(community, ever=True)),
        programs=tuple(
            (name, served.names[name]) for name, owner in served.organizations.items() if owner in facts.members
        ),
        measures=tuple(_measures(community, facts, reader)),
        reach=served.together(facts.members),
        reach_period=served.period,
        programs_withheld=len({one for one in served.few if served.organizations.get(one) in facts.members}),
        is_told=may_read_mandates(reader, community),
        seats=tuple(one for one in seats if one.network_id == network_id and one.counts_on(on)),
        data_version=community.data_version,
    )


def _members(facts: NetworkFacts, names: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Id and name of each member, by name."""
    return tuple(sorted(((one, names.get(one, one)) for one in facts.members), key=lambda each: each[1].casefold()))


def _measures(community: Community, facts: NetworkFacts, reader: Actor) -> Iterator[JointMeasure]:
    owners = owners_of(community)
    inside = {program for program, owner in owners.items() if owner in facts.members}
    adopted = _adopters(community, facts.measure_ids)
    for measure_id in facts.measure_ids:
        page = shared_measure_page(community.public_id, measure_id, reader=reader)
        if page is not None:
            yield _joint(page, inside, adopted.get(measure_id, frozenset()))


def _adopters(community: Community, measures: Iterable[str]) -> Mapping[str, frozenset[str]]:
    """The programs that answer by each measure, whoever sees them. One query."""
    rows = not_retired(MeasureAdoption.objects.filter(community=community, until=None, program__retired=None))
    found: dict[str, set[str]] = {}
    for measure, program in rows.filter(measure__public_id__in=measures).values_list(
        "measure__public_id", "program__public_id"
    ):
        found.setdefault(measure, set()).add(program)
    return {measure: frozenset(programs) for measure, programs in found.items()}


def _joint(page: SharedMeasurePage, inside: set[str], adopters: frozenset[str]) -> JointMeasure:
    """The network's rows of a shared measure, and their sum where nothing of it is hidden."""
    rows = tuple(row for row in page.rows if row.program_id in inside)
    wanted = adopters & inside
    if wanted == adopters and page.together is not None and len(wanted) > 1:
        return JointMeasure(page.measure, page.period, rows, page.together.estimate, "", page.is_linked)
    joint, reason = _added(rows, wanted, is_share=page.measure.unit == MeasureUnit.PERCENT)
    return JointMeasure(page.measure, page.period, rows, joint, reason, is_once=False)


def _added(rows: Sequence[SharedRow], wanted: frozenset[str], *, is_share: bool) -> tuple[Estimate | None, str]:
    if len(wanted) < 2:
        return None, ONE_PROGRAM
    shown = [row.observation for row in rows if row.observation is not None and row.program_id in wanted]
    if len(shown) < len(wanted) or any(one.estimate.is_withheld for one in shown):
        return None, NOT_ALL
    return _sum_of(shown, is_share=is_share)


def _sum_of(shown: Sequence[Observation], *, is_share: bool) -> tuple[Estimate | None, str]:
    estimates = [one.estimate for one in shown]
    if not is_share:
        return Estimate(sum(one.value or 0.0 for one in estimates)), ""
    tops, bottoms = [one.numerator for one in estimates], [one.denominator for one in estimates]
    if None in tops or None in bottoms or not sum(each or 0.0 for each in bottoms):
        return None, NO_COUNTS
    top, bottom = sum(each or 0.0 for each in tops), sum(each or 0.0 for each in bottoms)
    return Estimate(top / bottom, numerator=top, denominator=bottom), ""
