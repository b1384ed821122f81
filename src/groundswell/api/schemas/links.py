"""What linking people came to, as programs read it. Nobody is named, nothing small is told, counts are rounded to 5."""

from datetime import datetime

from pydantic import Field

from groundswell.api.schemas.built_late import BuiltLate


class LinkRunDocument(BuiltLate):
    """One linking; a number of people is null where it would tell of few."""

    at: datetime
    engine: str = Field(description="own or splink.")
    is_standing: bool
    records: int | None = Field(description="Participants of programs.")
    people: int | None
    low: int | None = Field(description="With high: the range of how many people there are, at level.")
    high: int | None
    level: float
    waiting: int | None = Field(description="Participants who came too few at a time to be linked yet.")
    seconds: float


class PeopleAtDocument(BuiltLate):
    """How many people were found at so many providers."""

    providers: int
    people: int | None


class LinksDocument(BuiltLate):
    """The linking that stands, what it found, and those before it."""

    standing: LinkRunDocument | None
    found_at: list[PeopleAtDocument]
    runs: list[LinkRunDocument]
    doubtful: int = Field(description="Pairs that nobody has decided.")
    decided: int
    decided_since: int = Field(description="Decisions that wait for the next linking.")
    is_behind: bool = Field(description="Records came or went since.")
    is_worth_training: bool = Field(description="The next linking learns anew how much each field counts.")
    smallest_shown: int
