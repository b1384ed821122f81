"""What it would take: the mix of programs that reaches a target by a year, under limits that somebody sets.

A plan is looked at without being kept: everything that was asked stands in the address. Kept, it is a scenario, and
scenarios are set beside one another, worked out anew from the links as they are today.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import isfinite

from groundswell.apps.contributions.queries import ScenarioFacts, scenarios_of
from groundswell.apps.indicators.models import Indicator
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import Actor, community_for, may
from groundswell.apps.scorecards.queries.contributions.condition import Condition
from groundswell.apps.scorecards.queries.contributions.inputs import Inputs, LinkInput, indicator_in, inputs_of
from groundswell.apps.scorecards.queries.freshness import kept
from groundswell.apps.scorecards.queries.pages import CommunityFacts, IndicatorRow
from groundswell.apps.scorecards.queries.rows import community_facts
from groundswell.core.contribution.effects import difference_of
from groundswell.core.contribution.frontier import FrontierPoint, frontier
from groundswell.core.contribution.joint import joint_people
from groundswell.core.contribution.limits import Limits
from groundswell.core.contribution.links import JointModel, Link
from groundswell.core.contribution.mixes import Minimize
from groundswell.core.contribution.options import Choices, choices_of
from groundswell.core.contribution.planning import Plan, least, people_still_needed, why_not
from groundswell.core.contribution.sensitivity import Swing, tornado
from groundswell.core.findings import Finding, error
from groundswell.core.periods import Period
from groundswell.core.permissions import Permission
from groundswell.core.sentences import sentence
from groundswell.core.vocabulary import Unit

MOST_SWINGS = 12
NO_TARGET = sentence("nobody set a target; type one to see what it would take")
NO_LINKS = sentence("no program is linked to it that could be computed")


@dataclass(frozen=True, slots=True)
class PlanAsked:
    """What was asked, as it was typed: numbers in the indicator's published unit; by link and group where several."""

    target: str = ""
    period: str = ""
    minimize: str = "cost"
    budget: str = ""
    capacities: Mapping[str, str] = field(default_factory=dict)
    smallest: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)
    model: str = ""

    @classmethod
    def of_scenario(cls, scenario: ScenarioFacts) -> PlanAsked:
        """What a kept scenario asks; settings that are no JSON ask nothing."""
        try:
            settings = json.loads(scenario.settings or "{}")
        except ValueError:
            settings = {}
        told = {name: _texts(settings.get(name)) for name in ("capacities", "smallest", "groups")}
        return cls(scenario.target, scenario.period, scenario.minimize or "cost", scenario.budget, **told)

    @property
    def settings(self) -> str:
        """What a scenario keeps beside its target, year and budget, as JSON."""
        told = {
            name: dict(sorted(_given(getattr(self, name)).items())) for name in ("capacities", "smallest", "groups")
        }
        return (
            json.dumps({name: each for name, each in told.items() if each}, sort_keys=True)
            if any(told.values())
            else ""
        )


def _texts(each: object) -> dict[str, str]:
    return {str(name): str(value) for name, value in each.items()} if isinstance(each, dict) else {}


def _given(each: Mapping[str, str]) -> dict[str, str]:
    return {name: text.strip() for name, text in each.items() if text.strip()}


@dataclass(frozen=True, slots=True)
class OptionLine:
    """One program that could serve more: what a person served comes to today, and what is planned of it."""

    input: LinkInput
    served: float
    people_per_slot: float
    unit_cost: float | None
    capacity: float | None
    added: float
    is_left_out: bool

    @property
    def id(self) -> str:
        """The link's id."""
        return self.input.facts.id


@dataclass(frozen=True, slots=True)
class PlanPage:
    """What it would take; `plan` None: `reason` says why nothing can be worked out, or findings what to mend."""

    community: CommunityFacts
    indicator: IndicatorRow
    condition: Condition
    asked: PlanAsked
    options: tuple[OptionLine, ...]
    groups: tuple[tuple[str, str], ...]  # cells that a minimum may be set for: id and label
    needed_people: float | None
    joint_now: float
    plan: Plan | None
    why_not: str
    frontier: tuple[FrontierPoint, ...]
    tornado: tuple[Swing, ...]
    findings: tuple[Finding, ...]
    scenarios: tuple[ScenarioFacts, ...]
    may_save: bool
    reason: str
    data_version: str


@dataclass(frozen=True, slots=True)
class ComparedScenario:
    """A kept scenario, worked out today."""

    scenario: ScenarioFacts
    page: PlanPage


def plan_page(
    community_id: str, indicator_id: str, *, reader: Actor, asked: PlanAsked | None = None
) -> PlanPage | None:
    """What it would take, for a reader; None where there is no such indicator. Programs that they may not see do not
    take part as options, and what these add up to today is not counted."""
    community = community_for(community_id, reader=reader)
    indicator = indicator_in(community, indicator_id) if community else None
    if community is None or indicator is None:
        return None
    return _page(community, indicator, reader, asked or PlanAsked())


def compared_scenarios(
    community_id: str, indicator_id: str, *, reader: Actor, names: Sequence[str] = ()
) -> tuple[ComparedScenario, ...] | None:
    """Kept scenarios of an indicator side by side, those named or all; None where there is no such indicator."""
    community = community_for(community_id, reader=reader)
    indicator = indicator_in(community, indicator_id) if community else None
    if community is None or indicator is None:
        return None
    rows = [row for row in scenarios_of(community, indicator_id=indicator_id) if not names or row.id in names]
    return tuple(
        ComparedScenario(row, _page(community, indicator, reader, PlanAsked.of_scenario(row), with_pictures=False))
        for row in rows
    )


def _page(
    community: Community, indicator: Indicator, reader: Actor, asked: PlanAsked, *, with_pictures: bool = True
) -> PlanPage:
    typed = _Typed(asked)
    target = typed.number(asked.target, "target")
    period = typed.period(asked.period)
    unit = Unit(indicator.unit) if indicator.unit else Unit.INDEX
    if target is not None and unit is Unit.PERCENT:
        target /= 100
    whole = inputs_of(community, indicator, reader=reader, period=period, target=target)
    limits, minimize = typed.limits(), typed.minimize()
    inputs = _open_to(whole, limits)
    findings = tuple(typed.findings)
    groups = tuple(_groups(inputs))
    bare = PlanPage(
        community=community_facts(community), indicator=inputs.found.row(), condition=inputs.condition, asked=asked,
        options=(), groups=groups, needed_people=None, joint_now=0.0, plan=None, why_not="", frontier=(), tornado=(),
        findings=findings, scenarios=tuple(scenarios_of(community, indicator_id=indicator.public_id)),
        may_save=may(reader, Permission.CHANGE_CONTRIBUTIONS, community), reason=_reason(inputs),
        data_version=community.data_version,
    )  # fmt: skip
    if bare.reason:
        return bare
    worked = _Worked(inputs, JointModel(asked.model) if asked.model in set(JointModel) else JointModel.RISKS_MULTIPLY)
    return worked.filled(bare, limits, minimize, with_pictures=with_pictures)


def _open_to(inputs: Inputs, limits: Limits) -> Inputs:
    """Without programs that the reader does not see, for what a mix costs would tell of them; with the capacities that
    were typed in place of those of the links."""
    links = []
    for one in inputs.links:
        if one.is_seen:
            typed = limits.capacities.get(one.facts.id)
            links.append(
                one if typed is None or one.link is None else replace(one, link=replace(one.link, capacity=typed))
            )
    return replace(inputs, links=tuple(links))


def _reason(inputs: Inputs) -> str:
    if inputs.condition.reason:
        return inputs.condition.reason
    if not inputs.counted:
        return NO_LINKS
    return NO_TARGET if inputs.condition.gap is None else ""


def _groups(inputs: Inputs) -> Iterator[tuple[str, str]]:
    named = {
        f"{one.dimension}/{one.public_id}": one.label or one.public_id for one in inputs.found.ground.groups.values()
    }
    cells = {cell for link in inputs.counted for cell in link.by_cell}
    yield from sorted((cell, named[cell]) for cell in cells if cell in named)


class _Worked:
    """The arithmetic of one page."""

    def __init__(self, inputs: Inputs, model: JointModel) -> None:
        assert inputs.condition.population is not None
        self.inputs, self.population, self.model = inputs, inputs.condition.population, model
        linked = inputs.overlap.combinations if inputs.overlap else ()
        self.linked = {one for programs, _ in linked for one in programs}

    def joint(self, links: Sequence[Link]) -> float:
        """People whom these links jointly help."""
        return joint_people(links, self.population, overlap=self.inputs.overlap, model=self.model)

    @property
    def choices(self) -> Choices:
        """What could be added."""
        return choices_of(
            self.inputs.counted, self.population, joint=self.joint, people_per_slot=people_per_slot, linked=self.linked
        )

    def filled(self, bare: PlanPage, limits: Limits, minimize: Minimize, *, with_pictures: bool) -> PlanPage:
        """The page with its plan; pictures are kept in memory for the data as it stands."""
        gap = self.inputs.condition.gap
        assert gap is not None
        now = self.joint(self.inputs.counted)
        needed = people_still_needed(gap, now)
        choices = self.choices
        plan = least(choices, people_needed=needed, minimize=minimize, limits=limits) if not bare.findings else None
        names = {one.facts.id: one.program_name for one in self.inputs.links} | dict(bare.groups)
        swings = tornado(self.inputs.counted, self.population, joint=self.joint)[:MOST_SWINGS] if with_pictures else ()
        curve: tuple[FrontierPoint, ...] = ()
        if with_pictures and not bare.findings:
            told = [(one.id, one.served, one.served_before) for one in self.inputs.counted]
            name = repr(("frontier", self.inputs.condition.key, bare.condition.period, self.model, told, limits))
            curve = kept(self.inputs.community, name, lambda: frontier(choices, limits=replace(limits, budget=None)))
        return replace(
            bare,
            options=tuple(self._options(plan)),
            needed_people=needed,
            joint_now=now,
            plan=plan,
            why_not=why_not(plan, names) or "" if plan else "",
            frontier=curve,
            tornado=swings,
        )

    def _options(self, plan: Plan | None) -> Iterator[OptionLine]:
        for one in self.inputs.links:
            if one.link is not None:
                yield OptionLine(
                    input=one,
                    served=one.link.served,
                    people_per_slot=people_per_slot(one.link),
                    unit_cost=one.link.unit_cost,
                    capacity=one.link.capacity,
                    added=plan.added.get(one.link.id, 0.0) if plan else 0.0,
                    is_left_out=bool(plan and one.link.id in plan.left_out),
                )


def people_per_slot(link: Link) -> float:
    """People better off for each one more who is served, where nothing else reaches them."""
    return link.in_population.value * link.completion.value * difference_of(link)


class _Typed:
    """What was typed as numbers, with a finding for each that is none."""

    def __init__(self, asked: PlanAsked) -> None:
        self.asked = asked
        self.findings: list[Finding] = []

    def number(self, text: str, column: str) -> float | None:
        """A number from 0 on; None where nothing was typed, or nothing that can be read."""
        plain = text.strip().replace(",", "").replace("$", "").rstrip("%").strip()
        if not plain:
            return None
        try:
            found = float(plain)
        except ValueError:
            found = float("nan")
        if not isfinite(found) or found < 0:
            self.findings.append(
                error(f"{text!r} is not a number from 0 on", "type digits, e.g. 75 or 12000", column=column)
            )
            return None
        return found

    def period(self, text: str) -> str:
        """The period as typed; a finding where it is none."""
        text = text.strip()
        if text:
            try:
                Period.parse(text)
            except ValueError:
                said = error(
                    f"{text!r} is not a period", "write it as the indicator does, e.g. 2029/2030", column="period"
                )
                self.findings.append(said)
                return ""
        return text

    def minimize(self) -> Minimize:
        """What is to be least."""
        return Minimize(self.asked.minimize) if self.asked.minimize in set(Minimize) else Minimize.COST

    def limits(self) -> Limits:
        """All limits that were typed."""
        told = {}
        for name, column in (("capacities", "capacity"), ("smallest", "smallest"), ("groups", "group")):
            found = {
                key: number
                for key, text in getattr(self.asked, name).items()
                if (number := self.number(text, f"{column}-{key}")) is not None
            }
            told[name] = found
        return Limits(
            budget=self.number(self.asked.budget, "budget"),
            capacities=told["capacities"],
            smallest=told["smallest"],
            group_minimums=told["groups"],
        )
