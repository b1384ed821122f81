"""Contribution: ranges of sixty programs in twenty groups, beside a plain NumPy loop and beside draws one by one.

All three draw every declared number of every program, join the effects of the whole and of each group, and take the
range of the middle 80 %. They must agree; a row would be worth nothing otherwise.
"""

from __future__ import annotations

import math
import multiprocessing
import resource
import time
from collections.abc import Callable
from random import Random

import numpy as np

from benchmarks.rows import Row
from groundswell.core.contribution.effects import Floats
from groundswell.core.contribution.joint import meeting_of, people_and_risks
from groundswell.core.contribution.links import Declared, Link, Overlap, Population
from groundswell.core.contribution.ranges import Modelled, modelled
from groundswell.core.contribution.shares import by_enumeration, by_integral, by_sampling

PROGRAMS, GROUPS, DRAWS = 60, 20, 100_000
GROWTH = ((10, DRAWS), (20, DRAWS), (40, DRAWS), (60, DRAWS), (60, DRAWS // 4), (60, 2 * DRAWS))
ONE_BY_ONE = 200  # draws of the slow twin, scaled up
LEVEL = 0.8
AGREE = 0.01  # how far two ranges of random draws may lie apart
RISK, GROUP_PEOPLE = 0.2, 5_000


def run() -> list[Row]:
    """All rows: beside the loops, growth, linked records, shares."""
    return [*beside_loops(), *growth(), linked(), *shares()]


def programs(count: int) -> list[Link]:
    """Invented programs, every number with a range and every group reached, from a fixed seed."""
    random = np.random.default_rng(9)

    def ranged(least: float, most: float) -> Declared:
        value = float(random.uniform(least, most))
        return Declared(value, 0.8 * value, 1.1 * value)

    return [
        Link(
            f"program {number}",
            float(random.integers(100, 900)),
            ranged(0.7, 0.9),
            baseline_risk=ranged(0.25, 0.4),
            in_population=ranged(0.7, 0.9),
            completion=ranged(0.6, 0.9),
            by_cell={f"group {group}": float(people) for group, people in enumerate(random.integers(1, 50, GROUPS))},
        )
        for number in range(count)
    ]


def whole() -> Population:
    """Everybody in all groups."""
    return Population(GROUPS * GROUP_PEOPLE, RISK)


def ours(count: int = PROGRAMS, draws: int = DRAWS, overlap: Overlap | None = None) -> Modelled:
    """The engine's answer."""
    cells = {f"group {group}": Population(GROUP_PEOPLE, RISK) for group in range(GROUPS)}
    return modelled(programs(count), whole(), overlap=overlap, draws=draws, cells=cells, level=LEVEL)


def seconds(work: Callable[[], object], times: int = 3, clock: Callable[[], float] = time.perf_counter) -> float:
    """The quickest of a few runs."""
    taken = []
    for _ in range(times):
        start = clock()
        work()
        taken.append(clock() - start)
    return min(taken)


def beside_loops() -> list[Row]:
    """Ours beside the loops in time, and in memory in processes of their own."""
    size = f"{PROGRAMS} programs, {GROUPS} groups, {DRAWS:,} draws"
    peak, peer_peak = apart(ours), apart(numpy_loop)  # first: a process starts with the peak of the one it comes from
    figure, beside = f"{peak:,.0f} MB", f"a plain NumPy loop: {peer_peak:,.0f} MB"
    rows = [Row("Memory of it, the whole process", size, peer=beside, figure=figure, goal="under 1,000 MB")]
    found, took, cpu = ours(), seconds(ours), seconds(ours, clock=time.process_time)
    rows.append(Row("Processor time of it, all threads", size, cpu))
    peers: list[tuple[str, Callable[[], Floats], float]] = [
        ("a plain NumPy loop", numpy_loop, 1),
        (f"draw by draw in plain Python, {ONE_BY_ONE} scaled up", draw_by_draw, DRAWS / ONE_BY_ONE),
    ]
    for name, peer, scale in peers:
        start = time.perf_counter()
        joint = peer()
        peer_took = (time.perf_counter() - start) * scale
        allowed = AGREE if scale == 1 else 0.05
        if not agrees(found, joint, allowed):
            name += ", which does NOT agree"
        rows.append(Row("What programs add up to, with ranges", size, took, name, peer_took, goal="under 2 s"))
    return rows


def agrees(found: Modelled, joint: Floats, allowed: float) -> bool:
    """True where the range of a peer's draws of the joint effect is ours."""
    low, high = found.joint_people.low, found.joint_people.high
    theirs = np.quantile(joint, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return low is not None and high is not None and bool(np.allclose(theirs, [low, high], rtol=allowed))


def numpy_loop() -> Floats:
    """As an analyst would write it: arrays of draws, one program and one group after the other."""
    random, links = np.random.default_rng(5), programs(PROGRAMS)

    def drawn(one: Declared) -> Floats:
        chance = random.standard_normal(DRAWS)
        below, above = _widths(one)
        return np.clip(one.value + chance * np.where(chance < 0, below, above), 0, 1)

    people = []
    for link in links:
        ratio = np.exp(_in_proportion(link.effect, random.standard_normal(DRAWS)))
        reach = link.served * drawn(link.in_population) * drawn(link.completion)
        people.append(reach * drawn(link.baseline_risk) * (1 - ratio))
    left = np.ones(DRAWS)
    for one in people:
        left *= 1 - one / whole().at_risk
    joint = whole().at_risk * (1 - left)
    groups = []
    for group in range(GROUPS):
        left = np.ones(DRAWS)
        for link, one in zip(links, people, strict=True):
            part = link.by_cell[f"group {group}"] / sum(link.by_cell.values())
            left *= 1 - one * part / (GROUP_PEOPLE * RISK)
        groups.append(GROUP_PEOPLE * RISK * (1 - left))
    scale = joint / sum(groups)
    for row in (*people, *(group * scale for group in groups)):
        np.quantile(row, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return np.asarray(joint)


def _widths(one: Declared) -> tuple[float, float]:
    low, high = one.low or one.value, one.high or one.value
    return (one.value - low) / 1.96, (high - one.value) / 1.96


def _in_proportion(one: Declared, chance: Floats) -> Floats:
    low, high = one.low or one.value, one.high or one.value
    below, above = math.log(one.value / low) / 1.96, math.log(high / one.value) / 1.96
    return np.asarray(math.log(one.value) + chance * np.where(chance < 0, below, above))


def draw_by_draw() -> Floats:
    """The slow twin: one draw after the other, one program, one group, in plain Python."""
    random, links = Random(6), programs(PROGRAMS)
    joint = [_one_draw(links, random) for _ in range(ONE_BY_ONE)]
    return np.array(joint)


def _one_draw(links: list[Link], random: Random) -> float:
    def drawn(one: Declared) -> float:
        chance = random.gauss(0, 1)
        return min(max(one.value + chance * _widths(one)[chance >= 0], 0.0), 1.0)

    left, groups = 1.0, [1.0] * GROUPS
    for link in links:
        ratio = math.exp(float(_in_proportion(link.effect, np.array(random.gauss(0, 1)))))
        people = link.served * drawn(link.in_population) * drawn(link.completion)
        people *= drawn(link.baseline_risk) * (1 - ratio)
        left *= 1 - people / whole().at_risk
        known = sum(link.by_cell.values())
        for group, part in enumerate(link.by_cell.values()):
            groups[group] *= 1 - people * part / known / (GROUP_PEOPLE * RISK)
    return whole().at_risk * (1 - left)


def apart(work: Callable[[], object]) -> float:
    """The most memory that a process of its own takes for it, in MB."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_peak, (work,))


def _peak(work: Callable[[], object]) -> float:
    work()
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


def growth() -> list[Row]:
    """How it grows with programs and with draws."""
    rows = []
    for count, draws in GROWTH:
        took = seconds(lambda c=count, d=draws: ours(c, d), times=2)  # type: ignore[misc]
        size = f"{count} programs, {GROUPS} groups, {draws:,} draws"
        rows.append(Row("Growth of it", size, took, goal="in proportion"))
    return rows


def linked() -> Row:
    """The same with linked records: three hundred combinations of two to five programs."""
    random = np.random.default_rng(4)
    names = [link.id for link in programs(PROGRAMS)]
    picks = [random.choice(names, size, replace=False) for size in random.integers(2, 6, 300)]
    known = Overlap([(tuple(map(str, pick)), float(random.integers(11, 60))) for pick in picks])
    size = f"{PROGRAMS} programs, {GROUPS} groups, {DRAWS:,} draws, 300 combinations"
    return Row("The same with linked records", size, seconds(lambda: ours(overlap=known)))


def shares() -> list[Row]:
    """Shapley's shares: of twelve programs over every set, of sixty by integral and by sampling."""
    rows = []
    for count, name, split, goal in (
        (12, "every set", by_enumeration, "under 1 s"),
        (12, "integral", by_integral, "under 1 s"),
        (PROGRAMS, "integral", by_integral, ""),
        (PROGRAMS, "orders sampled", by_sampling, ""),
    ):
        links = programs(count)
        joining = (*people_and_risks(links), meeting_of(links, whole(), None))
        took = seconds(lambda s=split, j=joining: s(*j))  # type: ignore[misc]
        rows.append(Row(f"Shares of the joint effect, {name}", f"{count} programs", took, goal=goal))
    return rows
