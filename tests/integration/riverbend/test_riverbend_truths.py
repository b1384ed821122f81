"""Riverbend's truths are known, for a script drew them: the verdicts must find them, through load and queries."""

import importlib.util
import json
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from pytest_django import DjangoDbBlocker
from tests.cast import COMMAND_LINE, RESIDENT

from groundswell.core.vocabulary import Verdict

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def riverbend(django_db_setup: None, django_db_blocker: DjangoDbBlocker, repo: Path) -> Iterator[str]:
    """The demo community, loaded once; its id."""
    from tests.standing import standing

    from groundswell.apps.packages.actions import load_package
    from groundswell.exchange.package import read_package

    with standing(django_db_blocker):
        package, findings = read_package(repo / "examples" / "riverbend")
        assert not findings
        assert package is not None
        assert load_package(package=package, by=COMMAND_LINE).is_done
        yield "riverbend"


@pytest.fixture(scope="module")
def script(repo: Path) -> ModuleType:
    """The script that draws Riverbend."""
    spec = importlib.util.spec_from_file_location("make_riverbend", repo / "examples" / "make_riverbend.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _curve(community: str, indicator: str, place: str = "", group: str = ""):
    from groundswell.apps.scorecards.queries import indicator_page

    page = indicator_page(community, indicator, place_id=place, group_id=group, reader=RESIDENT)
    assert page is not None
    return page.curve


def test_the_curve_that_really_turned_is_found(riverbend: str) -> None:
    curve = _curve(riverbend, "kindergarten-readiness")
    assert curve.verdict is Verdict.TURNED
    assert curve.low is not None
    assert curve.low > 0


def test_the_curve_that_worsened_is_found(riverbend: str) -> None:
    curve = _curve(riverbend, "chronic-absence")
    assert curve.verdict is Verdict.WORSENED
    assert curve.mean_difference is not None
    assert curve.mean_difference > 0  # more absence, which is worse


def test_the_apparent_success_that_is_noise_is_not_called_one(riverbend: str) -> None:
    curve = _curve(riverbend, "preschool-enrollment")
    assert curve.verdict is Verdict.AS_EXPECTED
    assert curve.mean_difference is not None
    assert curve.mean_difference > 0.03  # it does look like a success: nearly four points above its baseline


def test_an_improvement_that_would_have_come_anyway_is_on_its_baseline(riverbend: str) -> None:
    assert _curve(riverbend, "on-time-graduation").verdict is Verdict.AS_EXPECTED


def test_a_bend_in_a_small_and_noisy_count_is_only_possible(riverbend: str) -> None:
    assert _curve(riverbend, "youth-homelessness").verdict is Verdict.POSSIBLY_TURNING


def test_too_little_data_is_too_early_and_says_why(riverbend: str) -> None:
    curve = _curve(riverbend, "shelter-returns")
    assert curve.verdict is Verdict.TOO_EARLY
    assert "2" in curve.reason


def test_a_new_definition_after_the_work_began_is_too_early_and_says_why(riverbend: str) -> None:
    curve = _curve(riverbend, "ninth-grade-on-track")
    assert curve.verdict is Verdict.TOO_EARLY
    assert "2023/2024" in curve.reason or "definition" in curve.reason


def test_rent_is_not_judged_since_nobody_said_which_way_is_good(riverbend: str) -> None:
    curve = _curve(riverbend, "median-rent")
    assert curve.verdict is None
    assert curve.reason


def test_nothing_that_did_not_change_is_said_to_have_turned_anywhere(riverbend: str, script: ModuleType) -> None:
    for indicator in ("preschool-enrollment", "youth-unemployment", "on-time-graduation"):
        for place in script.NEIGHBORHOODS:
            assert _curve(riverbend, indicator, place).verdict is not Verdict.TURNED, (indicator, place)


def test_what_is_still_to_be_measured_stands_on_the_agenda(riverbend: str) -> None:
    from groundswell.apps.scorecards.queries import result_scorecard

    page = result_scorecard(riverbend, "graduates-on-time", reader=RESIDENT)
    assert page is not None
    assert [row.id for row in page.development] == ["belonging"]


def test_the_community_says_on_every_page_that_it_is_invented(riverbend: str) -> None:
    from groundswell.apps.scorecards.queries import community_page

    page = community_page(riverbend, reader=RESIDENT)
    assert page is not None
    assert page.community.notice.startswith("Riverbend is invented")


def test_the_example_is_what_the_script_draws_to_the_byte(
    script: ModuleType, repo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import shutil

    drawn = tmp_path / "riverbend"
    shutil.copytree(repo / "examples" / "riverbend", drawn)
    monkeypatch.setattr(script, "FOLDER", drawn)
    script.make()
    for path in sorted((repo / "examples" / "riverbend").rglob("*")):
        if path.is_file():
            assert (drawn / path.relative_to(repo / "examples" / "riverbend")).read_bytes() == path.read_bytes(), path


def test_neighborhoods_groups_and_incomes_add_up_to_the_city(script: ModuleType) -> None:
    rows = [row for row in script.observations() if row["indicator_id"] == "chronic-absence"]
    for period in {row["period"] for row in rows}:
        counts = {(r["place_id"], r["group_id"]): int(r["numerator"]) for r in rows if r["period"] == period}
        city = counts["", ""]
        assert sum(counts[area, ""] for area in script.NEIGHBORHOODS) == city
        assert sum(counts["", race] for race in script.RACES) == city
        assert sum(counts["", income] for income in script.INCOMES) == city


def test_no_withheld_count_can_be_found_by_subtraction(script: ModuleType) -> None:
    rows = [row for row in script.observations() if row["indicator_id"] == "youth-homelessness"]
    withheld = [row["period"] for row in rows if row["status"] == "suppressed"]
    assert withheld
    assert all(withheld.count(period) >= 2 for period in withheld)
    assert all(int(row["numerator"]) >= script.MINIMUM_CELL for row in rows if row["numerator"])


def test_the_map_is_drawn_where_nobody_lives(repo: Path) -> None:
    drawn = json.loads((repo / "examples" / "riverbend" / "boundaries.geojson").read_text(encoding="utf-8"))
    corners = [
        corner for feature in drawn["features"] for ring in feature["geometry"]["coordinates"] for corner in ring
    ]
    assert len(drawn["features"]) == 7
    assert all(-31 < longitude < -29 and -1 < latitude < 1 for longitude, latitude in corners)
