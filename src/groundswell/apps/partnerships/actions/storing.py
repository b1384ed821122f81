"""How partnerships, what was said of them, networks, mandates and commitments of a package are put away."""

from __future__ import annotations

from collections.abc import Mapping

from groundswell.apps.indicators.models import Strategy
from groundswell.apps.partnerships.models import (
    Commitment,
    Mandate,
    Network,
    NetworkAnswer,
    Partnership,
    PartnershipConsent,
    PartnershipNote,
    PartnershipPurpose,
    Purpose,
)
from groundswell.apps.people.actions import Directory, directory_of, store_table
from groundswell.apps.people.models import Community, NamedRow, field_of
from groundswell.exchange.tables import Table

_NAMED_BY_OTHERS = (Purpose, Partnership, Network)
_REST = (PartnershipConsent, PartnershipPurpose, PartnershipNote, NetworkAnswer, Mandate, Commitment)


def store_partnership_rows(model: type[NamedRow], table: Table, *, community: Community) -> None:
    """Rows of one table of this room, as somebody changed them by hand."""
    pointed = (field_of(model, name).related_model for name in model.columns.values())
    directory: Directory = {each: directory_of(each, community) for each in pointed if each}  # type: ignore[arg-type]
    store_table(model, table, community=community, directory=directory)


def store_partnerships(tables: Mapping[str, Table], *, community: Community, directory: Directory) -> None:
    """Everything of this room that a package brings; adds to the directory what its own rows refer to."""
    directory[Strategy] = directory_of(Strategy, community)
    for model in _NAMED_BY_OTHERS:
        store_table(model, tables.get(model.file), community=community, directory=directory)
        directory[model] = directory_of(model, community)
    for other in _REST:
        store_table(other, tables.get(other.file), community=community, directory=directory)
