"""What it would take: the mix of programs that reaches a target by a year, under limits that somebody sets.

A plan looks ahead from today. Today's value, and where it is heading, contain what programs do already, so that only
what is added moves them: the gap is counted from today's forecast, and not from the frozen baseline by which what was
done is judged.

A plan is looked at without being kept: everything that was asked stands in the address. Kept, it is a scenario, and
scenarios are set beside one another, worked out anew from the links as they are today.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from groundswell.apps.contributions.queries import ScenarioFacts, scenarios_of
from groundswell.apps.indicators.models import Indicator
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import Actor, may
from groundswell.apps.scorecards.queries.contributions.condition import Condition, condition_of
from groundswell.apps.scorecards.queries.contributions.inputs import Inputs, LinkInput, asked_about, inputs_of
from groundswell.apps.scorecards.queries.contributions.plan_asked import PlanAsked, Typed
from groundswell.apps.scorecards.queries.freshness import kept
from groundswell.apps.scorecards.queries.pages import CommunityFacts, IndicatorRow
from groundswell.apps.scorecards.queries.rows import community_facts
from groundswell.core.contribution.frontier import FrontierPoint, frontier
from groundswell.core.contribution.limits import Limits
from groundswell.core.contribution.links import JointModel
from groundswell.core.contribution.mixes import Minimize
from groundswell.core.contribution.options import Choices, choices_of, people_per_slot
from groundswell.core.contribution.planned import planned_tornado
from groundswell.core.contribution.planning import Plan, least, why_not
from groundswell.core.contribution.sensitivity import Swing
from groundswell.core.findings import Finding
from groundswell.core.permissions import Permission
from groundswell.core.sentences import sentence
from groundswell.core.vocabulary import Unit

__all__ = ["ComparedScenario", "OptionLine", "PlanAsked", "PlanPage", "compared_scenarios", "plan_page"]
MOST_SWINGS = 12
NO_TARGET = sentence("nobody set a target; type one to see what it would take")
NO_LINKS = sentence("no program is linked to it that could be computed")


@dataclass(frozen=True, slots=True)
class OptionLine:
    """One program that could serve more: what a person served comes to today, and what is planned of it.

    `people` are those whom its own new places would help if no other program grew.
    """

    input: LinkInput
    served: float
    people_per_slot: float
    unit_cost: float | None
    capacity: float | None  # as typed, else as its link declares it
    added: float
    people: float
    is_left_out: bool

    @property
    def id(self) -> str:
        """The link's id."""
        return self.input.facts.id

    @property
    def cost(self) -> float | None:
        """What its new places cost; None where nobody said what one does."""
        return None if self.unit_cost is None else self.added * self.unit_cost


@dataclass(frozen=True, slots=True)
class PlanPage:
    """What it would take; `plan` None: `reason` says why nothing can be worked out, or findings what to mend.

    `tornado` moves the joint of the programs with the places planned, `joint_planned` people.
    """

    community: CommunityFacts
    indicator: IndicatorRow
    condition: Condition
    asked: PlanAsked
    minimize: Minimize
    options: tuple[OptionLine, ...]
    groups: tuple[tuple[str, str], ...]  # cells that a minimum may be set for: id and label
    needed_people: float | None
    plan: Plan | None
    why_not: str
    frontier: tuple[FrontierPoint, ...]
    tornado: tuple[Swing, ...]
    findings: tuple[Finding, ...]
    scenarios: tuple[ScenarioFacts, ...]
    may_save: bool
    not_counted: int  # links of programs that this reader may not see, which are no part of it
    reason: str
    data_version: str

    @property
    def joint_planned(self) -> float:
        """People jointly better off by the places planned."""
        return self.plan.people if self.plan else 0.0


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
    about = asked_about(community_id, indicator_id, reader=reader)
    if about is None:
        return None
    community, indicator = about
    return _page(community, indicator, reader, asked or PlanAsked())


def cost_of_plan(community: Community, indicator: Indicator, *, reader: Actor) -> float | None:
    """What the plan of the community's own target would cost, in its currency; None where no mix of programs is enough,
    or nobody said what a place costs."""
    plan = _page(community, indicator, reader, PlanAsked(), with_pictures=False).plan
    return plan.cost if plan is not None and plan.is_feasible else None


def compared_scenarios(
    community_id: str, indicator_id: str, *, reader: Actor, names: Sequence[str] = ()
) -> tuple[PlanPage, tuple[ComparedScenario, ...]] | None:
    """Kept scenarios of an indicator side by side, those named or all, behind the plan of the community's own target;
    None where there is no such indicator."""
    about = asked_about(community_id, indicator_id, reader=reader)
    if about is None:
        return None
    community, indicator = about
    own = _page(community, indicator, reader, PlanAsked(), with_pictures=False)
    rows = [row for row in own.scenarios if not names or row.id in names]
    return own, tuple(
        ComparedScenario(row, _page(community, indicator, reader, PlanAsked.of_scenario(row), with_pictures=False))
        for row in rows
    )


def _page(
    community: Community, indicator: Indicator, reader: Actor, asked: PlanAsked, *, with_pictures: bool = True
) -> PlanPage:
    typed = Typed(asked)
    whole = inputs_of(community, indicator, reader=reader)
    latest = whole.condition.latest.period if whole.condition.latest else None
    target = typed.target(Unit(indicator.unit) if indicator.unit else Unit.INDEX)
    condition = _condition(whole, typed.period(latest), target)
    inputs = replace(whole, condition=condition, links=tuple(_as_today(one) for one in whole.links if one.is_seen))
    groups = tuple(_groups(inputs))
    limits = typed.limits({link.id for link in inputs.counted}, {cell for cell, _ in groups})
    inputs = _with_capacities(inputs, limits)
    bare = PlanPage(
        community=community_facts(community), indicator=inputs.found.row(), condition=condition, asked=asked,
        minimize=typed.minimize(), options=(), groups=groups, needed_people=None, plan=None, why_not="",
        frontier=(), tornado=(), findings=tuple(typed.findings),
        scenarios=tuple(scenarios_of(community, indicator_id=indicator.public_id)),
        may_save=may(reader, Permission.CHANGE_CONTRIBUTIONS, community),
        not_counted=whole.unseen + whole.left_out, reason=_reason(inputs), data_version=community.data_version,
    )  # fmt: skip
    if condition.population is None or not inputs.counted:
        return bare
    model = JointModel.named(asked.model)
    return _Worked(inputs, model, limits).filled(bare, with_pictures=with_pictures)


def _condition(inputs: Inputs, period: str, target: float | None) -> Condition:
    """The indicator from today on, by the year and target that were typed; the community's own where nothing was."""
    key = inputs.condition.key
    own = inputs.found.target(key)
    aimed = own[1] if target is None and own else target
    if not period and target is None:
        return condition_of(inputs.found, key, from_today=True)
    return condition_of(inputs.found, key, period=period, target=aimed, from_today=True)


def _as_today(one: LinkInput) -> LinkInput:
    """A link that has changed nothing yet: whom its program serves today is in today's value."""
    if one.link is None:
        return one
    whole = one.link.served - one.link.served_before
    shares = {name: people / whole for name, people in one.link.by_cell.items()} if whole else {}
    today = {name: share * one.link.served for name, share in shares.items()}
    return replace(one, link=replace(one.link, served_before=one.link.served, by_cell=today))


def _with_capacities(inputs: Inputs, limits: Limits) -> Inputs:
    """With the capacities that were typed in place of those of the links: a plan may go beyond what is declared."""
    links = []
    for one in inputs.links:
        typed = limits.capacities.get(one.facts.id)
        links.append(one if typed is None or one.link is None else replace(one, link=replace(one.link, capacity=typed)))
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

    def __init__(self, inputs: Inputs, model: JointModel, limits: Limits) -> None:
        assert inputs.condition.population is not None
        self.inputs, self.population, self.limits = inputs, inputs.condition.population, limits
        self.links, self.model = inputs.counted, model

    def filled(self, bare: PlanPage, *, with_pictures: bool) -> PlanPage:
        """The page with its options, and with its plan where there is a gap and nothing to mend."""
        gap = self.inputs.condition.gap
        choices = choices_of(self.links, self.population, overlap=self.inputs.overlap, model=self.model)
        needed = gap.people if gap else None
        plan = None
        if needed is not None and not bare.findings:
            plan = least(choices, people_needed=needed, minimize=bare.minimize, limits=self.limits)
        names = {one.facts.id: one.program_name for one in self.inputs.links} | dict(bare.groups)
        page = replace(
            bare,
            options=tuple(self._options(plan, choices)),
            needed_people=needed,
            plan=plan,
            why_not=why_not(plan, names) or "" if plan else "",
        )
        return self._with_pictures(page, choices) if plan and with_pictures else page

    def _with_pictures(self, page: PlanPage, choices: Choices) -> PlanPage:
        """The frontier is kept in memory for the data as it stands, and does not depend on the target."""
        limits = replace(self.limits, budget=None)
        made_of = (page.condition.key, self.population, self.model, self.links, self.inputs.overlap, limits)
        name = repr(("frontier", *made_of))
        return replace(
            page,
            frontier=kept(self.inputs.community, name, lambda: frontier(choices, limits=limits)),
            tornado=self._tornado(page.plan.added if page.plan else {})[:MOST_SWINGS],
        )

    def _tornado(self, added: Mapping[str, float]) -> tuple[Swing, ...]:
        return planned_tornado(self.links, added, self.population, overlap=self.inputs.overlap, model=self.model)

    def _options(self, plan: Plan | None, choices: Choices) -> Iterator[OptionLine]:
        for one in self.inputs.links:
            if one.link is not None:
                added = plan.added.get(one.link.id, 0.0) if plan else 0.0
                yield OptionLine(
                    input=one,
                    served=one.link.served,
                    people_per_slot=people_per_slot(one.link),
                    unit_cost=one.link.unit_cost,
                    capacity=one.link.capacity,
                    added=added,
                    people=choices.gained({one.link.id: added}) if added else 0.0,
                    is_left_out=bool(plan and one.link.id in plan.left_out),
                )
