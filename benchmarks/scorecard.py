"""A result scorecard of 40 indicators over 20 years in 50 places: from the database, and kept."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.rows import Row

INDICATORS, YEARS = 40, 20
PLACES = (5, 50, 500)


def run() -> list[Row]:
    """Cold, cached and in queries, at three sizes; each size in a process and a home of its own."""
    rows = []
    for places in PLACES:
        with tempfile.TemporaryDirectory() as home:
            environment = {**os.environ, "GROUNDSWELL_HOME": home, "PYTHONPATH": str(Path(__file__).parents[1])}
            environment["DJANGO_SETTINGS_MODULE"] = "groundswell.config.settings"
            command = [sys.executable, "-m", "benchmarks.scorecard", str(places)]
            done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
            found = dict(line.split("=") for line in done.stdout.split())
        size = f"{INDICATORS} indicators x {YEARS} years x {places} places"
        promised = places == 50
        rows.append(Row("Result scorecard, cold", size, float(found["cold"]), goal="under 1 s" if promised else ""))
        rows.append(Row("Result scorecard, kept", size, float(found["kept"]), goal="under 100 ms" if promised else ""))
        rows.append(Row("SQL queries of the scorecard", size, figure=found["queries"], goal="the same at every size"))
    return rows


def measure(places: int) -> dict[str, float]:
    """Cold is the quickest of three with nothing kept, in a process that has served a page before."""
    import django

    django.setup()
    from django.core.cache import cache
    from django.core.management import call_command
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    call_command("migrate", verbosity=0)
    from tests.builders import many

    from groundswell.apps.packages.actions import load_package
    from groundswell.apps.scorecards.queries import result_scorecard

    assert load_package(package=many(INDICATORS, places, YEARS), by="benchmark").is_done
    cold = []
    for _ in range(3):
        cache.clear()
        with CaptureQueriesContext(connection) as asked:
            begun = time.perf_counter()
            page = result_scorecard("elmwood", "ready", reader="owner")
            cold.append(time.perf_counter() - begun)
        assert page is not None and len(page.headline) == INDICATORS
    begun = time.perf_counter()
    result_scorecard("elmwood", "ready", reader="owner")
    return {"cold": min(cold), "kept": time.perf_counter() - begun, "queries": len(asked)}


if __name__ == "__main__":
    print(*(f"{name}={seconds}" for name, seconds in measure(int(sys.argv[1])).items()))
