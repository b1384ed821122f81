"""The queries that count people in programs, over the tables that `engine.measures.records_sql` makes ready.

A person is in a program in a period where an enrollment of hers touches one of its months, or a service was given in
one. A combination is a set of programs as bits: word 0 has the first 62 programs, word 1 the next, and so on, so that
any number of programs can be told apart. Where a person's records say different places or groups, most of them
decide, and of as many the first in the alphabet.
"""

# Queries are made of our own names and of whole numbers; what people wrote never enters them.
# ruff: noqa: S608

from __future__ import annotations

from groundswell.engine.measures.records_sql import Step

BITS = 62  # of a signed whole number of 64 bits
WHOLE, PLACE = -2, -1  # what a row is of, beside the number of a dimension


def words_of_bits(programs: int) -> int:
    """How many whole numbers hold a bit for every program.

    >>> words_of_bits(0), words_of_bits(62), words_of_bits(63)
    (1, 1, 2)
    """
    return max(1, -(-programs // BITS))


def participation_steps(dimensions: int, programs: int, grain: int) -> list[Step]:
    """The tables to be made: who was where when, in which combination, what is known of everybody, and the counts."""
    return [
        ("served", _served(grain)),
        ("combined", _combined(words_of_bits(programs))),
        ("known", _known(dimensions)),
        ("combinations", _combinations(dimensions, words_of_bits(programs))),
    ]


def pathways_query(within_days: int) -> str:
    """origin, destination, people, median_days: first enrollments that followed one another within so many days."""
    firsts = "(SELECT person, program, MIN(started) AS first FROM enrollments GROUP BY person, program)"
    return f"""
        SELECT a.program AS origin, b.program AS destination, COUNT(*) AS people,
            QUANTILE_CONT(b.first - a.first, 0.5) AS median_days
        FROM {firsts} AS a
        JOIN {firsts} AS b ON b.person = a.person AND b.program <> a.program
        WHERE b.first > a.first AND b.first - a.first <= {int(within_days)}
        GROUP BY a.program, b.program"""


def _served(grain: int) -> str:
    return f"""
        SELECT e.person, e.program, p.period
        FROM enrollments AS e
        JOIN periods AS p ON p.grain = {int(grain)}
            AND e.started_month <= p.last_month AND e.last_month >= p.first_month
        UNION
        SELECT s.person, s.program, m.period
        FROM services AS s
        JOIN months AS m ON m.grain = {int(grain)} AND m.month = s.month"""


def _combined(words: int) -> str:
    bits = "".join(
        f", BIT_OR(CASE WHEN program // {BITS} = {word} THEN CAST(1 AS BIGINT) << CAST(program % {BITS} AS INTEGER)"
        f" ELSE 0 END) AS mask_{word}"
        for word in range(words)
    )
    return f"SELECT period, person{bits} FROM served GROUP BY period, person"


def _known(dimensions: int) -> str:
    columns = [(PLACE, "place"), *((number, f"group_{number}") for number in range(dimensions))]
    said = " UNION ALL ".join(
        f"SELECT {kind} AS kind, person, {column} AS word FROM people WHERE {column} IS NOT NULL"
        for kind, column in columns
    )
    return f"""
        SELECT kind, person, word FROM (
            SELECT kind, person, word,
                ROW_NUMBER() OVER (PARTITION BY kind, person ORDER BY COUNT(*) DESC, word) AS turn
            FROM ({said}) AS said
            GROUP BY kind, person, word
        ) AS counted
        WHERE turn = 1"""


def _combinations(dimensions: int, words: int) -> str:
    masks = ", ".join(f"c.mask_{word}" for word in range(words))
    whole = f"""
        SELECT {WHOLE} AS kind, -1 AS word, c.period, {masks}, COUNT(*) AS people
        FROM combined AS c GROUP BY c.period, {masks}"""
    parts = " UNION ALL ".join(
        f"""
        SELECT {kind} AS kind, COALESCE(k.word, -1) AS word, c.period, {masks}, COUNT(*) AS people
        FROM combined AS c LEFT JOIN known AS k ON k.kind = {kind} AND k.person = c.person
        GROUP BY k.word, c.period, {masks}"""
        for kind in (PLACE, *range(dimensions))
    )
    return f"{whole} UNION ALL {parts}"
