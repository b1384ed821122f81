"""The worksheet that somebody brings: the file as it came, and, after its preview, its table as the page carries it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext

from groundswell.core.findings import Finding, error
from groundswell.exchange.readers.files import plain_name
from groundswell.exchange.tables import Table
from groundswell.exchange.worksheets import read_worksheet

MOST_BYTES = 1_000_000
CHOICE = "choice-"


@dataclass(frozen=True, slots=True)
class Brought:
    """What came with the form: the table, whose worksheet it is, its day, the choices, and what is wrong."""

    table: Table | None
    organization: str
    day: date
    day_text: str
    choices: Mapping[str, str]
    findings: tuple[Finding, ...]


def brought(request: HttpRequest, today: date) -> Brought:
    """The file where one was chosen, else the table that the preview carried."""
    sent = request.POST
    findings: list[Finding] = []
    day_text = sent.get("day", "").strip()[:40]
    try:
        day = date.fromisoformat(day_text) if day_text else today
    except ValueError:
        findings.append(error(gettext("this is no day"), gettext("write it like 2026-05-31"), column="day"))
        day = today
    file = request.FILES.get("file")
    table = None
    if file is None and sent.get("table"):
        table = table_carried(sent["table"])
    if file is not None and (file.size or 0) > MOST_BYTES:
        words = gettext("the file is larger than 1 MB")
        findings.append(
            error(words, gettext("a worksheet is small: leave out pictures and other sheets"), column="file")
        )
    elif file is not None:
        table, found = read_worksheet(file.read(), plain_name(file.name or ""))
        findings += found
    elif table is None:
        findings.append(error(gettext("no file is chosen"), gettext("choose a CSV or XLSX file"), column="file"))
    return Brought(table, sent.get("organization", "")[:64], day, day_text, _choices(sent), tuple(findings))


def _choices(sent: QueryDict) -> dict[str, str]:
    return {name.removeprefix(CHOICE): str(sent[name]) for name in sent if name.startswith(CHOICE)}


def carried(table: Table) -> str:
    """A table as a page carries it from its preview to its loading, with the rows of the file."""
    return json.dumps([table.name, table.headings, table.rows, [table.columns[each] for each in table.headings]])


def table_carried(text: str) -> Table | None:
    """The same back; None for what no preview made."""
    try:
        name, headings, rows, columns = json.loads(text[: 4 * MOST_BYTES])
        is_sound = (
            isinstance(name, str)
            and all(isinstance(each, str) for each in headings)
            and all(isinstance(each, int) for each in rows)
            and len(headings) == len(columns) == len(set(headings))
            and all(len(column) == len(rows) and all(isinstance(cell, str) for cell in column) for column in columns)
        )
    except (ValueError, TypeError, RecursionError):
        return None
    return Table(name, headings, dict(zip(headings, columns, strict=True)), rows) if is_sound and headings else None
