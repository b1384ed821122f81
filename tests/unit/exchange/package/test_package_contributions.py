"""Links of programs to indicators in a package: what blank ids stand for, and every problem with its row and column."""

from __future__ import annotations

import pytest
from tests.builders import table

from groundswell.core.findings import Finding
from groundswell.exchange.package.contribution_check import check_json, check_notes, with_link_ids
from groundswell.exchange.package.ids import fitting_id

HEAD = "program_id,indicator_id,"
PROGRAMS = "program_id,name\nmentoring,Mentoring\ntexts,Texts\n"
INDICATOR = "name: {name}\nunit: {unit}\npolarity: higher\n"
FOLDER = {
    "programs.csv": PROGRAMS,
    "indicators/on-time.yaml": INDICATOR.format(name="On time", unit="percent"),
    "indicators/rent.yaml": INDICATOR.format(name="Rent", unit="currency"),
}
LINK = {"program_id": "mentoring", "indicator_id": "on-time"}


def places(findings: list[Finding]) -> list[tuple[str, int | None, str | None]]:
    return [(one.file, one.row, one.column) for one in findings if one.is_error]


@pytest.mark.parametrize(
    ("headings", "cells", "row", "column"),
    [
        ("effect", "0.75", 2, "effect_kind"),
        ("effect_kind,effect", "risk_ratio,0", 2, "effect"),
        ("effect_kind,effect", "risk_ratio,-0.5", 2, "effect"),
        ("completion", "35", 2, "completion"),
        ("baseline_risk", "1.2", 2, "baseline_risk"),
        ("completion,completion_low", "0.5,0.6", 2, "completion_low"),
        ("completion,completion_high", "0.5,0.4", 2, "completion_high"),
        ("effect_kind,effect,baseline_risk", "risk_difference,0.6,0.35", 2, "effect"),
        ("effect_kind,effect,evidence", "risk_ratio,0.8,pre_post", 2, "effect_high"),
        ("served", "-3", 2, "served"),
        ("evidence", "hearsay", 2, "evidence"),
        ("measure_id", "none", 2, "measure_id"),
    ],
)
def test_a_problem_of_a_link_is_told_once_with_its_cell(told, headings: str, cells: str, row: int, column: str) -> None:
    text = f"{HEAD}{headings}\nmentoring,on-time,{cells}\n"
    assert places(told({**FOLDER, "contributions.csv": text})) == [("contributions.csv", row, column)]


@pytest.mark.parametrize(("ids", "column"), [("mentoring,rent", "indicator_id"), ("mentoring,none", "indicator_id"),
                                             ("none,on-time", "program_id"), (",on-time", "program_id")])  # fmt: skip
def test_a_link_is_about_a_program_and_an_indicator_made_of_people(told, ids: str, column: str) -> None:
    text = f"program_id,indicator_id\n{ids}\n"
    assert places(told({**FOLDER, "contributions.csv": text})) == [("contributions.csv", 2, column)]


def test_a_percent_in_place_of_a_proportion_says_so(told) -> None:
    text = f"{HEAD}in_population_share\nmentoring,on-time,35\n"
    [finding] = told({**FOLDER, "contributions.csv": text})
    assert finding.fix == "write the proportion 0.35 for 35 in a hundred"


def test_fewer_served_than_before_is_allowed(told) -> None:
    text = f"{HEAD}served,served_before\nmentoring,on-time,100,300\n"
    assert places(told({**FOLDER, "contributions.csv": text})) == []


def test_a_version_stands_once_and_the_versions_of_a_link_are_about_one_thing(told) -> None:
    text = "link_id,version,program_id,indicator_id\na,1,mentoring,on-time\na,1,mentoring,on-time\na,2,texts,on-time\n"
    assert sorted(places(told({**FOLDER, "contributions.csv": text})), key=str) == [
        ("contributions.csv", 3, "link_id"), ("contributions.csv", 4, "program_id"),
    ]  # fmt: skip


def test_blank_ids_are_made_and_told_apart() -> None:
    rows = [LINK, {**LINK, "group_id": "young"}, LINK, {**LINK, "measure_id": "served"},
            {"program_id": "texts", "indicator_id": "on-time", "link_id": "mentoring-on-time-hill"},
            {**LINK, "place_id": "hill"}]  # fmt: skip
    filled = with_link_ids(table("contributions", rows))
    assert list(zip(filled.columns["link_id"], filled.columns["version"], strict=True)) == [
        ("mentoring-on-time", "1"), ("mentoring-on-time-young", "1"), ("mentoring-on-time", "2"),
        ("mentoring-on-time-served", "1"), ("mentoring-on-time-hill", "1"), ("mentoring-on-time-hill-2", "1"),
    ]  # fmt: skip
    assert with_link_ids(filled) is filled


def test_a_blank_version_follows_the_highest_that_is_said() -> None:
    rows = [LINK, {**LINK, "version": "4"}, LINK]
    assert with_link_ids(table("contributions", rows)).columns["version"] == ["5", "4", "6"]


def test_a_long_id_is_cut_with_a_digest_and_stays_its_own() -> None:
    long, other = fitting_id("a" * 40, "b" * 40), fitting_id("a" * 40, "b" * 41)
    assert len(long) == len(other) == 64
    assert long != other


def test_an_answer_names_its_challenge_and_nothing_else_does() -> None:
    rows = [{"note_id": "a", "step": "challenge"}, {"note_id": "b", "step": "answer", "answers": "a"},
            {"note_id": "c", "step": "answer"}, {"note_id": "d", "step": "theory", "answers": "a"}]  # fmt: skip
    assert places(check_notes(table("contribution_notes", rows))) == [
        ("contribution_notes.csv", 4, "answers"), ("contribution_notes.csv", 5, "answers"),
    ]  # fmt: skip


@pytest.mark.parametrize(("cell", "problems"), [("", 0), ('{"a": 1}', 0), ("[]", 0), ("{", 1), ("5", 1)])
def test_settings_are_json(cell: str, problems: int) -> None:
    assert len(check_json(table("scenarios", [{"scenario_id": "a", "settings": cell}]), "settings")) == problems


def test_two_links_that_count_the_same_people_are_told_of_and_not_refused(told) -> None:
    text = "link_id,program_id,indicator_id\na,mentoring,on-time\nb,mentoring,on-time\n"
    [finding] = told({**FOLDER, "contributions.csv": text})
    assert (finding.is_error, finding.row) == (False, 3)
