"""What a person may do, as verbs on nouns: the whole list, and nothing else.

A permission is held in one community, by way of a role (`core.roles`). Some are held only over what is a person's own
organization's, or funded by it: their names say so. What everybody may do who can open a community needs no permission.
"""

from enum import StrEnum


class Permission(StrEnum):
    """A verb and its noun, as a page says it."""

    READ_COMMUNITY = "read the community"
    READ_HISTORY = "read the history of what is kept"
    EXPORT_COMMUNITY = "export the community"

    CHANGE_COMMUNITY = "change the community"
    PUBLISH_COMMUNITY = "publish the community"
    LOAD_PACKAGE = "load a package"
    CHANGE_RESULTS = "change results"
    CHANGE_INDICATORS = "change indicators"
    RATE_INDICATORS = "rate indicators"
    VOTE_ON_INDICATORS = "vote on indicators"
    CLOSE_VOTES = "close votes on indicators"
    CHANGE_OBSERVATIONS = "change observations"
    CHANGE_OWN_OBSERVATIONS = "change observations of own indicators"
    CHANGE_TARGETS = "change targets"
    CHANGE_PLACES = "change places"
    CHANGE_GROUPS = "change groups"
    CHANGE_SOURCES = "change sources"
    IMPORT_SOURCES = "import sources"
    CHANGE_STORIES = "change stories"
    CHANGE_ORGANIZATIONS = "change organizations"
    CHANGE_OWN_ORGANIZATION = "change own organization"
    CHANGE_STRATEGIES = "change strategies"
    CHANGE_PROGRAMS = "change programs"
    CHANGE_OWN_PROGRAMS = "change own programs"
    CHANGE_GRANTS = "change grants"
    CHANGE_MEASURES = "change measures"
    VOTE_ON_MEASURES = "vote on measures of programs"
    READ_PROGRAMS = "read how all programs are doing"
    READ_OWN_PROGRAMS = "read how own programs are doing"
    READ_FUNDED_PROGRAMS = "read how funded programs are doing"
    ENTER_VALUES = "enter values of measures"
    ENTER_OWN_VALUES = "enter values of own programs"
    ACCEPT_VALUES = "accept values of measures"
    SUBMIT_RECORDS = "submit records"
    SUBMIT_OWN_RECORDS = "submit records of own programs"
    LINK_PEOPLE = "link people across programs"
    REVIEW_LINKS = "review doubtful links"
    CHANGE_CONTRIBUTIONS = "change contribution links"
    CHANGE_OWN_CONTRIBUTIONS = "change contribution links of own programs"
    NOTE_CONTRIBUTIONS = "write notes on contribution links, and challenge them"
    READ_PARTNERSHIPS = "read who works with whom, and who may commit to what"
    CHANGE_PARTNERSHIPS = "change partnerships"
    CHANGE_OWN_PARTNERSHIPS = "answer for partnerships of own organization"
    CHANGE_NETWORKS = "change networks of providers"
    CHANGE_MANDATES = "change mandates"
    CHANGE_OWN_MANDATES = "change mandates of own organization"
    CHANGE_COMMITMENTS = "change commitments"
    CHANGE_OWN_COMMITMENTS = "change commitments of own organization"
    CHANGE_SPECIFICATION = "change the community's own specification"
    CHANGE_SCAN = "change the systems scan"
    UNDO_CHANGES = "undo the changes of others"

    READ_PEOPLE = "read who takes part"
    INVITE_PEOPLE = "invite people"
    INVITE_OWN_PEOPLE = "invite people of own organization"
    GIVE_ROLES = "give and end roles"
    READ_AUDIT_LOG = "read the audit log"

    @property
    def is_own(self) -> bool:
        """True where it reaches only what belongs to the organization that the role is held for, or is funded by it."""
        return self.name.split("_")[1] in ("OWN", "FUNDED")
