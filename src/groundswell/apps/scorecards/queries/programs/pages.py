"""A program on one page: its four boxes, what it still has to measure, and what people wrote about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from groundswell.apps.contributions.queries import links_of
from groundswell.apps.indicators.models import Indicator, Result, Strategy, Target
from groundswell.apps.people.models import Community, Organization
from groundswell.apps.people.queries import Actor, community_for, not_retired
from groundswell.apps.programs.models import Measure, MeasureAdoption, Program
from groundswell.apps.programs.queries import Sight, funded_by, sight_of
from groundswell.apps.scorecards.queries.pages import CommunityFacts, StoryFacts
from groundswell.apps.scorecards.queries.programs.figures import (
    Figure,
    kinds_of_period,
    observations_of,
    shortest_shown,
    unit_shown,
    whole_figures,
)
from groundswell.apps.scorecards.queries.rows import community_facts
from groundswell.apps.scorecards.queries.stories import stories_about
from groundswell.apps.submissions.models import Submission
from groundswell.apps.submissions.queries.standing import IN_USE
from groundswell.core.estimates import Observation
from groundswell.core.periods import Period, PeriodKind
from groundswell.core.vocabulary import Polarity, Question, Standing, Unit, Use
from groundswell.exchange.package.cells import list_of

MOST_PERIODS = 12
MOST_SORT = 1_000_000  # what nobody put in order comes last
_STANDINGS = [str(standing) for standing in Standing]


@dataclass(frozen=True, slots=True)
class ProgramFacts:
    """What is known of a program besides its numbers."""

    id: str
    name: str
    customers: str
    organization: str
    organization_id: str
    place: str
    started: date | None
    ended: date | None
    sites: tuple[str, ...]
    strategies: tuple[str, ...]
    results: tuple[tuple[str, str], ...]  # id and statement of the results that its strategies work toward
    funders: tuple[str, ...]
    is_published: bool


@dataclass(frozen=True, slots=True)
class MeasureFacts:
    """A measure as a page speaks of it."""

    id: str
    name: str
    definition: str
    question: Question | None
    unit: Unit
    polarity: Polarity | None
    is_computed: bool


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """One measure of a program over its latest periods, as a line in one of the four boxes."""

    measure: MeasureFacts
    use: Use | None
    standing: Standing | None
    observations: tuple[Observation, ...]
    target: tuple[Period, float] | None

    @property
    def latest(self) -> Observation | None:
        """The latest figure, withheld or not."""
        return self.observations[-1] if self.observations else None


@dataclass(frozen=True, slots=True)
class ProgramPage:
    """A program's page. The boxes are how many, how well, what difference as a number and as a percent, in order."""

    community: CommunityFacts
    program: ProgramFacts
    sight: Sight
    kind: PeriodKind | None  # of period, as shown
    kinds: tuple[PeriodKind, ...]
    how_many: tuple[MeasureLine, ...]
    how_well: tuple[MeasureLine, ...]
    difference_number: tuple[MeasureLine, ...]
    difference_percent: tuple[MeasureLine, ...]
    unsorted: tuple[MeasureLine, ...]  # measures whose question nobody has said yet
    development: tuple[MeasureFacts, ...]
    stories: tuple[StoryFacts, ...]
    smallest_shown: int
    last_submission: datetime | None
    data_version: str
    contributes_to: tuple[tuple[str, str], ...] = ()  # id and name of the indicators that it is linked to

    @property
    def lines(self) -> tuple[MeasureLine, ...]:
        """Every measure on the page, box by box."""
        boxes = (self.how_many, self.how_well, self.difference_number, self.difference_percent, self.unsorted)
        return tuple(line for box in boxes for line in box)


def program_of(community: Community, program_id: str) -> Program | None:
    """A program in use; None where there is none. One query."""
    rows = not_retired(Program.objects.filter(community=community, public_id=program_id))
    return rows.select_related("organization", "place").first()


@dataclass(frozen=True, slots=True)
class SeenProgram:
    """A program of which a reader sees something: how much of it, and who funds it."""

    community: Community
    program: Program
    sight: Sight
    funders: Iterable[str]


def seen_program(community_id: str, program_id: str, *, reader: Actor) -> SeenProgram | None:
    """A program in use for a reader; None where there is none that they may see."""
    community = community_for(community_id, reader=reader)
    program = program_of(community, program_id) if community else None
    if community is None or program is None:
        return None
    funders = funded_by(community).get(program_id, frozenset())
    sight = sight_of(program, reader=reader, community=community, funders=funders)
    return None if sight is Sight.NOTHING else SeenProgram(community, program, sight, funders)


def program_page(community_id: str, program_id: str, *, reader: Actor, kind: str = "") -> ProgramPage | None:
    """A program's page for a reader; None where there is none that they may see. `kind` is a kind of period."""
    seen = seen_program(community_id, program_id, reader=reader)
    return _page(seen, kind) if seen else None


def _page(seen: SeenProgram, kind: str) -> ProgramPage:
    community, program, sight = seen.community, seen.program, seen.sight
    adoptions = adoptions_of([program])
    measures = {one.measure.public_id: one.measure for one in adoptions}
    figures = whole_figures({program.public_id: program}, list(measures.values()))
    kinds = kinds_of_period(figures.values())
    at = next((each for each in kinds if str(each) == kind), kinds[0] if kinds else None)
    smallest = shortest_shown(community)
    targets = targets_of(community, program.public_id)
    lines = [
        _line(one, figures.get((program.public_id, one.measure.public_id), ()), at, sight, smallest, targets)
        for one in adoptions
        if one.standing != Standing.DEVELOPMENT
    ]
    last = Submission.objects.filter(program=program, state__in=IN_USE).order_by("-number").first()
    return ProgramPage(
        community=community_facts(community),
        program=program_facts(community, program, seen.funders),
        sight=sight,
        kind=at,
        kinds=tuple(kinds),
        how_many=_box(lines, Question.HOW_MANY),
        how_well=_box(lines, Question.HOW_WELL),
        difference_number=_box(lines, Question.WHAT_DIFFERENCE, Unit.COUNT),
        difference_percent=_box(lines, Question.WHAT_DIFFERENCE, Unit.PERCENT),
        unsorted=_box(lines, None),
        development=tuple(measure_facts(one.measure) for one in adoptions if one.standing == Standing.DEVELOPMENT),
        stories=stories_about(community, "program", program.public_id),
        smallest_shown=smallest,
        last_submission=last.at if last else None,
        data_version=community.data_version,
        contributes_to=tuple(_linked_to(community, program.public_id)),
    )


def _linked_to(community: Community, program_id: str) -> Iterable[tuple[str, str]]:
    """The indicators in use that a program is linked to. Two queries, or one."""
    wanted = {one.indicator_id for one in links_of(community, program_id=program_id)}
    if not wanted:
        return ()
    rows = not_retired(Indicator.objects.filter(community=community, public_id__in=wanted)).order_by("name")
    return [(row.public_id, row.name or row.public_id) for row in rows]


def adoptions_of(programs: Sequence[Program]) -> list[MeasureAdoption]:
    """The adoptions in use of some programs, headline first, then as people put them and by name; each measure once.

    One query.
    """
    rows = not_retired(MeasureAdoption.objects.filter(program__in=programs, measure__retired=None))
    ordered = sorted(
        rows.filter(until=None).select_related("measure"),
        key=lambda one: (
            _place(one.standing),
            int(one.sort or MOST_SORT),
            one.measure.name.casefold(),
            one.measure.public_id,
            one.since,
        ),
    )
    named = {program.pk: program for program in programs}
    for one in ordered:
        one.program = named[one.program_id]
    return list({(one.program_id, one.measure_id): one for one in reversed(ordered)}.values())[::-1]


def _place(standing: str) -> int:
    return _STANDINGS.index(standing) if standing in _STANDINGS else 1


def targets_of(community: Community, program_id: str) -> dict[str, list[tuple[Period, float]]]:
    """Targets of a program's measures as a whole, in published units, by measure. One query."""
    rows = not_retired(Target.objects.filter(community=community, subject="measure", program=program_id))
    found: dict[str, list[tuple[Period, float]]] = {}
    for measure, period, value in rows.filter(place__is_own=True, group__public_id="").values_list(
        "subject_id", "period", "value"
    ):
        found.setdefault(measure, []).append((Period.parse(period), float(value)))
    return {measure: sorted(points) for measure, points in found.items()}


def _latest(figures: Sequence[Figure], at: PeriodKind | None) -> Sequence[Figure]:
    return [figure for figure in figures if figure.period.kind is at][-MOST_PERIODS:]


def _line(
    one: MeasureAdoption,
    every: Sequence[Figure],
    at: PeriodKind | None,
    sight: Sight,
    smallest: int,
    targets: Mapping[str, list[tuple[Period, float]]],
) -> MeasureLine:
    facts = measure_facts(one.measure)
    figures = _latest(every, at)
    observations = observations_of(figures, one.measure, sight=sight, smallest_shown=smallest, among=every)
    latest = observations[-1].period if observations else None
    return MeasureLine(
        measure=facts,
        use=Use(one.use) if one.use else None,
        standing=Standing(one.standing) if one.standing else None,
        observations=observations,
        target=target_ahead(targets.get(facts.id, []), latest, facts.unit),
    )


def target_ahead(
    points: Sequence[tuple[Period, float]], latest: Period | None, unit: Unit
) -> tuple[Period, float] | None:
    """The target to work towards, in computing units: the first that is not behind the latest figure, else the last."""
    ahead = [point for point in points if latest is None or not point[0].end < latest.end]
    found = next(iter(ahead[:1] or points[-1:]), None)
    if found is None:
        return None
    return found[0], found[1] / (100 if unit is Unit.PERCENT else 1)


def _box(lines: Sequence[MeasureLine], question: Question | None, unit: Unit | None = None) -> tuple[MeasureLine, ...]:
    return tuple(
        line for line in lines if line.measure.question is question and (unit is None or line.measure.unit is unit)
    )


def measure_facts(measure: Measure) -> MeasureFacts:
    """A measure as a page speaks of it."""
    return MeasureFacts(
        id=measure.public_id,
        name=measure.name or measure.public_id,
        definition=str(measure.definition.get("definition", "")),
        question=Question(measure.question) if measure.question else None,
        unit=unit_shown(measure),
        polarity=Polarity(measure.polarity) if measure.polarity else None,
        is_computed=measure.is_computed,
    )


def program_facts(community: Community, program: Program, funders: Iterable[str]) -> ProgramFacts:
    """What is known of a program besides its numbers. Three queries."""
    strategies = not_retired(Strategy.objects.filter(community=community, public_id__in=list_of(program.strategies)))
    named = {row.public_id: row for row in strategies}
    chosen = [named[one] for one in list_of(program.strategies) if one in named]
    wanted = list(dict.fromkeys(result for row in chosen for result in list_of(row.results)))
    results = dict(
        not_retired(Result.objects.filter(community=community, public_id__in=wanted)).values_list(
            "public_id", "statement"
        )
    )
    givers = Organization.objects.filter(community=community, public_id__in=list(funders))
    owner = program.organization
    return ProgramFacts(
        id=program.public_id,
        name=program.name or program.public_id,
        customers=program.customers,
        organization=(owner.name or owner.public_id) if owner else "",
        organization_id=owner.public_id if owner else "",
        place=program.place.name or community.name,
        started=program.started,
        ended=program.ended,
        sites=tuple(list_of(program.sites)),
        strategies=tuple(row.name or row.public_id for row in chosen),
        results=tuple((one, results[one]) for one in wanted if one in results),
        funders=tuple(sorted(row.name or row.public_id for row in givers)),
        is_published=program.published == "true",
    )
