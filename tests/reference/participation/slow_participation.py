"""People in programs the slow and obvious way: one person after another, one period after another, no SQL.

Written from the paragraphs of `engine/participation`; compared with the engine on random records.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from statistics import median
from typing import Any

from tests.reference.measures.slow_measures import Stretch, World

Combinations = dict[tuple[str, str, str, tuple[str, ...]], int]  # period, dimension, group, programs


def slow_combinations(world: World, periods: list[Stretch], dimensions: dict[str, str]) -> Combinations:
    """How many people were in exactly which programs; `dimensions` are the columns of groups by their dimension."""
    known = {"place": _known(world, "place_id")} | {
        dimension: _known(world, column) for dimension, column in dimensions.items()
    }
    found: Combinations = Counter()
    for period in periods:
        programs: dict[Any, set[str]] = defaultdict(set)
        for row in world.enrollments:
            if row["started"] <= period.last and row["last"] >= period.first:
                programs[world.person(row)].add(row["program"])
        for row in world.services:
            if period.holds(row["date"]):
                programs[world.person(row)].add(row["program"])
        for person, those in programs.items():
            together = tuple(sorted(those))
            found[period.text, "", "", together] += 1
            for dimension, words in known.items():
                found[period.text, dimension, words.get(person, ""), together] += 1
    return dict(found)


def _known(world: World, column: str) -> dict[Any, str]:
    """What most of a person's records say; of as many the first in the alphabet."""
    said: dict[Any, Counter[str]] = defaultdict(Counter)
    for (program, participant), row in world.participants.items():
        if row.get(column) is not None:
            said[world.persons.get((program, participant), (program, participant))][row[column]] += 1
    return {person: min(words, key=lambda word: (-words[word], word)) for person, words in said.items()}


def slow_pathways(world: World, within_days: int) -> dict[tuple[str, str], tuple[int, float]]:
    """First enrollments that followed one another: how many people, and the median of their days."""
    firsts: dict[Any, dict[str, date]] = defaultdict(dict)
    for row in world.enrollments:
        mine = firsts[world.person(row)]
        mine[row["program"]] = min(mine.get(row["program"], row["started"]), row["started"])
    days: dict[tuple[str, str], list[int]] = defaultdict(list)
    for mine in firsts.values():
        for origin, first in mine.items():
            for destination, other in mine.items():
                if 0 < (other - first).days <= within_days:
                    days[origin, destination].append((other - first).days)
    return {move: (len(each), float(median(each))) for move, each in days.items()}
