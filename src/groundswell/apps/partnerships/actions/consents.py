"""Whom one side lets read what both answered: for the own side only; nobody lets read in place of another."""

from __future__ import annotations

from django.utils import timezone

from groundswell.apps.partnerships.actions.pairs import pair_of, partnership_known, require_to_speak
from groundswell.apps.partnerships.models import PartnershipConsent
from groundswell.apps.people.actions import RefusalError, alone_with
from groundswell.apps.people.actions.saving import Saved, record_saving, saved
from groundswell.apps.people.queries import Actor
from groundswell.core.collaboration.words import Readers
from groundswell.core.findings import error
from groundswell.core.sentences import sentence

ACTION = "partnership_consent"


def give_consent(*, community_id: str, partnership_id: str, organization_id: str, readers: str, by: Actor) -> Saved:
    """From today on one side lets these read what both answered; narrower or wider than before.

    Raises NotAllowedError for whoever does not answer for that organization: stewards and the operator alike.
    """

    def change() -> Saved:
        with alone_with(community_id):
            community, row = partnership_known(community_id, partnership_id, by)
            require_to_speak(by, community, organization_id)
            if not pair_of(row).is_side(organization_id):
                said = sentence("{id} is neither of the two", id=organization_id)
                fix = sentence("choose the organization that you answer for")
                raise RefusalError(error(said, fix, column="organization_id"))
            if readers not in list(Readers):
                fix = sentence("choose one of {words}", words=", ".join(Readers))
                raise RefusalError(error(sentence("nobody can tell who may read it"), fix, column="readers"))
            own = row.organization if row.organization.public_id == organization_id else row.partner
            told = PartnershipConsent.objects.filter(partnership=row, organization=own)
            last = told.filter(retired=None, since__lte=timezone.localdate()).order_by("-since").first()
            if last is not None and last.readers == readers:
                return Saved(partnership_id)
            facts = {"readers": readers, "retired": None}
            told.update_or_create(
                community=community, partnership=row, organization=own, since=timezone.localdate(), defaults=facts
            )
            record_saving(
                community, ACTION, by, partnership=partnership_id, organization=organization_id, readers=readers
            )
            return Saved(partnership_id, is_changed=True)

    return saved(change)
