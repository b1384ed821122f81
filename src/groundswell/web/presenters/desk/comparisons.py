"""What a change did, so that it can be read: field by field, word by word in long text, and said in words too."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.translation import gettext, ngettext

from groundswell.apps.packages.queries import ObjectKind
from groundswell.core.merging import Difference
from groundswell.web.presenters.desk.labels import label_of
from groundswell.web.presenters.desk.values import Titles, value_words

MOST_WORDS = 3000  # beyond it lines are compared, not words: comparing takes the square of the length
SAME, ADDED, REMOVED = "same", "added", "removed"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that stayed, was added or was removed."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Compared:
    """One field before and after. `pieces` are there where both sides hold text."""

    label: str
    before: str
    after: str
    pieces: tuple[Piece, ...]
    words: str


def compared(kind: ObjectKind, differences: Sequence[Difference], titles: Titles) -> tuple[Compared, ...]:
    """Every field that differs."""
    return tuple(_compared(kind, difference, titles) for difference in differences)


def _compared(kind: ObjectKind, difference: Difference, titles: Titles) -> Compared:
    before = value_words(kind, difference.field, difference.before, titles)
    after = value_words(kind, difference.field, difference.after, titles)
    label = gettext("Retired") if difference.field == "retired" else label_of(kind.name, difference.field)
    pieces = pieces_of(before, after) if before and after else ()
    return Compared(label, before, after, pieces, in_words(before, after, pieces))


def pieces_of(before: str, after: str) -> tuple[Piece, ...]:
    """What stayed, was removed and was added, in the order of reading.

    >>> [(piece.kind, piece.text) for piece in pieces_of("a long day", "a short day")]
    [('same', 'a '), ('removed', 'long'), ('added', 'short'), ('same', ' day')]
    """
    old, new = _tokens(before), _tokens(after)
    if max(len(old), len(new)) > MOST_WORDS:
        old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    if max(len(old), len(new)) > MOST_WORDS:
        return (Piece(REMOVED, before), Piece(ADDED, after))
    return tuple(_pieces(old, new))


def _pieces(old: list[str], new: list[str]) -> Iterator[Piece]:
    for tag, start, end, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece(SAME, "".join(old[start:end]))
            continue
        if start < end:
            yield Piece(REMOVED, "".join(old[start:end]))
        if first < last:
            yield Piece(ADDED, "".join(new[first:last]))


def _tokens(text: str) -> list[str]:
    return [token for token in re.split(r"(\s+)", text) if token]


def in_words(before: str, after: str, pieces: Sequence[Piece]) -> str:
    """How much was added and removed, in words."""
    if not before:
        return gettext("Filled in.")
    if not after:
        return gettext("Emptied.")
    added = _count(pieces, ADDED)
    removed = _count(pieces, REMOVED)
    said = []
    if added:
        said.append(ngettext("%(n)s word added", "%(n)s words added", added) % {"n": added})
    if removed:
        said.append(ngettext("%(n)s word removed", "%(n)s words removed", removed) % {"n": removed})
    return ", ".join(said) + "." if said else gettext("Only blanks changed.")


def _count(pieces: Sequence[Piece], kind: str) -> int:
    return sum(len(piece.text.split()) for piece in pieces if piece.kind == kind)
