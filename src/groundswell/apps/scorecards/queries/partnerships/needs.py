"""What was promised toward an indicator or a strategy, beside what contribution says is needed.

People are set against those whom nobody owns yet, slots against those by which a program would close the gap alone,
money against what the community's own plan would cost. All three are the figures of the contribution pages for the same
reader, who so learns nothing here that those withhold. Units that nobody says a need of are listed by themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from groundswell.apps.indicators.models import Indicator, Strategy
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import Actor, not_retired
from groundswell.apps.scorecards.queries.contributions.inputs import Inputs, inputs_of, programs_by_id
from groundswell.apps.scorecards.queries.contributions.pages import model_of
from groundswell.apps.scorecards.queries.contributions.plans import cost_of_plan
from groundswell.apps.scorecards.queries.participation.standing import standing_of
from groundswell.apps.scorecards.queries.rows import Ground
from groundswell.core.collaboration.commitments import PEOPLE, SLOTS, Against, Pledge, against, amounts_of, unit_of
from groundswell.core.contribution.ranges import Modelled


@dataclass(frozen=True, slots=True)
class Beside:
    """Amounts of one unit beside what is needed; `program` where they are the places of one program."""

    against: Against
    program_id: str = ""
    program: str = ""


@dataclass(frozen=True, slots=True)
class Aim:
    """An indicator or a strategy that something was promised toward. `uncounted` are commitments without an amount."""

    subject: str  # indicator or strategy
    id: str
    name: str
    commitments: int
    uncounted: int
    amounts: tuple[Beside, ...]


def aims_of(community: Community, pledges: Sequence[Pledge], *, reader: Actor) -> tuple[Aim, ...]:
    """Everything that these commitments are toward: indicators by name, then strategies."""
    indicators = _in_use(Indicator, community, {one.indicator_id for one in pledges})
    strategies = _in_use(Strategy, community, {one.strategy_id for one in pledges})
    aims = list(_of_indicators(community, indicators, pledges, reader)) if indicators else []
    for row in strategies:
        toward = [one for one in pledges if one.strategy_id == row.public_id]
        bare = tuple(Beside(one) for one in against(amounts_of(toward), {}))
        aims.append(_aim("strategy", row.public_id, row.name, toward, bare))
    return tuple(aims)


def _in_use(model: type[Indicator] | type[Strategy], community: Community, ids: set[str]) -> list:
    rows = not_retired(model._default_manager.filter(community=community, public_id__in=ids - {""}))
    return sorted(rows, key=lambda row: (row.name or row.public_id).casefold())


def _aim(subject: str, name: str, called: str, toward: Sequence[Pledge], amounts: tuple[Beside, ...]) -> Aim:
    uncounted = sum(one.amount is None for one in toward)
    return Aim(subject, name, called or name, len(toward), uncounted, amounts)


def _of_indicators(
    community: Community, rows: Sequence[Indicator], pledges: Sequence[Pledge], reader: Actor
) -> Iterator[Aim]:
    ground, standing = Ground.of(community), standing_of(community, reader=reader)
    programs = programs_by_id(community)
    for row in rows:
        toward = [one for one in pledges if one.indicator_id == row.public_id]
        inputs = inputs_of(community, row, reader=reader, ground=ground, standing=standing, programs=programs)
        amounts = tuple(_beside(inputs, row, toward, reader))
        yield _aim("indicator", row.public_id, row.name, toward, amounts)


def _beside(inputs: Inputs, indicator: Indicator, toward: Sequence[Pledge], reader: Actor) -> Iterator[Beside]:
    """Units that something is needed of, then places by program, then everything else."""
    found, _ = model_of(inputs)
    slots = dict(_slots(inputs, found))
    of_program = [one for one in toward if unit_of(one.unit) == SLOTS and one.program_id in slots]
    needed = _needed(inputs, found, indicator, toward, reader)
    rest = against(amounts_of([one for one in toward if one not in of_program]), needed)
    yield from (Beside(one) for one in rest if one.needed is not None)
    for program_id, (name, need) in sorted(slots.items()):
        own = amounts_of([one for one in of_program if one.program_id == program_id])
        yield from (Beside(one, program_id, name) for one in against(own, {SLOTS: need}) if own)
    yield from (Beside(one) for one in rest if one.needed is None)


def _slots(inputs: Inputs, found: Modelled | None) -> Iterator[tuple[str, tuple[str, float]]]:
    """Places by which a program would close the gap alone, of programs with one link that this reader sees."""
    parts = {part.id: part for part in found.programs} if found else {}
    seen = [one for one in inputs.links if one.is_seen and one.facts.id in parts]
    for one in seen:
        need = parts[one.facts.id].slots_for_the_gap
        is_alone = sum(each.facts.program_id == one.facts.program_id for each in seen) == 1
        if need is not None and is_alone:
            yield one.facts.program_id, (one.program_name, need)


def _needed(
    inputs: Inputs, found: Modelled | None, indicator: Indicator, toward: Sequence[Pledge], reader: Actor
) -> dict[str, float]:
    needed: dict[str, float] = {}
    people = unowned_of(inputs, found)
    if people:
        needed[PEOPLE] = people
    currency = unit_of(inputs.community.currency)
    if currency and any(unit_of(one.unit) == currency for one in toward):
        cost = cost_of_plan(inputs.community, indicator, reader=reader)
        if cost:
            needed[currency] = cost
    return needed


def unowned_of(inputs: Inputs, found: Modelled | None) -> float | None:
    """People of the gap whom no linked program owns; all of the gap where nothing could be computed, None without."""
    gap = inputs.condition.gap
    if found is not None and found.unowned_people is not None:
        return found.unowned_people
    return gap.people if gap is not None else None
