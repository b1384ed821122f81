"""Planted mistakes: thirty-seven of them, each where the list says, and nothing else changed."""

import csv
import io
from datetime import date

import pytest

from groundswell.engine.invented import InventedCommunity, Planted, plant
from groundswell.engine.invented.planted import as_text
from groundswell.exchange.records.reading import read_records

TODAY = date(2026, 1, 31)
COMMUNITY = InventedCommunity(41, 5_000)
PROGRAMS = [program.program_id for program in COMMUNITY.programs]


def as_files(tables: dict[str, list[list[str]]]) -> list[tuple[str, bytes]]:
    files = []
    for name, rows in tables.items():
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(rows)
        files.append((f"{name}.csv", text.getvalue().encode()))
    return files


@pytest.fixture(scope="module")
def planted() -> Planted:
    return plant(COMMUNITY.records("first-steps"), seed=1, today=TODAY)


def test_thirty_seven_mistakes_have_names_and_rows_of_their_own(planted: Planted) -> None:
    assert len(planted.faults) == 37
    assert len({fault.name for fault in planted.faults}) == 37
    assert len({(fault.table, fault.row) for fault in planted.faults}) == 37


def test_only_the_cells_on_the_list_differ_from_the_clean_records(planted: Planted) -> None:
    for name, columns in COMMUNITY.records("first-steps").items():
        clean, rows = as_text(columns), planted.tables[name]
        differing = {
            (at, heading)
            for at, (before, after) in enumerate(zip(clean, rows, strict=False), start=1)
            for heading, one, other in zip(clean[0], before, after, strict=True)
            if one != other
        }
        listed = {(fault.row, fault.column) for fault in planted.faults if fault.table == name}
        assert differing == {place for place in listed if place[0] <= len(clean)}
        assert {row for row, _ in listed if row > len(clean)} == set(range(len(clean) + 1, len(rows) + 1))


def test_the_same_seed_plants_the_same_mistakes(planted: Planted) -> None:
    assert plant(COMMUNITY.records("first-steps"), seed=1, today=TODAY) == planted
    assert plant(COMMUNITY.records("first-steps"), seed=2, today=TODAY).faults != planted.faults


def test_the_clean_records_have_nothing_to_mend() -> None:
    for program in PROGRAMS:
        tables = {name: as_text(columns) for name, columns in COMMUNITY.records(program).items()}
        assert read_records(as_files(tables), today=TODAY).findings == [], program


@pytest.mark.parametrize("program", PROGRAMS)
def test_the_checker_finds_every_planted_mistake_and_no_other(program: str) -> None:
    planted = plant(COMMUNITY.records(program), seed=3, today=TODAY)
    read = read_records(as_files(planted.tables), today=TODAY)
    found = {
        (problem.wrong.kind, read.sources[problem.source].file.removesuffix(".csv"), row, problem.heading)
        for problem in read.problems
        for row in problem.rows or (None,)
    }
    assert found == {(fault.kind, fault.table, fault.row, fault.column) for fault in planted.faults}


def test_too_few_rows_to_plant_in_are_refused() -> None:
    with pytest.raises(ValueError, match="more than 60 rows"):
        plant(InventedCommunity(42, 30).records("first-steps"))
