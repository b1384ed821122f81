"""What people were given: one row for each service, on a day within an enrollment."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from groundswell.engine.invented.chance import Ints, chance, day
from groundswell.engine.invented.invention import Invention
from groundswell.engine.invented.participation import Enrollments
from groundswell.engine.invented.programs import InventedProgram

DAY_BITS = 17  # a day since 1970 takes no more: until the year 2328


@dataclass(frozen=True, slots=True)
class Doses:
    """The services of one program: the enrollment (its position among all), the day, the kind, the quantity, the site.

    Ordered by enrollment and day. `quantity` is NaN where nobody wrote it down.
    """

    enrollment: Ints
    day: Ints
    kind: npt.NDArray[np.int8]
    quantity: npt.NDArray[np.float32]
    site: npt.NDArray[np.int16]

    def __len__(self) -> int:
        return len(self.day)


def expected_services(enrollments: Enrollments, invention: Invention) -> float:
    """How many services the programs would give by their own rates."""
    rates = np.array([program.per_week for program in invention.programs])
    return float((rates[enrollments.program] * _weeks(enrollments, invention)).sum())


def _weeks(enrollments: Enrollments, invention: Invention) -> npt.NDArray[np.float64]:
    ended = np.minimum(enrollments.ended, day(invention.last_day))
    return np.asarray((ended - enrollments.started + 1) / 7.0, dtype=np.float64)


def doses_of(
    seed: int, enrollments: Enrollments, rows: Ints, program: InventedProgram, invention: Invention, scale: float
) -> Doses:
    """The services of one program, whose enrollments stand at `rows`; `scale` times as many as its own rate gives."""
    rng = chance(seed, "services", program.program_id)
    weeks = _weeks(enrollments.chosen(rows), invention)
    zeal = rng.gamma(4.0, 0.25, len(rows))  # some come always, some hardly ever
    times = rng.poisson(program.per_week * scale * weeks * zeal)
    at = np.repeat(np.arange(len(rows), dtype=np.int32), times)
    days = enrollments.started[rows][at] + np.floor(rng.random(len(at)) * weeks[at] * 7).astype(np.int32)
    key = np.unique((at.astype(np.int64) << DAY_BITS) | days)  # one service a day: two would look like a slip
    at, days = (key >> DAY_BITS).astype(np.int32), (key & ((1 << DAY_BITS) - 1)).astype(np.int32)
    if program.lean:
        first, last, share = program.lean
        given = (days < day(first)) | (days > day(last)) | (rng.random(len(days)) < share)
        at, days = at[given], days[given]
    kind, quantity = _what(rng, len(at), program, invention)
    elsewhere = rng.random(len(at)) < invention.other_site
    site = np.where(elsewhere, rng.integers(0, len(program.sites), len(at)), enrollments.site[rows][at])
    return Doses(rows[at], days, kind, quantity, site.astype(np.int16))


def _what(
    rng: np.random.Generator, count: int, program: InventedProgram, invention: Invention
) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float32]]:
    """The kind and the quantity of each service: around what is typical, in steps, never below one step."""
    services = program.services
    shares = np.cumsum([service.share for service in services])
    kind = np.minimum(np.searchsorted(shares, rng.random(count) * shares[-1], side="right"), len(services) - 1)
    typical, step = (np.array([getattr(service, name) for service in services])[kind] for name in ("quantity", "step"))
    varied = typical * np.where(typical > step, rng.gamma(6.0, 1 / 6, count), 1.0)
    quantity = np.maximum(np.round(varied / step), 1) * step
    quantity[rng.random(count) < invention.quantity_missing] = np.nan
    return kind.astype(np.int8), quantity.astype(np.float32)


def dose_keys(person: Ints, days: Ints) -> npt.NDArray[np.int64]:
    """Sorted keys of person and day, so that one search counts a person's services up to a day."""
    key = (person.astype(np.int64) << DAY_BITS) | days
    key.sort()
    return key


def doses_until(keys: npt.NDArray[np.int64], person: Ints, until: Ints) -> npt.NDArray[np.int64]:
    """How many services each person had up to a day, that day included."""
    base = person.astype(np.int64) << DAY_BITS
    return np.searchsorted(keys, base | until, side="right") - np.searchsorted(keys, base, side="left")
