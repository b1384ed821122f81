"""What may be claimed of an effect, cell by cell: one finding for each problem, at the column that is to be mended."""

from __future__ import annotations

import pytest

from groundswell.core.contribution.claims import link_from, problem_with_unit, problems_of_claim
from groundswell.core.contribution.links import CERTAIN, Declared

RATIO = {"effect_kind": "risk_ratio", "effect": "0.75", "effect_low": "0.6", "effect_high": "0.9",
         "baseline_risk": "0.35", "evidence": "randomized"}  # fmt: skip
DIFFERENCE = {"effect_kind": "risk_difference", "effect": "0.05", "baseline_risk": "0.35"}


def found(**cells: str) -> list[tuple[str | None, str]]:
    return [(one.column, f"{one.message}; {one.fix}") for one in problems_of_claim(cells) if one.is_error]


@pytest.mark.parametrize("claim", [{}, RATIO, DIFFERENCE, {"served": "100", "served_before": "300", **RATIO},
                                   {**DIFFERENCE, "effect": "-0.02"},
                                   {**RATIO, "served": "10000000", "lag_years": "50", "owner": "x" * 200},
                                   {**RATIO, "reviewed": "2026-09-30", "next_review": "2100-12-31"},
                                   {**RATIO, "evidence": "pre_post", "effect_high": "1"}])  # fmt: skip
def test_what_is_an_effect_is_taken(claim: dict[str, str]) -> None:
    assert found(**claim) == []


@pytest.mark.parametrize(
    ("cells", "column", "words"),
    [
        ({**RATIO, "effect_kind": ""}, "effect_kind", "is blank"),
        ({"effect_kind": "cohens_d"}, "effect", "is blank"),
        ({**RATIO, "effect_low": "0"}, "effect_low", "is no risk ratio"),
        ({**RATIO, "effect": "-1", "effect_low": "", "effect_high": ""}, "effect", "is no risk ratio"),
        ({**RATIO, "effect": "85", "effect_high": ""}, "effect", "not as 85"),
        ({**RATIO, "effect_low": "0.8"}, "effect_low", "0.8 is above its value 0.75"),
        ({**RATIO, "effect_high": "0.7"}, "effect_high", "0.7 is below its value 0.75"),
        ({"completion_low": "0.5"}, "completion", "range without a value"),
        ({**DIFFERENCE, "effect": "5"}, "effect", "write 0.05 for 5 in a hundred"),
        ({**DIFFERENCE, "effect": "500"}, "effect", "write a proportion"),
        ({**DIFFERENCE, "effect": "0.62"}, "effect", "This looks like the share who did well"),
        ({**RATIO, "baseline_risk": "0"}, "baseline_risk", "nobody served is at risk"),
        ({"effect_kind": "cohens_d", "effect": "12"}, "effect", "larger than any program"),
        ({**RATIO, "served": "9" * 60}, "served", "more people than any program serves"),
        ({**RATIO, "served_before": "10000001"}, "served_before", "write at most 10,000,000"),
        ({**RATIO, "lag_years": "50.5"}, "lag_years", "is more than 50 years"),
        ({**RATIO, "mechanism": "x" * 2001}, "mechanism", "is 2001 characters long, of 2000 at most"),
        ({**RATIO, "evidence_source": "x" * 1001}, "evidence_source", "of 1000 at most"),
        ({**RATIO, "owner": "x" * 201}, "owner", "of 200 at most"),
        ({**RATIO, "next_review": "9999-01-01"}, "next_review", "not between 2000 and 2100"),
        ({**RATIO, "reviewed": "1026-01-01"}, "reviewed", "not between 2000 and 2100"),
        ({**RATIO, "effect_high": "9" * 60}, "effect_high", "larger than any effect"),
        ({**RATIO, "evidence": "pre_post"}, "effect_high", "without a comparison, is no effect"),
        ({**DIFFERENCE, "evidence": "pre_post"}, "effect_low", "without a comparison, is no effect"),
    ],
)  # fmt: skip
def test_what_is_no_effect_is_said_once_with_its_column(cells: dict[str, str], column: str, words: str) -> None:
    [(where, said)] = found(**cells)
    assert where == column and words in said


def test_several_problems_are_told_at_once() -> None:
    assert [where for where, _ in found(**{**RATIO, "effect_low": "0.8", "completion_high": "0.9"})] == [
        "completion", "effect_low",
    ]  # fmt: skip


def test_a_ratio_that_makes_it_worse_is_a_warning() -> None:
    said = list(problems_of_claim({"effect_kind": "risk_ratio", "effect": "1.1", "baseline_risk": "0.3"}))
    assert [one.is_error for one in said] == [False]


def test_what_is_not_made_of_people_cannot_be_computed() -> None:
    assert problem_with_unit("percent") is None and problem_with_unit("") is None
    assert all(problem_with_unit(unit) for unit in ("index", "currency"))


def test_a_claim_becomes_a_link_and_without_an_effect_none() -> None:
    link = link_from({**RATIO, "served": "300", "completion": "0.8"}, name="mentoring")
    assert link is not None and (link.id, link.served, link.served_before) == ("mentoring", 300.0, 0.0)
    assert link.effect == Declared(0.75, 0.6, 0.9) and link.in_population == CERTAIN
    assert link_from({"served": "300"}) is None
    assert link_from({"effect": "0.2", "effect_kind": "guess"}) is None
