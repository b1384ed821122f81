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
    from groundswell.api import api

    return dict(api.get_openapi_schema())


def page() -> str:
    """Every address, its parameters and answers."""
    return "\n".join([OPENING, *(section(path, item) for path, item in schema()["paths"].items())])


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
