"""Every address of the program, found by walking the URL resolver; nothing here is kept by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RegexPattern, RoutePattern

from groundswell.apps.packages.queries import OBJECT_KINDS

PART = re.compile(r"<(?:(?P<converter>[^>:]+):)?(?P<name>[^>]+)>|\(\?P<(?P<group>\w+)>(?:[^()]|\([^()]*\))*\)")


@dataclass(frozen=True)
class Route:
    """One address: the name it goes by, its pattern, and the names of its parts."""

    name: str
    pattern: str
    parts: tuple[str, ...]
    callback: Any
    names: tuple[str, ...] = ()  # where one address answers several operations: the name of each
    kind: str = ""  # where the address leaves the kind of object open: this one

    def __str__(self) -> str:
        return f"{self.name}[{self.kind}]" if self.kind else self.name

    @property
    def in_api(self) -> bool:
        """True for what programs ask."""
        return self.pattern.startswith("api/")

    @property
    def names_a_community(self) -> bool:
        """True where the address says which community it is about."""
        return "community_id" in self.parts

    def path(self, ids: dict[str, str]) -> str:
        """The address with each part filled in."""

        kind = self.kind or next((each for each in OBJECT_KINDS if f"/{each}/" in self.pattern), "")
        own = {**ids, "kind": kind, "object_id": ids.get(f"id of {kind}", "")}

        def filled(found: re.Match[str]) -> str:
            return own[found["name"] or found["group"]]

        return "/" + PART.sub(filled, self.pattern)


def every_route() -> list[Route]:
    """All of them, in the order in which they are tried; what leaves the kind of object open, once for each kind."""
    found: dict[str, list[Route]] = {}
    for route in _walk(get_resolver().url_patterns, "", ()):
        found.setdefault(route.pattern, []).append(route)
    routes = [replace(same[0], names=tuple(each.name for each in same)) for same in found.values()]
    return [each for route in routes for each in _for_each_kind(route)]


def _for_each_kind(route: Route) -> Iterator[Route]:
    if "kind" not in route.parts:
        yield route
        return
    for kind in OBJECT_KINDS:
        yield replace(route, kind=kind)


def _walk(patterns: list[Any], before: str, spaces: tuple[str, ...]) -> Iterator[Route]:
    for found in patterns:
        pattern = before + _text(found)
        if isinstance(found, URLResolver):
            deeper = (*spaces, found.namespace) if found.namespace else spaces
            yield from _walk(found.url_patterns, pattern, deeper)
        elif isinstance(found, URLPattern):
            name = ":".join((*spaces, found.name)) if found.name else f"/{pattern}"
            parts = tuple(match["name"] or match["group"] for match in PART.finditer(pattern))
            yield Route(name, pattern, parts, found.callback)


def _text(found: URLPattern | URLResolver) -> str:
    if isinstance(found.pattern, RoutePattern):
        return str(found.pattern._route)
    assert isinstance(found.pattern, RegexPattern), found.pattern
    return re.sub(r"^\^|\\?Z?\$$|\\Z$", "", found.pattern._regex)
