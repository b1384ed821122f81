"""Checks between the rows and between the tables of a submission: keys, who is known, and the order of days."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from groundswell.core.findings import Severity, named
from groundswell.core.records import RECORD_TABLES
from groundswell.exchange.records.canonical import canonical_cells
from groundswell.exchange.records.submission import ReadRecords, RecordColumns
from groundswell.exchange.records.template import Template
from groundswell.exchange.records.wrongs import Telling, Wrong

_UNKNOWN = Wrong(
    "unknown_participant",
    "the participant is not among the participants of this submission",
    "add the person to participants, or mend the id",
)
_UNKNOWN_NEAR = Wrong(
    "unknown_participant",
    "the participant is not among the participants, but an id that differs in leading zeros or capitals alone is",
    "write the id exactly as it stands in participants",
)
_NO_PARTICIPANTS = Wrong(
    "no_participants",
    "no participants were brought beside this table, so that nobody's id could be checked",
    "bring participants too",
    Severity.WARNING,
)
_BACKWARDS = Wrong("ended_before_started", "the enrollment ended before it started", "look both days up")
_BEFORE_BIRTH = Wrong(
    "before_birth", "the day lies before the person was born", "look both days up, if it is a slip", Severity.WARNING
)
_TWICE = Wrong(
    "outcome_twice", "the same outcome stands in two rows, and is kept once", "take one of them out", Severity.WARNING
)
_SERVICE_TWICE = Wrong(
    "service_twice",
    "the same service stands in two rows, and counts twice",
    "take one of them out, if it was given once",
    Severity.WARNING,
)


def check_tables(read: ReadRecords, telling: Telling, template: Template | None) -> None:
    """Tell what the tables say against each other, and leave out rows that stand twice."""
    _Checks(read, telling).run(template)


class _Checks:
    def __init__(self, read: ReadRecords, telling: Telling) -> None:
        self.read = read
        self.telling = telling

    def run(self, template: Template | None) -> None:
        """All checks, table by table."""
        for name, table in self.read.tables.items():
            key = RECORD_TABLES[name].key
            dropped = self.keys(table, key) if key else self.repeated(table)
            if dropped.any():
                self.read.tables[name] = table.without(dropped)
        self.participants_are_known()
        self.days_in_order()
        self.tables_absent(template)

    def tell(self, wrong: Wrong, table: RecordColumns, places: Sequence[int], column: str) -> None:
        """One problem at several records, sheet by sheet."""
        at = np.array(places, np.int64)
        for source in np.unique(table.sources[at]).tolist():
            here = table.rows[at[table.sources[at] == source]]
            heading, place = self.read.place_of(source, column)
            self.telling.tell(wrong, source, here.tolist(), heading, place)

    def keys(self, table: RecordColumns, key: str) -> NDArray[np.bool_]:
        """An id that stands twice: the very same row is dropped, another row is an error."""
        dropped = np.zeros(len(table), bool)
        if key not in table.columns:
            return dropped
        ids = table.columns[key].tolist()
        if len(set(ids)) == len(ids):
            return dropped
        first: dict[str, int] = {}
        repeats: list[tuple[int, int]] = []
        for at, each in enumerate(ids):
            if each and first.setdefault(each, at) != at:
                repeats.append((at, first[each]))
        rows = _rows_as_text(table, sorted({at for pair in repeats for at in pair}))
        for at, before in repeats:
            same = rows[at] == rows[before]
            dropped[at] = same
            self.tell(_repeated_key(same, self.named_row(table, before, at)), table, [at], key)
        return dropped

    def named_row(self, table: RecordColumns, before: int, at: int) -> str:
        """`row 12`, with its file where that is another."""
        row = f"row {table.rows[before]:,}".replace(",", "")
        source = int(table.sources[before])
        return row if source == table.sources[at] else f"{row} of {self.read.sources[source].label}"

    def repeated(self, table: RecordColumns) -> NDArray[np.bool_]:
        """Services and outcomes that stand twice, in every cell the same."""
        dropped = np.zeros(len(table), bool)
        if len(table) < 2 or "participant_id" not in table.columns:
            return dropped
        rows = _rows_as_text(table, None)
        if len(set(rows.values())) == len(rows):
            return dropped
        seen: set[str] = set()
        again = [at for at, row in rows.items() if row in seen or seen.add(row)]  # type: ignore[func-returns-value]
        is_outcome = table.table == "outcomes"
        self.tell(_TWICE if is_outcome else _SERVICE_TWICE, table, again, "participant_id")
        dropped[again] = is_outcome
        return dropped

    def participants_are_known(self) -> None:
        """Whoever is enrolled or served is among the participants."""
        people = self.read.tables.get("participants")
        known: set[str] = set()
        if people is not None and "participant_id" in people.columns:
            known.update(people.columns["participant_id"].tolist())
        loose = {_loosened(each) for each in known}
        for name, table in self.read.tables.items():
            if name == "participants" or "participant_id" not in table.columns or not len(table):
                continue
            if people is None:
                self.telling.tell(_NO_PARTICIPANTS, int(table.sources[0]))
                continue
            ids = table.columns["participant_id"].tolist()
            unknown = {each for each in set(ids) if each and each not in known}
            near = {each for each in unknown if _loosened(each) in loose}
            for wrong, those in ((_UNKNOWN_NEAR, near), (_UNKNOWN, unknown - near)):
                if places := [at for at, each in enumerate(ids) if each in those]:
                    self.tell(wrong, table, places, "participant_id")

    def days_in_order(self) -> None:
        """Nothing ends before it starts; what starts before a birth is worth a word."""
        table = self.read.tables.get("enrollments")
        if table is None or "started" not in table.columns:
            return
        started = table.columns["started"]
        if "ended" in table.columns:
            backwards = np.flatnonzero(table.columns["ended"] < started)
            if backwards.size:
                self.tell(_BACKWARDS, table, backwards.tolist(), "ended")
        people = self.read.tables.get("participants")
        if people is None or not {"participant_id", "birth_date"} <= set(people.columns):
            return
        born = dict(zip(people.columns["participant_id"].tolist(), people.columns["birth_date"], strict=True))
        nothing = np.datetime64("NaT", "D")
        ids = table.columns["participant_id"].tolist() if "participant_id" in table.columns else []
        births = np.array([born.get(each, nothing) for each in ids], "datetime64[D]")
        before = np.flatnonzero(started < births) if ids else np.array([], np.int64)
        if before.size:
            self.tell(_BEFORE_BIRTH, table, before.tolist(), "started")

    def tables_absent(self, template: Template | None) -> None:
        """Tables that the program's measures need and nobody brought."""
        for name, columns in template.tables.items() if template else ():
            why = list(dict.fromkeys(reason for column in columns for reason in column.why))
            if name in self.read.tables or not (why or any(column.needed for column in columns)):
                continue
            grave = any(column.needed for column in columns)
            whose = f"measures need it ({named(why, 2)})" if why else "measures need it"
            words = f"the table {name} is missing, and {whose}"
            wrong = Wrong("table_absent", words, f"bring {name} too", Severity.ERROR if grave else Severity.WARNING)
            self.telling.others.append(wrong.finding())


def _loosened(each: str) -> str:
    return each.lstrip("0").casefold()


def _repeated_key(same: bool, where: str) -> Wrong:
    if same:
        words = f"the row is the same as {where}, and is kept once"
        return Wrong("key_repeated", words, "take one of them out", Severity.WARNING)
    words = f"the id stands already in {where}, with other content"
    return Wrong("key_conflict", words, "keep one row for each id, or give this one an id of its own")


def _rows_as_text(table: RecordColumns, places: Sequence[int] | None) -> dict[int, str]:
    """Whole rows as one text each, for some of the records or all."""
    at = np.arange(len(table)) if places is None else np.array(places, np.int64)
    cells = [canonical_cells(column[at]) for column in table.columns.values()]
    return dict(zip(at.tolist(), map("\x1f".join, zip(*cells, strict=True)), strict=True))
