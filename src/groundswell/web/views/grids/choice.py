"""Choosing a result's indicators together: three powers rated, one ballot each, and a vote that somebody closes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from groundswell.apps.indicators.actions import cast_ballot
from groundswell.apps.indicators.queries import ballot_of, vote_of
from groundswell.apps.packages.actions import close_vote, save_object, undo_vote
from groundswell.apps.packages.queries import object_of
from groundswell.apps.people.queries import may, require_any
from groundswell.core.permissions import Permission
from groundswell.web.presenters.grids.checking import said
from groundswell.web.presenters.grids.choice import LEVELS, POWERS, TAKING_PART, ratings_of
from groundswell.web.presenters.grids.choice_words import OF_INDICATORS
from groundswell.web.views.answers import not_found
from groundswell.web.views.grids.choosing import Choosing, answered, ballot_page, choice_page
from groundswell.web.views.grids.doors import entered


@require_http_methods(["GET", "HEAD", "POST"])
def choice(request: HttpRequest, community_id: str, result_id: str) -> HttpResponse:
    """The table of ratings, one's own ballot, the tally, and how the last vote ended."""
    one = _choosing(request, community_id, result_id, TAKING_PART)
    if request.method == "POST" and request.POST.get("do") == "rate":
        return _rated(request, one)
    return answered(request, one)


@require_http_methods(["GET", "HEAD"])
def ballot(request: HttpRequest, community_id: str, result_id: str) -> HttpResponse:
    """One question at a time about the indicators of a result."""
    return ballot_page(request, _choosing(request, community_id, result_id, (Permission.VOTE_ON_INDICATORS,)))


def _choosing(request: HttpRequest, community_id: str, result_id: str, permissions: tuple[Permission, ...]) -> Choosing:
    actor, community = entered(request, community_id)
    vote = vote_of(community, result_id)
    if vote is None:
        raise not_found()
    require_any(actor, permissions, community, "")
    desk = reverse("community", args=[community_id]) + "desk/"
    return Choosing(
        actor=actor,
        community=community,
        vote=vote,
        own=ballot_of(actor, community, result_id),
        words=OF_INDICATORS,
        voting=Permission.VOTE_ON_INDICATORS,
        closing=Permission.CLOSE_VOTES,
        address=reverse("indicator-choice", args=[community_id, result_id]),
        home=(gettext("Desk"), desk),
        about={"community_id": community_id, "result_id": result_id},
        cast=cast_ballot,
        close=close_vote,
        undo=undo_vote,
        template="pages/grids/choice.html",
        beside={
            "powers": list(POWERS.values()),
            "levels": LEVELS,
            "ratings": ratings_of(vote, {}),
            "may_rate": may(actor, Permission.RATE_INDICATORS, community),
            "new_address": f"{desk}indicators/new/",
        },
    )


def _rated(request: HttpRequest, choosing: Choosing) -> HttpResponse:
    actor, community = choosing.actor, choosing.community
    stored, problems, typed = 0, [], {}
    for one in choosing.vote.candidates:
        names = {power: f"{one.id}.{power}" for power in POWERS}
        said_now = {power: request.POST.get(name, "") for power, name in names.items() if name in request.POST}
        seen = {power: request.POST.get(f"{name}.was", "") for power, name in names.items()}
        changed = {power: level for power, level in said_now.items() if level != seen[power]}
        kept = object_of(community, "indicators", one.id) if changed else None
        if kept is None:
            continue
        if any(str(kept.content.get(power, "")) not in (seen[power], level) for power, level in changed.items()):
            words = gettext("Somebody rated “%(name)s” meanwhile: look at it, then choose again.")
            problems.append(words % {"name": one.name})
            continue
        content = {name: part for name, part in {**kept.content, **changed}.items() if part not in ("", [], {})}
        saving = save_object(community_id=community.public_id, kind="indicators", object_id=one.id, content=content,
                             version=kept.version, by=actor)  # fmt: skip
        stored += saving.status == "stored"
        if saving.status not in ("stored", "unchanged"):
            problems += [f"{one.name}: {said(each.message, each.fix)}" for each in saving.findings if each.is_error]
            typed.update({names[power]: level for power, level in changed.items()})
    if not problems:
        return HttpResponseRedirect(f"{choosing.address}?rated={stored}")
    return choice_page(request, _anew(choosing, typed), problems, 409)


def _anew(choosing: Choosing, typed: dict[str, Any]) -> Choosing:
    """The same page with what was stored meanwhile, and with what was not."""
    vote = vote_of(choosing.community, choosing.vote.id) or choosing.vote
    return replace(choosing, vote=vote, beside={**choosing.beside, "ratings": ratings_of(vote, typed)})
