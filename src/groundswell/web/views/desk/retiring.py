"""An object out of use, and in use again: asked once more before it is done."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from groundswell.apps.packages.actions import restore_object, retire_object
from groundswell.apps.packages.queries import object_of
from groundswell.apps.people.queries import NotAllowedError
from groundswell.web.presenters.desk.pages import RefusedPage, RetiringPage
from groundswell.web.views.answers import not_found
from groundswell.web.views.desk.objects import GET_POST
from groundswell.web.views.desk.opening import kind_named, opened


@GET_POST
def retire(request: HttpRequest, community_id: str, kind: str, object_id: str) -> HttpResponse:
    """Retire an object that is in use, restore one that is not."""
    desk = opened(request, community_id)
    described = kind_named(kind, desk)
    if described.model is None:
        raise not_found()
    if not desk.may_retire(described, object_id):
        raise NotAllowedError(described.permission, desk.community)
    kept = object_of(desk.community, kind, object_id)
    if kept is None:
        raise not_found()
    address = desk.address("desk-object", kind, object_id)
    if request.method != "POST":
        return desk.answer("retire.html", RetiringPage.of(kept, address, desk.address("desk-list", kind)))
    is_back = request.POST.get("do") == "restore"
    change = restore_object if is_back else retire_object
    version = request.POST.get("version", "")
    saving = change(community_id=community_id, kind=kind, object_id=object_id, version=version, by=desk.actor)
    if saving.status in ("stored", "unchanged"):
        said = f"?saved={saving.change_id}" if saving.status == "stored" else "?unchanged=1"
        return HttpResponseRedirect(address + said)
    if saving.status == "clash" and saving.object is not None:
        page = RetiringPage.of(saving.object, address, desk.address("desk-list", kind), is_stale=True)
        return desk.answer("retire.html", page, status=409)
    return desk.answer("refused.html", RefusedPage.of(list(saving.findings), address), status=422)
