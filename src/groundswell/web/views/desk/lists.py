"""The objects of one kind: their titles and states, who touched them last, and their order."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from groundswell.apps.packages.actions import reorder_objects
from groundswell.apps.packages.actions.objects import order_of
from groundswell.apps.packages.queries import ROW_KINDS, objects_of
from groundswell.apps.packages.queries.keeping import last_touches, observation_counts, unmatched_ids
from groundswell.core.findings import Finding, error
from groundswell.core.sentences import sentence
from groundswell.web.presenters.desk.lists import Listing, anchor_of, list_page, order_seen
from groundswell.web.presenters.desk.pages import RefusedPage
from groundswell.web.presenters.grids.choice import may_take_part
from groundswell.web.views.answers import not_found
from groundswell.web.views.desk.opening import Desk, kind_named, opened

_ANOTHER_ORDER = error(
    sentence("Somebody put these in another order while you were looking."),
    sentence("Look at the order that stands now, then move again."),
)


@require_safe
def listing(request: HttpRequest, community_id: str, kind: str) -> HttpResponse:
    """The list; `?retired=1` shows those out of use too, `?q=` finds by name."""
    desk = opened(request, community_id)
    if kind in ROW_KINDS:
        return HttpResponseRedirect(_of_an_indicator(desk, kind))
    described = kind_named(kind, desk)
    if described.model is None:
        return HttpResponseRedirect(desk.address("desk-object", kind, community_id))
    facts = Listing(
        kind=described,
        kept=objects_of(desk.community, kind, with_retired="retired" in request.GET),
        touches=last_touches(desk.community, kind),
        unmatched=unmatched_ids(desk.community, kind),
        observed=observation_counts(desk.community) if kind == "indicators" else {},
        changeable=frozenset(one.id for one in desk.objects(kind) if desk.may_change(described, one.id)),
        may_make=desk.may_change(described),
        numbered=frozenset(one.id for one in desk.objects(kind) if kind == "indicators" and desk.may_number(one)),
        may_aim=desk.may_keep_rows("targets"),
        may_choose=kind == "results" and may_take_part(desk.actor, desk.community),
        results={one.id: one.title for one in desk.objects("results")} if kind == "indicators" else {},
        query=request.GET.get("q", "").strip()[:100],
        number=request.GET.get("page", ""),
        with_retired="retired" in request.GET,
        moved=request.GET.get("moved", ""),
        direction=request.GET.get("way", ""),
        within=request.GET.get("in", ""),
    )
    return desk.answer("list.html", list_page(facts, community_id))


def _of_an_indicator(desk: Desk, kind: str) -> str:
    """Numbers and targets stand under an indicator: the only one, or one to be chosen from the list."""
    found = desk.objects("indicators")
    if len(found) == 1:
        return f"{desk.address('desk')}{kind}/{found[0].id}/"
    return desk.address("desk-list", "indicators")


@require_POST
def move(request: HttpRequest, community_id: str, kind: str) -> HttpResponse:
    """Move one object a place up or down among those of its kind, or among a result's indicators.

    The form says which order stood on its page; where another stands by now nothing is moved.
    """
    desk = opened(request, community_id)
    described = kind_named(kind, desk)
    desk.require_change(described)
    if not described.is_ordered:
        raise not_found()
    moved, way = request.POST.get("id", ""), request.POST.get("way", "up")
    result_id = request.POST.get("result", "")
    kept = order_of(desk.community, kind, result_id)
    if moved not in kept:
        raise not_found()
    place = kept.index(moved)
    other = max(0, place - 1) if way == "up" else min(len(kept) - 1, place + 1)
    ids = [one for one in kept if one != moved]
    ids.insert(other, moved)
    if request.POST.get("seen", order_seen(kept)) != order_seen(kept):
        return _not_moved(desk, kind, [_ANOTHER_ORDER])
    saving = reorder_objects(
        community_id=community_id, kind=kind, ids=ids, result_id=result_id, seen=kept, by=desk.actor
    )
    if not saving.is_done:
        return _not_moved(desk, kind, saving.findings or [_ANOTHER_ORDER])
    said = urlencode({"moved": moved, "way": "up" if way == "up" else "down", "in": result_id})
    return HttpResponseRedirect(f"{desk.address('desk-list', kind)}?{said}#{anchor_of(moved, result_id)}")


def _not_moved(desk: Desk, kind: str, findings: Sequence[Finding]) -> HttpResponse:
    return desk.answer("refused.html", RefusedPage.of(findings, desk.address("desk-list", kind)), status=409)
