"""A link in the browser: its program is chosen, its questions answered, looked at, saved, changed, noted, withdrawn."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from tests import cast
from tests.integration.contributions.elmwood_links import linked, load

from groundswell.apps.contributions.actions import save_link
from groundswell.apps.contributions.models import ContributionLink, ContributionNote
from groundswell.apps.contributions.queries import link_of, versions_of
from groundswell.apps.people.models import AuditEvent, Community, Organization
from groundswell.apps.programs.models import Measure
from groundswell.apps.scorecards.queries.contributions.asking import _counts_people

pytestmark = pytest.mark.django_db
NEW = "/elmwood/contribution/k-readiness/link/"
LINK = "/elmwood/contribution/links/mentoring-k-readiness/"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
ANSWERS = {
    "program": "tutors", "mechanism": "Tutors read with each child.", "serving": "number", "served": "300",
    "served_before": "0", "in_population": "9 in 10", "completion": "80 %", "without": "6.5 in 10", "way": "ratio",
    "effect": "0.75", "effect_low": "0.6", "effect_high": "0.9", "evidence": "randomized", "seen": "",
}  # fmt: skip


@pytest.fixture
def community() -> Community:
    """Elmwood of 12,000, with a linked program of the library, one of the school, and one that nobody linked."""
    carried = linked(
        programs=[
            {"program_id": "mentoring", "organization_id": "library", "name": "Mentoring", "published": "true"},
            {"program_id": "texts", "organization_id": "school", "name": "Texts"},
            {"program_id": "tutors", "organization_id": "library", "name": "Tutors", "customers": "Third graders"},
        ],
        populations=[{"place_id": "elmwood", "period": "2023", "count": "12000"}],
    )
    load(carried)
    return Community.objects.get(public_id="elmwood")


@pytest.fixture
def browser(community: Community) -> Callable[..., Client]:
    """A browser of somebody: `browser(cast.provider_data_manager, "library")`."""

    def make(role: Callable[..., Any], organization: str = "") -> Client:
        client = Client()
        parts = [Organization.objects.get(public_id=organization)] if organization else []
        client.force_login(role(community, *parts), backend=BACKEND)
        return client

    return make


@pytest.fixture
def sam(browser: Callable[..., Client]) -> Client:
    """Of the backbone."""
    return browser(cast.steward)


def words(response: Any) -> str:
    """What a person reads of a page."""
    body = re.sub(r"<(script|style|svg).*?</\1>", " ", response.content.decode(), flags=re.S)
    said = html.unescape(re.sub(r"<[^>]+>", " ", body)).replace("\u202f", " ").replace("\xa0", " ")
    return re.sub(r"\s+([.,:])", r"\1", re.sub(r"\s+", " ", said))


@pytest.mark.parametrize(("rule", "is_offered"), [
    (None, True), ({"count": "people"}, True), ({"count": "quantity", "where": {"services": {}}}, False),
    ({"count": "services", "where": {"services": {}}}, False),
    ({"count": "enrollments", "where": {"enrollments": {"started": "in_period"}}}, False),
])  # fmt: skip
def test_only_measures_that_count_people_say_how_many_are_served(rule: dict[str, Any] | None, is_offered: bool) -> None:
    definition = {} if rule is None else {"rule": rule}
    measure = Measure(question="how_many", unit="number", definition=definition)
    assert _counts_people(measure) is is_offered


def test_the_program_is_chosen_first_and_the_others_are_not_offered(browser: Callable[..., Client]) -> None:
    pia = browser(cast.provider_data_manager, "library")
    said = words(pia.get(NEW))
    assert "Which program?" in said and "Mentoring" in said and "Tutors" in said
    assert "Texts" not in said  # another organization's
    assert "linked already" in said
    assert pia.get(NEW, {"program": "texts"}).status_code == 422
    assert "How does it help?" in words(pia.get(NEW, {"program": "tutors"}))


def test_what_the_answers_do_is_multiplied_out_in_words(sam: Client) -> None:
    response = sam.post(NEW, {**ANSWERS, "do": "show"})
    said = words(response)
    assert response.status_code == 200
    assert "300 people are served" in said
    assert "270 of them are in the population (90 %)" in said
    assert "216 of them finish (80 %)" in said
    assert (
        "19 of them better off than without it (8.75 %)" in said
        or "19 of them better off than without it (8.8 %)" in said
    )
    assert "About 19 people better off: 0.16 points of 12,000 people." in said
    assert "80 % range:" in said
    assert said.count("Read as") == 2 and "Read as 90 %." in said and "Read as 65 %." in said
    assert "would not show by itself" in said
    assert not ContributionLink.objects.filter(program__public_id="tutors").exists()


def test_a_link_is_saved_as_its_first_version_and_its_page_shows_it(sam: Client) -> None:
    response = sam.post(NEW, {**ANSWERS, "do": "save"})
    assert response.status_code == 303
    found = ContributionLink.objects.get(program__public_id="tutors")
    assert (found.version, found.served, found.in_population_share, found.baseline_risk) == (1, "300", "0.9", "0.35")
    assert found.reviewed is not None
    said = words(sam.get(response["Location"]))
    assert "Tutors read with each child." in said and "0.75 risk ratio" in said and "0.6 to 0.9" in said
    assert "A randomized study" in said and "Version 1" in said and "Sam" in said


def test_nothing_typed_is_lost_and_each_error_stands_beside_its_field(sam: Client) -> None:
    sent = {**ANSWERS, "completion": "8", "served": "lots", "mechanism": "Told < once", "do": "save"}
    response = sam.post(NEW, sent)
    body = response.content.decode()
    assert response.status_code == 422
    for name in ("completion", "served"):
        assert re.search(rf'id="a-{name}-problem"', body) and re.search(rf'name="{name}"[^>]*aria-invalid="true"', body)
    assert 'value="lots"' in body and "Told &lt; once" in body and 'value="9 in 10"' in body
    assert "“8” could be 8 in 10 or 8 %" in words(response)
    assert re.search(r'href="#a-completion"', body)


@pytest.mark.parametrize(("answer", "said"), [
    ({"way": "gross"}, "How many of yours reach it is no difference: part of them would have reached it anyway"),
    ({"way": "change", "before": "40", "after": "60"}, "A change without a comparison is no difference made"),
    ({"way": "less", "effect": "72", "effect_low": "", "effect_high": ""}, "72"),
    ({"way": "counts", "with": "72", "without": ""}, "A rate alone is no difference"),
    ({"way": "d", "effect": "35", "effect_low": "", "effect_high": ""}, "larger than any program has reached"),
])  # fmt: skip
def test_what_is_no_effect_is_refused_in_a_plain_sentence(sam: Client, answer: dict[str, str], said: str) -> None:
    response = sam.post(NEW, {**ANSWERS, **answer, "do": "save"})
    assert response.status_code == 422
    assert said in words(response)
    assert not ContributionLink.objects.filter(program__public_id="tutors").exists()


@pytest.mark.parametrize(("answer", "said"), [
    ({"served": "-5"}, "It is below nothing"),
    ({"served": "30,000"}, "It would reach 27,000 people of the indicator's population, and there are 12,000"),
    ({"completion": "8"}, "“8” could be 8 in 10 or 8 %"),
    ({"way": "counts", "with": "0.57"}, "Did you mean 57 of 100?"),
    ({"way": "counts", "with": "74", "with_low": "80", "with_high": "60"}, "Lowest 80 is above highest 60"),
])  # fmt: skip
def test_nothing_is_worked_out_from_an_answer_that_is_refused(sam: Client, answer: dict[str, str], said: str) -> None:
    shown = sam.post(NEW, {**ANSWERS, **answer, "do": "show"})
    does = words(shown).partition("What this does")[2]
    assert "This cannot be worked out until the answer in red is mended." in words(shown)
    assert said in words(shown) and "better off:" not in words(shown) and "people are served" not in does
    assert sam.post(NEW, {**ANSWERS, **answer, "do": "save"}).status_code == 422
    assert not ContributionLink.objects.filter(program__public_id="tutors").exists()


def test_what_is_still_blank_is_asked_for_without_red(sam: Client) -> None:
    said = words(sam.post(NEW, {**ANSWERS, "effect": "", "effect_low": "", "effect_high": "", "do": "show"}))
    assert "once people served, and the difference made to them, are said" in said
    assert "until the answer in red" not in said


def test_fewer_who_do_well_with_it_are_asked_about_and_not_refused(sam: Client) -> None:
    worse = {**ANSWERS, "way": "counts", "with": "60", "effect_low": "", "effect_high": ""}
    assert "Fewer would do well with it than without it: is that meant?" in words(sam.post(NEW, worse))
    assert "is that meant?" not in words(sam.post(NEW, {**worse, "with": "70"}))
    assert sam.post(NEW, {**worse, "do": "save"}).status_code == 303


def test_a_declared_part_of_a_change_is_taken_with_its_warning(sam: Client) -> None:
    answer = {"way": "change", "before": "40", "after": "60", "part_high": "50 %"}
    assert "only the part that you declared is counted" in words(sam.post(NEW, {**ANSWERS, **answer}))
    assert sam.post(NEW, {**ANSWERS, **answer, "do": "save"}).status_code == 303
    found = ContributionLink.objects.get(program__public_id="tutors")
    assert (found.evidence, found.effect, found.effect_low, found.effect_high) == ("pre_post", "0.05", "0", "0.1")


def test_an_effect_from_elsewhere_asks_for_a_range_and_leaves_a_note(sam: Client) -> None:
    borrowed = {**ANSWERS, "borrowed": "yes", "do": "save"}
    refused = sam.post(NEW, {**borrowed, "effect_low": "", "effect_high": ""})
    assert "found elsewhere, and here it may be more or less" in words(refused)
    assert sam.post(NEW, borrowed).status_code == 303
    assert "found elsewhere" in ContributionNote.objects.get(step="must_be_true").text


def test_a_change_is_another_version_and_says_what_is_different(sam: Client) -> None:
    form = sam.get(f"{LINK}change/")
    assert 'value="90 %"' in form.content.decode() and 'value="0.75"' in form.content.decode()
    sent = {
        **ANSWERS,
        "program": "texts",
        "served_before": "100",
        "in_population": "7 in 10",
        "seen": "1",
        "do": "save",
    }
    assert sam.post(f"{LINK}change/", sent).status_code == 303
    versions = versions_of(Community.objects.get(), "mentoring-k-readiness")
    assert [one.version for one in versions] == [2, 1]
    assert versions[0].program_id == "mentoring"  # a link stays with its program
    assert versions[1].in_population_share == "0.90"
    page = sam.get(LINK).content.decode()
    assert re.search(r"<ins>70", page)
    assert AuditEvent.objects.filter(action="contribution_link").count() == 1


def test_saving_what_stands_makes_no_version(sam: Client) -> None:
    body = sam.get(f"{LINK}change/").content.decode()
    fields = dict(re.findall(r'<input type="(?:text|date)"[^>]*? name="([^"]+)" value="([^"]*)"', body))
    chosen = dict(re.findall(r'<input type="radio" name="([^"]+)" value="([^"]+)" checked', body))
    written = dict(re.findall(r'<textarea[^>]*? name="([^"]+)"[^>]*>\n([^<]*)</textarea>', body))
    sam.post(f"{LINK}change/", {**fields, **chosen, **written, "seen": "1", "do": "save"})
    kept = link_of(Community.objects.get(), "mentoring-k-readiness")
    assert kept is not None and kept.in_population_share == "0.9"  # written otherwise, it says the same
    assert kept.effect == "0.75" and kept.served == "300"


def test_who_meets_anothers_change_is_told_and_loses_nothing(sam: Client, community: Community) -> None:
    facts = link_of(community, "mentoring-k-readiness")
    assert facts is not None
    content = {**facts.content, "served": "400"}
    save_link(community_id="elmwood", content=content, seen_version=1, by=cast.COMMAND_LINE)
    response = sam.post(f"{LINK}change/", {**ANSWERS, "seen": "1", "do": "save"})
    assert response.status_code == 409
    assert "Somebody else has changed this link since you opened it" in words(response)
    assert 'value="9 in 10"' in response.content.decode()


def test_a_link_is_withdrawn_after_one_more_question_and_restored(sam: Client, community: Community) -> None:
    assert "Withdraw this link?" in words(sam.get(f"{LINK}withdraw/"))
    assert link_of(community, "mentoring-k-readiness").is_withdrawn is False  # type: ignore[union-attr]
    assert sam.post(f"{LINK}withdraw/", {"seen": "1"}).status_code == 303
    said = words(sam.get(LINK))
    assert "Withdrawn on" in said and "A mentor reads with each child" in said
    assert sam.post(f"{LINK}restore/", {"seen": "1", "version": "1"}).status_code == 303
    kept = link_of(community, "mentoring-k-readiness")
    assert kept is not None and not kept.is_withdrawn and kept.version == 2
    assert sam.post(f"{LINK}restore/", {"seen": "1", "version": "1"}).status_code == 409


def test_the_six_steps_are_a_checklist_with_evidence(sam: Client) -> None:
    said = words(sam.get(LINK))
    for name in ("Set the question", "How it should work, and the risks", "Gather the evidence",
                 "Tell the contribution story", "Seek more evidence", "Revise the story"):  # fmt: skip
        assert name in said
    assert "0 of 6 have something said" in said
    sent = {"step": "evidence", "text": "A trial in two cities", "source": "https://example.org/trial"}
    assert sam.post(f"{LINK}note/", sent).status_code == 303
    page = sam.get(LINK)
    assert "1 of 6 have something said" in words(page)
    assert 'href="https://example.org/trial"' in page.content.decode()
    assert sam.post(f"{LINK}note/", {**sent, "source": "javascript:alert(1)"}).status_code == 303
    assert 'href="javascript' not in sam.get(LINK).content.decode()


def test_a_challenge_and_its_answer_are_both_kept(sam: Client, browser: Callable[..., Client]) -> None:
    ali = browser(cast.analyst)
    assert ali.post(f"{LINK}note/", {"step": "challenge", "text": "Families chose it themselves"}).status_code == 303
    assert "not answered yet" in words(sam.get(LINK)) and "Answer this challenge" in words(sam.get(LINK))
    assert "not answered yet" in words(sam.get("/elmwood/programs/mentoring/contribution/"))
    note = ContributionNote.objects.get(step="challenge")
    answer = {"step": "answer", "answers": note.public_id, "text": "Places were drawn by lot"}
    assert ali.post(f"{LINK}note/", answer).status_code == 403
    assert sam.post(f"{LINK}note/", answer).status_code == 303
    said = words(sam.get(LINK))
    assert "Families chose it themselves" in said and "Places were drawn by lot" in said
    assert "not answered yet" not in said and "Answer this challenge" not in said
    assert "not answered yet" not in words(sam.get("/elmwood/programs/mentoring/contribution/"))


def test_a_blank_note_is_refused_where_it_was_typed(sam: Client) -> None:
    response = sam.post(f"{LINK}note/", {"step": "theory", "text": " ", "source": "kept.pdf"})
    body = response.content.decode()
    assert response.status_code == 422
    assert 'id="note-problem"' in body and 'value="kept.pdf"' in body
    assert ContributionNote.objects.count() == 0


def test_a_provider_changes_links_of_the_own_programs_only(browser: Callable[..., Client]) -> None:
    pia, omar = browser(cast.provider_data_manager, "library"), browser(cast.other_provider_data_manager, "school")
    assert pia.get(f"{LINK}change/").status_code == 200
    assert pia.post(NEW, {**ANSWERS, "do": "save"}).status_code == 303
    assert omar.get(LINK).status_code == 200  # the program is published
    for path in ("change/", "withdraw/"):
        assert omar.get(f"{LINK}{path}").status_code == 403
        assert omar.post(f"{LINK}{path}", {"seen": "1", **ANSWERS}).status_code == 403
    assert omar.post(f"{LINK}restore/", {"seen": "1", "version": "1"}).status_code == 403
    assert "Change what is assumed" not in words(omar.get(LINK))
    assert omar.post(NEW, {**ANSWERS, "do": "save"}).status_code == 422  # the school has no such program


def test_the_public_reads_links_of_published_programs_and_nobodys_name(sam: Client, community: Community) -> None:
    sam.post(f"{LINK}note/", {"step": "challenge", "text": "Is it so?"})
    everybody = Client()
    said = words(everybody.get(LINK))
    assert "Mentoring" in said and "Is it so?" in said
    assert "Sam" not in said and "Restore" not in said and "Challenge this link" not in said
    texts = ContributionLink.objects.get(program__public_id="texts").public_id
    assert everybody.get(f"/elmwood/contribution/links/{texts}/").status_code == 404
    assert everybody.get("/elmwood/contribution/links/none/").status_code == 404
    assert everybody.post(f"{LINK}note/", {"step": "challenge", "text": "So?"}).status_code in (302, 403)
    assert everybody.get(NEW).status_code in (302, 403)


def test_nothing_changes_without_the_secret_of_the_form(community: Community) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.steward(community), backend=BACKEND)
    for path, sent in ((NEW, {**ANSWERS, "do": "save"}), (f"{LINK}withdraw/", {"seen": "1"}),
                       (f"{LINK}note/", {"step": "story", "text": "x"}),
                       (f"{LINK}restore/", {"seen": "1", "version": "1"})):  # fmt: skip
        assert client.post(path, sent).status_code == 403
    assert ContributionLink.objects.count() == 2 and ContributionNote.objects.count() == 0


def test_a_typed_number_of_fewer_than_eleven_people_is_refused_and_never_shown(
    sam: Client, community: Community
) -> None:
    response = sam.post(NEW, {**ANSWERS, "served": "7", "do": "save"})
    assert response.status_code == 422
    assert "Fewer than 11 people could be told of by it" in words(response)
    ContributionLink.objects.filter(public_id="mentoring-k-readiness").update(served="7", served_before="3")
    for client in (sam, Client()):
        assert "<11" in words(client.get(LINK))
        assert "Fewer than 11 people are served, so nobody is counted." in words(client.get(LINK))
        found = client.get("/api/v1/elmwood/contribution/links/mentoring-k-readiness.json").json()
        assert "served" not in found["content"] and found["served"] == 0
    assert 'value="7"' not in sam.get(f"{LINK}change/").content.decode()


def test_a_review_that_is_overdue_is_marked(sam: Client) -> None:
    assert "review overdue" in words(sam.get(LINK))


def test_an_indicator_that_is_not_made_of_people_says_why_it_cannot_be_linked(sam: Client) -> None:
    response = sam.post("/elmwood/contribution/rent/link/", {**ANSWERS, "do": "save"})
    assert response.status_code == 422
    assert "It is not a share or a rate of people" in words(response)
    form = words(sam.get("/elmwood/contribution/rent/link/"))
    assert "No program can be linked to this indicator." in form and "Which program?" not in form
    page = sam.get("/elmwood/contribution/rent/")
    assert "It is not a share or a rate of people" in words(page)
    assert "rent/link/" not in page.content.decode() and "What belongs here" not in words(page)
    listed = sam.get("/elmwood/contribution/").content.decode()
    assert "rent/link/" not in listed and "on-time/link/" in listed
