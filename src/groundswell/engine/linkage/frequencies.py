"""How often each name, place and birth date is met: rare ones say more where they agree.

A model outlives the records that it was trained on, and is read back where other lists of names stand. It keeps no
name: each is known by a digest of its letters, eight bytes long, beside the number of times it was met.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from groundswell.engine.linkage import coded
from groundswell.engine.linkage.coded import Coded, Codes, Lists

Counts = NDArray[np.int64]
LISTED = ("first", "last", "place", "part")


@dataclass(frozen=True, slots=True, eq=False)
class Met:
    """Numbers of times by code: of given names, surnames, places, parts of given names, and of birth dates by day.

    `totals` are the numbers of records whose given name, surname, place and birth date are known.
    """

    first: Counts
    last: Counts
    place: Counts
    part: Counts
    birth: Counts
    totals: tuple[int, int, int, int]


class Frequencies:
    """What was met in the records that a model was trained on, for whatever lists others count by."""

    def __init__(
        self,
        met: Met | None,
        lists: Lists | None,
        digests: Mapping[str, tuple[NDArray[np.uint64], Counts]],
        birth: Counts,
        totals: tuple[int, int, int, int],
    ) -> None:
        self._met, self._lists, self._digests, self.birth, self.totals = met, lists, dict(digests), birth, totals

    @classmethod
    def of(cls, records: Coded, lists: Lists) -> Frequencies:
        """Of these records."""
        met = met_in(records, lists)
        return cls(met, lists, {}, met.birth, met.totals)

    def by(self, lists: Lists) -> Met:
        """The numbers of times by the codes of these lists; 0 for what was not met in training."""
        if self._met is not None and lists is self._lists:
            return self._met
        digests = self.digests()
        found = [_looked_up(words, *digests[name]) for name, words in zip(LISTED, _words(lists), strict=True)]
        return Met(found[0], found[1], found[2], found[3], self.birth, self.totals)

    def digests(self) -> dict[str, tuple[NDArray[np.uint64], Counts]]:
        """For each list the digests of its words in ascending order, and how often each was met."""
        if not self._digests and self._met is not None and self._lists is not None:
            for name, words in zip(LISTED, _words(self._lists), strict=True):
                counts = getattr(self._met, name)
                made = digests_of(words)[: len(counts)]
                order = np.argsort(made)
                self._digests[name] = made[order], counts[: len(made)][order]
        return self._digests


def met_in(records: Coded, lists: Lists) -> Met:
    """How often each code occurs in records."""
    names = len(lists.names.codes)
    first = records.column(coded.FIRST)
    columns = (coded.FIRST, coded.LAST, coded.PLACE, coded.BIRTH)
    first_known, last_known, place_known, birth_known = (int((records.column(each) >= 0).sum()) for each in columns)
    return Met(
        _often(first, names),
        _often(records.column(coded.LAST), names),
        _often(records.column(coded.PLACE), len(lists.places)),
        _often(records.heads[first[first >= 0]], len(lists.parts)),
        _often(records.column(coded.BIRTH), 1),
        (first_known, last_known, place_known, birth_known),
    )


def _often(codes: Codes, size: int) -> Counts:
    return np.bincount(codes[codes >= 0], minlength=max(size, 1))


def _words(lists: Lists) -> tuple[Iterable[str], ...]:
    return lists.names.codes, lists.names.codes, lists.places, lists.parts


def digests_of(words: Iterable[str]) -> NDArray[np.uint64]:
    """Eight bytes for each word."""
    made = b"".join(hashlib.blake2b(word.encode(), digest_size=8).digest() for word in words)
    return np.frombuffer(made, np.uint64)


def _looked_up(words: Iterable[str], known: NDArray[np.uint64], counts: Counts) -> Counts:
    wanted = digests_of(words)
    found = np.zeros(max(len(wanted), 1), np.int64)
    if len(known) and len(wanted):
        place = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
        found[: len(wanted)] = np.where(known[place] == wanted, counts[place], 0)
    return found
