"""The CSV twins of the pages of programs: one row for each figure, values for arithmetic."""

from collections.abc import Iterator

from groundswell.api.tables import Row
from groundswell.apps.scorecards.queries.programs import (
    LibraryPage,
    MeasureLine,
    MeasurePage,
    ProgramList,
    ProgramPage,
    SharedMeasurePage,
)
from groundswell.core.estimates import Observation
from groundswell.exchange.documents import number
from groundswell.exchange.writers import Cell

FIGURES = (
    *("program_id", "measure_id", "name", "question", "unit", "use", "standing", "period", "dimension", "part"),
    *("value", "numerator", "denominator", "low", "high", "level", "method", "withheld_because"),
)
SHARED = (*FIGURES[:2], "name", "organization", *FIGURES[7:8], *FIGURES[10:], "beyond")
LIBRARY = ("measure_id", "name", "question", "unit", "polarity", "is_computed", "programs", "is_required", "definition")


def of_program(page: ProgramPage) -> Iterator[Row]:
    """One row for each figure of each measure, box by box."""
    for line in page.lines:
        yield from _figures(page.program.id, line)


def of_programs(page: ProgramList) -> Iterator[Row]:
    """One row for each figure of each program's headline measures."""
    for row in page.rows:
        for line in row.headlines:
            yield from _figures(row.id, line)


def of_measure(page: MeasurePage) -> Iterator[Row]:
    """One row for each period, then for each part."""
    yield from _figures(page.program.id, page.line)
    for breakdown in page.breakdowns:
        for row in breakdown.rows:
            yield _figure(page.program.id, page.line, row.observation, breakdown.dimension, row.id)


def of_shared(page: SharedMeasurePage) -> Iterator[Row]:
    """One row for each program, by name."""
    for row in page.rows:
        beyond = str(row.beyond) if row.beyond else ""
        head = (row.program_id, page.measure.id, row.name, row.organization)
        if row.observation is None:
            yield *head, str(page.period or ""), *((None,) * 6), "", "", beyond
        else:
            yield *head, str(row.observation.period), *_numbers(row.observation), beyond


def of_library(page: LibraryPage) -> Iterator[Row]:
    """One row for each measure."""
    for row in page.rows:
        one = row.measure
        yield (
            *(one.id, one.name, str(one.question or ""), str(one.unit), str(one.polarity or ""), one.is_computed),
            *(row.programs, row.is_required, one.definition),
        )


def _figures(program_id: str, line: MeasureLine) -> Iterator[Row]:
    for observation in line.observations:
        yield _figure(program_id, line, observation)


def _figure(
    program_id: str, line: MeasureLine, observation: Observation, dimension: str = "", part: str = ""
) -> tuple[Cell, ...]:
    one = line.measure
    said = (one.name, str(one.question or ""), str(one.unit), str(line.use or ""), str(line.standing or ""))
    return program_id, one.id, *said, str(observation.period), dimension, part, *_numbers(observation)


def _numbers(observation: Observation) -> tuple[Cell, ...]:
    made = observation.estimate
    numbers = (made.value, made.numerator, made.denominator, made.low, made.high, made.level)
    return *map(number, numbers), made.method, made.reason
