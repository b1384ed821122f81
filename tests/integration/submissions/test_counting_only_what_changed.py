"""Rolling up counts what a change of records touches and no more; it comes to what counting everything comes to."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from tests.cast import COMMAND_LINE
from tests.records import among

from groundswell.apps.packages.actions.objects import save_object
from groundswell.apps.packages.queries.objects import object_of
from groundswell.apps.people.models import Community
from groundswell.apps.programs.models import Measure, MeasureAdoption, Program
from groundswell.apps.scorecards.queries.programs import measure_page
from groundswell.apps.submissions.actions import (
    ADDS,
    compute_measures,
    computing,
    jobs_to_do,
    purge_records,
    submit_records,
    withdraw_submission,
    work_on,
)
from groundswell.apps.submissions.models import ComputedSeries, ComputeRun, Submission
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


def test_what_all_programs_come_to_is_what_each_comes_to_added_up(
    community: Community, files: Files, others: Files
) -> None:
    """Pages rely on it: a sum that is not made of the programs that stand is not shown. Linked people will end it."""
    submit(FIRST, files)
    submit(OTHER, others)
    submit(OTHER, one_more(others, "2026-11-20"), beside=ADDS)  # known to a later day than the first
    added: dict[tuple[str, str], list[float]] = {}
    every: dict[tuple[str, str], list[float]] = {}
    for (measure, unit, _), (_, figures, _) in rolled_up().items():
        for period, *numbers in figures if unit in ("program", "all") else ():
            at = every if unit == "all" else added
            stood = at.setdefault((measure, period), [0.0] * 4)
            at[measure, period] = [one + (more or 0.0) for one, more in zip(stood, numbers, strict=True)]
    assert len(every) > 20
    assert {key: pytest.approx(numbers) for key, numbers in added.items()} == every


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


def whole(measure: str, unit: str, unit_id: str = "") -> dict[str, Any]:
    rows = ComputedSeries.objects.filter(measure__public_id=measure, unit=unit, unit_id=unit_id)
    return {one[0]: one[1] for row in rows for one in row.whole}


def test_enrollments_count_though_no_service_was_told_of_as_late(community: Community, files: Files) -> None:
    """Outcomes that are looked at once a year do not end the year of those who joined after."""
    submit(FIRST, among(files, {"2023"}))
    assert {"2023", "2024", "2025"} <= whole("new-enrollments", "program", FIRST).keys()
    alone = whole("new-enrollments", "program", FIRST)
    rolled_up()
    assert whole("new-enrollments", "program", FIRST) == alone == whole("new-enrollments", "all")


def test_purged_records_that_are_withdrawn_leave_the_roll_ups_too(community: Community, files: Files) -> None:
    submit(FIRST, files)
    rolled_up()
    before = whole("people-served", "organization", "bright-start")
    assert before
    row = Submission.objects.get()
    assert row.keep_until is not None
    purge_records(community_id="riverbend", on=row.keep_until, by=COMMAND_LINE)
    rolled_up()
    before.pop("2025/2026")  # it had not ended, and nothing is left to compute it from
    assert whole("people-served", "organization", "bright-start") == before
    withdraw_submission(community_id="riverbend", program_id=FIRST, number=1, reason="By mistake", by=COMMAND_LINE)
    rolled_up()
    assert whole("people-served", "organization", "bright-start") == {} == whole("people-served", "all")


def test_a_rule_that_is_changed_is_computed_anew_without_anybody_asking(community: Community, files: Files) -> None:
    submit(FIRST, files)
    rolled_up()
    before = whole("people-served", "program", FIRST)
    assert list(jobs_to_do(community)) == []
    kept = object_of(community, "measures", "people-served")
    assert kept is not None
    rule = {"count": "people", "where": {"services": {"times": {"at_least": "9"}}}}
    saved = save_object(
        community_id="riverbend", kind="measures", object_id="people-served", content={**kept.content, "rule": rule},
        version=kept.version, by=COMMAND_LINE,
    )  # fmt: skip
    assert saved.is_done, saved.findings
    (job,) = jobs_to_do(community)
    assert work_on(job.pk, worker="one", by=COMMAND_LINE) == "done"
    after = whole("people-served", "program", FIRST)
    assert after and all(count < before[period] for period, count in after.items())


def test_a_rule_that_changes_while_figures_are_computed_is_looked_at_again(
    community: Community, files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    submit(FIRST, files)
    real, changed = computing.computed_for, []

    def meanwhile(*arguments: Any, **named: Any) -> Any:
        found = real(*arguments, **named)
        if not changed:
            some = Measure.objects.get(public_id="people-served")
            some.definition = {**some.definition, "rule": {"count": "people", "where": {"site": "Nowhere"}}}
            some.save()
            changed.append(some)
        return found

    monkeypatch.setattr(computing, "computed_for", meanwhile)
    figures = rolled_up()
    monkeypatch.undo()
    assert figures["people-served", "program", FIRST][1] == []
    assert rolled_up(everything=True) == figures


def test_who_moved_on_is_not_said_to_be_nobody_before_people_are_linked(community: Community, files: Files) -> None:
    submit(FIRST, files)
    rolled_up()
    assert whole("completed-program", "program", FIRST)
    assert not ComputedSeries.objects.filter(measure__public_id="onward-to-preschool").exists()
    page = measure_page("riverbend", FIRST, "onward-to-preschool", reader=COMMAND_LINE)
    assert page is not None and page.waits_for_links
