"""Partnerships in a package: two organizations each, a pair and its name once, and consents of its two sides."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from groundswell.core.findings import Finding, error, warning
from groundswell.core.sentences import sentence
from groundswell.exchange.package.table_check import listed
from groundswell.exchange.tables import Table

Cells = Mapping[str, str]
Sides = Mapping[str, tuple[str, str]]  # the two organizations of each partnership, by its id


def sides_of(partnerships: Table | None) -> dict[str, tuple[str, str]]:
    """Whose each partnership is and with whom, by the ids in a package."""
    if partnerships is None:
        return {}
    columns = (partnerships.column(name) for name in ("partnership_id", "organization_id", "partner_id"))
    return {name: (mine, theirs) for name, mine, theirs in zip(*columns, strict=True)}


def row_by_row(table: Table, problems: Callable[[Cells], Iterator[Finding]]) -> list[Finding]:
    """What is wrong with each row by itself, at its place in the file."""
    found = [
        replace(finding, file=f"{table.name}.csv", row=row)
        for row, cells in zip(table.rows, table.records(), strict=True)
        for finding in problems(cells)
    ]
    return listed(found)


def check_partnerships(table: Table) -> list[Finding]:
    """Nobody is its own partner, and one pair under one name is one partnership."""
    firsts: dict[tuple[str, ...], str] = {}

    def problems(cells: Cells) -> Iterator[Finding]:
        mine, theirs = cells["organization_id"], cells["partner_id"]
        if mine and mine == theirs:
            fix = sentence("name the other organization")
            yield error(sentence("is a partnership of an organization with itself"), fix, column="partner_id")
        if cells.get("retired") or not (mine and theirs):
            return
        pair = (*sorted((mine, theirs)), cells["name"].strip().casefold())
        first = firsts.setdefault(pair, cells["partnership_id"])
        if first != cells["partnership_id"]:
            said = sentence("'{first}' is a partnership of these two under the same name", first=first)
            fix = sentence("keep one, or give each the name of what it is about")
            yield warning(said, fix, column="partner_id")

    return row_by_row(table, problems)


def check_consents(table: Table, sides: Sides) -> list[Finding]:
    """A consent is given by one of the two."""

    def problems(cells: Cells) -> Iterator[Finding]:
        yield from not_a_side(cells, "organization_id", sides)

    return row_by_row(table, problems)


def check_purposes_of_partnerships(table: Table) -> list[Finding]:
    """A partnership is for one thing at a time."""
    firsts: dict[tuple[str, str], str] = {}

    def problems(cells: Cells) -> Iterator[Finding]:
        if cells.get("retired"):
            return
        first = firsts.setdefault((cells["partnership_id"], cells["since"]), cells["purpose_id"])
        if first != cells["purpose_id"]:
            said = sentence("'{first}' is its purpose since the same day", first=first)
            fix = sentence("keep one of the two, or name a second partnership for the other")
            yield warning(said, fix, column="purpose_id")

    return row_by_row(table, problems)


def not_a_side(cells: Cells, column: str, sides: Sides) -> Iterator[Finding]:
    """An organization is named that is neither of the two; unknown partnerships were reported already."""
    name, pair = cells[column], sides.get(cells["partnership_id"])
    if name and pair and name not in pair:
        said = sentence("'{name}' is neither side of '{partnership}'", name=name, partnership=cells["partnership_id"])
        fix = sentence("write {mine} or {theirs}", mine=pair[0], theirs=pair[1])
        yield error(said, fix, column=column)
