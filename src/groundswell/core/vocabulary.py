"""The closed lists of words that every floor shares.

Each list is a `StrEnum`, so a member is the very word that stands in a community package, in JSON and in the
database. Words that residents read are kept beside the word that machines read.
"""

from enum import StrEnum

from groundswell.core.sentences import Sentence, sentence


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
    """Where an indicator stands after the forced choice: what we lead with, keep behind it or still must measure."""

    HEADLINE = "headline"
    SECONDARY = "secondary"
    DEVELOPMENT = "development"


class Question(StrEnum):
    """What a performance measure tells of a program; the third is told as a number and as a percent."""

    HOW_MANY = "how_many"
    HOW_WELL = "how_well"
    WHAT_DIFFERENCE = "what_difference"


class MeasureUnit(StrEnum):
    """What a performance measure counts in."""

    NUMBER = "number"
    PERCENT = "percent"


class Use(StrEnum):
    """Why a program reports a measure: everybody does, it chose it from the shared library, or it is its own."""

    REQUIRED = "required"
    MENU = "menu"
    LOCAL = "local"


class ValueState(StrEnum):
    """How far an entered value of a measure has come on its way from whoever types it to everybody."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    LOCKED = "locked"

    @property
    def is_final(self) -> bool:
        """True for what others than its organization may read, and what changes only with a reason."""
        return self in (ValueState.ACCEPTED, ValueState.LOCKED)


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
    def words(self) -> Sentence:
        """The phrase a resident reads (in English; pages say it in the reader's language)."""
        return _VERDICT_WORDS[self]


_VERDICT_WORDS = {
    Verdict.TURNED: sentence("Turning the curve"),
    Verdict.POSSIBLY_TURNING: sentence("May be turning"),
    Verdict.AS_EXPECTED: sentence("On its baseline"),
    Verdict.POSSIBLY_WORSENING: sentence("May be getting worse"),
    Verdict.WORSENED: sentence("Worse than its baseline"),
    Verdict.TOO_EARLY: sentence("Too early to tell"),
}


class Visibility(StrEnum):
    """Who may open a community's pages: anybody, whoever has the address, or members only."""

    PUBLIC = "public"
    UNLISTED = "unlisted"
    PRIVATE = "private"


class ChangeCategory(StrEnum):
    """Five ways in which a value can have changed between two comparable points (NCHS, Healthy People)."""

    TARGET_MET = "target_met"
    IMPROVING = "improving"
    LITTLE_CHANGE = "little_change"
    GETTING_WORSE = "getting_worse"
    NOT_ENOUGH_DATA = "not_enough_data"

    @property
    def words(self) -> Sentence:
        """The phrase a resident reads (in English; pages say it in the reader's language)."""
        return _CHANGE_WORDS[self]


_CHANGE_WORDS = {
    ChangeCategory.TARGET_MET: sentence("Target met"),
    ChangeCategory.IMPROVING: sentence("Improving"),
    ChangeCategory.LITTLE_CHANGE: sentence("Little or no detectable change"),
    ChangeCategory.GETTING_WORSE: sentence("Getting worse"),
    ChangeCategory.NOT_ENOUGH_DATA: sentence("Not enough data"),
}


class ComparisonRule(StrEnum):
    """Whose rule says what a change is: the statistical one, or New York's plain comparison in which a tie improves."""

    NCHS = "nchs"
    TIES_IMPROVE = "ties_improve"


class Signal(StrEnum):
    """The four patterns of a process behaviour chart that chance seldom makes, in order of priority (NHS)."""

    ASTRONOMICAL = "astronomical"
    TREND = "trend"
    TWO_OF_THREE = "two_of_three"
    SHIFT = "shift"

    @property
    def words(self) -> Sentence:
        """What the pattern looks like (in English; pages say it in the reader's language)."""
        return _SIGNAL_WORDS[self]


_SIGNAL_WORDS = {
    Signal.ASTRONOMICAL: sentence("outside the limits"),
    Signal.TREND: sentence("seven in a row in one direction"),
    Signal.TWO_OF_THREE: sentence("two of three close to a limit"),
    Signal.SHIFT: sentence("seven in a row on one side of the average"),
}


class SignalMeaning(StrEnum):
    """What a signal means, given which way is good."""

    IMPROVEMENT = "improvement"
    CONCERN = "concern"
    NEUTRAL_HIGH = "neutral_high"
    NEUTRAL_LOW = "neutral_low"
    COMMON_CAUSE = "common_cause"  # routine variation: no signal


class Assurance(StrEnum):
    """Whether the process, as it behaves now, can be relied on to reach the target."""

    PASSES = "passes"
    HIT_AND_MISS = "hit_and_miss"
    FAILS = "fails"

    @property
    def words(self) -> Sentence:
        """The phrase a resident reads (in English; pages say it in the reader's language)."""
        return _ASSURANCE_WORDS[self]


_ASSURANCE_WORDS = {
    Assurance.PASSES: sentence("Consistently meets the target"),
    Assurance.HIT_AND_MISS: sentence("Sometimes meets the target, sometimes misses it"),
    Assurance.FAILS: sentence("Consistently misses the target unless something changes"),
}


class Reliability(StrEnum):
    """How far an estimate can be relied on, from its coefficient of variation."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    UNKNOWN = "unknown"


class EquityMeasure(StrEnum):
    """One number for how far apart several groups are; some in the indicator's unit, most without one."""

    INDEX_OF_DISPARITY = "index_of_disparity"
    UNWEIGHTED_MEAN_DIFFERENCE = "unweighted_mean_difference"
    WEIGHTED_MEAN_DIFFERENCE = "weighted_mean_difference"
    THEIL_INDEX = "theil_index"
    MEAN_LOG_DEVIATION = "mean_log_deviation"
    BETWEEN_GROUP_VARIANCE = "between_group_variance"
    ATTRIBUTABLE_RISK = "attributable_risk"
    ATTRIBUTABLE_FRACTION = "attributable_fraction"
    ABSOLUTE_CONCENTRATION_INDEX = "absolute_concentration_index"
    RELATIVE_CONCENTRATION_INDEX = "relative_concentration_index"
