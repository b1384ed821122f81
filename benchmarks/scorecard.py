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
    """The whole page, from request to HTML. Cold is the quickest of three with nothing kept; both by one process."""
    import django

    django.setup()
    from django.core.cache import cache
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    call_command("migrate", verbosity=0)
    from tests.builders import many

    from groundswell.apps.packages.actions import load_package
    from groundswell.apps.people.queries import operator

    assert load_package(package=many(INDICATORS, places, YEARS), by=operator("benchmark")).is_done
    visitor, address = Client(headers={"host": "localhost"}), "/elmwood/results/ready/"
    cold, queries = [], 0
    for _ in range(3):
        cache.clear()
        with CaptureQueriesContext(connection) as asked:
            begun = time.perf_counter()
            page = visitor.get(address)
            cold.append(time.perf_counter() - begun)
            queries = len(asked)  # counted here: the next request forgets them
        assert page.status_code == 200 and page.content.count(b"/elmwood/indicators/") >= INDICATORS
    kept = []
    for _ in range(3):
        begun = time.perf_counter()
        visitor.get(address)
        kept.append(time.perf_counter() - begun)
    return {"cold": min(cold), "kept": min(kept), "queries": queries}


if __name__ == "__main__":
    print(*(f"{name}={seconds}" for name, seconds in measure(int(sys.argv[1])).items()))
