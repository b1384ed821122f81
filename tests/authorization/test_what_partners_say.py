"""What one partner says of another is read by nobody without both sides' consent: on no page, in no answer, by no one.

Every word of every account is a canary, and every address is asked by everybody. Then everything that a reader may not
read is changed, level and word, and everything is asked again: not a byte of what they get may be another.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial

import pytest
from django.core.cache import caches
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker
from tests import cast
from tests.authorization.asking_for_accounts import answers_to, replies_to
from tests.authorization.conftest import CACHES
from tests.authorization.partners import LOW, PARTS, TOWN, Reader, Said, Town, answers_of, make_town, pairings, rows_of
from tests.builders import table
from tests.standing import standing

from groundswell.apps.partnerships.models import NetworkAnswer, Partnership, PartnershipNote
from groundswell.apps.partnerships.queries import said_of
from groundswell.apps.people.actions import directory_of, renew_data_version, store_table
from groundswell.apps.people.models import AuditEvent, Change, Organization
from groundswell.apps.people.queries import PUBLIC
from groundswell.apps.scorecards.queries.partnerships.partners_document import partners_document

BY_DAY = 8  # pairs; by night every combination
TODAY = date(2026, 11, 22)
CANARY = re.compile(rb"Qzpair\d\d(?:near|far|all)qz[a-z]*", re.IGNORECASE)
# By day those who differ in what they may read; the others hold the same permissions over accounts.
QUICK = ("public", "steward", "near partner_member", "third funder")


def standing_town(blocker: DjangoDbBlocker, sample: int | None) -> Iterator[Town]:
    """A town for the tests of a module; without a sample, of every combination."""
    with standing(blocker), override_settings(CACHES=CACHES):
        yield make_town(pairings(sample))


@pytest.fixture(scope="module")
def town(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Town]:
    """A sample of how two can have answered and consented."""
    yield from standing_town(django_db_blocker, BY_DAY)


def forget() -> None:
    """Whatever was kept to be quicker the next time."""
    for name in CACHES:
        caches[name].clear()


def words_in(text: bytes) -> set[str]:
    return {found.decode().lower() for found in CANARY.findall(text)}


def shut_words(town: Town, reader: Reader) -> set[str]:
    """The words of shut accounts; and what a side answered by itself, also where another wrote its account down."""
    told = {one.word(part) for one in town.shut_to(reader) for part in PARTS if part != "value"}
    own = {one.word("value") for one in town.said() if one.side and not reader.may_read(one.by_itself())}
    return {word.lower() for word in told | own}


def leaks(town: Town, reader: Reader, answers: Iterable[tuple[str, bytes]]) -> list[str]:
    """Every place where a word stands that this reader may not read."""
    shut = tuple(shut_words(town, reader))
    return [
        f"{where} tells {reader.name}: {word}"
        for where, text in answers
        for word in sorted(words_in(text))
        if word.startswith(shut)
    ]


@contextmanager
def turned(town: Town, said: list[Said], answered: list[Said] | None = None) -> Iterator[None]:
    """As if all of this had been said otherwise: other levels, other words, more cells; undone afterwards.

    `answered` are those who answered questions otherwise, where they are fewer.
    """
    notes = [row for one in said for row in rows_of(one, level=LOW, turned=True)]
    answers = [row for one in (said if answered is None else answered) for row in answers_of(one, turned=True)]
    here = town.community
    directory = {model: directory_of(model, here) for model in (Organization, Partnership)}
    with transaction.atomic():
        for one in said:
            of_it = {"partnership__public_id": one.pair.id, "date": one.day, "recorded_by": one.recorded_by}
            PartnershipNote.objects.filter(community=here, **of_it).delete()
        for model, rows in ((PartnershipNote, notes), (NetworkAnswer, answers)):
            store_table(model, table(model.file, rows), community=here, directory=directory)
        renew_data_version(here)  # so that nothing is shown that was kept before
        forget()
        yield
        transaction.set_rollback(True)
    here.refresh_from_db()
    forget()


def differences(
    town: Town, reader: Reader, before: dict[str, bytes], ask: Callable[[], Iterator[tuple[str, bytes]]]
) -> list[str]:
    """Every answer that changes when only what this reader may not read has changed."""
    shut = town.shut_to(reader)
    with turned(town, shut, [one for one in shut if not (one.side and reader.may_read(one.by_itself()))]):
        after = dict(ask())
    assert before.keys() == after.keys()
    return [f"{where} tells {reader.name} what is shut: {_first(before[where], after[where])}"
            for where in before if before[where] != after[where]]  # fmt: skip


def _first(before: bytes, after: bytes) -> str:
    at = next((at for at, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), 0)
    return f"{before[max(0, at - 60) : at + 60]!r} / {after[max(0, at - 60) : at + 60]!r}"


def faults(town: Town, reader: Reader, *, is_whole: bool = False) -> list[str]:
    """What is wrong about everything that this reader is answered."""
    forget()
    before = list(answers_to(town, reader, is_whole=is_whole))
    return [
        *leaks(town, reader, before),
        *leaks(town, reader, replies_to(town, reader, is_whole=is_whole)),
        *differences(town, reader, dict(before), partial(answers_to, town, reader, is_whole=is_whole)),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("name", QUICK)
def test_nobody_is_told_what_a_partner_said_without_the_consent_of_both(town: Town, name: str) -> None:
    assert faults(town, town.readers[name]) == []


@pytest.mark.django_db
def test_no_word_of_an_account_stands_in_the_audit_log_or_the_history(town: Town) -> None:
    assert PartnershipNote.objects.filter(activity__contains="Qzpair").exists()
    kept = [*AuditEvent.objects.values_list("details"), *Change.objects.values_list("before", "after")]
    assert not words_in(str(kept).encode())


@pytest.mark.django_db
def test_the_command_line_says_nothing_of_what_is_shut_to_who_takes_part(town: Town) -> None:
    def said() -> str:
        town.community.refresh_from_db()
        return str(partners_document(town.community, reader=cast.COMMAND_LINE, on=TODAY, today=TODAY))

    steward = town.readers["steward"]  # who reads as much
    before = said()
    with turned(town, town.shut_to(steward)):
        assert said() == before
    with turned(town, [one for one in town.said() if steward.may_read(one)]):
        assert said() != before


@pytest.mark.django_db
def test_a_side_reads_its_own_words_on_its_own_page(town: Town) -> None:
    """Were nothing ever shown to anybody, nothing would be proven."""
    reader, pair = town.readers["near partner_member"], town.pairs[0]
    page = reader.client.get(f"/{TOWN}/partners/partnerships/{pair.id}/").content
    assert "qzpair00nearqzactivity" in words_in(page)
    assert not any("far" in word for word in words_in(page)), "the two let nobody read"


@pytest.mark.django_db
def test_the_proof_notices_a_leak(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """Were every account open to everybody, those who may read it least would be found out."""
    door = "groundswell.apps.partnerships.queries.accounts.readable"
    monkeypatch.setattr(door, lambda accounts, *_: tuple(accounts))
    opened = {one.pair.id for one in said_of(town.community, reader=PUBLIC, on=TODAY)}
    assert opened > {one.pair.id for one in town.said() if town.readers["public"].may_read(one)}
    told = f"{said_of(town.community, reader=PUBLIC, on=TODAY)}".encode()
    assert leaks(town, town.readers["public"], [("GET /", told)])
