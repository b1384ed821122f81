"""Rows page by page: the same rows in the same order as all at once, however few come at a time."""

from __future__ import annotations

import base64
import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.builders import indicator, package, series
from tests.cast import DATA_LEAD

from groundswell.apps.packages.actions import load_package
from groundswell.apps.packages.queries import KeptRow, rows_after, rows_of
from groundswell.apps.people.models import Community

PLACES = ("", "hill", "Hill", "a-b", "a_b", "ab", "zoe")


@pytest.fixture
def spread(db: None) -> Community:
    """Seven places, three groups, four years, in no order; the own place and everyone stand under blank."""
    rows = [
        row
        for place in reversed(PLACES)
        for group in ("white", "", "black")
        for row in reversed(series(("1.0", "2.0", "", "4.0"), place_id=place, group_id=group))
    ]
    places = [{"place_id": name, "name": f"{name} {at}"} for at, name in enumerate(("elmwood", *PLACES[1:]))]
    crosswalks = [{"from_place_id": "hill", "to_place_id": to, "weight": "0.5"} for to in ("zoe", "ab")]
    load_package(
        package=package(
            rows, indicators={"k-readiness": indicator()}, tables={"places": places, "crosswalks": crosswalks}
        ),
        by=DATA_LEAD,
    )
    return Community.objects.get()


def paged(community: Community, kind: str, indicator_id: str, limit: int, **which: object) -> list[KeptRow]:
    """Every row, a few at a time."""
    found: list[KeptRow] = []
    after = None
    while True:
        page = rows_after(community, kind, indicator_id, after=after, limit=limit, **which)  # type: ignore[arg-type]
        found += page
        if len(page) < limit:
            return found
        after = tuple(page[-1].key.values())


@pytest.mark.parametrize("limit", [1, 5, 84, 1000])
def test_pages_together_are_all_rows_in_the_order_of_their_keys(spread: Community, limit: int) -> None:
    whole = list(rows_of(spread, "observations", "k-readiness"))
    assert len(whole) == 84
    assert paged(spread, "observations", "k-readiness", limit) == whole


def test_pages_of_some_places_are_the_rows_of_those_places(spread: Community) -> None:
    whole = list(rows_of(spread, "observations", "k-readiness", places=("", "zoe")))
    assert len(whole) == 24
    assert paged(spread, "observations", "k-readiness", 7, places=("", "zoe")) == whole
    assert paged(spread, "crosswalks", "", 1) == list(rows_of(spread, "crosswalks"))


def test_a_page_reads_no_more_rows_than_it_shows(spread: Community) -> None:
    with CaptureQueriesContext(connection) as asked:
        rows_after(spread, "observations", "k-readiness", limit=5)
    assert len(asked) == 1
    assert "LIMIT 5" in asked.captured_queries[0]["sql"]


@pytest.mark.parametrize(
    "parts",
    [["hill"], ["hill", "", "2012", "x"], ["hill", "", "\0"], ["hill", "", "\ud800"], ["hill", "", 2012], "hill"],
)
def test_an_after_that_is_no_key_is_refused(client: Client, spread: Community, parts: object) -> None:
    after = base64.urlsafe_b64encode(json.dumps(parts).encode()).decode()
    found = client.get("/api/v1/elmwood/observations/", {"indicator_id": "k-readiness", "after": after})
    assert found.status_code == 422
    assert found.json()["errors"][0]["pointer"] == "?after"
