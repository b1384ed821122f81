"""Commitments and promises as the API writes them."""

from __future__ import annotations

from pydantic import Field

from groundswell.api.schemas.built_late import BuiltLate


class PromiseDocument(BuiltLate):
    """What an organization, or a network of providers, said it would shift; null where nobody said."""

    commitment_id: str
    statement: str
    kind: str | None = Field(description="priorities, resources or practices.")
    organization_id: str | None
    organization: str | None
    network_id: str | None
    network: str | None
    strategy_id: str | None
    strategy: str | None
    indicator_id: str | None
    indicator: str | None
    program_id: str | None = Field(description="Null also for who may not see the program.")
    program: str | None
    amount: str | None = Field(description="Exact text, in `unit`.")
    unit: str | None
    kept_amount: str | None
    made: str | None
    due: str | None
    status: str = Field(description="pledged, under_way, kept, broken or released.")
    standing: str = Field(description="overdue, soon (within thirty days), open or done.")


class CommitmentDocument(PromiseDocument):
    """The same with what shows it, or why it will not be kept."""

    evidence: str | None


class TallyDocument(BuiltLate):
    """How many commitments of a kind are in a status."""

    kind: str = Field(description="Blank where nobody said.")
    status: str
    commitments: int


class AmountsDocument(BuiltLate):
    """What was promised in one unit, beside what is needed in it."""

    unit: str = Field(description="people, slots, a currency, or anything that somebody counted.")
    program_id: str | None = Field(description="Whose places they are, where they are set against that program's.")
    program: str | None
    pledged: str
    kept: str
    standing: str = Field(description="What was kept or can still be kept.")
    needed: float | None = Field(description="As the contribution pages show it to this reader; null: nobody can say.")
    missing: float | None = Field(description="Needed less standing, never below 0.")


class TowardDocument(BuiltLate):
    """An indicator or a strategy that something was promised toward."""

    subject: str = Field(description="indicator or strategy.")
    id: str
    name: str
    commitments: int
    without_amount: int
    amounts: list[AmountsDocument]


class CommitmentsDocument(BuiltLate):
    """Everything that was promised, as it stands on a day."""

    day: str
    commitments: list[CommitmentDocument]
    tallies: list[TallyDocument]
    toward_nothing: int = Field(description="Commitments that name no strategy, indicator or program.")
    toward: list[TowardDocument]


class PromisesDocument(BuiltLate):
    """What was promised, for everybody."""

    day: str
    is_preview: bool = Field(description="True where the community does not publish it, and the reader takes part.")
    promises: list[PromiseDocument]
