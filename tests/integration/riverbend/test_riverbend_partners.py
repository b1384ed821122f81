"""Riverbend's partners: invented people and promises, a worksheet's first row, and enough in the open to be seen."""

from __future__ import annotations

import csv
import filecmp
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker
from tests.cast import COMMAND_LINE
from tests.standing import standing

from groundswell.apps.packages.actions import load_package
from groundswell.apps.packages.queries import package_of
from groundswell.apps.partnerships.queries import said_of
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import PUBLIC
from groundswell.core.collaboration.accounts import perception_gap
from groundswell.core.collaboration.accounts import standing as account_that_stands
from groundswell.core.collaboration.levels import is_tie
from groundswell.exchange.package import read_package, write_package

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
OF_PARTNERS = (
    "purposes", "partnerships", "partnership_consents", "partnership_purposes", "partnership_notes",
    "network_questions", "network_answers",
    "networks", "mandates", "commitments", "framework", "systems_scan",
)  # fmt: skip
FIRST_ROW = {
    "3": "On group listserv",
    "4": "Attend UW's trauma informed care training",
    "5": "Plan and execute homeless youth count",
    "6": "Activities and plans on goal of reducing homelessness by 2020",
}


@pytest.fixture(scope="module")
def riverbend(django_db_setup: None, django_db_blocker: DjangoDbBlocker, repo: Path) -> Iterator[Community]:
    """The demo community, loaded once."""
    with standing(django_db_blocker):
        package, findings = read_package(repo / "examples" / "riverbend")
        assert package is not None, findings
        assert load_package(package=package, by=COMMAND_LINE).is_done
        yield Community.objects.get(public_id="riverbend")


def rows(repo: Path, name: str) -> list[dict[str, str]]:
    with (repo / "examples" / "riverbend" / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_every_table_about_partners_is_as_our_own_writer_writes_it(repo: Path, tmp_path: Path) -> None:
    package, _ = read_package(repo / "examples" / "riverbend")
    assert package is not None
    write_package(package, tmp_path / "again")
    names = [f"{name}.csv" for name in OF_PARTNERS]
    assert filecmp.cmpfiles(repo / "examples" / "riverbend", tmp_path / "again", names, shallow=False)[1:] == ([], [])


def test_what_goes_in_about_partners_comes_out_byte_for_byte(riverbend: Community, repo: Path, tmp_path: Path) -> None:
    whole = package_of("riverbend")
    assert whole is not None
    write_package(whole, tmp_path / "dump")
    names = [f"{name}.csv" for name in OF_PARTNERS]
    assert filecmp.cmpfiles(repo / "examples" / "riverbend", tmp_path / "dump", names, shallow=False)[1:] == ([], [])


def test_the_first_row_of_the_worksheet_stands_in_it_word_for_word(repo: Path) -> None:
    [purpose] = [
        row for row in rows(repo, "partnership_purposes") if row["partnership_id"] == "harbor-house-united-way"
    ]
    labels = {row["purpose_id"]: row["label"] for row in rows(repo, "purposes")}
    assert labels[purpose["purpose_id"]] == "Consolidated Services Network"
    cells = {
        row["level"]: row["activity"]
        for row in rows(repo, "partnership_notes")
        if (row["partnership_id"], row["date"], row["recorded_by"])
        == ("harbor-house-united-way", "2023-05-12", "harbor-house")
    }
    assert {level: words for level, words in cells.items() if level} == FIRST_ROW


def test_there_are_answers_of_two_sides_of_one_and_of_none(riverbend: Community) -> None:
    told = said_of(riverbend, reader=COMMAND_LINE, on=TODAY)
    answered = {one.pair.id: len(one.answered) for one in told}
    assert len(answered) == 16
    assert min(answered.values()) == 1
    assert sum(number == 2 for number in answered.values()) >= 12
    assert any(account.is_for_both for one in told for account in one.accounts)


def test_some_who_work_together_put_it_levels_apart(riverbend: Community) -> None:
    gaps = [
        perception_gap(
            *(account_that_stands(one.accounts, side, TODAY) for side in (one.pair.organization, one.pair.partner))
        )
        for one in said_of(riverbend, reader=COMMAND_LINE, on=TODAY)
    ]
    known = [gap for gap in gaps if gap is not None]
    assert {0, 1} <= {abs(gap) for gap in known}
    assert max(map(abs, known)) >= 2


def test_everybody_can_see_a_network_and_not_all_of_it(riverbend: Community) -> None:
    shown = said_of(riverbend, reader=PUBLIC, on=TODAY)
    ties = [one for one in shown if is_tie(max(account.level or 0 for account in one.accounts))]
    assert 8 <= len(ties) < 16
    for year in (2023, 2024, 2025, 2026):
        assert any(account.day.year == year for one in shown for account in one.accounts)


@pytest.mark.parametrize("name", OF_PARTNERS)
def test_nothing_was_said_after_today(repo: Path, name: str) -> None:
    said_on = ("date", "since", "made", "reviewed")
    days = [row[column] for row in rows(repo, name) for column in said_on if row.get(column)]
    assert all(day <= TODAY.isoformat() for day in days)


def test_promises_are_of_every_kind_and_have_come_to_every_end(repo: Path) -> None:
    promised = rows(repo, "commitments")
    assert {row["kind"] for row in promised} == {"priorities", "resources", "practices"}
    assert {row["status"] for row in promised} == {"pledged", "under_way", "kept", "broken", "released"}
    assert {"people", "slots"} <= {row["unit"] for row in promised}
    assert {"kindergarten-readiness", "youth-homelessness"} == {row["indicator_id"] for row in promised}


def test_some_sit_at_a_table_as_friends_some_by_mandate_and_one_mandate_ended(repo: Path) -> None:
    mandates = rows(repo, "mandates")
    assert {row["formal"] for row in mandates} == {"true", "false"}
    assert any(row["until"] for row in mandates)
    assert all(row["document"] for row in mandates if row["formal"] == "true")


def test_the_communitys_own_version_adapts_waives_and_puts_off(repo: Path) -> None:
    stances = {row["stance"] for row in rows(repo, "framework")}
    assert stances == {"as_written", "adapted", "waived", "later"}


def test_joint_measures_of_a_network_are_taken_up_by_its_members(repo: Path) -> None:
    [network] = [row for row in rows(repo, "networks") if row["network_id"] == "early-learning"]
    owners = {row["program_id"]: row["organization_id"] for row in rows(repo, "programs")}
    members = set(network["members"].split("; "))
    for measure in network["measure_ids"].split("; "):
        adopting = {
            owners[row["program_id"]] for row in rows(repo, "measure_adoptions") if row["measure_id"] == measure
        }
        assert len(adopting & members) >= 2, measure
