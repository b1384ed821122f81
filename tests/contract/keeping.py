"""A small community that programs keep: Elmwood, its people, and the tokens they gave to programs."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass, field
from typing import Any

from django.test import Client
from tests.builders import package
from tests.cast import COMMAND_LINE, token_of

from groundswell.apps.packages.actions import load_package
from groundswell.apps.people.models import AccessToken, Community, Person

JSON = "application/json"


@dataclass
class Program:
    """Something that asks the API on behalf of a person, or of nobody."""

    secret: str = ""
    token: AccessToken | None = None
    client: Client = field(default_factory=Client)
    at: str = "/api/v1/elmwood"

    def ask(self, method: str, path: str, body: Any = None, *, raw: bytes | None = None, **headers: str) -> Any:
        """The answer; headers are written with underscores (`If_Match`)."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.secret:
            sent.setdefault("Authorization", f"Bearer {self.secret}")
        data = raw if raw is not None else (b"" if body is None else json.dumps(body).encode())
        content_type = sent.pop("Content-Type", JSON)
        address = path if path.startswith("/api/") else f"{self.at}{path}"
        return self.client.generic(method, address, data, content_type=content_type, headers=sent)

    def get(self, path: str, **headers: str) -> Any:
        """Read."""
        return self.ask("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        """Make."""
        return self.ask("POST", path, body, **headers)

    def put(self, path: str, body: Any, version: str = "", **headers: str) -> Any:
        """Replace the version that was seen."""
        return self.ask("PUT", path, body, **({"If_Match": f'"{version}"'} if version else {}), **headers)

    def patch(self, path: str, body: Any, version: str = "", **headers: str) -> Any:
        """Change some fields of the version that was seen."""
        return self.ask("PATCH", path, body, **({"If_Match": f'"{version}"'} if version else {}), **headers)

    def delete(self, path: str, version: str = "") -> Any:
        """Retire the version that was seen."""
        return self.ask("DELETE", path, **({"If_Match": f'"{version}"'} if version else {}))


def elmwood(**facts: str) -> Community:
    """The community, loaded; public unless said otherwise."""
    outcome = load_package(package=package(community=facts or None), by=COMMAND_LINE)
    assert outcome.is_done, outcome.findings
    return Community.objects.get(public_id=facts.get("id", "elmwood"))


def program_of(who: Person, *, may_write: bool = True, **facts: Any) -> Program:
    """A program with a token of this person."""
    token, secret = token_of(who, may_write=may_write, secret=f"gsw_{secrets.token_urlsafe(32)}", **facts)
    return Program(secret, token)
