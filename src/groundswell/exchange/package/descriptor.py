"""datapackage.json: the package described for other people's tools, as a Frictionless Data Package (version 1).

Each CSV file gets a Table Schema: types, what is required, which words are allowed. Primary and foreign keys are stated
where they hold: a key with blank cells (the community's own place, everyone) is no primary key by that standard.
"""

import json
from collections.abc import Mapping
from typing import Any

from groundswell.exchange.package.cells import ID_LENGTH, ID_PATTERN, PERIOD_PATTERN
from groundswell.exchange.package.columns import Column, Kind, TableLayout
from groundswell.exchange.package.csv_table import column_named
from groundswell.exchange.package.layout import TABLES
from groundswell.exchange.package.model import Package
from groundswell.exchange.tables import Table

_TYPES = {Kind.DECIMAL: "number", Kind.INTEGER: "integer", Kind.DATE: "date", Kind.BOOLEAN: "boolean"}
_PATTERNS = {Kind.ID: ID_PATTERN, Kind.PERIOD: PERIOD_PATTERN, Kind.URL: r"https?://\S+"}
JSON = dict[str, Any]


def descriptor(package: Package, files: list[str]) -> str:
    """The text of datapackage.json; `files` are the package's files that are not tables."""
    community = package.community
    found: JSON = {
        "profile": "data-package",
        "name": str(community.get("id", "")),
        "title": str(community.get("name", "")),
    }
    if purpose := community.get("purpose"):
        found["description"] = str(purpose)
    if licence := community.get("licence"):
        found["licenses"] = [{"name": _licence_name(str(licence)), "title": str(licence)}]
    tables = [_resource(table, package.tables) for _, table in sorted(package.tables.items())]
    found["resources"] = tables + [_plain_resource(file) for file in files]
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def _licence_name(licence: str) -> str:
    return "".join(letter if letter.isascii() and (letter.isalnum() or letter in "-._") else "-" for letter in licence)


def _plain_resource(file: str) -> JSON:
    name, _, ending = file.rpartition(".")
    kinds = {"yaml": "application/yaml", "md": "text/markdown", "geojson": "application/geo+json"}
    return {
        "name": name.replace("/", "."),
        "path": file,
        "profile": "data-resource",
        "format": ending,
        "mediatype": kinds[ending],
        "encoding": "utf-8",
    }


def _resource(table: Table, tables: Mapping[str, Table]) -> JSON:
    layout = TABLES[table.name]
    return {
        "name": layout.name,
        "path": layout.file,
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "schema": table_schema(table, tables),
    }


def table_schema(table: Table, tables: Mapping[str, Table]) -> JSON:
    """The Table Schema of one table of a package."""
    layout = TABLES[table.name]
    schema: JSON = {"fields": [_field(name, layout) for name in table.headings], "missingValues": [""]}
    if layout.is_unique and all(all(table.columns[name]) for name in layout.key):
        schema["primaryKey"] = list(layout.key)
    keys = [_foreign_key(column, layout) for column in layout.columns if _is_foreign_key(column, table, tables)]
    if keys:
        schema["foreignKeys"] = keys
    return schema


def _field(name: str, layout: TableLayout) -> JSON:
    column = column_named(name, layout) or Column(name)
    found: JSON = {"name": name, "type": "string" if column.many else _TYPES.get(column.kind, "string")}
    if column.kind is Kind.BOOLEAN:
        found |= {"trueValues": ["true"], "falseValues": ["false"]}
    if constraints := _constraints(column, is_sister=name != column.name):
        found["constraints"] = constraints
    return found


def _constraints(column: Column, *, is_sister: bool) -> JSON:
    found: JSON = {}
    if column.required and not is_sister:
        found["required"] = True
    if column.many:
        return found
    if column.kind in _PATTERNS:
        found["pattern"] = _PATTERNS[column.kind]
    if column.kind is Kind.ID:
        found["maxLength"] = ID_LENGTH
    if column.words:
        found["enum"] = list(column.words)
    if not column.is_open:
        bounds = {"minimum": column.low, "maximum": column.high}
        found |= {name: int(bound) for name, bound in bounds.items() if bound is not None}
    return found


def _is_foreign_key(column: Column, table: Table, tables: Mapping[str, Table]) -> bool:
    """True where every cell names a row of another table of this package."""
    to = tables.get(column.to)
    if to is None or column.many or not any(table.columns[column.name]):
        return False
    return set(table.columns[column.name]) - {""} <= set(to.columns[TABLES[column.to].key[0]])


def _foreign_key(column: Column, layout: TableLayout) -> JSON:
    resource = "" if column.to == layout.name else column.to  # the standard's way to say "this very table"
    return {"fields": column.name, "reference": {"resource": resource, "fields": TABLES[column.to].key[0]}}
