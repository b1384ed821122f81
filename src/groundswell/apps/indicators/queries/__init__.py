"""Series and baselines as the ground floor computes with them, and where the vote on a result's indicators stands."""

from groundswell.apps.indicators.queries.series import (
    WITHHELD_WORDS,
    PublicKeys,
    Reading,
    baselines_of,
    polarity_of,
    public_keys,
    published,
    series_of,
    standing_of,
    unit_of,
    work_began,
)
from groundswell.apps.indicators.queries.votes import IndicatorCandidate, ballot_of, vote_of

__all__ = [
    "WITHHELD_WORDS",
    "IndicatorCandidate",
    "PublicKeys",
    "Reading",
    "ballot_of",
    "baselines_of",
    "polarity_of",
    "public_keys",
    "published",
    "series_of",
    "standing_of",
    "unit_of",
    "vote_of",
    "work_began",
]
