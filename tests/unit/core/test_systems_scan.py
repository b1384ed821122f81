"""Ages as people write them, and the arithmetic of a scan: unknown is never none, and a gap is what nobody named."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.core.specification.ages import OLDEST, Ages, read_ages
from groundswell.core.specification.scan import Room, ScanLine, chosen_lines, room_of, services_of
from groundswell.core.specification.scan_crossing import (
    Axis,
    Dimension,
    Presence,
    ScanCrossing,
    chosen_dimensions,
    crossing_of,
)


def line(service: str = "Home visits", place: str = "hill", capacity: str = "", **facts: str) -> ScanLine:
    known = Decimal(capacity) if capacity else None
    return ScanLine(facts.get("by", "nurses"), service, facts.get("ages", ""), place, known)


def services_by_areas(lines: list[ScanLine], services: list[str], **areas: list[str]) -> ScanCrossing:
    """Areas each with what lies around it; `city` is the community's own place."""
    around = {"" if area == "city" else area: larger for area, larger in areas.items()}
    return crossing_of(lines, Axis(Dimension.SERVICE, tuple(services)), Axis(Dimension.AREA, tuple(around), around))


def presences(crossing: ScanCrossing) -> dict[tuple[str, str], Presence]:
    return {key: cell.presence for key, cell in crossing.cells.items()}


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
    crossing = services_by_areas(lines, ["Home visits", "Story hour"], city=[], hill=[""], east=[""])
    assert presences(crossing) == {
        ("Home visits", ""): Presence.WITHIN,
        ("Story hour", ""): Presence.HERE,
        ("Home visits", "hill"): Presence.HERE,
        ("Home visits", "east"): Presence.NOBODY,
        ("Story hour", "hill"): Presence.AROUND,
        ("Story hour", "east"): Presence.AROUND,
    }
    assert [(cell.row, cell.column) for cell in crossing.empty] == [("Home visits", "east")]
    assert crossing.cells["Story hour", "hill"].room == Room(None, 0)  # counted where it was written, once


def test_a_choice_of_ages_keeps_what_may_be_for_them_and_opens_gaps_for_the_rest() -> None:
    lines = [line(ages="0-3"), line("Tutoring", ages="6-12"), line("Meals", ages="whoever comes")]
    chosen = chosen_lines(lines, ages=Ages(3, 5))
    assert [one.service for one in chosen] == ["Home visits", "Meals"]
    crossing = services_by_areas(chosen, services_of(lines), hill=[])
    assert [cell.row for cell in crossing.empty] == ["Tutoring"]


def test_two_spellings_of_a_service_are_one() -> None:
    lines = [line("Home visits", capacity="1"), line("home  Visits", capacity="2")]
    assert services_of(lines) == ["Home visits"]
    crossing = services_by_areas(lines, services_of(lines), hill=[])
    assert crossing.cells["Home visits", "hill"].room.known == 3


def test_wider_ages_reach_a_cell_without_being_counted_in_it_and_ages_not_said_may_be_any() -> None:
    lines = [
        line(ages="0-5", capacity="40"),
        line("Tutoring", ages="6-12"),
        line("Meals", ages="whoever comes", capacity="9"),
        line("Story hour", ages="4-8"),
    ]
    ages = Axis(Dimension.AGES, ("0-5", "3-5", "4-8", "6-12", ""))
    crossing = crossing_of(lines, Axis(Dimension.SERVICE, tuple(services_of(lines))), ages)
    told = {(row, column): str(presence) for (row, column), presence in presences(crossing).items()}
    assert [told["Home visits", one] for one in ages.values] == ["here", "around", "within", "nobody", "nobody"]
    assert [told["Meals", one] for one in ages.values] == ["around", "around", "around", "around", "here"]
    assert told["Story hour", "3-5"] == "within" and told["Tutoring", "3-5"] == "nobody"
    assert crossing.cells["Home visits", "3-5"].room == Room(None, 0)
    assert room_of(crossing.cells["Home visits", "3-5"].elsewhere).known == 40


@given(st.permutations(list(Dimension)), st.lists(st.tuples(*(st.sampled_from(one) for one in (
    ("Home visits", "home  Visits", "Story hour"), ("", "hill", "east"), ("0-5", "3 to 5", "", "16+"), ("a", "b"),
    ("", "3", "40"),
))), max_size=12))  # fmt: skip
def test_whatever_stands_in_rows_and_columns_every_line_is_counted_once(
    order: list[Dimension], told: list[tuple[str, ...]]
) -> None:
    lines = [line(one, place, capacity, ages=ages, by=by) for one, place, ages, by, capacity in told]
    axes = {
        Dimension.SERVICE: Axis(Dimension.SERVICE, ("Home visits", "Story hour")),
        Dimension.AREA: Axis(Dimension.AREA, ("", "hill", "east"), {"": [], "hill": [""], "east": [""]}),
        Dimension.AGES: Axis(Dimension.AGES, ("0-5", "3-5", "16-", "")),
        Dimension.INSTITUTION: Axis(Dimension.INSTITUTION, ("a", "b")),
    }
    crossing = crossing_of(lines, axes[order[0]], axes[order[1]])
    assert len(crossing.cells) == len(crossing.rows.values) * len(crossing.columns.values)
    assert sorted(map(repr, (one for cell in crossing.cells.values() for one in cell.lines))) == sorted(
        map(repr, lines)
    )
    assert all(cell.presence is not Presence.NOBODY for cell in crossing.cells.values() if cell.elsewhere)
    turned = crossing_of(lines, crossing.columns, crossing.rows)
    assert {(one, other): presence for (other, one), presence in presences(turned).items()} == presences(crossing)


def test_what_is_neither_or_twice_the_same_gives_way_to_services_by_areas() -> None:
    assert chosen_dimensions("<b>", "service") == (Dimension.AREA, Dimension.SERVICE)
    assert chosen_dimensions("area", "area") == (Dimension.AREA, Dimension.SERVICE)
    assert chosen_dimensions("institution", "ages") == (Dimension.INSTITUTION, Dimension.AGES)
