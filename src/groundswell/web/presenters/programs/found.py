"""What was found in a submission, as a table to work through, and the figures that it moved."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from groundswell.apps.submissions.queries.listing import MovedFigure, MovedNumber, ProgramRecords
from groundswell.core.findings import Finding
from groundswell.core.periods import Period
from groundswell.core.vocabulary import Unit
from groundswell.web.presenters.language import period_text, spoken
from groundswell.web.presenters.writing import Pen, grouped

MOST_KEPT = 500  # findings of a submission; the marked workbook has them all
_MORE_LIKE_IT = re.compile(r"\(and ([\d,]+) more rows? like it")


@dataclass(frozen=True, slots=True)
class FoundRow:
    """One thing that was found: where, what is wrong, what would be right."""

    where: str
    row: str
    column: str
    wrong: str
    right: str


@dataclass(frozen=True, slots=True)
class FoundGroup:
    """Everything of one weight."""

    kind: str  # error, warning, info
    title: str
    teaching: str
    rows: tuple[FoundRow, ...]
    note: str
    found_heading: str
    fix_heading: str


@dataclass(frozen=True, slots=True)
class MovedRow:
    """A figure before and after."""

    period: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class MovedMeasure:
    """A measure and its figures that moved, the latest period first."""

    name: str
    address: str
    rows: tuple[MovedRow, ...]


def things_to_mend(findings: Sequence[Finding], severity: str) -> tuple[int, bool]:
    """How many places were found of one weight, those that are summed up counted too; false where there are more."""
    count = 0
    for one in findings:
        if str(one.severity) == severity:
            more = _MORE_LIKE_IT.search(one.message)
            count += int(more.group(1).replace(",", "")) if more else 1
    return count, len(findings) < MOST_KEPT


def found_groups(findings: Sequence[Finding], left_out: re.Pattern[str]) -> tuple[FoundGroup, ...]:
    """Errors first, then warnings, then what is only said; `left_out` are words for another place."""
    told = (
        ("error", gettext("To mend"), gettext("Each of these stands in the way.")),
        ("warning", gettext("Worth a look"), gettext("None of these stands in the way; they may be slips.")),
        ("info", gettext("Good to know"), gettext("Nothing needs to be done about these.")),
    )
    found = []
    for kind, title, teaching in told:
        rows = [one for one in findings if str(one.severity) == kind]
        if rows:
            count, is_all = things_to_mend(findings, kind)
            ordered = sorted(rows, key=lambda one: (one.file, one.row or 0, one.column or ""))
            written = tuple(_found_row(one, left_out) for one in ordered)
            headings = _headings(kind)
            found.append(FoundGroup(kind, f"{title} ({grouped(count)})", teaching, written, _note(is_all), *headings))
    return tuple(found)


def _headings(kind: str) -> tuple[str, str]:
    if kind == "info":
        return gettext("What was found"), gettext("About it")
    return gettext("What is wrong"), gettext("What would be right")


def _note(is_all: bool) -> str:
    if is_all:
        return ""
    words = ngettext(
        "The first %(n)s is listed here; the marked workbook has every one.",
        "The first %(n)s are listed here; the marked workbook has every one.", MOST_KEPT,
    )  # fmt: skip
    return words % {"n": MOST_KEPT}


def _found_row(one: Finding, left_out: re.Pattern[str]) -> FoundRow:
    row = "" if one.row is None else str(one.row)
    return FoundRow(one.file, row, one.column or "", _begun(one.message), _begun(left_out.sub("", one.fix)))


def _begun(words: str) -> str:
    said = spoken(words).strip()
    return said[:1].upper() + said[1:]


def moved_measures(moved: Sequence[MovedFigure], at: ProgramRecords) -> tuple[MovedMeasure, ...]:
    """Every figure that moved, measure by measure."""
    ordered = sorted(moved, key=lambda one: one.period, reverse=True)
    ordered.sort(key=lambda one: (one.measure.casefold(), one.measure_id))
    found = []
    for measure_id, figures in groupby(ordered, key=lambda one: one.measure_id):
        each = tuple(figures)
        address = reverse("program-measure", args=[at.community.public_id, at.program.public_id, measure_id])
        found.append(MovedMeasure(each[0].measure, address, tuple(map(_moved_row, each))))
    return tuple(found)


def _moved_row(one: MovedFigure) -> MovedRow:
    period = period_text(Period.parse(one.period))
    return MovedRow(period, _written(one.before, one.is_share), _written(one.after, one.is_share))


def _written(number: MovedNumber | None, is_share: bool) -> str:
    """A figure with the counts behind it, or why there is none."""
    if number is None:
        return gettext("none")
    if number.is_withheld:
        return gettext("withheld")
    if number.value is None:
        return gettext("nobody to count")
    pen = Pen(Unit.PERCENT if is_share else Unit.COUNT)
    if number.denominator is None or number.numerator is None:
        return pen.value(number.value)
    counts = {"some": grouped(number.numerator), "all": grouped(number.denominator)}
    return gettext("%(value)s (%(some)s of %(all)s)") % {"value": pen.value(number.value), **counts}
