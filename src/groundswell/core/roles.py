"""The roles of a community, in full sentences, and what each may do.

A role is held by a person in one community, for as long as it lasts; some are held on behalf of an organization, and
reach only what is that organization's. A person may hold several. Who holds none is the public.
"""

from dataclasses import dataclass
from enum import StrEnum

from groundswell.core.permissions import Permission
from groundswell.core.sentences import sentence


class Role(StrEnum):
    """What a person is to a community."""

    STEWARD = "steward"
    DATA_MANAGER = "data_manager"
    PROVIDER_DATA_MANAGER = "provider_data_manager"
    FUNDER = "funder"
    ANALYST = "analyst"
    PARTNER_MEMBER = "partner_member"
    VIEWER = "viewer"
    PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class RoleDescription:
    """A role's name, what it is in sentences, and the permissions that come with it.

    `for_organization`: the role is held on behalf of an organization, and cannot be held without one.
    """

    name: str
    sentence: str
    permissions: frozenset[Permission]
    for_organization: bool = False


_READING = frozenset({Permission.READ_COMMUNITY, Permission.EXPORT_COMMUNITY})
_TAKING_PART = _READING | {
    Permission.READ_HISTORY,
    Permission.RATE_INDICATORS,
    Permission.VOTE_ON_INDICATORS,
    Permission.VOTE_ON_MEASURES,
    Permission.NOTE_CONTRIBUTIONS,
    Permission.READ_PARTNERSHIPS,
    Permission.READ_PEOPLE,
}
_KEEPING_DATA = _TAKING_PART | {
    Permission.CHANGE_RESULTS,
    Permission.CHANGE_INDICATORS,
    Permission.CLOSE_VOTES,
    Permission.CHANGE_OBSERVATIONS,
    Permission.CHANGE_TARGETS,
    Permission.CHANGE_PLACES,
    Permission.CHANGE_GROUPS,
    Permission.CHANGE_SOURCES,
    Permission.IMPORT_SOURCES,
    Permission.CHANGE_STORIES,
    Permission.CHANGE_ORGANIZATIONS,
    Permission.CHANGE_STRATEGIES,
    Permission.CHANGE_PROGRAMS,
    Permission.CHANGE_GRANTS,
    Permission.CHANGE_MEASURES,
    Permission.READ_PROGRAMS,
    Permission.ENTER_VALUES,
    Permission.ACCEPT_VALUES,
    Permission.SUBMIT_RECORDS,
    Permission.LINK_PEOPLE,
    Permission.REVIEW_LINKS,
    Permission.CHANGE_CONTRIBUTIONS,
    Permission.CHANGE_PARTNERSHIPS,
    Permission.CHANGE_NETWORKS,
    Permission.CHANGE_MANDATES,
    Permission.CHANGE_COMMITMENTS,
    Permission.CHANGE_SCAN,
}
_SPEAKING_FOR_ONE = frozenset(
    {Permission.CHANGE_OWN_PARTNERSHIPS, Permission.CHANGE_OWN_MANDATES, Permission.CHANGE_OWN_COMMITMENTS}
)
_STEWARDING = _KEEPING_DATA | {
    Permission.CHANGE_COMMUNITY,
    Permission.CHANGE_SPECIFICATION,
    Permission.PUBLISH_COMMUNITY,
    Permission.LOAD_PACKAGE,
    Permission.UNDO_CHANGES,
    Permission.INVITE_PEOPLE,
    Permission.GIVE_ROLES,
    Permission.READ_AUDIT_LOG,
}

ROLES: dict[Role, RoleDescription] = {
    Role.STEWARD: RoleDescription(
        sentence("Steward"),
        sentence(
            "A steward works for the backbone. A steward keeps the whole community: its results, indicators and "
            "numbers, what programs could contribute to them, who is one person, who works with whom and who may "
            "commit to what, the community's own specification, who takes part and in which role, what is published, "
            "and the record of what was done. What partners said of each other is theirs, until they share it."
        ),
        _STEWARDING,
    ),
    Role.DATA_MANAGER: RoleDescription(
        sentence("Data manager"),
        sentence(
            "A data manager keeps what is measured and what is known: results, indicators, observations, "
            "targets, places, groups, organizations, programs and their measures, sources and stories, and "
            "accepts or returns what programs report, links the people whom several programs serve and looks at "
            "the doubtful links, says what each program could contribute to an indicator, and keeps partnerships, "
            "mandates, commitments and the systems scan. A data manager invites nobody and publishes nothing."
        ),
        _KEEPING_DATA,
    ),
    Role.PROVIDER_DATA_MANAGER: RoleDescription(
        sentence("Provider data manager"),
        sentence(
            "A provider data manager answers for one organization. This person reports for the organization's "
            "programs, submits their records and reads their figures whole, changes what is said of them and of what "
            "they could contribute to an indicator, the observations of the indicators that the organization owns and "
            "the organization's own entry, answers for its partnerships, says who represents it and what it commits, "
            "writes stories, and invites colleagues."
        ),
        _TAKING_PART
        | _SPEAKING_FOR_ONE
        | {
            Permission.CHANGE_OWN_OBSERVATIONS,
            Permission.CHANGE_OWN_ORGANIZATION,
            Permission.CHANGE_OWN_PROGRAMS,
            Permission.READ_OWN_PROGRAMS,
            Permission.ENTER_OWN_VALUES,
            Permission.SUBMIT_OWN_RECORDS,
            Permission.CHANGE_OWN_CONTRIBUTIONS,
            Permission.CHANGE_STORIES,
            Permission.INVITE_OWN_PEOPLE,
        },
        for_organization=True,
    ),
    Role.FUNDER: RoleDescription(
        sentence("Funder"),
        sentence(
            "A funder reads and exports the community, reads how the programs are doing that its grants reach, "
            "takes part in choosing indicators and measures, and answers for the partnerships, mandates and "
            "commitments of its own organization. A funder changes nothing that others keep."
        ),
        _TAKING_PART | _SPEAKING_FOR_ONE | {Permission.READ_FUNDED_PROGRAMS},
        for_organization=True,
    ),
    Role.ANALYST: RoleDescription(
        sentence("Analyst"),
        sentence(
            "An analyst works for a data institute. An analyst reads and exports everything, brings in "
            "published sources, and rates indicators; definitions and stories are for others to change."
        ),
        _TAKING_PART | {Permission.CHANGE_SOURCES, Permission.IMPORT_SOURCES, Permission.READ_PROGRAMS},
    ),
    Role.PARTNER_MEMBER: RoleDescription(
        sentence("Partner member"),
        sentence(
            "A partner member speaks for an organization at the table: reads the community and the figures of "
            "the organization's own programs, answers for its partnerships, says who represents it and what it "
            "commits, writes stories, rates indicators, and votes on them and on the measures of programs."
        ),
        _TAKING_PART | _SPEAKING_FOR_ONE | {Permission.CHANGE_STORIES, Permission.READ_OWN_PROGRAMS},
        for_organization=True,
    ),
    Role.VIEWER: RoleDescription(
        sentence("Viewer"), sentence("A viewer reads and exports the community, also where it is private."), _READING
    ),
    Role.PUBLIC: RoleDescription(
        sentence("Public"),
        sentence(
            "Anybody, signed in or not, reads and exports a community that is public, and one that is unlisted "
            "by its address."
        ),
        _READING,
    ),
}


def roles_with(permission: Permission) -> list[Role]:
    """The roles that carry a permission, as the list of roles has them."""
    return [role for role, described in ROLES.items() if permission in described.permissions]
