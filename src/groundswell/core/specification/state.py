"""What stands in a community, counted: the ground on which its choices mean something."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CommunityState:
    """Counts of what is in use; None where it is not for this reader to know, and then nothing follows from it.

    `measures_shared` are adopted by two programs or more. `partnerships_answered` are those of
    which the reader may read anything that was said.
    """

    results: int = 0
    indicators: int = 0
    indicators_with_baselines: int = 0
    indicators_by_group: int = 0
    strategies: int = 0
    programs: int = 0
    measures_adopted: int = 0
    measures_shared: int = 0
    links: int = 0
    backbones: int = 0
    networks: int = 0
    partnerships: int | None = None
    partnerships_answered: int | None = None
    mandates_formal: int | None = None
    mandates_that_can_commit: int | None = None
    commitments: int | None = None
    commitments_due: int | None = None  # open, and their day has passed
