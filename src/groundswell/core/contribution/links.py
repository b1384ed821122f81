"""What a link says: a program (or a shared measure of it) reaches people of an indicator's population, and how much
difference that makes to each of them, as somebody declared it, with a range and the grade of its evidence.

A *risk* is the risk of the adverse outcome (not ready, absent, without a home), whichever way the indicator counts, so
that everything good is positive: a risk difference of 0.05 spares five in a hundred the adverse outcome.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

DECLARED_LEVEL = 0.95  # what a declared range is taken to be: published effects come with their 95 % interval


class EffectKind(StrEnum):
    """How a difference made is written: a risk ratio of the adverse outcome (below 1 is better), a risk difference or a
    standardized mean difference (positive is better)."""

    RISK_RATIO = "risk_ratio"
    RISK_DIFFERENCE = "risk_difference"
    COHENS_D = "cohens_d"


class Evidence(StrEnum):
    """What an effect rests on, the strongest first. A change without a comparison (`pre_post`) is no effect: only a
    declared part of it is."""

    RANDOMIZED = "randomized"
    QUASI_EXPERIMENTAL = "quasi_experimental"
    PRE_POST = "pre_post"
    EXPERT = "expert"


class JointModel(StrEnum):
    """How the effects of several programs on one person come together where nothing better is known.

    `risks_multiply` (the default): each takes its part of the risk that the others left. `added_chances`: each gives a
    chance of its own, and one success is enough.
    """

    RISKS_MULTIPLY = "risks_multiply"
    ADDED_CHANCES = "added_chances"

    @classmethod
    def named(cls, text: str) -> JointModel:
        """The model of that name; risks multiply where there is none.

        >>> JointModel.named("added_chances"), JointModel.named("")
        (<JointModel.ADDED_CHANCES: 'added_chances'>, <JointModel.RISKS_MULTIPLY: 'risks_multiply'>)
        """
        return cls(text) if text in set(cls) else cls.RISKS_MULTIPLY


@dataclass(frozen=True, slots=True)
class Declared:
    """A number that somebody declared, and the range in which it lies with 95 % certainty; None: none was declared."""

    value: float
    low: float | None = None
    high: float | None = None

    @property
    def is_ranged(self) -> bool:
        """True where a range was declared that is more than a point."""
        return (self.low is not None and self.low != self.value) or (self.high is not None and self.high != self.value)


CERTAIN = Declared(1.0)


@dataclass(frozen=True, slots=True)
class Link:
    """One program's link to one indicator, in computing units.

    `served` and `served_before` are people, each counted once: served now (or planned), and when the indicator's
    baseline stood, for only the change moves an indicator that contains today's programs already. `by_cell` are the
    parts of the *change* in each cell of a breakdown (a group, a place), in people, where known. `capacity` is the most
    people that it could serve, `unit_cost` what serving one more costs.
    """

    id: str
    served: float
    effect: Declared
    effect_kind: EffectKind = EffectKind.RISK_RATIO
    baseline_risk: Declared = CERTAIN
    in_population: Declared = CERTAIN
    completion: Declared = CERTAIN
    served_before: float = 0.0
    evidence: Evidence | None = None
    lag_years: float = 0.0
    capacity: float | None = None
    unit_cost: float | None = None
    by_cell: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Population:
    """Whom an indicator is about: how many people, and which part of them has the adverse outcome as things go.

    As things go: at the forecast for the year that is looked at, where there is one, else now.
    """

    people: float
    risk: float

    @property
    def at_risk(self) -> float:
        """People with the adverse outcome: nobody else can be helped."""
        return self.people * self.risk


@dataclass(frozen=True, slots=True)
class Overlap:
    """Who is served by which programs together, from linked records: people in exactly these programs, no other.

    Counts are of everybody served. Programs that are in no combination were not linked: they overlap by chance alone.
    """

    combinations: Sequence[tuple[tuple[str, ...], float]]


@dataclass(frozen=True, slots=True)
class Gap:
    """How far the forecast lies from the target, in people who would have to be better off; 0 where it is reached.

    `now`, `forecast` and `target` are adverse risks (proportions), whichever way the indicator counts.
    """

    people: float
    now: float | None
    forecast: float
    target: float
