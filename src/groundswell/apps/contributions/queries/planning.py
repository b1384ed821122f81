"""Scenarios and modelled years as they are kept."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet

from groundswell.apps.contributions.models import KeptModel, Scenario
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import not_retired
from groundswell.core.merging import version_of, without_blanks
from groundswell.exchange.package.cells import list_of


@dataclass(frozen=True, slots=True)
class ScenarioFacts:
    """One scenario, every column as it was entered; `by` is who set it up."""

    id: str
    indicator_id: str
    name: str
    period: str = ""
    target: str = ""
    minimize: str = ""
    budget: str = ""
    settings: str = ""
    note: str = ""
    place_id: str = ""
    group_id: str = ""
    retired: str = ""
    by: str = ""
    translations: Mapping[str, str] = field(default_factory=dict)

    @property
    def content(self) -> dict[str, str]:
        """The cells as `save_scenario` takes them, blanks left out."""
        names = ("indicator_id", "place_id", "group_id", "name", "period", "target", "minimize", "budget", "settings")
        cells = {name: getattr(self, name) for name in (*names, "note")}
        return without_blanks({"scenario_id": self.id, **cells, **self.translations})

    @property
    def version(self) -> str:
        """What stands for this content and no other."""
        return version_of(self.content)

    @property
    def limits(self) -> dict[str, Any]:
        """What stands in `settings`; empty where nothing does."""
        found = _document(self.settings)
        return found if isinstance(found, dict) else {}


@dataclass(frozen=True, slots=True)
class KeptModelFacts:
    """What was modelled for a period: numbers as text, in the units of `keep_model`."""

    id: str
    indicator_id: str
    period: str
    kept_on: date
    joint_points: str
    low: str
    high: str
    level: str
    forecast: str
    population: str
    model: str
    seed: str
    draws: str
    links: tuple[str, ...]
    content: str
    place_id: str = ""
    group_id: str = ""
    note: str = ""
    by: str = ""

    @property
    def parts(self) -> Any:
        """The programs' parts as they were kept; None where none were."""
        return _document(self.content)


def scenarios_of(
    community: Community, *, indicator_id: str = "", with_retired: bool = False
) -> tuple[ScenarioFacts, ...]:
    """Scenarios, of one indicator where said, by name. One query."""
    rows = _of(Scenario.objects.filter(community=community), indicator_id)
    rows = rows if with_retired else not_retired(rows)
    return tuple(facts_of_scenario(row) for row in rows.order_by("name", "public_id"))


def kept_models_of(community: Community, *, indicator_id: str = "") -> tuple[KeptModelFacts, ...]:
    """What was modelled and kept, of one indicator where said, the latest period first. One query."""
    rows = not_retired(_of(KeptModel.objects.filter(community=community), indicator_id))
    return tuple(_facts_of_model(row) for row in rows.order_by("-period", "-kept_on", "-id"))


def _of(rows: QuerySet[Any], indicator_id: str) -> QuerySet[Any]:
    rows = rows.select_related("indicator", "place", "group")
    return rows.filter(indicator__public_id=indicator_id) if indicator_id else rows


def _document(text: str) -> Any:
    return json.loads(text) if text else None


def _where(row: Scenario | KeptModel) -> dict[str, Any]:
    place_id = "" if row.place.is_own else row.place.public_id
    return {"indicator_id": row.indicator.public_id, "place_id": place_id, "group_id": row.group.public_id}


def facts_of_scenario(row: Scenario) -> ScenarioFacts:
    """One row with all that it points to."""
    names = ("name", "period", "target", "minimize", "budget", "settings", "note", "by")
    return ScenarioFacts(
        id=row.public_id,
        retired=row.retired.isoformat() if row.retired else "",
        translations=row.translations,
        **{name: getattr(row, name) for name in names},
        **_where(row),
    )


def _facts_of_model(row: KeptModel) -> KeptModelFacts:
    names = ("period", "kept_on", "joint_points", "low", "high", "level", "forecast", "population", "model", "seed")
    return KeptModelFacts(
        id=row.public_id,
        links=tuple(list_of(row.links)),
        **{name: getattr(row, name) for name in (*names, "draws", "content", "note", "by")},
        **_where(row),
    )
