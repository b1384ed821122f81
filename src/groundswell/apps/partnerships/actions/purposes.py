"""What a partnership is for since a day, said by itself or with its name."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from groundswell.apps.partnerships.actions.pairs import partnership_to_change, put_name
from groundswell.apps.partnerships.models import Partnership, PartnershipPurpose, Purpose
from groundswell.apps.people.actions import RefusalError, alone_with
from groundswell.apps.people.actions.saving import Saved, record_saving, saved
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import Actor, not_retired
from groundswell.core.collaboration.purposes import purposes_on
from groundswell.core.findings import error
from groundswell.core.sentences import sentence


def describe_partnership(
    *, community_id: str, partnership_id: str, name: str, purpose_id: str = "", by: Actor
) -> Saved:
    """Name a partnership, or take its name away, and say what it is for from today on where a purpose is given.

    Both or neither; what is wrong with each comes back at once. Either side may, and who keeps all. Raises
    NotAllowedError.
    """

    def change() -> Saved:
        with alone_with(community_id):
            community, row = partnership_to_change(community_id, partnership_id, by)
            is_changed, refused = False, []
            try:
                is_changed |= put_name(community, row, name, by).is_changed
            except RefusalError as refusal:
                refused += refusal.findings
            try:
                if purpose_id:
                    is_changed |= put_purpose(community, row, purpose_id, timezone.localdate(), by).is_changed
            except RefusalError as refusal:
                refused += refusal.findings
            if refused:
                raise RefusalError(*refused)
            return Saved(partnership_id, is_changed=is_changed)

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
    """The work of `set_purpose`, of `describe_partnership` and of a worksheet that is loaded, which have asked."""
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
