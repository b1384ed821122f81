"""How partnerships, what was said of them, networks, mandates and commitments of a package are put away."""

from __future__ import annotations

from collections.abc import Mapping

from groundswell.apps.indicators.models import Strategy
from groundswell.apps.partnerships.actions.keeping import new_only, refuse_other_sides
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
from groundswell.apps.people.actions import Directory, directory_of, store_table
from groundswell.apps.people.models import Community, NamedRow, field_of
from groundswell.core.findings import Finding
from groundswell.exchange.tables import Table

_NAMED_BY_OTHERS = (Purpose, Partnership, Network)
_REST = (PartnershipConsent, PartnershipPurpose, PartnershipNote, NetworkQuestion, NetworkAnswer, Mandate, Commitment)


def store_partnership_rows(model: type[NamedRow], table: Table, *, community: Community) -> None:
    """Rows of one table of this room, as somebody changed them by hand."""
    pointed = (field_of(model, name).related_model for name in model.columns.values())
    directory: Directory = {each: directory_of(each, community) for each in pointed if each}  # type: ignore[arg-type]
    store_table(model, table, community=community, directory=directory)


def store_partnerships(
    tables: Mapping[str, Table], *, community: Community, directory: Directory, brings_answers: bool
) -> list[Finding]:
    """Everything of this room that a package brings; adds to the directory what its own rows refer to.

    What partners said before stays as they said it, and comes in only with `brings_answers`. Gives what to tell whoever
    loads; raises RefusalError where a partnership would be of two others.
    """
    refuse_other_sides(tables.get(Partnership.file), community)
    directory[Strategy] = directory_of(Strategy, community)
    for model in _NAMED_BY_OTHERS:
        store_table(model, tables.get(model.file), community=community, directory=directory)
        directory[model] = directory_of(model, community)
    new, findings = new_only(tables, community, brings_answers=brings_answers)
    for other in _REST:
        store_table(other, new.get(other.file), community=community, directory=directory)
    return findings
