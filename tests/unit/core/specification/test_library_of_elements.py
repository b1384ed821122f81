"""The library hangs together: ids, families, what leans on what, and bundles that hold no two of one place."""

from __future__ import annotations

import re

import pytest

from groundswell.core.specification.elements import BUNDLES, LIBRARY, alternatives_to, family_of
from groundswell.core.specification.frameworks import FAMILIES, FRAMEWORKS, Family, framework_named
from groundswell.core.specification.words import RATINGS, Rating, rating_said


def test_every_id_may_stand_in_a_package_and_is_there_once() -> None:
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name) and len(name) <= 64 for name in LIBRARY)
    assert len(LIBRARY) == 66


@pytest.mark.parametrize(
    ("family", "count"),
    [
        (Family.CONDITIONS, 5), (Family.PRECONDITIONS, 3), (Family.BACKBONE, 6), (Family.PHASES, 5 + 4),
        (Family.GATEWAYS, 4 * 4 + 1), (Family.POPULATION_QUESTIONS, 7), (Family.PERFORMANCE_QUESTIONS, 7),
        (Family.SHIFTS, 6), (Family.PRACTICES, 1 + 5),
    ],
)  # fmt: skip
def test_a_family_has_as_many_elements_as_its_authors_named(family: Family, count: int) -> None:
    assert sum(one.family is family for one in LIBRARY.values()) == count


def test_an_element_says_everything_that_somebody_decides_by() -> None:
    for one in LIBRARY.values():
        assert one.name and one.statement.endswith(".") and one.why.endswith(".") and one.evidence.endswith("."), one.id
        assert re.search(r"\b(19|20)\d\d\b", one.source), f"{one.id}: no year"


def test_what_an_element_leans_on_or_stands_in_for_is_in_the_library() -> None:
    for one in LIBRARY.values():
        assert {*one.needs, *one.replaces} <= set(LIBRARY), one.id
        assert one.id not in {*one.needs, *one.replaces}


def test_nothing_leans_on_itself_by_way_of_others() -> None:
    def leans(name: str, seen: tuple[str, ...] = ()) -> None:
        assert name not in seen, (*seen, name)
        for need in LIBRARY[name].needs:
            leans(need, (*seen, name))

    for name in LIBRARY:
        leans(name)


def test_each_condition_has_an_alternative_from_later_authors() -> None:
    conditions = [one for one in LIBRARY.values() if one.family is Family.CONDITIONS]
    assert all(alternatives_to(one.id) for one in conditions)


@pytest.mark.parametrize("bundle", BUNDLES.values(), ids=lambda one: one.id)
def test_a_bundle_never_holds_an_element_and_what_stands_in_its_place(bundle: object) -> None:
    held = {one.id for one in bundle.elements}  # type: ignore[attr-defined]
    assert held
    assert not [one for one in held if held.intersection(LIBRARY[one].replaces)]


def test_bundles_hold_what_they_are_called() -> None:
    assert [one.family for one in BUNDLES["five-conditions"].elements] == [Family.CONDITIONS] * 5
    assert len(BUNDLES["conditions-and-backbone"].elements) == 11
    assert len(BUNDLES["everything"].elements) == 66 - 6 - 1  # no shifts, and not the definition in an agenda's place


def test_every_family_has_a_name_and_every_framework_brings_known_ones() -> None:
    assert set(FAMILIES) == set(Family)
    assert all(set(one.families) <= set(Family) for one in FRAMEWORKS.values())


def test_a_framework_is_found_by_its_id_or_its_name_and_by_nothing_else() -> None:
    assert framework_named(" RBA ") is FRAMEWORKS["rba"]
    assert framework_named("collective impact 3.0") is FRAMEWORKS["collective-impact-3"]
    assert framework_named("") is None and framework_named("our compact of 2019") is None


def test_an_element_of_ones_own_stands_where_its_condition_says() -> None:
    assert family_of("youth-council", "population-questions") is Family.POPULATION_QUESTIONS
    assert family_of("youth-council", "What a backbone does") is Family.BACKBONE
    assert family_of("youth-council", "something of ours") is None
    assert family_of("common-agenda", "gateways") is Family.CONDITIONS  # the library knows better


def test_a_rating_is_read_by_word_or_sentence_and_other_words_stay_words() -> None:
    assert all(rating_said(step) is rating_said(RATINGS[step]) is step for step in Rating)
    assert rating_said("7 of 10") is None
