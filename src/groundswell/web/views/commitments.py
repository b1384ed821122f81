"""What was promised: the page of commitments, how one stands, reminders; and the page of promises."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST, require_safe

from groundswell.apps.packages.actions import save_object
from groundswell.apps.packages.queries import object_of, objects_of
from groundswell.apps.partnerships.actions import remind_of_commitments
from groundswell.apps.partnerships.queries.reminders import letters_due, unfinished_letters
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import require
from groundswell.apps.scorecards.queries.partnerships.commitments import Chosen, commitments_page, promises_page
from groundswell.core.findings import error
from groundswell.core.permissions import Permission
from groundswell.core.sentences import sentence
from groundswell.web.presenters.contributions.words import said_of
from groundswell.web.presenters.partners.commitment_rows import TypedStatus
from groundswell.web.presenters.partners.commitments import commitments_sheet
from groundswell.web.presenters.partners.promises import promises_sheet
from groundswell.web.reader import reader_of
from groundswell.web.views.answers import answer, not_found, see
from groundswell.web.views.rooms import community_of, said

_LONGEST = 10_000  # characters of what somebody says of a commitment; more is refused by what it is checked by
_UNSEEN = "0" * 16  # a version that nothing has: whoever sends none is told what stands


@require_safe
def commitments(request: HttpRequest, community_id: str) -> HttpResponse:
    """What was promised, and how far it goes; `?organization=`, `?kind=`, `?status=` and others narrow it."""
    return _page(request, community_of(request, community_id))


@require_POST
def status(request: HttpRequest, community_id: str, commitment_id: str) -> HttpResponse:
    """How a commitment stands, by one press, with what shows it; through the same checks and history as the desk."""
    community, reader = community_of(request, community_id), reader_of(request)
    require(reader, Permission.READ_PARTNERSHIPS, community)
    kept = object_of(community, "commitments", commitment_id)
    if kept is None or kept.retired:
        raise not_found()
    typed = {name: request.POST.get(name, "")[:_LONGEST] for name in ("status", "evidence", "kept_amount")}
    done = save_object(
        community_id=community_id,
        kind="commitments",
        object_id=commitment_id,
        content={**kept.content, **typed},
        version=request.POST.get("version", "") or _UNSEEN,
        by=reader,
    )
    if not done.is_done:
        clash = error(
            sentence("somebody else has changed this commitment since you opened it"),
            sentence("look at how it stands now, then press again"),
        )
        findings = [clash] if done.status == "clash" else done.findings
        refused = TypedStatus.refused(commitment_id, typed["evidence"], typed["kept_amount"], findings)
        return said(_page(request, community, refused), 409 if done.status == "clash" else 422)
    messages.success(request, gettext("Saved.") if done.status == "stored" else gettext("Nothing was different."))
    for one in done.findings:
        messages.warning(request, said_of(one))
    return see(f"{reverse('commitments', args=[community_id])}#{commitment_id}")


@require_POST
def remind(request: HttpRequest, community_id: str) -> HttpResponse:
    """Send the letters that are due; the page has said how many."""
    community_of(request, community_id)
    address = settings.ADDRESS or request.build_absolute_uri("/").rstrip("/")
    done = remind_of_commitments(community_id=community_id, by=reader_of(request), address=address)
    letters = done.counts.get("letters", 0)
    if letters or not done.findings:
        words = ngettext("%(n)s letter was sent.", "%(n)s letters were sent.", letters) % {"n": letters}
        messages.success(request, words)
    for one in done.findings:
        messages.error(request, said_of(one))
    return see(reverse("commitments", args=[community_id]))


@require_safe
def promises(request: HttpRequest, community_id: str) -> HttpResponse:
    """What was promised, for everybody; where the community does not publish it, there is no page but a preview."""
    community_of(request, community_id)
    found = promises_page(community_id, reader=reader_of(request), day=timezone.localdate())
    if found is None:
        raise not_found()
    return answer(request, "pages/partners/promises.html", promises_sheet(found, request.path))


def _page(request: HttpRequest, community: Community, typed: TypedStatus | None = None) -> HttpResponse:
    reader, today = reader_of(request), timezone.localdate()
    chosen = Chosen(**{name: request.GET.get(name, "")[:200] for name in Chosen.__slots__})
    found = commitments_page(community.public_id, reader=reader, day=today, chosen=chosen)
    if found is None:
        raise not_found()
    letters = len(letters_due(community, today=today)) if found.may_remind else 0
    unsure = unfinished_letters(community, today=today) if found.may_remind else None
    versions = {kept.id: kept.version for kept in objects_of(community, "commitments")}
    sheet = commitments_sheet(found, versions, letters=letters, unsure=unsure, typed=typed)
    return answer(request, "pages/partners/commitments.html", sheet)
