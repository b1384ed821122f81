"""What a reader may do in a community, and why; for a steward, what another person may."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from groundswell.apps.people.actions import record_read
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import Actor, actor_of, organization_names, person_of, require
from groundswell.core.permissions import Permission
from groundswell.web.presenters.permissions import permissions_page
from groundswell.web.reader import reader_of
from groundswell.web.views.answers import answer, not_found
from groundswell.web.views.rooms import community_of


@require_safe
def permissions(request: HttpRequest, community_id: str) -> HttpResponse:
    """What a reader may do in a community, and why."""
    community = community_of(request, community_id)
    reader = reader_of(request)
    asked = request.GET.get("person", "")
    whose = _another(asked, community, reader) if asked else reader
    page = permissions_page(community, whose, organization_names(community), of_another=bool(asked))
    return answer(request, "pages/people/permissions.html", page)


def _another(person_id: str, community: Community, reader: Actor) -> Actor:
    """A person who takes part here, as they stand now; looking is recorded."""
    require(reader, Permission.GIVE_ROLES, community)
    person = person_of(community, person_id)
    if person is None:
        raise not_found()
    details = {"person": str(person.pk)}
    record_read(community_id=community.public_id, action="read_permissions", by=reader, details=details)
    return actor_of(person)
