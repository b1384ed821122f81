"""Who takes part in a community, and the record of what was done in it. That they were read is recorded too."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Query

from groundswell.api.answers import object_answer, reader_of
from groundswell.api.bearer import writer_of
from groundswell.api.communities import read_with
from groundswell.api.description import DescribedRouter, answers, sends
from groundswell.api.problems import ProblemError
from groundswell.api.routers.objects import Limit
from groundswell.api.schemas.participants import AuditLogDocument, PartsDocument
from groundswell.apps.people.actions import record_read
from groundswell.apps.people.models import AuditEvent
from groundswell.apps.people.queries import parts_in
from groundswell.core.permissions import Permission

router = DescribedRouter(tags=["people"])
Before = Annotated[int | None, Query(ge=1, le=2**31 - 1, description="Only events before this number.")]


@router.get("{community_id}/people/", response=answers(PartsDocument), summary="Who takes part")
def list_people(request: HttpRequest, community_id: str) -> HttpResponse:
    """Each role that somebody holds here today. That you read it stands in the audit log."""
    community = read_with(request, community_id, Permission.READ_PEOPLE)
    reader = reader_of(request)
    parts = parts_in(community, reader=reader)
    record_read(community_id=community_id, action="read_people", by=reader, details={"people": len(parts)})
    return object_answer(request, PartsDocument.model_validate({"people": parts}, from_attributes=True))


@router.get("{community_id}/audit-log/", response=answers(AuditLogDocument), summary="What was done, and by whom")
def list_audit_events(
    request: HttpRequest, community_id: str, limit: Limit = 100, before: Before = None
) -> HttpResponse:
    """The latest events first; `next` is the `before` of the events that come after."""
    read_with(request, community_id, Permission.READ_AUDIT_LOG)
    events = AuditEvent.objects.filter(community=community_id).order_by("-sequence")
    found = list((events if before is None else events.filter(sequence__lt=before))[: limit + 1])
    following = found[limit - 1].sequence if len(found) > limit else None
    document = AuditLogDocument.model_validate({"events": found[:limit], "next": following}, from_attributes=True)
    return object_answer(request, document)


@router.post(
    "communities/",
    response={status: model for status, model in answers(None, writes=True).items() if status != 200},
    openapi_extra=sends({"type": "object"}),
    summary="Make a community: for an administrator in person, and for no token",
)
def make_community(request: HttpRequest) -> HttpResponse:
    """Always refused: whoever administers an installation does so in the browser or at the command line."""
    writer_of(request)
    raise ProblemError(
        403, "Communities are made by an administrator in person: in the browser, or at the command line."
    )
