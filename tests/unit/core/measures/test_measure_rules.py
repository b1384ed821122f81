"""A rule is read with every problem told at once, written back as it was, and said in plain words."""

from __future__ import annotations

from typing import Any

import pytest

from groundswell.core.measures.anchors import anchor_of, depends_on_period_length, follow_up
from groundswell.core.measures.examples import EXAMPLES
from groundswell.core.measures.implied import implied_columns, named_words
from groundswell.core.measures.rule_text import parse_rule, rule_as_mapping, rule_text
from groundswell.core.measures.rule_words import rule_in_words
from groundswell.core.measures.rules import Enrollments, Outcomes, Rule, Services
from groundswell.core.records import RECORD_TABLES

STARTED = {"enrollments": {"started": "in_period"}}


def rule_of(mapping: dict[str, Any]) -> Rule:
    rule, findings = parse_rule(mapping)
    assert rule is not None, [str(each) for each in findings]
    return rule


def problems(mapping: object) -> list[str]:
    rule, findings = parse_rule(mapping, file="measures/m.yaml")
    assert rule is None
    assert all(finding.message and finding.fix and finding.file for finding in findings)
    return [f"{finding.column}: {finding.message}; {finding.fix}" for finding in findings]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_a_rule_is_written_back_as_the_same_rule(example) -> None:
    rule = rule_of(dict(example.rule))
    assert rule_of(rule_as_mapping(rule)) == rule
    assert rule_in_words(rule).endswith(".")
    assert rule_text(rule_as_mapping(rule)).startswith("{count: ")


def test_text_and_typed_scalars_are_the_same_rule() -> None:
    typed = {"count": "people", "where": {"outcomes": {"outcome": "a", "achieved": True, "score": {"at_least": 2.5}}}}
    text = {
        "count": "people",
        "where": {"outcomes": {"outcome": "a", "achieved": "true", "score": {"at_least": "2.5"}}},
    }
    assert rule_of(typed) == rule_of(text)


def test_every_problem_of_a_rule_is_told_at_once() -> None:
    found = problems(
        {
            "count": "peple",
            "of": {"enrolments": {"started": "in_period"}},
            "where": {"services": {"servce": "visit", "times": {"at_least": "many"}}, "age": {"from": 6, "to": 3}},
            "wher": {},
        }
    )
    assert found == [
        "rule.count: 'peple' is not known here; write people",
        "rule.of.enrolments: the key 'enrolments' is not known here; write enrollments",
        "rule.where.services.times.at_least: 'many' is not a number that can stand here; "
        "write a number such as 12 or 2.5, with at most 6 decimals",
        "rule.where.services.servce: the key 'servce' is not known here; write service",
        "rule.where.age: this ends before it begins; swap the two ages",
        "rule.wher: the key 'wher' is not known here; write where",
    ]


@pytest.mark.parametrize(
    ("mapping", "column"),
    [
        ("count: people", "rule"),
        ({}, "rule.count"),
        ({"count": "people", "of": {}}, "rule.of"),
        ({"count": "people", "where": {"not": {}}}, "rule.where.not"),
        ({"count": "people", "where": {"any": {}}}, "rule.where.any"),
        ({"count": "people", "where": {"any": []}}, "rule.where.any"),
        ({"count": "people", "where": {"site": ""}}, "rule.where.site"),
        ({"count": "people", "where": {"group": {}}}, "rule.where.group"),
        ({"count": "people", "where": {"services": {"service": ["x" * 300]}}}, "rule.where.services.service"),
        ({"count": "people", "where": {"services": {"days": 3}}}, "rule.where.services.days"),
        ({"count": "people", "where": {"services": {"within_days_of": "enrollment"}}}, "rule.where.services.days"),
        ({"count": "people", "where": {"services": {"times": {}}}}, None),
        (
            {"count": "people", "where": {"services": {"quantity": {"at_least": "NaN"}}}},
            "rule.where.services.quantity.at_least",
        ),
        ({"count": "people", "where": {"outcomes": {"achieved": True}}}, "rule.where.outcomes.outcome"),
        ({"count": "people", "where": {"outcomes": {"outcome": "a", "take": "best"}}}, "rule.where.outcomes.take"),
        ({"count": "people", "where": {"enrollments": {"started": "2024"}}}, "rule.where.enrollments.started"),
        ({"count": "people", "where": {"next_program": {"program_id": "x"}}}, "rule.where.next_program.within_days"),
        ({"count": "services", "where": {"age": {"at": "enrollment", "from": 3}}}, "rule.where.age.at"),
        (
            {"count": "people", "where": {"services": {"dates": {"from": "2024-02-30"}}}},
            "rule.where.services.dates.from",
        ),
    ],
)
def test_a_wrong_rule_is_told_at_its_place(mapping: object, column: str | None) -> None:
    if column is None:  # an empty mapping is a key left away
        assert rule_of(mapping) == rule_of({"count": "people", "where": {"services": {}}})  # type: ignore[arg-type]
    else:
        assert any(found.startswith(f"{column}: ") for found in problems(mapping))


def test_a_rule_neither_too_deep_nor_too_wide_is_read() -> None:
    deep: dict[str, Any] = {"site": "east"}
    for _ in range(40):
        deep = {"not": deep}
    assert any("nested more than" in found for found in problems({"count": "people", "where": deep}))
    wide = {"any": [{"site": str(place)} for place in range(500)]}
    assert sum("more than 60 conditions" in found for found in problems({"count": "people", "where": wide})) == 1


def test_the_denominator_places_records_in_time_before_the_condition_does() -> None:
    assert isinstance(anchor_of(rule_of({"count": "people", "of": STARTED, "where": {"services": {}}})), Enrollments)
    assert isinstance(anchor_of(rule_of({"count": "people", "where": {"services": {}}})), Services)
    assert isinstance(anchor_of(rule_of({"count": "people", "where": {"outcomes": {"outcome": "a"}}})), Outcomes)
    assert anchor_of(rule_of({"count": "people"})) == Enrollments(active=True)
    assert anchor_of(rule_of({"count": "people", "where": {"not": {"services": {}}}})) == Enrollments(active=True)
    assert isinstance(anchor_of(rule_of({"count": "quantity", "of": STARTED})), Services)


def test_only_what_is_judged_within_the_period_depends_on_its_length() -> None:
    within = {"services": {"times": {"at_least": 12}, "within_days_of": "enrollment", "days": 365}}
    assert not depends_on_period_length(rule_of({"count": "people", "of": STARTED, "where": within}))
    assert depends_on_period_length(rule_of({"count": "people", "where": {"services": {"times": {"at_least": 12}}}}))
    assert depends_on_period_length(rule_of({"count": "people", "where": {"age": {"at": "period_start", "from": 3}}}))


def test_a_share_waits_for_the_days_it_names_and_a_number_does_not() -> None:
    retained = {"enrollments": {"retained_days": 180}}
    assert follow_up(rule_of({"count": "people", "of": STARTED, "where": retained})) == (180, None)
    assert follow_up(rule_of({"count": "people", "where": {"enrollments": {"retained_days": 180}}})) == (0, None)


def test_a_rule_asks_for_the_columns_it_reads_and_no_other() -> None:
    rule = rule_of(
        {
            "count": "people",
            "of": STARTED,
            "where": {"services": {"service": "visit", "times": {"at_least": 12}}, "group": {"language": "es"}},
        }
    )
    assert implied_columns(rule) == {
        "enrollments": {"enrollment_id", "participant_id", "started", "ended"},
        "services": {"participant_id", "date", "service"},
        "participants": {"participant_id", "group.language"},
    }
    assert named_words(rule).services == ("visit",)
    assert named_words(rule).groups == {"language": ("es",)}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_every_column_a_rule_asks_for_is_one_of_the_four_tables(example) -> None:
    for table, columns in implied_columns(rule_of(dict(example.rule))).items():
        assert all(RECORD_TABLES[table].column(column) for column in columns)


STARTED_SHARE = {"count": "enrollments", "of": {"enrollments": {"ended": "in_period"}}}
WORDS: list[tuple[dict[str, Any], str]] = [
    ({"count": "enrollments"}, "Enrollments that were active in the period."),
    ({"count": "enrollments", "where": STARTED}, "Enrollments that started in the period."),
    (
        {**STARTED_SHARE, "where": {"enrollments": {"end_reason": "completed"}}},
        "Enrollments that ended with “completed”, of those that ended in the period.",
    ),
    (
        {**STARTED_SHARE, "where": {"next_program": {"program_id": "school", "within_days": 90}, "age": {"to": 5}}},
        "Enrollments after which the person started in the program school within 90 days and of people aged 5 or less, "
        "of those that ended in the period.",
    ),
    ({"count": "services"}, "Services in the period."),
    (
        {"count": "services", "of": {"services": {}}, "where": {"services": {"service": "visit"}}},
        "Services of the kind “visit”, of all services in the period.",
    ),
    (
        {"count": "services", "where": {"services": {"service": "visit", "times": {"at_least": 3}}}},
        "Services of the kind “visit” in the period, of people with at least 3 such services.",
    ),
    (
        {"count": "services", "where": {"age": {"from": 3}, "enrollments": {"ended": "in_period"}, "site": "east"}},
        "Services in the period, at the site “east”, and of people aged 3 or more "
        "whose enrollment ended in the period.",
    ),
    (
        {"count": "services", "where": {"not": {"services": {"service": "visit"}}}},
        "Services in the period and not of the kind “visit”.",
    ),
    (
        {"count": "quantity", "of": {"services": {"unit": "hours"}}, "where": {"services": {"service": "visit"}}},
        "The quantity of services of the kind “visit”, "
        "of the quantity of all services counted in “hours” in the period.",
    ),
    ({"count": "people", "of": STARTED}, "People whose enrollment started in the period, all of them."),
    (
        {"count": "people", "where": {**STARTED, "not": {"enrollments": {"end_reason": "moved"}}}},
        "People whose enrollment started in the period and not among those whose enrollment ended with “moved”.",
    ),
    (
        {"count": "people", "where": {"any": [{"site": "a"}, {"place": "b"}, {"services": {"times": {"at_most": 1}}}]}},
        "People whose enrollment was active in the period and either at the site “a”, living in “b”, "
        "or with at most 1 service.",
    ),
    (
        {"count": "people", "where": {**STARTED, "age": {"from": 3, "to": 5}}},
        "People aged 3 to 5 whose enrollment started in the period.",
    ),
]


@pytest.mark.parametrize(("mapping", "words"), WORDS, ids=[words for _, words in WORDS])
def test_a_rule_is_said_as_a_person_would_write_it(mapping: dict[str, Any], words: str) -> None:
    assert rule_in_words(rule_of(mapping)) == words


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_what_is_counted_is_named_once(example) -> None:
    """An enrollment is not said to have an enrollment, nor a service to come with a service."""
    counted = str(example.rule["count"])
    words = rule_in_words(rule_of(dict(example.rule)))
    assert "nrollments whose enrollment" not in words and "ervices with a service" not in words
    assert words.lower().removeprefix("the quantity of ").startswith(counted if counted != "quantity" else "services")


@pytest.mark.parametrize(
    "mapping",
    [
        {"count": "people", "where": {"any": [{"not": {"any": [{"site": f"s{at}"}]}} for at in range(70)]}},
        {f"key{at}": "x" for at in range(5_000)},
        {"count": "people", "where": {f"key{at}": "x" for at in range(5_000)}},
    ],
    ids=["conditions", "keys", "keys beneath"],
)
def test_of_many_problems_the_first_are_told_and_that_there_are_more(mapping: dict[str, Any]) -> None:
    rule, findings = parse_rule(mapping)
    assert rule is None and 0 < len(findings) <= 51


@pytest.mark.parametrize("number", ["NaN", "sNaN", "Infinity", "1e999999999", "-1e999999999", "1e-999999999", "1e10"])
def test_a_number_beyond_all_measure_is_a_problem_and_no_failure(number: str) -> None:
    assert (
        "is not a number that can stand here"
        in problems({"count": "people", "where": {"services": {"times": {"at_least": number}}}})[0]
    )
