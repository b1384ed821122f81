"""Why there is no answer, as a problem document (RFC 9457): one sentence, and every single thing that is wrong.

Whatever goes wrong on the way to an answer is raised as a `ProblemError` and told in this one form.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse

PROBLEM = "application/problem+json"
PHRASES = {413: "Content Too Large", 422: "Unprocessable Content"}  # as RFC 9110 has them, whatever Python's age


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with what was sent: where (a JSON pointer), what, and what would be right."""

    pointer: str
    message: str
    fix: str = ""


@dataclass
class ProblemError(Exception):
    """There is no answer, for a reason that can be told."""

    status: int
    detail: str
    errors: Sequence[Problem] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    members: Mapping[str, Any] = field(default_factory=dict)  # what else the document says, such as `difference`

    def answer(self) -> HttpResponse:
        """The problem as a response."""
        return problem(self.status, self.detail, errors=self.errors, headers=self.headers, **self.members)


LATER = {"Retry-After": "2"}  # seconds


def others_are_writing() -> ProblemError:
    """The database is taken by somebody else; nothing was changed."""
    return ProblemError(503, "Others are writing just now; nothing was changed. Ask again.", headers=LATER)


def problem(
    status: int,
    detail: str,
    *,
    errors: Sequence[Problem] = (),
    headers: Mapping[str, str] | None = None,
    **members: Any,
) -> HttpResponse:
    """Why there is no answer."""
    title = PHRASES.get(status) or HTTPStatus(status).phrase
    body: dict[str, Any] = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    if errors:
        body["errors"] = [asdict(each) for each in errors]
    body.update(members)
    return HttpResponse(
        json.dumps(body, ensure_ascii=False), status=status, content_type=PROBLEM, headers=dict(headers or {})
    )
