"""Who may read what one partner said of the other: nobody without the consent of both.

Each side says whom it lets read what both answered; the narrower of the two counts, and saying nothing lets nobody.
Whatever was let, an account stays shut until the other side has given its own, so that neither answers with the other's
answer before its eyes: an account opens when the other side has one from within half a year before it, or later.
Keeping the community's data opens no account.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from operator import attrgetter

from groundswell.core.collaboration.accounts import BACKBONE, Account, LevelSaid, Pair, Told
from groundswell.core.collaboration.words import READERS_FROM_NARROW, Readers

ANSWERED_WITHIN = timedelta(days=183)  # an answer of the half year before still is one to the same question


@dataclass(frozen=True, slots=True)
class Consent:
    """From this day on one side lets these read what both answered; the latest counts, and can be narrower."""

    partnership: str
    organization: str
    since: date
    readers: Readers


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks: the organizations they answer for, whether they take part, whether they record for the backbone."""

    organizations: frozenset[str] = frozenset()
    takes_part: bool = False
    records_for_all: bool = False


def consent_of(consents: Iterable[Consent], organization: str, on: date) -> Readers:
    """Whom one side lets read on a day; nobody but itself where it never said."""
    told = [consent for consent in consents if consent.organization == organization and consent.since <= on]
    return max(told, key=lambda consent: consent.since).readers if told else Readers.OWN


def let_by_both(pair: Pair, consents: Collection[Consent], on: date) -> Readers:
    """Whom both sides let read: the narrower of the two."""
    both = (consent_of(consents, side, on) for side in (pair.organization, pair.partner))
    return min(both, key=READERS_FROM_NARROW.index)


def is_answered(account: Account, accounts: Iterable[Account], pair: Pair) -> bool:
    """True where the other side has said its own, so that an account can open.

    What it wants or means to do next is no answer to how things are, and opens nothing; nor does what somebody else
    wrote down for it.
    """
    if account.is_for_both:
        return True
    other = pair.other(account.side)
    told = (one for one in accounts if one.side == other and one.is_an_own_answer)
    return any(one.day >= account.day - ANSWERED_WITHIN for one in told)


def may_read(
    account: Account, viewer: Viewer, pair: Pair, accounts: Collection[Account], consents: Collection[Consent], on: date
) -> bool:
    """May somebody read an account of this partnership, of which these are all the accounts and consents."""
    if account.side in viewer.organizations or account.recorded_by in viewer.organizations:
        return True
    if viewer.records_for_all and account.recorded_by == BACKBONE:
        return True
    of_a_side = any(pair.is_side(one) for one in viewer.organizations)
    if account.is_for_both and of_a_side:
        return True  # who records for both says it before both
    if not is_answered(account, accounts, pair):
        return False
    readers = let_by_both(pair, consents, on)
    if of_a_side and readers is not Readers.OWN:
        return True
    return readers is Readers.EVERYONE or (readers is Readers.COMMUNITY and viewer.takes_part)


def readable(
    accounts: Collection[Told], viewer: Viewer, pair: Pair, consents: Collection[Consent], on: date
) -> tuple[Told, ...]:
    """The accounts of one partnership that somebody may read, in the order given: those of which `may_read` is true.

    What is the same for all of them is asked once: whom both let read, and on which day each side answered last.
    """
    of_a_side = any(pair.is_side(one) for one in viewer.organizations)
    readers = let_by_both(pair, consents, on)
    is_let = readers is Readers.EVERYONE or (readers is Readers.COMMUNITY and viewer.takes_part)
    is_let = is_let or (of_a_side and readers is not Readers.OWN)
    latest = _latest_answers(accounts) if is_let else {}
    if is_let and _opens_whole(accounts, latest, pair):
        return tuple(accounts)
    return tuple(
        one
        for one in accounts
        if (is_let and _opens(one, latest, pair)) or _was_before_their_eyes(one, viewer, of_a_side)
    )


def _was_before_their_eyes(account: Account | LevelSaid, viewer: Viewer, of_a_side: bool) -> bool:
    """Their own, what they wrote down, and what was said before both."""
    if account.side in viewer.organizations or account.recorded_by in viewer.organizations:
        return True
    return (viewer.records_for_all and account.recorded_by == BACKBONE) or (account.is_for_both and of_a_side)


def _latest_answers(accounts: Iterable[Account | LevelSaid]) -> dict[str, date]:
    """The last day on which each side said how things are: if any of its days opens an account, this one does."""
    latest: dict[str, date] = {}
    for one in sorted(accounts, key=attrgetter("day"), reverse=True):
        if one.side not in latest and one.is_an_own_answer:
            latest[one.side] = one.day
    return latest


def _opens(account: Account | LevelSaid, latest: Mapping[str, date], pair: Pair) -> bool:
    """`is_answered`, by the last day of the other side."""
    if account.is_for_both:
        return True
    day = latest.get(pair.other(account.side))
    return day is not None and day >= account.day - ANSWERED_WITHIN


def _opens_whole(accounts: Iterable[Account | LevelSaid], latest: Mapping[str, date], pair: Pair) -> bool:
    """True where both sides answered within half a year of the last that was said: then `_opens` is true of all."""
    sides = [latest.get(pair.organization), latest.get(pair.partner)]
    answered = [day for day in sides if day is not None]
    newest = max((one.day for one in accounts), default=date.min)
    return len(answered) == 2 and min(answered) >= newest - ANSWERED_WITHIN
