"""How many people programs reach: from records where they stand, as entered else, and who is in several of them.

Numbers from records are those that every reader may see: each person once, rounded to the nearest five, and nobody
where so few are served that it would tell of them. So every reader's pages agree, and none tells of a person.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from groundswell.apps.people.models import Community
from groundswell.apps.programs.models import Measure, Program
from groundswell.apps.scorecards.queries.participation.standing import Standing
from groundswell.apps.scorecards.queries.programs.figures import Figure, whole_figures
from groundswell.core.contribution.links import Overlap
from groundswell.core.disclosure import tells_of_few
from groundswell.core.participation import may_stand, people_in_each, rounded
from groundswell.core.periods import Period, PeriodKind

if TYPE_CHECKING:
    from groundswell.apps.contributions.queries import LinkFacts

COMBINATIONS = "combinations"
LONGEST_FIRST = (PeriodKind.YEAR, PeriodKind.SPLIT_YEAR, PeriodKind.QUARTER, PeriodKind.MONTH, PeriodKind.SPAN)


@dataclass(frozen=True, slots=True)
class Reached:
    """People served by one program for one link. `of` says where the numbers come from: entered, records, measure.

    `served_before` None: nobody knows. `is_few`: so few that none may be told, and none are counted. `by_period` are
    the people served in every period that records or the measure tell of, as far as they may be told.
    """

    served: float | None
    served_before: float | None
    of: str
    period: str
    is_few: bool = False
    by_period: Mapping[str, float] = field(default_factory=dict)


class Records:
    """What records and measures say of the programs of some links, read in a few queries."""

    def __init__(self, community: Community, links: Sequence[LinkFacts], standing: Standing) -> None:
        """`standing` is what stands of people in programs, as pages across programs show it."""
        self.standing = standing
        self.smallest = standing.smallest
        self._tables = standing.told_by_period
        self._over = {standing.period} if standing.period else set()
        self._figures = _figures(community, links)

    def of(self, link: LinkFacts, before: Period | None) -> Reached:
        """How many a link's program serves; `before` is the last period before the indicator's baseline ended."""
        entered, earlier, when = (link.content.get(name, "") for name in ("served", "served_before", "served_period"))
        found = Reached(float(entered), None, "entered", when) if entered else self._recorded(link, when)
        if earlier:
            return self._safe(found, float(earlier))
        return self._safe(found, self._at(link, before) if before is not None and found.of != "entered" else None)

    def _recorded(self, link: LinkFacts, when: str) -> Reached:
        numbers = self._numbers(link)
        if not numbers:
            return Reached(None, None, "nobody", when)
        known = {str(period): period for period in numbers}
        over = [period for period in numbers if period in self._over]
        period = known.get(when) or max(over or numbers)
        told = {str(each): one for each, one in numbers.items() if one is not None and not self._is_few(one)}
        people, of = numbers[period], "measure" if link.measure_id else "records"
        return Reached(people or 0.0, None, of, str(period), self._is_few(people), told)

    def _is_few(self, people: float | None) -> bool:
        return people is None or 0 < people < self.smallest

    def _at(self, link: LinkFacts, before: Period) -> float | None:
        """People served in the last period of the records that was over before the baseline ended."""
        earlier = {period: people for period, people in self._numbers(link).items() if period.end <= before.end + 1e-9}
        return (earlier[max(earlier)] or 0.0) if earlier else None

    def _numbers(self, link: LinkFacts) -> Mapping[Period, float | None]:
        """People served by period; None where they are too few to be told."""
        if link.measure_id:
            figures = self._figures.get((link.program_id, link.measure_id), ())
            kind = next((kind for kind in LONGEST_FIRST if any(one.period.kind is kind for one in figures)), None)
            return {
                figure.period: None if tells_of_few(figure.counted, self.smallest) else _five(figure.counted.value)
                for figure in figures
                if figure.period.kind is kind and figure.counted.value is not None
            }
        if not any(link.program_id in each for each in self._tables.values()):
            return {}
        return {period: each.get(link.program_id, 0.0) for period, each in self._tables.items()}

    def _safe(self, found: Reached, before: float | None) -> Reached:
        """None where so few are served that it would tell of them."""
        few = found.is_few or (found.served is not None and self._is_few(found.served))
        if before is not None and self._is_few(before):
            before = 0.0
        return replace(found, served=0.0 if few else found.served, served_before=before, is_few=few)


def overlap_of(standing: Standing, served: Mapping[str, float], *, of_records: Collection[str]) -> Overlap | None:
    """Who is in which programs together, as far as it may be shown; whoever is in none of that counts for one program.

    `served` are people by program; `of_records` the programs whose number is that of the records of this period. None
    where people are not linked, or nobody may know.
    """
    if standing.why_not or standing.table is None or len(of_records) < 2:
        return None
    shown = {tuple(each) for each in standing.table.shown.get(COMBINATIONS, ())}
    found: dict[tuple[str, ...], float] = defaultdict(float)
    for combination in shown:
        within = tuple(one for one in combination if one in of_records)
        if len(within) > 1:
            found[within] += rounded(standing.whole.get(combination, 0))
    if not found:
        return None
    for program in of_records:
        rest = served[program] - sum(people for each, people in found.items() if program in each)
        if rest > 0:
            found[(program,)] = rest
    return Overlap(tuple(sorted(found.items())))


def parts_of(standing: Standing, dimension: str, program: str) -> Mapping[str, float] | None:
    """A program's people by group or place; None unless all of its parts may be told."""
    parts = {name: people_in_each(cells).get(program, 0) for name, cells in standing.cells.get(dimension, {}).items()}
    if not any(parts.values()) or not all(
        people == 0 or may_stand(people, standing.smallest) for people in parts.values()
    ):
        return None
    return {name: float(rounded(people)) for name, people in parts.items()}


def _figures(community: Community, links: Sequence[LinkFacts]) -> Mapping[tuple[str, str], Sequence[Figure]]:
    """The figures of measures that links name. Two queries, or none."""
    wanted = {link.measure_id for link in links if link.measure_id}
    if not wanted:
        return {}
    programs = Program.objects.filter(community=community, public_id__in={link.program_id for link in links})
    measures = Measure.objects.filter(community=community, public_id__in=wanted)
    return whole_figures({row.public_id: row for row in programs}, list(measures))


def _five(value: float | None) -> float:
    return float(rounded(int(value or 0)))
