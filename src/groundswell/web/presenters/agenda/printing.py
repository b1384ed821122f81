"""Our version, and why, on one sheet of paper: what stands as it is written in a row, the rest with its words.

One page holds so much: the more was decided, the smaller the type and the shorter each text, which is whole on the
page of its element.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from groundswell.core.specification.words import Stance
from groundswell.web.presenters.agenda.lines import ElementLine
from groundswell.web.presenters.agenda.words import FollowsShown

ROOM = 4_600  # characters of statements, reasons and evidence that a page takes in its smallest type
LEAST, MOST = 46, 420  # characters that one text is cut to
MOST_FOLLOWING = 7
_SIZES = ((1_500, "large"), (3_000, "middle"))  # up to so many characters, the type of that size


@dataclass(frozen=True, slots=True)
class PrintedElement:
    """What is not simply as written, cut to the room that there is."""

    stance: str
    stance_words: str
    name: str
    words: str
    reason: str
    rating: str
    notes: str


@dataclass(frozen=True, slots=True)
class PrintedFamily:
    """A family: names of what is as written, and the others."""

    name: str
    as_written: tuple[tuple[str, str], ...]  # the name and its rating
    others: tuple[PrintedElement, ...]


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """The sheet."""

    families: tuple[PrintedFamily, ...]
    follows: tuple[str, ...]
    more: int  # what follows and had no room
    size: str
    is_cut: bool


Families = Sequence[tuple[str, Sequence[ElementLine]]]


def printed_page(families: Families, follows: Sequence[FollowsShown]) -> PrintedPage:
    """Everything that was decided, family by family."""
    others = [one for _, lines in families for one in lines if _has_words(one)]
    texts = [text for one in others for text in (one.words, one.reason, one.evidence) if text]
    length = max(LEAST, min(MOST, ROOM // max(1, len(texts))))
    held = sum(min(len(text), length) for text in texts) + 60 * len(others) + sum(len(one.words) for one in follows[:7])
    return PrintedPage(
        families=tuple(_family(name, lines, length) for name, lines in families),
        follows=tuple(one.words for one in follows[:MOST_FOLLOWING]),
        more=max(0, len(follows) - MOST_FOLLOWING),
        size=next((size for most, size in _SIZES if held <= most), "small"),
        is_cut=any(len(text) > length for text in texts),
    )


def _has_words(line: ElementLine) -> bool:
    return line.stance.word != Stance.AS_WRITTEN or bool(line.reason)


def _family(name: str, lines: Sequence[ElementLine], length: int) -> PrintedFamily:
    plain = [one for one in lines if not _has_words(one)]
    as_written = tuple((one.name, one.rating.words if one.rating else "") for one in plain)
    return PrintedFamily(name, as_written, tuple(_element(one, length) for one in lines if _has_words(one)))


def _element(line: ElementLine, length: int) -> PrintedElement:
    kept = "" if line.stance.word in (Stance.WAIVED, Stance.LATER) and not line.library else line.words
    notes = (cut(line.evidence, length), line.owner, line.next_review)
    return PrintedElement(
        stance=line.stance.word,
        stance_words=line.stance.words,
        name=line.name,
        words=cut(kept, length),
        reason=cut(line.reason, length),
        rating=line.rating.words if line.rating else "",
        notes=" · ".join(one for one in notes if one),
    )


def cut(text: str, length: int) -> str:
    """The text as one line, up to so many characters, ended at a word.

    >>> cut("Young people decide", 40), cut("Young people decide about money", 20)
    ('Young people decide', 'Young people decide…')
    """
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    return f"{line[:length].rsplit(' ', 1)[0].rstrip('.,;: ')}…"
