"""The engine's ranges hold the truth as often as they say: 50,000 people simulated at a truth drawn from what was
declared, again and again."""

from math import sqrt

import numpy as np
import pytest

from groundswell.core.contribution.links import Declared, JointModel, Link, Overlap, Population
from groundswell.core.contribution.ranges import modelled

PEOPLE = 50_000
PROGRAMS = 3
LEVEL = 0.80
FIELDS = ("effect", "baseline_risk", "in_population", "completion")


def truth_of(declared: Declared, random: np.random.Generator, *, in_proportion: bool) -> float:
    """One truth out of a declared range, by its definition: half below the value, half above, 95 % inside."""
    value, low, high = declared.value, declared.low, declared.high
    deviations = random.standard_normal() / 1.96
    end = low if deviations < 0 else high
    if in_proportion:
        return float(value * (end / value) ** abs(deviations))
    return float(np.clip(value + (end - value) * abs(deviations), 0, 1))


def declared_links(random: np.random.Generator, served: np.ndarray) -> list[Link]:
    found = []
    for number, people in enumerate(served):
        ratio, risk, share, completion = random.uniform((0.6, 0.25, 0.7, 0.6), (0.85, 0.5, 0.9, 0.85))
        found.append(
            Link(
                f"p{number}",
                float(people),
                Declared(ratio, ratio * random.uniform(0.6, 0.8), ratio * random.uniform(1.1, 1.2)),
                baseline_risk=Declared(risk, risk - 0.08, risk + 0.04),
                in_population=Declared(share, share - 0.15, share + 0.08),
                completion=Declared(completion, completion - 0.1, completion + 0.1),
            )
        )
    return found


def simulated(links: list[Link], serves: np.ndarray, random: np.random.Generator) -> int:
    """Count the people who are spared: each served by known programs, with chances that are the truth this time."""
    truth = {
        (link.id, field): truth_of(getattr(link, field), random, in_proportion=field == "effect")
        for link in links
        for field in FIELDS
    }
    risk_of = np.array([truth[link.id, "baseline_risk"] for link in links])
    counts = serves.sum(axis=1)
    risk = (serves @ risk_of) / np.maximum(counts, 1)
    is_spared = np.zeros(len(serves), bool)
    for column, link in enumerate(links):
        reached = truth[link.id, "in_population"] * truth[link.id, "completion"]
        difference = risk_of[column] * (1 - truth[link.id, "effect"])
        chance = reached * difference / np.where(counts, risk, 1)
        is_spared |= serves[:, column] & (random.random(len(serves), np.float32) < chance)
    is_ahead = random.random(len(serves), np.float32) < risk
    return int((is_spared & is_ahead).sum())


def overlap_of(serves: np.ndarray) -> Overlap:
    codes, people = np.unique(serves @ (1 << np.arange(PROGRAMS)), return_counts=True)
    names = [tuple(f"p{row}" for row in range(PROGRAMS) if code >> row & 1) for code in codes]
    return Overlap([(programs, float(count)) for programs, count in zip(names, people, strict=True) if programs])


def is_held(seed: int, level: float) -> bool:
    random = np.random.default_rng(seed)
    served_by = random.random((PEOPLE, PROGRAMS), np.float32) < random.uniform(0.1, 0.3, PROGRAMS)
    links = declared_links(random, served_by.sum(axis=0))
    found = modelled(
        links,
        Population(PEOPLE, 0.5),
        overlap=overlap_of(served_by),
        model=JointModel.RISKS_MULTIPLY,
        draws=4000,
        seed=seed,
        level=level,
    )
    return found.joint_people.low <= simulated(links, served_by, random) <= found.joint_people.high


@pytest.mark.parametrize("seeds", [100, pytest.param(500, marks=pytest.mark.slow)])
def test_ranges_hold_the_simulated_truth_at_their_stated_rate(seeds):
    held = sum(is_held(seed, LEVEL) for seed in range(seeds)) / seeds
    assert held == pytest.approx(LEVEL, abs=3 * sqrt(LEVEL * (1 - LEVEL) / seeds))
