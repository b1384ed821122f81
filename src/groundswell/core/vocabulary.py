"""The closed lists of words that every floor shares.

Each list is a `StrEnum`, so a member is the very word that stands in a community package, in JSON and in the
database. Words that residents read are kept beside the word that machines read.
"""

from enum import StrEnum


class Unit(StrEnum):
    """What a published value of an indicator counts in."""

    PERCENT = "percent"
    RATE = "rate"
    COUNT = "count"
    CURRENCY = "currency"
    INDEX = "index"


class Polarity(StrEnum):
    """Which way is good."""

    HIGHER = "higher"
    LOWER = "lower"
    NEUTRAL = "neutral"


class Standing(StrEnum):
    """Where an indicator stands after the forced choice: what we lead with, keep behind it, or still have to measure."""

    HEADLINE = "headline"
    SECONDARY = "secondary"
    DEVELOPMENT = "development"


class Power(StrEnum):
    """How an indicator is rated for communication, proxy and data power."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class ObservationStatus(StrEnum):
    """What kind of value stands, or does not stand, at one period of a series."""

    FINAL = "final"
    PROVISIONAL = "provisional"
    SUPPRESSED = "suppressed"
    MISSING = "missing"
    NOT_APPLICABLE = "not_applicable"

    @property
    def is_withheld(self) -> bool:
        """True where no number may be shown or computed with."""
        return self not in (ObservationStatus.FINAL, ObservationStatus.PROVISIONAL)


class Verdict(StrEnum):
    """The six answers to "is the curve turning?" and no others."""

    TURNED = "turned"
    POSSIBLY_TURNING = "possibly_turning"
    AS_EXPECTED = "as_expected"
    POSSIBLY_WORSENING = "possibly_worsening"
    WORSENED = "worsened"
    TOO_EARLY = "too_early"

    @property
    def words(self) -> str:
        """The phrase a resident reads (English; the web translates it)."""
        return _VERDICT_WORDS[self]


_VERDICT_WORDS = {
    Verdict.TURNED: "Turning the curve",
    Verdict.POSSIBLY_TURNING: "May be turning",
    Verdict.AS_EXPECTED: "On its baseline",
    Verdict.POSSIBLY_WORSENING: "May be getting worse",
    Verdict.WORSENED: "Worse than its baseline",
    Verdict.TOO_EARLY: "Too early to tell",
}


class Visibility(StrEnum):
    """Who may open a community's pages: anybody, whoever has the address, or members only."""

    PUBLIC = "public"
    UNLISTED = "unlisted"
    PRIVATE = "private"
