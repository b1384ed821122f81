"""What a program could contribute, what a funder's grants could add up to, and what neither tells of others."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from tests.integration.contributions.test_contribution_pages import client_of, link, people, said, town, words

from groundswell.apps.contributions.actions import add_note, answer_challenge
from groundswell.apps.people.models import Community, Organization
from groundswell.apps.people.queries import PUBLIC, actor_of, operator
from groundswell.apps.programs.models import Grant, Program
from groundswell.apps.scorecards.queries.contributions.funders import funder_page
from groundswell.apps.scorecards.queries.contributions.statements import statement_page

pytestmark = pytest.mark.django_db
API = "/api/v1/elmwood"
STATEMENT, FUNDERS, FUNDER = (
    "/elmwood/programs/tutoring/contribution/",
    "/elmwood/contribution/funders/",
    "/elmwood/contribution/funders/giver/",
)


def granted(community: Community, funder: str, *programs: str) -> None:
    """A grant of a funder for some programs."""
    of = Organization.objects.get(community=community, public_id=funder)
    Grant.objects.create(
        community=community, public_id=f"grant-{funder}", funder=of, programs="; ".join(programs),
        amount="25000", currency="USD",
    )  # fmt: skip


def test_a_statement_says_the_range_before_the_point_and_claims_no_more() -> None:
    town(link("tutoring"))
    document = said(None, "", f"{API}/programs/tutoring/contribution.json")
    (statement,) = document["statements"]
    page = words(path=STATEMENT)
    assert statement["low"] < statement["points"] < statement["high"]
    assert "The tutoring program could add" in page
    assert page.index(f"{statement['low']:.2f} to") < page.index(f"about {statement['points']:.2f}")
    assert statement["words"][0] == "The tutoring program of Library works toward Ready for kindergarten."
    assert "it proves nothing about the curve" in page
    assert "No program alone can do more than its reach allows" in page


def test_what_people_said_stands_on_the_statement_without_who_wrote_it() -> None:
    community = town(link("tutoring"))
    steward = people(community)["steward"]
    assert steward is not None
    by, told = actor_of(steward), {}
    for step, text in (
        ("theory", "Practice helps"), ("must_be_true", "Schools lend rooms"), ("would_change", "Two flat years"),
        ("challenge", "The trial was small"),
    ):  # fmt: skip
        told[step] = add_note(community_id="elmwood", link_id="tutoring-k-readiness", step=step, text=text, by=by)
        assert told[step].is_done, told[step].findings
    answer_challenge(community_id="elmwood", note_id=told["challenge"].id, text="So is the range wide", by=by)
    page = words(path=STATEMENT)
    for text in (
        "Practice helps",
        "Schools lend rooms",
        "Two flat years",
        "The trial was small",
        "So is the range wide",
    ):
        assert text in page
    assert "1 of 6 have something said" in page
    assert steward.name not in page
    (statement,) = said(None, "", f"{API}/programs/tutoring/contribution.json")["statements"]
    assert statement["challenges"][0]["answers"][0]["text"] == "So is the range wide"
    assert steward.name not in json.dumps(statement)


def test_a_program_without_a_link_teaches_what_belongs_there() -> None:
    town()
    assert "Not linked to an indicator yet" in words(path=STATEMENT)


def test_a_program_that_a_reader_does_not_see_has_no_statement_for_them() -> None:
    community = town(link("visits"))
    steward, path = client_of(people(community)["steward"]), "programs/visits/contribution"
    for address in (f"/elmwood/{path}/", f"{API}/{path}.json", f"{API}/{path}.csv"):
        assert Client().get(address).status_code == 404
        assert steward.get(address).status_code == 200


def test_a_program_page_leads_to_its_statement() -> None:
    town(link("tutoring"))
    assert f'href="{STATEMENT}"' in Client().get("/elmwood/programs/tutoring/").content.decode()


@pytest.mark.parametrize(
    "unseen", [("visits",), ("visits", "talks"), ("visits", "talks", "choir")], ids=["one", "two", "three"]
)
def test_no_part_of_a_program_that_a_reader_does_not_see_reaches_a_funders_page_json_or_csv(unseen: tuple) -> None:
    community = town(link("tutoring"), *(link(one, served=str(700 + 13 * at)) for at, one in enumerate(unseen)))
    granted(community, "giver", "tutoring", *unseen)
    whole = funder_page("elmwood", "giver", reader=operator("cli:ada"))
    assert whole is not None
    hidden = [part for one in whole.indicators for part in (one.whole.programs if one.whole else ())]
    told = {f"{part.points.value:.12g}" for part in hidden if part.id != "tutoring-k-readiness"}
    told |= {f"{part.modelled_share:.12g}" for part in hidden if part.id != "tutoring-k-readiness"}
    page = funder_page("elmwood", "giver", reader=PUBLIC)
    assert page is not None
    for one in page.indicators:
        assert one.whole is not None
        assert [part.id for part in one.whole.programs] == ["tutoring-k-readiness"]
    for address in (FUNDER, FUNDERS, f"{API}/contribution/funders/giver.json", f"{API}/contribution/funders/giver.csv"):
        text = Client().get(address).content.decode()
        assert [word for word in (*unseen, *told) if word in text] == []


@pytest.mark.parametrize("unseen", [("visits",), ("visits", "talks")], ids=["one", "two"])
def test_programs_of_one_or_two_unseen_organizations_are_left_out_of_the_whole(unseen: tuple) -> None:
    community = town(link("tutoring"), *(link(one, served="900") for one in unseen))
    granted(community, "giver", "tutoring")
    (alone,) = said(None, "", f"{API}/contribution/funders/giver.json")["indicators"]
    assert alone["joint_points"] == pytest.approx(alone["points"])
    assert alone["share_of_others"] == pytest.approx(0, abs=1e-9)


def test_programs_of_three_unseen_organizations_count_beside_what_the_funder_supports() -> None:
    community = town(link("tutoring"), *(link(one, served="900") for one in ("visits", "talks", "choir")))
    granted(community, "giver", "tutoring")
    (found,) = said(None, "", f"{API}/contribution/funders/giver.json")["indicators"]
    assert found["joint_points"] > found["points"]
    assert found["modelled_share"] + found["share_of_others"] == pytest.approx(found["joint_points"])


@pytest.mark.parametrize(("links", "is_drawn"), [(("tutoring",), False), (("tutoring", "talks"), True)])
def test_the_bar_of_all_others_is_drawn_only_where_there_are_others(links: tuple, is_drawn: bool) -> None:
    community = town(*(link(one) for one in links))
    Program.objects.update(published="true")
    granted(community, "giver", "tutoring")
    assert ("Of all other linked programs" in words(path=FUNDER)) is is_drawn


def test_a_funder_is_told_that_two_funders_figures_are_never_added() -> None:
    community = town(link("tutoring"))
    granted(community, "giver", "tutoring")
    granted(community, "clinic", "tutoring")
    page = words(path=FUNDER)
    assert "what two funders’ grants add up to is never added" in page
    assert "also supported by Clinic" in page
    both = [
        said(None, "", f"{API}/contribution/funders/{one}.json")["indicators"][0]["points"]
        for one in ("giver", "clinic")
    ]
    assert both[0] == pytest.approx(both[1])


def test_a_funder_whose_programs_a_reader_does_not_see_is_not_listed() -> None:
    community = town(link("tutoring"), link("visits"))
    assert said(None, "", f"{API}/contribution/funders.json")["funders"] == []
    assert Client().get(FUNDER).status_code == 404
    assert "No grant that you may see" in words(path=FUNDERS)
    giver = client_of(people(community)["funder"])
    (row,) = said(giver, "", f"{API}/contribution/funders.json")["funders"]
    assert (row["funder_id"], row["programs"], row["linked"]) == ("giver", 1, 1)


def test_what_a_statement_says_together_holds_no_part_of_others() -> None:
    town(link("tutoring"), link("visits"), link("talks"), link("choir"))
    page = statement_page("elmwood", "tutoring", reader=PUBLIC)
    assert page is not None
    (one,) = page.statements
    assert one.part is not None and one.part.id == "tutoring-k-readiness"
    assert one.joint_points is not None and one.part.points.value is not None
    assert (one.joint_points.value or 0) > one.part.points.value


def test_an_amount_that_is_for_a_program_unseen_as_well_is_not_told() -> None:
    community = town(link("tutoring"), link("visits"))
    granted(community, "giver", "tutoring", "visits")
    granted(community, "clinic", "tutoring")
    path = f"{API}/contribution/funders"
    (shared,), (own,) = (said(None, "", f"{path}/{one}.json")["grants"] for one in ("giver", "clinic"))
    assert (shared["amount"], shared["recipient"], own["amount"]) == ("", "", "25000")
    assert "25,000" not in words(path=FUNDER)
    steward = client_of(people(community)["steward"])
    assert "25000" in [one["amount"] for one in said(steward, "", f"{path}/giver.json")["grants"]]
