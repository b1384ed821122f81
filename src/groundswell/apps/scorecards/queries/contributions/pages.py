"""What the programs linked to an indicator could add up to: the page of an indicator."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from groundswell.apps.people.queries import Actor
from groundswell.apps.scorecards.queries.contributions.condition import FARTHEST, Condition
from groundswell.apps.scorecards.queries.contributions.inputs import (
    PLACE,
    Inputs,
    LinkInput,
    asked_about,
    cells_of,
    inputs_of,
)
from groundswell.apps.scorecards.queries.contributions.keeping import KeptYear, kept_years
from groundswell.apps.scorecards.queries.pages import CommunityFacts, IndicatorRow
from groundswell.apps.scorecards.queries.rows import Ground, by_sort, community_facts
from groundswell.core.contribution.detecting import detectable_points
from groundswell.core.contribution.links import JointModel, Population
from groundswell.core.contribution.ranges import CellPart, Modelled, ProgramPart, modelled
from groundswell.core.periods import Period
from groundswell.core.shelves import Shelf

LEVEL, DRAWS, SEED = 0.80, 100_000, 1
MOST_PERIODS = 12  # one after another; where the target lies farther, only periods with a target are offered

MOST_WORKED_OUT = 500  # models in memory, each of some kilobytes


@dataclass(frozen=True, slots=True)
class ProgramLine:
    """One link on the page, with its part; `part` None: it cannot be computed, and `reason` says why."""

    input: LinkInput
    part: ProgramPart | None
    reason: str

    @property
    def link_id(self) -> str:
        """The link's id."""
        return self.input.facts.id

    @property
    def program_id(self) -> str:
        """The program's id."""
        return self.input.facts.program_id

    @property
    def name(self) -> str:
        """What people call the program."""
        return self.input.program_name


@dataclass(frozen=True, slots=True)
class OtherPrograms:
    """Programs that count and that this reader does not see one by one, together."""

    links: int
    points: float
    modelled_share: float


@dataclass(frozen=True, slots=True)
class GroupLine:
    """Reach beside need in one group: its part of those at risk, and its part of those whom programs reach."""

    id: str
    label: str
    part: CellPart
    need_share: float
    reach_share: float | None


@dataclass(frozen=True, slots=True)
class GroupPart:
    """Reach beside need by one dimension of groups."""

    dimension: str
    lines: tuple[GroupLine, ...]


@dataclass(frozen=True, slots=True)
class ContributionPage:
    """What linked programs could add up to for one indicator; `reason` says why nothing can be computed."""

    community: CommunityFacts
    indicator: IndicatorRow
    condition: Condition
    periods: tuple[Period, ...]  # that could be looked at
    model: JointModel
    modelled: Modelled | None
    lines: tuple[ProgramLine, ...]
    others: OtherPrograms | None
    left_out: int
    groups: tuple[GroupPart, ...]
    detectable_points: float | None
    years: tuple[KeptYear, ...]  # models kept for some period, the latest first
    warnings: tuple[str, ...]
    reason: str
    smallest_shown: int
    overlap_period: Period | None
    data_version: str


def contribution_page(
    community_id: str, indicator_id: str, *, reader: Actor, period: str = "", model: str = ""
) -> ContributionPage | None:
    """The contribution page of an indicator for a reader; None where there is none that they may open."""
    about = asked_about(community_id, indicator_id, reader=reader)
    if about is None:
        return None
    community, indicator = about
    inputs = inputs_of(community, indicator, reader=reader, period=period)
    chosen = JointModel.named(model)
    found, groups = model_of(inputs, chosen)
    parts = {part.id: part for part in found.programs} if found else {}
    seen = [one for one in inputs.links if one.is_seen]
    population = inputs.condition.population
    return ContributionPage(
        community=community_facts(community),
        indicator=inputs.found.row(),
        condition=inputs.condition,
        periods=_periods(inputs),
        model=chosen,
        modelled=found,
        lines=tuple(sorted((_line(one, parts) for one in seen), key=_by_points)),
        others=_others([one for one in inputs.links if not one.is_seen], parts),
        left_out=inputs.left_out,
        groups=groups,
        detectable_points=detectable_points(population.risk, population.people) if population else None,
        years=kept_years(inputs),
        warnings=inputs.warnings,
        reason=inputs.condition.reason,
        smallest_shown=inputs.standing.smallest,
        overlap_period=inputs.standing.period if inputs.overlap else None,
        data_version=community.data_version,
    )


def _others(hidden: Sequence[LinkInput], parts: dict[str, ProgramPart]) -> OtherPrograms | None:
    """Programs that count unseen, together; None where there are none."""
    found = [parts[one.facts.id] for one in hidden if one.facts.id in parts]
    if not found:
        return None
    points = sum(part.points.value or 0.0 for part in found)
    return OtherPrograms(len(found), points, sum(part.modelled_share for part in found))


def _periods(inputs: Inputs) -> tuple[Period, ...]:
    """The latest period, and those after it up to the farthest target, or to the one that is looked at."""
    condition = inputs.condition
    latest = condition.latest.period if condition.latest else None
    if latest is None:
        return ()
    aims = {period for period, _ in inputs.found.targets.get(condition.key, []) if period.is_comparable_with(latest)}
    aims |= {condition.period} if condition.period else set()
    ahead = min(max([0, *(latest.distance_to(period) for period in aims)]), FARTHEST)
    between = {latest.shift(step) for step in range(ahead + 1)} if ahead <= MOST_PERIODS else {latest}
    return tuple(sorted(between | aims))


Worked = tuple[Modelled, tuple[GroupPart, ...]]
_worked_out: Shelf[Worked] = Shelf(MOST_WORKED_OUT)


def model_of(
    inputs: Inputs, model: JointModel = JointModel.RISKS_MULTIPLY
) -> tuple[Modelled | None, tuple[GroupPart, ...]]:
    """What was worked out, and reach beside need by group; kept in memory by all that it is made of."""
    condition = inputs.condition
    if condition.population is None or not inputs.counted:
        return None, ()
    named = inputs.community.ground_version  # what groups are called
    made_of = repr((named, inputs.counted, inputs.overlap, condition.population, condition.gap, model, _cells(inputs)))
    key = (inputs.community.id, sha256(made_of.encode()).digest())
    known = _worked_out.of(key, "")
    if known is None:
        known = _modelled(inputs, model)
        _worked_out.keep(key, "", known, 1)
    return known


def _cells(inputs: Inputs) -> dict[str, dict[str, Population]]:
    """Need by place and by dimension of groups, where at least two have numbers."""
    dimensions = [PLACE, *sorted({one.dimension for one in inputs.found.ground.groups.values() if one.dimension})]
    found = {dimension: cells_of(inputs, dimension) for dimension in dimensions}
    return {dimension: cells for dimension, cells in found.items() if len(cells) > 1}


def _modelled(inputs: Inputs, model: JointModel) -> Worked:
    whole = _drawn(inputs, model, None)
    groups = []
    for dimension, cells in _cells(inputs).items():
        if not any(name in link.by_cell for link in inputs.counted for name in cells):
            continue
        found = _drawn(inputs, model, cells)
        groups.append(GroupPart(dimension, _group_lines(inputs.found.ground, dimension, found.cells)))
    return whole, tuple(groups)


def _drawn(inputs: Inputs, model: JointModel, cells: Mapping[str, Population] | None) -> Modelled:
    condition = inputs.condition
    assert condition.population is not None  # asked for by whoever calls
    return modelled(
        inputs.counted,
        condition.population,
        condition.gap,
        overlap=inputs.overlap,
        model=model,
        draws=DRAWS,
        seed=SEED,
        level=LEVEL,
        cells=cells,
    )


def _group_lines(ground: Ground, dimension: str, cells: Sequence[CellPart]) -> tuple[GroupLine, ...]:
    need = sum(cell.people for cell in cells) or 1.0
    reach = sum(cell.reach for cell in cells)
    lines = [
        (*_named(ground, dimension, cell.id.partition("/")[2]), cell)
        for cell in cells
    ]  # fmt: skip
    return tuple(
        GroupLine(
            cell.id.partition("/")[2], label, cell, cell.people / need, cell.reach / reach if reach else None
        )
        for _, label, cell in sorted(lines, key=lambda one: one[0])
    )  # fmt: skip


def _named(ground: Ground, dimension: str, name: str) -> tuple[tuple[int, str], str]:
    """Where a cell stands in its order, and what people call it; blank where it is nobody's by name."""
    if dimension == PLACE:
        return ((0, ground.place_name(name)), ground.place_name(name)) if name in ground.places else ((2, ""), "")
    group = ground.groups.get(name)
    return (by_sort(group), group.label or group.public_id) if group and name else ((2_000_000, name), "")


def _line(one: LinkInput, parts: dict[str, ProgramPart]) -> ProgramLine:
    return ProgramLine(one, parts.get(one.facts.id), one.reason)


def _by_points(line: ProgramLine) -> tuple[bool, float, str]:
    points = line.part.points.value if line.part else None
    return points is None, -(points or 0.0), line.name
