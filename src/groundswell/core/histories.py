"""A series is split by the period in which the partnership's work began: the history, and what came since.

Only like is put beside like. Withheld points are left out, and so is a period that straddles the beginning; after a
change of definition only the points since then are used; overlapping survey spans and mixed kinds of period are
refused. Whatever was left out or refused is said in words.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum

from groundswell.core import reasons
from groundswell.core.estimates import Observation, Series, SeriesKey
from groundswell.core.periods import Period, PeriodKind
from groundswell.core.sentences import Sentence, counted_sentence, sentence
from groundswell.core.vocabulary import ObservationStatus

_NAMED_AT_MOST = 3


class Side(Enum):
    """Where a period stands to the beginning of the work."""

    BEFORE = "before"
    STRADDLING = "straddling"
    SINCE = "since"


@dataclass(slots=True)
class History:
    """One series, split. `before` and `since` hold only points with a number, in order, on one axis.

    `refusal` says why no baseline may be drawn at all, `is_broken_since` that what came since is not comparable.
    """

    key: SeriesKey
    numbers: list[Observation]
    before: list[Observation] = field(default_factory=list)
    since: list[Observation] = field(default_factory=list)
    refusal: str = ""
    is_broken_since: bool = False
    last_break: Period | None = None
    warnings: list[str] = field(default_factory=list)

    @property
    def latest(self) -> Observation | None:
        """The last observation that shows a number."""
        return self.numbers[-1] if self.numbers else None


class Calendar:
    """Knows on which side of the beginning of the work each period stands."""

    def __init__(self, work_began: Period) -> None:
        """`work_began` is the period in which the work began; its own points count as since."""
        self.work_began = work_began
        self._edges: dict[tuple[PeriodKind, int], tuple[int, int]] = {}

    def side(self, period: Period) -> Side:
        """Strictly before the beginning, at or after its start, or neither."""
        last_before, first_since = self.edges(period)
        if period.index <= last_before:
            return Side.BEFORE
        return Side.SINCE if period.index >= first_since else Side.STRADDLING

    def edges(self, period: Period) -> tuple[int, int]:
        """For periods of this kind and length: the index of the last before, and of the first since.

        Thousands of series share a few kinds, so this is looked for once and compared as whole numbers ever after.
        """
        key = (period.kind, period.length)
        if key not in self._edges:
            self._edges[key] = self._look(period)
        return self._edges[key]

    def _look(self, period: Period) -> tuple[int, int]:
        began = self.work_began
        near = round((began.start - period.start) * period.kind.per_year)
        candidates = [period.shift(near + step) for step in range(-period.length - 2, 3)]
        last_before = max(p.index for p in candidates if p.is_before(began))
        first_since = min(p.index for p in candidates if p.start >= began.start)
        return last_before, first_since


def numbers_of(observations: Sequence[Observation]) -> list[Observation]:
    """The observations that show a number."""
    final, provisional = ObservationStatus.FINAL, ObservationStatus.PROVISIONAL
    return [o for o in observations if o.estimate.value is not None and (o.status is final or o.status is provisional)]


def why_not_one_axis(periods: Sequence[Period]) -> str:
    """Why these periods cannot be judged together, "" where they can: mixed kinds, overlapping spans, one twice.

    They are in order of time.
    """
    if not periods:
        return ""
    kind, length, previous = periods[0].kind, periods[0].length, None
    for period in periods:
        if period.kind is not kind or period.length != length:
            return reasons.MIXED
        if previous is not None and period.index - previous < length:
            return reasons.TWICE if period.index == previous else reasons.OVERLAPPING
        previous = period.index
    return ""


def stride_of(period: Period) -> int:
    """Steps from one period to the next that does not overlap it: 5 for a five-year span, else 1."""
    return period.length if period.kind is PeriodKind.SPAN else 1


def split(series: Series, calendar: Calendar | None) -> History:
    """Split one series at the beginning of the work; without a calendar nothing is split."""
    numbers = numbers_of(series.observations)
    history = History(series.key, numbers)
    if len(numbers) < len(series.observations):
        history.warnings.extend(_withheld(series, numbers))
    if numbers and numbers[-1].status is ObservationStatus.PROVISIONAL:
        history.warnings.append(sentence("The latest value ({period}) is provisional", period=numbers[-1].period))
    if calendar is not None:
        _place(history, series, calendar)
    used = [o.period for o in history.before + history.since]
    history.refusal = why_not_one_axis(used) if numbers else reasons.NO_VALUES
    return history


def _place(history: History, series: Series, calendar: Calendar) -> None:
    straddling: list[Period] = []
    kind, length, last_before, first_since = None, 0, 0, 0
    for observation in history.numbers:
        period = observation.period
        if period.kind is not kind or period.length != length:
            kind, length = period.kind, period.length
            last_before, first_since = calendar.edges(period)
        if period.index <= last_before:
            history.before.append(observation)
        elif period.index >= first_since:
            history.since.append(observation)
        else:
            straddling.append(period)
    if straddling:
        history.warnings.append(
            counted_sentence(
                "{periods} lies partly before and partly after {began}, when the work began, and is left out",
                "{periods} lie partly before and partly after {began}, when the work began, and are left out",
                len(straddling),
                periods=_named(straddling),
                began=calendar.work_began,
            )
        )
    breaks = [o.period for o in series.observations if o.is_break]
    if breaks:
        _heed_breaks(history, breaks, calendar)


def _heed_breaks(history: History, breaks: list[Period], calendar: Calendar) -> None:
    """Keep only what is comparable: points since the last break before the work, none across a later one."""
    history.last_break = breaks[-1]
    earlier = [period for period in breaks if calendar.side(period) is Side.BEFORE]
    later = [period for period in breaks if calendar.side(period) is not Side.BEFORE]
    if earlier:
        kept = [o for o in history.before if o.period >= earlier[-1]]
        if len(kept) < len(history.before):
            history.warnings.append(
                sentence("The definition changed in {period}; only the values since then are used", period=earlier[-1])
            )
        history.before = kept
    if later and any(o.period >= later[0] for o in history.since):
        history.is_broken_since = True


def _withheld(series: Series, numbers: list[Observation]) -> list[str]:
    shown = {id(observation) for observation in numbers}
    absent = [o.period for o in series.observations if id(o) not in shown]
    return [
        counted_sentence(
            "{count} value is withheld or missing and left out ({periods})",
            "{count} values are withheld or missing and left out ({periods})",
            len(absent),
            periods=_named(absent),
        )
    ]


def _named(periods: Sequence[Period]) -> Sentence:
    """The first few, and how many more: `2019, 2020, 2021 and 2 more`."""
    said = sentence("{period}", period=periods[0])
    for period in periods[1:_NAMED_AT_MOST]:
        said = sentence("{first}, {others}", first=said, others=period)
    more = len(periods) - _NAMED_AT_MOST
    return sentence("{periods} and {more} more", periods=said, more=more) if more > 0 else said
