"""Nothing follows about a program that a reader does not see, or about few people, from what is worked out of them."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone
from tests.integration.contributions.test_contribution_pages import client_of, link, people, said, town, words

from groundswell.apps.people.models import Community
from groundswell.apps.programs.models import Program
from groundswell.apps.submissions.models import ParticipationTable

pytestmark = pytest.mark.django_db
PLAN = "/api/v1/elmwood/contribution/k-readiness/plan.json"
BY_RECORDS = {"served": "", "served_before": "", "served_period": ""}


def together(community: Community, counted: dict[str, int], period: str = "2024") -> None:
    """People in exactly these programs, linked, all of which may be shown."""
    cells = {tuple(programs.split("; ")): number for programs, number in counted.items()}
    ParticipationTable.objects.create(
        community=community, kind="combinations", period=period, data_version="v", computed_at=timezone.now(),
        as_of=date(2024, 12, 31), is_linked=True, smallest_shown=11,
        rows=[["", "", list(each), number] for each, number in cells.items()],
        shown={"combinations": [list(each) for each in cells], "is_whole": True},
    )  # fmt: skip


@pytest.mark.parametrize(
    "adds_nothing",
    [{"effect": "", "effect_low": "", "effect_high": "", "effect_kind": ""}, {"served": "100"}],
    ids=["not computed", "nobody new"],
)
def test_unseen_programs_that_add_nothing_hide_no_other(adds_nothing: dict[str, str]) -> None:
    town(link("tutoring"), link("visits"), link("talks", **adds_nothing), link("choir", **adds_nothing))
    document = said()
    assert (document["others"], document["left_out"]) == (None, 3)
    assert document["joint_points"] == pytest.approx(document["programs"][0]["points"])


def test_a_plan_tells_nothing_of_overlaps_to_who_may_not_know_them() -> None:
    community = town(
        link("tutoring", **BY_RECORDS, capacity="900", unit_cost="500"),
        link("visits", **BY_RECORDS, capacity="900", unit_cost="90"),
    )
    Program.objects.filter(public_id="visits").update(published="true")
    together(community, {"tutoring": 100, "visits": 150, "tutoring; visits": 200, "talks": 50})
    steward = client_of(people(community)["steward"])

    def frontiers() -> tuple[list, list]:
        return said(steward, "?target=75", PLAN)["frontier"], said(None, "?target=75", PLAN)["frontier"]

    knowing, public = frontiers()
    assert said(steward)["overlap_from"] == "records"
    assert said()["overlap_from"] == "chance"  # talks, one program that the public does not see, is in the records
    assert knowing == public and knowing  # it counts what is added, and whom that will share nobody knows


def test_a_number_too_small_to_be_told_is_not_told_as_nobody() -> None:
    community = town(link("tutoring", **BY_RECORDS))
    together(community, {"tutoring": 7})
    page, statement = words(), words(path="/elmwood/programs/tutoring/contribution/")
    assert "so few served that nobody is counted" in page
    assert "0 served" not in page
    assert "it serves too few people for their number to be told" in statement.lower()
    assert "0 served" not in statement and "serves 0 people" not in statement
    assert any("too few" in warning for warning in said()["warnings"])


def test_too_few_people_in_a_year_say_nothing_of_its_reach() -> None:
    community = town(link("tutoring", **BY_RECORDS))
    together(community, {"tutoring": 300}, "2022")
    steward = client_of(people(community)["steward"])
    steward.post("/elmwood/contribution/k-readiness/keep/", {"period": "2023"})
    together(community, {"tutoring": 7}, "2023")
    assert "of the people assumed" not in words(path="/elmwood/contribution/k-readiness/years/")


def test_a_kept_model_with_unseen_programs_that_add_nothing_is_kept_from_who_does_not_see_them() -> None:
    nobody_new = {"served": "100"}
    community = town(link("tutoring"), link("visits"), link("talks", **nobody_new), link("choir", **nobody_new))
    steward = client_of(people(community)["steward"])
    steward.post("/elmwood/contribution/k-readiness/keep/", {"period": "2023"})
    assert "What was modelled, and what happened" in words(steward)
    assert "What was modelled, and what happened" not in words()


def test_a_program_that_serves_fewer_than_before_says_so_and_claims_no_part_of_the_gap() -> None:
    town(link("tutoring", served="50"))
    (statement,) = said(path="/api/v1/elmwood/programs/tutoring/contribution.json")["statements"]
    text = " ".join(statement["words"])
    assert "It serves 50 people; 40 people fewer than before" in text
    assert "fewer could be better off" in text
    assert "of the gap" not in text and "-4" not in text
    assert statement["decimal_point"] == ""
