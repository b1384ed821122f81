"""Forms about people: roles, invitations, tokens; and those of whoever runs the installation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from groundswell.core.findings import Finding
from groundswell.core.roles import Role
from groundswell.web.presenters.language import spoken
from groundswell.web.presenters.permissions import role_name

NOBODY = ("", gettext_lazy("choose"))
Choices = Iterable[tuple[str, str]]


class Sheet(forms.Form):
    """A form whose problems stand beside what they speak of."""

    error_css_class = "is-wrong"

    def take(self, findings: Iterable[Finding]) -> None:
        """Show what an action refused, each beside its field where it names one."""
        self.is_valid()
        for finding in findings:
            words = f"{spoken(finding.message)}: {spoken(finding.fix)}" if finding.fix else spoken(finding.message)
            self.add_error(finding.column if finding.column in self.fields else None, words[:1].upper() + words[1:])

    def text(self, name: str) -> str:
        """What was typed there, cleaned."""
        return str(self.cleaned_data.get(name) or "")


class RoleForm(Sheet):
    """A role for somebody who takes part."""

    person_id = forms.ChoiceField(label=gettext_lazy("Person"))
    role = forms.ChoiceField(label=gettext_lazy("Role"))
    organization_id = forms.ChoiceField(
        label=gettext_lazy("For the organization"),
        required=False,
        help_text=gettext_lazy("Provider data managers, funders and partner members act for one."),
    )
    until = forms.DateField(
        label=gettext_lazy("Last day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Blank: until somebody ends it."),
    )

    def __init__(
        self, data: Any = None, *, people: Choices, roles: Iterable[Role], organizations: Mapping[str, str]
    ) -> None:
        super().__init__(data, prefix="role")
        _offer(self, "person_id", [NOBODY, *people])
        _offer(self, "role", [NOBODY, *((str(role), role_name(role)) for role in roles)])
        _offer(self, "organization_id", [("", gettext("none")), *organizations.items()])

    def end(self) -> datetime | None:
        """The moment from which the role is held no longer: the end of its last day, in UTC."""
        day = self.cleaned_data.get("until")
        return datetime.combine(day, time.min, tzinfo=UTC) + timedelta(days=1) if day else None


class InvitationForm(Sheet):
    """A role offered by mail."""

    email = forms.EmailField(label=gettext_lazy("E-mail address"), max_length=254)
    name = forms.CharField(label=gettext_lazy("Name, if you know it"), required=False, max_length=200)
    role = forms.ChoiceField(label=gettext_lazy("Role"))
    organization_id = forms.ChoiceField(label=gettext_lazy("For the organization"), required=False)
    days = forms.IntegerField(
        label=gettext_lazy("Days until it expires"),
        initial=14,
        min_value=1,
        max_value=60,
    )

    def __init__(
        self, data: Any = None, *, roles: Iterable[Role], organizations: Mapping[str, str], own_only: bool
    ) -> None:
        super().__init__(data, prefix="invitation")
        _offer(self, "role", [NOBODY, *((str(role), role_name(role)) for role in roles)])
        _offer(self, "organization_id", [*([] if own_only else [("", gettext("none"))]), *organizations.items()])


class TokenForm(Sheet):
    """A token for a program."""

    name = forms.CharField(
        label=gettext_lazy("What is it for?"),
        max_length=200,
        help_text=gettext_lazy("For example: the nightly import at the school district."),
    )
    community_id = forms.ChoiceField(label=gettext_lazy("Where"), required=False)
    may_write = forms.ChoiceField(
        label=gettext_lazy("What it may do"),
        choices=[("", gettext_lazy("Read what I may read")), ("yes", gettext_lazy("Read and change what I may"))],
        required=False,
    )
    days = forms.ChoiceField(
        label=gettext_lazy("It expires after"),
        initial="90",
        choices=[
            ("7", gettext_lazy("7 days")),
            ("30", gettext_lazy("30 days")),
            ("90", gettext_lazy("90 days")),
            ("365", gettext_lazy("365 days")),
        ],
    )

    def __init__(self, data: Any = None, *, communities: Choices) -> None:
        super().__init__(data, prefix="token")
        _offer(self, "community_id", [("", gettext("All my communities")), *communities])


class CommunityForm(Sheet):
    """A new community."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=500)
    community_id = forms.CharField(
        label=gettext_lazy("Its address"),
        required=False,
        max_length=64,
        help_text=gettext_lazy("Small letters, digits and hyphens; it never changes. Blank: made from the name."),
    )
    purpose = forms.CharField(
        label=gettext_lazy("What it is for"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    steward = forms.EmailField(
        label=gettext_lazy("Its first steward"),
        required=False,
        help_text=gettext_lazy("The e-mail address of an account. Blank: you."),
    )


class StewardForm(Sheet):
    """Into whose hands a community without a steward goes."""

    email = forms.EmailField(
        label=gettext_lazy("Its first steward"),
        required=False,
        help_text=gettext_lazy("The e-mail address of an account. Blank: you."),
    )


class EmergencyForm(Sheet):
    """Why an administrator has to look into a community, and for how long."""

    reason = forms.CharField(
        label=gettext_lazy("Why you have to look"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("At least 20 characters. The stewards read it, in their mail and in the audit log."),
    )
    hours = forms.IntegerField(label=gettext_lazy("For how many hours"), initial=1, min_value=1, max_value=8)


class EventFinderForm(forms.Form):
    """Which events of an audit log to show."""

    by = forms.CharField(required=False, max_length=200)
    action = forms.CharField(required=False, max_length=64)
    first = forms.DateField(required=False)
    last = forms.DateField(required=False)


def _offer(form: forms.Form, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(choices)
