"""What stands of people in programs for a reader: one period's combinations, and why something is not shown.

Pages across programs show everybody the same: what was found safe to show when it was computed, rounded to the nearest
five. Nobody sees more of it here for keeping some of the records; a program's own pages are for that.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import Actor, not_retired
from groundswell.apps.programs.models import Program
from groundswell.apps.programs.queries import programs_seen
from groundswell.apps.scorecards.queries.programs.figures import shortest_shown
from groundswell.apps.submissions.models import ParticipationTable
from groundswell.core.estimates import Estimate
from groundswell.core.participation import Cells, may_stand, people_in_each, rounded
from groundswell.core.participation.combinations import ROUNDED_TO
from groundswell.core.periods import Period
from groundswell.core.sentences import sentence
from groundswell.core.unduplicated import unduplicated

ROUNDED = "rounded to the nearest five"
NOT_LINKED = sentence("nobody was linked across programs yet, so people in two would count twice")
ONE_UNSEEN = sentence("it would tell of a program that you may not see")
WAITS = sentence("it waits to be computed again, since what may be shown has changed")


def gives_away(smallest: int) -> str:
    """Why a number of people is not shown."""
    return sentence("it could tell of fewer than {count} people", count=smallest)


@dataclass(frozen=True)
class Standing:
    """People in programs in one period, as they were counted and with what may be shown; `table` None: nothing yet."""

    community: Community
    table: ParticipationTable | None
    periods: tuple[Period, ...]
    seen: Mapping[str, Program]  # the programs of which this reader sees something
    in_use: frozenset[str]

    @property
    def period(self) -> Period | None:
        """The period that is looked at."""
        return Period.parse(self.table.period) if self.table else None

    @property
    def is_so_far(self) -> bool:
        """True where the period was not over on the day to which the records speak."""
        return self.table is not None and not _is_over(self.table)

    @property
    def is_linked(self) -> bool:
        """True where people are counted once across programs."""
        return self.table is not None and self.table.is_linked

    @cached_property
    def smallest(self) -> int:
        """The smallest count of people that the community shows."""
        return shortest_shown(self.community)

    @cached_property
    def cells(self) -> Mapping[str, Mapping[str, Cells]]:
        """Exclusive combinations by dimension and group; of everybody under "" and ""."""
        found: dict[str, dict[str, dict[tuple[str, ...], int]]] = defaultdict(lambda: defaultdict(dict))
        for dimension, group, programs, people in self.table.rows if self.table else ():
            found[dimension][group][tuple(programs)] = people
        return found

    @property
    def whole(self) -> Cells:
        """The combinations of everybody."""
        return self.cells.get("", {}).get("", {})

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How many people each program has, each once within the program."""
        return people_in_each(self.whole)

    @cached_property
    def told_by_period(self) -> Mapping[Period, Mapping[str, float | None]]:
        """People of every program in every period, each once, rounded; None where too few to be told. One query."""
        rows = not_retired(ParticipationTable.objects.filter(community=self.community, kind="combinations"))
        return {
            Period.parse(row.period): {
                program: float(rounded(people)) if may_stand(people, row.smallest_shown) else None
                for program, people in people_in_each(_of_everybody(row)).items()
            }
            for row in rows
        }

    @cached_property
    def unseen(self) -> frozenset[str]:
        """Programs that count here and that this reader does not see."""
        return frozenset(self.counts) & self.in_use - frozenset(self.seen)

    @property
    def why_not(self) -> str:
        """Why nothing across programs is shown; blank where it is."""
        if self.table is None or not self.is_linked:
            return NOT_LINKED
        if self.table.smallest_shown < self.smallest:
            return WAITS
        hidden = len(self.unseen)
        return ONE_UNSEEN if hidden == 1 or (hidden and hidden == len(self.counts)) else ""

    def bounds(self, cells: Cells, population: float | None) -> tuple[int, int] | None:
        """The fewest and the most people these can be, from the programs' numbers alone; None where nothing is known.

        Small numbers stay hidden in it: none is too few to be nobody, and each could be as large as a small one can.
        """
        counts = people_in_each(cells)
        if not counts or len(self.unseen) == 1:
            return None
        least = [0 if 0 < count < self.smallest else count for count in counts.values()]
        most = [self.smallest - 1 if 0 < count < self.smallest else count for count in counts.values()]
        fewest, largest = unduplicated(least).low, unduplicated(most).high
        if population is not None:
            largest = max(max(most), min(largest, int(population)))
        return fewest // ROUNDED_TO * ROUNDED_TO, -(-largest // ROUNDED_TO) * ROUNDED_TO

    def count(self, people: int, *, is_shown: bool) -> Estimate:
        """A number of people as it is shown: rounded, or withheld."""
        if self.why_not:
            return Estimate.withheld(self.why_not)
        if not is_shown or not may_stand(people, self.smallest):
            return Estimate.withheld(gives_away(self.smallest))
        return Estimate(float(rounded(people)), method=ROUNDED)

    def of_program(self, program_id: str) -> Estimate:
        """How many people a program has, as its own pages say it, rounded."""
        people = self.counts.get(program_id, 0)
        if not may_stand(people, self.smallest):
            return Estimate.withheld(gives_away(self.smallest))
        return Estimate(float(rounded(people)), method=ROUNDED)


def standing_of(community: Community, *, reader: Actor, wanted: str = "") -> Standing:
    """What stands for a reader in the period that was asked for, else in the latest that is over. Five queries."""
    rows = not_retired(ParticipationTable.objects.filter(community=community, kind="combinations"))
    listed = {Period.parse(row.period): row for row in rows.defer("rows", "shown")}
    chosen = _chosen(listed, wanted)
    table = rows.get(pk=chosen.pk) if chosen else None
    seen = {row.public_id: row for row, _ in programs_seen(community, reader=reader)}
    in_use = not_retired(Program.objects.filter(community=community)).values_list("public_id", flat=True)
    return Standing(community, table, tuple(sorted(listed)), seen, frozenset(in_use))


def _chosen(listed: Mapping[Period, ParticipationTable], wanted: str) -> ParticipationTable | None:
    named = next((row for row in listed.values() if row.period == wanted), None)
    if named is not None or not listed:
        return named
    over: Sequence[Period] = [period for period, row in listed.items() if _is_over(row)]
    return listed[max(over or listed)]


def _of_everybody(row: ParticipationTable) -> Cells:
    return {tuple(programs): people for dimension, _, programs, people in row.rows if not dimension}


def _is_over(row: ParticipationTable) -> bool:
    return Period.parse(row.period).end <= _as_year(row.as_of) + 1e-9


def _as_year(day: date) -> float:
    """The end of a day's month as a number of years, as periods have their ends."""
    return day.year + day.month / 12
