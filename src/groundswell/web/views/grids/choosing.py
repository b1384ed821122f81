"""A forced choice at its two pages: where it stands, and the ballot that asks one question at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from groundswell.apps.packages.actions import VoteClosing
from groundswell.apps.packages.queries import UNDO_FOR
from groundswell.apps.people.actions import Outcome
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import Actor, BallotFacts, VoteFacts, may
from groundswell.core.permissions import Permission
from groundswell.core.votes import FEWEST_HEADLINES, MOST_HEADLINES
from groundswell.web.presenters.grids.checking import said
from groundswell.web.presenters.grids.choice_words import ChoiceWords
from groundswell.web.presenters.grids.choosing import ended_of, own_ballot, places_of, question_of
from groundswell.web.views.grids.doors import shown


@dataclass(frozen=True, slots=True)
class Choosing:
    """One forced choice as somebody meets it: what it says, what they may do, and the actions that do it.

    `about` names the result or the program to the actions; `home` are the words and the address that lead back to it.
    """

    actor: Actor
    community: Community
    vote: VoteFacts[Any]
    own: BallotFacts | None
    words: ChoiceWords
    voting: Permission
    closing: Permission
    address: str
    home: tuple[str, str]
    about: Mapping[str, str]
    cast: Callable[..., Outcome]
    close: Callable[..., VoteClosing]
    undo: Callable[..., VoteClosing]
    template: str
    notes: Mapping[str, str] = field(default_factory=dict)
    beside: Mapping[str, Any] = field(default_factory=dict)

    @property
    def ballot_address(self) -> str:
        """Where the questions are asked."""
        return f"{self.address}ballot/"

    @property
    def may_vote(self) -> bool:
        """True for a person who may vote: nobody else could be counted once."""
        return self.actor.person is not None and may(self.actor, self.voting, self.community)

    @property
    def may_close(self) -> bool:
        """True for who may close the vote."""
        return may(self.actor, self.closing, self.community)

    @property
    def may_undo(self) -> bool:
        """True while the last closing can be taken back by this reader."""
        closed = self.vote.closed
        if closed is None or self.vote.ballots or timezone.now() - closed.at > UNDO_FOR:
            return False
        is_own = closed.by == self.actor.name or may(self.actor, Permission.UNDO_CHANGES, self.community)
        return is_own and self.may_close


def answered(request: HttpRequest, one: Choosing) -> HttpResponse:
    """The page, or what came of casting a ballot, closing the vote, taking the closing back."""
    wish = request.POST.get("do") if request.method == "POST" else ""
    if wish == "cast":
        made: Outcome | VoteClosing = one.cast(
            **one.about,
            choices=_ids(request.POST.get("choices", "")),
            development=_ids(request.POST.get("development", "")),
            seen_round=_round(request.POST.get("round", ""), one.vote),
            by=one.actor,
        )
        return _came_of(request, one, made, "cast", 422)
    if wish == "close":
        made = one.close(**one.about, headline=_headline(request.POST.get("headline")), by=one.actor)
        return _came_of(request, one, made, "closed", 422)
    if wish == "undo":
        return _came_of(request, one, one.undo(**one.about, by=one.actor), "undone", 409)
    return choice_page(request, one)


def _came_of(request: HttpRequest, one: Choosing, made: Outcome | VoteClosing, done: str, status: int) -> HttpResponse:
    if made.is_done:
        return HttpResponseRedirect(f"{one.address}?{done}=1")
    return choice_page(request, one, [said(each.message, each.fix) for each in made.findings], status)


def choice_page(
    request: HttpRequest, one: Choosing, problems: list[str] | None = None, status: int = 200
) -> HttpResponse:
    """What there is to choose from, one's own ballot, the tally, and how the last vote ended."""
    vote, own = one.vote, own_ballot(one.vote, one.own)
    headline = _headline(request.GET.get("headline"))
    at = date_format(timezone.localtime(vote.closed.at), "DATE_FORMAT") if vote.closed else ""
    page: dict[str, Any] = {
        "words": one.words,
        "community": one.community.name,
        "home": one.home,
        "vote": vote,
        "may_vote": one.may_vote,
        "may_close": one.may_close,
        "may_undo": one.may_undo,
        "own": own,
        "is_tally_shown": bool(own) or one.may_close,
        "ballots": ngettext("%(count)s ballot so far", "%(count)s ballots so far", vote.ballots)
        % {"count": vote.ballots},
        "headline": places_of(vote, vote.headline, headline),
        "development": places_of(vote, vote.development, headline),
        "count": headline,
        "counts": range(FEWEST_HEADLINES, MOST_HEADLINES + 1),
        "ended": ended_of(vote, one.words, vote.closed, at),
        "problems": problems or [],
        "done": _done_words(request, one.words),
        "ballot": one.ballot_address,
        "address": one.address,
        **one.beside,
    }
    return shown(request, one.template, page, status)


def ballot_page(request: HttpRequest, one: Choosing) -> HttpResponse:
    """One question at a time; what was chosen so far stands in the address, and nothing is stored until the end."""
    asked, vote = request.GET, one.vote
    choices, development = _ids(asked.get("choices", "")), _ids(asked.get("development", ""))
    if chosen := asked.get("next"):
        (development if asked.get("about") == "data" else choices).append(chosen)
    is_stopped = asked.get("go") == "enough" and not chosen
    is_data = asked.get("about") == "data"
    question = question_of(
        vote,
        one.words,
        choices,
        development,
        is_enough=is_data or bool(asked.get("enough")) or is_stopped,
        is_data_enough=is_data and is_stopped,
        notes=one.notes,
    )
    names = {each.id: each.name for each in vote.candidates}
    page = {
        "words": one.words,
        "statement": vote.title,
        "community": one.community.name,
        "question": question,
        "round": _round(asked.get("round", ""), vote),  # the one in which the first question was asked
        "choices": ";".join(question.choices),
        "development": ";".join(question.development),
        "chosen_names": [names[name] for name in question.choices],
        "development_names": [names[name] for name in question.development],
        "address": one.address,
        "here": request.path,
        "is_unanswered": asked.get("go") == "next" and not chosen,
    }
    return shown(request, "pages/grids/ballot.html", page)


def _ids(text: str) -> list[str]:
    return [name for name in text.split(";") if name]


def _round(text: str, vote: VoteFacts[Any]) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else vote.round


def _headline(text: str | None) -> int:
    known = {str(number): number for number in range(FEWEST_HEADLINES, MOST_HEADLINES + 1)}
    return known.get(text or "", FEWEST_HEADLINES)


def _done_words(request: HttpRequest, words: ChoiceWords) -> str:
    if request.method == "POST":
        return ""
    if request.GET.get("cast"):
        return gettext("Your ballot is in. You can change it until the vote is closed.")
    if request.GET.get("undone"):
        return str(words.undone)
    if request.GET.get("closed"):
        return gettext("The vote is closed. What it decided stands below; a new round is open.")
    if (rated := request.GET.get("rated", "")).isdecimal() and len(rated) < 5:
        count = int(rated)
        return ngettext("%(count)s rating stored.", "%(count)s ratings stored.", count) % {"count": count}
    return ""
