"""A column map (`--columns MAP.yaml`): which of a provider's headings fill our columns, and how they are written.

    first_name: given_name
    street: [street_number, address_1]          # joined by a space
    birth_date: {column: dob, format: MMDDYYYY}
    outcomes:                                   # for one table alone
      achieved: {column: Result, map: {P: true, F: false}}

A map that was found by matching is written back in the same form, so that next month's file is read as this one was.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from groundswell.core.findings import Finding, error, has_errors
from groundswell.core.records import AGREED_ID_PREFIX, GROUP_PREFIX, RECORD_TABLES, RecordKind
from groundswell.exchange.mapping.nodes import Node
from groundswell.exchange.package.yaml_text import canonical_yaml, parse_yaml
from groundswell.exchange.records.date_formats import format_problem

_MOST_CHARACTERS = 100_000
_MOST_HEADINGS = 10


@dataclass(frozen=True, slots=True)
class ColumnRule:
    """One column: the headings it is made of, the format its dates are written in, and what its values stand for."""

    headings: tuple[str, ...]
    format: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """`rules[table][column]`; the table "" is for all tables, and gives way to a table's own rules."""

    rules: Mapping[str, Mapping[str, ColumnRule]] = field(default_factory=dict)

    def of(self, table: str) -> dict[str, ColumnRule]:
        """The rules that hold in one table; those for all tables only where the table has such a column."""
        shared = {
            column: rule
            for column, rule in self.rules.get("", {}).items()
            if RECORD_TABLES[table].column(column) is not None
        }
        return shared | dict(self.rules.get(table, {}))


def column_map_from(text: str, file: str = "columns.yaml") -> tuple[ColumnMap | None, list[Finding]]:
    """The map that a YAML text holds; None beside errors where it holds none that can be used."""
    if len(text) > _MOST_CHARACTERS:
        return None, [error("the column map is longer than any could be", "bring the map, not the data", file=file)]
    parsed = parse_yaml(text, file)
    findings = list(parsed.findings)
    if has_errors(findings):
        return None, findings
    if not isinstance(parsed.document, dict):
        fix = "write one line a column, such as first_name: given_name"
        return None, [*findings, error("the column map has no columns", fix, file=file, row=1)]
    top = Node(parsed.document, (), file, parsed.lines, findings)
    rules: dict[str, dict[str, ColumnRule]] = {"": {}}
    for key in list(top.content):
        if key in RECORD_TABLES:
            if isinstance(top.content[key], dict) and (beneath := top.node(key)):
                rules[key] = _rules(beneath, key)
            else:
                top.refuse("a table's name stands here without columns", "write the columns beneath it", key)
        elif rule := _rule(top, key, ""):
            rules[""][key] = rule
    if has_errors(findings):
        return None, findings
    return ColumnMap({table: columns for table, columns in rules.items() if columns}), findings


def _rules(node: Node, table: str) -> dict[str, ColumnRule]:
    found = ((key, _rule(node, key, table)) for key in list(node.content))
    return {key: rule for key, rule in found if rule is not None}


def _rule(node: Node, key: str, table: str) -> ColumnRule | None:
    columns = [RECORD_TABLES[name].column(key) for name in ([table] if table else RECORD_TABLES)]
    known = [column for column in columns if column is not None]
    if not known:
        node.refuse(f"there is no column {key!r:.60}", f"write {_nearest(key, table)}", key)
        return None
    value = node.content[key]
    if isinstance(value, dict):
        return _long_rule(node, key, any(column.kind is RecordKind.DATE for column in known))
    headings = node.texts(key)
    if not headings or not all(headings):
        node.refuse("no heading is named", f"write {key}: YOUR HEADING", key)
        return None
    return _limited(node, key, headings)


def _long_rule(node: Node, key: str, is_date: bool) -> ColumnRule | None:
    beneath = node.node(key)
    if beneath is None:
        node.refuse("no heading is named", f"write {key}: {{column: YOUR HEADING}}", key)
        return None
    headings = beneath.texts("column") or beneath.texts("columns")
    written = beneath.text("format")
    values = beneath.pairs("map")
    beneath.finish()
    if not headings or not all(headings):
        beneath.refuse("no heading is named", "write column: YOUR HEADING", "column")
        return None
    if written and not is_date:
        beneath.refuse("a format is for dates, and this is none", "leave the format out", "format")
    elif written and (problem := format_problem(written)):
        beneath.refuse(problem, "write it with YYYY, MM and DD, such as MM/DD/YYYY", "format")
    return _limited(node, key, headings, written, values)


def _limited(
    node: Node, key: str, headings: tuple[str, ...], written: str = "", values: dict[str, str] | None = None
) -> ColumnRule | None:
    if len(headings) > _MOST_HEADINGS:
        node.refuse(f"more than {_MOST_HEADINGS} headings are joined", "name those that are needed", key)
        return None
    return ColumnRule(headings, written, values or {})


def _nearest(key: str, table: str) -> str:
    known = [column.name for name in ([table] if table else RECORD_TABLES) for column in RECORD_TABLES[name].columns]
    near = get_close_matches(key, [*known, *RECORD_TABLES], 1, 0.6)
    if near:
        return near[0]
    return f"one of {', '.join(dict.fromkeys(known))}, {GROUP_PREFIX}DIMENSION or {AGREED_ID_PREFIX}NAME"


def column_map_text(columns: ColumnMap) -> str:
    """The map as YAML, in the form that `column_map_from` reads."""
    document: dict[str, Any] = {column: _written(rule) for column, rule in columns.rules.get("", {}).items()}
    for table in RECORD_TABLES:
        if columns.rules.get(table):
            document[table] = {column: _written(rule) for column, rule in columns.rules[table].items()}
    return canonical_yaml(document) if document else "{}\n"


def _written(rule: ColumnRule) -> Any:
    headings: str | list[str] = rule.headings[0] if len(rule.headings) == 1 else list(rule.headings)
    if not rule.format and not rule.values:
        return headings
    long: dict[str, Any] = {"column": headings}
    if rule.format:
        long["format"] = rule.format
    if rule.values:
        long["map"] = dict(rule.values)
    return long
