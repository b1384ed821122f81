"""A whole community as the package that would bring it in again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import Model, QuerySet

from groundswell.apps.agenda.models import FrameworkElement, ScannedService
from groundswell.apps.contributions.models import ContributionLink, ContributionNote, KeptModel, Scenario
from groundswell.apps.indicators.models import Baseline, Indicator, Observation, Result, Revision, Strategy, Target
from groundswell.apps.packages.models import HeldFile
from groundswell.apps.partnerships.models import (
    Commitment,
    Mandate,
    Network,
    NetworkAnswer,
    NetworkQuestion,
    Partnership,
    PartnershipConsent,
    PartnershipNote,
    PartnershipPurpose,
    Purpose,
)
from groundswell.apps.people.models import Community, CommunityRow, Organization
from groundswell.apps.people.queries import PublicIds, table_of, table_of_records, table_of_rows
from groundswell.apps.places.models import Boundary, Crosswalk, Group, Place, Population
from groundswell.apps.programs.models import (
    Grant,
    Measure,
    MeasureAdoption,
    MeasureRevision,
    MeasureValue,
    Program,
)
from groundswell.apps.scorecards.models import Story
from groundswell.apps.sources.models import Source
from groundswell.exchange.package.layout import TABLES
from groundswell.exchange.package.model import Package
from groundswell.exchange.package.model import Story as Passage
from groundswell.exchange.tables import Table

_WHOLE = (  # every row of these stands in its file
    *(Organization, Crosswalk, Population, Result, Target, Strategy),
    *(Program, Grant, MeasureAdoption, MeasureValue, MeasureRevision),
    *(ContributionLink, ContributionNote, Scenario, KeptModel),
    *(Partnership, PartnershipConsent, Purpose, PartnershipPurpose, PartnershipNote),
    *(NetworkQuestion, NetworkAnswer, Network, Mandate, Commitment, FrameworkElement, ScannedService),
)


def package_of(community_id: str) -> Package | None:
    """Everything a community holds, as text; None where there is no such community. Loading it changes nothing."""
    community = Community.objects.filter(public_id=community_id).first()
    if community is None:
        return None
    ids = _public_ids(community)
    held = _of(HeldFile, community)
    return Package(
        community=community.document,
        tables=_tables(community, ids, [row for row in held if "/" not in row.name]),
        indicators={row.public_id: row.definition for row in _of(Indicator, community).order_by("public_id")},
        measures={row.public_id: row.definition for row in _of(Measure, community).order_by("public_id")},
        sources={row.public_id: row.mapping for row in _of(Source, community).order_by("public_id")},
        stories=_passages(community),
        boundaries={
            ids.by_model[Place][row.place_id]: row.geometry
            for row in _of(Boundary, community).order_by("place__public_id")
        },
    )


def _of(model: type[CommunityRow], community: Community) -> QuerySet[Any]:
    return model._default_manager.filter(community=community)


def _public_ids(community: Community) -> PublicIds:
    by_model: dict[type[Model], Mapping[UUID, str]] = {
        model: dict(_of(model, community).values_list("id", "public_id"))
        for model in (
            Place,
            Group,
            Indicator,
            Source,
            Organization,
            Program,
            Measure,
            Strategy,
            Partnership,
            Purpose,
            Network,
        )
    }
    own = _of(Place, community).filter(is_own=True).first()
    return PublicIds(by_model, own.id if own else None)


def _tables(community: Community, ids: PublicIds, held: list[HeldFile]) -> dict[str, Table]:
    found = {model.file: table_of(model, community, ids) for model in _WHOLE}
    found["places"] = table_of_rows(Place, _listed_places(community), ids)
    found["groups"] = table_of_rows(Group, _of(Group, community).exclude(public_id=""), ids)
    found["observations"] = observations_table(community, ids)
    found["revisions"] = _revisions(community, ids)
    found["baselines"] = _baselines(community, ids)
    # What a room reads by now stands in its rows; a file that was held before, and could not be deleted, is older.
    read = {*found, *(model.file for model in _WHOLE)}
    found.update({row.name: _held(row) for row in held if row.name not in read})
    return {name: table for name, table in sorted(found.items()) if table is not None}


def _listed_places(community: Community) -> list[Place]:
    """Every place with an id, and a name in any case: one that nobody has named is the community's own."""
    places = list(_of(Place, community).exclude(public_id=""))
    for place in places:
        place.name = place.name or community.document["name"]
    return places


def _held(row: HeldFile) -> Table:
    columns = row.content["columns"]
    rows = len(next(iter(columns.values()), []))
    return Table(row.name, row.content["headings"], columns, list(range(2, rows + 2)))


def _passages(community: Community) -> tuple[Passage, ...]:
    return tuple(
        Passage(
            id=row.public_id,
            subject=row.subject,
            subject_id=row.subject_id,
            question=row.question,
            period=row.period,
            text=row.text,
            retired=row.retired.isoformat() if row.retired else "",
        )
        for row in _of(Story, community).order_by("public_id")
    )


_AS_STORED = (
    *("period", "value", "moe", "low", "high", "level", "numerator", "denominator", "status", "is_break", "quality"),
    *("source_id", "as_of", "note", "indicator_id", "place_id", "group_id", "retired", "translations"),
)


def observations_table(community: Community, ids: PublicIds) -> Table | None:
    """Every observation of a community, by columns: made for a million of them."""
    stored = list(_of(Observation, community).values_list(*_AS_STORED))
    if not stored:
        return None
    by_field = dict(zip(_AS_STORED, zip(*stored, strict=True), strict=True))
    columns: dict[str, list[str]] = {}
    for heading in TABLES["observations"].headings:
        name = "is_break" if heading == "break" else heading
        columns[heading] = _texts(heading, by_field[name], ids)
        _add_sisters(columns, heading, by_field["translations"])
    if any(by_field["retired"]):
        columns["retired"] = [day.isoformat() if day else "" for day in by_field["retired"]]
    return Table("observations", list(columns), columns, list(range(2, len(stored) + 2)))


def _texts(heading: str, values: tuple[Any, ...], ids: PublicIds) -> list[str]:
    models = {"indicator_id": Indicator, "place_id": Place, "group_id": Group, "source_id": Source}
    if heading == "break":
        return ["true" if value else "" for value in values]
    if heading not in models:
        return list(values)
    model = models[heading]
    known = {key: ids.cell(model, key, heading) for key in set(values)}
    return [known[value] for value in values]


def _add_sisters(columns: dict[str, list[str]], heading: str, translations: tuple[dict[str, str], ...]) -> None:
    sisters = sorted({name for words in translations if words for name in words if name.startswith(f"{heading}.")})
    for name in sisters:
        columns[name] = [words.get(name, "") for words in translations]


def _series(row: Any, ids: PublicIds) -> dict[str, str]:
    return {
        "indicator_id": ids.by_model[Indicator][row.indicator_id],
        "place_id": ids.cell(Place, row.place_id, "place_id"),
        "group_id": ids.by_model[Group][row.group_id],
    }


def _revisions(community: Community, ids: PublicIds) -> Table | None:
    return table_of_records(
        "revisions",
        [
            {
                **_series(row, ids),
                "period": row.period,
                "value": row.value,
                "recorded": row.recorded.isoformat(),
                "reason": row.reason,
            }
            for row in _of(Revision, community)
        ],
    )


def _baselines(community: Community, ids: PublicIds) -> Table | None:
    facts = ("method", "level", "observations", "span", "slope", "sd")
    records = []
    for row in _of(Baseline, community):
        whole = {**_series(row, ids), "frozen_on": row.frozen_on.isoformat()}
        whole.update({fact: getattr(row, fact) for fact in facts})
        if row.retired:
            whole["retired"] = row.retired.isoformat()
        for point in row.points:
            records.append({**whole, **dict(zip(("period", "value", "low", "high"), point, strict=True))})
    return table_of_records("baselines", records)
