"""The forms of the library that signs people in, in the words of the house: labels instead of fading hints."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as factors
from allauth.mfa.totp import forms as apps
from allauth.mfa.webauthn import forms as keys
from django.utils.translation import gettext_lazy as _

WORDS = {
    "login": _("E-mail"),
    "email": _("E-mail"),
    "password": _("Password"),
    "oldpassword": _("Your present password"),
    "password1": _("New password"),
    "password2": _("The same once more"),
    "code": _("Code"),
    "name": _("What it is called"),
    "passwordless": _("Sign in with it alone"),
}
HELP = {
    "password1": _("At least 12 characters; several words in a row are easy to keep in mind."),
    "passwordless": _(
        "As a passkey: no password is asked for any more. Your device asks for a finger, a face or its code instead."
    ),
}


class Worded:
    """Every field says what it is in a label, also once something is typed."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        for name, field in self.fields.items():
            field.label = WORDS.get(name, field.label)
            field.help_text = HELP.get(name, field.help_text)
            field.widget.attrs.pop("placeholder", None)


class SignInForm(Worded, account.LoginForm):
    """Address and password."""


class AddressForm(Worded, account.AddEmailForm):
    """Another address."""


class ChangePasswordForm(Worded, account.ChangePasswordForm):
    """Another password, by somebody who knows the present one."""


class SetPasswordForm(Worded, account.SetPasswordForm):
    """A first password."""


class ResetPasswordForm(Worded, account.ResetPasswordForm):
    """Where the letter goes: to the address of an account, not to one that somebody only said they would change to."""

    users: list[Any]

    def clean_email(self) -> str:
        """Whose account it is; the answer is the same where it is nobody's."""
        email = str(super().clean_email())
        self.users = [person for person in self.users if person.email == email.lower()]
        return email


class ResetPasswordKeyForm(Worded, account.ResetPasswordKeyForm):
    """A new password, by somebody who opened the letter."""


class ReauthenticateForm(Worded, account.ReauthenticateForm):
    """The password once more."""


class CodeForm(Worded, factors.AuthenticateForm):
    """A code when signing in."""


class CodeAgainForm(Worded, factors.ReauthenticateForm):
    """A code once more."""


class AppForm(Worded, apps.ActivateTOTPForm):
    """The first code of an app."""


class AddKeyForm(Worded, keys.AddWebAuthnForm):
    """A new key."""


class RenameKeyForm(Worded, keys.EditWebAuthnForm):
    """What a key is called."""
