"""Which roles somebody may offer to others, and whether what was offered still stands."""

from __future__ import annotations

from groundswell.apps.people.models import HELD_ROLES, Community, Invitation, Person, key_from
from groundswell.apps.people.queries.actors import Actor, actor_of, may
from groundswell.core.permissions import Permission
from groundswell.core.roles import ROLES, Role

OWN_PEOPLE = (Role.PROVIDER_DATA_MANAGER, Role.PARTNER_MEMBER)  # whom an organization invites for itself
_PERSON = "person:"


def roles_to_offer(actor: Actor, community: Community, organization_id: str = "") -> list[Role]:
    """The roles that an actor may offer here, on behalf of this organization where one is named."""
    return [role for role in HELD_ROLES if may_offer(actor, role, community, organization_id)]


def may_offer(actor: Actor, role: Role, community: Community, organization_id: str = "") -> bool:
    """True where the actor invites people to this role: with no more than they may themselves, or for their own."""
    if may(actor, Permission.INVITE_PEOPLE, community):
        return all(each.is_own or may(actor, each, community) for each in ROLES[role].permissions)
    own = may(actor, Permission.INVITE_OWN_PEOPLE, community, organization_id=organization_id)
    return own and role in OWN_PEOPLE


def still_offered(invitation: Invitation) -> bool:
    """True while whoever made the offer may make it: nobody leaves a door open for after their own role has ended."""
    if not invitation.by.startswith(_PERSON):
        return True  # the operator's, who has no role that could end
    person = Person.objects.filter(pk=key_from(invitation.by.removeprefix(_PERSON))).first()
    organization = invitation.organization.public_id if invitation.organization else ""
    return person is not None and may_offer(actor_of(person), Role(invitation.role), invitation.community, organization)
