"""A program's report on a period, as those see it who type it and those who accept it: what stands, and what stood.

Whoever is not of the program's organization sees no small number of it, nor any that would give one away; a line that
is withheld is known to be there, and how far it has come.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import Actor, community_for, may, names_of, not_retired, require_any
from groundswell.apps.places.models import Group, Place
from groundswell.apps.programs.models import Measure, MeasureAdoption, Program, ReportStep
from groundswell.apps.programs.queries import (
    EnteredValue,
    Sight,
    entered_values,
    funded_by,
    report_version,
    sight_of,
)
from groundswell.apps.programs.queries.tokens import report_token
from groundswell.apps.scorecards.queries.pages import CommunityFacts
from groundswell.apps.scorecards.queries.programs.figures import observations_of, shortest_shown, whole_figures
from groundswell.apps.scorecards.queries.programs.pages import (
    MeasureFacts,
    ProgramFacts,
    adoptions_of,
    measure_facts,
    program_facts,
    program_of,
)
from groundswell.apps.scorecards.queries.programs.withholding import Key, key_of, withheld_lines
from groundswell.apps.scorecards.queries.rows import community_facts
from groundswell.core.estimates import Observation
from groundswell.core.periods import Period, PeriodKind
from groundswell.core.permissions import Permission
from groundswell.core.vocabulary import MeasureUnit, Question, Standing, Unit, Use, ValueState
from groundswell.exchange.package.cells import list_of

REPORTING = (Permission.ENTER_VALUES, Permission.ENTER_OWN_VALUES, Permission.ACCEPT_VALUES)


@dataclass(frozen=True, slots=True)
class LastValue:
    """What stood on the same line in an earlier period; blank where it is withheld."""

    period: Period
    value: str
    numerator: str
    denominator: str
    is_withheld: bool


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One line: a measure, where and of whom (blank: everywhere, everyone), and what stands there, if anything.

    `is_open` is False where nobody types it any more: the measure was given up, or its values come from records.
    """

    measure: MeasureFacts
    site: str
    place_id: str
    group_id: str
    value: str
    numerator: str
    denominator: str
    note: str
    state: ValueState | None
    is_withheld: bool
    is_required: bool
    is_open: bool
    last: LastValue | None

    @property
    def key(self) -> Key:
        """What tells it apart in its report."""
        return self.measure.id, self.site, self.place_id, self.group_id


@dataclass(frozen=True, slots=True)
class StepFacts:
    """One step of a report: who did what when, and what they said; remarks by measure."""

    at: datetime
    verb: str  # submitted, returned, accepted, locked, reopened
    by_name: str
    words: str
    remarks: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ReportPage:
    """A report, whether or not anything stands in it yet. `token` stands for what was seen (`report_token`)."""

    community: CommunityFacts
    program: ProgramFacts
    row: Program
    period: Period
    sight: Sight
    lines: tuple[ReportLine, ...]
    computed: tuple[tuple[MeasureFacts, Observation | None], ...]
    steps: tuple[StepFacts, ...]
    sites: tuple[str, ...]
    places: tuple[tuple[str, str], ...]
    groups: tuple[tuple[str, str], ...]
    may_enter: bool
    may_decide: bool
    smallest_shown: int
    version: str
    token: str

    @property
    def states(self) -> Counter[ValueState]:
        """How many values have come how far."""
        return Counter(line.state for line in self.lines if line.state is not None)

    @property
    def measures(self) -> tuple[MeasureFacts, ...]:
        """The measures that are typed, in their order."""
        return tuple({line.measure.id: line.measure for line in self.lines if line.is_open}.values())

    @property
    def remarks(self) -> Mapping[str, str]:
        """What is to be mended, by measure: of what stands returned, as it was last said."""
        returned = {line.measure.id for line in self.lines if line.state is ValueState.RETURNED}
        said = next((step.remarks for step in self.steps if step.verb == "returned"), {})
        return {measure: words for measure, words in said.items() if measure in returned}

    @property
    def returned_with(self) -> str:
        """What was said of the whole when it was returned; blank where nothing stands returned."""
        if ValueState.RETURNED not in self.states:
            return ""
        return next((step.words for step in self.steps if step.verb == "returned"), "")


@dataclass(frozen=True, slots=True)
class ReportSummary:
    """One period that something was reported on, how far its values have come, and the latest step."""

    period: Period
    states: Counter[ValueState]
    step: StepFacts | None


@dataclass(frozen=True, slots=True)
class ReportList:
    """The periods that a program has reported on, the latest first, and which comes next."""

    community: CommunityFacts
    program: ProgramFacts
    reports: tuple[ReportSummary, ...]
    next: Period
    has_measures: bool
    may_enter: bool


def stored_units(page: ReportPage) -> Mapping[str, str]:
    """The units of the measures of a report as definitions write them, by id."""
    return {
        line.measure.id: str(MeasureUnit.PERCENT if line.measure.unit is Unit.PERCENT else MeasureUnit.NUMBER)
        for line in page.lines
    }


def address_of_period(period: Period | str) -> str:
    """A period as part of an address, where a slash would begin another part: 2022/2023 is 2022-2023."""
    return str(period).replace("/", "-")


def period_of_address(text: str) -> Period | None:
    """The period that an address names; None where it names none.

    >>> [str(period_of_address(one)) for one in ("2022-2023", "2025-Q1", "2025-02", "2018..2022")]
    ['2022/2023', '2025-Q1', '2025-02', '2018..2022']
    """
    spelling = text.replace("-", "/") if len(text) == 9 and "-" in text else text
    try:
        return Period.parse(spelling)
    except ValueError:
        return None


def report_list(community_id: str, program_id: str, *, reader: Actor) -> ReportList | None:
    """A program's reports; None where there is no program that this reader sees. Raises NotAllowedError."""
    found = _opened(community_id, program_id, reader)
    if found is None:
        return None
    community, program, _ = found
    states: dict[Period, Counter[ValueState]] = {}
    for value in entered_values([program], with_unfinished=True):
        states.setdefault(Period.parse(value.period), Counter())[value.state] += 1
    steps = _steps(ReportStep.objects.filter(program=program))
    periods = sorted(states, reverse=True)
    adoptions = [one for one in adoptions_of([program]) if _is_typed(one.measure, one.standing)]
    return ReportList(
        community=community_facts(community),
        program=program_facts(community, program, funded_by(community).get(program_id, frozenset())),
        reports=tuple(
            ReportSummary(period, states[period], next(iter(steps.get(str(period), ())), None)) for period in periods
        ),
        next=max(periods, key=lambda period: period.end).shift(1) if periods else _last_quarter(timezone.localdate()),
        has_measures=bool(adoptions),
        may_enter=_may_enter(community, program, reader),
    )


def report_page(community_id: str, program_id: str, period: Period, *, reader: Actor) -> ReportPage | None:
    """A report; None where there is no program that this reader sees. Raises NotAllowedError where it is not theirs."""
    found = _opened(community_id, program_id, reader)
    if found is None:
        return None
    community, program, sight = found
    smallest = shortest_shown(community)
    groups = list(
        Group.objects.filter(community=community).exclude(public_id="").order_by("dimension", "sort", "label")
    )
    values, adopted = entered_values([program], with_unfinished=True), adoptions_of([program])
    now = [value for value in values if value.period == str(period)]
    version = report_version(now)
    dimensions = {row.public_id: row.dimension for row in groups}
    return ReportPage(
        community=community_facts(community),
        program=program_facts(community, program, funded_by(community).get(program_id, frozenset())),
        row=program,
        period=period,
        sight=sight,
        lines=tuple(_lines(program, adopted, values, period, dimensions, sight, smallest)),
        computed=_computed(program, adopted, period, sight, smallest),
        steps=_steps(ReportStep.objects.filter(program=program, period=str(period))).get(str(period), ()),
        sites=tuple(list_of(program.sites)),
        places=tuple(
            (row.public_id, row.name or row.public_id)
            for row in not_retired(Place.objects.filter(community=community, is_own=False)).order_by("name")
        ),
        groups=tuple((row.public_id, row.label or row.public_id) for row in groups if row.retired is None),
        may_enter=_may_enter(community, program, reader),
        may_decide=may(reader, Permission.ACCEPT_VALUES, community),
        smallest_shown=smallest,
        version=version,
        token=report_token(program, str(period), version),
    )


def _opened(community_id: str, program_id: str, reader: Actor) -> tuple[Community, Program, Sight] | None:
    community = community_for(community_id, reader=reader)
    program = program_of(community, program_id) if community else None
    if community is None or program is None:
        return None
    sight = sight_of(program, reader=reader, community=community)
    if sight is Sight.NOTHING:
        return None
    require_any(reader, REPORTING, community, _owner(program))
    return community, program, sight


def _owner(program: Program) -> str:
    return program.organization.public_id if program.organization else ""


def _may_enter(community: Community, program: Program, reader: Actor) -> bool:
    owner = _owner(program)
    entering = (Permission.ENTER_VALUES, Permission.ENTER_OWN_VALUES)
    return any(may(reader, permission, community, organization_id=owner) for permission in entering)


def _last_quarter(today: date) -> Period:
    """The quarter that ended last: what a first report is most likely about."""
    return Period(PeriodKind.QUARTER, today.year * 4 + (today.month - 1) // 3 - 1)


def _is_typed(measure: Measure, standing: str) -> bool:
    return not measure.is_computed and standing != Standing.DEVELOPMENT


def _box(measure: MeasureFacts) -> int:
    """Which of the four boxes a measure stands in; those whose question nobody has said come last."""
    if measure.question is Question.WHAT_DIFFERENCE:
        return 3 if measure.unit is Unit.PERCENT else 2
    return {Question.HOW_MANY: 0, Question.HOW_WELL: 1}[measure.question] if measure.question else 4


def _lines(
    program: Program,
    adoptions: Sequence[MeasureAdoption],
    values: Sequence[EnteredValue],
    period: Period,
    dimensions: Mapping[str, str],
    sight: Sight,
    smallest: int,
) -> Iterable[ReportLine]:
    """A line for every measure that is typed, then one for each of its sites, places and groups, box by box."""
    adopted = {one.measure.public_id: (measure_facts(one.measure), one.use == Use.REQUIRED)
               for one in adoptions if _is_typed(one.measure, one.standing)}  # fmt: skip
    now = {key_of(value): value for value in values if value.period == str(period)}
    given_up = {key[0] for key in now} - set(adopted)
    others = {row.public_id: measure_facts(row)
              for row in Measure.objects.filter(community=program.community, public_id__in=given_up)}  # fmt: skip
    measures = [*sorted((facts for facts, _ in adopted.values()), key=_box), *others.values()]
    every = Measure.objects.filter(community=program.community, unit=str(MeasureUnit.PERCENT))
    shares = set(every.values_list("public_id", flat=True))
    withheld = {} if sight is Sight.WHOLE else withheld_lines(values, dimensions, smallest, shares)
    lasts, hidden = _lasts(values, period, withheld), withheld.get(period, frozenset())
    for measure in measures:
        parts = sorted(key for key in now if key[0] == measure.id and any(key[1:]))
        whole = (measure.id, "", "", "")
        keys = [whole, *parts] if measure.id in adopted or whole in now else parts
        for key in keys:
            is_required = measure.id in adopted and adopted[measure.id][1]
            yield _line(measure, key, now.get(key), key in hidden, lasts.get(key), is_required, measure.id in adopted)


def _line(
    measure: MeasureFacts,
    key: Key,
    value: EnteredValue | None,
    is_withheld: bool,
    last: LastValue | None,
    is_required: bool,
    is_open: bool,
) -> ReportLine:
    cells = ("", "", "", "")
    if value is not None and not is_withheld:
        cells = (value.value, value.numerator, value.denominator, value.note)
    state = value.state if value else None
    return ReportLine(measure, *key[1:], *cells, state, is_withheld, is_required and not any(key[1:]), is_open, last)


def _lasts(
    values: Sequence[EnteredValue], period: Period, withheld: Mapping[Period, frozenset[Key]]
) -> dict[Key, LastValue]:
    """On each line, what stood there in the latest earlier period of the same kind."""
    earlier: dict[Period, list[EnteredValue]] = {}
    for value in values:
        when = Period.parse(value.period)
        if when.is_comparable_with(period) and when < period:
            earlier.setdefault(when, []).append(value)
    found: dict[Key, LastValue] = {}
    for when in sorted(earlier):
        hidden = withheld.get(when, frozenset())
        for value in earlier[when]:
            cells = ("", "", "") if key_of(value) in hidden else (value.value, value.numerator, value.denominator)
            found[key_of(value)] = LastValue(when, *cells, key_of(value) in hidden)
    return found


def _computed(
    program: Program, adoptions: Sequence[MeasureAdoption], period: Period, sight: Sight, smallest: int
) -> tuple[tuple[MeasureFacts, Observation | None], ...]:
    """What the program's records come to in this period, measure by measure."""
    measures = [one.measure for one in adoptions if one.measure.is_computed and one.standing != Standing.DEVELOPMENT]
    if not measures:
        return ()
    name = program.public_id
    figures = whole_figures({name: program}, measures)
    found = []
    for measure in measures:
        every = figures.get((name, measure.public_id), [])
        here = [figure for figure in every if figure.period == period]
        shown = observations_of(here, measure, sight=sight, smallest_shown=smallest, among=every)
        found.append((measure_facts(measure), next(iter(shown), None)))
    return tuple(sorted(found, key=lambda one: _box(one[0])))


def _steps(rows: Iterable[ReportStep]) -> dict[str, tuple[StepFacts, ...]]:
    """Steps by period, the latest first, by people's names."""
    ordered = sorted(rows, key=lambda row: row.at, reverse=True)
    names = names_of(row.by for row in ordered)
    found: dict[str, list[StepFacts]] = {}
    for row in ordered:
        name = names.get(row.by, "" if row.by.startswith("person:") else row.by)
        found.setdefault(row.period, []).append(StepFacts(row.at, row.verb, name, row.words, row.remarks))
    return {period: tuple(steps) for period, steps in found.items()}
