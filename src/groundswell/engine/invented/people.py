"""Who lives in an invented community: households, and in them brothers and sisters, twins, parents and their children.

People are arrays of one length; a person is a position in them. Names, streets and postal codes are positions in lists.
What changes over the years (a move, a new surname) is kept with the day on which it changed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from groundswell.engine.invented.chance import Bools, Floats, Ints, between, chance, day, drawn, zipf_shares
from groundswell.engine.invented.given_names import BOYS, GIRLS, GIVEN_NAMES
from groundswell.engine.invented.invention import Invention
from groundswell.engine.invented.surnames import SURNAMES

NEVER = 2**31 - 1  # a day that does not come
NO_NAME = -1
JUNIOR, SENIOR = 1, 2
FEMALE, MALE = 0, 1
STREET_COUNT = 480
DAYS_OF_A_YEAR = 365.2425


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where a household lives: a place, a house number, a street, one of the place's postal codes, a flat or 0."""

    place: Ints
    number: Ints
    street: Ints
    postal: Ints
    apartment: Ints


@dataclass(frozen=True, slots=True)
class People:
    """Everybody, by household. Names are positions in GIVEN_NAMES and SURNAMES, NO_NAME where there is none."""

    household: Ints
    is_parent: Bools
    is_twin: Bools
    born: Ints
    sex: Ints
    race: Ints
    income: Ints
    first: Ints
    second: Ints
    middle: Ints
    last: Ints
    last_half: Ints
    hyphen: Bools
    suffix: Ints
    new_last: Ints
    renamed: Ints
    home: Addresses
    next_home: Addresses
    moved: Ints
    phone: Ints
    email: Ints

    def __len__(self) -> int:
        return len(self.born)


def people_of(seed: int, count: int, invention: Invention) -> People:
    """`count` people in households, by the settings."""
    rng = chance(seed, "people")
    household, member = _households(rng, count, invention.household_sizes)
    lead = (np.arange(count) - member).astype(np.int32)
    is_parent = (member == 1) & _lead_may_bring_parent(rng, lead, invention)
    sex = (rng.random(count) < 0.49).astype(np.int32)
    sex[is_parent] = (rng.random(int(is_parent.sum())) < invention.fathers).astype(np.int32)
    born, is_twin = _births(rng, lead, member, is_parent, invention)
    home, next_home = (_addresses(rng, household, invention) for _ in range(2))
    moves = rng.random(household[-1] + 1) < invention.moves
    moved = np.where(moves, between(rng, day(invention.first_day), day(invention.last_day), len(moves)), NEVER)
    race = _of_lead(rng, household, [share for _, share in invention.race_shares])
    income = _of_lead(rng, household, [invention.lower_income, 1 - invention.lower_income])
    first, second, middle, last, last_half, hyphen, suffix, new_last, renamed = _names(
        rng, lead, sex, race, born, is_parent, invention
    )
    own_phone = rng.random(count) < 0.25
    phone = rng.integers(2_000_000, 9_999_999, count, dtype=np.int32)
    return People(
        household, is_parent, is_twin, born, sex, race, income, first, second, middle, last, last_half, hyphen, suffix,
        new_last, renamed, home, next_home, moved[household].astype(np.int32),
        np.where(own_phone, phone, phone[lead]).astype(np.int32), rng.integers(1, 10_000, count, dtype=np.int32),
    )  # fmt: skip


def _households(rng: np.random.Generator, count: int, sizes: tuple[float, ...]) -> tuple[Ints, Ints]:
    """Each person's household and position in it (0 is the first child of it that a program met)."""
    drawn_sizes = drawn(rng, sizes, count) + 1
    household = np.repeat(np.arange(count, dtype=np.int32), drawn_sizes)[:count]
    first = np.searchsorted(household, household, side="left")
    return household, (np.arange(count) - first).astype(np.int32)


def _of_lead(rng: np.random.Generator, household: Ints, shares: list[float]) -> Ints:
    return drawn(rng, shares, int(household[-1]) + 1)[household]


def _lead_may_bring_parent(rng: np.random.Generator, lead: Ints, invention: Invention) -> Bools:
    """About as many second members are parents as the programs that enroll parents have a share of all people."""
    size = sum(program.share for program in invention.programs)
    brought = sum(program.share * program.parents for program in invention.programs) / size
    second = 1 - invention.household_sizes[0]
    return np.asarray(rng.random(len(lead)) < min(brought / second, 0.9))


def _births(
    rng: np.random.Generator, lead: Ints, member: Ints, is_parent: Bools, invention: Invention
) -> tuple[Ints, Bools]:
    """Days of birth: the first child's by the program that met it, everybody else's by its own.

    A child whose parent enrolls too was met by a program that enrolls parents.
    """
    count = len(lead)
    brings = np.zeros(count, dtype=np.bool_)
    brings[lead[is_parent]] = True
    shares = np.array([program.share for program in invention.programs])
    with_parents = shares * np.array([program.parents for program in invention.programs])
    program = drawn(rng, shares, count)
    if with_parents.any():
        program = np.where(brings, drawn(rng, with_parents, count), program)
    ages = np.array([program.ages for program in invention.programs])
    starts = np.array([max(day(program.started), day(invention.first_day)) for program in invention.programs])
    started = between(rng, starts[program].astype(np.int32), day(invention.last_day) - 30, count)
    age = ages[program, 0] + rng.random(count) * (ages[program, 1] + 1 - ages[program, 0])
    own = started - np.floor(age * DAYS_OF_A_YEAR).astype(np.int64)
    apart = rng.integers(330, 2600, count) * np.where(rng.random(count) < 0.5, -1, 1)
    generation = np.floor(rng.uniform(18.5, 39, count) * DAYS_OF_A_YEAR).astype(np.int64)
    is_twin = (member >= 1) & ~is_parent & (rng.random(count) < invention.twins)
    sibling = own[lead] + apart
    too_far = ~_fits_somewhere(sibling, ages, starts, day(invention.last_day) - 30)
    sibling = np.where(too_far, own, sibling)  # whoever no program would take was born when another would
    born = np.select([member == 0, is_parent, is_twin], [own, own[lead] - generation, own[lead]], sibling)
    return born.astype(np.int32), is_twin


def _fits_somewhere(born: Floats, ages: Ints, starts: Ints, last: int) -> Bools:
    fits = np.zeros(len(born), dtype=np.bool_)
    for (youngest, oldest), start in zip(ages.tolist(), starts.tolist(), strict=True):
        low = np.maximum(born + youngest * DAYS_OF_A_YEAR + 30, start)
        fits |= low <= np.minimum(born + (oldest + 1) * DAYS_OF_A_YEAR - 30, last)
    return fits


def _addresses(rng: np.random.Generator, household: Ints, invention: Invention) -> Addresses:
    count = int(household[-1]) + 1
    place = drawn(rng, [place.share for place in invention.places], count)
    codes = np.array([len(place.postal_codes) for place in invention.places])
    street = (place * 60 + rng.integers(0, 80, count)) % STREET_COUNT  # a street touches one neighborhood or two
    postal = np.floor(rng.random(count) * codes[place])
    apartment = np.where(rng.random(count) < 0.3, rng.integers(1, 40, count), 0)
    number = rng.integers(1, 1_900, count)
    columns = (place, number, street, postal, apartment)
    return Addresses(*(column.astype(np.int32)[household] for column in columns))


def _names(
    rng: np.random.Generator, lead: Ints, sex: Ints, race: Ints, born: Ints, is_parent: Bools, invention: Invention
) -> tuple[Ints, Ints, Ints, Ints, Ints, Bools, Ints, Ints, Ints]:
    count = len(lead)
    first, second, middle = (_given(rng, sex) for _ in range(3))
    alike = np.flatnonzero((first == first[lead]) & (lead != np.arange(count)))
    first[alike] = np.where(sex[alike] == FEMALE, (first[alike] + 1) % len(GIRLS), len(GIRLS))  # not two of one name
    twice = rng.random(count) < invention.two_given_names
    last, half, other = (drawn(rng, zipf_shares(len(SURNAMES)), count) for _ in range(3))
    hispanic = np.array([name == "hispanic" for name, _ in invention.race_shares])[race]
    has_two = rng.random(count) < np.where(hispanic, invention.two_surnames_hispanic, invention.two_surnames)
    of_lead = rng.random(count) < np.where(is_parent, 0.75, 0.92)  # not everybody at home has the same surname
    whose = np.where(of_lead, lead, np.arange(count)).astype(np.int32)
    last_half = np.where(has_two, half, NO_NAME).astype(np.int32)[whose]
    suffix = np.zeros(count, dtype=np.int32)
    father = np.flatnonzero(is_parent & (sex == MALE) & (sex[lead] == MALE) & (rng.random(count) < invention.junior))
    son = lead[father]
    first[father], suffix[father], suffix[son], whose[father] = first[son], SENIOR, JUNIOR, son
    last_half[father] = last_half[son]
    second = np.where(twice, second, NO_NAME).astype(np.int32)
    second[father] = second[son]
    grown = born < day(invention.first_day) - 16 * DAYS_OF_A_YEAR
    rate = np.where((sex == FEMALE) & grown, invention.new_surname_women, invention.new_surname_others)
    renamed = np.where(
        rng.random(count) < rate * _years(invention),
        between(rng, day(invention.first_day), day(invention.last_day), count),
        NEVER,
    )
    hyphen = (rng.random(count) < np.where(hispanic, 0.25, 0.8))[whose]
    return first, second, middle, last[whose], last_half, hyphen, suffix, other, renamed.astype(np.int32)


def _given(rng: np.random.Generator, sex: Ints) -> Ints:
    """Given names by sex: girls' names come first in the list of all."""
    girls, boys = (drawn(rng, zipf_shares(len(names)), len(sex)) for names in (GIRLS, BOYS))
    assert len(GIRLS) + len(BOYS) == len(GIVEN_NAMES)
    return np.where(sex == FEMALE, girls, boys + len(GIRLS)).astype(np.int32)


def _years(invention: Invention) -> float:
    return (day(invention.last_day) - day(invention.first_day)) / DAYS_OF_A_YEAR
