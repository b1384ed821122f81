"""What is wrong with values as somebody enters them, measure by measure, and what would be right."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal

from groundswell.apps.programs.models import Measure
from groundswell.core.findings import Finding, error, warning
from groundswell.core.sentences import sentence
from groundswell.core.vocabulary import MeasureUnit
from groundswell.exchange.package.cells import problem_with, problem_with_text
from groundswell.exchange.package.columns import Column, decimal, period

_NUMBERS = (decimal("value"), decimal("numerator", 0), decimal("denominator", 0))
MEANT_FOR_ALL = ("", "", "")  # no site, the own place, everyone


def problems_of(measure: Measure, cells: Mapping[str, str]) -> Iterable[Finding]:
    """What is wrong with one value; findings name the measure and the cell as `measure.cell`."""

    def wrong(name: str, message: str, fix: str) -> Finding:
        return error(message, fix, column=f"{measure.public_id}.{name}")

    sound = True
    for column in _NUMBERS:
        if cells.get(column.name) and (problem := problem_with(column, cells[column.name])):
            sound = False
            yield wrong(column.name, *problem)
    for name in ("site", "note"):
        if problem := problem_with_text(cells.get(name, "")):
            yield wrong(name, *problem)
    if sound:
        yield from _contradictions(measure, cells)


def _contradictions(measure: Measure, cells: Mapping[str, str]) -> Iterable[Finding]:
    value, top, bottom = (Decimal(cells[name]) if cells.get(name) else None for name in
                          ("value", "numerator", "denominator"))  # fmt: skip

    def wrong(name: str, message: str, fix: str) -> Finding:
        return error(message, fix, column=f"{measure.public_id}.{name}")

    if measure.unit == MeasureUnit.PERCENT:
        if value is None and (top is None or bottom is None):
            yield wrong("numerator", sentence("says no percent"), sentence("say how many, of how many"))
        if top is not None and bottom is not None and top > bottom:
            yield wrong("numerator", sentence("is more than its denominator"), sentence("correct one of the two"))
        if bottom == 0:
            yield wrong("denominator", sentence("is nought"), sentence("leave this measure blank: nobody was there"))
        if value is not None and top is None and not 0 <= value <= 100:
            yield wrong("value", sentence("is no percent"), sentence("write a number from 0 to 100"))
        if (
            value is not None
            and top is not None
            and bottom
            and top <= bottom
            and abs(value - 100 * top / bottom) > Decimal("0.51")
        ):
            yield wrong(
                "value", sentence("is not what its numbers give"), sentence("leave it blank to have it computed")
            )
    elif top is not None or bottom is not None:
        fix = sentence("leave it blank, or ask for a measure in percent")
        yield wrong("numerator", sentence("is of no use to a number"), fix)
    elif value is None:
        yield wrong("value", sentence("is blank"), sentence("write a number, or leave the whole line blank"))
    elif value < 0:
        yield wrong("value", sentence("is less than nought"), sentence("write how many there were"))


def percent_of(numerator: str, denominator: str) -> str:
    """A percent as people write it, to one decimal.

    >>> percent_of("281", "412")
    '68.2'
    """
    share = 100 * Decimal(numerator) / Decimal(denominator)
    return str(share.quantize(Decimal("0.1")))


def problem_with_period(text: str) -> Finding | None:
    """What is wrong with the period of a report."""
    problem = problem_with(Column("period", period().kind, required=True), text) if text else None
    if not text:
        return error(sentence("is blank"), sentence("say which period the report is about"), column="period")
    return error(*problem, column="period") if problem else None


def doubts_of(required: Collection[str], entered: Collection[str], names: Mapping[str, str]) -> list[Finding]:
    """Measures that everybody reports and that this report leaves out: said, and no reason to refuse it."""
    return [
        warning(
            sentence("{measure} is required and has no value", measure=names.get(one, one)),
            sentence("enter it, or say in the note why it is missing"),
            column=f"{one}.value",
        )
        for one in sorted(set(required) - set(entered))
    ]
