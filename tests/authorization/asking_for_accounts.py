"""Everything that a reader can be answered in the community of partners, each answer as the text that is in it."""

from __future__ import annotations

import copy
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.http import HttpResponse
from tests.authorization.knocking import undone
from tests.authorization.offering import offers_of
from tests.authorization.partners import THIRD, TOWN, Reader, Town
from tests.authorization.routes import Route, every_route
from tests.authorization.world import PARTS_OF_ACCOUNTS

from groundswell.web.drawing_library import edition

# What could hold anything of an account is asked by everybody; a share of all else is asked by day.
ABOUT_PARTNERS = re.compile(
    r"partner|network|mandate|commitment|promise|agenda|systems|specification|consent|worksheet|purpose|audit|change|"
    r"openapi|export|organizations/<|funders?/<|desk/$"
)
SHARE, SHARE_OF_PAIRS, SHARE_OF_REPLIES = 24, 8, 4
# What is new with every request, and says nothing.
MOVING = re.compile(
    rb'((?:csrfmiddlewaretoken|name="key)" value="[^"]*"|nonce[-="][^"\s;\']*|csrftoken=[^;]*|"retry_after": \d+|'
    rb"[Rr]equest[_ -][Ii]d[^,<\n]*)"
)
VERSION = re.compile(
    rb"\b[0-9a-f]{12}(?:[0-9a-f]{20})?\b"
)  # of the data: another one whenever anything changed, whatever it was
MOVING_HEADERS = {
    *("Set-Cookie", "Date", "Expires", "ETag", "Last-Modified", "Content-Length", "Content-Security-Policy"),
    "X-Request-Id",
}
IDS = {
    "community_id": TOWN,
    "organization_id": THIRD,
    "funder_id": "far-00",
    "result_id": "ready",
    "indicator_id": "k-readiness",
    "program_id": "visits",
    "measure_id": "visited",
    "link_id": "link",
    "scenario_id": "plan",
    "place_id": "hill",
    "group_id": "black",
    "network_id": "net",
    "mandate_id": "mandate",
    "commitment_id": "commitment",
    "element_id": "common-agenda",
    "purpose_id": "sharing",
    "period": "2025-Q1",
    "number": "1",
    **dict.fromkeys(("job_id", "change_id", "pair_id"), "0" * 32),
    **{
        f"id of {kind}": name
        for kind, name in {
            "community": TOWN, "organizations": "near-00", "places": "hill", "groups": "black", "results": "ready",
            "indicators": "k-readiness", "strategies": "reading", "programs": "visits", "measures": "visited",
            "grants": "grant", "networks": "net", "mandates": "mandate", "commitments": "commitment",
            "purposes": "sharing", "partnerships": "pair-00", "framework": "common-agenda",
        }.items()
    },
    **PARTS_OF_ACCOUNTS,
}  # fmt: skip


def _path(route: Route, **ids: str) -> str:
    """The address of something that is here; of what is not, an empty key."""
    known = {**IDS, "edition": edition(), **ids}
    return route.path({**dict.fromkeys(route.parts, "00000000-0000-0000-0000-000000000000"), **known})


def is_about_partners(route: Route) -> bool:
    """True where an answer could hold anything of an account."""
    return bool(ABOUT_PARTNERS.search(route.pattern))


def paths(town: Town, reader: Reader, *, is_whole: bool) -> Iterator[str]:
    """Every address, those about a pair once for each pair; by day a share of these, and of what is about others."""
    for route in every_route():
        is_near = is_about_partners(route)
        if route.pattern.startswith("accounts/") or route.name.endswith("logout"):
            continue
        if not (is_near or is_whole) and zlib.crc32(f"{route} {reader.name}".encode()) % SHARE:
            continue
        found = list(_filled(route, town))
        if is_whole or len(found) == 1:
            yield from found
        else:  # spread over the pairs, so that no pair is left out and no route
            chosen = zlib.crc32(f"{route} {reader.name}".encode()) % SHARE_OF_PAIRS
            yield from (path for at, path in enumerate(found) if at % SHARE_OF_PAIRS == chosen)


def _filled(route: Route, town: Town) -> Iterator[str]:
    if "partnership_id" in route.parts:
        for pair in town.pairs:
            yield _path(route, partnership_id=pair.id, organization_id=pair.near, side=pair.near)
    elif "organization_id" in route.parts and is_about_partners(route):
        for pair in town.pairs:
            yield _path(route, organization_id=pair.near)
            yield _path(route, organization_id=pair.far)
    else:
        yield _path(route)


def answers_to(town: Town, reader: Reader, *, is_whole: bool = False) -> Iterator[tuple[str, bytes]]:
    """What each address gives a reader, and what the links on pages about partners lead to: address and text."""
    seen: set[str] = set()
    waiting = [(path, True) for path in paths(town, reader, is_whole=is_whole)]
    while waiting:
        path, leads_on = waiting.pop(0)
        if path in seen:
            continue
        seen.add(path)
        with undone():  # also what is written of a reading
            response = reader.client.get(path, headers=reader.headers)
            text = text_of(response)
        yield f"GET {path}", text
        if leads_on and "/partners/" in path:
            offered = sorted(address for method, address in offers_of(response, path) if method == "GET")
            queries = [address for address in offered if "?" in address and _is_here(address)]
            waiting += [(address.partition("#")[0], False) for address in queries[: 30 if is_whole else 2]]
    for path in ("/api/openapi.json", "/api/v1/openapi.json", f"/{TOWN}/partners/nowhere/", "/sitemap.xml"):
        yield f"GET {path}", text_of(reader.client.get(path, headers=reader.headers))


def _is_here(address: str) -> bool:
    return urlsplit(address).path.startswith((f"/{TOWN}/", f"/api/v1/{TOWN}"))


def replies_to(town: Town, reader: Reader, *, is_whole: bool = False) -> Iterator[tuple[str, bytes]]:
    """What comes back of forms and documents about partners that are sent, empty or wrong; nothing of it stays."""
    for route in every_route():
        if not is_about_partners(route) or route.pattern.startswith(("accounts/", "admin/")):
            continue
        if not is_whole and zlib.crc32(f"{reader.name} {route}".encode()) % SHARE_OF_REPLIES:
            continue
        pair = town.pairs[zlib.crc32(str(route).encode()) % len(town.pairs)]
        path = _path(route, partnership_id=pair.id, organization_id=pair.near, side=pair.near)
        for method in ("post", "put", "delete"):
            sent = {"data": "{}", "content_type": "application/json"} if route.in_api else {"data": {"date": "x"}}
            if not route.in_api and method != "post":
                continue
            cookies = copy.deepcopy(reader.client.cookies)
            with undone():
                response = getattr(reader.client, method)(path, headers=reader.headers, **sent)
                text = text_of(response)
            reader.client.cookies = cookies  # what was said of it is not said again on the next page
            yield f"{method.upper()} {path}", text


def text_of(response: HttpResponse) -> bytes:
    """An answer whole: what moves with every request masked, what is packed unpacked."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    headers = "\n".join(f"{name}: {told}" for name, told in response.headers.items() if name not in MOVING_HEADERS)
    return b"%d\n%s\n%s" % (
        response.status_code,
        VERSION.sub(b"", headers.encode()),
        VERSION.sub(b"", MOVING.sub(b"", _unpacked(body))),
    )


def _unpacked(body: bytes) -> bytes:
    if body[:2] == b"\x1f\x8b":
        return zlib.decompress(body, 31)
    if body[:4] != b"PK\x03\x04":
        return body
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        parts = [name for name in packed.namelist() if not name.startswith("docProps/")]  # which say the time
        return b"\n".join(name.encode() + b"\n" + packed.read(name) for name in sorted(parts))
