"""Whoever reads a table of combinations and tries everything: every other table that agrees with what is known."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

Combination = tuple[str, ...]
Cells = Mapping[Combination, int]


def tables_that_agree(
    cells: Cells,
    shown: Collection[Combination],
    *,
    knows_the_whole: bool,
    smallest: int = 11,
    unions: Sequence[Collection[str]] = (),
) -> Iterator[dict[Combination, int]]:
    """Every table of the hidden combinations with the same number in each program, all together and in the unions."""
    hidden = sorted(each for each in cells if each not in shown)
    programs = sorted({program for each in cells for program in each})
    known = [
        frozenset([program])
        for program in programs
        if not 0 < sum(people for each, people in cells.items() if program in each) < smallest
    ]
    known += [frozenset(programs)] if knows_the_whole else []
    known += [frozenset(each) for each in unions]
    sums = [[not one.isdisjoint(each) for each in hidden] for one in known]
    left = [sum(cells[each] for each, counts in zip(hidden, row, strict=True) if counts) for row in sums]
    yield from _filled(hidden, sums, left, {}, most=sum(cells.values()))


def _filled(
    hidden: Sequence[Combination],
    sums: Sequence[Sequence[bool]],
    left: Sequence[int],
    made: dict[Combination, int],
    most: int,
) -> Iterator[dict[Combination, int]]:
    at = len(made)
    if at == len(hidden):
        if not any(left):
            yield dict(made)
        return
    bounds = [rest for row, rest in zip(sums, left, strict=True) if row[at]]
    ends = [rest for row, rest in zip(sums, left, strict=True) if row[at] and not any(row[at + 1 :])]
    for people in [ends[0]] if ends else range(min(bounds, default=most) + 1):
        after = [rest - people if row[at] else rest for row, rest in zip(sums, left, strict=True)]
        if min(after, default=0) >= 0:
            yield from _filled(hidden, sums, after, {**made, hidden[at]: people}, most)


def what_follows(
    cells: Cells,
    shown: Collection[Combination],
    *,
    knows_the_whole: bool,
    smallest: int = 11,
    unions: Sequence[Collection[str]] = (),
) -> dict[Combination, tuple[int, int]]:
    """Combinations of few of which a reader learns that they are few, or are somebody: the fewest and the most."""
    few = [each for each, people in cells.items() if 0 < people < smallest and each not in shown]
    found = {each: (cells[each], cells[each]) for each in few}
    for table in tables_that_agree(cells, shown, knows_the_whole=knows_the_whole, smallest=smallest, unions=unions):
        found = {each: (min(low, table[each]), max(high, table[each])) for each, (low, high) in found.items()}
        if all(low <= 1 and high >= smallest for low, high in found.values()):
            return {}
    return {each: (low, high) for each, (low, high) in found.items() if low > 1 or high < smallest}
