"""What somebody copied from a spreadsheet, read as rows of a table: nothing is guessed that would change a number.

Two shapes are taken. A long one has a row for each period, with or without headings; without them the first column is
the period and the others follow as the grid has them. A wide one has periods in its first row, and places or groups in
its first column. Cells stay text: whether `1,234` is a number is for the checks to say, in the cell itself.
"""

import csv
import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext

from groundswell.core.periods import Period

MOST_ROWS = 500
MOST_PERIODS = 60  # of a wide grid
MOST_CELLS = 8_000  # of a wide grid: each is a field of the form
MOST_CHARACTERS = 500_000
_SIGNS = re.compile(r"[^a-z]+")
_SYNONYMS = {
    "year": "period", "date": "period", "school year": "period", "time": "period", "quarter": "period",
    "month": "period", "place": "place_id", "neighborhood": "place_id", "district": "place_id", "group": "group_id",
    "margin": "moe", "margin of error": "moe", "percent": "value", "rate": "value", "source": "source_id",
    "population": "count", "people": "count", "from": "from_place_id", "to": "to_place_id",
    "from place": "from_place_id", "to place": "to_place_id", "counted by": "basis", "lower": "low", "upper": "high",
}  # fmt: skip


@dataclass(slots=True)
class PastedRow:
    """One row of a long paste: cells by heading."""

    cells: dict[str, str]


@dataclass(slots=True)
class Pasted:
    """A paste, understood: its rows, or the problems that stop the reading before any cell can be looked at."""

    rows: list[PastedRow] = field(default_factory=list)
    headings: tuple[str, ...] = ()
    is_wide: bool = False
    names: str = ""  # of a wide paste, what its first column names: place_id or group_id
    periods: tuple[str, ...] = ()
    problems: list[str] = field(default_factory=list)


def read_paste(
    text: str,
    *,
    keys: Sequence[str],
    shown: Sequence[str],
    known: Sequence[str],
    names: Mapping[str, Callable[[str], str]],
) -> Pasted:
    """Read a paste for a table whose key is `keys` and whose grid shows `shown`; `known` are all headings it may have.

    `names[key]` turns a name or an id into an id, and gives "?" where it knows neither.
    """
    if len(text) > MOST_CHARACTERS:
        return Pasted(problems=[gettext("This is too much to paste at once. Paste a part of it, or import the file.")])
    rows = _cells(text)
    if not rows:
        return Pasted(problems=[gettext("There is nothing to read: copy cells in a spreadsheet and paste them here.")])
    if len(rows) > MOST_ROWS + 1:
        said = gettext("%(rows)s rows are more than %(most)s. Paste a part of them, or import the file as a source.")
        return Pasted(problems=[said % {"rows": len(rows), "most": MOST_ROWS}])
    if "period" in keys and _is_wide(rows):
        return _wide(rows, names)
    return _long(rows, keys, shown, known)


def _cells(text: str) -> list[list[str]]:
    """Rows of cells: tabs between them as spreadsheets copy, commas or semicolons as files have them."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    first = lines.split("\n", 1)[0]
    mark = "\t" if "\t" in lines else next((sign for sign in ";," if sign in first), "\t")
    try:
        read = [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(lines), delimiter=mark, strict=False)]
    except csv.Error:
        read = [[cell.strip() for cell in line.split(mark)] for line in lines.split("\n")]
    rows = [row for row in read if any(row)]
    width = max((len(row) for row in rows), default=0)
    return [row + [""] * (width - len(row)) for row in rows]


def is_period(text: str) -> bool:
    """True for one of the package's five spellings."""
    try:
        Period.parse(text.strip())
    except ValueError:
        return False
    return True


def _is_wide(rows: list[list[str]]) -> bool:
    """Periods along the top, and none down the side."""
    top = rows[0][1:]
    return bool(top) and sum(map(is_period, top)) * 2 > len(top) and not is_period(rows[0][0])


def _wide(rows: list[list[str]], names: Mapping[str, Callable[[str], str]]) -> Pasted:
    tops = rows[0][1:]
    problems = [
        gettext("“%(cell)s” above column %(number)s is not a period.") % {"cell": cell[:40], "number": number}
        for number, cell in enumerate(tops, start=2)
        if not is_period(cell)
    ]
    if len(tops) > MOST_PERIODS:
        said = gettext(
            "%(periods)s periods are more than %(most)s. Paste a part of them, or import the file as a source."
        )
        problems.append(said % {"periods": len(tops), "most": MOST_PERIODS})
    elif len(tops) * (len(rows) - 1) > MOST_CELLS:
        said = gettext("%(cells)s cells are more than %(most)s. Paste a part of them, or import the file as a source.")
        problems.append(said % {"cells": len(tops) * (len(rows) - 1), "most": MOST_CELLS})
    if len(set(tops)) < len(tops):
        problems.append(gettext("A period stands above two columns."))
    sides = [row[0] for row in rows[1:]]
    about = max(names, key=lambda key: sum(names[key](side) != "?" for side in sides)) if names else ""
    read = [PastedRow({about: row[0], **dict(zip(tops, row[1:], strict=True))}) for row in rows[1:]]
    return Pasted(read, is_wide=True, names=about, periods=tuple(tops), problems=problems)


def _long(rows: list[list[str]], keys: Sequence[str], shown: Sequence[str], known: Sequence[str]) -> Pasted:
    headings = [_heading(cell, known) for cell in rows[0]]
    if sum(map(bool, headings)) * 2 > len(headings) and not is_period(rows[0][0]):
        strange = [cell for cell, name in zip(rows[0], headings, strict=True) if not name and cell]
        problems = [
            gettext("No column here is called “%(cell)s”. The columns are %(known)s.")
            % {"cell": cell[:40], "known": ", ".join(known)}
            for cell in strange
        ]
        twice = [name for name in dict.fromkeys(headings) if name and headings.count(name) > 1]
        problems += [gettext("The column “%(name)s” stands there twice.") % {"name": name} for name in twice]
        body = rows[1:]
    else:
        headings, problems, body = _headings_by_place(rows, keys, shown), [], rows
        if len(rows[0]) > len(headings):
            said = gettext("There are %(found)s columns and room for %(known)s. Copy the headings too.")
            problems.append(said % {"found": len(rows[0]), "known": len(headings)})
    used = [name for name in headings[: len(rows[0])] if name]
    missing = [key for key in keys if key not in used and key not in ("group_id", "place_id")]
    if missing and not problems:
        said = gettext("Which row is about what cannot be seen: there is no column %(name)s.")
        problems.append(said % {"name": ", ".join(missing)})
    read = [PastedRow({name: cell for name, cell in zip(headings, row, strict=False) if name}) for row in body]
    return Pasted(read, headings=tuple(used), problems=problems)


def _headings_by_place(rows: list[list[str]], keys: Sequence[str], shown: Sequence[str]) -> list[str]:
    """Without headings the columns stand as the grid shows them."""
    if keys[0] == "period" and not any(is_period(row[0]) for row in rows):
        return [name for name in shown if name not in keys]
    return list(shown)


def _heading(cell: str, known: Sequence[str]) -> str:
    """The column that a heading names; blank where none."""
    name = cell.strip().lower().replace("±", "")
    if name in known:
        return name
    plain = _SIGNS.sub(" ", name).strip()
    found = _SYNONYMS.get(plain, plain.replace(" ", "_"))
    return found if found in known else ""
