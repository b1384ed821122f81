"""How links, notes, scenarios and modelled years of a package are put away.

A version of a link never changes. Where a package says something else under a version that stands, that is a change,
and it is kept as the next version; to load the same package again changes nothing more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from groundswell.apps.contributions.models import ContributionLink, ContributionNote, KeptModel, Scenario
from groundswell.apps.people.actions import Directory, RefusalError, store_table, translations_at
from groundswell.apps.people.models import Community, field_of
from groundswell.core.findings import Finding, error, info
from groundswell.core.sentences import sentence
from groundswell.exchange.package.contribution_check import with_link_ids
from groundswell.exchange.tables import Table

_BESIDE = ("public_id", "version", "recorded")  # what a version is, and not what it says
SAID = tuple(name for name in ContributionLink.columns.values() if name not in _BESIDE)
Version = dict[str, Any]  # values by field
_SUBJECT = ("program_id", "indicator_id")


def store_contributions(
    tables: Mapping[str, Table], *, community: Community, directory: Directory, written_by: str
) -> list[Finding]:
    """Everything of this room that a package brings; says which links changed. Raises RefusalError where a link would
    be about another program or indicator than the link of its id that stands."""
    findings: list[Finding] = []
    if (links := tables.get("contributions")) is not None:
        findings = _store_links(with_link_ids(links), community, directory, written_by)
    for model in (ContributionNote, Scenario, KeptModel):
        store_table(model, tables.get(model.file), community=community, directory=directory)
    return findings


def _store_links(table: Table, community: Community, directory: Directory, written_by: str) -> list[Finding]:
    standing: dict[str, dict[int, ContributionLink]] = {}
    for row in ContributionLink.objects.filter(community=community):
        standing.setdefault(row.public_id, {})[row.version] = row
    brought: dict[str, dict[int, tuple[int, Version]]] = {}
    for row_number, version in zip(table.rows, _versions(table, directory), strict=True):
        brought.setdefault(version["public_id"], {})[version["version"]] = row_number, version
    findings: list[Finding] = []
    for name, versions in sorted(brought.items()):
        findings += _store_link(_History(community, written_by, standing.get(name, {})), versions)
    return findings


class _History:
    """The versions of one link that stand."""

    def __init__(self, community: Community, by: str, rows: dict[int, ContributionLink]) -> None:
        self.community, self.by, self.rows = community, by, rows

    @property
    def highest(self) -> int:
        return max(self.rows, default=0)

    def add(self, version: Version) -> None:
        row = ContributionLink(community=self.community, by=self.by, **version)
        row.save(force_insert=True)
        self.rows[row.version] = row

    def retire(self, number: int, version: Version) -> None:
        row = self.rows[number]
        if row.retired != version["retired"]:
            row.retired = version["retired"]
            row.save(update_fields=["retired"])

    def says(self, number: int, version: Version) -> bool:
        return number in self.rows and said_by(self.rows[number]) == said_by_values(version)


def _store_link(history: _History, versions: Mapping[int, tuple[int, Version]]) -> Iterator[Finding]:
    last = max(versions)
    for number, (row_number, version) in sorted(versions.items()):
        _refuse_other_subject(history, version, row_number)
        if number not in history.rows:
            history.add(version)
        elif history.says(number, version):
            history.retire(number, version)
        elif history.says(history.highest, version):
            history.retire(history.highest, version)
        elif number == last or not any(history.says(other, version) for other in history.rows):
            following = history.highest + 1
            history.add({**version, "version": following, "recorded": timezone.localdate()})
            said = sentence(
                "version {number} of {link} stands and says something else; this was kept as version {following}",
                number=str(number), link=version["public_id"], following=str(following),
            )  # fmt: skip
            fix = sentence("a version never changes; dump the community to have its numbers")
            yield info(said, fix, file="contributions.csv", row=row_number, column="version")


def _refuse_other_subject(history: _History, version: Version, row_number: int) -> None:
    for row in history.rows.values():
        for name in _SUBJECT:
            if getattr(row, name) != version[name]:
                said = sentence("the link {link} stands and is about something else", link=version["public_id"])
                fix = sentence("the versions of a link are about one program and one indicator: give it another id")
                raise RefusalError(error(said, fix, file="contributions.csv", row=row_number, column=name))


def said_by(row: ContributionLink) -> dict[str, Any]:
    """What one version says, by field."""
    return {name: getattr(row, field_of(ContributionLink, name).attname) for name in SAID} | {
        "translations": dict(row.translations)
    }


def said_by_values(version: Version) -> dict[str, Any]:
    """The same of values that are no row yet."""
    return {name: version[field_of(ContributionLink, name).attname] for name in SAID} | {
        "translations": dict(version["translations"])
    }


def _versions(table: Table, directory: Directory) -> Iterator[Version]:
    for position, cells in enumerate(table.records()):
        yield {
            **values_of(cells, directory),
            "translations": translations_at(table, ContributionLink.columns, position),
        }


def values_of(cells: Mapping[str, str], directory: Directory) -> Version:
    """The cells of one version as values by field; every id must be in the directory."""
    values: Version = {"retired": _date(cells.get("retired", ""))}
    for heading, name in ContributionLink.columns.items():
        field, cell = field_of(ContributionLink, name), cells.get(heading, "")
        if field.related_model:
            values[field.attname] = None if not cell and field.null else directory[field.related_model][cell]
        elif name == "version":
            values[name] = int(cell)
        else:
            values[name] = _date(cell) if name in ("reviewed", "next_review", "recorded") else cell
    return values


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
