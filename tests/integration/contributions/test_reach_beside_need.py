"""Where programs reach people, beside where the need is: by group, and by place."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone
from tests.builders import indicator, package, series
from tests.cast import COMMAND_LINE
from tests.integration.contributions.test_contribution_pages import link, said, words
from tests.integration.contributions.test_few_people_and_few_programs import BY_RECORDS

from groundswell.apps.packages.actions import load_package
from groundswell.apps.people.models import Community
from groundswell.apps.submissions.models import ParticipationTable

pytestmark = pytest.mark.django_db
SPOTS = ({"place_id": ""}, {"place_id": "hill"}, {"place_id": "vale"}, {"group_id": "black"}, {"group_id": "white"})
CHILDREN = {"hill": "1000", "vale": "3000", "black": "1500", "white": "2500"}


@pytest.fixture
def elmwood() -> Community:
    """Elmwood with two neighborhoods and two groups, each with its children counted, and one program."""
    rows = [
        {**row, **spot, "denominator": CHILDREN.get(spot.get("place_id") or spot.get("group_id", ""), "4000")}
        for spot in SPOTS
        for row in series()
    ]
    places = [{"place_id": one, "name": one.title(), "parent_id": "" if one == "elmwood" else "elmwood"}
              for one in ("elmwood", "hill", "vale")]  # fmt: skip
    tables = {
        "places": places,
        "programs": [{"program_id": "tutoring", "organization_id": "library", "name": "Tutoring", "published": "true"}],
        "targets": [{"subject": "indicator", "subject_id": "k-readiness", "period": "2026", "value": "75"}],
        "contributions": [link("tutoring", **BY_RECORDS)],
    }
    brought = package(rows, indicators={"k-readiness": indicator()}, tables=tables)
    assert load_package(package=brought, by=COMMAND_LINE).is_done
    return Community.objects.get(public_id="elmwood")


def recorded(community: Community, **parts: dict[str, int]) -> None:
    """Two hundred people of tutoring, by dimension."""
    told = [[by, name, ["tutoring"], people] for by, each in parts.items() for name, people in each.items()]
    ParticipationTable.objects.create(
        community=community, kind="combinations", period="2024", data_version="v", computed_at=timezone.now(),
        as_of=date(2024, 12, 31), is_linked=True, smallest_shown=11, shown={"combinations": [["tutoring"]]},
        rows=[["", "", ["tutoring"], 200], *told],
    )  # fmt: skip


def test_reach_by_place_and_by_group_stands_beside_need_and_adds_up_to_the_whole(elmwood: Community) -> None:
    recorded(elmwood, place={"hill": 150, "vale": 50}, race_ethnicity={"black": 40, "white": 160})
    page, document = words(), said()
    assert "by place" in page and "Hill" in page and "Vale" in page
    by = {one["group_id"]: one for one in document["groups"]}
    assert [one["dimension"] for one in document["groups"]] == ["place"] * 2 + ["race_ethnicity"] * 2
    for parts in (("hill", "vale"), ("black", "white")):
        whole = sum(by[one]["joint_people"]["value"] for one in parts)
        assert whole == pytest.approx(document["joint_people"], rel=1e-3)
        assert sum(by[one]["reach_share"] for one in parts) == pytest.approx(1)
    assert by["hill"]["reach_share"] == pytest.approx(0.75)
    assert by["vale"]["need_share"] == pytest.approx(0.75)


def test_parts_of_which_one_is_of_few_people_are_not_told(elmwood: Community) -> None:
    recorded(elmwood, place={"hill": 193, "vale": 7}, race_ethnicity={"black": 100, "white": 100})
    assert {one["dimension"] for one in said()["groups"]} == {"race_ethnicity"}
    assert "by place" not in words()
