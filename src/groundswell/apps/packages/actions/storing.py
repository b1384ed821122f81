"""How one object is put away: as a package with nothing else in it, by the action of the room it belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from groundswell.apps.indicators.actions import (
    draw_missing_baselines,
    store_indicators,
    store_results,
    store_strategies,
)
from groundswell.apps.indicators.models import Result, Strategy
from groundswell.apps.packages.actions.checking import story_of, table_of_cells
from groundswell.apps.packages.queries.kinds import ObjectKind
from groundswell.apps.partnerships.actions.storing import store_partnership_rows
from groundswell.apps.partnerships.models import Commitment, Mandate, Network
from groundswell.apps.people.actions import Directory, directory_of, store_community, store_table
from groundswell.apps.people.models import Community
from groundswell.apps.places.actions import store_groups, store_places
from groundswell.apps.places.models import Group, Place
from groundswell.apps.places.queries import group_directory, place_directory
from groundswell.apps.programs.actions import store_grant_rows, store_measures, store_program_rows
from groundswell.apps.programs.models import Grant, Program
from groundswell.apps.scorecards.actions import store_stories
from groundswell.apps.sources.actions import store_sources, with_retirement
from groundswell.apps.sources.models import Source
from groundswell.exchange.package.layout import TABLES
from groundswell.exchange.package.model import Package
from groundswell.exchange.package.yaml_text import parse_yaml

Whole = Mapping[str, Any]  # an object's content with `retired` in it


def store_object(described: ObjectKind, community: Community, object_id: str, whole: Whole) -> None:
    """Put one checked object away, new or changed; raises RefusalError where it contradicts what stands."""
    document = {name: part for name, part in whole.items() if name != described.id_field}
    if described.is_table:
        _store_row(described, community, whole)
    elif described.name == "indicators":
        directory: Directory = {Group: group_directory(community), Result: directory_of(Result, community)}
        store_indicators({object_id: document}, community=community, directory=directory)
        draw_missing_baselines(community, only={object_id})
    elif described.name == "measures":
        store_measures({object_id: document}, community=community)
    elif described.name == "sources":
        _store_source(community, object_id, whole)
    elif described.name == "stories":
        store_stories([story_of(whole)], community=community)
    else:
        store_places(Package(dict(whole)), community=community)  # refuses another place of its own
        stored, _ = store_community(whole)
        community.__dict__.update(stored.__dict__)


def _store_row(described: ObjectKind, community: Community, whole: Whole) -> None:
    layout = TABLES[described.name]
    table = table_of_cells(layout, [dict(whole)])
    fragment = Package(community.document, {layout.name: table})
    if described.model is Place:
        store_places(fragment, community=community)
    elif described.model is Group:
        store_groups(fragment, community=community)
    elif described.model is Result:
        store_results(fragment, community=community, directory={Place: place_directory(community)})
    elif described.model is Strategy:
        store_strategies(table, community=community)
    elif described.model is Program:
        store_program_rows(table, community=community)
    elif described.model is Grant:
        store_grant_rows(table, community=community)
    elif described.model in (Network, Mandate, Commitment):
        store_partnership_rows(described.model, table, community=community)
    elif described.model is not None:  # organizations, elements of a framework: they point to nothing
        store_table(described.model, table, community=community, directory={})


def _store_source(community: Community, object_id: str, whole: Whole) -> None:
    """A source; where its text can say when it retired, it does, so that a package carries it."""
    retired = str(whole.get("retired", ""))
    text = with_retirement(str(whole["mapping"]), retired)
    if parse_yaml(text, "").findings:  # written in one pair of braces, which a line after them would break
        text = str(whole["mapping"])
    store_sources({object_id: text}, community=community)
    Source.objects.filter(community=community, public_id=object_id).update(retired=retired or None)
