"""Invitations: a role in a community, offered by letter to whoever reads the mail at an address.

The secret stands in the letter and nowhere else. It is taken up once, expires, and can be withdrawn until then. Nobody
offers a role that may do more than they may themselves.
"""

from __future__ import annotations

import logging
import secrets
from datetime import timedelta
from smtplib import SMTPException
from uuid import UUID

from django.conf import settings
from django.core.mail import send_mail
from django.utils import timezone, translation
from django.utils.translation import gettext

from groundswell.apps.people.actions.accounts import INSTALLATION, account_problems, acting, in_person, new_account
from groundswell.apps.people.actions.rows import RefusalError, alone_with, record_event
from groundswell.apps.people.isolation import with_invitation
from groundswell.apps.people.models import HELD_ROLES, Appointment, Community, Invitation, Organization, Person
from groundswell.apps.people.queries.accounts import (
    digest_of_secret,
    invitation_of,
    invitations_to,
    open_invitations,
)
from groundswell.apps.people.queries.actors import Actor, NotAllowedError, current, may
from groundswell.apps.people.queries.communities import community_for, not_retired
from groundswell.apps.people.queries.offers import may_offer, roles_to_offer
from groundswell.core.findings import Finding, error
from groundswell.core.permissions import Permission
from groundswell.core.roles import ROLES, Role
from groundswell.core.sentences import sentence

LONGEST_DAYS = 60
MOST_WAITING = 500  # in one community, so that nobody uses it to send letters to the world
_log = logging.getLogger(__name__)
__all__ = [
    "accept_invitation",
    "accept_invitations_to",
    "invite_person",
    "language_of_letters",
    "may_offer",
    "roles_to_offer",
    "withdraw_invitation",
]


def invite_person(
    *,
    community_id: str,
    email: str,
    name: str = "",
    role: Role | str,
    organization_id: str = "",
    by: Actor,
    days: int = 14,
    address: str = "",
) -> Invitation:
    """Offer a role to whoever reads the mail at `email`; the letter goes out once the offer is stored.

    `address` is where this installation is reached, the setting ADDRESS unless said. Raises RefusalError with a finding
    for each problem, also where the letter cannot be sent (then nothing is offered), and NotAllowedError.
    """
    community = _community(community_id, by)
    if not may(by, Permission.INVITE_PEOPLE, community):
        own = may(by, Permission.INVITE_OWN_PEOPLE, community, organization_id=organization_id)
        if not own:
            raise NotAllowedError(Permission.INVITE_PEOPLE, community)
    email = email.strip().lower()
    organization = _organization(community, organization_id)
    findings = _problems(by, community, email, name, role, organization_id, organization, days)
    if findings:
        raise RefusalError(*findings)
    secret = secrets.token_urlsafe(32)
    now = timezone.now()
    with alone_with(community.public_id):
        if not may_offer(by, Role(role), community, organization_id):  # it ended while others were served
            raise NotAllowedError(Permission.INVITE_PEOPLE, community)
        _not_too_many(community)
        invitation = Invitation.objects.create(
            email=email,
            name=name.strip(),
            community=community,
            organization=organization,
            role=str(role),
            digest=digest_of_secret(secret),
            made=now,
            expires=now + timedelta(days=days),
            by=by.name,
        )
        _record(invitation, "invite_person", by)
    _send(invitation, secret, address, by)
    return invitation


def withdraw_invitation(*, community_id: str, invitation_id: str | UUID, by: Actor) -> Invitation:
    """Take an offer back while nobody has taken it up. Whoever may make it may take it back."""
    community = _community(community_id, by)
    with alone_with(community.public_id):
        invitation = _waiting(community, invitation_id)
        organization = invitation.organization
        owner = organization.public_id if organization else ""
        if not may(by, Permission.INVITE_PEOPLE, community) and not may_offer(
            by, Role(invitation.role), community, owner
        ):
            raise NotAllowedError(Permission.INVITE_PEOPLE, community)
        _withdraw(invitation, by)
    return invitation


def accept_invitation(*, secret: str, by: Actor, name: str = "", password: str | None = None) -> Person:
    """Take up the offer that a secret opens: by the person who signed in, or with a new account for its address.

    Raises RefusalError where the secret opens nothing (any more) or the facts of the account will not do.
    """
    found = invitation_of(secret)
    if found is None:
        raise RefusalError(_closed())
    with with_invitation(found.digest), alone_with(found.community.public_id):
        invitation = invitation_of(secret)  # once more, now that nobody else can take it
        if invitation is None:
            raise RefusalError(_closed())
        if by.person is not None and by.token is None:
            person = in_person(by)
        else:
            if password is None:
                raise RefusalError(error(sentence("choose a password"), column="password"))
            person = _open_account(invitation, name, password)
        _take_up(invitation, person)
    return person


def accept_invitations_to(*, email: str, name: str) -> Person | None:
    """A new account without a password for an address that a trusted provider verified, with every role offered to it.

    None where nothing is offered: then no account is opened.
    """
    with with_invitation(email.strip().lower()):
        return _accept_all(email, name)


def _accept_all(email: str, name: str) -> Person | None:
    person: Person | None = None
    for waiting in invitations_to(email):
        with alone_with(waiting.community.public_id):
            if waiting not in invitations_to(email):  # taken back, now that nobody else can
                continue
            person = person or _open_account(waiting, name or waiting.name, None)
            _take_up(waiting, person)
    return person


def _open_account(invitation: Invitation, name: str, password: str | None) -> Person:
    with alone_with(INSTALLATION):
        person = new_account(email=invitation.email, name=name or invitation.name, password=password)
        details = {"person": str(person.pk), "invitation": str(invitation.pk)}
        record_event(community_id=INSTALLATION, action="open_account", by=acting(person), details=details)
    return person


def _take_up(invitation: Invitation, person: Person) -> None:
    same = Appointment.objects.filter(
        person=person, community=invitation.community, organization=invitation.organization, role=invitation.role
    )
    if not current(same).exists():
        Appointment.objects.create(
            person=person,
            community=invitation.community,
            organization=invitation.organization,
            role=invitation.role,
            given_by=invitation.by,
        )
    invitation.accepted, invitation.accepted_by = timezone.now(), person
    invitation.save(update_fields=["accepted", "accepted_by"])
    _record(invitation, "accept_invitation", acting(person))


def _withdraw(invitation: Invitation, by: Actor) -> None:
    invitation.withdrawn = timezone.now()
    invitation.save(update_fields=["withdrawn"])
    _record(invitation, "withdraw_invitation", by)


def _record(invitation: Invitation, action: str, by: Actor) -> None:
    organization = invitation.organization
    details = {
        "invitation": str(invitation.pk),
        "role": invitation.role,
        "organization": organization.public_id if organization else "",
    }
    record_event(community_id=invitation.community.public_id, action=action, by=by, details=details)


def _send(invitation: Invitation, secret: str, address: str, by: Actor) -> None:
    """The letter. It says nothing about people; where it cannot be sent, the offer is withdrawn."""
    base = (address or settings.ADDRESS or "http://localhost:8000").rstrip("/")
    community = invitation.community
    called = " ".join(community.name.split())  # a name adds no line to a letter
    with translation.override(language_of_letters(community)):
        subject = gettext("You are invited to %(community)s") % {"community": called}
        text = gettext(
            "You are invited to take part in %(community)s as: %(role)s.\n\n"
            "To accept, open this address before %(expires)s. It works once, and it is yours alone:\n\n"
            "%(address)s\n\n"
            "If you expected nothing of the kind, leave it: nothing happens unless you open it."
        ) % {
            "community": called,
            "role": gettext(ROLES[Role(invitation.role)].name),
            "expires": f"{invitation.expires:%Y-%m-%d}",
            "address": f"{base}/accounts/invitations/{secret}/",
        }
    try:
        send_mail(f"[Groundswell] {subject}", text, None, [invitation.email])
    except (OSError, SMTPException) as failure:
        _log.warning("an invitation could not be sent: %s", type(failure).__name__)
        with alone_with(community.public_id):
            _withdraw(invitation, by)
        fix = sentence("ask whoever keeps the machine whether mail is set up, then invite again")
        raise RefusalError(error(sentence("the letter could not be sent, so nobody was invited"), fix)) from None


def language_of_letters(community: Community) -> str:
    """The language that letters of a community are written in: nobody's account keeps one of its own."""
    spoken = {code for code, _ in settings.LANGUAGES}
    return community.language if community.language in spoken else settings.LANGUAGE_CODE


def _community(community_id: str, by: Actor) -> Community:
    community = community_for(community_id, reader=by)
    if community is None:
        raise RefusalError(error(sentence("there is no such community here")))
    return community


def _organization(community: Community, organization_id: str) -> Organization | None:
    if not organization_id:
        return None
    return not_retired(Organization.objects.filter(community=community, public_id=organization_id)).first()


def _problems(
    by: Actor,
    community: Community,
    email: str,
    name: str,
    role: Role | str,
    organization_id: str,
    organization: Organization | None,
    days: int,
) -> list[Finding]:
    findings = account_problems(email, name, None)
    if organization_id and organization is None:
        fix = sentence("choose one from the list")
        findings.append(error(sentence("there is no such organization here"), fix, column="organization_id"))
    if not 1 <= days <= LONGEST_DAYS:
        fix = sentence("choose a number of days from 1 to 60")
        findings.append(error(sentence("an invitation lasts two months at most"), fix, column="days"))
    if role not in HELD_ROLES:
        fix = sentence("choose one from the list")
        findings.append(error(sentence("there is no such role"), fix, column="role"))
        return findings
    if ROLES[Role(role)].for_organization and not organization_id:
        fix = sentence("say for which organization")
        findings.append(error(sentence("this role is held for an organization"), fix, column="organization_id"))
    elif not may_offer(by, Role(role), community, organization_id):
        fix = sentence("choose one that may do no more than you may")
        findings.append(error(sentence("you cannot offer this role"), fix, column="role"))
    return findings


def _not_too_many(community: Community) -> None:
    if open_invitations().filter(community=community).count() >= MOST_WAITING:
        fix = sentence("withdraw some, or wait until they expire")
        raise RefusalError(error(sentence("too many invitations are waiting"), fix))


def _waiting(community: Community, invitation_id: str | UUID) -> Invitation:
    try:
        key = invitation_id if isinstance(invitation_id, UUID) else UUID(invitation_id)
    except ValueError:
        key = None
    invitation = open_invitations().filter(community=community, pk=key).first() if key else None
    if invitation is None:
        fix = sentence("choose one from the list")
        raise RefusalError(error(sentence("there is no such invitation waiting"), fix))
    return invitation


def _closed() -> Finding:
    fix = sentence("ask whoever invited you for another")
    return error(sentence("this invitation is no longer open"), fix)
