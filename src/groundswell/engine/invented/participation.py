"""Who is in which program, from when to when, and how it ended.

A participation is one person in one program. It has one enrollment, or a second one later; where the second one was
given a participant id of its own because nobody found the first, the person's identity is split within the program.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from groundswell.engine.invented.chance import Bools, Floats, Ints, between, chance, day, drawn
from groundswell.engine.invented.invention import Invention
from groundswell.engine.invented.people import DAYS_OF_A_YEAR, NEVER, People
from groundswell.engine.invented.programs import InventedProgram

COMPLETED = 0
END_REASONS = ("completed", "moved away", "lost touch", "chose to leave", "referred elsewhere")
_REASON_SHARES = (0.22, 0.38, 0.25, 0.15)  # of those who did not complete
_PEOPLE_AT_A_TIME = 100_000
_SOONER = 1e6  # children whose parent enrolls too are in a program that enrolls parents
_LAST_START = 30  # nobody starts in the last days: too little could be said of them


@dataclass(frozen=True, slots=True)
class Enrollments:
    """Enrollments of all programs: where open, `ended` is NEVER and `reason` -1; `split` has an id of its own."""

    person: Ints
    program: Ints
    started: Ints
    ended: Ints
    reason: Ints
    site: Ints
    again: Bools
    split: Bools

    def __len__(self) -> int:
        return len(self.person)

    def chosen(self, which: npt.NDArray[np.integer[Any]]) -> Enrollments:
        """Some of them, by position, in the order given."""
        return Enrollments(
            self.person[which], self.program[which], self.started[which], self.ended[which], self.reason[which],
            self.site[which], self.again[which], self.split[which],
        )  # fmt: skip

    def joined(self, other: Enrollments) -> Enrollments:
        """These and, behind them, others."""
        every = Enrollments.__dataclass_fields__
        columns: dict[str, Any] = {name: np.concatenate([getattr(self, name), getattr(other, name)]) for name in every}
        return Enrollments(**columns)


def enrollments_of(seed: int, people: People, invention: Invention) -> Enrollments:
    """Every enrollment, ordered by program, then person, then start."""
    rng = chance(seed, "participation")
    person, program = _choices(rng, people, invention)
    person, program, started = _with_parents(
        people, person, program, _starts(rng, people, person, program, invention), invention
    )
    first = _enrollments(rng, people, person, program, started, invention)
    onward = _onward(rng, people, first, invention)
    both = first.joined(onward)
    everything = both.joined(_second(rng, people, both, invention))
    return everything.chosen(np.lexsort((everything.started, everything.person, everything.program)))


def _window(program: InventedProgram, invention: Invention) -> tuple[int, int]:
    """First and last day on which somebody may start."""
    last = day(invention.last_day) - _LAST_START
    return max(day(program.started), day(invention.first_day)), min(day(program.ended), last) if program.ended else last


def _windows(born: Ints, program: InventedProgram, invention: Invention) -> tuple[Ints, Ints]:
    """For each person, the first and last day on which the program would take them; last before first: never."""
    low, high = _window(program, invention)
    youngest = born + int(program.ages[0] * DAYS_OF_A_YEAR) + 1
    oldest = born + int((program.ages[1] + 1) * DAYS_OF_A_YEAR) - 1
    return np.maximum(youngest, low).astype(np.int32), np.minimum(oldest, high).astype(np.int32)


def _choices(rng: np.random.Generator, people: People, invention: Invention) -> tuple[Ints, Ints]:
    """Persons and programs: each child in one or several programs whose years of age fit, sooner in those nearby."""
    wanted = drawn(rng, invention.programs_each, len(people)) + 1
    brings = np.append(people.is_parent[1:], False)  # the first child of a household comes right before its parent
    takes_parents = np.flatnonzero([program.parents > 0 for program in invention.programs])
    persons, programs = [], []
    for begin in range(0, len(people), _PEOPLE_AT_A_TIME):
        some = slice(begin, begin + _PEOPLE_AT_A_TIME)
        weights = _weights(people.born[some], people.home.place[some], invention)
        weights[people.is_parent[some]] = 0
        weights[np.ix_(np.flatnonzero(brings[some]), takes_parents)] *= _SOONER
        with np.errstate(divide="ignore"):
            keys = np.log(weights) + rng.gumbel(size=weights.shape)  # the largest keys: drawn without replacement
        order = np.argsort(-keys, axis=1, kind="stable")[:, : len(invention.programs_each)]
        fits = np.take_along_axis(weights, order, axis=1) > 0
        taken = fits & (np.arange(order.shape[1]) < wanted[some, None])
        at, rank = np.nonzero(taken)
        persons.append(at + begin)
        programs.append(order[at, rank])
    return np.concatenate(persons).astype(np.int32), np.concatenate(programs).astype(np.int32)


def _weights(born: Ints, place: Ints, invention: Invention) -> Floats:
    weights = np.zeros((len(born), len(invention.programs)))
    for column, program in enumerate(invention.programs):
        low, high = _windows(born, program, invention)
        years = (program.ages[1] + 1 - program.ages[0]) * DAYS_OF_A_YEAR
        here = {site.place_id for site in program.sites}
        near = np.array([1.0 if known.place_id in here else 1 - invention.nearby for known in invention.places])
        weights[:, column] = program.share * np.clip((high - low + 1) / years, 0, 1) * near[place]
    return weights


def _starts(rng: np.random.Generator, people: People, person: Ints, program: Ints, invention: Invention) -> Ints:
    started = np.zeros(len(person), dtype=np.int32)
    for number, known in enumerate(invention.programs):
        rows = np.flatnonzero(program == number)
        low, high = _windows(people.born[person[rows]], known, invention)
        started[rows] = between(rng, low, high, len(rows))
        if known.months:
            started[rows] = _in_season(rng, started[rows], known.months, _window(known, invention))
    return started


def _in_season(rng: np.random.Generator, started: Ints, months: tuple[int, ...], window: tuple[int, int]) -> Ints:
    """The same year, in one of the months: within the first week of the month's second half."""
    year = started.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64)
    month = np.array(months)[rng.integers(0, len(months), len(started))]
    season = (year * 12 + month - 1).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    season = season + 14 + rng.integers(0, 7, len(started))
    season = np.where(season < window[0], season + 365, season)
    return np.asarray(np.where(season > window[1], season - 365, season), dtype=np.int32)


def _with_parents(
    people: People, person: Ints, program: Ints, started: Ints, invention: Invention
) -> tuple[Ints, Ints, Ints]:
    """Parents join the program that enrolled their child, on the day their child joined."""
    takes_parents = np.array([known.parents > 0 for known in invention.programs])
    parent = np.full(len(people), NEVER, dtype=np.int32)
    parents = np.flatnonzero(people.is_parent)
    parent[parents - 1] = parents  # the first child of a household comes right before its parent
    rows = np.flatnonzero(takes_parents[program] & (parent[person] != NEVER))
    return (
        np.concatenate([person, parent[person[rows]]]),
        np.concatenate([program, program[rows]]),
        np.concatenate([started, started[rows]]),
    )


def _enrollments(
    rng: np.random.Generator, people: People, person: Ints, program: Ints, started: Ints, invention: Invention
) -> Enrollments:
    """How long each stays, how it ends, and at which site."""
    count = len(person)
    planned = np.array([known.planned_days for known in invention.programs])[program]
    early = np.array([known.early_days for known in invention.programs])[program]
    completes = rng.random(count) < np.array([known.completion for known in invention.programs])[program]
    stay = np.where(
        completes, planned * rng.uniform(0.9, 1.1, count), np.minimum(rng.exponential(early, count), planned)
    )
    ended = started + np.maximum(stay, 1).astype(np.int64)
    reason = np.where(completes, COMPLETED, drawn(rng, _REASON_SHARES, count) + 1)
    is_open = ended > day(invention.last_day)
    no = np.zeros(count, dtype=np.bool_)
    return Enrollments(
        person.astype(np.int32), program.astype(np.int32), started.astype(np.int32),
        np.where(is_open, NEVER, ended).astype(np.int32), np.where(is_open, -1, reason).astype(np.int32),
        _sites(rng, people.home.place[person], program, invention), no, no.copy(),
    )  # fmt: skip


def _sites(rng: np.random.Generator, place: Ints, program: Ints, invention: Invention) -> Ints:
    """The site in one's own place where there is one, mostly; else any of the program's."""
    site = np.zeros(len(place), dtype=np.int32)
    for number, known in enumerate(invention.programs):
        rows = np.flatnonzero(program == number)
        here = {at.place_id: position for position, at in enumerate(known.sites)}
        own = np.array([here.get(known_place.place_id, -1) for known_place in invention.places])[place[rows]]
        some = rng.integers(0, len(known.sites), len(rows))
        site[rows] = np.where((own >= 0) & (rng.random(len(rows)) < 0.9), own, some)
    return site


def _onward(rng: np.random.Generator, people: People, first: Enrollments, invention: Invention) -> Enrollments:
    """Children who completed a program and go on to the next within half a year, where it takes them by then."""
    numbers = {known.program_id: number for number, known in enumerate(invention.programs)}
    there = first.person.astype(np.int64) * len(numbers) + first.program
    parts = []
    for number, known in enumerate(invention.programs):
        if known.onward is None or known.onward[0] not in numbers:
            continue
        target = numbers[known.onward[0]]
        rows = np.flatnonzero((first.program == number) & (first.reason == COMPLETED) & ~people.is_parent[first.person])
        rows = rows[~np.isin(first.person[rows].astype(np.int64) * len(numbers) + target, there)]
        rows = rows[rng.random(len(rows)) < known.onward[1]]
        started = first.ended[rows] + between(rng, 3, 150, len(rows))
        low, high = _windows(people.born[first.person[rows]], invention.programs[target], invention)
        fits = (started >= low - 90) & (started <= high)  # a little before the third birthday will do
        fits &= started >= _window(invention.programs[target], invention)[0]
        person, begun = first.person[rows][fits], started[fits]
        _, once = np.unique(person, return_index=True)
        goal = np.full(len(once), target, dtype=np.int32)
        parts.append(_enrollments(rng, people, person[once], goal, begun[once], invention))
        there = np.concatenate([there, person[once].astype(np.int64) * len(numbers) + target])
    joined = first.chosen(np.zeros(0, dtype=np.int32))
    for part in parts:
        joined = joined.joined(part)
    return joined


def _second(rng: np.random.Generator, people: People, first: Enrollments, invention: Invention) -> Enrollments:
    """Those who come back after the first enrollment has ended: some of them under a new participant id."""
    luck = rng.random(len(first))
    back = np.flatnonzero((luck < invention.again + invention.split) & (first.ended != NEVER))
    started = first.ended[back] + between(rng, 14, 300, len(back))
    fits = started <= day(invention.last_day) - _LAST_START
    rows = back[fits]
    second = _enrollments(rng, people, first.person[rows], first.program[rows], started[fits], invention)
    second.again[:] = True
    second.split[:] = luck[rows] < invention.split
    return second
