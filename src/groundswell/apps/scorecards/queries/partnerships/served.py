"""People whom some providers' programs serve, of what a reader sees of programs: once where linked, else by sums.

Nothing is counted here that the pages of programs and of reach do not say to this reader already: numbers of single
programs, rounded, and of combinations that were found safe to show. So no share tells of few people, nor of a program
that this reader does not see.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import Actor
from groundswell.apps.scorecards.queries.contributions.reached import overlap_of
from groundswell.apps.scorecards.queries.participation.standing import Standing, standing_of
from groundswell.core.collaboration.mandates import PeopleShare, share_counted_once, share_of_sums
from groundswell.core.periods import Period

FEWEST_PROGRAMS = 2  # of one program alone a share of people says who is represented, and nothing else


@dataclass(frozen=True, slots=True)
class Together:
    """People of some programs together: `people` where each is counted once; from `fewest` to `most` else."""

    people: float | None
    fewest: float
    most: float


@dataclass(frozen=True)
class PeopleServed:
    """What a reader may know of the people in programs, in the latest period that was over."""

    period: Period | None
    by_program: dict[str, float]
    organizations: dict[str, str]  # program -> organization
    cells: dict[tuple[str, ...], float] | None  # None: nobody knows, or not this reader, who is in several
    names: dict[str, str]  # of every program that this reader sees
    few: frozenset[str]  # programs with records that serve too few for their number to be told

    def programs_of(self, organizations: Collection[str]) -> frozenset[str]:
        """Programs with a known number that these organizations run."""
        return frozenset(one for one in self.by_program if self.organizations.get(one) in organizations)

    def share_of(self, organizations: Collection[str]) -> PeopleShare | None:
        """Of the people of all these programs, those served by these organizations; None where it would say nothing."""
        if len(self.by_program) < FEWEST_PROGRAMS:
            return None
        programs = self.programs_of(organizations)
        if self.cells is not None:
            return share_counted_once(self.cells, programs)
        return share_of_sums(self.by_program, programs)

    def together(self, organizations: Collection[str]) -> Together | None:
        """People of the programs of these organizations; None where no number is known."""
        programs = self.programs_of(organizations)
        counts = [self.by_program[one] for one in programs]
        if not counts:
            return None
        if len(counts) == 1:
            return Together(counts[0], counts[0], counts[0])
        if self.cells is not None:
            people = sum(number for inside, number in self.cells.items() if programs.intersection(inside))
            return Together(people, people, people)
        return Together(None, max(counts), sum(counts))


def people_served(community: Community, *, reader: Actor, standing: Standing | None = None) -> PeopleServed:
    """What is known of people in the programs that this reader sees. Five queries."""
    standing = standing or standing_of(community, reader=reader)
    counted = {one: standing.of_program(one).value for one in standing.seen if standing.counts.get(one)}
    known = {one: people for one, people in counted.items() if people is not None}
    overlap = overlap_of(standing, known, of_records=list(known))
    rows = standing.seen.items()
    return PeopleServed(
        period=standing.period,
        by_program=known,
        organizations={name: row.organization.public_id for name, row in rows if row.organization},
        cells=dict(overlap.combinations) if overlap else None,
        names={name: row.name or name for name, row in rows},
        few=frozenset(counted) - frozenset(known),
    )
