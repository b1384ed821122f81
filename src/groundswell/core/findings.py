"""A `Finding` is one problem in what somebody brought: where it is, what is wrong, and how to mend it.

Findings are collected, never raised one at a time, so that a person mends a whole file in one sitting.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

# Control characters, marks that turn the direction of writing, ends of lines, and halves of characters.
_STEERS = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029\ud800-\udfff]")


class Severity(StrEnum):
    """An error stops the work; a warning or a piece of information does not."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem.

    `row` counts as a spreadsheet does (the header is row 1); `column` is the column's heading, or a key in YAML.
    `message` says what is wrong, `fix` says what would be right. Neither may quote personal data.
    """

    severity: Severity
    message: str
    fix: str = ""
    file: str = ""
    row: int | None = None
    column: str | None = None

    @property
    def is_error(self) -> bool:
        """True where the work cannot go on."""
        return self.severity is Severity.ERROR

    def __str__(self) -> str:
        """`FILE:ROW:COLUMN: what is wrong, and what would be right`, as the command line prints it.

        Always one line, and nothing in it that steers a terminal: a heading may hold what people never see.
        """
        place = ":".join(str(part) for part in (self.file, self.row, self.column) if part not in (None, ""))
        text = f"{self.message.rstrip('.')}; {self.fix}" if self.fix else self.message
        line = f"{place}: {text}" if place else text
        return _STEERS.sub(lambda found: f"\\u{ord(found.group()):04x}", line)

    def as_dict(self) -> dict[str, str | int | None]:
        """The JSON form promised to users: severity, file, row, column, message, fix."""
        keys = ("severity", "file", "row", "column", "message", "fix")
        values = asdict(self)
        return {key: str(values[key]) if key == "severity" else values[key] for key in keys}


def error(message: str, fix: str = "", *, file: str = "", row: int | None = None, column: str | None = None) -> Finding:
    """A finding that stops the work."""
    return Finding(Severity.ERROR, message, fix, file, row, column)


def warning(
    message: str, fix: str = "", *, file: str = "", row: int | None = None, column: str | None = None
) -> Finding:
    """A finding that somebody should read, though the work goes on."""
    return Finding(Severity.WARNING, message, fix, file, row, column)


def info(message: str, fix: str = "", *, file: str = "", row: int | None = None, column: str | None = None) -> Finding:
    """A finding that tells what was done."""
    return Finding(Severity.INFO, message, fix, file, row, column)


def finding_from(kept: Mapping[str, Any]) -> Finding:
    """A finding as `as_dict` gave it.

    >>> finding_from(error("no such day", row=3).as_dict()) == error("no such day", row=3)
    True
    """
    return Finding(**{**kept, "severity": Severity(kept["severity"])})


def has_errors(findings: Iterable[Finding]) -> bool:
    """True where at least one finding stops the work."""
    return any(finding.is_error for finding in findings)


def named(names: Sequence[str], most: int = 3) -> str:
    """The first few of many names, and how many more there are.

    >>> named(["Hill", "Mill", "Lake", "Dale", "Moor"]), named(["Hill"])
    ('Hill, Mill, Lake and 2 more', 'Hill')
    """
    more = len(names) - most
    return ", ".join(names[:most]) + (f" and {more:,} more" if more > 0 else "")
