"""How a community makes a framework its own: a bundle taken up at once, and one element decided at a time.

Each element changes through the same doors as any object that people keep, so that the history shows it and it can be
undone; a bundle is taken up whole or not at all, and changes nothing that was decided before.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils import timezone

from groundswell.apps.packages.actions.objects import Saving, restore_object, save_object
from groundswell.apps.packages.actions.recording import answered
from groundswell.apps.packages.queries.objects import KeptObject, object_of, objects_of
from groundswell.apps.people.actions import Outcome, RefusalError, alone_with, community_to_change, outcome_of
from groundswell.apps.people.queries import Actor, require
from groundswell.core.findings import error
from groundswell.core.permissions import Permission
from groundswell.core.sentences import sentence
from groundswell.core.specification.elements import BUNDLES
from groundswell.core.specification.words import Stance

KIND = "framework"


def take_up_elements(*, community_id: str, bundle: str, by: Actor) -> Outcome:
    """Take up every element of a bundle as it is written, but for those that something was decided about already.

    Counts say how many were `taken_up` and how many were `left` as they stood. Raises NotAllowedError.
    """

    def change() -> Outcome:
        with alone_with(community_id):
            community = community_to_change(community_id, by)
            require(by, Permission.CHANGE_SPECIFICATION, community)
            if bundle not in BUNDLES:
                fix = sentence("choose one of those that are offered")
                raise RefusalError(error(sentence("there is no such bundle"), fix, column="bundle"))
            wanted = [one.id for one in BUNDLES[bundle].elements]
            standing = {one.id: one for one in objects_of(community, KIND, with_retired=True)}
            open_ones = [name for name in wanted if not _is_decided(standing.get(name))]
            for name in open_ones:
                _take_up(community_id, name, standing.get(name), by)
            return Outcome({"taken_up": len(open_ones), "left": len(wanted) - len(open_ones)})

    return outcome_of(change)


def _is_decided(kept: KeptObject | None) -> bool:
    return kept is not None and not kept.retired and bool(kept.content.get("stance"))


def _take_up(community_id: str, element_id: str, now: KeptObject | None, by: Actor) -> None:
    content = {**(now.content if now else {}), "stance": str(Stance.AS_WRITTEN)}
    saving = _put(community_id, element_id, content, now, by)
    if not saving.is_done:
        raise RefusalError(*saving.findings)


def decide_about_element(
    *, community_id: str, element_id: str, content: Mapping[str, str], version: str = "", by: Actor
) -> Saving:
    """Say what a community does with an element of the library, or with one of its own; reviewed today.

    `content` are cells by the headings of framework.csv. `version` is what somebody saw, blank where nothing was
    decided: where something else stands by now nothing is stored (status clash). Raises NotAllowedError.
    """

    def change() -> Saving:
        with alone_with(community_id):
            community = community_to_change(community_id, by)
            require(by, Permission.CHANGE_SPECIFICATION, community)
            now = object_of(community, KIND, element_id)
            stands = now is not None and not now.retired
            if now is not None and version != (now.version if stands else ""):
                return Saving("clash", [], now)
            return _put(community_id, element_id, {**content, "reviewed": timezone.localdate().isoformat()}, now, by)

    return answered(change, lambda findings: Saving("refused", findings))


def _put(community_id: str, element_id: str, content: Mapping[str, str], now: KeptObject | None, by: Actor) -> Saving:
    """Store it, taking up again what has retired: a decision that was taken back leaves its row behind."""
    version = now.version if now else ""
    if now is not None and now.retired:
        restored = restore_object(community_id=community_id, kind=KIND, object_id=element_id, version=version, by=by)
        assert restored.object is not None  # it stood there a moment ago, and nobody else writes
        version = restored.object.version
    saving = save_object(
        community_id=community_id, kind=KIND, object_id=element_id, content=content, version=version, by=by
    )
    if now is not None and now.retired and not saving.is_done:
        raise RefusalError(*saving.findings)  # nothing of it stays, the taking up again neither
    return saving
