"""What new records stand beside and what they replace, told by the days that they speak of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from groundswell.apps.people.actions import RefusalError
from groundswell.apps.people.models import Community
from groundswell.apps.programs.models import Program
from groundswell.apps.submissions.models import Submission
from groundswell.apps.submissions.queries.standing import submissions_in_use
from groundswell.core.findings import error
from groundswell.core.sentences import sentence
from groundswell.exchange.records import ReadRecords

ADDS, REPLACES, BY_DAYS = "adds", "replaces", ""


@dataclass(frozen=True, slots=True)
class Plan:
    """What stands as somebody saw it, what the new records replace, and the days they speak of."""

    standing: list[Submission]
    replaced: list[Submission]
    first: date | None
    last: date | None
    told: date | None  # the last day on which anything happened that the new records tell of

    def kept(self) -> list[Submission]:
        """What stands and is not replaced."""
        gone = {one.pk for one in self.replaced}
        return [one for one in self.standing if one.pk not in gone]

    def still_stands(self, community: Community, program: Program) -> bool:
        """True where nothing came or went meanwhile."""
        now = [one.pk for one in submissions_in_use(community, [program])]
        return now == [one.pk for one in self.standing]


def _refuse_to_lose_tables(one: Submission, brought: set[str]) -> None:
    """Services alone do not take the place of enrollments and services together, unless somebody says so."""
    lost = sorted(name for name, count in one.counts.items() if count and name not in brought)
    if lost:
        said = sentence(
            "submission {number} of these days holds {tables} too, which you did not bring",
            number=one.number,
            tables=", ".join(lost),
        )
        fix = sentence("bring them together, or say whether these add to it or replace it (--adds or --replaces)")
        raise RefusalError(error(said, fix))


def replaced_by(
    standing: list[Submission], first: date | None, last: date | None, beside: str, counts: Mapping[str, int]
) -> list[Submission]:
    """The submissions whose place the new one takes; raises RefusalError where only a person can tell."""
    if beside == REPLACES:
        return standing
    if beside == ADDS:
        return []
    if first is None or last is None:
        return [one for one in standing if one.first_day is None]
    replaced, crossing = [], []
    brought = {name for name, count in counts.items() if count}
    for one in standing:
        if one.first_day is None or one.last_day is None or one.last_day < first or last < one.first_day:
            continue
        if first <= one.first_day and one.last_day <= last:
            _refuse_to_lose_tables(one, brought)
            replaced.append(one)
        else:
            crossing.append(one)
    if crossing:
        said = sentence(
            "these records speak of {first} to {last}, and submission {number} of {began} to {ended}: neither the same "
            "days nor others",
            first=first.isoformat(), last=last.isoformat(), number=crossing[0].number,
            began=str(crossing[0].first_day), ended=str(crossing[0].last_day),
        )  # fmt: skip
        fix = sentence("say whether they add to what was sent before or replace all of it (--adds or --replaces)")
        raise RefusalError(error(said, fix))
    return replaced


def last_day_told(read: ReadRecords, today: date) -> date | None:
    """The last day on which anything happened that the records tell of; an end that lies ahead has not happened."""
    days = [
        read.tables[name].columns[column]
        for name, column in (
            ("services", "date"),
            ("outcomes", "date"),
            ("enrollments", "started"),
            ("enrollments", "ended"),
        )
        if name in read.tables and column in read.tables[name].columns
    ]
    known = np.concatenate(days) if days else np.zeros(0, "datetime64[D]")
    known = known[~np.isnat(known)]
    known = known[known <= np.datetime64(today)]
    return known.max().item() if len(known) else None


def days_of(read: ReadRecords) -> tuple[date | None, date | None]:
    """The first and the last day that records speak of: of services and outcomes, else of enrollments."""
    for tables in (
        (("services", "date"), ("outcomes", "date")),
        (("enrollments", "started"), ("enrollments", "ended")),
    ):
        days = [read.tables[name].columns[column] for name, column in tables
                if name in read.tables and column in read.tables[name].columns]  # fmt: skip
        known = np.concatenate(days) if days else np.zeros(0, "datetime64[D]")
        known = known[~np.isnat(known)]
        if len(known):
            return known.min().item(), known.max().item()
    return None, None
