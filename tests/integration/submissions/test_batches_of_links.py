"""What a linking takes of what came: the same whether or not the person asked about is known elsewhere."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from groundswell.apps.submissions.actions.batches import NEW_AT_LEAST, batch_of, with_carried
from groundswell.engine.linkage.records import TEXT_FIELDS, PersonRecords
from groundswell.engine.links.kept import KeptLinks
from groundswell.engine.links.participants import Participants

CLINIC, LIBRARY = ("teeth", 0), ("books", 1)
Row = tuple[str, int, str, str]  # program, provider, participant, last name


def participants(rows: list[Row]) -> Participants:
    rows = sorted(rows)
    blank = np.full(len(rows), "", object)
    texts = dict.fromkeys(TEXT_FIELDS, blank) | {"last_name": np.array([row[3] for row in rows], object)}
    whose = np.array([row[1] for row in rows], np.int32)
    days = np.full(len(rows), "1990-01-01", "datetime64[D]")
    records = PersonRecords(texts, days, whose, whose)
    return Participants(np.array([row[0] for row in rows], object), np.array([row[2] for row in rows], object), records)


def linked(rows: list[Row]) -> KeptLinks:
    """Everybody linked by the last name alone."""
    now = participants(rows)
    batch = batch_of(now, None)
    _, person = np.unique(now.records.texts["last_name"].astype(str), return_inverse=True)
    none = np.zeros(0, np.int64)
    return KeptLinks(
        now.program_id, now.participant_id, person.astype(np.int64), np.arange(len(now)), batch.told, none, none,
        np.zeros(0), none,
    )  # fmt: skip


BEFORE: list[Row] = [
    *((*CLINIC, f"c{at:03d}", f"Name{at}") for at in range(300)),
    *((*LIBRARY, f"l{at:03d}", f"Name{at}") for at in range(250, 400)),
]


def test_with_and_without_two_hundred_target_persons_known_elsewhere_one_upload_gives_the_engine_the_same() -> None:
    """The library asks about 200 people one by one; the clinic knows half of them."""
    last = linked(BEFORE)
    asked = [f"Name{at}" for at in range(100)] + [f"Nobody{at}" for at in range(100)]
    answers = set()
    for name in asked:
        now = participants([*BEFORE, (*LIBRARY, "l999", name)])
        batch = batch_of(now, last)
        given_to_the_engine = tuple(now.participant_id[batch.taken])
        answers.add((hash(given_to_the_engine), batch.waiting, int(batch.carried.sum())))
    assert len(answers) == 1
    ((_, waiting, carried),) = answers
    assert (waiting, carried) == (1, 0)


@pytest.mark.parametrize("came", [NEW_AT_LEAST - 1, NEW_AT_LEAST])
def test_new_participants_are_linked_once_they_are_enough(came: int) -> None:
    now = participants([*BEFORE, *((*LIBRARY, f"n{at:03d}", f"New{at}") for at in range(came))])
    assert batch_of(now, linked(BEFORE)).waiting == (came if came < NEW_AT_LEAST else 0)


def test_the_batches_of_two_providers_are_counted_apart() -> None:
    more: list[Row] = [(*where, f"n{at:03d}", f"New{at}") for where in (CLINIC, LIBRARY) for at in range(30)]
    assert batch_of(participants([*BEFORE, *more]), linked(BEFORE)).waiting == 60


@given(some.sets(some.integers(0, 399), min_size=1, max_size=NEW_AT_LEAST - 1))
def test_who_is_told_of_otherwise_keeps_whom_she_was_linked_with(renamed: set[int]) -> None:
    last = linked(BEFORE)
    rows = [(one, whose, who, f"Other{at}" if at in renamed else name)
            for at, (one, whose, who, name) in enumerate(BEFORE)]  # fmt: skip
    now = participants(rows)
    batch = batch_of(now, last)
    taken = np.unique(now.records.texts["last_name"][batch.taken].astype(str), return_inverse=True)[1].astype(np.int64)
    person = with_carried(taken, batch, last.person)
    assert batch.carried.sum() == len(renamed) or batch.carried.sum() == len(renamed & set(range(400)))
    assert _groups(person) == _groups(last.person)


def _groups(person: np.ndarray) -> set[frozenset[int]]:
    return {frozenset(np.flatnonzero(person == one).tolist()) for one in set(person.tolist())}
