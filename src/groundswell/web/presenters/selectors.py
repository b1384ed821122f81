"""What can be chosen from: the options of one question, and the lists above a page that narrow what it shows."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Option:
    """One that can be chosen: what is sent, what is read."""

    value: str
    words: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Selector:
    """A list to choose from; `name` is what the address says."""

    name: str
    label: str
    options: tuple[Option, ...]
