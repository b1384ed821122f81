"""The different texts of a column: each is brought into form once, however many records have it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from groundswell.engine.compiling import compiled
from groundswell.engine.linkage.records import Texts

_FEW = 2_000  # texts that are told apart one by one sooner than together
_BETWEEN = "\x1f"  # stands between texts; no text that was read holds it


def distinct(texts: Texts) -> tuple[list[str], NDArray[np.int32]]:
    """The different texts in the order in which they are first met, and for each record the place of its own."""
    given: list[str] = texts.tolist()
    if len(given) > _FEW and (letters := _joined(given)) is not None:
        slots = 1 << int(2 * len(given) - 1).bit_length()
        place, first = np.empty(len(given), np.int32), np.empty(len(given), np.int32)
        starts = np.empty(len(given) + 1, np.int64)
        count = _placed(letters, np.full(slots, -1, np.int32), starts, first, place)
        return [given[row] for row in first[:count].tolist()], place
    words = list(dict.fromkeys(given))
    places = dict(zip(words, range(len(words)), strict=True))
    return words, np.fromiter(map(places.__getitem__, given), np.int32, len(given))


def _joined(given: list[str]) -> NDArray[np.uint8] | None:
    """The letters of all texts with a sign after each; None where a text holds that sign, or is no text to write."""
    try:
        letters = np.frombuffer((_BETWEEN.join(given) + _BETWEEN).encode(), np.uint8)
    except UnicodeEncodeError:
        return None
    return letters if np.count_nonzero(letters == ord(_BETWEEN)) == len(given) else None


@compiled
def _placed(
    letters: NDArray[np.uint8], slots: NDArray[np.int32], starts: NDArray[np.int64], first: NDArray[np.int32],
    place: NDArray[np.int32],
) -> int:  # fmt: skip
    """Puts each text's place among the different ones into `place`, and where each was first met into `first`."""
    count, row, mask, start = 0, 0, len(slots) - 1, 0
    mixed = np.uint64(1469598103934665603)
    for at in range(len(letters)):
        letter = letters[at]
        if letter != 31:
            mixed = (mixed ^ np.uint64(letter)) * np.uint64(1099511628211)
            continue
        starts[row], starts[row + 1] = start, at + 1
        mixed ^= mixed >> np.uint64(32)
        slot = int(np.int64(mixed & np.uint64(mask)))
        while True:
            known = slots[slot]
            if known < 0:
                slots[slot], first[count], place[row] = count, row, count
                count += 1
                break
            other = starts[first[known]]
            length = starts[first[known] + 1] - other
            is_same = length == at + 1 - start
            turn = 0
            while is_same and turn < length:
                is_same = letters[other + turn] == letters[start + turn]
                turn += 1
            if is_same:
                place[row] = known
                break
            slot = (slot + 1) & mask
        row, start = row + 1, at + 1
        mixed = np.uint64(1469598103934665603)
    return count
