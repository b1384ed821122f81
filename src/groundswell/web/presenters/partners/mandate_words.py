"""How mandates are written: presence and power by word and shape, what can be committed, where it is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from django.template.defaultfilters import date as date_words
from django.urls import reverse
from django.utils.translation import gettext

from groundswell.apps.scorecards.queries.partnerships.mandates import Seat
from groundswell.core.collaboration.mandates import PeopleShare, Presence
from groundswell.core.collaboration.words import CommitmentKind
from groundswell.core.vocabulary import Unit
from groundswell.web.presenters.writing import Pen

SHARE = Pen(Unit.PERCENT)


@dataclass(frozen=True, slots=True)
class SeatLine:
    """One seat at a table, written."""

    speaks_for: str
    network_address: str
    members: str
    representative: str
    presence: str  # friendly, formal or power: which shape stands beside the word
    presence_words: str
    can_commit: str
    note: str  # what is written of somebody without a mandate
    document: str
    document_address: str
    time: str
    edit_address: str
    table: str


def presence_words(presence: Presence) -> str:
    """What somebody's being there comes to."""
    return {
        Presence.POWER: gettext("Mandate with power"),
        Presence.FORMAL: gettext("Mandate, and nothing to commit"),
        Presence.FRIENDLY: gettext("Friendly presence"),
    }[presence]


def kinds_words(kinds: Iterable[CommitmentKind]) -> str:
    """What can be committed, in a list; blank for nothing."""
    return ", ".join(kind_word(kind) for kind in kinds)


def kind_word(kind: CommitmentKind) -> str:
    """One kind of what can be committed."""
    return {
        CommitmentKind.PRIORITIES: gettext("priorities"),
        CommitmentKind.RESOURCES: gettext("resources"),
        CommitmentKind.PRACTICES: gettext("practices"),
    }[kind]


def seat_line(seat: Seat, community_id: str) -> SeatLine:
    """A seat as a page says it."""
    ignored = kinds_words(seat.named) if seat.presence is Presence.FRIENDLY else ""
    note = gettext("Said to commit %(kinds)s; without a mandate it binds nobody.") % {"kinds": ignored}
    return SeatLine(
        speaks_for=seat.speaks_for or gettext("Nobody is named"),
        network_address=reverse("provider-network", args=[community_id, seat.network_id])
        if seat.has_network_page
        else "",
        members=", ".join(seat.members),
        representative=seat.representative or gettext("Not named yet"),
        presence=str(seat.presence),
        presence_words=presence_words(seat.presence),
        can_commit=kinds_words(seat.can_commit),
        note=note if ignored else "",
        document=seat.document,
        document_address=web_address(seat.document),
        time=time_words(seat.since, seat.until),
        edit_address=reverse("desk-object", args=[community_id, "mandates", seat.mandate_id])
        if seat.may_change
        else "",
        table=table_words(seat.table),
    )


def table_words(table: str) -> str:
    """What a table is called."""
    return table or gettext("A table without a name")


def web_address(text: str) -> str:
    """The text where it is an address of the web, else blank: a page links to nothing else.

    >>> web_address("https://example.org/resolution"), web_address("javascript:alert(1)"), web_address("Resolution 12")
    ('https://example.org/resolution', '', '')
    """
    stripped = text.strip()
    try:
        parts = urlsplit(stripped)
    except ValueError:  # such as an address with half a bracket
        return ""
    is_web = parts.scheme.lower() in ("http", "https") and bool(parts.netloc) and not stripped.split()[1:]
    return stripped if is_web else ""


def time_words(since: date | None, until: date | None) -> str:
    """From when to when."""
    days = {"since": date_words(since, "DATE_FORMAT"), "until": date_words(until, "DATE_FORMAT")}
    if since and until:
        return gettext("%(since)s to %(until)s") % days
    if since:
        return gettext("since %(since)s") % days
    return gettext("until %(until)s") % days if until else ""


def people_words(share: PeopleShare | None) -> tuple[str, str]:
    """A share of people, and how sure it is; blank where nobody knows."""
    if share is None:
        return "", ""
    written = SHARE.value(share.share)
    if share.is_once:
        return written, gettext("each counted once")
    ends = {"low": SHARE.value(share.low), "high": SHARE.value(share.high)}
    return written, gettext("by the sums of programs; between %(low)s and %(high)s") % ends
