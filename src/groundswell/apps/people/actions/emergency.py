"""Emergency access: an administrator opens a community without a role in it, for hours, for a reason, in plain sight.

Whoever opened it reads as a viewer does and changes nothing. The stewards are told by mail, every page that is read
stands in the community's audit log, and the door closes by itself.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from groundswell.apps.people.actions.rows import RefusalError, alone_with, record_event
from groundswell.apps.people.models import Appointment, Community, EmergencyAccess, Person, key_from
from groundswell.apps.people.queries.actors import Actor, NotAllowedError, current, require_administrator
from groundswell.core.findings import Finding, error
from groundswell.core.roles import Role
from groundswell.core.sentences import sentence

SHORTEST_REASON, LONGEST_REASON = 20, 2000  # characters
LONGEST_HOURS = 8
_log = logging.getLogger(__name__)


def open_emergency_access(*, community_id: str, reason: str, hours: int, by: Actor) -> EmergencyAccess:
    """Open a community to the administrator who asks, from now on and for so many hours; its stewards are told.

    Raises NotAllowedError for anybody but an administrator in person, RefusalError with what is wrong.
    """
    person = _administrator(by)
    findings = _problems(reason, hours)
    if findings:
        raise RefusalError(*findings)
    with alone_with(community_id):
        require_administrator(by)
        community = Community.objects.filter(public_id=community_id).first()
        if community is None:
            raise RefusalError(error(sentence("there is no such community"), column="community_id"))
        now = timezone.now()
        if EmergencyAccess.objects.filter(person=person, community=community, ends__gt=now).exists():
            raise RefusalError(error(sentence("it is open already"), sentence("end that access before another begins")))
        opened = EmergencyAccess.objects.create(
            person=person, community=community, reason=reason.strip(), starts=now, ends=now + timedelta(hours=hours)
        )
        details = {"access": str(opened.pk), "hours": hours, "reason": opened.reason}
        _record(community_id, "open_emergency_access", by, details)
        transaction.on_commit(_mail_to_stewards(opened, by))
    return opened


def end_emergency_access(*, access_id: str | UUID, by: Actor) -> EmergencyAccess:
    """Close the door before its time: whoever opened it, another administrator, or a steward of the community."""
    opened = EmergencyAccess.objects.select_related("community").filter(pk=key_from(access_id)).first()
    if opened is None or not _may_end(opened, by):
        raise NotAllowedError(None)
    with alone_with(opened.community.public_id):
        opened.refresh_from_db()
        now = timezone.now()
        if opened.ends > now:
            opened.ends = now
            opened.save(update_fields=["ends"])
            _record(opened.community.public_id, "end_emergency_access", by, {"access": str(opened.pk)})
    return opened


def record_emergency_read(*, community_id: str, path: str, by: Actor) -> None:
    """Keep that an administrator opened this page under emergency access; nothing where no such access is open."""
    community = Community.objects.filter(public_id=community_id).first()
    if community is None or not any(held.is_emergency for held in by.held_in(community)):
        return
    with alone_with(community_id):
        record_event(community_id=community_id, action="read_in_emergency", by=by, details={"path": path[:500]})


def _record(community_id: str, action: str, by: Actor, details: dict[str, object]) -> None:
    """In the community's log, where its stewards see it, and in the installation's; the reason stays with the first."""
    record_event(community_id=community_id, action=action, by=by, details=details)
    outside = {name: value for name, value in details.items() if name != "reason"}
    record_event(community_id="", action=action, by=by, details={"community": community_id, **outside})


def _administrator(by: Actor) -> Person:
    if by.person is None or not by.is_administrator:
        raise NotAllowedError(None)
    return by.person


def _may_end(opened: EmergencyAccess, by: Actor) -> bool:
    is_steward = any(held.role is Role.STEWARD for held in by.held_in(opened.community)) and by.token is None
    return by.is_operator or by.is_administrator or is_steward


def _problems(reason: str, hours: int) -> list[Finding]:
    findings = []
    if not SHORTEST_REASON <= len(reason.strip()) <= LONGEST_REASON:
        fix = sentence("say what happened and what you need to look at, in 20 to 2,000 characters")
        findings.append(error(sentence("the stewards will read the reason"), fix, column="reason"))
    if not 1 <= hours <= LONGEST_HOURS:
        fix = sentence("choose from 1 to 8 hours")
        findings.append(error(sentence("emergency access lasts hours, not days"), fix, column="hours"))
    return findings


def _mail_to_stewards(opened: EmergencyAccess, by: Actor) -> Callable[[], None]:
    """What to do once the access stands: a mail to each steward; where one cannot be sent, the log says how many."""

    def send() -> None:
        stewards = current(Appointment.objects.filter(community=opened.community_id, role=str(Role.STEWARD)))
        addresses = set(stewards.filter(person__is_active=True).values_list("person__email", flat=True))
        failed = sum(not _is_sent(address, opened) for address in sorted(addresses))
        if failed:
            community_id = opened.community.public_id
            details = {"access": str(opened.pk), "stewards": len(addresses), "failed": failed}
            with alone_with(community_id):
                record_event(community_id=community_id, action="emergency_mail_failed", by=by, details=details)

    return send


def _is_sent(address: str, opened: EmergencyAccess) -> bool:
    until = _words(opened.ends)
    called = " ".join(opened.community.name.split())  # a name adds no line to a letter
    subject = gettext("Emergency access to %(community)s") % {"community": called}
    text = gettext(
        "%(person)s, who runs this installation of Groundswell, opened %(community)s to read it without a role in it, "
        "until %(until)s.\n\nThe reason given: %(reason)s\n\nEvery page that is read under this access stands in the "
        "audit log of the community. A steward can end the access there at any time."
    ) % {"person": " ".join(str(opened.person).split()), "community": called, "until": until, "reason": opened.reason}
    try:
        return send_mail(subject, text, None, [address]) == 1
    except OSError as failure:  # of the network, and of SMTP
        _log.warning("a mail about an emergency access was not sent: %s", type(failure).__name__)
        return False


def _words(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"
