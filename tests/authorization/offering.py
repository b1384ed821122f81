"""What a page offers its reader: every link and every form on it, and whether that door opens to them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.http import HttpResponse
from django.urls import Resolver404, resolve
from tests.authorization.expectations import NOTHING, rule_of
from tests.authorization.judge import Access, Needs, Verdict, verdict
from tests.authorization.routes import Route, every_route
from tests.authorization.world import STANDING, VISIBILITY, Persona

Offer = tuple[str, str]  # a method and an address


class _Offers(HTMLParser):
    """Collects what can be followed or sent."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path, self.found, self.method = path, set[Offer](), "GET"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = {name: value or "" for name, value in attrs}
        if tag == "a" and facts.get("href"):
            self.found.add(("GET", facts["href"]))
        if tag == "form":
            self.method = facts.get("method", "get").upper()
            self.found.add((self.method, facts.get("action") or self.path))
        if "formaction" in facts:
            self.found.add((facts.get("formmethod", self.method).upper(), facts["formaction"]))
        for method in ("get", "post"):
            if f"hx-{method}" in facts:
                self.found.add((method.upper(), facts[f"hx-{method}"] or self.path))


def offers_of(response: HttpResponse, path: str) -> set[Offer]:
    """The links and forms of a page; none of what is no page."""
    if response.status_code != 200 or not response.headers.get("Content-Type", "").startswith("text/html"):
        return set()
    seen = _Offers(path)
    seen.feed(response.content.decode())
    found = {(method, urljoin(path, address)) for method, address in seen.found if not address.startswith("#")}
    return {(method, address) for method, address in found if address.startswith("/")}


@cache
def _routes() -> dict[tuple[str, str], Route]:
    return {(name, route.kind): route for route in every_route() for name in route.names}


def closed_doors(offers: set[Offer], persona: Persona) -> Iterator[str]:
    """What is offered to somebody to whom it will not open."""
    for method, address in sorted(offers):
        try:
            found = resolve(urlsplit(address).path)
        except Resolver404:
            yield f"{address}, which is nowhere"
            continue
        community_id, kind = found.kwargs.get("community_id", ""), found.kwargs.get("kind", "")
        route = _routes().get((found.view_name, kind)) or _routes().get((found.view_name, ""))
        if route is None or route.name in NOTHING or (community_id and community_id not in VISIBILITY):
            continue
        access = rule_of(route).get(method)
        if access is None:
            yield f"{method} {address}, which nobody may"
        elif verdict(persona, _of(access, found.kwargs, community_id), community_id) is not Verdict.DONE:
            yield f"{method} {address}"


def _of(access: Access, parts: dict[str, str], community_id: str) -> Access:
    """The rule of the thing that is named: what is said of the library's own is said of another's by its holder."""
    standing = {each.format(community_id) for each in STANDING.values()} | {f"{community_id}-readiness"}
    named = {str(value) for name, value in parts.items() if name not in {"community_id", "kind"}}
    if isinstance(access, Needs) and access.owner and named and not standing & named:
        return replace(access, any_organization=True)
    return access
