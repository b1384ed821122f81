"""The YAML files of a package against their layouts: community, indicators, measures, and the front matter of stories.

A document comes in as text and goes out as text, its keys in layout order; blank keys are left out. A list may be
written as a sequence or, as in a spreadsheet, with `; ` between.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any

from groundswell.core.findings import error, warning
from groundswell.exchange.package.cells import list_of, nearest, problem_with, quoted, warning_about
from groundswell.exchange.package.columns import Column, DocumentLayout, Kind
from groundswell.exchange.package.csv_table import is_language
from groundswell.exchange.package.model import Document
from groundswell.exchange.package.table_check import missing_ids
from groundswell.exchange.package.yaml_text import Parsed, Path


class DocumentCheck:
    """One document being read: collects findings with the line of the key they are about."""

    def __init__(self, parsed: Parsed, file: str) -> None:
        self.lines, self.file = parsed.lines, file
        self.findings = list(parsed.findings)

    def wrong(self, message: str, fix: str, path: Path) -> None:
        """Note an error at a key."""
        self.findings.append(error(message, fix, file=self.file, row=self.lines.get(path), column=_dotted(path)))

    def doubtful(self, message: str, fix: str, path: Path) -> None:
        """Note a warning at a key."""
        self.findings.append(warning(message, fix, file=self.file, row=self.lines.get(path), column=_dotted(path)))

    def typed(self, found: Any, fields: tuple[Column, ...], path: Path = ()) -> Document:
        """The document with known keys in layout order; what is unknown, missing or wrong is noted."""
        if not isinstance(found, dict):
            keys = ", ".join(field.name for field in fields[:4])
            self.wrong("is not made of keys and values", f"write lines such as 'name: ...' (keys: {keys}, ...)", path)
            return {}
        document: Document = {}
        for key, column in _in_order(found, fields):
            value = self.value(found[key], column, (*path, key))
            if value:
                document[key] = value
        for key in found:
            if _column_named(key, fields) is None:
                self.unknown(key, fields, path)
        for field in fields:
            if field.required and field.name not in document:
                self.wrong(
                    "is missing" if field.name not in found else "is blank", f"say {field.name}", (*path, field.name)
                )
        return document

    def unknown(self, key: str, fields: tuple[Column, ...], path: Path) -> None:
        """Note a key that nobody knows, and the known one that it resembles."""
        names = [field.name for field in fields]
        near = nearest(key, names)
        fix = f"did you mean {near}?" if near else f"rename or delete it; the keys are {', '.join(names)}"
        self.wrong(f"unknown key {quoted(key)}", fix, (*path, key))

    def value(self, found: Any, column: Column, path: Path) -> Any:
        """One value in canonical form: text, a list, or a nested document."""
        if column.kind is Kind.DOCUMENT:
            return self.nested(found, column, path)
        if column.many:
            parts = found if isinstance(found, list) else list_of(found) if isinstance(found, str) else [found]
            members = [self.scalar(part, column, (*path, at)) for at, part in enumerate(parts)]
            return list(dict.fromkeys(member for member in members if member))
        return self.scalar(found, column, path)

    def nested(self, found: Any, column: Column, path: Path) -> Any:
        """A document within a document; free of form where the layout names no keys."""
        if found == "":
            return ""
        if not column.many:
            if not isinstance(found, dict):
                self.wrong("is not made of keys and values", "indent lines such as 'key: value' under it", path)
                return ""
            return self.typed(found, column.fields, path) if column.fields else found
        members = found if isinstance(found, list) else [found]
        return [member for at, part in enumerate(members) if (member := self.typed(part, column.fields, (*path, at)))]

    def scalar(self, found: Any, column: Column, path: Path) -> str:
        """One text of the kind that its column asks."""
        if not isinstance(found, str):
            self.wrong("holds a list or more keys where one value belongs", "write one value", path)
            return ""
        text = found if column.kind is Kind.TEXT else found.strip()
        if column.kind is Kind.BOOLEAN:
            text = text.lower()
        one = Column(
            column.name, column.kind, words=column.words, low=column.low, high=column.high, is_open=column.is_open
        )
        if text and (problem := problem_with(one, text)):
            self.wrong(*problem, path)
        elif text and column.kind is Kind.TEXT and (doubt := warning_about(text)) and "formula" not in doubt[0]:
            self.doubtful(*doubt, path)
        return text

    def references(self, document: Document, fields: tuple[Column, ...], known: Mapping[str, Collection[str]]) -> None:
        """Note the ids in a document that name nothing."""
        for path, column, text in _ids(document, fields, ()):
            for what, fix in missing_ids(column, [text], known[column.to]).values():
                self.wrong(what, fix, path)


def writable(document: Document, layout: DocumentLayout) -> Document:
    """The document as it is written: keys in layout order, whole numbers and dates bare, blank keys left out."""
    return _writable(document, layout.fields)


def _writable(document: Document, fields: tuple[Column, ...]) -> Document:
    if not fields:
        return {key: _bare_numbers(value) for key, value in document.items()}
    found: Document = {}
    for key, column in _in_order(document, fields):
        value = document[key]
        if value in ("", [], {}, None):
            continue
        if column.kind is Kind.DOCUMENT:
            parts = value if column.many else [value]
            written = [_writable(part, column.fields) for part in parts]
            found[key] = written if column.many else written[0]
        else:
            found[key] = [str(part) for part in value] if column.many else _bare(str(value), column.kind)
    return found


def _bare(text: str, kind: Kind) -> Any:
    if kind in (Kind.INTEGER, Kind.WORD) and text == str(_whole(text)):
        return int(text)
    if kind in (Kind.DATE, Kind.MOMENT):
        try:
            day = date.fromisoformat(text)
        except ValueError:
            return text
        return day if day.isoformat() == text else text
    return text


def _whole(text: str) -> int | None:
    return int(text) if text.lstrip("-").isdecimal() and text.isascii() and len(text) < 16 else None


def _bare_numbers(value: Any) -> Any:
    """Within a free document numbers are bare where nothing of their spelling is lost."""
    if isinstance(value, dict):
        return {key: _bare_numbers(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_bare_numbers(part) for part in value]
    return _bare(str(value), Kind.INTEGER)


def _dotted(path: Path) -> str | None:
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in path) or None


def _column_named(key: str, fields: tuple[Column, ...]) -> Column | None:
    name, _, language = key.partition(".")
    for field in fields:
        if field.name == key or (field.name == name and field.is_translatable and is_language(language)):
            return field
    return None


def _in_order(found: Mapping[str, Any], fields: tuple[Column, ...]) -> Iterator[tuple[str, Column]]:
    for field in fields:
        if field.name in found:
            yield field.name, field
        if field.is_translatable:
            for key in sorted(found):
                if key.startswith(f"{field.name}.") and _column_named(key, fields) is field:
                    yield key, field


def _ids(document: Any, fields: tuple[Column, ...], path: Path) -> Iterator[tuple[Path, Column, str]]:
    for field in fields:
        value = document.get(field.name, "")
        if field.kind is Kind.DOCUMENT and field.many:
            for at, part in enumerate(value):
                yield from _ids(part, field.fields, (*path, field.name, at))
        elif field.to:
            parts = enumerate(value) if field.many else [(None, value)]
            for at_part, text in parts:
                yield (*path, field.name, *([] if at_part is None else [at_part])), field, text
