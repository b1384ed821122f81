"""Splink as the second engine: the same records and settings, its model, on DuckDB here or on Spark.

Splink (Ministry of Justice, MIT licence) is an extra: `pip install groundswell[link]`. It is the reference in tests,
and on Spark the way past one machine. It looks at the pairs and says how likely each is; clusters, counts and ranges
are made of that as they are for our own engine.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from groundswell.engine.connection import MEMORY_LIMIT, open_connection
from groundswell.engine.linkage.coded import Coded, Codes, Lists, coded, crowded, without
from groundswell.engine.linkage.joining import grouped_by_probability
from groundswell.engine.linkage.linking import Linkage, LinkageError, Pairs, Two, linked_by
from groundswell.engine.linkage.records import PersonRecords
from groundswell.engine.linkage.settings import Decisions, LinkageSettings
from groundswell.engine.linkage.splink_model import (
    NOTHING_ALIKE,
    Learned,
    missed_by_splink,
    splink_settings,
    splink_table,
    train,
)  # fmt: skip
from groundswell.engine.measures.run import StoppedError, Stopwatch

SEED = 1
RANDOM_PAIRS = TRAINING_PAIRS = 500_000.0
_OF_SPARK = {"spark.io.encryption.enabled": "true"}  # what Spark lays down on disk holds names


@dataclass(frozen=True, slots=True, eq=False)
class SplinkPairs:
    """Pairs of records that came near (left < right), how likely each is, and how many were looked at."""

    left: NDArray[np.int32]
    right: NDArray[np.int32]
    probability: NDArray[np.float32]
    candidates: int
    missed: float  # the share of pairs of one person that share no block, by what was learned


def splink_is_missing() -> str:
    """What is missing, in words; "" where Splink can be used."""
    try:
        import splink  # noqa: F401
    except ImportError:
        return "Splink is not installed; run: pip install groundswell[link]"
    return ""


def link_by_splink(
    records: PersonRecords, settings: LinkageSettings, decisions: Decisions, watch: Stopwatch, spark_master: str = ""
) -> Linkage:
    """By Splink. There is no model of ours behind it, so that no link can be explained by one.

    Raises LinkageError where an extra is missing, or where Splink fails.
    """
    watch("read")
    numbers, lists = coded(records)
    found = splink_pairs(
        without(numbers, crowded(numbers)), lists, lowest=settings.near, spark_master=spark_master, watch=watch
    )
    pairs = Pairs(found.left, found.right, found.probability)

    def groups(which: NDArray[np.bool_] | slice, same: Two, apart: Two) -> Codes:
        sure = np.zeros(len(pairs), bool)
        sure[which] = True
        sure &= pairs.probability >= settings.linked
        left, right, probability = pairs.left[sure], pairs.right[sure], pairs.probability[sure]
        return grouped_by_probability(len(records), left, right, probability, same=same, apart=apart)

    nobody = np.zeros(0, np.int32)
    linkage = linked_by(groups, pairs, found.missed, nobody, records.provider, settings, decisions, watch)
    return replace(linkage, candidate_pairs=found.candidates, engine="splink")


def splink_pairs(
    records: Coded, lists: Lists, *, lowest: float, spark_master: str = "",
    training_pairs: float | None = TRAINING_PAIRS, random_pairs: float = RANDOM_PAIRS,
    memory_limit: str = MEMORY_LIMIT, watch: Callable[[str], None] = lambda _step: None,
) -> SplinkPairs:  # fmt: skip
    """Every pair that is at least `lowest` likely to be one person.

    `spark_master` has Spark do the work ("local[2]", "spark://..."). Raises LinkageError where an extra is missing, or
    where Splink fails.
    """
    if missing := splink_is_missing():
        raise LinkageError(missing)
    if len(records.facts) < 2:
        return _none()
    table = splink_table(records, lists)
    with _told_without_names():
        watch("train")
        learned = _learned(table, training_pairs, random_pairs, memory_limit)
        with splink_linker(table, learned, spark_master, memory_limit) as linker:
            watch("weigh")
            blocked = linker.inference.compute_blocked_pairs_for_predict()
            candidates = _count(linker, blocked.physical_name)
            found = linker.inference.predict(threshold_match_probability=lowest, warning_mode="never")
            return _fetched(found, candidates, missed_by_splink(table, learned))


def _learned(table: Any, training_pairs: float | None, random_pairs: float, memory_limit: str) -> Learned:
    """The model is learned here, also where Spark does the rest: a share of the pairs is enough for it."""
    with splink_linker(table, None, "", memory_limit) as linker:
        return train(linker, table.column_names, most_pairs=training_pairs, random_pairs=random_pairs, seed=SEED)


@contextmanager
def splink_linker(
    table: Any, learned: Learned | None = None, spark_master: str = "", memory_limit: str = MEMORY_LIMIT
) -> Iterator[Any]:
    """Splink's linker over a table, on a connection or session of its own that is gone afterwards."""
    from splink import Linker

    with _quiet(), _backend(spark_master, memory_limit) as backend:
        yield Linker(backend.register(table), splink_settings(table.column_names, learned), log_level=None)


@contextmanager
def _backend(spark_master: str, memory_limit: str) -> Iterator[Any]:
    if not spark_master:
        from splink import DuckDBAPI

        with open_connection(memory_limit=memory_limit) as connection:
            yield DuckDBAPI(connection)
        return
    from groundswell.engine.spark import spark_session

    with spark_session(spark_master, _OF_SPARK) as session:
        yield _spark(session)
        session.catalog.clearCache()


def _spark(session: Any) -> Any:
    """Splink on a session, with the functions that compare words. What it keeps stays in memory, not in files."""
    from splink import SparkAPI
    from splink.backends.spark import similarity_jar_location

    session.sql(f"ADD JAR '{similarity_jar_location()}'")
    return SparkAPI(spark_session=session, break_lineage_method="persist", num_partitions_on_repartition=4)


def _count(linker: Any, name: str) -> int:
    counted = linker.misc.query_sql(f"SELECT count(*) AS n FROM {name}", output_type="splink_df")  # noqa: S608 - its own
    return int(counted.as_pyarrow_table().column("n")[0].as_py())


def _fetched(found: Any, candidates: int, missed: float) -> SplinkPairs:
    table = found.as_pyarrow_table()
    one, other = (table.column(name).to_numpy().astype(np.int32) for name in ("record_l", "record_r"))
    left, right = np.minimum(one, other), np.maximum(one, other)
    order = np.lexsort([right, left])
    probability = table.column("match_probability").to_numpy().astype(np.float32)
    return SplinkPairs(left[order], right[order], probability[order], candidates, missed)


def _none() -> SplinkPairs:
    nobody = np.zeros(0, np.int32)
    return SplinkPairs(nobody, nobody, np.zeros(0, np.float32), 0, 0.0)


@contextmanager
def _quiet() -> Iterator[None]:
    """Splink speaks of every step, and of parameters that the records do not show; nobody asked."""
    heard = logging.getLogger("splink")
    before = heard.level
    heard.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        heard.setLevel(before)


@contextmanager
def _told_without_names() -> Iterator[None]:
    """A failure of Splink quotes its query, and may quote a record: it is told by its kind alone."""
    from groundswell.engine.spark import SparkMissingError

    try:
        yield
    except (LinkageError, StoppedError):
        raise
    except SparkMissingError as failure:
        raise LinkageError(str(failure)) from None
    except Exception as failure:
        said = NOTHING_ALIKE if str(failure) == NOTHING_ALIKE else type(failure).__name__
        raise LinkageError(f"Splink could not link these records: {said}") from None
