"""What partnerships are for: the stairsteps taken up as they are proposed, and a partnership's purpose since a day."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from groundswell.apps.partnerships.actions.pairs import partnership_to_change
from groundswell.apps.partnerships.models import Partnership, PartnershipPurpose, Purpose
from groundswell.apps.people.actions import RefusalError, alone_with, community_to_change
from groundswell.apps.people.actions.saving import Saved, record_saving, saved
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import Actor, not_retired, require
from groundswell.core.collaboration.purposes import PROPOSED_STEPS, purposes_on
from groundswell.core.findings import error
from groundswell.core.permissions import Permission
from groundswell.core.sentences import sentence


def take_up_purposes(*, community_id: str, by: Actor) -> Saved:
    """Keep the eight proposed steps in a community that has none; from then on they are its own to change."""

    def change() -> Saved:
        with alone_with(community_id):
            community = community_to_change(community_id, by)
            require(by, Permission.CHANGE_PARTNERSHIPS, community)
            if Purpose.objects.filter(community=community).exists():
                said = sentence("this community has purposes already")
                raise RefusalError(error(said, sentence("change them at the desk")))
            for number, step in enumerate(PROPOSED_STEPS, start=1):
                Purpose.objects.create(
                    community=community, public_id=step.id, label=str(step.label), step=str(number),
                    description=str(step.description), from_source=str(step.from_source),
                )  # fmt: skip
            record_saving(community, "purposes", by, purposes=[step.id for step in PROPOSED_STEPS], verb="taken up")
            return Saved(is_changed=True)

    return saved(change)


def set_purpose(
    *, community_id: str, partnership_id: str, purpose_id: str, since: date | None = None, by: Actor
) -> Saved:
    """What a partnership is for since a day, today where none is said; what it was for before stays. Raises
    NotAllowedError."""

    def change() -> Saved:
        with alone_with(community_id):
            community, row = partnership_to_change(community_id, partnership_id, by)
            return put_purpose(community, row, purpose_id, since or timezone.localdate(), by)

    return saved(change)


def put_purpose(community: Community, row: Partnership, purpose_id: str, since: date, by: Actor) -> Saved:
    """The work of `set_purpose` and of a worksheet that is loaded, which have asked."""
    kept = not_retired(Purpose.objects.filter(community=community))
    purpose = kept.filter(public_id=purpose_id).first() if "\x00" not in purpose_id else None
    if purpose is None:
        fix = sentence("choose one of the community's purposes")
        raise RefusalError(error(sentence("there is no such purpose"), fix, column="purpose"))
    if since > timezone.localdate():
        raise RefusalError(error(sentence("is in the future"), sentence("say what it is for today"), column="since"))
    told = PartnershipPurpose.objects.filter(partnership=row)
    if purposes_on(not_retired(told).values_list("since", "purpose_id"), since) == (purpose.pk,):
        return Saved(row.public_id)
    told.filter(since=since, retired=None).exclude(purpose=purpose).update(retired=timezone.localdate())
    told.update_or_create(
        community=community, partnership=row, since=since, purpose=purpose, defaults={"retired": None}
    )
    record_saving(
        community, "partnership_purpose", by, partnership=row.public_id, purpose=purpose_id, since=since.isoformat()
    )
    return Saved(row.public_id, is_changed=True)
