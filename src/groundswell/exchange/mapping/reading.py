"""What came of reading a published source through its mapping: observations, and all that was noticed on the way.

A reading holds the observations as columns, exactly those of observations.csv, and beside each the file and row it
came from. It remembers what was skipped and why, which values the publisher withheld, and which places, groups and
indicators it met, whether or not the community already knows them.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from groundswell.core.findings import Finding, error, has_errors, named
from groundswell.core.vocabulary import Polarity, Unit

OBSERVATION_COLUMNS = (
    "indicator_id",
    "place_id",
    "period",
    "group_id",
    "value",
    "moe",
    "low",
    "high",
    "level",
    "numerator",
    "denominator",
    "status",
    "break",
    "quality",
    "source_id",
    "as_of",
    "note",
)
UNITS_IN_WORDS = "percent, proportion, rate, count, currency or index"


@dataclass(frozen=True, slots=True)
class KnownPlace:
    """A place the community already has."""

    id: str
    name: str
    geoid: str = ""


@dataclass(frozen=True, slots=True)
class KnownGroup:
    """A group the community already has."""

    id: str
    dimension: str
    label: str


@dataclass(frozen=True, slots=True)
class Known:
    """What a source is read against; empty where there is no community yet.

    `fiscal_year_start` is a month (1 to 12); `fiscal_year_named_by` says whether fiscal year 2023 is the one that
    starts or the one that ends in 2023.
    """

    places: tuple[KnownPlace, ...] = ()
    groups: tuple[KnownGroup, ...] = ()
    fiscal_year_start: int = 7
    fiscal_year_named_by: str = "end"


@dataclass(frozen=True, slots=True)
class IndicatorSeen:
    """An indicator that the source speaks about; `unit` is the stored one: a proportion is stored as a percent."""

    id: str
    name: str = ""
    unit: Unit | None = None
    polarity: Polarity | None = None


@dataclass(frozen=True, slots=True)
class PlaceSeen:
    """A place as the source spells it; `matched` where the community, or the mapping, knows it."""

    id: str
    spelling: str
    matched: bool
    geoid: str = ""


@dataclass(frozen=True, slots=True)
class GroupSeen:
    """A group as the source spells it, or several crossed; `matched` where the community, or the mapping, knows it."""

    id: str
    spelling: str
    matched: bool
    dimension: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class TargetSeen:
    """A target that the source publishes beside its values; value in the stored unit, as decimal text."""

    indicator_id: str
    place_id: str
    group_id: str
    period: str
    value: str


@dataclass(frozen=True, slots=True)
class FileRead:
    """One file that was read: its name, its SHA-256 in hexadecimal, and how many records it held."""

    name: str
    sha256: str
    records: int


def blank_observations() -> dict[str, list[str]]:
    """The columns of observations.csv without rows."""
    return {column: [] for column in OBSERVATION_COLUMNS}


@dataclass(slots=True)
class SourceReading:
    """A source read whole.

    `observations` has a list for each of `OBSERVATION_COLUMNS`, all of one length; observation i came from
    `files[file_numbers[i]]`, row `row_numbers[i]`. Blank place_id: the community's own place; blank group_id: everyone.
    `read` counts records in the files; `skipped` counts records by reason; `withheld` counts observations by status.
    """

    source_id: str
    observations: dict[str, list[str]] = field(default_factory=blank_observations)
    file_numbers: list[int] = field(default_factory=list)
    row_numbers: list[int] = field(default_factory=list)
    files: list[FileRead] = field(default_factory=list)
    indicators: list[IndicatorSeen] = field(default_factory=list)
    places: list[PlaceSeen] = field(default_factory=list)
    groups: list[GroupSeen] = field(default_factory=list)
    targets: list[TargetSeen] = field(default_factory=list)
    read: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    withheld: Counter[str] = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)
    mapping_file: str = ""  # the mapping it was read through, and the line of its `value`
    value_row: int | None = None
    strangers: dict[Finding, str] = field(default_factory=dict)  # those of `findings` about a "place" or "group"

    @property
    def storable(self) -> int:
        """How many observations there are to store, withheld ones included."""
        return len(self.row_numbers)

    @property
    def is_sound(self) -> bool:
        """True where nothing found stops the work."""
        return not has_errors(self.findings)


def missing_unit(reading: SourceReading, indicators: Sequence[str]) -> Finding | None:
    """What stops the storing of indicators that nobody gave a unit, at the line of the mapping that could; or None."""
    if not indicators:
        return None
    one = len(indicators) == 1
    words = "1 indicator has no unit" if one else f"{len(indicators):,} indicators have no unit"
    fix = f"write value: {{column: HEADING, unit: UNIT}} with {UNITS_IN_WORDS}"
    if not one:
        fix += ", or indicator: {unit: {column: HEADING, map: {...}}} where they differ"
    row, file = reading.value_row, reading.mapping_file
    return error(f"{words}: {named(indicators)}", fix, file=file, row=row, column="value.unit")
