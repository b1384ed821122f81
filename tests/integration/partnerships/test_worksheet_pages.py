"""The worksheet in pages and over the API: filled in blind, shared by both, printed, exported and loaded again."""

from __future__ import annotations

import html
import io
import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from tests import cast
from tests.cast import COMMAND_LINE
from tests.integration.partnerships.elmwood_partners import COMMUNITY, PAIR, elmwood

from groundswell.apps.packages.actions import load_package, take_up_purposes
from groundswell.apps.packages.queries.whole import package_of
from groundswell.apps.partnerships.models import (
    Partnership,
    PartnershipConsent,
    PartnershipNote,
    PartnershipPurpose,
    Purpose,
)
from groundswell.apps.people.models import AuditEvent, Community, Organization

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
ALL, ONE, SHEET = (
    "/elmwood/partners/",
    f"/elmwood/partners/partnerships/{PAIR}/",
    "/elmwood/partners/organizations/library/",
)
ANSWERS = {
    "whom": "library", "3-library-activity": "Qzlistservqz", "5-both-activity": "Plan the count", "wanted": "6",
    "5-both-evidence": "Minutes", "5-both-since": "2026-01-15", "next_step": "Meet in May", "purpose": "network",
}  # fmt: skip


@pytest.fixture
def community() -> Community:
    return elmwood()


@pytest.fixture
def browser(community: Community) -> Callable[..., Client]:
    """A browser of somebody: `browser("library")` of a member, `browser(role=cast.steward)` of somebody without."""

    def make(organization: str = "", role: Callable[..., Any] = cast.partner_member) -> Client:
        client = Client()
        parts = [Organization.objects.get(public_id=organization)] if organization else []
        marks = (organization,) if organization else ()
        client.force_login(role(community, *parts, *marks), backend=BACKEND)
        return client

    return make


def words(response: Any) -> str:
    """What a person reads of a page."""
    body = re.sub(r"<(script|style|svg).*?</\1>", " ", response.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", body)))


def answered(client: Client, side: str = "library", **facts: str) -> Any:
    said = {"whom": side, f"3-{side}-activity": f"Qz{side}qz", "readers": "partners", **facts}
    return client.post(f"{ONE}answer/", said)


def test_an_empty_worksheet_shows_the_papers_own_example(browser: Callable[..., Client]) -> None:
    cleo = browser("clinic")
    page = words(cleo.get("/elmwood/partners/organizations/clinic/"))
    for part in (
        "United Way - homeless youth initiative",
        "Consolidated Services Network",
        "On group listserv",
        "Attend UW's trauma informed care training",
        "Plan and execute homeless youth count",
        "Activities and plans on goal of reducing homelessness by 2020",
        "Communicate",
        "Collaborate",
    ):
        assert part in page
    assert "Integrate" not in page
    assert "Integrate" in words(cleo.get("/elmwood/partners/organizations/clinic/?levels=all"))


def test_the_example_stands_beneath_its_own_levels_where_all_seven_are_shown(browser: Callable[..., Client]) -> None:
    page = browser("clinic").get("/elmwood/partners/organizations/clinic/?levels=all").content.decode()
    assert re.search(r'data-label="Communicate">\s*On group listserv', page)
    assert re.search(r'data-label="Compete"></td>', page)


def test_where_nobody_has_named_a_partner_the_first_page_shows_the_papers_example(
    community: Community, browser: Callable[..., Client]
) -> None:
    sam = browser(role=cast.steward)
    assert "On group listserv" not in words(sam.get(ALL))
    Partnership.objects.all().update(retired=timezone.localdate())
    assert "On group listserv" in words(sam.get(ALL))
    assert "On group listserv" not in words(Client().get(ALL))


def test_what_a_partner_says_that_we_do_is_not_written_as_we(browser: Callable[..., Client]) -> None:
    lia, sol = browser("library"), browser("school")
    answered(lia)
    answered(sol, "school", **{"4-library-activity": "Lends us the van"})
    for path in (ONE, SHEET):
        page = words(lia.get(path))
        assert "Elmwood Library: Lends us the van" in page
        assert not re.search(r"\bWe: ", page)


def test_what_was_typed_stands_on_the_worksheet(browser: Callable[..., Client]) -> None:
    lia = browser("library")
    done = lia.post(f"{ONE}answer/", ANSWERS)
    assert done.status_code == 303, words(done)
    page = words(lia.get(SHEET))
    for part in ("Hill School", "Consolidated Services Network", "Qzlistservqz", "Plan the count", "Shown by: Minutes",
                 "wanted: Collaborate", "Next step: Meet in May", "Hill School has not answered yet."):  # fmt: skip
        assert part in page
    assert PartnershipConsent.objects.count() == 0  # nothing chosen is nothing said
    assert "who may read what you answered" in words(lia.get(ONE))


def test_nothing_typed_is_lost_and_each_problem_stands_at_its_field(browser: Callable[..., Client]) -> None:
    response = browser("library").post(f"{ONE}answer/", {**ANSWERS, "3-library-activity": "", "3-library-since": "May",
                                                         "4-school-evidence": "<b>Kept</b>"})  # fmt: skip
    assert response.status_code == 422
    body = response.content.decode()
    assert 'href="#f-3-library-since"' in body and "&lt;b&gt;Kept&lt;/b&gt;" in body and "Meet in May" in body
    assert not PartnershipNote.objects.exists()


def test_a_colleague_who_saved_meanwhile_is_shown_and_not_written_over(
    community: Community, browser: Callable[..., Client]
) -> None:
    lia = browser("library")
    lia.get(f"{ONE}answer/")
    other = Client()
    library = Organization.objects.get(public_id="library")
    other.force_login(cast.partner_member(community, library, "second"), backend=BACKEND)
    assert answered(other, **{"3-library-activity": "The colleague's words"}).status_code == 303
    met = lia.post(f"{ONE}answer/", ANSWERS)
    assert met.status_code == 409
    assert "The colleague's words" in words(met) and "Qzlistservqz" in met.content.decode()
    seen = re.search(r'name="seen-library" value="(\w+)"', met.content.decode())
    assert seen
    assert lia.post(f"{ONE}answer/", {**ANSWERS, "seen-library": seen[1]}).status_code == 303
    assert "The colleague" not in words(lia.get(ONE))


def test_each_side_answers_blind_and_reads_when_both_let(browser: Callable[..., Client]) -> None:
    lia, sol = browser("library"), browser("school")
    answered(lia)
    for path in (ALL, ONE, SHEET, f"{ONE}answer/", f"{ONE}consent/", f"{ONE}change/"):
        assert "Qzlibraryqz" not in sol.get(path).content.decode(), path
    assert "has answered. You can read it when you have answered yourself" in words(sol.get(ONE))
    answered(sol, "school", **{"readers": "", "6-both-activity": "Decide together"})
    assert "lets you read it. It opens when you let them read yours" in words(sol.get(ONE))
    assert "has not let you read it. It opens when they do" in words(lia.get(ONE))
    sol.post(f"{ONE}consent/", {"side": "school", "readers": "partners"})
    for client in (lia, sol):
        page = words(client.get(ONE))
        assert "Qzlibraryqz" in page and "Qzschoolqz" in page
        assert "At “Collaborate” Hill School describes something" in page
        assert not re.search(r"score|rank", page)


def test_the_consents_own_options_say_what_comes_of_them_and_none_is_chosen(browser: Callable[..., Client]) -> None:
    page = browser("library").get(f"{ONE}answer/").content.decode()
    asked = re.search(r'id="readers".*?</fieldset>', page, re.S)
    assert asked and asked[0].count('name="readers"') == 4 and " checked" not in asked[0]
    assert "members of all its organizations read what both of us answered" in asked[0]


def test_a_consent_that_names_the_other_side_is_refused_and_not_taken_for_the_own_sides(
    browser: Callable[..., Client],
) -> None:
    lia = browser("library")
    assert lia.post(f"{ONE}consent/", {"side": "school", "readers": "everyone"}).status_code == 403
    assert "You have not said yet who may read" in words(lia.get(ONE))


SHARED = ["", "own", "partners", "community", "everyone"]


@pytest.mark.parametrize("theirs", SHARED)
def test_no_page_and_no_answer_shows_an_account_to_an_outsider_without_both_consents(
    browser: Callable[..., Client], theirs: str
) -> None:
    lia, sol = browser("library"), browser("school")
    answered(lia, readers="everyone")
    answered(sol, "school", readers=theirs)
    outsiders = {
        "public": Client(), "third": browser("clinic"), "steward": browser(role=cast.steward),
        "viewer": browser(role=cast.viewer), "administrator": Client(),
    }  # fmt: skip
    outsiders["administrator"].force_login(cast.administrator(), backend=BACKEND)
    pages = [ALL, ONE, SHEET, f"{SHEET}?levels=all", f"{ONE}answer/", f"{ONE}change/", "/elmwood/", "/elmwood/desk/",
             "/elmwood/desk/changes/", "/elmwood/audit-log/", "/elmwood/audit-log.json"]  # fmt: skip
    pages += [f"/api/v1{path.rstrip('/')}.{kind}" for path in (ALL, ONE, SHEET) for kind in ("json", "csv")]
    for name, client in outsiders.items():
        reads = {"community": ("third", "steward"), "everyone": tuple(outsiders)}.get(theirs, ())
        seen = [path for path in pages if "Qzlibraryqz" in client.get(path).content.decode()]
        assert bool(seen) == (name in reads), (name, seen)


def test_an_earlier_day_is_looked_at_as_it_was(browser: Callable[..., Client]) -> None:
    lia = browser("library")
    earlier = timezone.localdate() - timedelta(days=90)
    answered(lia, day=earlier.isoformat(), **{"3-library-activity": "What was"})
    answered(lia, **{"3-library-activity": "What is"})
    assert "What is" in words(lia.get(ONE)) and "What is" not in words(lia.get(f"{ONE}?on={earlier.isoformat()}"))
    assert "What is" in words(lia.get(SHEET)) and "What was" not in words(lia.get(SHEET))
    assert "What was" in words(lia.get(f"{SHEET}?on={earlier.isoformat()}"))
    every = lia.get(f"{SHEET}?answers=all").content.decode()
    assert "What is" in every and "What was" in every
    assert every.count('class="is-older"') == 1
    assert "Only the latest answer of each side" in every and "Earlier answers too" in words(lia.get(SHEET))
    assert b"What was" in exported(lia)  # a file holds them all
    told = json.loads(lia.get(f"/api/v1{SHEET.rstrip('/')}.json?on={earlier.isoformat()}").content)
    assert [one["date"] for one in told["partnerships"][0]["accounts"]] == [earlier.isoformat()]


def exported(client: Client, kind: str = "csv", path: str = SHEET) -> bytes:
    response = client.get(f"/api/v1{path.rstrip('/')}.{kind}")
    assert response.status_code == 200
    return bytes(response.content)


def loaded(client: Client, content: bytes, name: str = "sheet.csv", **facts: str) -> Any:
    """The file looked at, and then stored as the preview says."""
    file = SimpleUploadedFile(name, content)
    looked = client.post("/elmwood/partners/import/", {"do": "read", "organization": "library", "file": file, **facts})
    assert looked.status_code == 200, words(looked)
    table = html.unescape(re.search(r'name="table" value="([^"]*)"', looked.content.decode())[1])  # type: ignore[index]
    sent = {"do": "load", "organization": "library", "table": table, **facts}
    return client.post("/elmwood/partners/import/", sent)


def table_of(client: Client) -> str:
    """The worksheet itself, as the page shows and prints it."""
    found = re.search(r"<table.*?</table>", client.get(SHEET).content.decode(), re.S)
    assert found
    return found[0]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_typed_in_exported_and_loaded_again_is_the_same_worksheet(browser: Callable[..., Client], kind: str) -> None:
    lia = browser("library")
    lia.post(f"{ONE}answer/", ANSWERS)
    lia.post("/elmwood/partners/new/", {"organization": "library", "partner_name": "United Way", "name": "Youth count"})
    other = Partnership.objects.get(name="Youth count").public_id
    lia.post(f"/elmwood/partners/partnerships/{other}/answer/",
             {"whom": "library+both", "2-both-so": "yes", "4-united-way-activity": "=1+1",
              "day": "2026-02-01"})  # fmt: skip
    content, page, before = exported(lia, kind), table_of(lia), exported(lia)
    for model in (PartnershipNote, PartnershipConsent):
        model.objects.all().delete()
    Partnership.objects.exclude(public_id=PAIR).delete()
    Organization.objects.filter(public_id="united-way").delete()
    assert exported(lia) != before
    done = loaded(lia, content, f"sheet.{kind}")
    assert done.status_code == 303, words(done)
    assert exported(lia) == before
    assert table_of(lia) == page
    count = PartnershipNote.objects.count()
    loaded(lia, content, f"sheet.{kind}")
    assert PartnershipNote.objects.count() == count  # again is nothing new


PAPER = (
    b"Name of Partner/ Partnership,Purpose,Communicate Information-sharing,Cooperate,Coordinate,Collaborate\n"
    b"United Way - homeless youth initiative,Consolidated services network,On group listserv,Training,Count,Plans\n"
)


def test_the_paper_is_loaded_with_its_partner_as_a_new_organization(browser: Callable[..., Client]) -> None:
    lia = browser("library")
    file = SimpleUploadedFile("paper.csv", PAPER)
    looked = lia.post("/elmwood/partners/import/", {"do": "read", "organization": "library", "file": file})
    assert "A new organization: United Way" in words(looked)
    assert not Organization.objects.filter(name="United Way").exists()
    assert loaded(lia, PAPER).status_code == 303
    row = Partnership.objects.get(name="homeless youth initiative")
    assert (row.partner.name, row.organization.public_id) == ("United Way", "library")
    page = words(lia.get(SHEET))
    assert "United Way - homeless youth initiative" in page and "On group listserv" in page
    told = str([event.details for event in AuditEvent.objects.all()])
    assert "listserv" not in told


def test_an_unknown_partner_can_mean_one_that_is_kept(browser: Callable[..., Client]) -> None:
    lia = browser("library")
    chosen = {"choice-United Way - homeless youth initiative": "clinic"}
    assert loaded(lia, PAPER, **chosen).status_code == 303
    assert Partnership.objects.get(partner__public_id="clinic").name == "United Way - homeless youth initiative"


def test_all_or_nothing_and_each_problem_by_row_and_column(browser: Callable[..., Client]) -> None:
    content = PAPER + b"Depot,Nonsense,x,,,\nElmwood Library,,x,,,\n"
    lia = browser("library")
    looked = lia.post("/elmwood/partners/import/",
                      {"do": "read", "organization": "library",
                       "file": SimpleUploadedFile("p.csv", content)})  # fmt: skip
    assert looked.status_code == 422
    page = words(looked)
    assert "p.csv:3:Purpose" in page and "p.csv:4:Name of Partner/ Partnership" in page
    assert Partnership.objects.count() == 1


def test_nobody_loads_what_the_partner_says(browser: Callable[..., Client]) -> None:
    content = b"Partner,Whose account,Communicate\nHill School,theirs,Their words\n"
    looked = browser("library").post(
        "/elmwood/partners/import/",
        {"do": "read", "organization": "library", "file": SimpleUploadedFile("p.csv", content)},
    )
    assert looked.status_code == 422 and "does not answer for the other" in words(looked)


@pytest.mark.parametrize("table", ["", "[]", "{", '["a", ["b"], [2], [[3]]]', "[" * 3000, '["a", [], [], []]'])
def test_a_table_that_no_preview_made_is_no_table(browser: Callable[..., Client], table: str) -> None:
    sent = {"do": "load", "organization": "library", "table": table}
    assert browser("library").post("/elmwood/partners/import/", sent).status_code == 422


def test_a_community_without_purposes_is_offered_eight(community: Community, browser: Callable[..., Client]) -> None:
    Purpose.objects.all().delete()
    steward = browser(role=cast.steward)
    page = words(steward.get(ALL))
    assert "Take up these eight" in page and page.count("from the source") == 2
    assert "Take up these eight" not in words(browser("library").get(ALL))
    assert steward.post(f"{ALL}purposes/").status_code == 303
    assert "Take up these eight" not in words(steward.get(ALL))
    assert not take_up_purposes(community_id=COMMUNITY, by=COMMAND_LINE).is_done


def test_a_partnership_is_taken_out_of_use_and_brought_back(browser: Callable[..., Client]) -> None:
    lia = browser("library")
    answered(lia)
    lia.post(f"{ONE}change/", {"do": "save", "name": "Reading week", "purpose": "exchange"})
    assert "Reading week" in words(lia.get(SHEET)) and "Information exchange" in words(lia.get(SHEET))
    lia.post(f"{ONE}change/", {"do": "retire"})
    assert lia.get(ONE).status_code == 404 and "Reading week" in words(lia.get(ALL))
    lia.post(f"{ONE}change/", {"do": "restore"})
    assert "Qzlibraryqz" in words(lia.get(ONE))


def test_the_page_leads_who_keeps_organizations_to_retire_one_that_was_named_by_mistake(
    browser: Callable[..., Client],
) -> None:
    sam = browser(role=cast.steward)
    page = sam.get(f"{ONE}change/").content.decode()
    for side in ("library", "school"):
        address = f"/elmwood/desk/organizations/{side}/retire/"
        assert f'href="{address}"' in page and sam.get(address).status_code == 200
    other = browser("library").get(f"{ONE}change/")
    assert "/retire/" not in other.content.decode()
    assert "is retired at the desk, by a steward or a data manager" in words(other)


def test_a_name_and_a_purpose_are_saved_both_or_neither_and_what_is_wrong_is_said_at_once(
    browser: Callable[..., Client],
) -> None:
    lia = browser("library")
    events = AuditEvent.objects.count()
    refused = lia.post(f"{ONE}change/", {"do": "save", "name": "Reading week", "purpose": "invented"})
    assert refused.status_code == 422 and "There is no such purpose" in words(refused)
    assert 'value="Reading week"' in refused.content.decode(), "nothing typed is lost"
    both = words(lia.post(f"{ONE}change/", {"do": "save", "name": "x" * 300, "purpose": "invented"}))
    assert "This name is too long" in both and "There is no such purpose" in both
    too_long = lia.post(f"{ONE}change/", {"do": "save", "name": "x" * 300, "purpose": "exchange"})
    assert too_long.status_code == 422
    assert Partnership.objects.get().name == "" and not PartnershipPurpose.objects.exists()
    assert AuditEvent.objects.count() == events


def test_an_account_and_a_consent_are_sent_over_the_api(community: Community) -> None:
    library = Organization.objects.get(public_id="library")
    _, secret = cast.token_of(cast.partner_member(community, library), may_write=True)
    headers = {"Authorization": f"Bearer {secret}"}
    client, path = Client(), f"/api/v1/elmwood/partners/partnerships/{PAIR}"
    said = {
        "side": "library",
        "recorded_by": "library",
        "cells": [{"level": 4, "actor": "library", "activity": "List"}],
    }

    def sent(what: str, body: Any) -> Any:
        return client.post(f"{path}/{what}", json.dumps(body), content_type="application/json", headers=headers)

    assert sent("accounts", said).status_code == 201
    clash = sent("accounts", {**said, "wanted_level": 5})
    assert clash.status_code == 409
    found = json.loads(client.get(f"{path}.json", headers=headers).content)
    version = found["accounts"][0]["version"]
    assert sent("accounts", {**said, "wanted_level": 5, "seen": version}).status_code == 201
    assert sent("accounts", {**said, "date": "soon"}).status_code == 422
    assert sent("accounts", {**said, "side": "school"}).status_code == 422
    assert sent("accounts", {**said, "recorded_by": "school"}).status_code == 403
    assert sent("consents", {"organization_id": "library", "readers": "partners"}).status_code == 201
    assert sent("consents", {"organization_id": "school", "readers": "everyone"}).status_code == 403


def test_a_dump_carries_what_was_said_and_loading_it_changes_nothing(browser: Callable[..., Client]) -> None:
    answered(browser("library"))
    browser("library", cast.provider_data_manager).post(
        f"{ONE}answer/", {"whom": "library+both", "3-both-activity": "Both"}
    )
    before = package_of(COMMUNITY)
    assert before is not None
    assert load_package(package=before, by=COMMAND_LINE).is_done
    assert package_of(COMMUNITY) == before
    assert "library for both" in before.tables["partnership_notes"].columns["recorded_by"]


def test_the_workbook_is_a_workbook(browser: Callable[..., Client]) -> None:
    import openpyxl

    lia = browser("library")
    lia.post(f"{ONE}answer/", ANSWERS)
    sheet = openpyxl.load_workbook(io.BytesIO(exported(lia, "xlsx"))).active
    assert [cell.value for cell in sheet[1]][:6] == [
        "Name of Partner/Partnership", "Purpose", "Communicate", "Cooperate", "Coordinate", "Collaborate",
    ]  # fmt: skip


def test_an_earlier_day_says_what_was_so_by_then_and_consent_is_todays(browser: Callable[..., Client]) -> None:
    lia, sol = browser("library"), browser("school")
    today = timezone.localdate()
    early, between = today - timedelta(days=60), today - timedelta(days=30)
    answered(lia, readers="partners", day=early.isoformat())
    before = f"{ONE}?on={between.isoformat()}"
    assert "Hill School has not answered yet." in words(lia.get(before))
    answered(sol, "school", readers="partners")
    page = words(lia.get(before))
    assert "Hill School had not answered by this day." in page and "Hill School has answered" not in page
    page = words(sol.get(before))
    assert "Qzlibraryqz" in page and "You had not answered by this day." in page
    assert "As of today, whatever day is looked at: You let your partner read what you answered." in page
    assert "You have not said yet" not in page
    assert "As of today" not in words(sol.get(ONE))
    assert json.loads(lia.get(f"/api/v1{ONE.rstrip('/')}.json?on={between.isoformat()}").content)["answered"] == [
        "library"
    ]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"partner_name": "x" * 201}, "This name is too long: keep it within 200 characters"),
        ({"partner": "clinic", "name": "y" * 201}, "This name is too long: keep it within 200 characters"),
        ({"partner": "clinic", "partner_name": "United Way"}, "A partner is chosen from the list, and another name is"),
        ({"partner_name": " elmwood LIBRARY"}, "An organization cannot be its own partner"),
        ({"partner": "school"}, "Elmwood Library and Hill School are named as partners already"),
    ],
)
def test_a_partner_that_cannot_be_named_so_is_refused_and_what_was_typed_stays(
    browser: Callable[..., Client], typed: dict[str, str], said: str
) -> None:
    response = browser("library").post("/elmwood/partners/new/", {"organization": "library", **typed})
    assert response.status_code == 422 and said in words(response)
    body = response.content.decode()
    for name, value in typed.items():
        chosen = f'value="{value}" selected' if name == "partner" else f'value="{value.strip()}"'
        assert chosen in body
    assert (f'href="{ONE}"' in body) is (typed == {"partner": "school"})
    assert Partnership.objects.count() == 1


@pytest.mark.parametrize("invented", [{"wanted": "99"}, {"wanted": "abc"}, {"purpose": "nonsense"}])
def test_an_invented_value_is_refused_and_not_dropped(browser: Callable[..., Client], invented: dict[str, str]) -> None:
    response = browser("library").post(f"{ONE}answer/", {**ANSWERS, **invented})
    assert response.status_code == 422
    assert f"“{next(iter(invented.values()))}” is not in the list" in words(response)
    assert not PartnershipNote.objects.exists()


def test_consent_without_a_choice_names_the_options_as_the_page_does(browser: Callable[..., Client]) -> None:
    response = browser("library").post(f"{ONE}consent/", {"side": "library"})
    page = words(response)
    assert response.status_code == 422 and "choose one of “Nobody but us”; “Hill School”" in page
    assert "own, partners" not in page


def test_problems_of_a_file_name_its_own_columns_and_stand_in_the_order_of_its_rows(
    browser: Callable[..., Client],
) -> None:
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    content = (
        "Partner,When,Purpose,Communicate\n"
        f"Hill School,{tomorrow},Information exchange,List\nRiver Clinic,,Nonsense,List\n,,,List\n"
    )
    file = SimpleUploadedFile("p.csv", content.encode())
    page = words(browser("library").post("/elmwood/partners/import/",
                                         {"do": "read", "organization": "library", "file": file}))  # fmt: skip
    first, second, third = (page.index(where) for where in ("p.csv:2:When:", "p.csv:3:Purpose:", "p.csv:4:Partner:"))
    assert first < second < third
    assert page.count("p.csv:2:") == 1, "one thing is said once"
    assert "write one of Information exchange; Consolidated Services Network" in page
    assert page.count("is to be mended") == 3 and "new answer" not in page
    assert "with a new organization:" not in page


def test_the_preview_shows_whatever_storing_would_refuse_and_stores_nothing(browser: Callable[..., Client]) -> None:
    """A name that is too long, of an organization and of an initiative, and one that was taken out of use."""
    Organization.objects.filter(public_id="clinic").update(retired=timezone.localdate())
    content = (
        "Partner,Partner organization,Purpose,Communicate,Cooperate\n"
        f"{'X' * 300},,,List,\n"
        f"Hill School - {'y' * 300},Hill School,Nonsense,List,\n"
        "River Clinic,,,List,\n"
        f"New House,{'Z' * 300},,{'l' * 3000},\n"
        "New Home,,Information exchange,List,\n"
    )
    file = SimpleUploadedFile("p.csv", content.encode())
    lia = browser("library")
    events = AuditEvent.objects.count()
    looked = lia.post("/elmwood/partners/import/", {"do": "read", "organization": "library", "file": file})
    page = words(looked)
    assert looked.status_code == 422
    for where in ("p.csv:2:Partner: This name is too long", "p.csv:3:Partner: This name is too long",
                  "p.csv:3:Purpose:",
                  "p.csv:4:Partner: There is no such organization", "p.csv:5:Partner organization: This name is too",
                  "p.csv:5:Communicate: Is too long"):  # fmt: skip
        assert page.count(where) == 1, where
    assert page.count("is to be mended") == 4 and "p.csv:6" not in page
    assert Organization.objects.count() == 3 and Partnership.objects.count() == 1
    assert not PartnershipNote.objects.exists() and AuditEvent.objects.count() == events


def test_a_row_that_is_taken_back_leaves_no_partner_behind_for_the_rows_after_it(
    browser: Callable[..., Client],
) -> None:
    later = (timezone.localdate() + timedelta(days=30)).isoformat()
    content = (
        "Partner,Partner organization,Date,Purpose,Communicate\n"
        f"New House,New House,{later},Information exchange,List\n"
        "New House - food,New House,,Information exchange,List\n"
    )
    file = SimpleUploadedFile("p.csv", content.encode())
    looked = browser("library").post(
        "/elmwood/partners/import/", {"do": "read", "organization": "library", "file": file}
    )
    assert looked.status_code == 422
    assert words(looked).count("p.csv:2:Date: Is in the future") == 1
    assert not Organization.objects.filter(name="New House").exists()


def test_without_an_organization_there_is_no_worksheet_to_load(browser: Callable[..., Client]) -> None:
    steward = browser(role=cast.steward)
    Partnership.objects.all().delete()
    Organization.objects.all().delete()
    page = steward.get("/elmwood/partners/import/")
    assert "Name an organization first" in words(page) and 'type="file"' not in page.content.decode()


def test_a_date_of_a_commitment_that_comes_too_early_names_the_other_field_as_the_form_does(
    browser: Callable[..., Client],
) -> None:
    sent = {"f.organization_id": "library", "f.statement": "Tutors", "f.kind": "resources", "f.made": "2026-11-01",
            "f.due": "2026-10-01"}  # fmt: skip
    response = browser(role=cast.steward).post("/elmwood/desk/commitments/new/", sent)
    assert "2026-10-01 comes before “Promised on” 2026-11-01" in words(response)


@pytest.mark.parametrize(
    "content",
    [
        b"Name of Partner/Partnership,Purpose,Communicate\n",
        b"Name of Partner/Partnership,Purpose,Communicate\n,,\n",
        b"partnership_id,date,recorded_by,level\n",
    ],
)
def test_a_file_with_headings_and_no_row_is_told_so_by_name_with_what_to_do(
    browser: Callable[..., Client], content: bytes
) -> None:
    looked = browser("library").post(
        "/elmwood/partners/import/",
        {"do": "read", "organization": "library", "file": SimpleUploadedFile("bare.csv", content)},
    )
    assert looked.status_code == 422
    told = "bare.csv: There is no row beneath the headings: write one row for each partner, and load it again."
    assert words(looked).count(told) == 1


def test_a_partnership_of_a_retired_organization_asks_nobody_and_says_which_has_retired(
    browser: Callable[..., Client],
) -> None:
    lia = browser("library")
    assert "Waits for your answer" in words(lia.get(ALL))
    Organization.objects.filter(public_id="school").update(retired=timezone.localdate() + timedelta(days=1))
    assert "Waits for your answer" in words(lia.get(ALL))  # not yet
    Organization.objects.filter(public_id="school").update(retired=timezone.localdate())
    page = words(lia.get(ALL))
    assert "Waits for your answer" not in page
    assert "nobody has answered yet · Hill School has retired" in page
    for address in (ONE, SHEET):
        shown = lia.get(address)
        assert "Hill School has retired." in words(shown)
        assert "You have not answered yet" not in words(shown) and f"{ONE}answer/" not in shown.content.decode()
    assert "Elmwood Library has retired" not in page


def test_the_form_of_a_partnership_that_has_ended_says_so_and_keeps_what_was_typed(
    browser: Callable[..., Client],
) -> None:
    lia = browser("library")
    Organization.objects.filter(public_id="school").update(retired=timezone.localdate())
    asked = lia.get(f"{ONE}answer/", follow=True)
    assert asked.redirect_chain[-1][0] == ONE
    assert "This partnership has ended. Hill School has retired." in words(asked)
    Organization.objects.filter(public_id="school").update(retired=None)
    assert answered(lia).status_code == 303
    Organization.objects.filter(public_id="school").update(retired=timezone.localdate())
    sent = answered(lia)
    assert sent.status_code == 409
    assert "If you save again" not in words(sent)  # it would be refused again
    assert "This partnership has ended: Hill School has retired" in words(sent)
    assert "Qzlibraryqz" in sent.content.decode()


@pytest.mark.parametrize("address", [ONE, SHEET])
def test_a_day_that_is_none_is_said_to_be_none_and_today_is_shown(browser: Callable[..., Client], address: str) -> None:
    lia = browser("library")
    assert "“soon <b>” is no day; this is today." in words(lia.get(f"{address}?on=soon+%3Cb%3E"))
    assert "is no day" not in words(lia.get(f"{address}?on=")) + words(lia.get(f"{address}?on=2026-01-05"))
