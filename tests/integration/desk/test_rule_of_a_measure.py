"""The rule of a measure at the desk: written as a package carries it, read back in words, mended place by place."""

import html
import json
import re
from typing import Any

import pytest
from django.test import Client
from tests import cast
from tests.naughty import NAUGHTY, RUNNING

from groundswell.apps.packages.queries import object_of
from groundswell.apps.people.models import AuditEvent, Community, Draft
from groundswell.apps.programs.models import Measure
from groundswell.core.measures.examples import EXAMPLES
from groundswell.core.measures.rule_text import parse_rule
from groundswell.exchange.package.cells import id_made_from
from groundswell.exchange.package.yaml_text import parse_yaml

pytestmark = pytest.mark.django_db
NEW, ONE = "/elmwood/desk/measures/new/", "/elmwood/desk/measures/visited/"
RULE = "count: people\nwhere: {services: {service: visit, times: {at_least: 3}}}"
KEPT = {"count": "people", "where": {"services": {"service": "visit", "times": {"at_least": "3"}}}}
WORDS = "People with at least 3 services of the kind “visit” in the period."


def hidden(page: Any) -> dict[str, str]:
    found = {
        name: re.search(rf'type="hidden" name="{name}" value="([^"]*)"', page.content.decode())
        for name in ("version", "base")
    }
    return {name: html.unescape(value[1]) for name, value in found.items() if value}


def send(client: Client, address: str, do: str = "save", **fields: str) -> Any:
    """Open the form, fill in some fields, press a button."""
    named = {name if name == "example" else f"f.{name}": value for name, value in fields.items()}
    return client.post(address, hidden(client.get(address)) | named | {"do": do})


def written(page: Any) -> str:
    """What stands in the field."""
    found = re.search(r'<textarea id="f-rule"[^>]*>\n(.*?)</textarea>', page.content.decode(), re.DOTALL)
    assert found is not None
    return html.unescape(found[1])


def said(page: Any) -> str:
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode())))


@pytest.fixture
def visited(sam: Client) -> Client:
    """Sam, with a measure that has a rule."""
    answer = send(sam, NEW, name="Visited", question="how_many", unit="number", rule=RULE)
    assert answer.status_code == 302, said(answer)
    return sam


def rule_of(community: Community) -> Any:
    kept = object_of(community, "measures", "visited")
    assert kept is not None
    return kept.content.get("rule")


def test_a_rule_is_kept_as_a_package_would_keep_it_and_said_in_words(elmwood: Community, visited: Client) -> None:
    assert rule_of(elmwood) == KEPT
    page = visited.get(ONE)
    assert parse_yaml(written(page), "").document == KEPT
    assert WORDS in said(page)


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(KEPT),
        json.dumps(KEPT, indent=2),
        "rule:\n  count: people\n  where:\n    services:\n      service: visit\n      times: {at_least: 3}",
        f"# who came often\n{RULE}\n",
    ],
)
def test_json_a_pasted_key_and_a_remark_say_the_same_rule(elmwood: Community, visited: Client, text: str) -> None:
    before = AuditEvent.objects.count()
    assert "unchanged=1" in send(visited, ONE, rule=text.replace("\n", "\r\n")).url
    assert rule_of(elmwood) == KEPT and AuditEvent.objects.count() == before


def test_a_form_whose_rule_nobody_touched_leaves_it_letter_by_letter(elmwood: Community, visited: Client) -> None:
    rule = {"count": "people", "where": {"services": {"service": ["a: b", "*x", " y", "true", "3"]}}}
    Measure.objects.update(definition={"name": "Visited", "question": "how_many", "unit": "number", "rule": rule})
    page = visited.get(ONE)
    send(visited, ONE, name="Visited often", rule=written(page))
    assert rule_of(elmwood) == rule


def test_a_blank_rule_is_cleared_and_a_form_without_the_field_clears_nothing(
    elmwood: Community, visited: Client
) -> None:
    send(visited, ONE, name="Visited often")
    assert rule_of(elmwood) == KEPT
    send(visited, ONE, rule=" \r\n")
    assert rule_of(elmwood) is None
    assert "typed into reports" in said(visited.get(ONE))


def test_checking_reads_the_rule_back_and_stores_nothing(elmwood: Community, visited: Client) -> None:
    elmwood.refresh_from_db()
    before = AuditEvent.objects.count(), elmwood.data_version
    typed = "count:   enrollments  # all of them\nwhere: {enrollments: {started: in_period}}"
    page = send(visited, ONE, "check", rule=typed, name="Not yet")
    assert page.status_code == 200
    assert "Enrollments that started in the period." in said(page) and "Nothing is saved yet." in said(page)
    assert written(page) == typed and 'value="Not yet"' in page.content.decode()
    elmwood.refresh_from_db()
    assert (AuditEvent.objects.count(), elmwood.data_version) == before and not Draft.objects.exists()
    assert rule_of(elmwood) == KEPT


def test_checking_needs_no_name_nor_anything_else_than_the_rule(sam: Client) -> None:
    page = send(sam, NEW, "check", rule=RULE)
    assert page.status_code == 200 and WORDS in said(page)
    assert "problem" not in said(page)


def test_each_problem_is_named_with_its_place_and_its_mend(sam: Client) -> None:
    rule = "count: peple\nwhere:\n  services: {servce: visit, times: {at_least: many}}\n  any: [{site: ''}]"
    for do, status in (("check", 200), ("save", 422)):
        page = send(sam, NEW, do, name="Visited", rule=rule)
        assert page.status_code == status
        words = said(page)
        findings = parse_rule(parse_yaml(rule, "").document)[1]
        assert len(findings) == 4
        for finding in findings:
            place = str(finding.column).removeprefix("rule.")
            message = finding.message[:1].upper() + finding.message[1:]
            assert f"{place} : {message}" in words and finding.fix[1:] in words
        assert 'aria-invalid="true"' in page.content.decode() and written(page) == rule
    assert not Measure.objects.exists()


def test_a_denominator_and_a_number_contradict_each_other_before_anything_is_saved(sam: Client) -> None:
    share = "count: people\nof: {enrollments: {started: in_period}}"
    assert "so it is a percent" in said(send(sam, NEW, "check", unit="number", rule=share))
    assert "so it is a percent" not in said(send(sam, NEW, "check", unit="percent", rule=share))


ANCHORS = "a: &a [x]\n" + "\n".join(f"{chr(98 + at)}: [*{chr(97 + at)}, *{chr(97 + at)}]" for at in range(8))
BAD = [
    ANCHORS,
    "count: &x people",
    "count: !!python/object/apply:os.system [ls]",
    "count: people\ncount: services",
    "[" * 5000,
    "{count: " * 200,
    "{" * 700,
    "count: people\nwhere: {services: " + "{" * 700,
    "{{a: b}: people}",
    "? " * 700 + "x",
    "{? " * 700,
    "count: people\nwhere:\n  " + "- " * 700,
    "count: people\nwhere:\n  " + "[{" * 700,
    "- count\n- people",
    "people",
    "42",
    "count: [people]",
    "count: people\nwhere: {services: {times: {at_least: NaN}}}",
    "count: people\nwhere: {services: {times: {at_least: .inf}}}",
    "count: people\nwhere: {services: {times: {at_least: 1e999999999}}}",
    'count: people\nwhere: {services: {service: "a\\0b"}}',
    'count: people\nwhere: {services: {service: "a\\ud800b"}}',
    "count: people\nwhere: {services: {service: a\x00b}}",
    "count: people\n--- \ncount: people",
    "count: people\n\twhere: x",
    "count: people\nwhere: {enrollments: {retained_days: -1}}",
    "count: people\nwhere: {age: {at: 7, from: x}}",
    "nothing: known\n" * 2,
    '{"count": "people", "where": }',
    "count: people\nwhere: {place: " + "x" * 201 + "}",
    "x" * 200_000,
    "count: people\nwhere:\n" + "".join(f"  key{at}: x\n" for at in range(9000)),
    "count: people\nwhere: {site: [" + ", ".join(f"s{at}" for at in range(500)) + "]}",
]


@pytest.mark.parametrize("rule", BAD, ids=range(len(BAD)))
def test_what_is_no_rule_is_refused_in_words_and_nothing_typed_is_lost(sam: Client, rule: str) -> None:
    for do, status in (("check", 200), ("save", 422)):
        page = send(sam, NEW, do, name="Visited", question="how_many", unit="number", rule=rule)
        assert page.status_code == status
        assert 0 < page.content.decode().count('class="problem"') <= 60
        assert written(page) == rule
    assert not Measure.objects.exists()


@pytest.mark.parametrize("text", (*RUNNING[::7], *NAUGHTY[::23]))
def test_any_text_within_a_rule_is_kept_and_runs_nowhere(elmwood: Community, visited: Client, text: str) -> None:
    rule = json.dumps({"count": "people", "where": {"services": {"service": text}}})
    answer = send(visited, ONE, rule=rule)
    assert answer.status_code in (302, 422)
    if answer.status_code == 302 and text.strip():
        assert rule_of(elmwood) == {"count": "people", "where": {"services": {"service": text}}}
        send(visited, ONE, name="Again", rule=written(visited.get(ONE)))
        assert rule_of(elmwood) == {"count": "people", "where": {"services": {"service": text}}}
    for address in (ONE, f"{ONE}history/", "/elmwood/desk/", "/elmwood/measures/visited/"):
        shown = visited.get(address).content.decode()
        assert "<script>alert" not in shown and "<img src=x" not in shown


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: id_made_from(example.name))
def test_every_example_fills_the_field_by_its_button_and_by_its_address(sam: Client, example: Any) -> None:
    name = id_made_from(example.name)
    for page in (
        sam.get(f"{NEW}?example={name}"),
        send(sam, NEW, "example", name="Kept as typed", rule="count: x", example=name),
    ):
        assert page.status_code == 200
        assert parse_rule(parse_yaml(written(page), "").document)[0] == parse_rule(dict(example.rule))[0]
        assert f'<option value="{name}">' in page.content.decode()
    assert 'value="Kept as typed"' in page.content.decode()
    assert not Measure.objects.exists()


def test_an_example_over_a_rule_that_stands_is_saved_only_when_it_is_saved(elmwood: Community, visited: Client) -> None:
    page = visited.get(f"{ONE}?example=services")
    assert written(page).startswith("count: services") and rule_of(elmwood) == KEPT
    send(visited, ONE, rule=written(page))
    assert rule_of(elmwood) == {"count": "services", "where": {"services": {"service": "visit"}}}


@pytest.mark.parametrize("name", ["", "nothing", "../x", "<script>", "a" * 5000])
def test_an_example_that_is_not_there_changes_nothing(visited: Client, name: str) -> None:
    assert parse_yaml(written(visited.get(ONE, {"example": name})), "").document == KEPT
    assert written(send(visited, ONE, "example", rule="count: x", example=name)) == "count: x"


def test_two_people_who_change_the_rule_are_shown_each_others(
    elmwood: Community, visited: Client, dora: Client
) -> None:
    first, second = visited.get(ONE), dora.get(ONE)
    visited.post(ONE, hidden(first) | {"f.rule": RULE.replace("3", "4")})
    clash = dora.post(ONE, hidden(second) | {"f.rule": RULE.replace("3", "5")})
    assert clash.status_code == 409
    assert "You both changed this" in said(clash) and "at_least: 4" in said(clash) and "at_least: 5" in written(clash)
    assert "{'" not in clash.content.decode()
    settled = hidden(clash) | {"f.rule": written(clash), "clashes": "rule", "take.rule": "mine", "began": "{}"}
    assert dora.post(ONE, settled).status_code == 302
    assert rule_of(elmwood)["where"]["services"]["times"] == {"at_least": "5"}


def test_a_history_shows_the_rule_as_it_was_written(visited: Client) -> None:
    send(visited, ONE, rule=RULE.replace("visit", "call"))
    page = visited.get(f"{ONE}history/")
    assert "where: {services: {service:" in said(page) and "{'" not in page.content.decode()


def test_a_draft_keeps_a_rule_that_is_not_yet_one(visited: Client) -> None:
    typed = "count: people\nwhere: {serv"
    visited.post(f"{ONE}draft/", hidden(visited.get(ONE)) | {"f.rule": typed})
    assert written(visited.get(f"{ONE}?draft=1")) == typed


def test_a_form_that_was_opened_and_left_as_it_was_keeps_no_draft(visited: Client) -> None:
    page = visited.get(ONE)
    assert visited.post(f"{ONE}draft/", hidden(page) | {"f.rule": written(page)}).json() == {"said": ""}
    assert not Draft.objects.exists()


DEEP = ("[", "{", "- ", "? ", "{? ", "[{", "[? ", "{a: ", "count: people\nwhere: {services: {", "where:\n  - [")


def nested(one: str, times: int = 50_000) -> str:
    """What opens so many times and never closes; only the last of several lines is repeated."""
    before, _, last = one.rpartition("\n")
    return (f"{before}\n" if before else "") + last * times


@pytest.mark.parametrize("one", DEEP)
def test_however_deep_a_rule_is_nested_it_is_told_and_kept_in_a_draft(visited: Client, one: str) -> None:
    for times in (700, 50_000):
        rule = nested(one, times)
        for do, status in (("check", 200), ("save", 422)):
            page = send(visited, ONE, do, rule=rule)
            assert page.status_code == status and 'class="problem"' in page.content.decode()
        assert visited.post(f"{ONE}draft/", hidden(visited.get(ONE)) | {"f.rule": rule}).status_code == 200
        assert visited.get(f"{ONE}?draft=1").status_code == 200
        assert send(visited, NEW, "draft", rule=rule, name="Deep").status_code in (302, 422)
        assert visited.get(f"{NEW}?draft=1").status_code == 200


def _deep(opening: str, closing: str, times: int) -> str:
    return opening * times + '"x"' + closing * times


@pytest.mark.parametrize("times", [30, 600, 50_000])
@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"any":', "}")])
def test_what_a_browser_sends_as_having_stood_there_may_be_nested_as_it_likes(
    elmwood: Community, visited: Client, opening: str, closing: str, times: int
) -> None:
    version = hidden(visited.get(ONE))["version"]
    for name in ("rule", "name"):
        base = f'{{"{name}": {_deep(opening, closing, times)}}}'
        for fields in ({}, {"clashes": "rule", "began": base, "take.rule": "theirs"}):
            for do in ("check", "draft", "save"):
                sent = {"version": version, "base": base, "do": do, **fields}
                assert visited.post(ONE, sent).status_code in (200, 302, 409, 422)
        sent = {"version": version, "base": base, "f.name": "Deep"}
        assert visited.post(f"{ONE}draft/", sent).status_code == 200
        assert visited.get(f"{ONE}?draft=1").status_code == 200
    assert rule_of(elmwood) == KEPT


@pytest.mark.parametrize("one", DEEP)
def test_the_api_refuses_a_rule_nested_beyond_all_measure(elmwood: Community, visited: Client, one: str) -> None:
    version = hidden(visited.get(ONE))["version"]
    _, secret = cast.token_of(cast.data_manager(elmwood), may_write=True)
    for rule in (json.dumps(nested(one)), _deep("[", "]", 300), _deep('{"any":', "}", 50_000)):
        body = f'{{"name": "Visited", "question": "how_many", "unit": "number", "rule": {rule}}}'
        answer = Client().put(
            "/api/v1/elmwood/measures/visited",
            body,
            content_type="application/json",
            headers={"Authorization": f"Bearer {secret}", "If-Match": f'"{version}"'},
        )
        assert answer.status_code in (400, 422), answer.content
    assert rule_of(elmwood) == KEPT


def test_the_api_says_the_same_of_the_same_rule(sam: Client, elmwood: Community) -> None:
    rule = {"count": "peple", "where": {"services": {"servce": "visit"}}}
    page = said(send(sam, NEW, "check", rule=json.dumps(rule)))
    _, secret = cast.token_of(cast.data_manager(elmwood), may_write=True)
    answer = Client().post(
        "/api/v1/elmwood/measures/",
        json.dumps({"name": "Visited", "rule": rule}),
        content_type="application/json",
        headers={"Authorization": f"Bearer {secret}"},
    )
    assert answer.status_code == 422, answer.content
    told = json.dumps(answer.json())
    for finding in parse_rule(rule)[1]:
        assert finding.fix[1:] in page and json.dumps(finding.fix)[1:-1] in told
