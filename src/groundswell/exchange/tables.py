"""A `Table` is one sheet of text as somebody brought it: headings, columns, and where each record stood in the file.

Nothing is a number yet: `02139`, `1.10` and `NO` stay what they are until a schema or a mapping says what they mean.
Records are numbered as a spreadsheet numbers its rows, so that a finding points at the row a person sees.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Table:
    """Columnar text.

    `columns[heading]` and `rows` all have one element a record; a blank cell is "". `rows` holds spreadsheet row
    numbers (the first line of the file is 1; blank lines count, as they do on screen). `titles` are the lines above the
    headings. `duplicates` are headings that stood more than once: only the first keeps its name. `totals` are positions
    of records at the end that look like a total over the others. `places` are the columns of the sheet (A is 1) that
    the headings stand in.
    """

    name: str
    headings: list[str]
    columns: dict[str, list[str]]
    rows: list[int]
    titles: list[str] = field(default_factory=list)
    duplicates: frozenset[str] = frozenset()
    totals: tuple[int, ...] = ()
    places: list[int] = field(default_factory=list)

    def __len__(self) -> int:
        """How many records there are."""
        return len(self.rows)

    def column(self, heading: str) -> list[str]:
        """The cells under a heading; blanks throughout where there is no such heading."""
        return self.columns[heading] if heading in self.columns else [""] * len(self.rows)

    def records(self) -> Iterator[dict[str, str]]:
        """One dictionary a record: for small tables and tests, not for a million rows."""
        for cells in zip(*(self.columns[heading] for heading in self.headings), strict=True):
            yield dict(zip(self.headings, cells, strict=True))


@dataclass(frozen=True, slots=True)
class CellRemark:
    """What a spreadsheet says of one cell and a file of text could not: `column` counts from A as 1.

    `kind` is "uncomputed" (a formula without a value), "error" (`text` is what the cell shows), "lossy" (a number of
    more digits than a spreadsheet keeps) or "merged" (`text` says how far).
    """

    kind: str
    row: int
    column: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a file may hold before it is refused; sizes in bytes, cells in characters."""

    file_bytes: int = 256 * 1024 * 1024
    cell_characters: int = 100_000
    columns: int = 4_096
    archive_entries: int = 1_000
    entry_bytes: int = 50 * 1024 * 1024
    archive_bytes: int = 200 * 1024 * 1024
    compression_ratio: int = 100
    blank_rows: int = 1_000


DEFAULT_LIMITS = Limits()
