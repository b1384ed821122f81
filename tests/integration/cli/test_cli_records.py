"""`submit`, `measures` and `work` at the command line: what they say, and with which status they end."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.forking import Program

from groundswell.engine.invented import InventedCommunity

PROGRAM = "first-steps"


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    return InventedCommunity(11, 200).write(tmp_path / "sent", PROGRAM, format="csv")


def test_records_are_submitted_once_measured_and_told(groundswell: Program, own_home: Path, files: list[Path]) -> None:
    first = groundswell("submit", PROGRAM, *files, "--json", "--home", own_home)
    assert first.returncode == 0, first.stdout
    told = json.loads(first.stdout)
    assert (told["ok"], told["number"], told["is_new"]) == (True, 1, True)
    assert set(told["counts"]) == {"participants", "enrollments", "services", "outcomes"}
    assert told["moved"]
    again = json.loads(groundswell("submit", PROGRAM, *files, "--json", "--home", own_home).stdout)
    assert (again["number"], again["is_new"], again["counts"]) == (1, False, told["counts"])
    measured = json.loads(groundswell("measures", PROGRAM, "--json", "--home", own_home).stdout)
    assert set(measured) >= {"data_version", "engine", "values"}
    shares = [one for one in measured["values"] if one["denominator"]]
    assert shares and all(0 <= one["low"] <= one["value"] <= one["high"] <= 1 for one in shares)
    served = [one for one in measured["values"] if one["measure_id"] == "people-served" and not one["site"]]
    assert {one["period"] for one in served} >= {"2024", "2024-Q1"}
    assert "people-served" in groundswell("measures", "--home", own_home).stdout
    assert json.loads(groundswell("work", "--once", "--json", "--home", own_home).stdout) == {"jobs": {}}


def test_a_faulty_file_is_returned_with_its_row_and_marked(
    groundswell: Program, own_home: Path, files: list[Path], tmp_path: Path
) -> None:
    services = next(path for path in files if path.stem == "services")
    services.write_text(services.read_text().replace("visit,", "visit,x", 1))
    marked = tmp_path / "marked.xlsx"
    done = groundswell("submit", PROGRAM, *files, "--marked", marked, "--home", own_home)
    assert done.returncode == 1
    assert "services.csv:" in done.stdout and "returned" in done.stdout
    assert marked.read_bytes()[:2] == b"PK"


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["nowhere", "FILE"], 1, "there is no program"),
        ([PROGRAM, "FILE", "--adds", "--replaces"], 2, "not both"),
        ([PROGRAM, "FILE", "--community", "nowhere"], 1, "there is no community"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(
    groundswell: Program, own_home: Path, files: list[Path], arguments: list[str], status: int, words: str
) -> None:
    said = [str(files[0]) if one == "FILE" else one for one in arguments]
    done = groundswell("submit", *said, "--home", own_home)
    assert done.returncode == status
    assert words in done.stdout + done.stderr


@pytest.mark.real_data
def test_published_participants_go_through_by_matching_alone(
    groundswell: Program, own_home: Path, shared_data: Path
) -> None:
    """FEBRL 1: a thousand people under headings of its own; three birth dates in it are no days."""
    published = shared_data / "linkage" / "dataset1.csv"
    done = groundswell("submit", PROGRAM, published, "--table", "participants", "--json", "--home", own_home)
    errors = [one for one in json.loads(done.stdout)["findings"] if one["severity"] == "error"]
    assert {one["row"] for one in errors if one["row"]} == {146, 149, 588}
    assert done.returncode == 1
    mended = own_home / "participants.csv"
    lines = published.read_text().splitlines()
    mended.write_text("\n".join(line for number, line in enumerate(lines, 1) if number not in (146, 149, 588)) + "\n")
    told = json.loads(groundswell("submit", PROGRAM, mended, "--json", "--home", own_home).stdout)
    missing = [one["message"] for one in told["findings"] if one["severity"] == "error"]
    assert missing and all("is missing" in words for words in missing)  # the other tables, which measures need
