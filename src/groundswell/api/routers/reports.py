"""A program's report on a period, by program: read, typed line by line, handed over, taken or given back.

Lines are stored all or none, and only where the report stands as it was seen (If-Match). A period's slash is a hyphen
in addresses: 2024/2025 is 2024-2025. Whoever is not of the program's organization reads no small number here either.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, TypeVar

from django.http import Http404, HttpRequest, HttpResponse
from pydantic import BaseModel, ValidationError

from groundswell.api.answers import object_answer, reader_of
from groundswell.api.bodies import body_of, pointed
from groundswell.api.changing import changing, seen_version
from groundswell.api.description import KEY, SEEN, DescribedRouter, answers, sends
from groundswell.api.problems import Problem, ProblemError
from groundswell.api.refusals import misread
from groundswell.api.schemas.reports import ReportBody, ReportDocument, ReportStoredDocument, StepBody
from groundswell.apps.people.actions import Outcome
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import Actor
from groundswell.apps.programs.actions import (
    Entry,
    accept_report,
    lock_report,
    reopen_report,
    return_report,
    save_report,
    submit_report,
)
from groundswell.apps.programs.actions.placing import lines_meant, step_as_seen
from groundswell.apps.scorecards.queries.programs.figures import too_few
from groundswell.apps.scorecards.queries.programs.reports import (
    ReportLine,
    ReportPage,
    period_of_address,
    report_page,
    stored_units,
)
from groundswell.core.findings import Finding
from groundswell.core.permissions import Permission
from groundswell.exchange.package.cells import problem_with_text

router = DescribedRouter(tags=["reports"])
ONE = "{community_id}/programs/{program_id}/reports/{period}"
ENTERING = (Permission.ENTER_VALUES, Permission.ENTER_OWN_VALUES)
DECIDING = (Permission.ACCEPT_VALUES,)
PERHAPS_SEEN = {**SEEN, "required": False, "description": "The ETag of what you saw: 409 where another stands by now."}
Body = TypeVar("Body", bound=BaseModel)
Step = Callable[..., Outcome]


@router.get(ONE, response=answers(ReportDocument), summary="A program's report on a period")
def read_report(request: HttpRequest, community_id: str, program_id: str, period: str) -> HttpResponse:
    """What stands in it, how far it has come, and what is computed beside it; nothing, where nobody has begun it."""
    return _answer(request, _opened(community_id, program_id, period, reader_of(request)))


@router.put(
    ONE,
    response=answers(ReportStoredDocument, writes=True),
    openapi_extra=sends(ReportBody, KEY, SEEN),
    summary="Store lines of a report, all or none",
)
def store_report(request: HttpRequest, community_id: str, program_id: str, period: str) -> HttpResponse:
    """A line that you do not send stays as it is; one whose cells are blank is taken back while it is a draft."""

    def work(community: Community, by: Actor) -> HttpResponse:
        page = _opened(community_id, program_id, period, by)
        seen, body = seen_version(request), _read(body_of(request), ReportBody)
        entries = [Entry(one.measure_id, _cells(one), one.site, one.place_id, one.group_id) for one in body.lines]
        _refuse_twice(entries)
        if seen != page.token:
            raise _clash(page)
        _demand_reason(page, entries, body.reason)
        outcome = save_report(**_facts(page, by), entries=entries, seen=page.version, reason=body.reason)
        now = _opened(community_id, program_id, period, by)
        if not outcome.is_done:
            raise _clash(now) if now.token != page.token else _refused(outcome.findings, entries, page)
        return _answer(request, now, _doubts(outcome.findings, entries, page))

    return changing(request, community_id, ENTERING, work)


def _cells(line: BaseModel) -> dict[str, str]:
    return {name: getattr(line, name) for name in ("value", "numerator", "denominator", "note")}


def _taking(step: Step, *, says: tuple[str, ...]) -> Callable[..., HttpResponse]:
    """The address of one step; `says` is what its action takes of what was sent."""

    def view(request: HttpRequest, community_id: str, program_id: str, period: str) -> HttpResponse:
        def work(community: Community, by: Actor) -> HttpResponse:
            page = _opened(community_id, program_id, period, by)
            said = _read(body_of(request), StepBody)
            _refuse_unsaid(said, says)
            seen = seen_version(request) if "If-Match" in request.headers else page.token
            doing = partial(step, **_facts(page, by), **{name: getattr(said, name) for name in says})
            outcome = step_as_seen(page.row, str(page.period), seen, doing)
            now = _opened(community_id, program_id, period, by)
            if not outcome.is_done:
                raise _clash(now) if now.token != seen else _refused(outcome.findings, [], page)
            return _answer(request, now, _doubts(outcome.findings, [], page))

        return changing(request, community_id, ENTERING if step is submit_report else DECIDING, work)

    return view


def _register(name: str, step: Step, summary: str, *says: str) -> None:
    view = _taking(step, says=says)
    view.__name__ = f"{name}_report"
    router.add_api_operation(
        f"{ONE}/{name}",
        ["POST"],
        view,
        summary=summary,
        response=answers(ReportStoredDocument, writes=True),
        openapi_extra=sends(StepBody, KEY, PERHAPS_SEEN),
    )


_register("submit", submit_report, "Hand a report over to the backbone", "words")
_register("return", return_report, "Give a report back, saying what is to be mended", "words", "remarks")
_register("accept", accept_report, "Take a report: from now on others read its values", "words")
_register("lock", lock_report, "Close a report that was accepted")
_register("reopen", reopen_report, "Open a locked report again, for a reason", "words")


# What is asked


def _opened(community_id: str, program_id: str, period: str, reader: Actor) -> ReportPage:
    """The report; raises Http404, NotAllowedError."""
    when = period_of_address(period)
    page = report_page(community_id, program_id, when, reader=reader) if when else None
    if page is None:
        raise Http404
    return page


def _facts(page: ReportPage, by: Actor) -> dict[str, Any]:
    community, program = page.community.id, page.program.id
    return {"community_id": community, "program_id": program, "period": str(page.period), "by": by}


def _read(document: Any, model: type[Body]) -> Body:
    """What was sent; raises ProblemError (422) with everything that is wrong with it."""
    if not isinstance(document, dict):
        raise misread([Problem("", "is no object", "send keys and values in braces")])
    try:
        found = model.model_validate(document)
    except ValidationError as failure:
        errors = failure.errors(include_url=False, include_input=False)
        raise misread([Problem(_pointer(error["loc"]), _words(dict(error))) for error in errors]) from None
    if wrong := list(_steering(found)):
        raise misread(wrong)
    return found


def _pointer(steps: tuple[str | int, ...]) -> str:
    return "".join(f"/{pointed(step)}" for step in steps if step != "[key]")


def _words(error: Mapping[str, Any]) -> str:
    known = {"extra_forbidden": "unknown key", "missing": "is missing", "string_type": "is no text"}
    return known.get(str(error["type"]), str(error["msg"]))


def _steering(body: BaseModel) -> Iterator[Problem]:
    """Texts with characters that no file should hold; those of lines are looked at where they are stored."""
    texts = {name: getattr(body, name) for name in ("reason", "words") if hasattr(body, name)}
    said = {f"/{name}": text for name, text in texts.items()}
    said |= {f"/remarks/{pointed(name)}": text for name, text in getattr(body, "remarks", {}).items()}
    said |= {f"/remarks/{pointed(name)}": name for name in getattr(body, "remarks", {}) if problem_with_text(name)}
    for pointer, text in said.items():
        if problem := problem_with_text(text):
            yield Problem(pointer, *problem)


def _refuse_unsaid(body: StepBody, says: tuple[str, ...]) -> None:
    wrong = [name for name in ("words", "remarks") if name not in says and getattr(body, name)]
    if wrong:
        raise misread(Problem(f"/{name}", "is not said with this step", "leave it out") for name in wrong)


def _refuse_twice(entries: list[Entry]) -> None:
    keys = [(one.measure_id, one.site, one.place_id, one.group_id) for one in entries]
    twice = [at for at, key in enumerate(keys) if key in keys[:at]]
    if twice:
        raise misread(Problem(f"/lines/{at}", "the same line stands above", "send each line once") for at in twice)


def _demand_reason(page: ReportPage, entries: list[Entry], reason: str) -> None:
    """Nobody finds out a number that is withheld by sending numbers until one is taken for what stands."""
    hidden = {line.key for line in page.lines if line.is_withheld and line.state is not None and line.state.is_final}
    if not reason.strip() and any((one.measure_id, one.site, one.place_id, one.group_id) in hidden for one in entries):
        said = "this value was accepted, and changes only with a reason"
        raise misread([Problem("/reason", said, "say why it is corrected")])


# What is answered


def _answer(request: HttpRequest, page: ReportPage, warnings: list[dict[str, str]] | None = None) -> HttpResponse:
    """The report with its version as ETag; nobody keeps a copy, for what is computed beside it has no version here."""
    document = _document(page)
    if warnings is not None:
        document = ReportStoredDocument.model_validate({**dict(document), "warnings": warnings}, from_attributes=True)
    response = object_answer(request, document)
    response["ETag"] = f'"{page.token}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _document(page: ReportPage) -> ReportDocument:
    return ReportDocument.model_validate(
        {
            "program_id": page.program.id,
            "period": str(page.period),
            "version": page.token,
            "lines": [_line(line, page.smallest_shown) for line in page.lines if line.state is not None],
            "measures": page.measures,
            "computed": [
                {"measure": measure, "estimate": seen.estimate if seen else None} for measure, seen in page.computed
            ],
            "steps": page.steps,
            "may_enter": page.may_enter,
            "may_decide": page.may_decide,
            "smallest_shown": page.smallest_shown,
        },
        from_attributes=True,
    )


def _line(line: ReportLine, smallest_shown: int) -> dict[str, Any]:
    keys = {"measure_id": line.measure.id, "site": line.site, "place_id": line.place_id, "group_id": line.group_id}
    cells = {name: None if line.is_withheld else getattr(line, name)
             for name in ("value", "numerator", "denominator", "note")}  # fmt: skip
    reason = str(too_few(smallest_shown)) if line.is_withheld else ""
    return {**keys, **cells, "state": line.state, "withheld_because": reason}


def _clash(page: ReportPage) -> ProblemError:
    detail = "Somebody changed this report after the version that you saw; nothing was stored. Look, and send again."
    members = {"version": page.token, "current": _document(page).model_dump(mode="json")}
    return ProblemError(409, detail, members=members)


def _refused(findings: list[Finding], entries: list[Entry], page: ReportPage) -> ProblemError:
    errors = [one for one in findings if one.is_error]
    return misread(
        Problem(pointer, one.message, one.fix) for one in errors for pointer in _pointers(one, entries, page)
    )


def _doubts(findings: list[Finding], entries: list[Entry], page: ReportPage) -> list[dict[str, str]]:
    return [
        {"pointer": pointer, "message": str(one.message), "fix": str(one.fix)}
        for one in findings
        for pointer in _pointers(one, entries, page)
    ]


def _pointers(finding: Finding, entries: list[Entry], page: ReportPage) -> list[str]:
    """Where a finding is about: lines that were sent, the reason, the words, or all of it."""
    if finding.column in ("reason", "words"):
        return [f"/{finding.column}"]
    places, cell = lines_meant(finding, entries, stored_units(page))
    return [f"/lines/{at}/{cell}" for at in places] or [""]
