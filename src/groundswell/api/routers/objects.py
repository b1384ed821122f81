"""Every kind of object that people keep, to read and to write: the same addresses for each, and a type of its own.

An object is read with its version. Whoever changes it says which version they saw (If-Match); where another stands by
now nothing is stored, and the answer says what differs.
"""

from collections.abc import Callable
from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query

from groundswell.api.answers import object_answer, reader_of
from groundswell.api.bodies import JSON_TYPES, MERGE_PATCH, body_of
from groundswell.api.changing import answer_of, changing, kept_document, seen_version
from groundswell.api.communities import read_with
from groundswell.api.description import KEY, SEEN, DescribedRouter, answers, sends
from groundswell.api.problems import Problem, ProblemError
from groundswell.api.refusals import misread, refused
from groundswell.api.schemas.contents import problems_in, shown, stored
from groundswell.api.schemas.objects import (
    OBJECT_BODIES,
    OBJECT_DOCUMENTS,
    OBJECT_LISTS,
    HistoryDocument,
    OrderDocument,
    sent_fields,
)
from groundswell.apps.packages.actions.objects import (
    order_of,
    reorder_objects,
    restore_object,
    retire_object,
    save_object,
)
from groundswell.apps.packages.queries import OBJECT_KINDS, KeptObject, ObjectKind, history_of, object_of, objects_of
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import Actor, may, require
from groundswell.core.permissions import Permission

router = DescribedRouter(tags=["keeping"])
View = Callable[..., HttpResponse]
Limit = Annotated[int, Query(ge=1, le=200, description="How many at most.")]
After = Annotated[str, Query(max_length=4000, description="`next` of the answer before; blank to begin.")]
WithRetired = Annotated[bool, Query(description="Also what is no longer in use.")]
ResultId = Annotated[str, Query(max_length=64, description="Whose indicators are meant.")]
_IDS = {"type": "array", "items": {"type": "string"}, "maxItems": 5000}
ORDER = {
    "type": "object",
    "properties": {
        "ids": _IDS,
        "seen": {**_IDS, "description": "The whole order that you saw: 409 where it is another by now."},
    },
    "required": ["ids"],
    "additionalProperties": False,
}


def _register(kind: ObjectKind) -> None:
    """The addresses of one kind."""
    one = f"{{community_id}}/{kind.name}/{{object_id}}"
    if kind.model is None:  # the community itself, of which there is one
        one = "{community_id}/community"
    else:
        _register_many(kind, one)
    name, kept = kind.singular, answers(OBJECT_DOCUMENTS[kind.name])
    stored_one, body = answers(OBJECT_DOCUMENTS[kind.name], writes=True), OBJECT_BODIES[kind.name]
    _add(one, "GET", _read(kind), f"read_{name}", f"One {name}", kept)
    cleared = f"Change a {name}: what is left out is cleared"
    _add(one, "PUT", _replace(kind), f"replace_{name}", cleared, stored_one, sends(body, KEY, SEEN))
    some = f"Change some fields of a {name} (RFC 7396): null clears a field"
    _add(one, "PATCH", _patch(kind), f"patch_{name}", some, stored_one, sends(None, KEY, SEEN, patch=body))
    who = f"Who changed a {name}, when, and what"
    _add(f"{one}/history", "GET", _history(kind), f"read_history_of_{name}", who, answers(HistoryDocument))
    if kind.is_ordered:
        at, names = f"{{community_id}}/order/{kind.name}", kind.name
        _add(at, "GET", _read_order(kind), f"read_order_of_{names}", f"The order of {names}", answers(OrderDocument))
        put = answers(OrderDocument, writes=True)
        _add(at, "PUT", _order(kind), f"order_{names}", f"Put {names} in another order", put, sends(ORDER, KEY))


def _register_many(kind: ObjectKind, one: str) -> None:
    """What only kinds have of which there are many: a list, new ones, and those that retire."""
    at, name = f"{{community_id}}/{kind.name}/", kind.singular
    document, turned = OBJECT_DOCUMENTS[kind.name], sends(None, KEY, SEEN)
    stored_one = answers(document, writes=True)
    _add(at, "GET", _list(kind), f"list_{kind.name}", f"All {kind.name}", answers(OBJECT_LISTS[kind.name]))
    made = answers(document, made=True, writes=True)
    _add(at, "POST", _make(kind), f"make_{name}", f"Make a new {name}", made, sends(OBJECT_BODIES[kind.name], KEY))
    back = f"Take a retired {name} into use again"
    _add(f"{one}/restore", "POST", _turned(kind, restore_object), f"restore_{name}", back, stored_one, turned)
    out = f"Take a {name} out of use; it keeps its history, and can be restored"
    _add(one, "DELETE", _turned(kind, retire_object), f"retire_{name}", out, stored_one, turned)


def _add(path: str, method: str, view: View, name: str, summary: str, response: Any, extra: Any = None) -> None:
    if path.startswith("{community_id}/community"):
        view = _of_the_community(view)
    view.__name__ = name
    router.add_api_operation(path, [method], view, summary=summary, response=response, openapi_extra=extra)


def _of_the_community(view: View) -> View:
    def answer(request: HttpRequest, community_id: str) -> HttpResponse:
        return view(request, community_id, community_id)

    return answer


def _list(kind: ObjectKind) -> View:
    def view(
        request: HttpRequest,
        community_id: str,
        limit: Limit = 100,
        after: After = "",
        with_retired: WithRetired = False,
    ) -> HttpResponse:
        community = read_with(request, community_id, kind.reading)
        if with_retired:
            require(reader_of(request), Permission.READ_HISTORY, community)
        page, following = _page(objects_of(community, kind.name, with_retired=True), limit, after, with_retired)
        document = {kind.name: [kept_document(kept) for kept in page], "next": following}
        return with_next(object_answer(request, document), request, following)

    return view


def _page(
    kept: tuple[KeptObject, ...], limit: int, after: str, with_retired: bool
) -> tuple[list[KeptObject], str | None]:
    """Those behind the one named by `after`. Nothing is deleted, so it can be found, retired or not."""
    if after:
        at = next((place for place, each in enumerate(kept) if each.id == after), None)
        if at is None:
            raise misread([Problem("?after", "names nothing here", "begin again without it")])
        kept = kept[at + 1 :]
    found = [each for each in kept if with_retired or not each.retired]
    return found[:limit], found[limit - 1].id if len(found) > limit else None


def with_next(response: HttpResponse, request: HttpRequest, following: str | None) -> HttpResponse:
    """The address of what comes after, as RFC 8288 links."""
    if following is not None:
        query = request.GET.copy()
        query["after"] = following
        response["Link"] = f'<{request.path}?{query.urlencode()}>; rel="next"'
    return response


def _found(request: HttpRequest, community: Community, kind: ObjectKind, object_id: str) -> KeptObject:
    """The object; a retired one is there for those who read the history."""
    kept = object_of(community, kind.name, object_id)
    if kept is None:
        raise Http404
    if kept.retired and not may(reader_of(request), Permission.READ_HISTORY, community):
        raise Http404
    return kept


def _read(kind: ObjectKind) -> View:
    def view(request: HttpRequest, community_id: str, object_id: str) -> HttpResponse:
        community = read_with(request, community_id, kind.reading)
        kept = _found(request, community, kind, object_id)
        return object_answer(request, kept_document(kept), version=kept.version)

    return view


def _history(kind: ObjectKind) -> View:
    def view(request: HttpRequest, community_id: str, object_id: str) -> HttpResponse:
        community = read_with(request, community_id, Permission.READ_HISTORY)
        require(reader_of(request), kind.reading, community)
        _found(request, community, kind, object_id)
        changes = history_of(community, kind.name, object_id, reader=reader_of(request))
        return object_answer(request, HistoryDocument.model_validate({"changes": changes}, from_attributes=True))

    return view


def _content(kind: ObjectKind, document: Any, object_id: str = "") -> dict[str, Any]:
    """What was sent, as the package keeps it; raises ProblemError (422) with everything that is wrong with it."""
    fields = sent_fields(kind)
    if isinstance(document, dict) and object_id and kind.id_field not in document:
        document = {kind.id_field: object_id, **document}
    if problems := problems_in(document, OBJECT_BODIES[kind.name], fields):
        raise misread(problems)
    return stored(document, kind.fields, is_table=kind.is_table)


def _make(kind: ObjectKind) -> View:
    def view(request: HttpRequest, community_id: str) -> HttpResponse:
        def work(community: Community, by: Actor) -> HttpResponse:
            content = _content(kind, body_of(request))
            object_id = str(content.get(kind.id_field, ""))
            if object_id and object_of(community, kind.name, object_id):
                raise refused_id(kind, object_id)
            saving = save_object(community_id=community_id, kind=kind.name, object_id=object_id, content=content, by=by)
            return answer_of(request, saving, status=201, sent=content)

        return changing(request, community_id, kind.turning, work)

    return view


def refused_id(kind: ObjectKind, object_id: str) -> Exception:
    """409 would ask to try again; the id stays taken."""
    return misread([Problem(f"/{kind.id_field}", f"'{object_id}' is taken", "choose another id, or change that one")])


def _replace(kind: ObjectKind) -> View:
    def view(request: HttpRequest, community_id: str, object_id: str) -> HttpResponse:
        def work(community: Community, by: Actor) -> HttpResponse:
            _demand_there(community, kind, object_id)
            version = seen_version(request)
            content = _content(kind, body_of(request), object_id)
            return _saved(request, community_id, kind, object_id, content, version, by)

        return changing(request, community_id, _permissions(kind), work)

    return view


def _patch(kind: ObjectKind) -> View:
    def view(request: HttpRequest, community_id: str, object_id: str) -> HttpResponse:
        def work(community: Community, by: Actor) -> HttpResponse:
            kept = _demand_there(community, kind, object_id)
            version = seen_version(request)
            patch = body_of(request, types=(MERGE_PATCH, *JSON_TYPES))
            if not isinstance(patch, dict):
                raise misread([Problem("", "is no object", "send the fields to change in braces")])
            content = _content(kind, merge_patched(shown(kept.content, kind.fields), patch), object_id)
            return _saved(request, community_id, kind, object_id, content, version, by)

        return changing(request, community_id, _permissions(kind), work)

    return view


def _saved(
    request: HttpRequest,
    community_id: str,
    kind: ObjectKind,
    object_id: str,
    content: dict[str, Any],
    version: str,
    by: Actor,
) -> HttpResponse:
    saving = save_object(
        community_id=community_id, kind=kind.name, object_id=object_id, content=content, version=version, by=by
    )
    return answer_of(request, saving, sent=shown(content, kind.fields))


def merge_patched(target: Any, patch: Any) -> Any:
    """A JSON merge patch (RFC 7396) over a document: null takes a key away.

    >>> merge_patched({"a": "b", "c": {"d": "e", "f": "g"}}, {"a": "z", "c": {"f": None}})
    {'a': 'z', 'c': {'d': 'e'}}
    """
    if not isinstance(patch, dict):
        return patch
    found = dict(target) if isinstance(target, dict) else {}
    for key, value in patch.items():
        if value is None:
            found.pop(key, None)
        else:
            found[key] = merge_patched(found.get(key), value)
    return found


def _permissions(kind: ObjectKind) -> tuple[Permission | None, ...]:
    ratings = Permission.RATE_INDICATORS if kind.name == "indicators" else None
    return kind.permission, kind.own_permission, ratings


def _demand_there(community: Community, kind: ObjectKind, object_id: str) -> KeptObject:
    kept = object_of(community, kind.name, object_id)
    if kept is None:
        raise Http404
    return kept


def _turned(kind: ObjectKind, action: Callable[..., Any]) -> View:
    def view(request: HttpRequest, community_id: str, object_id: str) -> HttpResponse:
        def work(community: Community, by: Actor) -> HttpResponse:
            _demand_there(community, kind, object_id)
            version = seen_version(request)
            saving = action(community_id=community_id, kind=kind.name, object_id=object_id, version=version, by=by)
            return answer_of(request, saving, sent={})

        return changing(request, community_id, kind.turning, work)

    return view


def _read_order(kind: ObjectKind) -> View:
    def view(request: HttpRequest, community_id: str, result_id: ResultId = "") -> HttpResponse:
        community = read_with(request, community_id, kind.reading)
        return object_answer(request, OrderDocument(ids=order_of(community, kind.name, result_id)))

    return view


def _order(kind: ObjectKind) -> View:
    def view(request: HttpRequest, community_id: str, result_id: ResultId = "") -> HttpResponse:
        def work(community: Community, by: Actor) -> HttpResponse:
            ids, seen = _order_sent(body_of(request))
            saving = reorder_objects(
                community_id=community_id, kind=kind.name, ids=ids, result_id=result_id, seen=seen, by=by
            )
            if saving.status == "refused":
                raise refused(saving.findings)
            order = OrderDocument(ids=order_of(community, kind.name, result_id))
            if saving.status == "clash":
                raise ProblemError(409, _ANOTHER_ORDER, members={"current": order.model_dump()})
            return object_answer(request, order)

        return changing(request, community_id, (kind.permission,), work)

    return view


_ANOTHER_ORDER = "Somebody put these in another order after the one that you saw; nothing was stored."


def _order_sent(document: Any) -> tuple[list[str], list[str] | None]:
    """The order that is wanted, and the one that was seen where it is said."""
    if not isinstance(document, dict) or not {"ids"} <= set(document) <= {"ids", "seen"}:
        fix = 'send {"ids": ["...", "..."], "seen": ["...", "..."]}'
        raise misread([Problem("", "is not an object with the key ids, and seen where you say it", fix)])
    for name, ids in document.items():
        if not isinstance(ids, list) or not all(isinstance(each, str) for each in ids):
            raise misread([Problem(f"/{name}", "is not a list of ids", "send a list of texts")])
    return document["ids"], document.get("seen")


for _kind in OBJECT_KINDS.values():
    _register(_kind)
