"""The same queries on Spark, for records that have outgrown one machine: the same Parquet, the same cells to the bit.

Spark is an extra (`pip install groundswell[spark]`) and needs Java 17 or later; it is imported only when asked for.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

import numpy as np

from groundswell.engine.measures.cells import Breakdown, Counted
from groundswell.engine.measures.cells_sql import CELL_COLUMNS, COUNT_COLUMNS, cell_steps
from groundswell.engine.measures.compile import named_dimensions
from groundswell.engine.measures.given import Given, Table
from groundswell.engine.measures.parts import Part, People
from groundswell.engine.measures.periods import months_of
from groundswell.engine.measures.raw_tables import EARLIEST_DAY, StoredFile, columns_to_read, dimensions_in, tables
from groundswell.engine.measures.records_sql import Step, record_steps
from groundswell.engine.measures.run import query_for

Session = Any  # pyspark's own session; the extra may be absent, so that its type is not known here
Watch = Callable[[str], None]
LOCAL_PARTITIONS, PARTITIONS = 4, 200  # pieces of work: few where there are few cores


class SparkMissingError(RuntimeError):
    """Spark cannot be used on this machine; the message says what is missing and what to do."""


def spark_is_missing() -> str:
    """What is missing, in words; "" where Spark can be used."""
    try:
        import pyspark  # noqa: F401
    except ImportError:
        return "pyspark is not installed; run: pip install groundswell[spark]"
    if shutil.which("java") is None:
        return "Java is not installed; Spark needs Java 17 or later"
    return ""


@contextmanager
def spark_session(master: str, settings: Mapping[str, str] | None = None) -> Iterator[Session]:
    """A session that is stopped at the end, unless somebody else had opened it; `settings` are for a new one alone.

    Raises SparkMissingError.
    """
    missing = spark_is_missing()
    if missing:
        raise SparkMissingError(missing)
    from pyspark.sql import SparkSession

    opened = SparkSession.getActiveSession()
    session = opened or (
        SparkSession.builder.master(master)
        .appName("groundswell")
        .config(map=dict(settings or {}))
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.shuffle.partitions", str(LOCAL_PARTITIONS if master.startswith("local") else PARTITIONS))
        .config("spark.sql.catalogImplementation", "in-memory")
        .config("spark.log.level", "ERROR")
        .getOrCreate()
    )
    try:
        yield session
    finally:
        if opened is None:
            session.stop()


def counts_by_spark(
    parts: Sequence[Part],
    given: Given,
    people: People | None,
    breakdown: Breakdown,
    watch: Watch,
    master: str,
) -> Counted:
    """Cells counted by Spark. Raises SparkMissingError where it cannot be used."""
    watch("session")
    with spark_session(master) as session:
        work = _Work(session, watch)
        try:
            return work.counted(parts, given, people, breakdown)
        finally:
            work.forget()


class _Work:
    """One run in a session: the views it made, which are forgotten at the end."""

    def __init__(self, session: Session, watch: Watch) -> None:
        self.session, self.watch = session, watch
        self.views: list[str] = []

    def counted(self, parts: Sequence[Part], given: Given, people: People | None, breakdown: Breakdown) -> Counted:
        self.watch("records")
        dimensions, months = self._load(parts, given, people)
        self._make(record_steps(dimensions))
        query = query_for(given, dimensions)
        shown = len(dimensions) if breakdown.groups else 0
        steps = cell_steps(shown, sites=breakdown.sites, places=breakdown.places, crossed=breakdown.crossed)
        self._make([*query.features, ("unit_rows", query.unit_rows), steps[0]])
        self.watch("cells")
        columns = (*CELL_COLUMNS, *COUNT_COLUMNS)
        rows = self._sql(steps[1][1]).select(*columns).collect()
        counts = {name: np.array([int(row[place]) for row in rows], np.int64) for place, name in enumerate(columns)}
        words = [str(row[0]) for row in self._sql("SELECT word FROM words ORDER BY code").collect()]
        return Counted(counts, words, dimensions, months)

    def _load(self, parts: Sequence[Part], given: Given, people: People | None) -> tuple[list[str], tuple[int, int]]:
        files = self._files(parts, given.program_numbers)
        dimensions = dimensions_in(files, named_dimensions([each.rule for each in given.measures]))
        for table in tables():
            self._view(f"raw_{table}", self._raw(table, files[table], dimensions))
        self._store("given_words", given.word_table())
        self._store("links", given.link_table(people))
        self._store("scopes", given.scope_table())
        self._store("programs", given.program_table())
        first = given.wanted.since or self._earliest() or given.wanted.as_of
        for name, content in given.period_tables(first).items():
            self._store(name, content)
        months = months_of(given.wanted, first)
        return dimensions, (months[0], months[-1])

    def _files(self, parts: Sequence[Part], programs: Mapping[str, int]) -> dict[str, list[StoredFile]]:
        found: dict[str, list[StoredFile]] = {table: [] for table in tables()}
        for place, part in enumerate(parts):
            for table, path in part.files.items():
                columns = frozenset(self.session.read.parquet(str(path)).columns)
                found[table].append(StoredFile(programs[part.program_id], place, path, columns))
        return found

    def _raw(self, table: str, files: Sequence[StoredFile], dimensions: Sequence[str]) -> Any:
        from pyspark.sql import functions

        columns = columns_to_read(table, dimensions)
        made = None
        for file in files:
            read = self.session.read.parquet(str(file.path)).select(
                functions.lit(file.program).alias("program"),
                functions.lit(file.part).alias("part"),
                *(_column(file, kind, sources).alias(name) for name, kind, sources in columns),
            )
            made = read if made is None else made.unionByName(read)
        if made is None:
            kinds = ", ".join(f"{name} {_spark_type(kind)}" for name, kind, _ in columns)
            made = self.session.createDataFrame([], f"program INT, part INT, {kinds}")
        return made

    def _earliest(self) -> date | None:
        found = self._sql(EARLIEST_DAY).collect()[0][0]
        return found if isinstance(found, date) else None

    def _store(self, name: str, content: Table) -> None:
        columns = list(content)
        kinds = ", ".join(f"{column} {_kind(content[column], column)}" for column in columns)
        lists = [values.tolist() if isinstance(values, np.ndarray) else values for values in content.values()]
        self._view(name, self.session.createDataFrame(list(zip(*lists, strict=True)), kinds))

    def _make(self, steps: Sequence[Step]) -> None:
        for name, query in steps:
            self.watch(name)
            # Cut off from how it was made: plans that hold the plans of all tables before them grow beyond reading.
            self._view(name, self._sql(query).localCheckpoint(eager=False))

    def _view(self, name: str, frame: Any) -> None:
        frame.createOrReplaceTempView(name)
        self.views.append(name)

    def _sql(self, query: str) -> Any:
        return self.session.sql(in_spark_words(query))

    def forget(self) -> None:
        """Records about people do not stay in a session that somebody else goes on using."""
        for name in reversed(self.views):
            self.session.catalog.uncacheTable(name)
            self.session.catalog.dropTempView(name)


def in_spark_words(query: str) -> str:
    """A query of ours as Spark writes it.

    >>> in_spark_words("SELECT DATE_DIFF('day', DATE '0001-01-01', started) AS started FROM enrollments")
    "SELECT DATEDIFF(DAY, CAST('0001-01-01' AS DATE), started) AS started FROM enrollments"
    """
    import sqlglot

    return str(sqlglot.transpile(query, read="duckdb", write="spark")[0])


def _column(file: StoredFile, kind: str, sources: Sequence[str]) -> Any:
    from pyspark.sql import functions

    there = [functions.col(f"`{source.replace('`', '``')}`") for source in sources if source in file.columns]
    value = functions.coalesce(*there) if there else functions.lit(None)
    return value.cast(_spark_type(kind))


def _spark_type(kind: str) -> str:
    return {"VARCHAR": "STRING"}.get(kind, kind)


def _kind(values: Any, column: str) -> str:
    if isinstance(values, np.ndarray):
        return "BIGINT"
    return "DATE" if column.endswith("_day") else "STRING"
