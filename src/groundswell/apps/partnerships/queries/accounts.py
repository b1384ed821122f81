"""What partners said of each other, as far as a reader may read it: the one door to it.

Every page, export and answer that holds anything of an account comes through `said_of`. Keeping a community opens
nothing here: an account belongs to the side that gave it; `core.collaboration.sight` says who else reads it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from groundswell.apps.partnerships.models import Partnership, PartnershipConsent, PartnershipNote
from groundswell.apps.people.models import Community, Organization
from groundswell.apps.people.queries import Actor, may, not_retired
from groundswell.core.collaboration.accounts import BACKBONE, Account, Cell, Pair, recorder_read
from groundswell.core.collaboration.sight import Consent, Viewer, readable
from groundswell.core.collaboration.words import Readers
from groundswell.core.permissions import Permission
from groundswell.core.roles import ROLES


@dataclass(frozen=True, slots=True)
class PartnershipSaid:
    """A partnership with what a reader may read of it: accounts oldest first, and how many there are in all."""

    pair: Pair
    name: str
    accounts: tuple[Account, ...]
    consents: tuple[Consent, ...]
    answered: frozenset[str]  # sides that said anything at all, whether or not this reader may read it
    shut: int  # accounts that this reader may not read


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
    """Every partnership in use that a reader may know of, by id, with what they may read of it. Six queries.

    Who takes part knows of all; others know of those that both sides let everybody read. `on` is the day whose consents
    count: today, whatever day is looked at.
    """
    viewer = viewer_of(reader, community)
    accounts, consents = _accounts(community), _consents(community)
    rows = not_retired(Partnership.objects.filter(community=community)).select_related("organization", "partner")
    said = (
        _said(row, accounts.get(row.public_id, ()), consents.get(row.public_id, ()), viewer, on)
        for row in rows.order_by("public_id")
    )
    return tuple(one for one in said if viewer.takes_part or one.accounts)


def consents_by_pair(community: Community) -> Mapping[frozenset[str], list[tuple[Pair, Sequence[Consent]]]]:
    """Every partnership in use by its two organizations, with what each side lets; says nothing of what was said."""
    consents = _consents(community)
    found: dict[frozenset[str], list[tuple[Pair, Sequence[Consent]]]] = defaultdict(list)
    for row in not_retired(Partnership.objects.filter(community=community)).select_related("organization", "partner"):
        pair = Pair(row.public_id, row.organization.public_id, row.partner.public_id)
        found[frozenset(_both(pair))].append((pair, consents.get(pair.id, ())))
    return found


def _said(
    row: Partnership, accounts: Sequence[Account], consents: Sequence[Consent], viewer: Viewer, on: date
) -> PartnershipSaid:
    pair = Pair(row.public_id, row.organization.public_id, row.partner.public_id)
    opened = readable(accounts, viewer, pair, consents, on)
    answered = frozenset(side for one in accounts for side in ([one.side] if one.side else _both(pair)))
    return PartnershipSaid(pair, row.name, opened, tuple(consents), answered, len(accounts) - len(opened))


def _both(pair: Pair) -> list[str]:
    return [pair.organization, pair.partner]


def _accounts(community: Community) -> Mapping[str, list[Account]]:
    """Every account of a community by its partnership, oldest first; for `said_of` alone."""
    found: dict[str, dict[tuple[date, str, str], list[PartnershipNote]]] = defaultdict(lambda: defaultdict(list))
    rows = not_retired(PartnershipNote.objects.filter(community=community))
    for row in _with_names(rows.order_by("date", "level", "id"), community):
        side, recorded_by = whose(row)
        found[row.partnership.public_id][row.date, side, recorded_by].append(row)
    return {
        partnership: [_account(partnership, *key, rows) for key, rows in sorted(told.items())]
        for partnership, told in found.items()
    }


def _with_names(rows: QuerySet[PartnershipNote], community: Community) -> Iterator[PartnershipNote]:
    """Rows with the partnership and the organizations that they point to, each read once and not once a row."""
    organizations = {one.pk: one for one in Organization.objects.filter(community=community)}
    partnerships = {one.pk: one for one in Partnership.objects.filter(community=community)}
    for one in partnerships.values():
        one.organization, one.partner = organizations[one.organization_id], organizations[one.partner_id]
    for row in rows.defer("translations"):
        row.partnership = partnerships[row.partnership_id]
        if row.on_behalf_of_id:
            row.on_behalf_of = organizations[row.on_behalf_of_id]
        if row.actor_id:
            row.actor = organizations[row.actor_id]
        yield row


def whose(row: PartnershipNote) -> tuple[str, str]:
    """Whose account a row belongs to, blank where it was recorded for both, and who recorded it.

    It is theirs for whom it was recorded, else of the side that recorded it, unless that side said that it is for both.
    """
    recorded_by, is_for_both = recorder_read(row.recorded_by)
    if row.on_behalf_of is not None:
        side = row.on_behalf_of.public_id
    else:
        sides = (row.partnership.organization.public_id, row.partnership.partner.public_id)
        side = recorded_by if recorded_by in sides and not is_for_both else ""
    return side, recorded_by or side or BACKBONE


def account_of(partnership: str, meant: Account, rows: Sequence[PartnershipNote]) -> Account | None:
    """The account that these rows of its own hold, for the action that replaces it; None where there are none."""
    return _account(partnership, meant.day, meant.side, meant.recorded_by, rows) if rows else None


def _account(partnership: str, day: date, side: str, recorded_by: str, rows: Sequence[PartnershipNote]) -> Account:
    cells = tuple(
        Cell(int(row.level), row.actor.public_id if row.actor else "", row.activity, row.evidence, row.since)
        for row in rows
        if row.level
    )
    wanted = max((int(row.wanted_level) for row in rows if row.wanted_level), default=None)
    steps = [row.next_step for row in rows if row.next_step]
    return Account(partnership, day, side, recorded_by, cells, wanted, "\n".join(dict.fromkeys(steps)))


def _consents(community: Community) -> Mapping[str, list[Consent]]:
    found: dict[str, list[Consent]] = defaultdict(list)
    rows = not_retired(PartnershipConsent.objects.filter(community=community))
    for row in rows.select_related("partnership", "organization").order_by("since"):
        name = row.partnership.public_id
        found[name].append(Consent(name, row.organization.public_id, row.since, Readers(row.readers)))
    return found
