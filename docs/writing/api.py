"""The JSON and CSV twins, from the API's own OpenAPI description."""

import inspect
from typing import Any

from writing.tables import table

OPENING = """# API

Every page that shows numbers has the same numbers at `/api/v1/` + its path + `.json` or `.csv`. The OpenAPI description lies at
`/api/v1/openapi.json`. Every percent is a proportion (0.204). A withheld number is `null` with a `reason`. Answers carry an `ETag` that
changes with the community's data version, so asking again costs little. Keys may be added, never renamed.
"""


def schema() -> dict[str, Any]:
    """The OpenAPI description."""
    from groundswell.api.urls import api

    return dict(api.get_openapi_schema(path_prefix="/api/v1/"))


def page() -> str:
    """Every address with its parameters, then what the answers hold."""
    description = schema()
    shapes = description.get("components", {}).get("schemas", {})
    addresses = [section(path, item) for path, item in description["paths"].items()]
    return "\n".join(
        [OPENING, *addresses, "# What the answers hold\n", *(shape(*item) for item in sorted(shapes.items()))]
    )


def shape(name: str, definition: dict[str, Any]) -> str:
    """One kind of JSON object: its keys, and what stands under them."""
    rows = [
        (f"`{key}`", _kind(value), value.get("description", ""))
        for key, value in definition.get("properties", {}).items()
    ]
    said = inspect.cleandoc(definition.get("description", ""))
    return (
        "\n\n".join(part for part in (f"## {name}", said, table(("key", "holds", "what it means"), rows)) if part)
        + "\n"
    )


def _kind(value: dict[str, Any]) -> str:
    """A JSON type in words: a list of what, one of what, or the object it refers to."""
    if "$ref" in value:
        return str(value["$ref"]).rpartition("/")[2]
    if "anyOf" in value:
        return " or ".join(_kind(one) for one in value["anyOf"])
    if value.get("type") == "array":
        return f"list of {_kind(value.get('items', {}))}"
    return str(value.get("type", "anything"))


def section(path: str, item: dict[str, Any]) -> str:
    """One address."""
    parts = [f"## `{path}`"]
    for operation in item.values():
        parts.append(inspect.cleandoc(operation.get("description") or operation.get("summary") or ""))
        rows = [
            (f"`{p['name']}`", p["in"], p.get("description") or p.get("schema", {}).get("description") or "")
            for p in operation.get("parameters", [])
        ]
        if rows:
            parts.append(table(("parameter", "where", "what it means"), rows))
    return "\n\n".join(part for part in parts if part) + "\n"
