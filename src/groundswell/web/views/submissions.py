"""Records of a program sent in the browser: the form and the template, what was sent, and what came of each.

Nobody but who may submit for the program opens any of it, and no page of it is kept by a browser.
"""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from groundswell.apps.people.actions.reading import record_read
from groundswell.apps.submissions.actions import (
    Submitting,
    roll_up_soon,
    submit_records,
    withdraw_submission,
)
from groundswell.apps.submissions.queries import template_of
from groundswell.apps.submissions.queries.listing import (
    ProgramRecords,
    SubmissionDetails,
    is_key_taken,
    program_records,
    submission_details,
    submissions_of,
)
from groundswell.core.findings import Finding, error
from groundswell.engine.store import StoreError
from groundswell.exchange.records import template_csv, template_workbook
from groundswell.exchange.writers import XLSX, content_disposition
from groundswell.web.forms.submissions import Sent, new_key, sent_form
from groundswell.web.presenters.language import stopped
from groundswell.web.presenters.programs.submissions import (
    Withdrawing,
    sending_form,
    submission_sheet,
    submissions_address,
    submissions_sheet,
)
from groundswell.web.reader import reader_of
from groundswell.web.views.answers import not_found, see


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
def submissions(request: HttpRequest, community_id: str, program_id: str) -> HttpResponse:
    """Everything sent so far, with the form; files sent to it are read, checked and stored, or returned."""
    at = _opened(request, community_id, program_id)
    if request.method != "POST":
        return _list(request, at)
    sent = sent_form(request)
    if sent.problems:
        return _list(request, at, sent=sent, status=422)
    try:
        found = _submit(request, at, sent)
    except StoreError as failure:
        wrong = error(str(failure), gettext("tell whoever runs this installation, and send it again later"))
        return _list(request, at, sent=sent, refusals=[wrong], status=503)
    if found.number and found.state == "returned":
        return _one(request, at, _details(at, found.number), sent=sent, is_again=not found.is_new, status=422)
    if found.is_done and found.is_new:
        roll_up_soon(at.community, reader_of(request))
    if found.number:
        again = "" if found.is_new else "?again=1"
        return see(f"{submissions_address(at)}{found.number}/{again}")
    return _list(request, at, sent=sent, refusals=found.findings, status=422)


def _submit(request: HttpRequest, at: ProgramRecords, sent: Sent) -> Submitting:
    """Sent once, however often the page sends it.

    Whoever goes back to the same page and sends other files means another submission: it gets a key of its own.
    """
    contents = sent.contents

    def submit(key: str) -> Submitting:
        return submit_records(
            community_id=at.community.public_id, program_id=at.program.public_id, files=contents, beside=sent.said,
            key=key, by=reader_of(request),
        )  # fmt: skip

    found = submit(sent.key)
    if found.state == "refused" and is_key_taken(at, sent.key):
        return submit(new_key())
    return found


@require_safe
def submission(request: HttpRequest, community_id: str, program_id: str, number: int) -> HttpResponse:
    """One submission: its state, what was found, what moved."""
    at = _opened(request, community_id, program_id)
    return _one(request, at, _details(at, number), is_again=request.GET.get("again") == "1")


@require_safe
def marked(request: HttpRequest, community_id: str, program_id: str, number: int) -> HttpResponseBase:
    """The returned files as a workbook with their cells marked, while it is kept."""
    at = _opened(request, community_id, program_id)
    path = _details(at, number).marked
    if path is None:
        raise not_found()
    details = {"program": program_id, "number": number}
    record_read(community_id=community_id, action="read_marked_records", by=reader_of(request), details=details)
    try:
        content = path.open("rb")
    except OSError:  # taken away just now
        raise not_found() from None
    return _download(FileResponse(content, content_type=XLSX), f"{at.program.public_id}-{number}-to-mend.xlsx")


@require_POST
def withdraw(request: HttpRequest, community_id: str, program_id: str, number: int) -> HttpResponse:
    """A submission is taken back, for a reason."""
    at = _opened(request, community_id, program_id)
    _details(at, number)
    reason = request.POST.get("reason", "")
    done = withdraw_submission(
        community_id=community_id, program_id=program_id, number=number, reason=reason, by=reader_of(request)
    )
    address = f"{submissions_address(at)}{number}/"
    found = _details(at, number)
    if done.is_done:
        roll_up_soon(at.community, reader_of(request))
    if done.is_done or found.facts.state == "withdrawn":
        return see(address)
    said = " ".join(str(stopped(f"{one.message}: {one.fix}")) for one in done.findings)
    problem = gettext("Say why you take it back; the reason stays with it.") if not reason.strip() else said
    return _one(request, at, found, withdrawing=Withdrawing(f"{address}withdraw/", reason, problem), status=422)


@require_safe
def template_xlsx(request: HttpRequest, community_id: str, program_id: str) -> HttpResponse:
    """The template as a workbook to fill in."""
    at = _opened(request, community_id, program_id)
    content = template_workbook(template_of(at.program))
    return _download(HttpResponse(content, content_type=XLSX), f"{program_id}-template.xlsx")


@require_safe
def template_table(request: HttpRequest, community_id: str, program_id: str, table: str) -> HttpResponse:
    """The headings of one table as CSV; 404 where no measure asks for the table."""
    at = _opened(request, community_id, program_id)
    content = template_csv(template_of(at.program)).get(f"{table}.csv")
    if content is None:
        raise not_found()
    return _download(HttpResponse(content, content_type="text/csv; charset=utf-8"), f"{table}.csv")


def _opened(request: HttpRequest, community_id: str, program_id: str) -> ProgramRecords:
    """The program, for whoever may submit for it; raises Http404, NotAllowedError."""
    at = program_records(community_id, program_id, reader=reader_of(request))
    if at is None:
        raise not_found()
    request.community = at.community  # type: ignore[attr-defined]  # for the head of the page
    return at


def _details(at: ProgramRecords, number: int) -> SubmissionDetails:
    found = submission_details(at, number)
    if found is None:
        raise not_found()
    return found


def _list(
    request: HttpRequest, at: ProgramRecords, *, sent: Sent | None = None, refusals: list[Finding] | None = None,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    told = sent or Sent(key=new_key())
    form = sending_form(at, key=told.key, beside=told.beside, problems=told.problems, refusals=refusals or [])
    sheet = submissions_sheet(at, submissions_of(at), template_of(at.program), form)
    return _drawn(request, "submissions.html", sheet, status)


def _one(
    request: HttpRequest, at: ProgramRecords, found: SubmissionDetails, *, sent: Sent | None = None,
    withdrawing: Withdrawing | None = None, is_again: bool = False, status: int = 200,
) -> HttpResponse:  # fmt: skip
    form = sending_form(at, key=new_key(), beside=sent.beside if sent else "")
    sheet = submission_sheet(at, found, form=form, withdrawing=withdrawing, is_again=is_again)
    return _drawn(request, "submission.html", sheet, status)


def _drawn(request: HttpRequest, template: str, sheet: Any, status: int) -> HttpResponse:
    response = render(request, f"pages/programs/{template}", {"page": sheet, "base": "base.html"}, status=status)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _download(response: Any, name: str) -> Any:
    response.headers["Content-Disposition"] = content_disposition(name)
    response.headers["Cache-Control"] = "private, no-store"
    return response
