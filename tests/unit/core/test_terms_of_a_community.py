"""The field's terms, a framework's and a community's own; and sentences said with them."""

import pytest

from groundswell.core.findings import has_errors
from groundswell.core.specification.frameworks import FRAMEWORKS
from groundswell.core.specification.terms import (
    FRAMEWORK_WORDS,
    TERMS,
    Words,
    framework_words,
    own_words,
    problem_with,
    problems_of_terms,
)
from groundswell.core.specification.wording import Wording

OUTCOME = Wording((("result", "Outcome"), ("results", "Outcomes"), ("indicator", "KPI")), is_english=True)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("A result", "An outcome"),
        ("An indicator of a result", "A KPI of an outcome"),
        ("Results", "Outcomes"),
        ("%(results)s of {results} results", "%(results)s of {results} outcomes"),
        ('<a href="/results/">the result’s page</a>', '<a href="/results/">the outcome’s page</a>'),
        ("results.csv and result_id", "results.csv and result_id"),
        ("Results-Based Accountability", "Results-Based Accountability"),
        ("a resulting aim", "a resulting aim"),
        ("RESULT", "RESULT"),
        ("Nothing of it", "Nothing of it"),
    ],
)
def test_whole_words_are_replaced_with_their_article_and_capital(said: str, expected: str) -> None:
    assert OUTCOME.said(said) == expected


def test_a_verb_is_no_noun_and_a_baseline_risk_no_baseline() -> None:
    wording = Wording((("measure", "metric"), ("baseline", "starting line")), is_english=True)
    assert wording.said("What we would measure: a measure") == "What we would measure: a metric"
    assert wording.said("The baseline risk beside the baseline") == "The baseline risk beside the starting line"


def test_the_longer_term_is_meant_where_two_begin_alike() -> None:
    wording = Wording((("story", "tale"), ("story behind the curve", "reasons"), ("curve", "trend")), is_english=True)
    assert wording.said("The story behind the curve, a story, a curve") == "The reasons, a tale, a trend"


def test_every_word_of_a_framework_is_of_a_term_and_can_be_spoken() -> None:
    assert set(FRAMEWORK_WORDS) <= set(FRAMEWORKS)
    for words in FRAMEWORK_WORDS.values():
        assert set(words) <= set(TERMS)
        assert all(problem_with(word) is None for both in words.values() for word in both)
    assert framework_words("Outcome-Based Accountability") == {"result": Words("outcome", "outcomes")}
    assert framework_words("our own compact") == framework_words("") == {}


def test_a_word_is_in_the_community_s_own_language_unless_it_says_another() -> None:
    terms = {"result": {"one": "Outcome", "many": "Outcomes"}, "result.es": {"one": "logro", "many": "logros"}}
    assert own_words(terms, language="en-us", own_language="en") == {"result": Words("Outcome", "Outcomes")}
    assert own_words(terms, language="es-mx", own_language="en") == {"result": Words("logro", "logros")}
    assert own_words(terms, language="fr", own_language="en") == {}
    assert own_words({"result": "Meta"}, language="es", own_language="es") == {"result": Words("Meta", "")}


@pytest.mark.parametrize("word", ["<b>", "50% of it", "{result}", "a & b", '"quoted"', "x" * 41, " %(n)s"])
def test_what_is_no_plain_word_is_refused_and_never_spoken(word: str) -> None:
    assert has_errors(problems_of_terms({"result": {"one": word}}))
    assert own_words({"result": {"one": word}}, language="en", own_language="en") == {}


def test_all_that_is_wrong_with_terms_is_told_with_its_place() -> None:
    found = problems_of_terms(
        {"resullt": "x", "contribution": "impact", "measure": {"one": "KPI", "few": "KPIs"}, "indicator": "kpi"},
        "community.yaml",
        {("terms", "resullt"): 7},
    )
    assert [(each.column, each.is_error) for each in found] == [
        ("terms.resullt", False),
        ("terms.contribution", False),
        ("terms.measure.few", False),
        ("terms.indicator", False),
    ]
    assert found[0].row == 7 and "did you mean result" in found[0].fix
    assert "measure" in found[3].message
