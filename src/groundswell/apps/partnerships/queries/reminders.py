"""Who is to be reminded today, and of what: people who hold a role for the organization that promised it.

Of a network of providers, everybody who holds a role for one of its members is. Whoever turned reminders off, or may
not read commitments, gets none; nobody gets a second letter about a stage of which they had one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from groundswell.apps.partnerships.models import Commitment, CommitmentReminder
from groundswell.apps.partnerships.queries.commitments import commitments_in_use, pledge_of
from groundswell.apps.people.models import Appointment, Community, Person
from groundswell.apps.people.queries import current
from groundswell.core.collaboration.reminders import stage_on
from groundswell.core.permissions import Permission
from groundswell.core.roles import ROLES, Role
from groundswell.exchange.package.cells import list_of

HELD_FOR = timedelta(hours=1)  # a letter claimed and neither sent nor given back may be tried again after that


@dataclass(frozen=True, slots=True)
class DueReminder:
    """A commitment that somebody is to be reminded of, and at which stage, in days after the day due."""

    commitment: Commitment
    due: date
    stage: int


@dataclass(frozen=True, slots=True)
class Letter:
    """What one person is reminded of, in one letter: what is due first stands first."""

    person: Person
    reminders: tuple[DueReminder, ...]


def letters_due(community: Community, *, today: date, now: datetime | None = None) -> tuple[Letter, ...]:
    """The letters that would go out today, by person; whoever calls has asked who may send them. Three queries."""
    waiting = [
        DueReminder(row, row.due, stage)
        for row in commitments_in_use(community)
        if (stage := stage_on(pledge_of(row), today)) is not None and row.due is not None
    ]
    if not waiting:
        return ()
    people = _people_by_organization(community)
    told = _told(community, waiting, now or timezone.now())
    mine: dict[Person, list[DueReminder]] = defaultdict(list)
    for one in waiting:
        for person in {each.pk: each for name in promised_by(one.commitment) for each in people.get(name, ())}.values():
            if (one.commitment.pk, person.pk, one.due, one.stage) not in told:
                mine[person].append(one)
    letters = [Letter(person, tuple(sorted(found, key=_by_day))) for person, found in mine.items()]
    return tuple(sorted(letters, key=lambda letter: letter.person.pk))


def promised_by(row: Commitment) -> tuple[str, ...]:
    """The ids of the organizations that answer for a commitment: its own, else all members of its network."""
    if row.organization is not None:
        return (row.organization.public_id,)
    return tuple(list_of(row.network.members)) if row.network is not None else ()


def _by_day(one: DueReminder) -> tuple[date, str]:
    return one.due, one.commitment.public_id


def _people_by_organization(community: Community) -> Mapping[str, list[Person]]:
    """Who holds a role for each organization today, takes part by it, and wants to be reminded."""
    wanted = Appointment.objects.filter(
        community=community, organization__isnull=False, person__is_active=True, person__gets_reminders=True
    )
    found: dict[str, list[Person]] = defaultdict(list)
    for held in current(wanted).select_related("person", "organization").order_by("id"):
        if held.organization and Permission.READ_PARTNERSHIPS in ROLES[Role(held.role)].permissions:
            found[held.organization.public_id].append(held.person)
    return found


def _told(community: Community, waiting: list[DueReminder], now: datetime) -> set[tuple[object, ...]]:
    """What was sent already, or is being sent at this moment by somebody else."""
    rows = CommitmentReminder.objects.filter(
        community=community, commitment__in=[one.commitment for one in waiting], claimed__isnull=False
    ).values_list("commitment_id", "person_id", "due", "stage", "claimed", "sent")
    still = now - HELD_FOR
    return {tuple(key) for *key, claimed, sent in rows if sent is not None or (claimed is not None and claimed > still)}
