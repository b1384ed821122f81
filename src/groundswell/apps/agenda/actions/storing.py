"""How a community's own version of a framework, and its systems scan, are put away from a package."""

from __future__ import annotations

from collections.abc import Mapping

from groundswell.apps.agenda.models import FrameworkElement, ScannedService
from groundswell.apps.people.actions import Directory, store_table
from groundswell.apps.people.models import Community
from groundswell.exchange.tables import Table


def store_agenda(tables: Mapping[str, Table], *, community: Community, directory: Directory) -> None:
    """Everything of this room that a package brings."""
    for model in (FrameworkElement, ScannedService):
        store_table(model, tables.get(model.file), community=community, directory=directory)
