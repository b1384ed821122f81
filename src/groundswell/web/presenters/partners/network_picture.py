"""The picture of a network on a page: for a desk and for a phone, with its key, and days one after the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext

from groundswell.apps.partnerships.queries.network import NetworkPage, OrganizationFacts
from groundswell.charts.network_map import (
    SHAPES,
    Between,
    Frame,
    Line,
    NetworkStory,
    Place,
    Sheet,
    key_line,
    key_mark,
    network_map,
    shapes_of,
)
from groundswell.core.collaboration.levels import LEVELS, Level
from groundswell.core.collaboration.network import NetworkOfADay
from groundswell.core.collaboration.ratings import Rating, Standing, Tie
from groundswell.web.presenters.language import spoken

MOST_FRAMES = 12  # the stylesheet knows how to play so many days
MOST_PLAYED = 30_000  # lines over all days that are played, a page of about a megabyte


@dataclass(frozen=True, slots=True)
class KeyLine:
    """A drawing, and what it stands for."""

    drawing: SafeString
    words: str


@dataclass(frozen=True, slots=True)
class Picture:
    """The drawings and what is needed to read them; `names` are numbers with names, for those without a label too."""

    wide: SafeString
    narrow: SafeString
    sectors: tuple[KeyLine, ...]
    lines: tuple[KeyLine, ...]
    names: tuple[tuple[int, str], ...]
    is_played: bool


def picture(page: NetworkPage, days: Sequence[tuple[date, NetworkOfADay]], numbers: Mapping[str, int]) -> Picture:
    """One day, or several to be played one after the other."""
    found = [one.sector for one in page.everybody.values()]
    ranked = [sector for sector, _ in sorted(Counter(found).items(), key=lambda one: (not one[0], -one[1], one[0]))]
    shapes = shapes_of(ranked)
    frames = tuple(Frame(date_format(day, "DATE_FORMAT"), _lines(network, page.asked.lowest)) for day, network in days)
    marks = tuple(_place(one, numbers[one.id], shapes[one.sector], days[-1][1]) for one in page.organizations)
    story = NetworkStory(marks, page.ever, frames)
    label = ngettext(
        "The network on %(day)s: %(n)s organization and its ties, as in the tables below",
        "The network on %(day)s: %(n)s organizations and their ties, as in the tables below",
        len(marks),
    ) % {"day": frames[-1].words, "n": len(marks)}
    drawings = (
        network_map(story, sheet(len(marks)), label=label, name=name)
        for sheet, name in ((Sheet.wide, "net"), (Sheet.narrow, "net-narrow"))
    )
    wide, narrow = (mark_safe(drawn) for drawn in drawings)  # noqa: S308  the chart escapes every text
    used = {one.sector for one in page.organizations}
    return Picture(
        wide,
        narrow,
        tuple(_sectors(ranked, shapes, used)),
        tuple(_line_key()),
        tuple((numbers[one.id], one.name) for one in page.organizations),
        len(frames) > 1,
    )


def days_to_play(page: NetworkPage) -> tuple[date, ...]:
    """The last days on which something was said, today's among them."""
    days = [day for day in page.days if day <= page.asked.on]
    return tuple(days[-MOST_FRAMES:])


def _place(one: OrganizationFacts, number: int, shape: int, network: NetworkOfADay) -> Place:
    role = network.roles[one.id]
    told = {"name": one.name, "n": role.confirmed}
    words = ngettext("%(name)s: %(n)s confirmed tie", "%(name)s: %(n)s confirmed ties", role.confirmed) % told
    return Place(one.id, number, one.name, words, shape, one.is_backbone)


def _lines(network: NetworkOfADay, lowest: int) -> tuple[Line, ...]:
    found = ((tie, tie.standing(lowest)) for tie in network.ties)
    return tuple(_line(tie, standing, lowest) for tie, standing in found if standing is not Standing.NO_TIE)


def _line(tie: Tie, standing: Standing, lowest: int) -> Line:
    between = {
        Standing.CONFIRMED: Between.CONFIRMED,
        Standing.ONE_SIDED: Between.WAITING,
        Standing.UNCONFIRMED: Between.REFUSED,
    }[standing]
    of_one, of_other = (_drawn(rating, lowest) for rating in (tie.of_one, tie.of_other))
    return Line(tie.one, tie.other, of_one, of_other, Between.DISPUTED if tie.is_disputed else between)


def _drawn(rating: Rating | None, lowest: int) -> int | None:
    return rating.level if rating is not None and rating.level >= lowest else None


def _sectors(ranked: Sequence[str], shapes: Mapping[str, int], used: set[str]) -> list[KeyLine]:
    """One line for each shape; sectors that share the last stand together."""
    found = []
    for shape in range(SHAPES):
        named = [sector for sector in ranked if shapes[sector] == shape and sector in used]
        if named:
            words = ", ".join(sector or gettext("sector not said") for sector in named)
            found.append(KeyLine(mark_safe(key_mark(shape)), words))  # noqa: S308  no text in it
    return found


def _line_key() -> list[KeyLine]:
    both = Between.CONFIRMED
    found = [
        (Line("", "", level, level, both), spoken(LEVELS[level].name)) for level in Level if level >= Level.COMMUNICATE
    ]
    five = int(Level.COORDINATE)
    found += [
        (Line("", "", five, None, Between.WAITING), gettext("one side says so, the other’s answer is missing")),
        (Line("", "", five, None, Between.REFUSED), gettext("one side says so, the other says there is no tie")),
        (Line("", "", int(Level.COLLABORATE), int(Level.COMMUNICATE), Between.DISPUTED),
         gettext("two levels apart or more: worth a talk")),
    ]  # fmt: skip
    return [KeyLine(mark_safe(key_line(line)), words) for line, words in found]  # noqa: S308  no text in it
