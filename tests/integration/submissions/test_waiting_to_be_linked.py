"""What waits to be linked moves no number: a clinic and a library who share ten people, linked once for all tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytest_django import DjangoDbBlocker
from tests.cast import COMMAND_LINE
from tests.integration.submissions.test_linking import figures, link, visible
from tests.towns import as_it_stands, names, records, send, standing_town

from groundswell.apps.people.models import Community
from groundswell.apps.submissions.actions import ADDS, compute_measures
from groundswell.apps.submissions.queries.linked import last_links

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_links")]


def two_providers() -> None:
    """A clinic and a library who share ten people, and people are linked."""
    send("teeth", records(names(0, 70), "x"))
    send("books", records(names(60, 130), "b"))
    link()


@pytest.fixture(scope="module")
def stands(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    with standing_town(django_db_blocker, tmp_path_factory.mktemp("town") / "home", two_providers) as home:
        yield home


@pytest.fixture
def linked(stands: Path, db: None, settings: Any, tmp_path: Path) -> Community:
    """The town in which ten people are shared."""
    return as_it_stands(stands, settings, tmp_path)


@pytest.mark.parametrize("target", ["0010", "0400"])  # the clinic knows the first and has never seen the second
def test_an_upload_of_one_person_changes_no_number_that_others_see(linked: Community, target: str) -> None:
    before = visible()
    send("books", records([target], "one"), beside=ADDS)
    assert visible() == before
    assert link()["waiting"] == 1
    assert visible() == before
    assert figures("program", "books")["2024"] == 71


def test_who_waits_is_linked_once_fifty_have_come(linked: Community) -> None:
    send("books", records(names(0, 49), "late"), beside=ADDS)
    assert link()["waiting"] == 49
    assert figures("all")["2024"] == 130
    send("books", records(["0300"], "last"), beside=ADDS)
    assert link()["waiting"] == 0
    assert figures("all")["2024"] == 131


def test_whoever_is_told_of_otherwise_keeps_the_person_that_she_had(linked: Community) -> None:
    """Else a provider who renames a person of its own would learn whether others know the name."""
    before = visible()
    groups = who_is_whom(linked)
    renamed = [(name, content.replace(b"b-0005", b"b-0065")) for name, content in records(["0005"], "b")]
    send("books", renamed, beside=ADDS)
    assert link()["waiting"] == 1
    assert who_is_whom(linked) == groups
    assert frozenset({"b-0065", "x-0065"}) in groups
    assert visible() == before


def test_what_was_computed_over_providers_stays_when_everything_is_computed_anew(linked: Community) -> None:
    before = visible()
    send("books", records(names(200, 400), "more"), beside=ADDS)
    assert compute_measures(community_id="town", everything=True, by=COMMAND_LINE).is_done
    assert visible() == before
    link()
    assert figures("all")["2024"] == 330


def who_is_whom(linked: Community) -> set[frozenset[str]]:
    kept = last_links(linked)
    assert kept is not None
    groups: dict[int, set[str]] = {}
    for participant, person in zip(kept.participant_id, kept.person.tolist(), strict=True):
        groups.setdefault(person, set()).add(participant)
    return {frozenset(each) for each in groups.values()}
