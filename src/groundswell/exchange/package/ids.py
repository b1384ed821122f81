"""Ids that are made for what people name: of what it is about, short enough, and unlike those that are taken."""

from __future__ import annotations

import hashlib
from collections.abc import Container

from groundswell.exchange.package.cells import ID_LENGTH

_DIGITS = 8


def fitting_id(*parts: str) -> str:
    """An id of several others, those that are blank left out; cut, with a digest of the whole, where it is too long.

    >>> fitting_id("mentoring", "on-time", "", "hill")
    'mentoring-on-time-hill'
    >>> len(fitting_id("a" * 60, "b" * 60))
    64
    """
    whole = "-".join(part for part in parts if part)
    if len(whole) <= ID_LENGTH:
        return whole
    digest = hashlib.sha256(whole.encode()).hexdigest()[:_DIGITS]
    return f"{whole[: ID_LENGTH - _DIGITS - 1].rstrip('-')}-{digest}"


def free_id(taken: Container[str], *parts: str) -> str:
    """The same, with a number behind it where it is taken.

    >>> free_id({"library-school", "library-school-2"}, "library", "school")
    'library-school-3'
    """
    wanted = name = fitting_id(*parts)
    number = 2
    while name in taken:
        name, number = fitting_id(wanted, str(number)), number + 1
    return name
