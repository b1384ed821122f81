"""Numbers as people read them: one number, one spelling."""

from dataclasses import replace

import pytest
from django.utils.translation import override

from groundswell.apps.indicators.queries import WITHHELD_WORDS
from groundswell.core.estimates import Estimate
from groundswell.core.periods import Period
from groundswell.core.reasons import nothing_published
from groundswell.core.vocabulary import ObservationStatus, Unit, Verdict
from groundswell.web.presenters.language import JOINED_DASH, NO_BREAK
from groundswell.web.presenters.verdicts import chip, tally_words
from groundswell.web.presenters.writing import MINUS, THIN, Pen, grouped, period_text, tight

PERCENT, RATE = Pen(Unit.PERCENT), Pen(Unit.RATE, 1000)
DOLLARS, COUNT, INDEX = Pen(Unit.CURRENCY, None, "USD"), Pen(Unit.COUNT), Pen(Unit.INDEX)


@pytest.mark.parametrize(
    ("pen", "value", "text"),
    [
        (PERCENT, 0.204, f"20.4{THIN}%"),
        (PERCENT, 0.0, f"0.0{THIN}%"),
        (RATE, 12.14, "12.1 per 1,000"),
        (DOLLARS, 39300, "$39,300"),
        (DOLLARS, 12.5, "$12.50"),
        (DOLLARS, -1200, f"{MINUS}$1,200"),
        (Pen(Unit.CURRENCY, None, "SEK"), 500, f"SEK{THIN}500"),
        (COUNT, 12345, "12,345"),
        (INDEX, 0.456, "0.46"),
        (INDEX, -0.001, "0.00"),
    ],
)
def test_a_value_is_written_in_its_unit(pen: Pen, value: float, text: str) -> None:
    assert pen.value(value) == text


def test_a_target_leaves_out_a_zero_that_says_nothing() -> None:
    assert PERCENT.value(0.63, trimmed=True) == f"63{THIN}%"
    assert PERCENT.value(0.635, trimmed=True) == f"63.5{THIN}%"


@pytest.mark.parametrize(
    ("pen", "value", "text"),
    [
        (PERCENT, 0.044, "+4.4 points"),
        (PERCENT, -0.044, f"{MINUS}4.4 points"),
        (RATE, -1.8, f"{MINUS}1.8 per 1,000"),
        (DOLLARS, 1200, "+$1,200"),
    ],
)
def test_a_difference_always_carries_its_sign(pen: Pen, value: float, text: str) -> None:
    assert pen.difference(value) == text


def test_the_size_of_a_difference_carries_none() -> None:
    assert PERCENT.size(-0.044) == "4.4 points"


def test_an_even_interval_is_a_margin_and_an_uneven_one_is_a_range() -> None:
    even = PERCENT.estimate(Estimate(0.204, 0.165, 0.243, 0.9, 204, 1000))
    assert (even.value, even.margin) == (f"20.4{THIN}%", f"±{THIN}3.9")
    assert even.interval == f"90{THIN}% interval 16.5{THIN}% to 24.3{THIN}%"
    assert even.counts == "204 of 1,000"
    assert PERCENT.estimate(Estimate(0.02, 0.011, 0.041, 0.95)).margin == "(1.1 to 4.1)"


def test_a_margin_has_as_many_decimals_as_its_value_unless_it_would_vanish() -> None:
    assert DOLLARS.estimate(Estimate(1125, 1111, 1139, 0.9)).margin == f"±{THIN}14"
    assert DOLLARS.estimate(Estimate(39300, 39299.6, 39300.4, 0.9)).margin == f"±{THIN}0.40"
    assert DOLLARS.estimate(Estimate(1125, 1100.4, 1190.2, 0.9)).margin == "(1,100 to 1,190)"


def test_a_value_is_said_as_published_only_where_the_page_shows_another_number() -> None:
    assert PERCENT.shows(0.212, "21.2") and PERCENT.shows(0.212, "21.20") and PERCENT.shows(-0.05, "-5")
    assert not PERCENT.shows(0.2124, "21.24")
    assert DOLLARS.shows(1125, "1125.00") and not DOLLARS.shows(1125.49, "1125.49")


def test_a_published_value_has_no_more_decimals_than_were_published() -> None:
    assert INDEX.estimate(Estimate(4.5, 4.25, 4.75, 0.9)).value == "4.5"
    assert INDEX.estimate(Estimate(4.25)).value == "4.25"
    whole, tenths = replace(PERCENT, most_decimals=0), replace(PERCENT, most_decimals=1)
    assert (whole.estimate(Estimate(0.62)).value, tenths.estimate(Estimate(0.62)).value) == (
        f"62{THIN}%",
        f"62.0{THIN}%",
    )
    assert replace(INDEX, most_decimals=1).difference(-4.0) == f"{MINUS}4.0"
    assert whole.estimate(Estimate(0.6213, method="theta")).value == f"62.1{THIN}%"
    assert INDEX.shows(4.5, "4.5") and not whole.shows(0.624, "62.4")


def test_a_period_stays_on_one_line() -> None:
    assert period_text(Period.parse("2029/2030")) == f"2029{JOINED_DASH}30"
    assert period_text(Period.parse("2023-Q2")) == f"2023{NO_BREAK}Q2"


@pytest.mark.parametrize(
    ("reason", "word"),
    [
        (WITHHELD_WORDS[ObservationStatus.SUPPRESSED], "withheld"),
        (WITHHELD_WORDS[ObservationStatus.MISSING], "no value"),
        (WITHHELD_WORDS[ObservationStatus.NOT_APPLICABLE], "not applicable"),
        (nothing_published(Period.year(2023)), "no value"),
        ("fewer than 11 people", "withheld"),
    ],
)
def test_only_what_somebody_withholds_is_called_withheld(reason: str, word: str) -> None:
    assert PERCENT.estimate(Estimate.withheld(reason)).value == word


def test_a_withheld_number_is_a_word_with_its_reason() -> None:
    written = PERCENT.estimate(Estimate(None, reason="fewer than 11 people"))
    assert (written.value, written.reason, written.is_withheld) == ("withheld", "fewer than 11 people", True)
    assert PERCENT.estimate(Estimate(None)).reason


def test_numbers_follow_the_reader_s_language() -> None:
    with override("de"):
        assert PERCENT.value(0.204) == f"20,4{THIN}%"
        assert grouped(12345) == "12.345"


def test_a_month_is_written_by_its_name() -> None:
    assert period_text(Period.parse("2023-06")) == f"June{NO_BREAK}2023"
    assert period_text(None) == ""


def test_a_percent_sign_stays_with_its_number() -> None:
    assert tight("more than its margin (90 %)") == f"more than its margin (90{THIN}%)"


def test_words_from_below_are_spelled_as_the_pages_spell() -> None:
    assert tight("from -7.7 to 16.4 since 2014/2015") == f"from {MINUS}7.7 to 16.4 since 2014{JOINED_DASH}15"
    assert tight("2018..2022; 2019-06-01; K-3; 1-2") == f"2018{JOINED_DASH}22; 2019-06-01; K-3; 1-2"


def test_the_words_of_every_verdict_are_those_promised() -> None:
    assert {verdict: chip(verdict).words for verdict in Verdict} == {verdict: verdict.words for verdict in Verdict}
    assert chip(None).words == "Not judged"
    assert tally_words([(Verdict.TURNED, 2), (Verdict.TOO_EARLY, 0)], of_places=True) == "2 places: 2 Turning the curve"
