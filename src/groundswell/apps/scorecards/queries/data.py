"""Data and sources of a community: where numbers come from, what was read, and what was left out."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count, Prefetch, Q

from groundswell.apps.indicators.models import Indicator, Observation
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import Actor, community_for, not_retired
from groundswell.apps.scorecards.queries.communities import indicators_of
from groundswell.apps.scorecards.queries.freshness import kept, row_version
from groundswell.apps.scorecards.queries.pages import Choice, DataPage, ImportFacts, SourceFacts
from groundswell.apps.scorecards.queries.rows import Ground, community_facts, rows_at
from groundswell.apps.sources.models import ImportRun, Source
from groundswell.core.findings import finding_from
from groundswell.core.shelves import Shelf

Counts = tuple[int, int]  # observations of an indicator, and how many of them are withheld or missing
MOST_COUNTS = 10_000
_counted: Shelf[Counts] = Shelf(MOST_COUNTS)


def data_page(community_id: str, *, reader: Actor) -> DataPage | None:
    """Data and sources; None where there is no such community for this reader."""
    community = community_for(community_id, reader=reader)
    return kept(community, "data", lambda: _data_page(community)) if community else None


def _data_page(community: Community) -> DataPage:
    ground = Ground.of(community)
    indicators = list(indicators_of(community))
    counts = _counts(community, indicators)
    rows = [(key, row[""]) for key, row in rows_at(ground, indicators, [""]).items()]
    return DataPage(
        community=community_facts(community),
        sources=source_facts(Source.objects.filter(community=community)),
        indicators=tuple((row, *counts[key]) for key, row in rows),
        unmatched_places=tuple(
            Choice(name, ground.place_name(name), False) for name, row in ground.places.items() if not row.is_matched
        ),
        unmatched_groups=tuple(
            Choice(name, ground.group_label(name), False) for name, row in ground.groups.items() if not row.is_matched
        ),
    )


def _counts(community: Community, indicators: Iterable[Indicator]) -> dict[UUID, Counts]:
    """How much is known of each indicator; counted anew where something moved. One query, or none."""
    versions = {one.id: row_version(community, one) for one in indicators}
    found = {key: counts for key, version in versions.items() if (counts := _counted.of(key, version))}
    if missing := [key for key in versions if key not in found]:
        rows = not_retired(Observation.objects.filter(indicator__in=missing)).order_by()
        shown = Q(status__in=["final", "provisional"])
        counted = rows.values_list("indicator").annotate(every=Count("id"), withheld=Count("id", filter=~shown))
        found |= dict.fromkeys(missing, (0, 0)) | {key: (every, withheld) for key, every, withheld in counted}
        for key in missing:
            _counted.keep(key, versions[key], found[key], 1)
    return found


def source_facts(sources) -> tuple[SourceFacts, ...]:
    """Sources with their readings, newest first. Two queries."""
    runs = Prefetch("runs", queryset=ImportRun.objects.order_by("-at"))
    rows = not_retired(sources).order_by("public_id").prefetch_related(runs)
    return tuple(
        SourceFacts(row.public_id, row.publisher, row.url, row.licence, row.mapping, _runs(row.runs.all()))
        for row in rows
    )


def _runs(runs: Iterable[ImportRun]) -> tuple[ImportFacts, ...]:
    return tuple(
        ImportFacts(
            at=run.at,
            by=run.by,
            file=", ".join(file["name"] for file in run.files),
            sha256=", ".join(file["sha256"] for file in run.files),
            read=run.read,
            stored=run.added + run.revised + run.unchanged,
            revised=run.revised,
            skipped=tuple(sorted(run.skipped.items())),
            withheld=tuple(sorted(run.withheld.items())),
            findings=tuple(str(finding_from(kept)) for kept in run.findings),
        )
        for run in runs
    )
