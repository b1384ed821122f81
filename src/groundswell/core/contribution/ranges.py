"""What linked programs could add up to, with ranges: each alone, all together, beside the gap, and by cell.

Point figures are computed at the declared values. Ranges are quantiles of draws in which every number with a declared
range varies at once (`drawing`); the same seed brings the same ranges. A figure none of whose numbers has a range has
no range either: it is not certain, its uncertainty was never said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from groundswell.core.contribution.cells import Cells, cells_of
from groundswell.core.contribution.drawing import blocks_of, portfolio_of
from groundswell.core.contribution.effects import Floats, difference_of, reach_of
from groundswell.core.contribution.joint import Meeting, bounds, joint_of, meeting_of, people_and_risks
from groundswell.core.contribution.links import Gap, JointModel, Link, Overlap, Population
from groundswell.core.contribution.shares import shares_of
from groundswell.core.estimates import Estimate

DRAWS = 100_000
LEVEL = 0.8
METHOD = "monte_carlo"
_THREADS = 2


@dataclass(frozen=True, slots=True)
class ProgramPart:
    """One program's part. `reach` is the change in people reached, in the population and completed; `people` and
    `points` (of 100) are what it comes to alone; `modelled_share` is its share of the joint effect, in points, with the
    standard error of sampling it (0: exact); `slots_for_the_gap` the people it would have to serve to close the gap
    alone, None where it never could.
    """

    id: str
    reach: float
    people: Estimate
    points: Estimate
    modelled_share: float
    share_error: float
    share_of_gap: float | None
    slots_for_the_gap: float | None


@dataclass(frozen=True, slots=True)
class CellPart:
    """One group or place: people at need, people reached (`assumed_reach` of them spread by size, as it is not known
    where they are), and the people of the joint effect who are in it.
    """

    id: str
    people: float
    reach: float
    joint_people: Estimate
    assumed_reach: float = 0.0


@dataclass(frozen=True, slots=True)
class Modelled:
    """What was modelled, and with which model, seed, number of draws and level of its ranges.

    Points are of 100 of the population. `bounds_points` hold whatever the overlap is; `overlap_points` are sum less
    joint. `chance_of_closing` is the part of the draws in which the joint effect closes the gap; None where nothing has
    a range. What is asked of a gap is None where none was given, or none is left.
    """

    model: JointModel
    is_linked: bool
    seed: int
    draws: int
    level: float
    programs: tuple[ProgramPart, ...]
    sum_points: float
    joint_points: Estimate
    joint_people: Estimate
    bounds_points: tuple[float, float]
    overlap_points: float
    share_of_gap: Estimate | None
    unowned_people: float | None
    chance_of_closing: float | None
    cells: tuple[CellPart, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """Draws of people: a row for each program alone, the joint effect, a row for each cell."""

    people: Floats
    joint: Floats
    cells: Floats


def modelled(
    links: Sequence[Link],
    population: Population,
    gap: Gap | None = None,
    *,
    overlap: Overlap | None = None,
    model: JointModel = JointModel.RISKS_MULTIPLY,
    draws: int = DRAWS,
    seed: int = 0,
    level: float = LEVEL,
    cells: Mapping[str, Population] | None = None,
) -> Modelled:
    """What these links could add up to for a population, beside a gap; `cells` break it down by group or place.

    >>> from groundswell.core.contribution.links import Declared
    >>> texts = Link("texts", 6000, Declared(0.97, 0.95, 0.99), baseline_risk=Declared(0.22), completion=Declared(0.9))
    >>> found = modelled([texts], Population(12_000, 0.2), draws=2000)
    >>> round(found.joint_points.value, 3), round(found.joint_points.low, 1), round(found.joint_points.high, 1)
    (0.297, 0.2, 0.4)
    """
    meeting = meeting_of(links, population, overlap, model)
    breakdown = cells_of(links, cells, model) if cells else None
    people, risks = people_and_risks(links)
    joint = joint_of(people, risks, meeting)
    ranged = [_is_ranged(link) for link in links]
    drawn = _drawn(links, meeting, breakdown, draws if any(ranged) else 0, seed)
    alone = _estimates(people[:, 0], drawn.people, ranged, level)
    together = _estimates(joint, drawn.joint[None], [any(ranged)], level)[0]
    least, most = bounds(links, population)
    to_points = 100 / population.people if population.people > 0 else 0.0
    missing = gap.people if gap is not None and gap.people > 0 else None
    return Modelled(
        model,
        len(meeting.by_chance) < len(links),
        seed,
        draws,
        level,
        _program_parts(links, population, alone, (people, risks, meeting), to_points, missing, seed),
        float(people.sum()) * to_points,
        _scaled(together, to_points),
        together,
        (least * to_points, most * to_points),
        float(people.sum() - joint.sum()) * to_points,
        None if missing is None else _scaled(together, 1 / missing),
        None if gap is None else max(gap.people - float(joint.sum()), 0.0),
        float((drawn.joint >= missing).mean()) if missing is not None and any(ranged) else None,
        _cell_parts(links, breakdown, people, joint, drawn.cells, any(ranged), level),
    )


def _drawn(links: Sequence[Link], meeting: Meeting, cells: Cells | None, draws: int, seed: int) -> Drawn:
    portfolio = portfolio_of(links)
    people = np.empty((len(links), draws), np.float32)
    joint = np.empty(draws, np.float32)
    by_cell = np.empty((len(cells.ids) if cells else 0, draws), np.float32)

    def fill(block: tuple[slice, np.random.SeedSequence]) -> None:
        part, own_seed = block
        found, risks = portfolio.drawn(np.random.Generator(np.random.SFC64(own_seed)), part.stop - part.start)
        people[:, part] = found
        joint[part] = joint_of(found, risks, meeting)
        if cells:
            by_cell[:, part] = cells.joint(found, joint[part])

    with ThreadPoolExecutor(_THREADS) as pool:
        list(pool.map(fill, blocks_of(draws, seed)))
    return Drawn(people, joint, by_cell)


def _is_ranged(link: Link) -> bool:
    declared = (link.effect, link.baseline_risk, link.in_population, link.completion)
    return any(one.is_ranged for one in declared)


def _estimates(values: Floats, draws: Floats, ranged: Sequence[bool], level: float) -> list[Estimate]:
    """An estimate for each row; the value at the declared numbers never lies outside its range."""
    if not draws.size:
        return [Estimate(float(value)) for value in values]
    tail = (1 - level) / 2
    lows, highs = np.quantile(draws, [tail, 1 - tail], axis=1).astype(float)
    return [
        Estimate(value, min(low, value), max(high, value), level, method=METHOD) if is_ranged else Estimate(value)
        for value, low, high, is_ranged in zip(values.tolist(), lows.tolist(), highs.tolist(), ranged, strict=True)
    ]


def _scaled(estimate: Estimate, factor: float) -> Estimate:
    value, low, high = (
        None if number is None else number * factor for number in (estimate.value, estimate.low, estimate.high)
    )
    return Estimate(value, low, high, estimate.level, method=estimate.method)


def _program_parts(
    links: Sequence[Link],
    population: Population,
    alone: Sequence[Estimate],
    joining: tuple[Floats, Floats, Meeting],
    to_points: float,
    missing: float | None,
    seed: int,
) -> tuple[ProgramPart, ...]:
    shares = shares_of(*joining, seed=seed)
    return tuple(
        ProgramPart(
            link.id,
            reach_of(link),
            people,
            _scaled(people, to_points),
            float(shares.people[row]) * to_points,
            float(shares.errors[row]) * to_points,
            None if missing is None or people.value is None else people.value / missing,
            None if missing is None else slots_for(link, population, missing),
        )
        for row, (link, people) in enumerate(zip(links, alone, strict=True))
    )


def slots_for(link: Link, population: Population, missing: float) -> float | None:
    """People whom a program would have to serve to spare so many the adverse outcome alone; None where it never could.

    It never could where it changes nothing, where more are missing than are at risk, or where it would have to reach
    more people than there are.
    """
    difference = difference_of(link)
    kept = link.in_population.value * link.completion.value
    if difference <= 0 or kept <= 0 or missing > population.at_risk or missing / difference > population.people:
        return None
    return link.served_before + missing / (kept * difference)


def _cell_parts(
    links: Sequence[Link],
    cells: Cells | None,
    people: Floats,
    joint: Floats,
    draws: Floats,
    is_ranged: bool,
    level: float,
) -> tuple[CellPart, ...]:
    if cells is None:
        return ()
    values = cells.joint(people, joint)[:, 0]
    estimates = _estimates(values, draws, [is_ranged] * len(values), level)
    reach = np.array([reach_of(link) for link in links], float)
    reached, assumed = cells.parts @ reach, cells.parts @ (reach * ~np.array(cells.is_known, bool))
    return tuple(
        CellPart(cell, float(cells.at_risk[row, 0]), float(reached[row]), estimates[row], float(assumed[row]))
        for row, cell in enumerate(cells.ids)
    )
