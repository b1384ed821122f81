"""What every request that changes something goes through, in this order: who asks, whether the community is theirs to
see, whether they may, whether it was asked before, and only then the action, which looks at all of it once more."""

import re
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from groundswell.api.answers import object_answer
from groundswell.api.bearer import writer_of
from groundswell.api.communities import community_of, demand
from groundswell.api.problems import ProblemError
from groundswell.api.refusals import clash, refused
from groundswell.api.retries import once
from groundswell.api.schemas.contents import shown
from groundswell.apps.packages.actions.objects import Saving
from groundswell.apps.packages.queries import OBJECT_KINDS, KeptObject
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import Actor
from groundswell.core.permissions import Permission

Work = Callable[[Community, Actor], HttpResponse]
_ETAG = re.compile(r'\s*(?:W/)?"([\x21\x23-\x7e]{1,200})"\s*')  # a proxy that compresses may have weakened it


def changing(
    request: HttpRequest, community_id: str, permissions: tuple[Permission | None, ...], work: Work
) -> HttpResponse:
    """The answer to a request that changes something; raises Http404, NotAllowedError, ProblemError."""
    by = writer_of(request)
    community = community_of(request, community_id)
    demand(by, community, *permissions)
    return once(request, by, lambda: work(community, by))


def seen_version(request: HttpRequest) -> str:
    """The version that If-Match names; raises ProblemError (428) where it names none."""
    header = request.headers.get("If-Match")
    if header is None:
        raise ProblemError(428, "Say which version you saw: If-Match with the ETag of what you read.")
    found = _ETAG.fullmatch(header)
    if found is None:
        raise ProblemError(428, 'If-Match names one version in quotation marks, such as "0123456789abcdef".')
    return found.group(1)


def kept_document(kept: KeptObject) -> dict[str, Any]:
    """An object as an answer says it."""
    kind = OBJECT_KINDS[kept.kind]
    facts = {"kind": kept.kind, "id": kept.id, "title": kept.title, "version": kept.version, "retired": kept.retired}
    return {**facts, "content": shown(kept.content, kind.fields)}


def answer_of(request: HttpRequest, saving: Saving, *, status: int = 200, sent: dict[str, Any]) -> HttpResponse:
    """What came of saving one object; raises ProblemError for what was refused (422) or met another version (409)."""
    kept = saving.object
    if saving.status == "refused":
        raise refused(saving.findings)
    if saving.status == "clash":
        current = kept_document(kept) if kept else None
        fields = OBJECT_KINDS[kept.kind].fields if kept else ()
        raise clash(saving.merge, kept.version if kept else "", sent, current, fields)
    assert kept is not None  # what is stored stands
    headers = {"Location": request.path.rstrip("/") + f"/{kept.id}"} if status == 201 else {}
    if saving.change_id:
        headers["Change-Id"] = saving.change_id
    doubts = [{"field": each.column or "", "message": each.message, "fix": each.fix} for each in saving.findings]
    return object_answer(
        request, {**kept_document(kept), "warnings": doubts}, version=kept.version, status=status, **headers
    )
