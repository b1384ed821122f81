"""Who takes part in a community, and who is invited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import Offer, Part
from groundswell.web.forms.people import InvitationForm, RoleForm
from groundswell.web.presenters.communities import Surroundings, bare_surroundings
from groundswell.web.presenters.permissions import role_name


@dataclass(frozen=True, slots=True)
class PartRow:
    """One role that somebody holds."""

    id: str
    person_id: str
    name: str
    email: str
    role: str
    since: str
    until: str


@dataclass(frozen=True, slots=True)
class Table:
    """The people of one organization, or of none."""

    title: str
    rows: tuple[PartRow, ...]


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """Everybody who takes part, and the form to give a role where the reader may."""

    around: Surroundings
    count: str
    tables: tuple[Table, ...]
    shows_addresses: bool
    may_give: bool
    may_invite: bool
    form: RoleForm | None


@dataclass(frozen=True, slots=True)
class OfferRow:
    """An invitation that nobody took up yet."""

    id: str
    email: str
    name: str
    role: str
    organization: str
    expires: str


@dataclass(frozen=True, slots=True)
class InvitationsPage:
    """Who is invited, and the form to invite."""

    around: Surroundings
    rows: tuple[OfferRow, ...]
    form: InvitationForm


def people_page(community: Community, parts: Sequence[Part], *, form: RoleForm | None, may_invite: bool) -> PeoplePage:
    """Parts come in the order in which organizations stand."""
    titles = dict.fromkeys(part.organization_id for part in parts)
    tables = tuple(
        Table(
            next(part.organization for part in parts if part.organization_id == title)
            or gettext("For the whole community"),
            tuple(_row(part) for part in parts if part.organization_id == title),
        )
        for title in titles
    )
    count = len({part.person_id for part in parts})
    words = ngettext("%(count)s person takes part.", "%(count)s people take part.", count) % {"count": count}
    shown = any(part.email for part in parts)
    return PeoplePage(bare_surroundings(community), words, tables, shown, form is not None, may_invite, form)


def invitations_page(community: Community, offers: Sequence[Offer], form: InvitationForm) -> InvitationsPage:
    """Offers come newest first."""
    rows = tuple(
        OfferRow(
            str(offer.id), offer.email, offer.name, role_name(offer.role), offer.organization, day_of(offer.expires)
        )
        for offer in offers
    )
    return InvitationsPage(bare_surroundings(community), rows, form)


def day_of(moment: datetime | None) -> str:
    """The day of a moment, as the reader's language writes it."""
    return date_format(moment, "DATE_FORMAT") if moment else ""


def _row(part: Part) -> PartRow:
    # A role that ends at midnight was held until the day before.
    until = day_of(part.until - timedelta(seconds=1)) if part.until else ""
    name = part.name or part.email or gettext("(no name given)")
    return PartRow(str(part.id), str(part.person_id), name, part.email, role_name(part.role), day_of(part.since), until)
