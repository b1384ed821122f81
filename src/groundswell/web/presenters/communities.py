"""The front page of the installation, and of each community."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import ngettext

from groundswell.apps.people.models import Community
from groundswell.apps.scorecards.queries import CommunityFacts, CommunityPage
from groundswell.web.presenters.language import spoken
from groundswell.web.presenters.others import OtherIndicators, other_indicators
from groundswell.web.presenters.rows import ScorecardRow, scorecard_row
from groundswell.web.presenters.verdicts import Tally, tallies


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around every page of a community: its name, its places to go, its notice, its twins."""

    name: str
    address: str
    data_address: str
    programs_address: str
    contribution_address: str
    agenda_address: str
    partners_address: str
    notice: str
    json: str
    csv: str
    data_version: str
    xlsx: str = ""


def surroundings(community: CommunityFacts, path: str, query: str = "") -> Surroundings:
    """`path` is the page's own; its twins stand at the same path under the API."""
    twin = f"/api/v1{path.rstrip('/')}"
    return Surroundings(
        name=community.name,
        address=reverse("community", args=[community.id]),
        data_address=reverse("data", args=[community.id]),
        programs_address=reverse("programs", args=[community.id]),
        contribution_address=reverse("contributions", args=[community.id]),
        agenda_address=reverse("agenda", args=[community.id]),
        partners_address=reverse("partners", args=[community.id]),
        notice=community.notice,
        json=f"{twin}.json{query}",
        csv=f"{twin}.csv{query}",
        data_version=community.data_version[:12],
    )


def bare_surroundings(community: Community) -> Surroundings:
    """What stands around a page of a community that has no twin for machines."""
    return Surroundings(
        name=community.name,
        address=reverse("community", args=[community.public_id]),
        data_address=reverse("data", args=[community.public_id]),
        programs_address=reverse("programs", args=[community.public_id]),
        contribution_address=reverse("contributions", args=[community.public_id]),
        agenda_address=reverse("agenda", args=[community.public_id]),
        partners_address=reverse("partners", args=[community.public_id]),
        notice=community.notice,
        json="",
        csv="",
        data_version=community.data_version[:12],
    )


@dataclass(frozen=True, slots=True)
class CommunityCard:
    """One community on the installation's front page."""

    name: str
    purpose: str
    address: str
    notice: str


@dataclass(frozen=True, slots=True)
class FrontPage:
    """What this installation shows to this reader."""

    communities: tuple[CommunityCard, ...]
    is_signed_in: bool


def front_page(communities: Sequence[CommunityFacts], *, is_signed_in: bool) -> FrontPage:
    """The communities on show; where there are none the page teaches how to begin."""
    cards = tuple(
        CommunityCard(item.name, item.purpose, reverse("community", args=[item.id]), item.notice)
        for item in communities
    )
    return FrontPage(cards, is_signed_in)


@dataclass(frozen=True, slots=True)
class ResultBlock:
    """A result with its headline indicators, as the community's front page shows it."""

    statement: str
    population: str
    address: str
    rows: tuple[ScorecardRow, ...]


@dataclass(frozen=True, slots=True)
class CommunityHome:
    """A community's front page."""

    around: Surroundings
    title: str
    purpose: str
    sentence: str
    verdicts: tuple[Tally, ...]
    results: tuple[ResultBlock, ...]
    others: OtherIndicators
    facts: str


def community_home(page: CommunityPage, path: str, *, query: str = "", number: str = "") -> CommunityHome:
    """Written out for the template; `query` and `number` choose among indicators that belong to no result."""
    community = page.community
    results = tuple(
        ResultBlock(
            result.statement,
            result.population,
            reverse("result", args=[community.id, result.id]),
            tuple(scorecard_row(row, community) for row in rows),
        )
        for result, rows in page.results
    )
    return CommunityHome(
        around=surroundings(community, path),
        title=community.name,
        purpose=community.purpose,
        sentence=spoken(page.sentence),
        verdicts=tallies(page.verdicts),
        results=results,
        others=other_indicators(page.other_indicators, community, query, number),
        facts=_facts(len(results), page.organizations),
    )


def _facts(results: int, organizations: int) -> str:
    said = [ngettext("%(n)s shared result", "%(n)s shared results", results) % {"n": results}] if results else []
    if organizations:
        said.append(ngettext("%(n)s organization", "%(n)s organizations", organizations) % {"n": organizations})
    return " · ".join(said)
