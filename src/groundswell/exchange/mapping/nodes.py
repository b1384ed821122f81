"""A careful walk through a YAML document: keys are asked for by name, and those nobody asked for are told.

All scalars are text. A node remembers where it stands, so that each finding points at a line of the mapping.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from groundswell.core.findings import Finding, error

TRUE = ("true", "yes", "on")
FALSE = ("false", "no", "off")


@dataclass(slots=True)
class Node:
    """A mapping within a document; `path` leads to it, `lines` knows the line of every path."""

    content: dict[str, Any]
    path: tuple[str | int, ...]
    file: str
    lines: Mapping[tuple[str | int, ...], int]
    findings: list[Finding]
    asked: set[str] = field(default_factory=set)

    def refuse(self, message: str, fix: str, key: str = "") -> None:
        """Remember an error at a key, or at the node itself."""
        path = (*self.path, key) if key else self.path
        column = ".".join(str(part) for part in path) or None
        self.findings.append(error(message, fix, file=self.file, row=self.lines.get(path), column=column))

    def has(self, key: str) -> bool:
        """True where the key is there with something in it."""
        return self.content.get(key) not in (None, "", [], {})

    def text(self, key: str, default: str = "") -> str:
        """A scalar."""
        self.asked.add(key)
        value = self.content.get(key, default)
        if isinstance(value, str):
            return value.strip() if key != "delimiter" else value
        self.refuse("this is a list or has keys of its own", "write one value", key)
        return default

    def word(self, key: str, choices: Iterable[str], default: str = "") -> str:
        """A scalar out of a closed list."""
        text = self.text(key, default)
        known = list(choices)
        if text and text not in known:
            self.refuse(f"{text!r} is not known here", f"write {_nearest(text, known)}", key)
            return default
        return text

    def number(self, key: str, default: int) -> int:
        """A whole number, not negative."""
        text = self.text(key, str(default))
        if text.isascii() and text.isdigit() and len(text) < 7:
            return int(text)
        self.refuse(f"{text!r} is not a whole number", f"write {default}, for example", key)
        return default

    def flag(self, key: str) -> bool:
        """True or false."""
        text = self.text(key, "false").lower()
        if text not in (*TRUE, *FALSE):
            self.refuse(f"{text!r} is neither true nor false", "write true or false", key)
        return text in TRUE

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of scalars, or one of them alone; an empty scalar is one, for blanks can be meant."""
        self.asked.add(key)
        value = self.content.get(key, [])
        listed = value if isinstance(value, list) else [value]
        if all(isinstance(each, str) for each in listed):
            return tuple(each.strip() for each in listed)
        self.refuse("this should be a list of values", f"write {key}: [one, another]", key)
        return ()

    def pairs(self, key: str) -> dict[str, str]:
        """Keys with a scalar each."""
        self.asked.add(key)
        value = self.content.get(key, {}) or {}
        if isinstance(value, dict) and all(isinstance(each, str) for each in value.values()):
            return {name.strip(): each.strip() for name, each in value.items()}
        self.refuse("this should be pairs", f"write {key}: {{one: another}}", key)
        return {}

    def node(self, key: str) -> "Node | None":
        """What stands beneath a key; a scalar alone stands for {column: scalar}. None where nothing does."""
        self.asked.add(key)
        value = self.content.get(key)
        if value in (None, "", [], {}):
            return None
        if isinstance(value, list):
            self.refuse("this should have keys of its own", f"write {key}: {{column: HEADING}}", key)
            return None
        return self._beneath(value, (*self.path, key))

    def nodes(self, key: str) -> "list[Node]":
        """As `node`, for a key that may hold a list of such."""
        value = self.content.get(key)
        if isinstance(value, list):
            self.asked.add(key)
            return [
                self._beneath(each, (*self.path, key, place))
                for place, each in enumerate(value)
                if isinstance(each, dict | str)
            ]
        one = self.node(key)
        return [one] if one else []

    def _beneath(self, value: dict[str, Any] | str, path: tuple[str | int, ...]) -> "Node":
        content = value if isinstance(value, dict) else {"column": value}
        return Node(content, path, self.file, self.lines, self.findings)

    def finish(self) -> None:
        """Name every key that nobody asked for."""
        for key in self.content:
            if key not in self.asked:
                self.refuse(f"the key {key!r} is not known here", f"write {_nearest(key, sorted(self.asked))}", key)


def _nearest(text: str, known: list[str]) -> str:
    near = get_close_matches(text, known, 1, 0.66)
    return near[0] if near else "one of " + ", ".join(known)
