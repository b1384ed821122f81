"""The records of a whole network of providers, at any size, with the truth of who is who: for linkage to be judged by.

    network = invented_network(seed=1, records=100_000)
    network.records          # PersonRecords, as forty providers wrote them down
    network.person           # who each record truly is
    network.slips            # what is wrong in it, bits of `Slip`

A person is written down about twice. Rates of slips are those of `NetworkSlips`, which stay the same at every size, as
does how many people live in one postal code: a larger network is more places, not larger ones.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from groundswell.engine.invented.chance import Bools, Floats, Strings, chance, drawn, zipf_shares
from groundswell.engine.invented.name_lists import NameLists, own_names
from groundswell.engine.invented.network_people import NOBODY, NetworkPeople, network_people, postal_codes_for
from groundswell.engine.invented.slips import Slip
from groundswell.engine.invented.spelling import slipped, words
from groundswell.engine.linkage.records import PersonRecords

RECORDS_A_PERSON = 1 / 0.52
PROVIDERS = 40
_NEAR_MISSES = np.array([-10, -1, 1, 2, 10, 30, -30, 365, -365, 3_650], np.int64)  # days
_INITIALS = words(tuple("JAMELRDCSTKBPGWHNFVIOYQXUZ"))


@dataclass(frozen=True, slots=True)
class NetworkSlips:
    """How often a record differs from what is so. `renamed` is of women; of men a fifth of it."""

    first_typo: float = 0.05
    nickname: float = 0.07
    first_missing: float = 0.01
    first_initial: float = 0.01
    last_typo: float = 0.05
    renamed: float = 0.04
    doubled: float = 0.015
    names_swapped: float = 0.006
    day_month: float = 0.02
    birth_digit: float = 0.025
    january_first: float = 0.015
    birth_missing: float = 0.015
    sex_wrong: float = 0.007
    sex_missing: float = 0.023
    moved: float = 0.13
    postal_missing: float = 0.05
    ssn4_missing: float = 0.55
    ssn4_wrong: float = 0.015
    phone_missing: float = 0.40
    other_phone: float = 0.12
    middle_missing: float = 0.50
    suffix_missing: float = 0.60


@dataclass(frozen=True, slots=True, eq=False)
class InventedNetwork:
    """n records, who each truly is (`person`, a position in `people`), and what is wrong in it (bits of `Slip`)."""

    records: PersonRecords
    person: NDArray[np.int64]
    slips: NDArray[np.uint32]
    people: NetworkPeople

    @property
    def is_twin(self) -> Bools:
        """Records of people who are twins, the first one of the two too."""
        return _either(self.people.twin_of)[self.person]

    @property
    def is_father_or_son(self) -> Bools:
        """Records of a father and a son of the same whole name."""
        return _either(self.people.father)[self.person]

    @property
    def goes_by_two_surnames(self) -> Bools:
        """Records of people who stand under another surname, or under two at once, in some record."""
        other = (self.slips & np.uint32(Slip.RENAMED | Slip.SURNAME_DOUBLED)) > 0
        return np.asarray(np.isin(self.person, self.person[other]), np.bool_)


def _either(of: NDArray[np.int64]) -> Bools:
    known: Bools = of != NOBODY
    known[of[of != NOBODY]] = True
    return known


def invented_network(
    seed: int, records: int, names: NameLists | None = None, *, providers: int = PROVIDERS,
    slips: NetworkSlips | None = None,
) -> InventedNetwork:  # fmt: skip
    """So many records of about half as many people; the same arguments always give the same.

    Raises ValueError for fewer than one record or provider.
    """
    if records < 1 or providers < 1:
        raise ValueError("a network has at least one record and one provider")
    names = names or own_names()
    person, count = _who_is_written_down(seed, records)
    people = network_people(seed, count, names)
    pen = _Pen(seed, person, people, names, slips or NetworkSlips(), providers)
    return InventedNetwork(pen.written(), person, pen.marks, people)


def _who_is_written_down(seed: int, records: int) -> tuple[NDArray[np.int64], int]:
    """The person of each record, in no order; everybody is written down at least once."""
    rng = chance(seed, "network", "how often")
    often = rng.geometric(1 / RECORDS_A_PERSON, records)
    total = np.cumsum(often)
    count = int(np.searchsorted(total, records)) + 1
    often[count - 1] -= total[count - 1] - records
    person = np.repeat(np.arange(count), often[:count])
    rng.shuffle(person)
    return person, count


class _Pen:
    """Writes the records down, and remembers what went wrong in each."""

    def __init__(
        self, seed: int, person: NDArray[np.int64], people: NetworkPeople, names: NameLists, rates: NetworkSlips,
        providers: int,
    ) -> None:  # fmt: skip
        self.rng = chance(seed, "network", "intake")
        self.rows, self.person, self.people, self.names, self.rates = len(person), person, people, names, rates
        self.provider = self.rng.integers(0, providers, self.rows, dtype=np.int32)
        self.marks = np.zeros(self.rows, np.uint32)

    def one_of(self, *chances: tuple[Slip, float | Floats]) -> list[NDArray[np.int64]]:
        """The rows in which each of some slips happens; at most one of them in a row."""
        luck, low, found = self.rng.random(self.rows), np.float64(0.0), []
        for slip, rate in chances:
            rows = np.flatnonzero((luck >= low) & (luck < low + rate))
            self.marks[rows] |= np.uint32(slip)
            found.append(rows)
            low = low + rate  # type: ignore[assignment] # a rate for each row, or one for all
        return found

    def unmark(self, slip: Slip, rows: NDArray[np.int64]) -> None:
        """What could not happen has not happened."""
        self.marks[rows] &= ~np.uint32(slip)

    def written(self) -> PersonRecords:
        """All columns."""
        people, who = self.people, self.person
        first, last = self.written_names()
        texts = {
            "first_name": first, "middle_name": self.kept(_INITIALS[people.middle[who]], Slip.MIDDLE_MISSING),
            "last_name": last, "suffix": self.suffixes(), "sex": self.sexes(), "postal_code": self.postal_codes(),
            "phone": self.phones(),
        }  # fmt: skip
        return PersonRecords(texts, self.birth_dates(), self.provider.copy(), self.provider, {"ssn4": self.ssn4()})

    def kept(self, column: Strings, slip: Slip) -> Strings:
        """A column with blanks where nobody asked."""
        (rows,) = self.one_of((slip, getattr(self.rates, slip.name.lower())))  # type: ignore[union-attr]
        column[rows] = ""
        return column

    def written_names(self) -> tuple[Strings, Strings]:
        """Names as they were said or understood; every other provider writes capitals."""
        first, last = self.first_names(), self.last_names()
        (swapped,) = self.one_of((Slip.NAMES_SWAPPED, self.rates.names_swapped))
        nameless = swapped[first[swapped] == ""]
        self.unmark(Slip.NAMES_SWAPPED, nameless)
        swapped = np.setdiff1d(swapped, nameless)
        first[swapped], last[swapped] = last[swapped], first[swapped]
        loud = np.flatnonzero(self.provider % 2 == 1)
        for column in (first, last):
            column[loud] = words(tuple(name.upper() for name in column[loud].tolist()))
        return first, last

    def first_names(self) -> Strings:
        names = words((*self.names.women.names, *self.names.men.names))
        written, rates = names[self.people.first[self.person]], self.rates
        typo, short, missing, initial = self.one_of(
            (Slip.FIRST_TYPO, rates.first_typo), (Slip.NICKNAME, rates.nickname),
            (Slip.FIRST_MISSING, rates.first_missing), (Slip.FIRST_INITIAL, rates.first_initial),
        )  # fmt: skip
        self.mistype(written, typo)
        forms = [self.names.short_forms.get(name, ()) for name in written[short].tolist()]
        self.unmark(Slip.NICKNAME, short[[not known for known in forms]])
        draws = self.rng.integers(0, 1_000, len(short)).tolist()
        for row, known, draw in zip(short.tolist(), forms, draws, strict=True):
            written[row] = known[draw % len(known)] if known else written[row]
        written[missing] = ""
        written[initial] = words(tuple(name[0] for name in written[initial].tolist()))
        return written

    def last_names(self) -> Strings:
        names = words(tuple(self.names.surnames.names))
        people, who, rates = self.people, self.person, self.rates
        written, second = names[people.last[who]], names[people.second_last[who]]
        often = np.where(people.is_woman[who], rates.renamed, rates.renamed / 5)
        typo, renamed, doubled = self.one_of(
            (Slip.LAST_TYPO, rates.last_typo), (Slip.RENAMED, often), (Slip.SURNAME_DOUBLED, rates.doubled)
        )
        self.mistype(written, typo)
        written[renamed] = second[renamed]
        between = words(("-", " "))[self.rng.integers(0, 2, len(doubled))]
        written[doubled] = written[doubled] + between + second[doubled]
        return written

    def mistype(self, names: Strings, rows: NDArray[np.int64]) -> None:
        draws = self.rng.integers(0, 10_000, (3, len(rows))).tolist()
        for row, kind, at, letter in zip(rows.tolist(), *draws, strict=True):
            names[row] = slipped(names[row], kind % 4, at, letter)

    def birth_dates(self) -> NDArray[np.datetime64]:
        born = self.people.born[self.person].astype("datetime64[D]")
        year, month = born.astype("datetime64[Y]"), born.astype("datetime64[M]")
        of_year, of_month = (month - year).astype(np.int64), (born - month).astype(np.int64)  # from 0
        rates = self.rates
        swap, digit, january, missing = self.one_of(
            (Slip.DAY_MONTH, rates.day_month), (Slip.BIRTH_DIGIT, rates.birth_digit),
            (Slip.JANUARY_FIRST, rates.january_first), (Slip.BIRTH_MISSING, rates.birth_missing),
        )  # fmt: skip
        can = (of_month[swap] < 12) & (of_month[swap] != of_year[swap])
        self.unmark(Slip.DAY_MONTH, swap[~can])
        swap = swap[can]
        born[swap] = (year[swap].astype("datetime64[M]") + of_month[swap]).astype("datetime64[D]") + of_year[swap]
        born[digit] += _NEAR_MISSES[self.rng.integers(0, len(_NEAR_MISSES), len(digit))]
        born[january] = year[january].astype("datetime64[D]")
        born[missing] = np.datetime64("NaT", "D")
        return born

    def suffixes(self) -> Strings:
        father = self.people.father
        suffix = np.full(len(father), "", object)
        suffix[father[father != NOBODY]] = "Sr"
        suffix[father != NOBODY] = "Jr"
        return self.kept(suffix[self.person], Slip.SUFFIX_MISSING)

    def sexes(self) -> Strings:
        code = self.people.is_woman[self.person].astype(np.int8)
        wrong, missing = self.one_of((Slip.SEX_WRONG, self.rates.sex_wrong), (Slip.SEX_MISSING, self.rates.sex_missing))
        code[wrong] = 1 - code[wrong]
        code[missing] = 2
        return words(("M", "F", ""))[code]

    def postal_codes(self) -> Strings:
        count = postal_codes_for(len(self.people))
        at = self.people.postal[self.person]
        moved, missing = self.one_of((Slip.MOVED, self.rates.moved), (Slip.POSTAL_MISSING, self.rates.postal_missing))
        at[moved] = drawn(self.rng, zipf_shares(count, 0.6, 0.0), len(moved))
        at[missing] = count
        return words((*(f"{10_001 + number:05}" for number in range(count)), ""))[at]

    def phones(self) -> Strings:
        number = self.people.phone[self.person]
        missing, other = self.one_of(
            (Slip.PHONE_MISSING, self.rates.phone_missing), (Slip.OTHER_PHONE, self.rates.other_phone)
        )
        number[other] = number[other] // 10**7 * 10**7 + self.rng.integers(2_000_000, 9_999_999, len(other))
        written = words(_digits(number, 10))
        written[missing] = ""
        return written

    def ssn4(self) -> Strings:
        """The last four digits of a number that providers agreed to ask for."""
        luck, number = self.rng.random(self.rows), self.people.ssn4[self.person]
        wrong = np.flatnonzero(luck < self.rates.ssn4_wrong)
        number[wrong] = self.rng.integers(0, 10_000, len(wrong))
        written = words(tuple(f"{each:04}" for each in range(10_000)))[number]
        written[luck > 1 - self.rates.ssn4_missing] = ""
        return written


def _digits(numbers: NDArray[np.int64], width: int) -> tuple[str, ...]:
    return tuple(f"{number:0{width}}" for number in numbers.tolist())
