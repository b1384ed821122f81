"""How results, indicators and observations are put away, and how baselines are frozen.

An observation that changes leaves a revision: what stood there before, when it was changed, and why. A baseline is
frozen once for each series whose work has begun; later data never redraws it.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from groundswell.apps.indicators.models import Baseline, Indicator, Membership, Observation, Result, Revision, Target
from groundswell.apps.indicators.queries import (
    baselines_of,
    polarity_of,
    public_keys,
    published,
    series_of,
    unit_of,
    work_began,
)
from groundswell.apps.people.actions import (
    Directory,
    Progress,
    RefusalError,
    alone_with,
    append_rows,
    directory_of,
    record_event,
    renew_data_version,
    store_records,
    store_table,
    translations_at,
)
from groundswell.apps.people.models import Community, time_ordered_hexes
from groundswell.apps.places.models import Group, Place
from groundswell.apps.sources.models import ImportRun, Source
from groundswell.core.curves import judge_curves
from groundswell.core.drift import FEWEST_FOR_A_VERDICT
from groundswell.core.findings import Finding, error, info
from groundswell.exchange.mapping.reading import IndicatorSeen, TargetSeen
from groundswell.exchange.package.model import Document, Package
from groundswell.exchange.tables import Table

# What an observation holds beside its key, in the order of an `_Row`: heading of the package, field of the model.
_FACTS = {
    "value": "value",
    "moe": "moe",
    "low": "low",
    "high": "high",
    "level": "level",
    "numerator": "numerator",
    "denominator": "denominator",
    "status": "status",
    "break": "is_break",
    "quality": "quality",
    "source_id": "source_id",
    "as_of": "as_of",
    "note": "note",
}
_EXTRAS = ("translations", "retired")
_KEY = ("indicator_id", "place_id", "group_id", "period")
_SHOWN = 8  # value .. status: a change in these is a revision; in the rest it is not
Key = tuple[str, str, str, str]
Facts = tuple[Any, ...]


@dataclass(slots=True)
class StoredObservations:
    """What became of the observations that came."""

    added: int = 0
    revised: int = 0  # a value, its interval or its status changed: a revision keeps what stood there
    amended: int = 0  # only words around the value changed
    unchanged: int = 0
    revisions: list[tuple[Key, str, str]] = field(default_factory=list)  # key, value before, what else changed

    def counts(self) -> dict[str, int]:
        """By name, as commands say them."""
        came = self.added + self.revised + self.amended + self.unchanged
        counts = {"observations": came, "added": self.added, "revised": self.revised, "amended": self.amended}
        return {**counts, "unchanged": self.unchanged}


def store_results(package: Package, *, community: Community, directory: Directory) -> dict[str, UUID]:
    """Results by id; returns their directory."""
    store_table(Result, package.tables.get("results"), community=community, directory=directory)
    return directory_of(Result, community)


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


def store_targets(package: Package, *, community: Community, directory: Directory) -> None:
    """Targets of indicators, and of measures whose room is still to come."""
    store_table(Target, package.tables.get("targets"), community=community, directory=directory)
    for target in Target.objects.filter(community=community, subject="indicator", indicator=None):
        Target.objects.filter(pk=target.pk).update(indicator=directory[Indicator][target.subject_id])


def store_observations(
    table: Table,
    *,
    community: Community,
    directory: Directory,
    known_before: Collection[tuple[Key, str]] = (),
    run: ImportRun | None = None,
    progress: Progress | None = None,
) -> StoredObservations:
    """Add new observations, change those that differ, and keep a revision of every value that was changed.

    `known_before` are revisions that the same package brings: (key, value before); those are not recorded twice.
    """
    refuse_one_place_twice(table, directory)
    keys, facts = list(_keys(table, directory)), _facts(table, directory)
    standing = standing_observations(directory[Indicator].values())
    stored = StoredObservations()
    if not standing:
        _append(keys, facts, community=community, run=run, progress=progress)
        stored.added = len(keys)
        return stored
    new: list[tuple[Key, Facts]] = []
    changed: list[tuple[str, Facts]] = []
    for key, fact in zip(keys, facts, strict=True):
        before = standing.get(key)
        if before is None:
            new.append((key, fact))
        elif before[1] == fact:
            stored.unchanged += 1
        else:
            changed.append((before[0], fact))
            _notice(stored, key, before[1], fact)
    _append([key for key, _ in new], [fact for _, fact in new], community=community, run=run, progress=progress)
    _change(changed, run)
    stored.added = len(new)
    kept = set(known_before)
    stored.revisions = [one for one in stored.revisions if (one[0], one[1]) not in kept]
    return stored


def _notice(stored: StoredObservations, key: Key, before: Facts, after: Facts) -> None:
    if before[:_SHOWN] == after[:_SHOWN]:
        stored.amended += 1
        return
    stored.revised += 1
    names = list(_FACTS)[1:_SHOWN]
    others = [
        f"{name} was {old or 'blank'}"
        for name, old, new in zip(names, before[1:], after[1:], strict=False)
        if old != new
    ]
    stored.revisions.append((key, before[0], "; ".join(others)))


def refuse_one_place_twice(table: Table, directory: Directory) -> None:
    """Blank and the own place's name are one place: raises RefusalError where both have a value for one period."""
    own = {name for name, key in directory[Place].items() if key == directory[Place][""]}
    places = table.column("place_id")
    if len(own) < 2 or not all(name in places for name in own):
        return
    first: dict[Key, int] = {}
    findings = []
    for key, row, place in zip(_keys(table, directory), table.rows, places, strict=True):
        if first.setdefault(key, row) != row and place in own:
            message = f"row {first[key]} says this already: a blank place_id is the community's own place"
            findings.append(
                error(message, "keep one of the two rows", file="observations.csv", row=row, column="place_id")
            )
    if findings:
        raise RefusalError(*findings)


def _keys(table: Table, directory: Directory) -> Iterator[Key]:
    ids = [_hexes(directory[model], table.column(f"{name}_id")) for model, name in _OWNERS]
    return zip(*ids, table.column("period"), strict=True)


_OWNERS = ((Indicator, "indicator"), (Place, "place"), (Group, "group"))


def _hexes(ids: Mapping[str, UUID], cells: list[str]) -> Iterator[str]:
    known = {name: key.hex for name, key in ids.items()}
    return map(known.__getitem__, cells)


def _facts(table: Table, directory: Directory) -> Iterable[Facts]:
    columns: list[Iterable[Any]] = []
    sources = {"": None, **{name: key.hex for name, key in directory[Source].items()}}
    for heading in _FACTS:
        cells = table.column(heading)
        if heading == "status":
            columns.append([cell or "final" for cell in cells])
        elif heading == "break":
            columns.append([cell == "true" for cell in cells])
        elif heading == "source_id":
            columns.append(map(sources.__getitem__, cells))
        else:
            columns.append(cells)
    return zip(*columns, _translations(table), _retired(table), strict=True)


def _translations(table: Table) -> list[str]:
    if not any("." in heading for heading in table.headings):
        return ["{}"] * len(table)
    every = (translations_at(table, _FACTS, position) for position in range(len(table)))
    return [json.dumps(words, sort_keys=True) for words in every]


def _retired(table: Table) -> list[date | None]:
    return [date.fromisoformat(cell) if cell else None for cell in table.column("retired")]


def _append(
    keys: Collection[Key],
    facts: Iterable[Facts],
    *,
    community: Community,
    run: ImportRun | None,
    progress: Progress | None,
) -> None:
    fields = ("id", "community", "run", *_KEY, *_FACTS.values(), *_EXTRAS)
    fixed = (community.id.hex, run.id.hex if run else None)
    rows = (
        (identity, *fixed, *key, *fact)
        for identity, key, fact in zip(time_ordered_hexes(len(keys)), keys, facts, strict=True)
    )
    append_rows(Observation, fields, rows, count=len(keys), progress=progress)


def _change(changed: list[tuple[str, Facts]], run: ImportRun | None) -> None:
    if not changed:
        return
    names = [Observation._meta.get_field(name).column for name in (*_FACTS.values(), *_EXTRAS)]
    marks = ", ".join(f'"{name}" = %s' for name in (*names, "run_id"))
    run_id = run.id.hex if run else None
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {Observation._meta.db_table} SET {marks} WHERE id = %s",  # noqa: S608 - names of columns only
            [(*fact, run_id, identity) for identity, fact in changed],
        )


def standing_observations(indicators: Iterable[UUID]) -> dict[Key, tuple[str, Facts]]:
    """Every observation that stands for these indicators: its key, and its row's id with what it holds."""
    wanted = [key.hex for key in indicators]
    found: dict[Key, tuple[str, Facts]] = {}
    with connection.cursor() as cursor:
        for start in range(0, len(wanted), 500):
            some = wanted[start : start + 500]
            cursor.execute(_standing_sql(len(some)), some)
            for identity, indicator, place, group, period, *facts in cursor:
                facts[-2] = facts[-2] if facts[-2] == "{}" else json.dumps(json.loads(facts[-2]), sort_keys=True)
                found[indicator, place, group, period] = (identity, tuple(facts))
    return found


def _standing_sql(indicators: int) -> str:
    postgres = connection.vendor == "postgresql"

    def plain(column: str) -> str:
        if not postgres:
            return column
        return f"replace({column}::text, '-', '')" if column == "id" or column.endswith("_id") else column

    fields = [Observation._meta.get_field(name).column for name in ("id", *_KEY, *_FACTS.values(), *_EXTRAS)]
    columns = ["translations::text" if postgres and name == "translations" else plain(name) for name in fields]
    marks = ", ".join(["%s"] * indicators)
    return f"SELECT {', '.join(columns)} FROM {Observation._meta.db_table} WHERE indicator_id IN ({marks})"  # noqa: S608


def record_revisions(stored: StoredObservations, *, community: Community, reason: str) -> None:
    """Keep what stood before each value that was changed today."""
    today = timezone.localdate()
    rows = []
    for (indicator, place, group, period), value, others in stored.revisions:
        said = "; ".join(words for words in (reason, others) if words)
        ids = {"indicator_id": UUID(indicator), "place_id": UUID(place), "group_id": UUID(group)}
        rows.append(Revision(community=community, **ids, period=period, value=value, recorded=today, reason=said))
    Revision.objects.bulk_create(rows)


def store_revisions(table: Table | None, *, community: Community, directory: Directory) -> set[tuple[Key, str]]:
    """Revisions that a package brings, those that stand already left alone; returns (key, value before) of each."""
    if table is None:
        return set()
    brought = []
    for key, row in zip(_keys(table, directory), table.records(), strict=True):
        brought.append((*key, row["value"], row["recorded"], row.get("reason", "")))
    remaining: dict[tuple[str, ...], int] = {}
    for revision in Revision.objects.filter(community=community):
        same = _same(revision)
        remaining[same] = remaining.get(same, 0) + 1
    rows = []
    for one in brought:
        if remaining.get(one, 0):
            remaining[one] -= 1
            continue
        ids = dict(zip(_KEY[:3], map(UUID, one[:3]), strict=True))
        rows.append(
            Revision(
                community=community,
                **ids,
                period=one[3],
                value=one[4],
                recorded=date.fromisoformat(one[5]),
                reason=one[6],
            )
        )
    Revision.objects.bulk_create(rows)
    return {(one[:4], one[4]) for one in brought}


def _same(row: Revision) -> tuple[str, ...]:
    ids = (row.indicator_id.hex, row.place_id.hex, row.group_id.hex)
    return (*ids, row.period, row.value, row.recorded.isoformat(), row.reason)


def store_baselines(table: Table | None, *, community: Community, directory: Directory) -> int:
    """Frozen baselines that a package brings, for series that have none; a frozen baseline is never overwritten."""
    if table is None:
        return 0
    taken = set(Baseline.objects.filter(community=community).values_list("indicator_id", "place_id", "group_id"))
    rows: dict[tuple[UUID, ...], Baseline] = {}
    for record in table.records():
        series = tuple(directory[model][record.get(f"{name}_id", "")] for model, name in _OWNERS)
        if series in taken:
            continue
        if series not in rows:
            facts = ("method", "level", "observations", "span", "slope", "sd")
            rows[series] = Baseline(
                community=community,
                **dict(zip(_KEY[:3], series, strict=True)),
                **{fact: record.get(fact, "") for fact in facts},
                frozen_on=date.fromisoformat(record["frozen_on"]),
                retired=date.fromisoformat(record["retired"]) if record.get("retired") else None,
            )
        rows[series].points.append([record.get(name, "") for name in ("period", "value", "low", "high")])
    Baseline.objects.bulk_create(rows.values())
    return len(rows)


def freeze_baselines(*, community: Community, by: str) -> int:
    """Freeze a baseline for every series whose work has begun and that has none; says how many were frozen."""
    with alone_with(community.public_id):
        frozen = draw_missing_baselines(community)
        if frozen:
            renew_data_version(community)
            record_event(
                community_id=community.public_id, action="freeze_baselines", by=by, details={"baselines": frozen}
            )
    return frozen


def draw_missing_baselines(community: Community, only: Collection[str] | None = None) -> int:
    """The work of `freeze_baselines`, inside a change that is recorded by its caller.

    A baseline drawn from fewer points than a verdict needs is a trial: it is shown, and not frozen, so that a longer
    history may still earn a sound one.
    """
    indicators = list(Indicator.objects.filter(community=community).exclude(work_began=""))
    if only is not None:
        indicators = [row for row in indicators if row.public_id in only]
    keys = public_keys(community)
    places, groups = ({name: key for key, name in ids.items()} for ids in (keys.places, keys.groups))
    rows: list[Baseline] = []
    for indicator in indicators:
        series = series_of([indicator], ids=keys)[indicator.public_id]
        standing = baselines_of([indicator], ids=keys)
        missing = [one for key, one in series.items() if key not in standing]
        for curve in judge_curves(
            missing, work_began=work_began(indicator), polarity=polarity_of(indicator), unit=unit_of(indicator)
        ):
            if curve.baseline is not None and curve.baseline.observations >= FEWEST_FOR_A_VERDICT:
                ids = {"place_id": places[curve.key.place_id], "group_id": groups[curve.key.group_id]}
                rows.append(_frozen(indicator, curve.baseline, ids))
    Baseline.objects.bulk_create(rows)
    return len(rows)


def _frozen(indicator: Indicator, baseline: Any, ids: Mapping[str, UUID]) -> Baseline:
    unit = unit_of(indicator)
    return Baseline(
        community_id=indicator.community_id,
        indicator=indicator,
        **ids,
        frozen_on=timezone.localdate(),
        method=baseline.method,
        level=str(baseline.level),
        observations=str(baseline.observations),
        span=str(baseline.span),
        slope=published(baseline.slope, unit),
        sd=published(baseline.sd, unit),
        points=[
            [str(point.period), *(published(number, unit) for number in (point.value, point.low, point.high))]
            for point in baseline.points
        ],
    )


def revision_findings(stored: StoredObservations) -> Iterator[Finding]:
    """What a reader should know about values that changed."""
    if stored.revised:
        values = "1 value" if stored.revised == 1 else f"{stored.revised} values"
        yield info(f"{values} changed; what stood before is kept as revisions")


def keep_unknown_indicators(seen_ones: Iterable[IndicatorSeen], *, community: Community) -> None:
    """Indicators that a source speaks about and the community does not know: kept behind the headline until decided.

    Raises RefusalError where a known indicator counts in another unit than the source.
    """
    standing = {row.public_id: row for row in Indicator.objects.filter(community=community)}
    for seen in seen_ones:
        row = standing.get(seen.id)
        if row is None:
            facts = {"name": seen.name or seen.id, "unit": str(seen.unit or ""), "polarity": str(seen.polarity or "")}
            facts = {name: value for name, value in {**facts, "standing": "secondary"}.items() if value}
            Indicator.objects.create(community=community, public_id=seen.id, **facts, definition=facts)
        elif seen.unit and row.unit and row.unit != seen.unit:
            raise RefusalError(
                error(
                    f"{seen.id} counts in {row.unit} here and in {seen.unit} in the source",
                    "say the value's unit in the mapping, or import it as another indicator",
                    column="value",
                )
            )


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
