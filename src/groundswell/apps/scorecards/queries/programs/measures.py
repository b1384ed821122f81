"""One measure of one program: every period, what is usual for it, and the same by site, place and group."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import Actor, not_retired
from groundswell.apps.places.models import Group, Place
from groundswell.apps.programs.models import Measure, MeasureRevision, Program
from groundswell.apps.programs.queries import Sight, entered_values
from groundswell.apps.scorecards.queries.pages import CommunityFacts, RevisionFacts, StoryFacts
from groundswell.apps.scorecards.queries.programs.figures import (
    Figure,
    computed_figure,
    entered_count,
    hidden_periods,
    kinds_of_period,
    observations_of,
    protected_parts,
    shortest_shown,
    shown,
    too_few,
    whole_figures,
)
from groundswell.apps.scorecards.queries.programs.pages import (
    MeasureLine,
    ProgramFacts,
    adoptions_of,
    measure_facts,
    program_facts,
    seen_program,
    target_ahead,
    targets_of,
)
from groundswell.apps.scorecards.queries.rows import community_facts
from groundswell.apps.scorecards.queries.stories import stories_about
from groundswell.apps.submissions.models import ComputedSeries
from groundswell.apps.submissions.queries.linked import is_linked
from groundswell.apps.submissions.queries.standing import rule_of
from groundswell.core.behaviour import Behaviour, behaviour_of
from groundswell.core.disclosure import Counted, withheld_periods
from groundswell.core.estimates import Observation, Refusal
from groundswell.core.measures.implied import named_words
from groundswell.core.measures.rule_words import rule_in_words
from groundswell.core.periods import Period, PeriodKind
from groundswell.core.vocabulary import MeasureUnit, Standing, Use

MOST_PARTS = 60
Parts = dict[tuple[str, str], dict[Period, Counted]]  # (dimension, name) -> what was counted in each period


@dataclass(frozen=True, slots=True)
class PartRow:
    """One part of a program in the latest period that has any: a site, a place, a group."""

    id: str
    label: str
    observation: Observation


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A measure in one period by one dimension: site, place, or a dimension of groups."""

    dimension: str
    period: Period
    rows: tuple[PartRow, ...]


@dataclass(frozen=True, slots=True)
class MeasurePage:
    """One measure of one program."""

    community: CommunityFacts
    program: ProgramFacts
    line: MeasureLine
    sight: Sight
    kind: PeriodKind | None
    kinds: tuple[PeriodKind, ...]
    behaviour: Behaviour | None
    behaviour_reason: str
    breakdowns: tuple[Breakdown, ...]
    revisions: tuple[RevisionFacts, ...]
    rule_words: str
    is_across: bool  # it tells of other providers' customers: protected from everybody, and rounded
    waits_for_links: bool  # who moved on to another program: nobody can say before people are linked
    owner: str
    reviewed: str
    next_review: str
    versions: tuple[tuple[str, str], ...]
    stories: tuple[StoryFacts, ...]
    smallest_shown: int
    data_version: str


def measure_page(
    community_id: str, program_id: str, measure_id: str, *, reader: Actor, kind: str = ""
) -> MeasurePage | None:
    """One measure of a program for a reader; None where there is none that they may see."""
    seen = seen_program(community_id, program_id, reader=reader)
    if seen is None:
        return None
    community, program, sight = seen.community, seen.program, seen.sight
    adoption = next((one for one in adoptions_of([program]) if one.measure.public_id == measure_id), None)
    if adoption is None:
        return None
    measure = adoption.measure
    figures = whole_figures({program_id: program}, [measure])
    every = figures.get((program_id, measure_id), [])
    kinds = kinds_of_period([every])
    at = next((each for each in kinds if str(each) == kind), kinds[0] if kinds else None)
    smallest = shortest_shown(community)
    chosen = [figure for figure in every if figure.period.kind is at]
    observations = observations_of(chosen, measure, sight=sight, smallest_shown=smallest, among=every)
    hidden = hidden_periods(every, sight=sight, smallest_shown=smallest)
    facts = measure_facts(measure)
    target = target_ahead(
        targets_of(community, program_id).get(measure_id, []), chosen[-1].period if chosen else None, facts.unit
    )
    standing = Standing(adoption.standing) if adoption.standing else None
    line = MeasureLine(facts, Use(adoption.use) if adoption.use else None, standing, observations, target)
    judged = behaviour_of(
        [one for one in observations if one.estimate.value is not None],
        polarity=facts.polarity,
        target=target[1] if target else None,
        unit=facts.unit,
    )
    return MeasurePage(
        community=community_facts(community),
        program=program_facts(community, program, seen.funders),
        line=line,
        sight=sight,
        kind=at,
        kinds=tuple(kinds),
        behaviour=judged if isinstance(judged, Behaviour) else None,
        behaviour_reason=judged.reason if isinstance(judged, Refusal) else "",
        breakdowns=_breakdowns(community, program, measure, chosen, hidden, sight, smallest),
        revisions=_revisions(program, measure, sight),
        rule_words=rule_words(measure),
        is_across=_asks_elsewhere(measure),
        waits_for_links=_asks_elsewhere(measure) and not is_linked(community),
        owner=str(measure.definition.get("owner", "")),
        reviewed=str(measure.definition.get("reviewed", "")),
        next_review=str(measure.definition.get("next_review", "")),
        versions=versions_of(measure),
        stories=stories_about(community, "measure", measure_id),
        smallest_shown=smallest,
        data_version=community.data_version,
    )


def _asks_elsewhere(measure: Measure) -> bool:
    rule = rule_of(measure)
    return rule is not None and bool(named_words(rule).next_programs)


def rule_words(measure: Measure) -> str:
    """What a computed measure counts, in plain words; blank for one that is entered."""
    rule = rule_of(measure)
    return rule_in_words(rule) if rule else ""


def versions_of(measure: Measure) -> tuple[tuple[str, str], ...]:
    """From when on which definition held, as its document says."""
    said = measure.definition.get("versions") or ()
    return tuple((str(one.get("from", "")), str(one.get("definition", ""))) for one in said)


def _breakdowns(
    community: Community,
    program: Program,
    measure: Measure,
    whole: Sequence[Figure],
    hidden_wholes: Collection[Period],
    sight: Sight,
    smallest: int,
) -> tuple[Breakdown, ...]:
    wholes = {figure.period: figure.counted for figure in whole}
    groups = {row.public_id: row for row in Group.objects.filter(community=community)}
    labels = dict(Place.objects.filter(community=community).values_list("public_id", "name"))
    dimensions: dict[str, dict[str, dict[Period, Counted]]] = defaultdict(dict)
    for (dimension, name), counted in _parts(program, measure).items():
        named = groups[name].dimension if dimension == "group" and name in groups else dimension
        dimensions[named][name] = counted
    found = []
    for dimension, parts in dimensions.items():
        period = max((when for counted in parts.values() for when in counted if when in wholes), default=None)
        if period is None:
            continue
        present = {name: counted[period] for name, counted in parts.items() if period in counted}
        # A part is looked at on pages of quarters and of years: what follows from one on the other is withheld on both.
        own = {name for name in present if period in withheld_periods(parts[name], smallest)}
        hidden = protected_parts(present, wholes[period], sight=sight, smallest_shown=smallest, already=own)
        if period in hidden_wholes:  # its parts would add up to it
            hidden = frozenset(present)
        rows = _part_rows(present, hidden, period, measure, smallest)
        named_rows = (
            PartRow(name, _label(name, groups, labels), observation) for name, observation in sorted(rows.items())
        )
        found.append(Breakdown(dimension, period, tuple(named_rows)[:MOST_PARTS]))
    order = {"site": "", "place": " "}
    return tuple(sorted(found, key=lambda one: order.get(one.dimension, one.dimension)))


def _label(name: str, groups: Mapping[str, Group], labels: Mapping[str, str]) -> str:
    return (groups[name].label or name) if name in groups else labels.get(name) or name


def _part_rows(
    present: Mapping[str, Counted], hidden: frozenset[str], period: Period, measure: Measure, smallest: int
) -> dict[str, Observation]:
    names = list(present)
    figures = [Figure(period, present[name]) for name in names]
    observations = shown(figures, measure, [name in hidden for name in names], too_few(smallest))
    return dict(zip(names, observations, strict=True))


def _parts(program: Program, measure: Measure) -> Parts:
    """What was counted in each part: computed where the measure is, else entered. One query."""
    return _computed_parts(program, measure) if measure.is_computed else _entered_parts(program, measure)


def _entered_parts(program: Program, measure: Measure) -> Parts:
    found: Parts = defaultdict(dict)
    for one in entered_values([program]):
        named = [(dimension, name) for dimension, name in
                 (("site", one.site), ("place", one.place_id), ("group", one.group_id)) if name]  # fmt: skip
        if one.measure_id == measure.public_id and len(named) == 1:
            is_share = measure.unit == MeasureUnit.PERCENT
            found[named[0]][Period.parse(one.period)] = entered_count(one, is_share=is_share)
    return found


def _computed_parts(program: Program, measure: Measure) -> Parts:
    found: Parts = defaultdict(dict)
    computed = ComputedSeries.objects.filter(
        community=program.community_id, measure=measure, unit="program", unit_id=program.public_id
    ).first()
    for dimension, rows in (computed.parts if computed else {}).items():
        for name, *numbers in rows:
            figure = computed_figure(numbers)
            found[dimension, name][figure.period] = figure.counted
    return found


def _revisions(program: Program, measure: Measure, sight: Sight) -> tuple[RevisionFacts, ...]:
    """What stood there before it was corrected; for the program's own organization, whose numbers these are."""
    if sight is not Sight.WHOLE:
        return ()
    rows = not_retired(MeasureRevision.objects.filter(program=program, measure=measure)).order_by("-recorded", "-id")
    return tuple(_revision(row) for row in rows[:50])


def _revision(row: MeasureRevision) -> RevisionFacts:
    return RevisionFacts(Period.parse(row.period), row.value, row.recorded, row.reason)
