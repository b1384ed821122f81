"""`groundswell`: one program, a command for each thing people do with a community's numbers.

Commands import what they need when they run, so that `groundswell --help` answers at once. Whatever goes wrong, a
person reads one line that says what to do; tracebacks are for `--debug` and for the log.
"""

import os
import sys
from typing import Annotated

import typer

from groundswell import __version__
from groundswell.cli import (
    administrator,
    audit_log,
    bench,
    check,
    contribution,
    curve,
    database,
    demo,
    doctor,
    encoding,
    importing,
    partners,
    records,
    serving,
    unduplicate,
)
from groundswell.cli.output import HomeOption

app = typer.Typer(
    name="groundswell",
    help="From published numbers to an honest scorecard: results, indicators, and whether the curve is turning.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

app.command("demo")(demo.demo)
app.command("serve")(serving.serve)
app.command("check")(check.check)
app.command("load")(check.load)
app.command("dump")(check.dump)
app.command("import")(importing.import_)
app.command("curve")(curve.curve)
app.command("submit")(records.submit)
app.command("encode")(encoding.encode)
app.command("measures")(records.measures)
app.command("contribution")(contribution.contribution)
app.command("partners")(partners.partners)
app.command("unduplicate")(unduplicate.unduplicate)
app.command("work")(records.work)
app.command("bench")(bench.bench)
app.command("doctor")(doctor.doctor)
app.add_typer(audit_log.audit_log)
app.add_typer(administrator.app)
app.command("database-role")(database.database_role)


def _say_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"groundswell {__version__}")
        raise typer.Exit


@app.callback()
def groundswell(
    home: HomeOption = None,
    debug: Annotated[bool, typer.Option("--debug", help="Show the whole traceback of an unforeseen failure.")] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_say_version, is_eager=True, help="Say which version this is.")
    ] = False,
) -> None:
    """Options that may also stand before the command."""
    if home is not None:
        os.environ["GROUNDSWELL_HOME"] = str(home)
    if debug:
        os.environ["GROUNDSWELL_DEBUG_CLI"] = "1"


def run(arguments: list[str] | None = None) -> None:
    """The entry point. Ends with status 0 (done), 1 (the input has problems), 2 (wrong usage) or 130 (cancelled)."""
    from groundswell.cli.endings import ended

    arguments = sys.argv[1:] if arguments is None else arguments
    sys.exit(ended(app, arguments))


if __name__ == "__main__":
    run()
