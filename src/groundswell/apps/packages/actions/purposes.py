"""How a community takes up the proposed stairsteps: what partnerships can be for, from then on its own to change.

Each step is kept through the same door as any object that people keep, so that the history shows it as made by whoever
pressed the button, and each can be undone; all of them are taken up, or none.
"""

from __future__ import annotations

from groundswell.apps.packages.actions.objects import save_object
from groundswell.apps.partnerships.models import Purpose
from groundswell.apps.people.actions import RefusalError, alone_with, community_to_change
from groundswell.apps.people.actions.saving import Saved, saved
from groundswell.apps.people.queries import Actor, require
from groundswell.core.collaboration.purposes import PROPOSED_STEPS, Step
from groundswell.core.findings import error
from groundswell.core.permissions import Permission
from groundswell.core.sentences import sentence


def take_up_purposes(*, community_id: str, by: Actor) -> Saved:
    """Keep the eight proposed steps in a community that has none. Raises NotAllowedError."""

    def change() -> Saved:
        with alone_with(community_id):
            community = community_to_change(community_id, by)
            require(by, Permission.CHANGE_PARTNERSHIPS, community)
            if Purpose.objects.filter(community=community).exists():
                said = sentence("this community has purposes already")
                raise RefusalError(error(said, sentence("change them at the desk")))
            for number, step in enumerate(PROPOSED_STEPS, start=1):
                _keep(community_id, number, step, by)
            return Saved(is_changed=True)

    return saved(change)


def _keep(community_id: str, number: int, step: Step, by: Actor) -> None:
    content = {
        "label": str(step.label),
        "step": str(number),
        "description": str(step.description),
        "from_source": str(step.from_source),
    }
    saving = save_object(community_id=community_id, kind="purposes", object_id=step.id, content=content, by=by)
    if not saving.is_done:
        raise RefusalError(*saving.findings)
