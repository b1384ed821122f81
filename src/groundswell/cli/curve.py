"""`curve`: from an observations file alone, the frozen baseline of each series and whether its curve is turning."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from groundswell.cli.output import InputError, JsonOption, Output

if TYPE_CHECKING:
    from groundswell.core.curves import Curve
    from groundswell.core.periods import Period
    from groundswell.core.vocabulary import Unit

NOT_PROOF = "A difference from a baseline is not proof of what caused it."


class Direction(StrEnum):
    """Which way is good."""

    HIGHER = "higher"
    LOWER = "lower"


class Published(StrEnum):
    """What the values count in."""

    PERCENT = "percent"
    RATE = "rate"
    COUNT = "count"
    CURRENCY = "currency"
    INDEX = "index"


def curve(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The observations.", exists=True, dir_okay=False)],
    work_began: Annotated[
        str | None,
        typer.Option(metavar="PERIOD", help="The period in which the work began: 2021, 2021-Q3, 2021-06, 2020/2021."),
    ] = None,
    polarity: Annotated[Direction | None, typer.Option(help="Which way is good.")] = None,
    unit: Annotated[
        Published, typer.Option(help="What the values count in; a percent is written as people do, 20.4.")
    ] = Published.INDEX,
    horizon: Annotated[
        int | None,
        typer.Option(metavar="N", min=1, max=100, help="Draw the baseline N periods far, not as far as needed."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Say for each series of a file whether its curve is turning.

    Reads FILE, a table with the columns period and value and, where there are any, indicator_id, place_id, group_id,
    moe, low, high, level, status and the other columns of observations.csv. Writes nothing. For each series prints the
    baseline that was frozen before the work began, the verdict, and the reason; without both --work-began and
    --polarity there is no verdict. Ends with 1 where the file has problems.

    Example: groundswell curve graduation.csv --work-began 2019 --polarity higher --unit percent
    """
    from groundswell.core.curves import judge_curves
    from groundswell.core.vocabulary import Polarity, Unit
    from groundswell.exchange.documents import curve_document
    from groundswell.exchange.series import read_series

    output, counted = Output(as_json), Unit(unit)
    began = _period(work_began)
    series, findings = read_series(file, unit=counted)
    if any(finding.is_error for finding in findings):
        raise InputError(*findings)
    good = Polarity(polarity) if polarity else None
    curves = judge_curves(series, work_began=began, polarity=good, unit=counted, horizon=horizon)
    documents = [curve_document(one) for one in curves]
    output.document({"series": documents, "findings": [finding.as_dict() for finding in findings]})
    output.findings(findings)
    _tell(output, curves, counted)


def _period(text: str | None) -> "Period | None":
    from groundswell.core.periods import Period

    if text is None:
        return None
    try:
        return Period.parse(text)
    except ValueError as wrong:
        raise typer.BadParameter(str(wrong), param_hint="--work-began") from None


def _tell(output: Output, curves: "list[Curve]", unit: "Unit") -> None:
    """A line a series in columns, then the reasons and warnings in sentences."""
    if output.as_json:
        return
    headings = ("series", "points", "latest", "value", "baseline there", "verdict")
    output.table(headings, [_cells(one, unit) for one in curves], right=(1, 3))
    output.result("")
    for one in curves:
        output.result(f"{_name(one)}: {one.reason}.")
        for warning in one.warnings:
            output.result(f"  {warning}.")
    if any(one.mean_difference is not None for one in curves):
        output.result(NOT_PROOF)


def _name(curve: "Curve") -> str:
    return ", ".join(part for part in (curve.key.indicator_id, curve.key.place_id, curve.key.group_id) if part) or "all"


def _cells(curve: "Curve", unit: "Unit") -> tuple[str, ...]:
    from groundswell.core.wording import value_in_words

    value = curve.latest.value if curve.latest else None
    margin = curve.latest.margin if curve.latest else None
    shown = "" if value is None else value_in_words(value, unit)
    if value is not None and margin is not None:
        shown += f" ± {_beside(value, margin, unit)}"
    points = curve.baseline.points if curve.baseline else ()
    there = next((point for point in points if point.period == curve.latest_period), None)
    line = (
        f"{value_in_words(there.value, unit)} ({_bare(there.low, unit)} to {_bare(there.high, unit)})" if there else ""
    )
    verdict = curve.verdict.words if curve.verdict else "No verdict"
    return _name(curve), str(curve.observations), str(curve.latest_period or ""), shown, line, verdict


def _beside(value: float, margin: float, unit: "Unit") -> str:
    """A margin with as many decimals as its value, unless it would vanish."""
    bare = _bare(value, unit)
    decimals = len(bare.partition(".")[2])
    published = 100 * margin if unit == "percent" else margin
    return f"{published:,.{decimals}f}" if round(published, decimals) else _bare(margin, unit)


def _bare(value: float, unit: "Unit") -> str:
    from groundswell.core.wording import value_in_words

    return value_in_words(value, unit).removesuffix(" %")
