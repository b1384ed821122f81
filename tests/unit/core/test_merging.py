"""Three ways in one: nothing that either side did is lost, whatever the order."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from groundswell.core.merging import Clash, differences, merged, version_of, without_blanks

VALUES = st.one_of(st.sampled_from(["", "a", "b", "c"]), st.lists(st.sampled_from(["x", "y"]), max_size=2))
CONTENTS = st.dictionaries(st.sampled_from(["name", "kind", "text", "ids"]), VALUES, max_size=4)
Content = dict[str, Any]


def test_what_only_one_side_changed_is_taken_from_that_side() -> None:
    merge = merged({"a": "1", "b": "1"}, {"a": "2", "b": "1"}, {"a": "1", "b": "3"})
    assert merge.content == {"a": "2", "b": "3"}
    assert merge.clashes == ()


def test_what_both_changed_differently_is_a_clash_that_holds_mine() -> None:
    merge = merged({"a": "1"}, {"a": "2"}, {"a": "3"})
    assert merge.clashes == (Clash("a", "1", "2", "3"),)
    assert merge.content == {"a": "2"}


def test_what_both_changed_alike_is_no_clash() -> None:
    merge = merged({"a": "1"}, {"a": "2"}, {"a": "2"})
    assert (merge.content, merge.clashes) == ({"a": "2"}, ())


def test_clearing_a_field_is_a_change_like_another() -> None:
    assert merged({"a": "1", "b": "1"}, {"b": "1"}, {"a": "1", "b": "2"}).content == {"b": "2"}
    assert [clash.field for clash in merged({"a": "1"}, {}, {"a": "2"}).clashes] == ["a"]


def test_without_a_base_every_difference_is_for_a_person_to_settle() -> None:
    merge = merged(None, {"a": "2", "b": "1"}, {"a": "3", "b": "1"})
    assert [clash.field for clash in merge.clashes] == ["a"]


@given(CONTENTS, CONTENTS, CONTENTS)
def test_every_field_of_a_merge_is_somebody_s_and_no_unseen_change_is_lost(
    base: Content, mine: Content, theirs: Content
) -> None:
    merge = merged(base, mine, theirs)
    was, ours, others = (without_blanks(each) for each in (base, mine, theirs))
    clashing = {clash.field for clash in merge.clashes}
    for name in {*was, *ours, *others}:
        before, here, there, now = (each.get(name, "") for each in (was, ours, others, merge.content))
        assert now in (here, there)
        if there != before and here != there:  # they changed it: it stands, or I am asked
            assert now == there or name in clashing
        if here != before:  # I changed it: it stands
            assert now == here


@given(CONTENTS, CONTENTS, CONTENTS)
def test_a_merge_is_the_same_seen_from_the_other_side_but_for_clashes(
    base: Content, mine: Content, theirs: Content
) -> None:
    here, there = merged(base, mine, theirs), merged(base, theirs, mine)
    assert {clash.field for clash in here.clashes} == {clash.field for clash in there.clashes}
    clashing = {clash.field for clash in here.clashes}
    assert {name: part for name, part in here.content.items() if name not in clashing} == {
        name: part for name, part in there.content.items() if name not in clashing
    }


@given(CONTENTS, CONTENTS)
def test_versions_are_equal_where_nothing_differs_and_only_there(one: Content, other: Content) -> None:
    assert (version_of(one) == version_of(other)) == (differences(one, other) == ())
