"""A worksheet brought as a file: read, shown as it would be stored, and stored whole or not at all."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from groundswell.apps.partnerships.actions import load_worksheet
from groundswell.apps.partnerships.actions.worksheets import planned
from groundswell.apps.partnerships.queries import PartnersPage
from groundswell.apps.people.queries import NotAllowedError
from groundswell.core.findings import has_errors
from groundswell.core.permissions import Permission
from groundswell.exchange.worksheets import worksheet_from
from groundswell.web.forms.worksheets import Brought, brought
from groundswell.web.presenters.partners.importing import import_sheet
from groundswell.web.reader import reader_of
from groundswell.web.views.answers import see
from groundswell.web.views.partners.reading import drawn, opened


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
def import_worksheet(request: HttpRequest, community_id: str) -> HttpResponse:
    """The form, the preview of what came, and the loading of what was previewed."""
    page = opened(request, community_id)
    if not page.may_open:
        raise NotAllowedError(Permission.CHANGE_OWN_PARTNERSHIPS, page.community)
    if request.method != "POST":
        chosen = request.GET.get("organization", "")[:64]
        return drawn(request, "import.html", import_sheet(page, request.path, chosen))
    sent = brought(request, page.today)
    if sent.table is None or has_errors(sent.findings):
        return drawn(request, "import.html", import_sheet(page, request.path, sent.organization, sent=sent), 422)
    return _read(request, page, sent)


def _read(request: HttpRequest, page: PartnersPage, sent: Brought) -> HttpResponse:
    assert sent.table is not None
    if not page.may_keep and sent.organization not in page.viewer.organizations:
        raise NotAllowedError(Permission.CHANGE_OWN_PARTNERSHIPS, page.community)
    community, by, file = page.community.public_id, reader_of(request), sent.table.name
    entries, findings = worksheet_from(sent.table, day=sent.day)
    if has_errors(findings) or request.POST.get("do") != "load":
        plan = planned(community, sent.organization, entries, sent.choices, file, by)
        told = [*findings, *plan.findings]
        sheet = import_sheet(page, request.path, sent.organization, sent=sent, plan=plan, findings=told)
        return drawn(request, "import.html", sheet, 422 if has_errors(told) else 200)
    done = load_worksheet(
        community_id=community,
        organization_id=sent.organization,
        entries=entries,
        choices=sent.choices,
        file=file,
        by=by,
    )
    if not done.is_done:
        plan = planned(community, sent.organization, entries, sent.choices, file, by)
        sheet = import_sheet(page, request.path, sent.organization, sent=sent, plan=plan, findings=done.findings)
        return drawn(request, "import.html", sheet, 422)
    messages.success(request, gettext("Loaded.") if done.is_changed else gettext("All of it stood here already."))
    return see(reverse("worksheet", args=[community, sent.organization]))
