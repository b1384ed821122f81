"""The measures of a program before they are chosen among: which box each stands in, whether it has figures."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext

from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import Actor, VoteFacts, may
from groundswell.apps.scorecards.queries.programs import MeasureCandidate
from groundswell.core.permissions import Permission
from groundswell.web.presenters.grids.choice_words import STANDINGS
from groundswell.web.presenters.programs.measures import question_words

TAKING_PART = (Permission.VOTE_ON_MEASURES, Permission.CHANGE_MEASURES)


def may_choose_measures(actor: Actor, community: Community) -> bool:
    """True where this reader votes on the measures of a program that they see, or closes the vote."""
    return any(may(actor, permission, community) for permission in TAKING_PART)


@dataclass(frozen=True, slots=True)
class Standing:
    """One measure as it stands before the vote."""

    name: str
    box: str
    data: str
    standing: str | Promise


def measures_to_choose(vote: VoteFacts[MeasureCandidate]) -> list[Standing]:
    """Each measure of the program, by name."""
    return [
        Standing(
            one.name,
            box_words(one),
            gettext("no figure yet") if one.lacks_data else gettext("has figures"),
            STANDINGS.get(one.standing, one.standing),
        )
        for one in vote.candidates
    ]


def box_words(one: MeasureCandidate) -> str:
    """The question that a measure answers, as its box on the program's page asks it; blank where nobody said which."""
    return question_words(one.question, one.unit) if one.question else ""
