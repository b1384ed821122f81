"""`contribution` at the command line: the promised document, the words, and how it ends where there is nothing."""

import json
from pathlib import Path

import pytest
from tests.integration.cli.conftest import Run
from tests.integration.contributions.test_contribution_pages import OF_PROGRAM, PROMISED

READY = "kindergarten-readiness"


@pytest.fixture(scope="module")
def home(groundswell: Run, riverbend: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Riverbend with links whose numbers are entered, for no records are sent here."""
    folder = tmp_path_factory.mktemp("linked")
    package = folder / "riverbend"
    package.mkdir()
    for path in riverbend.iterdir():
        target = package / path.name
        if path.is_dir():
            target.mkdir()
            for each in path.iterdir():
                (target / each.name).write_bytes(each.read_bytes())
        elif path.stem not in ("contributions", "contribution_notes", "modelled_years", "scenarios", "datapackage"):
            target.write_bytes(path.read_bytes())
    (package / "contributions.csv").write_text(
        "program_id,indicator_id,served,served_before,completion,completion_low,completion_high,baseline_risk,"
        "effect_kind,effect,effect_low,effect_high,evidence\n"
        f"first-steps,{READY},900,300,0.5,0.4,0.6,0.5,risk_ratio,0.8,0.7,0.9,randomized\n"
        f"story-hubs,{READY},1200,,0.5,,,0.5,risk_difference,0.04,0.01,0.07,expert\n",
        encoding="utf-8",
    )
    assert groundswell("load", package, "--home", folder / "home").returncode == 0
    return folder / "home"


def test_the_document_holds_the_promised_keys_first(groundswell: Run, home: Path) -> None:
    ended = groundswell("contribution", READY, "--json", "--home", home)
    assert ended.returncode == 0, ended.stderr
    said = json.loads(ended.stdout)
    assert tuple(said)[: len(PROMISED)] == PROMISED
    assert all(tuple(one)[: len(OF_PROGRAM)] == OF_PROGRAM for one in said["programs"])
    assert {one["program_id"] for one in said["programs"]} == {"first-steps", "story-hubs"}
    assert said["low"] < said["joint_points"] < said["high"]
    assert said["joint_points"] == pytest.approx(sum(one["modelled_share"] for one in said["programs"]))


def test_the_words_say_what_could_be_and_what_nobody_owns(groundswell: Run, home: Path) -> None:
    ended = groundswell("contribution", READY, "--community", "riverbend", "--home", home)
    assert ended.returncode == 0
    assert "first-steps" in ended.stdout
    assert "people are owned by nobody yet" in ended.stdout
    assert "Contribution, never attribution" in ended.stdout
    assert "counted as new" in ended.stdout


def test_the_period_and_the_model_can_be_chosen(groundswell: Run, home: Path) -> None:
    chosen = ("--model", "added_chances", "--period", "2026/2027", "--json")
    said = json.loads(groundswell("contribution", READY, *chosen, "--home", home).stdout)
    assert (said["model"], said["period"], said["target"]) == ("added_chances", "2026/2027", None)
    assert groundswell("contribution", READY, "--model", "guess", "--home", home).returncode == 2
    assert groundswell("contribution", READY, "--period", "soon", "--home", home).returncode == 2


def test_an_indicator_that_nobody_linked_or_knows_says_so(groundswell: Run, home: Path) -> None:
    assert "No program is linked to it yet" in groundswell("contribution", "belonging", "--home", home).stdout
    absent = groundswell("contribution", "no-such", "--home", home)
    assert absent.returncode == 1
    assert "there is no indicator 'no-such'" in absent.stdout + absent.stderr
