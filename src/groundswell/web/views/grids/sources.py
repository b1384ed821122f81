"""Sources brought in through the browser: a file, the mapping that reads it, what would be stored, the import.

The mapping's text is the truth and the form changes what it understands of it. A mapping from the browser reads the one
file that was brought with it: nothing is fetched, and nothing else on the machine is opened.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods

from groundswell.apps.packages.actions import Saving, save_object, store_reading
from groundswell.apps.packages.queries import KeptObject, object_of, objects_of
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import Actor, may, require, require_any
from groundswell.apps.places.queries import known_of
from groundswell.core.findings import Finding
from groundswell.core.permissions import Permission
from groundswell.exchange.mapping import id_from, propose_mapping
from groundswell.exchange.package.cells import problem_with
from groundswell.exchange.package.columns import identifier
from groundswell.exchange.package.ids import free_id
from groundswell.web.forms.grids import changes_in, parts_of, spellings_in
from groundswell.web.presenters.grids.checking import said
from groundswell.web.presenters.grids.entries import Naming
from groundswell.web.presenters.grids.mapping_text import asked_of, changed_text, document_of
from groundswell.web.presenters.grids.source_preview import Preview, preview_of
from groundswell.web.views.answers import not_found
from groundswell.web.views.grids.doors import entered, naming_of, shown
from groundswell.web.views.grids.uploads import (
    LIMITS,
    MEGABYTES,
    Upload,
    keep_upload,
    remove_upload,
    upload_of,
    uploads_of,
)

LONGEST_MAPPING = 200_000


@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest, community_id: str) -> HttpResponse:
    """Bring a published file, or take up one that was brought before; a mapping is drafted by looking at it."""
    actor, community = entered(request, community_id)
    require(actor, Permission.CHANGE_SOURCES, community)
    if request.method != "POST":
        return _propose_page(request, actor, community)
    file = request.FILES.get("file")
    if file is None or not file.size:
        problem = gettext("Choose a file first: CSV, TSV, XLSX, XLS or ODS.")
        return _propose_page(request, actor, community, problem)
    upload = keep_upload(file, actor=actor, community=community)
    if upload is None:
        words = gettext("The file is larger than %(most)s MB. Import it at the command line: groundswell import.")
        return _propose_page(request, actor, community, words % {"most": MEGABYTES})
    existing = request.POST.get("source", "")
    if existing and object_of(community, "sources", existing) is None:
        existing = ""
    if not existing:
        try:
            propose_mapping(upload.path, limits=LIMITS)
        except ValueError as problem:
            remove_upload(upload)
            return _propose_page(request, actor, community, said(str(problem), ""))
    return HttpResponseRedirect(_mapping_address(community, existing or _new_id(community, upload), upload))


def _new_id(community: Community, upload: Upload) -> str:
    """An id made from the file's name that no source has yet."""
    taken = {one.id for one in objects_of(community, "sources", with_retired=True)} | {"propose", "new"}
    return free_id(taken, id_from(upload.path.stem, "source"))


def _mapping_address(community: Community, source_id: str, upload: Upload | None) -> str:
    path = reverse("source-mapping", args=[community.public_id, source_id])
    return f"{path}?upload={upload.id}" if upload else path


def _propose_page(request: HttpRequest, actor: Actor, community: Community, problem: str = "") -> HttpResponse:
    page = {
        "title": gettext("Bring in a source"),
        "community": community.name,
        "desk": reverse("community", args=[community.public_id]) + "desk/",
        "problem": problem,
        "most": MEGABYTES,
        "sources": [(one.id, one.title) for one in objects_of(community, "sources")],
        "uploads": [
            (one.name, _mapping_address(community, _new_id(community, one), one))
            for one in uploads_of(actor, community)
        ],
    }
    return shown(request, "pages/grids/propose.html", page, 422 if problem else 200)


@dataclass(slots=True)
class Visit:
    """One visit to a mapping: who, where, which source as it is kept, and the file that was brought."""

    request: HttpRequest
    actor: Actor
    community: Community
    source_id: str
    kept: KeptObject | None
    upload: Upload | None
    naming: Naming

    @property
    def standing(self) -> str:
        """The mapping as it is kept; blank for a new source."""
        return str(self.kept.content.get("mapping", "")) if self.kept else ""


@require_http_methods(["GET", "HEAD", "POST"])
def mapping(request: HttpRequest, community_id: str, source_id: str) -> HttpResponse:
    """One source's mapping, beside what it makes of a file."""
    actor, community = entered(request, community_id)
    require_any(actor, (Permission.CHANGE_SOURCES,), community, "")
    kept = object_of(community, "sources", source_id)
    upload = upload_of(request.GET.get("upload", ""), actor=actor, community=community)
    if kept is None and (upload is None or problem_with(identifier("source_id"), source_id)) and not request.POST:
        raise not_found()
    visit = Visit(request, actor, community, source_id, kept, upload, naming_of(community))
    if request.method != "POST":
        return _page(visit, visit.standing or _draft(visit))
    text = request.POST.get("mapping", "").replace("\r\n", "\n")[:LONGEST_MAPPING]
    known = {"place": visit.naming.names["place_id"], "group": visit.naming.names["group_id"]}
    text = changed_text(text, changes_in(request.POST), spellings_in(request.POST, known))
    match request.POST.get("do"):
        case "save":
            return _saved(visit, text)
        case "import":
            return _imported(visit, text)
        case _:
            return _page(visit, text)


def _draft(visit: Visit) -> str:
    if visit.upload is None:
        return ""
    try:
        return propose_mapping(visit.upload.path, limits=LIMITS)
    except ValueError:
        return f"file: {visit.upload.name}\n"


def _store(visit: Visit, text: str) -> Saving:
    return save_object(
        community_id=visit.community.public_id,
        kind="sources",
        object_id=visit.source_id,
        content={**(visit.kept.content if visit.kept else {}), "source_id": visit.source_id, "mapping": text},
        version=visit.request.POST.get("version", ""),
        by=visit.actor,
    )


def _saved(visit: Visit, text: str) -> HttpResponse:
    saving = _store(visit, text)
    if saving.status in ("stored", "unchanged"):
        address = _mapping_address(visit.community, visit.source_id, visit.upload)
        return HttpResponseRedirect(f"{address}{'&' if visit.upload else '?'}saved=1")
    return _refused(visit, text, saving)


def _refused(visit: Visit, text: str, saving: Saving) -> HttpResponse:
    if saving.status == "clash" and saving.object is not None:
        visit.kept = saving.object
        words = gettext("Somebody changed this mapping meanwhile. Nothing was stored: theirs stands below yours.")
        return _page(visit, text, problems=[words], theirs=visit.standing, status=409)
    findings = [finding for finding in saving.findings if finding.is_error]
    return _page(visit, text, problems=[_words(each) for each in findings], status=422)


def _imported(visit: Visit, text: str) -> HttpResponse:
    require(visit.actor, Permission.IMPORT_SOURCES, visit.community)
    preview = _preview(visit, text)
    if visit.upload is None:
        return _page(visit, text, problems=[gettext("The file is no longer here. Bring it again.")], status=422)
    if preview.reading is None or not preview.is_sound:
        return _page(visit, text, problems=[gettext("Nothing was stored: mend what is listed first.")], status=422)
    if text != visit.standing:
        saving = _store(visit, text)
        if saving.status not in ("stored", "unchanged"):
            return _refused(visit, text, saving)
        visit.kept = saving.object or visit.kept
    outcome = store_reading(reading=preview.reading, community=visit.community.public_id, by=visit.actor, mapping=text)
    if not outcome.is_done:
        return _page(visit, text, problems=[_words(each) for each in outcome.findings if each.is_error], status=422)
    remove_upload(visit.upload)
    visit.upload = None
    indicators = [seen.id for seen in preview.reading.indicators]
    return _page(visit, text, imported=_import_words(outcome.counts), notes=[_words(each) for each in outcome.findings],
                 indicators=indicators)  # fmt: skip


def _import_words(counts: dict[str, int]) -> list[str]:
    said_of = (
        ("added", ngettext("%(count)s observation is new", "%(count)s observations are new", counts.get("added", 0))),
        ("revised", ngettext("%(count)s value changed and keeps its history",
                             "%(count)s values changed and keep their history", counts.get("revised", 0))),
        ("amended", ngettext("%(count)s kept its value and changed beside it",
                             "%(count)s kept their values and changed beside them", counts.get("amended", 0))),
        ("unchanged", ngettext("%(count)s stood there already", "%(count)s stood there already",
                               counts.get("unchanged", 0))),
    )  # fmt: skip
    return [words % {"count": counts[name]} for name, words in said_of if counts.get(name)]


def _words(finding: Finding) -> str:
    where = ":".join(str(part) for part in (finding.row, finding.column) if part)
    words = said(finding.message, finding.fix)
    return f"{where}: {words}" if where else words


def _preview(visit: Visit, text: str) -> Preview:
    path = visit.upload.path if visit.upload else None
    return preview_of(text, visit.source_id, path, known_of(visit.community.public_id), LIMITS)


def _page(visit: Visit, text: str, *, status: int = 200, **told: Any) -> HttpResponse:
    preview = _preview(visit, text)
    shown_fields = asked_of(document_of(text))
    known = objects_of(visit.community, "indicators")
    names = visit.naming.names
    titles = {one.id: one.title for one in known}
    page = {
        "title": gettext("Mapping of %(source)s") % {"source": visit.source_id},
        "community": visit.community.name,
        "desk": reverse("community", args=[visit.community.public_id]) + "desk/",
        "propose": reverse("propose-source", args=[visit.community.public_id]),
        "text": text,
        "version": visit.kept.version if visit.kept else "",
        "is_new": visit.kept is None,
        "is_unsaved": text != visit.standing,
        "shown": json.dumps(shown_fields),
        "parts": parts_of(shown_fields, preview.headings, [(one.id, one.title) for one in known]),
        "preview": preview,
        "findings": [(str(each.severity), _words(each)) for each in preview.findings],
        "strangers": [
            (each, list((names["place_id"] if each.field == "place" else names["group_id"]).items()))
            for each in preview.strangers
        ],
        "upload": visit.upload,
        "may_import": may(visit.actor, Permission.IMPORT_SOURCES, visit.community),
        "saved": bool(visit.request.GET.get("saved")) and visit.request.method == "GET",
        "lines": min(30, max(10, text.count("\n") + 2)),
        "action": _mapping_address(visit.community, visit.source_id, visit.upload),
        "indicator_pages": [
            (titles.get(one, one), reverse("indicator", args=[visit.community.public_id, one]))
            for one in told.pop("indicators", ())
        ][:20],
        **told,
    }
    return shown(visit.request, "pages/grids/mapping.html", page, status)
