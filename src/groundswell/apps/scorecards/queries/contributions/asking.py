"""What the form of a link asks with: whose programs somebody may link, how many each serves, and what answers come to.

Numbers are those that every reader may see. Nothing is stored here: an answer is looked at as a link that nobody saved.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace

from groundswell.apps.contributions.queries import LinkFacts, links_of
from groundswell.apps.indicators.models import Indicator
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import (
    Actor,
    NotAllowedError,
    community_for,
    may,
    may_for_any_organization,
    not_retired,
)
from groundswell.apps.programs.models import Measure, MeasureAdoption, Program
from groundswell.apps.scorecards.queries.contributions.condition import Condition, condition_of
from groundswell.apps.scorecards.queries.contributions.inputs import indicator_in
from groundswell.apps.scorecards.queries.contributions.pages import DRAWS, LEVEL, SEED
from groundswell.apps.scorecards.queries.contributions.reached import Reached, Records
from groundswell.apps.scorecards.queries.participation.standing import standing_of
from groundswell.apps.scorecards.queries.rows import Ground, judged
from groundswell.apps.submissions.queries.standing import rule_of
from groundswell.core.contribution.effects import difference_of, why_no_effect
from groundswell.core.contribution.links import Link
from groundswell.core.contribution.ranges import ProgramPart, modelled
from groundswell.core.measures.rules import Count
from groundswell.core.permissions import Permission
from groundswell.core.vocabulary import MeasureUnit, Question

UNSAVED = "unsaved"
CHANGING = (Permission.CHANGE_CONTRIBUTIONS, Permission.CHANGE_OWN_CONTRIBUTIONS)
_CELLS = frozenset(each.name for each in fields(LinkFacts))


@dataclass(frozen=True, slots=True)
class ProgramChoice:
    """A program that somebody may link; `link_id` is the link that it has to this indicator already."""

    id: str
    name: str
    organization: str
    customers: str
    link_id: str


@dataclass(frozen=True, slots=True)
class ServedChoice:
    """One way in which the people served may be counted: the records, where no measure is named, or a measure."""

    measure_id: str
    name: str
    reached: Reached


@dataclass(frozen=True, slots=True)
class LinkAsking:
    """What a form for one indicator asks with. `records` None: no program is chosen yet."""

    community: Community
    indicator: Indicator
    condition: Condition
    programs: tuple[ProgramChoice, ...]
    program: ProgramChoice | None
    served: tuple[ServedChoice, ...]
    smallest_shown: int
    records: Records | None


@dataclass(frozen=True, slots=True)
class LinkPreview:
    """What a link that nobody saved would come to. `part` None: it cannot be computed, and `reasons` say why.

    `difference` is the risk difference at the declared values, `reached` the people whom the program serves.
    """

    link: Link | None
    part: ProgramPart | None
    difference: float | None
    reached: Reached | None
    reasons: tuple[str, ...]


def may_link(reader: Actor, community: Community, program: Program | None) -> bool:
    """True where this reader may write links of this program; of any, where none is named."""
    owner = program.organization.public_id if program is not None and program.organization else ""
    return may(reader, CHANGING[0], community) or bool(
        owner and may(reader, CHANGING[1], community, organization_id=owner)
    )


def may_link_some(reader: Actor, community: Community) -> bool:
    """True for who may write links of all programs, or of some program that there is."""
    if may(reader, CHANGING[0], community):
        return True
    if not may_for_any_organization(reader, CHANGING[1], community):  # most readers: nothing is looked up for them
        return False
    rows = not_retired(Program.objects.filter(community=community))
    owners = rows.exclude(organization=None).values_list("organization__public_id", flat=True).distinct()
    return any(may(reader, CHANGING[1], community, organization_id=owner) for owner in owners)


def link_asking(community_id: str, indicator_id: str, *, reader: Actor, program_id: str = "") -> LinkAsking | None:
    """What the form asks with; None where there is no such page. Raises NotAllowedError for who may link nothing."""
    community = community_for(community_id, reader=reader)
    if community is None:
        return None
    rows = not_retired(Program.objects.filter(community=community)).select_related("organization")
    own = [row for row in rows.order_by("name", "public_id") if may_link(reader, community, row)]
    if not own and not may(reader, CHANGING[0], community):
        raise NotAllowedError(CHANGING[0], community)
    indicator = indicator_in(community, indicator_id)
    if indicator is None:
        return None
    linked = {one.program_id: one.id for one in reversed(links_of(community, indicator_id=indicator_id))}
    programs = tuple(_choice(row, linked.get(row.public_id, "")) for row in own)
    program = next((row for row in own if row.public_id == program_id), None)
    return asking_of(community, indicator, program, reader=reader, programs=programs)


def asking_of(
    community: Community,
    indicator: Indicator,
    program: Program | None,
    *,
    reader: Actor,
    programs: tuple[ProgramChoice, ...] = (),
) -> LinkAsking:
    """The same of a program that was chosen, whoever may link it."""
    found = judged(Ground.of(community), [indicator])[0]
    condition = condition_of(found, found.key(""))
    standing = standing_of(community, reader=reader)
    bare = LinkAsking(community, indicator, condition, programs, None, (), standing.smallest, None)
    if program is None:
        return bare
    measures = _measures(community, program.public_id)
    named = {"program_id": program.public_id}
    asked = [_unsaved({**named, "measure_id": one}, indicator.public_id) for one in ("", *measures)]
    records = Records(community, asked, standing)
    chosen = next((one for one in programs if one.id == program.public_id), _choice(program, ""))
    served = _served(asked, measures, records, condition)
    return replace(bare, program=chosen, served=served, records=records)


def _choice(row: Program, link_id: str) -> ProgramChoice:
    owner = row.organization.name or row.organization.public_id if row.organization else ""
    return ProgramChoice(row.public_id, row.name or row.public_id, owner, row.customers, link_id)


def _measures(community: Community, program_id: str) -> dict[str, str]:
    """The measures of a program that count people, by id. One query."""
    rows = not_retired(
        MeasureAdoption.objects.filter(community=community, program__public_id=program_id, until=None)
    ).select_related("measure")
    counting = [row.measure for row in rows if _counts_people(row.measure)]
    return {one.public_id: one.name or one.public_id for one in sorted(counting, key=lambda one: one.name)}


def _counts_people(measure: Measure) -> bool:
    """True for a number of people: by its rule, where records are counted; as it is asked, where it is entered."""
    if measure.unit != MeasureUnit.NUMBER or measure.question != Question.HOW_MANY or measure.retired is not None:
        return False
    rule = rule_of(measure)
    return not measure.is_computed or (rule is not None and rule.count is Count.PEOPLE and not rule.is_share)


def _served(
    asked: Sequence[LinkFacts], measures: Mapping[str, str], records: Records, condition: Condition
) -> tuple[ServedChoice, ...]:
    found = (ServedChoice(one.measure_id, measures.get(one.measure_id, ""), _reached(one, records, condition))
             for one in asked)  # fmt: skip
    return tuple(one for one in found if one.reached.served is not None)


def _reached(facts: LinkFacts, records: Records, condition: Condition) -> Reached:
    before = condition.work_began.shift(-1) if condition.work_began else None
    return records.of(facts, before)


def _unsaved(content: Mapping[str, str], indicator_id: str) -> LinkFacts:
    cells = {name: cell for name, cell in content.items() if name in _CELLS}
    return LinkFacts(**{**cells, "id": UNSAVED, "version": 0, "indicator_id": indicator_id})  # type: ignore[arg-type]


def link_preview(asking: LinkAsking, content: Mapping[str, str]) -> LinkPreview:
    """What these columns would come to, by themselves."""
    facts = _unsaved(content, asking.indicator.public_id)
    condition, population = asking.condition, asking.condition.population
    reached = _reached(facts, asking.records, condition) if asking.records else None
    if not facts.is_computable or reached is None or reached.served is None:
        return LinkPreview(None, None, None, reached, ())
    link = facts.link(
        served=reached.served,
        served_before=reached.served_before or 0.0,
        population_risk=population.risk if population else None,
    )
    if reasons := why_no_effect(link):
        return LinkPreview(link, None, None, reached, tuple(reasons))
    part = None
    if population is not None:
        part = modelled([link], population, condition.gap, draws=DRAWS, seed=SEED, level=LEVEL).programs[0]
    return LinkPreview(link, part, difference_of(link), reached, (condition.reason,) if condition.reason else ())
