"""Scenarios side by side: what each asks, what it would take, and what stands in its way; to be shown to a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from math import ceil
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext

from groundswell.apps.scorecards.queries.contributions.plans import ComparedScenario, PlanPage
from groundswell.core.contribution.mixes import Minimize
from groundswell.core.sentences import listed
from groundswell.web.presenters.communities import Surroundings, surroundings
from groundswell.web.presenters.contributions.amounts import few_or
from groundswell.web.presenters.contributions.money import money, money_words
from groundswell.web.presenters.contributions.plan import ScenarioLine, points_of, scenario_line
from groundswell.web.presenters.contributions.plan_fields import problems_of
from groundswell.web.presenters.contributions.plan_sentences import aim_words, places
from groundswell.web.presenters.language import spoken, stopped
from groundswell.web.presenters.writing import grouped


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One question with the answer of every scenario."""

    name: str
    cells: tuple[str, ...]
    is_strong: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """A scenario that could stand in the comparison."""

    id: str
    name: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class ScenariosSheet:
    """Everything on the page."""

    around: Surroundings
    name: str
    address: str
    plan_address: str
    contribution_address: str
    list_address: str
    sentence: str
    columns: tuple[ScenarioLine, ...]
    rows: tuple[ComparedRow, ...]
    choices: tuple[Choice, ...]
    is_presented: bool
    present_address: str
    leave_address: str


def scenarios_sheet(
    own: PlanPage, compared: Sequence[ComparedScenario], path: str, *, is_presented: bool = False
) -> ScenariosSheet:
    """Everything on the page."""
    where = [own.community.id, own.indicator.id]
    chosen = {one.scenario.id for one in compared}
    named = [("scenario", one.scenario.id) for one in compared] if len(chosen) < len(own.scenarios) else []
    query, here = f"?{urlencode(named)}" if named else "", reverse("contribution-scenarios", args=where)
    return ScenariosSheet(
        around=surroundings(own.community, path, query),
        name=own.indicator.name,
        address=here,
        plan_address=reverse("contribution-plan", args=where),
        contribution_address=reverse("contribution", args=where),
        list_address=reverse("contributions", args=where[:1]),
        sentence=_sentence(compared),
        columns=tuple(scenario_line(one.scenario, own) for one in compared),
        rows=tuple(_rows(compared)) if compared else (),
        choices=tuple(Choice(one.id, one.name or one.id, one.id in chosen) for one in own.scenarios),
        is_presented=is_presented,
        present_address=f"{here}?{urlencode([*named, ('present', '1')])}",
        leave_address=f"{here}{query}",
    )


def _sentence(compared: Sequence[ComparedScenario]) -> str:
    reached = [one for one in compared if one.page.plan is not None and one.page.plan.is_feasible]
    priced = [one for one in reached if one.page.plan is not None and one.page.plan.cost is not None]
    if not compared:
        return ""
    if not reached:
        return gettext("None of these would be enough within its own limits.")
    said = {"n": grouped(len(reached)), "all": grouped(len(compared))}
    words = gettext("%(n)s of %(all)s would be enough, if what is assumed of the programs holds.") % said
    if len(priced) < 2:
        return words
    least = min(priced, key=lambda one: one.page.plan.cost or 0.0 if one.page.plan else 0.0)
    cost = least.page.plan.cost or 0.0 if least.page.plan else 0.0
    told = {"name": least.scenario.name or least.scenario.id, "money": money_words(cost, least.page.community.currency)}
    return f"{words} {gettext('The least money: %(name)s, about %(money)s.') % told}"


def _rows(compared: Sequence[ComparedScenario]) -> list[ComparedRow]:
    def row(name: str, cell: Callable[[PlanPage], str], *, is_strong: bool = False) -> ComparedRow:
        return ComparedRow(name, tuple(cell(one.page) for one in compared), is_strong)

    found = [
        row(gettext("Target"), lambda page: aim_words(page) or "–"),
        row(gettext("Kept small"), _minimized),
        row(gettext("Limits"), limits_words),
        row(gettext("People more who must be better off"), _needed),
        row(gettext("Is it enough?"), answer_words, is_strong=True),
        row(gettext("About"), _cost, is_strong=True),
    ]
    names: dict[str, str] = {}
    for one in compared:
        names.update({option.id: option.input.program_name for option in one.page.options if option.added})
    for link, name in sorted(names.items(), key=lambda each: each[1].casefold()):
        found.append(row(gettext("More places in %(program)s") % {"program": name}, partial(_added, link)))
    found += [row(gettext("People better off by them"), _people), row(gettext("What that is"), _points)]
    return found


def _minimized(page: PlanPage) -> str:
    return gettext("the number of places") if page.minimize is Minimize.SLOTS else gettext("the cost")


def limits_words(page: PlanPage) -> str:
    """What was set, of programs and groups that this reader sees."""
    names, asked, found = {one.id: one.input.program_name for one in page.options}, page.asked, []
    if asked.budget:
        found.append(gettext("budget %(amount)s") % {"amount": _amount(asked.budget, page.community.currency)})
    for link, number in asked.capacities.items():
        if link in names:
            found.append(gettext("%(program)s at most %(n)s") % {"program": names[link], "n": _amount(number)})
    for link, number in asked.smallest.items():
        if link in names:
            found.append(gettext("%(program)s at least %(n)s") % {"program": names[link], "n": _amount(number)})
    groups = dict(page.groups)
    for cell, number in asked.groups.items():
        if cell in groups:
            found.append(gettext("%(group)s at least %(n)s better off") % {"group": groups[cell], "n": _amount(number)})
    return spoken(listed(found)) if found else gettext("only what programs declare")


def _amount(text: str, currency: str | None = None) -> str:
    """A number that was typed, as a page writes it; what is none stays as it is."""
    try:
        number = float(text.replace(",", ""))
    except ValueError:
        return text
    return grouped(number) if currency is None else money(number, currency)


def _needed(page: PlanPage) -> str:
    return "–" if page.needed_people is None else few_or(page.needed_people)


def answer_words(page: PlanPage) -> str:
    """Whether the mix is enough, or why it cannot be said."""
    if page.plan is None:
        wrong = " ".join(problems_of(page).values())
        return stopped(page.reason) if page.reason else wrong or "–"
    if page.plan.is_feasible:
        return gettext("Yes")
    if page.plan.short_by_people <= 0:
        return gettext("No: not all limits can be kept")
    return gettext("No: short by %(n)s people") % {"n": grouped(ceil(page.plan.short_by_people))}


def _cost(page: PlanPage) -> str:
    if page.plan is None or page.plan.cost is None:
        return "–"
    return money_words(page.plan.cost, page.community.currency)


def _added(link: str, page: PlanPage) -> str:
    added = next((places(one.added) for one in page.options if one.id == link), 0)
    return f"+{grouped(added)}" if added else "–"


def _people(page: PlanPage) -> str:
    return few_or(page.plan.people) if page.plan else "–"


def _points(page: PlanPage) -> str:
    return points_of(page).signed(page.plan.points) if page.plan else "–"
