"""What a program's organization entered for its measures, and how far each report has come."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from groundswell.apps.people.queries import not_retired
from groundswell.apps.programs.models import MeasureValue, Program, ReportStep
from groundswell.core.merging import version_of
from groundswell.core.vocabulary import ValueState


@dataclass(frozen=True, slots=True)
class EnteredValue:
    """One value as it was entered; a percent as people write it. A blank place is the community's own."""

    program_id: str
    measure_id: str
    period: str
    site: str
    place_id: str
    group_id: str
    value: str
    numerator: str
    denominator: str
    state: ValueState
    reason: str = ""
    note: str = ""


_PATHS = (
    *("program__public_id", "measure__public_id", "period", "site", "place__public_id", "place__is_own"),
    *("group__public_id", "value", "numerator", "denominator", "state", "reason", "note"),
)


def entered_values(
    programs: Collection[Program], *, period: str = "", with_unfinished: bool = False
) -> tuple[EnteredValue, ...]:
    """Values of some programs that were accepted; those still on their way too, where asked. One query."""
    rows = not_retired(MeasureValue.objects.filter(program__in=[program.pk for program in programs]))
    if period:
        rows = rows.filter(period=period)
    if not with_unfinished:
        rows = rows.filter(state__in=["", str(ValueState.ACCEPTED), str(ValueState.LOCKED)])
    return tuple(
        EnteredValue(program, measure, when, site, "" if own else place, group, value, numerator, denominator,
                     ValueState(state or ValueState.ACCEPTED), reason, note)
        for program, measure, when, site, place, own, group, value, numerator, denominator, state, reason, note
        in rows.order_by("measure__public_id", "period", "site").values_list(*_PATHS)
    )  # fmt: skip


def report_version(values: Collection[EnteredValue]) -> str:
    """What stands for a report as somebody saw it: who saves says which version they saw."""
    rows = sorted((one.measure_id, one.site, one.place_id, one.group_id, one.value, one.numerator, one.denominator,
                   one.state, one.note) for one in values)  # fmt: skip
    return version_of({"rows": [list(map(str, row)) for row in rows]})


def report_steps(program: Program, period: str) -> tuple[ReportStep, ...]:
    """What was done with a program's report on a period, the latest first. One query."""
    return tuple(ReportStep.objects.filter(program=program, period=period).order_by("-at"))
