"""The cube beside its slow and obvious twin, on random rows of every shape and by every way through the code."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from tests.reference.plain_cube import as_plain, plain_cells

from groundswell.engine.cube import (
    Axis,
    Cells,
    CubeResult,
    Rows,
    batches,
    by_row,
    change,
    counted,
    everything,
    finest,
    mapped,
    ordering,
    points,
    sides,
    totals,
)

SETS = list(itertools.product(range(3), range(3), range(4)))
KINDS = [0, 0, -1, 1] * 2
STRATEGIES = [[0, 1], [1], [], [2, 0, 1], [2], [2], [0], [1, 2]]


def some_rows(seed: int) -> Rows:
    """Random rows: sorted or not, with gaps, with flags or without, of people who agree with themselves or do not."""
    draw = np.random.default_rng(seed)
    rows, people = int(draw.integers(1, 400)), int(draw.integers(1, 120))
    person = draw.integers(0, people, rows)
    if seed % 3 == 0:
        person = np.sort(person)
    race = draw.integers(-1, 5, people)[person]
    if seed % 2:
        race[: max(1, rows // 50)] = 3
    if seed % 5 == 0:
        race = draw.integers(-1, 5, rows)
    month = draw.integers(-1, 36, rows).astype((np.int8, np.int16, np.int64)[seed % 3])
    axes = [
        Axis.of(
            "group", [by_row("race", race, 5), by_row("age", draw.integers(0, 4, people)[person], 4), everything()]
        ),
        Axis.of("time", [finest("month", 36), mapped("year", np.arange(36) // 12, 3), everything()], month),
        Axis.of(
            "program",
            [
                finest("program", 8),
                mapped("strategy", STRATEGIES, 3),
                mapped("kind", KINDS, 2),
                everything(),
            ],
            draw.integers(0, 8, rows).astype(np.uint8),
        ),
    ]
    flags = {"achieved": draw.random(rows) < 0.3, "rare": draw.random(rows) < 0.02} if seed % 4 < 2 else {}
    sums = {"hours": draw.gamma(2, 1, rows), "visits": draw.integers(-3, 9, rows)}
    return Rows(person * 1_000_003 if seed % 7 == 0 else person, axes, flags, sums)


def assert_agrees(cube: CubeResult, rows: Rows) -> None:
    for chosen in SETS:
        found, plain = as_plain(cube, chosen), plain_cells(rows, chosen)
        assert list(found) == list(plain)
        assert found == plain


def assert_same_bits(one: CubeResult, other: CubeResult) -> None:
    for cells, others in zip(one.sets, other.sets, strict=True):
        assert (cells.levels, cells.sizes, cells.scales) == (others.levels, others.sizes, others.scales)
        for name in ("key", "rows", "people"):
            assert getattr(cells, name).tobytes() == getattr(others, name).tobytes()
        for counts, other_counts in ((cells.flagged, others.flagged), (cells.totals, others.totals)):
            assert {name: each.tobytes() for name, each in counts.items()} == {
                name: each.tobytes() for name, each in other_counts.items()
            }


def taken(rows: Rows, places) -> Rows:
    """Some of the rows."""
    axes = [
        Axis.of(
            axis.name,
            [
                level if level.codes is None else by_row(level.name, level.codes[places], level.size)
                for level in axis.levels
            ],
            None if axis.codes is None else axis.codes[places],
        )
        for axis in rows.axes
    ]
    flags = {name: flag[places] for name, flag in rows.flags.items()}
    return Rows(rows.person[places], axes, flags, {name: values[places] for name, values in rows.sums.items()})


@pytest.mark.parametrize("seed", range(40))
def test_the_cube_counts_as_its_twin_does(seed: int) -> None:
    rows = some_rows(seed)
    assert_agrees(counted(rows, SETS), rows)


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("narrow", ["places", "table", "entries", "spacious", "nothing stays"])
def test_every_way_through_gives_the_same_bits(seed: int, narrow: str, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = some_rows(seed)
    expected = counted(rows, SETS)
    for module in (points, ordering, totals):
        monkeypatch.setattr(module, "CHUNK", 17)
    if narrow == "places":
        monkeypatch.setattr(batches, "PLACES", 400)
    if narrow == "table":
        monkeypatch.setattr(points, "TABLE", 8)
        monkeypatch.setattr(sides, "TABLE", 8)
    if narrow == "entries":
        monkeypatch.setattr(batches, "ENTRIES", 50)
    if narrow == "spacious":
        monkeypatch.setattr(totals, "SPACIOUS", 10)
    if narrow == "nothing stays":
        monkeypatch.setattr(sides, "STAYS", 1.1)
    for threads in (1, 2, 3):
        assert_same_bits(counted(rows, SETS, threads=threads), expected)


@pytest.mark.parametrize("seed", range(20))
def test_a_cube_brought_up_to_date_equals_one_made_anew_to_the_last_bit(seed: int) -> None:
    draw = np.random.default_rng(1000 + seed)
    rows = some_rows(seed)
    person = np.asarray(rows.person)
    stood = draw.random(len(person)) < 0.9
    now = draw.random(len(person)) < 0.9
    linked = person.copy()
    people = np.unique(person)
    linked[np.isin(person, people[: len(people) // 5])] = people[-1]
    before_all = taken(rows, np.flatnonzero(stood))
    after_all = taken(Rows(linked, rows.axes, rows.flags, rows.sums), np.flatnonzero(now))
    changed = (stood != now) | (linked != person)
    touched = np.unique(np.concatenate([person[changed], linked[changed]]))
    before = taken(rows, np.flatnonzero(stood & np.isin(person, touched)))
    after = taken(Rows(linked, rows.axes, rows.flags, rows.sums), np.flatnonzero(now & np.isin(linked, touched)))
    assert_same_bits(change(counted(before_all, SETS), before, after), counted(after_all, SETS))


def test_the_order_of_rows_means_nothing() -> None:
    rows = some_rows(8)
    order = np.random.default_rng(1).permutation(len(rows.person))
    assert_same_bits(counted(taken(rows, order), SETS), counted(rows, SETS))


def test_codes_that_came_since_find_their_place_in_a_cube_brought_up_to_date() -> None:
    def of(person: list[int], program: list[int], size: int) -> Rows:
        axis = Axis.of("program", [finest("program", size), everything()], np.array(program, np.int64))
        month = Axis.of("time", [finest("month", 2)], np.array(program, np.int64) % 2)
        return Rows(np.array(person, np.int64), [axis, month])

    sets = [(0, 0), (1, 0)]
    small = counted(of([1, 1, 2], [0, 1, 1], 2), sets)
    grown = change(small, of([], [], 2), of([3, 4], [2, 2], 3))
    found: Cells = grown.of((0, 0))
    assert found.codes.tolist() == [[0, 0], [1, 1], [2, 0]]
    assert_same_bits(grown, counted(of([1, 1, 2, 3, 4], [0, 1, 1, 2, 2], 3), sets))
