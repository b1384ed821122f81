"""What the audit log keeps of signing in: who, when, by what; never an address, a password or a code."""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as factors
from allauth.socialaccount import signals as provider
from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest

from groundswell.apps.people.actions.accounts import record_security_event
from groundswell.apps.people.models import Person
from groundswell.apps.people.queries import actor_of
from groundswell.web.entrance.sessions import begin


def _note(action: str, person: Any, **details: Any) -> None:
    if isinstance(person, Person):
        record_security_event(action=action, by=actor_of(person), details={"person": str(person.pk), **details})


@receiver(account.user_logged_in)
def signed_in(request: HttpRequest, user: Any, **facts: Any) -> None:
    """By password, passkey or provider, as the session remembers."""
    begin(request)
    records = request.session.get("account_authentication_methods") or []
    _note("sign_in", user, by=sorted({str(record.get("method", "")) for record in records}))


@receiver(user_logged_out)
def signed_out(request: HttpRequest, user: Any, **facts: Any) -> None:
    """Of their own will."""
    _note("sign_out", user)


@receiver(account.password_changed)
def password_changed(request: HttpRequest, user: Any, **facts: Any) -> None:
    """By somebody who knew the old one."""
    _note("change_password", user)


@receiver(account.password_set)
def password_set(request: HttpRequest, user: Any, **facts: Any) -> None:
    """By somebody who had none."""
    _note("set_password", user)


@receiver(account.password_reset)
def password_reset(request: HttpRequest, user: Any, **facts: Any) -> None:
    """By whoever reads the mail at the account's address."""
    _note("reset_password", user)


@receiver(account.email_changed)
def address_changed(request: HttpRequest, user: Any, **facts: Any) -> None:
    """To another, which was confirmed."""
    _note("change_email", user)


@receiver(provider.social_account_added)
def provider_tied(request: HttpRequest, sociallogin: Any, **facts: Any) -> None:
    """The identity that a trusted provider vouches for signs in to this account from now on."""
    _note("tie_provider", sociallogin.user)


@receiver(factors.authenticator_added)
def factor_added(user: Any, authenticator: Any, **facts: Any) -> None:
    """A passkey, an app, or recovery codes."""
    _note("add_second_factor", user, kind=str(authenticator.type))


@receiver(factors.authenticator_removed)
def factor_removed(user: Any, authenticator: Any, **facts: Any) -> None:
    """Taken away."""
    _note("remove_second_factor", user, kind=str(authenticator.type))


@receiver(factors.authenticator_reset)
def codes_renewed(user: Any, authenticator: Any, **facts: Any) -> None:
    """Recovery codes made anew."""
    _note("renew_recovery_codes", user, kind=str(authenticator.type))


@receiver(factors.authentication_failed)
def factor_failed(user: Any, authenticator: Any, **facts: Any) -> None:
    """The password was right, and what had to come after it was not."""
    _note("second_factor_failed", user, kind=str(authenticator.type))
