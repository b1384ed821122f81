"""Everything that the contribution of programs to an indicator is worked out from, as one reader may see it.

Programs that a reader may not see are counted together as one line where at least three organizations run those that
add something to it. Else they are left out: the part of a single one would follow by subtraction, and of two, for
whoever runs the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from groundswell.apps.contributions.queries import LinkFacts, links_of
from groundswell.apps.indicators.models import Indicator
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import Actor, community_for, not_retired
from groundswell.apps.programs.models import Program
from groundswell.apps.scorecards.queries.contributions.condition import Condition, condition_of
from groundswell.apps.scorecards.queries.contributions.reached import Reached, Records, overlap_of, parts_of
from groundswell.apps.scorecards.queries.participation.standing import Standing, standing_of
from groundswell.apps.scorecards.queries.rows import Ground, Judged, judged
from groundswell.core.contribution.effects import people_of
from groundswell.core.contribution.links import Link, Overlap, Population
from groundswell.core.estimates import SeriesKey
from groundswell.core.periods import Period
from groundswell.core.sentences import Sentence, counted_sentence, sentence

FEWEST_OWNERS = 3  # of programs that are counted together unseen

PLACE = "place"  # the breakdown that is no dimension of groups


@dataclass(frozen=True, slots=True)
class LinkInput:
    """One link with what it reaches; `link` None: it cannot be computed, and `reason` says why."""

    facts: LinkFacts
    program_name: str
    organization: str
    reached: Reached
    link: Link | None
    is_seen: bool
    reason: str = ""
    strategies: str = ""  # ids of the program's, as the package lists them


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a model of one indicator is made of. `links` are those that count, seen or not; `left_out` those that a
    reader may not see and that count for nobody's eyes."""

    community: Community
    found: Judged
    condition: Condition
    links: tuple[LinkInput, ...]
    left_out: int
    overlap: Overlap | None
    standing: Standing
    warnings: tuple[str, ...]

    @property
    def counted(self) -> list[Link]:
        """The links that can be computed."""
        return [one.link for one in self.links if one.link is not None]

    @property
    def unseen(self) -> int:
        """How many links count without being shown one by one."""
        return sum(not one.is_seen for one in self.links)


def indicator_in(community: Community, indicator_id: str) -> Indicator | None:
    """An indicator in use; None where there is none. One query."""
    return not_retired(Indicator.objects.filter(community=community, public_id=indicator_id)).first()


def asked_about(community_id: str, indicator_id: str, *, reader: Actor) -> tuple[Community, Indicator] | None:
    """A community that this reader may open and an indicator in use of it; None where there is none such."""
    community = community_for(community_id, reader=reader)
    indicator = indicator_in(community, indicator_id) if community else None
    return None if community is None or indicator is None else (community, indicator)


def programs_by_id(community: Community) -> dict[str, Program]:
    """The programs in use with their organizations. One query."""
    rows = not_retired(Program.objects.filter(community=community)).select_related("organization")
    return {row.public_id: row for row in rows}


def inputs_of(
    community: Community,
    indicator: Indicator,
    *,
    reader: Actor,
    period: str = "",
    target: float | None = None,
    ground: Ground | None = None,
    standing: Standing | None = None,
    programs: Mapping[str, Program] | None = None,
) -> Inputs:
    """What the contribution to one indicator is worked out from, for a reader."""
    stood = ground or Ground.of(community)
    found = judged(stood, [indicator])[0]
    condition = condition_of(found, found.key(""), period=period, target=target)
    standing = standing or standing_of(community, reader=reader)
    rows = links_of(community, indicator_id=indicator.public_id)
    programs = programs or programs_by_id(community)
    in_use = [row for row in rows if row.program_id in programs]
    records = Records(community, in_use, standing)
    before = condition.work_began.shift(-1) if condition.work_began else None
    risk = condition.population.risk if condition.population else None
    links = [
        _input(row, programs[row.program_id], records.of(row, before), row.program_id in standing.seen, risk)
        for row in in_use
    ]
    are_told = _are_many([programs[one.facts.program_id] for one in links if not one.is_seen and _adds(one)])
    counted = tuple(_with_parts(one, standing, stood) for one in links if one.is_seen or are_told)
    return Inputs(
        community=community,
        found=found,
        condition=condition,
        links=counted,
        left_out=len(in_use) - len(counted),
        overlap=_overlap(counted, standing),
        standing=standing,
        warnings=tuple(_warnings(counted, condition)),
    )


def _adds(one: LinkInput) -> bool:
    """True where a link adds something to a sum; what adds nothing hides nobody in it."""
    return one.link is not None and people_of(one.link) != 0


def _are_many(hidden: Sequence[Program]) -> bool:
    """True where enough organizations run these programs that none of them learns of another from their sum."""
    return len({row.organization_id or row.public_id for row in hidden}) >= FEWEST_OWNERS


def _input(facts: LinkFacts, program: Program, reached: Reached, is_seen: bool, risk: float | None) -> LinkInput:
    """One link in computing units, or why it cannot be; `risk` is the population's, where nobody declared another."""
    reason: str = ""
    if not facts.is_computable:
        reason = sentence("nobody says yet how much difference it makes to a person")
    elif reached.served is None:
        reason = sentence("nobody says how many it serves, and no records tell")
    link = None
    if not reason and reached.served is not None:
        before = reached.served_before or 0.0
        link = facts.link(served=reached.served, served_before=before, population_risk=risk)
    owner = program.organization.name or program.organization.public_id if program.organization else ""
    return LinkInput(
        facts, program.name or program.public_id, owner, reached, link, is_seen, reason, program.strategies
    )


def _with_parts(one: LinkInput, standing: Standing, ground: Ground) -> LinkInput:
    """With its people by group, where its number comes from the records and all parts may be told."""
    if one.link is None or one.reached.of != "records" or not one.link.served:
        return one
    change = (one.link.served - one.link.served_before) / one.link.served
    parts: dict[str, float] = {}
    for dimension in standing.cells:
        if dimension:
            told = parts_of(standing, dimension, one.facts.program_id) or {}
            parts.update(
                {f"{dimension}/{_group_id(ground, name)}": part * change for name, part in told.items() if name}
            )
    return replace(one, link=replace(one.link, by_cell=parts)) if parts else one


def _group_id(ground: Ground, name: str) -> str:
    """The group that records call by its id or by its label."""
    if name in ground.groups:
        return name
    return next((one.public_id for one in ground.groups.values() if one.label.casefold() == name.casefold()), name)


def _overlap(links: Sequence[LinkInput], standing: Standing) -> Overlap | None:
    """Who is in several, of the programs with one link whose number is that of the records of the period."""
    period = str(standing.period or "")
    served: dict[str, list[LinkInput]] = defaultdict(list)
    for one in links:
        if one.link is not None and one.reached.of == "records" and one.reached.period == period and one.link.served:
            served[one.facts.program_id].append(one)
    alone = {program: each[0] for program, each in served.items() if len(each) == 1}
    people = {program: one.reached.served or 0.0 for program, one in alone.items()}
    found = overlap_of(standing, people, of_records=set(alone))
    if found is None:
        return None
    ids = {program: one.facts.id for program, one in alone.items()}
    return Overlap(tuple((tuple(ids[one] for one in each), count) for each, count in found.combinations))


def _warnings(links: Sequence[LinkInput], condition: Condition) -> list[Sentence]:
    found: list[Sentence] = []
    seen = [one for one in links if one.is_seen]
    for one in seen:
        name = one.program_name
        if one.reached.is_few:
            found.append(
                sentence("{program} serves too few for its number to be told, so none are counted", program=name)
            )
        elif one.link is not None and one.reached.served_before is None:
            found.append(
                sentence(
                    "nobody says how many {program} served before, so all whom it serves are counted as new",
                    program=name,
                )
            )
        elif one.link is not None and one.link.served < one.link.served_before:
            found.append(
                sentence("{program} serves fewer people than it did before, and that counts against it", program=name)
            )
        if shows_too_late(one, condition):
            found.append(
                sentence(
                    "the effect of {program} shows only after {period}, and is counted as if it showed before",
                    program=name, period=condition.period or "",
                )
            )  # fmt: skip
        if one.facts.content.get("evidence") in ("expert", "pre_post"):
            found.append(
                sentence("the effect of {program} was never compared with people like those served", program=name)
            )
    people = condition.population.people if condition.population else None
    served = sum(one.link.served * one.link.in_population.value for one in links if one.link is not None)
    if people is not None and served > people:
        found.append(sentence("the programs serve more of these people than there are, so some must be in several"))
    if condition.gap is not None and condition.heading_from != "baseline" and any(one.link for one in links):
        found.append(
            sentence(
                "no baseline stands, so the gap is counted from numbers that hold what these programs do already: "
                "their part of it is less than it looks"
            )
        )
    uncounted = sum(one.link is None for one in links)
    if uncounted:
        found.append(
            counted_sentence("{count} link cannot be computed yet", "{count} links cannot be computed yet", uncounted)
        )
    return found


def shows_too_late(one: LinkInput, condition: Condition) -> bool:
    """True where the period in which people are served, and the years until it shows, end after what is looked at."""
    if one.link is None or not one.link.lag_years or condition.period is None or not one.reached.period:
        return False
    try:
        served = Period.parse(one.reached.period)
    except ValueError:
        return False
    return served.end + one.link.lag_years > condition.period.end + 1e-9


def cells_of(inputs: Inputs, dimension: str) -> dict[str, Population]:
    """Need by group of a dimension, or by place: people, and the adverse risk at its latest, where both are known.

    Of places those count in which the programs' records say that people live: no place lies within another of them.
    """
    reached = {cell for link in inputs.counted for cell in link.by_cell}
    found: dict[str, Population] = {}
    for key in inputs.found.series:
        cell = _cell_of(inputs, key, dimension)
        if not cell or (dimension == PLACE and cell not in reached):
            continue
        points = [one for one in inputs.found.observations(key) if one.estimate.value is not None]
        if points and points[-1].estimate.denominator:
            people, value = points[-1].estimate.denominator, points[-1].estimate.value
            found[cell] = Population(people, inputs.condition.risk_of(value or 0.0))
    return found


def _cell_of(inputs: Inputs, key: SeriesKey, dimension: str) -> str:
    """What a series is called among the cells of a breakdown; blank where it is none of it."""
    if dimension == PLACE:
        is_part = bool(key.place_id) and key.group_id == inputs.found.headline_group
        return f"{PLACE}/{key.place_id}" if is_part else ""
    group = inputs.found.ground.groups.get(key.group_id)
    is_part = group is not None and bool(key.group_id) and not key.place_id and group.dimension == dimension
    return f"{dimension}/{key.group_id}" if is_part else ""
