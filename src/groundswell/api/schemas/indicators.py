"""Results, indicators, and one indicator whole: its curve, its observations and how they were made."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from groundswell.api.schemas.built_late import BuiltLate
from groundswell.api.schemas.numbers import (
    CurveDocument,
    Document,
    EstimateDocument,
    Number,
    OptionalNumber,
    OptionalText,
    Spark,
    Tallies,
    Text,
)
from groundswell.api.schemas.people import CommunityDocument


class ResultDocument(Document):
    """A condition of well-being of a whole population."""

    id: str
    statement: str
    population: str
    experience: str
    place_name: str


class TargetDocument(Document):
    """A target, the change a year that it needs, and what history shows."""

    period: Text
    value: Number
    needed_per_year: OptionalNumber
    recent_per_year: OptionalNumber
    fastest_per_year: OptionalNumber
    is_met: bool
    words: str
    detectable: str


class ChangeDocument(Document):
    """target_met, improving, little_change, getting_worse or not_enough_data."""

    category: str
    words: str
    since: OptionalText


class IndicatorRowDocument(Document):
    """One indicator as a scorecard shows it."""

    id: str
    name: str
    unit: Text = Field(description="percent (written here as a proportion), rate, count, currency or index")
    per: int | None
    polarity: Text
    standing: Text
    headline_group: str
    curve: CurveDocument
    spark: Spark
    target: TargetDocument | None
    change: ChangeDocument
    place_verdicts: Tallies
    group_verdicts: Tallies
    publisher: str


class ChoiceDocument(Document):
    """A place or a group that can be asked for."""

    id: str
    label: str
    is_chosen: bool


class RevisionDocument(Document):
    """What stood there before (as published), until when, and why it was changed."""

    period: Text
    before: str
    recorded: Text
    reason: str


class ObservationDocument(EstimateDocument):
    """One published number: for arithmetic, and `published` exactly as it was published, in the published unit."""

    period: str
    status: str
    is_break: bool
    published: str
    quality: str
    note: str
    source_id: str
    as_of: str
    baseline: EstimateDocument | None
    revisions: list[RevisionDocument]


def _observation(row: Any) -> Any:
    if isinstance(row, dict):
        return row
    seen = row.observation
    said = {name: getattr(row, name) for name in ("quality", "note", "source_id", "as_of", "baseline", "revisions")}
    estimate = {name: getattr(seen.estimate, name) for name in EstimateDocument.model_fields}
    about = {"period": str(seen.period), "status": str(seen.status), "is_break": seen.is_break, "published": row.text}
    return {**estimate, **about, **said}


class ComparisonDocument(Document):
    """A group or a place beside its reference at the latest period that both have."""

    id: str
    label: str
    period: OptionalText
    estimate: EstimateDocument
    difference: EstimateDocument | None
    is_reference: bool
    is_more_than_chance: bool | None = Field(
        description="Among all comparisons of the page (Benjamini and Hochberg, q = 0.10); null where it is not known."
    )
    curve: CurveDocument


class GapDocument(BuiltLate):
    """How far apart the groups were at one period."""

    period: str
    gap: float | None


def _gaps(pairs: Any) -> Any:
    return [{"period": str(period), "gap": gap} for period, gap in pairs]


class DisparityDocument(Document):
    """How far apart the groups of one dimension are, in absolute and relative terms."""

    dimension: str
    groups: list[ComparisonDocument]
    largest_gap: OptionalNumber
    largest_ratio: OptionalNumber
    index_of_disparity: OptionalNumber
    gap_over_time: Annotated[list[GapDocument], BeforeValidator(_gaps)]
    words: str


class ForecastPointDocument(EstimateDocument):
    """Where the curve heads from the latest point on, if nothing changes; not the frozen baseline."""

    period: str


def _forecast(pairs: Any) -> Any:
    fields = EstimateDocument.model_fields
    return [{"period": str(p), **{name: getattr(estimate, name) for name in fields}} for p, estimate in pairs]


class PowersDocument(BuiltLate):
    """How the indicator is rated: high, medium, low, or blank."""

    communication: str
    proxy: str
    data: str


def _powers(three: Any) -> Any:
    return dict(zip(("communication", "proxy", "data"), three, strict=True))


class VersionDocument(BuiltLate):
    """A definition, and the period from which it holds."""

    since: str
    definition: str


def _versions(pairs: Any) -> Any:
    return [{"since": since, "definition": definition} for since, definition in pairs]


Versions = Annotated[list[VersionDocument], BeforeValidator(_versions)]


class LeadDocument(BuiltLate):
    """An indicator that this one tends to move before, and by how many years."""

    indicator_id: str
    years: str


def _leads(pairs: Any) -> Any:
    return [{"indicator_id": indicator, "years": str(years)} for indicator, years in pairs]


class BehaviourPointDocument(Document):
    """One point of the process behaviour chart."""

    period: Text
    value: Number
    moving_range: OptionalNumber
    signal: OptionalText
    meaning: OptionalText


class LimitsDocument(Document):
    """What routine variation looks like."""

    mean: Number
    low: Number
    high: Number


class BehaviourDocument(Document):
    """The process behaviour (XmR) chart; its signals stand beside the verdict and never change it."""

    points: list[BehaviourPointDocument]
    limits: LimitsDocument
    is_trial: bool
    assurance: OptionalText
    words: str


SourceIds = Annotated[list[str], BeforeValidator(lambda sources: [source.id for source in sources])]


class IndicatorPageDocument(Document):
    """One indicator at one place for one group."""

    community: CommunityDocument
    indicator: IndicatorRowDocument = Field(validation_alias="row")
    results: list[ResultDocument]
    definition: str
    why_it_matters: str
    publisher: str
    url: str
    frequency: str
    owner: str
    reviewed: str
    next_review: str
    powers: Annotated[PowersDocument, BeforeValidator(_powers)]
    versions: Versions
    leads: Annotated[list[LeadDocument], BeforeValidator(_leads)]
    work_began: OptionalText
    place: ChoiceDocument
    group: ChoiceDocument
    places: list[ChoiceDocument]
    groups: list[ChoiceDocument]
    curve: CurveDocument
    frozen_on: OptionalText
    observations: list[Annotated[ObservationDocument, BeforeValidator(_observation)]]
    forecast: Annotated[list[ForecastPointDocument], BeforeValidator(_forecast)]
    target: TargetDocument | None
    change: ChangeDocument
    disparities: list[DisparityDocument]
    by_place: list[ComparisonDocument]
    behaviour: BehaviourDocument | None
    behaviour_reason: str
    source_ids: SourceIds = Field(validation_alias="sources")
