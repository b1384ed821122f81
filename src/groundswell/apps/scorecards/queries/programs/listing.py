"""All programs of a community that a reader may see, under the results that they work toward."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from groundswell.apps.people.queries import Actor, community_for
from groundswell.apps.programs.models import MeasureAdoption, Program
from groundswell.apps.programs.queries import Sight, programs_seen
from groundswell.apps.scorecards.queries.pages import CommunityFacts
from groundswell.apps.scorecards.queries.programs.figures import (
    kinds_of_period,
    observations_of,
    shortest_shown,
    whole_figures,
)
from groundswell.apps.scorecards.queries.programs.pages import MeasureLine, adoptions_of, measure_facts
from groundswell.apps.scorecards.queries.rows import community_facts
from groundswell.core.vocabulary import Standing, Use

MOST_HEADLINES = 3


@dataclass(frozen=True, slots=True)
class ProgramRow:
    """One program in the list: who runs it, for whom, and its headline measures with their latest figures."""

    id: str
    name: str
    organization: str
    customers: str
    is_published: bool
    is_own: bool
    headlines: tuple[MeasureLine, ...]


@dataclass(frozen=True, slots=True)
class ProgramList:
    """The programs of a community."""

    community: CommunityFacts
    rows: tuple[ProgramRow, ...]
    data_version: str


def program_list(community_id: str, *, reader: Actor) -> ProgramList | None:
    """The programs that a reader may see, by name; None where the community may not be opened. Five queries."""
    community = community_for(community_id, reader=reader)
    if community is None:
        return None
    seen = programs_seen(community, reader=reader)
    programs = {row.public_id: row for row, _ in seen}
    headlines = [one for one in adoptions_of(list(programs.values())) if one.standing == Standing.HEADLINE]
    sights = {row.public_id: sight for row, sight in seen}
    measures = {one.measure.public_id: one.measure for one in headlines}
    figures = whole_figures(programs, list(measures.values()))
    smallest = shortest_shown(community)

    def line(one: MeasureAdoption, program: Program) -> MeasureLine:
        every = figures.get((program.public_id, one.measure.public_id), [])
        kinds = kinds_of_period([every])
        latest = [figure for figure in every if figure.period.kind is kinds[0]][-12:] if kinds else []
        sight = sights[program.public_id]
        shown = observations_of(latest, one.measure, sight=sight, smallest_shown=smallest, among=every)
        use = Use(one.use) if one.use else None
        return MeasureLine(measure_facts(one.measure), use, Standing.HEADLINE, shown, None)

    rows = tuple(
        ProgramRow(
            id=row.public_id,
            name=row.name or row.public_id,
            organization=row.organization.name if row.organization else "",
            customers=row.customers,
            is_published=row.published == "true",
            is_own=sight is Sight.WHOLE,
            headlines=_few([line(one, row) for one in headlines if one.program_id == row.pk]),
        )
        for row, sight in seen
    )
    return ProgramList(community_facts(community), rows, community.data_version)


def _few(lines: Sequence[MeasureLine]) -> tuple[MeasureLine, ...]:
    return tuple(lines[:MOST_HEADLINES])
