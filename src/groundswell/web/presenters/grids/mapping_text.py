"""A mapping's text and the form beside it: the text is the truth, the form changes what it understands of it.

Only the keys that somebody changed in the form are written anew; every other line, comments too, stays as it was.
"""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from groundswell.exchange.package.yaml_text import Parsed, canonical_yaml, parse_yaml

Document = dict[str, Any]
PLAIN = ("indicator_id", "name", "publisher", "url", "licence", "sheet", "skip_rows", "header_rows")
LISTS = ("suppressed", "missing", "not_applicable")
NESTED = {
    "period": ("column", "format", "value"),
    "place": ("column", "match"),
    "group": ("column", "dimension", "everyone"),
    "value": ("column", "unit"),
    "moe": ("column", "level"),
    "interval": ("low", "high", "level"),
    "numerator": ("column",),
    "denominator": ("column",),
    "quality": ("column",),
    "target": ("column", "period"),
}
FILTERS = 3
SEVERAL = "…"  # stands in the form where the text says more than the form can show


def parsed_mapping(text: str) -> Parsed:
    """The mapping as YAML; a document that is no mapping of keys counts as an empty one."""
    return parse_yaml(text, "mapping.yaml")


def document_of(text: str) -> Document:
    """Its keys; none where it cannot be read."""
    document = parsed_mapping(text).document
    return document if isinstance(document, dict) else {}


def asked_of(document: Document) -> dict[str, str]:
    """What the form shows of a mapping, by the name of each field."""
    shown = {name: _text(document.get(name)) for name in PLAIN}
    shown |= {name: "; ".join(_list(document.get(name))) for name in LISTS}
    for key, parts in NESTED.items():
        rule = _rule(document, key)
        for part in parts:
            shown[f"{key}.{part}"] = _shown_part(rule, part)
    filters = list(_dictionary(document.get("where")).items())
    for number in range(FILTERS):
        heading, values = filters[number] if number < len(filters) else ("", [])
        shown[f"where.{number}.column"], shown[f"where.{number}.values"] = heading, "; ".join(_list(values))
    return shown


def _rule(document: Document, key: str) -> Any:
    rule = document.get(key)
    if key == "group" and isinstance(rule, list):
        return rule[0] if len(rule) == 1 else SEVERAL
    return rule if isinstance(rule, dict) else {}


def _shown_part(rule: Any, part: str) -> str:
    if rule == SEVERAL:
        return SEVERAL if part == "column" else ""
    if part == "column" and not rule.get("column") and rule.get("columns"):
        return SEVERAL
    return "; ".join(_list(rule.get(part))) if part == "everyone" else _text(rule.get(part))


def changed_text(text: str, changes: Mapping[str, str], maps: Mapping[str, Mapping[str, str]]) -> str:
    """The text with some fields of the form changed, and spellings added to the `map:` of place or group."""
    parsed = parsed_mapping(text)
    before = parsed.document if isinstance(parsed.document, dict) else {}
    if parsed.findings:
        return text  # what cannot be read is for a person to mend, in the text
    after = deepcopy(before)
    for name, written in changes.items():
        _set(after, name, written.strip())
    _set_filters(after, changes)
    for key, spellings in maps.items():
        _add_spellings(after, key, spellings)
    return _rewritten(text, parsed, before, after)


def _set(document: Document, name: str, written: str) -> None:
    key, _, part = name.partition(".")
    if key == "where" or written == SEVERAL:
        return
    if not part:
        value: Any = [each.strip() for each in written.split(";") if each.strip()] if name in LISTS else written
        _put(document, key, value)
        return
    rule = document.get(key)
    if isinstance(rule, list):
        rule = rule[0] if len(rule) == 1 and isinstance(rule[0], dict) else {}
    rule = dict(rule) if isinstance(rule, dict) else {}
    _put(rule, part, [each.strip() for each in written.split(";") if each.strip()] if part == "everyone" else written)
    if part == "column" and written:
        rule.pop("columns", None)
        if key == "period":
            rule.pop("value", None)
    if part == "value" and written:
        rule.pop("column", None)
    is_empty = part == "column" and not written and key not in ("period", "value")
    _put(document, key, {} if is_empty else rule)


def _put(document: Document, key: str, value: Any) -> None:
    if value in ("", [], {}):
        document.pop(key, None)
    else:
        document[key] = value


def _set_filters(document: Document, changes: Mapping[str, str]) -> None:
    if not any(name.startswith("where.") for name in changes):
        return
    shown = {**asked_of(document), **{name: text for name, text in changes.items() if name.startswith("where.")}}
    beyond = list(_dictionary(document.get("where")).items())[FILTERS:]
    filters = {}
    for number in range(FILTERS):
        heading = shown[f"where.{number}.column"].strip()
        values = [each.strip() for each in shown[f"where.{number}.values"].split(";") if each.strip()]
        if heading and values:
            filters[heading] = values
    _put(document, "where", {**filters, **dict(beyond)})


def _add_spellings(document: Document, key: str, spellings: Mapping[str, str]) -> None:
    rule = document.get(key)
    one = rule[0] if isinstance(rule, list) and len(rule) == 1 else rule
    if not isinstance(one, dict) or not spellings:
        return
    one["map"] = {**_dictionary(one.get("map")), **spellings}


def _rewritten(text: str, parsed: Parsed, before: Document, after: Document) -> str:
    """The text with only the blocks of changed keys written anew; whole where that would not say the same."""
    if before == after:
        return text
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    starts = {key: parsed.lines[(key,)] - 1 for key in before if (key,) in parsed.lines}
    for key, start in sorted(starts.items(), key=lambda pair: pair[1], reverse=True):
        if before[key] == after.get(key):
            continue
        end = _end(lines, start, min((other for other in starts.values() if other > start), default=len(lines)))
        lines[start:end] = [canonical_yaml({key: after[key]})] if key in after else []
    written = "".join(lines) + "".join(canonical_yaml({key: after[key]}) for key in after if key not in before)
    return written if parsed_mapping(written).document == after else canonical_yaml(after)


def _end(lines: list[str], start: int, end: int) -> int:
    """Comments and blank lines above the next key are the next key's."""
    while end > start + 1 and (not lines[end - 1].strip() or lines[end - 1].startswith("#")):
        end -= 1
    return end


def _text(found: Any) -> str:
    return found if isinstance(found, str) else SEVERAL if found else ""


def _list(found: Any) -> list[str]:
    if isinstance(found, list):
        return [each for each in found if isinstance(each, str)]
    return [found] if isinstance(found, str) and found else []


def _dictionary(found: Any) -> dict[str, Any]:
    return found if isinstance(found, dict) else {}
