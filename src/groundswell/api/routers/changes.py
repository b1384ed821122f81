"""What was changed in a community, and how a change is taken back: within the hour, or from the history at any time."""

from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query

from groundswell.api.answers import object_answer, reader_of
from groundswell.api.bodies import body_of
from groundswell.api.changing import changing
from groundswell.api.communities import read_with
from groundswell.api.description import KEY, DescribedRouter, answers, sends
from groundswell.api.problems import Problem, ProblemError
from groundswell.api.refusals import misread, refused
from groundswell.api.schemas.objects import HistoryDocument, UndoneDocument
from groundswell.apps.packages.actions.objects import Saving
from groundswell.apps.packages.actions.rows import RowsSaving
from groundswell.apps.packages.actions.undoing import restore_version, undo_change
from groundswell.apps.packages.queries import OBJECT_KINDS, ROW_KINDS, change_of, recent_changes
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import Actor
from groundswell.core.findings import Finding, error
from groundswell.core.permissions import Permission

router = DescribedRouter(tags=["changes"])
SIDE = {
    "type": "object",
    "properties": {"side": {"type": "string", "enum": ["before", "after"]}},
    "required": ["side"],
    "additionalProperties": False,
}
Limit = Annotated[int, Query(ge=1, le=200, description="How many at most.")]
CHANGING: tuple[Permission | None, ...] = (
    Permission.RATE_INDICATORS,
    *(each for kind in OBJECT_KINDS.values() for each in (kind.permission, kind.own_permission)),
    *(each for rows in ROW_KINDS.values() for each in (rows.permission, rows.own_permission)),
)


@router.get("{community_id}/changes/", response=answers(HistoryDocument), summary="What was changed last")
def list_changes(request: HttpRequest, community_id: str, limit: Limit = 50) -> HttpResponse:
    """The latest changes of everything that people keep here."""
    community = read_with(request, community_id, Permission.READ_HISTORY)
    changes = recent_changes(community, limit, reader=reader_of(request))
    return object_answer(request, HistoryDocument.model_validate({"changes": changes}, from_attributes=True))


@router.post(
    "{community_id}/changes/{change_id}/undo",
    response=answers(UndoneDocument, writes=True),
    openapi_extra=sends(None, KEY),
    summary="Take a change back",
)
def undo(request: HttpRequest, community_id: str, change_id: str) -> HttpResponse:
    """Within the hour, by its author or who undoes the changes of others, where nothing changed since."""

    def work(community: Community, by: Actor) -> HttpResponse:
        _demand(community, change_id, by)
        return _answer(request, undo_change(community_id=community_id, change_id=change_id, by=by))

    return changing(request, community_id, CHANGING, work)


@router.post(
    "{community_id}/changes/{change_id}/restore",
    response=answers(UndoneDocument, writes=True),
    openapi_extra=sends(SIDE, KEY),
    summary="Put the state before or after a change in force again",
)
def restore_change(request: HttpRequest, community_id: str, change_id: str) -> HttpResponse:
    """Whatever happened since, and however long ago; it is a change like any other."""

    def work(community: Community, by: Actor) -> HttpResponse:
        _demand(community, change_id, by)
        side = _side(body_of(request))
        return _answer(request, restore_version(community_id=community_id, change_id=change_id, side=side, by=by))

    return changing(request, community_id, CHANGING, work)


def _demand(community: Community, change_id: str, by: Actor) -> None:
    if change_of(community, change_id, reader=by) is None:
        raise Http404


def _side(document: Any) -> str:
    if not isinstance(document, dict) or set(document) != {"side"} or document["side"] not in ("before", "after"):
        raise misread([Problem("/side", "is neither before nor after", 'send {"side": "before"}')])
    return str(document["side"])


def _answer(request: HttpRequest, saving: Saving | RowsSaving) -> HttpResponse:
    if saving.status == "clash":
        raise ProblemError(409, "Somebody changed this meanwhile; nothing was stored. Ask again.")
    if saving.status == "refused":
        raise refused(_finding(each) for each in saving.findings)
    return object_answer(request, UndoneDocument(status=saving.status, change_id=saving.change_id))


def _finding(found: Any) -> Finding:
    """A finding about a row as one about the change: what was sent has no rows."""
    return found if isinstance(found, Finding) else error(found.message, found.fix)
