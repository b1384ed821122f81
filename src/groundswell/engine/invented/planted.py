"""Thirty-seven mistakes that real submissions have, planted into clean records: what a checker must find.

The tables come back as a spreadsheet would hold them: rows of text, the headings first. Each mistake stands in a row of
its own, so that none hides another; rows count as a spreadsheet counts them, the headings being row 1. `kind` is the
word by which the checker of submissions calls it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt

from groundswell.engine.invented.chance import chance

Rows = list[list[str]]
_SMALLEST = 60  # rows that a table must have, so that every mistake finds a row of its own


@dataclass(frozen=True, slots=True)
class Fault:
    """One planted mistake: its name, the checker's word for it, and where it stands. A row as one has no column."""

    name: str
    kind: str
    table: str
    row: int
    column: str | None


@dataclass(frozen=True, slots=True)
class Planted:
    """Tables with planted mistakes, and the whole list of these."""

    tables: dict[str, Rows]
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class _Bed:
    """What a planting knows: the cells of the row by column, and today."""

    cells: dict[str, str]
    today: date
    born: dict[str, str]  # by participant

    def day(self, column: str) -> date:
        return date.fromisoformat(self.cells[column])


@dataclass(frozen=True, slots=True)
class _Seed:
    """One mistake: what it writes into `column`, and the columns that must be filled in its row before."""

    name: str
    kind: str
    table: str
    column: str
    text: str | Callable[[_Bed], str]
    filled: tuple[str, ...] = ()


def _before_birth(bed: _Bed) -> str:
    return (date.fromisoformat(bed.born[bed.cells["participant_id"]]) - timedelta(40)).isoformat()


def _before_start(bed: _Bed) -> str:
    return (bed.day("started") - timedelta(9)).isoformat()


def _with_a_mark(bed: _Bed) -> str:
    return f"{bed.cells['first_name']}\u200b"


def _ahead(bed: _Bed) -> str:
    return (bed.today + timedelta(400)).isoformat()


def _other_dress(bed: _Bed) -> str:
    """The id with its letters made small, or with its leading zeros gone, as a spreadsheet would have it."""
    known = bed.cells["participant_id"]
    return known.lower() if known.lower() != known else known.lstrip("0") or f"0{known}"


_P, _E, _S, _O = "participants", "enrollments", "services", "outcomes"
_CELLS = (
    _Seed("birth_on_30_february", "impossible_date", _P, "birth_date", "2012-02-30"),
    _Seed("birth_date_of_zeros", "zero_date", _P, "birth_date", "0000-00-00"),
    _Seed("birth_in_the_future", "future_birth", _P, "birth_date", _ahead),
    _Seed("older_than_anybody", "old_birth", _P, "birth_date", "1871-05-06"),
    _Seed("year_of_two_digits", "two_digit_year", _P, "birth_date", "5/17/12"),
    _Seed("year_alone", "part_of_a_date", _P, "birth_date", "2014"),
    _Seed("words_for_a_date", "not_a_date", _P, "birth_date", "ask mother"),
    _Seed("letters_nobody_sees", "unseen_marks", _P, "first_name", _with_a_mark, ("first_name",)),
    _Seed("error_of_the_spreadsheet", "error_cell", _P, "last_name", "#REF!"),
    _Seed("letters_lost_on_the_way", "lost_letters", _P, "last_name", "Mu\ufffdoz"),
    _Seed("a_letter_for_a_street", "too_long", _P, "street", "12 Long Lane, behind the mill and then left. " * 30),
    _Seed("leading_zeros_lost", "lost_zeros", _P, "postal_code", "110"),
    _Seed("nobody_of_this_id", "unknown_participant", _E, "participant_id", "NOBODY-77"),
    _Seed("id_in_other_dress", "unknown_participant", _E, "participant_id", _other_dress),
    _Seed("ended_before_started", "ended_before_started", _E, "ended", _before_start, ("ended",)),
    _Seed("start_left_blank", "required_blank", _E, "started", ""),
    _Seed("day_or_month_first", "ambiguous_date", _E, "ended", lambda bed: f"03/04/{bed.today.year - 1}", ("ended",)),
    _Seed("started_before_birth", "before_birth", _E, "started", _before_birth),
    _Seed("less_than_nothing", "negative", _S, "quantity", "-2"),
    _Seed("negative_in_brackets", "brackets", _S, "quantity", "(5)"),
    _Seed("decimal_comma", "decimal_comma", _S, "quantity", "1,5"),
    _Seed("percent_for_a_quantity", "percent", _S, "quantity", "45%"),
    _Seed("money_for_a_quantity", "money", _S, "quantity", "$40"),
    _Seed("words_for_a_number", "not_a_number", _S, "quantity", "about two"),
    _Seed("number_without_end", "not_finite", _S, "quantity", "inf"),
    _Seed("unit_behind_the_number", "number_and_unit", _S, "quantity", "2 hours"),
    _Seed("mark_for_nothing", "placeholder", _S, "quantity", "n/a"),
    _Seed("service_left_blank", "required_blank", _S, "service", ""),
    _Seed("service_in_the_future", "future_date", _S, "date", _ahead),
    _Seed("neither_yes_nor_no", "not_a_truth", _O, "achieved", "perhaps", ("achieved",)),
)  # fmt: skip


def plant(
    tables: Mapping[str, Mapping[str, npt.NDArray[Any]]], seed: int = 37, today: date = date(2026, 1, 31)
) -> Planted:
    """Plant thirty-seven mistakes into one program's clean records; `today` is the day on which they are checked.

    Raises ValueError where a table has too few rows for every mistake to have one of its own.
    """
    written = {name: as_text(columns) for name, columns in tables.items()}
    if small := [name for name in (_P, _E, _S, _O) if len(written.get(name, ())) <= _SMALLEST]:
        raise ValueError(f"{', '.join(small)}: more than {_SMALLEST} rows are needed to plant mistakes")
    garden = _Garden(written, chance(seed, "planted"), today)
    garden.plant_cells()
    garden.plant_rows()
    return Planted(garden.tables, tuple(garden.faults))


def as_text(columns: Mapping[str, npt.NDArray[Any]]) -> Rows:
    """A table as rows of text, the headings first; blank where something is missing.

    >>> as_text({"participant_id": np.array(["007"], dtype=object), "score": np.array([2.0])})
    [['participant_id', 'score'], ['007', '2']]
    """
    cells = [[_cell(cell) for cell in column.tolist()] for column in columns.values()]
    return [list(columns), *(list(row) for row in zip(*cells, strict=True))]


def _cell(cell: Any) -> str:
    if cell is None or cell != cell:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    return f"{cell:g}" if isinstance(cell, float) else str(cell)


class _Garden:
    """The tables while mistakes are planted, and which of their rows are still clean."""

    def __init__(self, tables: dict[str, Rows], rng: np.random.Generator, today: date) -> None:
        self.tables, self.today = tables, today
        self.faults: list[Fault] = []
        self.free = {name: rng.permutation(len(rows) - 1).tolist() for name, rows in tables.items()}
        people = tables[_P]
        who, born = people[0].index("participant_id"), people[0].index("birth_date")
        self.born = {row[who]: row[born] for row in people[1:] if row[born]}

    def plant_cells(self) -> None:
        """Mistakes within one cell of a row that was clean."""
        for each in _CELLS:
            row = self.clean_row(each.table, each.filled, with_birth=each.name == "started_before_birth")
            bed = _Bed(dict(zip(self.tables[each.table][0], row, strict=True)), self.today, self.born)
            text = each.text if isinstance(each.text, str) else each.text(bed)
            row[self.tables[each.table][0].index(each.column)] = text
            number = next(at for at, other in enumerate(self.tables[each.table], start=1) if other is row)
            self.faults.append(Fault(each.name, each.kind, each.table, number, each.column))

    def plant_rows(self) -> None:
        """Mistakes that are a row of their own, behind the clean ones; a total comes last of all."""
        self.add(_P, "id_left_blank", "required_blank", "participant_id", "")
        self.add(_P, "id_as_a_power_of_ten", "scientific_id", "participant_id", "1.2E+18")
        self.add(_P, "id_with_a_decimal_point", "decimal_id", "participant_id", "88417.0")
        self.add(_P, "same_row_twice", "key_repeated", "participant_id", None)
        self.add(
            _P,
            "one_id_for_two_people",
            "key_conflict",
            "participant_id",
            None,
            {"first_name": "Somebody", "last_name": "Else"},
        )
        self.add(_E, "one_id_for_two_enrollments", "key_conflict", "enrollment_id", None, {"site": "Elsewhere"})
        heading = self.tables[_P][0]
        total = ["Total", *[""] * (len(heading) - 2), str(len(self.tables[_P]) - 1)]
        self.tables[_P].append(total)
        self.faults.append(Fault("a_total_below", "total_row", _P, len(self.tables[_P]), None))

    def add(
        self, table: str, name: str, kind: str, column: str, text: str | None, others: Mapping[str, str] | None = None
    ) -> None:
        """Copy a clean row to the end, with another key or other content."""
        heading, row = self.tables[table][0], list(self.clean_row(table, ()))
        changes = dict(others or {}) | ({} if text is None else {column: text})
        for changed, value in changes.items():
            row[heading.index(changed)] = value
        self.tables[table].append(row)
        self.faults.append(Fault(name, kind, table, len(self.tables[table]), column))

    def clean_row(self, table: str, filled: tuple[str, ...], *, with_birth: bool = False) -> list[str]:
        """A row that no mistake was planted in yet, with these columns filled."""
        heading, free = self.tables[table][0], self.free[table]
        for at in free:
            row = self.tables[table][at + 1]
            known = not with_birth or row[heading.index("participant_id")] in self.born
            if known and all(row[heading.index(column)] for column in filled):
                free.remove(at)
                return row
        raise ValueError(f"{table}: no clean row is left to plant a mistake in")
