"""The community that an address names, for the reader who asks: the same answer where it is not there or not theirs."""

from django.http import Http404, HttpRequest

from groundswell.api.bearer import reader_of
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import Actor, NotAllowedError, community_for, may_for_any_organization, require
from groundswell.core.permissions import Permission


def community_of(request: HttpRequest, community_id: str) -> Community:
    """The community, where the reader may open it; raises Http404."""
    community = community_for(community_id, reader=reader_of(request))
    if community is None:
        raise Http404
    return community


def read_with(request: HttpRequest, community_id: str, permission: Permission) -> Community:
    """The community, where the reader may do this in it; raises Http404, NotAllowedError."""
    community = community_of(request, community_id)
    require(reader_of(request), permission, community)
    return community


def demand(by: Actor, community: Community, *permissions: Permission | None) -> None:
    """Raise NotAllowedError where none of these is held for anything at all; the action looks closer."""
    wanted = [permission for permission in permissions if permission is not None]
    if not any(may_for_any_organization(by, permission, community) for permission in wanted):
        raise NotAllowedError(wanted[0], community)
