"""The sentence that a contribution page opens with, and what it says of overlap: could add up to, never more."""

from __future__ import annotations

from django.utils.translation import gettext, ngettext

from groundswell.apps.scorecards.queries.contributions.pages import ContributionPage
from groundswell.core.contribution.ranges import Modelled
from groundswell.web.presenters.contributions.amounts import Points, few_or, gap_words
from groundswell.web.presenters.language import stopped
from groundswell.web.presenters.rows import pen_for
from groundswell.web.presenters.writing import grouped, level_words, period_text

LEAST_OVERLAP = 0.005  # points: less is written as nothing


def opening(page: ContributionPage, pen: Points) -> str:
    """`The 3 linked programs could add up to about 1.4 points by 2029–30 (80 %: 0.9 to 2.0): 27 % of the gap.`"""
    found = page.modelled
    if found is None:
        return _nothing(page)
    joint = found.joint_points
    said = {"programs": _programs(page), "points": pen.words(joint.value or 0.0), "when": _when(page)}
    first = gettext("%(programs)s could add up to about %(points)s %(when)s") % said
    ends = {"level": level_words(found.level), "range": pen.range_of(joint.low, joint.high)}
    known = gettext("%(level)s: %(range)s") % ends if ends["range"] else gettext("nobody said how sure that is")
    return f"{first} ({known}){_share(found)}"


def remainder(page: ContributionPage) -> str:
    """How many people nobody owns yet, in a sentence of its own."""
    found, gap = page.modelled, page.condition.gap
    if page.condition.reason:
        return ""
    if gap is None:
        return gettext("No target stands for that period, so nobody can say how much of the way it is.")
    if gap.people <= 0:
        return gettext("What is expected reaches the target already, so there is no gap to close.")
    if found is None:
        return ngettext(
            "The gap is %(n)s person, and nobody owns any of it yet.",
            "The gap is %(n)s people, and nobody owns any of it yet.",
            round(gap.people),
        ) % {"n": grouped(gap.people)}
    left = found.unowned_people or 0.0
    if left < 0.5:
        return gettext("If all of it held, the gap would be closed.")
    return ngettext(
        "Nobody owns the other %(n)s person yet.", "Nobody owns the other %(n)s people yet.", round(left)
    ) % {"n": few_or(left)}


def counted_from(page: ContributionPage) -> str:
    """From where the gap is counted, and where it stands today: the two must not be taken for one another."""
    condition = page.condition
    latest, heading = condition.latest, condition.heading
    if condition.heading_from != "baseline" or latest is None or latest.estimate.value is None or heading is None:
        return ""
    own = pen_for(page.indicator, page.community)
    said = {
        "before": own.value(heading.value or 0.0),
        "now": own.value(latest.estimate.value),
        "period": period_text(latest.period),
    }
    first = gettext(
        "Counted from %(before)s, where it was heading before the work began; it stands at %(now)s in %(period)s."
    )
    is_nearer = condition.risk_of(latest.estimate.value) < condition.risk_of(heading.value or 0.0)
    if not is_nearer:
        return first % said
    return f"{first % said} {gettext('Part of the way is behind it already, whatever moved it.')}"


def _nothing(page: ContributionPage) -> str:
    if page.reason:
        return gettext("Nobody can say yet what programs could add up to here: %(reason)s") % {
            "reason": stopped(page.reason)
        }
    if not page.lines:
        return gettext("No program is linked to this indicator yet.")
    return gettext("None of the linked programs can be computed yet: the table says what each of them lacks.")


def _programs(page: ContributionPage) -> str:
    told = {line.program_id for line in page.lines if line.part}
    count = len(told) + (page.others.links if page.others else 0)
    return ngettext("The %(n)s linked program", "The %(n)s linked programs", count) % {"n": grouped(count)}


def _when(page: ContributionPage) -> str:
    period, latest = page.condition.period, page.condition.latest
    if latest is not None and period is not None and latest.period < period:
        return gettext("by %(period)s") % {"period": period_text(period)}
    return gettext("in %(period)s") % {"period": period_text(period)}


def _share(found: Modelled) -> str:
    share = found.share_of_gap.value if found.share_of_gap else None
    if share is None or share <= 0:
        return "."
    if share >= 1:
        return gettext(": as much as the whole gap.")
    return gettext(": %(share)s of the gap.") % {"share": gap_words(share)}


def overlap_words(page: ContributionPage, pen: Points) -> tuple[str, ...]:
    """How the sum becomes the joint effect, and between which bounds it lies whatever the overlap."""
    found = page.modelled
    if found is None or len(found.programs) < 2:
        return ()
    said = {"sum": pen.words(found.sum_points), "joint": pen.words(found.joint_points.value or 0.0)}
    less = found.sum_points - (found.joint_points.value or 0.0)
    if less < LEAST_OVERLAP or said["sum"] == said["joint"]:
        first = gettext("Added up one by one they come to about the same, for few people are in several of them.")
    else:
        first = (
            gettext("Added up one by one they come to %(sum)s, together to %(joint)s: nobody is counted twice.") % said
        )
    if found.is_linked:
        second = gettext("Who is in several programs is known from the linked records of %(period)s.") % {
            "period": period_text(page.overlap_period)
        }
    else:
        second = gettext(
            "Nobody knows yet who is in several of them, so it is taken that people come to them by chance."
        )
    ends = {"low": pen.bare(found.bounds_points[0]), "high": pen.words(found.bounds_points[1])}
    third = gettext("Whatever the overlap, it is at least %(low)s and at most %(high)s.") % ends
    return first, second, third


def detectable_words(page: ContributionPage, pen: Points) -> str:
    """Whether one year's data could show it at all."""
    least = page.detectable_points
    if least is None:
        return ""
    first = gettext("One year’s data could show changes from %(points)s on") % {"points": pen.words(least)}
    if page.modelled is None:
        return f"{first}."
    if (page.modelled.joint_points.value or 0.0) < least:
        return gettext("%(first)s: this could not be seen in a single year.") % {"first": first}
    return gettext("%(first)s: this could be seen, if it comes.") % {"first": first}
