"""Cells of a worksheet as people read them: what is done, by whom where it is not said by the row, what shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext

from groundswell.core.collaboration.accounts import Account, Cell
from groundswell.core.collaboration.levels import Level
from groundswell.web.presenters.partners.words import LevelWords, level_name


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is done. `who` is blank where it is the row's own side."""

    who: str
    activity: str
    evidence: str
    since: str


@dataclass(frozen=True, slots=True)
class SheetCell:
    """A cell: its level by name, its lines, and whether it is the highest level with anything to show."""

    level: str
    lines: tuple[Line, ...]
    is_highest: bool


def sheet_cells(account: Account, shown: tuple[LevelWords, ...], names: Mapping[str, str]) -> tuple[SheetCell, ...]:
    """One cell for each level that is shown; `names` say what each of the two is called here."""
    highest = account.level
    return tuple(
        SheetCell(
            level.name,
            tuple(_line(cell, account, names) for cell in account.cells if cell.level == level.number),
            highest == level.number,
        )
        for level in shown
    )


def _line(cell: Cell, account: Account, names: Mapping[str, str]) -> Line:
    who = "" if cell.actor == account.side else names.get(cell.actor, cell.actor) if cell.actor else gettext("both")
    activity = cell.activity or (gettext("so it is") if cell.level <= Level.COEXIST and not cell.evidence else "")
    return Line(who, activity, cell.evidence, date_format(cell.since, "DATE_FORMAT") if cell.since else "")


def outer_words(account: Account, shown: tuple[LevelWords, ...]) -> str:
    """The levels at which something is said and that are not shown: one click away."""
    seen = {level.number for level in shown}
    hidden = sorted({cell.level for cell in account.cells if cell.counts} - seen)
    return ", ".join(level_name(level) for level in hidden)
