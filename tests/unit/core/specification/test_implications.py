"""What follows from choices and from what stands, case by case; and what does not follow."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from groundswell.core.specification.decisions import Decision, problems_of
from groundswell.core.specification.elements import LIBRARY
from groundswell.core.specification.implication_rules import RULES
from groundswell.core.specification.implications import implications
from groundswell.core.specification.state import CommunityState
from groundswell.core.specification.words import Stance

TODAY = date(2026, 2, 10)
# Everything there is: nothing follows from what stands.
RICH = CommunityState(
    **dict.fromkeys(CommunityState.__dataclass_fields__, 3) | {"commitments_due": 0},
)
A, W, L = Stance.AS_WRITTEN, Stance.WAIVED, Stance.LATER


def said(*decisions: Decision, **state: Any) -> list[str]:
    return [one.words for one in implications(decisions, replace(RICH, **state), today=TODAY)]


def decided(name: str, stance: Stance | None = A, **cells: str) -> Decision:
    return Decision(name, stance, **cells)


CASES = [
    ("no-result", decided("common-agenda"), {"results": 0}, "no result has been written down"),
    ("agenda-waived", decided("common-agenda", W), {}, "there is no common agenda"),
    ("nothing-shared", decided("shared-measurement"), {"measures_shared": 0}, "No common measures yet"),
    ("measurement-waived", decided("shared-measurement", W), {}, "each program will be measured in its own way"),
    ("nothing-linked", decided("common-agenda"), {"links": 0}, "contribution cannot be computed"),
    ("activities-waived", decided("reinforcing-activities", W), {}, "Nobody looks for gaps"),
    ("nobody-answered", decided("continuous-communication"), {"partnerships_answered": 0}, "is not known yet"),
    ("no-partnerships", decided("continuous-communication"), {"partnerships": 0}, "Who works with whom"),
    ("communication-waived", decided("continuous-communication", L), {}, "will hear of one another's changes late"),
    ("backbone-waived", decided("backbone-support", W), {}, "Somebody still has to keep the rhythm"),
    ("no-backbone", decided("backbone-support"), {"backbones": 0}, "no organization is named as the backbone"),
    ("no-baseline", decided("population-standing"), {"indicators_with_baselines": 0}, "cannot be judged"),
    ("no-groups", decided("equity-context"), {"indicators_by_group": 0}, "Whom the work leaves behind"),
    ("no-networks", decided("gateway-emerging-action"), {"networks": 0}, "No network of providers"),
    ("nobody-speaks-for-anybody", decided("common-agenda"), {"mandates_formal": 0}, "binds no one yet"),
    ("nobody-can-commit", decided("equity-systems"), {"mandates_that_can_commit": 0}, "Nobody at the table can commit"),
    ("nothing-pledged", decided("population-action"), {"commitments": 0}, "Nothing has been pledged"),
    ("pledges-due", decided("common-agenda"), {"commitments_due": 2}, "Promises wait for word"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "decision", "state", "words"), CASES, ids=[case[0] for case in CASES])
def test_each_rule_follows_where_it_should_and_only_there(
    rule: str, decision: Decision, state: Any, words: str
) -> None:
    assert [one for one in said(decision, **state) if words in one], said(decision, **state)
    if state:
        assert not [one for one in said(decision) if words in one]


def test_every_rule_has_a_case_and_speaks_of_an_element_of_the_library() -> None:
    assert sorted(rule.id for rule in RULES) == sorted(case[0] for case in CASES)
    assert all(rule.element_id in LIBRARY for rule in RULES)


def test_where_nothing_was_decided_nothing_follows() -> None:
    assert said(results=0, links=0) == []
    assert said(decided("common-agenda", None), results=0) == []


def test_what_a_reader_may_not_know_implies_nothing() -> None:
    unknown = dict.fromkeys(
        ("partnerships", "partnerships_answered", "mandates_formal", "mandates_that_can_commit", "commitments",
         "commitments_due")
    )  # fmt: skip
    everything = [decided(name) for name, one in LIBRARY.items() if not one.replaces]
    assert said(*everything, **unknown) == said(*everything)


def test_an_alternative_stands_in_the_place_of_what_is_waived() -> None:
    assert said(decided("backbone-support", W), decided("shift-container")) == []


def test_an_alternative_beside_what_it_replaces_is_said() -> None:
    (words,) = said(decided("backbone-support"), decided("shift-container"))
    assert words == (
        "“A space that holds change” is offered in the place of another that is taken up too: “Backbone support”."
    )


def test_what_leans_on_something_waived_is_said_and_what_leans_on_an_alternative_is_not() -> None:
    found = said(decided("backbone-support", W), decided("backbone-policy"))
    assert "“Advance policy” is taken up, and leans on what is not: “Backbone support”." in found
    assert said(decided("backbone-support", W), decided("shift-container"), decided("backbone-policy")) == []


def test_what_nobody_decided_about_is_not_missing_ground() -> None:
    assert said(decided("backbone-policy")) == []


@pytest.mark.parametrize("decision", [decided("sense-of-urgency", W), decided("sense-of-urgency", A, rating="not_yet")])
def test_a_precondition_that_is_missing_is_said(decision: Decision) -> None:
    assert said(decision) == ["You begin without this: Urgency for change."]


def test_a_high_rating_needs_something_that_shows_it() -> None:
    rated = decided("population-partners", A, rating="Mostly in place")
    assert said(rated) == ["“Who has a part to play?” is rated high, and nothing is named that shows it."]
    assert said(replace(rated, evidence="The list of March")) == []
    assert said(replace(rated, rating="partly")) == []
    assert said(replace(rated, rating="quite good")) == []  # words of their own are not judged


def test_what_was_put_off_is_said_when_its_day_has_come() -> None:
    later = decided("population-partners", L, next_review="2026-02-10")
    assert said(later) == ["“Who has a part to play?” was put off until 2026-02-10, and that day has come."]
    assert said(replace(later, next_review="2026-02-11")) == []


def test_a_review_that_is_due_is_said_of_what_is_taken_up() -> None:
    assert said(decided("population-partners", A, next_review="2026-01-01")) == [
        "“Who has a part to play?” was to be gone over by 2026-01-01."
    ]


@pytest.mark.parametrize(
    ("decision", "columns"),
    [
        (decided("common-agenda"), []),
        (decided("common-agenda", Stance.ADAPTED), ["statement", "reason"]),
        (decided("common-agenda", Stance.ADAPTED, statement="Ours", reason="So"), []),
        (decided("common-agenda", W), ["reason"]),
        (decided("common-agenda", L), ["next_review"]),
        (decided("youth-council"), ["statement"]),
        (decided("youth-council", None, statement="Young people decide"), []),
    ],
)
def test_a_decision_says_what_whoever_comes_later_needs(decision: Decision, columns: list[str]) -> None:
    assert [one.column for one in problems_of(decision)] == columns
