"""`submit` and `measures`: what providers send about the people they serve, and what it comes to."""

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from groundswell.cli.output import CommunityOption, HomeOption, InputError, JsonOption, Output, counted, person
from groundswell.core.findings import error

if TYPE_CHECKING:
    from groundswell.apps.submissions.actions import Submitting
    from groundswell.exchange.records import ColumnMap

STATES = {
    "accepted": "accepted",
    "warned": "accepted with warnings",
    "returned": "returned: mend what is listed, then send it again",
    "refused": "refused",
}


def submit(
    program: Annotated[str, typer.Argument(metavar="PROGRAM", help="The program's id.")],
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help="Participants, enrollments, services, outcomes: CSV, XLSX or Parquet.",
                       exists=True, dir_okay=False),
    ],
    columns: Annotated[
        Path | None,
        typer.Option("--columns", metavar="MAP.yaml", help="Which of your headings is which column.", exists=True),
    ] = None,
    table: Annotated[str | None, typer.Option("--table", metavar="NAME", help="Which table a file holds.")] = None,
    adds: Annotated[bool, typer.Option("--adds", help="It adds to what was sent before.")] = False,
    replaces: Annotated[bool, typer.Option("--replaces", help="It replaces all that was sent before.")] = False,
    key: Annotated[str, typer.Option("--key", help="A name for this request: a retry gets the first answer.")] = "",
    marked: Annotated[
        Path | None, typer.Option("--marked", metavar="FILE", help="Where to write a returned spreadsheet, its cells "
                                  "marked.")
    ] = None,
    community: CommunityOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:  # fmt: skip
    """Validate and store a submission of records, exactly once.

    Reads the four tables of records about people from FILE..., checks them against what PROGRAM's measures need, and
    stores them all or not at all. The same records again are the same submission. Records about the same days replace
    those sent before, records about other days are added to them.

    Example: groundswell submit home-visits participants.csv enrollments.csv services.csv
    """
    output = Output(as_json)
    if adds and replaces:
        raise typer.BadParameter("say --adds or --replaces, not both")
    said = column_map(columns)
    from groundswell.cli.installation import community_at

    community_id = community_at(home, community)
    from groundswell.apps.submissions.actions import ADDS, REPLACES, submit_records
    from groundswell.engine.store import StoreError

    with output.progress("Reading, checking and storing"):
        try:
            found = submit_records(
                community_id=community_id, program_id=program, files=[(path.name, path) for path in files],
                columns=said, table=table, beside=ADDS if adds else REPLACES if replaces else "", key=key, by=person(),
            )  # fmt: skip
        except (StoreError, ValueError) as failure:
            raise InputError(error(str(failure), "mend that, then send it again")) from None
    if found.is_done and found.is_new:
        from groundswell.apps.submissions.actions import compute_measures

        with output.progress("Counting over all programs") as progress:
            compute_measures(
                community_id=community_id, progress=lambda _, share: progress(round(share * 100), 100), by=person()
            )
    if marked and found.state == "returned":
        _write_marked(output, marked, community_id, program, found)
    _tell(output, program, found)


def column_map(path: Path | None) -> "ColumnMap | None":
    """The column map in a file; None where none was named. Raises InputError where it cannot be used."""
    if path is None:
        return None
    from groundswell.exchange.records import column_map_from

    found, findings = column_map_from(path.read_text(encoding="utf-8-sig"), path.name)
    if found is None:
        raise InputError(*findings)
    return found


def _write_marked(output: Output, path: Path, community_id: str, program: str, found: "Submitting") -> None:
    from groundswell.apps.submissions.actions.returned import marked_path
    from groundswell.apps.submissions.models import Submission

    row = Submission.objects.get(
        program__community__public_id=community_id, program__public_id=program, number=found.number
    )
    try:
        path.write_bytes(marked_path(row).read_bytes())
    except OSError as failure:
        raise InputError(error(f"{path} cannot be written ({failure.strerror})", "name another file")) from None
    output.say(f"{path}: your spreadsheet, with the cells marked.")


def _tell(output: Output, program: str, found: "Submitting") -> None:
    """What became of it: for people in sentences, for programs whole."""
    if found.number:
        again = "" if found.is_new else ", as it was before"
        output.result(f"{program}: submission {found.number}, {STATES.get(found.state, found.state)}{again}")
    if found.is_done and found.is_new:
        output.result(counted(found.counts))
        if found.superseded:
            output.result(f"takes the place of submission {', '.join(map(str, found.superseded))}")
        output.result(f"{len(found.moved):,} figures moved")
    counts = found.counts if found.is_done else {}
    output.report(
        found.findings, counts, state=found.state, number=found.number, is_new=found.is_new,
        superseded=list(found.superseded),
        moved=[{"measure_id": one[0], "period": one[1], "before": _value(one[2]), "after": _value(one[3])}
               for one in found.moved],
    )  # fmt: skip


def _value(numbers: list[float | None] | None) -> float | None:
    """A figure from value, numerator and denominator; a percent as a proportion."""
    if numbers is None:
        return None
    value, top, bottom = numbers
    return top / bottom if top is not None and bottom else value


def measures(
    program: Annotated[str | None, typer.Argument(metavar="[PROGRAM]", help="One program; all without it.")] = None,
    engine: Annotated[str, typer.Option("--engine", metavar="ENGINE", help="duckdb or spark.")] = "duckdb",
    community: CommunityOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Compute performance measures from the stored records.

    Reads the accepted submissions, computes every measure that has a rule for PROGRAM, or for all programs and every
    roll-up over them, stores the figures for the pages and prints them: whole, for whoever keeps this machine.

    Example: groundswell measures home-visits --json
    """
    output = Output(as_json)
    if engine not in ("duckdb", "spark"):
        raise typer.BadParameter("say duckdb or spark", param_hint="--engine")
    from groundswell.cli.installation import community_at

    community_id = community_at(home, community)
    from groundswell.apps.people.models import Community
    from groundswell.apps.submissions.actions import compute_measures
    from groundswell.apps.submissions.models import ComputeRun
    from groundswell.apps.submissions.queries.figures import computed_figures
    from groundswell.engine.spark import SparkMissingError
    from groundswell.engine.store import StoreError

    with output.progress("Computing") as progress:
        try:
            done = compute_measures(
                community_id=community_id, program_id=program or "", engine=engine, everything=True,  # type: ignore[arg-type]
                progress=lambda _step, share: progress(round(share * 100), 100), by=person(),
            )  # fmt: skip
        except SparkMissingError as failure:
            raise InputError(error(str(failure), "install it, or compute with --engine duckdb")) from None
        except StoreError as failure:
            raise InputError(error(str(failure), "nothing was changed")) from None
    if not done.is_done:
        raise InputError(*done.findings)
    found = Community.objects.get(public_id=community_id)
    run = ComputeRun.objects.filter(community=found).order_by("-at").first()
    assert run is not None  # it has just been recorded
    figures = list(computed_figures(found, [program] if program else None))
    _show(output, figures, run)
    names = ("measure_id", "program_id", "period", "site", "place_id", "group_id", "value", "numerator", "denominator",
             "low", "high", "method", "reason", "dimension")  # fmt: skip
    output.document({
        "data_version": run.data_version, "engine": run.engine, "seconds": run.seconds,
        "values": [{name: getattr(one, name) for name in names} for one in figures],
    })  # fmt: skip


def work(
    once: Annotated[bool, typer.Option("--once", help="Do what waits now, then end.")] = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Do the background work that waits, also what a killed server left over.

    Reads the queue of every community and computes what was asked for; writes the figures. A server does its own work:
    this is for machines that serve nothing, and for after an accident. Ctrl-C ends it; what it was at is begun again.

    Example: groundswell work --once
    """
    output = Output(as_json)
    from groundswell.cli.installation import open_installation

    open_installation(home)
    from groundswell.apps.submissions.actions import jobs_to_do, work_on

    done: dict[str, int] = {}
    while True:
        jobs = jobs_to_do()
        for job in jobs:
            state = work_on(job.pk, worker=f"cli-{os.getpid()}", by=person())
            if state:
                done[state] = done.get(state, 0) + 1
                output.result(f"{job.community.public_id}: {job.name}, {state}")
        if once and not jobs:
            break
        if not once:
            time.sleep(2)
    output.document({"jobs": done})
    if not done:
        output.say("Nothing waited.")


def _show(output: Output, figures: list[Any], run: Any) -> None:
    """The latest year of every measure, as a table."""
    whole = [one for one in figures if not (one.site or one.place_id or one.group_id)]
    latest: dict[tuple[str, str], Any] = {}
    for one in whole:
        if len(one.period) == 4:
            latest[one.program_id, one.measure_id] = one
    rows = [(one.program_id, one.measure_id, one.period, *_shown(one)) for one in latest.values()]
    output.table(("program", "measure", "year", "value", "of how many", "95 % interval"), rows, right=(3, 4))
    took = sum(run.seconds.values())
    output.result(f"{run.measures} measures, {run.cells:,} figures, {run.engine}, {took:.1f} s")


def _shown(one: Any) -> tuple[str, str, str]:
    if one.denominator is None:
        return f"{one.value:,.0f}" if one.value is not None else one.reason, "", ""
    if one.value is None:
        return one.reason, "", ""
    return f"{one.value:.1%}", f"{one.numerator:,.0f} of {one.denominator:,.0f}", f"{one.low:.1%} to {one.high:.1%}"
