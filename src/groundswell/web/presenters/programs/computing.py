"""What was computed, where and how long, written out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext

from groundswell.apps.people.models import Community
from groundswell.apps.submissions.queries.computing import ComputingFacts, JobFacts, RunFacts
from groundswell.web.presenters.audit import who_did
from groundswell.web.presenters.communities import Surroundings, bare_surroundings
from groundswell.web.presenters.language import THIN
from groundswell.web.presenters.writing import grouped


@dataclass(frozen=True, slots=True)
class JobLine:
    """One job: its state in words, how far it is, and the button that stops it."""

    state: str
    asked_at: datetime
    by: str
    progress: str
    words: str
    cancel_address: str


@dataclass(frozen=True, slots=True)
class RunLine:
    """One computing."""

    at: datetime
    by: str
    scope: str
    engine: str
    measures: str
    cells: str
    took: str
    slowest: str
    data_version: str


@dataclass(frozen=True, slots=True)
class ComputingSheet:
    """The page."""

    around: Surroundings
    is_at_work: bool
    jobs: tuple[JobLine, ...]
    runs: tuple[RunLine, ...]
    compute_address: str
    address: str
    programs_address: str


def computing_sheet(community: Community, facts: ComputingFacts) -> ComputingSheet:
    """Everything on the page."""
    name = community.public_id
    return ComputingSheet(
        around=bare_surroundings(community),
        is_at_work=any(job.is_open for job in facts.jobs),
        jobs=tuple(_job(job, name) for job in facts.jobs),
        runs=tuple(_run(run) for run in facts.runs),
        compute_address=reverse("compute", args=[name]),
        address=reverse("computing", args=[name]),
        programs_address=reverse("programs", args=[name]),
    )


def _job(job: JobFacts, community_id: str) -> JobLine:
    states = {
        "waiting": gettext("waiting"),
        "running": gettext("stopping") if job.is_cancelling else gettext("at work"),
        "done": gettext("done"),
        "failed": gettext("failed"),
        "cancelled": gettext("stopped"),
    }
    return JobLine(
        state=states.get(job.state, job.state),
        asked_at=job.asked_at,
        by=who_did(job.by_name, {}),
        progress=f"{job.done}{THIN}%" if job.state == "running" else "",
        words=job.words if job.state in ("running", "failed") else "",
        cancel_address=reverse("cancel-job", args=[community_id, job.id.hex]) if job.is_open else "",
    )


def _run(run: RunFacts) -> RunLine:
    slowest = max(run.seconds, key=lambda step: run.seconds[step], default="")
    return RunLine(
        at=run.at,
        by=who_did(run.by_name, {}),
        scope=run.scope or gettext("all programs"),
        engine={"duckdb": gettext("DuckDB, on this machine"), "spark": gettext("Spark")}.get(run.engine, run.engine),
        measures=grouped(run.measures),
        cells=grouped(run.cells),
        took=gettext("%(seconds)s s") % {"seconds": f"{run.took:.1f}"},
        slowest=f"{slowest.replace('_', ' ')} {run.seconds[slowest]:.1f} s" if slowest else "",
        data_version=run.data_version[:12],
    )
