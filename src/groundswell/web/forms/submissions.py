"""What a provider sends with the form: files, what they do to what was sent before, and the key of the page."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext

from groundswell.apps.submissions.actions import ADDS, REPLACES
from groundswell.apps.submissions.queries.listing import MEGABYTES_OF_A_FILE, MEGABYTES_TOGETHER, MOST_FILES
from groundswell.exchange.readers.files import plain_name

ENDINGS = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods", ".parquet")
BY_DAYS = "days"
_KEY = re.compile(r"[A-Za-z0-9_-]{16,64}")


@dataclass(frozen=True, slots=True)
class Sent:
    """One sending, read; `problems` are those of the form itself, by the name of its field."""

    files: tuple[UploadedFile, ...] = ()
    beside: str = ""
    key: str = ""
    problems: dict[str, str] = field(default_factory=dict)

    @property
    def contents(self) -> list[tuple[str, bytes]]:
        """Names with their bytes."""
        return [(plain_name(file.name or ""), file.read()) for file in self.files]

    @property
    def said(self) -> str:
        """What the action takes: blank goes by the days."""
        return self.beside if self.beside in (ADDS, REPLACES) else ""


def new_key() -> str:
    """A key for a page that is drawn now: whatever is sent from it, however often, is sent once."""
    return secrets.token_urlsafe(24)


def sent_form(request: HttpRequest) -> Sent:
    """What came, with what is wrong about it as a form."""
    files = tuple(request.FILES.getlist("files"))
    chosen, key = request.POST.get("beside", BY_DAYS), request.POST.get("key", "")
    problems = {"files": problem} if (problem := problem_of(files)) else {}
    if chosen not in (BY_DAYS, ADDS, REPLACES):
        problems["beside"] = gettext("Choose one of the three.")
    return Sent(files, chosen, key if _KEY.fullmatch(key) else new_key(), problems)


def problem_of(files: Sequence[UploadedFile]) -> str:
    """Why these files are not read at all; blank where they are."""
    if not files:
        return gettext("Choose a file first: CSV, XLSX or Parquet. Several can be chosen together.")
    if len(files) > MOST_FILES:
        return gettext("At most %(most)s files can be sent together.") % {"most": MOST_FILES}
    for file in files:
        name = plain_name(file.name or "")
        if not name.lower().endswith(ENDINGS):
            return gettext("%(name)s is no table: send CSV, XLSX or Parquet.") % {"name": name}
        if not file.size:
            return gettext("%(name)s is empty: choose the file that holds the records.") % {"name": name}
        if file.size > MEGABYTES_OF_A_FILE * 1024 * 1024:
            words = gettext("%(name)s is larger than %(most)s MB: split it into several files, or send it as Parquet.")
            return words % {"name": name, "most": MEGABYTES_OF_A_FILE}
    if sum(file.size or 0 for file in files) > MEGABYTES_TOGETHER * 1024 * 1024:
        return gettext("These files are larger than %(most)s MB together.") % {"most": MEGABYTES_TOGETHER}
    return ""
