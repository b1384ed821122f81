"""Computed figures as commands and programs read them: one row for each, with its interval."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import not_retired
from groundswell.apps.programs.models import Program
from groundswell.apps.submissions.models import ComputedSeries
from groundswell.core.intervals import wilson


@dataclass(frozen=True, slots=True)
class ComputedFigure:
    """One figure; a percent is a proportion. "" is all sites, the whole place, everyone."""

    measure_id: str
    program_id: str
    period: str
    site: str
    place_id: str
    group_id: str
    dimension: str
    value: float | None
    numerator: float | None
    denominator: float | None
    low: float | None
    high: float | None
    method: str
    reason: str


def computed_figures(community: Community, programs: Collection[str] | None = None) -> Iterator[ComputedFigure]:
    """Every computed figure of some programs, or of all, as it was counted: for whoever may read them whole. One query.

    Callers show this to nobody but who keeps the records, or who runs the machine that keeps them.
    """
    rows = not_retired(ComputedSeries.objects.filter(community=community, unit="program")).select_related("measure")
    if programs is not None:
        rows = rows.filter(unit_id__in=list(programs))
    for row in rows.order_by("unit_id", "measure__public_id"):
        names = (row.measure.public_id, row.unit_id)
        for numbers in row.whole:
            yield _figure(*names, "", "", numbers)
        for dimension, parts in sorted(row.parts.items()):
            for name, *numbers in parts:
                yield _figure(*names, dimension, name, numbers)


def _figure(measure: str, program: str, dimension: str, name: str, numbers: Sequence[Any]) -> ComputedFigure:
    period, value, top, bottom, _ = numbers
    low = high = None
    method, reason = "complete count", ""
    if bottom is not None:
        method = "wilson"
        value = top / bottom if bottom else None
        reason = "" if bottom else "nobody was there to be counted"
        if bottom:
            low, high = (float(end) for end in wilson(top, bottom))
    site, place = (name if dimension == one else "" for one in ("site", "place"))
    group = name if dimension not in ("site", "place") else ""
    return ComputedFigure(
        measure, program, period, site, place, group, dimension if group else "", value, top, bottom, low, high, method,
        reason,
    )  # fmt: skip


def program_ids(community: Community) -> list[str]:
    """The programs in use, by id."""
    return list(not_retired(Program.objects.filter(community=community)).values_list("public_id", flat=True).order_by())
