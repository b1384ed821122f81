"""A provider keeps what is said of its own programs, and nothing that others decide about them."""

import html
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from tests import cast

from groundswell.apps.packages.actions import restore_version, save_object, undo_change
from groundswell.apps.packages.queries import KeptObject, object_of
from groundswell.apps.people.models import AuditEvent, Change, Community, Organization, Person
from groundswell.apps.people.queries import NotAllowedError, actor_of

pytestmark = pytest.mark.django_db
DESK = "/elmwood/desk/programs/"
OWN, OTHER = f"{DESK}hours/", f"{DESK}visits/"
API = "/api/v1/elmwood/programs/"


def put(kind: str, object_id: str, **content: str) -> None:
    assert save_object(
        community_id="elmwood", kind=kind, object_id=object_id, content=content, by=cast.DATA_LEAD
    ).is_done


@pytest.fixture
def programs(elmwood: Community) -> Community:
    """The library runs the story hours, the clinic the visits."""
    put("organizations", "clinic", name="Elmwood Clinic", roles="provider")
    put("strategies", "reading", name="Reading")
    put("programs", "hours", name="Story hours", organization_id="library", strategy_ids="reading", published="true")
    put("programs", "visits", name="Visits", organization_id="clinic")
    return elmwood


@pytest.fixture
def pia_herself(programs: Community) -> Person:
    return cast.provider_data_manager(programs, Organization.objects.get(community=programs, public_id="library"))


@pytest.fixture
def pia(pia_herself: Person) -> Client:
    client = Client()
    client.force_login(pia_herself, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def kept(community: Community, program: str = "hours") -> KeptObject:
    found = object_of(community, "programs", program)
    assert found is not None
    return found


def sent(page: Any, **fields: str) -> dict[str, Any]:
    """A form with its hidden fields, as a browser sends it."""
    found = {name: re.search(rf'type="hidden" name="{name}" value="([^"]*)"', page.content.decode())
             for name in ("version", "base")}  # fmt: skip
    return {name: html.unescape(value[1]) for name, value in found.items() if value} | {
        f"f.{name}": value for name, value in fields.items()
    }


def said(page: Any) -> str:
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode())))


def move(community: Community, to: str) -> None:
    """A steward gives the story hours to another organization."""
    one = kept(community)
    content = {**one.content, "organization_id": to}
    assert save_object(
        community_id="elmwood",
        kind="programs",
        object_id="hours",
        content=content,
        version=one.version,
        by=cast.DATA_LEAD,
    ).is_done


def test_a_provider_says_whom_its_program_serves_where_and_since_when(programs: Community, pia: Client) -> None:
    facts = {"name": "Story hours for all", "customers": "Families", "sites": "Hill; Center", "place_id": "hill"}
    answer = pia.post(OWN, sent(pia.get(OWN), **facts, started="2020-01-01", ended="2026-06-30"))
    assert answer.status_code == 302 and "saved=" in answer.url
    content = kept(programs).content
    assert {**content, **facts, "started": "2020-01-01", "ended": "2026-06-30"} == content
    assert content["published"] == "true" and content["strategy_ids"] == "reading"
    event = AuditEvent.objects.order_by("-sequence").first()
    assert event is not None and event.action == "change" and event.details["id"] == "hours"


def test_the_form_asks_only_for_what_is_theirs_to_say(pia: Client, sam: Client) -> None:
    page, whole = pia.get(OWN).content.decode(), sam.get(OWN).content.decode()
    for name in ("name", "customers", "place_id", "started", "ended", "sites"):
        assert f'name="f.{name}"' in page and f'name="f.{name}"' in whole
    for name in ("organization_id", "strategy_ids", "published"):
        assert f'name="f.{name}"' not in page and f'name="f.{name}"' in whole
    assert "is for the backbone to change" in page and "is for the backbone to change" not in whole
    assert "/retire/" not in page


@pytest.mark.parametrize(
    ("field", "value"),
    [("organization_id", "clinic"), ("published", ""), ("published", "false"), ("strategy_ids", "x")],
)
def test_what_others_decide_is_refused_whoever_sends_it(
    programs: Community, pia: Client, pia_herself: Person, field: str, value: str
) -> None:
    before = kept(programs)
    assert "unchanged=1" in pia.post(OWN, sent(pia.get(OWN), **{field: value})).url  # a field that no form has
    content = {**before.content, "name": "Mine", field: value}
    with pytest.raises(NotAllowedError):
        save_object(
            community_id="elmwood", kind="programs", object_id="hours", content=content, version=before.version,
            base=content, by=actor_of(pia_herself),
        )  # fmt: skip
    assert kept(programs) == before


def test_a_program_of_another_organization_and_a_new_one_stay_closed(programs: Community, pia: Client) -> None:
    before = kept(programs, "visits")
    for address in (OTHER, f"{DESK}new/", f"{OWN}retire/", f"{OTHER}retire/"):
        assert pia.get(address).status_code == 403
        assert pia.post(address, {"f.name": "Mine", "f.organization_id": "library"}).status_code == 403
    assert kept(programs, "visits") == before


def test_the_list_and_the_pages_of_a_program_lead_its_own_provider_to_the_form(pia: Client) -> None:
    listed = pia.get(DESK).content.decode()
    assert f'<a href="{OWN}">' in listed and f'<a href="{OTHER}">' not in listed
    assert f'href="{DESK}new/"' not in listed
    assert f'<a href="{OWN}">Edit</a>' in pia.get("/elmwood/programs/hours/").content.decode()
    assert f'href="{OWN}"' in pia.get("/elmwood/programs/hours/questions/").content.decode()
    assert pia.get(f"{OWN}history/").status_code == 200


def test_who_only_speaks_for_the_organization_is_offered_nothing(
    programs: Community, signed_in: Callable[..., Client]
) -> None:
    mo = signed_in(cast.partner_member, Organization.objects.get(public_id="library"))
    assert f'<a href="{OWN}">' not in mo.get(DESK).content.decode()
    assert ">Edit</a>" not in mo.get("/elmwood/programs/hours/").content.decode()
    assert mo.get(OWN).status_code == 403


def test_a_program_that_was_given_away_meanwhile_is_no_longer_theirs(programs: Community, pia: Client) -> None:
    page = pia.get(OWN)
    move(programs, "clinic")
    before = kept(programs)
    assert pia.post(OWN, sent(page, name="Mine")).status_code == 403
    assert kept(programs) == before
    assert f'<a href="{OWN}">' not in pia.get(DESK).content.decode()


def test_whose_it_was_when_the_form_was_opened_gives_no_right(programs: Community, pia_herself: Person) -> None:
    """The store is asked whose it is, not the base or the content that somebody sends."""
    mine = {**kept(programs, "visits").content, "organization_id": "library"}
    for version in (kept(programs, "visits").version, "0" * 16):
        with pytest.raises(NotAllowedError):
            save_object(
                community_id="elmwood", kind="programs", object_id="visits", content=mine, version=version, base=mine,
                by=actor_of(pia_herself),
            )  # fmt: skip
    assert kept(programs, "visits").content["organization_id"] == "clinic"


def test_two_people_at_one_program_are_shown_each_others_changes(programs: Community, pia: Client, sam: Client) -> None:
    page = pia.get(OWN)
    sam.post(OWN, sent(sam.get(OWN), published="false"))
    clash = pia.post(OWN, sent(page, customers="Families"))
    assert clash.status_code == 409 and "What they changed" in said(clash)
    assert pia.post(OWN, sent(clash, customers="Families")).status_code == 302
    assert kept(programs).content["published"] == "false" and kept(programs).content["customers"] == "Families"


def test_its_own_change_is_undone_and_what_others_decided_since_is_not_taken_back(
    programs: Community, pia: Client, pia_herself: Person, sam: Client
) -> None:
    pia.post(OWN, sent(pia.get(OWN), name="Hours"))
    change = Change.objects.filter(kind="programs", key="hours").first()
    assert change is not None
    assert undo_change(community_id="elmwood", change_id=change.pk.hex, by=actor_of(pia_herself)).is_done
    assert kept(programs).content["name"] == "Story hours"
    sam.post(OWN, sent(sam.get(OWN), published=""))
    with pytest.raises(NotAllowedError):
        restore_version(community_id="elmwood", change_id=change.pk.hex, side="before", by=actor_of(pia_herself))
    assert "published" not in kept(programs).content


def test_words_in_another_language_are_theirs_too(programs: Community, pia: Client) -> None:
    extra = {"sister.field": "name", "sister.language": "es", "sister.text": "La hora del cuento"}
    assert pia.post(OWN, sent(pia.get(OWN)) | extra).status_code == 302
    assert kept(programs).content["name.es"] == "La hora del cuento"


def test_a_draft_of_a_program_is_kept_for_its_own_provider_only(pia: Client) -> None:
    assert pia.post(f"{OWN}draft/", sent(pia.get(OWN), name="Not yet")).json()["said"]
    assert pia.post(f"{OTHER}draft/", {"f.name": "Not yet"}).status_code == 403


class TestOverTheApi:
    """The same, with a token."""

    @pytest.fixture
    def call(self, pia_herself: Person) -> Callable[..., Any]:
        _, secret = cast.token_of(pia_herself, may_write=True)

        def send(path: str, method: str = "PATCH", version: str = "", **body: Any) -> Any:
            headers = {"Authorization": f"Bearer {secret}", **({"If-Match": f'"{version}"'} if version else {})}
            return Client().generic(
                method, f"{API}{path}", json.dumps(body), content_type="application/merge-patch+json", headers=headers
            )

        return send

    def test_its_own_entry_is_changed_with_the_version_seen(
        self, programs: Community, call: Callable[..., Any]
    ) -> None:
        version = kept(programs).version
        answer = call("hours", version=version, customers="Families", sites=["Hill"])
        assert answer.status_code == 200, answer.content
        assert kept(programs).content["customers"] == "Families"
        assert call("hours", version=version, customers="Others").status_code == 409

    @pytest.mark.parametrize("change", [{"published": None}, {"organization_id": "clinic"}, {"strategy_ids": []}])
    def test_what_others_decide_is_refused(
        self, programs: Community, call: Callable[..., Any], change: dict[str, Any]
    ) -> None:
        before = kept(programs)
        answer = call("hours", version=before.version, **change)
        assert answer.status_code == 403 and answer.json()["permission"] == "change programs"
        assert kept(programs) == before

    def test_another_organization_s_and_a_new_one_are_refused(
        self, programs: Community, call: Callable[..., Any]
    ) -> None:
        assert call("visits", version=kept(programs, "visits").version, name="Mine").status_code == 403
        assert call("hours", "DELETE", version=kept(programs).version).status_code == 403
        assert call("", "POST", name="Mine", organization_id="library").status_code == 403
