"""Who reads what one partner said of the other: nobody outside without both consents, neither side before its own."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.core.collaboration.accounts import (
    BACKBONE,
    Account,
    Cell,
    Pair,
    recorder_as_written,
    recorder_read,
    standing,
)
from groundswell.core.collaboration.sight import ANSWERED_WITHIN, Consent, Viewer, consent_of, may_read, readable
from groundswell.core.collaboration.words import READERS_FROM_NARROW, Readers

PAIR = Pair("pair", "library", "school")
TODAY = date(2026, 5, 1)
LIBRARY, SCHOOL = Viewer(frozenset({"library"}), takes_part=True), Viewer(frozenset({"school"}), takes_part=True)
THIRD = Viewer(frozenset({"clinic"}), takes_part=True)
KEEPER, PUBLIC = Viewer(takes_part=True, records_for_all=True), Viewer()
OUTSIDE = (THIRD, KEEPER, PUBLIC)


def account(side: str, day: date = TODAY, recorded_by: str = "", *cells: Cell) -> Account:
    return Account("pair", day, side, recorded_by or side, cells or (Cell(4, "", "Training"),))


def consents(library: Readers | None, school: Readers | None) -> list[Consent]:
    told = (("library", library), ("school", school))
    return [Consent("pair", side, TODAY, readers) for side, readers in told if readers]


def slowly(one: Account, viewer: Viewer, accounts: list[Account], given: list[Consent]) -> bool:
    """The same as `may_read`, sentence by sentence."""
    if one.recorded_by == BACKBONE and viewer.records_for_all:
        return True  # whoever wrote it down has read it
    if one.side in viewer.organizations or one.recorded_by in viewer.organizations:
        return True  # one's own
    sides = ["library", "school"]
    is_side = any(side in viewer.organizations for side in sides)
    if one.side == "":
        if is_side:
            return True  # it was said before both
    else:
        other = sides[1 - sides.index(one.side)]
        since = one.day - timedelta(days=183)
        own = [each for each in accounts if each.side == each.recorded_by == other and each.level is not None]
        if not [each for each in own if each.day >= since]:
            return False  # the other side has not said its own, itself
    lets = []
    for side in sides:
        said = sorted((each.since, each.readers) for each in given if each.organization == side and each.since <= TODAY)
        lets.append(said[-1][1] if said else "own")
    if "own" in lets:
        return False
    if is_side:
        return True
    if lets == ["everyone", "everyone"]:
        return True
    return viewer.takes_part and "partners" not in lets


VIEWERS = st.sampled_from([LIBRARY, SCHOOL, *OUTSIDE, Viewer(frozenset({"library", "school"}), takes_part=True)])
DAYS = st.integers(0, 400).map(lambda back: TODAY - timedelta(days=back))
CELLS = st.sampled_from([(), (Cell(5, "", ""),), (Cell(2, ""),), (Cell(6, "library", "Plan"),)])
ACCOUNTS = st.lists(
    st.builds(
        lambda side, day, recorder, cells: Account("pair", day, side, recorder or side or BACKBONE, cells),
        st.sampled_from(["library", "school", ""]), DAYS, st.sampled_from(["", BACKBONE, "library"]), CELLS,
    ),
    max_size=5,
)  # fmt: skip
CONSENTS = st.lists(
    st.builds(
        lambda side, day, readers: Consent("pair", side, day, readers),
        st.sampled_from(["library", "school"]), DAYS, st.sampled_from(READERS_FROM_NARROW),
    ),
    max_size=5, unique_by=lambda one: (one.organization, one.since),
)  # fmt: skip


@given(ACCOUNTS, CONSENTS, VIEWERS)
def test_the_rule_and_its_slow_twin_open_the_same(
    accounts: list[Account], given: list[Consent], viewer: Viewer
) -> None:
    for one in accounts:
        assert may_read(one, viewer, PAIR, accounts, given, TODAY) == slowly(one, viewer, accounts, given)


@given(ACCOUNTS, CONSENTS, VIEWERS)
def test_all_accounts_of_a_partnership_open_as_each_by_itself(
    accounts: list[Account], given: list[Consent], viewer: Viewer
) -> None:
    alone = tuple(one for one in accounts if may_read(one, viewer, PAIR, accounts, given, TODAY))
    assert readable(accounts, viewer, PAIR, given, TODAY) == alone


LATELY = st.lists(  # all within half a year, so that whoever is let reads the whole of it once both have answered
    st.builds(
        lambda side, back: account(side, TODAY - timedelta(days=back), side or BACKBONE),
        st.sampled_from(["library", "school", ""]), st.sampled_from([0, 1, 182, 183, 184]),
    ),
    min_size=2, max_size=8,
)  # fmt: skip


@given(LATELY, VIEWERS)
def test_where_both_answered_of_late_the_whole_opens_only_if_each_account_does(
    accounts: list[Account], viewer: Viewer
) -> None:
    let = consents(Readers.EVERYONE, Readers.EVERYONE)
    alone = tuple(one for one in accounts if slowly(one, viewer, accounts, let))
    assert readable(accounts, viewer, PAIR, let, TODAY) == alone


@given(ACCOUNTS, st.sampled_from(["library", "school", "clinic"]), DAYS)
def test_what_stands_is_the_latest_and_of_one_day_the_sides_own(accounts: list[Account], side: str, on: date) -> None:
    told = [one for one in accounts if one.side in (side, "") and one.day <= on]
    slow = max(told, key=lambda one: (one.day, bool(one.side)), default=None)
    assert standing(accounts, side, on) is slow


@given(ACCOUNTS, CONSENTS, st.sampled_from(OUTSIDE))
def test_nobody_outside_reads_anything_without_the_consent_of_both(
    accounts: list[Account], given: list[Consent], viewer: Viewer
) -> None:
    read = [one for one in readable(accounts, viewer, PAIR, given, TODAY) if one.recorded_by != BACKBONE]
    wide = {Readers.COMMUNITY, Readers.EVERYONE}
    if read:
        assert {consent_of(given, side, TODAY) for side in ("library", "school")} <= wide


@given(ACCOUNTS, CONSENTS)
def test_neither_side_reads_the_other_before_it_has_answered(accounts: list[Account], given: list[Consent]) -> None:
    mine = [one for one in accounts if one.side != "library" or one.level is None or one.recorded_by == BACKBONE]
    read = readable(mine, LIBRARY, PAIR, given, TODAY)
    assert not [one for one in read if one.side == "school" and one.recorded_by != "library"]


@pytest.mark.parametrize("library", [None, *Readers])
@pytest.mark.parametrize("school", [None, *Readers])
def test_the_narrower_of_the_two_consents_counts(library: Readers | None, school: Readers | None) -> None:
    accounts = [account("library"), account("school")]
    given = consents(library, school)
    narrow = min((library or Readers.OWN, school or Readers.OWN), key=READERS_FROM_NARROW.index)
    opened = {viewer: may_read(accounts[0], viewer, PAIR, accounts, given, TODAY) for viewer in (SCHOOL, *OUTSIDE)}
    assert opened == {
        SCHOOL: narrow is not Readers.OWN,
        THIRD: narrow in (Readers.COMMUNITY, Readers.EVERYONE),
        KEEPER: narrow in (Readers.COMMUNITY, Readers.EVERYONE),
        PUBLIC: narrow is Readers.EVERYONE,
    }


def test_an_answer_of_half_a_year_before_still_opens_and_an_older_one_does_not() -> None:
    given = consents(Readers.PARTNERS, Readers.PARTNERS)
    for back, is_open in ((ANSWERED_WITHIN, True), (ANSWERED_WITHIN + timedelta(days=1), False)):
        accounts = [account("library"), account("school", TODAY - back)]
        assert may_read(accounts[0], SCHOOL, PAIR, accounts, given, TODAY) is is_open


def test_who_only_wants_something_has_not_answered() -> None:
    wish = Account("pair", TODAY, "school", "school", (), 6, "Meet")
    accounts = [account("library"), wish]
    assert not may_read(accounts[0], SCHOOL, PAIR, accounts, consents(*[Readers.EVERYONE] * 2), TODAY)


def test_a_consent_of_tomorrow_lets_nobody_read_today() -> None:
    given = [Consent("pair", side, TODAY + timedelta(days=1), Readers.EVERYONE) for side in ("library", "school")]
    assert not may_read(account("library"), PUBLIC, PAIR, [account("library"), account("school")], given, TODAY)


@given(st.sampled_from(["library", "school", "clinic", BACKBONE]), st.booleans())
def test_who_recorded_an_account_is_read_back_as_written(recorder: str, is_for_both: bool) -> None:
    written = recorder_as_written(recorder, is_for_both=is_for_both, pair=PAIR)
    assert recorder_read(written) == (recorder, is_for_both and PAIR.is_side(recorder))
