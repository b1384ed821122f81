"""What partners said of each other, as far as a reader may read it: the one door to it.

Every page, export and answer that holds anything of an account comes through `said_of`, or through `levels_of` where
levels are all that it needs; both open what `readable` opens and nothing else. Keeping a community opens
nothing here: an account belongs to the side that gave it; `core.collaboration.sight` says who else reads it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from django.db.models import Aggregate, Case, Q, TextField, Value, When

from groundswell.apps.partnerships.models import Partnership, PartnershipConsent, PartnershipNote
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import Actor, may, not_retired
from groundswell.core.collaboration.accounts import BACKBONE, Account, Cell, LevelSaid, Pair, recorder_read, standing
from groundswell.core.collaboration.levels import Level
from groundswell.core.collaboration.sight import Consent, Viewer, readable
from groundswell.core.collaboration.words import Readers
from groundswell.core.permissions import Permission
from groundswell.core.roles import ROLES
from groundswell.exchange.collector import paused_collector


@dataclass(frozen=True, slots=True)
class PartnershipSaid:
    """A partnership with what a reader may read of it: accounts oldest first, and how many there are in all."""

    pair: Pair
    name: str
    accounts: tuple[Account, ...]
    consents: tuple[Consent, ...]
    first_answers: Mapping[str, date]  # of each side that said anything at all, read by this reader or not
    shut: int  # accounts that this reader may not read
    newer: frozenset[str]  # sides that said something after all of theirs that is read here; for who takes part alone

    @property
    def answered(self) -> frozenset[str]:
        """The sides that said anything at all."""
        return frozenset(self.first_answers)


@dataclass(frozen=True, slots=True)
class PartnershipLevels:
    """A partnership with the levels of the accounts that a reader may read, oldest first."""

    pair: Pair
    levels: tuple[LevelSaid, ...]


def viewer_of(reader: Actor, community: Community) -> Viewer:
    """Who looks at accounts: the organizations that somebody answers for here, and what they may do besides."""
    own = Permission.CHANGE_OWN_PARTNERSHIPS
    speaking = (held for held in reader.held_in(community) if own in ROLES[held.role].permissions)
    return Viewer(
        organizations=frozenset(held.organization_id for held in speaking),
        takes_part=may(reader, Permission.READ_PARTNERSHIPS, community),
        records_for_all=may(reader, Permission.CHANGE_PARTNERSHIPS, community),
    )


def said_of(community: Community, *, reader: Actor, on: date) -> tuple[PartnershipSaid, ...]:
    """Every partnership in use that a reader may know of, by id, with what they may read of it. Three queries.

    Who takes part knows of all; others know of those that both sides let everybody read. `on` is the day whose consents
    count: today, whatever day is looked at.
    """
    viewer = viewer_of(reader, community)
    with paused_collector():
        told = _pairs(community)
        accounts, consents = _accounts(community, [pair for pair, _ in told]), _consents(community)
        said = (
            _said(pair, name, accounts.get(pair.id, ()), consents.get(pair.id, ()), viewer, on) for pair, name in told
        )
        return tuple(one for one in said if viewer.takes_part or one.accounts)


def levels_of(community: Community, *, reader: Actor, on: date) -> tuple[PartnershipLevels, ...]:
    """The same partnerships and the same accounts as in `said_of`, but only their levels: no word is even read."""
    viewer = viewer_of(reader, community)
    with paused_collector():
        pairs = [pair for pair, _ in _pairs(community)]
        levels, consents = _levels(community, pairs), _consents(community)
        opened = (readable(levels.get(pair.id, ()), viewer, pair, consents.get(pair.id, ()), on) for pair in pairs)
        said = map(PartnershipLevels, pairs, opened)
        return tuple(one for one in said if viewer.takes_part or one.levels)


def consents_by_pair(community: Community) -> Mapping[frozenset[str], list[tuple[Pair, Sequence[Consent]]]]:
    """Every partnership in use by its two organizations, with what each side lets; says nothing of what was said."""
    consents = _consents(community)
    found: dict[frozenset[str], list[tuple[Pair, Sequence[Consent]]]] = defaultdict(list)
    for pair, _ in _pairs(community):
        found[frozenset(_both(pair))].append((pair, consents.get(pair.id, ())))
    return found


def _pairs(community: Community) -> list[tuple[Pair, str]]:
    """Every partnership in use, by id, and what it is called."""
    rows = not_retired(Partnership.objects.filter(community=community)).order_by("public_id")
    told = rows.values_list("public_id", "organization__public_id", "partner__public_id", "name")
    return [(Pair(key, one, other), name) for key, one, other, name in told]


def _said(
    pair: Pair, name: str, accounts: Sequence[Account], consents: Sequence[Consent], viewer: Viewer, on: date
) -> PartnershipSaid:
    opened = readable(accounts, viewer, pair, consents, on)
    first: dict[str, date] = {}
    for one in accounts:  # oldest first
        for side in [one.side] if one.side else _both(pair):
            first.setdefault(side, one.day)
    shut = len(accounts) - len(opened)
    newer = frozenset(_passed(pair, accounts, opened) if shut and viewer.takes_part else ())
    return PartnershipSaid(pair, name, opened, tuple(consents), first, shut, newer)


def _passed(pair: Pair, accounts: Sequence[Account], opened: Sequence[Account]) -> Iterator[str]:
    """The sides of which something is read, and something newer is not."""
    for side in _both(pair):
        read, latest = (standing(some, side, date.max) for some in (opened, accounts))
        if read is not None and latest is not None and (latest.day, bool(latest.side)) > (read.day, bool(read.side)):
            yield side


def _both(pair: Pair) -> list[str]:
    return [pair.organization, pair.partner]


class _Row(NamedTuple):
    """A row of notes: organizations by their ids, None where there is none. No model object: there are 100,000."""

    partnership: str
    day: date
    recorded_by: str
    on_behalf_of: str | None
    actor: str | None
    level: str
    activity: str
    evidence: str
    since: date | None
    wanted_level: str
    next_step: str


def _accounts(community: Community, pairs: Iterable[Pair]) -> Mapping[str, list[Account]]:
    """Every account of these partnerships by partnership, oldest first; for `said_of` alone."""
    by_id = {pair.id: pair for pair in pairs}
    found: dict[str, dict[tuple[date, str, str], list[_Row]]] = defaultdict(lambda: defaultdict(list))
    for row in _rows(community):
        pair = by_id.get(row.partnership)
        if pair is not None:
            side, recorded_by = _whose(row.recorded_by, row.on_behalf_of, pair)
            found[row.partnership][row.day, side, recorded_by].append(row)
    return {
        partnership: [_account(partnership, *key, rows) for key, rows in sorted(told.items())]
        for partnership, told in found.items()
    }


def _rows(community: Community) -> Iterator[_Row]:
    rows = not_retired(PartnershipNote.objects.filter(community=community)).order_by("date", "level", "id")
    pointing = {name: f"{name}__public_id" for name in ("partnership", "on_behalf_of", "actor")}
    pointing["day"] = "date"
    return map(_Row._make, rows.values_list(*(pointing.get(name, name) for name in _Row._fields)))


def _levels(community: Community, pairs: Iterable[Pair]) -> Mapping[str, list[LevelSaid]]:
    """The level of every account of these partnerships by partnership, oldest first; for `levels_of` alone."""
    by_id = {pair.id: pair for pair in pairs}
    found: dict[str, dict[tuple[str, str], list[str]]] = defaultdict(lambda: defaultdict(list))
    for partnership, written, on_behalf_of, steps in _steps(community):
        pair = by_id.get(partnership)
        if pair is not None:  # written in two ways it still is the same account
            found[partnership][_whose(written, on_behalf_of, pair)] += steps.split()
    said = cache(_level_said)  # one for all partnerships about which somebody said the same on the same day
    return {
        partnership: sorted(
            said(step, side, recorded_by) for (side, recorded_by), steps in told.items() for step in _highest(steps)
        )
        for partnership, told in found.items()
    }


def _steps(community: Community) -> Iterable[tuple[str, str, str | None, str]]:
    """Partnership, who recorded it, on whose behalf, and the steps that they told there: a row each, for what was told
    is added up where it lies."""
    shown = Q(level__in=[int(level) for level in Level if level <= Level.COEXIST])
    shown |= ~Q(activity="") | ~Q(evidence="")  # as `Cell.counts`
    level = Case(When(shown, then="level"), default=Value(""))
    rows = not_retired(PartnershipNote.objects.filter(community=community))
    tellers = rows.values_list("partnership__public_id", "recorded_by", "on_behalf_of__public_id")
    return tellers.annotate(steps=_Steps("date", level))


class _Steps(Aggregate):
    """Days with the level of a cell that has anything to show for it, else none: `2025-03-01:4 2026-03-01:`."""

    function, arg_joiner, output_field = "GROUP_CONCAT", " || ':' || ", TextField()
    template = "%(function)s(%(expressions)s, ' ')"

    def as_postgresql(self, compiler: Any, connection: Any) -> Any:
        """The same, under PostgreSQL's name for it."""
        return self.as_sql(compiler, connection, function="STRING_AGG")


def _highest(steps: Iterable[str]) -> Iterable[str]:
    """The highest step of each day: of what begins with the same ten letters the last."""
    return {step[:10]: step for step in sorted(steps)}.values()


def _level_said(step: str, side: str, recorded_by: str) -> LevelSaid:
    day, _, level = step.partition(":")
    return LevelSaid(date.fromisoformat(day), side, recorded_by, int(level) if level else None)


def whose(row: PartnershipNote) -> tuple[str, str]:
    """Whose account a row belongs to, blank where it was recorded for both, and who recorded it."""
    partnership = row.partnership
    pair = Pair(partnership.public_id, partnership.organization.public_id, partnership.partner.public_id)
    return _whose(row.recorded_by, row.on_behalf_of.public_id if row.on_behalf_of else None, pair)


def _whose(written: str, on_behalf_of: str | None, pair: Pair) -> tuple[str, str]:
    """It is theirs for whom it was recorded, else of the side that recorded it, unless that side said that it is for
    both."""
    recorded_by, is_for_both = recorder_read(written)
    if on_behalf_of is not None:
        side = on_behalf_of
    else:
        side = recorded_by if recorded_by in _both(pair) and not is_for_both else ""
    return side, recorded_by or side or BACKBONE


def account_of(partnership: str, meant: Account, rows: Sequence[PartnershipNote]) -> Account | None:
    """The account that these rows of its own hold, for the action that replaces it; None where there are none."""
    if not rows:
        return None
    return _account(partnership, meant.day, meant.side, meant.recorded_by, [_as_read(row) for row in rows])


def _as_read(row: PartnershipNote) -> _Row:
    return _Row(
        partnership=row.partnership.public_id,
        day=row.date,
        recorded_by=row.recorded_by,
        on_behalf_of=row.on_behalf_of.public_id if row.on_behalf_of else None,
        actor=row.actor.public_id if row.actor else None,
        level=row.level,
        activity=row.activity,
        evidence=row.evidence,
        since=row.since,
        wanted_level=row.wanted_level,
        next_step=row.next_step,
    )


def _account(partnership: str, day: date, side: str, recorded_by: str, rows: Sequence[_Row]) -> Account:
    cells = tuple(
        Cell(int(row.level), row.actor or "", row.activity, row.evidence, row.since) for row in rows if row.level
    )
    wanted = max((int(row.wanted_level) for row in rows if row.wanted_level), default=None)
    steps = [row.next_step for row in rows if row.next_step]
    return Account(partnership, day, side, recorded_by, cells, wanted, "\n".join(dict.fromkeys(steps)))


def _consents(community: Community) -> Mapping[str, list[Consent]]:
    found: dict[str, list[Consent]] = defaultdict(list)
    rows = not_retired(PartnershipConsent.objects.filter(community=community)).order_by("since")
    for name, side, since, readers in rows.values_list(
        "partnership__public_id", "organization__public_id", "since", "readers"
    ):
        found[name].append(Consent(name, side, since, Readers(readers)))
    return found
