"""The page of the network: one sentence, the picture, figures, organizations and ties; filters and days as links."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse
from django.utils.formats import date_format
from django.utils.translation import gettext

from groundswell.apps.partnerships.queries.network import NetworkPage
from groundswell.apps.scorecards.queries import CommunityFacts
from groundswell.core.collaboration.levels import LEVELS, LOWEST_TIE, Level
from groundswell.core.collaboration.network import NetworkOfADay
from groundswell.core.collaboration.ratings import Origin, Rating, Standing, Tie
from groundswell.web.presenters.communities import Surroundings, surroundings
from groundswell.web.presenters.contributions.amounts import share_words
from groundswell.web.presenters.facts import Fact
from groundswell.web.presenters.language import spoken
from groundswell.web.presenters.partners.network_figures import facts, sentences
from groundswell.web.presenters.partners.network_picture import Picture, picture
from groundswell.web.presenters.partners.words import unread_day_words
from groundswell.web.presenters.selectors import Option, Selector

MOST_TIES = 150  # in the table of the page; the CSV twin has all


@dataclass(frozen=True, slots=True)
class OrganizationLine:
    """An organization in the table."""

    number: int
    name: str
    address: str
    sector: str
    given: int
    received: int
    confirmed: int
    broker: str
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TieLine:
    """A tie in the table: what each side says, and what it comes to."""

    one: str
    other: str
    of_one: str
    of_other: str
    comes_to: str


@dataclass(frozen=True, slots=True)
class NetworkSheet:
    """The page."""

    around: Surroundings
    sentences: tuple[str, ...]
    day: str
    day_value: str
    today_value: str
    unread_day: str
    earlier: str
    later: str
    play: str
    still: str
    filters: tuple[Selector, ...]
    picture: Picture | None
    facts: tuple[Fact, ...]
    organizations: tuple[OrganizationLine, ...]
    ties: tuple[TieLine, ...]
    more_ties: int
    questions_address: str
    partners_address: str


def network_sheet(
    page: NetworkPage, community: CommunityFacts, path: str, played: Sequence[tuple[date, NetworkOfADay]] = ()
) -> NetworkSheet:
    """Everything on the page; `played` are days to be shown one after the other, and none for a still picture."""
    asked = _query(page)
    numbers = {one.id: at for at, one in enumerate(page.organizations, start=1)}
    days = list(played) if len(played) > 1 else [(page.asked.on, page.network)]
    ties = [tie for tie in page.network.ties if tie.standing(page.asked.lowest) is not Standing.NO_TIE]
    return NetworkSheet(
        around=surroundings(community, path, f"?{urlencode(asked)}" if asked else ""),
        sentences=sentences(page) if page.organizations else (),
        day=date_format(page.asked.on, "DATE_FORMAT"),
        day_value=page.asked.on.isoformat(),
        today_value=page.today.isoformat(),
        unread_day=unread_day_words(page.unread_day),
        earlier=_step(page, path, [day for day in page.days if day < page.asked.on][-1:]),
        later=_step(page, path, [day for day in page.days if day > page.asked.on][:1]),
        play=_address(path, {**asked, "play": "1"}) if len(page.days) > 1 and len(days) == 1 else "",
        still=_address(path, asked) if len(days) > 1 else "",
        filters=_filters(page),
        picture=picture(page, days, numbers) if page.organizations else None,
        facts=facts(page) if page.organizations else (),
        organizations=tuple(_organizations(page, community.id, numbers)),
        ties=tuple(_tie(tie, page) for tie in ties[:MOST_TIES]),
        more_ties=max(0, len(ties) - MOST_TIES),
        questions_address=reverse("network-questions", args=[community.id]) if page.takes_part else "",
        partners_address=_reversed("partners", community.id),
    )


def _query(page: NetworkPage) -> dict[str, str]:
    asked = page.asked
    found = {"purpose": asked.purpose, "sector": asked.sector}
    if asked.on != page.today:
        found["on"] = asked.on.isoformat()
    if asked.lowest != LOWEST_TIE:
        found["level"] = str(int(asked.lowest))
    return {name: value for name, value in found.items() if value}


def _step(page: NetworkPage, path: str, days: Sequence[date]) -> str:
    return _address(path, {**_query(page), "on": days[0].isoformat()}) if days else ""


def _address(path: str, query: dict[str, str]) -> str:
    return f"{path}?{urlencode(query)}" if query else path


def _reversed(name: str, *arguments: str) -> str:
    """The address of a page that may not be there."""
    try:
        return reverse(name, args=arguments)
    except NoReverseMatch:
        return ""


def _filters(page: NetworkPage) -> tuple[Selector, ...]:
    asked = page.asked
    purposes = [Option("", gettext("every purpose"), not asked.purpose)]
    purposes += [Option(one.id, one.label, one.id == asked.purpose) for one in page.purposes]
    sectors = [Option("", gettext("every sector"), not asked.sector)]
    sectors += [Option(one, one, one == asked.sector) for one in page.sectors]
    levels = [Option(str(int(level)), gettext("%(level)s or above") % {"level": spoken(LEVELS[level].name)},
                     level == asked.lowest) for level in Level if level >= LOWEST_TIE]  # fmt: skip
    return (
        Selector("purpose", gettext("Purpose"), tuple(purposes)),
        Selector("sector", gettext("Sector"), tuple(sectors)),
        Selector("level", gettext("Ties at"), tuple(levels)),
    )


def _organizations(page: NetworkPage, community: str, numbers: dict[str, int]) -> list[OrganizationLine]:
    found = []
    for one in page.organizations:
        role = page.network.roles[one.id]
        marks = [gettext("backbone")] if one.is_backbone else []
        marks += [gettext("cut point")] if role.is_cut_point else []
        marks += [gettext("no confirmed tie")] if not role.confirmed else []
        address = _reversed("worksheet", community, one.id) if page.takes_part else ""
        broker = share_words(role.broker_share)
        found.append(OrganizationLine(numbers[one.id], one.name, address, one.sector, role.given, role.received,
                                      role.confirmed, broker, tuple(marks)))  # fmt: skip
    return found


def _tie(tie: Tie, page: NetworkPage) -> TieLine:
    words = {
        Standing.CONFIRMED: gettext("confirmed: %(level)s") % {"level": _level(tie.level)},
        Standing.ONE_SIDED: gettext("one side says so"),
        Standing.UNCONFIRMED: gettext("not confirmed"),
    }[tie.standing(page.asked.lowest)]
    said = gettext("%(words)s; worth a talk") % {"words": words} if tie.is_disputed else words
    one, other = (page.everybody[end].name for end in (tie.one, tie.other))
    return TieLine(one, other, _answer(tie.of_one), _answer(tie.of_other), said)


def _answer(rating: Rating | None) -> str:
    if rating is None:
        return gettext("no answer")
    if rating.origin is Origin.FOR_BOTH:
        return gettext("%(level)s, recorded for both") % {"level": _level(rating.level)}
    return _level(rating.level)


def _level(level: int | None) -> str:
    return "" if level is None else spoken(LEVELS[Level(level)].name)
