"""A clean submission, and faults of many distinct kinds planted in it at known rows and columns.

Each fault stands in a row of its own, so that a checker which finds another fault instead is caught.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import openpyxl

TODAY = date(2026, 11, 22)
COLUMNS = {
    "participants": ["participant_id", "first_name", "last_name", "birth_date", "city", "postal_code", "place_id"],
    "enrollments": ["enrollment_id", "participant_id", "started", "ended", "site"],
    "services": ["participant_id", "date", "service", "quantity", "unit"],
    "outcomes": ["participant_id", "date", "outcome", "achieved", "score"],
}
NEEDS = {"services": {"service": ["visits"]}}
ALLOWED = {"services": {"service": ["visit", "call"]}}
FIRST_ROW = 2  # the headings are row 1


@dataclass(frozen=True)
class Planted:
    """One fault: its kind as the checker calls it, and where it stands; no column where it is the whole row."""

    kind: str
    table: str
    row: int
    column: str | None


@dataclass
class Typed:
    """A cell that a spreadsheet holds as something other than text."""

    value: Any
    kind: str  # openpyxl's: e for an error, f for a formula, n for a number


Rows = dict[str, list[list[Any]]]


def clean(people: int = 60, seed: int = 1) -> Rows:
    """A submission without a fault: everybody is enrolled, served twice and seen once."""
    chance = random.Random(seed)

    def day(first: date, days: int) -> str:
        return (first + timedelta(days=chance.randrange(days))).isoformat()

    rows: Rows = {table: [] for table in COLUMNS}
    for at in range(people):
        who = f"{at + 1:05d}"
        names = (chance.choice(["Ana", "Bo", "O'Neil", "Null", "Zoë"]), chance.choice(["Example", "Invented", "Núñez"]))
        rows["participants"].append(
            [who, *names, day(date(2012, 1, 1), 2000), "Riverbend", f"0{2100 + at}", "north-side"]
        )
        rows["enrollments"].append([f"E{at:04d}", who, day(date(2023, 1, 1), 300), day(date(2024, 6, 1), 300), "Main"])
        for turn in range(2):
            when = (date(2024, 1, 1) + timedelta(days=2 * at + 200 * turn)).isoformat()
            rows["services"].append([who, when, "visit", f"{chance.randrange(1, 9)}.5", "hours"])
        rows["outcomes"].append([who, day(date(2024, 1, 1), 300), "on-track", "yes", str(chance.randrange(100))])
    return rows


_CELLS: tuple[tuple[str, str, str, Any], ...] = (
    ("required_blank", "participants", "participant_id", ""),
    ("scientific_id", "participants", "participant_id", "1.2E+18"),
    ("decimal_id", "participants", "participant_id", "1234.0"),
    ("lossy_number", "participants", "participant_id", Typed(1234567890123456789, "n")),
    ("impossible_date", "participants", "birth_date", "2024-02-30"),
    ("zero_date", "participants", "birth_date", "0000-00-00"),
    ("future_birth", "participants", "birth_date", "2031-05-05"),
    ("old_birth", "participants", "birth_date", "1880-01-01"),
    ("part_of_a_date", "participants", "birth_date", "1984"),
    ("not_a_date", "participants", "birth_date", "last spring"),
    ("two_digit_year", "participants", "birth_date", "3-Apr-15"),
    ("ambiguous_date", "participants", "birth_date", "03/04/2015"),
    ("unseen_marks", "participants", "first_name", "An\u202eA"),
    ("lost_letters", "participants", "last_name", "Nu\ufffdez"),
    ("too_long", "participants", "last_name", "x" * 1_001),
    ("error_cell", "participants", "last_name", Typed("#REF!", "e")),
    ("uncomputed", "participants", "city", Typed("=1+1", "f")),
    ("lost_zeros", "participants", "postal_code", "2139"),
    ("dated_id", "participants", "place_id", "2024-03-04"),
    ("unknown_participant", "enrollments", "participant_id", "99999"),
    ("ended_before_started", "enrollments", "ended", "2021-01-01"),
    ("required_blank", "enrollments", "started", ""),
    ("future_date", "enrollments", "ended", "2027-01-05"),
    ("before_birth", "enrollments", "started", "2001-01-01"),
    ("not_a_date", "enrollments", "ended", "ongoing"),
    ("future_date", "services", "date", "2029-01-05"),
    ("long_ago", "services", "date", "1905-03-03"),
    ("brackets", "services", "quantity", "(5)"),
    ("percent", "services", "quantity", "45%"),
    ("decimal_comma", "services", "quantity", "1.234,5"),
    ("negative", "services", "quantity", "-3"),
    ("not_finite", "services", "quantity", "NaN"),
    ("number_and_unit", "services", "quantity", "5 hours"),
    ("money", "services", "quantity", "$12"),
    ("not_a_number", "services", "quantity", "a few!"),
    ("placeholder", "services", "quantity", "n/a"),
    ("thousands", "services", "quantity", "1,234"),
    ("near_value", "services", "service", "visitt"),
    ("not_a_truth", "outcomes", "achieved", "maybe"),
    ("required_blank", "outcomes", "outcome", ""),
    ("too_large", "outcomes", "score", "1e14"),
    ("error_cell", "outcomes", "score", "#DIV/0!"),
)


@dataclass
class Planter:
    """Plants each fault in a row that nothing else was planted in."""

    rows: Rows
    chance: random.Random
    planted: list[Planted] = field(default_factory=list)
    free: dict[str, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for table, rows in self.rows.items():
            self.free[table] = self.chance.sample(range(len(rows)), len(rows))

    def cell(self, kind: str, table: str, column: str, value: Any) -> int:
        """One cell of a free row."""
        at = self.free[table].pop()
        self.rows[table][at][COLUMNS[table].index(column)] = value
        self.planted.append(Planted(kind, table, at + FIRST_ROW, column))
        return at

    def row(self, kind: str, table: str, column: str | None, make: Callable[[list[Any]], list[Any]]) -> None:
        """One row more, made of a free one."""
        at = self.free[table].pop()
        self.rows[table].append(make(list(self.rows[table][at])))
        self.planted.append(Planted(kind, table, len(self.rows[table]) - 1 + FIRST_ROW, column))


def plant(rows: Rows, seed: int = 1) -> list[Planted]:
    """Plant every kind of fault in `rows`; what was planted, and what follows from it at other rows."""
    planter = Planter(rows, random.Random(seed))
    for table in ("services", "outcomes"):
        # A spreadsheet has dropped the leading zeros of an id.
        who = rows[table][planter.free[table][-1]][0]
        planter.cell("unknown_participant", table, "participant_id", who.lstrip("0"))
    lost: set[str] = set()
    for kind, table, column, value in _CELLS:
        if table == "participants" and column == "participant_id":
            lost.add(rows[table][planter.free[table][-1]][0])
        planter.cell(kind, table, column, value)
    planter.row("key_repeated", "participants", "participant_id", lambda row: row)
    planter.row("key_conflict", "participants", "participant_id", lambda row: [row[0], "Another", *row[2:]])
    planter.row("key_conflict", "enrollments", "enrollment_id", lambda row: [row[0], row[1], "2023-02-03", "", ""])
    planter.row("service_twice", "services", "participant_id", lambda row: row)
    planter.row("outcome_twice", "outcomes", "participant_id", lambda row: row)
    planter.row("total_row", "services", None, lambda row: ["Total", "", "", "412", ""])
    told = {(each.table, each.row) for each in planter.planted if each.kind == "outcome_twice"}  # left out, so no more
    for table in ("enrollments", "services", "outcomes"):
        at_id = COLUMNS[table].index("participant_id")
        for at, row in enumerate(rows[table]):
            # Whose id was broken among participants is unknown wherever else she stands.
            if row[at_id] in lost and (table, at + FIRST_ROW) not in told:
                planter.planted.append(Planted("unknown_participant", table, at + FIRST_ROW, "participant_id"))
    return planter.planted


def as_workbook(rows: Rows) -> bytes:
    """The four tables as sheets of one XLSX, all cells text but those that are `Typed`."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for table, records in rows.items():
        page = book.create_sheet(table)
        page.append(COLUMNS[table])
        for at, record in enumerate(records, start=FIRST_ROW):
            for place, value in enumerate(record, start=1):
                if value == "":
                    continue
                cell = page.cell(at, place)
                cell.value = value.value if isinstance(value, Typed) else value
                cell.data_type = value.kind if isinstance(value, Typed) else "s"
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def as_csv(table: str, rows: list[list[Any]]) -> bytes:
    """One table as CSV; cells hold neither commas nor quotation marks."""
    return "".join(",".join(row) + "\n" for row in [COLUMNS[table], *rows]).encode()
