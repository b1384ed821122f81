"""Data and sources of a community: where numbers come from, what was read, and what was left out."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, Prefetch, Q

from groundswell.apps.indicators.models import Observation
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import Actor, community_for, not_retired
from groundswell.apps.scorecards.queries.communities import indicators_of
from groundswell.apps.scorecards.queries.freshness import kept
from groundswell.apps.scorecards.queries.pages import Choice, DataPage, ImportFacts, SourceFacts
from groundswell.apps.scorecards.queries.rows import Ground, community_facts, rows_at
from groundswell.apps.sources.models import ImportRun, Source
from groundswell.core.findings import Finding, Severity


def data_page(community_id: str, *, reader: Actor) -> DataPage | None:
    """Data and sources; None where there is no such community for this reader."""
    community = community_for(community_id, reader=reader)
    return kept(community, "data", lambda: _data_page(community)) if community else None


def _data_page(community: Community) -> DataPage:
    ground = Ground.of(community)
    counts = _counts(community)
    rows = [(key, row[""]) for key, row in rows_at(ground, indicators_of(community), [""]).items()]
    return DataPage(
        community=community_facts(community),
        sources=source_facts(Source.objects.filter(community=community)),
        indicators=tuple((row, *counts.get(key, (0, 0))) for key, row in rows),
        unmatched_places=tuple(
            Choice(name, ground.place_name(name), False) for name, row in ground.places.items() if not row.is_matched
        ),
        unmatched_groups=tuple(
            Choice(name, ground.group_label(name), False) for name, row in ground.groups.items() if not row.is_matched
        ),
    )


def _counts(community: Community) -> dict:
    """Observations of each indicator, and how many of them are withheld or missing."""
    rows = not_retired(Observation.objects.filter(indicator__community=community)).order_by()
    shown = Q(status__in=["final", "provisional"])
    counted = rows.values_list("indicator").annotate(every=Count("id"), withheld=Count("id", filter=~shown))
    return {indicator: (every, withheld) for indicator, every, withheld in counted}


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
            findings=tuple(_said(finding) for finding in run.findings),
        )
        for run in runs
    )


def _said(finding: dict) -> str:
    return str(Finding(**{**finding, "severity": Severity(finding["severity"])}))
