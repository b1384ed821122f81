"""Ages as people write them, and the arithmetic of a scan: unknown is never none, and a gap is what nobody named."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.core.specification.ages import OLDEST, Ages, read_ages
from groundswell.core.specification.scan import (
    Presence,
    Room,
    ScanLine,
    chosen_lines,
    matrix_of,
    room_of,
    services_of,
)


def line(service: str = "Home visits", place: str = "hill", capacity: str = "", **facts: str) -> ScanLine:
    known = Decimal(capacity) if capacity else None
    return ScanLine(facts.get("by", "nurses"), service, facts.get("ages", ""), place, known)


@pytest.mark.parametrize(
    ("written", "low", "high"),
    [
        ("0-5", 0, 5),
        ("0 – 5", 0, 5),
        ("3 to 5", 3, 5),
        ("ages 16-24", 16, 24),
        ("16 through 24 years old", 16, 24),
        ("under 6", 0, 5),
        ("birth to 3", 0, 3),
        ("Prenatal to 3", 0, 3),
        ("up to 18", 0, 18),
        ("18+", 18, OLDEST),
        ("65 and older", 65, OLDEST),
        ("over 18", 18, OLDEST),
        ("6 months to 3 years", 0, 3),
        ("6-18 months", 0, 1),
        ("4", 4, 4),
        ("All ages", 0, OLDEST),
    ],
)
def test_ages_are_read_as_people_write_them(written: str, low: int, high: int) -> None:
    assert read_ages(written) == Ages(low, high)


@pytest.mark.parametrize("written", ["", "teenagers", "5-3", "K-12", "1-2-3", "-5", "0-5 and 12-18"])
def test_ages_that_cannot_be_read_are_not_guessed_at(written: str) -> None:
    assert read_ages(written) is None


@given(st.text(max_size=30))
def test_whatever_is_written_is_read_or_left(written: str) -> None:
    found = read_ages(written)
    assert found is None or 0 <= found.low <= found.high <= OLDEST


@given(st.integers(0, 90), st.integers(0, 30))
def test_ages_come_back_from_an_address_as_they_went_in(low: int, more: int) -> None:
    ages = Ages(low, min(low + more, OLDEST))
    assert read_ages(str(ages)) == ages
    assert read_ages(str(Ages(low, OLDEST))) == Ages(low, OLDEST)


def test_unknown_capacity_is_told_from_none() -> None:
    assert room_of([line(capacity="0")]) == Room(Decimal(0), 0)
    assert room_of([line()]) == Room(None, 1)
    assert room_of([line(capacity="40"), line()]) == Room(Decimal(40), 1)
    assert room_of([]) == Room(None, 0)
    assert Room(None, 1).per_100(100) is None
    assert Room(Decimal(0), 0).per_100(100) == 0.0
    assert Room(Decimal(3), 0).per_100(0) is None


def test_a_cell_is_empty_where_neither_the_area_nor_one_around_it_has_the_service() -> None:
    lines = [line(capacity="40"), line("Story hour", place="")]
    matrix = matrix_of(
        lines,
        services=["Home visits", "Story hour"],
        place_ids=["", "hill", "east"],
        around={"hill": [""], "east": [""]},
    )
    presence = {key: cell.presence for key, cell in matrix.cells.items()}
    assert presence == {
        ("Home visits", ""): Presence.WITHIN,
        ("Story hour", ""): Presence.HERE,
        ("Home visits", "hill"): Presence.HERE,
        ("Home visits", "east"): Presence.NOBODY,
        ("Story hour", "hill"): Presence.AROUND,
        ("Story hour", "east"): Presence.AROUND,
    }
    assert [(cell.service, cell.place_id) for cell in matrix.empty] == [("Home visits", "east")]
    assert matrix.cells["Story hour", "hill"].room == Room(None, 0)  # counted where it was written, once


def test_a_choice_of_ages_keeps_what_may_be_for_them_and_opens_gaps_for_the_rest() -> None:
    lines = [line(ages="0-3"), line("Tutoring", ages="6-12"), line("Meals", ages="whoever comes")]
    chosen = chosen_lines(lines, ages=Ages(3, 5))
    assert [one.service for one in chosen] == ["Home visits", "Meals"]
    matrix = matrix_of(chosen, services=services_of(lines), place_ids=["hill"], around={})
    assert [cell.service for cell in matrix.empty] == ["Tutoring"]


def test_two_spellings_of_a_service_are_one() -> None:
    lines = [line("Home visits", capacity="1"), line("home  Visits", capacity="2")]
    assert services_of(lines) == ["Home visits"]
    matrix = matrix_of(lines, services=services_of(lines), place_ids=["hill"], around={})
    assert matrix.cells["Home visits", "hill"].room.known == 3
