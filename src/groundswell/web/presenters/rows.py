"""One indicator as a line of a scorecard."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from groundswell.apps.scorecards.queries import CommunityFacts, IndicatorRow, TargetFacts
from groundswell.core.shelves import Shelf
from groundswell.core.vocabulary import Polarity, Verdict
from groundswell.web.presenters.figures import spark
from groundswell.web.presenters.language import spoken
from groundswell.web.presenters.verdicts import Chip, Tally, chip, tallies, tally_words
from groundswell.web.presenters.writing import Pen, Written, decimals_in, period_text


@dataclass(frozen=True, slots=True)
class ScorecardRow:
    """What a scorecard says about one indicator."""

    name: str
    address: str
    speaks_of: str  # a group, where the headline is not everyone
    now: Written | None
    latest: str
    since: str
    spark: SafeString
    chip: Chip
    difference: str  # "+5.0 points above its baseline", or why there is no verdict
    target: str
    target_note: str
    places: tuple[Tally, ...]
    places_words: str
    direction: str  # "lower is better"
    absence: str  # in place of a number that there is not
    publisher: str
    version: tuple[str, ...] = ()  # of all that is said here, in a language; blank where it is not kept


def pen_for(row: IndicatorRow, community: CommunityFacts, beside: Iterable[float | None] = ()) -> Pen:
    """The pen that writes this indicator's numbers, those of `beside` (other places, groups) too."""
    pen = Pen(row.unit, row.per, community.currency)
    known = [value for value in (*(value for _, value in row.spark), *beside) if value is not None]
    return replace(pen, most_decimals=max((decimals_in(value * pen.factor) for value in known), default=None))


_rows: Shelf[ScorecardRow] = Shelf(2_000)  # lines; one that is judged anew takes the place of the old


def scorecard_row(row: IndicatorRow, community: CommunityFacts) -> ScorecardRow:
    """Everything a line needs, written; once for each version of the indicator and each language."""
    key = row.curve.key
    version = (row.version, key.place_id, key.group_id, get_language() or "") if row.version else ()
    kept = _rows.of((community.id, row.id, *version[1:]), version) if version else None
    if kept is None:
        kept = replace(_written(row, community), version=version)
        if version:
            _rows.keep((community.id, row.id, *version[1:]), version, kept, 1)
    return kept


def _written(row: IndicatorRow, community: CommunityFacts) -> ScorecardRow:
    pen = pen_for(row, community)
    known = [period for period, value in row.spark if value is not None]
    return ScorecardRow(
        name=row.name,
        address=reverse("indicator", args=[community.id, row.id]),
        speaks_of=row.headline_group,
        now=pen.estimate(row.curve.latest) if row.curve.latest else None,
        latest=period_text(row.curve.latest_period),
        since=period_text(known[0]) if len(known) > 1 else "",
        spark=spark(row, pen),
        chip=chip(row.curve.verdict),
        difference=difference_words(row, pen),
        target=target_words(row.target, pen),
        target_note=target_note(row.target, pen),
        places=tallies(row.place_verdicts),
        places_words=tally_words(row.place_verdicts, of_places=True),
        direction=direction_words(row),
        absence=gettext("for other places or groups") if row.is_known_elsewhere else gettext("no data yet"),
        publisher=row.publisher,
    )


def difference_words(row: IndicatorRow, pen: Pen) -> str:
    """Beside a verdict: how far from the baseline; where there is no difference to speak of, the reason."""
    difference = row.curve.mean_difference
    if difference is None or row.curve.verdict is None:
        return spoken(row.curve.reason)
    said = from_baseline(difference, pen)
    is_chance = row.curve.verdict is Verdict.AS_EXPECTED and not pen.is_nothing(difference)
    return gettext("%(difference)s, within chance") % {"difference": said} if is_chance else said


def from_baseline(difference: float, pen: Pen) -> str:
    """`5.0 points above its baseline`; what rounds to nothing is on it."""
    if pen.is_nothing(difference):
        return gettext("right on its baseline")
    side = gettext("%(size)s above its baseline") if difference > 0 else gettext("%(size)s below its baseline")
    return side % {"size": pen.size(difference)}


def target_words(target: TargetFacts | None, pen: Pen) -> str:
    """`63 % by 2025`."""
    if target is None:
        return ""
    said = {"value": pen.value(target.value, trimmed=True), "period": period_text(target.period)}
    return gettext("%(value)s by %(period)s") % said


def target_note(target: TargetFacts | None, pen: Pen) -> str:
    """What the target asks for each year, or that it is met."""
    if target is None:
        return ""
    if target.is_met:
        return gettext("met")
    if target.needed_per_year is None:
        return ""
    return gettext("needs %(change)s a year") % {"change": pen.difference(target.needed_per_year)}


def direction_words(row: IndicatorRow) -> str:
    """Which way is good; where nobody said, that."""
    if not row.is_polarity_said:
        return gettext("not said which way is better")
    return {
        Polarity.HIGHER: gettext("higher is better"),
        Polarity.LOWER: gettext("lower is better"),
        Polarity.NEUTRAL: gettext("neither way is better"),
    }[row.polarity]
