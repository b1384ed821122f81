"""The four tables of records about people that a provider submits to a program, and the columns each may have.

Participants are who was served, enrollments when they belonged to the program, services what they were given, outcomes
what was seen in them. The columns are a promise to users: a template, a column map, a stored part and a measure's rule
all speak of them by these names. Participants may bring any number of columns `group.DIMENSION` (the group a person
belongs to) and of `id.NAME` (a number that several agencies agreed on). In place of what tells who a person is they may
bring one column `encoding`, made by `groundswell encode`: it can be linked and not read, and is kept like a name.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

GROUP_PREFIX = "group."
AGREED_ID_PREFIX = "id."


class RecordKind(StrEnum):
    """How the text of a cell is read."""

    ID = "id"  # any text, kept letter by letter: leading zeros are part of it
    TEXT = "text"
    DATE = "date"
    NUMBER = "number"
    TRUTH = "truth"
    ENCODING = "encoding"  # what `groundswell encode` makes of a person


@dataclass(frozen=True, slots=True)
class RecordColumn:
    """One column: its name, how it is read, whether every row needs it, and whether it tells who a person is."""

    name: str
    kind: RecordKind = RecordKind.TEXT
    required: bool = False
    identifying: bool = False


@dataclass(frozen=True, slots=True)
class RecordTable:
    """One of the four tables; `key` names the column that is unique in it, where one is."""

    name: str
    columns: tuple[RecordColumn, ...]
    key: str | None = None

    def column(self, name: str) -> RecordColumn | None:
        """The column of this name, groups, agreed ids and encodings included; None where there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        if self.name == "participants":
            if name == ENCODING.name:
                return ENCODING
            if name.startswith(GROUP_PREFIX) and len(name) > len(GROUP_PREFIX):
                return RecordColumn(name)
            if name.startswith(AGREED_ID_PREFIX) and len(name) > len(AGREED_ID_PREFIX):
                return RecordColumn(name, RecordKind.ID, identifying=True)
        return None


def _who(name: str, kind: RecordKind = RecordKind.TEXT) -> RecordColumn:
    return RecordColumn(name, kind, identifying=True)


ENCODING = _who("encoding", RecordKind.ENCODING)
_PARTICIPANT = RecordColumn("participant_id", RecordKind.ID, required=True, identifying=True)

PARTICIPANTS = RecordTable(
    "participants",
    (
        _PARTICIPANT,
        _who("first_name"),
        _who("middle_name"),
        _who("last_name"),
        _who("suffix"),
        _who("birth_date", RecordKind.DATE),
        RecordColumn("sex"),
        RecordColumn("race_ethnicity"),
        _who("street"),
        _who("city"),
        _who("postal_code", RecordKind.ID),
        RecordColumn("place_id", RecordKind.ID),
        _who("phone", RecordKind.ID),
        _who("email"),
    ),
    key="participant_id",
)
ENROLLMENTS = RecordTable(
    "enrollments",
    (
        RecordColumn("enrollment_id", RecordKind.ID, required=True, identifying=True),
        _PARTICIPANT,
        RecordColumn("started", RecordKind.DATE, required=True),
        RecordColumn("ended", RecordKind.DATE),
        RecordColumn("end_reason"),
        RecordColumn("site"),
    ),
    key="enrollment_id",
)
SERVICES = RecordTable(
    "services",
    (
        _PARTICIPANT,
        RecordColumn("date", RecordKind.DATE, required=True),
        RecordColumn("service", required=True),
        RecordColumn("quantity", RecordKind.NUMBER),
        RecordColumn("unit"),
        RecordColumn("site"),
    ),
)
OUTCOMES = RecordTable(
    "outcomes",
    (
        _PARTICIPANT,
        RecordColumn("date", RecordKind.DATE, required=True),
        RecordColumn("outcome", required=True),
        RecordColumn("achieved", RecordKind.TRUTH),
        RecordColumn("score", RecordKind.NUMBER),
    ),
)
RECORD_TABLES: dict[str, RecordTable] = {table.name: table for table in (PARTICIPANTS, ENROLLMENTS, SERVICES, OUTCOMES)}
