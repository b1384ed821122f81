"""Exclusive combinations of programs: who is in exactly these and in no other. Whatever overlaps is a sum of them.

Because nobody is in two combinations, sums over them count nobody twice: the people of one program, of any of several
(their union), of all of several (their overlap). Source: the inclusion and exclusion of methods.md B9.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

Combination = tuple[str, ...]  # programs, in alphabetical order
Cells = Mapping[Combination, int]
ROUNDED_TO = 5


def people_in_any(cells: Cells, programs: Iterable[str] | None = None) -> int:
    """People who are in at least one of these programs (None: in any at all), each counted once.

    Of 800, 500 and 1,200 people 1,950 remain where 200, 300 and 100 are in two and 50 in all three:

    >>> cells = {("A",): 350, ("B",): 250, ("C",): 850, ("A", "B"): 150, ("A", "C"): 250, ("B", "C"): 50,
    ...          ("A", "B", "C"): 50}
    >>> people_in_any(cells), people_in_any(cells, ["A"]), people_in_any(cells, ["A", "B"])
    (1950, 800, 1100)
    """
    if programs is None:
        return sum(cells.values())
    wanted = set(programs)
    return sum(people for combination, people in cells.items() if not wanted.isdisjoint(combination))


def people_in_all(cells: Cells, programs: Iterable[str]) -> int:
    """People who are in every one of these programs, whatever else they are in.

    >>> people_in_all({("A",): 350, ("A", "B"): 150, ("A", "B", "C"): 50}, ["A", "B"])
    200
    """
    wanted = set(programs)
    return sum(people for combination, people in cells.items() if wanted.issubset(combination))


def people_in_each(cells: Cells) -> dict[str, int]:
    """How many people each program has, in alphabetical order.

    >>> people_in_each({("A",): 350, ("A", "B"): 150})
    {'A': 500, 'B': 150}
    """
    found: dict[str, int] = {}
    for combination, people in cells.items():
        for program in combination:
            found[program] = found.get(program, 0) + people
    return dict(sorted(found.items()))


def rounded(people: int) -> int:
    """To the nearest five, as every count across programs is shown.

    >>> [rounded(people) for people in (0, 12, 13, 1950, 1953)]
    [0, 10, 15, 1950, 1955]
    """
    return (people + ROUNDED_TO // 2) // ROUNDED_TO * ROUNDED_TO
