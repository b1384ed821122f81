"""Entries as a table in the shape of the paper: its six columns first, then what the paper has no room for.

Read again, the table says the same: `read_worksheet` and `worksheet_from` are its other half.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from groundswell.core.collaboration.levels import LEVELS, WORKSHEET_LEVELS, Level
from groundswell.exchange.worksheets import entries as words
from groundswell.exchange.worksheets.entries import Entry, EntryCell, level_heading
from groundswell.exchange.writers import Cell

_PAPER = (words.PARTNER, words.PURPOSE, *(level_heading(level) for level in WORKSHEET_LEVELS))
_BEHIND = (words.DATE, words.WHOSE, words.WANTED, words.NEXT_STEP, words.ORGANIZATION, words.PARTNERSHIP_ID)


def worksheet_headings(entries: Sequence[Entry]) -> tuple[str, ...]:
    """The six columns of the paper, those of a level that any entry needs besides, then date, side and what is next."""
    said = {heading for entry in entries for heading in _of_levels(entry)}
    wanted = (
        level_heading(level, who, part)
        for level in Level
        for who in (words.WE, words.THEY, words.BOTH)
        for part in (words.ACTIVITY, words.EVIDENCE, words.SINCE)
    )
    return (*_PAPER, *(heading for heading in wanted if heading in said and heading not in _PAPER), *_BEHIND)


def worksheet_rows(entries: Sequence[Entry]) -> Iterator[tuple[Cell, ...]]:
    """One row an entry, under `worksheet_headings` of the same."""
    headings = worksheet_headings(entries)
    for entry in entries:
        cells = {
            words.PARTNER: entry.partner,
            words.PURPOSE: entry.purpose,
            words.DATE: entry.day.isoformat() if entry.day else "",
            words.WHOSE: entry.whose,
            words.WANTED: str(LEVELS[Level(entry.wanted_level)].name) if entry.wanted_level else "",
            words.NEXT_STEP: entry.next_step,
            words.ORGANIZATION: entry.organization,
            words.PARTNERSHIP_ID: entry.partnership_id,
            **_of_levels(entry),
        }
        yield tuple(cells.get(heading, "") for heading in headings)


def _of_levels(entry: Entry) -> dict[str, str]:
    found: dict[str, str] = {}
    for cell in entry.cells:
        for part, text in _parts(cell):
            if text:
                found[level_heading(cell.level, cell.who, part)] = text
    return found


def _parts(cell: EntryCell) -> Iterator[tuple[str, str]]:
    is_bare = cell.level <= Level.COEXIST and not cell.activity
    yield words.ACTIVITY, words.YES if is_bare else cell.activity
    yield words.EVIDENCE, cell.evidence
    yield words.SINCE, cell.since.isoformat() if cell.since else ""
