"""What the pages say, and that they ask the database the same number of questions however much there is."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.builders import TURNING, indicator, many, package, series, story
from tests.cast import DATA_LEAD, OWNER

from groundswell.apps.packages.actions import load_package
from groundswell.apps.scorecards.queries import community_page, data_page, indicator_page, result_scorecard
from groundswell.apps.scorecards.queries.stories import html_of
from groundswell.core.periods import Period
from groundswell.core.vocabulary import Verdict

pytestmark = pytest.mark.django_db


def questions(make: Callable[[], object]) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert make() is not None
    return len(asked)


@pytest.mark.parametrize(
    ("page", "most"),
    [
        (lambda: community_page("elmwood", reader=OWNER), 11),
        (lambda: result_scorecard("elmwood", "ready", reader=OWNER), 11),
        (lambda: indicator_page("elmwood", "indicator-000", reader=OWNER), 17),
        (lambda: data_page("elmwood", reader=OWNER), 12),
    ],
    ids=["community", "result", "indicator", "data"],
)
def test_a_page_asks_as_many_questions_of_a_large_community_as_of_a_small_one(
    page: Callable[[], object], most: int
) -> None:
    load_package(package=many(2, 2, 8), by=DATA_LEAD)
    small = questions(page)
    load_package(package=many(12, 9, 12), by=DATA_LEAD)
    large = questions(page)
    assert small == large
    assert large <= most


def test_a_page_asked_for_again_asks_only_for_the_version_of_the_data() -> None:
    load_package(package=package(), by=DATA_LEAD)
    first = community_page("elmwood", reader=OWNER)
    with CaptureQueriesContext(connection) as asked:
        assert community_page("elmwood", reader=OWNER) == first
    assert len(asked) == 1


def test_a_page_is_made_anew_when_the_data_changed() -> None:
    load_package(package=package(), by=DATA_LEAD)
    before = indicator_page("elmwood", "k-readiness", reader=OWNER)
    load_package(package=package(series(("70.0",), first=2024)), by=DATA_LEAD)
    after = indicator_page("elmwood", "k-readiness", reader=OWNER)
    assert before is not None and after is not None
    assert len(after.observations) == len(before.observations) + 1


def test_the_sentence_counts_headline_indicators_once() -> None:
    rows = [*series(), *series(("20.0", "20.5", "19.8"), indicator="absence")]
    indicators = {"k-readiness": indicator(), "absence": indicator(name="Absence", polarity="lower")}
    load_package(package=package(rows, indicators=indicators), by=DATA_LEAD)
    page = result_scorecard("elmwood", "ready", reader=OWNER)
    assert page is not None
    assert page.sentence == "1 of 2 headline indicators is turning the curve; 1 is too early to tell."
    front = community_page("elmwood", reader=OWNER)
    assert front is not None
    assert front.verdicts == ((Verdict.TOO_EARLY, 1), (Verdict.TURNED, 1))


def test_a_result_without_headline_indicators_says_so() -> None:
    load_package(package=package([], indicators={"k-readiness": indicator(standing="development")}), by=DATA_LEAD)
    page = result_scorecard("elmwood", "ready", reader=OWNER)
    assert page is not None
    assert page.sentence == "No headline indicator has been chosen yet."
    assert [row.id for row in page.development] == ["k-readiness"]


@pytest.mark.parametrize(
    ("indicators", "sentence"),
    [
        (("a",), "The headline indicator is turning the curve."),
        (("a", "b"), "All 2 headline indicators are turning the curve."),
    ],
)
def test_the_sentence_counts_no_further_than_there_is_something_to_count(
    indicators: tuple[str, ...], sentence: str
) -> None:
    rows = [row for name in indicators for row in series(indicator=name)]
    load_package(package=package(rows, indicators={name: indicator() for name in indicators}), by=DATA_LEAD)
    page = result_scorecard("elmwood", "ready", reader=OWNER)
    assert page is not None
    assert page.sentence == sentence


def test_percents_are_proportions_inside_and_text_as_published() -> None:
    load_package(package=package(series(("20.40",))), by=DATA_LEAD)
    page = indicator_page("elmwood", "k-readiness", reader=OWNER)
    assert page is not None
    row = page.observations[0]
    assert (row.text, row.observation.estimate.value) == ("20.40", 0.204)
    assert row.observation.estimate.low == pytest.approx(0.191)


def test_a_withheld_value_has_a_reason_and_no_number() -> None:
    load_package(package=package(series(("50.0", ""))), by=DATA_LEAD)
    page = indicator_page("elmwood", "k-readiness", reader=OWNER)
    assert page is not None
    estimate = page.observations[1].observation.estimate
    assert (estimate.value, estimate.reason) == (None, "withheld by the publisher")


def test_the_verdict_is_judged_by_the_frozen_baseline() -> None:
    load_package(package=package(), by=DATA_LEAD)
    page = indicator_page("elmwood", "k-readiness", reader=OWNER)
    assert page is not None and page.curve.baseline is not None
    assert page.curve.verdict is Verdict.TURNED
    assert page.curve.baseline.frozen_at == Period.year(2018)
    assert page.frozen_on is not None
    with_baseline = [row.observation.period.first_year for row in page.observations if row.baseline]
    assert with_baseline == [2019, 2020, 2021, 2022, 2023]


def test_a_revised_past_moves_neither_baseline_nor_its_band() -> None:
    load_package(package=package(), by=DATA_LEAD)
    before = indicator_page("elmwood", "k-readiness", reader=OWNER)
    load_package(package=package(series(("10.0", "90.0", "10.0"))), by=DATA_LEAD)
    after = indicator_page("elmwood", "k-readiness", reader=OWNER)
    assert before is not None and after is not None
    assert after.curve.baseline == before.curve.baseline
    assert [len(row.revisions) for row in after.observations[:4]] == [1, 1, 1, 0]


def test_the_own_place_is_the_same_page_by_its_name_and_without() -> None:
    load_package(package=package(), by=DATA_LEAD)
    plain = indicator_page("elmwood", "k-readiness", reader=OWNER)
    named = indicator_page("elmwood", "k-readiness", place_id="elmwood", reader=OWNER)
    assert plain == named


@pytest.mark.parametrize("wrong", [{"place_id": "nowhere"}, {"group_id": "nobody"}])
def test_a_place_or_group_that_is_not_there_has_no_page(wrong: dict[str, str]) -> None:
    load_package(package=package(), by=DATA_LEAD)
    assert indicator_page("elmwood", "k-readiness", reader=OWNER, **wrong) is None


def test_the_headline_group_stands_in_where_nobody_publishes_everyone() -> None:
    rows = series(group_id="black")
    load_package(package=package(rows, indicators={"k-readiness": indicator(headline_group="black")}), by=DATA_LEAD)
    page = result_scorecard("elmwood", "ready", reader=OWNER)
    assert page is not None
    assert (page.headline[0].headline_group, page.headline[0].curve.verdict) == ("Black", Verdict.TURNED)
    whole = indicator_page("elmwood", "k-readiness", reader=OWNER)
    assert whole is not None
    assert whole.group.id == "black"


def test_groups_are_compared_in_absolute_and_relative_terms() -> None:
    higher = [f"{float(value) + 20:.1f}" for value in TURNING]
    rows = [*series(), *series(group_id="black"), *series(higher, group_id="white")]
    load_package(package=package(rows), by=DATA_LEAD)
    page = indicator_page("elmwood", "k-readiness", reader=OWNER)
    assert page is not None
    disparity = page.disparities[0]
    assert disparity.largest_gap == pytest.approx(0.2)
    assert disparity.largest_ratio == pytest.approx(81.8 / 61.8)
    assert disparity.words == (
        "The value for White (81.8 %) is 20.0 points above that for Black (61.8 %), or 1.3 times as high; more than "
        "the survey's margin of error (90 %). The gap is as wide as in 2012. "
        "There are fewer than three groups, too few for a summary measure."
    )
    assert [(group.id, group.is_reference) for group in disparity.groups] == [("black", False), ("white", True)]


def test_places_stand_beside_the_communitys_own() -> None:
    rows = [*series(), *series([f"{float(v) - 10:.1f}" for v in TURNING], place_id="hill")]
    load_package(package=package(rows), by=DATA_LEAD)
    page = indicator_page("elmwood", "k-readiness", reader=OWNER)
    assert page is not None
    assert [(place.id, place.label, place.is_reference) for place in page.by_place] == [
        ("", "Elmwood", True),
        ("hill", "Hill", False),
    ]
    difference = page.by_place[1].difference
    assert difference is not None and difference.value == pytest.approx(-0.1)


def test_of_many_places_only_those_differ_that_still_do_among_all() -> None:
    def place(number: int, value: str) -> list[dict[str, str]]:
        return series((*TURNING[:-1], value), place_id=f"tract-{number}")

    # A margin of 1.3 on both sides: 2.0 points are 1.8 standard errors, 20 points are 18.
    tracts = [place(0, "41.8"), place(1, "59.8"), *(place(number, "61.9") for number in range(2, 12))]
    names = [{"place_id": f"tract-{number}", "name": f"Tract {number}"} for number in range(12)]
    rows = [*series(), *(row for tract in tracts for row in tract)]
    load_package(package=package(rows, tables={"places": names}), by=DATA_LEAD)
    page = indicator_page("elmwood", "k-readiness", reader=OWNER)
    assert page is not None
    marks = {item.id: item for item in page.by_place}
    alone = marks["tract-1"].tested
    assert alone is not None and alone.is_more_than_chance is True
    assert marks["tract-1"].is_more_than_chance is False
    assert marks["tract-0"].is_more_than_chance is True
    assert marks[""].is_more_than_chance is None


def test_the_target_is_the_first_that_is_not_behind() -> None:
    targets = [
        {"subject": "indicator", "subject_id": "k-readiness", "period": period, "value": value}
        for period, value in (("2020", "55"), ("2025", "65"), ("2030", "80"))
    ]
    load_package(package=package(tables={"targets": targets}), by=DATA_LEAD)
    page = indicator_page("elmwood", "k-readiness", reader=OWNER)
    assert page is not None and page.target is not None
    assert (page.target.period, page.target.value, page.target.is_met) == (Period.year(2025), 0.65, False)
    assert page.target.needed_per_year == pytest.approx((0.65 - 0.618) / 2)


def test_a_community_may_choose_new_yorks_rule() -> None:
    rows = series(("60.0", "60.0"))
    load_package(package=package(rows, community={"comparison_rule": "ties_improve"}), by=DATA_LEAD)
    page = indicator_page("elmwood", "k-readiness", reader=OWNER)
    assert page is not None
    assert page.change.category == "improving"


def test_an_indicator_without_unit_polarity_or_beginning_still_has_a_page() -> None:
    plain = {"k-readiness": {"name": "Ready"}}
    load_package(package=package(indicators=plain), by=DATA_LEAD)
    page = indicator_page("elmwood", "k-readiness", reader=OWNER)
    assert page is not None
    assert page.curve.verdict is None
    assert page.curve.reason


def test_a_retired_observation_is_shown_nowhere() -> None:
    load_package(package=package(series(("50.0", "51.0"), retired="2020-01-01")), by=DATA_LEAD)
    page = indicator_page("elmwood", "k-readiness", reader=OWNER)
    assert page is not None
    assert page.observations == ()


def test_stories_are_drawn_without_anything_that_could_do_harm() -> None:
    text = "# Loud\n\n**Strong** <script>alert(1)</script> [x](javascript:alert(1)) <img src=x onerror=alert(1)>"
    html = html_of(text)
    assert "<h3>Loud</h3>" in html and "<strong>Strong</strong>" in html
    assert not any(word in html for word in ("script", "onerror", "<img"))


def test_a_story_stands_beside_its_result() -> None:
    load_package(package=package(stories=(story("Enrolment opened."),)), by=DATA_LEAD)
    page = result_scorecard("elmwood", "ready", reader=OWNER)
    assert page is not None
    assert page.stories[0].html == "<p>Enrolment opened.</p>"
