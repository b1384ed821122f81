"""Every page of a community that links lead to, and what each says to eyes and ears."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from django.test import Client
from django.urls import resolve

_OF_EACH = 2  # pages looked at for each route: others of it say the same sentences
_SPOKEN = frozenset({"aria-label", "title", "alt", "placeholder", "data-lost", "data-unsaved", "content"})
_SILENT = frozenset({"script", "style", "pre", "code", "textarea", "dfn"})  # dfn: a term as the field says it


class Read(HTMLParser):
    """A page's texts, where its links lead, and everything in its tags that nobody reads aloud."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.links: list[str] = []
        self.unspoken: list[tuple[str, str, str]] = []
        self._silent: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent.append(tag)
        for name, value in attrs:
            if name in _SPOKEN:
                self.texts.append(value or "")
            elif name != "nonce" and not (tag == "input" and name == "value"):
                self.unspoken.append((tag, name, value or ""))
            if tag == "a" and name == "href" and value:
                self.links.append(value)

    def handle_endtag(self, tag: str) -> None:
        if self._silent and self._silent[-1] == tag:
            self._silent.pop()

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.texts.append(" ".join(data.split()))


def pages_of(client: Client, start: str, *, most: int = 160) -> Iterator[tuple[str, Read]]:
    """Pages of a community, each with its address, a few of every kind."""
    waiting, met, of_kind = [start], {start}, dict[str, int]()
    while waiting and most:
        address = waiting.pop(0)
        name = resolve(re.split(r"[?#]", address)[0]).view_name
        of_kind[name] = of_kind.get(name, 0) + 1
        if of_kind[name] > _OF_EACH:
            continue
        answer = client.get(address)
        if answer.status_code != 200 or not answer.headers["Content-Type"].startswith("text/html"):
            continue
        most -= 1
        read = Read(answer.content.decode())
        yield address, read
        for link in (each.partition("#")[0] for each in read.links):
            if link.startswith(start) and link not in met:
                met.add(link)
                waiting.append(link)
