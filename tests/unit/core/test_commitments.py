"""What was promised on a day, unit by unit, and when somebody is reminded of it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.core.collaboration.commitments import (
    Against,
    Amounts,
    Due,
    Pledge,
    against,
    amounts_of,
    due_on,
    tallied,
)
from groundswell.core.collaboration.reminders import stage_on
from groundswell.core.collaboration.words import CommitmentKind, CommitmentStatus

DAY = date(2026, 6, 1)
AMOUNTS = st.none() | st.decimals(0, 1000, places=1)
PLEDGES = st.lists(
    st.builds(
        Pledge,
        id=st.just("one"),
        kind=st.none() | st.sampled_from(list(CommitmentKind)),
        status=st.sampled_from(list(CommitmentStatus)),
        amount=AMOUNTS,
        unit=st.sampled_from(["people", " People", "usd", "slots", "hours a  week"]),
        kept_amount=AMOUNTS,
    ),
    max_size=20,
)


@given(PLEDGES)
def test_amounts_of_different_units_are_never_added(pledges: list[Pledge]) -> None:
    found = {one.unit: one for one in amounts_of(pledges)}
    assert set(found) <= {"people", "usd", "slots", "hours a week"}
    for unit, one in found.items():
        of_unit = [each for each in pledges if " ".join(each.unit.split()).lower() == unit]
        assert amounts_of(of_unit) == (one,)


@given(PLEDGES)
def test_what_stands_is_what_each_commitment_may_still_come_to(pledges: list[Pledge]) -> None:
    for one in amounts_of(pledges):
        slow = Decimal(0)
        for each in pledges:
            if each.amount is None or each.unit.lower().split() != one.unit.split():
                continue
            if each.status in (CommitmentStatus.PLEDGED, CommitmentStatus.UNDER_WAY):
                slow += each.amount
            elif each.status is CommitmentStatus.KEPT:
                slow += each.amount if each.kept_amount is None else min(each.amount, each.kept_amount)
            elif each.status is CommitmentStatus.BROKEN:
                slow += min(each.amount, each.kept_amount or Decimal(0))
        assert one.standing == slow


@given(PLEDGES)
def test_tallies_count_every_commitment_once(pledges: list[Pledge]) -> None:
    assert sum(tallied(pledges).values()) == len(pledges)


def test_what_is_needed_and_not_pledged_stands_as_a_gap_of_its_own() -> None:
    assert against((), {"people": 12.0}) == (Against(Amounts("people"), 12.0),)
    assert against((), {"people": 12.0})[0].missing == 12.0


def test_more_than_needed_leaves_no_gap_below_zero() -> None:
    (one,) = against([Amounts("people", Decimal(50))], {"people": 12.0})
    assert one.missing == 0.0


def test_without_a_need_nobody_can_say_what_is_missing() -> None:
    assert against([Amounts("beds", Decimal(5))], {})[0].missing is None


@given(st.integers(-400, 400), st.sampled_from(list(CommitmentStatus)))
def test_a_commitment_stands_one_way_on_each_day(days: int, status: CommitmentStatus) -> None:
    standing = due_on(Pledge("one", status=status, due=DAY + timedelta(days=days)), DAY)
    if status not in (CommitmentStatus.PLEDGED, CommitmentStatus.UNDER_WAY):
        assert standing is Due.DONE
    else:
        assert standing is (Due.OVERDUE if days < 0 else Due.SOON if days <= 30 else Due.OPEN)


def test_without_a_day_nothing_is_ever_overdue() -> None:
    assert due_on(Pledge("one"), DAY) is Due.OPEN
    assert stage_on(Pledge("one"), DAY) is None


@given(st.integers(-100, 1000))
def test_day_by_day_each_stage_comes_once_and_none_goes_back(start: int) -> None:
    pledge = Pledge("one", due=DAY)
    stages = [stage_on(pledge, DAY + timedelta(days=start + day)) for day in range(200)]
    said = [stage for stage in stages if stage is not None]
    assert said == sorted(said)
    for stage in set(said):
        assert stage in (-30, -7) or (stage % 30 == 0 and stage >= 0)


@pytest.mark.parametrize("status", [CommitmentStatus.KEPT, CommitmentStatus.BROKEN, CommitmentStatus.RELEASED])
def test_nobody_is_reminded_of_what_is_done(status: CommitmentStatus) -> None:
    assert stage_on(Pledge("one", status=status, due=DAY), DAY) is None


def test_nobody_is_reminded_of_a_stage_that_had_come_before_it_was_made() -> None:
    pledge = Pledge("one", made=DAY - timedelta(days=20), due=DAY)
    assert stage_on(pledge, DAY - timedelta(days=19)) is None
    assert stage_on(pledge, DAY - timedelta(days=7)) == -7
