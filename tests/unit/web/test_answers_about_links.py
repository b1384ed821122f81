"""Answers about a link as people write them: read exactly, said back, and refused where they are no difference."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.http import QueryDict

from groundswell.core.contribution.claims import problems_of_claim
from groundswell.core.findings import has_errors
from groundswell.core.vocabulary import Polarity
from groundswell.web.forms.contributions import ReadLink, TypedLink, answers_of, read_link, too_many_reached, typed_link
from groundswell.web.forms.plain_numbers import UnclearError, number_of, of_hundred, share_of

GOOD = {
    "program": "bridge", "serving": "number", "served": "1,240", "in_population": "9 in 10", "completion": "80 %",
    "without": "65", "way": "counts", "with": "74", "with_low": "69", "with_high": "79", "evidence": "randomized",
}  # fmt: skip


def read(polarity: Polarity = Polarity.HIGHER, **said: str) -> ReadLink:
    return read_link(TypedLink({**GOOD, **said}), polarity)


def wrong(polarity: Polarity = Polarity.HIGHER, **said: str) -> dict[str, str]:
    return {str(one.column): f"{one.message}: {one.fix}" for one in read(polarity, **said).problems}


@pytest.mark.parametrize("said", ["8 in 10", "8 of 10", "8 out of 10", "8/10", "80 %", "80%", "80 percent", "80", ".8",
                                  "0.8", "0,8", " 80\u202f% ", "4 in 5"])  # fmt: skip
def test_a_share_is_read_however_people_write_it(said: str) -> None:
    assert share_of(said) == Decimal("0.8")


@pytest.mark.parametrize(("said", "share"), [
    ("half", "0.5"), ("all", "1"), ("none", "0"), ("100", "1"), ("0", "0"), ("1 in 3", "0.333333"),
    ("12.5 %", "0.125"), ("7,5 in 10", "0.75"),
])  # fmt: skip
def test_words_and_fractions_are_shares_too(said: str, share: str) -> None:
    assert share_of(said) == Decimal(share)


@pytest.mark.parametrize("said", ["8", "1", "10", "120", "11 in 10", "many", "8 in 0", "nan", "inf", "1e3", "8 in", "%",
                                  "9" * 50, "-", "8_0"])  # fmt: skip
def test_what_could_mean_two_things_or_nothing_is_not_read(said: str) -> None:
    with pytest.raises(UnclearError):
        share_of(said)


def test_a_bare_number_of_a_hundred_is_taken_as_it_stands() -> None:
    assert [of_hundred(said) for said in ("6", "6 in 10", "6 %", "100")] == [
        Decimal("0.06"), Decimal("0.6"), Decimal("0.06"), Decimal(1),
    ]  # fmt: skip


def test_thousands_may_stand_apart() -> None:
    assert [number_of(said) for said in ("1,240", "1 240", "1240", "12.5", "")] == [
        1240,
        1240,
        1240,
        Decimal("12.5"),
        None,
    ]


def test_two_counts_of_a_hundred_are_a_risk_difference_with_its_range() -> None:
    content = read().content
    names = ("effect_kind", "effect", "effect_low", "effect_high", "baseline_risk")
    assert {name: content[name] for name in names} == {
        "effect_kind": "risk_difference", "effect": "0.09", "effect_low": "0.04", "effect_high": "0.14",
        "baseline_risk": "0.35",
    }  # fmt: skip
    assert (content["served"], content["in_population_share"], content["completion"]) == ("1240", "0.9", "0.8")


def test_where_fewer_is_better_those_counted_without_are_at_risk() -> None:
    content = read(Polarity.LOWER, **{"without": "26 %", "with": "20", "with_low": "15", "with_high": "25"}).content
    assert (content["baseline_risk"], content["effect"]) == ("0.26", "0.06")
    assert (content["effect_low"], content["effect_high"]) == ("0.01", "0.11")


def test_counts_of_other_people_are_carried_over_as_a_ratio() -> None:
    content = read(study_without="50", **{"with": "60", "with_low": "55", "with_high": "65"}).content
    assert (content["effect_kind"], content["effect"]) == ("risk_ratio", "0.8")
    assert (content["effect_low"], content["effect_high"]) == ("0.7", "0.9")


def test_an_outcome_rate_alone_is_refused_and_the_mend_is_said() -> None:
    found = wrong(way="gross")
    assert "part of them would have reached it anyway" in found["way"]
    assert "how many with" in found["way"]
    assert "a rate alone is no difference" in wrong(without="", **{"with": "72"})["without"]


def test_a_change_without_a_comparison_counts_only_by_a_declared_part() -> None:
    change = {"way": "change", "before": "40", "after": "60"}
    assert "some of it would have come anyway" in wrong(**change)["part_high"]
    content = read(**change, part_high="50 %").content
    assert content["evidence"] == "pre_post"
    assert (content["effect_low"], content["effect"], content["effect_high"]) == ("0", "0.05", "0.1")
    assert not has_errors(problems_of_claim(content))


def test_a_change_for_the_worse_is_no_difference_made() -> None:
    found = wrong(way="change", before="60", after="40", part_high="50 %")
    assert "nothing became better" in found["after"]


def test_an_effect_from_elsewhere_asks_for_a_range() -> None:
    assert "with_low" in wrong(borrowed="yes", with_low="", with_high="")
    assert wrong(borrowed="yes") == {}
    assert read(borrowed="yes").is_borrowed


@pytest.mark.parametrize("name", ["with", "with_low", "with_high", "study_without"])
def test_a_part_of_one_in_a_hundred_is_asked_about(name: str) -> None:
    assert "Did you mean 57 of 100? Write 57; if not, write “0.57 %”" in wrong(**{name: "0.57"})[name]
    assert of_hundred("0.57 %") == Decimal("0.0057")


def test_so_many_more_of_a_hundred_are_asked_about_and_said_back() -> None:
    less = {"way": "less", "effect": "0.05", "effect_low": "", "effect_high": "", "without": ""}
    assert "Did you mean 5 of 100" in wrong(**less)["effect"]
    assert read(**{**less, "effect": "5 in 10"}).readings["effect"].startswith("50")


def test_a_range_upside_down_says_so_at_its_two_fields() -> None:
    found = wrong(with_low="70", with_high="55")
    assert set(found) == {"with_low", "with_high"}
    assert all(said.startswith("lowest 70 is above highest 55") for said in found.values())
    assert "lowest 80 is above the likeliest 74" in wrong(with_low="80", with_high="")["with_low"]
    assert "highest 7 in 10 is below the likeliest 80 %" in wrong(completion_high="7 in 10")["completion_high"]
    assert set(wrong(without_low="80", without_high="30")) == {"without_low", "without_high"}


def test_answers_in_a_way_that_is_not_chosen_are_not_read() -> None:
    assert wrong(effect="many", before="0.4") == {}


def test_what_is_too_much_is_told_with_everything_else() -> None:
    found = wrong(served="10,000,001", lag_years="400", owner="x" * 201, mechanism="x" * 2001, next_review="1026-01-01")
    assert set(found) == {"served", "lag_years", "owner", "mechanism", "next_review"}


def test_no_more_are_reached_than_there_are() -> None:
    [found] = too_many_reached(read(), 1240, 1115)  # 9 in 10 of 1,240 are 1,116
    assert found.column == "served" and "1,116 people" in found.message and "there are 1,115" in found.message
    assert too_many_reached(read(), 1240, 1116) == () == too_many_reached(read(), 1240, None)
    [found] = too_many_reached(read(serving="records"), 1240, 1000)
    assert found.column == "in_population"


def test_every_answer_is_read_and_every_problem_is_told_at_once() -> None:
    found = wrong(completion="8", served="many", way="", evidence="", next_review="soon")
    assert set(found) == {"completion", "served", "way", "evidence", "next_review"} or set(found) == {
        "completion", "served", "way", "next_review"}  # fmt: skip
    assert "8 in 10" in found["completion"]


@pytest.mark.parametrize("polarity", [Polarity.HIGHER, Polarity.LOWER])
@pytest.mark.parametrize("said", [
    {"with": "50", "with_low": "45", "with_high": "55", "without": "52 %"},
    {"way": "ratio", "effect": "0.75", "effect_low": "0.6", "effect_high": "0.9"},
    {"way": "d", "effect": "0.2", "effect_low": "0.05", "effect_high": "0.35"},
    {"way": "less", "effect": "0.5 %", "effect_low": "-0.5 %", "effect_high": "0.9 %", "without": ""},
    {"way": "less", "effect": "5", "effect_low": "1", "effect_high": "9", "without": ""},
    {"serving": "measure:served", "served": ""},
    {"serving": "records", "served": "", "in_population_low": "0.85", "in_population_high": "0.95"},
])  # fmt: skip
def test_answers_shown_again_come_to_the_same_link(polarity: Polarity, said: dict[str, str]) -> None:
    content = read(polarity, **said).content
    again = read_link(answers_of(content, polarity), polarity)
    assert again.content == content


def test_a_form_takes_no_more_than_it_asked_for() -> None:
    sent = QueryDict("served=3%00&seen=2&do=save&strange=1&mechanism=" + "x" * 5000)
    typed = typed_link(sent)
    assert (typed["served"], typed.seen, typed.wish, len(typed["mechanism"])) == ("3", 2, "save", 4000)
    assert "strange" not in typed.said
