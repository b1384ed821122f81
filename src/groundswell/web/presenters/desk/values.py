"""A value of a field as people read it in a comparison: words for words, names for ids, lists by the line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from groundswell.apps.packages.queries import ObjectKind
from groundswell.exchange.package.columns import Column, Kind
from groundswell.web.forms.rules import rule_as_text
from groundswell.web.presenters.desk.closed_lists import word_of

Titles = Mapping[str, Mapping[str, str]]  # kind -> id -> title


def value_words(kind: ObjectKind, name: str, value: Any, titles: Titles) -> str:
    """One field's value in words; "" where there is none."""
    column = kind.field(name.partition(".")[0])
    if kind.name == "measures" and name == "rule":
        return rule_as_text(value)
    if isinstance(value, Mapping):
        return "\n".join(f"{term}: {_forms(word)}" for term, word in value.items())
    if isinstance(value, list):
        return "\n".join(_line(column, each, titles) for each in value)
    text = "" if value is None else str(value)
    if column is None or not text:
        return text
    if column.many and kind.is_table:
        return text
    return _one(column, text, titles)


def _forms(word: Any) -> str:
    """A community's word, or its forms: one, many."""
    return ", ".join(map(str, word.values())) if isinstance(word, Mapping) else str(word)


def _line(column: Column | None, value: Any, titles: Titles) -> str:
    if isinstance(value, Mapping):
        fields = {field.name: field for field in column.fields} if column else {}
        parts = (_one(fields[key], str(text), titles) if key in fields else str(text) for key, text in value.items())
        return ": ".join(parts)
    return _one(column, str(value), titles) if column else str(value)


def _one(column: Column, text: str, titles: Titles) -> str:
    if column.kind in (Kind.WORD, Kind.BOOLEAN):
        return word_of(column.name, text)
    to = "organizations" if column.name == "owner" else column.to
    return titles.get(to, {}).get(text, text) if to else text
