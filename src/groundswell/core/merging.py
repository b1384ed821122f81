"""Two people change one thing: what each of them changed, and what both changed differently.

An object is its content: text by field, lists, nested documents, as the package writes it. A blank field is an absent
one. Changes are compared field by field against the content that both began from; what only one side touched is taken
from that side, and what both touched differently is a clash that a person settles.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Content = dict[str, Any]  # an object as the package writes it: text, lists, nested documents; blank keys absent
_BLANK: tuple[Any, ...] = ("", [], {}, None)


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that differs; a side that has nothing there is blank."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Clash:
    """One field that both sides changed, differently."""

    field: str
    base: Any
    mine: Any
    theirs: Any


@dataclass(frozen=True, slots=True)
class Merge:
    """Mine and theirs in one. In `content` a clashing field holds mine; `theirs_changed` is what the others did."""

    content: Content
    clashes: tuple[Clash, ...] = ()
    theirs_changed: tuple[Difference, ...] = ()


def without_blanks(content: Mapping[str, Any]) -> Content:
    """The content as it is kept: a blank field is an absent one.

    >>> without_blanks({"name": "Hill", "kind": "", "roles": []})
    {'name': 'Hill'}
    """
    return {name: value for name, value in content.items() if value not in _BLANK}


def version_of(content: Mapping[str, Any]) -> str:
    """Sixteen hexadecimal digits that stand for this content and no other; the order of its fields means nothing.

    >>> version_of({"a": "1", "b": "2"}) == version_of({"b": "2", "a": "1", "c": ""})
    True
    """
    canonical = json.dumps(without_blanks(content), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()[:16]


def differences(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> tuple[Difference, ...]:
    """The fields that differ, in the order in which they stand; None is an object that is not there.

    >>> differences({"name": "Hill"}, {"name": "Hill", "kind": "neighborhood"})
    (Difference(field='kind', before='', after='neighborhood'),)
    """
    old, new = without_blanks(before or {}), without_blanks(after or {})
    found = ((name, old.get(name, ""), new.get(name, "")) for name in {**old, **new})
    return tuple(Difference(*one) for one in found if one[1] != one[2])


def merged(base: Mapping[str, Any] | None, mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> Merge:
    """Three ways in one, field by field. Where nobody knows the base, every difference between the two is a clash.

    >>> merged({"a": "1", "b": "1"}, {"a": "2", "b": "1"}, {"a": "1", "b": "3"}).content
    {'a': '2', 'b': '3'}
    """
    ours, others = without_blanks(mine), without_blanks(theirs)
    if base is None:
        clashes = tuple(Clash(each.field, "", each.after, each.before) for each in differences(others, ours))
        return Merge(ours, clashes, ())
    began = without_blanks(base)
    content: Content = {}
    clashes_found: list[Clash] = []
    for name in {**ours, **others}:
        was, here, there = began.get(name, ""), ours.get(name, ""), others.get(name, "")
        content[name] = there if here == was else here
        if here != was and there not in (was, here):
            clashes_found.append(Clash(name, was, here, there))
    return Merge(without_blanks(content), tuple(clashes_found), differences(began, others))
