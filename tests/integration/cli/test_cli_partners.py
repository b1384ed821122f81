"""`partners` at the command line: the promised document, the words, the day, letters, and what is shut there too."""

import json
import re
from pathlib import Path

import pytest
from tests.integration.cli.conftest import Run

PARTNERSHIP = ("partnership_id", "purpose", "date", "levels", "gap")
NETWORK = ("density", "density_without_backbone", "reciprocity", "centralization", "cut_points", "response_rate")
BOTH = "harbor-house-united-way"


@pytest.fixture(scope="module")
def home(groundswell: Run, riverbend: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Riverbend."""
    folder = tmp_path_factory.mktemp("partners")
    assert groundswell("load", riverbend, "--home", folder).returncode == 0
    return folder


def said(groundswell: Run, home: Path, *words: str) -> dict:
    ended = groundswell("partners", *words, "--json", "--home", home)
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout)


def test_the_document_holds_the_promised_keys(groundswell: Run, home: Path) -> None:
    found = said(groundswell, home)
    assert {"partnerships", "network", "mandates", "commitments"} <= found.keys()
    assert len(found["partnerships"]) == 16
    assert all(set(PARTNERSHIP) <= one.keys() for one in found["partnerships"])
    assert set(NETWORK) <= found["network"].keys()
    assert all({"network_id", "represented_share", "can_commit"} <= one.keys() for one in found["mandates"])
    assert {one["network_id"] for one in found["mandates"]} == {None, "early-learning", "home-first"}


def test_levels_are_one_to_seven_and_a_gap_needs_both(groundswell: Run, home: Path) -> None:
    for one in said(groundswell, home)["partnerships"]:
        sides = (one["organization_id"], one["partner_id"])
        assert one["levels"].keys() <= set(sides)
        assert all(1 <= level <= 7 for level in one["levels"].values())
        if one["gap"] is not None:
            assert one["gap"] == one["levels"][sides[0]] - one["levels"][sides[1]]
        elif not one["is_for_both"]:
            assert len(one["levels"]) < 2


def test_what_stood_on_an_earlier_day_is_told_of_that_day(groundswell: Run, home: Path) -> None:
    then = {one["partnership_id"]: one for one in said(groundswell, home, "--on", "2023-06-30")["partnerships"]}
    now = {one["partnership_id"]: one for one in said(groundswell, home)["partnerships"]}
    assert then[BOTH]["levels"] == {"harbor-house": 6, "united-way": 4}
    assert then[BOTH]["gap"] == 2
    assert now[BOTH]["levels"] == {"harbor-house": 6, "united-way": 6}
    assert then[BOTH]["purpose"] == "consolidated-services-network"


def test_consents_hold_at_the_command_line_too(groundswell: Run, home: Path) -> None:
    told = {one["partnership_id"]: one for one in said(groundswell, home)["partnerships"]}
    between = told["harbor-house-riverbend-schools"]  # which the two keep between them
    assert (between["levels"], between["gap"]) == ({}, None)
    assert between["shut"] == 6
    words = groundswell("partners", "--home", home).stdout
    assert "What partners did not share is left out" in words


def test_promises_are_counted_by_what_became_of_them(groundswell: Run, home: Path) -> None:
    promised = said(groundswell, home)["commitments"]
    assert promised["total"] == sum(promised["by_status"].values()) == 15
    assert {"people", "slots"} <= {one["unit"] for one in promised["amounts"]}


def test_an_earlier_day_counts_no_promise_that_was_made_later(groundswell: Run, home: Path) -> None:
    then = said(groundswell, home, "--on", "2024-06-30")["commitments"]
    assert then["total"] == sum(then["by_status"].values()) == 4
    words = "Commitments are those made by that day, as they stand today."
    assert words in groundswell("partners", "--on", "2024-06-30", "--home", home).stdout
    assert words not in groundswell("partners", "--home", home).stdout


def test_the_words_are_for_people(groundswell: Run, home: Path) -> None:
    words = groundswell("partners", "--community", "riverbend", "--home", home).stdout
    assert f"Harbor House and United Way ({BOTH})" in words
    assert "Consolidated Services Network" in words
    assert "something to talk about, and no score" in words
    assert re.search(r"\w+ \(early-learning\)", words)


def test_a_day_that_is_none_is_wrong_usage(groundswell: Run, home: Path) -> None:
    assert groundswell("partners", "--on", "soon", "--home", home).returncode == 2


def test_reminding_says_how_many_letters_went(groundswell: Run, home: Path) -> None:
    found = said(groundswell, home, "--remind")  # nobody has an account here, so nobody is written to
    assert found == {"ok": True, "counts": {"letters": 0, "reminders": 0}, "findings": []}
