"""Forms of one's own account; what they mean is decided by the actions behind them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from groundswell.core.findings import Finding
from groundswell.web.presenters.language import spoken


class NameForm(forms.Form):
    """What others call a person."""

    name = forms.CharField(
        label=_("Your name"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=_("Those who take part in the same community see it."),
    )


class AccountForm(forms.Form):
    """A new account: for the address of an invitation, which cannot be changed here, or for the first administrator."""

    email = forms.EmailField(label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "username"}))
    name = forms.CharField(
        label=_("Your name"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 12 characters; several words in a row are easy to keep in mind."),
    )

    def __init__(self, *args: Any, email: str = "", **facts: Any) -> None:
        super().__init__(*args, **facts)
        if email:
            self.fields["email"].disabled = True


def take_findings(form: forms.Form, findings: Iterable[Finding]) -> None:
    """Show what an action refused beside the field it speaks of, or above the form."""
    form.is_valid()  # whatever is wrong by itself is said too
    for finding in findings:
        words = f"{spoken(finding.message)}; {spoken(finding.fix)}" if finding.fix else spoken(finding.message)
        form.add_error(finding.column if finding.column in form.fields else None, words)
