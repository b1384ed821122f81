"""The history of what people keep: who changed what when, what stood before and after, and what can be undone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast, Length
from django.utils import timezone

from groundswell.apps.packages.queries.kinds import OBJECT_KINDS, ROW_KINDS, RowKind
from groundswell.apps.packages.queries.objects import object_of
from groundswell.apps.packages.queries.rows import columns_of, kept_rows, rows_queryset
from groundswell.apps.people.models import Change, Community, Draft, field_of, moment_of_key
from groundswell.apps.people.queries import Actor, may, names_of, not_retired
from groundswell.core.merging import Content, Difference, differences, version_of
from groundswell.core.permissions import Permission

UNDO_FOR = timedelta(hours=1)
LONG = 20_000  # characters of rows: some hundred of them
Whole = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ChangeFacts:
    """One change of one object, or of several rows of one kind (`key` is the indicator's id, or blank).

    `before` and `after` are an object's content with `retired` in it; None is no object. For rows they are
    {"rows": [{"key": {...}, "content": {...} or None}]}, for an order {"ids": [...], "sorts": {...}}.
    `can_be_undone` says so for the reader who was named, or for its author. `by_name` is blank for who gave no name.
    """

    id: str
    at: datetime
    by: str
    by_name: str
    verb: str
    before: Whole | None
    after: Whole | None
    differences: tuple[Difference, ...]
    can_be_undone: bool
    kind: str = ""
    key: str = ""
    undone: datetime | None = None


@dataclass(frozen=True, slots=True)
class DraftFacts:
    """What somebody has typed and not stored; `base` is what stood when it was begun, None for a new object."""

    kind: str
    key: str
    base: Content | None
    content: Content
    saved: datetime


def history_of(
    community: Community, kind: str, key: str, *, reader: Actor | None = None, limit: int = 200
) -> tuple[ChangeFacts, ...]:
    """The changes of one object, or of the rows of one indicator; the latest first."""
    return _facts(community, Change.objects.filter(community=community, kind=kind, key=key), reader, limit)


def recent_changes(
    community: Community, limit: int = 50, *, reader: Actor | None = None, in_brief: bool = False
) -> tuple[ChangeFacts, ...]:
    """What was changed last in the whole community; the latest first.

    `in_brief` says nothing of what differs, and of rows not what stood: a list of a few lines does not read thousands.
    """
    changes = _readable(Change.objects.filter(community=community), community, reader)
    if not in_brief:
        return _facts(community, changes, reader, limit)
    sized = changes.annotate(length=Length(Cast("after", TextField()))).defer("before", "after")
    found = {change.pk: change for change in sized[:limit]}
    objects = [change.pk for change in found.values() if change.kind not in ROW_KINDS]
    found.update(Change.objects.in_bulk(objects))
    return tuple(_told(list(found.values()), community, reader, in_brief=True))


def change_of(community: Community, change_id: str, *, reader: Actor | None = None) -> ChangeFacts | None:
    """One change; None where there is none of that id in this community."""
    try:
        key = UUID(change_id)
    except ValueError:
        return None
    return next(iter(_facts(community, Change.objects.filter(community=community, pk=key), reader, 1)), None)


def _facts(
    community: Community, changes: QuerySet[Change], reader: Actor | None, limit: int
) -> tuple[ChangeFacts, ...]:
    return tuple(_told(list(_readable(changes, community, reader)[:limit]), community, reader))


def _readable(changes: QuerySet[Change], community: Community, reader: Actor | None) -> QuerySet[Change]:
    """Without the changes of what this reader may not read as it stands."""
    if reader is None:
        return changes
    shut = [kind.name for kind in OBJECT_KINDS.values() if not may(reader, kind.reading, community)]
    return changes.exclude(kind__in=shut) if shut else changes


def _told(
    changes: list[Change], community: Community, reader: Actor | None, *, in_brief: bool = False
) -> Iterable[ChangeFacts]:
    names = names_of(change.by for change in changes)
    for change in changes:
        is_unread = in_brief and change.kind in ROW_KINDS
        yield ChangeFacts(
            id=change.pk.hex,
            at=change.at,
            by=change.by,
            by_name=names.get(change.by, change.by),
            verb=change.verb,
            before=None if is_unread else change.before,
            after=None if is_unread else change.after,
            differences=() if in_brief else differences_of(change),
            can_be_undone=is_undoable(change, community, reader, in_brief=is_unread),
            kind=change.kind,
            key=change.key,
            undone=change.undone,
        )


def differences_of(change: Change) -> tuple[Difference, ...]:
    """What a change did, field by field; for rows a field is named by its row's key and its heading."""
    if change.kind not in ROW_KINDS:
        return differences(change.before, change.after)
    return differences(_by_cell(change.before), _by_cell(change.after))


def _by_cell(rows: Whole | None) -> Content:
    found: Content = {}
    for row in (rows or {}).get("rows", ()):
        named = " ".join(part for _, part in sorted(row["key"].items()) if part)
        found.update({f"{named} {heading}".strip(): cell for heading, cell in (row["content"] or {}).items()})
    return found


def is_undoable(change: Change, community: Community, reader: Actor | None = None, *, in_brief: bool = False) -> bool:
    """True within the hour, by its author or whoever undoes the changes of others, where nothing changed since.

    `in_brief` looks, for rows, first whether anybody touched any of their table since; where somebody did, a few rows
    are compared and very many are not offered. Whoever undoes looks closer.
    """
    if change.undone or change.verb == "loaded" or timezone.now() - change.at > UNDO_FOR:
        return False
    if reader is not None and reader.name != change.by and not may(reader, Permission.UNDO_CHANGES, community):
        return False
    if in_brief and _is_last_word(change, community):
        return True
    is_long = in_brief and getattr(change, "length", 0) > LONG
    return not is_long and stands_as(change, community)


def _is_last_word(change: Change, community: Community) -> bool:
    """True where rows of this table were not touched since, by nobody and by no load, as far as clocks tell."""
    version = community.ground_version
    if version and moment_of_key(version) >= change.at:
        return False
    since = Change.objects.filter(community=community, kind=change.kind, key=change.key, at__gte=change.at)
    return not since.exclude(pk=change.pk).exists()


def stands_as(change: Change, community: Community) -> bool:
    """True where what was changed still stands as the change left it."""
    if change.kind in ROW_KINDS:
        return all(now == then for now, then in _rows_now(change, community))
    if change.after is not None and "sorts" in change.after:
        return sorts_of(community, change.kind, change.after["ids"]) == change.after["sorts"]
    now = object_of(community, change.kind, change.key)
    return (now.version if now else "") == (version_of(change.after) if change.after is not None else "")


def sorts_of(community: Community, kind: str, ids: Iterable[str]) -> dict[str, str]:
    """Where each of some objects stands in the order people gave; blank where none was given."""
    found = (object_of(community, kind, each) for each in ids)
    return {one.id: str(one.content.get("sort", "")) for one in found if one}


def _rows_now(change: Change, community: Community) -> Iterable[tuple[Content | None, Content | None]]:
    rows = (change.after or {}).get("rows", ())
    standing = standing_rows(community, change.kind, change.key, [row["key"] for row in rows])
    for row in rows:
        yield standing.get(key_of(change.kind, row["key"])), row["content"]


def key_of(kind: str, key: Mapping[str, str]) -> tuple[str, ...]:
    """The parts of a row's key in their order, whatever order they came in; a part that is not said is blank."""
    return tuple(key.get(name, "") for name in ROW_KINDS[kind].key_names)


def standing_rows(
    community: Community, kind: str, indicator_id: str, keys: Iterable[Mapping[str, str]]
) -> dict[tuple[str, ...], Content]:
    """What stands under some keys today, by the key's parts in order; keys under which nothing is in use are absent."""
    described = ROW_KINDS[kind]
    wanted = {key_of(kind, key) for key in keys}
    rows = not_retired(rows_queryset(described, community, indicator_id))
    for name, parts in zip(described.key_names, zip(*wanted, strict=True), strict=False):
        rows = rows.filter(_within(described, columns_of(described)[name], set(parts)))
    return {key: row.content for row in kept_rows(described, rows) if (key := tuple(row.key.values())) in wanted}


def _within(described: RowKind, field: str, parts: set[str]) -> Q:
    """Rows whose part of the key is one of these; a blank place is the community's own, and a program may be blank."""
    if field_of(described.model, field).related_model is None:
        return Q(**{f"{field}__in": parts})
    named = Q(**{f"{field}__public_id__in": parts})
    return named | Q(place__is_own=True) if field == "place" and "" in parts else named


def draft_of(actor: Actor, community: Community, kind: str, key: str) -> DraftFacts | None:
    """What this person has typed about one object and not stored; a draft is its author's alone."""
    return next(iter(_drafts(actor, community, kind=kind, key=key)), None)


def drafts_of(actor: Actor, community: Community) -> tuple[DraftFacts, ...]:
    """Everything that this person has begun here and not stored; the latest first."""
    return tuple(_drafts(actor, community))


def _drafts(actor: Actor, community: Community, **which: str) -> Iterable[DraftFacts]:
    if actor.person is None:
        return
    drafts = Draft.objects.filter(person=actor.person, community=community, **which)
    for draft in drafts.order_by("-saved"):
        yield DraftFacts(draft.kind, draft.key, draft.base, draft.content, draft.saved)


def is_kind(kind: str) -> bool:
    """True for what can be changed, objects or rows."""
    return kind in OBJECT_KINDS or kind in ROW_KINDS
