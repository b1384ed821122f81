"""An invented community for the design gallery: every state a page can be in, without a database.

The numbers are made up, but the verdicts are not: they come from the same judge as everywhere else.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime

from groundswell.apps.scorecards.queries import (
    ChangeFacts,
    Choice,
    CommunityFacts,
    Comparison,
    DataPage,
    Disparity,
    ImportFacts,
    IndicatorPage,
    IndicatorRow,
    ObservationRow,
    ResultFacts,
    ResultScorecard,
    RevisionFacts,
    SourceFacts,
    StoryFacts,
    TargetFacts,
)
from groundswell.core.behaviour import Behaviour, behaviour_of
from groundswell.core.curves import Curve, judge_curves
from groundswell.core.estimates import Estimate, Observation, Series, SeriesKey
from groundswell.core.periods import Period
from groundswell.core.vocabulary import ObservationStatus, Polarity, Standing, Unit, Verdict

COMMUNITY = CommunityFacts(
    id="sample",
    name="Sample Town",
    purpose="A place where every state of every page can be seen at once.",
    notice="Everything on this page is invented.",
    language="en",
    currency="USD",
    visibility="unlisted",
    data_version="sample",
)
RESULT = ResultFacts(
    id="ready",
    statement="All children enter school ready to succeed",
    population="Children from birth to five",
    experience="Children walk into their first classroom curious and at ease, and their families feel expected.",
    place_name="Sample Town",
)
FIRST_YEAR, WORK_BEGAN = 2012, Period.year(2019)
_CHANGE = "Up 4.3 points; more than the survey's margin of error (90 %)"
_TURNING = (52.1, 52.8, 51.9, 52.6, 53.0, 53.3, 53.1, 54.6, 56.4, None, 59.9, 61.8)
_STEADY = (41.2, 41.9, 42.0, 42.8, 43.1, 43.9, 44.3, 44.6, 45.6, 45.4, 46.7, 46.9)
_WORSENING = (11.2, 11.0, 11.4, 11.1, 11.3, 11.0, 11.2, 13.9, 17.8, 20.3, 22.6, 24.8)
_NOISY = (48.0, 44.1, 50.2, 45.3, 51.1, 46.0, 49.4, 47.2, 52.3, 48.8, 53.9, 49.5)


def observations(
    values: Sequence[float | None], *, margin: float = 1.3, start: int = FIRST_YEAR
) -> tuple[Observation, ...]:
    """Yearly percents with 90 % margins; None is withheld by its publisher, the last one is provisional."""
    made = []
    for step, value in enumerate(values):
        status = ObservationStatus.PROVISIONAL if step == len(values) - 1 else ObservationStatus.FINAL
        if value is None:
            estimate = Estimate(None, reason="withheld by the publisher: fewer than 11 people")
            status = ObservationStatus.SUPPRESSED
        else:
            low, high = (value - margin) / 100, (value + margin) / 100
            estimate = Estimate(value / 100, low, high, 0.9, round(value * 12), 1200, "published")
        made.append(Observation(Period.year(start + step), estimate, status))
    return tuple(made)


def curve_of(series: Iterable[Observation], *, polarity: Polarity = Polarity.HIGHER, name: str = "sample") -> Curve:
    """The judge's answer."""
    whole = Series.of(SeriesKey(name), series)
    return judge_curves([whole], work_began=WORK_BEGAN, polarity=polarity, unit=Unit.PERCENT, horizon=7)[0]


def target_of(value: float, *, is_met: bool = False) -> TargetFacts:
    """A target for 2026 that asks for more than history ever brought."""
    return TargetFacts(
        period=Period.year(2026),
        value=value,
        needed_per_year=None if is_met else 0.012,
        recent_per_year=0.006,
        fastest_per_year=0.009,
        is_met=is_met,
        words="It asks for 1.2 points more a year for three years; the fastest three years brought 0.9 points a year",
        detectable="One year's data cannot show a step of 1.2 points: its margin is 1.8",
    )


def row_of(
    name: str,
    values: Sequence[float | None],
    *,
    polarity: Polarity = Polarity.HIGHER,
    standing: Standing = Standing.HEADLINE,
    target: TargetFacts | None = None,
) -> IndicatorRow:
    """A line of the sample scorecard."""
    series = observations(values)
    return IndicatorRow(
        id=name.lower().replace(" ", "-").replace(",", ""),
        name=name,
        unit=Unit.PERCENT,
        per=None,
        polarity=polarity,
        standing=standing,
        headline_group="",
        curve=curve_of(series, polarity=polarity),
        spark=tuple((item.period, item.estimate.value) for item in series),
        target=target,
        change=ChangeFacts("improving", _CHANGE, Period.year(FIRST_YEAR)),
        place_verdicts=((Verdict.WORSENED, 1), (Verdict.AS_EXPECTED, 3), (Verdict.TURNED, 2)),
        group_verdicts=((Verdict.TOO_EARLY, 2), (Verdict.TURNED, 3)),
        publisher="Sample Office of Statistics",
    )


def rows() -> tuple[IndicatorRow, ...]:
    """A headline row for each kind of verdict."""
    return (
        row_of("Kindergarten readiness", _TURNING, target=target_of(0.63)),
        row_of("Third-grade reading", _STEADY, target=target_of(0.46, is_met=True)),
        row_of("Chronic absence, K-3", _WORSENING, polarity=Polarity.LOWER, target=target_of(0.12)),
        row_of("Preschool enrolment", _NOISY),
        row_of("Developmental screening", _STEADY[:4]),
        row_of("Median rent burden", _STEADY, polarity=Polarity.NEUTRAL),
    )


def scorecard() -> ResultScorecard:
    """A whole result."""
    return ResultScorecard(
        community=COMMUNITY,
        result=RESULT,
        sentence="1 of 6 headline indicators is turning the curve; 1 is worse than its baseline.",
        headline=rows(),
        secondary=(row_of("Books at home", _STEADY, standing=Standing.SECONDARY),),
        development=(row_of("Trust in school among parents", (), standing=Standing.DEVELOPMENT),),
        stories=_stories(),
        latest=Period.year(2023),
    )


def _stories() -> tuple[StoryFacts, ...]:
    return (
        StoryFacts(
            "story", "2023", "<p>Enrolment opened to three-year-olds, and two neighborhoods gained a bus line.</p>"
        ),
        StoryFacts(
            "what_works", "2023", "<p>Home visits before the first day; free books; one low-cost idea a table.</p>"
        ),
    )


def indicator() -> IndicatorPage:
    """A whole indicator with every part."""
    row = rows()[0]
    series = observations(_TURNING)
    behaviour = behaviour_of(series, polarity=Polarity.HIGHER, target=0.63, unit=Unit.PERCENT)
    return IndicatorPage(
        community=COMMUNITY,
        row=row,
        results=(RESULT,),
        definition="Children entering kindergarten who meet all five domains of the entry assessment.",
        why_it_matters="Children who start ready are likelier to read well by third grade.",
        publisher="Sample Office of Statistics",
        url="https://example.org/readiness",
        frequency="every year",
        owner="Data working group",
        reviewed="2023-03-01",
        next_review="2025-03-01",
        powers=("high", "high", "medium"),
        versions=(("2012", "Five domains, observed by teachers."),),
        leads=(("third-grade-reading", "3"),),
        work_began=WORK_BEGAN,
        place=Choice("", "Sample Town", True),
        group=Choice("", "Everyone", True),
        places=(Choice("", "Sample Town", True), Choice("hill", "Hill", False)),
        groups=(Choice("", "Everyone", True), Choice("english-learners", "English learners", False)),
        curve=row.curve,
        frozen_on=date(2019, 9, 1),
        observations=tuple(_observed(item, row.curve) for item in series),
        forecast=tuple((Period.year(2024 + n), _ahead(n)) for n in range(3)),
        target=row.target,
        change=row.change,
        disparities=(_disparity(),),
        by_place=_places(),
        behaviour=behaviour if isinstance(behaviour, Behaviour) else None,
        behaviour_reason="" if isinstance(behaviour, Behaviour) else behaviour.reason,
        sources=(_source(),),
        stories=_stories(),
    )


def _ahead(step: int) -> Estimate:
    value, half = 0.627 + 0.008 * step, 0.009 * (step + 1) ** 0.5
    return Estimate(value, value - half, value + half, 0.8)


def _observed(item: Observation, curve: Curve) -> ObservationRow:
    points = {point.period: point for point in curve.baseline.points} if curve.baseline else {}
    at = points.get(item.period)
    value = item.estimate.value
    revised = item.period == Period.year(2021)
    return ObservationRow(
        observation=item,
        text="" if value is None else f"{value * 100:.1f}",
        quality="",
        note="",
        source_id="state-assessment",
        as_of="2024-02-01",
        baseline=Estimate(at.value, at.low, at.high, 0.8) if at else None,
        revisions=(RevisionFacts(item.period, "55.9", date(2022, 11, 3), "late returns"),) if revised else (),
    )


def _compared(label: str, value: float | None, *, margin: float = 2.0, is_reference: bool = False) -> Comparison:
    series = observations([value - 6 + n * 0.6 for n in range(11)] if value else [None] * 11, margin=margin)
    if value is None:
        estimate, difference = Estimate(None, reason="withheld by the publisher: fewer than 11 people"), None
    else:
        estimate = Estimate(value / 100, (value - margin) / 100, (value + margin) / 100, 0.9)
        apart = (value - 61.8) / 100
        difference = None if is_reference else Estimate(apart, apart - 0.024, apart + 0.024, 0.9)
    identity = label.lower().replace(" ", "-")
    period = Period.year(2023)
    return Comparison(identity, label, period, estimate, difference, is_reference, curve_of(series, name=identity))


def _disparity() -> Disparity:
    groups = (
        _compared("All children", 61.8, margin=1.3, is_reference=True),
        _compared("English learners", 48.2),
        _compared("Black or African American", 55.0),
        _compared("White", 66.4),
        _compared("Native American", None),
    )
    gaps = tuple((Period.year(2015 + n), 0.236 - 0.007 * n) for n in range(9))
    words = "18.2 points between White and English learners; narrowing in points and in ratio since 2015."
    return Disparity("language_and_race", groups, 0.182, 1.378, 0.141, gaps, words)


def _places() -> tuple[Comparison, ...]:
    return (
        _compared("Sample Town", 61.8, margin=1.3, is_reference=True),
        _compared("Hill", 57.1, margin=4.4),
        _compared("Harbor", 64.9, margin=3.8),
        _compared("Old Mill", None),
    )


def _source() -> SourceFacts:
    run = ImportFacts(
        at=datetime(2024, 2, 3, 9, 30, tzinfo=UTC),
        by="cli:ada",
        file="readiness_2012_2023.csv",
        sha256="9f2b" * 16,
        read=1480,
        stored=1402,
        revised=3,
        skipped=(("where: Measure", 60), ("total row", 18)),
        withheld=(("suppressed", 41),),
        findings=("readiness_2012_2023.csv:17:Year: 2013-15 is not a school year; write 2013/2014",),
    )
    mapping = "indicator_id: kindergarten-readiness\nfile: readiness_*.csv\nperiod: {column: Year}\n"
    return SourceFacts(
        "state-assessment", "Sample Office of Statistics", "https://example.org/data", "PDDL", mapping, (run,)
    )


def data_page() -> DataPage:
    """Data and sources, with something nobody has matched."""
    return DataPage(
        community=COMMUNITY,
        sources=(_source(),),
        indicators=tuple((row, 480, 12) for row in rows()[:3]),
        unmatched_places=(Choice("hil", "Hil", False),),
        unmatched_groups=(Choice("two-or-more", "Two or more", False),),
    )
