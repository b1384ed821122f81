"""What was seen in people, and what would have been seen without the programs.

Each person has a chance of a bad ending for each outcome, by group and by person, and one draw of luck that decides it.
Programs make the chance smaller and leave the luck as it is: whoever would have made it without a program makes it with
it as well. So for every row it is known how the person would have fared without this program, and without any.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from groundswell.engine.invented.chance import Bools, Floats, Ints, Strings, chance, day
from groundswell.engine.invented.dosage import DAY_BITS, doses_until
from groundswell.engine.invented.invention import Invention
from groundswell.engine.invented.participation import Enrollments
from groundswell.engine.invented.people import DAYS_OF_A_YEAR, People
from groundswell.engine.invented.programs import InventedEffect, InventedOutcome, InventedProgram

Keys = npt.NDArray[np.int64]
_INCOMES = ("lower-income", "higher-income")


@dataclass(frozen=True, slots=True)
class Seen:
    """Outcome rows of one program, with their truth.

    `enrollment` is a position among all enrollments, `outcome` one in the settings. For a yes or no, `chance` is that
    of a good ending with all programs, `chance_without_program` without this one, `chance_without_any` without any, and
    `achieved` (with its two counterfactuals) what it comes to. For a score these hold the score; `achieved` is false.
    `dose` is the number of this program's services up to the day.
    """

    enrollment: Ints
    day: Ints
    outcome: Ints
    dose: Ints
    chance: Floats
    chance_without_program: Floats
    chance_without_any: Floats
    achieved: Bools
    achieved_without_program: Bools
    achieved_without_any: Bools

    def __len__(self) -> int:
        return len(self.day)

    def ordered(self, rank: Ints) -> Seen:
        """By rank of the enrollment's record, then day, then outcome."""
        order = np.lexsort((self.outcome, self.day, rank[self.enrollment]))
        return Seen(*(getattr(self, name)[order] for name in self.__dataclass_fields__))


@dataclass(frozen=True, slots=True)
class Leanings:
    """For one outcome, each person's chance of a bad ending (or first score) without any program, and their luck."""

    level: Floats
    luck: Floats


def leanings(seed: int, people: People, outcome: InventedOutcome, invention: Invention) -> Leanings:
    """How people would fare without any program."""
    rng = chance(seed, "leaning", outcome.outcome)
    shift = dict(outcome.shifts)
    by_race = np.array([shift.get(f"race_ethnicity:{name}", 0.0) for name, _ in invention.race_shares])
    by_income = np.array([shift.get(f"family_income:{name}", 0.0) for name in _INCOMES])
    moved = by_race[people.race] + by_income[people.income] + rng.normal(0, outcome.spread, len(people))
    if outcome.is_score:
        return Leanings(outcome.baseline + moved, rng.normal(0, 1, len(people)))
    logit = np.log(outcome.baseline / (1 - outcome.baseline))
    return Leanings(1 / (1 + np.exp(logit + moved)), rng.random(len(people)))


def looks(
    rng: np.random.Generator, started: Ints, ended: Ints, effect: InventedEffect, last_day: int, share: float
) -> tuple[Ints, Ints]:
    """Which enrollments are looked at (positions) and when; each look happens with this share.

    A look after the enrollment's end is made all the same where it is the only one, as when one asks half a year on.
    """
    rows, days = [], []
    end = np.minimum(ended, last_day)
    first = started + effect.first_after + rng.integers(0, 15, len(started))
    alone = not effect.every and not effect.at_end
    turn = first
    while True:
        here = np.flatnonzero((turn <= last_day) if alone else (turn <= end))
        rows.append(here)
        days.append(turn[here])
        turn = turn + effect.every
        if not effect.every or not (turn <= end).any():
            break
    if effect.at_end:
        over = np.flatnonzero((ended <= last_day) & (ended - started > 20))
        rows.append(over)
        days.append(ended[over])
    both = np.unique(np.concatenate(rows).astype(np.int64) << DAY_BITS | np.concatenate(days))  # one look a day
    at, when = both >> DAY_BITS, both & ((1 << DAY_BITS) - 1)
    kept = rng.random(len(at)) < share
    return at[kept].astype(np.int32), when[kept].astype(np.int32)


def seen_in(
    seed: int, number: int, rows: Ints, people: People, enrollments: Enrollments, known: Mapping[str, Leanings],
    keys: Mapping[int, Keys], invention: Invention, rank: Ints,
) -> Seen:  # fmt: skip
    """The outcomes of program `number`, whose enrollments stand at `rows`; children's only, not their parents'."""
    program = invention.programs[number]
    children = rows[~people.is_parent[enrollments.person[rows]]]
    parts = [
        _seen(seed, number, at, people, enrollments, children, known, keys, invention)
        for at, outcome in enumerate(invention.outcomes)
        if program.effect_on(outcome.outcome)
    ]
    names = Seen.__dataclass_fields__
    return Seen(*(np.concatenate([getattr(part, name) for part in parts]) for name in names)).ordered(rank)


def _seen(
    seed: int, number: int, at: int, people: People, enrollments: Enrollments, rows: Ints,
    known: Mapping[str, Leanings], keys: Mapping[int, Keys], invention: Invention,
) -> Seen:  # fmt: skip
    outcome, program = invention.outcomes[at], invention.programs[number]
    effect = program.effect_on(outcome.outcome)
    assert effect is not None
    rng = chance(seed, "looks", program.program_id, outcome.outcome)
    chosen, when = looks(
        rng, enrollments.started[rows], enrollments.ended[rows], effect, day(invention.last_day), invention.looked_at
    )
    enrollment = rows[chosen]
    person = enrollments.person[enrollment]
    own, others = np.zeros(len(person)), np.zeros(len(person))
    dose = doses_until(keys[number], person, when)
    for other, some in enumerate(invention.programs):
        if further := some.effect_on(outcome.outcome):
            gained = _gain(further, dose if other == number else doses_until(keys[other], person, when), outcome)
            own, others = (own + gained, others) if other == number else (own, others + gained)
    gains = (own + others, others, np.zeros(len(person)))
    leaning = known[outcome.outcome]
    if outcome.is_score:
        years = (when - enrollments.started[enrollment]) / DAYS_OF_A_YEAR
        base = leaning.level[person] + outcome.growth * years + rng.normal(0, 3.0, len(person))
        full, without, without_any = (np.round(base + gain, 0) for gain in gains)
        luck = np.full(len(person), np.inf)  # a score is nothing that one reaches or not
    else:
        full, without, without_any = (1 - leaning.level[person] * np.exp(-gain) for gain in gains)
        luck = leaning.luck[person]
    return Seen(
        enrollment, when, np.full(len(person), at, dtype=np.int32), dose.astype(np.int32), full, without, without_any,
        luck < full, luck < without, luck < without_any,
    )  # fmt: skip


def _gain(effect: InventedEffect, dose: Keys, outcome: InventedOutcome) -> Floats:
    """Points for a score; else minus the logarithm of the share of bad endings that is left."""
    part = np.minimum(dose / effect.full_dose, 1.0)
    return np.asarray(effect.effect * part if outcome.is_score else -np.log1p(-effect.effect * part), dtype=np.float64)


def answers_missing(seed: int, program: InventedProgram, count: int, share: float) -> Bools:
    """Rows in which the answer was not written down."""
    return np.asarray(chance(seed, "answers", program.program_id).random(count) < share)


def names_of(invention: Invention) -> Strings:
    """The outcomes' names, by position."""
    return np.array([outcome.outcome for outcome in invention.outcomes], dtype=object)
