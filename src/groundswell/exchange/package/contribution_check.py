"""Links of programs to indicators: the ids that a blank cell stands for, and what a link may not say.

A link is known by its id and its version; a version never changes, and a change is a new one. Whoever leaves both
blank gets an id made from the program and the indicator, and the next number.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from groundswell.core.contribution.claims import problem_with_unit, problems_of_claim
from groundswell.core.contribution.notes import NoteStep
from groundswell.core.findings import Finding, error, warning
from groundswell.core.sentences import sentence
from groundswell.exchange.package.ids import fitting_id
from groundswell.exchange.package.model import Document
from groundswell.exchange.package.table_check import listed
from groundswell.exchange.tables import Table

_SUBJECT = ("program_id", "indicator_id")
_TELLING_APART = ("program_id", "indicator_id", "place_id", "group_id", "measure_id")


def with_link_ids(table: Table) -> Table:
    """The same links, each with its id and its version: what was blank is said now."""
    if all(table.columns["link_id"]) and all(table.columns["version"]):
        return table
    names = _link_ids(table)
    versions = list(table.columns["version"])
    highest: dict[str, int] = {}
    for name, version in zip(names, versions, strict=True):
        if version.isdigit():
            highest[name] = max(highest.get(name, 0), int(version))
    for at, name in enumerate(names):
        if not versions[at]:
            highest[name] = highest.get(name, 0) + 1
            versions[at] = str(highest[name])
    return Table(table.name, table.headings, {**table.columns, "link_id": names, "version": versions}, table.rows)


def made_link_id(cells: Mapping[str, str], taken: Collection[str]) -> str:
    """The id of a link that was given none, unlike those that are taken by others."""
    subject = [cells.get(name, "") for name in _TELLING_APART]
    wanted = [fitting_id(*subject[:4]), fitting_id(*subject)]
    number = 2
    while (name := wanted.pop(0)) in taken:
        if not wanted:
            wanted = [fitting_id(*subject, str(number))]
            number += 1
    return name


def _link_ids(table: Table) -> list[str]:
    names = list(table.columns["link_id"])
    subjects = list(zip(*(table.columns[name] for name in _TELLING_APART), strict=True))
    owners: dict[str, tuple[str, ...]] = {}
    for name, subject in zip(names, subjects, strict=True):
        if name:
            owners.setdefault(name, subject)
    for at, subject in enumerate(subjects):
        if not names[at]:
            taken = [name for name, owner in owners.items() if owner != subject]
            names[at] = made_link_id(dict(zip(_TELLING_APART, subject, strict=True)), taken)
            owners[names[at]] = subject
    return names


def check_contributions(table: Table, indicators: Mapping[str, Document]) -> list[Finding]:
    """What is wrong with links beyond their cells, row by row; their ids and versions are filled in already."""
    firsts: dict[str, tuple[int, dict[str, str]]] = {}
    findings: list[Finding] = []
    for row, cells in zip(table.rows, table.records(), strict=True):
        unit = str(indicators.get(cells["indicator_id"], {}).get("unit", ""))
        found = [*link_problems(cells, unit)]
        first_row, first = firsts.setdefault(cells["link_id"], (row, cells))
        found += _other_subject(cells, first, sentence("row {row}", row=str(first_row)))
        findings += [replace(finding, file="contributions.csv", row=row) for finding in found]
    return listed(findings + list(_counted_twice(table)))


def _counted_twice(table: Table) -> Iterator[Finding]:
    """Two links of one program about the same people of one indicator: allowed, and seldom meant."""
    firsts: dict[tuple[str, ...], tuple[str, int]] = {}
    subjects = zip(*(table.columns[name] for name in _TELLING_APART), strict=True)
    retired = table.column("retired")
    for row, name, subject, day in zip(table.rows, table.columns["link_id"], subjects, retired, strict=True):
        first, first_row = firsts.setdefault(subject, (name, row)) if not day else (name, row)
        if first != name:
            said = sentence(
                "'{name}' says of the same program and people what '{first}' says in row {row}",
                name=name, first=first, row=str(first_row),
            )  # fmt: skip
            fix = sentence("one link would do: two count everybody twice")
            yield warning(said, fix, file="contributions.csv", row=row, column="link_id")


def link_problems(cells: Mapping[str, str], unit: str) -> Iterator[Finding]:
    """What is wrong with one link by itself; `unit` is its indicator's."""
    if problem := problem_with_unit(unit):
        yield error(*problem, column="indicator_id")
    yield from problems_of_claim(cells)


def _other_subject(cells: Mapping[str, str], first: Mapping[str, str], where: str) -> Iterator[Finding]:
    for name in _SUBJECT:
        if cells[name] and first[name] and cells[name] != first[name]:
            said = sentence("{name} differs from {other} in {where}, of the same link", name=f"'{cells[name]}'",
                            other=f"'{first[name]}'", where=where)  # fmt: skip
            fix = sentence("the versions of a link are about one program and one indicator: give it another link_id")
            yield error(said, fix, column=name)
            return


def subject_problems(cells: Mapping[str, str], standing: Mapping[str, str]) -> Iterator[Finding]:
    """What is wrong where a link would be about something else than the link of that id that stands."""
    yield from _other_subject(cells, standing, sentence("what stands"))


def check_notes(table: Table) -> list[Finding]:
    """An answer says what it answers, and nothing else does."""
    findings = []
    steps, answered = table.columns["step"], table.columns["answers"]
    for row, step, note_id in zip(table.rows, steps, answered, strict=True):
        if (step == NoteStep.ANSWER) != bool(note_id):
            said = sentence("does not go with the step {step}", step=step) if note_id else sentence("is blank")
            fix = sentence("only an answer names the challenge that it answers")
            findings.append(error(said, fix, file="contribution_notes.csv", row=row, column="answers"))
    return listed(findings)


def check_json(table: Table, column: str) -> list[Finding]:
    """Cells that hold a document are JSON, an object each."""
    findings = []
    for row, cell in zip(table.rows, table.columns[column], strict=True):
        if cell and (problem := problem_with_json(cell)):
            findings.append(error(*problem, file=f"{table.name}.csv", row=row, column=column))
    return listed(findings)


def problem_with_json(cell: str) -> tuple[str, str] | None:
    """Why a text is no JSON document; None where it is one."""
    try:
        is_document = isinstance(json.loads(cell), dict | list)
    except (ValueError, RecursionError):
        is_document = False
    fix = sentence("write it as {example}, or leave the cell blank", example='{"name": 1}')
    return None if is_document else (sentence("is not JSON"), fix)
