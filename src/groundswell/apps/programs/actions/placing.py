"""Which lines of a report a problem is about, and a step that is taken only of what was seen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from groundswell.apps.people.actions import Outcome, RefusalError, alone_with, outcome_of
from groundswell.apps.programs.actions.checking import problems_of
from groundswell.apps.programs.actions.reporting import Entry
from groundswell.apps.programs.models import Measure, Program
from groundswell.apps.programs.queries.tokens import report_token
from groundswell.core.findings import Finding, error
from groundswell.core.sentences import sentence


def lines_meant(finding: Finding, entries: Sequence[Entry], units: Mapping[str, str]) -> tuple[list[int], str]:
    """The places of the lines that a finding of `save_report` speaks of, and the cell; none where it is of the whole.

    A finding names measure and cell. Where several lines are of that measure, they are those with that very problem,
    or all of them. `units` are those of the measures, by id.
    """
    measure_id, _, cell = (finding.column or "").rpartition(".")
    places = [at for at, entry in enumerate(entries) if entry.measure_id == measure_id]
    if len(places) < 2:
        return places, cell
    alike = [at for at in places if finding in problems_of_entry(entries[at], units.get(measure_id, ""))]
    return alike or places, cell


def problems_of_entry(entry: Entry, unit: str) -> list[Finding]:
    """What is wrong with one line as it was typed; `unit` is its measure's."""
    cells = {name: str(cell).strip() for name, cell in entry.cells.items()}
    return list(problems_of(Measure(public_id=entry.measure_id, unit=unit), cells)) if any(cells.values()) else []


def step_as_seen(program: Program, period: str, seen: str, step: Callable[[], Outcome]) -> Outcome:
    """What comes of a step of a report that stands as it was seen (`report_token`); refused where it changed since."""

    def change() -> Outcome:
        with alone_with(program.community.public_id):
            if seen != report_token(program, period):
                said = sentence("somebody else has changed this report since you opened it")
                raise RefusalError(error(said, sentence("look at what stands there now, then decide again")))
            return step()

    return outcome_of(change)
