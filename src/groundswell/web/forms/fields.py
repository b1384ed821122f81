"""How each field of an object is asked for, and how what came back is read.

A form asks for the fields of the package, each under its own name with `f.` before it. What the form does not ask for
stays as it stood; a text that was asked for and did not come back stays too, so a form cut short empties nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Any

from django.http import QueryDict

from groundswell.apps.packages.queries import ObjectKind
from groundswell.core.merging import Content
from groundswell.exchange.package.columns import Column, Kind
from groundswell.web.forms.rules import rule_as_sent
from groundswell.web.forms.terms import NAME as TERMS
from groundswell.web.forms.terms import terms_as_sent

PREFIX = "f."
ROWS_TO_FILL = 3  # blank rows at the end of a list, for those without JavaScript
MOST_ROWS = 100
NOT_ASKED = {"sort", "format", "visibility", "retired"}
PASSAGES = {"definition", "why_it_matters", "experience", "purpose", "notice", "text", "mapping", "statement"}


class Control(StrEnum):
    """What a person meets on the form."""

    LINE = "line"
    PASSAGE = "passage"
    RADIOS = "radios"
    SELECT = "select"
    SUGGEST = "suggest"
    CHECKS = "checks"
    ROWS = "rows"
    RULE = "rule"  # a measure's rule, as the text a package carries
    TERMS = "terms"  # a community's own words for the field's terms
    ABOUT = "about"  # what a story is about: a kind and an id in one choice


def asked(kind: ObjectKind) -> tuple[Column, ...]:
    """The fields that a form asks for, in the package's order; the id is asked for apart, when an object is made."""
    left_out = NOT_ASKED | {kind.id_field} | ({"subject_id"} if kind.name == "stories" else set())
    return tuple(field for field in kind.fields if field.name not in left_out)


def control_of(kind: ObjectKind, column: Column, choices: int) -> Control:
    """How a field is asked for, with so many choices."""
    if kind.name == "stories" and column.name == "subject":
        return Control.ABOUT
    if kind.name == "community" and column.name == TERMS:
        return Control.TERMS
    if column.kind is Kind.DOCUMENT:
        return Control.RULE if kind.name == "measures" and column.name == "rule" else Control.ROWS
    if column.many and (column.words or column.to):
        return Control.CHECKS
    if column.words or column.kind is Kind.BOOLEAN:
        return Control.RADIOS
    if column.to:
        return Control.SELECT if choices <= 200 else Control.SUGGEST
    if kind.name == "community" and column.name in ("language", "fiscal_year_start"):
        return Control.SELECT
    if choices:
        return Control.SUGGEST
    return Control.PASSAGE if column.name in PASSAGES else Control.LINE


def rows_of_value(value: Any) -> list[dict[str, str]]:
    """A nested value as rows of text."""
    return [{name: str(text) for name, text in row.items()} for row in value or []]


def languages_beside(kind: ObjectKind, content: Content) -> list[str]:
    """The sister fields of an object, such as `name.es`, whose field the form asks for."""
    translatable = {field.name for field in asked(kind) if field.is_translatable}
    return sorted(name for name in content if "." in name and name.partition(".")[0] in translatable)


def content_from(
    post: QueryDict, kind: ObjectKind, base: Content, is_asked: Callable[[str], bool] = lambda _name: True
) -> Content:
    """The object as the form says it, on the ground of what stood there when the form was opened.

    `is_asked` tells the fields that this form has; whatever else is sent is passed over.
    """
    content = dict(base)
    for name, value in _answers(post, kind, base):
        if is_asked(name):
            content[name] = value
    if object_id := post.get(f"{PREFIX}{kind.id_field}", "").strip():
        content[kind.id_field] = object_id
    return {name: value for name, value in content.items() if value not in ("", [], {})}


def _answers(post: QueryDict, kind: ObjectKind, base: Content) -> Iterator[tuple[str, Any]]:
    for column in asked(kind):
        if control_of(kind, column, 0) is Control.ABOUT:
            yield from _subject(post)
        elif control_of(kind, column, 0) is Control.RULE:
            if (text := post.get(PREFIX + column.name)) is not None:
                yield column.name, rule_as_sent(plain(text), base.get(column.name))
        elif control_of(kind, column, 0) is Control.TERMS:
            if f"{PREFIX}{column.name}.rows" in post:
                yield column.name, terms_as_sent(post, PREFIX, base.get(column.name), str(base.get("language", "")))
        elif column.kind is Kind.DOCUMENT:
            if f"{PREFIX}{column.name}.rows" in post:
                yield column.name, _rows(post, column)
        elif column.many and column.to:
            yield column.name, _checked(post, column, kind, base)
        elif (text := post.get(PREFIX + column.name)) is not None:
            yield column.name, _read(column, text)
    for name in languages_beside(kind, base):
        if (text := post.get(PREFIX + name)) is not None:
            yield name, plain(text)
    field, language = post.get("sister.field", ""), post.get("sister.language", "").strip()
    if (text := plain(post.get("sister.text", ""))) and field and language:
        yield f"{field}.{language}", text


def _subject(post: QueryDict) -> Iterator[tuple[str, str]]:
    about = post.get(f"{PREFIX}subject")
    if about is not None:
        subject, _colon, subject_id = about.partition(":")
        yield "subject", subject
        yield "subject_id", subject_id


def _checked(post: QueryDict, column: Column, kind: ObjectKind, base: Content) -> Any:
    """Boxes that were ticked: those of before in their order, then the new ones."""
    stood = base.get(column.name) or []
    before = [part.strip() for part in stood.split(";")] if isinstance(stood, str) else list(stood)
    ticked = post.getlist(PREFIX + column.name)
    chosen = [one for one in before if one in ticked] + [one for one in ticked if one not in before]
    return "; ".join(chosen) if kind.is_table else chosen


def _rows(post: QueryDict, column: Column) -> Any:
    names = [each.name for each in column.fields]
    found = []
    for number in range(MOST_ROWS):
        texts = {name: plain(post.get(f"{PREFIX}{column.name}.{number}.{name}", "")) for name in names}
        if any(texts.values()):
            found.append({name: text for name, text in texts.items() if text})
    return found


def _read(column: Column, text: str) -> str:
    return plain(text) if column.kind is Kind.TEXT else text.strip()


def plain(text: str) -> str:
    """Text as it was typed, with the ends of lines as the package has them; browsers send others."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
