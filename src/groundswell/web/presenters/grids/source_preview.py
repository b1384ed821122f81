"""What a mapping makes of a file: the file as it is read, the observations as they would be stored, what was left out.

A mapping that comes from the browser names files within its own folder, and is never followed anywhere else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath, PureWindowsPath

from django.utils.translation import gettext, ngettext

from groundswell.core.findings import Finding, Severity, error
from groundswell.exchange.mapping import Known, Mapping, SourceReading, mapping_from, read_source
from groundswell.exchange.mapping.reading import OBSERVATION_COLUMNS
from groundswell.exchange.readers import read_table
from groundswell.exchange.tables import Limits, Table
from groundswell.web.presenters.grids.mapping_text import parsed_mapping
from groundswell.web.presenters.grids.tables import HEADINGS

ROWS_SHOWN = 8
COLUMNS_SHOWN = 40
MOST_FINDINGS = 40
MOST_STRANGERS = 60


@dataclass(frozen=True, slots=True)
class Rows:
    """The first rows of a table."""

    headings: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    more: int = 0


@dataclass(frozen=True, slots=True)
class Stranger:
    """A place or group as the file spells it, which the community does not know."""

    field: str
    spelling: str
    kept_as: str


@dataclass(slots=True)
class Preview:
    """Everything that can be said before anything is stored."""

    mapping: Mapping | None = None
    reading: SourceReading | None = None
    headings: tuple[str, ...] = ()
    file: Rows = field(default_factory=Rows)
    observations: Rows = field(default_factory=Rows)
    findings: list[Finding] = field(default_factory=list)
    more_findings: int = 0
    strangers: list[Stranger] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        """True where it could be imported."""
        return self.reading is not None and self.reading.is_sound and self.reading.storable > 0

    @property
    def words(self) -> str:
        """What was read, in one line."""
        if self.reading is None:
            return ""
        read = ngettext("%(count)s row read", "%(count)s rows read", self.reading.read) % {"count": self.reading.read}
        kept = self.reading.storable
        stored = ngettext("%(count)s observation", "%(count)s observations", kept) % {"count": kept}
        return f"{read}, {stored}"

    @property
    def left_out(self) -> list[tuple[str, int]]:
        """Rows that were skipped and values that were withheld, by reason."""
        if self.reading is None:
            return []
        skipped = [(gettext("skipped: %(reason)s") % {"reason": why}, n) for why, n in self.reading.skipped.items()]
        withheld = [(gettext("withheld: %(status)s") % {"status": why}, n) for why, n in self.reading.withheld.items()]
        return skipped + withheld


def preview_of(text: str, source_id: str, path: Path | None, known: Known | None, limits: Limits) -> Preview:
    """Judge a mapping and, where there is a file, read it through. Nothing is stored or fetched."""
    preview = Preview()
    mapping, findings = mapping_from(text, source_id, f"{source_id}.yaml")
    preview.findings += findings
    preview.mapping = mapping
    if path is not None:
        table = _raw(text, path, mapping, limits)
        if table is not None:
            preview.headings = tuple(table.headings)
            preview.file = _rows_of_table(table)
    if mapping is not None and path is not None:
        if leads_outside(mapping.pattern):
            said = error("the mapping names a file outside of what was brought", f"write file: {path.name}")
            preview.findings.append(said)
        else:
            _read(preview, mapping, path, known, limits)
    preview.more_findings = max(0, len(preview.findings) - MOST_FINDINGS)
    preview.findings = sorted(preview.findings, key=lambda each: list(Severity).index(each.severity))[:MOST_FINDINGS]
    return preview


def leads_outside(pattern: str) -> bool:
    """True where a pattern names a place instead of a file: whether it is there is nobody's business."""
    posix, windows = PurePosixPath(pattern), PureWindowsPath(pattern)
    return posix.is_absolute() or bool(windows.drive or windows.root) or ".." in posix.parts or ".." in windows.parts


def _read(preview: Preview, mapping: Mapping, path: Path, known: Known | None, limits: Limits) -> None:
    reading = read_source(mapping, folder=path.parent, known=known, confined=True, limits=limits)
    preview.reading = reading
    preview.findings += reading.findings
    preview.observations = _rows_of_observations(reading, _names(known))
    places = [Stranger("place", seen.spelling, seen.id) for seen in reading.places if not seen.matched]
    groups = [Stranger("group", seen.spelling, seen.id) for seen in reading.groups if not seen.matched]
    if len(mapping.groups) > 1:
        groups = []  # a spelling of several columns is mapped in the text
    preview.strangers = [*places, *groups][:MOST_STRANGERS]


def _raw(text: str, path: Path, mapping: Mapping | None, limits: Limits) -> Table | None:
    """The file as its headings and rows stand, also where the mapping cannot be read yet."""
    if mapping is not None:
        facts = (mapping.sheet, mapping.header_rows, mapping.skip_rows)
        encoding, delimiter, unwrap = mapping.encoding, mapping.delimiter, mapping.unwrap_formulas
    else:
        document = parsed_mapping(text).document
        said = document if isinstance(document, dict) else {}
        facts = (
            str(said.get("sheet", "")) or None,
            _count(said.get("header_rows"), 1),
            _count(said.get("skip_rows"), 0),
        )
        encoding, delimiter, unwrap = None, None, False
    sheet, header_rows, skip_rows = facts
    table, _ = read_table(
        path,
        sheet=sheet,
        encoding=encoding,
        delimiter=delimiter,
        header_rows=header_rows,
        skip_rows=skip_rows,
        unwrap_formulas=unwrap,
        duplicates_are=Severity.WARNING,
        limits=limits,
    )
    return table


def _count(written: object, otherwise: int) -> int:
    text = str(written or "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 3 else otherwise


def _rows_of_table(table: Table) -> Rows:
    headings = table.headings[:COLUMNS_SHOWN]
    rows = zip(*(table.columns[heading][:ROWS_SHOWN] for heading in headings), strict=True)
    return Rows(tuple(headings), tuple(rows), max(0, len(table) - ROWS_SHOWN))


def _rows_of_observations(reading: SourceReading, names: dict[str, dict[str, str]]) -> Rows:
    """The first observations, with names where the community knows them and headings as its grids have them."""
    columns = [name for name in OBSERVATION_COLUMNS if any(_first(reading, name)) and name != "source_id"]
    called = (tuple(names.get(name, {}).get(cell, cell) for cell in _first(reading, name)) for name in columns)
    headings = tuple(str(HEADINGS.get(name) or gettext("Indicator")) for name in columns)
    return Rows(headings, tuple(zip(*called, strict=True)), max(0, reading.storable - ROWS_SHOWN))


def _names(known: Known | None) -> dict[str, dict[str, str]]:
    """Names of places and groups by their ids, for each column that holds such ids."""
    if known is None:
        return {}
    places = {place.id: place.name for place in known.places}
    return {"place_id": places, "group_id": {group.id: group.label for group in known.groups}}


def _first(reading: SourceReading, name: str) -> Sequence[str]:
    return reading.observations[name][:ROWS_SHOWN]
