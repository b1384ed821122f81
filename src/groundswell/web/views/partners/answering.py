"""One side answers, and says who may read it. The form comes back until all is right: nothing typed is lost."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from groundswell.apps.partnerships.actions import give_account, give_consent, set_purpose
from groundswell.apps.partnerships.queries import PartnershipFacts, PartnersPage, purposes_of
from groundswell.apps.people.queries import NotAllowedError
from groundswell.core.collaboration.accounts import Account
from groundswell.core.findings import Finding
from groundswell.core.permissions import Permission
from groundswell.web.forms.partnerships import (
    ReadAccount,
    TypedAccount,
    read_account,
    side_of,
    typed_account,
    typed_from,
    whoms_of,
)
from groundswell.web.presenters.partners.consent import consent_sheet
from groundswell.web.presenters.partners.form import answer_sheet
from groundswell.web.presenters.partners.words import finding_words, retired_words
from groundswell.web.reader import reader_of
from groundswell.web.views.answers import see
from groundswell.web.views.partners.reading import drawn, one_of

GET_POST = require_http_methods(["GET", "HEAD", "POST"])


@GET_POST
@sensitive_post_parameters()
def answer(request: HttpRequest, community_id: str, partnership_id: str) -> HttpResponse:
    """The form of one side's account, which begins with what that side said before, and with nothing of the other's."""
    page, facts = one_of(request, community_id, partnership_id)
    whoms = whoms_of(facts.said.pair, facts.own, may_record=facts.may_record)
    if not whoms:
        raise NotAllowedError(Permission.CHANGE_OWN_PARTNERSHIPS, page.community)
    if facts.retired and request.method != "POST":
        messages.warning(request, gettext("This partnership has ended. %(why)s") % {"why": retired_words(facts)})
        return see(reverse("partnership", args=[community_id, partnership_id]))
    if request.method != "POST":
        return _first(request, page, facts, whoms)
    typed = typed_account(request.POST)
    purposes = {one.id for one in (*purposes_of(page.community), *facts.purposes)}
    read = read_account(typed, facts.said.pair, today=timezone.localdate(), whoms=whoms, purposes=purposes)
    if read.problems:
        return _again(request, page, facts, typed, whoms, read.problems, 422)
    return _stored(request, page, facts, typed, read, whoms)


def _first(request: HttpRequest, page: PartnersPage, facts: PartnershipFacts, whoms: tuple[str, ...]) -> HttpResponse:
    own = next((side for side in facts.sides if side in facts.own), "")
    mine = [one for one in facts.said.accounts if one.side == own and one.recorded_by == own] if own else []
    before = mine[-1] if mine else None
    said = typed_from(before, facts.said.pair) if before else {}
    said |= _seen(facts, whoms)
    if len(facts.purposes) == 1:
        said["purpose"] = facts.purposes[0].id
    sheet = answer_sheet(page, facts, TypedAccount(said), request.path, whoms=whoms, begins_with=before)
    return drawn(request, "answer.html", sheet)


def _seen(facts: PartnershipFacts, whoms: tuple[str, ...]) -> dict[str, str]:
    """The version of today's account of each whom this person may answer for."""
    return {f"seen-{whom}": one.version for whom in whoms if (one := _of_today(facts, whom, timezone.localdate()))}


def _of_today(facts: PartnershipFacts, whom: str, day: object) -> Account | None:
    meant = (day, *side_of(whom))
    return next((one for one in facts.said.accounts if (one.day, one.side, one.recorded_by) == meant), None)


def _stored(
    request: HttpRequest, page: PartnersPage, facts: PartnershipFacts, typed: TypedAccount, read: ReadAccount,
    whoms: tuple[str, ...],
) -> HttpResponse:  # fmt: skip
    community, by = page.community.public_id, reader_of(request)
    whom = typed["whom"] or whoms[0]
    done = give_account(community_id=community, account=read.account, seen=typed[f"seen-{whom}"], by=by)
    if not done.is_done:
        is_met = all(not one.column for one in done.findings)
        if not is_met:
            return _again(request, page, facts, typed, whoms, done.findings, 422)
        _, now = one_of(request, community, facts.id)
        met = None if now.retired else _of_today(now, whom, read.account.day)
        renewed = TypedAccount({**typed.said, f"seen-{whom}": met.version if met else ""})
        return _again(request, page, now, renewed, whoms, done.findings, 409, met)
    changed = [done]
    if read.purpose and read.purpose not in {one.id for one in facts.purposes}:
        changed.append(set_purpose(community_id=community, partnership_id=facts.id, purpose_id=read.purpose, by=by))
    if read.readers and read.account.side in facts.own:
        side = read.account.side
        changed.append(
            give_consent(
                community_id=community, partnership_id=facts.id, organization_id=side, readers=read.readers, by=by
            )
        )
    for each in (finding for one in changed for finding in one.findings):
        messages.warning(request, finding_words(each))
    is_changed = any(one.is_changed for one in changed)
    messages.success(request, gettext("Saved.") if is_changed else gettext("Nothing was different."))
    return see(reverse("partnership", args=[community, facts.id]))


def _again(
    request: HttpRequest, page: PartnersPage, facts: PartnershipFacts, typed: TypedAccount, whoms: tuple[str, ...],
    findings: tuple[Finding, ...] | list[Finding], status: int, met: Account | None = None,
) -> HttpResponse:  # fmt: skip
    sheet = answer_sheet(page, facts, typed, request.path, whoms=whoms, findings=findings, met=met)
    return drawn(request, "answer.html", sheet, status)


@GET_POST
def consent(request: HttpRequest, community_id: str, partnership_id: str) -> HttpResponse:
    """Whom the reader's own side lets read what both answered; each choice with what comes of it."""
    page, facts = one_of(request, community_id, partnership_id)
    if not facts.own:
        raise NotAllowedError(Permission.CHANGE_OWN_PARTNERSHIPS, page.community)
    asked = request.POST.get("side", "") or request.GET.get("side", "")
    if request.method == "POST" and asked and asked not in facts.own:
        raise NotAllowedError(Permission.CHANGE_OWN_PARTNERSHIPS, page.community)  # nothing is said for another side
    side = asked if asked in facts.own else next(one for one in facts.sides if one in facts.own)
    if request.method != "POST":
        return drawn(request, "consent.html", consent_sheet(page, facts, side, request.path))
    done = give_consent(
        community_id=community_id, partnership_id=partnership_id, organization_id=side,
        readers=request.POST.get("readers", "")[:40], by=reader_of(request),
    )  # fmt: skip
    if not done.is_done:
        sheet = consent_sheet(page, facts, side, request.path, done.findings)
        return drawn(request, "consent.html", sheet, 422)
    messages.success(request, gettext("Saved.") if done.is_changed else gettext("Nothing was different."))
    return see(reverse("partnership", args=[community_id, partnership_id]))
