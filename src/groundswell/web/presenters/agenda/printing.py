"""Our version, and why, on one sheet of paper, however much was decided.

One page holds so much. Where it is too much, the type gets smaller first; then what is as written stands there by its
name alone; then texts are cut, and whole on the page of their element; and at last nothing but names is left.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Protocol

from django.utils.translation import gettext

from groundswell.core.specification.words import Stance
from groundswell.web.presenters.agenda.lines import ElementLine, WaitingLine
from groundswell.web.presenters.agenda.words import FollowsShown
from groundswell.web.presenters.language import stopped

LONGEST_OWNER = 40
MOST_FOLLOWING = 7
_BETWEEN = 0.4  # lines that the space after a paragraph takes


@dataclass(frozen=True, slots=True)
class Size:
    """Type of a size: how many characters a line of its columns holds, and how many lines a page of letter paper."""

    name: str
    line: int
    lines: int


LARGE, MIDDLE, SMALL = Size("large", 50, 90), Size("middle", 58, 104), Size("small", 44, 205)


@dataclass(frozen=True, slots=True)
class Way:
    """One way to print: in which type, whether what is as written has its words, how long a text may be, and whether
    evidence, owner and the next review stand there."""

    size: Size
    is_full: bool
    length: int
    has_notes: bool = True

    def shows(self, line: ElementLine) -> bool:
        """True where the element has a paragraph of its own."""
        return self.is_full or line.stance.word != Stance.AS_WRITTEN or bool(line.reason)


WAYS = (  # from the fullest to the barest
    *(Way(size, True, 420) for size in (LARGE, MIDDLE)),
    *(Way(size, False, 420) for size in (LARGE, MIDDLE, SMALL)),
    *(Way(SMALL, False, length) for length in (300, 220, 160, 120, 90, 60)),
    *(Way(SMALL, False, length, has_notes=False) for length in (60, 40, 25, 0)),
)


@dataclass(frozen=True, slots=True)
class PrintedElement:
    """An element with its words, cut to the room that there is."""

    stance: str
    stance_words: str
    name: str
    words: str
    reason: str
    rating: str
    notes: str


@dataclass(frozen=True, slots=True)
class PrintedFamily:
    """A family: elements with their words, names of others that are as written, names of those not decided."""

    name: str
    elements: tuple[PrintedElement, ...]
    as_written: str
    waiting: str


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """The sheet."""

    families: tuple[PrintedFamily, ...]
    follows: tuple[str, ...]
    more: int  # what follows and had no room
    size: str
    is_cut: bool


class Family(Protocol):
    """A family as the page on the screen has it."""

    @property
    def name(self) -> str: ...
    @property
    def lines(self) -> Sequence[ElementLine]: ...
    @property
    def waiting(self) -> Sequence[WaitingLine]: ...


def printed_page(families: Sequence[Family], follows: Sequence[FollowsShown]) -> PrintedPage:
    """Everything that was decided, family by family, in the fullest way that fits on a page."""
    words = tuple(one.words for one in follows[:MOST_FOLLOWING])
    fitting = (way for way in WAYS if _lines(families, words, way) <= way.size.lines)
    way = next(fitting, WAYS[-1])
    shown = [one for family in families for one in family.lines if way.shows(one)]
    return PrintedPage(
        families=tuple(_family(one, way) for one in families),
        follows=words,
        more=max(0, len(follows) - MOST_FOLLOWING),
        size=way.size.name,
        is_cut=any(len(text) > way.length for one in shown for text in _texts(one)),
    )


def _lines(families: Sequence[Family], follows: Sequence[str], way: Way) -> float:
    """How many lines it comes to."""
    paragraphs = [*follows, *("" for _ in range(len(families) + 1))]
    for family in families:
        printed = _family(family, way)
        paragraphs += [_run_in(one) for one in printed.elements]
        paragraphs += [names for names in (printed.as_written, printed.waiting) if names]
    return sum(ceil((len(one) + 12) / way.size.line) + _BETWEEN for one in paragraphs)


def _run_in(one: PrintedElement) -> str:
    return " ".join((one.stance_words, one.name, one.words, one.reason, one.rating, one.notes))


def _texts(line: ElementLine) -> list[str]:
    return [text for text in (_words(line), line.reason, line.evidence) if text]


def _words(line: ElementLine) -> str:
    """Its own words, or the library's; of what is left out or put off the name and the reason are enough."""
    is_out = line.stance.word in (Stance.WAIVED, Stance.LATER) and not line.library
    return "" if is_out or line.words == line.name else line.words


def _notes(line: ElementLine, way: Way) -> str:
    if not way.has_notes:
        return ""
    owner = gettext("owner: %(owner)s") % {"owner": cut(line.owner, LONGEST_OWNER)} if line.owner else ""
    day = gettext("next: %(day)s") % {"day": line.next_review} if line.next_review else ""
    return " · ".join(one for one in (owner, day) if one)


def _family(family: Family, way: Way) -> PrintedFamily:
    shown = [one for one in family.lines if way.shows(one)]
    names = [one.name + (f" ({one.rating.words})" if one.rating else "") for one in family.lines if one not in shown]
    return PrintedFamily(
        name=family.name,
        elements=tuple(_element(one, way) for one in shown),
        as_written=" · ".join(names),
        waiting=" · ".join(one.name for one in family.waiting),
    )


def _element(line: ElementLine, way: Way) -> PrintedElement:
    evidence = cut(line.evidence, way.length) if way.has_notes else ""
    return PrintedElement(
        stance=line.stance.word,
        stance_words=line.stance.words,
        name=stopped(line.name),
        words=cut(_words(line), way.length),
        reason=cut(line.reason, way.length),
        rating=line.rating.words if line.rating else "",
        notes=" · ".join(one for one in (evidence, _notes(line, way)) if one),
    )


def cut(text: str, length: int) -> str:
    """The text as one line, up to so many characters, ended at a word.

    >>> cut("Young people decide", 40), cut("Young people decide about money", 20)
    ('Young people decide', 'Young people decide…')
    """
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    if not length:
        return ""
    return f"{line[:length].rsplit(' ', 1)[0].rstrip('.,;: ')}…"
