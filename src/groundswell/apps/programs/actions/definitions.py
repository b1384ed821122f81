"""How programs, grants, measures and adoptions are put away, from a package or from the desk."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from groundswell.apps.people.actions import Directory, directory_of, store_records, store_table
from groundswell.apps.people.models import Community, Organization
from groundswell.apps.places.models import Place
from groundswell.apps.places.queries import place_directory
from groundswell.apps.programs.models import Grant, Measure, MeasureAdoption, Program
from groundswell.exchange.package.model import Document, Package
from groundswell.exchange.tables import Table


def store_programs(package: Package, *, community: Community, directory: Directory) -> None:
    """Programs, grants, measures and adoptions of a package; adds programs and measures to the directory."""
    tables = package.tables
    directory[Program] = store_program_rows(tables.get("programs"), community=community, directory=directory)
    store_table(Grant, tables.get("grants"), community=community, directory=directory)
    directory[Measure] = store_measures(package.measures, community=community)
    store_table(MeasureAdoption, tables.get("measure_adoptions"), community=community, directory=directory)


def store_program_rows(
    table: Table | None, *, community: Community, directory: Directory | None = None
) -> dict[str, UUID]:
    """Programs by id; returns their directory. Without a directory, organizations and places are looked up."""
    store_table(Program, table, community=community, directory=directory or _neighbours(community))
    return directory_of(Program, community)


def store_grant_rows(table: Table, *, community: Community) -> None:
    """Grants by id."""
    store_table(Grant, table, community=community, directory=_neighbours(community))


def _neighbours(community: Community) -> Directory:
    return {Organization: directory_of(Organization, community), Place: place_directory(community)}


def store_measures(documents: Mapping[str, Document], *, community: Community) -> dict[str, UUID]:
    """Measures by id with their whole definition; returns their directory."""
    store_records(Measure, [_measure(name, documents[name]) for name in sorted(documents)], community=community)
    return directory_of(Measure, community)


def _measure(name: str, document: Document) -> dict[str, Any]:
    retired = document.get("retired", "")
    return {
        "public_id": name,
        **{fact: document.get(fact, "") for fact in ("name", "question", "unit", "polarity")},
        "definition": dict(document),
        "retired": date.fromisoformat(retired) if retired else None,
    }
