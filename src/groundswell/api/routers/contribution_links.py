"""Links of programs to indicators, to read and to write: each change is another version, and none is lost.

Whoever changes a link says which version they saw (If-Match). What the form refuses is refused here in the same words.
"""

from __future__ import annotations

from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from pydantic import BaseModel, ValidationError

from groundswell.api.answers import found, object_answer, reader_of
from groundswell.api.bodies import Number, body_of, pointed
from groundswell.api.changing import changing, seen_version
from groundswell.api.description import KEY, SEEN, DescribedRouter, answers, sends
from groundswell.api.problems import Problem, ProblemError
from groundswell.api.refusals import misread, refused
from groundswell.api.schemas.contents import problems_in, shown, stored
from groundswell.api.schemas.contribution_links import (
    FIELDS,
    ContributionLinkDocument,
    ContributionStoredDocument,
    LinkBody,
    NoteBody,
    RestoreBody,
)
from groundswell.apps.contributions.actions import (
    Saved,
    add_note,
    answer_challenge,
    restore_link,
    save_link,
    withdraw_link,
)
from groundswell.apps.contributions.queries import LinkFacts, NoteFacts
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import Actor, NotAllowedError
from groundswell.apps.scorecards.queries.contributions.asking import CHANGING
from groundswell.apps.scorecards.queries.contributions.ledger import COUNTS, LinkPage, link_page, too_few_to_tell
from groundswell.apps.scorecards.queries.programs.figures import shortest_shown
from groundswell.core.permissions import Permission
from groundswell.exchange.package.cells import problem_with_text

router = DescribedRouter(tags=["contribution"])
ALL = "{community_id}/contribution/links/"
ONE = f"{ALL}{{link_id}}"
NOTING = (Permission.NOTE_CONTRIBUTIONS,)
STORED = answers(ContributionStoredDocument, writes=True)
Body = TypeVar("Body", bound=BaseModel)


@router.get(f"{ONE}.json", response=answers(ContributionLinkDocument), summary="A link with its versions and notes")
def contribution_link_json(request: HttpRequest, community_id: str, link_id: str) -> HttpResponse:
    """What is assumed, by whom, since when, what was said about it, and what it could come to by itself."""
    page = _opened(community_id, link_id, reader_of(request))
    response = object_answer(request, _dumped(_document(page)))
    response["ETag"] = f'"{page.facts.version}"'
    response["Cache-Control"] = "private, no-store"
    return response


@router.post(
    ALL,
    response=answers(ContributionStoredDocument, made=True, writes=True),
    openapi_extra=sends(LinkBody, KEY),
    summary="Link a program to an indicator",
)
def make_contribution_link(request: HttpRequest, community_id: str) -> HttpResponse:
    """A blank `link_id` is made from the program and the indicator."""

    def work(community: Community, by: Actor) -> HttpResponse:
        content = _content(body_of(request))
        _refuse_few(community, content)
        done = save_link(community_id=community_id, content=content, by=by)
        return _answer(request, done, status=201)

    return changing(request, community_id, CHANGING, work)


@router.put(ONE, response=STORED, openapi_extra=sends(LinkBody, KEY, SEEN), summary="Write another version of a link")
def replace_contribution_link(request: HttpRequest, community_id: str, link_id: str) -> HttpResponse:
    """What is left out is blank from then on; the version before stays as it is."""

    def work(community: Community, by: Actor) -> HttpResponse:
        seen = _seen(request, _to_change(community_id, link_id, by))
        content = _content(body_of(request), link_id)
        _refuse_few(community, content)
        return _answer(request, save_link(community_id=community_id, content=content, seen_version=seen, by=by))

    return changing(request, community_id, CHANGING, work)


@router.delete(ONE, response=STORED, openapi_extra=sends(None, KEY, SEEN), summary="Withdraw a link; it is kept")
def withdraw_contribution_link(request: HttpRequest, community_id: str, link_id: str) -> HttpResponse:
    """It counts no more. Its versions and notes stay, and a version can be restored."""

    def work(community: Community, by: Actor) -> HttpResponse:
        seen = _seen(request, _to_change(community_id, link_id, by))
        return _answer(request, withdraw_link(community_id=community_id, link_id=link_id, seen_version=seen, by=by))

    return changing(request, community_id, CHANGING, work)


@router.post(
    f"{ONE}/restore",
    response=STORED,
    openapi_extra=sends(RestoreBody, KEY, SEEN),
    summary="Put a version in force again, as a new one",
)
def restore_contribution_link(request: HttpRequest, community_id: str, link_id: str) -> HttpResponse:
    """What is asked of a link today is asked of it as well."""

    def work(community: Community, by: Actor) -> HttpResponse:
        seen = _seen(request, _to_change(community_id, link_id, by))
        version = _read(body_of(request), RestoreBody).version
        done = restore_link(community_id=community_id, link_id=link_id, version=version, seen_version=seen, by=by)
        return _answer(request, done)

    return changing(request, community_id, CHANGING, work)


@router.post(
    f"{ONE}/notes",
    response=answers(ContributionStoredDocument, made=True, writes=True),
    openapi_extra=sends(NoteBody, KEY),
    summary="Say something about a link",
)
def note_contribution_link(request: HttpRequest, community_id: str, link_id: str) -> HttpResponse:
    """A step of its contribution analysis, what must be true, a challenge, or the answer to one."""

    def work(community: Community, by: Actor) -> HttpResponse:
        page = _opened(community_id, link_id, by)
        said = _read(body_of(request), NoteBody)
        facts: dict[str, Any] = {"community_id": community_id, "text": said.text, "source": said.source, "by": by}
        if not said.answers:
            done = add_note(link_id=link_id, step=said.step, **facts)
        elif any(note.id == said.answers for note in page.notes):
            done = answer_challenge(note_id=said.answers, **facts)
        else:
            raise misread([Problem("/answers", "names no challenge of this link", "send the id of one")])
        return _answer(request, done, status=201)

    return changing(request, community_id, NOTING, work)


# What is asked


def _opened(community_id: str, link_id: str, reader: Actor) -> LinkPage:
    return found(link_page(community_id, link_id, reader=reader))


def _to_change(community_id: str, link_id: str, by: Actor) -> LinkPage:
    """The same for whoever may change it; raises NotAllowedError."""
    page = _opened(community_id, link_id, by)
    if not page.may_change:
        raise NotAllowedError(CHANGING[0], page.community)
    return page


def _seen(request: HttpRequest, page: LinkPage) -> int:
    """The version that was seen; raises ProblemError (409) where another stands by now."""
    seen = seen_version(request)
    if seen != str(page.facts.version):
        detail = "Somebody changed this link after the version that you saw; nothing was stored. Look, and send again."
        members = {"version": str(page.facts.version), "current": _told(page.facts)}
        raise ProblemError(409, detail, members=members)
    return page.facts.version


def _content(document: Any, link_id: str = "") -> dict[str, str]:
    """The cells that were sent; raises ProblemError (422) with everything that is wrong with them."""
    if problems := problems_in(document, LinkBody, FIELDS):
        raise misread(problems)
    if link_id and document.get("link_id", link_id) != link_id:
        raise misread([Problem("/link_id", "is another link", "leave it out")])
    found = {name: str(cell) for name, cell in stored(document, FIELDS, is_table=True).items()}
    return {**found, "link_id": link_id or found.get("link_id", "")}


def _refuse_few(community: Community, content: dict[str, str]) -> None:
    if few := list(too_few_to_tell(content, shortest_shown(community))):
        raise refused(few)


def _read(document: Any, model: type[Body]) -> Body:
    if not isinstance(document, dict):
        raise misread([Problem("", "is no object", "send keys and values in braces")])
    plain = {name: int(each.text) if isinstance(each, Number) and each.text.isdecimal() else each
             for name, each in document.items()}  # fmt: skip
    try:
        found = model.model_validate(plain)
    except ValidationError as failure:
        errors = failure.errors(include_url=False, include_input=False)
        wrong = [Problem("".join(f"/{pointed(step)}" for step in one["loc"]), str(one["msg"])) for one in errors]
        raise misread(wrong) from None
    texts = {name: text for name, text in dict(found).items() if isinstance(text, str)}
    if steering := [Problem(f"/{name}", *said) for name, text in texts.items() if (said := problem_with_text(text))]:
        raise misread(steering)
    return found


# What is answered


def _answer(request: HttpRequest, done: Saved, *, status: int = 200) -> HttpResponse:
    if not done.is_done:
        raise refused(done.findings)
    doubts = [{"field": one.column or "", "message": str(one.message), "fix": str(one.fix)} for one in done.findings]
    document = {"id": done.id, "version": done.version, "is_changed": done.is_changed, "warnings": doubts}
    version = str(done.version) if done.version else ""
    headers = {}
    if status == 201 and version:
        headers["Location"] = f"{request.path}{done.id}"
    return object_answer(request, document, version=version, status=status, **headers)


def _document(page: LinkPage) -> dict[str, Any]:
    facts, preview = page.facts, page.preview
    reached, part = (preview.reached, preview.part) if preview else (None, None)
    return {
        "id": facts.id,
        "version": facts.version,
        "program_id": facts.program_id,
        "indicator_id": facts.indicator_id,
        "retired": facts.retired,
        "content": _told(facts),
        "versions": [_version(one, page) for one in page.versions],
        "notes": [_note(one, page) for one in page.notes],
        "served": reached.served if reached else None,
        "served_before": reached.served_before if reached else None,
        "served_of": reached.of if reached else "nobody",
        "served_period": reached.period if reached else "",
        "risk_difference": preview.difference if preview else None,
        "reach": part.reach if part else None,
        "people": part.people if part else None,
        "points": part.points if part else None,
        "reasons": [str(one) for one in preview.reasons] if preview else [],
    }


def _dumped(document: dict[str, Any]) -> dict[str, Any]:
    """As JSON; of contents only what is said."""
    found = ContributionLinkDocument.model_validate(document, from_attributes=True).model_dump(mode="json")
    found["content"] = document["content"]
    for told, one in zip(found["versions"], document["versions"], strict=True):
        told["content"] = one["content"]
    return found


def _told(facts: LinkFacts) -> dict[str, Any]:
    """What a version says; a number of people that is so small that it is not told is left out."""
    cells = {name: cell for name, cell in facts.content.items() if name not in COUNTS or not cell.startswith("<")}
    return shown(cells, FIELDS)


def _version(facts: LinkFacts, page: LinkPage) -> dict[str, Any]:
    return {
        "version": facts.version,
        "recorded": facts.recorded,
        "by": _who(facts.by, page),
        "retired": facts.retired,
        "content": _told(facts),
    }


def _note(note: NoteFacts, page: LinkPage) -> dict[str, Any]:
    return {
        **{name: getattr(note, name) for name in ("id", "date", "text", "source", "version", "organization_id")},
        "step": str(note.step),
        "by": _who(note.by, page),
        "answers": [_note(one, page) for one in note.replies],
    }


def _who(by: str, page: LinkPage) -> str:
    return page.names.get(by, by) if page.knows_who else ""
