"""Who provides: organizations that say so, and those that run a program on the day that is looked at."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from groundswell.apps.people.models import Community, Organization
from groundswell.apps.people.queries import not_retired
from groundswell.apps.programs.models import Program
from groundswell.exchange.package.cells import list_of

PROVIDER = "provider"


def providers_of(community: Community, on: date) -> dict[str, str]:
    """Names of the providers by id, by name. Two queries."""
    runs = not_retired(Program.objects.filter(Q(started=None) | Q(started__lte=on), Q(ended=None) | Q(ended__gte=on)))
    running = set(runs.filter(community=community).values_list("organization", flat=True))
    rows = not_retired(Organization.objects.filter(community=community)).order_by("name", "public_id")
    return {
        row.public_id: row.name or row.public_id
        for row in rows
        if row.pk in running or PROVIDER in list_of(row.roles)
    }  # fmt: skip


def owners_of(community: Community) -> dict[str, str]:
    """The organization of each program in use, both by id. One query."""
    rows = not_retired(Program.objects.filter(community=community)).exclude(organization=None)
    return dict(rows.values_list("public_id", "organization__public_id"))
