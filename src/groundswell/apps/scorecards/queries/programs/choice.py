"""Where the forced choice on a program's measures stands: which may be chosen, and whether they have figures."""

from __future__ import annotations

from dataclasses import dataclass

from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import Actor, BallotFacts, Candidate, VoteFacts, own_ballot_on, vote_facts
from groundswell.apps.programs.models import Program
from groundswell.apps.programs.queries import Sight, sight_of
from groundswell.apps.scorecards.queries.programs.figures import whole_figures
from groundswell.apps.scorecards.queries.programs.pages import adoptions_of, measure_facts, program_of
from groundswell.core.vocabulary import Question, Unit


@dataclass(frozen=True, slots=True)
class MeasureCandidate(Candidate):
    """A measure that can be chosen: which of the four boxes it stands in. It lacks data while it has no figure."""

    question: Question | None
    unit: Unit


def measure_vote_of(
    community: Community, program_id: str, *, reader: Actor
) -> tuple[VoteFacts[MeasureCandidate], BallotFacts | None] | None:
    """The vote on the measures of a program, and one's own ballot; None where there is no program that they see."""
    program = program_seen(community, program_id, reader=reader)
    if program is None:
        return None
    title = program.name or program.public_id
    return vote_facts(program, program_id, title, measure_candidates(program)), own_ballot_on(program, reader)


def program_seen(community: Community, program_id: str, *, reader: Actor) -> Program | None:
    """A program in use of which this reader sees something; None where there is none."""
    program = program_of(community, program_id)
    if program is None or sight_of(program, reader=reader, community=community) is Sight.NOTHING:
        return None
    return program


def measure_candidates(program: Program) -> tuple[MeasureCandidate, ...]:
    """The measures that a program has adopted, by name; with figures are those that its page can show. Three queries.

    A figure is one of the whole program that was accepted or computed, withheld as a small number or not.
    """
    adoptions = sorted(adoptions_of([program]), key=lambda one: (one.measure.name.casefold(), one.measure.public_id))
    measures = [one.measure for one in adoptions]
    figures = whole_figures({program.public_id: program}, measures)
    return tuple(
        MeasureCandidate(
            id=facts.id,
            name=facts.name,
            standing=one.standing,
            lacks_data=not figures.get((program.public_id, facts.id)),
            is_unsaid=False,
            question=facts.question,
            unit=facts.unit,
        )
        for one, facts in ((one, measure_facts(one.measure)) for one in adoptions)
    )
