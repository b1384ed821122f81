"""The stored tables of all parts one below another, with every column a query may ask for and no other.

Providers bring different columns: what a part does not have is blank, and groups are called by the number of their
dimension. Names, addresses and numbers of participants are not read at all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from groundswell.core.measures.implied import OWN_DIMENSIONS
from groundswell.core.records import GROUP_PREFIX, RECORD_TABLES

# The first day that any record of the raw tables speaks of.
EARLIEST_DAY = """
SELECT MIN(day) AS day FROM (
    SELECT MIN(started) AS day FROM raw_enrollments
    UNION ALL SELECT MIN(date) FROM raw_services
    UNION ALL SELECT MIN(date) FROM raw_outcomes
) AS days"""
# What is read of each table, and how; groups come on top.
READ = {
    "participants": {"participant_id": "VARCHAR", "birth_date": "DATE", "place_id": "VARCHAR"},
    "enrollments": {
        "enrollment_id": "VARCHAR",
        "participant_id": "VARCHAR",
        "started": "DATE",
        "ended": "DATE",
        "end_reason": "VARCHAR",
        "site": "VARCHAR",
    },
    "services": {
        "participant_id": "VARCHAR",
        "date": "DATE",
        "service": "VARCHAR",
        "quantity": "DOUBLE",
        "unit": "VARCHAR",
        "site": "VARCHAR",
    },
    "outcomes": {
        "participant_id": "VARCHAR",
        "date": "DATE",
        "outcome": "VARCHAR",
        "achieved": "BOOLEAN",
        "score": "DOUBLE",
    },
}


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One table of one part: its program's number, the part's place in the order, and the columns it has."""

    program: int
    part: int
    path: Path
    columns: frozenset[str]


def dimensions_in(files: Mapping[str, Sequence[StoredFile]], named: Sequence[str]) -> list[str]:
    """The dimensions by which people are told apart: those in the records, and those that a rule names."""
    found = set(named)
    for file in files.get("participants", ()):
        found.update(column.removeprefix(GROUP_PREFIX) for column in file.columns if column.startswith(GROUP_PREFIX))
        found.update(dimension for dimension in OWN_DIMENSIONS if dimension in file.columns)
    return sorted(found)


def columns_to_read(table: str, dimensions: Sequence[str]) -> list[tuple[str, str, tuple[str, ...]]]:
    """(name in queries, type, columns that hold it: the first that is not blank counts)."""
    columns: list[tuple[str, str, tuple[str, ...]]] = [(name, kind, (name,)) for name, kind in READ[table].items()]
    if table == "participants":
        for number, dimension in enumerate(dimensions):
            own = (dimension,) if dimension in OWN_DIMENSIONS else ()
            columns.append((f"group_{number}", "VARCHAR", (GROUP_PREFIX + dimension, *own)))
    return columns


def tables() -> list[str]:
    """The four tables, in their order."""
    return list(RECORD_TABLES)
