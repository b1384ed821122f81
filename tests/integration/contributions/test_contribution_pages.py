"""What programs could add up to: what each reader sees of it, on pages, in JSON, in CSV and on the command line."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from tests import cast
from tests.builders import indicator, package, series
from tests.cast import COMMAND_LINE, DATA_LEAD

from groundswell.apps.contributions.models import ContributionLink, KeptModel
from groundswell.apps.packages.actions import load_package
from groundswell.apps.people.models import Community, Organization, Person
from groundswell.apps.programs.models import Program
from groundswell.apps.scorecards.queries.contributions.ledger import link_page
from groundswell.apps.scorecards.queries.contributions.pages import contribution_page
from groundswell.core.vocabulary import Unit
from groundswell.web.presenters.contributions.amounts import Points, gap_words
from groundswell.web.presenters.contributions.sentences import overlap_words

pytestmark = pytest.mark.django_db
PAGE, LIST = "/elmwood/contribution/k-readiness/", "/elmwood/contribution/"
API = "/api/v1/elmwood/contribution"
PROMISED = (
    *("indicator_id", "period", "population", "now", "forecast", "target", "gap_people", "level", "model", "seed"),
    *("draws", "programs", "sum_points", "joint_points", "low", "high", "overlap", "share_of_gap", "unowned_people"),
    *("detectable_points", "warnings"),
)
OF_PROGRAM = (
    *("program_id", "reach", "people", "points", "low", "high", "share_of_gap", "modelled_share"),
    "slots_for_the_gap",
)
LINK = {
    "indicator_id": "k-readiness", "served": "300", "served_before": "100", "completion": "0.8",
    "completion_low": "0.7", "completion_high": "0.9", "baseline_risk": "0.45", "effect_kind": "risk_ratio",
    "effect": "0.75", "effect_low": "0.6", "effect_high": "0.9", "evidence": "randomized",
}  # fmt: skip
OWNERS = {"tutoring": "library", "visits": "school", "talks": "clinic", "choir": "church"}


def link(program: str, **facts: str) -> dict[str, str]:
    return {**LINK, "program_id": program, "mechanism": f"How {program} works", **facts}


def town(*links: dict[str, str], target: str = "75", **facts: Any) -> Community:
    """Elmwood, whose readiness is counted among 4,000 children; only tutoring is published."""
    rows = [{**row, "numerator": "", "denominator": "4000"} for row in series()]
    names = [*OWNERS.values(), "giver"]
    outcome = load_package(
        package=package(
            rows,
            indicators={"k-readiness": indicator(), "belonging": indicator(name="Belonging", result_ids=["ready"])},
            tables={
                "organizations": [
                    {"organization_id": one, "name": one.title(), "roles": "funder" if one == "giver" else "provider"}
                    for one in names
                ],
                "strategies": [{"strategy_id": "reading", "result_ids": "ready", "name": "Early reading"}],
                "programs": [
                    {"program_id": one, "organization_id": owner, "name": f"The {one} program",
                     "strategy_ids": "reading", "published": "true" if one == "tutoring" else ""}
                    for one, owner in OWNERS.items()
                ],
                "grants": [{"grant_id": "g", "funder_id": "giver", "recipient_id": "school", "program_ids": "visits"}],
                "targets": [{"subject": "indicator", "subject_id": "k-readiness", "period": "2026", "value": target}],
                "contributions": links,
            },
            **facts,
        ),
        by=COMMAND_LINE,
    )  # fmt: skip
    assert outcome.is_done, outcome.findings
    return Community.objects.get(public_id="elmwood")


def client_of(who: Person | None) -> Client:
    client = Client()
    if who is not None:
        client.force_login(who)
    return client


def said(client: Client | None = None, query: str = "", path: str = f"{API}/k-readiness.json") -> dict[str, Any]:
    response = (client or Client()).get(path + query)
    assert response.status_code == 200, response.content
    found: dict[str, Any] = json.loads(response.content)
    return found


def words(client: Client | None = None, path: str = PAGE) -> str:
    response = (client or Client()).get(path)
    assert response.status_code == 200
    text = re.sub(r"<script.*?</script>|<svg.*?</svg>", " ", response.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def people(community: Community) -> dict[str, Person | None]:
    owners = {row.public_id: row for row in Organization.objects.filter(community=community)}
    return {
        "public": None,
        "viewer": cast.viewer(community),
        "own provider": cast.provider_data_manager(community, owners["school"]),
        "other provider": cast.other_provider_data_manager(community, owners["library"]),
        "funder": cast.funder(community, owners["giver"]),
        "steward": cast.steward(community),
    }


def test_the_document_has_the_promised_keys_and_one_program_is_as_the_formula_says() -> None:
    town(link("tutoring"))
    document = said()
    assert tuple(document)[: len(PROMISED)] == PROMISED
    (program,) = document["programs"]
    assert tuple(program)[: len(OF_PROGRAM)] == OF_PROGRAM
    assert program["reach"] == pytest.approx(200 * 0.8)
    assert program["people"] == pytest.approx(200 * 0.8 * 0.45 * 0.25)
    assert program["points"] == pytest.approx(program["people"] / 40)
    assert program["low"] < program["points"] < program["high"]
    assert document["joint_points"] == pytest.approx(program["modelled_share"])
    assert document["gap_people"] == pytest.approx(4000 * (0.75 - document["forecast"]))
    assert document["share_of_gap"] == pytest.approx(program["people"] / document["gap_people"])
    assert document["unowned_people"] == pytest.approx(document["gap_people"] - program["people"])
    assert document["forecast_from"] == "baseline"


def test_a_page_begins_with_what_programs_could_add_up_to_and_what_nobody_owns() -> None:
    town(link("tutoring"), link("visits"))
    Program.objects.update(published="true")
    page, document = words(), said()
    assert "The 2 linked programs could add up to about 0.9" in page.replace("0.88", "0.9")
    assert f"Nobody owns the other {document['unowned_people']:,.0f} people yet" in page
    assert "One year’s data could show changes from" in page
    assert "Whatever the overlap, it is at least" in page
    assert "To close the gap alone" in page
    assert document["overlap"] > 0
    assert document["overlap"] == pytest.approx(document["sum_points"] - document["joint_points"])
    assert sum(one["modelled_share"] for one in document["programs"]) == pytest.approx(document["joint_points"])


@pytest.mark.parametrize(
    ("who", "sees"),
    [("public", 1), ("viewer", 1), ("own provider", 2), ("other provider", 1), ("funder", 2), ("steward", 2)],
)
def test_a_program_that_a_reader_does_not_see_is_neither_named_nor_computable(who: str, sees: int) -> None:
    community = town(link("tutoring"), link("visits", served="900"))
    client = client_of(people(community)[who])
    document = said(client)
    assert len(document["programs"]) == sees
    assert (document["left_out"], document["others"]) == (2 - sees, None)
    answers = [client.get(path).content.decode() for path in (PAGE, LIST, f"{API}.json", f"{API}.csv",
               f"{API}/k-readiness.json", f"{API}/k-readiness.csv")]  # fmt: skip
    assert all("visits" not in answer for answer in answers) or sees == 2
    assert "visits" in answers[0] or sees == 1
    if sees == 1:
        assert document["joint_points"] == pytest.approx(document["programs"][0]["points"])
        assert "left out here" in words(client)


def test_programs_of_two_organizations_that_nobody_sees_do_not_tell_one_of_the_other() -> None:
    community = town(link("tutoring"), link("visits"), link("talks"))
    assert said()["left_out"] == 2
    who = people(community)
    assert said(client_of(who["own provider"]))["left_out"] == 1
    assert said(client_of(who["steward"]))["left_out"] == 0


def test_programs_of_three_organizations_are_counted_together_without_a_name() -> None:
    town(link("tutoring"), link("visits"), link("talks"), link("choir"))
    document = said()
    assert document["others"]["links"] == 3
    shares = document["programs"][0]["modelled_share"] + document["others"]["modelled_share"]
    assert shares == pytest.approx(document["joint_points"])
    text = Client().get(PAGE).content.decode() + json.dumps(document)
    assert not any(name in text for name in ("visits", "talks", "choir", "school", "clinic", "church"))
    assert "3 programs are counted here that you may not see by themselves" in words()


def test_json_csv_and_page_hold_the_same_numbers() -> None:
    town(link("tutoring"), link("visits", effect="0.8"))
    Program.objects.update(published="true")
    document = said()
    rows = list(csv.DictReader(io.StringIO(Client().get(f"{API}/k-readiness.csv").content.decode())))
    assert [row["kind"] for row in rows] == ["program", "program", "overlap", "together", "unowned"]
    for row, one in zip(rows, document["programs"], strict=False):
        assert float(row["points"]) == one["points"]
        assert float(row["people"]) == one["people"]
    assert float(rows[3]["points"]) == document["joint_points"]
    page = words()
    for one in document["programs"]:
        assert f"about {one['people']:,.0f}" in page


def test_the_model_and_the_period_are_the_reader_s_choice() -> None:
    town(link("tutoring"), link("visits"))
    Program.objects.update(published="true")
    usual, other = said(), said(query="?model=added_chances")
    assert (usual["model"], other["model"]) == ("risks_multiply", "added_chances")
    assert usual["joint_points"] != other["joint_points"]
    assert usual["period"] == "2026"
    earlier = said(query="?period=2024")
    assert (earlier["period"], earlier["target"], earlier["share_of_gap"]) == ("2024", None, None)
    assert "No target stands for that period" in words(path=f"{PAGE}?period=2024")


def test_a_number_that_is_withheld_is_null_and_says_why() -> None:
    town(link("tutoring", effect="", effect_low="", effect_high="", effect_kind=""))
    document = said()
    assert document["joint_points"] is None
    assert document["programs"][0]["points"] is None
    assert "how much difference" in document["programs"][0]["reason"]
    assert "None of the linked programs can be computed yet" in words()


def test_an_indicator_without_links_teaches_what_belongs_there() -> None:
    community = town()
    page, steward = words(), client_of(people(community)["steward"])
    assert "What belongs here" in page
    assert "What is not an effect" in page
    assert "Link the first program" not in page
    assert "Link the first program" in words(steward)
    assert "No program is linked yet" in words(path=LIST)
    assert 'href="/elmwood/contribution/k-readiness/link/"' in steward.get(PAGE).content.decode()


def test_the_list_maps_every_link_that_is_seen() -> None:
    town(link("tutoring"), link("visits"))
    document = said(path=f"{API}.json")
    assert next(one["indicator_id"] for one in document["indicators"]) == "k-readiness"
    assert document["links"] == [
        {"link_id": "tutoring-k-readiness", "program_id": "tutoring", "strategy_id": "reading",
         "indicator_id": "k-readiness", "result_id": "ready", "points": pytest.approx(0.45), "evidence": "randomized"}
    ]  # fmt: skip
    page = words(path=LIST)
    assert "Early reading" in page
    assert "1 program" in page


def test_what_was_modelled_is_kept_and_set_beside_what_happened() -> None:
    community = town(link("tutoring"))
    who = people(community)
    steward = client_of(who["steward"])
    answer = steward.post(f"{PAGE}keep/", {"period": "2023"}, follow=True)
    assert "What was modelled is kept" in answer.content.decode()
    again = steward.post(f"{PAGE}keep/", {"period": "2023"}, follow=True)
    assert "This model is kept already" in again.content.decode()
    kept = KeptModel.objects.get()
    assert (kept.period, kept.links) == ("2023", "tutoring-k-readiness@1")
    assert float(kept.joint_points) == pytest.approx(said(query="?period=2023")["joint_points"])
    assert "The curve moved more than what was modelled" in words()
    for name in ("public", "viewer", "own provider", "funder"):
        client = client_of(who[name])
        assert client.post(f"{PAGE}keep/", {"period": "2023"}).status_code == 403
    assert KeptModel.objects.count() == 1


def test_a_kept_model_tells_nobody_of_the_one_program_that_they_do_not_see() -> None:
    community = town(link("tutoring"), link("visits", served="900"))
    who = people(community)
    client_of(who["steward"]).post(f"{PAGE}keep/", {"period": "2023"})
    assert "What was modelled, and what happened" not in words()
    assert "What was modelled, and what happened" in words(client_of(who["steward"]))


def test_a_kept_model_of_a_link_that_was_withdrawn_is_still_shown_to_those_who_see_its_program() -> None:
    community = town(link("tutoring"), link("visits"))
    who = people(community)
    steward = client_of(who["steward"])
    steward.post(f"{PAGE}keep/", {"period": "2023"})
    ContributionLink.objects.filter(program__public_id="visits").update(retired="2024-01-01")
    assert "What was modelled, and what happened" in words(steward)
    assert "What was modelled, and what happened" not in words()


def test_a_link_that_changes_changes_the_page_at_once() -> None:
    town(link("tutoring"))
    before = said()["joint_points"]
    ContributionLink.objects.update(effect="0.5", effect_low="0.4")
    assert said()["joint_points"] == pytest.approx(2 * before)


@pytest.mark.parametrize(
    "content",
    ["[1]", '{"programs": 5}', '{"programs": [1, {"points": "x"}, {"link_id": "a", "points": "x"}]}',
     '{"programs": [{"link_id": "a", "swings": [["nothing", 1, 2]], "evidence": ["b"]}, {"link_id": 1, "swings": 3}]}'],
)  # fmt: skip
def test_a_kept_model_that_somebody_else_wrote_is_still_shown(content: str) -> None:
    community = town(link("tutoring"))
    steward = client_of(people(community)["steward"])
    steward.post(f"{PAGE}keep/", {"period": "2023"})
    KeptModel.objects.update(content=content)
    assert "The curve moved" in words()


def test_pages_lead_to_contribution_and_back() -> None:
    town(link("tutoring"))
    client = Client()
    assert f'href="{PAGE}"' in client.get("/elmwood/indicators/k-readiness/").content.decode()
    assert f'href="{PAGE}"' in client.get("/elmwood/programs/tutoring/").content.decode()
    assert f'href="{LIST}"' in client.get("/elmwood/").content.decode()
    assert 'href="/elmwood/indicators/k-readiness/"' in client.get(PAGE).content.decode()
    assert 'href="/elmwood/contribution/links/tutoring-k-readiness/"' in client.get(PAGE).content.decode()


def test_what_is_not_there_and_what_is_private_answer_alike() -> None:
    community = town(link("tutoring"))
    assert Client().get("/elmwood/contribution/no-such/").status_code == 404
    Community.objects.filter(pk=community.pk).update(visibility="private")
    for path in (PAGE, LIST, f"{API}.json", f"{API}.csv", f"{API}/k-readiness.json", f"{API}/k-readiness.csv"):
        assert Client().get(path).status_code == 404


@pytest.mark.parametrize(("lag", "is_said"), [("1", False), ("4", True)])
def test_an_effect_that_shows_only_after_the_year_that_is_looked_at_is_said_to(lag: str, is_said: bool) -> None:
    town(link("tutoring", served_period="2023", lag_years=lag))  # looked at in 2026, the year of the target
    assert any("shows only after 2026" in one for one in said()["warnings"]) is is_said


def test_a_link_s_own_page_and_the_statement_say_what_its_indicator_s_page_says() -> None:
    community = town(link("tutoring"), link("visits", served="900"))
    steward = client_of(people(community)["steward"])
    found = contribution_page("elmwood", "k-readiness", reader=DATA_LEAD)
    assert found is not None
    line = next(one for one in found.lines if one.program_id == "tutoring")
    own = link_page("elmwood", line.link_id, reader=DATA_LEAD)
    assert own is not None and own.preview is not None
    assert own.preview.part == line.part
    share = gap_words(line.part.share_of_gap)
    for path in (PAGE, "/elmwood/contribution/links/tutoring-k-readiness/", "/elmwood/programs/tutoring/contribution/"):
        assert share in steward.get(path).content.decode()


@pytest.mark.parametrize(
    ("share", "said"), [(0.27, "27 %"), (0.096, "10 %"), (0.053, "5.3 %"), (0.004, "0.4 %"), (0.0001, "<0.1 %"),
                        (-0.02, "−2.0 %"), (0.0, "0 %"), (None, "")],
)  # fmt: skip
def test_a_share_of_a_gap_is_rounded_alike_everywhere(share: float | None, said: str) -> None:
    assert gap_words(share).replace("\u202f", " ") == said


def test_fewer_reached_than_before_is_said_in_the_table_and_beside_the_bar() -> None:
    town(link("tutoring", served="100", served_before="322.5"))
    page = Client().get(PAGE).content.decode()
    assert page.count("178 fewer reached") > 1
    assert "\u2212178" not in page


@pytest.mark.parametrize(("joint", "is_same"), [(4.104, False), (4.1055, True), (4.12, True)])
def test_what_is_not_less_together_is_not_said_to_count_somebody_once(joint: float, is_same: bool) -> None:
    community = town(link("tutoring"), link("visits"))
    Program.objects.update(published="true")
    found = contribution_page(community.public_id, "k-readiness", reader=DATA_LEAD)
    assert found is not None and found.modelled is not None
    model = replace(found.modelled, sum_points=4.11, joint_points=replace(found.modelled.joint_points, value=joint))
    first = overlap_words(replace(found, modelled=model), Points(Unit.PERCENT, None, 2))[0]
    assert ("about the same" in first, "nobody is counted twice" in first) == (is_same, not is_same)


@pytest.mark.parametrize("path", [PAGE, "/elmwood/programs/tutoring/contribution/"])
def test_what_is_printed_says_of_which_day_address_and_data_it_is(path: str) -> None:
    community = town(link("tutoring"))
    page = re.sub(r"\s+", " ", Client().get(path).content.decode())
    (said_there,) = re.findall(r'<p class="printed">(.*?)</p>', page)
    assert f"http://testserver{path}" in said_there
    assert community.data_version[:12] in said_there
