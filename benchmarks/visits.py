"""Invented service records for the benchmarks of the cube: who was served by which program, where and in which month.

A few sites serve most people, most people keep to one site and come for some months, and a few people come very often.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

PROGRAMS, SITES, MONTHS = 40, 200, 36
RACES, SEXES, AGES = 7, 3, 8
Ints = NDArray[np.integer]


@dataclass(frozen=True, slots=True)
class Visits:
    """One row for each service, as arrays; `hours` come in quarters, so that every engine adds them exactly."""

    person: Ints
    program: Ints
    site: Ints
    month: Ints
    race: Ints
    sex: Ints
    age: Ints
    hours: NDArray[np.float64]
    ok: Ints
    num: Ints
    den: Ints

    def __len__(self) -> int:
        return len(self.person)

    def columns(self) -> dict[str, NDArray]:
        """The arrays by name."""
        return {name: getattr(self, name) for name in self.__slots__}

    def taken(self, rows: Ints) -> Visits:
        """Some of the rows, in the order given."""
        return Visits(**{name: values[rows] for name, values in self.columns().items()})


def visits(rows: int, seed: int = 7) -> Visits:
    """`rows` services in order of months, a tenth as many people, from a seed."""
    draw = np.random.default_rng(seed)
    people = rows // 10
    homes = np.minimum((SITES ** draw.random(people)).astype(np.int16), SITES) - 1  # half the people at 14 sites
    began = draw.integers(0, MONTHS, people, dtype=np.int16)
    groups = {
        "race": draw.choice(RACES, people, p=(0.44, 0.26, 0.12, 0.08, 0.05, 0.03, 0.02)).astype(np.int8),
        "sex": draw.choice(SEXES, people, p=(0.54, 0.45, 0.01)).astype(np.int8),
        "age": draw.integers(0, AGES, people, dtype=np.int8),
    }
    eager = (draw.pareto(1.2, rows) * people / 8).astype(np.int64) % people
    person = np.where(draw.random(rows) < 0.5, draw.integers(0, people, rows), eager).astype(np.int32)
    del eager
    site = np.where(draw.random(rows) < 0.8, homes[person], draw.integers(0, SITES, rows, dtype=np.int16))
    program = ((site.astype(np.int32) * 7 + 3 * draw.integers(0, 5, rows, dtype=np.int8)) % PROGRAMS).astype(np.int16)
    month = np.minimum(began[person] + draw.geometric(0.25, rows) - 1, MONTHS - 1).astype(np.int16)
    order = np.argsort(month, kind="stable")
    person, site, program, month = (values[order] for values in (person, site, program, month))
    den = (draw.random(rows) < 0.4).astype(np.int8)
    return Visits(
        person,
        program,
        site,
        month,
        **{name: codes[person] for name, codes in groups.items()},
        hours=np.ceil(draw.gamma(2, 6, rows)) / 4,
        ok=(draw.random(rows) < 0.8).astype(np.int8),
        num=den * (draw.random(rows) < 0.6).astype(np.int8),
        den=den,
    )
