"""Roles given and ended. A community that has a steward keeps one."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from groundswell.apps.people.actions.rows import RefusalError, alone_with, record_event
from groundswell.apps.people.models import HELD_ROLES, Appointment, Community, Organization, Person, key_from
from groundswell.apps.people.queries.actors import Actor, current, require, require_administrator
from groundswell.apps.people.queries.communities import community_for, not_retired
from groundswell.apps.people.queries.people import lasting_stewards, person_of
from groundswell.core.findings import error
from groundswell.core.permissions import Permission
from groundswell.core.roles import ROLES, Role
from groundswell.core.sentences import sentence


def give_role(
    *,
    community_id: str,
    person_id: str | UUID,
    role: str,
    organization_id: str = "",
    until: datetime | None = None,
    by: Actor,
) -> Appointment:
    """Give a role to somebody who takes part in the community or once did; others are invited.

    A role on behalf of an organization needs one. Raises NotAllowedError, or RefusalError with what is wrong.
    """
    with alone_with(community_id):
        community = _community(community_id, by)
        require(by, Permission.GIVE_ROLES, community)
        person = person_of(community, str(person_id))
        if person is None or not person.is_active:
            fix = sentence("invite them; whoever takes part already is on the list")
            raise RefusalError(error(sentence("nobody like that takes part here"), fix, column="person_id"))
        given = _role(role)
        organization = organization_for(community, given, organization_id)
        return appoint(person, community, given, organization=organization, until=until, by=by)


def appoint(
    person: Person,
    community: Community,
    role: Role,
    *,
    organization: Organization | None = None,
    until: datetime | None = None,
    by: Actor,
) -> Appointment:
    """Put a role down and record it; call it inside the change's transaction, where it is known to be allowed.

    Raises RefusalError where the person holds this very role already, or its end lies in the past.
    """
    now = timezone.now()
    if until is not None and until <= now:
        raise RefusalError(
            error(sentence("a role cannot end before it begins"), sentence("choose a later day"), column="until")
        )
    same = Appointment.objects.filter(person=person, community=community, role=str(role), organization=organization)
    if current(same, now).exists():
        fix = sentence("end that role first to change until when it is held")
        raise RefusalError(error(sentence("this person holds this role already"), fix, column="role"))
    given = Appointment.objects.create(
        person=person,
        community=community,
        organization=organization,
        role=str(role),
        since=now,
        until=until,
        given_by=by.name,
    )
    details = {"appointment": str(given.pk), "person": str(person.pk), "role": str(role)}
    details["organization"] = organization.public_id if organization else ""
    details["until"] = until.isoformat() if until else ""
    record_event(community_id=community.public_id, action="give_role", by=by, details=details)
    return given


def end_role(*, community_id: str, appointment_id: str | UUID, by: Actor) -> Appointment:
    """End a role at once. The last steward without an end date stays, also where two try to end each other.

    Raises NotAllowedError, or RefusalError where there is no such role or a steward would be missing.
    """
    with alone_with(community_id):
        community = _community(community_id, by)
        require(by, Permission.GIVE_ROLES, community)
        held = current(Appointment.objects.filter(community=community)).filter(pk=key_from(appointment_id)).first()
        if held is None:
            raise RefusalError(error(sentence("nobody holds that role any more"), sentence("open the page anew")))
        stewards = lasting_stewards(community)
        if stewards.filter(pk=held.pk).exists() and stewards.exclude(person=held.person_id).count() == 0:
            fix = sentence("make somebody else a steward first")
            raise RefusalError(error(sentence("a community does not stay without a steward"), fix))
        held.until = timezone.now()
        held.save(update_fields=["until"])
        details = {"appointment": str(held.pk), "person": str(held.person_id), "role": held.role}
        record_event(community_id=community_id, action="end_role", by=by, details=details)
    return held


def appoint_first_steward(*, community_id: str, email: str, by: Actor) -> Appointment:
    """Put a community that has no steward into somebody's hands: only who runs the installation does, and only then."""
    with alone_with(community_id):
        require_administrator(by)
        community = Community.objects.filter(public_id=community_id).first()
        if community is None:
            raise RefusalError(error(sentence("there is no such community"), column="community_id"))
        if lasting_stewards(community).exists():
            fix = sentence("ask a steward to give roles")
            raise RefusalError(error(sentence("this community has a steward"), fix, column="community_id"))
        person = Person.objects.filter(email=email.strip().lower(), is_active=True).first()
        if person is None:
            fix = sentence("choose the address of an account that is in use")
            raise RefusalError(error(sentence("nobody has an account with this address"), fix, column="email"))
        return appoint(person, community, Role.STEWARD, by=by)


def organization_for(community: Community, role: Role, organization_id: str) -> Organization | None:
    """On whose behalf a role is held; RefusalError where it needs an organization and none such is at work here."""
    if not organization_id:
        if ROLES[role].for_organization:
            fix = sentence("choose the organization")
            raise RefusalError(error(sentence("this role is held for an organization"), fix, column="organization_id"))
        return None
    rows = not_retired(Organization.objects.filter(community=community))
    organization = rows.filter(public_id=organization_id).first()
    if organization is None:
        fix = sentence("choose one from the list")
        raise RefusalError(error(sentence("no such organization is at work here"), fix, column="organization_id"))
    return organization


def _community(community_id: str, by: Actor) -> Community:
    """The community, where whoever acts may open it; the same refusal where there is none."""
    community = community_for(community_id, reader=by)
    if community is None:
        raise RefusalError(error(sentence("there is no such community here"), column="community_id"))
    return community


def _role(role: str) -> Role:
    if role not in {str(each) for each in HELD_ROLES}:
        raise RefusalError(
            error(sentence("there is no such role"), sentence("choose one from the list"), column="role")
        )
    return Role(role)
