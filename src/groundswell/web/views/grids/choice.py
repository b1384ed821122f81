"""Choosing a result's indicators together: three powers rated, one ballot each, and a vote that somebody closes."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods

from groundswell.apps.indicators.actions import cast_ballot
from groundswell.apps.indicators.queries import VoteFacts, ballot_of, vote_of
from groundswell.apps.packages.actions import close_vote, save_object, undo_vote
from groundswell.apps.packages.queries import UNDO_FOR, object_of
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import Actor, may, require_any
from groundswell.core.permissions import Permission
from groundswell.core.votes import FEWEST_HEADLINES, MOST_HEADLINES
from groundswell.web.presenters.grids.checking import said
from groundswell.web.presenters.grids.choice import (
    LEVELS,
    POWERS,
    TAKING_PART,
    ended_of,
    own_ballot,
    places_of,
    question_of,
    ratings_of,
)
from groundswell.web.views.answers import not_found
from groundswell.web.views.grids.doors import entered, shown


@require_http_methods(["GET", "HEAD", "POST"])
def choice(request: HttpRequest, community_id: str, result_id: str) -> HttpResponse:
    """The table of ratings, one's own ballot, the tally, and how the last vote ended."""
    actor, community = entered(request, community_id)
    vote = vote_of(community, result_id)
    if vote is None:
        raise not_found()
    require_any(actor, TAKING_PART, community, "")
    if request.method != "POST":
        return _page(request, actor, community, vote)
    match request.POST.get("do"):
        case "rate":
            return _rated(request, actor, community, vote)
        case "cast":
            return _cast(request, actor, community, vote)
        case "close":
            return _closed(request, actor, community, vote)
        case "undo":
            return _undone(request, actor, community, vote)
        case _:
            return _page(request, actor, community, vote)


@require_http_methods(["GET", "HEAD"])
def ballot(request: HttpRequest, community_id: str, result_id: str) -> HttpResponse:
    """One question at a time; what was chosen so far stands in the address, and nothing is stored until the end."""
    actor, community = entered(request, community_id)
    vote = vote_of(community, result_id)
    if vote is None:
        raise not_found()
    require_any(actor, (Permission.VOTE_ON_INDICATORS,), community, "")
    asked = request.GET
    choices, development = _ids(asked.get("choices", "")), _ids(asked.get("development", ""))
    if chosen := asked.get("next"):
        (development if asked.get("about") == "data" else choices).append(chosen)
    is_stopped = asked.get("go") == "enough" and not chosen
    is_data = asked.get("about") == "data"
    question = question_of(
        vote,
        choices,
        development,
        is_enough=is_data or bool(asked.get("enough")) or is_stopped,
        is_data_enough=is_data and is_stopped,
    )
    names = {one.id: one.name for one in vote.candidates}
    page = {
        "title": question.words,
        "statement": vote.statement,
        "community": community.name,
        "desk": _desk(community),
        "question": question,
        "round": _round(asked.get("round", ""), vote),  # the one in which the first question was asked
        "choices": ";".join(question.choices),
        "development": ";".join(question.development),
        "chosen_names": [names[name] for name in question.choices],
        "development_names": [names[name] for name in question.development],
        "address": _address(community, result_id),
        "here": request.path,
        "is_unanswered": asked.get("go") == "next" and not chosen,
    }
    return shown(request, "pages/grids/ballot.html", page)


def _ids(text: str) -> list[str]:
    return [name for name in text.split(";") if name]


def _round(text: str, vote: VoteFacts) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else vote.round


def _desk(community: Community) -> str:
    return reverse("community", args=[community.public_id]) + "desk/"


def _address(community: Community, result_id: str) -> str:
    return reverse("indicator-choice", args=[community.public_id, result_id])


def _rated(request: HttpRequest, actor: Actor, community: Community, vote: VoteFacts) -> HttpResponse:
    stored, problems, typed = 0, [], {}
    for one in vote.candidates:
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
        return HttpResponseRedirect(f"{_address(community, vote.result_id)}?rated={stored}")
    vote = vote_of(community, vote.result_id) or vote
    return _page(request, actor, community, vote, problems=problems, typed=typed, status=409)


def _cast(request: HttpRequest, actor: Actor, community: Community, vote: VoteFacts) -> HttpResponse:
    outcome = cast_ballot(
        community_id=community.public_id,
        result_id=vote.result_id,
        choices=_ids(request.POST.get("choices", "")),
        development=_ids(request.POST.get("development", "")),
        seen_round=_round(request.POST.get("round", ""), vote),
        by=actor,
    )
    if not outcome.is_done:
        problems = [said(each.message, each.fix) for each in outcome.findings]
        return _page(request, actor, community, vote, problems=problems, status=422)
    return HttpResponseRedirect(f"{_address(community, vote.result_id)}?cast=1")


def _closed(request: HttpRequest, actor: Actor, community: Community, vote: VoteFacts) -> HttpResponse:
    closing = close_vote(
        community_id=community.public_id, result_id=vote.result_id, headline=_headline(request.POST.get("headline")),
        by=actor,
    )  # fmt: skip
    if not closing.is_done:
        problems = [said(each.message, each.fix) for each in closing.findings]
        return _page(request, actor, community, vote, problems=problems, status=422)
    return HttpResponseRedirect(f"{_address(community, vote.result_id)}?closed=1")


def _undone(request: HttpRequest, actor: Actor, community: Community, vote: VoteFacts) -> HttpResponse:
    undone = undo_vote(community_id=community.public_id, result_id=vote.result_id, by=actor)
    if not undone.is_done:
        problems = [said(each.message, each.fix) for each in undone.findings]
        return _page(request, actor, community, vote, problems=problems, status=409)
    return HttpResponseRedirect(f"{_address(community, vote.result_id)}?undone=1")


def _may_undo(actor: Actor, community: Community, vote: VoteFacts) -> bool:
    """True while the last closing can be taken back by this reader."""
    closed = vote.closed
    if closed is None or vote.ballots or timezone.now() - closed.at > UNDO_FOR:
        return False
    is_own = closed.by == actor.name or may(actor, Permission.UNDO_CHANGES, community)
    return is_own and may(actor, Permission.CLOSE_VOTES, community)


def _headline(text: str | None) -> int:
    known = {str(number): number for number in range(FEWEST_HEADLINES, MOST_HEADLINES + 1)}
    return known.get(text or "", FEWEST_HEADLINES)


def _page(
    request: HttpRequest,
    actor: Actor,
    community: Community,
    vote: VoteFacts,
    *,
    problems: list[str] | None = None,
    typed: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    own = own_ballot(vote, ballot_of(actor, community, vote.result_id))
    may_close = may(actor, Permission.CLOSE_VOTES, community)
    headline = _headline(request.GET.get("headline"))
    at = vote.closed.at if vote.closed else None
    page: dict[str, Any] = {
        "title": gettext("Which indicators speak for this result?"),
        "statement": vote.statement,
        "community": community.name,
        "desk": _desk(community),
        "vote": vote,
        "powers": list(POWERS.values()),
        "levels": LEVELS,
        "ratings": ratings_of(vote, typed or {}),
        "may_rate": may(actor, Permission.RATE_INDICATORS, community),
        "may_vote": may(actor, Permission.VOTE_ON_INDICATORS, community) and actor.person is not None,
        "may_close": may_close,
        "may_undo": _may_undo(actor, community, vote),
        "own": own,
        "is_tally_shown": bool(own) or may_close,
        "ballots": ngettext("%(count)s ballot so far", "%(count)s ballots so far", vote.ballots)
        % {"count": vote.ballots},
        "headline": places_of(vote, vote.headline, headline),
        "development": places_of(vote, vote.development, headline),
        "count": headline,
        "counts": range(FEWEST_HEADLINES, MOST_HEADLINES + 1),
        "ended": ended_of(vote, vote.closed, date_format(timezone.localtime(at), "DATE_FORMAT") if at else ""),
        "problems": problems or [],
        "done": _done_words(request),
        "ballot": reverse("indicator-ballot", args=[community.public_id, vote.result_id]),
        "address": _address(community, vote.result_id),
        "new_indicator": f"{_desk(community)}indicators/new/",
    }
    return shown(request, "pages/grids/choice.html", page, status)


def _done_words(request: HttpRequest) -> str:
    if request.method == "POST":
        return ""
    if request.GET.get("cast"):
        return gettext("Your ballot is in. You can change it until the vote is closed.")
    if request.GET.get("undone"):
        return gettext(
            "The closing is taken back: every indicator is what it was, and the round is open with its ballots."
        )
    if request.GET.get("closed"):
        return gettext("The vote is closed. What it decided stands below; a new round is open.")
    if (rated := request.GET.get("rated", "")).isdecimal() and len(rated) < 5:
        count = int(rated)
        return ngettext("%(count)s rating stored.", "%(count)s ratings stored.", count) % {"count": count}
    return ""
