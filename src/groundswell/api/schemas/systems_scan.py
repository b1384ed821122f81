"""The systems scan, as the API writes it."""

from __future__ import annotations

from pydantic import Field

from groundswell.api.schemas.built_late import BuiltLate


class ScanLineDocument(BuiltLate):
    """One line, as it was written."""

    organization_id: str
    organization: str
    service: str
    ages: str = Field(description="As they were written.")
    age_from: int | None = Field(description="In whole years; null where the ages cannot be read.")
    age_to: int | None = Field(description="In whole years, included; 120 stands for no end.")
    place_id: str = Field(description="Blank: the community's own place.")
    capacity: float | None = Field(description="Null: nobody has written it down, which is not none.")
    note: str


class ScanCellDocument(BuiltLate):
    """One row in one column; null is what stands in neither."""

    service: str | None
    place_id: str | None = Field(description="Blank: the community's own place.")
    ages: str | None = Field(description="Such as 3-5, or 16- without an end; blank: ages not said.")
    organization_id: str | None
    presence: str = Field(
        description="here; around: given for a larger area or wider ages; within: in parts of it; nobody: as far as "
        "the scan knows."
    )
    lines: int
    capacity: float | None = Field(description="What is written down together; null where nothing is.")
    capacity_unknown: int = Field(description="How many lines say nothing of their capacity.")


class ScanAreaDocument(BuiltLate):
    """One area, what all services come to there, and the people who live there."""

    place_id: str
    name: str
    capacity: float | None
    capacity_unknown: int
    people: int | None
    per_100: float | None = Field(description="Capacity for every hundred people; null where either is not known.")


class ScanDocument(BuiltLate):
    """The scan as it was asked for."""

    rows: str = Field(description="What stands in the rows: service, area, ages or institution.")
    columns: str = Field(description="What stands in the columns, one of the same.")
    ages: str
    organization_id: str
    people_group_id: str
    people_period: str = Field(description="Blank: nobody is counted.")
    cells_in_all: int
    cells_empty: int
    areas: list[ScanAreaDocument]
    cells: list[ScanCellDocument]
    lines: list[ScanLineDocument]
