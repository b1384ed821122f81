"""Rows of a grid against the package's own checks, and how they are put away by the actions of their rooms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.utils import timezone

from groundswell.apps.agenda.models import ScannedService
from groundswell.apps.indicators.actions import (
    draw_missing_baselines,
    record_revisions,
    store_observations,
    store_targets,
)
from groundswell.apps.indicators.models import Indicator
from groundswell.apps.packages.actions.checking import KnownIds, table_of_cells
from groundswell.apps.packages.queries.kinds import RowKind
from groundswell.apps.packages.queries.rows import kept_rows, rows_queryset
from groundswell.apps.people.actions import Directory, directory_of, store_table
from groundswell.apps.people.models import Community, Organization
from groundswell.apps.people.queries import not_retired
from groundswell.apps.places.models import Crosswalk, Group, Place, Population
from groundswell.apps.places.queries import group_directory, place_directory
from groundswell.apps.programs.models import Measure, MeasureAdoption, Program
from groundswell.apps.sources.models import Source
from groundswell.core.findings import Finding, has_errors
from groundswell.core.merging import Content
from groundswell.exchange.package.cross_check import check_weights
from groundswell.exchange.package.layout import TABLES
from groundswell.exchange.package.model import Package
from groundswell.exchange.package.observation_check import check_observations
from groundswell.exchange.package.table_check import check_cells, check_keys, check_references
from groundswell.exchange.tables import Table

Row = tuple[int, dict[str, str], Content | None]  # the place of an edit, its key, its content
_BESIDE_AT_MOST = 5_000  # rows of the same series that are looked at beside those edited


def _fixed(described: RowKind, indicator: Indicator | None) -> dict[str, str]:
    """The cells that the address says: whose observations or targets these are."""
    if indicator is None:
        return {}
    if described.name == "targets":
        return {"subject": "indicator", "subject_id": indicator.public_id}
    return {"indicator_id": indicator.public_id}


def checked_rows(
    described: RowKind, community: Community, rows: Sequence[Row], indicator: Indicator | None
) -> tuple[Table, list[Finding]]:
    """The rows that are wanted as a table in canonical cells, and what is wrong; findings name the edit's place."""
    layout = TABLES[described.name]
    fixed = _fixed(described, indicator)
    kept = [(at, {**fixed, **key, **content}) for at, key, content in rows if content is not None]
    places = [at for at, _ in kept]
    raw = table_of_cells(layout, [cells for _, cells in kept])
    table, findings = check_cells(Table(raw.name, raw.headings, raw.columns, places), layout)
    findings += check_references(table, layout, KnownIds(community))
    findings += check_keys(_every_key(described, rows, fixed), layout)
    if not has_errors(findings) and len(table):
        findings += _checked_beside(described, community, table, indicator, [key for _, key, _ in rows])
    return table, findings


def _every_key(described: RowKind, rows: Sequence[Row], fixed: Mapping[str, str]) -> Table:
    """Nothing but keys, those of rows that go included: no key may be edited twice at once."""
    raw = table_of_cells(TABLES[described.name], [{**fixed, **key} for _, key, _ in rows])
    return Table(raw.name, raw.headings, raw.columns, [at for at, _, _ in rows])


def _checked_beside(
    described: RowKind,
    community: Community,
    table: Table,
    indicator: Indicator | None,
    edited: Sequence[Mapping[str, str]],
) -> list[Finding]:
    """What shows only beside the rows that stand: theirs first, so that what is new is what differs."""
    if described.name not in ("observations", "crosswalks"):
        return []
    beside = _rows_beside(described, community, table, indicator, edited)
    whole = table_of_cells(TABLES[described.name], [*beside, *table.records()])
    whole = Table(whole.name, whole.headings, whole.columns, [*([-1] * len(beside)), *table.rows])
    if described.name == "crosswalks":
        return check_weights(whole)
    assert indicator is not None
    found = check_observations(whole, {indicator.public_id: indicator.definition})
    return [finding for finding in found if finding.row != -1]


def _rows_beside(
    described: RowKind,
    community: Community,
    table: Table,
    indicator: Indicator | None,
    edited: Sequence[Mapping[str, str]],
) -> list[dict[str, Any]]:
    """The rows that stand in the same series, or about the same place, and are not edited."""
    rows = not_retired(rows_queryset(described, community, indicator.public_id if indicator else ""))
    if described.name == "crosswalks":
        rows = rows.filter(from_place__public_id__in=set(table.columns["from_place_id"]))
    else:
        directory, groups = place_directory(community), group_directory(community)
        rows = rows.filter(
            place_id__in={directory[name] for name in table.columns["place_id"]},
            group_id__in={groups[name] for name in table.columns["group_id"]},
        )
    taken = {tuple(key.values()) for key in edited}
    fixed = _fixed(described, indicator)
    found = kept_rows(described, rows[:_BESIDE_AT_MOST])
    return [{**fixed, **row.key, **row.content} for row in found if tuple(row.key.values()) not in taken]


def store_rows(
    described: RowKind,
    community: Community,
    table: Table,
    gone: Sequence[tuple[Mapping[str, str], Content]],
    indicator: Indicator | None,
    reason: str,
) -> None:
    """Put checked rows away, and retire those that go; they keep what they held."""
    today = timezone.localdate().isoformat()
    fixed = _fixed(described, indicator)
    records = [*table.records(), *({**fixed, **key, **content, "retired": today} for key, content in gone)]
    whole = table_of_cells(TABLES[described.name], records)
    if indicator is None:
        _store_of_community(described, community, whole)
        return
    directory: Directory = {
        Indicator: {indicator.public_id: indicator.pk},
        Place: place_directory(community),
        Group: group_directory(community),
    }
    if described.name == "targets":
        store_targets(Package(community.document, {"targets": whole}), community=community, directory=directory)
        return
    directory[Source] = directory_of(Source, community)
    stored = store_observations(whole, community=community, directory=directory)
    record_revisions(stored, community=community, reason=reason)
    touched = Q(
        place_id__in={directory[Place][name] for name in whole.columns["place_id"]},
        group_id__in={directory[Group][name] for name in whole.columns["group_id"]},
    )
    draw_missing_baselines(community, only={indicator.public_id}, series=touched)


def _store_of_community(described: RowKind, community: Community, table: Table) -> None:
    if described.model is MeasureAdoption:
        named: Directory = {model: directory_of(model, community) for model in (Program, Measure)}
        store_table(MeasureAdoption, table, community=community, directory=named)
        return
    directory: Directory = {Place: place_directory(community), Group: group_directory(community)}
    if described.model is ScannedService:
        directory[Organization] = directory_of(Organization, community)
        store_table(ScannedService, table, community=community, directory=directory)
    elif described.model is Population:
        periods = Population.objects.filter(community=community, period__in=set(table.columns["period"]))
        store_table(Population, table, community=community, directory=directory, among=periods)
    else:
        ids = [directory[Place][name] for name in table.columns["from_place_id"]]
        places = Crosswalk.objects.filter(community=community, from_place_id__in=ids)
        store_table(Crosswalk, table, community=community, directory=directory, among=places)
