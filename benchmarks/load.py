"""Loading a million observations beside what a database can do at all, and beside what an analyst would write.

The peer that matters is a bare `executemany`: the same rows, already as the database takes them, into the same table
with the same keys and indexes, in one transaction. Ours starts from a package (text by columns) and does everything:
looks up what each id points to, keeps revisions, freezes baselines, writes the audit event. pandas `to_sql` writes
the text columns into a table without keys, checks or constraints.
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing, suppress
from pathlib import Path

from benchmarks.rows import Row

SIZES = (1_000, 10_000, 100_000, 1_000_000)
GOAL = "at most 1.5 x a bare executemany: ratio at least 0.67"


def run() -> list[Row]:
    """One row a size and peer; each size in a process and a home of its own."""
    rows = []
    for size in SIZES:
        with tempfile.TemporaryDirectory() as home:
            environment = {**os.environ, "GROUNDSWELL_HOME": home, "PYTHONPATH": str(Path(__file__).parents[1])}
            environment["DJANGO_SETTINGS_MODULE"] = "groundswell.config.settings"
            command = [sys.executable, "-m", "benchmarks.load", str(size)]
            done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
            found = dict(line.split("=") for line in done.stdout.split())
        text = f"{size:,} observations"
        goal = GOAL if size == SIZES[-1] else ""
        ours, files, bare_seconds = (float(found[name]) for name in ("ours", "files", "bare"))
        freeze = float(found["freeze"])
        rows.append(Row("Store a package", text, ours, "executemany", bare_seconds))
        rows.append(Row("Read, check and store files", text, files, "executemany", bare_seconds, goal=goal))
        rows.append(Row("The same, and freeze every baseline", text, files + freeze, "executemany", bare_seconds))
        if "pandas" in found:
            rows.append(Row("Store a package", text, ours, "pandas to_sql", float(found["pandas"])))
        else:
            rows.append(Row("Store a package", text, ours, "pandas to_sql: pandas is not installed"))
    return rows


def measure(size: int) -> dict[str, float]:
    """Everything at one size, in this process, in this home."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from tests.builders import many

    from groundswell.apps.indicators.actions import freeze_baselines
    from groundswell.apps.indicators.models import Indicator
    from groundswell.apps.packages.actions import load_package
    from groundswell.apps.people.models import Community
    from groundswell.apps.people.queries import operator
    from groundswell.exchange.package import check_package, write_package

    places = max(1, size // (50 * 20))
    package = many(50 if size >= 1_000 else 1, places, 20)
    for document in package.indicators.values():
        document.pop("work_began")  # baselines are frozen, and timed, by themselves
    home = Path(settings.HOME)
    folder = home / "package"
    write_package(package, folder)
    found: dict[str, float] = {}
    begun = time.perf_counter()
    read, findings = check_package(folder)
    reading = time.perf_counter() - begun
    assert read is not None, findings[:3]
    begun = time.perf_counter()
    outcome = load_package(package=read, by=operator("benchmark"))
    found["ours"] = time.perf_counter() - begun
    assert outcome.is_done
    found["files"] = reading + found["ours"]
    found["bare"] = bare(Path(settings.DATABASES["default"]["NAME"]), home / "bare.sqlite3")
    with suppress(ImportError):
        found["pandas"] = with_pandas(read.tables["observations"].columns, home / "pandas.sqlite3")
    Indicator.objects.update(work_began="2018")
    begun = time.perf_counter()
    freeze_baselines(community=Community.objects.get(), by=operator("benchmark"))
    found["freeze"] = time.perf_counter() - begun
    return found


def bare(source: Path, target: Path) -> float:
    """The same rows into a copy of the same tables with nothing in this one, by one executemany."""
    from django.conf import settings

    with closing(sqlite3.connect(source)) as original, closing(sqlite3.connect(target)) as copy:
        original.backup(copy)
    with closing(sqlite3.connect(target, isolation_level=None)) as connection:
        connection.executescript(settings.DATABASES["default"]["OPTIONS"]["init_command"])
        rows = connection.execute("SELECT * FROM indicators_observation ORDER BY rowid").fetchall()
        connection.execute("DELETE FROM indicators_observation")
        connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        marks = ", ".join("?" * len(rows[0]))
        begun = time.perf_counter()
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(f"INSERT INTO indicators_observation VALUES ({marks})", rows)
        connection.execute("COMMIT")
        return time.perf_counter() - begun


def with_pandas(columns: dict[str, list[str]], target: Path) -> float:
    """What an analyst would write."""
    import pandas as pd

    frame = pd.DataFrame(columns)
    with closing(sqlite3.connect(target)) as connection:
        begun = time.perf_counter()
        frame.to_sql("observations", connection, index=False)
        connection.commit()
        return time.perf_counter() - begun


if __name__ == "__main__":
    print(*(f"{name}={seconds}" for name, seconds in measure(int(sys.argv[1])).items()))
