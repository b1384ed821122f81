"""The participants who stand in the parts, as they are linked: every one once, as last told of.

A participant is a program and an id within it. Whoever is named by a service alone is a participant too, of whom
nothing is known. Rows are told apart by what they say (`told`), so that a linking sees what changed since the last.
"""

# Queries are made of our own names and of numbers; what people wrote never enters them.
# ruff: noqa: S608

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from groundswell.core.records import AGREED_ID_PREFIX, ENCODING, RECORD_TABLES
from groundswell.engine.connection import open_connection, quoted, quoted_name
from groundswell.engine.measures.parts import Part
from groundswell.engine.store.faults import reading_parts

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from groundswell.engine.linkage.records import PersonRecords

Objects = NDArray[np.object_]


@dataclass(frozen=True, slots=True, eq=False)
class Participants:
    """n participants: the program and the id of each (in that order), and what their records say."""

    program_id: Objects
    participant_id: Objects
    records: PersonRecords

    def __len__(self) -> int:
        """How many there are."""
        return len(self.program_id)

    def chosen(self, which: NDArray[Any]) -> Participants:
        """Some of them, by position or by true and false."""
        return Participants(self.program_id[which], self.participant_id[which], self.records.chosen(which))

    def told(self, key: bytes) -> Objects:
        """What each record says, as a keyed digest of 16 hexadecimal digits: another where anything in it is another.

        `key` has 16 to 64 bytes.
        """
        days = np.datetime_as_string(self.records.birth_date).tolist()
        columns = [self.records.texts[name].tolist() for name in sorted(self.records.texts)]
        columns += [self.records.ids[name].tolist() for name in sorted(self.records.ids)]
        found = ["\0".join(said) for said in zip(days, *columns, strict=True)]
        if self.records.encodings is not None:  # what others send encoded changes nothing for those who send names
            encodings = self.records.encodings.tolist()
            found = [f"{said}\1{text}" if text else said for said, text in zip(found, encodings, strict=True)]
        digests = [hashlib.blake2b(each.encode(), digest_size=8, key=key).hexdigest() for each in found]
        return np.array(digests, object) if digests else np.zeros(0, object)


def participants_in(
    parts: Sequence[Part], providers: Mapping[str, str], among: Sequence[tuple[str, str]] | None = None
) -> Participants:
    """Everybody whom any table of the parts names. `providers` says whose each program is; its own where it does not.

    Parts are in the order of acceptance: the latest row of a participant stands. `among` asks for a few of them only,
    by program and id. Raises StoreError where a part cannot be read.
    """
    from groundswell.engine.linkage.records import TEXT_FIELDS  # with it comes the engine, which takes a moment

    names = sorted({part.program_id for part in parts})
    numbers = {name: number for number, name in enumerate(names)}
    wanted = None if among is None else [(numbers[program], who) for program, who in among if program in numbers]
    with reading_parts(), open_connection([part.folder for part in parts]) as connection:
        known = _columns(connection, parts)
        ids = sorted({name for each in known.values() for name in each if name.startswith(AGREED_ID_PREFIX)})
        encoded = [ENCODING.name] if any(ENCODING.name in each for each in known.values()) else []
        columns = [*TEXT_FIELDS, *ids, *encoded]
        found = _rows(connection, parts, numbers, known, columns, wanted)
    return _participants(found, names, providers, columns)


def _columns(connection: DuckDBPyConnection, parts: Sequence[Part]) -> dict[int, set[str]]:
    """Which columns each part's participants have, by the part's place."""
    known: dict[int, set[str]] = {}
    for place, part in enumerate(parts):
        if path := part.files.get("participants"):
            connection.execute("SELECT name FROM parquet_schema(?)", [str(path)])
            known[place] = {str(row[0]) for row in connection.fetchall()}
    return known


def _rows(
    connection: DuckDBPyConnection,
    parts: Sequence[Part],
    numbers: Mapping[str, int],
    known: Mapping[int, set[str]],
    columns: Sequence[str],
    wanted: Sequence[tuple[int, str]] | None,
) -> dict[str, Any]:
    """One row for each participant, in the order of program and id."""
    told = " UNION ALL ".join(
        _told(part, place, numbers[part.program_id], known[place], columns)
        for place, part in enumerate(parts)
        if place in known
    )
    named = " UNION ".join(
        f"SELECT {numbers[part.program_id]} AS program, CAST(participant_id AS VARCHAR) AS participant_id "
        f"FROM read_parquet({quoted(str(path))})"
        for part in parts
        for table, path in part.files.items()
        if table in RECORD_TABLES
    )
    if not named:
        return {}
    picked = ", ".join(f"t.c{place}" for place in range(len(columns)))
    blank = ", ".join(f"CAST(NULL AS VARCHAR) AS c{place}" for place in range(len(columns)))
    nobody = (
        "SELECT CAST(NULL AS INTEGER) AS program, CAST(NULL AS INTEGER) AS part, CAST(NULL AS VARCHAR) AS "
        f"participant_id, CAST(NULL AS DATE) AS birth_date, {blank} WHERE FALSE"
    )
    among = ""
    if wanted is not None:
        programs = np.array([program for program, _ in wanted], np.int64)
        connection.register(
            "wanted", {"program": programs, "who": np.array([who for _, who in wanted] or [""], object)[: len(wanted)]}
        )
        among = "JOIN wanted AS w ON w.program = n.program AND w.who = n.participant_id"
    connection.execute(f"""
        SELECT n.program, n.participant_id, t.birth_date, {picked}
        FROM ({named}) AS n
        LEFT JOIN (
            SELECT *, ROW_NUMBER() OVER (PARTITION BY program, participant_id ORDER BY part DESC) AS turn
            FROM ({told or nobody})
        ) AS t ON t.program = n.program AND t.participant_id = n.participant_id AND t.turn = 1
        {among}
        WHERE n.participant_id IS NOT NULL ORDER BY n.program, n.participant_id""")
    return dict(connection.fetchnumpy())


def _told(part: Part, place: int, program: int, known: set[str], columns: Sequence[str]) -> str:
    def column(name: str, kind: str) -> str:
        return f"CAST({quoted_name(name) if name in known else 'NULL'} AS {kind})"

    texts = ", ".join(f"{column(name, 'VARCHAR')} AS c{at}" for at, name in enumerate(columns))
    return (
        f"SELECT {program} AS program, {place} AS part, {column('participant_id', 'VARCHAR')} AS participant_id, "
        f"{column('birth_date', 'DATE')} AS birth_date, {texts} "
        f"FROM read_parquet({quoted(str(part.file('participants')))})"
    )


def _participants(
    found: Mapping[str, Any], names: Sequence[str], providers: Mapping[str, str], columns: Sequence[str]
) -> Participants:
    from groundswell.engine.linkage.records import TEXT_FIELDS, PersonRecords

    program = np.asarray(found.get("program", np.zeros(0)), np.int32)
    whose = [providers.get(name, "") or f"program {name}" for name in names]
    owners = {owner: number for number, owner in enumerate(dict.fromkeys(whose))}
    provider = np.array([owners[owner] for owner in whose], np.int32)[program] if len(names) else program
    texts = {name: _texts(found.get(f"c{at}"), len(program)) for at, name in enumerate(columns)}
    records = PersonRecords(
        {name: texts[name] for name in TEXT_FIELDS}, _days(found.get("birth_date"), len(program)), program, provider,
        {name.removeprefix(AGREED_ID_PREFIX): texts[name] for name in columns if name.startswith(AGREED_ID_PREFIX)},
        texts.get(ENCODING.name),
    )  # fmt: skip
    named = np.array(names, object)[program] if len(names) else np.zeros(0, object)
    return Participants(named, _texts(found.get("participant_id"), len(program)), records)


def _texts(given: Any, count: int) -> Objects:
    """Text with "" where there is none."""
    if given is None:
        return np.full(count, "", object)
    plain = np.ma.getdata(given).astype(object)
    plain[np.ma.getmaskarray(given)] = ""
    return np.asarray(plain)


def _days(given: Any, count: int) -> NDArray[np.datetime64]:
    if given is None:
        return np.full(count, "NaT", "datetime64[D]")
    days = np.ma.getdata(given).astype("datetime64[D]")
    days[np.ma.getmaskarray(given)] = np.datetime64("NaT")
    return np.asarray(days)
