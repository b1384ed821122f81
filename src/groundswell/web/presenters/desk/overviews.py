"""The top of the desk: what a new community needs next, what is kept, one's drafts, the latest changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext

from groundswell.apps.packages.queries import ChangeFacts, DraftFacts
from groundswell.web.presenters.desk.closed_lists import word_of
from groundswell.web.presenters.desk.histories import ChangeLine, change_lines
from groundswell.web.presenters.desk.kinds import KINDS, ROWS
from groundswell.web.presenters.writing import grouped


@dataclass(frozen=True, slots=True)
class Kept:
    """What a view knows of a community: how much is kept, what nobody decided yet, what the reader may do."""

    counts: Mapping[str, int]
    unmatched: Mapping[str, int] = field(default_factory=dict)
    may_change: frozenset[str] = frozenset()
    may_publish: bool = False
    visibility: str = "private"


@dataclass(frozen=True, slots=True)
class Step:
    """One step from nothing to a published scorecard."""

    words: str
    why: str
    address: str
    is_done: bool
    is_next: bool = False


@dataclass(frozen=True, slots=True)
class Drawer:
    """One kind of thing that is kept, and how much of it."""

    words: str
    what: str
    count: str
    address: str
    new_address: str
    new_words: str
    unmatched: int


@dataclass(frozen=True, slots=True)
class DraftLine:
    """One of the reader's own drafts."""

    words: str
    title: str
    saved: datetime
    address: str


@dataclass(frozen=True, slots=True)
class Overview:
    """The desk's first page."""

    community: str
    steps: tuple[Step, ...]
    is_ready: bool
    drawers: tuple[Drawer, ...]
    drafts: tuple[DraftLine, ...]
    changes: tuple[ChangeLine, ...]
    changes_address: str
    settings_address: str
    publishing_address: str
    visibility: str


def overview_page(
    name: str,
    community_id: str,
    kept: Kept,
    drafts: Sequence[DraftFacts],
    titles: Mapping[tuple[str, str], str],
    changes: Sequence[ChangeFacts],
    opens: Callable[[ChangeFacts], bool],
) -> Overview:
    """Everything on the desk's first page."""
    steps = guide(community_id, kept)
    return Overview(
        community=name,
        steps=steps,
        is_ready=all(step.is_done for step in steps),
        drawers=tuple(_drawers(community_id, kept)),
        drafts=tuple(_draft(community_id, draft, titles) for draft in drafts),
        changes=change_lines(changes, community_id, {}, opens=opens),
        changes_address=reverse("desk-changes", args=[community_id]),
        settings_address=_at(community_id, "desk-object", "community", community_id)
        if "community" in kept.may_change
        else "",
        publishing_address=_at(community_id, "desk-publishing") if kept.may_publish else "",
        visibility=word_of("visibility", kept.visibility),
    )


def guide(community_id: str, kept: Kept) -> tuple[Step, ...]:
    """Seven steps from nothing to a published scorecard, those done marked, the first that is not marked as next."""
    home = reverse("desk", args=[community_id])
    counts = kept.counts

    def new(kind: str) -> str:
        return _at(community_id, "desk-list" if counts[kind] else "desk-new", kind) if kind in kept.may_change else ""

    def table(kind: str) -> str:
        return f"{home}{kind}/" if kind in kept.may_change else ""

    first = (
        ("places", gettext("Name the places"), gettext("The community's own, and those within it.")),
        ("results", gettext("Write down a result"), gettext("What you want for everybody, in plain words.")),
        ("indicators", gettext("Choose an indicator"), gettext("A number that stands for the result.")),
        ("observations", gettext("Enter its numbers"), gettext("Type them, paste them, or read a published file.")),
        ("targets", gettext("Set a target"), gettext("Where it should be, and by when.")),
        ("stories", gettext("Tell the story"), gettext("Why the curve looks as it does.")),
    )
    steps = [
        (words, why, table(kind) if kind in ROWS else new(kind), counts.get(kind, 0) > 0) for kind, words, why in first
    ]
    address = _at(community_id, "desk-publishing") if kept.may_publish else ""
    why = gettext("Decide who may see it.")
    steps.append((gettext("Publish it"), why, address, kept.visibility == "public"))
    following = next((at for at, step in enumerate(steps) if not step[3]), -1)
    return tuple(Step(*step, is_next=at == following) for at, step in enumerate(steps))


def _drawers(community_id: str, kept: Kept) -> Iterator[Drawer]:
    for kind, words in KINDS.items():
        if kind == "community" or kind not in kept.counts:  # of what a reader may not read, not even how many
            continue
        new = _at(community_id, "desk-new", kind) if kind in kept.may_change else ""
        count, address = grouped(kept.counts.get(kind, 0)), _at(community_id, "desk-list", kind)
        unmatched = kept.unmatched.get(kind, 0)
        yield Drawer(str(words.plural), str(words.what), count, address, new, str(words.make), unmatched)
    home = reverse("desk", args=[community_id])
    for kind, (plural, what) in ROWS.items():
        address = f"{home}{kind}/" if kind in kept.may_change else ""
        yield Drawer(str(plural), str(what), grouped(kept.counts.get(kind, 0)), address, "", "", 0)


def _draft(community_id: str, draft: DraftFacts, titles: Mapping[tuple[str, str], str]) -> DraftLine:
    words, key = KINDS.get(draft.kind), draft.key
    if words is None:  # rows of a grid, which opens its own drafts
        home = reverse("desk", args=[community_id])
        key, _, view = key.partition("?")
        address = f"{home}{draft.kind}/{key}/" if key else f"{home}{draft.kind}/"
        address = f"{address}?{view}&draft=1" if view else f"{address}?draft=1"
        return DraftLine(str(ROWS[draft.kind][0]) if draft.kind in ROWS else draft.kind, key, draft.saved, address)
    parts = ("desk-object", draft.kind, key) if key else ("desk-new", draft.kind)
    title = titles.get((draft.kind, key)) or next((str(text) for text in draft.content.values() if text), "")
    said = str(words.singular if key else words.make)
    return DraftLine(said, title[:80], draft.saved, f"{_at(community_id, *parts)}?draft=1")


def _at(community_id: str, name: str, *parts: str) -> str:
    return reverse(name, args=[community_id, *parts])
