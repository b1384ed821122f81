"""A community's own version as machines read it: the keys of framework.csv, and what the library says beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from groundswell.apps.scorecards.queries.agenda.pages import AgendaLine, AgendaPage, ElementPage
from groundswell.core.specification.decisions import Decision
from groundswell.core.specification.element import Element
from groundswell.core.specification.frameworks import framework_named
from groundswell.core.specification.implications import Implication
from groundswell.core.specification.words import Stance


def agenda_document(page: AgendaPage) -> dict[str, Any]:
    """Every decision, what waits for one, how many of each stance there are, and what follows."""
    found = framework_named(page.framework)
    stances = [one.decision.stance for one in page.lines]
    return {
        "framework": page.framework,
        "framework_id": found.id if found else "",
        "counts": {str(stance): stances.count(stance) for stance in Stance} | {"undecided": _undecided(page)},
        "elements": list(element_documents(page)),
        "implications": _implications(page.implications),
    }


def _undecided(page: AgendaPage) -> int:
    return len(page.waiting) + len(page.lines) - len(page.decided)


def element_documents(page: AgendaPage) -> Iterator[dict[str, Any]]:
    """Each element as it stands; those that wait for a decision come last, without a stance."""
    for line in page.lines:
        yield _element(line)
    for element in page.waiting:
        yield _element(AgendaLine(Decision(element.id), element, is_due=False))


def element_document(page: ElementPage) -> dict[str, Any]:
    """One element, with what follows from what was decided about it."""
    return {**_element(page.line), "implications": _implications(page.implications)}


def _element(line: AgendaLine) -> dict[str, Any]:
    said, library = line.decision, line.element
    plain = ("condition", "statement", "reason", "rating", "evidence", "owner", "reviewed", "next_review")
    return {
        "element_id": said.element_id,
        "name": said.name,
        "family": str(said.family or ""),
        "stance": str(said.stance or ""),
        **{name: getattr(said, name) for name in plain},
        "rating_step": str(said.step or ""),
        "is_due": line.is_due,
        **_library(library),
    }


def _library(library: Element | None) -> dict[str, Any]:
    return {
        "library_statement": library.statement if library else "",
        "source": library.source if library else "",
        "needs": list(library.needs) if library else [],
        "replaces": list(library.replaces) if library else [],
    }


def _implications(found: Sequence[Implication]) -> list[dict[str, str]]:
    return [{"element_id": one.element_id, "words": one.words, "reason": one.reason} for one in found]
