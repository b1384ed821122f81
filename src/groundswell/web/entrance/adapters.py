"""How the library that signs people in keeps the rules of the house.

Nobody signs up. A guess counts against where it comes from, not against whom it is aimed at. A provider opens an
account only by an address it has verified, and makes a new one only where that address holds an invitation.
"""

from __future__ import annotations

import base64
import logging
from smtplib import SMTPException
from types import SimpleNamespace
from typing import Any, ClassVar
from urllib.parse import urlsplit, urlunsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal.ratelimit import truncate_ip
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount
from cryptography.fernet import Fernet
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext, gettext_lazy

from groundswell.apps.people.actions.accounts import record_security_event
from groundswell.apps.people.actions.invitations import accept_invitations_to
from groundswell.apps.people.actions.rows import RefusalError
from groundswell.apps.people.isolation import with_invitation
from groundswell.apps.people.models import Person
from groundswell.apps.people.queries import PUBLIC
from groundswell.apps.people.queries.accounts import invitations_to

_log = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    """E-mail and password."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": gettext_lazy("The e-mail address or the password is not correct."),
        "incorrect_password": gettext_lazy("This password is not correct."),
        "too_many_login_attempts": gettext_lazy("Too many tries. Wait a few minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: accounts arise from invitations."""
        return False

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Counted for an address and where the guess comes from together, so nobody can shut out somebody else."""
        whence = truncate_ip(self.get_client_ip(request))
        return f"{whence}:{str(credentials.get('email', '')).strip().lower()}"

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """A wrong guess is recorded with a keyed digest of the address, from which nobody can tell it."""
        email = str(credentials.get("email", "")).strip().lower()
        details = {"address_digest": salted_hmac("groundswell.failed-sign-in", email).hexdigest()[:16]}
        record_security_event(action="sign_in_failed", by=PUBLIC, details=details)

    def get_client_ip(self, request: HttpRequest) -> str:
        """Where the request comes from; as a proxy says only where the settings trust one."""
        try:
            return super().get_client_ip(request)
        except PermissionDenied:  # a socket that has no address
            return "127.0.0.1"

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Where a letter leads to choose a new password."""
        return _as_letters_say(super().get_reset_password_from_key_url(key))

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        """Where a letter leads to confirm an address."""
        return _as_letters_say(super().get_email_confirmation_url(request, emailconfirmation))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A letter that cannot be sent is noted in the log; the page says the same either way."""
        if settings.ADDRESS:
            host = urlsplit(settings.ADDRESS).netloc
            context = {"current_site": SimpleNamespace(domain=host, name=host), **context}
        try:
            super().send_mail(template_prefix, email, context)
        except (OSError, SMTPException) as failure:
            _log.warning("a letter could not be sent: %s", type(failure).__name__)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second factors: their secrets are not readable in the database without the key of the installation."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("This code is not correct. A code of an app changes every half minute."),
    }

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        """What a new key is called until its owner says otherwise."""
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return gettext("Key %(number)s") % {"number": number}

    def encrypt(self, text: str) -> str:
        """Enciphered with a key made from the secret key."""
        return _cipher().encrypt(text.encode()).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """In clear again."""
        return _cipher().decrypt(encrypted_text.encode("ascii")).decode()


def _as_letters_say(url: str) -> str:
    """At the address that the settings say: whoever asks for a letter does not say where it leads."""
    if not settings.ADDRESS:
        return url
    path = urlunsplit(("", "", *urlsplit(url)[2:]))
    return settings.ADDRESS.rstrip("/") + path


def _cipher() -> Fernet:
    key = salted_hmac("groundswell.second-factors", "key", algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(key))


class ProviderAdapter(DefaultSocialAccountAdapter):
    """OpenID Connect."""

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Signing in is all that a provider is for: nobody ties a second identity to an account they are using."""
        if sociallogin.state.get("process", "login") != "login":
            raise ImmediateHttpResponse(redirect("account"))

    def authenticate_by_email(self, sociallogin: Any) -> tuple[Any, str] | None:
        """An account by an address that the provider verified, unless another identity there has it already.

        Verified is `true` and nothing else: the word "false" is true to a careless reader.
        """
        sociallogin.email_addresses = [each for each in sociallogin.email_addresses if each.verified is True]
        found = super().authenticate_by_email(sociallogin)
        if found is None or found[0].email != found[1].strip().lower():
            return None  # an address that somebody only said they would change to is not theirs yet
        others = SocialAccount.objects.filter(user=found[0], provider=sociallogin.account.provider)
        return None if others.exclude(uid=sociallogin.account.uid).exists() else found

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Only for a verified address that holds an invitation, and has no account."""
        email = _verified(sociallogin)
        with with_invitation(email):
            is_open = bool(email) and bool(invitations_to(email)) and not Person.objects.filter(email=email).exists()
        if is_open:  # whoever said they would change to this address cannot keep its owner out
            EmailAddress.objects.filter(email=email, verified=False).delete()
        return is_open

    def save_user(self, request: HttpRequest, sociallogin: Any, form: Any = None) -> Any:
        """The new account, with the roles that its address was offered."""
        name = str(getattr(sociallogin.account, "extra_data", {}).get("userinfo", {}).get("name") or "")
        try:
            person = accept_invitations_to(email=_verified(sociallogin), name=name[:200])
        except RefusalError:  # somebody made an account with this address meanwhile
            person = None
        if person is None:
            raise ImmediateHttpResponse(redirect("account_login"))
        sociallogin.user = person
        sociallogin.connect(request, person)
        return person


def _verified(sociallogin: Any) -> str:
    return next((each.email.strip().lower() for each in sociallogin.email_addresses if each.verified is True), "")
