"""Letters that remind people of what their organization promised: each person one a day, of each stage once.

Each letter is claimed by itself, and the claim is in the audit log, before that letter is sent: of two processes that
remind at the same time one sends it, however long the others take. What surely did not go is given back and tried again
next time. Of what may have gone, since a process was killed or the line broke in between, the claim stands for good: no
letter goes twice, and whoever reminds next is told that one was begun.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from enum import Enum
from smtplib import SMTPNotSupportedError, SMTPRecipientsRefused, SMTPResponseException
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.template.defaultfilters import date as date_words
from django.utils import timezone, translation
from django.utils.translation import gettext, ngettext

from groundswell.apps.partnerships.models import CommitmentReminder
from groundswell.apps.partnerships.queries.reminders import (
    DueReminder,
    Letter,
    Unfinished,
    letters_due,
    unfinished_letters,
)
from groundswell.apps.people.actions import Outcome, alone_with, community_to_change, outcome_of, record_event
from groundswell.apps.people.actions.invitations import language_of_letters
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import Actor, require
from groundswell.core.findings import Finding, warning
from groundswell.core.permissions import Permission
from groundswell.core.sentences import counted_sentence, sentence

_NO_WAY = (OSError, ValueError)  # nobody there, no way in, an address that is none
_REFUSED = (SMTPResponseException, SMTPRecipientsRefused, SMTPNotSupportedError, ValueError)  # said before it is taken
_log = logging.getLogger(__name__)


class Fate(Enum):
    """What came of a letter."""

    SENT = "sent"
    NOT_SENT = "not sent"  # surely
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class _Begun:
    """A letter that this process has claimed, by the keys of what it noted."""

    community: Community
    letter: Letter
    claims: list[UUID]


def remind_of_commitments(*, community_id: str, by: Actor, today: date | None = None, address: str = "") -> Outcome:
    """Send the letters that are due, once each; `counts` says how many `letters` went, with how many `reminders`.

    `address` is where this installation is reached, the setting ADDRESS unless said. A letter that cannot be sent is a
    finding, is not recorded as sent, and holds up no other; so is one of which nobody can say whether it went. Raises
    NotAllowedError.
    """
    return outcome_of(lambda: _remind(community_id, by, today or timezone.localdate(), address))


def _remind(community_id: str, by: Actor, today: date, address: str) -> Outcome:
    before = unfinished_letters(_community(community_id, by), today=today)
    done: dict[Letter, Fate] = {}
    while (begun := _begun(community_id, by, today, {letter.person.pk for letter in done})) is not None:
        done[begun.letter] = _sent(begun, by, today, address)
    sent, back, unknown = ([letter for letter, fate in done.items() if fate is each] for each in Fate)
    counts = {"letters": len(sent), "reminders": sum(len(letter.reminders) for letter in sent)}
    unsure = Unfinished(before.letters + len(unknown), tuple(sorted({*before.commitments, *_about(unknown)})))
    return Outcome(counts, [*_not_sent(len(back)), *_unsure(unsure)])


def _community(community_id: str, by: Actor) -> Community:
    community = community_to_change(community_id, by)
    require(by, Permission.CHANGE_COMMITMENTS, community)
    return community


def _begun(community_id: str, by: Actor, today: date, met: Collection[Any]) -> _Begun | None:
    """Claim the next letter that nobody has claimed, of none of the people met; None where there is none."""
    with alone_with(community_id):
        community = _community(community_id, by)
        letter = next((one for one in letters_due(community, today=today) if one.person.pk not in met), None)
        if letter is None:
            return None
        _record(community, "remind_of_commitments", by, letter)
        return _Begun(community, letter, _claim(community, letter))


def _sent(begun: _Begun, by: Actor, today: date, address: str) -> Fate:
    """Send one claimed letter, and keep what came of it."""
    community, letter = begun.community, begun.letter
    with translation.override(language_of_letters(community)):
        subject, text = _written(community, letter, today, address)
    fate = _posted(EmailMessage(f"[Groundswell] {subject}", text, None, [letter.person.email]))
    rows = CommitmentReminder.objects.filter(pk__in=begun.claims)
    if fate is Fate.SENT:
        rows.update(sent=timezone.now())
    elif fate is Fate.NOT_SENT:
        with alone_with(community.public_id):
            rows.update(claimed=None)
            _record(community, "reminders_not_sent", by, letter)
    return fate


def _posted(message: EmailMessage) -> Fate:
    """Give a letter to the mail server; once that has it in hand, only its own refusal says that it did not go."""
    connection = get_connection()
    try:
        connection.open()
    except _NO_WAY as failure:
        return _failed(failure, Fate.NOT_SENT)
    try:
        return Fate.SENT if connection.send_messages([message]) else Fate.NOT_SENT
    except _REFUSED as failure:
        return _failed(failure, Fate.NOT_SENT)
    except OSError as failure:  # also all that a mail server can say
        return _failed(failure, Fate.UNKNOWN)
    finally:
        with suppress(OSError):
            connection.close()


def _failed(failure: Exception, fate: Fate) -> Fate:
    _log.warning("a reminder could not be sent: %s", type(failure).__name__)
    return fate


def _record(community: Community, action: str, by: Actor, letter: Letter) -> None:
    """That a letter, about which commitments; not to whom."""
    details = {"letters": 1, "commitments": _about([letter])}
    record_event(community_id=community.public_id, action=action, by=by, details=details)


def _about(letters: Iterable[Letter]) -> list[str]:
    return sorted({one.commitment.public_id for letter in letters for one in letter.reminders})


def _claim(community: Community, letter: Letter) -> list[UUID]:
    """Note that this letter is about to be sent; gives the keys of what was noted."""
    rows = (
        CommitmentReminder.objects.update_or_create(
            community=community,
            commitment=one.commitment,
            person=letter.person,
            due=one.due,
            stage=one.stage,
            defaults={"claimed": timezone.now()},
        )
        for one in letter.reminders
    )
    return [row.pk for row, _ in rows]


def _written(community: Community, letter: Letter, today: date, address: str) -> tuple[str, str]:
    """Subject and text: what was promised and by when, where to say how it stands, how to get no more of these."""
    base = (address or settings.ADDRESS or "http://localhost:8000").rstrip("/")
    called = " ".join(community.name.split())  # a name adds no line to a letter
    subject = ngettext(
        "A commitment in %(community)s", "%(n)s commitments in %(community)s", len(letter.reminders)
    ) % {"community": called, "n": len(letter.reminders)}  # fmt: skip
    text = gettext(
        "An organization for which you take part in %(community)s promised:\n\n"
        "%(promises)s\n\n"
        "Say how it stands here:\n%(address)s\n\n"
        "You can turn these letters off in your account: %(account)s"
    ) % {
        "community": called,
        "promises": "\n".join(_line(one, today) for one in letter.reminders),
        "address": f"{base}/{community.public_id}/partners/commitments/",
        "account": f"{base}/accounts/",
    }
    return subject, text


def _line(one: DueReminder, today: date) -> str:
    days, day = (one.due - today).days, date_words(one.due, "DATE_FORMAT")
    statement = " ".join(one.commitment.statement.split()) or one.commitment.public_id
    if days > 0:
        when = ngettext("due in %(n)s day, on %(day)s", "due in %(n)s days, on %(day)s", days)
    elif days == 0:
        when = gettext("due today, %(day)s")
    else:
        when = ngettext("due %(n)s day ago, on %(day)s", "due %(n)s days ago, on %(day)s", -days)
    return f"- {statement} ({when % {'n': abs(days), 'day': day}})"


def _not_sent(letters: int) -> Iterator[Finding]:
    if letters:
        said = counted_sentence("{count} letter could not be sent", "{count} letters could not be sent", letters)
        fix = sentence("ask whoever keeps the machine whether mail is set up, then remind again: nothing is sent twice")
        yield warning(said, fix)


def _unsure(unsure: Unfinished) -> Iterator[Finding]:
    if unsure.letters:
        said = counted_sentence(
            "{count} letter was begun, and nothing says whether it went (about {commitments})",
            "{count} letters were begun, and nothing says whether they went (about {commitments})",
            unsure.letters,
            commitments="; ".join(unsure.commitments),
        )
        fix = sentence(
            "none of this is sent again, so that nobody gets it twice: ask those who promised whether they know"
        )
        yield warning(said, fix)
