"""What comes back from the form of a report: its lines as they were typed, and what stood there when it was drawn."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from django.http import QueryDict

from groundswell.apps.programs.actions import Entry
from groundswell.apps.scorecards.queries.programs.reports import ReportLine, ReportPage
from groundswell.core.vocabulary import Unit
from groundswell.web.forms.fields import plain

CELLS = ("value", "numerator", "denominator", "note")
DECIDING = ("accept", "return", "lock", "reopen")  # what an accepting person does with a report
KEYS = ("measure", "site", "place", "group")
MOST_LINES = 500
MOST_OF_A_CELL = 4_000  # characters
LINES_TO_FILL = 3  # blank ones at the end, for those without JavaScript
REMARK = "remark."

Cells = dict[str, str]
Key = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class TypedLine:
    """One line as it was sent. `was` is what stood there when the form was drawn; a new line chooses what it is of."""

    key: Key
    cells: Cells
    was: Cells
    is_new: bool

    @property
    def is_touched(self) -> bool:
        """True where somebody typed something else than stood there."""
        return self.cells != self.was

    @property
    def is_blank(self) -> bool:
        """True for a line to fill that nobody filled."""
        return self.is_new and not any(self.cells.values())

    @property
    def entry(self) -> Entry:
        """The line as the action takes it."""
        return Entry(self.key[0], self.cells, *self.key[1:])


@dataclass(frozen=True, slots=True)
class TypedReport:
    """A whole form as it was sent."""

    wish: str = ""  # save, submit, accept, return, lock, reopen
    token: str = ""
    lines: tuple[TypedLine, ...] = ()
    reason: str = ""
    words: str = ""
    remarks: Mapping[str, str] = field(default_factory=dict)

    @property
    def touched(self) -> tuple[TypedLine, ...]:
        """The lines that differ from what stood there."""
        return tuple(line for line in self.lines if line.is_touched and not line.is_blank)


def standing_cells(line: ReportLine | None) -> Cells:
    """What stands on a line, as its fields show it: a percent that its two numbers give is not shown as typed."""
    if line is None:
        return dict.fromkeys(CELLS, "")
    is_share = line.measure.unit is Unit.PERCENT and bool(line.numerator and line.denominator)
    value = "" if is_share else line.value
    return {"value": value, "numerator": line.numerator, "denominator": line.denominator, "note": line.note}


def typed_report(post: QueryDict) -> TypedReport:
    """Read a form; what it leaves out stays as it was."""
    count = post.get("lines", "")
    total = min(int(count), MOST_LINES) if count.isascii() and count.isdecimal() and len(count) < 6 else 0
    lines = (_line(post, number) for number in range(total))
    remarks = {name.removeprefix(REMARK): _text(post, name) for name in post if name.startswith(REMARK)}
    return TypedReport(
        wish=post.get("do", "save"),
        token=post.get("token", "")[:64],
        lines=tuple(line for line in lines if line is not None),
        reason=_text(post, "reason"),
        words=_text(post, "words"),
        remarks=dict(list(remarks.items())[:MOST_LINES]),
    )


def _line(post: QueryDict, number: int) -> TypedLine | None:
    names = [f"{number}.{name}" for name in KEYS]
    measure, site, place, group = (_text(post, name)[:200] for name in names)
    is_new = f"{number}.was" not in post
    was = _was(post.get(f"{number}.was", ""))
    cells = {name: _text(post, f"{number}.{name}", was[name]) for name in CELLS}
    if not measure and not is_new:
        return None
    return TypedLine((measure, site, place, group), cells, was, is_new)


def _text(post: QueryDict, name: str, otherwise: str = "") -> str:
    return plain(post.get(name, otherwise)).replace("\x00", "")[:MOST_OF_A_CELL].strip()


def _was(text: str) -> Cells:
    blank = dict.fromkeys(CELLS, "")
    if len(text) > 8 * MOST_OF_A_CELL:
        return blank
    try:
        found = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return blank
    said = found if isinstance(found, dict) else {}
    return {name: str(said.get(name, "")).strip() for name in CELLS}


def told(cells: Cells) -> str:
    """What stood on a line, as the form carries it."""
    return json.dumps({name: cell for name, cell in cells.items() if cell}, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Meeting:
    """What was typed, beside what stands now: whose words others changed meanwhile, by line."""

    typed: TypedReport
    changed: frozenset[Key]


def met(typed: TypedReport, page: ReportPage) -> Meeting:
    """Put what was typed on the ground of what stands now: a line that only others changed takes what they wrote.

    Where a line is withheld from whoever types, nobody can say whether it changed; so there any other version counts.
    """
    standing = {line.key: line for line in page.lines}
    changed: set[Key] = set()
    lines = []
    for line in typed.lines:
        now = standing.get(line.key)
        cells = standing_cells(now)
        is_hidden = now is not None and now.is_withheld
        if is_hidden:
            is_changed = line.is_touched and typed.token != page.token
        else:
            is_changed = not line.is_new and cells != line.was and cells != line.cells
        if is_changed:
            changed.add(line.key)
        if not line.is_new and not is_hidden:
            line = replace(line, cells=line.cells if line.is_touched else cells, was=cells)
        lines.append(line)
    return Meeting(replace(typed, lines=tuple(lines)), frozenset(changed))
