"""The queries that make the stored tables ready: who is one person, what has happened so far, words as numbers.

They are written for DuckDB and can be said to Spark. They read `raw_participants`, `raw_enrollments`, `raw_services`
and `raw_outcomes` (every program's parts one below another, each row with the numbers of its program and part),
`links` (who is one person), `programs` (to which day each one's records speak) and `given_words`. No word that people
wrote is ever part of a query: words travel in tables and are numbers here. Days and months are whole numbers
(`periods.py`), quantities and scores whole millionths, so that any engine adds and compares them alike.
"""

# Queries are made of our own names and of whole numbers; what people wrote never enters them.
# ruff: noqa: S608

from __future__ import annotations

from collections.abc import Sequence

Step = tuple[str, str]  # a table's name, and the query that makes it
APART = 1 << 40  # more rows than a program has: keeps the numbers of different programs apart
MILLIONTHS = 1_000_000
LARGEST = 1_000_000_000  # a quantity or score beyond this is no quantity: it counts as blank


def record_steps(dimensions: Sequence[str], *, linked_only: bool = False) -> list[Step]:
    """The tables that every measure reads, in the order in which they are made.

    `linked_only` leaves out participants whom nobody has linked yet, with all that happened to them.
    """
    return [
        ("words", _words(len(dimensions))),
        ("people", _people(len(dimensions), linked_only=linked_only)),
        ("enrollments", _enrollments()),
        ("services", _services()),
        ("outcomes", _outcomes()),
    ]


def day_sql(column: str) -> str:
    """A date as the number of its day."""
    return f"DATE_DIFF('day', DATE '0001-01-01', {column})"


def month_sql(column: str) -> str:
    """A date as the number of its month."""
    return f"(EXTRACT(YEAR FROM {column}) * 12 + EXTRACT(MONTH FROM {column}) - 1)"


def millionths_sql(column: str) -> str:
    """A number as whole millionths; blank where it is no number that people could mean."""
    whole = f"CAST(FLOOR({column} * {MILLIONTHS}e0 + 0.5e0) AS BIGINT)"
    return f"CASE WHEN {column} BETWEEN -{LARGEST}e0 AND {LARGEST}e0 THEN {whole} END"


def _words(dimensions: int) -> str:
    """Words that a rule names come first, with their numbers; then sites, places and groups, in their order."""
    columns = [("raw_enrollments", "site"), ("raw_services", "site"), ("raw_participants", "place_id")]
    columns += [("raw_participants", f"group_{number}") for number in range(dimensions)]
    found = " UNION ".join(f"SELECT {column} AS word FROM {table}" for table, column in columns)
    return f"""
        SELECT word, code FROM given_words
        UNION ALL
        SELECT f.word, g.known + ROW_NUMBER() OVER (ORDER BY f.word) - 1 AS code
        FROM ({found}) AS f
        CROSS JOIN (SELECT COUNT(*) AS known FROM given_words) AS g
        LEFT JOIN given_words AS w ON w.word = f.word
        WHERE f.word IS NOT NULL AND w.word IS NULL"""


def _people(dimensions: int, *, linked_only: bool) -> str:
    """Every participant that any table names: `who` in this program, which `person`, and what is known of them."""
    tables = ("raw_participants", "raw_enrollments", "raw_services", "raw_outcomes")
    keys = " UNION ".join(
        f"SELECT program, participant_id FROM {table} WHERE participant_id IS NOT NULL" for table in tables
    )
    groups = "".join(f", w{number}.code AS group_{number}" for number in range(dimensions))
    texts = "".join(f", group_{number}" for number in range(dimensions))
    joins = "".join(
        f" LEFT JOIN words AS w{number} ON w{number}.word = p.group_{number}" for number in range(dimensions)
    )
    linked = "JOIN" if linked_only else "LEFT JOIN"
    return f"""
        SELECT k.program, k.participant_id, k.who, COALESCE(l.person, -1 - k.who) AS person,
            p.birth_date, w.code AS place{groups}
        FROM (
            SELECT program, participant_id,
                CAST(program AS BIGINT) * {APART}
                + ROW_NUMBER() OVER (PARTITION BY program ORDER BY participant_id) AS who
            FROM ({keys}) AS named
        ) AS k
        {linked} links AS l ON l.program = k.program AND l.participant_id = k.participant_id
        LEFT JOIN (
            SELECT program, participant_id, birth_date, place_id{texts},
                ROW_NUMBER() OVER (PARTITION BY program, participant_id ORDER BY part DESC) AS turn
            FROM raw_participants
        ) AS p ON p.program = k.program AND p.participant_id = k.participant_id AND p.turn = 1
        LEFT JOIN words AS w ON w.word = p.place_id{joins}"""


def _enrollments() -> str:
    """Enrollments that began by now; an end that lies ahead has not come, and neither has its reason.

    Now is the day to which the program's own records speak: what comes after it nobody has told.
    """
    started, ended = day_sql("e.started"), day_sql("e.ended")
    has_ended = f"{ended} <= t.now"
    return f"""
        SELECT e.program, e.who, e.person, e.enrollment, e.started_on, e.started, e.ended, e.reason,
            e.started_month, e.ended_month, e.site, e.now, COALESCE(e.ended_month, e.now_month) AS last_month
        FROM (
            SELECT e.program, w.who, w.person,
                CAST(e.program AS BIGINT) * {APART}
                + ROW_NUMBER() OVER (PARTITION BY e.program ORDER BY e.enrollment_id, e.started) AS enrollment,
                e.started AS started_on, {started} AS started,
                CASE WHEN {has_ended} THEN {ended} END AS ended,
                CASE WHEN {has_ended} THEN r.code END AS reason,
                {month_sql("e.started")} AS started_month,
                CASE WHEN {has_ended} THEN {month_sql("e.ended")} END AS ended_month,
                s.code AS site, t.now, t.now_month,
                CASE WHEN e.ended IS NULL OR e.ended >= e.started THEN 1 ELSE 0 END AS can_be
            FROM (
                SELECT program, enrollment_id, participant_id, started, ended, end_reason, site,
                    ROW_NUMBER() OVER (PARTITION BY program, enrollment_id ORDER BY part DESC) AS turn
                FROM raw_enrollments
            ) AS e
            JOIN programs AS t ON t.program = e.program
            JOIN people AS w ON w.program = e.program AND w.participant_id = e.participant_id
            LEFT JOIN words AS r ON r.word = e.end_reason
            LEFT JOIN words AS s ON s.word = e.site
            WHERE (e.turn = 1 OR e.enrollment_id IS NULL) AND e.started IS NOT NULL
        ) AS e
        WHERE e.can_be = 1 AND e.started <= e.now"""


def _services() -> str:
    return f"""
        SELECT s.program, w.who, w.person, s.date AS dated_on, {day_sql("s.date")} AS dated,
            {month_sql("s.date")} AS month, n.code AS service, u.code AS unit, t.code AS site,
            {millionths_sql("s.quantity")} AS quantity
        FROM raw_services AS s
        JOIN programs AS k ON k.program = s.program
        JOIN people AS w ON w.program = s.program AND w.participant_id = s.participant_id
        LEFT JOIN words AS n ON n.word = s.service
        LEFT JOIN words AS u ON u.word = s.unit
        LEFT JOIN words AS t ON t.word = s.site
        WHERE {day_sql("s.date")} <= k.now"""


def _outcomes() -> str:
    return f"""
        SELECT o.program, w.who, w.person, o.date AS dated_on, {day_sql("o.date")} AS dated,
            {month_sql("o.date")} AS month, n.code AS outcome,
            CASE WHEN o.achieved THEN 1 WHEN NOT o.achieved THEN 0 END AS achieved,
            {millionths_sql("o.score")} AS score
        FROM raw_outcomes AS o
        JOIN programs AS k ON k.program = o.program
        JOIN people AS w ON w.program = o.program AND w.participant_id = o.participant_id
        LEFT JOIN words AS n ON n.word = o.outcome
        WHERE {day_sql("o.date")} <= k.now"""
