"""The rows of one file that count: chosen by `where`, without totals, each skipped one with its reason."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from difflib import get_close_matches

from groundswell.core.findings import Finding, error, warning
from groundswell.exchange.mapping.definition import Mapping
from groundswell.exchange.mapping.reading import SourceReading
from groundswell.exchange.mapping.spellings import cleaned
from groundswell.exchange.readers.assembly import is_total
from groundswell.exchange.tables import Table

MOST_NAMED = 25
Severity = Callable[..., Finding]


def missing_columns(mapping: Mapping, table: Table) -> list[Finding]:
    """Headings that the mapping speaks of and the file does not have, or has twice."""
    findings = []
    for heading, key in mapping.headings().items():
        row = mapping.lines.get((key,))
        if heading not in table.columns:
            near = get_close_matches(heading, table.headings, 1, 0.7)
            fix = f"write {near[0]!r}" if near else f"write one of {'; '.join(table.headings[:12])}"
            words = f"{table.name} has no column {heading!r}"
            findings.append(error(words, fix, file=mapping.file, row=row, column=key))
        elif heading in table.duplicates:
            words = f"{table.name} has two columns {heading!r}"
            findings.append(error(words, "rename one of them in the file", file=mapping.file, row=row, column=key))
    return findings


class Rows:
    """Rows of a table in the order of the file. Positions count within the rows that are kept."""

    def __init__(self, table: Table, mapping: Mapping, reading: SourceReading) -> None:
        self.table = table
        self.mapping = mapping
        self.reading = reading
        self.kept: Sequence[int] = range(len(table))
        self.reasons: dict[int, str] = {}  # position -> why the row is skipped after all
        self._choose()
        self._leave_totals_out()

    def __len__(self) -> int:
        """How many rows are kept."""
        return len(self.kept)

    def cells(self, heading: str) -> list[str]:
        """The cells of a column."""
        column = self.table.columns[heading]
        return column if len(self.kept) == len(column) else [column[position] for position in self.kept]

    def row(self, position: int) -> int:
        """The number a spreadsheet gives to a row."""
        return self.table.rows[self.kept[position]]

    def tell(self, severity: Severity, words: str, fix: str, column: str, position: int | None = None) -> None:
        """Remember a finding about this file."""
        row = self.row(position) if position is not None else None
        self.reading.findings.append(severity(words, fix, file=self.table.name, row=row, column=column or None))

    def tell_each(
        self, severity: Severity, told: dict[str, tuple[str, str]], cells: Sequence[object], column: str
    ) -> None:
        """One finding for each spelling that is wrong, at its first row, with how many rows have it."""
        if not told:
            return
        first: dict[object, int] = {}
        counts: Counter[object] = Counter()
        for position, cell in enumerate(cells):
            if cell in told:
                first.setdefault(cell, position)
                counts[cell] += 1
        for cell in list(first)[:MOST_NAMED]:
            words, fix = told[str(cell)]
            rows = f" ({counts[cell]:,} rows)" if counts[cell] > 1 else ""
            self.tell(severity, words + rows, fix, column, first[cell])
        if len(first) > MOST_NAMED:
            words = f"{len(first) - MOST_NAMED:,} more spellings here have the same problem"
            self.tell(severity, words, "see the rows named above", column)

    def skip(self, positions: Iterable[int], reason: str) -> None:
        """Leave rows out for a reason; the first reason counts."""
        for position in positions:
            self.reasons.setdefault(position, reason)

    def sound(self) -> list[int] | None:
        """Positions that are not skipped; None where none is."""
        return [at for at in range(len(self.kept)) if at not in self.reasons] if self.reasons else None

    def _choose(self) -> None:
        for heading, wanted in self.mapping.where.items():
            cells = self.cells(heading)
            distinct = set(cells)
            accepted = {cell for cell in distinct if cleaned(cell) in wanted}
            for value in sorted(wanted - {cleaned(cell) for cell in accepted}) if cells else ():
                near = get_close_matches(value, distinct, 1, 0.7)
                fix = f"write {near[0]!r}" if near else "look at how the file spells it"
                self.tell(warning, f"no row has {value!r} here, as where: asks", fix, heading)
            if accepted != distinct:
                before = len(self.kept)
                self.kept = [at for at, cell in zip(self.kept, cells, strict=True) if cell in accepted]
                self.reading.skipped[f"where: {heading}"] += before - len(self.kept)

    def _leave_totals_out(self) -> None:
        """Totals beneath the data, unless the word stands where a place or a group does: there it is decided."""
        spoken = {rule.column for rule in self.mapping.groups}
        spoken |= set(self.mapping.place.columns if self.mapping.place else ())
        totals = {
            position
            for position in self.table.totals
            if not any(is_total(self.table.columns[heading][position]) for heading in spoken)
        }
        if totals:
            kept = [position for position in self.kept if position not in totals]
            self.reading.skipped["total row"] += len(self.kept) - len(kept)
            self.kept = kept
