"""How points, ranges and people of contribution are written: the range first, the number in its middle second.

Points are of a hundred people. Where an indicator is a rate, they are written in its own unit. Positive is better,
whichever way the indicator counts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils.formats import number_format
from django.utils.translation import gettext, pgettext

from groundswell.apps.scorecards.queries.contributions.pages import ContributionPage
from groundswell.core.estimates import Estimate
from groundswell.core.vocabulary import Unit
from groundswell.web.presenters.writing import MINUS, THIN, grouped

FEW = 0.95  # points: below it one decimal would say too little


@dataclass(frozen=True, slots=True)
class Points:
    """Writes the points of one page, all with as many decimals."""

    unit: Unit
    per: int | None
    decimals: int = 1

    @property
    def factor(self) -> float:
        """From points of a hundred people to the indicator's own unit."""
        return (self.per or 100) / 100 if self.unit is Unit.RATE else 1.0

    @property
    def heading(self) -> str:
        """The unit as a column heading."""
        if self.unit is Unit.RATE and self.per:
            return gettext("per %(number)s") % {"number": grouped(self.per)}
        return gettext("points")

    def bare(self, points: float) -> str:
        """`1.4`, or `<0.01` for what is more than nothing and would be written as nothing."""
        own = points * self.factor
        least = 10.0**-self.decimals
        if 0 < abs(own) < least / 2:
            return f"<{number_format(f'{least:.{self.decimals}f}', decimal_pos=self.decimals)}"
        mark = MINUS if own < 0 and round(own, self.decimals) else ""
        return mark + number_format(f"{abs(own):.{self.decimals}f}", decimal_pos=self.decimals, force_grouping=True)

    def words(self, points: float) -> str:
        """`1.4 points`."""
        return self._with_unit(self.bare(points))

    def signed(self, points: float) -> str:
        """`+1.4 points`."""
        text = self.bare(points)
        return self._with_unit(text if text.startswith(MINUS) else f"+{text}")

    def range_of(self, low: float | None, high: float | None) -> str:
        """`0.9 to 2.0`."""
        if low is None or high is None:
            return ""
        return gettext("%(low)s to %(high)s") % {"low": self.bare(low), "high": self.bare(high)}

    def _with_unit(self, text: str) -> str:
        if self.unit is Unit.RATE and self.per:
            return pgettext("a rate", "%(value)s per %(number)s") % {"value": text, "number": grouped(self.per)}
        return gettext("%(number)s points") % {"number": text}


@dataclass(frozen=True, slots=True)
class Ranged:
    """A number as a cell of a table shows it: its range first, and the number in it second."""

    first: str
    second: str = ""


def points_for(page: ContributionPage) -> Points:
    """The pen of a page: two decimals where its parts are smaller than a point."""
    row = page.indicator
    bare = Points(row.unit, row.per, 1)
    parts = [line.part.points.value or 0.0 for line in page.lines if line.part]
    joint = page.modelled.joint_points.value or 0.0 if page.modelled else 0.0
    known = [abs(one) * bare.factor for one in (*parts, joint) if one]
    return Points(row.unit, row.per, 2 if known and min(known) < FEW else 1)


def whole_points(page: ContributionPage) -> Points:
    """The pen for what all come to together: a sentence has no more decimals than it needs."""
    bare = Points(page.indicator.unit, page.indicator.per, 1)
    joint = page.modelled.joint_points.value or 0.0 if page.modelled else 1.0
    return replace(bare, decimals=1 if abs(joint) * bare.factor >= FEW else 2)


def ranged_points(points: Estimate, pen: Points) -> Ranged:
    """Points of one program."""
    if points.value is None:
        return Ranged("–")
    ends = pen.range_of(points.low, points.high)
    if not ends or points.low == points.high:
        return Ranged(pen.bare(points.value))
    return Ranged(ends, gettext("about %(number)s") % {"number": pen.bare(points.value)})


def ranged_people(people: Estimate) -> Ranged:
    """People who could be better off."""
    if people.value is None:
        return Ranged("–")
    if people.low is None or people.high is None or people.low == people.high:
        return Ranged(few_or(people.value))
    ends = gettext("%(low)s to %(high)s") % {"low": few_or(people.low), "high": few_or(people.high)}
    return Ranged(ends, gettext("about %(number)s") % {"number": few_or(people.value)})


def few_or(people: float) -> str:
    """A number of people who could be better off; below one it is not nobody."""
    if 0 < people < 0.5:
        return "<1"
    return f"{MINUS}{grouped(-people)}" if round(people) < 0 else grouped(abs(people))


def reach_words(reach: float) -> str:
    """People reached anew; where fewer are reached than before, that is said, for nobody reaches less than nobody."""
    return gettext("%(n)s fewer reached") % {"n": grouped(-reach)} if round(reach) < 0 else few_or(reach)


def share_words(share: float | None) -> str:
    """`27 %`; blank where it is not known."""
    if share is None:
        return ""
    if 0 < share < 0.005:
        return f"<1{THIN}%"
    if round(100 * share) < 0:
        return f"{MINUS}{share_words(-share)}"
    share = abs(share)
    return f"{number_format(f'{100 * share:.0f}', decimal_pos=0, force_grouping=True)}{THIN}%"


def gap_words(share: float | None) -> str:
    """A share of a gap, everywhere alike: `27 %`, with a decimal where it is less than a tenth (`5.3 %`, `<0.1 %`)."""
    if share is None or abs(share) >= 0.095 or not share:
        return share_words(share)
    if 0 < share < 0.0005:
        return f"<{number_format('0.1', decimal_pos=1)}{THIN}%"
    mark = MINUS if share <= -0.0005 else ""
    return f"{mark}{number_format(f'{100 * abs(share):.1f}', decimal_pos=1)}{THIN}%"


def in_a_row(words: Iterable[str]) -> str:
    """What is said of one thing, in one line."""
    return " · ".join(word for word in words if word)
