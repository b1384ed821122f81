"""Work in the background is done once, whoever asks how often; it can be stopped, and a dead worker's is taken up."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests.cast import COMMAND_LINE

from groundswell.apps.people.models import AuditEvent, Community
from groundswell.apps.submissions.actions import (
    ask_for_roll_ups,
    cancel_job,
    jobs,
    jobs_to_do,
    submit_records,
    work_on,
)
from groundswell.apps.submissions.models import ComputedSeries, ComputeRun, Job

pytestmark = pytest.mark.django_db
Files = list[tuple[str, bytes]]


def ask(*, everything: bool = False) -> int:
    return ask_for_roll_ups(community_id="riverbend", everything=everything, by=COMMAND_LINE).counts["asked"]


@pytest.fixture
def submitted(community: Community, files: Files) -> Community:
    found = submit_records(community_id="riverbend", program_id="first-steps", files=files, by=COMMAND_LINE)
    assert found.is_done
    return community


def test_what_is_asked_for_twice_is_one_job_and_rolls_everything_up(submitted: Community) -> None:
    assert (ask(), ask()) == (1, 0)
    (job,) = jobs_to_do(submitted)
    assert not ComputedSeries.objects.filter(unit="all").exists()
    assert work_on(job.pk, worker="one", by=COMMAND_LINE) == "done"
    assert ComputedSeries.objects.filter(unit="all", measure__public_id="people-served").get().whole
    assert ComputedSeries.objects.filter(unit="organization", unit_id="bright-start").exists()
    assert jobs_to_do(submitted) == []
    assert set(ComputeRun.objects.values_list("scope", flat=True)) == {"first-steps", ""}


def test_of_two_workers_one_has_it(submitted: Community) -> None:
    ask()
    (job,) = jobs_to_do()
    assert jobs._taken(job.pk, "one") is not None
    assert jobs._taken(job.pk, "two") is None
    assert work_on(job.pk, worker="two", by=COMMAND_LINE) == ""


def test_a_job_whose_worker_is_gone_is_done_by_the_next(submitted: Community) -> None:
    ask()
    (job,) = jobs_to_do()
    assert jobs._taken(job.pk, "killed") is not None
    assert jobs_to_do() == []
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert [each.pk for each in jobs_to_do()] == [job.pk]
    assert work_on(job.pk, worker="next", by=COMMAND_LINE) == "done"
    assert Job.objects.get().attempts == 2


def test_who_lost_its_lease_closes_nothing(submitted: Community) -> None:
    ask()
    (job,) = jobs_to_do()
    slow = jobs._taken(job.pk, "slow")
    assert slow is not None
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert jobs._taken(job.pk, "next") is not None
    assert jobs._ended(slow, "slow", "done", "") == ""
    assert Job.objects.get().worker == "next"


def test_what_waits_is_cancelled_at_once(submitted: Community) -> None:
    ask()
    (job,) = jobs_to_do()
    assert cancel_job(community_id="riverbend", job_id=job.pk, by=COMMAND_LINE).is_done
    assert Job.objects.get().state == "cancelled"
    assert not cancel_job(community_id="riverbend", job_id=job.pk, by=COMMAND_LINE).is_done
    assert ask() == 1


def test_what_runs_is_stopped_at_its_next_step_and_stores_nothing(
    submitted: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask()
    (job,) = jobs_to_do()
    monkeypatch.setattr(jobs, "_TOLD_EVERY", 0.0)
    real = jobs._Telling.progress

    def progress(self: Any, step: str, share: float) -> None:
        cancel_job(community_id="riverbend", job_id=job.pk, by=COMMAND_LINE)
        real(self, step, share)

    monkeypatch.setattr(jobs._Telling, "progress", progress)
    assert work_on(job.pk, worker="one", by=COMMAND_LINE) == "cancelled"
    assert Job.objects.get().state == "cancelled"
    assert not ComputedSeries.objects.filter(unit="all").exists()


def test_what_is_cancelled_once_its_figures_stand_is_finished_and_done(
    submitted: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask()
    (job,) = jobs_to_do()
    monkeypatch.setattr(jobs, "_TOLD_EVERY", 0.0)
    real = jobs._Telling.progress

    def progress(self: Any, step: str, share: float) -> None:
        if ComputedSeries.objects.filter(unit="all").exists():
            cancel_job(community_id="riverbend", job_id=job.pk, by=COMMAND_LINE)
        real(self, step, share)

    monkeypatch.setattr(jobs._Telling, "progress", progress)
    assert work_on(job.pk, worker="one", by=COMMAND_LINE) == "done"
    actions = AuditEvent.objects.exclude(action="submit_records").values_list("action", flat=True)
    assert {"compute_measures", "cancel_job", "compute_participation"} <= set(actions)
    assert Job.objects.get().state == "done"


def test_what_is_asked_for_while_it_runs_runs_again(submitted: Community, monkeypatch: pytest.MonkeyPatch) -> None:
    ask()
    (job,) = jobs_to_do()
    real = jobs.compute_measures

    def compute(**arguments: Any) -> Any:
        assert ask() == 0
        return real(**arguments)

    monkeypatch.setattr(jobs, "compute_measures", compute)
    assert work_on(job.pk, worker="one", by=COMMAND_LINE) == "done"
    assert [each.state for each in Job.objects.order_by("asked_at")] == ["done", "waiting"]


def test_what_has_not_changed_is_computed_anew_only_where_everything_is_asked_for(
    submitted: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[bool] = []
    real = jobs.compute_measures

    def compute(**arguments: Any) -> Any:
        done.append(arguments["everything"])
        if len(done) == 1:
            ask(everything=True)
            ask()
        return real(**arguments)

    monkeypatch.setattr(jobs, "compute_measures", compute)
    ask()
    for _ in range(2):
        (job,) = jobs_to_do()
        assert work_on(job.pk, worker="one", by=COMMAND_LINE) == "done"
    ask()
    ask(everything=True)
    (job,) = jobs_to_do()
    assert work_on(job.pk, worker="one", by=COMMAND_LINE) == "done"
    ask()
    (job,) = jobs_to_do()
    assert work_on(job.pk, worker="one", by=COMMAND_LINE) == "done"
    assert done == [False, True, True, False]
    cells = list(ComputeRun.objects.order_by("-at").values_list("cells", flat=True)[:2])
    assert cells[0] == 0 < cells[1]


def test_a_failure_is_said_without_what_it_stumbled_over(
    submitted: Community, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    ask()
    (job,) = jobs_to_do()

    def compute(**arguments: Any) -> Any:
        raise RuntimeError("Ann Lee")

    monkeypatch.setattr(jobs, "compute_measures", compute)
    assert work_on(job.pk, worker="one", by=COMMAND_LINE) == "failed"
    assert "Ann Lee" not in Job.objects.get().words
