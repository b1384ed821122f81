"""What two partners describe differently is something to talk about: no score, no order but that of the levels."""

from __future__ import annotations

from dataclasses import fields
from datetime import date

from groundswell.core.collaboration.accounts import Account, Cell, Pair, highest, perception_gap, standing
from groundswell.core.collaboration.differing import Difference, Talk, differences
from groundswell.core.collaboration.purposes import PROPOSED_STEPS

PAIR = Pair("pair", "library", "school")
DAY = date(2026, 5, 1)


def said(side: str, *cells: Cell, wanted: int | None = None, day: date = DAY) -> Account:
    return Account("pair", day, side, side or "backbone", cells, wanted)


def test_a_level_that_only_one_describes_is_named_with_who_does() -> None:
    found = differences(
        said("library", Cell(3, "library", "List"), Cell(6, "", "Plan")), said("school", Cell(3, "school", "x")), PAIR
    )
    assert found == (Difference(Talk.ONLY_ONE, 6, "library", "school"),)


def test_what_one_says_that_the_other_does_and_the_other_does_not_name_is_asked_about() -> None:
    found = differences(
        said("library", Cell(4, "school", "Training")), said("school", Cell(4, "library", "Rooms")), PAIR
    )
    assert found == (
        Difference(Talk.WHO_DOES_IT, 4, "library", "school"),
        Difference(Talk.WHO_DOES_IT, 4, "school", "library"),
    )


def test_to_say_nothing_of_the_other_contradicts_nobody() -> None:
    assert differences(said("library", Cell(4, "library", "x")), said("school", Cell(4, "school", "y")), PAIR) == ()


def test_what_each_wants_is_set_side_by_side() -> None:
    one, other = said("library", Cell(3, "", "x"), wanted=5), said("school", Cell(3, "", "y"), wanted=6)
    assert differences(one, other, PAIR) == (Difference(Talk.WANTED, 5, "library", "school", 6),)
    assert differences(one, said("school", Cell(3, "", "y")), PAIR) == ()


def test_who_spoke_for_both_differs_from_nobody() -> None:
    assert differences(said("", Cell(3, "", "x")), said("school", Cell(6, "", "y")), PAIR) == ()


def test_a_difference_carries_no_number_but_levels() -> None:
    assert {each.name for each in fields(Difference)} == {"talk", "level", "says", "silent", "other_level"}


def test_a_level_with_nothing_to_show_is_not_reached() -> None:
    assert highest([Cell(6, "", "", ""), Cell(4, "", "", "Minutes")]) == 4
    assert highest([Cell(1, "")]) == 1


def test_an_account_of_one_side_counts_before_one_for_both_of_the_same_day() -> None:
    own, both = said("library", Cell(3, "", "x")), said("", Cell(6, "", "y"))
    assert standing([both, own], "library", DAY) is own
    assert standing([both, own], "school", DAY) is both
    assert perception_gap(own, both) is None


def test_the_same_account_has_the_same_version_whatever_the_order_of_its_cells() -> None:
    one, other = Cell(3, "", "x"), Cell(4, "library", "y")
    assert said("library", one, other).version == said("library", other, one).version
    assert said("library", one).version != said("library", other).version


def test_eight_steps_are_proposed_and_two_are_the_sources_own() -> None:
    assert len({step.id for step in PROPOSED_STEPS}) == 8
    marked = [str(step.label) for step in PROPOSED_STEPS if step.from_source]
    assert marked == ["Consolidated Services Network", "Collective impact partnership"]
