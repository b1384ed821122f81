"""The commands, their arguments and options, from the command line itself."""

import inspect
from collections.abc import Iterator
from enum import Enum
from typing import Any

from typer.main import get_command

from groundswell.cli.main import app
from writing.tables import table

OPENING = """# Commands

Every command takes `--help` and `--json`. With `--json` there is one JSON document on standard output and nothing else; without
it, words on a terminal and silence where nobody asked. `--home DIR` (or `GROUNDSWELL_HOME`) says where the installation keeps its
data; it may stand before or after the command.

| exit status | meaning |
| --- | --- |
| 0 | done; warnings may have been said |
| 1 | the input has problems, each printed as `FILE:ROW:COLUMN: what is wrong, and what would be right` |
| 2 | wrong usage |
| 130 | cancelled by Ctrl-C; nothing was stored |

`ROW` counts as a spreadsheet does: the header is row 1.
"""


def page() -> str:
    """All commands in the order in which `groundswell --help` names them."""
    group: Any = get_command(app)
    return "\n".join([OPENING, *(section(name, command) for name, command in _commands_of(group))])


def _commands_of(group: Any, before: str = "") -> Iterator[tuple[str, Any]]:
    """Every command with its whole name; one such as `audit-log` is a group of them."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from _commands_of(command, f"{before}{name} ")
        else:
            yield f"{before}{name}", command


def section(name: str, command: Any) -> str:
    """One command: what it does, its arguments and options, its example."""
    text = inspect.cleandoc(command.help or "")
    body, _, example = text.partition("Example:")
    arguments = [parameter for parameter in command.params if parameter.param_type_name == "argument"]
    options = [p for p in command.params if p.param_type_name == "option" and p.name != "help" and not p.hidden]
    usage = " ".join(
        ["groundswell", name, *(_argument(argument) for argument in arguments), "[OPTIONS]" if options else ""]
    )
    parts = [f"## {name}", body.strip(), f"```text\n{usage.strip()}\n```"]
    rows = [(f"`{_argument(a)}`", a.help or "") for a in arguments]
    rows += [(f"`{_option(option)}`", _with_default(option)) for option in options]
    parts.append(table(("argument or option", "what it means"), rows))
    if example.strip():
        parts.append(f"```text\n{example.strip()}\n```")
    return "\n\n".join(parts) + "\n"


def _argument(argument: Any) -> str:
    name = (argument.metavar or argument.name).upper().strip("[]")
    name = f"{name}..." if argument.nargs == -1 else name
    return name if argument.required else f"[{name}]"


def _option(option: Any) -> str:
    names = ", ".join(option.opts)
    if option.secondary_opts:
        return f"{names} / {', '.join(option.secondary_opts)}"
    if option.is_flag:
        return names
    return f"{names} {option.metavar or _kind(option)}"


def _kind(option: Any) -> str:
    """The words that may stand there, or the kind of value in capitals."""
    annotation = option.type_descriptor.annotation
    if issubclass(annotation, Enum):
        return " or ".join(str(member.value) for member in annotation)
    return str(annotation.__name__).upper()


def _with_default(option: Any) -> str:
    help_text = option.help or ""
    is_worth_saying = option.default is not None and option.default != "" and not isinstance(option.default, bool)
    return (
        f"{help_text} Default: `{getattr(option.default, 'value', option.default)}`."
        if is_worth_saying and not callable(option.default)
        else help_text
    )
