"""Groups and places beside each other: in dots, in a table, and how far apart they are in both ways of counting."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.formats import number_format
from django.utils.translation import gettext

from groundswell.apps.scorecards.queries import Comparison, Disparity, IndicatorPage
from groundswell.core.wording import number_in_words
from groundswell.web.presenters.facts import Fact
from groundswell.web.presenters.figures import Figure, dots_figure, gap_figure
from groundswell.web.presenters.language import spoken
from groundswell.web.presenters.verdicts import Chip, Tally, chip, tallies
from groundswell.web.presenters.writing import THIN, Pen, Written, level_words, period_text

_GAPS_BETWEEN_WORDS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class ComparisonLine:
    """One row of a table of groups or places."""

    label: str
    address: str
    period: str
    estimate: Written
    difference: str
    difference_note: str
    chance: str  # more than its margin of error or within it, among all comparisons of the page
    is_reference: bool
    chip: Chip


@dataclass(frozen=True, slots=True)
class DisparityPart:
    """The groups of one dimension."""

    id: str
    dimension: str
    words: str
    lines: tuple[ComparisonLine, ...]
    dots: Figure | None
    gap: Figure | None
    gap_lines: tuple[tuple[str, str], ...]  # period, gap: the table of the chart
    facts: tuple[Fact, ...]
    has_chance: bool  # the table says of some difference whether it is more than its margin


@dataclass(frozen=True, slots=True)
class PlacesPart:
    """The same indicator in every place."""

    lines: tuple[ComparisonLine, ...]
    dots: Figure | None
    verdicts: tuple[Tally, ...]
    has_chance: bool


def disparity_part(disparity: Disparity, number: int, pen: Pen) -> DisparityPart:
    """Absolute and relative always stand together: one may shrink while the other grows."""
    title = gettext("By %(dimension)s") % {"dimension": dimension_words(disparity.dimension)}
    return DisparityPart(
        id=f"groups-{number}",
        dimension=title,
        words=spoken(disparity.words),
        lines=tuple(_line(item, pen, "group", "") for item in disparity.groups),
        dots=dots_figure(f"dots-{number}", title, disparity.groups, pen),
        gap=gap_figure(disparity, pen, f"gap-{number}"),
        gap_lines=tuple((period_text(period), pen.size(gap)) for period, gap in disparity.gap_over_time),
        facts=_measures(disparity, pen),
        has_chance=any(item.is_more_than_chance is not None for item in disparity.groups),
    )


def dimension_words(dimension: str) -> str:
    """A dimension of groups as it is said; one that people named themselves loses only dashes, slashes and the like.

    >>> dimension_words("race-ethnicity"), dimension_words("Housing_status")
    ('race and ethnicity', 'Housing status')
    """
    known = {
        "race_ethnicity": gettext("race and ethnicity"),
        "race": gettext("race"),
        "ethnicity": gettext("ethnicity"),
        "family_income": gettext("family income"),
        "household_income": gettext("household income"),
        "income": gettext("income"),
        "sex": gettext("sex"),
        "gender": gettext("gender"),
        "age": gettext("age"),
        "age_group": gettext("age"),
        "language": gettext("language"),
        "disability": gettext("disability"),
        "": gettext("group"),
    }
    words = _GAPS_BETWEEN_WORDS.sub(" ", dimension).strip()
    return known.get(words.lower().replace(" ", "_"), words)


def _measures(disparity: Disparity, pen: Pen) -> tuple[Fact, ...]:
    facts = []
    if disparity.largest_gap is not None:
        facts.append(Fact(gettext("Largest difference"), pen.size(disparity.largest_gap)))
    if disparity.largest_ratio is not None:
        ratio = spoken(number_in_words(disparity.largest_ratio))
        facts.append(Fact(gettext("Largest ratio"), gettext("%(ratio)s times") % {"ratio": ratio}))
    if disparity.index_of_disparity is not None:
        index = f"{number_format(f'{disparity.index_of_disparity * 100:.1f}', decimal_pos=1)}{THIN}%"
        note = gettext("average distance of the groups from their reference")
        facts.append(Fact(gettext("Index of disparity"), index, (note,)))
    return tuple(facts)


def places_part(page: IndicatorPage, pen: Pen, path: str) -> PlacesPart | None:
    """None where the indicator is known for one place only."""
    if not page.by_place:
        return None
    return PlacesPart(
        lines=tuple(_line(item, pen, "place", path) for item in page.by_place),
        dots=dots_figure("places", gettext("By place"), _by_height(page.by_place), pen),
        verdicts=tallies(page.row.place_verdicts),
        has_chance=any(item.is_more_than_chance is not None for item in page.by_place),
    )


def _by_height(items: Sequence[Comparison]) -> list[Comparison]:
    """Highest first, withheld last; not a ranking, but what makes dots readable."""
    return sorted(items, key=lambda item: (item.estimate.value is None, -(item.estimate.value or 0.0)))


def _line(item: Comparison, pen: Pen, parameter: str, path: str) -> ComparisonLine:
    return ComparisonLine(
        label=item.label,
        address=f"{path}?{urlencode({parameter: item.id})}" if item.id else path or "?",
        period=period_text(item.period),
        estimate=pen.estimate(item.estimate),
        difference=_difference(item, pen),
        difference_note=_difference_note(item, pen),
        chance=_chance(item),
        is_reference=item.is_reference,
        chip=chip(item.curve.verdict),
    )


def _difference(item: Comparison, pen: Pen) -> str:
    if item.is_reference:
        return gettext("reference")
    if item.difference is None or item.difference.value is None:
        return ""
    return pen.difference(item.difference.value)


def _chance(item: Comparison) -> str:
    if item.is_more_than_chance is None:
        return ""
    return gettext("more than its margin") if item.is_more_than_chance else gettext("within its margin")


def _difference_note(item: Comparison, pen: Pen) -> str:
    difference = item.difference
    if item.is_reference or difference is None:
        return ""
    if difference.value is None:
        return spoken(difference.reason)
    if difference.low is None or difference.high is None:
        return gettext("margin unknown")
    said = pen.range_of_difference(difference.low, difference.high)
    return f"{level_words(difference.level)}: {said}" if difference.level else said
