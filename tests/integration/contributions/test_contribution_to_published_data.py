"""What a program could add to a curve that was really published: New Haven's absence, and an invented program."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.builders import table
from tests.cast import DATA_LEAD, OWNER
from tests.integration.rooms.test_published_data_becomes_a_scorecard import bring

from groundswell.apps.packages.actions import load_package
from groundswell.apps.scorecards.queries.contributions.pages import ContributionPage, contribution_page
from groundswell.exchange.package import check_package
from groundswell.exchange.package.model import Package

pytestmark = [pytest.mark.django_db, pytest.mark.real_data]
STUDENTS = 12_000  # how many the indicator is about, as somebody at the table says it: the file has no denominators
LINK = {
    "link_id": "mentoring", "version": "1", "program_id": "mentors", "indicator_id": "chronic-absence",
    "group_id": "hispanic", "served": "900", "served_before": "300", "completion": "0.8", "baseline_risk": "0.35",
    "effect_kind": "risk_ratio", "effect": "0.75", "effect_low": "0.6", "effect_high": "0.95",
    "evidence": "quasi_experimental",
}  # fmt: skip


@pytest.fixture
def new_haven(repo: Path, shared_data: Path) -> Package:
    """New Haven with its published absence; what was loaded first."""
    folder = repo / "tests" / "fixtures" / "new-haven"
    skeleton, _ = check_package(folder)
    assert skeleton is not None
    assert load_package(package=skeleton, by=DATA_LEAD).is_done
    bring("new-haven", folder / "sources" / "chronic-absence.yaml", shared_data)
    return skeleton


def page() -> ContributionPage:
    found = contribution_page("new-haven", "chronic-absence", reader=OWNER)
    assert found is not None
    return found


def told(package: Package, **tables: list[dict[str, str]]) -> None:
    rows = {name: table(name, each) for name, each in tables.items()}
    outcome = load_package(package=Package(package.community, rows), by=DATA_LEAD)
    assert outcome.is_done, [str(finding) for finding in outcome.findings]


def test_a_published_rate_without_people_is_refused_with_the_reason(new_haven: Package) -> None:
    found = page()
    assert found.modelled is None
    assert "nobody says how many people it is about" in found.reason


def test_a_program_has_its_points_of_a_published_curve(new_haven: Package) -> None:
    told(
        new_haven,
        populations=[{"period": "2020", "group_id": "hispanic", "count": str(STUDENTS)}],
        organizations=[{"organization_id": "mentors-of-the-hill", "name": "Mentors of the Hill", "roles": "provider"}],
        programs=[{"program_id": "mentors", "organization_id": "mentors-of-the-hill", "name": "Mentors"}],
        targets=[{"subject": "indicator", "subject_id": "chronic-absence", "group_id": "hispanic",
                  "period": "2020/2021", "value": "15"}],
        contributions=[LINK],
    )  # fmt: skip
    found = page()
    assert found.modelled is not None and found.condition.gap is not None and found.condition.heading is not None
    better_off = (900 - 300) * 0.8 * 0.35 * (1 - 0.75)
    assert found.modelled.joint_people.value == pytest.approx(better_off)
    assert found.modelled.joint_points.value == pytest.approx(100 * better_off / STUDENTS)
    assert (found.modelled.joint_points.low or 0) < 0.35 < (found.modelled.joint_points.high or 0)
    # Chronic absence is better low: the gap is what the frozen baseline lies above the target.
    heading = found.condition.heading.value
    assert found.condition.heading_from == "baseline" and heading is not None and heading > 0.15
    assert found.condition.gap.people == pytest.approx((heading - 0.15) * STUDENTS)
    assert found.detectable_points is not None and found.detectable_points > found.modelled.joint_points.value
