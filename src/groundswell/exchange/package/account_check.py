"""What partners said, in a package: whose account a row belongs to, who wrote it down, and what it may hold.

A row at a level is a cell of the worksheet; a row without a level holds only where a side wants to go, and its next
step. Who recorded it is an organization or the backbone: people's names have no place there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from groundswell.core.collaboration.accounts import BACKBONE, recorder_read
from groundswell.core.collaboration.levels import LOWEST_TIE
from groundswell.core.findings import Finding, error, warning
from groundswell.core.sentences import sentence
from groundswell.exchange.package.partnership_check import Cells, Sides, not_a_side, row_by_row
from groundswell.exchange.tables import Table

_OF_A_CELL = ("actor", "activity", "evidence", "since")
_OF_THE_WHOLE = ("wanted_level", "next_step")


def check_accounts(table: Table, sides: Sides, organizations: Collection[str]) -> list[Finding]:
    """Every problem of `partnership_notes`, row by row."""

    def problems(cells: Cells) -> Iterator[Finding]:
        yield from not_a_side(cells, "on_behalf_of", sides)
        yield from not_a_side(cells, "actor", sides)
        yield from _recorded_by_somebody(cells, sides, organizations)
        yield from _before_it_began(cells)
        yield from _in_a_cell(cells) if cells["level"] else _without_a_level(cells)

    return row_by_row(table, problems)


def _recorded_by_somebody(cells: Cells, sides: Sides, organizations: Collection[str]) -> Iterator[Finding]:
    """Either side, or the backbone, records for both; for one side an organization may have written it down."""
    name, says_for_both = recorder_read(cells["recorded_by"])
    of_the_two = sides.get(cells["partnership_id"], ())
    known = (*of_the_two, *(() if says_for_both else (BACKBONE,)), *(organizations if cells["on_behalf_of"] else ()))
    if name and name not in known:  # not quoted: it may be somebody's name
        said = sentence("names neither of the two, nor the backbone, nor whose account it is")
        fix = sentence("write the id of one of the two, or backbone; never a person's name")
        yield error(said, fix, column="recorded_by")


def _before_it_began(cells: Cells) -> Iterator[Finding]:
    if cells["since"] and cells["since"] > cells["date"] > "":
        said = sentence("{since} comes after {date}, the day on which it was said", **_days(cells))
        yield error(said, sentence("exchange or correct the two dates"), column="since")


def _days(cells: Cells) -> dict[str, str]:
    return {name: cells[name] for name in ("since", "date")}


def _in_a_cell(cells: Cells) -> Iterator[Finding]:
    is_tie = cells["level"].isdigit() and int(cells["level"]) >= LOWEST_TIE
    if is_tie and not cells["activity"] and not cells["evidence"]:
        said = sentence("has neither an activity nor evidence, so it counts for nothing")
        yield warning(said, sentence("write what is done, or take the row out"), column="level")


def _without_a_level(cells: Cells) -> Iterator[Finding]:
    filled = next((name for name in _OF_A_CELL if cells[name]), "")
    if filled:
        said = sentence("stands in a row without a level")
        fix = sentence("write the level; without one a row holds only wanted_level and next_step")
        yield error(said, fix, column=filled)
    elif not any(cells[name] for name in _OF_THE_WHOLE):
        said = sentence("is blank, and the row says nothing else")
        yield error(said, sentence("write a level, or take the row out: no row is no answer"), column="level")
