"""The API under /api/v1/: read only, described at openapi.json, tried out at docs with what the wheels bring."""

import logging
import re

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, include, path, re_path
from ninja.errors import HttpError, ValidationError

from groundswell.api.answers import gently, not_found, problem
from groundswell.api.description import DescribedAPI
from groundswell.api.routers import indicators, people, scorecards

api = DescribedAPI(
    title="Groundswell",
    version="1",
    urls_namespace="api",
    description=(
        "The numbers of every page, as JSON and CSV: put `/api/v1` before a page's path and "
        "`.json` or `.csv` behind it. Percents are proportions (0.204); "
        "a withheld number is null and says why. Nothing can be changed here."
    ),
)
for router in (people.router, scorecards.router, indicators.router):
    api.add_router("", router)


@api.exception_handler(Http404)
def _absent(request: HttpRequest, failure: Http404) -> HttpResponse:
    return not_found(request)


@api.exception_handler(ValidationError)
def _misread(request: HttpRequest, failure: ValidationError) -> HttpResponse:
    said = "; ".join(f"{error['loc'][-1]}: {error['msg']}" for error in failure.errors)
    return problem(422, said)


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
    route = re.sub(r"\.(json|csv)$", r"/.\1", str(pattern.pattern))
    return path(route, gently(pattern.callback), name=f"{pattern.name}-literal")


found, kind, namespace = api.urls
patterns = [pattern for pattern in found if isinstance(pattern, URLPattern)]
urlpatterns = [
    path("", include(([_gentle(pattern) for pattern in patterns], kind), namespace=namespace)),
    *(_twin(pattern) for pattern in patterns if re.search(r">\.|data\.", str(pattern.pattern))),
    re_path(r"", gently(not_found)),
]
