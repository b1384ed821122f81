"""What the pages people meet around are made of: one frozen dataclass a page.

Values inside `Estimate`, `Curve` and `Behaviour` are in computing units (a percent is a proportion); `unit` says how to
write them. Public ids only; no model instance leaves this module.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from groundswell.core.curves import Curve
from groundswell.core.differences import Difference
from groundswell.core.estimates import Estimate, Observation
from groundswell.core.periods import Period
from groundswell.core.vocabulary import Polarity, Standing, Unit, Verdict


@dataclass(frozen=True, slots=True)
class CommunityFacts:
    """What every page of a community says about it."""

    id: str
    name: str
    purpose: str
    notice: str  # e.g. "Riverbend is invented": shown on every page
    language: str
    currency: str
    visibility: str
    data_version: str  # changes with every write: cache key and ETag
    time_zone: str = ""  # an IANA name; blank where nobody said


@dataclass(frozen=True, slots=True)
class TargetFacts:
    """A target, what it needs, and whether that is realistic."""

    period: Period
    value: float
    needed_per_year: float | None  # change a year from the latest value, in computing units
    recent_per_year: float | None  # what the last years brought
    fastest_per_year: float | None  # the fastest that history shows over a stretch as long
    is_met: bool
    words: str  # e.g. "It asks for 1.2 points more a year for two years; the fastest ..."
    detectable: str  # whether one year's data could even show the step


@dataclass(frozen=True, slots=True)
class ChangeFacts:
    """The five-way change category from a first to a latest comparable point."""

    category: str  # target_met, improving, little_change, getting_worse, not_enough_data
    words: str  # "Up 4.3 points; more than the survey's margin of error (90 %)"
    since: Period | None


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """One indicator as a scorecard shows it."""

    id: str
    name: str
    unit: Unit
    per: int | None
    polarity: Polarity
    standing: Standing
    headline_group: str  # label of the group it speaks of, "" for everyone
    curve: Curve
    spark: tuple[tuple[Period, float | None], ...]
    target: TargetFacts | None
    change: ChangeFacts
    place_verdicts: tuple[tuple[Verdict, int], ...]  # over the other places, worst to best
    group_verdicts: tuple[tuple[Verdict, int], ...]
    publisher: str
    is_polarity_said: bool = True  # where it never was, `polarity` is neutral and nobody chose so
    is_known_elsewhere: bool = False  # no number here, but for other places or groups
    version: str = ""  # of everything it was made of; blank where nobody keeps what is written of it


@dataclass(frozen=True, slots=True)
class ResultFacts:
    """A condition of well-being of a whole population."""

    id: str
    statement: str
    population: str
    experience: str
    place_name: str


@dataclass(frozen=True, slots=True)
class ResultScorecard:
    """The page people meet around: one result, its indicators, and what is still to be measured."""

    community: CommunityFacts
    result: ResultFacts
    sentence: str  # one sentence first
    headline: tuple[IndicatorRow, ...]
    secondary: tuple[IndicatorRow, ...]
    development: tuple[IndicatorRow, ...]
    stories: tuple[StoryFacts, ...]
    latest: Period | None


@dataclass(frozen=True, slots=True)
class StoryFacts:
    """A passage people wrote: the story behind the curve, partners, what works, or what is proposed."""

    question: str  # story, partners, what_works, action
    period: str
    html: str  # sanitized


@dataclass(frozen=True, slots=True)
class CommunityPage:
    """A community's front page."""

    community: CommunityFacts
    sentence: str
    results: tuple[tuple[ResultFacts, tuple[IndicatorRow, ...]], ...]  # headline indicators only
    other_indicators: tuple[IndicatorRow, ...]  # those that belong to no result
    organizations: int
    verdicts: tuple[tuple[Verdict, int], ...]


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """Where numbers come from."""

    id: str
    publisher: str
    url: str
    licence: str
    mapping: str  # the YAML as stored, "" where none
    runs: tuple[ImportFacts, ...]


@dataclass(frozen=True, slots=True)
class ImportFacts:
    """One reading of a source: what came, what was left, and why."""

    at: datetime
    by: str
    file: str
    sha256: str
    read: int
    stored: int
    revised: int
    skipped: tuple[tuple[str, int], ...]  # reason, rows
    withheld: tuple[tuple[str, int], ...]  # status, values
    findings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RevisionFacts:
    """A value that was changed, and what stood there before."""

    period: Period
    before: str
    recorded: date
    reason: str


@dataclass(frozen=True, slots=True)
class ObservationRow:
    """One row of the data table: the number for arithmetic, and the text as published."""

    observation: Observation
    text: str  # exactly as published, in the published unit
    quality: str
    note: str
    source_id: str
    as_of: str
    baseline: Estimate | None
    revisions: tuple[RevisionFacts, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """One group or place beside its reference at the latest common period."""

    id: str
    label: str
    period: Period | None
    estimate: Estimate
    difference: Estimate | None  # from the reference, with interval
    is_reference: bool
    curve: Curve
    tested: Difference | None = None  # the same difference, with its test
    is_more_than_chance: bool | None = None  # among all comparisons of the page; None where nobody can know


@dataclass(frozen=True, slots=True)
class Disparity:
    """How far apart the groups of one dimension are, in absolute and relative terms, over time."""

    dimension: str
    groups: tuple[Comparison, ...]
    largest_gap: float | None
    largest_ratio: float | None
    index_of_disparity: float | None
    gap_over_time: tuple[tuple[Period, float], ...]
    words: str  # "14 points between ...; narrowing" or why it is not shown


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of a place or group selector."""

    id: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class IndicatorPage:
    """One indicator at one place for one group, and how its number was made."""

    community: CommunityFacts
    row: IndicatorRow
    results: tuple[ResultFacts, ...]
    definition: str
    why_it_matters: str
    publisher: str
    url: str
    frequency: str
    owner: str
    reviewed: str
    next_review: str
    powers: tuple[str, str, str]  # communication, proxy, data: high, medium, low or ""
    versions: tuple[tuple[str, str], ...]  # from, definition
    leads: tuple[tuple[str, str], ...]  # indicator id, years
    work_began: Period | None
    place: Choice
    group: Choice
    places: tuple[Choice, ...]
    groups: tuple[Choice, ...]
    curve: Curve
    frozen_on: date | None
    observations: tuple[ObservationRow, ...]
    forecast: tuple[tuple[Period, Estimate], ...]  # from the latest point on; not the frozen baseline
    target: TargetFacts | None
    change: ChangeFacts
    disparities: tuple[Disparity, ...]
    by_place: tuple[Comparison, ...]
    behaviour: object | None  # groundswell.core.behaviour.Behaviour, or None with behaviour_reason
    behaviour_reason: str
    sources: tuple[SourceFacts, ...]
    stories: tuple[StoryFacts, ...]
    elsewhere: str = ""  # where nothing is published for whom it was asked, what there is instead
    owner_name: str = ""  # what the organization is called whose id the owner is, else the owner as written


@dataclass(frozen=True, slots=True)
class DataPage:
    """Data and sources of a community."""

    community: CommunityFacts
    sources: tuple[SourceFacts, ...]
    indicators: tuple[tuple[IndicatorRow, int, int], ...]  # row, observations, withheld
    unmatched_places: tuple[Choice, ...]
    unmatched_groups: tuple[Choice, ...]
