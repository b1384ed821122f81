"""The people behind an invented network's records: households, twins, and sons who bear their father's whole name.

Three in ten people live with the person before them in the list and share surname, postal code and phone; one in 25
of those is a twin. What makes linkage hard is known here of each person, so that a test may look at those alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from groundswell.engine.invented.chance import Bools, Ints, chance, drawn, zipf_shares
from groundswell.engine.invented.name_lists import NameLists

Days = NDArray[np.int64]  # since 1 January 1970
TODAY = 20_634  # 30 June 2026
NOBODY = -1
HOUSEHOLD, TWIN, JUNIOR, WOMEN = 0.30, 0.04, 0.005, 0.56
PEOPLE_A_POSTAL_CODE, FEWEST_POSTAL_CODES = 4_000, 120
PEOPLE_AN_AREA_CODE = 250_000
_YEAR = 365.25
MOST_YEARS = 92


@dataclass(frozen=True, slots=True, eq=False)
class NetworkPeople:
    """n invented people, one array of n for each thing that is so of them.

    `first` counts names of women, then of men; `last` surnames, `second_last` the surname that a person also goes by;
    `born` days since 1970; `postal` counts postal codes; `phone` is ten digits. `household` is the position of the
    first person who lives there, `twin_of` that of the twin who came first, `father` that of the father whose whole
    name a son bears (NOBODY where there is none).
    """

    first: Ints
    last: Ints
    second_last: Ints
    is_woman: Bools
    born: Days
    postal: Ints
    phone: NDArray[np.int64]
    ssn4: Ints
    middle: Ints
    household: NDArray[np.int64]
    twin_of: NDArray[np.int64]
    father: NDArray[np.int64]

    def __len__(self) -> int:
        """How many people there are."""
        return len(self.born)


def postal_codes_for(people: int) -> int:
    """How many postal codes so many people live in: more people are more places, not larger ones."""
    return max(FEWEST_POSTAL_CODES, people // PEOPLE_A_POSTAL_CODE)


def network_people(seed: int, count: int, names: NameLists) -> NetworkPeople:
    """`count` people; the same seed, count and names always give the same."""
    rng = chance(seed, "network", "people")
    is_woman = rng.random(count) < WOMEN
    born = TODAY - (np.clip(rng.gamma(2.2, 14, count), 0, MOST_YEARS) * _YEAR).astype(np.int64)
    first = _given(rng, names, is_woman)
    father = _fathers(rng, born, is_woman, first)
    lives_with = rng.random(count) < HOUSEHOLD
    is_kin = (father != NOBODY) | (np.roll(father, -1) != NOBODY)
    is_twin = lives_with & (rng.random(count) < TWIN) & ~is_kin
    lives_with[father != NOBODY] = True
    lives_with[0] = is_twin[0] = False
    head = np.maximum.accumulate(np.where(lives_with, 0, np.arange(count)))
    twin_of = _twins(rng, names, is_twin, born, first, is_woman)
    phone = _phones(rng, count)
    own_phone = (father != NOBODY) & (rng.random(count) < 0.7)
    return NetworkPeople(
        first, drawn(rng, names.surnames.shares, count)[head], drawn(rng, names.surnames.shares, count), is_woman, born,
        drawn(rng, zipf_shares(postal_codes_for(count), 0.6, 0.0), count)[head],
        np.where(own_phone, phone, phone[head]), rng.integers(0, 10_000, count, dtype=np.int32),
        np.minimum(rng.exponential(5, count).astype(np.int32), 25), head, twin_of, father,
    )  # fmt: skip


def _given(rng: np.random.Generator, names: NameLists, is_woman: Bools) -> Ints:
    women = drawn(rng, names.women.shares, len(is_woman))
    men = drawn(rng, names.men.shares, len(is_woman)) + np.int32(len(names.women.names))
    return np.where(is_woman, women, men).astype(np.int32)


def _fathers(rng: np.random.Generator, born: Days, is_woman: Bools, first: Ints) -> NDArray[np.int64]:
    """Sons who bear their father's name: each stands behind his father, 20 to 35 years younger. Changes the arrays."""
    count = len(born)
    grown = np.roll(born < TODAY - 36 * _YEAR, 1)
    son = np.flatnonzero((rng.random(count) < JUNIOR / max(float(grown.mean()), 0.05)) & grown)
    son = son[son > 0]
    son = son[np.diff(son, prepend=-2) > 1]  # no son stands behind a son
    born[son] = born[son - 1] + (rng.uniform(20, 35, len(son)) * _YEAR).astype(np.int64)
    is_woman[son] = is_woman[son - 1]
    first[son] = first[son - 1]
    father = np.full(count, NOBODY, np.int64)
    father[son] = son - 1
    return father


def _twins(
    rng: np.random.Generator, names: NameLists, is_twin: Bools, born: Days, first: Ints, is_woman: Bools
) -> NDArray[np.int64]:
    """Twins stand behind each other, born on one day and never called the same. Changes the arrays."""
    twin = np.flatnonzero(is_twin)
    twin = twin[np.diff(twin, prepend=-2) > 1]
    born[twin] = born[twin - 1]
    again = twin[first[twin] == first[twin - 1]]
    women = len(names.women.names)
    size = np.where(is_woman[again], women, len(names.men.names))
    base = np.where(is_woman[again], 0, women)
    first[again] = base + (first[again] - base + rng.integers(1, np.maximum(size, 2), len(again))) % size
    twin_of = np.full(len(born), NOBODY, np.int64)
    twin_of[twin] = twin - 1
    return twin_of


def _phones(rng: np.random.Generator, count: int) -> NDArray[np.int64]:
    """Ten digits; area codes from 155 on, which are given to nobody (codes begin with 2 to 9)."""
    areas = min(40, max(1, count // PEOPLE_AN_AREA_CODE))
    return np.asarray((155 + rng.integers(0, areas, count)) * 10**7 + rng.integers(2_000_000, 9_999_999, count))
