"""Accounts: opened for whoever was invited or administers the installation, closed when somebody leaves.

There is no other way to an account. What concerns signing in is recorded in the installation's own chain of events
(its community is blank), without addresses, names or secrets.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib import import_module
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone

from groundswell.apps.people.actions.rows import RefusalError, alone_with, record_event
from groundswell.apps.people.models import AccessToken, Person
from groundswell.apps.people.queries.accounts import administrators
from groundswell.apps.people.queries.actors import Actor, actor_of, as_of_now, runs_installation
from groundswell.core.findings import Finding, error
from groundswell.core.sentences import sentence
from groundswell.exchange.package.cells import problem_with_name, problem_with_text

INSTALLATION = ""  # whose chain of events it is: no community's
LONGEST_NAME = 200


def record_security_event(*, action: str, by: Actor, details: Mapping[str, Any] | None = None) -> None:
    """Record what happened to an account or at the door: a sign-in, a wrong guess, a new password."""
    with alone_with(INSTALLATION):
        record_event(community_id=INSTALLATION, action=action, by=by, details=details or {})


def account_problems(email: str, name: str, password: str | None) -> list[Finding]:
    """What is wrong with the facts of a new account; a password may be left for later."""
    findings = name_problems(name)
    try:
        validate_email(email)
    except ValidationError:
        fix = sentence("write it as in dana@example.org")
        findings.append(error(sentence("this is not an e-mail address"), fix, column="email"))
    if password is not None:
        findings.extend(password_problems(password, Person(email=email, name=name)))
    return findings


def name_problems(name: str) -> list[Finding]:
    """What is wrong with a person's name: blank is fine; a whole page, or what no file could carry, is not."""
    if len(name) > LONGEST_NAME:
        fix = sentence("shorten it to 200 characters")
        return [error(sentence("this name is too long"), fix, column="name")]
    if problem_with_text(name):
        fix = sentence("type it again")
        return [error(sentence("this name holds a control character"), fix, column="name")]
    if problem_with_name(name):
        fix = sentence("type it again")
        return [error(sentence("this name holds a mark that turns the direction of writing"), fix, column="name")]
    return []


def password_problems(password: str, person: Person) -> list[Finding]:
    """Why a password will not do, in the reader's language."""
    try:
        validate_password(password, person)
    except ValidationError as refusal:
        return [error(message, column="password") for message in refusal.messages]
    return []


def new_account(*, email: str, name: str, password: str | None, is_administrator: bool = False) -> Person:
    """Open an account whose address counts as verified. Only within the transaction of an action that records it.

    Raises RefusalError where the facts will not do, or the address has an account.
    """
    email = email.strip().lower()
    findings = account_problems(email, name, password)
    if findings:
        raise RefusalError(*findings)
    if Person.objects.filter(email=email).exists() or EmailAddress.objects.filter(email=email, verified=True).exists():
        fix = sentence("sign in with it")
        raise RefusalError(error(sentence("there is an account with this address"), fix, column="email"))
    person = Person.objects.create_user(email, password, name=name.strip(), is_administrator=is_administrator)
    EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    return person


def add_administrator(*, email: str, name: str = "", password: str | None = None, by: Actor) -> Person:
    """Let somebody run the installation, with the account they have or a new one. The operator may, nobody else."""
    _require_operator(by)
    with alone_with(INSTALLATION):
        person = Person.objects.filter(email=email.strip().lower()).first()
        if person is None:
            person = new_account(email=email, name=name, password=password, is_administrator=True)
        else:
            if findings := (password_problems(password, person) if password else []):
                raise RefusalError(*findings)
            person.is_administrator = person.is_active = True
            if password:
                person.set_password(password)
            person.save()
        record_event(community_id=INSTALLATION, action="add_administrator", by=by, details={"person": str(person.pk)})
    return person


def end_administrator(*, email: str, by: Actor) -> Person:
    """Somebody runs the installation no longer; their account stays. The operator may, nobody else."""
    _require_operator(by)
    with alone_with(INSTALLATION):
        person = administrators().filter(email=email.strip().lower()).first()
        if person is None:
            fix = sentence("see who does with: groundswell administrator list")
            raise RefusalError(error(sentence("nobody with this address runs the installation"), fix))
        person.is_administrator = False
        person.save(update_fields=["is_administrator"])
        record_event(community_id=INSTALLATION, action="end_administrator", by=by, details={"person": str(person.pk)})
    return person


def change_own_name(*, name: str, by: Actor) -> Person:
    """What a person is called by others."""
    person = in_person(by)
    if findings := name_problems(name):
        raise RefusalError(*findings)
    with alone_with(INSTALLATION):
        person.name = name.strip()
        person.save(update_fields=["name"])
        record_event(community_id=INSTALLATION, action="change_own_name", by=by, details={"person": str(person.pk)})
    return person


def change_own_reminders(*, wanted: bool, by: Actor) -> Person:
    """Whether a person gets letters about what their organization promised."""
    person = in_person(by)
    with alone_with(INSTALLATION):
        person.gets_reminders = wanted
        person.save(update_fields=["gets_reminders"])
        details = {"person": str(person.pk), "wanted": wanted}
        record_event(community_id=INSTALLATION, action="change_own_reminders", by=by, details=details)
    return person


def deactivate_person(*, person_id: str | UUID, by: Actor) -> Person:
    """Close an account: nothing signs in by it any more, and its sessions and tokens end at once.

    Administrators and the operator may; nobody closes their own, for then nobody might be left to open it. A community
    whose last steward this was keeps nobody from closing it, for an account in wrong hands must be closed at once; who
    closes it is told (`left_without_steward`), and may put the community into other hands.
    """
    with alone_with(INSTALLATION):
        _require_administrator(by)
        person = _person(person_id)
        if by.person is not None and by.person.pk == person.pk:
            fix = sentence("ask another administrator")
            raise RefusalError(error(sentence("nobody closes the account they are using"), fix))
        person.is_active = False
        person.save(update_fields=["is_active"])
        revoked = AccessToken.objects.filter(person=person, revoked__isnull=True).update(revoked=timezone.now())
        ended = end_sessions(UserSession.objects.filter(user=person))
        details = {"person": str(person.pk), "sessions": ended, "tokens": revoked}
        record_event(community_id=INSTALLATION, action="deactivate_person", by=by, details=details)
    return person


def reactivate_person(*, person_id: str | UUID, by: Actor) -> Person:
    """Open a closed account again; its tokens stay revoked."""
    with alone_with(INSTALLATION):
        _require_administrator(by)
        person = _person(person_id)
        person.is_active = True
        person.save(update_fields=["is_active"])
        record_event(community_id=INSTALLATION, action="reactivate_person", by=by, details={"person": str(person.pk)})
    return person


def end_own_sessions(*, keep: str, only: int | None = None, by: Actor) -> int:
    """End one session of the person who asks, or all but the one whose key is `keep`; returns how many ended."""
    person = in_person(by)
    sessions = UserSession.objects.filter(user=person)
    sessions = sessions.exclude(session_key=keep) if only is None else sessions.filter(pk=only)
    with alone_with(INSTALLATION):
        if ended := end_sessions(sessions):
            details = {"person": str(person.pk), "sessions": ended}
            record_event(community_id=INSTALLATION, action="end_session", by=by, details=details)
    return ended


def end_sessions(sessions: Iterable[UserSession]) -> int:
    """Take sessions out of the store, so that the next request by them is nobody's."""
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    ended = 0
    for session in list(sessions):
        store.delete(session.session_key)
        session.delete()
        ended += 1
    return ended


def in_person(by: Actor) -> Person:
    """The person who acts; raises RefusalError for programs, the operator and the public."""
    if by.token is not None or as_of_now(by).person is None:
        fix = sentence("sign in and try again")
        raise RefusalError(error(sentence("only a person who signed in does this"), fix))
    assert by.person is not None
    return by.person


def acting(person: Person) -> Actor:
    """A person as the one who acts, while their account is only being opened or closed."""
    return actor_of(person)


def _person(person_id: str | UUID) -> Person:
    try:
        return Person.objects.get(pk=person_id)
    except (Person.DoesNotExist, ValueError, ValidationError):
        fix = sentence("choose somebody from the list")
        raise RefusalError(error(sentence("there is no such person"), fix)) from None


def _require_operator(by: Actor) -> None:
    if not by.is_operator:
        fix = sentence("ask whoever keeps the machine: groundswell administrator")
        raise RefusalError(error(sentence("administrators are named at the command line"), fix))


def _require_administrator(by: Actor) -> None:
    if not runs_installation(by):
        fix = sentence("ask somebody who does")
        raise RefusalError(error(sentence("only those who run the installation open and close accounts"), fix))
