"""One condition counted in several ways comes to the same people, whichever way is good."""

from __future__ import annotations

from typing import Any

import pytest
from tests.builders import indicator, package, series
from tests.cast import COMMAND_LINE
from tests.integration.contributions.test_contribution_pages import API, link, said

from groundswell.apps.packages.actions import load_package
from groundswell.apps.people.models import Community

pytestmark = pytest.mark.django_db
READY = ["50", "51", "50", "52", "51", "52", "52", "53", "52", "55"]  # from 2014 on


def counted(values: list[str], target: str, *, is_span: bool = False, **facts: Any) -> dict[str, Any]:
    """What one program could contribute in 2026 to a condition of 4,000 children that is counted like this."""

    def when(year: str) -> str:
        return f"{int(year) - 4}..{year}" if is_span else year

    began = {"work_began": when("2020")}
    rows = [{**row, "period": when(row["period"]), "numerator": "", "denominator": "4000", "moe": "", "level": ""}
            for row in series(values, first=2024 - len(values))]  # fmt: skip
    aim = {"subject": "indicator", "subject_id": "k-readiness", "period": when("2026"), "value": target}
    outcome = load_package(
        package=package(
            rows,
            indicators={"k-readiness": indicator(**{**began, **facts})},
            tables={
                "organizations": [{"organization_id": "library", "name": "Library", "roles": "provider"}],
                "programs": [
                    {"program_id": "tutoring", "organization_id": "library", "name": "T", "published": "true"}
                ],
                "targets": [aim],
                "contributions": [link("tutoring")],
            },
        ),
        by=COMMAND_LINE,
    )
    assert outcome.is_done, outcome.findings
    found = said(path=f"{API}/k-readiness.json")
    Community.objects.filter(public_id="elmwood").update(public_id=f"elmwood-{Community.objects.count()}")
    return found


WAYS = {
    "a percent where less is better": ([str(100 - int(one)) for one in READY], "30", {"polarity": "lower"}),
    "a rate where more is better": ([f"{one}0" for one in READY], "700", {"unit": "rate", "per": 1000}),
    "a rate where less is better": (
        [f"{100 - int(one)}0" for one in READY], "300", {"unit": "rate", "per": 1000, "polarity": "lower"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_the_same_condition_comes_to_the_same_people(way: str) -> None:
    values, target, facts = WAYS[way]
    usual, found = counted(READY, "70"), counted(values, target, **facts)
    assert usual["forecast_from"] == found["forecast_from"] == "baseline"
    assert found["gap_people"] == pytest.approx(usual["gap_people"], rel=1e-3)
    for name in ("population", "joint_points", "joint_people", "low", "high", "share_of_gap", "unowned_people"):
        assert found[name] == pytest.approx(usual[name], rel=1e-3), name


def test_the_gap_is_what_the_line_frozen_before_the_work_leaves_to_the_target() -> None:
    found = counted(READY, "70")
    assert 0.5 < found["forecast"] < 0.6
    assert found["gap_people"] == pytest.approx(4000 * (0.70 - found["forecast"]))
    assert found["joint_people"] == pytest.approx(200 * 0.8 * 0.45 * 0.25)


def test_overlapping_years_are_not_drawn_on_and_the_gap_is_counted_from_the_latest() -> None:
    found = counted(READY, "70", is_span=True)
    assert (found["period"], found["forecast_from"], found["forecast"]) == ("2022..2026", "now", 0.55)
    assert found["gap_people"] == pytest.approx(4000 * (0.70 - 0.55))
    assert any("hold what these programs do already" in warning for warning in found["warnings"])
    assert not any("already" in warning for warning in counted(READY, "70")["warnings"])
