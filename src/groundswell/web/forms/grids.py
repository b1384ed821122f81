"""How a file is brought, and what the form beside a mapping asks for."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from groundswell.exchange.mapping.definition import PeriodFormat, PublishedUnit
from groundswell.web.presenters.grids.mapping_text import FILTERS, SEVERAL

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of the form: its field, what it is called, what may be chosen, and what stands there."""

    name: str
    label: Words
    text: str
    options: tuple[tuple[str, Words], ...] = ()
    hint: Words = ""

    @property
    def id(self) -> str:
        """The id of its input."""
        return "m-" + self.name.replace(".", "-")


@dataclass(frozen=True, slots=True)
class Part:
    """Questions that belong together."""

    title: Words
    asked: tuple[Asked, ...]


_COLUMN = object()  # the options are the file's headings
_FORMATS = (("", _("as a package writes it: 2023, 2023-Q2")), *((str(one), str(one).replace("_", " ")) for one in
            PeriodFormat if one))  # fmt: skip
_UNITS = (("", "–"), *((str(one), str(one)) for one in PublishedUnit))
_MATCHES = (("", _("name")), ("id", _("id")), ("geoid", _("code (GEOID)")))
_PARTS: tuple[tuple[Words, tuple[tuple[str, Words, Any, Words], ...]], ...] = (
    (_("What it is about"), (
        ("indicator_id", _("Indicator"), "indicators", _("its id, or a new one")),
        ("publisher", _("Publisher"), None, ""),
        ("licence", _("Licence"), None, ""),
        ("url", _("Address of the source"), None, "https://…"),
    )),
    (_("How the file is laid out"), (
        ("sheet", _("Sheet"), None, _("of a workbook; blank: the first")),
        ("skip_rows", _("Lines above the headings"), None, "0"),
        ("header_rows", _("Lines of headings"), None, "1"),
    )),
    (_("Which column is what"), (
        ("period.column", _("Period"), _COLUMN, ""),
        ("period.format", _("Written as"), _FORMATS, ""),
        ("period.value", _("Or one period for all"), None, "2023"),
        ("place.column", _("Place"), _COLUMN, _("none: the whole community")),
        ("place.match", _("Places are found by"), _MATCHES, ""),
        ("group.column", _("Group"), _COLUMN, _("none: everyone")),
        ("group.everyone", _("Means everyone"), None, _("for example: All; Total")),
        ("value.column", _("Value"), _COLUMN, ""),
        ("value.unit", _("Unit of the value"), _UNITS, ""),
        ("moe.column", _("Margin of error"), _COLUMN, ""),
        ("moe.level", _("Its level"), None, "0.90"),
        ("interval.low", _("Interval, low"), _COLUMN, ""),
        ("interval.high", _("Interval, high"), _COLUMN, ""),
        ("interval.level", _("Its level"), None, "0.95"),
        ("numerator.column", _("Numerator"), _COLUMN, ""),
        ("denominator.column", _("Denominator"), _COLUMN, ""),
        ("quality.column", _("Quality"), _COLUMN, ""),
        ("target.column", _("Target"), _COLUMN, ""),
        ("target.period", _("Target is for"), None, "2030"),
    )),
    (_("Which rows, and which marks"), (
        *((f"where.{number}.{part}", words, _COLUMN if part == "column" else None, "")
          for number in range(FILTERS)
          for part, words in (("column", _("Only rows where")), ("values", _("is one of")))),
        ("suppressed", _("Marks of withheld values"), None, _("for example: *; -9999")),
        ("missing", _("Marks of missing values"), None, _("for example: NA; -6666")),
        ("not_applicable", _("Marks of what does not apply"), None, ""),
    )),
)  # fmt: skip


def parts_of(shown: Mapping[str, str], headings: Sequence[str], indicators: Sequence[tuple[str, str]]) -> list[Part]:
    """The form with what the mapping says; columns are chosen among the file's headings."""
    columns = (("", "–"), *((heading, heading) for heading in headings))
    parts = []
    for title, questions in _PARTS:
        asked = []
        for name, label, options, hint in questions:
            text = shown.get(name, "")
            offered: tuple[tuple[str, Words], ...] = ()
            if options is _COLUMN:
                offered = columns
            elif options == "indicators":
                offered = (("", "–"), *indicators)
            elif isinstance(options, tuple):
                offered = options
            if offered and text and text not in dict(offered):
                words: Words = _("several, as the text says") if text == SEVERAL else text
                offered = (*offered, (text, words))
            asked.append(Asked(name, label, text, offered, hint))
        parts.append(Part(title, tuple(asked)))
    return parts


def changes_in(form: Mapping[str, str]) -> dict[str, str]:
    """The fields of the form that were changed since the page was made."""
    try:
        before = json.loads(form.get("shown", "{}"))
    except (ValueError, RecursionError):
        return {}
    names = {name for _title, questions in _PARTS for name, *_rest in questions}
    if not isinstance(before, dict):
        return {}
    return {
        name: form[f"m.{name}"]
        for name in sorted(names)
        if f"m.{name}" in form and form[f"m.{name}"] != before.get(name, "")
    }


def spellings_in(form: Mapping[str, str], known: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """Spellings that somebody matched to a place or a group of the community."""
    found: dict[str, dict[str, str]] = {"place": {}, "group": {}}
    for number in range(200):
        kind, spelling = form.get(f"s{number}-kind"), form.get(f"s{number}-spelling")
        if kind is None or spelling is None:
            break
        chosen = form.get(f"s{number}-is", "")
        if chosen and chosen in known.get(kind, {}):
            found[kind][spelling] = chosen
    return {kind: spellings for kind, spellings in found.items() if spellings}
