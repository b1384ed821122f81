"""The two pictures of a plan: what money could add, and which assumption moves the whole most."""

from __future__ import annotations

from django.utils.translation import gettext

from groundswell.apps.scorecards.queries.contributions.plans import PlanPage
from groundswell.charts.frontier import FrontierWords, frontier_chart
from groundswell.charts.scales import Scale
from groundswell.charts.tornado import SwingBar, tornado_chart
from groundswell.core.contribution.sensitivity import Swing
from groundswell.web.presenters.contributions.amounts import Points
from groundswell.web.presenters.contributions.money import money_scale, money_words
from groundswell.web.presenters.figures import Figure, drawn_figure

FEWEST = 3  # points that make a line worth drawing
FAR = 1.0  # of the width of all bars
VISIBLE = 0.02  # of the widest swing: less is read in the table only


def frontier_figure(page: PlanPage, pen: Points) -> Figure | None:
    """Points against cost; None where nobody said what places cost."""
    points = [(point.cost, point.points) for point in page.frontier]
    population = page.condition.population
    if len(points) < FEWEST or points[-1][0] <= 0 or population is None:
        return None
    currency, plan = page.community.currency, page.plan
    at = (plan.cost, plan.points) if plan is not None and plan.cost else None
    need = 100 * (page.needed_people or 0.0) / population.people or None
    most = max(points[-1][0], at[0] if at else 0.0)
    scale, beneath = money_scale(most, currency)
    words = FrontierWords(
        gettext("this mix"),
        gettext("needed: %(points)s") % {"points": pen.signed(need)} if need else "",
        beneath,
    )
    title = gettext("What money could add")

    def write(cost: float, gain: float) -> str:
        return gettext("%(money)s: %(points)s") % {"money": money_words(cost, currency), "points": pen.signed(gain)}

    told = "; ".join(write(*point) for point in points[1 :: max(1, len(points) // 4)])
    return drawn_figure(
        "frontier",
        title,
        f"{title}: {told}",
        lambda size: frontier_chart(
            points, cost=scale, gain=Scale(pen.factor), write=write, size=size, plan=at, need=need, words=words
        ),
        (),
    )


def short_words(swing: Swing, program: str) -> str:
    """`Full-Day Rooms: difference made`."""
    return {
        "effect": gettext("%(program)s: difference made"),
        "in_population": gettext("%(program)s: part in the population"),
        "completion": gettext("%(program)s: part that completes"),
        "baseline_risk": gettext("%(program)s: risk of those served"),
    }[swing.field] % {"program": program}


def tornado_figure(page: PlanPage, pen: Points) -> Figure | None:
    """All together, with the places planned, at both ends of every declared range."""
    population, gap = page.condition.population, page.condition.gap
    if not page.tornado or population is None:
        return None
    joint = 100 * page.joint_planned / population.people
    names = {one.id: one.input.program_name for one in page.options}
    bars = [
        SwingBar(short_words(swing, names.get(swing.link_id, "")), joint + swing.low_points, joint + swing.high_points)
        for swing in page.tornado
        if swing.width >= VISIBLE * page.tornado[0].width
    ]
    need = 100 * gap.people / population.people if gap is not None and gap.people > 0 else None
    ends = [end for bar in bars for end in (bar.low, bar.high)]
    if need is not None and need > max(ends) + FAR * (max(ends) - min(ends)):
        need = None  # so far away it would leave no room for the bars; the other picture has it
    title = gettext("Which assumption matters most")
    told = "; ".join(f"{bar.label} {pen.bare(bar.low)} – {pen.bare(bar.high)}" for bar in bars)
    return drawn_figure(
        "tornado",
        title,
        f"{title}: {told}",
        lambda size: tornado_chart(
            bars, joint, write=pen.bare, size=size,
            joint_words=gettext("as declared: %(points)s") % {"points": pen.signed(joint)},
            need=need, need_words=gettext("needed: %(points)s") % {"points": pen.signed(need)} if need else "",
        ),
        (),
    )  # fmt: skip
