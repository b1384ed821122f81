"""People in programs, counted from the stored parts: one pass over enrollments and services by DuckDB."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from groundswell.engine.connection import MEMORY_LIMIT, open_connection
from groundswell.engine.measures import duck
from groundswell.engine.measures.given import Given
from groundswell.engine.measures.parts import Part, People, Programs
from groundswell.engine.measures.periods import PeriodsWanted, period_of
from groundswell.engine.measures.records_sql import record_steps
from groundswell.engine.measures.run import Progress, Stopwatch
from groundswell.engine.participation.found import Combination, Participation, Pathway
from groundswell.engine.participation.participation_sql import (
    BITS,
    PLACE,
    WHOLE,
    participation_steps,
    pathways_query,
    words_of_bits,
)
from groundswell.engine.store.faults import reading_parts

WITHIN_DAYS = 365  # a first enrollment that follows later than this is no pathway
_STEPS = 12


def participation(
    parts: Sequence[Part],
    wanted: PeriodsWanted,
    *,
    people: People | None = None,
    linked_only: bool = False,
    until: Mapping[str, date] | None = None,
    within_days: int = WITHIN_DAYS,
    memory_limit: str = MEMORY_LIMIT,
    threads: int | None = None,
    spill: Path | None = None,
    progress: Progress | None = None,
) -> Participation:
    """Exclusive combinations in every period of the one grain that is wanted, and pathways over all time.

    `people` says who is one person; without it everybody is a person of her own within her program. `linked_only`
    counts nobody whom it does not name. `until` says to which day a program's records speak. Raises StoreError where a
    part cannot be read, ValueError where more than one length of period is wanted.
    """
    if len(wanted.grains) != 1:
        raise ValueError("people in programs are counted in periods of one length")
    programs = Programs.of(parts, (), {})
    if not programs.ids:
        return Participation((), (), within_days, {})
    given = Given.of((), programs, wanted, until)
    watch = Stopwatch(_STEPS, progress, None)
    folders = [part.folder for part in parts]
    with (
        reading_parts(),
        open_connection(folders, memory_limit=memory_limit, threads=threads, spill=spill) as connection,
    ):
        watch("records")
        dimensions, months = duck.load_tables(connection, given, parts, people, [])
        duck.make(connection, record_steps(dimensions, linked_only=linked_only), watch)
        duck.make(connection, participation_steps(len(dimensions), len(programs.ids), wanted.grains[0]), watch)
        watch("pathways")
        combined = duck.arrays(connection, "SELECT * FROM combinations")
        moves = duck.done(connection, pathways_query(within_days))
        words = duck.words(connection)
    watch("done")
    named = _Names(programs.ids, words, dimensions, wanted, months)
    pathways = sorted(
        Pathway(programs.ids[origin], programs.ids[destination], int(count), float(days))
        for origin, destination, count, days in moves
    )
    return Participation(named.combinations(combined), tuple(pathways), within_days, dict(watch.seconds))


class _Names:
    """What the numbers in the counted rows stand for."""

    def __init__(
        self, programs: Sequence[str], words: Sequence[str], dimensions: Sequence[str], wanted: PeriodsWanted,
        months: tuple[int, int],
    ) -> None:  # fmt: skip
        self._programs, self._words, self._dimensions = programs, words, dimensions
        self._wanted, self._months = wanted, months

    def combinations(self, rows: duck.Arrays) -> tuple[Combination, ...]:
        """The counted rows in words, in a settled order."""
        masks = [rows[f"mask_{word}"] for word in range(words_of_bits(len(self._programs)))]
        found = [
            Combination(
                period_of(self._wanted.grains[0], int(rows["period"][at]), self._wanted, self._months),
                self._dimension(int(rows["kind"][at])),
                self._words[int(word)] if (word := rows["word"][at]) >= 0 else "",
                self._of_bits([int(mask[at]) for mask in masks]),
                int(rows["people"][at]),
            )
            for at in range(len(rows["people"]))
        ]
        return tuple(sorted(found))

    def _dimension(self, kind: int) -> str:
        return {WHOLE: "", PLACE: "place"}.get(kind) or (self._dimensions[kind] if kind >= 0 else "")

    def _of_bits(self, masks: Sequence[int]) -> tuple[str, ...]:
        return tuple(program for at, program in enumerate(self._programs) if masks[at // BITS] >> (at % BITS) & 1)
