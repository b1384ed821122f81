"""Records of a program, sent by its provider's own system: exactly once, and what came of each.

A submission is named by its `Idempotency-Key` and known by its rows: whoever sends it again gets what was answered. The
key is kept with the submission itself, and not with the answers of other requests, for reading a hundred thousand rows
must keep nobody else from writing. Taking back what was taken back changes nothing, and needs no key.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError

from groundswell.api.answers import object_answer, problem, reader_of
from groundswell.api.bearer import writer_of
from groundswell.api.bodies import body_of
from groundswell.api.description import KEY, DescribedRouter, answers, sends
from groundswell.api.problems import Problem, ProblemError
from groundswell.api.refusals import misread, refused
from groundswell.api.retries import key_of
from groundswell.api.schemas.people import ProblemDocument
from groundswell.api.schemas.submissions import (
    SENDING,
    ReturnedDocument,
    SubmissionDocument,
    SubmissionsDocument,
    TemplateDocument,
    WithdrawalBody,
)
from groundswell.apps.people.queries import Actor
from groundswell.apps.submissions.actions import (
    Submitting,
    roll_up_soon,
    submit_records,
    withdraw_submission,
)
from groundswell.apps.submissions.queries import template_of
from groundswell.apps.submissions.queries.listing import (
    MEGABYTES_OF_A_FILE,
    MEGABYTES_TOGETHER,
    MOST_FILES,
    MovedFigure,
    ProgramRecords,
    SubmissionDetails,
    SubmissionFacts,
    is_key_taken,
    program_records,
    submission_details,
    submissions_of,
)
from groundswell.core.findings import Finding
from groundswell.core.records import RECORD_TABLES
from groundswell.engine.store import StoreError
from groundswell.exchange.readers.files import plain_name
from groundswell.exchange.records import ColumnMap, column_map_from, template_workbook
from groundswell.exchange.records.template import rule_words
from groundswell.exchange.writers import XLSX, content_disposition

router = DescribedRouter(tags=["records"])
ALL = "{community_id}/programs/{program_id}/submissions/"
ONE = f"{ALL}{{int:number}}"
MEGABYTE = 1024 * 1024
BESIDE = {"": "", "days": "", "adds": "adds", "replaces": "replaces"}
SENT = {200: SubmissionDocument, **answers(SubmissionDocument, made=True, writes=True), 409: ProblemDocument,
        422: ReturnedDocument}  # fmt: skip
SENDS = {
    **sends(None, KEY),
    "requestBody": {"required": True, "content": {"multipart/form-data": {"schema": SENDING}}},
}
TEMPLATE = {"responses": {200: {"description": "A workbook.", "content": {
    XLSX: {"schema": {"type": "string", "format": "binary"}}}}}}  # fmt: skip


@router.get(ALL, response=answers(SubmissionsDocument), summary="What was submitted")
def list_submissions(request: HttpRequest, community_id: str, program_id: str) -> HttpResponse:
    """All submissions of a program, the latest first."""
    at = _opened(reader_of(request), community_id, program_id)
    return object_answer(request, SubmissionsDocument.model_validate({"submissions": map(_line, submissions_of(at))}))


@router.get(f"{ALL}template.json", response=answers(TemplateDocument), summary="What a submission may hold")
def submission_template_json(request: HttpRequest, community_id: str, program_id: str) -> HttpResponse:
    """Tables and columns that the program's measures ask for, and why."""
    at = _opened(reader_of(request), community_id, program_id)
    tables = {
        table: [
            {
                "name": one.name, "kind": str(one.column.kind), "required": one.column.required, "needed": one.needed,
                "allowed": list(one.allowed), "why": list(dict.fromkeys(one.why)), "words": rule_words(table, one),
            }
            for one in columns
        ]
        for table, columns in template_of(at.program).tables.items()
    }  # fmt: skip
    return object_answer(request, TemplateDocument.model_validate({"tables": tables}))


@router.get(f"{ALL}template.xlsx", response=answers(None), summary="The template to fill in", openapi_extra=TEMPLATE)
def submission_template_xlsx(request: HttpRequest, community_id: str, program_id: str) -> HttpResponse:
    """The same as a workbook: a sheet for each table."""
    at = _opened(reader_of(request), community_id, program_id)
    response = HttpResponse(template_workbook(template_of(at.program)), content_type=XLSX)
    response["Content-Disposition"] = content_disposition(f"{program_id}-template.xlsx")
    response["Cache-Control"] = "private, no-store"
    return response


@router.get(ONE, response=answers(SubmissionDocument), summary="One submission")
def read_submission(request: HttpRequest, community_id: str, program_id: str, number: int) -> HttpResponse:
    """Its state, what was found in it, and every figure that it moved."""
    at = _opened(reader_of(request), community_id, program_id)
    return object_answer(request, _document(_details(at, number)))


@router.post(ALL, response=SENT, summary="Submit records, exactly once", openapi_extra=SENDS)
def submit(request: HttpRequest, community_id: str, program_id: str) -> HttpResponse:
    """201 for a new submission, 200 for one that stands already, 422 for one that is returned: nothing is stored."""
    by = writer_of(request)
    at = _opened(by, community_id, program_id)
    key = key_of(request) or ""
    sent = _sent(request)
    try:
        found = submit_records(
            community_id=community_id, program_id=program_id, files=sent.files, columns=sent.columns, table=sent.table,
            beside=sent.beside, key=key, by=by,
        )  # fmt: skip
    except StoreError as failure:
        raise ProblemError(503, f"The records could not be stored; nothing was changed: {failure}.") from None
    if found.is_done and found.is_new:
        roll_up_soon(at.community, by)
    return _answer(request, at, found, key)


def _answer(request: HttpRequest, at: ProgramRecords, found: Submitting, key: str) -> HttpResponse:
    """What came of sending."""
    if found.state == "refused" and is_key_taken(at, key):
        detail = "This Idempotency-Key named another submission before: make a new key for each submission."
        raise ProblemError(409, detail)
    if found.state in ("refused", "returned"):
        count = sum(one.is_error for one in found.findings)
        detail = f"Nothing was stored; {count} thing{'s' if count != 1 else ''} to mend."
        return problem(
            422, detail, number=found.number, state=found.state, counts=found.counts, findings=_found(found.findings)
        )
    document = _document(_details(at, found.number))
    location = f"{request.path}{found.number}"
    response = object_answer(request, document, status=201 if found.is_new else 200, Location=location)
    if not found.is_new:
        response["Idempotent-Replayed"] = "true"
    return response


@router.post(
    f"{ONE}/withdraw",
    response=answers(SubmissionDocument, writes=True),
    openapi_extra=sends(WithdrawalBody),
    summary="Take a submission back",
)
def withdraw(request: HttpRequest, community_id: str, program_id: str, number: int) -> HttpResponse:
    """For a reason: its records count no more, and are removed at once. Done once, however often it is asked."""
    by = writer_of(request)
    at = _opened(by, community_id, program_id)
    reason = _reason_in(body_of(request))
    found = _details(at, number)
    if found.facts.state != "withdrawn":
        done = withdraw_submission(
            community_id=community_id, program_id=program_id, number=number, reason=reason, by=by
        )
        found = _details(at, number)
        if not done.is_done and found.facts.state != "withdrawn":
            raise refused(done.findings)
        roll_up_soon(at.community, by)
    return object_answer(request, _document(found))


def _opened(actor: Actor, community_id: str, program_id: str) -> ProgramRecords:
    at = program_records(community_id, program_id, reader=actor)
    if at is None:
        raise Http404
    return at


def _details(at: ProgramRecords, number: int) -> SubmissionDetails:
    found = submission_details(at, number) if number < 2**31 else None
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True, slots=True)
class _Sent:
    files: list[tuple[str, bytes]]
    beside: str
    table: str | None
    columns: ColumnMap | None


def _sent(request: HttpRequest) -> _Sent:
    """The multipart form; raises ProblemError (400, 413, 415, 422) where it is none."""
    if not request.META.get("CONTENT_TYPE", "").lower().startswith("multipart/form-data"):
        raise ProblemError(415, "Send the files as multipart/form-data, each under the name files.")
    if int(request.META.get("CONTENT_LENGTH") or 0) > (MEGABYTES_TOGETHER + 1) * MEGABYTE:
        raise ProblemError(413, f"At most {MEGABYTES_TOGETHER} MB can be sent together: send fewer files.")
    try:
        files, form = request.FILES.getlist("files"), request.POST
    except (MultiPartParserError, UnreadablePostError, BadRequest, SuspiciousOperation):
        raise ProblemError(400, "The request is no whole multipart form.") from None
    wrong = list(_wrong(files, form.get("beside", ""), form.get("table", "")))
    if wrong:
        raise misread(wrong)
    columns = _columns_in(form.get("columns", ""))
    contents = [(plain_name(file.name or ""), file.read()) for file in files]
    return _Sent(contents, BESIDE[form.get("beside", "")], form.get("table") or None, columns)


def _wrong(files: list[UploadedFile], beside: str, table: str) -> Iterable[Problem]:
    if any((file.size or 0) > MEGABYTES_OF_A_FILE * MEGABYTE for file in files):
        raise ProblemError(413, f"A file is larger than {MEGABYTES_OF_A_FILE} MB: split it into several.")
    if not files:
        yield Problem("/files", "no file was sent", "send CSV, XLSX or Parquet under the name files")
    if len(files) > MOST_FILES:
        yield Problem("/files", f"more than {MOST_FILES} files were sent", "send the four tables together")
    if beside not in BESIDE:
        yield Problem("/beside", "is none of the three", "send days, adds or replaces")
    if table and table not in RECORD_TABLES:
        yield Problem("/table", "there is no such table", f"send one of {', '.join(RECORD_TABLES)}")


def _columns_in(text: str) -> ColumnMap | None:
    if not text.strip():
        return None
    columns, findings = column_map_from(text)
    if columns is None:
        raise misread(Problem("/columns", one.message, one.fix) for one in findings if one.is_error)
    return columns


def _reason_in(body: Any) -> str:
    reason = body.get("reason") if isinstance(body, dict) else None
    if not isinstance(reason, str) or not reason.strip() or len(reason) > 2_000:
        raise misread([Problem("/reason", "says no reason", "say in a sentence why it is withdrawn; name nobody")])
    if others := set(body) - {"reason"}:
        raise misread(Problem(f"/{name}", "is not known here", "leave it out") for name in sorted(others))
    return reason


def _line(one: SubmissionFacts) -> dict[str, Any]:
    names = ("number", "state", "at", "by_name", "is_in_use", "counts", "first_day", "last_day", "superseded_by",
             "withdrawn_at", "reason")  # fmt: skip
    return {**{name: getattr(one, name) for name in names}, "superseded": list(one.replaced)}


def _document(found: SubmissionDetails) -> SubmissionDocument:
    columns = {
        table: {column: list(headings) for column, headings in each.items()} for table, each in found.columns.items()
    }
    return SubmissionDocument.model_validate(
        {
            **_line(found.facts),
            "findings": _found(found.findings),
            "moved": [_moved(one) for one in found.moved],
            "columns": columns,
        }
    )


def _found(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    return [one.as_dict() for one in findings]


def _moved(one: MovedFigure) -> dict[str, Any]:
    sides = (one.before, one.after)
    is_withheld = any(side is not None and side.is_withheld for side in sides)
    before, after = (side.value if side else None for side in sides)
    reason = "it would tell of few people, and the records are another organization's" if is_withheld else ""
    return {"measure_id": one.measure_id, "period": one.period, "before": before, "after": after, "reason": reason}
