"""The page of a program with many measures: processor time, queries and size, and its table as XLSX.

Named peers: Akvo RSR needs 6.2 s for 100 indicators of 12 periods and 28.7 s for 500, as JSON alone; TolaData 1.95 s
and 6.9 s, with up to 1,013 queries (measured apart, on two cores).
"""

from __future__ import annotations

import os
import tempfile
import time

from benchmarks.rows import Row

GOALS = {100: "0.15 s of processor, 12 queries, 150 kB", 500: "0.5 s of processor"}
TRIES = 7


def run() -> list[Row]:
    """Both sizes, in a home of their own. Who asks brings a cookie, so that no kept page answers."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["GROUNDSWELL_HOME"] = home
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "groundswell.config.settings")
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        return [row for measures in (100, 500) for row in _measured(measures)]


def _measured(measures: int) -> list[Row]:
    from django.db import connection
    from django.test import Client

    _fill(measures)
    client, address = Client(SERVER_NAME="localhost", HTTP_COOKIE="shows=nothing"), f"/town-{measures}/programs/visits/"
    api = f"/api/v1/town-{measures}/programs/visits"
    client.get(address)
    asked: list[str] = []

    def count(execute, sql, parameters, many, context):
        asked.append(sql)
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(count):
        page = client.get(address)
    assert page.status_code == 200
    size = f"{measures} measures x 12 quarters"
    said = f"{_best(client, address):.3f} s, {len(asked)} queries, {len(page.content) / 1000:.0f} kB"
    return [
        Row("Program page, processor", size, figure=said, goal=GOALS[measures]),
        Row("its JSON, processor", size, seconds=_best(client, f"{api}.json")),
        Row("its XLSX, processor", size, seconds=_best(client, f"{api}.xlsx"), goal="0.5 s"),
    ]


def _best(client, address: str) -> float:
    """Processor seconds of the quickest of several answers."""
    found = []
    for _ in range(TRIES):
        began = time.process_time()
        assert client.get(address).status_code == 200, address
        found.append(time.process_time() - began)
    return min(found)


def _fill(measures: int) -> None:
    """A published program with so many adopted measures, half of them percents, and their figures."""
    from django.utils import timezone
    from tests.builders import table

    from groundswell.apps.packages.actions import load_package
    from groundswell.apps.people.models import Community
    from groundswell.apps.people.queries import operator
    from groundswell.apps.programs.models import Measure
    from groundswell.apps.submissions.models import ComputedSeries
    from groundswell.exchange.package.model import Package

    name = f"town-{measures}"
    ids = [f"measure-{number:03d}" for number in range(measures)]
    questions = ("how_many", "how_well", "what_difference")
    documents = {
        one: {"name": f"Measure {number}", "question": questions[number % 3], "definition": "Who is counted, of whom.",
              "unit": "percent" if number % 2 else "number", "polarity": "higher"}
        for number, one in enumerate(ids)
    }  # fmt: skip
    program = {"program_id": "visits", "organization_id": "center", "name": "Visits", "published": "true"}
    tables = {
        "organizations": table("organizations", [{"organization_id": "center", "name": "Center"}]),
        "programs": table("programs", [program]),
        "measure_adoptions": table("measure_adoptions", [{"program_id": "visits", "measure_id": one} for one in ids]),
    }
    package = Package({"id": name, "name": name, "visibility": "public"}, tables, {}, documents)
    outcome = load_package(package=package, by=operator("cli:bench"))
    assert outcome.is_done, outcome.findings
    community = Community.objects.get(public_id=name)
    periods = [f"{year}-Q{quarter}" for year in (2023, 2024, 2025) for quarter in (1, 2, 3, 4)]
    ComputedSeries.objects.bulk_create(
        ComputedSeries(
            community=community, measure=measure, unit="program", unit_id="visits", data_version="1",
            computed_at=timezone.now(),
            whole=[_numbers(period, at, measure.unit) for at, period in enumerate(periods)],
        )
        for measure in Measure.objects.filter(community=community)
    )  # fmt: skip


def _numbers(period: str, at: int, unit: str) -> list[object]:
    return [period, None, 60 + at, 120 + at, None] if unit == "percent" else [period, 300 + at, None, None, None]
