"""What was modelled beside what happened: the verdict, what to look at, and who may see it."""

from __future__ import annotations

import csv
import io

import pytest
from django.test import Client
from tests.builders import series
from tests.cast import DATA_LEAD
from tests.integration.contributions.test_contribution_pages import client_of, link, people, said, town, words

from groundswell.apps.contributions.actions import keep_model, withdraw_link
from groundswell.apps.people.models import Community
from groundswell.core.contribution.kept import Inside

pytestmark = pytest.mark.django_db
YEARS, API = "/elmwood/contribution/k-readiness/years/", "/api/v1/elmwood/contribution/k-readiness/years"
PART = {"points": 0.4, "low": 0.2, "high": 0.6, "reach": 160.0, "evidence": "randomized", "swings": []}


def kept(*programs: str, points: float, low: float, high: float, period: str = "2023", forecast: float = 0.58) -> None:
    """A model that was kept for a year that has come."""
    done = keep_model(
        community_id="elmwood", indicator_id="k-readiness", period=period, joint_points=points, low=low, high=high,
        level=0.8, forecast=forecast, population=4000, model="risks_multiply", seed=1, draws=100_000,
        links=[f"{one}-k-readiness@1" for one in programs],
        content={"programs": [{**PART, "link_id": f"{one}-k-readiness"} for one in programs]}, by=DATA_LEAD,
    )  # fmt: skip
    assert done.is_done, done.findings


def years(client: Client | None = None) -> list[dict]:
    return said(client, "", f"{API}.json")["years"]


def observed() -> float:
    """The value of the year that was modelled, as a proportion."""
    rows = {row["period"]: row["value"] for row in series()}
    return float(rows["2023"]) / 100


@pytest.mark.parametrize(
    ("shift", "verdict"), [(0.0, Inside.INSIDE), (5.0, Inside.BELOW), (-5.0, Inside.ABOVE)], ids=str
)
def test_a_year_that_has_come_says_where_the_curve_moved_beside_the_range(shift: float, verdict: Inside) -> None:
    town(link("tutoring"))
    moved = 100 * (observed() - 0.58)
    kept("tutoring", points=moved + shift, low=moved + shift - 1, high=moved + shift + 1)
    (year,) = years()
    assert (year["verdict"], year["moved_points"]) == (str(verdict), pytest.approx(moved))
    page = words(path=YEARS)
    assert f"2023: {verdict.words}" in page
    assert "This does not show what moved the curve" in page
    assert ("Look at first:" in page) is (verdict is not Inside.INSIDE)
    (row,) = csv.DictReader(io.StringIO(Client().get(f"{API}.csv").content.decode("utf-8-sig")))
    assert (row["verdict"], float(row["moved_points"])) == (str(verdict), pytest.approx(moved))


def test_the_first_sentence_counts_the_verdicts_as_they_stand_below_it() -> None:
    town(link("tutoring"))
    moved = 100 * (observed() - 0.58)
    for shift, half in ((0.0, 1.0), (5.0, 1.0), (-5.0, 1.0), (1.1, 1.0)):
        kept("tutoring", points=moved + shift, low=moved + shift - half, high=moved + shift + half)
    verdicts = [year["verdict"] for year in years()]
    page = words(path=YEARS)
    assert "4 years that were modelled have come." in page
    said = ((Inside.INSIDE, "inside"), (Inside.BELOW, "less than modelled"), (Inside.ABOVE, "more than modelled"),
            (Inside.CANNOT_BE_TOLD, "cannot be told"))  # fmt: skip
    assert len(set(verdicts)) > 2
    for verdict, phrase in said:
        count = verdicts.count(verdict)
        assert (f"{phrase} {count}" in page) is (count > 0)


def test_a_year_that_has_not_come_says_so() -> None:
    town(link("tutoring"))
    kept("tutoring", points=2, low=1, high=3, period="2031")
    assert [(year["verdict"], year["moved_points"]) for year in years()] == [(None, None)]
    assert "This year has no value yet" in words(path=YEARS)


def test_without_a_kept_model_the_page_teaches_and_only_who_may_keep_sees_the_button() -> None:
    community = town(link("tutoring"))
    assert "No model is kept yet" in words(path=YEARS)
    button = 'action="/elmwood/contribution/k-readiness/keep/"'
    assert button not in Client().get(YEARS).content.decode()
    assert button in client_of(people(community)["steward"]).get(YEARS).content.decode()


@pytest.mark.parametrize(
    ("unseen", "is_shown"), [(("visits",), False), (("visits", "talks"), False), (("visits", "talks", "choir"), True)]
)
def test_a_model_is_kept_from_who_could_work_out_the_part_of_a_program_they_do_not_see(
    unseen: tuple, is_shown: bool
) -> None:
    community = town(link("tutoring"), *map(link, unseen))
    moved = 100 * (observed() - 0.58)
    kept("tutoring", *unseen, points=moved + 5, low=moved + 4, high=moved + 6)
    steward = client_of(people(community)["steward"])
    assert (len(years()), len(years(steward))) == (int(is_shown), 1)
    for address in (YEARS, f"{API}.json", f"{API}.csv", YEARS.replace("years/", "")):
        text = Client().get(address).content.decode()
        assert [one for one in unseen if one in text] == []


def test_a_withdrawn_link_of_a_program_that_is_not_seen_still_keeps_the_model_hidden(community: Community) -> None:
    kept("tutoring", "visits", points=2, low=1, high=3)
    done = withdraw_link(community_id="elmwood", link_id="visits-k-readiness", seen_version=1, by=DATA_LEAD)
    assert done.is_done, done.findings
    assert years() == []


@pytest.fixture
def community() -> Community:
    return town(link("tutoring"), link("visits"))
