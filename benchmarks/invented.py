"""How long it takes to invent a community and write its records, and in how much memory: no peer, but a promise."""

import resource
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from benchmarks.rows import Row
from groundswell.engine.invented import InventedCommunity, riverbend

SIZES = (100_000, 1_000_000)
SERVICES_EACH = 5.0


def run() -> list[Row]:
    """Invent and write communities of growing size, with five services for each person."""
    rows = []
    for people in SIZES:
        before, busy = time.perf_counter(), time.process_time()
        with tempfile.TemporaryDirectory() as folder:
            services = _write_all(people, Path(folder))
        seconds, busy = time.perf_counter() - before, time.process_time() - busy
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
        size = f"{people:,} people, {services:,} services; {busy:.0f} s of processor, {peak:.1f} GB"
        rows.append(Row("an invented community, written as Parquet", size, seconds, goal="a minute for a million"))
    return rows


def _write_all(people: int, folder: Path) -> int:
    community = InventedCommunity(1, people, replace(riverbend(), services_each=SERVICES_EACH))
    services = 0
    for program in community.programs:
        community.write(folder / program.program_id, program.program_id)
        services += community.services(program.program_id)
    return services
