"""Every way in which two can have consented and answered: the one door by day, every address by night."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from pytest_django import DjangoDbBlocker
from tests import cast
from tests.authorization.partners import Town
from tests.authorization.test_what_partners_say import faults, standing_town

from groundswell.apps.partnerships.queries import levels_of, said_of

TODAY = date(2026, 11, 22)
READERS = (
    "public", "stranger", "administrator", "emergency", "viewer", "analyst", "expired steward", "steward",
    "data manager", *(f"{side} {role}" for side in ("near", "far", "third")
                      for role in ("partner_member", "funder", "provider_data_manager")),
    "token of a steward, reading", "token of a steward, writing", "token of the near side",
)  # fmt: skip


@pytest.fixture(scope="module")
def town(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Town]:
    """Every combination."""
    yield from standing_town(django_db_blocker, None)


def test_the_readers_who_are_asked_are_all_that_there_are(town: Town) -> None:
    assert set(READERS) == set(town.readers)


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("name", READERS)
def test_nobody_is_told_it_at_any_address_whatever_was_consented(town: Town, name: str) -> None:
    assert faults(town, town.readers[name], is_whole=True) == []


@pytest.mark.django_db
@pytest.mark.parametrize("name", READERS)
def test_the_one_door_opens_what_the_table_says_and_nothing_else(town: Town, name: str) -> None:
    reader = town.readers[name]
    told = said_of(town.community, reader=reader.actor, on=TODAY)
    opened = {(one.pair.id, account.side, account.day.isoformat()) for one in told for account in one.accounts}
    assert opened == {
        (one.pair.id, one.pair.organization(one.side) if one.side else "", one.day)
        for one in town.said()
        if reader.may_read(one)
    }
    told = levels_of(town.community, reader=reader.actor, on=TODAY)
    assert opened == {(one.pair.id, level.side, level.day.isoformat()) for one in told for level in one.levels}


@pytest.mark.django_db
def test_who_sits_at_the_command_line_reads_as_one_who_takes_part(town: Town) -> None:
    told = said_of(town.community, reader=cast.COMMAND_LINE, on=TODAY)
    opened = {(one.pair.id, account.recorded_by) for one in told for account in one.accounts}
    steward = town.readers["steward"]
    assert opened == {(one.pair.id, one.recorded_by) for one in town.said() if steward.may_read(one)}


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["public", "viewer"])
def test_somebody_who_may_read_nothing_of_a_partnership_learns_of_none(town: Town, name: str) -> None:
    reader = town.readers[name]
    shown = {one.pair.id for one in said_of(town.community, reader=reader.actor, on=TODAY)}
    assert shown == {one.pair.id for one in town.said() if reader.may_read(one)}
