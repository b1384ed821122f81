"""How a command ends: with a status a script can rely on, and one line a person can act on.

0 done; 1 the input has problems; 2 wrong usage; 130 cancelled from the keyboard. A failure nobody foresaw is told in
one line, with its traceback in the home's log.
"""

import os
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path

import typer
from typer.exceptions import TyperException

from groundswell.cli.output import InputError, Output
from groundswell.core.findings import Finding, error

CANCELLED = 130  # what a shell expects of a program stopped by Ctrl-C


def ended(app: typer.Typer, arguments: list[str]) -> int:
    """Run the command that `arguments` name and return its exit status; nothing escapes but what is a bug in here."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a terminal that cannot write a letter gets a "?", not a traceback
            stream.reconfigure(errors="replace")
    output = Output(as_json="--json" in arguments)
    try:
        return _status_of(typer.main.get_command(app), arguments, output)
    except BrokenPipeError:  # the reader, such as `head`, had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except InputError as failure:
        return _told(output, failure.findings, 1)
    except (KeyboardInterrupt, typer.Abort):
        return _cancelled()
    except Exception as failure:  # the last net: a person never meets a traceback
        if os.environ.get("GROUNDSWELL_DEBUG_CLI"):
            raise
        return _told(output, [_unforeseen(failure)], 1, to_stderr=True)


def _status_of(command: object, arguments: list[str], output: Output) -> int:
    try:
        status = command.main(args=arguments, prog_name="groundswell", standalone_mode=False)  # type: ignore[attr-defined]
        sys.stdout.flush()
    except TyperException as usage:
        usage.show()  # type: ignore[attr-defined]
        if output.as_json:
            _told(output, [error(usage.format_message(), "groundswell COMMAND --help says what it takes")], 2)
        return 2
    if status == CANCELLED:
        return _cancelled()
    return status if isinstance(status, int) else 0


def _cancelled() -> int:
    typer.echo("Cancelled; nothing was stored.", err=True)
    return CANCELLED


def _told(
    output: Output, findings: "list[Finding] | tuple[Finding, ...]", status: int, *, to_stderr: bool = False
) -> int:
    if output.as_json:
        output.document({"ok": False, "counts": {}, "findings": [finding.as_dict() for finding in findings]})
    elif to_stderr:
        typer.echo("\n".join(map(str, findings)), err=True)
    else:
        output.findings(findings)
    return status


def _unforeseen(failure: Exception) -> Finding:
    """What the person reads; the traceback goes to the log where there is a home to keep it in."""
    if type(failure).__name__ == "OperationalError":  # by name: Django is not imported for this
        said = f"the database refused ({str(failure).strip().splitlines()[0]}); nothing was stored"
        return error(said, "see what `groundswell doctor` says")
    log = Path(os.environ.get("GROUNDSWELL_HOME", "var")) / "logs" / "commands.log"
    said = f"something unforeseen happened ({type(failure).__name__}: {str(failure)[:200]})".replace("\n", " ")
    try:
        log.parent.mkdir(exist_ok=True)
        with log.open("a", encoding="utf-8") as kept:
            kept.write(f"{datetime.now(UTC).isoformat()} {' '.join(sys.argv)}\n{traceback.format_exc()}\n")
    except OSError:  # no home yet, or not writable
        return error(said, "run it again with `groundswell --debug ...` and report what it prints")
    return error(said, f"please report it with the end of {log}")
