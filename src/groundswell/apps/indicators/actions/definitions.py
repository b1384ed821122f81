"""How results, indicators and targets are put away: what is measured, why, and where it should go."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone

from groundswell.apps.indicators.models import Indicator, Membership, Result, Strategy, Target
from groundswell.apps.people.actions import (
    Directory,
    RefusalError,
    directory_of,
    store_records,
    store_table,
)
from groundswell.apps.people.models import Community, time_ordered_key
from groundswell.apps.places.models import Group, Place
from groundswell.core.findings import Finding, error, info, named
from groundswell.core.vocabulary import Standing
from groundswell.exchange.mapping.reading import SourceReading, TargetSeen, missing_unit
from groundswell.exchange.package.model import Document, Package
from groundswell.exchange.tables import Table


def store_results(package: Package, *, community: Community, directory: Directory) -> dict[str, UUID]:
    """Results by id; returns their directory."""
    store_table(Result, package.tables.get("results"), community=community, directory=directory)
    return directory_of(Result, community)


def store_strategies(table: Table | None, *, community: Community) -> None:
    """Strategies by id."""
    store_table(Strategy, table, community=community, directory={})


def store_indicators(
    documents: Mapping[str, Document], *, community: Community, directory: Directory
) -> dict[str, UUID]:
    """Indicators by id with their whole definition, and the results they speak to; returns their directory."""
    records = [_indicator(name, documents[name], directory) for name in sorted(documents)]
    store_records(Indicator, records, community=community)
    indicators = directory_of(Indicator, community)
    _store_memberships(documents, community, indicators, directory[Result])
    return indicators


def _indicator(name: str, document: Document, directory: Directory) -> dict[str, Any]:
    facts = ("name", "unit", "per", "polarity", "standing", "publisher", "work_began")
    group = document.get("headline_group", "")
    retired = document.get("retired", "")
    return {
        "public_id": name,
        **{fact: document.get(fact, "") for fact in facts},
        "headline_group_id": directory[Group][group] if group else None,
        "definition": dict(document),
        "retired": date.fromisoformat(retired) if retired else None,
    }


def _store_memberships(
    documents: Mapping[str, Document], community: Community, indicators: dict[str, UUID], results: dict[str, UUID]
) -> None:
    """An indicator belongs to the results its document names now; a membership that is gone is retired, not deleted."""
    records: list[dict[str, Any]] = [
        {"indicator_id": indicators[name], "result_id": results[result], "position": position, "retired": None}
        for name, document in sorted(documents.items())
        for position, result in enumerate(document.get("result_ids", ()))
    ]
    named = {(record["indicator_id"], record["result_id"]) for record in records}
    standing = Membership.objects.filter(community=community, indicator__public_id__in=list(documents))
    gone = [row.pk for row in standing if (row.indicator_id, row.result_id) not in named]
    Membership.objects.filter(pk__in=gone).update(retired=timezone.localdate())
    store_records(Membership, records, community=community)


def keep_unknown_indicators(reading: SourceReading, *, community: Community) -> list[Finding]:
    """Indicators that a source speaks about and the community does not know: kept behind the headline until decided.

    Says what is new. Raises RefusalError where a known indicator counts in another unit than the source, and where
    neither says a unit: what is stored must go out again in a package, and no package takes numbers without one.
    """
    standing = {row.public_id: row for row in Indicator.objects.filter(community=community)}
    _refuse_without_unit(reading, standing)
    new: list[str] = []
    for seen in reading.indicators:
        row = standing.get(seen.id)
        if row is None:
            facts = {"name": seen.name or seen.id, "unit": str(seen.unit or ""), "polarity": str(seen.polarity or "")}
            facts = {name: value for name, value in {**facts, "standing": "secondary"}.items() if value}
            Indicator.objects.create(community=community, public_id=seen.id, **facts, definition=facts)
            new.append(seen.id)
        elif seen.unit and not row.unit:
            row.unit, row.definition = str(seen.unit), {**row.definition, "unit": str(seen.unit)}
            row.save(update_fields=["unit", "definition"])
        elif seen.unit and row.unit != seen.unit:
            raise RefusalError(
                error(
                    f"{seen.id} counts in {row.unit} here and in {seen.unit} in the source",
                    "say the value's unit in the mapping, or import it as another indicator",
                    column="value",
                )
            )
    if not new:
        return []
    words = f"1 indicator is new: {new[0]}" if len(new) == 1 else f"{len(new):,} indicators are new: {named(new)}"
    has_polarity = all(seen.polarity for seen in reading.indicators if seen.id in new)
    return [info(words, f"say {'' if has_polarity else 'polarity, '}result_ids and work_began in indicators/ID.yaml")]


def _refuse_without_unit(reading: SourceReading, standing: Mapping[str, Indicator]) -> None:
    has_one = {name for name, row in standing.items() if row.unit or row.standing == Standing.DEVELOPMENT}
    without = [seen.id for seen in reading.indicators if not seen.unit and seen.id not in has_one]
    if finding := missing_unit(reading, without):
        raise RefusalError(finding)


def store_targets(package: Package, *, community: Community, directory: Directory) -> None:
    """Targets of indicators, and of the measures of programs, whose room is downstream of this one."""
    store_table(Target, package.tables.get("targets"), community=community, directory=directory)
    for target in Target.objects.filter(community=community, subject="indicator", indicator=None):
        Target.objects.filter(pk=target.pk).update(indicator=directory[Indicator][target.subject_id])


def store_targets_seen(seen_ones: Iterable[TargetSeen], *, community: Community, directory: Directory) -> None:
    """Targets that a source publishes beside its values."""
    records = [
        {
            "subject": "indicator",
            "subject_id": seen.indicator_id,
            "indicator_id": directory[Indicator][seen.indicator_id],
            "program": "",
            "place_id": directory[Place][seen.place_id],
            "group_id": directory[Group][seen.group_id],
            "period": seen.period,
            "value": seen.value,
        }
        for seen in seen_ones
    ]
    store_records(Target, records, community=community)


def renew_indicator(indicator_id: str, *, community: Community) -> bool:
    """Mark one indicator as changed: what is kept of it is stale. False where there is none with this id."""
    rows = Indicator.objects.filter(community=community, public_id=indicator_id)
    return rows.update(data_version=time_ordered_key().hex) == 1
