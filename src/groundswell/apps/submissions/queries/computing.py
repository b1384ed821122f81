"""What was computed, where and how long it took, and what is at work now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import Actor, names_of
from groundswell.apps.submissions.models import ComputeRun, Job

MOST_RUNS = 30


@dataclass(frozen=True, slots=True)
class RunFacts:
    """One computing of measures; `scope` is a program's id, blank for all."""

    at: datetime
    by_name: str
    engine: str
    scope: str
    measures: int
    cells: int
    seconds: Mapping[str, float]
    data_version: str

    @property
    def took(self) -> float:
        """Seconds in all."""
        return sum(self.seconds.values())


@dataclass(frozen=True, slots=True)
class JobFacts:
    """Work in the background: how far it has come."""

    id: UUID
    state: str
    asked_at: datetime
    ended_at: datetime | None
    by_name: str
    done: int
    total: int
    words: str
    attempts: int
    is_cancelling: bool
    kind: str = ""

    @property
    def is_open(self) -> bool:
        """True while it waits or runs."""
        return self.state in ("waiting", "running")


@dataclass(frozen=True, slots=True)
class ComputingFacts:
    """What was computed in a community, the latest first, and the jobs that do it."""

    runs: tuple[RunFacts, ...]
    jobs: tuple[JobFacts, ...]


def computing_of(community: Community, *, reader: Actor) -> ComputingFacts:
    """Runs and jobs of a community; the caller has asked whether the reader may see them. Three queries."""
    runs = list(ComputeRun.objects.filter(community=community).order_by("-at")[:MOST_RUNS])
    jobs = list(Job.objects.filter(community=community).order_by("-asked_at")[:MOST_RUNS])
    names = names_of([*(run.by for run in runs), *(job.by for job in jobs)])
    return ComputingFacts(
        tuple(
            RunFacts(run.at, names.get(run.by, run.by), run.engine, run.scope, run.measures, run.cells, run.seconds,
                     run.data_version)
            for run in runs
        ),
        tuple(
            job_facts(job, names) for job in jobs
        ),
    )  # fmt: skip


def job_facts(job: Job, names: Mapping[str, str]) -> JobFacts:
    """One job; `names` are those of actors."""
    return JobFacts(
        job.pk, job.state, job.asked_at, job.ended_at, names.get(job.by, job.by), job.done, job.total, job.words,
        job.attempts, job.is_cancelling, job.kind,
    )  # fmt: skip
