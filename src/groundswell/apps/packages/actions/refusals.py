"""What nobody may do to an object, whoever they are: change its id, or take away what the community stands on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from groundswell.apps.indicators.models import Observation
from groundswell.apps.packages.queries.kinds import ObjectKind
from groundswell.apps.packages.queries.objects import KeptObject
from groundswell.apps.people.actions import RefusalError
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import not_retired
from groundswell.apps.places.models import Place
from groundswell.core.findings import Finding, error
from groundswell.core.vocabulary import Standing
from groundswell.exchange.package.layout import TABLES
from groundswell.exchange.package.observation_check import check_observations
from groundswell.exchange.tables import Table

COLUMNS_AS_TEXT = ("period", "value", "moe", "low", "high", "level", "numerator", "denominator", "status")


def refuse_to_break(described: ObjectKind, now: KeptObject, content: Mapping[str, Any]) -> Iterator[Finding]:
    """An id never changes, for addresses and other rows hold it; nor does the format of a package."""
    for name in (described.id_field, "format"):
        sent = content.get(name)
        if name in (described.id_field, "format") and sent and name in now.content and sent != now.content[name]:
            yield error("never changes", f"leave it {now.content[name]!r}", column=name)


def contradicted_numbers(community: Community, now: KeptObject, found: Mapping[str, Any]) -> list[Finding]:
    """What an indicator's observations would be wrong about in another unit; a package could not carry them."""
    if now.content.get("unit") == found.get("unit"):
        return []
    rows = not_retired(Observation.objects.filter(indicator__community=community, indicator__public_id=now.id))
    if found.get("standing") != Standing.DEVELOPMENT and not found.get("unit") and rows.exists():
        return [error("has observations, which need a unit", "say their unit", column="unit")]
    fields = (*COLUMNS_AS_TEXT, "place_id", "group_id")
    cells = zip(*rows.values_list(*fields), strict=True)
    columns = dict(zip(fields, ([str(cell) for cell in column] for column in cells), strict=False))
    if not columns:
        return []
    count = len(columns["period"])
    columns["indicator_id"] = [now.id] * count
    columns = {name: columns.get(name, [""] * count) for name in TABLES["observations"].headings}
    table = Table("observations", list(columns), columns, list(range(count)))
    wrong = [each for each in check_observations(table, {now.id: dict(found)}) if each.is_error]
    if not wrong:
        return []
    first = wrong[0]
    where = f"{first.column} of {columns['period'][first.row or 0]}"
    message = f"does not fit {len(wrong):,} of its observations: {where}: {first.message}"
    return [error(message, "correct those observations first, or make another indicator", column="unit")]


def refuse_to_retire(described: ObjectKind, community: Community, now: KeptObject) -> None:
    """Raise RefusalError where pages could not be shown without the object."""
    if described.model is Place:
        _refuse_place(community, now.id)
    elif described.name == "groups":
        _refuse_observed(community, f"the group {now.id!r}", group__public_id=now.id)


def _refuse_place(community: Community, place_id: str) -> None:
    place = Place.objects.filter(community=community, public_id=place_id).first()
    if place is not None and place.is_own:
        raise RefusalError(error("this is the community's own place", "a community keeps the place it is about"))
    _refuse_observed(community, f"the place {place_id!r}", place__public_id=place_id)


def _refuse_observed(community: Community, what: str, **which: str) -> None:
    """A place or group of which numbers are shown would leave them without a name."""
    indicators = not_retired(Observation.objects.filter(indicator__community=community, **which))
    found = indicators.filter(indicator__retired=None).values_list("indicator__public_id", flat=True)
    if (name := found.order_by().first()) is not None:
        fix = "retire those observations first; they stay in the history"
        raise RefusalError(error(f"{what} has observations, of {name} among others", fix))
