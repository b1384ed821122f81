"""A careful walk through a rule as people wrote it: keys are asked for by name, and those nobody asked for are told.

Scalars may be text, as YAML is read here, or typed, as JSON has them: "12" and 12, "true" and true are the same. A node
remembers the keys that lead to it, so that every finding names its place. Depth, number and length are limited.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import Any, TypeVar

from groundswell.core.findings import Finding, error
from groundswell.core.measures.rules import Bounds

DEEPEST = 8  # conditions within conditions
MOST_CONDITIONS = 60
MOST_VALUES = 200
LONGEST_TEXT = 200
MOST_DAYS = 36_600  # a hundred years
LARGEST_NUMBER = Decimal(1_000_000_000)
DECIMALS = 6
MOST_FINDINGS = 50  # who has made more mistakes has made one of them many times

Made = TypeVar("Made")


def shown(value: object) -> str:
    """A value in quotes, shortened: what people wrote may be very long."""
    text = str(value)
    return repr(text if len(text) <= 40 else f"{text[:40]}…")


@dataclass(slots=True)
class Reading:
    """What is common to all nodes of one rule: where it stands, what was found, how many conditions there are."""

    file: str
    column: str
    findings: list[Finding] = field(default_factory=list)
    conditions: int = 0

    @property
    def is_full(self) -> bool:
        """True once nothing more is remembered."""
        return len(self.findings) > MOST_FINDINGS

    def refuse(self, path: tuple[str, ...], message: str, fix: str) -> None:
        """Remember an error at a path of keys; after many, that there are more."""
        if self.is_full:
            return
        if len(self.findings) == MOST_FINDINGS:
            path, message, fix = (), f"there are more than {MOST_FINDINGS} problems", "mend these, then look again"
        column = ".".join(part for part in (self.column, *path) if part) or None
        self.findings.append(error(message, fix, file=self.file, column=column))


@dataclass(slots=True)
class RuleNode:
    """One mapping within a rule."""

    content: Mapping[str, Any]
    path: tuple[str, ...]
    reading: Reading
    asked: list[str] = field(default_factory=list)

    def refuse(self, message: str, fix: str, key: str = "") -> None:
        """Remember an error at a key, or at the node itself."""
        self.reading.refuse((*self.path, key) if key else self.path, message, fix)

    def has(self, key: str) -> bool:
        """True where the key is there with something in it; the key counts as asked for."""
        self.asked.append(key)
        value = self.content.get(key)
        return value is not None and value != "" and value != [] and value != {}

    def beneath(self, key: str, form: str) -> "RuleNode | None":
        """The mapping beneath a key; None where there is none. A key with nothing beneath it is an empty mapping."""
        self.asked.append(key)
        if key not in self.content:
            return None
        value = self.content[key]
        if value is None or value == "":
            value = {}
        if isinstance(value, Mapping):
            return RuleNode(value, (*self.path, key), self.reading)
        self.refuse("this should have keys of its own", f"write {key}: {form}", key)
        return None

    def listed(self, key: str, form: str) -> "list[RuleNode]":
        """The mappings listed beneath a key."""
        self.asked.append(key)
        value = self.content.get(key)
        if not isinstance(value, list | tuple) or not value or not all(isinstance(each, Mapping) for each in value):
            self.refuse("this should be a list of conditions", f"write {key}: {form}", key)
            return []
        return [
            RuleNode(each, (*self.path, key, str(place)), self.reading) for place, each in enumerate(value, start=1)
        ]

    def text(self, key: str) -> str:
        """A scalar as text; "" where it is absent."""
        if not self.has(key):
            return ""
        return self._scalar(key, self.content[key])

    def texts(self, key: str) -> tuple[str, ...]:
        """One value or a list of them, each once."""
        if not self.has(key):
            return ()
        value = self.content[key]
        values = list(value) if isinstance(value, list | tuple) else [value]
        if len(values) > MOST_VALUES:
            self.refuse(f"this lists more than {MOST_VALUES} values", "name fewer", key)
            return ()
        read = [self._scalar(key, each) for each in values]
        return tuple(dict.fromkeys(each for each in read if each))

    def _scalar(self, key: str, value: object) -> str:
        text = scalar_text(value)
        if text is None:
            self.refuse("this is a list or has keys of its own", "write one value", key)
        elif len(text) > LONGEST_TEXT:
            self.refuse(f"this is longer than {LONGEST_TEXT} characters", "write a shorter value", key)
        elif not text:
            self.refuse("this is blank", "write a value, or leave the key away", key)
        else:
            return text
        return ""

    def word(self, key: str, choices: Iterable[str], default: str = "") -> str:
        """A scalar out of a closed list."""
        text = self.text(key)
        known = list(choices)
        if text and text not in known:
            self.refuse(f"{shown(text)} is not known here", f"write {nearest(text, known)}", key)
            return default
        return text or default

    def days(self, key: str) -> int | None:
        """A number of days."""
        return self._whole(key, MOST_DAYS)

    def years(self, key: str) -> int | None:
        """An age in completed years."""
        return self._whole(key, 150)

    def _whole(self, key: str, most: int) -> int | None:
        fix = f"write a whole number from 0 to {most}"
        return self._read(key, lambda text: _whole_number(text, most), "is not a whole number that can stand here", fix)

    def number(self, key: str) -> Decimal | None:
        """A number with at most six decimals."""
        fix = f"write a number such as 12 or 2.5, with at most {DECIMALS} decimals"
        return self._read(key, _decimal, "is not a number that can stand here", fix)

    def day(self, key: str) -> date | None:
        """A date."""
        return self._read(key, date.fromisoformat, "is not a date", "write it as 2024-09-30")

    def truth(self, key: str) -> bool | None:
        """True or false."""
        return self._read(key, _truth, "is neither true nor false", "write true or false")

    def _read(self, key: str, read: Callable[[str], Made], message: str, fix: str) -> Made | None:
        text = self.text(key)
        if not text:
            return None
        try:
            return read(text)
        except (ValueError, ArithmeticError):  # a number beyond all measure overflows
            self.refuse(f"{shown(text)} {message}", fix, key)
            return None

    def bounds(self, key: str) -> Bounds | None:
        """{at_least: N, at_most: N}, one of them or both; None where the key is absent."""
        if not self.has(key):
            return None
        node = self.beneath(key, "{at_least: 12}")
        if node is None:
            return None
        made = node.own_bounds()
        node.finish()
        return made

    def own_bounds(self) -> Bounds | None:
        """As `bounds`, for keys of this node itself."""
        before = len(self.reading.findings)
        made = Bounds(self.number("at_least"), self.number("at_most"))
        if made == Bounds():
            if len(self.reading.findings) == before:
                self.refuse("this says neither at_least nor at_most", "write {at_least: 12}, for example")
            return None
        if made.at_least is not None and made.at_most is not None and made.at_most < made.at_least:
            self.refuse("at_most is less than at_least, so that nothing can fit", "swap the two numbers")
        return made

    def finish(self) -> None:
        """Name every key that nobody asked for."""
        for key in self.content:
            if self.reading.is_full:
                return
            if str(key) not in self.asked:
                known = list(dict.fromkeys(self.asked))
                self.refuse(
                    f"the key {shown(key)} is not known here", f"write {nearest(str(key), known)}", str(key)[:40]
                )


def scalar_text(value: object) -> str | None:
    """A scalar as the text that YAML would hold; None for what is not a scalar."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, date):
        return value.isoformat()[:10]
    if isinstance(value, int | float | Decimal):
        return str(value)
    return "" if value is None else None


def _whole_number(text: str, most: int) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 8) or int(text) > most:
        raise ValueError(text)
    return int(text)


def _decimal(text: str) -> Decimal:
    number = Decimal(text)
    if not number.is_finite() or abs(number) > LARGEST_NUMBER or round(number, DECIMALS) != number:
        raise ValueError(text)
    return number


def _truth(text: str) -> bool:
    word = text.lower()
    if word not in ("true", "yes", "false", "no"):
        raise ValueError(text)
    return word in ("true", "yes")


def nearest(text: str, known: list[str]) -> str:
    """The word that was probably meant, or all there are."""
    near = get_close_matches(text[:60], known, 1, 0.6)
    return (
        near[0] if near else ("one of " + ", ".join(known) if len(known) > 1 else known[0] if known else "no key here")
    )
