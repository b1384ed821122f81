"""What is wrong with a report as it was typed, beside the field where it is, and all of it in a row on top."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext

from groundswell.apps.programs.actions.placing import lines_meant, problems_of_entry
from groundswell.apps.scorecards.queries.programs.reports import ReportPage, stored_units
from groundswell.core.findings import Finding
from groundswell.core.vocabulary import MeasureUnit
from groundswell.web.forms.reports import TypedReport
from groundswell.web.presenters.language import spoken

Place = tuple[int, str]  # the number of a line as it was sent, and its cell


@dataclass(slots=True)
class Problems:
    """Problems by line and cell, of the reason, of the words to the whole, and of nothing in particular."""

    cells: dict[Place, str] = field(default_factory=dict)
    reason: str = ""
    words: str = ""
    others: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)  # what stops nothing

    def __bool__(self) -> bool:
        """True where something stands in the way."""
        return bool(self.cells or self.reason or self.words or self.others)


def said_of(finding: Finding) -> str:
    """A finding as a sentence: what is wrong, and what would be right."""
    message, fix = spoken(finding.message).rstrip("."), spoken(finding.fix)
    words = gettext("%(wrong)s: %(right)s") % {"wrong": message, "right": fix} if fix else message
    return f"{words[:1].upper()}{words[1:]}{'' if words.endswith(('.', '?')) else '.'}"


def problems_of_lines(typed: TypedReport, page: ReportPage) -> Problems:
    """What can be said of the lines before anything is asked of the store."""
    found = Problems()
    standing = {line.key: line for line in page.lines}
    seen = set(standing)
    for number, line in enumerate(typed.lines):
        if not line.is_new or line.is_blank:
            continue
        if not line.key[0]:
            found.cells[number, "measure"] = gettext("Choose the measure that this line is about.")
        elif not any(line.key[1:]):
            found.cells[number, "measure"] = gettext(
                "Say which site, place or group: the line of the whole program stands above."
            )
        elif line.key in seen:
            found.cells[number, "measure"] = gettext("This line stands above already: change it there.")
        seen.add(line.key)
    if found.cells:  # nothing is asked of the store then, so what it would say of the other fields is said here
        found.cells |= _of_cells(typed, page)
    hidden = (standing[line.key] for line in typed.touched if line.key in standing)
    is_correction = any(line.is_withheld and line.state is not None and line.state.is_final for line in hidden)
    if is_correction and not typed.reason:
        found.reason = gettext("This value was accepted, and changes only with a reason: say why it is corrected.")
    return found


def _of_cells(typed: TypedReport, page: ReportPage) -> dict[Place, str]:
    units, found = stored_units(page), {}
    for number, line in enumerate(typed.lines):
        if line.is_touched and not line.is_blank and line.key[0] in units:
            for finding in problems_of_entry(line.entry, units[line.key[0]]):
                cell = (finding.column or "").rpartition(".")[2]
                found[number, _cell_asked(page, line.key[0], cell, typed, number)] = said_of(finding)
    return found


def problems_of_outcome(findings: Sequence[Finding], typed: TypedReport, page: ReportPage) -> Problems:
    """What an action found, each at its place."""
    found = Problems()
    numbers = [number for number, line in enumerate(typed.lines) if line.is_touched and not line.is_blank]
    entries = [typed.lines[number].entry for number in numbers]
    for finding in findings:
        words = said_of(finding)
        if not finding.is_error:
            found.notes.append(words)
        elif finding.column == "reason":
            found.reason = words
        elif finding.column == "words":
            found.words = words
        else:
            places, cell = lines_meant(finding, entries, stored_units(page))
            for at in places:
                number = numbers[at]
                found.cells[number, _cell_asked(page, entries[at].measure_id, cell, typed, number)] = words
            if not places:
                found.others.append(words)
    return found


def _cell_asked(page: ReportPage, measure_id: str, cell: str, typed: TypedReport, number: int) -> str:
    """Of a percent that two numbers give nobody types the value: what is wrong with it stands at how many."""
    is_share = stored_units(page).get(measure_id) == MeasureUnit.PERCENT
    return "numerator" if is_share and cell == "value" and not typed.lines[number].was["value"] else cell
