"""Everything that was brought, sheet by sheet: CSV and TSV, workbooks with all their sheets, Parquet.

The readers of published data do the reading, with their limits and guards; here they quote no cell, because a cell may
be somebody's name.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from groundswell.core.findings import Finding, Severity, error
from groundswell.exchange.readers import read_content, sheets_of, table_from
from groundswell.exchange.readers.assembly import NO_ROWS, TOTAL_ROW
from groundswell.exchange.records.parquet import MAGIC, parquet_table
from groundswell.exchange.records.wrongs import Source
from groundswell.exchange.tables import DEFAULT_LIMITS, CellRemark, Limits, Table

GUIDE_SHEET = "How to fill this in"
MENDING_SHEET = "What to mend"
OUR_SHEETS = frozenset({GUIDE_SHEET.casefold(), MENDING_SHEET.casefold()})
_TOLD_OTHERWISE = (NO_ROWS, TOTAL_ROW)  # of records about people, these are told by the checks
_MOST_SHEETS = 20  # each is unfolded and judged anew

Brought = Sequence[tuple[str, "bytes | Path"]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet as read: None for `table` where it could not be. `only` says that its file holds no other."""

    source: Source
    table: Table | None
    remarks: list[CellRemark] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    only: bool = True


def opened(name: str, content: bytes | Path, limits: Limits = DEFAULT_LIMITS) -> Iterator[Sheet]:
    """The sheets of one file, one after another; what is wrong with the file is told by a sheet without a table."""
    if isinstance(content, Path):
        read, findings = read_content(content, limits)
    else:
        too_large = len(content) > limits.file_bytes
        words = f"the file is larger than {limits.file_bytes // (1024 * 1024):,} MB"
        findings = [error(words, "split it into several files", file=name)] if too_large else []
        read = None if too_large else content
    if read is None:
        yield Sheet(Source(name, "", name), None, findings=findings)
    elif read.startswith(MAGIC):
        table, findings = parquet_table(content, name, limits)
        yield Sheet(Source(name, "", name), table, findings=findings)
    else:
        yield from _opened(name, read, limits)


def _opened(name: str, content: bytes, limits: Limits) -> Iterator[Sheet]:
    names, told = sheets_of(content, name, limits)
    if not names:
        if names is not None:
            told = [*told, error("the workbook has no sheet that can be seen", "show the sheet", file=name)]
        if told:
            yield Sheet(Source(name, "", name), None, findings=told)
            return
        yield _sheet(Source(name, "", name), content, None, limits, only=True)
        return
    if len(names) > _MOST_SHEETS:
        words = f"the workbook has {len(names):,} sheets, more than {_MOST_SHEETS}"
        yield Sheet(Source(name, "", name), None, findings=[error(words, "keep the sheets you need", file=name)])
        return
    theirs = [each for each in names if each.strip().casefold() not in OUR_SHEETS]
    if told:
        yield Sheet(Source(name, "", name), None, findings=told)
    for each in theirs:
        label = name if len(theirs) == 1 else f"{name} ({each})"
        yield _sheet(Source(name, each, label), content, each, limits, only=len(theirs) == 1)


def _sheet(source: Source, content: bytes, sheet: str | None, limits: Limits, *, only: bool) -> Sheet:
    remarks: list[CellRemark] = []
    table, findings = table_from(
        content,
        source.label,
        sheet=sheet,
        unwrap_formulas=True,
        duplicates_are=Severity.WARNING,
        limits=limits,
        remarks=remarks,
    )
    kept = [finding for finding in findings if finding.message not in _TOLD_OTHERWISE]
    return Sheet(source, table, remarks, kept, only)
