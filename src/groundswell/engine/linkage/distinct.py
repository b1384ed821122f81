"""The different texts of a column: each is brought into form once, however many records have it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from groundswell.engine.compiling import compiled
from groundswell.engine.linkage.records import Texts

_LOOKED_AT, _MANY = 2_000, 600  # of so many texts, how many must differ for the compiled way to be the quicker
_LONGEST = 64  # letters; longer texts are told apart one by one


def distinct(texts: Texts) -> tuple[list[str], NDArray[np.int32]]:
    """The different texts in the order in which they are first met, and for each record the place of its own."""
    if len(set(texts[:_LOOKED_AT].tolist())) > _MANY:
        found = _by_letters(texts)
        if found is not None:
            return found
    given: list[str] = texts.tolist()
    words = list(dict.fromkeys(given))
    places = dict(zip(words, range(len(words)), strict=True))
    return words, np.fromiter(map(places.__getitem__, given), np.int32, len(given))


def _by_letters(texts: Texts) -> tuple[list[str], NDArray[np.int32]] | None:
    """The same by the letters of plain Latin texts; None where there are others."""
    try:
        letters = texts.astype("S")
    except UnicodeEncodeError:
        return None
    if letters.itemsize > _LONGEST:
        return None
    letters = letters.astype(f"S{8 * -(-letters.itemsize // 8)}")
    words = letters.view(np.uint64).reshape(len(texts), -1)
    slots = 1 << int(2 * len(texts) - 1).bit_length()
    first, place = np.empty(len(texts), np.int32), np.empty(len(texts), np.int32)
    count = _placed(words, np.full(slots, -1, np.int32), first, place)
    return texts[first[:count]].tolist(), place


@compiled
def _placed(
    words: NDArray[np.uint64], slots: NDArray[np.int32], first: NDArray[np.int32], place: NDArray[np.int32]
) -> int:
    """Puts each row's place among the different ones into `place`, and where each was first met into `first`."""
    count, mask = 0, len(slots) - 1
    for row in range(len(words)):
        mixed = np.uint64(0)
        for part in range(words.shape[1]):
            mixed = (mixed ^ words[row, part]) * np.uint64(0x9E3779B97F4A7C15)
            mixed ^= mixed >> np.uint64(29)
        slot = int(np.int64(mixed & np.uint64(mask)))
        while True:
            known = slots[slot]
            if known < 0:
                slots[slot], first[count], place[row] = count, row, count
                count += 1
                break
            is_same = True
            for part in range(words.shape[1]):
                if words[first[known], part] != words[row, part]:
                    is_same = False
                    break
            if is_same:
                place[row] = known
                break
            slot = (slot + 1) & mask
    return count
