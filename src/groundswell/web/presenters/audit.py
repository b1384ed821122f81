"""The record of what was done, event by event in sentences, with the names that people have today."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext, ngettext

from groundswell.apps.people.models import AuditEvent, Community, EmergencyAccess
from groundswell.apps.people.queries import Chain
from groundswell.core.roles import Role
from groundswell.core.sentences import sentence
from groundswell.web.presenters.communities import Surroundings, bare_surroundings
from groundswell.web.presenters.desk.kinds import KINDS
from groundswell.web.presenters.language import called, spoken
from groundswell.web.presenters.permissions import moment, role_name

# What each event says, behind the name of whoever did it. What is not here is said by its own name.
DONE: dict[str, str] = {
    "load_package": sentence("loaded a package"),
    "store_reading": sentence("imported what a source publishes"),
    "freeze_baselines": sentence("froze baselines"),
    "change": sentence("changed something that is kept"),
    "cast_ballot": sentence("voted on indicators"),
    "close_vote": sentence("closed a vote on indicators"),
    "undo_vote": sentence("took the closing of a vote back"),
    "cast_measure_ballot": sentence("voted on the measures of a program"),
    "close_measure_vote": sentence("closed a vote on the measures of a program"),
    "undo_measure_vote": sentence("took the closing of a vote on measures back"),
    "make_community": sentence("made a community"),
    "retire_community": sentence("retired the community"),
    "restore_community": sentence("restored the community"),
    "give_role": sentence("gave a role"),
    "end_role": sentence("ended a role"),
    "invite_person": sentence("invited somebody"),
    "withdraw_invitation": sentence("withdrew an invitation"),
    "accept_invitation": sentence("accepted an invitation"),
    "read_people": sentence("read who takes part"),
    "export_people": sentence("exported who takes part"),
    "read_invitations": sentence("read who is invited"),
    "read_permissions": sentence("looked at what a person may do"),
    "export_audit_log": sentence("exported the audit log"),
    "open_emergency_access": sentence("opened emergency access"),
    "end_emergency_access": sentence("ended emergency access"),
    "read_in_emergency": sentence("read a page under emergency access"),
    "emergency_mail_failed": sentence("opened emergency access, and not every steward could be told by mail"),
    "make_token": sentence("made an access token"),
    "revoke_token": sentence("revoked an access token"),
    "open_account": sentence("opened an account"),
    "open_first_account": sentence("opened the first account"),
    "add_administrator": sentence("made somebody an administrator"),
    "end_administrator": sentence("ended somebody's being an administrator"),
    "change_own_name": sentence("changed their own name"),
    "deactivate_person": sentence("closed an account"),
    "reactivate_person": sentence("opened a closed account again"),
    "end_session": sentence("ended a session"),
    "change_password": sentence("changed their password"),
    "set_password": sentence("chose a password"),
    "reset_password": sentence("chose a new password by letter"),
    "change_email": sentence("changed their e-mail address"),
    "add_second_factor": sentence("added a second factor"),
    "tie_provider": sentence("tied an identity of the provider to their account"),
    "remove_second_factor": sentence("removed a second factor"),
    "renew_recovery_codes": sentence("made new recovery codes"),
    "second_factor_failed": sentence("knew the password, and failed the second factor"),
    "sign_in": sentence("signed in"),
    "sign_in_failed": sentence("failed to sign in"),
    "sign_out": sentence("signed out"),
    "forget_what_is_over": sentence("deleted what was kept for a while only"),
    "save_report": sentence("entered values of a report"),
    "report_step": sentence("moved a report on"),
    "submit_records": sentence("submitted records"),
    "withdraw_submission": sentence("took a submission back"),
    "purge_records": sentence("purged records whose time had come"),
    "compute_measures": sentence("computed measures"),
    "cancel_job": sentence("stopped work in the background"),
    "link_people": sentence("linked people across programs"),
    "decide_link": sentence("decided whether two records are one person"),
    "withdraw_link_decision": sentence("took back a decision on two records"),
    "contribution_link": sentence("changed what a program could contribute to an indicator"),
    "contribution_note": sentence("wrote a note on a contribution link"),
    "contribution_scenario": sentence("changed a scenario of what it would take"),
    "keep_model": sentence("kept what was modelled for a year"),
    "read_doubtful_link": sentence("looked at the records of a doubtful link"),
    "read_marked_records": sentence("fetched a returned spreadsheet"),
}
VERBS: dict[str, str] = {
    "made": sentence("made {what}"),
    "changed": sentence("changed {what}"),
    "retired": sentence("retired {what}"),
    "restored": sentence("restored {what}"),
    "reordered": sentence("put {what} in another order"),
    "undone": sentence("undid a change of {what}"),
    "voted": sentence("settled {what} by a vote"),
}
_IDS = ("appointment", "access", "token", "invitation", "person", "role", "until", "kind", "id", "verb")


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event: its number, when, who, what in a sentence, and what else it holds."""

    sequence: int
    at: str
    who: str
    by: str
    words: str
    more: str


@dataclass(frozen=True, slots=True)
class Emergency:
    """An emergency access, for those it concerns."""

    id: str
    who: str
    where: str
    community: str
    reason: str
    since: str
    until: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class LogPage:
    """A page of an audit log, and whether the log is whole."""

    around: Surroundings | None
    title: str
    chain: str
    is_whole: bool
    rows: tuple[EventRow, ...]
    found: str
    actions: tuple[tuple[str, str], ...]
    asked: Mapping[str, str]
    newer: str
    older: str
    export: str
    emergencies: tuple[Emergency, ...]


def log_page(
    community: Community | None,
    events: Sequence[AuditEvent],
    *,
    names: Mapping[str, str],
    chain: Chain,
    asked: Mapping[str, str],
    number: int,
    count: int,
    has_more: bool,
    emergencies: Iterable[EmergencyAccess] = (),
) -> LogPage:
    """`events` are one page of those found, `number` says which; `asked` is what was searched for."""
    words = {key: value for key, value in asked.items() if value}
    return LogPage(
        around=bare_surroundings(community) if community else None,
        title=gettext("Audit log"),
        chain=chain_words(chain),
        is_whole=chain.is_whole,
        rows=tuple(_row(event, names) for event in events),
        found=ngettext("%(count)s event", "%(count)s events", count) % {"count": f"{count:,}"},
        actions=tuple(sorted(((name, _capital(spoken(said))) for name, said in DONE.items()), key=lambda one: one[1])),
        asked=asked,
        newer=_address(words, number - 1) if number > 1 else "",
        older=_address(words, number + 1) if has_more else "",
        export=f"?{urlencode(words)}" if words else "",
        emergencies=tuple(emergency_row(access) for access in emergencies),
    )


def chain_words(chain: Chain) -> str:
    """Whether the log is whole, in a sentence."""
    if chain.broken:
        return gettext(
            "The record is broken: event %(number)s does not follow from what stands before it. Something was altered "
            "or taken out behind the application's back."
        ) % {"number": chain.broken[0]}
    if chain.checked < chain.count:
        return gettext(
            "The newest %(checked)s of %(count)s events follow one another without a gap; the command "
            "“groundswell audit-log verify” checks them all."
        ) % {"checked": f"{chain.checked:,}", "count": f"{chain.count:,}"}
    return gettext("The record is whole: %(count)s events follow one another without a gap. Its head is %(head)s.") % {
        "count": f"{chain.count:,}",
        "head": chain.head,
    }


def who_did(by: str, names: Mapping[str, str]) -> str:
    """An actor's name as people know it."""
    if by == "public":
        return gettext("Somebody not signed in")
    if by.startswith("cli:"):
        return gettext("%(name)s at the command line") % {"name": by.removeprefix("cli:")}
    return called(names.get(by, by))


def emergency_row(access: EmergencyAccess, *, now_open: bool | None = None) -> Emergency:
    """An emergency access with the words of its page."""
    from django.utils import timezone

    is_open = access.ends > timezone.now() if now_open is None else now_open
    return Emergency(
        id=str(access.pk),
        who=called(access.person.name),
        where=access.community.public_id,
        community=access.community.name,
        reason=access.reason,
        since=moment(access.starts),
        until=moment(access.ends),
        is_open=is_open,
    )


def people_in(events: Iterable[AuditEvent]) -> set[str]:
    """The actors and persons that events speak of, whose names a page needs."""
    found = set()
    for event in events:
        found.add(event.by)
        if person := event.details.get("person"):
            found.add(f"person:{person}")
    return found


def _row(event: AuditEvent, names: Mapping[str, str]) -> EventRow:
    return EventRow(
        sequence=event.sequence,
        at=moment(event.at),
        who=who_did(event.by, names),
        by=event.by,
        words=_words(event, names),
        more=_more(event.details),
    )


def _words(event: AuditEvent, names: Mapping[str, str]) -> str:
    details = event.details
    if event.action == "change" and details.get("verb") in VERBS:
        kind = str(details.get("kind", ""))
        named = str(KINDS[kind].singular).lower() if kind in KINDS else kind
        what = f"{named} {details.get('id', '')}".strip()
        return spoken(VERBS[str(details["verb"])]).format(what=what)
    said = DONE.get(event.action)
    words = spoken(said) if said else event.action.replace("_", " ")
    about = []
    if role := details.get("role"):
        about.append(role_name(role) if role in set(Role) else str(role))
    if person := details.get("person"):
        about.append(called(names.get(f"person:{person}", str(person))))
    if path := details.get("path"):
        about.append(str(path))
    return f"{words}: {', '.join(about)}" if about else words


def _more(details: Mapping[str, Any]) -> str:
    """What the sentence does not say, as it is kept."""
    rest = {key: value for key, value in details.items() if key not in _IDS and value not in ("", None)}
    return " · ".join(f"{key.replace('_', ' ')}: {_plain(value)}" for key, value in sorted(rest.items()))


def _plain(value: Any) -> str:
    """A kept value without the marks of a program."""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, Mapping):
        return ", ".join(f"{key.replace('_', ' ')} {_plain(part)}" for key, part in sorted(value.items()))
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _address(words: Mapping[str, str], number: int) -> str:
    return "?" + urlencode({**words, "page": number})


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
