"""What is found of people in programs: exclusive combinations, and pathways. Exact counts: nothing is withheld here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from groundswell.core.periods import Period


@dataclass(frozen=True, slots=True, order=True)
class Combination:
    """People who were in exactly these programs in a period, and in no other.

    Everybody together where `dimension` is blank; else those of one place (`dimension` is "place") or one group.
    `group` is blank there for those of whom nobody wrote it down. Programs stand in alphabetical order.
    """

    period: Period
    dimension: str
    group: str
    programs: tuple[str, ...]
    people: int


@dataclass(frozen=True, slots=True, order=True)
class Pathway:
    """People whose first enrollment in one program was followed by their first in another, and the median days."""

    origin: str
    destination: str
    people: int
    median_days: float


@dataclass(frozen=True, slots=True)
class Participation:
    """All that was found, in a settled order, and how many seconds each step took."""

    combinations: tuple[Combination, ...]
    pathways: tuple[Pathway, ...]
    within_days: int
    seconds: Mapping[str, float]
