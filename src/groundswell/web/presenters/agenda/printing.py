"""Our version, and why, on one sheet of paper, however much was decided.

One page holds so much. Where it is too much, the type gets smaller first; then what is as written stands there by its
name alone; then texts are cut, and whole on the page of their element; and at last nothing but names is left.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext

from groundswell.core.specification.words import Stance
from groundswell.web.presenters.agenda.lines import ElementLine, WaitingLine
from groundswell.web.presenters.agenda.words import FollowsShown
from groundswell.web.presenters.language import stopped

SIZES = (("large", 3_400), ("middle", 4_500), ("small", 8_600))  # how many characters a page holds in each type
LINE = 20  # characters that the end of a paragraph and its marks take
LONGEST = 420  # characters of one text
SHORTEST_WITH_NOTES, SHORTEST = 60, 20
LONGEST_OWNER = 40
MOST_FOLLOWING = 7


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


@dataclass(frozen=True, slots=True)
class _Way:
    """One way to print: which elements have words, how long each text may be, and whether notes stand with them."""

    is_full: bool
    length: int
    has_notes: bool

    def shows(self, line: ElementLine) -> bool:
        """True where the element has a paragraph of its own."""
        return self.is_full or line.stance.word != Stance.AS_WRITTEN or bool(line.reason)


def printed_page(families: Sequence[Family], follows: Sequence[FollowsShown]) -> PrintedPage:
    """Everything that was decided, family by family."""
    words = tuple(one.words for one in follows[:MOST_FOLLOWING])
    way, size = _way(families, LINE * (len(words) + 2 * len(families)) + sum(map(len, words)))
    lines = [one for family in families for one in family.lines if way.shows(one)]
    return PrintedPage(
        families=tuple(_family(one, way) for one in families),
        follows=words,
        more=max(0, len(follows) - MOST_FOLLOWING),
        size=size,
        is_cut=any(len(text) > way.length for one in lines for text in _texts(one, has_notes=True)),
    )


def _way(families: Sequence[Family], besides: int) -> tuple[_Way, str]:
    """The fullest way that fits beside so many characters, and its size."""
    for is_full in (True, False):
        way = _Way(is_full, LONGEST, has_notes=True)
        for size, room in SIZES[: 2 if is_full else 3]:
            if besides + _marks(families, way) <= room:
                return way, size
    size, room = SIZES[-1]
    for has_notes, shortest in ((True, SHORTEST_WITH_NOTES), (False, SHORTEST)):
        bare = _Way(False, 0, has_notes)
        texts = sum(len(_texts(one, has_notes=has_notes)) for each in families for one in each.lines if bare.shows(one))
        length = (room - besides - _marks(families, bare)) // max(1, texts)
        if length >= shortest:
            return _Way(False, min(length, LONGEST), has_notes), size
    return _Way(False, 0, has_notes=False), size


def _marks(families: Sequence[Family], way: _Way) -> int:
    """How many characters it comes to."""
    return sum(
        _marks_of(one, way) if way.shows(one) else len(one.name) + 3 for family in families for one in family.lines
    ) + sum(len(one.name) + 3 for family in families for one in family.waiting)


def _marks_of(line: ElementLine, way: _Way) -> int:
    texts = sum(min(len(text), way.length) for text in _texts(line, has_notes=way.has_notes))
    return LINE + len(line.name) + texts + len(line.rating.words if line.rating else "") + len(_notes(line, way))


def _texts(line: ElementLine, *, has_notes: bool) -> list[str]:
    return [text for text in (_words(line), line.reason, line.evidence if has_notes else "") if text]


def _words(line: ElementLine) -> str:
    """Its own words, or the library's; of what is left out or put off the name and the reason are enough."""
    is_out = line.stance.word in (Stance.WAIVED, Stance.LATER) and not line.library
    return "" if is_out or line.words == line.name else line.words


def _notes(line: ElementLine, way: _Way) -> str:
    if not way.has_notes:
        return ""
    owner = gettext("owner: %(owner)s") % {"owner": cut(line.owner, LONGEST_OWNER)} if line.owner else ""
    day = gettext("next: %(day)s") % {"day": line.next_review} if line.next_review else ""
    return " · ".join(one for one in (owner, day) if one)


def _family(family: Family, way: _Way) -> PrintedFamily:
    shown = [one for one in family.lines if way.shows(one)]
    names = [one.name + (f" ({one.rating.words})" if one.rating else "") for one in family.lines if one not in shown]
    return PrintedFamily(
        name=family.name,
        elements=tuple(_element(one, way) for one in shown),
        as_written=" · ".join(names),
        waiting=" · ".join(one.name for one in family.waiting),
    )


def _element(line: ElementLine, way: _Way) -> PrintedElement:
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
