"""Published files in by command: read, written out, stored, and read again a year later."""

import csv
import json
from pathlib import Path

import pytest
from tests.integration.cli.conftest import Run

MAPPING = """\
indicator_id: chronic-absence
file: absence.csv
publisher: Riverbend Unified Schools (invented)
period: {column: Year, format: school_year}
place: {column: Area, match: name}
value: {column: Percent, unit: percent}
suppressed: ["*"]
"""
PUBLISHED = """\
Year,Area,Percent
2025-2026,Riverbend,23.8
2026-2027,Riverbend,24.5
2026-2027,Millrace,*
2026-2027,Atlantis,31.0
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A mapping with its published file beside it."""
    (tmp_path / "absence.csv").write_text(PUBLISHED, encoding="utf-8")
    mapping = tmp_path / "absence.yaml"
    mapping.write_text(MAPPING, encoding="utf-8")
    return mapping


def _observations(groundswell: Run, own_home: Path, folder: Path) -> dict[tuple[str, str], dict[str, str]]:
    assert groundswell("dump", "riverbend", folder, home=own_home).returncode == 0
    with (folder / "observations.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["indicator_id"] == "chronic-absence" and not row["group_id"]]
    return {(row["place_id"], row["period"]): row for row in rows}


def test_what_was_read_and_withheld_is_said_and_nothing_is_stored(
    groundswell: Run, source: Path, tmp_path: Path
) -> None:
    read = groundswell("import", source, "--out", tmp_path / "observations.csv", "--home", tmp_path / "none")
    assert read.returncode == 0, read.stdout + read.stderr
    assert "read 4 rows of absence.csv; 4 observations" in read.stdout
    assert "withheld 1: suppressed" in read.stdout
    assert not (tmp_path / "none").exists()
    written = (tmp_path / "observations.csv").read_text(encoding="utf-8").splitlines()
    assert written[0].startswith("indicator_id,place_id,period,group_id,value,moe")
    assert len(written) == 5


def test_what_was_read_can_be_judged_by_the_curve_command(groundswell: Run, source: Path, tmp_path: Path) -> None:
    groundswell("import", source, "--out", tmp_path / "observations.csv")
    judged = groundswell("curve", tmp_path / "observations.csv", "--unit", "percent", "--json")
    assert judged.returncode == 0, judged.stdout
    assert {series["verdict"] for series in json.loads(judged.stdout)["series"]} <= {None, "too_early"}


def test_an_import_with_json_is_one_document_with_the_promised_keys(groundswell: Run, source: Path) -> None:
    said = json.loads(groundswell("import", source, "--json").stdout)
    assert list(said)[:3] == ["ok", "counts", "findings"]
    assert said["counts"] == {"observations": 4}
    assert said["withheld"] == {"suppressed": 1}


def test_an_import_into_a_community_stores_it_and_keeps_its_definitions(
    groundswell: Run, source: Path, own_home: Path, tmp_path: Path
) -> None:
    stored = groundswell("import", source, "--into", "riverbend", home=own_home)
    assert stored.returncode == 0, stored.stdout + stored.stderr
    found = _observations(groundswell, own_home, tmp_path / "out")
    assert found["", "2026/2027"]["value"] == "24.5"
    assert found["millrace", "2026/2027"]["status"] == "suppressed"


def test_next_year_a_changed_value_becomes_a_revision_with_its_history(
    groundswell: Run, source: Path, own_home: Path, tmp_path: Path
) -> None:
    groundswell("import", source, "--into", "riverbend", home=own_home)
    (tmp_path / "absence.csv").write_text(PUBLISHED.replace("24.5", "24.9"), encoding="utf-8")
    again = groundswell("import", source, "--into", "riverbend", "--json", home=own_home)
    assert json.loads(again.stdout)["ok"] is True
    assert _observations(groundswell, own_home, tmp_path / "out")["", "2026/2027"]["value"] == "24.9"
    assert "24.5" in (tmp_path / "out" / "revisions.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-8-sig"])
def test_a_mapping_saved_in_any_encoding_becomes_part_of_the_community(
    groundswell: Run, source: Path, own_home: Path, tmp_path: Path, encoding: str
) -> None:
    source.write_text(MAPPING.replace("Schools", "\u00c9coles"), encoding=encoding)
    stored = groundswell("import", source, "--into", "riverbend", home=own_home)
    assert stored.returncode == 0, stored.stdout + stored.stderr
    _observations(groundswell, own_home, tmp_path / "out")
    assert "\u00c9coles" in (tmp_path / "out" / "sources" / "absence.yaml").read_text(encoding="utf-8")


def test_an_import_with_a_problem_stores_nothing(
    groundswell: Run, source: Path, own_home: Path, tmp_path: Path
) -> None:
    (tmp_path / "absence.csv").write_text(PUBLISHED.replace("24.5", "many"), encoding="utf-8")
    before = _observations(groundswell, own_home, tmp_path / "before")
    refused = groundswell("import", source, "--into", "riverbend", "--out", tmp_path / "no.csv", home=own_home)
    assert refused.returncode == 1
    assert "absence.csv:3:Percent: " in refused.stdout
    assert _observations(groundswell, own_home, tmp_path / "after") == before
    assert not (tmp_path / "no.csv").exists()


def test_a_mapping_with_a_misspelt_key_is_told_by_its_line(groundswell: Run, source: Path) -> None:
    source.write_text(MAPPING.replace("publisher:", "publsher:"), encoding="utf-8")
    refused = groundswell("import", source)
    assert refused.returncode == 1
    assert refused.stdout.startswith("absence.yaml:3:publsher: ")


def test_a_community_that_is_not_there_is_said_before_anything_is_read(
    groundswell: Run, source: Path, own_home: Path
) -> None:
    refused = groundswell("import", source, "--into", "rivrebend", home=own_home)
    assert refused.returncode == 1
    assert refused.stdout.strip() == "there is no community rivrebend; did you mean riverbend?"


def test_a_proposed_mapping_reads_the_file_it_was_drafted_for(groundswell: Run, tmp_path: Path) -> None:
    (tmp_path / "rates.csv").write_text(
        "Year,County,Rate\n2021,Alder,4.1\n2022,Alder,4.4\n2023,Alder,4.0\n", encoding="utf-8"
    )
    drafted = groundswell("import", tmp_path / "rates.csv", "--propose")
    assert drafted.returncode == 0
    assert "period:" in drafted.stdout
    assert "#" in drafted.stdout
    said = json.loads(groundswell("import", tmp_path / "rates.csv", "--propose", "--json").stdout)
    assert said["mapping"].rstrip("\n") == drafted.stdout.rstrip("\n")


def test_a_published_file_in_place_of_its_mapping_is_told_how_to_draft_one(groundswell: Run, tmp_path: Path) -> None:
    (tmp_path / "rates.csv").write_text("Year,Rate\n2021,4.1\n", encoding="utf-8")
    refused = groundswell("import", tmp_path / "rates.csv")
    assert refused.returncode == 1
    assert "draft one: groundswell import rates.csv --propose --out rates.yaml" in refused.stdout


def test_a_mapping_called_after_its_published_file_gives_an_id_all_the_same(groundswell: Run, tmp_path: Path) -> None:
    published = tmp_path / "State_Rates_2023.csv"
    published.write_text("Year,Rate\n2021,4.1\n2022,4.4\n2023,4.0\n", encoding="utf-8")
    draft = tmp_path / "State_Rates_2023.yaml"
    assert groundswell("import", published, "--propose", "--out", draft).returncode == 0
    read = groundswell("import", draft, "--out", tmp_path / "read.csv")
    assert read.returncode == 0
    assert ",state-rates-2023," in (tmp_path / "read.csv").read_text(encoding="utf-8")


def test_a_new_indicator_without_a_unit_is_warned_of_and_refused_before_anything_is_stored(
    groundswell: Run, source: Path, own_home: Path, tmp_path: Path
) -> None:
    text = MAPPING.replace(", unit: percent", "").replace("chronic-absence", "employment")
    source.write_text(text, encoding="utf-8")
    said = "absence.yaml:6:value.unit: 1 indicator has no unit: employment; "
    dry = groundswell("import", source)
    assert dry.returncode == 0
    assert said in dry.stdout
    assert "[warning]" in dry.stdout
    before = _observations(groundswell, own_home, tmp_path / "before")
    refused = groundswell("import", source, "--into", "riverbend", home=own_home)
    assert refused.returncode == 1
    assert said in refused.stdout
    assert _observations(groundswell, own_home, tmp_path / "after") == before
    assert not (tmp_path / "after" / "indicators" / "employment.yaml").exists()


def test_many_strangers_take_one_line_and_the_document_names_each(
    groundswell: Run, source: Path, own_home: Path, tmp_path: Path
) -> None:
    strangers = [f"Nowhere {number}" for number in range(40)]
    rows = "".join(f"2026-2027,{name},20.1\n" for name in strangers)
    (tmp_path / "absence.csv").write_text(f"Year,Area,Percent\n{rows}", encoding="utf-8")
    lines = groundswell("import", source, "--into", "riverbend", home=own_home).stdout.splitlines()
    assert [line for line in lines if "Nowhere" in line] == [
        "absence.csv: 40 places match nothing and are kept under ids made of their names: "
        "Nowhere 0, Nowhere 1, Nowhere 2 and 37 more; add them to places.csv, or say which they are with map: in the "
        "mapping; --json lists them [warning]"
    ]


def test_with_json_every_stranger_is_named(groundswell: Run, source: Path, own_home: Path, tmp_path: Path) -> None:
    strangers = [f"Nowhere {number}" for number in range(40)]
    rows = "".join(f"2026-2027,{name},20.1\n" for name in strangers)
    (tmp_path / "absence.csv").write_text(f"Year,Area,Percent\n{rows}", encoding="utf-8")
    said = json.loads(groundswell("import", source, "--into", "riverbend", "--json", home=own_home).stdout)
    assert said["unmatched_places"] == strangers
    told = [finding["message"] for finding in said["findings"] if "matches no place" in finding["message"]]
    assert len(told) == 40


def test_one_of_a_kind_is_spoken_of_in_the_singular(groundswell: Run, source: Path, tmp_path: Path) -> None:
    (tmp_path / "absence.csv").write_text("Year,Area,Percent\n2026-2027,Atlantis,20.1\n", encoding="utf-8")
    assert "read 1 row of absence.csv; 1 observation\n" in groundswell("import", source).stdout
