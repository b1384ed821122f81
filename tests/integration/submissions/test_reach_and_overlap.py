"""Reach and overlap: people counted once, nothing small told to anybody, and the truth said where nobody is linked."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoDbBlocker
from tests import cast
from tests.cast import COMMAND_LINE
from tests.records import slim_riverbend
from tests.standing import standing

from groundswell.apps.packages.actions import load_package
from groundswell.apps.people.models import AuditEvent, Community
from groundswell.apps.programs.models import Program
from groundswell.apps.submissions.actions import compute_measures, participating, submit_records
from groundswell.apps.submissions.actions.participating import compute_participation
from groundswell.apps.submissions.models import ParticipationTable, Submission
from groundswell.apps.submissions.queries import store_root
from groundswell.core.participation import are_hidden_well, people_in_any, people_in_each
from groundswell.core.periods import Period
from groundswell.engine.invented import InventedCommunity
from groundswell.engine.measures.parts import People
from groundswell.engine.store import part_folder

PROGRAMS = ("attendance-texts", "summer-bridge", "after-school-tutoring")
API = "/api/v1/riverbend"
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def truth() -> InventedCommunity:
    return InventedCommunity(5, 2_000)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def submitted(
    truth: InventedCommunity, home: Path, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """The records of three programs stand for all tests of the module."""
    from django.conf import settings

    before, settings.HOME = settings.HOME, home
    with standing(django_db_blocker):
        assert load_package(package=slim_riverbend(), by=COMMAND_LINE).is_done
        for program in PROGRAMS:
            folder = home / "sent" / program
            folder.mkdir(parents=True)
            files = [(path.name, path.read_bytes()) for path in truth.write(folder, program)]
            found = submit_records(
                community_id="riverbend", program_id=program, files=files, computes=False, by=COMMAND_LINE
            )
            assert found.is_done
        yield
    settings.HOME = before


@pytest.fixture(scope="module")
def people(truth: InventedCommunity) -> People:
    """Everybody as they truly are."""
    programs, ids, persons = [], [], []
    for program in PROGRAMS:
        table = truth.truth(program)
        programs += [program] * len(table["person"])
        ids += [str(each) for each in table["participant_id"]]
        persons += [int(each) for each in table["person"]]
    return People(np.array(programs, object), np.array(ids, object), np.array(persons, np.int64))


def link(people: People, patch: pytest.MonkeyPatch) -> None:
    """Everybody is linked, until the patch is undone."""
    patch.setattr(participating, "linked_people", lambda community: people)
    patch.setattr(participating, "linking_of", lambda community: "the first")


@pytest.fixture(scope="module")
def counted(submitted: None, people: People) -> None:
    """Linked people are counted once for all tests of the module."""
    with pytest.MonkeyPatch.context() as patch:
        link(people, patch)
        assert compute_participation(Community.objects.get(public_id="riverbend"), by=COMMAND_LINE) > 1


@pytest.fixture
def community(submitted: None, db: None, settings: Any, home: Path) -> Community:
    """Nobody is linked, and nothing over programs was counted."""
    settings.HOME = home
    ParticipationTable.objects.all().delete()
    return Community.objects.get(public_id="riverbend")


@pytest.fixture
def linked(
    counted: None, people: People, db: None, settings: Any, home: Path, monkeypatch: pytest.MonkeyPatch
) -> Community:
    """Everybody is linked as they truly are, and counted."""
    settings.HOME = home
    link(people, monkeypatch)
    return Community.objects.get(public_id="riverbend")


def said(path: str, client: Client | None = None) -> dict[str, Any]:
    response = (client or Client()).get(path)
    assert response.status_code == 200, path
    return json.loads(response.content)


def rows_of(path: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(Client().get(path).content.decode())))


def words_of(path: str, client: Client | None = None) -> str:
    response = (client or Client()).get(path)
    assert response.status_code == 200
    text = re.sub(r"<script.*?</script>|<svg.*?</svg>", " ", response.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def estimates(document: Any) -> Iterator[dict[str, Any]]:
    """Every number of people in a document, wherever it stands."""
    if isinstance(document, dict):
        if "people" in document and isinstance(document["people"], dict):
            yield document["people"]
        for name in ("whole", "others", "also_elsewhere"):
            if isinstance(document.get(name), dict) and "value" in document[name]:
                yield document[name]
        for each in document.values():
            yield from estimates(each)
    elif isinstance(document, list):
        for each in document:
            yield from estimates(each)


def cells_of(community: Community, period: str) -> dict[tuple[str, ...], int]:
    table = ParticipationTable.objects.get(community=community, kind="combinations", period=period)
    return {tuple(programs): people for dimension, _, programs, people in table.rows if not dimension}


def test_people_in_two_programs_are_counted_once_and_the_page_says_how_many(
    linked: Community, truth: InventedCommunity
) -> None:
    document = said(f"{API}/reach.json")
    period = document["period"]
    cells = cells_of(linked, period)
    whole, together = sum(cells.values()), sum(people_in_each(cells).values())
    assert 0 < whole < together
    assert document["is_linked"] is True
    assert document["whole"]["people"]["value"] == pytest.approx(whole, abs=2)
    row = document["whole"]
    assert row["share"]["value"] == pytest.approx(row["people"]["value"] / row["population"])
    assert row["share"]["low"] < row["share"]["value"] < row["share"]["high"]
    assert f"about {row['people']['value']:,.0f} of the" in words_of("/riverbend/reach/")


def test_page_json_and_csv_hold_the_same_numbers(linked: Community) -> None:
    reach, overlap = said(f"{API}/reach.json"), said(f"{API}/overlap.json")
    page = words_of("/riverbend/reach/")
    listed = {(row["dimension"], row["part"]): row for row in rows_of(f"{API}/reach.csv")}
    shown = [(part["dimension"], row) for part in reach["parts"] for row in part["rows"]]
    assert {"place", "race_ethnicity"} <= {dimension for dimension, _ in shown}
    assert any(row["people"]["value"] is None for _, row in shown)
    for dimension, row in shown:
        value = row["people"]["value"]
        assert listed[dimension, row["id"]]["people"] == ("" if value is None else f"{value}")
        if value is not None:
            assert f"{value:,.0f}" in page
    of_overlap = {(row["kind"], row["programs"]): row["people"] for row in rows_of(f"{API}/overlap.csv")}
    page = words_of("/riverbend/overlap/")
    assert overlap["rows"]
    for row in overlap["rows"]:
        assert of_overlap["combination", "; ".join(row["programs"])] == f"{row['people']['value']}"
        assert f"{row['people']['value']:,.0f}" in page
    for row in overlap["pathways"]:
        assert of_overlap["pathway", f"{row['origin']}; {row['destination']}"] == f"{row['people']['value']}"
    assert overlap["whole"] == reach["whole"]["people"] | {"numerator": None, "denominator": None}
    assert "Overlap is not waste" in page


def test_no_small_or_exact_number_of_people_is_told(linked: Community) -> None:
    client = Client()
    client.force_login(cast.steward(linked))
    found = []
    for who in (Client(), client):
        for period in said(f"{API}/reach.json")["periods"]:
            for name in ("reach", "overlap"):
                found += list(estimates(said(f"{API}/{name}.json?period={period}", who)))
    values = [one["value"] for one in found if one["value"] is not None]
    assert len(values) > 50
    assert all(value == 0 or (value >= 15 and value % 5 == 0) for value in values)
    assert all(one["reason"] for one in found if one["value"] is None)


def test_what_is_small_changes_nothing_that_anybody_reads(linked: Community) -> None:
    """Two tables with the same programs, the same whole and other small combinations: every answer is the same."""
    paths = [f"{API}/{name}.{kind}" for name in ("reach", "overlap") for kind in ("json", "csv")]
    paths += ["/riverbend/reach/", "/riverbend/overlap/"]
    period = said(f"{API}/overlap.json")["period"]
    table = ParticipationTable.objects.get(kind="combinations", period=period)
    names = dict(zip("abc", PROGRAMS, strict=True))

    def plant(few: int) -> list[str]:
        cells = {"a": 71 - few, "b": 91 - few, "c": 59 + few, "ab": 30 + 2 * few, "ac": 40, "bc": 50, "abc": 4 - few}
        by_name = {tuple(sorted(names[one] for one in each)): people for each, people in cells.items()}
        shown = [tuple(sorted(names[one] for one in each)) for each in ("ac", "bc")]
        assert are_hidden_well(by_name, shown)
        table.rows = [["", "", list(each), people] for each, people in by_name.items()]
        table.shown = {"combinations": list(map(list, shown)), "is_whole": True, "unions": {}, "parts": {}}
        table.save()
        return [re.sub(r'nonce="[^"]*"', "", Client().get(path).content.decode()) for path in paths]

    first, second = plant(0), plant(2)
    assert "345" in first[0]
    assert dict(zip(paths, first, strict=True)) == dict(zip(paths, second, strict=True))


def test_without_links_the_truth_lies_between_the_bounds_and_nothing_else_is_said(
    community: Community, truth: InventedCommunity
) -> None:
    assert compute_measures(community_id="riverbend", by=COMMAND_LINE).is_done
    reach, overlap = said(f"{API}/reach.json"), said(f"{API}/overlap.json")
    assert reach["is_linked"] is overlap["is_linked"] is False
    whole = reach["whole"]
    assert whole["people"]["value"] is None
    assert "linked" in whole["people"]["reason"]
    assert overlap["rows"] == overlap["pathways"] == []
    persons = {int(each) for program in PROGRAMS for each in truth.truth(program)["person"]}
    assert 0 < whole["fewest"] < whole["most"]
    assert whole["fewest"] < len(persons)
    assert whole["fewest"] % 5 == whole["most"] % 5 == 0
    assert "nobody can say it more closely yet" in words_of("/riverbend/reach/")
    assert "Nobody knows yet who is whom" in words_of("/riverbend/overlap/")


def test_a_reader_who_does_not_see_one_program_sees_no_sum_that_tells_of_it(linked: Community) -> None:
    Program.objects.filter(community=linked, public_id=PROGRAMS[0]).update(published="")
    public, steward = Client(), Client()
    steward.force_login(cast.steward(linked))
    for name in ("reach", "overlap"):
        found = said(f"{API}/{name}.json")["whole"]
        assert found.get("people", found)["value"] is None
        text = public.get(f"/riverbend/{name}/").content.decode() + json.dumps(said(f"{API}/{name}.json"))
        assert PROGRAMS[0] not in text
        assert "Attendance Texts" not in text
    assert said(f"{API}/overlap.json")["rows"] == []
    assert said(f"{API}/overlap.json", steward)["rows"]


def test_of_several_programs_that_a_reader_does_not_see_none_is_named(linked: Community) -> None:
    Program.objects.filter(community=linked, public_id__in=PROGRAMS[:2]).update(published="")
    document = said(f"{API}/overlap.json")
    assert document["unseen"] == 2
    assert {name for row in document["rows"] for name in row["programs"]} <= {PROGRAMS[2]}
    assert [column["id"] for column in document["columns"]] == [PROGRAMS[2]]
    assert said(f"{API}/reach.json")["strategies"] == []


def test_where_the_smallest_count_grows_nothing_is_shown_until_people_are_linked_again(
    linked: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    Community.objects.filter(pk=linked.pk).update(minimum_cell="40")
    assert all(one["value"] is None for one in estimates(said(f"{API}/overlap.json")["rows"]))
    assert said(f"{API}/reach.json")["whole"]["people"]["value"] is None
    linked.refresh_from_db()
    assert compute_participation(linked, by=COMMAND_LINE) == 0
    monkeypatch.setattr(participating, "linking_of", lambda community: "the second")
    assert compute_participation(linked, by=COMMAND_LINE) > 0
    values = [one["value"] for one in estimates(said(f"{API}/reach.json")) if one["value"]]
    assert values
    assert min(values) >= 40


def test_what_has_not_changed_is_not_counted_again(linked: Community, monkeypatch: pytest.MonkeyPatch) -> None:
    assert compute_participation(linked, by=COMMAND_LINE) == 0
    assert AuditEvent.objects.filter(action="compute_participation").count() == 1
    monkeypatch.setattr(participating, "linking_of", lambda community: "")
    assert compute_participation(linked, by=COMMAND_LINE) > 0
    assert not ParticipationTable.objects.filter(is_linked=True, retired=None).exists()


def test_records_withdrawn_while_they_are_read_stop_nobody_s_work_though_people_are_linked(
    linked: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(participating, "linking_of", lambda community: "the second")
    sent = Submission.objects.filter(program__public_id=PROGRAMS[0])
    (digest,) = sent.values_list("digest", flat=True)
    real = participating.participation

    def withdrawn(*arguments: Any, **more: Any) -> Any:
        sent.update(state="withdrawn", purged_at=timezone.now())
        part_folder(store_root(), digest).rename(aside)
        return real(*arguments, **more)

    aside = part_folder(store_root(), digest).with_name(f".aside-{digest[:8]}")
    monkeypatch.setattr(participating, "participation", withdrawn)
    try:
        assert compute_participation(linked, by=COMMAND_LINE) == 0
    finally:
        aside.rename(part_folder(store_root(), digest))


def test_the_combinations_stored_are_exact_and_exclusive(linked: Community) -> None:
    for table in ParticipationTable.objects.filter(kind="combinations"):
        cells = cells_of(linked, table.period)
        for program, people in people_in_each(cells).items():
            assert people == people_in_any(cells, [program])
        by_place = sum(people for dimension, _, _, people in table.rows if dimension == "place")
        assert by_place == sum(cells.values())
    periods = sorted(Period.parse(row.period) for row in ParticipationTable.objects.filter(kind="combinations"))
    assert all(one < other for one, other in pairwise(periods))


def test_a_period_that_is_not_over_says_so_and_is_not_opened_first(linked: Community) -> None:
    rows = ParticipationTable.objects.filter(kind="combinations")
    last = max(Period.parse(row.period) for row in rows)
    rows.update(as_of=timezone.datetime(int(last.start), 12, 31).date())
    assert said(f"{API}/reach.json")["period"] != str(last)
    assert said(f"{API}/reach.json?period={last}")["is_so_far"] is True
    assert "was not over" in words_of(f"/riverbend/reach/?period={last}")


def test_the_need_beside_it_is_the_reader_s_choice(linked: Community) -> None:
    document = said(f"{API}/reach.json?indicator=kindergarten-readiness")
    assert document["need"]["id"] == "kindergarten-readiness"
    assert "Need beside it" in words_of("/riverbend/reach/")


def test_a_community_without_records_is_told_what_belongs_here(db: None, submitted: None) -> None:
    ParticipationTable.objects.all().delete()
    for name, words in (("reach", "No records yet"), ("overlap", "No records yet")):
        assert words in words_of(f"/riverbend/{name}/")
        assert said(f"{API}/{name}.json")["period"] is None
        assert Client().get(f"{API}/{name}.csv").status_code == 200


def test_a_private_community_shows_neither_to_the_public(linked: Community) -> None:
    Community.objects.filter(pk=linked.pk).update(visibility="private")
    for path in ("/riverbend/reach/", "/riverbend/overlap/", f"{API}/reach.json", f"{API}/overlap.csv"):
        assert Client().get(path).status_code == 404
