"""What a cube promises: each person once, nothing from nowhere, and mistakes of ours said at once."""

from __future__ import annotations

import numpy as np
import pytest

from groundswell.engine.cube import Axis, Rows, by_row, change, counted, cube, everything, finest, mapped, warm

MONTHS = Axis.of("time", [finest("month", 12), everything()], np.array([0, 0, 2, 2, 2]))
PERSON = np.array([7, 7, 7, 8, 9])


def test_a_person_seen_in_two_months_is_two_in_the_months_and_one_in_the_year() -> None:
    found = cube(PERSON, [MONTHS], [(0,), (1,)])
    assert found.of((0,)).people.tolist() == [1, 3]
    assert found.of((1,)).people.tolist() == [3]
    assert found.of((0,)).rows.tolist() == [2, 3]


def test_a_person_has_a_flag_where_any_of_her_rows_there_has_it() -> None:
    found = cube(PERSON, [MONTHS], [(0,), (1,)], flags={"achieved": np.array([False, True, False, False, True])})
    assert found.of((0,)).flagged["achieved"].tolist() == [1, 1]
    assert found.of((1,)).flagged["achieved"].tolist() == [2]


def test_a_row_in_two_strategies_counts_in_both_and_her_person_once_in_each() -> None:
    program = Axis.of("program", [mapped("strategy", [[0, 1], [1], []], 2), everything()], np.array([0, 1, 2, 0, 2]))
    found = cube(PERSON, [program], [(0,), (1,)], sums={"visits": np.ones(5, int)})
    assert found.of((0,)).people.tolist() == [2, 2]
    assert found.of((0,)).sums("visits").tolist() == [2, 3]
    assert found.of((1,)).rows.tolist() == [5]


def test_a_row_without_a_code_is_in_no_cell_of_that_level_and_still_in_everything() -> None:
    race = Axis.of("group", [by_row("race", np.array([0, 0, 0, -1, 1]), 2), everything()])
    found = cube(PERSON, [race], [(0,), (1,)])
    assert found.of((0,)).rows.tolist() == [3, 1]
    assert found.of((1,)).rows.tolist() == [5]


def test_a_person_whose_rows_disagree_on_her_group_counts_in_both_groups_and_once_in_all() -> None:
    person = np.repeat(np.arange(40), 2)
    group = np.zeros(80, int)
    group[1] = 1
    axes = [Axis.of("group", [by_row("race", group, 2), everything()]), Axis.of("time", [everything()])]
    found = cube(person, axes, [(0, 0), (1, 0)])
    assert found.of((0, 0)).people.tolist() == [40, 1]
    assert found.of((1, 0)).people.tolist() == [40]


def test_combinations_that_no_row_has_are_not_there() -> None:
    axes = [
        Axis.of("program", [finest("program", 40_000)], np.array([39_999, 0])),
        Axis.of("site", [finest("site", 200_000)], np.array([1, 199_999])),
        Axis.of("place", [finest("place", 1_000_000)], np.array([5, 999_999])),
    ]
    found = cube(np.array([1, 2]), axes, [(0, 0, 0)]).sets[0]
    assert found.codes.tolist() == [[0, 199_999, 999_999], [39_999, 1, 5]]
    assert found.place((39_999, 1, 5)) == 1
    assert found.place((0, 0, 0)) is None


def test_sums_of_tenths_are_exact_in_any_order() -> None:
    hours = np.array([0.1] * 10)
    found = cube(np.arange(10), [Axis.of("time", [everything()])], [(0,)], sums={"hours": hours})
    assert found.sets[0].totals["hours"].tolist() == [1_000_000]
    assert found.sets[0].sums("hours").tolist() == [1.0]


def test_no_rows_make_no_cells() -> None:
    nothing = np.zeros(0, np.int64)
    axes = [Axis.of("time", [finest("month", 12), everything()], nothing)]
    found = cube(nothing, axes, [(0,), (1,)], flags={"f": nothing.astype(bool)}, sums={"s": nothing})
    assert [len(cells) for cells in found.sets] == [0, 0]


def test_a_set_asked_for_twice_is_answered_twice() -> None:
    assert len(cube(PERSON, [MONTHS], [(0,), (0,)]).sets) == 2


def test_arrays_that_may_not_be_written_to_are_counted_and_left_alone() -> None:
    person = PERSON.astype(np.int32)
    person.flags.writeable = False
    assert cube(person, [MONTHS], [(1,)]).sets[0].people.tolist() == [3]


@pytest.mark.parametrize(
    ("what", "words"),
    [
        (lambda: cube(PERSON, [MONTHS], [(2,)]), "does not pick one level"),
        (lambda: cube(PERSON, [MONTHS], [(0, 0)]), "does not pick one level"),
        (lambda: cube(PERSON[:2], [MONTHS], [(0,)]), "codes for 2 rows"),
        (lambda: cube(PERSON / 2, [MONTHS], [(0,)]), "people must be whole numbers"),
        (lambda: cube(PERSON, [Axis.of("t", [finest("m", 2)], MONTHS.codes)], [(0,)]), "codes beyond the 2"),
        (lambda: cube(PERSON, [Axis.of("t", [by_row("m", np.full(5, 9), 2)])], [(0,)]), "codes must be 0 to 1"),
        (lambda: cube(PERSON, [Axis.of("t", [by_row("m", np.full(5, -2), 2)])], [(0,)]), "codes must be 0 to 1"),
        (lambda: cube(PERSON, [Axis.of("t", [finest("m", 2)])], [(0,)]), "and no codes"),
        (lambda: mapped("m", [0, 5], 2), "outside 0 to 1"),
        (lambda: Axis.of("t", [], PERSON / 2), "not whole numbers"),
        (lambda: cube(PERSON, [MONTHS], [(0,)], flags={"f": np.ones(5)}), "not true or false"),
        (lambda: cube(PERSON, [MONTHS], [(0,)], flags={str(i): PERSON == 7 for i in range(15)}), "at most 14 flags"),
        (lambda: cube(PERSON, [MONTHS], [(0,)], sums={"s": np.array([1.0, 2, 3, 4, np.nan])}), "not finite"),
        (lambda: cube(PERSON, [MONTHS], [(0,)], sums={"s": np.full(5, 1e18)}), "too large"),
        (lambda: cube(PERSON, [MONTHS], [(0,)], sums={"s": ["a"] * 5}), "not one number"),
    ],
)
def test_what_does_not_fit_together_is_refused(what, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        what()


def test_rows_that_were_never_counted_cannot_be_taken_away() -> None:
    found = cube(PERSON, [MONTHS], [(0,)])
    nothing = Rows(np.zeros(0, int), [Axis.of("time", MONTHS.levels, np.zeros(0, int))])
    with pytest.raises(ValueError, match="more was taken away"):
        change(found, Rows(np.array([1]), [Axis.of("time", MONTHS.levels, np.array([5]))]), nothing)
    with pytest.raises(ValueError, match="more was taken away"):
        change(found, Rows(np.arange(3), [Axis.of("time", MONTHS.levels, np.zeros(3, int))]), nothing)
    with pytest.raises(ValueError, match="must be those of the cube"):
        change(found, nothing, Rows(PERSON, [MONTHS], {}, {"visits": PERSON}))
    with pytest.raises(ValueError, match="has the axes time, and other"):
        other = Rows(np.zeros(0, int), [Axis.of("place", MONTHS.levels, np.zeros(0, int))])
        change(found, other, other)


def test_warming_leaves_nothing_to_compile() -> None:
    from groundswell.engine.cube import kernels

    warm()
    loops = [each for each in vars(kernels).values() if hasattr(each, "signatures")]
    compiled = {loop.__name__: list(loop.signatures) for loop in loops}
    assert all(compiled.values())
    draw = np.random.default_rng(3)
    person = draw.integers(0, 900, 5_000)
    axes = [Axis.of("time", [finest("month", 12), everything()], draw.integers(0, 12, 5_000))]
    for order in (slice(None), np.argsort(person)):
        for flags in ({}, {"f": person[order] % 2 == 0}):
            counted(Rows(person[order], axes, flags, {"hours": draw.random(5_000)}), [(0,), (1,)])
    assert {loop.__name__: list(loop.signatures) for loop in loops} == compiled
