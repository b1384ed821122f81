"""Letters that remind people of what their organization promised: each person one a day, of each stage once.

A letter is claimed, and the claim is in the audit log, before anything is sent; so of two processes that remind at the
same time one sends it. What could not be sent is given back and tried again next time. A process that is killed between
the two leaves a claim that holds for an hour.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import date
from smtplib import SMTPException
from uuid import UUID

from django.conf import settings
from django.core.mail import send_mail
from django.db.models import QuerySet
from django.template.defaultfilters import date as date_words
from django.utils import timezone, translation
from django.utils.translation import gettext, ngettext

from groundswell.apps.partnerships.models import CommitmentReminder
from groundswell.apps.partnerships.queries.reminders import DueReminder, Letter, letters_due
from groundswell.apps.people.actions import Outcome, alone_with, community_to_change, outcome_of, record_event
from groundswell.apps.people.actions.invitations import language_of_letters
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import Actor, require
from groundswell.core.findings import Finding, warning
from groundswell.core.permissions import Permission
from groundswell.core.sentences import counted_sentence, sentence

_NOT_SENT = (OSError, SMTPException, ValueError)  # no way there, refused there, nothing that a letter could hold
_log = logging.getLogger(__name__)


def remind_of_commitments(*, community_id: str, by: Actor, today: date | None = None, address: str = "") -> Outcome:
    """Send the letters that are due, once each; `counts` says how many `letters` went, with how many `reminders`.

    `address` is where this installation is reached, the setting ADDRESS unless said. A letter that cannot be sent is a
    finding, is not recorded as sent, and holds up no other. Raises NotAllowedError.
    """
    return outcome_of(lambda: _remind(community_id, by, today or timezone.localdate(), address))


def _remind(community_id: str, by: Actor, today: date, address: str) -> Outcome:
    with alone_with(community_id):
        community = community_to_change(community_id, by)
        require(by, Permission.CHANGE_COMMITMENTS, community)
        letters = letters_due(community, today=today)
        claims = {letter.person.pk: _claim(community, letter) for letter in letters}
        if letters:
            _record(community, "remind_of_commitments", by, letters)
    failed = []
    for letter in letters:
        if _delivered(community, letter, today, address):
            _rows(claims[letter.person.pk]).update(sent=timezone.now())
        else:
            failed.append(letter)
    if failed:
        with alone_with(community_id):
            for letter in failed:
                _rows(claims[letter.person.pk]).update(claimed=None)
            _record(community, "reminders_not_sent", by, failed)
    sent = [letter for letter in letters if letter not in failed]
    counts = {"letters": len(sent), "reminders": sum(len(letter.reminders) for letter in sent)}
    return Outcome(counts, [_finding(len(failed))] if failed else [])


def _record(community: Community, action: str, by: Actor, letters: Sequence[Letter]) -> None:
    """How many letters, about which commitments; not to whom."""
    about = sorted({one.commitment.public_id for letter in letters for one in letter.reminders})
    details = {"letters": len(letters), "commitments": about}
    record_event(community_id=community.public_id, action=action, by=by, details=details)


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


def _rows(claimed: Sequence[UUID]) -> QuerySet[CommitmentReminder]:
    return CommitmentReminder.objects.filter(pk__in=claimed)


def _delivered(community: Community, letter: Letter, today: date, address: str) -> bool:
    """Send one letter; False where it did not go."""
    with translation.override(language_of_letters(community)):
        subject, text = _written(community, letter, today, address)
    try:
        send_mail(f"[Groundswell] {subject}", text, None, [letter.person.email])
    except _NOT_SENT as failure:
        _log.warning("a reminder could not be sent: %s", type(failure).__name__)
        return False
    return True


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


def _finding(failed: int) -> Finding:
    said = counted_sentence("{count} letter could not be sent", "{count} letters could not be sent", failed)
    fix = sentence("ask whoever keeps the machine whether mail is set up, then remind again: nothing is sent twice")
    return warning(said, fix)
