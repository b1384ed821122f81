"""The cube beside DuckDB, ClickHouse and Polars: exact distinct people and sums over 64 roll-ups of the same services.

Every engine holds the same rows in its own memory before its clock starts, works in a process of its own with the same
two threads, and hands back all cells; rows of the table are only given where they agree with ours, cell for cell. A
peer that is not done after ten minutes is said not to be.
"""

from __future__ import annotations

import itertools
import multiprocessing
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.rows import Row
from benchmarks.visits import AGES, MONTHS, PROGRAMS, RACES, SEXES, SITES, Visits, visits
from groundswell.engine.cube import Axis, CubeResult, Rows, by_row, change, counted, everything, finest, mapped, warm

SMALL, LARGE = 2_000_000, 20_000_000
PROGRAM, SITE, TIME, GROUP = ("program", ""), ("site", ""), ("month", "quarter", "year", ""), ("", "race", "sex", "age")
SETS = list(itertools.product(*(range(len(levels)) for levels in (PROGRAM, SITE, TIME, GROUP))))
KEYS = ("program", "site", "month", "quarter", "year", "race", "sex", "age")
SUMS = ("hours", "ok", "num", "den")
PATIENCE = 600.0  # seconds, the making of the rows included: a ratio is then at least what the table says
MEMORY = "5GB"  # what peers may take before they must write to disk
GOALS = {"DuckDB": "at least 20 x", "ClickHouse": "at least 8 x", "Polars": ""}


def run() -> list[Row]:
    """All rows: beside peers at two sizes, growth, memory, and a change."""
    rows: list[Row] = []
    ours = {size: apart(_ours, size) for size in (SMALL, LARGE)}
    for size, name in itertools.product(ours, PEERS):
        rows += beside(name, size, ours[size])
    what = "Distinct people and sums, 64 roll-ups"
    small, large = ours[SMALL], ours[LARGE]
    for size, found in ours.items():
        peak = f"{found['peak']:.2f} GB at most, services included"
        rows.append(Row(f"{what}: memory", in_words(size), figure=peak, goal="below 3 GB"))
        rows.append(Row(f"{what}: ordered by person", in_words(size), found["ordered"]))
    growth = f"{large['wall'] / small['wall']:.1f} x the time for 10 x the services"
    rows.append(Row(f"{what}: growth", f"{in_words(SMALL)} to {LARGE:,}", figure=growth, goal="in proportion"))
    return rows + changed()


def in_words(size: int) -> str:
    """A size as the table says it."""
    return f"{size:,} services"


def beside(name: str, size: int, ours: dict[str, Any]) -> list[Row]:
    """One peer at one size, by the clock and by the processors; no time where it is not installed or does not agree."""
    what = "Distinct people and sums, 64 roll-ups"
    try:
        found = apart(PEERS[name], size)
    except ImportError as missing:
        return [Row(what, in_words(size), ours["wall"], f"{name}: {missing.name} is not installed")]
    except multiprocessing.TimeoutError:
        peer = f"{name}: not done after {PATIENCE / 60:.0f} minutes"
        return [Row(what, in_words(size), ours["wall"], peer, PATIENCE, goal=GOALS[name])]
    if not agree(found["cells"], ours["cells"]):
        return [Row(what, in_words(size), ours["wall"], f"{name}: DOES NOT AGREE")]
    size_in_words, peer = in_words(size), f"{name}, same cells"
    return [
        Row(what, size_in_words, ours["wall"], peer, found["wall"], goal=GOALS[name]),
        Row(f"{what}: processor time", size_in_words, ours["cpu"], peer, found["cpu"]),
    ]


def agree(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """True where two engines gave the same cells, to the last digit."""
    orders = [np.lexsort([cells[key] for key in KEYS]) for cells in (one, other)]
    return all(
        np.array_equal(one[name][orders[0]].astype(np.float64), other[name][orders[1]].astype(np.float64))
        for name in (*KEYS, "rows", "people", *SUMS)
    )


def apart(work: Callable[[int], dict[str, Any]], size: int) -> dict[str, Any]:
    """What the work gives, done in a process of its own, so that nobody sits in another's memory.

    Raises TimeoutError of multiprocessing where it takes longer than anybody would wait; then the process is ended.
    """
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply_async(work, (size,)).get(PATIENCE)


def timed(work: Callable[[], Any], times: int) -> tuple[float, float, Any]:
    """The quickest wall time of a few runs, the least processor time, and what came out."""
    walls, cpus, found = [], [], None
    for _ in range(times):
        start, cpu = time.perf_counter(), time.process_time()
        found = work()
        walls.append(time.perf_counter() - start)
        cpus.append(time.process_time() - cpu)
    print(f"  {len(walls)} runs: {', '.join(f'{wall:.2f}' for wall in walls)} s", file=sys.stderr, flush=True)
    return min(walls), min(cpus), found


def rows_of(services: Visits) -> Rows:
    """The services as the cube takes them."""
    months = np.arange(MONTHS)
    calendar = [finest("month", MONTHS), mapped("quarter", months // 3, 12), mapped("year", months // 12, 3)]
    groups = [by_row("race", services.race, RACES), by_row("sex", services.sex, SEXES)]
    axes = [
        Axis.of("program", [finest("program", PROGRAMS), everything()], services.program),
        Axis.of("site", [finest("site", SITES), everything()], services.site),
        Axis.of("time", [*calendar, everything()], services.month),
        Axis.of("group", [everything(), *groups, by_row("age", services.age, AGES)]),
    ]
    return Rows(services.person, axes, {}, {name: getattr(services, name) for name in SUMS})


def _ours(size: int) -> dict[str, Any]:
    warm()
    services = visits(size)
    wall, cpu, found = timed(lambda: counted(rows_of(services), SETS), 4)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    services = services.taken(np.argsort(services.person, kind="stable"))
    ordered, _, _ = timed(lambda: counted(rows_of(services), SETS), 3)
    return {"wall": wall, "cpu": cpu, "peak": peak, "ordered": ordered, "cells": cells_of(found)}


def cells_of(found: CubeResult) -> dict[str, Any]:
    """All cells of all sets under the headings of the peers; -1 where a set does not ask."""
    parts: dict[str, list[Any]] = {name: [] for name in (*KEYS, "rows", "people", *SUMS)}
    for cells in found.sets:
        names = [levels[pick] for levels, pick in zip((PROGRAM, SITE, TIME, GROUP), cells.levels, strict=True)]
        codes = cells.codes
        for key in KEYS:
            parts[key].append(codes[:, names.index(key)] if key in names else np.full(len(cells), -1, np.int32))
        parts["rows"].append(cells.rows)
        parts["people"].append(cells.people)
        for name in SUMS:
            parts[name].append(cells.sums(name))
    return {name: np.concatenate(values) for name, values in parts.items()}


def grouping() -> list[tuple[str, ...]]:
    """The 64 sets as lists of columns."""
    return [tuple(name for name in names if name) for names in itertools.product(PROGRAM, SITE, TIME, GROUP)]


def _sql(distinct: str, blank: str) -> str:
    sets = ", ".join(f"({', '.join(names)})" for names in grouping())
    keys = ", ".join(f"{blank}({key}, -1) AS k_{key}" for key in KEYS)
    sums = ", ".join(f"sum({name}) AS s_{name}" for name in SUMS)
    return f"SELECT {keys}, count(*) AS n, {distinct} AS people, {sums} FROM services GROUP BY GROUPING SETS ({sets})"


def _named(columns: dict[str, Any]) -> dict[str, Any]:
    names = [*(f"k_{key}" for key in KEYS), "n", "people", *(f"s_{name}" for name in SUMS)]
    return dict(zip((*KEYS, "rows", "people", *SUMS), (np.asarray(columns[name]) for name in names), strict=True))


def _columns(size: int) -> dict[str, Any]:
    services = visits(size)
    months = services.month
    return {**services.columns(), "quarter": (months // 3).astype(np.int8), "year": (months // 12).astype(np.int8)}


def _duckdb(size: int) -> dict[str, Any]:
    import duckdb

    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as connection:
        connection.execute(f"SET threads = 2; SET memory_limit = '{MEMORY}'; SET temp_directory = '{folder}'")
        columns = _columns(size)
        connection.register("arrays", columns)
        connection.execute("CREATE TABLE services AS SELECT * FROM arrays")
        connection.unregister("arrays")
        sql = _sql("count(DISTINCT person)", "coalesce")
        wall, cpu, found = timed(lambda: connection.execute(sql).fetchnumpy(), 1 if size > SMALL else 2)
    return {"wall": wall, "cpu": cpu, "cells": _named(found)}


def _clickhouse(size: int) -> dict[str, Any]:
    import duckdb
    import polars
    from chdb.session import Session

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "services.parquet"
        columns = _columns(size)
        with duckdb.connect() as connection:
            connection.register("arrays", columns)
            connection.execute(f"COPY (SELECT * FROM arrays) TO '{path}' (FORMAT parquet)")
        session = Session(str(Path(folder) / "session"))
        session.query("CREATE DATABASE bench")
        kept = (
            f"SELECT {', '.join(f'assumeNotNull({name}) AS {name}' for name in columns)} FROM file('{path}', Parquet)"
        )
        session.query(f"CREATE TABLE bench.services ENGINE = Memory AS {kept}")
        sql = _sql("uniqExact(person)", "ifNull").replace("FROM services", "FROM bench.services")
        sql += " SETTINGS group_by_use_nulls = 1, max_threads = 2"
        wall, cpu, found = timed(lambda: session.query(sql, "Parquet").bytes(), 1 if size > SMALL else 2)
        (Path(folder) / "found.parquet").write_bytes(found)
        cells = polars.read_parquet(Path(folder) / "found.parquet").to_dict(as_series=False)
        session.close()
    return {"wall": wall, "cpu": cpu, "cells": _named(cells)}


def _polars(size: int) -> dict[str, Any]:
    os.environ["POLARS_MAX_THREADS"] = "2"
    import polars as pl

    frame = pl.DataFrame(_columns(size))
    wanted = [pl.len().alias("n"), pl.col("person").n_unique().alias("people")]
    wanted += [pl.col(name).cast(pl.Float64).sum().alias(f"s_{name}") for name in SUMS]

    def work() -> list[Any]:
        return [frame.group_by(names).agg(wanted) if names else frame.select(wanted) for names in grouping()]

    wall, cpu, tables = timed(work, 1 if size > SMALL else 2)
    keys = [pl.col(key).cast(pl.Int32).alias(f"k_{key}") for key in KEYS]
    blank = [pl.lit(-1).alias(key) for key in KEYS]
    whole = pl.concat(
        [
            table.with_columns([column for column in blank if column.meta.output_name() not in table.columns]).select(
                [*keys, "n", "people", *(f"s_{name}" for name in SUMS)]
            )
            for table in tables
        ]
    )
    return {"wall": wall, "cpu": cpu, "cells": _named({name: whole[name].to_numpy() for name in whole.columns})}


PEERS = {"DuckDB": _duckdb, "ClickHouse": _clickhouse, "Polars": _polars}


def changed() -> list[Row]:
    """A hundredth of all people are found to be somebody else among them: brought up to date, and made anew."""
    found = apart(_changed, LARGE)
    what, size = "1 % of people linked anew", in_words(LARGE)
    if not found["equal"]:
        return [Row(what, size, peer="DOES NOT AGREE with a cube made anew")]
    peer = "the cube made anew, same bits"
    return [
        Row(f"{what}: the cube brought up to date", size, found["change"], peer, found["anew"], goal="at least 10 x"),
        Row(f"{what}: their rows found first", size, found["with rows"], peer, found["anew"]),
        Row(f"{what}: processor time", size, found["cpu"], peer, found["cpu anew"]),
    ]


def _changed(size: int) -> dict[str, Any]:
    warm()
    services = visits(size)
    services = services.taken(np.argsort(services.person, kind="stable"))
    before = counted(rows_of(services), SETS)
    people = int(services.person.max()) + 1
    some = np.random.default_rng(5).permutation(people)[: people // 100 // 2 * 2]
    first = np.minimum(np.searchsorted(services.person, some), len(services) - 1)
    # Who turns out to be one person is of one age, sex and race, but for a few.
    alike = np.lexsort([services.race[first], services.sex[first], services.age[first]])
    pairs = some[alike].reshape(-1, 2)
    linked = np.arange(people, dtype=np.int32)
    linked[pairs[:, 0]] = pairs[:, 1]
    touched = np.zeros(people, np.bool_)
    touched[pairs] = True

    def rows() -> tuple[Rows, Rows]:
        mine = services.taken(np.flatnonzero(touched[services.person]))
        then, now = rows_of(mine), rows_of(mine)
        return then, Rows(linked[mine.person], now.axes, now.flags, now.sums)

    both = rows()
    alone, cpu, _ = timed(lambda: change(before, *both), 5)
    with_rows, _, after = timed(lambda: change(before, *rows()), 5)
    relinked = rows_of(services)
    relinked = Rows(linked[services.person], relinked.axes, relinked.flags, relinked.sums)
    anew, cpu_anew, expected = timed(lambda: counted(relinked, SETS), 3)
    same = cells_of(after), cells_of(expected)
    equal = all(np.array_equal(same[0][name], same[1][name]) for name in same[0])
    found = {"change": alone, "with rows": with_rows, "anew": anew, "cpu": cpu, "cpu anew": cpu_anew}
    return {**found, "equal": equal}
