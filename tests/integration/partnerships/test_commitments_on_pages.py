"""What was promised: who reads what of it on pages, in JSON and CSV, and how one stands by one press."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from django.test import Client
from tests import cast
from tests.cast import COMMAND_LINE
from tests.integration.partnerships import promising
from tests.integration.partnerships.promising import TODAY, organization, town

from groundswell.apps.contributions.models import ContributionLink
from groundswell.apps.packages.actions import save_object, undo_change
from groundswell.apps.packages.queries import object_of
from groundswell.apps.partnerships.models import Commitment
from groundswell.apps.people.actions import renew_data_version
from groundswell.apps.people.models import AuditEvent, Change, Community, Person
from groundswell.apps.people.queries import PUBLIC, NotAllowedError, actor_of
from groundswell.apps.scorecards.queries.contributions.pages import contribution_page
from groundswell.apps.scorecards.queries.partnerships.commitments import Chosen, commitments_page

pytestmark = pytest.mark.django_db
PAGE, PROMISES = "/elmwood/partners/commitments/", "/elmwood/promises/"


def client_of(person: Person | None) -> Client:
    client = Client()
    if person is not None:
        client.force_login(person)
    return client


def text_of(person: Person | None, path: str = PAGE, status: int = 200) -> str:
    response = client_of(person).get(path)
    assert response.status_code == status, path
    return response.content.decode()


def document(person: Person, path: str) -> Any:
    return json.loads(text_of(person, f"/api/v1{path.rstrip('/')}.json"))


def press(person: Person, commitment: str, **typed: str) -> Any:
    community = Community.objects.get(public_id="elmwood")
    kept = object_of(community, "commitments", commitment)
    data = {"version": kept.version if kept else "", "evidence": "", "kept_amount": "", **typed}
    return client_of(person).post(f"{PAGE}{commitment}/status/", data)


def test_the_page_opens_with_one_sentence_and_says_what_is_overdue() -> None:
    said = text_of(cast.steward(town()))
    assert "6 commitments: 1 kept, 1 under way and 4 pledged." in said
    for words in ("Sixty children get a tutor", "60 people", "$9,000", "Library", "for Early Years")[:4]:
        assert words in said


def test_who_takes_no_part_is_refused_and_learns_nothing() -> None:
    town()
    assert "Sixty" not in text_of(None, status=403)
    assert client_of(None).get(f"/api/v1{PAGE.rstrip('/')}.json").status_code == 403
    assert client_of(cast.stranger()).get(PAGE).status_code == 403


def test_a_program_that_a_reader_may_not_see_is_named_nowhere() -> None:
    community = town()
    library = cast.partner_member(community, organization("library"))
    said = text_of(library)
    assert "Forty places more" in said
    assert "Tutoring" in said
    assert "Secret talks" not in said
    found = document(library, PAGE)
    hidden = next(one for one in found["commitments"] if one["commitment_id"] == "hidden")
    assert hidden["program_id"] is None and hidden["program"] is None
    assert "talks" not in json.dumps(found)
    assert "Secret talks" in text_of(cast.steward(community))


def test_amounts_of_different_units_stand_apart_each_beside_what_contribution_says_is_needed() -> None:
    community = town()
    sam = actor_of(cast.steward(community))
    page = commitments_page("elmwood", reader=sam, day=TODAY)
    contribution = contribution_page("elmwood", "k-readiness", reader=sam)
    assert page is not None and contribution is not None and contribution.modelled is not None
    aim = next(one for one in page.aims if one.subject == "indicator")
    found = {(one.against.amounts.unit, one.program): one.against for one in aim.amounts}
    assert set(found) == {("people", ""), ("usd", ""), ("slots", "Tutoring"), ("slots", "Secret talks")}
    people = found["people", ""]
    assert (people.amounts.standing, people.amounts.kept) == (60, 20)
    assert people.needed and people.needed == contribution.modelled.unowned_people
    slots = {line.name: line.part.slots_for_the_gap for line in contribution.lines if line.part}
    assert found["slots", "Tutoring"].needed == slots["Tutoring"]


def test_where_no_need_stands_beside_an_amount_the_page_says_why() -> None:
    community = town(
        {**promising.PROMISES[0], "unit": "hours", "indicator_id": ""},  # toward a strategy
        {**promising.PROMISES[5], "unit": "EUR"},  # in money other than the community's
        {**promising.PROMISES[5], "commitment_id": "here"},
    )
    client = Client()
    client.force_login(cast.steward(community))
    for has_cost in (True, False):
        page = client.get("/elmwood/partners/commitments/").content.decode()
        assert page.count("How much a strategy needs is not worked out") == 1
        assert page.count("nobody can say how much is needed") == 1  # of euros
        assert page.count("beside what the plan for the target would cost") == has_cost
        assert page.count("known where a plan reaches the target and each of its places has a cost") == (not has_cost)
        ContributionLink.objects.update(unit_cost="")
        renew_data_version(community)


def test_a_reader_is_shown_no_need_of_a_program_that_they_may_not_see() -> None:
    community = town()
    library = actor_of(cast.partner_member(community, organization("library")))
    page = commitments_page("elmwood", reader=library, day=TODAY)
    assert page is not None
    rows = [one for aim in page.aims if aim.subject == "indicator" for one in aim.amounts]
    hidden = [one for one in rows if one.against.amounts.unit == "slots" and not one.program]
    assert [one.against.needed for one in hidden] == [None]


def test_a_list_is_narrowed_by_who_what_how_and_toward_what() -> None:
    sam = actor_of(cast.steward(town()))

    def ids(**asked: str) -> set[str]:
        page = commitments_page("elmwood", reader=sam, day=TODAY, chosen=Chosen(**asked))
        assert page is not None
        return {line.id for line in page.lines}

    assert ids(organization="library") == {"places", "tutors"}
    assert ids(organization="early") == {"first"}
    assert ids(kind="practices") == {"intake"}
    assert ids(status="overdue") == {"intake"}
    assert ids(strategy="reading") == {"places", "intake"}
    assert ids(indicator="k-readiness", status="kept") == {"money"}
    assert ids(kind="no such kind") == set()


def test_the_csv_has_one_row_for_each_commitment_and_says_the_same_as_the_json() -> None:
    sam = cast.steward(town())
    rows = list(csv.DictReader(io.StringIO(text_of(sam, f"/api/v1{PAGE.rstrip('/')}.csv"))))
    found = document(sam, PAGE)["commitments"]
    assert [row["commitment_id"] for row in rows] == [one["commitment_id"] for one in found]
    assert [row["amount"] for row in rows] == [one["amount"] or "" for one in found]
    assert text_of(sam, f"/api/v1{PAGE.rstrip('/')}.csv?kind=practices").count("\n") == 2


# How one stands, by one press


def test_its_owner_says_by_one_press_that_it_was_kept_and_that_can_be_undone() -> None:
    community = town()
    ann = cast.partner_member(community, organization("library"))
    done = press(ann, "places", status="kept", evidence="All sixty began", kept_amount="60")
    assert (done.status_code, done["Location"]) == (303, f"{PAGE}#places")
    row = Commitment.objects.get(public_id="places")
    assert (row.status, row.evidence, row.kept_amount) == ("kept", "All sixty began", "60")
    change = Change.objects.get(key="places", verb="changed")
    assert AuditEvent.objects.filter(community="elmwood", action="change").last() is not None
    undo_change(community_id="elmwood", change_id=change.pk.hex, by=actor_of(ann))
    row.refresh_from_db()
    assert (row.status, row.kept_amount) == ("under_way", "20")


def test_nobody_says_how_the_promise_of_another_stands() -> None:
    community = town()
    refused = press(cast.partner_member(community, organization("library")), "intake", status="kept", evidence="No")
    assert refused.status_code == 403
    assert Commitment.objects.get(public_id="intake").status == ""


def test_what_is_broken_says_why_and_nothing_typed_is_lost() -> None:
    community = town()
    refused = press(cast.steward(community), "places", status="released", kept_amount="33")
    said = refused.content.decode()
    assert refused.status_code == 422
    assert 'value="33"' in said
    assert "say why, in evidence" in said
    assert Commitment.objects.get(public_id="places").status == "under_way"


def test_what_somebody_else_changed_meanwhile_is_not_written_over() -> None:
    community = town()
    sam = cast.steward(community)
    met = client_of(sam).post(f"{PAGE}places/status/", {"version": "f" * 16, "status": "kept", "evidence": "My words"})
    assert met.status_code == 409
    assert "My words" in met.content.decode()
    assert Commitment.objects.get(public_id="places").status == "under_way"


def test_no_such_commitment_is_no_page() -> None:
    assert press(cast.steward(town()), "nothing", status="kept").status_code == 404


def test_an_organization_promises_for_itself_and_for_no_other() -> None:
    community = town()
    ann = actor_of(cast.partner_member(community, organization("library")))
    own = {"organization_id": "library", "statement": "We open on Sundays", "kind": "practices"}
    made = save_object(community_id="elmwood", kind="commitments", object_id="", content=own, by=ann)
    assert made.status == "stored"
    for other in ({"organization_id": "clinic"}, {"network_id": "early"}):
        with pytest.raises(NotAllowedError):
            save_object(community_id="elmwood", kind="commitments", object_id="", content={**own, **other}, by=ann)
    nobody = {"statement": "Somebody will"}
    refused = save_object(community_id="elmwood", kind="commitments", object_id="", content=nobody, by=ann)
    assert [one.column for one in refused.findings] == ["organization_id"]


def test_the_form_refuses_what_a_package_would_refuse() -> None:
    town()
    wrong = {"organization_id": "library", "statement": "X", "amount": "5", "made": "2026-05-01", "due": "2026-04-01"}
    refused = save_object(community_id="elmwood", kind="commitments", object_id="", content=wrong, by=COMMAND_LINE)
    assert {one.column for one in refused.findings if one.is_error} == {"unit", "due"}


# The page of promises


def test_there_is_no_page_of_promises_until_the_community_wants_one() -> None:
    community = town()
    assert "Sixty" not in text_of(None, PROMISES, 404)
    assert client_of(None).get(f"/api/v1{PROMISES.rstrip('/')}.json").status_code == 404
    preview = text_of(cast.steward(community), PROMISES)
    assert "A preview" in preview and "Sixty children get a tutor" in preview


def test_everybody_reads_promises_without_notes_where_the_community_says_so() -> None:
    town(public_promises="true")
    said = text_of(None, PROMISES)
    for words in ("Sixty children get a tutor", "https://example.org/report", "Shelter families come first", "Overdue"):
        assert words in said
    for words in ("Internal remark", "Paid in May", "Secret talks", "A preview"):
        assert words not in said
    found = document(None, PROMISES)  # type: ignore[arg-type]
    assert "evidence" not in found["promises"][0]
    assert "Internal remark" not in json.dumps(found)
    assert "Sixty" not in text_of(None, PAGE, 403)


def test_only_addresses_of_the_web_become_links() -> None:
    shows = "javascript:alert(1) <script>x</script> ftp://example.org/a https://example.org/b."
    promise = {"commitment_id": "bad", "organization_id": "library", "statement": "<b>Bold</b>", "evidence": shows}
    community = town(promise)
    said = text_of(cast.steward(community))
    assert 'href="https://example.org/b"' in said
    assert 'href="javascript' not in said and 'href="ftp' not in said
    assert "<script>x" not in said and "<b>Bold" not in said


# On the page of contribution


def test_the_contribution_page_says_what_is_promised_toward_what_nobody_owns() -> None:
    community = town()
    page = "/elmwood/contribution/k-readiness/"
    said = text_of(cast.steward(community), page)
    assert "Promised toward what nobody owns: 60 people, kept so far 20 (4 commitments)." in said
    assert f"{PAGE}?indicator=k-readiness" in said
    assert "Promised toward" not in text_of(None, page)


def test_everybody_reads_that_line_where_promises_are_public() -> None:
    town(public_promises="true")
    said = text_of(None, "/elmwood/contribution/k-readiness/")
    assert "Promised toward what nobody owns" in said and f'href="{PROMISES}"' in said


def test_nothing_of_commitments_is_read_over_the_api_by_who_takes_no_part() -> None:
    town()
    assert client_of(None).get("/api/v1/elmwood/commitments/").status_code == 403
    assert commitments_page("nowhere", reader=PUBLIC, day=TODAY) is None
