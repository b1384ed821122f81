"""What reading a submission gives: the four tables as arrays, where each record stood, and all that is to be said."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from groundswell.core.findings import Finding, has_errors
from groundswell.exchange.records.column_map import ColumnMap
from groundswell.exchange.records.columns import TableMatch
from groundswell.exchange.records.wrongs import Problem, Source

Column = NDArray[Any]


@dataclass(slots=True)
class RecordColumns:
    """One table, column by column.

    Texts and ids are object arrays of str ("" is blank), dates datetime64[D] (NaT), numbers float64 (NaN), truths
    object arrays of True, False and None. `sources` and `rows` say for every record which sheet it came from (a
    position in `ReadRecords.sources`) and in which row of it.
    """

    table: str
    columns: dict[str, Column]
    sources: NDArray[np.int32]
    rows: NDArray[np.int64]

    def __len__(self) -> int:
        """How many records there are."""
        return len(self.rows)

    def without(self, dropped: NDArray[np.bool_]) -> "RecordColumns":
        """The records that are not dropped."""
        kept = ~dropped
        columns = {name: column[kept] for name, column in self.columns.items()}
        return RecordColumns(self.table, columns, self.sources[kept], self.rows[kept])


@dataclass(frozen=True, slots=True)
class SheetMatch:
    """How one sheet was understood: its table, how that was known ("name", "headings" or "said"), and its columns."""

    source: int
    known_by: str
    match: TableMatch
    places: Mapping[str, tuple[str, int]] = field(default_factory=dict)


@dataclass(slots=True)
class ReadRecords:
    """A submission as read. `findings` names the first few of a kind; `problems` has every row of each,
    and `others` what the files themselves gave rise to (both are within `findings`).

    `tables` holds the tables that were brought, also beside errors.
    """

    tables: dict[str, RecordColumns]
    findings: list[Finding]
    problems: list[Problem]
    sources: list[Source]
    matches: list[SheetMatch]
    others: list[Finding] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """True where nothing stands in the way of storing it."""
        return not has_errors(self.findings)

    @property
    def counts(self) -> dict[str, int]:
        """Records of each table."""
        return {name: len(table) for name, table in self.tables.items()}

    @property
    def column_map(self) -> ColumnMap:
        """The match as a column map, to be remembered for the next submission."""
        rules: dict[str, Any] = {}
        for sheet in self.matches:
            rules.setdefault(sheet.match.table, sheet.match.as_rules())
        return ColumnMap(rules)

    def place_of(self, source: int, column: str) -> tuple[str, int | None]:
        """The heading that a column has in a sheet and where it stands there; our own name where it has none."""
        for sheet in self.matches:
            if sheet.source == source and column in sheet.places:
                return sheet.places[column]
        return column, None
