"""What comes back from a form of the desk: the object, what it was begun from, and how clashes were settled."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext

from groundswell.apps.packages.queries import ObjectKind
from groundswell.core.findings import Finding, error
from groundswell.core.merging import Clash, Content
from groundswell.web.forms.fields import content_from

TAKE = "take."  # before the name of a field that two people changed: mine or theirs
SIDES = ("mine", "theirs")
MOST_OF_A_BASE = 2_000_000  # characters
DEPTH_OF_A_BASE = 24  # of lists and objects within each other, as of what a program sends


@dataclass(frozen=True, slots=True)
class Submission:
    """One form as it was sent.

    `base` is what stood when the form was drawn, None where the browser sent none that can be read. `mine` is what
    the person typed, `content` the same with their choices between two people's words carried out.
    """

    mine: Content
    content: Content
    version: str
    base: Content | None
    clashes: tuple[Clash, ...] = ()
    taken: dict[str, str] = field(default_factory=dict)

    @property
    def findings(self) -> list[Finding]:
        """What must be settled before anything is asked of the store."""
        message = gettext("Two people changed this, and nobody said whose words stand")
        fix = gettext("choose theirs or yours")
        return [error(message, fix, column=name) for name, side in self.taken.items() if side not in SIDES]


def submission(
    post: QueryDict,
    kind: ObjectKind,
    object_id: str,
    standing: Content | None = None,
    is_asked: Callable[[str], bool] = lambda _name: True,
) -> Submission:
    """Read a form. A field that was settled for theirs takes what stood in the base, which is theirs by then.

    `standing` is the object as it stands: the ground for what the form leaves out, where its own base cannot be read.
    `is_asked` tells the fields that this reader's form has.
    """
    base = _document(post.get("base", ""))
    ground = base if base is not None else standing or {}
    began = _document(post.get("began", "")) or {}
    mine = content_from(post, kind, ground, is_asked)
    if object_id:
        mine[kind.id_field] = object_id
    names = [name for name in post.getlist("clashes") if name]
    taken = {name: post.get(TAKE + name, "") for name in names}
    clashes = tuple(Clash(name, began.get(name, ""), mine.get(name, ""), ground.get(name, "")) for name in names)
    content = dict(mine)
    for name in (name for name in names if taken[name] == "theirs"):
        content.pop(name, None)
        if name in ground:
            content[name] = ground[name]
    return Submission(mine, content, post.get("version", ""), base, clashes, taken)


def _document(text: str) -> Content | None:
    if not text or len(text) > MOST_OF_A_BASE:
        return None
    try:
        found: Any = json.loads(text)
        json.dumps(found, ensure_ascii=False, allow_nan=False).encode()  # nothing that no file could hold
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) and not _is_too_deep(found) else None


def _is_too_deep(document: Content) -> bool:
    """True where lists and objects stand within each other further than anything that is stored."""
    layer: list[Any] = [document]
    for _ in range(DEPTH_OF_A_BASE):
        inner = (part.values() if isinstance(part, dict) else part for part in layer)
        layer = [part for parts in inner for part in parts if isinstance(part, dict | list)]
    return bool(layer)
