"""The API under /api/v1/: read by everybody who may, written by tokens; described at openapi.json, tried at docs."""

import logging
import re

from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, include, path, re_path
from ninja.errors import HttpError, ValidationError

from groundswell.api.answers import gently, not_found, problem
from groundswell.api.bearer import reader_of
from groundswell.api.description import DescribedAPI
from groundswell.api.problems import Problem, ProblemError, others_are_writing
from groundswell.api.refusals import not_allowed
from groundswell.api.routers import (
    agenda,
    changes,
    commitments,
    contribution_links,
    contribution_plans,
    contributions,
    indicators,
    links,
    mandates,
    objects,
    participants,
    participation,
    partner_network,
    partnerships,
    people,
    programs,
    provider_networks,
    reports,
    rows,
    scorecards,
    submissions,
    systems_scan,
)
from groundswell.apps.people.queries import NotAllowedError
from groundswell.apps.people.queries.troubles import Trouble, trouble_of
from groundswell.engine.store import StoreError

api = DescribedAPI(
    title="Groundswell",
    version="1",
    urls_namespace="api",
    description=(
        "**Numbers.** Those of every page, as JSON and CSV: put `/api/v1` before a page's path and `.json` or `.csv` "
        "behind it. Percents are proportions (0.204); a withheld number is null and says why.\n\n"
        "**Keeping.** Every object of a community as its package writes it (a percent is 20.4, as exact text), to read "
        "and, with an access token of somebody who may, to change: `Authorization: Bearer gsw_...`. Say which version "
        "you saw with `If-Match`; where somebody changed it meanwhile the answer is 409 and what differs. Name a "
        "request with `Idempotency-Key`, and it is done once however often you send it. Nothing is deleted: what is "
        "retired can be restored, and a change can be undone for an hour.\n\n"
        "**Problems** are RFC 9457 documents; `errors` names everything that is wrong, by JSON pointer."
    ),
)
for router in (
    people.router,
    scorecards.router,
    indicators.router,
    programs.router,
    participation.router,
    contribution_plans.router,
    contributions.router,
    contribution_links.router,
    agenda.router,
    commitments.router,
    mandates.router,
    provider_networks.router,
    partner_network.router,
    partnerships.router,
    systems_scan.router,
    reports.router,
    participants.router,
    submissions.router,
    links.router,
    objects.router,
    rows.router,
    changes.router,
):
    api.add_router("", router)


@api.exception_handler(Http404)
def _absent(request: HttpRequest, failure: Http404) -> HttpResponse:
    return not_found(request)


@api.exception_handler(ValidationError)
def _misread(request: HttpRequest, failure: ValidationError) -> HttpResponse:
    said = "; ".join(f"{error['loc'][-1]}: {error['msg']}" for error in failure.errors)
    errors = [Problem(f"?{error['loc'][-1]}", error["msg"]) for error in failure.errors]
    return problem(422, said, errors=errors)


@api.exception_handler(ProblemError)
def _told(request: HttpRequest, failure: ProblemError) -> HttpResponse:
    return failure.answer()


@api.exception_handler(NotAllowedError)
def _not_allowed(request: HttpRequest, failure: NotAllowedError) -> HttpResponse:
    actor = reader_of(request)
    logging.getLogger(__name__).warning("%s may not %s at %r", actor.name, failure.permission, request.path)
    return not_allowed(failure, actor).answer()


@api.exception_handler(OperationalError)
def _busy(request: HttpRequest, failure: OperationalError) -> HttpResponse:
    trouble = trouble_of(failure)
    if trouble is None:
        return _unforeseen(request, failure)
    if trouble is Trouble.BUSY:
        return others_are_writing().answer()
    logging.getLogger(__name__).error("%s could not be stored: %s", request.path, failure)
    if trouble is Trouble.FULL:
        return problem(503, "There is no space left on the disk of this installation; tell whoever runs it.")
    return problem(503, "The disk of this installation cannot be written; tell whoever runs it.")


@api.exception_handler(StoreError)
def _not_stored(request: HttpRequest, failure: StoreError) -> HttpResponse:
    logging.getLogger(__name__).error("%s could not be done: %s", request.path, failure)
    return problem(503, f"{failure}.")


@api.exception_handler(HttpError)
def _refused(request: HttpRequest, failure: HttpError) -> HttpResponse:
    return problem(failure.status_code, str(failure))


@api.exception_handler(Exception)
def _unforeseen(request: HttpRequest, failure: Exception) -> HttpResponse:
    logging.getLogger("django.request").exception("%s could not be answered", request.path, exc_info=failure)
    return problem(500, "Something went wrong here. It was noted; nothing you asked for was changed.")


def _gentle(pattern: URLPattern) -> URLPattern:
    return URLPattern(pattern.pattern, gently(pattern.callback), pattern.default_args, pattern.name)


def _twin(pattern: URLPattern) -> URLPattern:
    """The literal twin of a page that ends in a slash: /riverbend/.json beside /riverbend.json."""
    route = re.sub(r"\.(json|csv|xlsx)$", r"/.\1", str(pattern.pattern))
    return path(route, gently(pattern.callback), name=f"{pattern.name}-literal")


TWINS = re.compile(
    r">\.|(data|programs|measures|reach|overlap|contribution|funders|plan|agenda|scenarios|years|partners|network|"
    r"mandates|networks|commitments|promises|systems|questions)\."
)
found, kind, namespace = api.urls
patterns = [pattern for pattern in found if isinstance(pattern, URLPattern)]
urlpatterns = [
    *(_twin(pattern) for pattern in patterns if TWINS.search(str(pattern.pattern))),
    path("", include(([_gentle(pattern) for pattern in patterns], kind), namespace=namespace)),
    re_path(r"", gently(not_found)),
]
