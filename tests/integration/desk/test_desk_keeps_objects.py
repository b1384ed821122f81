"""The desk without a browser: forms that forget nothing, clashes that are settled, drafts that nobody else sees."""

import html
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from tests import cast

from groundswell.apps.people.models import AuditEvent, Community, Draft, Organization
from groundswell.apps.places.models import Place

pytestmark = pytest.mark.django_db
DESK = "/elmwood/desk/"
HILL = f"{DESK}places/hill/"


def hidden(page: Any, name: str) -> str:
    """The value of a hidden field of a page."""
    found = re.search(rf'<input type="hidden" name="{name}" value="([^"]*)"', page.content.decode())
    assert found is not None, name
    return html.unescape(found[1])


def sent(page: Any, **fields: str) -> dict[str, Any]:
    """A form with its hidden fields, as a browser sends it."""
    return {name: hidden(page, name) for name in ("version", "base")} | {
        name if "." in name else f"f.{name}": value for name, value in fields.items()
    }


def save(client: Client, address: str, **fields: str) -> Any:
    """Open a form, fill in some fields, send it."""
    return client.post(address, sent(client.get(address), **fields))


def said(answer: Any) -> str:
    """A page's words without its marks."""
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode())))


def test_what_was_saved_stands_and_can_be_undone(sam: Client) -> None:
    answer = save(sam, HILL, name="Hilltop")
    page = sam.get(answer.url)
    assert "Saved." in said(page) and 'value="Hilltop"' in page.content.decode()
    undo = re.search(r'action="(/elmwood/desk/changes/\w+/undo/)"', page.content.decode())
    assert undo is not None
    assert "Undone." in said(sam.get(sam.post(undo[1]).url))
    assert 'value="Hill"' in sam.get(HILL).content.decode()


def test_a_form_that_changed_nothing_stores_nothing(sam: Client) -> None:
    before = AuditEvent.objects.count()
    answer = save(sam, HILL)
    assert "nothing was changed" in said(sam.get(answer.url))
    assert AuditEvent.objects.count() == before


def test_a_new_place_gets_an_id_from_its_name(sam: Client) -> None:
    answer = save(sam, f"{DESK}places/new/", name="Fair Haven Heights")
    assert answer.url.startswith(f"{DESK}places/fair-haven-heights/?saved=")


def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(sam: Client) -> None:
    answer = save(sam, f"{DESK}indicators/k-readiness/", definition="Kept as typed", reviewed="last spring")
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Kept as typed" in text
    assert re.search(r'<input type="text" id="f-reviewed"[^>]*value="last spring"[^>]*aria-invalid="true"', text)
    assert re.search(r'id="f-reviewed-problems"', text) and 'href="#f-reviewed"' in text
    assert "year-month-day" in said(answer)


def test_two_people_who_change_different_fields_both_keep_their_words(sam: Client, dora: Client) -> None:
    first, second = sam.get(HILL), dora.get(HILL)
    sam.post(HILL, sent(first, name="Hilltop"))
    answer = dora.post(HILL, sent(second, kind="quarter"))
    assert answer.status_code == 409
    assert "Sam changed this while you were writing" in said(answer)
    text = answer.content.decode()
    assert 'value="Hilltop"' in text and 'value="quarter"' in text
    saved = dora.post(HILL, sent(answer, name="Hilltop", kind="quarter"))
    assert "saved=" in saved.url


@pytest.mark.parametrize(("side", "name"), [("theirs", "Hilltop"), ("mine", "The Hill")])
def test_a_clash_is_settled_by_whoever_comes_second(sam: Client, dora: Client, side: str, name: str) -> None:
    first, second = sam.get(HILL), dora.get(HILL)
    sam.post(HILL, sent(first, name="Hilltop"))
    clash = dora.post(HILL, sent(second, name="The Hill"))
    assert clash.status_code == 409
    words = said(clash)
    assert "Which version should stay?" in words and "Hilltop" in words and "The Hill" in words
    fields = sent(clash, name="The Hill") | {"clashes": "name", "began": hidden(clash, "began")}
    undecided = dora.post(HILL, fields)
    assert undecided.status_code == 422
    assert "Hilltop" in said(undecided) and 'value="The Hill"' in undecided.content.decode()
    assert dora.post(HILL, fields | {"take.name": side}).status_code == 302
    assert f'value="{name}"' in dora.get(HILL).content.decode()


def test_a_form_cut_short_empties_nothing(sam: Client) -> None:
    address = f"{DESK}indicators/k-readiness/"
    page = sam.get(address)
    sam.post(address, {"version": hidden(page, "version"), "base": hidden(page, "base"), "f.name": "Ready"})
    content = json.loads(hidden(sam.get(address), "base"))
    assert content["name"] == "Ready"
    assert content["polarity"] == "higher" and content["work_began"] == "2019"


def test_a_draft_is_its_author_s_alone_and_stands_on_no_page_that_others_read(sam: Client, dora: Client) -> None:
    page = sam.get(HILL)
    answer = sam.post(f"{HILL}draft/", sent(page, name="Unheard Of"))
    assert answer.json()["said"].startswith("Draft saved")
    assert "You left a draft" in said(sam.get(HILL))
    assert 'value="Unheard Of"' in sam.get(f"{HILL}?draft=1").content.decode()
    for client, address in ((dora, HILL), (dora, DESK), (sam, "/elmwood/data/"), (Client(), "/elmwood/")):
        assert "Unheard Of" not in client.get(address).content.decode()
    sam.post(f"{HILL}discard/")
    assert "You left a draft" not in said(sam.get(HILL))


def test_a_draft_of_something_new_is_dropped_once_it_is_made_and_by_nothing_that_is_made_elsewhere(sam: Client) -> None:
    new = f"{DESK}purposes/new/"
    sam.post(new, {"f.label": "Share a van", "do": "draft"})
    assert sam.post("/elmwood/partners/purposes/").status_code == 303
    assert "Joint program" in said(sam.get("/elmwood/partners/"))
    assert 'value="Share a van"' in sam.get(f"{new}?draft=1").content.decode()
    assert sam.post(new, {"f.label": "Share a van", "f.step": "9"}).status_code == 302
    assert not Draft.objects.exists()


def test_a_draft_begun_on_an_older_version_is_merged_when_it_is_taken_up_again(sam: Client, dora: Client) -> None:
    sam.post(HILL, sent(sam.get(HILL), kind="quarter") | {"do": "draft"})
    save(dora, HILL, name="Hilltop")
    page = sam.get(f"{HILL}?draft=1")
    text = page.content.decode()
    assert 'value="Hilltop"' in text and 'value="quarter"' in text
    assert "What they changed" in said(page)
    sam.post(HILL, sent(page, name="Hilltop", kind="quarter"))
    assert not Draft.objects.exists()


def test_a_retired_object_leaves_the_pages_and_comes_back(sam: Client) -> None:
    address = f"{DESK}stories/ready/"
    page = sam.get(f"{address}retire/")
    assert "Retire" in said(page)
    sam.post(f"{address}retire/", {"version": hidden(page, "version"), "do": "retire"})
    assert "bus line" not in sam.get("/elmwood/results/ready/").content.decode()
    assert 'id="o-ready"' not in sam.get(f"{DESK}stories/").content.decode()
    assert 'id="o-ready"' in sam.get(f"{DESK}stories/?retired=1").content.decode()
    page = sam.get(f"{address}retire/")
    sam.post(f"{address}retire/", {"version": hidden(page, "version"), "do": "restore"})
    assert "bus line" in sam.get("/elmwood/results/ready/").content.decode()


def test_a_result_moves_up_and_down(sam: Client) -> None:
    save(sam, f"{DESK}results/new/", statement="Everybody is housed")

    def order() -> list[str]:
        return re.findall(r'<li id="o-([\w-]+)"', sam.get(f"{DESK}results/").content.decode())

    assert order() == ["everybody-is-housed", "ready"]
    answer = sam.post(f"{DESK}order/results/", {"id": "ready", "way": "up"})
    assert order() == ["ready", "everybody-is-housed"]
    assert answer.url.endswith("#o-ready")
    assert re.search(r"autofocus", sam.get(answer.url.partition("#")[0]).content.decode())


def test_a_history_says_who_changed_which_words_and_leads_back(sam: Client) -> None:
    address = f"{DESK}stories/ready/"
    save(sam, address, text="Absence rose when the bus line ended.")
    save(sam, address, text="Something else altogether.")
    page = sam.get(f"{address}history/")
    text = page.content.decode()
    assert re.search(r"<del>.*closed.*</del>", text) and re.search(r"<ins>.*ended.*</ins>", text)
    assert "Sam" in said(page) and "word added" in said(page)
    back = re.findall(r'action="(/elmwood/desk/changes/\w+/restore/)"', text)
    assert len(back) == 1
    sam.post(back[0], {"side": "after"})
    assert "bus line ended" in sam.get(address).content.decode()


def test_a_preview_shows_a_story_without_what_could_do_harm(sam: Client) -> None:
    text = "*Leaning* <script>alert(1)</script> <img src=x onerror=alert(1)> [x](javascript:alert(1))"
    piece = sam.post(f"{DESK}preview/", {"f.text": text}).content.decode()
    assert "<em>Leaning</em>" in piece
    assert "<script" not in piece and "onerror" not in piece and "javascript:" not in piece
    page = sam.post(f"{DESK}stories/new/", {"f.text": text, "do": "preview"})
    assert page.status_code == 200 and "<em>Leaning</em>" in page.content.decode()
    assert "[x](javascript:alert(1))" in html.unescape(page.content.decode())


def test_a_title_shows_no_signs_of_markdown_anywhere_at_the_desk(sam: Client) -> None:
    new = f"{DESK}stories/new/"
    typed = {"subject": "community:", "question": "story", "text": "Families name **asthma** first."}
    made = sam.post(new, sent(sam.get(new), **typed))["Location"].partition("?")[0]
    for page in (DESK, f"{DESK}stories/", made, f"{made}history/"):
        assert "Families name asthma first" in said(sam.get(page)), page
    assert "History of Families name asthma first" in said(sam.get(f"{made}history/"))


def test_a_place_is_not_offered_as_what_it_lies_within(sam: Client) -> None:
    form = sam.get(HILL).content.decode()
    assert '<option value="elmwood"' in form and '<option value="hill"' not in form


def test_a_story_is_about_what_was_chosen(sam: Client) -> None:
    fields = {"f.subject": "indicator:k-readiness", "f.question": "action", "f.text": "We propose a bus."}
    answer = sam.post(f"{DESK}stories/new/", fields)
    assert answer.status_code == 302, said(answer)
    assert "We propose a bus." in sam.get("/elmwood/indicators/k-readiness/").content.decode()


def test_words_in_another_language_are_added_and_kept(sam: Client) -> None:
    extra = {"sister.field": "name", "sister.language": "es", "sister.text": "La Colina"}
    sam.post(HILL, sent(sam.get(HILL), **extra))
    page = sam.get(HILL)
    assert json.loads(hidden(page, "base"))["name.es"] == "La Colina"
    assert "La Colina</textarea>" in page.content.decode()


def test_publishing_is_the_steward_s(sam: Client, dora: Client) -> None:
    assert dora.get(f"{DESK}publishing/").status_code == 403
    assert dora.post(f"{DESK}publishing/", {"visibility": "private"}).status_code == 403
    assert sam.post(f"{DESK}publishing/", {"visibility": "private"}).status_code == 302
    assert Client().get("/elmwood/").status_code == 404
    assert sam.post(f"{DESK}publishing/", {"visibility": "nonsense"}).status_code == 404


@pytest.mark.parametrize("path", ["", "places/", "places/hill/", "places/new/", "changes/", "community/elmwood/"])
def test_the_desk_is_closed_to_the_public_and_to_those_who_only_read(
    signed_in: Callable[..., Client], elmwood: Community, path: str
) -> None:
    assert Client().get(f"{DESK}{path}").status_code == 403
    assert signed_in(cast.viewer).get(f"{DESK}{path}").status_code == 403
    elmwood.visibility = "private"
    elmwood.save()
    assert Client().get(f"{DESK}{path}").status_code == 404


def test_a_provider_changes_its_own_organization_and_no_other(
    signed_in: Callable[..., Client], elmwood: Community, sam: Client
) -> None:
    save(sam, f"{DESK}organizations/new/", name="Elmwood Clinic")
    pia = signed_in(cast.provider_data_manager, Organization.objects.get(public_id="library"))
    assert save(pia, f"{DESK}organizations/library/", website="https://library.example").status_code == 302
    assert pia.get(f"{DESK}organizations/elmwood-clinic/").status_code == 403
    assert pia.post(f"{DESK}organizations/elmwood-clinic/", {"f.name": "Mine"}).status_code == 403
    assert pia.get(f"{DESK}organizations/new/").status_code == 403
    listed = pia.get(f"{DESK}organizations/").content.decode()
    assert f'<a href="{DESK}organizations/library/">' in listed
    assert f'<a href="{DESK}organizations/elmwood-clinic/">' not in listed


@pytest.mark.parametrize("base", ["", "[]", "{", '{"name": "\\ud800"}', '{"name": NaN}', "[" * 5000])
def test_a_base_that_nobody_can_read_loses_nothing(sam: Client, base: str) -> None:
    page = sam.get(HILL)
    answer = sam.post(HILL, sent(page, name="Hilltop") | {"base": base})
    assert answer.status_code in (302, 409)
    assert json.loads(hidden(sam.get(HILL), "base"))["parent_id"] == "elmwood"


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("", "Open the desk"),
        ("data/", "Open the desk"),
        ("results/ready/", "Write a story"),
        ("indicators/k-readiness/", "Change its numbers"),
    ],
)
def test_pages_lead_those_who_may_to_the_desk_and_nobody_else(
    sam: Client, signed_in: Callable[..., Client], page: str, words: str
) -> None:
    assert words in said(sam.get(f"/elmwood/{page}"))
    assert words not in said(signed_in(cast.viewer).get(f"/elmwood/{page}"))
    assert words not in said(Client().get(f"/elmwood/{page}"))


def test_a_form_that_names_no_version_overwrites_nothing_and_makes_nothing_new(sam: Client) -> None:
    answer = sam.post("/elmwood/desk/places/hill/", {"f.name": "Another", "version": "", "base": ""})
    assert answer.status_code == 409
    assert "is taken" not in answer.content.decode()
    assert Place.objects.get(public_id="hill").name == "Hill"
