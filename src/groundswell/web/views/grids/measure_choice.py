"""Choosing a program's headline measures together: one ballot each, and a vote that somebody closes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from groundswell.apps.packages.actions import cast_measure_ballot, close_measure_vote, undo_measure_vote
from groundswell.apps.people.queries import may, require_any
from groundswell.apps.scorecards.queries.programs import measure_vote_of
from groundswell.core.permissions import Permission
from groundswell.web.presenters.grids.choice_words import OF_MEASURES
from groundswell.web.presenters.grids.measure_choice import TAKING_PART, box_words, measures_to_choose
from groundswell.web.views.answers import not_found
from groundswell.web.views.grids.choosing import Choosing, answered, ballot_page
from groundswell.web.views.grids.doors import entered


@require_http_methods(["GET", "HEAD", "POST"])
def choice(request: HttpRequest, community_id: str, program_id: str) -> HttpResponse:
    """The program's measures, one's own ballot, the tally, and how the last vote ended."""
    return answered(request, _choosing(request, community_id, program_id, TAKING_PART))


@require_http_methods(["GET", "HEAD"])
def ballot(request: HttpRequest, community_id: str, program_id: str) -> HttpResponse:
    """One question at a time about the measures of a program."""
    return ballot_page(request, _choosing(request, community_id, program_id, (Permission.VOTE_ON_MEASURES,)))


def _choosing(
    request: HttpRequest, community_id: str, program_id: str, permissions: tuple[Permission, ...]
) -> Choosing:
    actor, community = entered(request, community_id)
    found = measure_vote_of(community, program_id, reader=actor)
    if found is None:
        raise not_found()
    require_any(actor, permissions, community, "")
    vote, own = found
    may_adopt = may(actor, Permission.CHANGE_MEASURES, community)
    return Choosing(
        actor=actor,
        community=community,
        vote=vote,
        own=own,
        words=OF_MEASURES,
        voting=Permission.VOTE_ON_MEASURES,
        closing=Permission.CHANGE_MEASURES,
        address=reverse("measure-choice", args=[community_id, program_id]),
        home=(vote.title, reverse("program", args=[community_id, program_id])),
        about={"community_id": community_id, "program_id": program_id},
        cast=cast_measure_ballot,
        close=close_measure_vote,
        undo=undo_measure_vote,
        template="pages/grids/measure_choice.html",
        notes={one.id: box_words(one) for one in vote.candidates},
        beside={
            "measures": measures_to_choose(vote),
            "new_address": reverse("adoptions-grid", args=[community_id]) if may_adopt else "",
        },
    )
