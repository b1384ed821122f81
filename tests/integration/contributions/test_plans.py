"""What it would take: the mix, what stands in its way, what was typed wrong, scenarios; and who sees what of it."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from django.test import Client
from tests import cast
from tests.integration.contributions.test_contribution_pages import client_of, link, people, said, town, words

from groundswell.apps.contributions.models import Scenario

pytestmark = pytest.mark.django_db
PLAN, SCENARIOS = "/elmwood/contribution/k-readiness/plan/", "/elmwood/contribution/k-readiness/scenarios/"
API = "/api/v1/elmwood/contribution/k-readiness"
TUTORING = link("tutoring", capacity="9000", unit_cost="500")
VISITS = link("visits", capacity="2000", unit_cost="90")
TALKS = link("talks", capacity="2000", unit_cost="70")


def plan(query: str = "", client: Client | None = None) -> dict:
    return said(client, query, f"{API}/plan.json")


def rows_of(path: str, client: Client | None = None) -> list[dict[str, str]]:
    response = (client or Client()).get(path)
    assert response.status_code == 200
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_the_cheapest_mix_meets_the_need_and_stands_in_one_sentence() -> None:
    town(TUTORING)
    document = plan("?target=65")
    page = words(path=f"{PLAN}?target=65")
    added = document["programs"][0]["added"]
    assert document["is_feasible"]
    assert document["people"] >= document["needed_people"] - 0.01
    assert document["cost"] == pytest.approx(added * 500)
    assert f"must be better off. The cheapest mix: {-(-added // 1):,.0f} more places in The tutoring program" in page
    assert document["frontier"][-1]["people"] >= document["frontier"][1]["people"] > 0


def test_a_plan_looks_ahead_from_today_which_contains_what_programs_do_already() -> None:
    town(TUTORING)
    document, page = plan("?target=65"), words(path=f"{PLAN}?target=65")
    assert document["forecast_from"] == "forecast" and document["forecast"] > document["now"]
    assert document["needed_people"] == document["gap_people"]
    assert document["gap_people"] == pytest.approx((0.65 - document["forecast"]) * 4000)
    assert "only what is added counts here" in page
    assert "Where it is heading reaches 62" in words(path=f"{PLAN}?target=62")


def test_a_target_out_of_reach_says_by_how_many_people_and_which_limit_stands_in_the_way() -> None:
    town(link("tutoring", capacity="400", unit_cost="500"))
    document, page = plan("?target=80"), words(path=f"{PLAN}?target=80")
    assert document["is_feasible"] is False
    assert document["short_by_people"] == pytest.approx(document["needed_people"] - document["people"])
    assert [one["kind"] for one in document["binding"]] == ["capacity"]
    assert "falls short by" in page
    assert "What stands in the way: the capacity of The tutoring program." in page


def test_a_budget_that_is_too_small_is_what_stands_in_the_way() -> None:
    town(TUTORING)
    document = plan("?target=70&budget=1,000")
    assert [one["kind"] for one in document["binding"]] == ["budget"]
    assert document["cost"] == pytest.approx(1000)


def test_a_capacity_that_is_typed_takes_the_place_of_the_declared_one() -> None:
    town(link("tutoring", capacity="310", unit_cost="500"))
    assert plan("?target=65")["is_feasible"] is False
    assert plan("?target=65&capacity-tutoring-k-readiness=9000")["is_feasible"] is True


def test_what_is_typed_wrong_stays_in_its_field_with_what_would_be_right_beside_it() -> None:
    town(TUTORING)
    query = "?target=abc&period=2030%2F2031&budget=-5&capacity-tutoring-k-readiness=many"
    response = Client().get(PLAN + query)
    page = response.content.decode()
    assert response.status_code == 422
    for typed in ("abc", "2030/2031", "-5", "many"):
        assert f'value="{typed}"' in page
    assert page.count('aria-invalid="true"') == 4
    assert "type digits, such as 75 or 12,000" in page
    assert "This indicator does not count in such years" in page
    assert [one["field"] for one in plan(query)["findings"]] == [
        "target", "period", "budget", "capacity-tutoring-k-readiness",
    ]  # fmt: skip


def test_another_year_is_asked_with_the_target_that_stands() -> None:
    town(TUTORING)
    assert (plan("?period=2030")["period"], plan("?period=2030")["target"]) == ("2030", 0.75)


def test_a_page_without_links_teaches_what_belongs_there() -> None:
    town()
    page = words(path=PLAN)
    assert "Nobody can say yet what it would take: no program is linked to it that could be computed." in page
    assert "What belongs here" in page


@pytest.mark.parametrize("links", [(TUTORING, VISITS), (TUTORING, VISITS, TALKS)], ids=["one unseen", "two unseen"])
def test_a_program_that_a_reader_does_not_see_takes_no_part_and_is_not_named(links: tuple) -> None:
    community = town(*links)
    steward = client_of(people(community)["steward"])
    Scenario.objects.all().delete()
    kept = {
        "target": "62",
        "name": "Doubled",
        "capacity-visits-k-readiness": "4001",
        "smallest-talks-k-readiness": "77",
    }
    assert steward.post(PLAN, kept).status_code == 303
    asked = "?target=62&capacity-visits-k-readiness=9000&smallest-visits-k-readiness=1500"
    for path in (
        *(f"{one}{asked}" for one in (PLAN, f"{API}/plan.json", f"{API}/plan.csv")),
        *(SCENARIOS, f"{API}/scenarios.json", f"{API}/scenarios.csv"),
    ):
        text = Client().get(path).content.decode()
        shown = re.sub(r"(capacity|smallest)-visits-k-readiness(=|%3D)\d+", "", text)  # as the reader typed it
        told = [word for word in ("visits", "talks", "4001", "4,001") if word in shown]
        assert (path, told) == (path, [])
    assert plan("?target=65")["cost"] == pytest.approx(plan("?target=65")["programs"][0]["cost"])
    assert {one["program_id"] for one in plan("?target=65", steward)["programs"]} == {
        row["program_id"] for row in links
    }


def test_a_plan_as_csv_is_the_plan_as_json() -> None:
    town(TUTORING, VISITS)
    document, rows = plan("?target=65"), rows_of(f"{API}/plan.csv?target=65")
    assert [row["kind"] for row in rows] == ["program", "together"]
    assert float(rows[-1]["people"]) == document["people"]
    assert float(rows[0]["added"]) == document["programs"][0]["added"]


def test_the_steward_keeps_a_scenario_compares_it_and_puts_it_away() -> None:
    community = town(TUTORING)
    steward = client_of(people(community)["steward"])
    for name, target in (("Small", "58"), ("Large", "90")):
        sent = {"target": target, "budget": "4000000", "name": name, "note": "For the table"}
        assert steward.post(PLAN, sent).status_code == 303
    page = words(steward, SCENARIOS)
    assert "Small" in page and "Large" in page and "budget 4,000,000" in page.replace("$", "")
    assert "No: short by" in page
    document = said(None, "", f"{API}/scenarios.json")
    assert [(one["name"], one["plan"]["is_feasible"]) for one in document["scenarios"]] == [
        ("Large", False),
        ("Small", True),
    ]
    assert said(None, "?scenario=small", f"{API}/scenarios.json")["scenarios"][0]["scenario_id"] == "small"
    assert steward.post(f"{SCENARIOS}small/retire/").status_code == 303
    assert [row["name"] for row in rows_of(f"{API}/scenarios.csv")] == ["Large"]


def test_a_scenario_without_a_name_is_not_kept_and_nothing_typed_is_lost() -> None:
    community = town(TUTORING)
    steward = client_of(people(community)["steward"])
    response = steward.post(PLAN, {"target": "61.5", "note": "Only a note"})
    page = response.content.decode()
    assert response.status_code == 422
    assert 'value="61.5"' in page and "Only a note" in page and "Give it a name" in page
    assert not Scenario.objects.exists()


@pytest.mark.parametrize("who", ["public", "viewer", "own provider", "funder"])
def test_only_who_may_change_all_links_keeps_or_retires_a_scenario(who: str) -> None:
    community = town(TUTORING)
    everybody = people(community)
    client_of(everybody["steward"]).post(PLAN, {"target": "58", "name": "Small"})
    client = client_of(everybody[who])
    assert client.post(PLAN, {"target": "58", "name": "Mine"}).status_code in (302, 403)
    assert client.post(f"{SCENARIOS}small/retire/").status_code in (302, 403)
    assert list(Scenario.objects.values_list("name", "retired")) == [("Small", None)]
    assert "Keep it as a scenario" not in client.get(PLAN).content.decode()


def test_numbers_in_scenarios_are_read_as_people_write_them() -> None:
    community = town(TUTORING)
    steward = client_of(people(community)["steward"])
    sent = {"target": "58 %", "budget": "$1,400,000", "name": "With signs"}
    assert steward.post(PLAN, sent).status_code == 303
    (row,) = Scenario.objects.all()
    assert (row.target, row.budget, row.by != "") == ("58", "1400000", True)
    assert json.loads(row.settings or "{}") == {}
    assert cast.steward.__name__ not in Client().get(SCENARIOS).content.decode()
