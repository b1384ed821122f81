"""Choosing headline indicators: the questions of the forced choice one at a time, and what came of them in words.

Asked is what Friedman asks: if you could show only one of these, which? And a second? Then, of those that lack data:
for which would you develop data first? Source: https://raguide.org/3_12.shtml
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from groundswell.apps.indicators.queries import BallotFacts, Candidate, ClosedFacts, VoteFacts
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import Actor, may
from groundswell.core.permissions import Permission
from groundswell.core.vocabulary import Standing
from groundswell.core.votes import MOST_HEADLINES, Chosen, Settled, standings

MOST_TO_DEVELOP = 3
TAKING_PART = (Permission.VOTE_ON_INDICATORS, Permission.RATE_INDICATORS, Permission.CLOSE_VOTES)
POWERS: dict[str, tuple[str | Promise, str | Promise]] = {
    "communication_power": (_("Communication"), _("Does it speak to everybody in the community, without explanation?")),
    "proxy_power": (_("Proxy"), _("Does it say something central about the result, so that others move with it?")),
    "data_power": (_("Data"), _("Is there good data for it, year after year?")),
}
LEVELS: tuple[tuple[str, str | Promise], ...] = (
    ("", "–"),
    ("high", _("High")),
    ("medium", _("Medium")),
    ("low", _("Low")),
)
STANDINGS: dict[str, str | Promise] = {
    "headline": _("Headline"),
    "secondary": _("Secondary"),
    "development": _("Data development agenda"),
    "": _("Not decided"),
}
_WHY: dict[Settled, str | Promise] = {
    Settled.VOTES: "",
    Settled.BORDA: _("As many put another first; this one stands higher on the ballots altogether."),
    Settled.NAME: _("Nothing on the ballots tells it from the next but its name; talk it over."),
}


def may_take_part(actor: Actor, community: Community) -> bool:
    """True where this reader rates a result's indicators, votes on them or closes the vote."""
    return any(may(actor, permission, community) for permission in TAKING_PART)


@dataclass(frozen=True, slots=True)
class Power:
    """One power of one indicator, to be rated."""

    name: str
    label: str
    level: str


@dataclass(frozen=True, slots=True)
class Rated:
    """One indicator in the table of ratings."""

    id: str
    name: str
    powers: tuple[Power, ...]
    suggestion: str | Promise
    standing: str | Promise
    data: str


def ratings_of(vote: VoteFacts, typed: Mapping[str, str]) -> list[Rated]:
    """Each candidate with its three powers and what the rule of thumb makes of them; `typed` are unsaved choices."""
    return [_rated(one, typed) for one in vote.candidates]


def _rated(one: Candidate, typed: Mapping[str, str]) -> Rated:
    powers = []
    for power, (label, _question) in POWERS.items():
        name = f"{one.id}.{power}"
        powers.append(Power(name, f"{label}: {one.name}", typed.get(name, one.powers.get(power, ""))))
    suggestion: str | Promise = STANDINGS[str(one.suggested)] if one.suggested else gettext("rate all three first")
    data = gettext("has numbers") if one.has_observations else gettext("no number yet")
    return Rated(one.id, one.name, tuple(powers), suggestion, STANDINGS.get(one.standing, one.standing), data)


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the ballot, or at the end what was chosen, to be confirmed."""

    words: str
    options: tuple[Candidate, ...]
    choices: tuple[str, ...]
    development: tuple[str, ...]
    is_about_data: bool
    may_stop: bool

    @property
    def is_last(self) -> bool:
        """True where nothing more is asked."""
        return not self.options


def question_of(
    vote: VoteFacts, choices: Sequence[str], development: Sequence[str], *, is_enough: bool, is_data_enough: bool
) -> Question:
    """What is asked next of somebody who chose so far; `is_enough` where they named as many as they want."""
    sound = {one.id: one for one in vote.candidates if not one.lacks_data}
    lacking = {one.id: one for one in vote.candidates if one.lacks_data}
    chosen = tuple(dict.fromkeys(name for name in choices if name in sound))[:MOST_HEADLINES]
    wanted = tuple(dict.fromkeys(name for name in development if name in lacking))[:MOST_TO_DEVELOP]
    left = tuple(one for name, one in sound.items() if name not in chosen)
    if left and not is_enough and len(chosen) < MOST_HEADLINES:
        return Question(_headline_words(len(chosen)), left, chosen, wanted, False, bool(chosen))
    short = tuple(one for name, one in lacking.items() if name not in wanted)
    if short and not is_data_enough and len(wanted) < MOST_TO_DEVELOP:
        return Question(_development_words(len(wanted)), short, chosen, wanted, True, True)
    return Question(gettext("This is your ballot"), (), chosen, wanted, False, False)


def _headline_words(number: int) -> str:
    return (
        gettext("If you could show only one of these to the community, which one?"),
        gettext("If you could show a second one, which?"),
        gettext("And a third?"),
        gettext("And a fourth?"),
        gettext("And a fifth?"),
    )[number]


def _development_words(number: int) -> str:
    return (
        gettext("These lack good data. If you could have data for only one of them, which one?"),
        gettext("And data for a second one?"),
        gettext("And for a third?"),
    )[number]


@dataclass(frozen=True, slots=True)
class Place:
    """One line of the tally."""

    name: str
    votes: int
    words: str
    borda: int
    note: str | Promise
    becomes: str | Promise


def places_of(vote: VoteFacts, chosen: Sequence[Chosen], headline: int) -> list[Place]:
    """A tally in its order, with what each would become if the vote were closed with so many headline indicators."""
    names = {one.id: one.name for one in vote.candidates}
    becomes = projected(vote, headline)
    return [
        Place(
            names.get(one.id, one.id),
            one.votes,
            ngettext("%(count)s first choice", "%(count)s first choices", one.votes) % {"count": one.votes},
            one.borda,
            _WHY[one.settled],
            STANDINGS[becomes.get(one.id, "")],
        )
        for one in chosen
    ]


def projected(vote: VoteFacts, headline: int) -> dict[str, str]:
    """What each indicator would become."""
    candidates = [one.id for one in vote.candidates]
    unsaid = {one.id for one in vote.candidates if not one.unit}
    found = standings(candidates, vote.headline, vote.development, headline)
    return {name: str(Standing.DEVELOPMENT if name in unsaid else each) for name, each in found.items()}


@dataclass(frozen=True, slots=True)
class Ended:
    """How the last round ended, in sentences."""

    when: str
    sentences: tuple[str, ...]


def ended_of(vote: VoteFacts, closed: ClosedFacts | None, when: str) -> Ended | None:
    """What the last vote made of each indicator; None where none was closed."""
    if closed is None:
        return None
    names = {one.id: one.name for one in vote.candidates}
    by_standing: dict[str, list[str]] = {}
    for name, standing in closed.outcome.items():
        by_standing.setdefault(standing, []).append(names.get(name, name))
    said = (
        (
            "headline",
            ngettext(
                "The headline indicator is %(names)s.",
                "The headline indicators are %(names)s.",
                len(by_standing.get("headline", ())),
            ),
        ),
        ("development", gettext("On the data development agenda, in this order: %(names)s.")),
        ("secondary", gettext("Secondary, kept and shown behind the headline: %(names)s.")),
    )
    sentences = [words % {"names": ", ".join(by_standing[key])} for key, words in said if by_standing.get(key)]
    ballots = ngettext("%(count)s ballot was cast.", "%(count)s ballots were cast.", closed.ballots)
    return Ended(when, (ballots % {"count": closed.ballots}, *sentences))


def own_ballot(vote: VoteFacts, ballot: BallotFacts | None) -> dict[str, list[str]] | None:
    """What this person chose, by name."""
    if ballot is None:
        return None
    names = {one.id: one.name for one in vote.candidates}
    return {
        "choices": [names.get(name, name) for name in ballot.choices],
        "development": [names.get(name, name) for name in ballot.development],
    }
