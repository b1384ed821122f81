"""Words of the pages that a newcomer stumbled over."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape

import pytest
from django.test import Client
from tests.builders import indicator, package, series
from tests.cast import DATA_LEAD

from groundswell.apps.packages.actions import load_package
from groundswell.web.components import samples
from groundswell.web.presenters.makings import source_part
from groundswell.web.presenters.others import other_indicators

pytestmark = pytest.mark.django_db
ADDRESS = "/elmwood/indicators/k-readiness/"


def text_of(address: str, rows: list[dict[str, str]], **facts: str) -> str:
    load_package(package=package(rows, indicators={"k-readiness": indicator(**facts)}), by=DATA_LEAD)
    answer = Client().get(address)
    assert answer.status_code == 200
    shown = re.sub(r"(?s)<script.*?</script>|<[^>]*>", " ", answer.content.decode())
    return " ".join(unescape(shown).replace("\u202f", " ").split())


def test_a_page_without_everyone_denies_nothing() -> None:
    page = text_of(ADDRESS, series(group_id="black"))
    assert "Nobody publishes a number for everyone here; 1 group is below." in page
    for denial in ("No number has been published", "No observations yet", "Only no points"):
        assert denial not in page


def test_a_direction_that_nobody_gave_is_not_a_claim() -> None:
    page = text_of(ADDRESS, series(), polarity="")
    assert "not said which way is better" in page
    assert "neither" not in page.lower()


def test_a_neutral_direction_stays_a_choice() -> None:
    assert "neither way is better" in text_of(ADDRESS, series(), polarity="neutral")


def test_only_the_verdict_speaks_of_chance() -> None:
    page = text_of(ADDRESS, [*series(), *series(place_id="hill"), *series(group_id="black")])
    assert "more than the survey's margin of error (90 %)" in page
    assert "more than chance" not in page


def test_every_number_says_why_there_is_none() -> None:
    kinds = ("suppressed", "missing", "not_applicable")
    rows = [series(("",), first=2012 + year, status=kind)[0] for year, kind in enumerate(kinds)]
    page = text_of(ADDRESS, [*rows, *series(("50.0",), first=2015)])
    told = page[page.index("Every number") :]
    for words in ("2012 withheld", "2013 no value", "2014 not applicable"):
        assert words in told


def test_the_same_ratio_has_one_spelling() -> None:
    rows = [*series(("40.0",), group_id="black"), *series(("91.0",), group_id="white")]
    page = text_of(ADDRESS, rows)
    assert "2.3 times as high" in page and "Largest ratio 2.3 times" in page
    assert "2.27" not in page and "2.28" not in page


def test_the_places_of_a_scorecard_are_labelled_for_a_phone() -> None:
    load_package(package=package([*series(), *series(place_id="hill")]), by=DATA_LEAD)
    page = Client().get("/elmwood/").content.decode()
    assert re.search(r'class="places" data-label="Places"><ul.*?<title>Turning the curve</title>', page)


def many_others(count: int) -> None:
    names = [f"other-{number:03}" for number in range(count)]
    rows = [row for name in names for row in series(("50.0",), indicator=name)]
    indicators = {name: indicator(name=f"Number {name}", result_ids="") for name in names}
    load_package(package=package(rows, indicators=indicators), by=DATA_LEAD)


def test_many_indicators_come_fifty_a_page_and_whole_to_machines() -> None:
    many_others(120)
    seen = []
    for address, held in (("/elmwood/", 50), ("/elmwood/?page=2", 50), ("/elmwood/?page=3", 20)):
        page = Client().get(address).content.decode()
        shown = re.findall(r"/indicators/(other-\d+)/", page)
        assert len(shown) == held
        seen += shown
    assert len(set(seen)) == 120
    assert len(json.loads(Client().get("/api/v1/elmwood.json?page=2").content)["other_indicators"]) == 120


def test_an_indicator_is_found_by_its_name() -> None:
    many_others(120)
    page = Client().get("/elmwood/?q=NUMBER+other-01").content.decode()
    assert len(re.findall(r"/indicators/other-01\d/", page)) == 10
    assert "1 to 10 of 10 indicators" in page
    nothing = Client().get("/elmwood/?q=<script>&page=nonsense").content.decode()
    assert "None of the 120 indicators is called so." in nothing
    assert "&lt;script&gt;" in nothing


def test_a_short_list_has_neither_pages_nor_a_search() -> None:
    page = other_indicators(samples.rows(), samples.COMMUNITY, "", "")
    assert (page.words, page.pages, page.is_searched, len(page.rows)) == ("", (), False, 6)


def test_a_source_says_what_was_not_asked_for_and_what_has_no_value_in_local_time() -> None:
    source = samples.indicator().sources[0]
    run = replace(
        source.runs[0],
        at=datetime(2024, 2, 3, 9, 30, tzinfo=UTC),
        skipped=(("total row", 1), ("where: District", 12852)),
        withheld=(("missing", 1), ("suppressed", 15)),
    )
    said = source_part(replace(source, runs=(run,)), "America/New_York").runs[0]
    assert said.not_asked == ("12,852 rows were not asked for (District)",)
    assert said.skipped == ("1 row (total row)",)
    assert said.withheld == "15 suppressed, 1 missing"
    assert "4:30" in said.at and said.at.endswith(" America/New York")
    for unknown in ("", "Elm/Wood", "../etc"):
        assert source_part(replace(source, runs=(run,)), unknown).runs[0].at.endswith(" UTC")
