"""What it would take, statements and funders as the API writes them."""

from __future__ import annotations

from pydantic import Field

from groundswell.api.schemas.built_late import BuiltLate


class PlannedProgramDocument(BuiltLate):
    """A program that could serve more, and what is planned of it; parts of one too."""

    program_id: str
    link_id: str
    name: str
    served: float | None
    added: float | None = Field(description="Places more.")
    people: float | None = Field(description="Whom its own new places would help if no other program grew.")
    people_per_slot: float | None
    unit_cost: float | None
    cost: float | None
    capacity: float | None
    is_left_out: bool = Field(description="True where money counts and nobody said what a place costs.")


class LimitDocument(BuiltLate):
    """A limit that stands in the way."""

    kind: str = Field(description="capacity, budget, group, smallest or reach.")
    id: str
    words: str


class FrontierPointDocument(BuiltLate):
    """So much money, and the most that it could add."""

    cost: float | None
    people: float | None
    points: float | None


class SwingDocument(BuiltLate):
    """An assumption at both ends of its declared range: by how many points all together would change."""

    link_id: str
    assumption: str = Field(description="effect, baseline_risk, in_population or completion.")
    low_points: float | None
    high_points: float | None


class AskedFindingDocument(BuiltLate):
    """What was asked and cannot be worked out."""

    field: str
    message: str
    fix: str


class PlanOutcomeDocument(BuiltLate):
    """The mix of programs that would be enough for a target; null where nothing can be worked out."""

    indicator_id: str
    period: str | None
    target: float | None
    population: float | None
    forecast: float | None
    forecast_from: str = Field(description="baseline, forecast or now.")
    gap_people: float | None
    now: float | None = Field(description="The latest value, which contains what programs do already.")
    needed_people: float | None
    minimize: str = Field(description="cost or slots.")
    is_feasible: bool | None
    people: float | None = Field(description="Better off by what is added, each once.")
    linear_people: float | None = Field(description="The same as the linear program added it up.")
    points: float | None
    cost: float | None
    currency: str
    slots: float | None
    short_by_people: float | None
    short_by_group: dict[str, float | None]
    binding: list[LimitDocument]
    programs: list[PlannedProgramDocument]
    not_counted: int = Field(description="Links of programs that you may not see, which are no part of it.")
    findings: list[AskedFindingDocument]
    reason: str


class PlanDocument(PlanOutcomeDocument):
    """What it would take, with what money could add and which assumption matters most."""

    frontier: list[FrontierPointDocument]
    tornado: list[SwingDocument]


class ScenarioDocument(BuiltLate):
    """A kept scenario, worked out as of today. Limits as they were typed, by link and by group."""

    scenario_id: str
    name: str
    note: str
    budget: str
    capacities: dict[str, str]
    smallest: dict[str, str]
    groups: dict[str, str]
    plan: PlanOutcomeDocument


class ScenariosDocument(BuiltLate):
    """Kept scenarios of an indicator side by side."""

    indicator_id: str
    scenarios: list[ScenarioDocument]


class AnswerDocument(BuiltLate):
    """What was said to a challenge."""

    note_id: str
    date: str
    text: str
    source: str
    organization: str
    answers: list[dict[str, object]]


class StatementNoteDocument(AnswerDocument):
    """Something that was said about a link."""

    answers: list[AnswerDocument]  # type: ignore[assignment]


class StepDocument(BuiltLate):
    """One of Mayne's six steps, and what was said to it."""

    step: str
    notes: list[StatementNoteDocument]


class AlonePartDocument(BuiltLate):
    """What one program could come to alone; null where it cannot be computed."""

    reach: float | None
    people: float | None
    people_low: float | None
    people_high: float | None
    points: float | None
    low: float | None
    high: float | None
    level: float | None
    share_of_gap: float | None
    modelled_share: float | None


class StatementDocument(AlonePartDocument):
    """What a program could contribute to one indicator."""

    indicator_id: str
    link_id: str
    version: int
    period: str | None
    mechanism: str
    words: list[str]
    decimal_point: str
    served: float | None
    served_before: float | None
    served_of: str
    population: float | None
    at_risk: float | None
    joint_points: float | None
    evidence: str
    evidence_source: str
    must_be_true: list[StatementNoteDocument]
    would_change: list[StatementNoteDocument]
    challenges: list[StatementNoteDocument]
    steps: list[StepDocument]
    reason: str


class ServedResultDocument(BuiltLate):
    """A result that the program works toward."""

    result_id: str
    statement: str


class StatementPageDocument(BuiltLate):
    """A program's contribution statement."""

    program_id: str
    name: str
    organization: str
    customers: str
    results: list[ServedResultDocument]
    statements: list[StatementDocument]


class FunderLineDocument(BuiltLate):
    """A funder, and how many of the programs that you see its grants reach."""

    funder_id: str
    name: str
    grants: int
    programs: int
    linked: int


class FundersDocument(BuiltLate):
    """The funders of a community."""

    funders: list[FunderLineDocument]


class FundedProgramDocument(AlonePartDocument):
    """A program of the funder's grants."""

    program_id: str
    link_id: str
    name: str
    evidence: str
    also_funded_by: list[str]
    reason: str


class FundedIndicatorDocument(BuiltLate):
    """What the funded programs could add up to, beside all linked programs."""

    indicator_id: str
    name: str
    period: str | None
    programs: list[FundedProgramDocument]
    points: float | None
    low: float | None
    high: float | None
    level: float | None
    people: float | None
    modelled_share: float | None = Field(description="Points: the part of these programs in joint_points.")
    share_of_others: float | None
    joint_points: float | None = Field(description="Of all linked programs.")
    unowned_people: float | None
    reason: str


class GrantDocument(BuiltLate):
    """A grant for programs that you see."""

    grant_id: str
    recipient: str
    programs: list[str]
    amount: str
    currency: str
    starts: str
    ends: str


class FunderDocument(BuiltLate):
    """What a funder's grants could add up to. Never add it to another funder's: they may support the same program."""

    funder_id: str
    name: str
    indicators: list[FundedIndicatorDocument]
    grants: list[GrantDocument]
    unlinked: list[str]


class SuspectDocument(BuiltLate):
    """An assumption to look at; a blank link is the forecast."""

    link_id: str
    assumption: str
    points: float | None
    words: str


class KeptYearDocument(BuiltLate):
    """A model that was kept for a year, beside what happened: points of a hundred people, in the good direction."""

    modelled_id: str
    period: str
    kept_on: str
    points: float | None
    low: float | None
    high: float | None
    level: float | None
    forecast: float | None = Field(description="The indicator without the change, as a proportion.")
    moved_points: float | None = Field(description="How far the year's value lies from the forecast.")
    moved_low: float | None
    moved_high: float | None
    moved_level: float | None
    verdict: str | None = Field(description="inside, below, above or cannot_be_told; null: the year has no value yet.")
    words: str
    suspects: list[SuspectDocument]
    note: str


class CalibrationDocument(BuiltLate):
    """What was modelled, and what happened. It does not show what moved the curve."""

    indicator_id: str
    years: list[KeptYearDocument]
