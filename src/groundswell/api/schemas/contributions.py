"""Contribution as the API writes it: the keys of `groundswell contribution --json`, and those of the list."""

from __future__ import annotations

from pydantic import Field

from groundswell.api.schemas.built_late import BuiltLate
from groundswell.api.schemas.numbers import EstimateDocument


class ContributingProgramDocument(BuiltLate):
    """One program's link, and what it could come to alone; null where it cannot be computed: `reason` says why."""

    program_id: str
    reach: float | None = Field(description="The change in people served, in the population and completed.")
    people: float | None = Field(description="People who could be better off.")
    points: float | None = Field(description="Of a hundred people; positive is better.")
    low: float | None
    high: float | None
    share_of_gap: float | None
    modelled_share: float | None = Field(description="Points: its modelled share of what all could add up to.")
    slots_for_the_gap: float | None = Field(description="People it would have to serve to close the gap alone.")
    link_id: str
    name: str
    people_low: float | None
    people_high: float | None
    served: float | None
    served_before: float | None
    served_of: str = Field(description="Where the number comes from: entered, records, measure or nobody.")
    served_period: str
    evidence: str
    reason: str


class OtherProgramsDocument(BuiltLate):
    """Programs that count and that this reader may not see by themselves, together."""

    links: int
    points: float | None
    modelled_share: float | None


class GroupOfContributionDocument(BuiltLate):
    """Reach beside need in one group."""

    dimension: str
    group_id: str
    label: str
    need_people: float | None
    need_share: float | None
    reach: float | None
    reach_share: float | None
    joint_people: EstimateDocument


class ContributionDocument(BuiltLate):
    """What the programs linked to an indicator could add up to: contribution, never attribution."""

    indicator_id: str
    period: str | None
    population: float | None
    now: float | None
    forecast: float | None
    target: float | None
    gap_people: float | None
    level: float
    model: str
    seed: int
    draws: int
    programs: list[ContributingProgramDocument]
    sum_points: float | None
    joint_points: float | None
    low: float | None = Field(description="Of the range of joint_points at `level`.")
    high: float | None
    overlap: float | None = Field(description="Points that adding up would count twice.")
    share_of_gap: float | None
    unowned_people: float | None
    detectable_points: float | None = Field(description="The smallest change that one year's data could show.")
    warnings: list[str]
    reason: str = Field(description="Why nothing can be computed for this indicator; blank where it can.")
    forecast_from: str = Field(description="baseline, forecast or now.")
    now_period: str | None
    population_period: str | None
    overlap_from: str | None = Field(description="records: linked records; chance: nobody was linked.")
    overlap_period: str | None
    joint_people: float | None
    joint_people_low: float | None
    joint_people_high: float | None
    share_of_gap_low: float | None
    share_of_gap_high: float | None
    bounds_points: list[float] | None = Field(description="The least and the most, whatever the overlap.")
    chance_of_closing: float | None = Field(description="The part of the draws in which the gap is closed.")
    others: OtherProgramsDocument | None
    left_out: int
    groups: list[GroupOfContributionDocument]
    periods: list[str] = Field(description="That could be asked for with ?period=.")


class LinkedIndicatorDocument(BuiltLate):
    """An indicator, and what the programs linked to it could add up to."""

    indicator_id: str
    name: str
    links: int
    programs: int
    period: str | None
    joint_points: float | None
    low: float | None
    high: float | None
    level: float | None
    share_of_gap: float | None
    unowned_people: float | None
    reason: str


class MapLinkDocument(BuiltLate):
    """One link on the map: from a program, by a strategy, to an indicator and a result of it."""

    link_id: str
    program_id: str
    strategy_id: str | None
    indicator_id: str
    result_id: str | None
    points: float | None
    evidence: str


class ContributionListDocument(BuiltLate):
    """Every indicator of a community, those with links first, and the links themselves."""

    model: str
    indicators: list[LinkedIndicatorDocument]
    links: list[MapLinkDocument]
