"""The record of what was done, at the command line: shown, and checked for being whole."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from groundswell.cli.output import HomeOption, InputError, JsonOption, Output
from groundswell.core.findings import error

if TYPE_CHECKING:
    from groundswell.apps.people.queries import Chain

audit_log = typer.Typer(
    name="audit-log",
    help="The record of what was done: shown, and checked for being whole.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
Community = Annotated[
    str | None, typer.Argument(help="The id of one community; without it, every log, the installation's own too.")
]
INSTALLATION = "(installation)"


@audit_log.command("verify")
def verify(
    community: Community = None,
    noted: Annotated[
        str | None,
        typer.Option("--noted", metavar="COUNT:DIGEST", help="A head noted earlier that must still stand."),
    ] = None,
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Go through the audit log and see whether an event was altered, taken out or cut off.

    Ends with status 1 and names the first event that does not follow. Note the head it prints somewhere else, on paper
    or in a mail: given later with --noted, it shows whether everything before it still stands. Example:

        groundswell audit-log verify riverbend --noted 12:5d0c...
    """
    output = Output(as_json)
    _open(home)
    from groundswell.apps.people.queries import audit_chain, is_in_log

    if noted and not community:
        raise InputError(error("--noted is the head of one log", "name its community as well"))
    chains = [audit_chain(each) for each in _logs(community)]
    is_kept = not noted or is_in_log(chains[0].community, noted)
    is_whole = all(chain.is_whole for chain in chains) and is_kept
    output.table(["log", "events", "whole", "head"], [_row(chain) for chain in chains], right=(1,))
    for chain in chains:
        if chain.broken:
            output.result(
                f"{chain.community or INSTALLATION}: event {chain.broken[0]} does not follow from what stands"
            )
    if not is_kept:
        output.result(f"{community}: the head that was noted does not stand in the log")
    output.document({"ok": is_whole, "noted_stands": is_kept if noted else None, "logs": [_facts(c) for c in chains]})
    if not is_whole:
        raise typer.Exit(1)


@audit_log.command("show")
def show(
    community: Annotated[str, typer.Argument(help="The id of the community; a full stop for the installation's own.")],
    newest: Annotated[int, typer.Option("--newest", min=1, help="How many events.")] = 50,
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Show the newest events of an audit log, newest first. Example:

    groundswell audit-log show riverbend --newest 5
    """
    import json

    output = Output(as_json)
    _open(home)
    from groundswell.apps.people.queries import found_events

    (log,) = _logs("" if community == "." else community)
    events = list(found_events(log)[:newest])
    rows = [(each.sequence, f"{each.at:%Y-%m-%d %H:%M:%S}", each.by, each.action) for each in events]
    details = (json.dumps(each.details, ensure_ascii=True, sort_keys=True) for each in events)
    headings = ["number", "at (UTC)", "by", "action", "details"]
    output.table(headings, [(*row, said) for row, said in zip(rows, details, strict=True)], right=(0,))
    keys = ("sequence", "at", "by", "action", "details", "digest")
    listed = [{key: getattr(each, key) for key in keys} for each in events]
    output.document({"community": log, "events": listed})


def _open(home: Path | None) -> None:
    from groundswell.cli.installation import open_installation

    open_installation(home)


def _logs(community: str | None) -> list[str]:
    from groundswell.apps.people.queries import audit_logs

    logs = audit_logs()
    if community is None:
        return logs
    if community not in logs:
        known = ", ".join(log for log in logs if log) or "none yet"
        raise InputError(error(f"there is no audit log of {community!r}", f"choose one of: {known}"))
    return [community]


def _row(chain: "Chain") -> tuple[object, ...]:
    return (chain.community or INSTALLATION, chain.count, "yes" if chain.is_whole else "NO", chain.head)


def _facts(chain: "Chain") -> dict[str, object]:
    first = chain.broken[0] if chain.broken else None
    return {
        "community": chain.community,
        "events": chain.count,
        "whole": chain.is_whole,
        "first_broken": first,
        "head": chain.head,
    }
