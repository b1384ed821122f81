"""The page that says what it would take: the answer, the form, the mix, the pictures, and the scenarios."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext

from groundswell.apps.contributions.queries import ScenarioFacts
from groundswell.apps.scorecards.queries.contributions.plans import OptionLine, PlanAsked, PlanPage
from groundswell.core.contribution.mixes import Minimize
from groundswell.web.presenters.communities import Surroundings, surroundings
from groundswell.web.presenters.contributions.amounts import FEW, Points, few_or
from groundswell.web.presenters.contributions.money import money
from groundswell.web.presenters.contributions.plan_fields import (
    PlanField,
    ProgramFields,
    aim_fields,
    group_fields,
    problems_of,
    program_fields,
)
from groundswell.web.presenters.contributions.plan_figures import frontier_figure, short_words, tornado_figure
from groundswell.web.presenters.contributions.plan_sentences import (
    in_the_way,
    joint_words,
    left_out_words,
    matters_most,
    opening,
    places,
    today_words,
)
from groundswell.web.presenters.figures import Figure
from groundswell.web.presenters.writing import grouped


@dataclass(frozen=True, slots=True)
class MixLine:
    """One program in the mix, written."""

    name: str
    address: str
    served: str
    added: str
    in_all: str
    capacity: str
    people: str
    of_hundred: str  # people whom a hundred more places would help at first
    cost: str
    unit_cost: str
    is_grown: bool


@dataclass(frozen=True, slots=True)
class SwingLine:
    """One assumption: what all together would come to at the low and at the high end of its range."""

    name: str
    low: str
    high: str


@dataclass(frozen=True, slots=True)
class MoneyLine:
    """So much money, and what it could add at most."""

    cost: str
    people: str
    points: str


@dataclass(frozen=True, slots=True)
class ScenarioLine:
    """A kept scenario in the list."""

    name: str
    address: str
    note: str
    retire_address: str


@dataclass(frozen=True, slots=True)
class PlanSheet:
    """Everything on the page."""

    around: Surroundings
    name: str
    address: str
    contribution_address: str
    list_address: str
    sentence: str
    in_the_way: tuple[str, ...]
    notes: tuple[str, ...]
    problems: tuple[tuple[str, str, str], ...]  # field id, label, words
    fields: tuple[PlanField, ...]
    programs: tuple[ProgramFields, ...]
    groups: tuple[PlanField, ...]
    has_limits: bool
    is_fewest: bool
    is_feasible: bool
    has_plan: bool
    mix: tuple[MixLine, ...]
    together: MixLine | None
    joint: str
    matters: str
    swings: tuple[SwingLine, ...]
    points_heading: str
    frontier: Figure | None
    money: tuple[MoneyLine, ...]
    tornado: Figure | None
    hidden: tuple[tuple[str, str], ...]  # what was asked, for the form that keeps it
    may_save: bool
    save_name: str
    save_note: str
    save_problems: tuple[str, ...]
    scenarios: tuple[ScenarioLine, ...]
    scenarios_address: str
    reason: str


def plan_sheet(
    page: PlanPage, path: str, *, save_name: str = "", save_note: str = "", save_problems: tuple[str, ...] = ()
) -> PlanSheet:
    """Everything on the page; `save_...` are what somebody typed to keep it as a scenario, and what was wrong."""
    community, pen = page.community.id, points_of(page)
    here = reverse("contribution-plan", args=[community, page.indicator.id])
    query = page.asked.query
    fields, programs, groups = tuple(aim_fields(page)), tuple(program_fields(page)), tuple(group_fields(page))
    return PlanSheet(
        around=surroundings(page.community, path, f"?{urlencode(query)}" if query else ""),
        name=page.indicator.name,
        address=here,
        contribution_address=reverse("contribution", args=[community, page.indicator.id]),
        list_address=reverse("contributions", args=[community]),
        sentence=opening(page),
        in_the_way=in_the_way(page),
        notes=tuple(_notes(page)),
        problems=tuple(_problems(page, [*fields, *groups], programs)),
        fields=fields,
        programs=programs,
        groups=groups,
        has_limits=bool(page.asked.capacities or page.asked.smallest or page.asked.groups),
        is_fewest=page.minimize is Minimize.SLOTS,
        is_feasible=page.plan is not None and page.plan.is_feasible,
        has_plan=page.plan is not None,
        mix=tuple(_mix_line(one, page) for one in page.options),
        together=_together(page),
        joint=joint_words(page),
        matters=matters_most(page, pen) if page.plan else "",
        swings=tuple(_swings(page, pen)),
        points_heading=pen.heading,
        frontier=frontier_figure(page, pen),
        money=tuple(
            MoneyLine(money(one.cost, page.community.currency), few_or(one.people), pen.bare(one.points))
            for one in page.frontier
        ),
        tornado=tornado_figure(page, pen),
        hidden=tuple(query.items()),
        may_save=page.may_save and page.plan is not None,
        save_name=save_name,
        save_note=save_note,
        save_problems=save_problems,
        scenarios=tuple(scenario_line(one, page) for one in page.scenarios),
        scenarios_address=reverse("contribution-scenarios", args=[community, page.indicator.id]),
        reason=page.reason,
    )


def points_of(page: PlanPage) -> Points:
    """Writes the points of a plan: two decimals where it adds less than a point."""
    bare = Points(page.indicator.unit, page.indicator.per, 1)
    added = page.plan.points if page.plan else 0.0
    return Points(bare.unit, bare.per, 2 if 0 < added * bare.factor < FEW else 1)


def _notes(page: PlanPage) -> Iterator[str]:
    if said := today_words(page):
        yield said
    if page.not_counted:
        yield gettext("Programs that you may not see are no part of this.")
    if left_out := left_out_words(page):
        yield left_out


def _problems(
    page: PlanPage, fields: list[PlanField], programs: tuple[ProgramFields, ...]
) -> Iterator[tuple[str, str, str]]:
    labels = {one.name: (one.id, one.label) for one in fields}
    for program in programs:
        for one in (program.capacity, program.smallest):
            labels[one.name] = (one.id, f"{program.name}, {one.label.lower()}")
    for column, words in problems_of(page).items():
        yield (*labels.get(column, ("target", "")), words)


def _mix_line(one: OptionLine, page: PlanPage) -> MixLine:
    added, currency = places(one.added), page.community.currency
    return MixLine(
        name=one.input.program_name,
        address=reverse("program-contribution", args=[page.community.id, one.input.facts.program_id]),
        served=grouped(one.served),
        added=f"+{grouped(added)}" if added else "–",
        in_all=grouped(one.served + added),
        capacity=grouped(one.capacity) if one.capacity is not None else "–",
        people=few_or(one.people) if added else "–",
        of_hundred=number_format(f"{100 * one.people_per_slot:.1f}", decimal_pos=1),
        cost=money(one.cost, currency) if added and one.cost is not None else "–",
        unit_cost=money(one.unit_cost, currency) if one.unit_cost is not None else gettext("nobody said"),
        is_grown=bool(added),
    )


def _together(page: PlanPage) -> MixLine | None:
    plan = page.plan
    if plan is None:
        return None
    added = sum(places(one.added) for one in page.options)
    return MixLine(
        name=gettext("All together, each person once"),
        address="",
        served=grouped(sum(one.served for one in page.options)),
        added=f"+{grouped(added)}" if added else "–",
        in_all=grouped(sum(one.served for one in page.options) + added),
        capacity="",
        people=few_or(plan.people) if added else "–",
        of_hundred="",
        cost=money(plan.cost, page.community.currency) if plan.cost is not None and added else "–",
        unit_cost="",
        is_grown=bool(added),
    )


def _swings(page: PlanPage, pen: Points) -> Iterator[SwingLine]:
    population = page.condition.population
    if population is None:
        return
    names, joint = (
        {one.id: one.input.program_name for one in page.options},
        100 * page.joint_planned / population.people,
    )
    for swing in page.tornado:
        name = short_words(swing, names.get(swing.link_id, ""))
        yield SwingLine(name, pen.bare(joint + swing.low_points), pen.bare(joint + swing.high_points))


def scenario_line(one: ScenarioFacts, page: PlanPage) -> ScenarioLine:
    """A kept scenario, where to look at it again, and where to put it away."""
    where = [page.community.id, page.indicator.id]
    asked = PlanAsked.of_scenario(one).within({option.id for option in page.options}, dict(page.groups))
    query = urlencode(asked.query)
    return ScenarioLine(
        name=one.name or one.id,
        address=f"{reverse('contribution-plan', args=where)}?{query}",
        note=one.note,
        retire_address=reverse("retire-scenario", args=[*where, one.id]) if page.may_save else "",
    )
