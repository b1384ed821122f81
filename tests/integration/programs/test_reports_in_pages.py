"""A report in the browser: typed, returned, mended, accepted, corrected; nothing typed is lost, nothing small told."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests import cast
from tests.builders import package, story

from groundswell.apps.packages.actions import load_package
from groundswell.apps.people.models import Community, Organization
from groundswell.apps.people.queries import actor_of
from groundswell.apps.programs.actions import Entry, accept_report, save_report, submit_report
from groundswell.apps.programs.models import MeasureRevision, MeasureValue, Program
from groundswell.apps.programs.queries import entered_values, report_steps
from groundswell.apps.submissions.models import ComputedSeries

pytestmark = pytest.mark.django_db
LIST = "/elmwood/programs/visits/report/"
REPORT = f"{LIST}2025-Q1/"
QUESTIONS = "/elmwood/programs/visits/questions/"
WHERE = {"community_id": "elmwood", "program_id": "visits", "period": "2025-Q1"}
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def community() -> Community:
    """Elmwood: a program of the library with two measures that are typed and one that is computed."""
    carried = package(
        measures={
            "served": {"name": "Families served", "question": "how_many", "unit": "number",
                       "definition": "Each family once."},
            "on-track": {"name": "Children on track", "question": "what_difference", "unit": "percent"},
            "visited": {"name": "Visited", "question": "how_many", "unit": "number",
                        "rule": {"count": "people", "where": {"services": {"service": "visit"}}}},
        },
        tables={
            "organizations": [{"organization_id": "library", "name": "Library", "roles": "provider"},
                              {"organization_id": "clinic", "name": "Clinic", "roles": "provider"},
                              {"organization_id": "fund", "name": "Fund", "roles": "funder"}],
            "programs": [{"program_id": "visits", "organization_id": "library", "name": "Visits",
                          "customers": "Families with a newborn", "sites": "North; South"}],
            "grants": [{"grant_id": "grant", "funder_id": "fund", "recipient_id": "library", "program_ids": "visits"}],
            "measure_adoptions": [
                {"program_id": "visits", "measure_id": "served", "use": "required", "standing": "headline"},
                {"program_id": "visits", "measure_id": "on-track", "use": "menu"},
                {"program_id": "visits", "measure_id": "visited", "use": "menu"}],
        },
        stories=[story("Schools and the clinic.", subject="program", subject_id="visits", question="partners")],
    )  # fmt: skip
    outcome = load_package(package=carried, by=cast.COMMAND_LINE)
    assert outcome.is_done, outcome.findings
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
def pia(browser: Callable[..., Client]) -> Client:
    """Of the library, whose program it is."""
    return browser(cast.provider_data_manager, "library")


@pytest.fixture
def sam(browser: Callable[..., Client]) -> Client:
    """Of the backbone."""
    return browser(cast.steward)


def fields(page: str) -> dict[str, str]:
    """What the form to type in would send if nothing were typed."""
    form = next(part for part in re.findall(r"<form.*?</form>", page, re.S) if 'name="lines"' in part)
    sent = {}
    for tag in re.findall(r"<input[^>]*>", form):
        names = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if "name" in names:
            sent[names["name"]] = html.unescape(names.get("value", ""))
    for name, text in re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>\n(.*?)</textarea>', form, re.S):
        sent[name] = html.unescape(text)
    for name, options in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'value="([^"]*)" selected', options)
        sent[name] = chosen[1] if chosen else ""
    sent.pop("csrfmiddlewaretoken", None)
    return sent


def opened(client: Client, at: str = REPORT) -> dict[str, str]:
    """The form as it is drawn."""
    answer = client.get(at)
    assert answer.status_code == 200, answer.status_code
    return fields(answer.content.decode())


def line_of(form: dict[str, str], measure: str, site: str = "") -> str:
    """The number of a measure's line."""
    numbers = [name.partition(".")[0] for name, key in form.items() if name.endswith(".measure") and key == measure]
    return next(number for number in numbers if form.get(f"{number}.site", "") == site)


def typed(form: dict[str, str], *, do: str = "save", **cells: str) -> dict[str, str]:
    """The form with `served_value="412"` typed into it."""
    for name, text in cells.items():
        measure, _, cell = name.rpartition("_")
        form[f"{line_of(form, measure.replace('_', '-'))}.{cell}"] = text
    return {**form, "do": do}


def values() -> dict[tuple[str, str], tuple[str, str]]:
    found = entered_values([Program.objects.get()], period="2025-Q1", with_unfinished=True)
    return {(one.measure_id, one.site): (one.value, str(one.state)) for one in found}


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def accepted(community: Community, **cells: str) -> None:
    """A report that was accepted, with these values of `served`."""
    pia = actor_of(cast.provider_data_manager(community, Organization.objects.get(public_id="library"), "before"))
    sam = actor_of(cast.steward(community, "before"))
    assert save_report(**WHERE, entries=[Entry("served", cells)], by=pia).is_done
    assert submit_report(**WHERE, by=pia).is_done
    assert accept_report(**WHERE, by=sam).is_done


def test_a_report_goes_from_the_first_draft_to_the_lock_in_the_browser(pia: Client, sam: Client) -> None:
    sent = typed(opened(pia), served_value="412", on_track_numerator="281", on_track_denominator="412")
    assert pia.post(REPORT, sent).status_code == 302
    assert values() == {("served", ""): ("412", "draft"), ("on-track", ""): ("68.2", "draft")}
    assert pia.post(REPORT, typed(opened(pia), do="submit")).status_code == 302
    page = text_of(sam.get(REPORT))
    assert "To be accepted or returned" in page and "68.2" in page
    token = fields(page)["token"]
    returned = {"do": "return", "token": token, "words": "Nearly.", "remark.served": "Is 412 unduplicated?"}
    assert sam.post(REPORT, returned).status_code == 302
    page = text_of(pia.get(REPORT))
    assert "Is 412 unduplicated?" in page and "Nearly." in page and "Returned" in page
    assert pia.post(REPORT, typed(opened(pia), do="submit", served_value="398")).status_code == 302
    for wish, state in (("accept", "accepted"), ("lock", "locked")):
        token = fields(text_of(sam.get(REPORT)))["token"]
        assert sam.post(REPORT, {"do": wish, "token": token}).status_code == 302
        assert {one for _, one in values().values()} == {state}
    assert "Is 412 unduplicated?" in text_of(pia.get(REPORT))  # in what was done with it
    form = opened(pia)
    assert not any(name.endswith(".value") for name in form if form.get(name.partition(".")[0] + ".was"))


def test_a_locked_report_opens_again_for_a_reason_alone(community: Community, sam: Client) -> None:
    accepted(community, value="412")
    token = fields(text_of(sam.get(REPORT)))["token"]
    assert sam.post(REPORT, {"do": "lock", "token": token}).status_code == 302
    token = fields(text_of(sam.get(REPORT)))["token"]
    refused = sam.post(REPORT, {"do": "reopen", "token": token, "words": " "})
    assert refused.status_code == 422 and "say why it is opened" in text_of(refused)
    assert sam.post(REPORT, {"do": "reopen", "token": token, "words": "A slip."}).status_code == 302
    assert {state for _, state in values().values()} == {"accepted"}


def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(pia: Client) -> None:
    sent = typed(
        opened(pia), served_value="many", on_track_numerator="9", on_track_denominator="8", served_note="Spring"
    )
    answer = pia.post(REPORT, sent)
    page, again = text_of(answer), fields(text_of(answer))
    assert answer.status_code == 422 and not MeasureValue.objects.exists()
    number = line_of(again, "served")
    assert again[f"{number}.value"] == "many" and again[f"{number}.note"] == "Spring"
    assert f'id="f{number}-value-problem"' in page and f'href="#f{number}-value"' in page
    assert again[f"{line_of(again, 'on-track')}.denominator"] == "8"


def test_a_line_by_site_is_added_without_scripts_and_named_where_it_is_wrong(pia: Client) -> None:
    form = opened(pia)
    added = next(name.partition(".")[0] for name in form if name.endswith(".site") and f"{name[:-5]}.was" not in form)
    line = {f"{added}.measure": "served", f"{added}.site": "North", f"{added}.value": "x"}
    answer = pia.post(REPORT, typed({**form, **line}, served_value="412"))
    again = fields(text_of(answer))
    assert answer.status_code == 422
    assert text_of(answer).count("-value-problem") == 2  # the id, and what points to it: of one field
    fresh = next(name.partition(".")[0] for name, text in again.items() if name.endswith(".site") and text == "North")
    again[f"{fresh}.value"] = "200"
    assert pia.post(REPORT, {**again, "do": "save"}).status_code == 302
    assert values() == {("served", ""): ("412", "draft"), ("served", "North"): ("200", "draft")}


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ({"value": "3"}, "Choose the measure"),
        ({"measure": "served", "value": "3"}, "Say which site"),
    ],
)
def test_an_added_line_says_what_it_is_about(pia: Client, line: dict[str, str], words: str) -> None:
    form = opened(pia)
    added = next(name.partition(".")[0] for name in form if name.endswith(".site") and f"{name[:-5]}.was" not in form)
    sent = typed({**form, **{f"{added}.{name}": text for name, text in line.items()}}, served_value="many")
    answer = pia.post(REPORT, sent)
    assert answer.status_code == 422 and words in text_of(answer)
    assert 'href="#f0-value"' in text_of(answer)  # what is wrong elsewhere is said at the same time
    assert not MeasureValue.objects.exists()


def test_of_two_who_type_the_second_sees_what_stands_beside_what_was_typed(pia: Client, sam: Client) -> None:
    first, second = opened(pia), opened(sam)
    assert (
        pia.post(
            REPORT, typed(first, served_value="412", on_track_numerator="30", on_track_denominator="60")
        ).status_code
        == 302
    )
    answer = sam.post(REPORT, typed(second, served_value="500"))
    page, again = text_of(answer), fields(text_of(answer))
    assert answer.status_code == 409
    assert "Stands there now:" in page and "412" in page
    assert again[f"{line_of(again, 'served')}.value"] == "500"
    assert again[f"{line_of(again, 'on-track')}.numerator"] == "30"  # what only the other typed is taken over
    assert values()["served", ""] == ("412", "draft")
    assert sam.post(REPORT, {**again, "do": "save"}).status_code == 302
    assert values() == {("served", ""): ("500", "draft"), ("on-track", ""): ("50.0", "draft")}


def test_the_same_form_sent_twice_is_stored_once(pia: Client) -> None:
    sent = typed(opened(pia), do="submit", served_value="412")
    assert [pia.post(REPORT, sent).status_code for _ in range(2)] == [302, 302]
    assert len(report_steps(Program.objects.get(), "2025-Q1")) == 1


def test_nothing_is_accepted_that_changed_since_it_was_looked_at(pia: Client, sam: Client) -> None:
    pia.post(REPORT, typed(opened(pia), do="submit", served_value="412"))
    token = fields(text_of(sam.get(REPORT)))["token"]
    pia.post(REPORT, typed(opened(pia), do="submit", served_value="398"))
    answer = sam.post(REPORT, {"do": "accept", "token": token, "words": "Thank you."})
    assert answer.status_code == 409 and "somebody else has changed this report" in text_of(answer).lower()
    assert "Thank you." in text_of(answer)
    assert values() == {("served", ""): ("398", "submitted")}


def test_a_correction_asks_for_its_reason_in_the_same_form(community: Community, pia: Client) -> None:
    accepted(community, value="412")
    answer = pia.post(REPORT, typed(opened(pia), served_value="398"))
    assert answer.status_code == 422 and 'id="reason-problem"' in text_of(answer)
    again = fields(text_of(answer))
    assert again[f"{line_of(again, 'served')}.value"] == "398"
    assert pia.post(REPORT, {**again, "reason": "Siblings were counted twice", "do": "save"}).status_code == 302
    assert values() == {("served", ""): ("398", "accepted")}
    assert MeasureRevision.objects.get().value == "412"


def test_the_backbone_reads_no_small_number_and_its_own_organization_every_one(pia: Client, sam: Client) -> None:
    cells = {
        "served_value": "7",
        "served_note": "Only 7 came",
        "on_track_numerator": "40",
        "on_track_denominator": "48",
    }
    assert pia.post(REPORT, typed(opened(pia), do="submit", **cells)).status_code == 302
    own, theirs = text_of(pia.get(REPORT)), text_of(sam.get(REPORT))
    assert "Only 7 came" in own and "(40 of 48)" in own
    assert "fewer than 11" in theirs
    told = [
        *re.findall(r">([^<>]+)", theirs.partition("<main")[2].partition('id="steps"')[0]),
        *(cell for name, cell in fields(theirs).items() if name != "token"),
    ]
    assert not any(re.search(r"(?<![\d.-])(7|40|48|83\.3)(?!\d)", words) for words in told), told
    assert "Only 7" not in text_of(sam.get(LIST))


def test_a_line_that_is_withheld_stays_where_nothing_is_typed_over_it(pia: Client, sam: Client) -> None:
    pia.post(REPORT, typed(opened(pia), served_value="7"))
    assert sam.post(REPORT, typed(opened(sam), on_track_numerator="30", on_track_denominator="60")).status_code == 302
    assert values() == {("served", ""): ("7", "draft"), ("on-track", ""): ("50.0", "draft")}
    stale = opened(sam)
    pia.post(REPORT, typed(opened(pia), served_value="8"))
    assert sam.post(REPORT, typed(stale, served_value="20")).status_code == 409
    assert values()["served", ""] == ("8", "draft")


def test_a_withheld_value_that_was_accepted_changes_with_a_reason_whatever_is_typed(
    community: Community, sam: Client
) -> None:
    accepted(community, value="7")
    for guess in ("7", "8"):
        assert sam.post(REPORT, typed(opened(sam), served_value=guess)).status_code == 422


def test_parts_are_withheld_so_that_none_follows_from_the_whole(pia: Client, sam: Client, community: Community) -> None:
    by = actor_of(cast.provider_data_manager(community, Organization.objects.get(public_id="library"), "more"))
    counts = {"": "59", "North": "4", "South": "30", "West": "25"}
    entries = [Entry("served", {"value": count}, site=site) for site, count in counts.items()]
    assert save_report(**WHERE, entries=entries, by=by).is_done
    page = text_of(sam.get(REPORT))
    assert "59" in page and "30" in page
    form = fields(page)
    assert form[f"{line_of(form, 'served', 'North')}.value"] == form[f"{line_of(form, 'served', 'West')}.value"] == ""


def test_a_computed_measure_stands_below_with_its_figure_and_is_not_typed(community: Community, pia: Client) -> None:
    program = Program.objects.get()
    measure = program.adoptions.get(measure__public_id="visited").measure
    ComputedSeries.objects.create(
        community=community, measure=measure, unit="program", unit_id="visits",
        whole=[["2025-Q1", 345, None, None, 345]], parts={}, computed_at=timezone.now(),
    )  # fmt: skip
    page = text_of(pia.get(REPORT))
    assert "Computed from records" in page and "345" in page
    assert "visited" not in fields(page).values()


def test_the_list_says_how_far_each_period_has_come_and_suggests_the_next(pia: Client) -> None:
    empty = text_of(pia.get(LIST))
    assert "No report yet" in empty
    pia.post(REPORT, typed(opened(pia), served_value="412"))
    page = text_of(pia.get(LIST))
    assert 'value="2025-Q2"' in page and "Draft" in page
    assert pia.get(LIST, {"period": "2024/2025"}).headers["Location"] == f"{LIST}2024-2025/"
    answer = pia.get(LIST, {"period": "spring"})
    assert answer.status_code == 422 and "“spring” is no period" in text_of(answer)


def test_a_school_year_is_reported_under_an_address_without_a_slash(pia: Client) -> None:
    at = f"{LIST}2024-2025/"
    assert pia.post(at, typed(opened(pia, at), served_value="12")).status_code == 302
    assert MeasureValue.objects.get().period == "2024/2025"
    assert pia.get(f"{LIST}spring/").status_code == pia.get(f"{LIST}2024-2026/").status_code == 404


def test_a_last_value_stands_beside_the_field(pia: Client) -> None:
    before = f"{LIST}2024-Q4/"
    pia.post(before, typed(opened(pia, before), served_value="390"))
    assert "390" in text_of(pia.get(REPORT))


@pytest.mark.parametrize(
    ("role", "organization", "status"),
    [
        (cast.other_provider_data_manager, "clinic", 404),
        (cast.viewer, "", 404),
        (cast.funder, "fund", 403),
        (cast.analyst, "", 403),
        (cast.partner_member, "library", 403),
    ],
)
def test_a_report_is_for_its_organization_and_the_backbone_alone(
    browser: Callable[..., Client], role: Callable[..., Any], organization: str, status: int
) -> None:
    client = browser(role, organization)
    for at in (LIST, REPORT):
        assert client.get(at).status_code == status
    assert client.post(REPORT, {"do": "accept"}).status_code == status


def test_a_provider_decides_nothing(pia: Client) -> None:
    pia.post(REPORT, typed(opened(pia), do="submit", served_value="412"))
    page = text_of(pia.get(REPORT))
    assert 'value="accept"' not in page
    for wish in ("accept", "return", "lock", "reopen"):
        assert pia.post(REPORT, {"do": wish, "words": "x"}).status_code == 403
    assert values() == {("served", ""): ("412", "submitted")}


def test_no_copy_of_a_report_is_kept(pia: Client) -> None:
    assert pia.get(REPORT).headers["Cache-Control"] == "private, no-store"


def test_the_seven_questions_show_answers_and_teach_what_is_open(pia: Client, sam: Client) -> None:
    page = text_of(sam.get(QUESTIONS))
    assert "Families with a newborn" in page and "Schools and the clinic." in page
    assert "3 of the seven are answered." in page
    assert "/elmwood/desk/programs/visits/" in page and "/elmwood/desk/measure_adoptions/" in page
    assert "subject=program&amp;subject_id=visits&amp;question=what_works" in page
    page = text_of(pia.get(QUESTIONS))  # who writes stories and describes its own program, and sets no standing
    assert "/elmwood/desk/programs/visits/" in page and "question=action" in page
    assert "/elmwood/desk/measure_adoptions/" not in page


def test_the_seven_questions_are_read_by_whoever_sees_the_program(browser: Callable[..., Client]) -> None:
    assert browser(cast.funder, "fund").get(QUESTIONS).status_code == 200
    assert browser(cast.viewer).get(QUESTIONS).status_code == 404
    assert Client().get(QUESTIONS).status_code == 404


def test_a_new_story_begins_as_the_question_that_was_asked(sam: Client) -> None:
    door = re.search(r'href="([^"]*question=what_works)"', text_of(sam.get(QUESTIONS)))
    assert door is not None
    page = text_of(sam.get(html.unescape(door[1])))
    assert re.search(r'value="program:visits" selected', page)
    assert re.search(r'value="what_works" checked', page)


def test_a_quarter_that_is_withheld_does_not_follow_from_its_year(
    pia: Client, sam: Client, community: Community
) -> None:
    by = actor_of(cast.provider_data_manager(community, Organization.objects.get(public_id="library"), "year"))
    counts = {"2025": "127", "2025-Q1": "7", "2025-Q2": "30", "2025-Q3": "40", "2025-Q4": "50"}
    for period, count in counts.items():
        assert save_report(**{**WHERE, "period": period}, entries=[Entry("served", {"value": count})], by=by).is_done
    shown = {}
    for period in counts:
        form = opened(sam, f"{LIST}{period}/")
        shown[period] = form[f"{line_of(form, 'served')}.value"]
    assert shown == {**counts, "2025-Q1": "", "2025-Q2": ""}
    last = text_of(sam.get(f"{LIST}2025-Q3/"))
    assert "withheld" in last and "30" not in re.findall(r"Last: [^<]*", last)[0]
