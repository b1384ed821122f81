"""Computing measures: from parts and rules to cells, on this machine or on a cluster, with the time each step took."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from groundswell.engine.connection import MEMORY_LIMIT, open_connection
from groundswell.engine.measures import duck
from groundswell.engine.measures.cells import Breakdown, Counted, MeasureCells, cells_from, no_cells
from groundswell.engine.measures.cells_sql import cell_steps
from groundswell.engine.measures.compile import Compiled, compiled, named_dimensions
from groundswell.engine.measures.given import Given
from groundswell.engine.measures.parts import ComputedMeasure, Part, People, ProgramPlace, Programs, data_version
from groundswell.engine.measures.periods import PeriodsWanted
from groundswell.engine.measures.records_sql import record_steps
from groundswell.engine.store.faults import reading_parts

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Engine = Literal["duckdb", "spark"]
Progress = Callable[[str, float], None]  # the step, and how much of the work is done, 0 to 1
Cancelled = Callable[[], bool]


class StoppedError(Exception):
    """Somebody asked for the work to stop; nothing was stored."""


@dataclass(frozen=True, slots=True, eq=False)
class MeasuresRun:
    """The cells, which engine made them, how long each step took, and which data and people they stand on."""

    values: MeasureCells
    engine: str
    seconds: Mapping[str, float]
    data_version: str


@dataclass(slots=True)
class Stopwatch:
    """Times steps, tells how far the work is, and stops it between two steps where somebody asks for that."""

    steps: int
    progress: Progress | None
    cancelled: Cancelled | None
    seconds: dict[str, float] = field(default_factory=dict)
    _current: str = ""
    _since: float = 0.0

    def __call__(self, step: str) -> None:
        """The next step begins."""
        now = time.perf_counter()
        if self._current:
            self.seconds[self._current] = round(now - self._since, 4)
        if self.cancelled is not None and self.cancelled():
            raise StoppedError(step)
        if self.progress is not None:
            self.progress(step, min(len(self.seconds) / max(self.steps, 1), 1.0))
        self._current, self._since = step, now


def run_measures(
    parts: Sequence[Part],
    measures: Sequence[ComputedMeasure],
    wanted: PeriodsWanted,
    *,
    places: Mapping[str, ProgramPlace] | None = None,
    until: Mapping[str, date] | None = None,
    people: People | None = None,
    linked_only: bool = False,
    breakdown: Breakdown | None = None,
    engine: Engine = "duckdb",
    count_by_sql: bool = False,
    spark_master: str = "local[2]",
    memory_limit: str = MEMORY_LIMIT,
    threads: int | None = None,
    spill: Path | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> MeasuresRun:
    """Every measure for each of its programs and for every scope that holds them.

    `until` says to which day a program's records speak, where that is before the day of all: what came later is not
    known of it. `people` says who is one person; without it participants are told apart within their program only.
    `linked_only` counts nobody whom `people` does not name.
    `progress` hears each step and how much is done; when `cancelled` says true the work stops with `StoppedError`.
    `count_by_sql` counts by the portable query instead of the stamp cube, to the same cells. Raises StoreError where a
    part cannot be read.
    """
    programs = Programs.of(parts, measures, places or {})
    given = Given.of(measures, programs, wanted, until)
    if not measures:  # there is nothing to ask of the records
        return MeasuresRun(no_cells(given), engine, {}, data_version(parts))
    watch = Stopwatch(10 + len(measures), progress, cancelled)
    chosen = breakdown or Breakdown()
    if engine == "spark":
        from groundswell.engine.spark import counts_by_spark

        found = counts_by_spark(parts, given, people, chosen, watch, spark_master, linked_only=linked_only)
    else:
        folders = [part.folder for part in parts]
        with (
            reading_parts(),
            open_connection(folders, memory_limit=memory_limit, threads=threads, spill=spill) as connection,
        ):
            found = _counts_by_duckdb(
                connection, parts, given, people, chosen, count_by_sql, watch, linked_only=linked_only
            )
    values = cells_from(found, given)
    watch("done")
    return MeasuresRun(values, engine, dict(watch.seconds), data_version(parts))


def _counts_by_duckdb(
    connection: DuckDBPyConnection,
    parts: Sequence[Part],
    given: Given,
    people: People | None,
    breakdown: Breakdown,
    by_sql: bool,
    watch: Stopwatch,
    *,
    linked_only: bool,
) -> Counted:
    watch("records")
    dimensions, months = duck.load_tables(
        connection, given, parts, people, named_dimensions([each.rule for each in given.measures])
    )
    duck.make(connection, record_steps(dimensions, linked_only=linked_only), watch)
    query = query_for(given, dimensions)
    duck.make(connection, query.features, watch)
    shown = dimensions if breakdown.groups else []
    if by_sql:
        steps = [
            ("unit_rows", query.unit_rows),
            *cell_steps(len(shown), sites=breakdown.sites, places=breakdown.places, crossed=breakdown.crossed),
        ]
        duck.make(connection, steps, watch)
        counts = duck.arrays(connection, "SELECT * FROM cells")
    else:
        # Numba is slow to import; whoever counts nothing does not wait for it.
        from groundswell.engine.measures.counting import counted_cells

        watch("unit_rows")
        rows = duck.arrays(connection, query.unit_rows)
        watch("cells")
        calendar = duck.arrays(connection, "SELECT row_grain, row_period, grain, period FROM calendar")
        counts = counted_cells(rows, calendar, given.scopes_by_program, len(given.measures), len(shown), breakdown)
    return Counted(counts, duck.words(connection), dimensions, months)


def query_for(given: Given, dimensions: Sequence[str]) -> Compiled:
    """All measures of a run as one query."""
    return compiled(
        given.measures,
        words=given.words,
        programs=given.program_numbers,
        dimensions=dimensions,
        now=given.now,
    )
