"""Changes taken back: undone within the hour, or an older state put in force again.

Both are changes like any other, with an event and a place in the history; an observation that is undone keeps a
revision of what it was for that while. Nothing is hidden.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils import timezone

from groundswell.apps.packages.actions.checking import checked_object
from groundswell.apps.packages.actions.objects import (
    Saving,
    kind_named,
    require_to_change,
    require_to_turn,
    store_changed,
    store_sorts,
)
from groundswell.apps.packages.actions.recording import Changed, answered, record_change
from groundswell.apps.packages.actions.rows import RowEdit, RowsSaving, change_rows
from groundswell.apps.packages.queries.history import UNDO_FOR, key_of, standing_rows, stands_as
from groundswell.apps.packages.queries.kinds import ROW_KINDS
from groundswell.apps.packages.queries.objects import object_of
from groundswell.apps.people.actions import RefusalError, alone_with, community_to_change
from groundswell.apps.people.models import Change, Community
from groundswell.apps.people.queries import Actor, require
from groundswell.core.findings import error, has_errors
from groundswell.core.permissions import Permission


def undo_change(*, community_id: str, change_id: str, by: Actor) -> Saving | RowsSaving:
    """Take a change back: within an hour, by its author or who undoes the changes of others, and only where nothing
    changed since. A new object is retired. Raises NotAllowedError where the actor may not."""

    def change() -> Saving | RowsSaving:
        with alone_with(community_id):
            community = community_to_change(community_id, by)
            made = _change_named(community, change_id)
            if made.by != by.name:
                require(by, Permission.UNDO_CHANGES, community)
            _refuse_too_late(made, community)
            saving = put_back(made, community, by)
            if saving.is_done:
                Change.objects.filter(pk=made.pk).update(undone=timezone.now())
            return saving

    return answered(change, lambda findings: Saving("refused", findings))


def _change_named(community: Community, change_id: str) -> Change:
    try:
        key = UUID(change_id)
    except ValueError:
        key = UUID(int=0)
    found = Change.objects.filter(community=community, pk=key).first()
    if found is None:
        raise RefusalError(error("there is no such change", "look in the history"))
    return found


def _refuse_too_late(made: Change, community: Community) -> None:
    if made.undone is not None:
        raise RefusalError(error("this was undone already", "look in the history"))
    if made.verb == "loaded" or timezone.now() - made.at > UNDO_FOR:
        raise RefusalError(error("this is no change of the last hour", "restore the older version from the history"))
    if not stands_as(made, community):
        raise RefusalError(error("somebody changed this since", "restore the older version from the history"))


def put_back(made: Change, community: Community, by: Actor) -> Saving | RowsSaving:
    """What a change changed as it stood before, inside the transaction of its caller."""
    if made.kind in ROW_KINDS:
        return _rows_as(made, community, made.before or {}, by, "undone")
    described = kind_named(made.kind)
    if "sorts" in (made.after or {}):
        require(by, described.permission, community)
        before, after = made.before or {}, made.after or {}
        store_sorts(described, community, before["sorts"])
        changed = Changed(made.kind, made.key, "undone", after, before)
        return Saving("stored", change_id=record_change(changed, community=community, by=by))
    whole = made.before
    if whole is None:  # what was made new stays in the history, and is used no longer
        whole = {**(made.after or {}), "retired": timezone.localdate().isoformat()}
    return object_as(made, community, whole, by, "undone")


def object_as(made: Change, community: Community, whole: dict[str, Any], by: Actor, verb: str) -> Saving:
    """One object as it stood at some time, through the same permissions and checks as a change by hand."""
    described = kind_named(made.kind)
    now = object_of(community, made.kind, made.key)
    assert now is not None  # nothing is deleted
    content = {name: part for name, part in whole.items() if name != "retired"}
    require_to_change(described, community, now, now.content, content, by)
    if described.model is None:
        seen = (now.content.get("visibility"), now.retired)
        if seen != (whole.get("visibility"), whole.get("retired", "")):
            require(by, Permission.PUBLISH_COMMUNITY, community)
    elif now.retired != whole.get("retired", ""):
        require_to_turn(described, community, now, by)
    found, findings = checked_object(described, community, made.key, content)
    if has_errors(findings):
        return Saving("refused", findings, now)
    return store_changed(described, community, now, {**found, "retired": whole.get("retired", "")}, verb, by)


def _rows_as(made: Change, community: Community, wanted: dict[str, Any], by: Actor, verb: str) -> RowsSaving:
    rows = wanted.get("rows", ())
    standing = standing_rows(community, made.kind, made.key, [row["key"] for row in rows])
    edits = [RowEdit(row["key"], row["content"], standing.get(key_of(made.kind, row["key"]))) for row in rows]
    return change_rows(community, made.kind, edits, made.key, by, verb, verb)


def restore_version(*, community_id: str, change_id: str, side: str = "before", by: Actor) -> Saving | RowsSaving:
    """Put the state before, or after, a change in force again, whatever happened since and however long ago.

    What is in use stays in use: an object's own retirement is not part of what is restored.
    """

    def change() -> Saving | RowsSaving:
        with alone_with(community_id):
            community = community_to_change(community_id, by)
            made = _change_named(community, change_id)
            whole = {"before": made.before, "after": made.after}.get(side)
            if whole is None or "sorts" in whole:
                raise RefusalError(error("there is no older version here", "choose another change"))
            if made.kind in ROW_KINDS:
                return _rows_as(made, community, whole, by, "restored")
            now = object_of(community, made.kind, made.key)
            retired = now.retired if now else ""
            return object_as(made, community, {**whole, "retired": retired}, by, "restored")

    return answered(change, lambda findings: Saving("refused", findings))
