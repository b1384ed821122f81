"""Who is to be reminded today, and of what: people who hold a role for the organization that promised it.

Of a network of providers in use, everybody who holds a role for one of its members is. Whoever turned reminders off, or
may not read commitments, gets none; nobody gets a second letter about a stage of which one was so much as begun.
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

UNDER_WAY_FOR = timedelta(
    hours=1
)  # a letter begun longer ago than this, of which nothing says that it went, is told of


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


@dataclass(frozen=True, slots=True)
class Unfinished:
    """Letters that were begun and never said to have gone: nobody knows, so they are not sent again."""

    letters: int = 0
    commitments: tuple[str, ...] = ()  # ids


def letters_due(community: Community, *, today: date) -> tuple[Letter, ...]:
    """The letters that would go out today, by person; whoever calls has asked who may send them. Three queries."""
    waiting = _waiting(community, today)
    if not waiting:
        return ()
    people, told = _people_by_organization(community), _told(community, waiting)
    mine: dict[Person, list[DueReminder]] = defaultdict(list)
    for one in waiting:
        promising = promised_by(one.commitment, today)
        for person in {each.pk: each for name in promising for each in people.get(name, ())}.values():
            if (one.commitment.pk, person.pk, one.due, one.stage) not in told:
                mine[person].append(one)
    letters = [Letter(person, tuple(sorted(found, key=_by_day))) for person, found in mine.items()]
    return tuple(sorted(letters, key=lambda letter: letter.person.pk))


def unfinished_letters(community: Community, *, today: date, now: datetime | None = None) -> Unfinished:
    """What was begun an hour ago or longer and is not known to have gone, of the stages of today. Two queries."""
    waiting = {(one.commitment.pk, one.due, one.stage): one.commitment.public_id for one in _waiting(community, today)}
    begun = CommitmentReminder.objects.filter(
        community=community, sent__isnull=True, claimed__lte=(now or timezone.now()) - UNDER_WAY_FOR
    ).values_list("person_id", "commitment_id", "due", "stage")
    found = [(person, waiting[key]) for person, *about in begun if (key := tuple(about)) in waiting]
    return Unfinished(len({person for person, _ in found}), tuple(sorted({name for _, name in found})))


def promised_by(row: Commitment, on: date) -> tuple[str, ...]:
    """The ids of the organizations that answer for a commitment: its own, else all members of its network in use."""
    if row.organization is not None:
        return (row.organization.public_id,)
    if row.network is None or (row.network.retired is not None and row.network.retired <= on):
        return ()
    return tuple(list_of(row.network.members))


def _waiting(community: Community, today: date) -> list[DueReminder]:
    """The commitments of which a stage has come. One query."""
    return [
        DueReminder(row, row.due, stage)
        for row in commitments_in_use(community)
        if (stage := stage_on(pledge_of(row), today)) is not None and row.due is not None
    ]


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


def _told(community: Community, waiting: list[DueReminder]) -> set[tuple[object, ...]]:
    """What was sent already, is being sent by somebody else, or was begun by who knows whom and may have gone."""
    rows = CommitmentReminder.objects.filter(
        community=community, commitment__in=[one.commitment for one in waiting], claimed__isnull=False
    )
    return set(rows.values_list("commitment_id", "person_id", "due", "stage"))
