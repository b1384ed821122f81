"""What every command says, and how: words on a terminal, one JSON document for programs, silence where nobody asked.

Findings and results go to standard output; progress goes to standard error and only to a terminal. With `--json` the
document is the only thing on standard output. This module stays light: `groundswell --help` imports it.
"""

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from groundswell.core.findings import Finding, Severity, has_errors

if TYPE_CHECKING:
    from groundswell.apps.people.queries import Actor

Progress = Callable[[int, int], None]  # how many are done, of how many

JsonOption = Annotated[bool, typer.Option("--json", help="Say it as one JSON document.")]
HomeOption = Annotated[
    Path | None,
    typer.Option("--home", metavar="DIR", help="Where this installation keeps its data.", file_okay=False),
]
CommunityOption = Annotated[
    str | None, typer.Option("--community", metavar="ID", help="Which community, where there are several.")
]


class InputError(Exception):
    """What was brought cannot be used: its findings are printed and the command ends with status 1."""

    def __init__(self, *findings: Finding) -> None:
        super().__init__("; ".join(map(str, findings)))
        self.findings = findings


@dataclass(frozen=True, slots=True)
class Output:
    """One command's voice. `as_json` silences everything but the document."""

    as_json: bool = False

    @property
    def is_terminal(self) -> bool:
        """True where a person is reading along."""
        return not self.as_json and sys.stdout.isatty()

    def say(self, text: str = "") -> None:
        """A remark: on a terminal only."""
        if self.is_terminal:
            typer.echo(text)

    def result(self, text: str) -> None:
        """What was asked for, in words: also into a pipe."""
        if not self.as_json:
            typer.echo(text)

    def document(self, document: Mapping[str, Any]) -> None:
        """What was asked for, as JSON."""
        if self.as_json:
            typer.echo(json.dumps(document, ensure_ascii=False, allow_nan=False, default=str))

    def findings(self, findings: Iterable[Finding]) -> None:
        """One line a finding, as `FILE:ROW:COLUMN: what is wrong, and what would be right`; errors are unmarked."""
        if self.as_json:
            return
        for finding in findings:
            mark = "" if finding.severity is Severity.ERROR else f" [{finding.severity}]"
            typer.echo(f"{finding}{mark}")

    def report(
        self,
        findings: Sequence[Finding],
        counts: Mapping[str, int] | None = None,
        *,
        shown: Sequence[Finding] | None = None,
        **more: Any,
    ) -> None:
        """The promised ending of `check`, `load` and `import`; raises typer.Exit(1) where an error stopped the work.

        `shown` are the findings in fewer lines, for people; the document has every one.
        """
        ok = not has_errors(findings)
        self.findings(findings if shown is None else shown)
        listed = [finding.as_dict() for finding in findings]
        self.document({"ok": ok, "counts": dict(counts or {}), "findings": listed, **more})
        if not ok:
            raise typer.Exit(1)

    def table(self, headings: Sequence[str], rows: Iterable[Sequence[object]], *, right: Sequence[int] = ()) -> None:
        """A table in aligned columns; the columns numbered in `right` hold numbers."""
        if self.as_json:
            return
        cells = [list(map(str, headings)), *([str(cell) for cell in row] for row in rows)]
        widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
        for row in cells:
            pads = (
                f"{c:>{w}}" if i in right else f"{c:<{w}}" for i, (c, w) in enumerate(zip(row, widths, strict=True))
            )
            typer.echo("  ".join(pads).rstrip())

    @contextmanager
    def progress(self, title: str) -> Iterator[Progress]:
        """A bar on standard error while long work goes on; nothing where no terminal is there to see it."""
        if self.as_json or not sys.stderr.isatty():
            yield lambda done, total: None
            return
        from rich.console import Console
        from rich.progress import Progress as Bar

        with Bar(console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task(title, total=None)
            yield lambda done, total: bar.update(task, completed=done, total=total)


def counted(counts: Mapping[str, int]) -> str:
    """How many rows of what, in words: `indicators 4, observations 2,304`."""
    return ", ".join(f"{name} {number:,}" for name, number in counts.items() if number) or "nothing"


def person() -> "Actor":
    """Who is at the keyboard, as the audit trail records it: `cli:` and the name the operating system knows."""
    import getpass

    from groundswell.apps.people.queries import operator

    try:
        return operator(f"cli:{getpass.getuser()}")
    except (OSError, KeyError, ImportError):  # no such user, as in a container with a bare uid
        return operator(f"cli:{getattr(os, 'getuid', lambda: 'unknown')()}")
