"""What linking people came to, for whoever may link: how many people, at how many providers, what waits, what ran.

Nothing here names anybody, and every count is as others could see it: nothing small, rounded to the nearest five.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import Actor, community_for, names_of, require_any
from groundswell.apps.submissions.models import Job, LinkDecision, LinkRun
from groundswell.apps.submissions.queries.computing import JobFacts, job_facts
from groundswell.apps.submissions.queries.standing import parts_named, submissions_in_use
from groundswell.core.disclosure import Counted, is_small, rounded, smallest_count, withheld_parts
from groundswell.core.permissions import Permission
from groundswell.engine.measures.parts import data_version

MOST_RUNS = 12
LINKING = (Permission.LINK_PEOPLE, Permission.REVIEW_LINKS)


@dataclass(frozen=True, slots=True)
class LinkRunFacts:
    """One linking. Numbers of people are None where they are withheld."""

    at: datetime
    by_name: str
    engine: str
    is_standing: bool
    records: int | None
    people: int | None
    low: int | None
    high: int | None
    level: float
    waiting: int | None
    seconds: float


@dataclass(frozen=True, slots=True)
class PeopleAt:
    """How many people were found at so many providers; None where it is withheld."""

    providers: int
    people: int | None


@dataclass(frozen=True, slots=True)
class LinksPage:
    """The linking that stands, what it found, what waits, and those before it."""

    community: Community
    standing: LinkRunFacts | None
    found_at: tuple[PeopleAt, ...]
    runs: tuple[LinkRunFacts, ...]
    jobs: tuple[JobFacts, ...]
    doubtful: int  # pairs that nobody decided since
    decided: int  # decisions that hold
    decided_since: int  # those that wait for the next linking
    is_behind: bool  # records came or went since
    is_worth_training: bool  # so many came that the next linking learns anew what counts for how much
    has_records: bool
    smallest_shown: int


def links_page(community_id: str, *, reader: Actor) -> LinksPage | None:
    """The overview, for whoever may link or review; None where the community may not be opened. Seven queries.

    Raises NotAllowedError for everybody else.
    """
    community = community_for(community_id, reader=reader)
    if community is None:
        return None
    require_any(reader, LINKING, community, "")
    rows = list(LinkRun.objects.filter(community=community).order_by("-at")[:MOST_RUNS])
    jobs = list(Job.objects.filter(community=community, kind="linking").order_by("-asked_at")[:3])
    names = names_of([*(row.by for row in rows), *(job.by for job in jobs)])
    standing = next((row for row in rows if row.is_standing), None)
    parts = parts_named(submissions_in_use(community))
    held = LinkDecision.objects.filter(community=community, withdrawn_at=None)
    since = _decided_since(community, standing)
    smallest = smallest_count(community.minimum_cell)
    return LinksPage(
        community=community,
        standing=_facts(standing, names, smallest) if standing else None,
        found_at=_found_at(standing.found, smallest) if standing else (),
        runs=tuple(_facts(row, names, smallest) for row in rows),
        jobs=tuple(job_facts(job, names) for job in jobs),
        doubtful=max(standing.doubtful - held.filter(at__gt=standing.at).count(), 0) if standing else 0,
        decided=held.count(),
        decided_since=since,
        is_behind=standing is not None and standing.data_version != data_version(parts),
        is_worth_training=standing is not None and _has_grown(community, standing),
        has_records=bool(parts),
        smallest_shown=smallest,
    )


def _has_grown(community: Community, standing: LinkRun) -> bool:
    """True where the participants that were sent since would be half as many more than those it learned from."""
    enough = standing.settings.get("learns_anew_from", 0)
    sent = sum(one.counts.get("participants", 0) for one in submissions_in_use(community) if one.at > standing.at)
    return 0 < enough <= standing.records + sent


def _decided_since(community: Community, standing: LinkRun | None) -> int:
    rows = LinkDecision.objects.filter(community=community)
    if standing is None:
        return rows.filter(withdrawn_at=None).count()
    made = rows.filter(at__gt=standing.at, withdrawn_at=None).count()
    return made + rows.filter(at__lte=standing.at, withdrawn_at__gt=standing.at).count()


def _facts(row: LinkRun, names: Mapping[str, str], smallest: int) -> LinkRunFacts:
    shared = sum(count for providers, count in row.found.items() if int(providers) > 1)
    is_hidden = is_small(row.people, smallest) or is_small(shared, smallest)

    def near(count: int) -> int | None:
        return None if is_hidden else int(rounded(Counted(float(count))).value or 0)

    return LinkRunFacts(
        at=row.at,
        by_name=names.get(row.by, row.by),
        engine=row.engine,
        is_standing=row.is_standing,
        records=near(row.records),
        people=near(row.people),
        low=near(row.low),
        high=near(row.high),
        level=row.level,
        waiting=None if is_small(row.waiting, smallest) else int(rounded(Counted(float(row.waiting))).value or 0),
        seconds=round(sum(row.seconds.values()), 1),
    )


def _found_at(found: Mapping[str, int], smallest: int) -> tuple[PeopleAt, ...]:
    """By the number of providers; of few nothing is told, nor anything that they would follow from."""
    counted = {int(providers): Counted(float(count)) for providers, count in found.items()}
    whole = Counted(sum(one.value or 0.0 for one in counted.values()))
    hidden = withheld_parts(counted, whole, smallest)
    return tuple(
        PeopleAt(providers, None if providers in hidden else int(rounded(one).value or 0))
        for providers, one in sorted(counted.items())
    )
