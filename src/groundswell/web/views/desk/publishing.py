"""Who may see a community: public, unlisted or private, decided on a page of its own after a look at what is there."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from groundswell.apps.packages.actions import save_object
from groundswell.apps.packages.queries import object_of
from groundswell.apps.packages.queries.keeping import counts_of, unmatched_ids
from groundswell.apps.people.queries import require
from groundswell.core.permissions import Permission
from groundswell.core.vocabulary import Visibility
from groundswell.web.presenters.desk.pages import RefusedPage
from groundswell.web.presenters.desk.publishing import publishing_page
from groundswell.web.views.answers import not_found
from groundswell.web.views.desk.objects import GET_POST
from groundswell.web.views.desk.opening import Desk, opened


@GET_POST
def publishing(request: HttpRequest, community_id: str) -> HttpResponse:
    """The checklist and the choice."""
    desk = opened(request, community_id)
    require(desk.actor, Permission.PUBLISH_COMMUNITY, desk.community)
    if request.method == "POST":
        return _decided(desk)
    unmatched = sum(len(unmatched_ids(desk.community, kind)) for kind in ("places", "groups"))
    page = publishing_page(
        desk.community,
        counts_of(desk.community),
        tuple(one.content for one in desk.objects("indicators")),
        unmatched,
        is_saved="saved" in request.GET,
    )
    return desk.answer("publishing.html", page)


def _decided(desk: Desk) -> HttpResponse:
    chosen = desk.request.POST.get("visibility", "")
    kept = object_of(desk.community, "community", desk.community_id)
    if chosen not in set(Visibility) or kept is None:
        raise not_found()
    saving = save_object(
        community_id=desk.community_id,
        kind="community",
        object_id=desk.community_id,
        content={**kept.content, "visibility": chosen},
        version=kept.version,
        base=kept.content,
        by=desk.actor,
    )
    address = desk.address("desk-publishing")
    if saving.status in ("stored", "unchanged"):
        return HttpResponseRedirect(f"{address}?saved=1")
    return desk.answer("refused.html", RefusedPage.of(list(saving.findings), address), status=422)
