"""The CSV twins of reach and overlap: one row for each number, values for arithmetic."""

from collections.abc import Iterator

from groundswell.api.tables import Row
from groundswell.apps.scorecards.queries.participation import OverlapPage, ReachPage, ReachRow
from groundswell.core.estimates import Estimate
from groundswell.exchange.documents import number

REACH = (
    *("period", "dimension", "part", "name", "people", "fewest", "most", "population", "population_period"),
    *("share", "share_low", "share_high", "withheld_because", "indicator_id", "need", "need_low", "need_high"),
    *("need_period", "need_withheld_because"),
)
OVERLAP = ("kind", "period", "programs", "people", "median_days", "withheld_because")


def of_reach(page: ReachPage) -> Iterator[Row]:
    """One row for everybody together, then for each part, strategy and program."""
    if page.whole:
        yield _reach(page, "", page.whole)
    for part in page.parts:
        for row in part.rows:
            yield _reach(page, part.dimension, row)
    for dimension, rows in (("strategy", page.strategies), ("program", page.programs)):
        for row in rows:
            yield _reach(page, dimension, row)


def _reach(page: ReachPage, dimension: str, row: ReachRow) -> Row:
    need = row.need.estimate if row.need else None
    return (
        *(str(page.period or ""), dimension, row.id, row.label, number(row.people.value), row.fewest, row.most),
        *(number(row.population), str(row.population_period or "")),
        *(number(row.share.value), number(row.share.low), number(row.share.high), row.people.reason),
        *(page.need.id if page.need and need else "", *map(number, _ends(need))),
        *(str(row.need.period) if row.need else "", need.reason if need else ""),
    )


def _ends(need: Estimate | None) -> tuple[float | None, ...]:
    return (need.value, need.low, need.high) if need else (None, None, None)


def of_overlap(page: OverlapPage) -> Iterator[Row]:
    """One row for all together, each program, each combination, the others, and each pathway."""
    period = str(page.period or "")
    if page.period is not None:
        yield _overlap("all", period, "", page.whole)
    for column in page.columns:
        yield _overlap("program", period, column.id, column.people)
        yield _overlap("program_and_another", period, column.id, column.also_elsewhere)
    for row in page.rows:
        yield _overlap("combination", period, "; ".join(row.programs), row.people)
    if page.rows:
        yield _overlap("other_combinations", period, "", page.others)
    for one in page.pathways:
        programs = f"{one.origin}; {one.destination}"
        yield "pathway", "", programs, number(one.people.value), one.median_days, one.people.reason


def _overlap(kind: str, period: str, programs: str, people: Estimate) -> Row:
    return kind, period, programs, number(people.value), None, people.reason
