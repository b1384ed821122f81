"""Changes written out: who did what to what when, what differs, and whether it can be undone or gone back to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext

from groundswell.apps.packages.queries import OBJECT_KINDS, ChangeFacts, ObjectKind, title_of
from groundswell.core.merging import Difference
from groundswell.web.presenters.desk.comparisons import Compared, compared
from groundswell.web.presenters.desk.kinds import KINDS, ROWS, title_shown
from groundswell.web.presenters.desk.values import Titles
from groundswell.web.presenters.language import called

MOST_CELLS = 12  # of a change of many rows, as many as a page shows


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One change, as a line of a list."""

    id: str
    at: datetime
    by: str
    what: str  # "Changed the result"
    title: str
    address: str
    history_address: str
    can_be_undone: bool
    was_undone: bool
    compared: tuple[Compared, ...] = ()
    more: int = 0  # differences that the page leaves out
    can_be_restored: bool = False


def change_lines(
    changes: Sequence[ChangeFacts],
    community_id: str,
    titles: Titles,
    *,
    opens: Callable[[ChangeFacts], bool],
    with_differences: bool = False,
    may_change: bool = False,
) -> tuple[ChangeLine, ...]:
    """Changes in the order they came; each leads to what was changed where that `opens` to the reader, else to its
    history."""
    lines = (_line(change, community_id, titles, with_differences, may_change, at) for at, change in enumerate(changes))
    return tuple(
        line if opens(change) else replace(line, address=line.history_address)
        for change, line in zip(changes, lines, strict=True)
    )


def _line(change: ChangeFacts, community_id: str, titles: Titles, whole: bool, may_change: bool, at: int) -> ChangeLine:
    kind = OBJECT_KINDS.get(change.kind)
    differences = change.differences if whole else ()
    is_version = kind is not None and change.after is not None and "sorts" not in change.after
    return ChangeLine(
        id=change.id,
        at=change.at,
        by=called(change.by_name),
        what=what_was_done(change),
        title=_title(change, kind),
        address=_address(change, kind, community_id),
        history_address=_history(change, kind, community_id),
        can_be_undone=change.can_be_undone,
        was_undone=change.undone is not None,
        compared=_differences(kind, change, differences, titles),
        more=max(0, len(differences) - MOST_CELLS) if kind is None else 0,
        can_be_restored=may_change and is_version and at > 0,
    )


def _differences(
    kind: ObjectKind | None, change: ChangeFacts, differences: Sequence[Difference], titles: Titles
) -> tuple[Compared, ...]:
    if "sorts" in (change.after or {}):
        return ()
    if kind is None:
        shown = differences[:MOST_CELLS]
        return tuple(Compared(each.field, str(each.before), str(each.after), (), "") for each in shown)
    return compared(kind, differences, titles)


def what_was_done(change: ChangeFacts) -> str:
    """The verb and the kind, as a sentence without its subject."""
    verbs = {
        "made": gettext("Made"),
        "changed": gettext("Changed"),
        "retired": gettext("Retired"),
        "restored": gettext("Restored"),
        "reordered": gettext("Put in order"),
        "undone": gettext("Undone"),
        "loaded": gettext("Loaded"),
        "voted": gettext("Settled by a vote"),
    }
    return verbs.get(change.verb, change.verb)


def kind_words(kind: str) -> str:
    """What a kind of object or row is called: one of it, or the table."""
    if kind in KINDS:
        return str(KINDS[kind].singular)
    return str(ROWS[kind][0]) if kind in ROWS else kind


def _title(change: ChangeFacts, kind: ObjectKind | None) -> str:
    if kind is None:
        return " · ".join(part for part in (kind_words(change.kind), change.key) if part)
    content = change.after or change.before or {}
    if "sorts" in content:
        return str(KINDS[kind.name].plural)
    return title_shown(kind.name, title_of(kind.name, content)) or change.key


def _address(change: ChangeFacts, kind: ObjectKind | None, community_id: str) -> str:
    home = reverse("desk", args=[community_id])
    if kind is None:
        return f"{home}{change.kind}/{change.key}/" if change.key else f"{home}{change.kind}/"
    if not change.key or "sorts" in (change.after or {}):
        return f"{home}{change.kind}/"
    return _named("desk-object", community_id, change)


def _history(change: ChangeFacts, kind: ObjectKind | None, community_id: str) -> str:
    if not change.key or "sorts" in (change.after or {}):
        return ""
    return _named("desk-history", community_id, change)


def _named(name: str, community_id: str, change: ChangeFacts) -> str:
    try:
        return reverse(name, args=[community_id, change.kind, change.key])
    except NoReverseMatch:
        return ""
