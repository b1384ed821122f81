"""What a reader may do in a community, and why: every permission in a sentence, with its grounds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext

from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import Actor, Grounds, NotAllowedError, grounds_for
from groundswell.core.permissions import Permission
from groundswell.core.roles import ROLES, Role, roles_with
from groundswell.core.sentences import sentence
from groundswell.web.presenters.communities import Surroundings, bare_surroundings
from groundswell.web.presenters.language import spoken

WORDS: dict[Permission, str] = {
    Permission.READ_COMMUNITY: sentence("Read the community"),
    Permission.READ_HISTORY: sentence("Read the history of what is kept"),
    Permission.EXPORT_COMMUNITY: sentence("Export the community"),
    Permission.CHANGE_COMMUNITY: sentence("Change what is said about the community"),
    Permission.PUBLISH_COMMUNITY: sentence("Decide who can see the community"),
    Permission.LOAD_PACKAGE: sentence("Load a package over the community"),
    Permission.CHANGE_RESULTS: sentence("Change results"),
    Permission.CHANGE_INDICATORS: sentence("Change indicators"),
    Permission.RATE_INDICATORS: sentence("Rate indicators"),
    Permission.VOTE_ON_INDICATORS: sentence("Vote on indicators"),
    Permission.CLOSE_VOTES: sentence("Close votes on indicators"),
    Permission.CHANGE_OBSERVATIONS: sentence("Change observations"),
    Permission.CHANGE_OWN_OBSERVATIONS: sentence("Change observations of the organization's own indicators"),
    Permission.CHANGE_TARGETS: sentence("Change targets"),
    Permission.CHANGE_PLACES: sentence("Change places"),
    Permission.CHANGE_GROUPS: sentence("Change groups"),
    Permission.CHANGE_SOURCES: sentence("Change sources"),
    Permission.IMPORT_SOURCES: sentence("Import what sources publish"),
    Permission.CHANGE_STORIES: sentence("Change stories"),
    Permission.CHANGE_ORGANIZATIONS: sentence("Change organizations"),
    Permission.CHANGE_OWN_ORGANIZATION: sentence("Change the entry of one's own organization"),
    Permission.CHANGE_STRATEGIES: sentence("Change strategies"),
    Permission.CHANGE_PROGRAMS: sentence("Change programs"),
    Permission.CHANGE_OWN_PROGRAMS: sentence("Change what is said of the organization's own programs"),
    Permission.CHANGE_GRANTS: sentence("Change grants"),
    Permission.CHANGE_MEASURES: sentence("Change measures, and which programs adopt them"),
    Permission.VOTE_ON_MEASURES: sentence("Vote on the measures of the programs that one sees"),
    Permission.READ_PROGRAMS: sentence("Read how every program is doing"),
    Permission.READ_OWN_PROGRAMS: sentence("Read how the organization's own programs are doing, whole"),
    Permission.READ_FUNDED_PROGRAMS: sentence("Read how the programs are doing that the funder's grants reach"),
    Permission.ENTER_VALUES: sentence("Enter values of measures"),
    Permission.ENTER_OWN_VALUES: sentence("Enter values for the organization's own programs"),
    Permission.ACCEPT_VALUES: sentence("Accept, return and lock what programs report"),
    Permission.SUBMIT_RECORDS: sentence("Submit records for any program"),
    Permission.SUBMIT_OWN_RECORDS: sentence("Submit records of the organization's own programs"),
    Permission.LINK_PEOPLE: sentence("Link people across programs"),
    Permission.REVIEW_LINKS: sentence("Review doubtful links"),
    Permission.CHANGE_CONTRIBUTIONS: sentence("Change contribution links"),
    Permission.CHANGE_OWN_CONTRIBUTIONS: sentence("Change contribution links of one's own programs"),
    Permission.NOTE_CONTRIBUTIONS: sentence("Write notes on contribution links, and challenge them"),
    Permission.READ_PARTNERSHIPS: sentence("Read who works with whom, and who may commit to what"),
    Permission.CHANGE_PARTNERSHIPS: sentence("Change partnerships, and record what both sides said together"),
    Permission.CHANGE_OWN_PARTNERSHIPS: sentence("Answer for the partnerships of one's own organization"),
    Permission.CHANGE_NETWORKS: sentence("Change networks of providers"),
    Permission.CHANGE_MANDATES: sentence("Change who represents whom"),
    Permission.CHANGE_OWN_MANDATES: sentence("Change who represents one's own organization"),
    Permission.CHANGE_COMMITMENTS: sentence("Change commitments"),
    Permission.CHANGE_OWN_COMMITMENTS: sentence("Change the commitments of one's own organization"),
    Permission.CHANGE_SPECIFICATION: sentence("Change the community's own specification"),
    Permission.CHANGE_SCAN: sentence("Change the systems scan"),
    Permission.UNDO_CHANGES: sentence("Undo the changes of others"),
    Permission.READ_PEOPLE: sentence("Read who takes part"),
    Permission.INVITE_PEOPLE: sentence("Invite people"),
    Permission.INVITE_OWN_PEOPLE: sentence("Invite people of one's own organization"),
    Permission.GIVE_ROLES: sentence("Give and end roles"),
    Permission.READ_AUDIT_LOG: sentence("Read the audit log"),
}


@dataclass(frozen=True, slots=True)
class PermissionRow:
    """One permission: may this reader, why, and which roles would."""

    words: str
    is_given: bool
    why: str
    roles: str


@dataclass(frozen=True, slots=True)
class RoleCard:
    """A role in full sentences; `is_held` where this reader holds it here."""

    name: str
    sentence: str
    permissions: tuple[str, ...]
    is_held: bool


@dataclass(frozen=True, slots=True)
class PermissionsPage:
    """What one person may do in a community."""

    around: Surroundings
    title: str
    whose: str
    held: tuple[str, ...]
    rows: tuple[PermissionRow, ...]
    roles: tuple[RoleCard, ...]
    is_of_another: bool


@dataclass(frozen=True, slots=True)
class Refusal:
    """What was asked, and who may."""

    asked: str
    who: str
    why_address: str


def refusal(exception: NotAllowedError) -> Refusal | dict[str, str]:
    """The words of a page that refuses; none of its own for what only administrators do."""
    if exception.permission is None:
        return {}
    asked = gettext("You may not do this here: %(permission)s. Nothing was changed.") % {
        "permission": lowered(spoken(WORDS[exception.permission]))
    }
    community = exception.community
    address = reverse("permissions", args=[community.public_id]) if community else ""
    return Refusal(asked, _who(exception.permission), address)


def permissions_page(community: Community, actor: Actor, names: dict[str, str], *, of_another: bool) -> PermissionsPage:
    """`names` are those of organizations by id. `of_another` is a steward's look at somebody else's permissions."""
    held = {holding.role for holding in actor.held_in(community)}
    return PermissionsPage(
        around=bare_surroundings(community),
        title=gettext("What you may do here, and why") if not of_another else gettext("What a person may do here"),
        whose=str(actor.person) if of_another else "",
        held=tuple(_holdings(community, actor, names)),
        rows=tuple(_row(permission, community, actor, names) for permission in Permission),
        roles=tuple(_card(role, is_held=role in held) for role in Role),
        is_of_another=of_another,
    )


def role_name(role: Role | str) -> str:
    """The role as people read it."""
    return spoken(ROLES[Role(role)].name)


def lowered(words: str) -> str:
    """Words from the beginning of a sentence, in its middle."""
    return words[:1].lower() + words[1:]


def _who(permission: Permission) -> str:
    roles = ", ".join(role_name(role) for role in roles_with(permission))
    return gettext("Who may: %(roles)s. A steward gives roles.") % {"roles": roles}


def _holdings(community: Community, actor: Actor, names: dict[str, str]) -> list[str]:
    return [
        _because(Grounds(held.role, held.organization_id, held.until, held.is_emergency), names)
        for held in actor.held_in(community)
    ]


def _row(permission: Permission, community: Community, actor: Actor, names: dict[str, str]) -> PermissionRow:
    grounds = _grounds(permission, community, actor)
    because = [_because(found, names, with_own=permission.is_own) for found in grounds]
    roles = ", ".join(role_name(role) for role in roles_with(permission))
    return PermissionRow(spoken(WORDS[permission]), bool(grounds), "; ".join(because), roles)


def _grounds(permission: Permission, community: Community, actor: Actor) -> list[Grounds]:
    """One, or for what reaches only one's own, one for each organization."""
    owners = [""]
    if permission.is_own:
        owners = list(dict.fromkeys(held.organization_id for held in actor.held_in(community))) or [""]
    found = (grounds_for(actor, permission, community, organization_id=owner) for owner in owners)
    return [grounds for grounds in found if grounds is not None]


def _because(grounds: Grounds, names: dict[str, str], *, with_own: bool = False) -> str:
    if grounds.role is None:
        return gettext("as the operator of this installation")
    if grounds.is_emergency:
        return gettext("emergency access until %(time)s") % {"time": moment(grounds.until)}
    if grounds.role is Role.PUBLIC:
        return gettext("everybody may")
    words = role_name(grounds.role)
    if grounds.organization_id:
        organization = names.get(grounds.organization_id, grounds.organization_id)
        template = (
            gettext("%(role)s for %(organization)s, and only there")
            if with_own
            else gettext("%(role)s for %(organization)s")
        )
        words = template % {"role": words, "organization": organization}
    if grounds.until:
        words = gettext("%(role)s, until %(time)s") % {"role": words, "time": moment(grounds.until)}
    return words


def moment(at: datetime | None) -> str:
    """A moment in UTC, to the minute."""
    return f"{at:%Y-%m-%d %H:%M} UTC" if at else ""


def _card(role: Role, *, is_held: bool) -> RoleCard:
    described = ROLES[role]
    words = tuple(spoken(WORDS[each]) for each in Permission if each in described.permissions)
    return RoleCard(spoken(described.name), spoken(described.sentence), words, is_held)
