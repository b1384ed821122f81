"""A published source read whole through its mapping: files found, rows chosen, spellings decided, values understood.

Work is done once for each distinct spelling rather than for each row, so that a million rows are read in seconds.
"""

import glob
import hashlib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from groundswell.core.findings import Finding, Severity, error, info, warning
from groundswell.exchange.mapping.cells import read_rows
from groundswell.exchange.mapping.checks import check_numbers, settle_duplicates
from groundswell.exchange.mapping.definition import Mapping
from groundswell.exchange.mapping.indicators import IndicatorBook
from groundswell.exchange.mapping.numbers import NumberReader
from groundswell.exchange.mapping.reading import FileRead, Known, SourceReading
from groundswell.exchange.mapping.recognition import GroupBook, PlaceBook
from groundswell.exchange.mapping.rows import missing_columns
from groundswell.exchange.mapping.subjects import Books
from groundswell.exchange.readers import read_content, table_from
from groundswell.exchange.tables import DEFAULT_LIMITS, Limits

_MOST_NAMED = 1_000  # every one of a state's districts; beyond that a program reads the list of places


def read_source(
    mapping: Mapping,
    *,
    folder: Path,
    known: Known | None = None,
    confined: bool = False,
    limits: Limits = DEFAULT_LIMITS,
) -> SourceReading:
    """Read the files of a mapping, looked for in `folder`; never raises for what is in them.

    Where `confined`, files outside of `folder` are refused: for mappings that come from somebody else.
    """
    known = known or Known()
    reading = SourceReading(mapping.id, mapping_file=mapping.file, value_row=mapping.lines.get(("value",)))
    books = Books(PlaceBook(mapping.place, known), GroupBook(mapping.groups, known), IndicatorBook(mapping))
    numbers = NumberReader(mapping)
    for path in find_files(mapping, folder, confined, reading.findings):
        _read_file(path, folder, mapping, known, books, numbers, reading, limits)
    reading.places = list(books.places.seen.values())
    reading.groups = list(books.groups.seen.values())
    reading.indicators = books.indicators.seen_ones()
    reading.findings += books.indicators.findings
    settle_duplicates(reading)
    check_numbers(reading, mapping)
    reading.withheld = Counter(status for status in reading.observations["status"] if status != "final")
    _tell_unmatched(reading, known)
    return reading


def find_files(mapping: Mapping, folder: Path, confined: bool, findings: list[Finding]) -> list[Path]:
    """The files that a mapping names, in the order of their names."""
    row = mapping.lines.get(("file",))

    def refuse(words: str, fix: str) -> list[Path]:
        findings.append(error(words, fix, file=mapping.file, row=row, column="file"))
        return []

    if not mapping.pattern:
        return refuse("the mapping names an address and no file", "fetch the file, and write file: NAME")
    exact = folder / mapping.pattern
    pattern = str(Path(glob.escape(str(folder))) / mapping.pattern)
    found = [exact] if exact.is_file() else sorted(map(Path, glob.glob(pattern, recursive=True)))  # noqa: PTH207  # patterns may be absolute
    found = [path for path in found if path.is_file()]
    if confined and not all(path.resolve().is_relative_to(folder.resolve()) for path in found):
        return refuse(f"{mapping.pattern!r} leads outside of the folder", "name a file within the folder")
    if not found:
        return refuse(f"there is no file {mapping.pattern!r} in the folder", "put it there, or mend its name")
    return found


def _read_file(
    path: Path,
    folder: Path,
    mapping: Mapping,
    known: Known,
    books: Books,
    numbers: NumberReader,
    reading: SourceReading,
    limits: Limits,
) -> None:
    content, findings = read_content(path, limits)
    reading.findings += findings
    if content is None:
        return
    name = str(path.relative_to(folder)) if path.is_relative_to(folder) else path.name
    table, findings = table_from(
        content,
        name,
        sheet=mapping.sheet,
        encoding=mapping.encoding,
        delimiter=mapping.delimiter,
        header_rows=mapping.header_rows,
        skip_rows=mapping.skip_rows,
        unwrap_formulas=mapping.unwrap_formulas,
        duplicates_are=Severity.WARNING,
        limits=limits,
    )
    reading.findings += findings
    records = len(table) if table is not None else 0
    reading.files.append(FileRead(name, hashlib.sha256(content).hexdigest(), records))
    reading.read += records
    if table is None:
        return
    if problems := missing_columns(mapping, table):
        reading.findings += problems
        reading.skipped["columns are missing"] += records
        return
    read_rows(table, mapping, known, books, numbers, reading)


def _tell_unmatched(reading: SourceReading, known: Known) -> None:
    """Places and groups that match nothing, by their spelling."""
    _tell("place", [(place.spelling, place.id) for place in reading.places if not place.matched], known.places, reading)
    _tell("group", [(group.spelling, group.id) for group in reading.groups if not group.matched], known.groups, reading)


def _tell(what: str, unmatched: list[tuple[str, str]], known: Sequence[object], reading: SourceReading) -> None:
    if not unmatched:
        return
    if not known:
        spelling, made = unmatched[0]
        many = f"{len(unmatched):,} {what}s are new, such as {spelling!r}, kept as {made}"
        words = many if len(unmatched) > 1 else f"1 {what} is new, {spelling!r}, kept as {made}"
        reading.findings.append(info(words, file=reading.files[0].name))
        return
    for spelling, made in unmatched[:_MOST_NAMED]:
        words = f"{spelling!r} matches no {what} of the community and is kept as {made}"
        fix = f"add it to {what}s.csv, or say which it is with map: in the mapping"
        stranger = warning(words, fix, file=reading.files[0].name)
        reading.findings.append(stranger)
        reading.strangers[stranger] = what
    if len(unmatched) > _MOST_NAMED:
        words = f"{len(unmatched) - _MOST_NAMED:,} more {what}s match none of the community's"
        more = warning(words, f"--json lists them as unmatched_{what}s", file=reading.files[0].name)
        reading.findings.append(more)
        reading.strangers[more] = what
