"""What it would take, in sentences: the answer first, what stands in the way, and what matters most."""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil

from django.utils.translation import gettext, ngettext

from groundswell.apps.scorecards.queries.contributions.plans import OptionLine, PlanPage
from groundswell.core.contribution.mixes import Minimize
from groundswell.core.contribution.sensitivity import Swing
from groundswell.core.sentences import listed
from groundswell.web.presenters.contributions.amounts import Points, few_or
from groundswell.web.presenters.contributions.money import money_words
from groundswell.web.presenters.language import spoken, stopped
from groundswell.web.presenters.rows import pen_for
from groundswell.web.presenters.writing import grouped, period_text

ALMOST = 1e-6  # slots: what a solver leaves over is no place


def places(added: float) -> int:
    """Whole places: nobody opens a part of one."""
    return ceil(added - ALMOST)


def people_words(people: float) -> str:
    """`830 people`."""
    return ngettext("%(n)s person", "%(n)s people", round(people)) % {"n": few_or(people)}


def aim_words(page: PlanPage) -> str:
    """`75 % by 2029–30`; blank where no target stands."""
    if page.condition.target is None:
        return ""
    period, value = page.condition.target
    pen = pen_for(page.indicator, page.community)
    return gettext("%(value)s by %(period)s") % {"value": pen.value(value, trimmed=True), "period": period_text(period)}


def today_words(page: PlanPage) -> str:
    """Where it stands and where it is heading, which contains what programs do already."""
    condition = page.condition
    if condition.latest is None or condition.latest.estimate.value is None or condition.heading is None:
        return ""
    pen = pen_for(page.indicator, page.community)
    said = {
        "now": pen.value(condition.latest.estimate.value),
        "then": period_text(condition.latest.period),
        "heading": pen.value(condition.heading.value or 0.0),
        "when": period_text(condition.period),
    }
    only = gettext("That contains what programs do already: only what is added counts here.")
    if condition.heading_from == "forecast":
        stands = gettext("It stands at %(now)s in %(then)s and is heading for %(heading)s in %(when)s.") % said
    else:
        stands = gettext("It stands at %(now)s in %(then)s.") % said
    return f"{stands} {only}"


def opening(page: PlanPage) -> str:
    """The answer in a sentence or two."""
    if page.reason:
        return gettext("Nobody can say yet what it would take: %(reason)s") % {"reason": stopped(page.reason)}
    if page.findings:
        return gettext("What was typed cannot be worked out yet: see beside the fields what would be right.")
    if page.plan is None or page.needed_people is None:
        return ""
    if not page.needed_people and not page.plan.slots and page.plan.is_feasible:
        return _reached(page)
    return f"{_needed(page)} {_mix(page)}".strip()


def _reached(page: PlanPage) -> str:
    return gettext("Where it is heading reaches %(aim)s already: no more places are needed.") % {"aim": aim_words(page)}


def _needed(page: PlanPage) -> str:
    people = page.needed_people or 0.0
    if people <= 0:
        return gettext("Where it is heading reaches %(aim)s already.") % {"aim": aim_words(page)}
    return ngettext(
        "To reach %(aim)s, %(n)s person more must be better off.",
        "To reach %(aim)s, %(n)s people more must be better off.",
        round(people),
    ) % {"aim": aim_words(page), "n": few_or(people)}


def _mix(page: PlanPage) -> str:
    plan = page.plan
    assert plan is not None
    if not plan.is_feasible:
        return _short(page)
    said = {"places": _places_in(page.options), "people": people_words(plan.people)}
    if plan.cost is not None:
        said["money"] = money_words(plan.cost, page.community.currency)
        if page.minimize is Minimize.SLOTS:
            return gettext("The fewest places: %(places)s, about %(money)s, %(people)s.") % said
        return gettext("The cheapest mix: %(places)s, about %(money)s, %(people)s.") % said
    return gettext("The fewest places: %(places)s, %(people)s.") % said


def _short(page: PlanPage) -> str:
    plan = page.plan
    assert plan is not None
    if plan.short_by_people > 0:
        words = ngettext(
            "No mix within these limits is enough: the one that comes closest falls short by %(n)s person.",
            "No mix within these limits is enough: the one that comes closest falls short by %(n)s people.",
            ceil(plan.short_by_people),
        )
        return words % {"n": grouped(ceil(plan.short_by_people))}
    return gettext("No mix keeps all of these limits.")


def in_the_way(page: PlanPage) -> tuple[str, ...]:
    """Which groups fall short, which limits bind, and what was left out; nothing for a plan that is enough."""
    plan = page.plan
    if plan is None or plan.is_feasible:
        return ()
    names = {one.id: one.input.program_name for one in page.options} | dict(page.groups)
    said = [
        gettext("For %(group)s it falls short by %(people)s.") % {
            "group": names.get(group, group), "people": people_words(ceil(people)),
        }
        for group, people in plan.short_by_group.items()
    ]  # fmt: skip
    if plan.binding:
        limits = spoken(listed([limit.words(names) for limit in plan.binding]))
        said.append(gettext("What stands in the way: %(limits)s.") % {"limits": limits})
    return tuple(said)


def left_out_words(page: PlanPage) -> str:
    """Programs that no mix can count, since nobody said what a place costs."""
    names = [one.input.program_name for one in page.options if one.is_left_out]
    if not names:
        return ""
    return gettext("Left out, since nobody said what one more place costs: %(programs)s.") % {
        "programs": spoken(listed(names))
    }


def _places_in(options: Iterable[OptionLine]) -> str:
    """`1,200 more places in Full-Day Rooms and 300 in First Steps`."""
    grown = sorted((one for one in options if places(one.added)), key=lambda one: -one.added)
    if not grown:
        return gettext("no place more")
    first, *others = grown
    words = [
        ngettext("%(n)s more place in %(program)s", "%(n)s more places in %(program)s", places(first.added))
        % _place(first),
        *(gettext("%(n)s in %(program)s") % _place(one) for one in others),
    ]
    return spoken(listed(words))


def _place(one: OptionLine) -> dict[str, str]:
    return {"n": grouped(places(one.added)), "program": one.input.program_name}


def joint_words(page: PlanPage) -> str:
    """The figure of a plain sum beside the joint one; blank where they are the same."""
    plan = page.plan
    if plan is None or round(plan.linear_people) == round(plan.people):
        return ""
    return gettext(
        "The sum by which the mix was chosen says %(linear)s; counted together with the programs as they are, each "
        "person once, it is %(people)s."
    ) % {"linear": people_words(plan.linear_people), "people": people_words(plan.people)}


def assumption_words(swing: Swing, program: str) -> str:
    """`the difference that First Steps makes`."""
    return {
        "effect": gettext("the difference that %(program)s makes"),
        "in_population": gettext("how many of those whom %(program)s serves belong to the population"),
        "completion": gettext("how many stay to the end of %(program)s"),
        "baseline_risk": gettext("how great the risk is of those whom %(program)s serves"),
    }[swing.field] % {"program": program}


def matters_most(page: PlanPage, pen: Points) -> str:
    """Which assumption moves the whole most, and how far."""
    if not page.tornado:
        return gettext("Nobody declared a range for any number, so nobody can say which of them matters most.")
    swing = page.tornado[0]
    names = {one.id: one.input.program_name for one in page.options}
    said = {
        "assumption": assumption_words(swing, names.get(swing.link_id, "")),
        "less": pen.words(-swing.worst),
        "more": pen.words(swing.best),
    }
    return (
        gettext(
            "What matters most: %(assumption)s. Between the ends of its declared range, all together could come to "
            "%(less)s less or %(more)s more."
        )
        % said
    )
