"""A provider asks by its uploads whether others know somebody: what it and everybody else reads is the same either way.

Methods C3.8: with 200 people asked about, of whom half are known elsewhere, who guesses by all visible numbers is right
no more often than by chance.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import numpy as np
import pytest
from django.db import transaction
from django.test import Client
from tests import cast, links
from tests.cast import COMMAND_LINE
from tests.integration.submissions.test_batches_of_links import BEFORE, CLINIC, LIBRARY, linked, participants
from tests.towns import Files, names, records, send

from groundswell.apps.people.models import Community, Organization
from groundswell.apps.submissions.actions import ADDS, link_people, withdraw_submission
from groundswell.apps.submissions.actions.apart import linked_of, persons, too_few
from groundswell.apps.submissions.actions.batches import batch_of
from groundswell.apps.submissions.models import ComputedSeries

Steps = tuple[int, ...]
EVERY: Steps = (0, 1, 2, 3, 4)  # sent, linked, fifty sent and linked, taken back, linked
KNOWN, UNKNOWN = "0010", "0400"  # the clinic serves the first, and has never seen the second
API = "/api/v1/town"
PAGES = (
    *("/town/reach/", "/town/overlap/", "/town/programs/", "/town/measures/served/", "/town/measures/moved/"),
    *("/town/programs/books/", "/town/programs/books/measures/moved/", "/town/programs/books/submissions/"),
    *("/town/programs/teeth/", "/town/programs/teeth/measures/served/", "/town/programs/books/measures/served/"),
    *(f"{API}/reach.json", f"{API}/reach.csv", f"{API}/overlap.json", f"{API}/overlap.csv", f"{API}/programs.json"),
    *(f"{API}/measures/served.json", f"{API}/measures/served.csv", f"{API}/measures/moved.json"),
    *(f"{API}/programs/teeth.xlsx", f"{API}/programs/books.xlsx", f"{API}/programs/books.csv"),
)
# What is another in every world: keys, digests, moments, tokens of forms.
MARKS = re.compile(
    r'nonce="[^"]*"|name="key" value="[^"]*"|value="[A-Za-z0-9]{64}"|[0-9a-f]{12,}|'
    r'\d{1,2}(:\d\d){1,2}(\.\d+)?( [ap]\.m\.)?|\b\d{1,2} [ap]\.m\.|\bnoon\b|\bmidnight\b|\d{4}-\d\d-\d\dT[^"<]*'
)


def read(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code in (200, 403, 404), (path, response.status_code)
    content = b"".join(response) if response.streaming else response.content
    if path.endswith(".xlsx") and response.status_code == 200:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            content = b"\n".join(book.read(name) for name in sorted(book.namelist()))
    return MARKS.sub("", content.decode())


def world(readers: list[tuple[Client, Steps]], target: str) -> list[dict[tuple[int, str], str]]:
    """What everybody reads after each step, of those at which they read, of a provider who asks about one person."""

    def seen() -> dict[tuple[int, str], str]:
        reading = [(at, client) for at, (client, steps) in enumerate(readers) if len(told) in steps]
        return {(at, path): read(client, path) for at, client in reading for path in PAGES}

    def link() -> None:
        assert link_people(community_id="town", by=COMMAND_LINE).is_done

    def books(who: list[str], mark: str) -> Files:
        return records(who, mark, day="2024-06-01", ended="2024-02-20")

    told: list[dict[tuple[int, str], str]] = []
    number = send("books", books([target], "one"), beside=ADDS, computes=True)
    told.append(seen())
    link()
    told.append(seen())
    send("books", books(names(500, 549), "many"), beside=ADDS, computes=True)
    link()
    told.append(seen())
    withdraw_submission(community_id="town", program_id="books", number=number, reason="A slip", by=COMMAND_LINE)
    told.append(seen())
    link()
    told.append(seen())
    return told


def differing(one: str, other: str) -> list[str]:
    """The first lines of two pages that are not the same."""
    lines = zip(one.split("<"), other.split("<"), strict=False)
    return [line for both in lines if both[0] != both[1] for line in both][:6]


@pytest.mark.django_db
@pytest.mark.usefixtures("plain_links")
@pytest.mark.parametrize(
    "public_steps",
    [(1, 4), pytest.param(EVERY, marks=pytest.mark.slow)],
    ids=["the public after the first linking and the last", "everybody after every step"],
)
def test_nobody_reads_from_any_page_whether_others_know_the_person_that_was_sent(
    town: Community, public_steps: Steps
) -> None:
    send("teeth", records(names(0, 100), "x", day="2024-06-01", started="2024-03-01"))
    send("books", records(names(60, 160), "b", day="2024-06-01", ended="2024-02-20"))
    assert link_people(community_id="town", by=COMMAND_LINE).is_done
    attacker = Client()
    attacker.force_login(cast.provider_data_manager(town, Organization.objects.get(public_id="library")))
    public = Client()
    assert "160" in read(public, f"{API}/reach.json")
    assert ComputedSeries.objects.get(measure__public_id="moved", unit_id="books").whole

    worlds = []
    for target in (KNOWN, UNKNOWN):
        here = transaction.savepoint()
        worlds.append(world([(public, public_steps), (attacker, EVERY)], target))
        transaction.savepoint_rollback(here)
    for step, (one, other) in enumerate(zip(*worlds, strict=True)):
        apart = [(key, differing(one[key], other[key])) for key in one if one[key] != other[key]]
        assert apart == [], step
    assert worlds[0][0] != worlds[0][2]


LAST = linked(BEFORE)


def visible_numbers(rows: list[Any], smallest: int = 11) -> tuple[int, ...]:
    """People over all, people at several providers, and who waits: exact, as nobody sees them."""
    last, now = LAST, participants(rows)
    batch = batch_of(now, last)
    found = links.link(now.chosen(batch.taken).records)
    few = too_few(linked_of(batch, last, now.records.provider, found, np.zeros(0, np.int64)), smallest)
    again = links.link(now.chosen(batch.taken).chosen(~few.held).records)
    person = persons(batch, again.person, last.person, few, found.person_at_provider)
    at = np.unique(np.stack([person, now.records.provider[batch.taken | batch.carried]]), axis=1)
    people, providers = np.unique(at[0], return_counts=True)
    return len(people), int(np.sum(providers > 1)), batch.waiting


def auc(of_known: list[float], of_unknown: list[float]) -> float:
    """How often somebody known has the larger number than somebody unknown; ties count half."""
    one, other = np.array(of_known)[:, None], np.array(of_unknown)[None, :]
    return float(np.mean((one > other) + 0.5 * (one == other)))


@pytest.mark.parametrize("beside", [0, 49, pytest.param(60, marks=pytest.mark.slow)])
@pytest.mark.parametrize("whose", [LIBRARY, ("tales", 2)], ids=["a provider that is known", "a new provider"])
def test_who_guesses_of_two_hundred_people_by_all_numbers_is_right_by_chance(whose: Any, beside: int) -> None:
    known, unknown = ([f"{word}{at}" for at in range(100)] for word in ("Name", "Nobody"))
    more = [(*whose, f"m{at:03d}", f"Invented{at}") for at in range(beside)]
    found = [[visible_numbers([*BEFORE, *more, (*whose, "z", name)]) for name in each] for each in (known, unknown)]
    assert {row[3] for row in BEFORE if row[:2] == CLINIC} >= set(known)
    for at in range(3):
        guess = auc(*([float(one[at]) for one in each] for each in found))
        assert max(guess, 1 - guess) <= 0.55
