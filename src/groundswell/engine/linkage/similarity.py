"""How alike two words are: by Jaro and Winkler, and whether one slip of a finger tells them apart.

Sources: Jaro (1989), JASA 84(406); Winkler (1990), Proc. Section on Survey Research Methods, ASA. The slow and obvious
twins stand in `tests/reference/plain_linkage.py`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from groundswell.engine.compiling import compiled

Letters = NDArray[np.uint8]


@compiled
def jaro_winkler(words: Letters, one: int, other: int) -> float:
    """0 where no letter is shared, 1 where both are the same: of two rows of words of at most 32 letters.

    The last column of `words` says how many letters a word has.
    """
    one_length, other_length = int(np.int64(words[one, -1])), int(np.int64(words[other, -1]))
    if one_length == 0 or other_length == 0:
        return 0.0
    reach = max(max(one_length, other_length) // 2 - 1, 0)
    met_one, met_other, met = np.uint32(0), np.uint32(0), 0
    bit = np.uint32(1)
    for i in range(one_length):
        for j in range(max(i - reach, 0), min(i + reach + 1, other_length)):
            if words[one, i] == words[other, j] and not (met_other >> np.uint32(j)) & bit:
                met_one |= bit << np.uint32(i)
                met_other |= bit << np.uint32(j)
                met += 1
                break
    if met == 0:
        return 0.0
    out_of_order, k = 0, 0
    for i in range(one_length):
        if (met_one >> np.uint32(i)) & bit:
            while not (met_other >> np.uint32(k)) & bit:
                k += 1
            if words[one, i] != words[other, k]:
                out_of_order += 1
            k += 1
    jaro = (met / one_length + met / other_length + (met - out_of_order / 2) / met) / 3.0
    begin = 0
    while begin < 4 and begin < one_length and begin < other_length and words[one, begin] == words[other, begin]:
        begin += 1
    return jaro + begin * 0.1 * (1.0 - jaro)


@compiled
def one_slip(words: Letters, one: int, other: int) -> bool:
    """True where two rows are the same but for one letter: another, missing, too many, or two neighbors swapped."""
    if words[one, -1] > words[other, -1]:
        one, other = other, one
    shorter, longer = int(np.int64(words[one, -1])), int(np.int64(words[other, -1]))
    if longer - shorter > 1:
        return False
    start = 0
    while start < shorter and words[one, start] == words[other, start]:
        start += 1
    end = 0
    while end < shorter - start and words[one, shorter - 1 - end] == words[other, longer - 1 - end]:
        end += 1
    left = shorter - start - end
    if shorter != longer:
        return left == 0
    if left <= 1:
        return True
    return bool(
        left == 2 and words[one, start] == words[other, start + 1] and words[one, start + 1] == words[other, start]
    )


@compiled
def one_digit(one: int, other: int) -> bool:
    """True where two numbers differ in one digit of sixteen, or in two neighbors that are swapped.

    >>> one_digit(0x20120517, 0x20120571), one_digit(0x20120517, 0x20130517), one_digit(0x20120517, 0x20130518)
    (True, True, False)
    """
    apart, shift = one ^ other, 0
    while apart and not apart & 15:
        apart >>= 4
        shift += 4
    if apart < 16:
        return True
    if apart > 255:
        return False
    one, other = one >> shift & 255, other >> shift & 255
    return one >> 4 == other & 15 and other >> 4 == one & 15
