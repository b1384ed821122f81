"""A community taken from view, and brought back: nothing of it is lost."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from groundswell.apps.people.actions.rows import RefusalError, alone_with, record_event, renew_data_version
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries.actors import Actor, may, require, require_administrator, runs_installation
from groundswell.core.findings import error
from groundswell.core.permissions import Permission
from groundswell.core.sentences import sentence


def community_to_change(community_id: str, by: Actor) -> Community:
    """The community that somebody is about to change; one they may not open is refused like one that is not there."""
    community = Community.objects.filter(public_id=community_id).first()
    if community is None or not may(by, Permission.READ_COMMUNITY, community):
        raise RefusalError(error(f"there is no community {community_id!r}", "check the address"))
    return community


def retire_community(*, community_id: str, by: Actor) -> Community:
    """Take a community from everybody's view, today. Its stewards may, and who runs the installation."""
    with alone_with(community_id):
        community = _community(community_id)
        if not runs_installation(by):
            require(by, Permission.PUBLISH_COMMUNITY, community)
        if community.retired is not None:
            raise RefusalError(error(sentence("this community is retired already")))
        return _retired(community, timezone.localdate(), "retire_community", by)


def restore_community(*, community_id: str, by: Actor) -> Community:
    """Bring a retired community back, as private: its stewards decide again who sees it."""
    with alone_with(community_id):
        require_administrator(by)
        community = _community(community_id)
        if community.retired is None:
            raise RefusalError(error(sentence("this community is not retired")))
        community.visibility = "private"
        community.document = {**community.document, "visibility": "private"}
        return _retired(community, None, "restore_community", by)


def _retired(community: Community, day: date | None, action: str, by: Actor) -> Community:
    """In the row, and in the document that a package carries; said in both logs."""
    community.retired = day
    document = {name: value for name, value in community.document.items() if name != "retired"}
    community.document = {**document, "retired": day.isoformat()} if day else document
    community.save(update_fields=["retired", "document", "visibility"])
    renew_data_version(community)
    record_event(community_id=community.public_id, action=action, by=by, details={})
    record_event(community_id="", action=action, by=by, details={"community": community.public_id})
    return community


def _community(community_id: str) -> Community:
    community = Community.objects.filter(public_id=community_id).first()
    if community is None:
        raise RefusalError(error(sentence("there is no such community"), column="community_id"))
    return community
