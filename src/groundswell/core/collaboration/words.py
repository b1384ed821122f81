"""The words of partnerships and commitments that a package may hold."""

from enum import StrEnum


class Readers(StrEnum):
    """Whom one side of a partnership lets read what both answered; what both let counts, the narrower of the two."""

    OWN = "own"  # nobody but each its own answers
    PARTNERS = "partners"  # the two, once both have answered
    COMMUNITY = "community"  # everybody who takes part in the community
    EVERYONE = "everyone"  # everybody who can open the community


READERS_FROM_NARROW = tuple(Readers)


class CommitmentKind(StrEnum):
    """What can be shifted: what an organization puts first, what it gives, how it works."""

    PRIORITIES = "priorities"
    RESOURCES = "resources"
    PRACTICES = "practices"


class CommitmentStatus(StrEnum):
    """What has become of a commitment."""

    PLEDGED = "pledged"
    UNDER_WAY = "under_way"
    KEPT = "kept"
    BROKEN = "broken"
    RELEASED = "released"  # whoever received it let it go


OPEN_STATUSES = frozenset({CommitmentStatus.PLEDGED, CommitmentStatus.UNDER_WAY})
