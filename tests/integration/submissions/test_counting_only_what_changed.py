"""Rolling up counts what a change of records touches and no more; it comes to what counting everything comes to."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from tests.cast import COMMAND_LINE

from groundswell.apps.people.models import Community
from groundswell.apps.programs.models import Measure, MeasureAdoption, Program
from groundswell.apps.submissions.actions import ADDS, compute_measures, submit_records, withdraw_submission
from groundswell.apps.submissions.models import ComputedSeries, ComputeRun
from groundswell.engine.invented import InventedCommunity

FIRST, OTHER = "first-steps", "cedar-newborn-visits"
Files = list[tuple[str, bytes]]
Figures = dict[tuple[str, str, str], Any]
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="session")
def others(invented: InventedCommunity, tmp_path_factory: pytest.TempPathFactory) -> Files:
    folder = tmp_path_factory.mktemp("others")
    return [(path.name, path.read_bytes()) for path in invented.write(folder, OTHER, format="csv")]


def submit(program: str, files: Files, **more: Any) -> None:
    found = submit_records(community_id="riverbend", program_id=program, files=files, by=COMMAND_LINE, **more)
    assert found.is_done, found.findings


def rolled_up(*, everything: bool = False) -> Figures:
    """What stands once the roll-ups are computed: by measure, unit and its id."""
    done = compute_measures(community_id="riverbend", everything=everything, by=COMMAND_LINE)
    assert done.is_done, done.findings
    return {
        (row.measure.public_id, row.unit, row.unit_id): (row.data_version, row.whole, row.parts)
        for row in ComputedSeries.objects.select_related("measure")
    }


def times() -> Figures:
    return {
        (row.measure.public_id, row.unit, row.unit_id): row.computed_at
        for row in ComputedSeries.objects.select_related("measure")
    }


def last_run() -> ComputeRun:
    run = ComputeRun.objects.order_by("-at").first()
    assert run is not None
    return run


def one_more(files: Files, day: str) -> Files:
    """One more service on a day, for somebody who is enrolled already, with what is known of her."""
    tables = {name: list(csv.DictReader(io.StringIO(content.decode()))) for name, content in files}
    who = tables["enrollments.csv"][0]["participant_id"]
    own = {name: [row for row in rows if row["participant_id"] == who] for name, rows in tables.items()}
    own["services.csv"] = [tables["services.csv"][0] | {"participant_id": who, "date": day}]
    found: Files = []
    for name, rows in own.items():
        text = io.StringIO()
        writer = csv.DictWriter(text, list(tables[name][0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        found.append((name, text.getvalue().encode()))
    return found


def test_what_has_not_changed_is_not_counted_again(community: Community, files: Files, others: Files) -> None:
    submit(FIRST, files)
    submit(OTHER, others)
    figures = rolled_up()
    before = times()
    assert rolled_up() == figures
    assert (last_run().measures, last_run().cells) == (0, 0)
    assert times() == before


def test_a_change_in_one_program_leaves_the_others_figures_alone_and_comes_to_the_same(
    community: Community, files: Files, others: Files
) -> None:
    submit(FIRST, files)
    submit(OTHER, others)
    figures, before = rolled_up(), times()
    submit(FIRST, one_more(files, "2026-11-20"), beside=ADDS)  # a later day than anybody spoke of before
    after = rolled_up()
    moved = {key for key, at in times().items() if before.get(key) != at}
    assert {unit_id for _, unit, unit_id in moved if unit == "program"} == {FIRST}
    assert {unit for _, unit, _ in moved} >= {"program", "organization", "all"}
    organization = Program.objects.get(public_id=OTHER).organization.public_id
    assert not any(unit_id == organization for _, unit, unit_id in moved if unit == "organization")
    assert after != figures
    assert rolled_up(everything=True) == after


def test_a_sequence_of_changes_comes_to_what_counting_everything_comes_to(
    community: Community, files: Files, others: Files
) -> None:
    submit(FIRST, files)
    rolled_up()
    submit(OTHER, others)
    rolled_up()
    submit(OTHER, one_more(others, "2026-11-19"), beside=ADDS)
    rolled_up()
    withdraw_submission(community_id="riverbend", program_id=FIRST, number=1, reason="Sent by mistake", by=COMMAND_LINE)
    rolled_up()
    submit(FIRST, files)
    some = Measure.objects.get(public_id="people-served")
    some.definition = {
        **some.definition,
        "rule": {"count": "people", "where": {"services": {"times": {"at_least": 2}}}},
    }
    some.save()
    MeasureAdoption.objects.filter(measure=some, program__public_id=OTHER).update(until="2026-01-01")
    step_by_step = rolled_up()
    at_once = rolled_up(everything=True)
    assert {key: value for key, value in at_once.items() if value[1]} == {
        key: value for key, value in step_by_step.items() if value[1]
    }


def test_a_program_is_counted_to_the_day_its_own_records_speak_of(
    community: Community, files: Files, others: Files
) -> None:
    """That another program has told of a later quarter says nothing about this one."""
    submit(FIRST, files)
    mine = {key: value for key, value in rolled_up().items() if key[1:] == ("program", FIRST)}
    submit(OTHER, others)
    submit(OTHER, one_more(others, "2026-11-20"), beside=ADDS)
    assert {key: value for key, value in rolled_up().items() if key[1:] == ("program", FIRST)} == mine
