"""Reach: people served by any program, each counted once, of those who live here, by place and group, beside need."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from groundswell.apps.indicators.models import Strategy
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import Actor, community_for, not_retired
from groundswell.apps.scorecards.queries.pages import CommunityFacts
from groundswell.apps.scorecards.queries.participation.beside import (
    Need,
    People,
    Spot,
    need_of,
    needs_to_choose,
    populations,
    share_of,
)
from groundswell.apps.scorecards.queries.participation.standing import Standing, standing_of
from groundswell.apps.scorecards.queries.rows import Ground, by_sort, community_facts
from groundswell.apps.submissions.queries.standing import program_places
from groundswell.core.estimates import Estimate, Observation
from groundswell.core.participation import Cells
from groundswell.core.periods import Period
from groundswell.core.sentences import sentence

NO_POPULATION = sentence("how many live there is not known here")


@dataclass(frozen=True, slots=True)
class ReachRow:
    """People served in a place or of a group, of how many, and what the indicator says there.

    `fewest` and `most` are known where the number itself is not: bounds from the programs' numbers alone.
    """

    id: str
    label: str
    people: Estimate
    population: float | None
    population_period: Period | None
    share: Estimate
    need: Observation | None
    fewest: int | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True)
class ReachPart:
    """Reach by one dimension: "place", or a dimension of groups."""

    dimension: str
    rows: tuple[ReachRow, ...]


@dataclass(frozen=True, slots=True)
class ReachPage:
    """Reach in one period. `programs` are those that this reader sees; the whole counts those that are unseen too."""

    community: CommunityFacts
    period: Period | None
    periods: tuple[Period, ...]
    is_so_far: bool
    is_linked: bool
    whole: ReachRow | None
    parts: tuple[ReachPart, ...]
    strategies: tuple[ReachRow, ...]
    programs: tuple[ReachRow, ...]
    need: Need | None
    needs: tuple[tuple[str, str], ...]  # id and name of the indicators to choose from
    unseen: int
    smallest_shown: int
    data_version: str


def reach_page(community_id: str, *, reader: Actor, period: str = "", indicator: str = "") -> ReachPage | None:
    """Reach for a reader; None where the community may not be opened. `indicator` is what stands beside it."""
    community = community_for(community_id, reader=reader)
    if community is None:
        return None
    standing = standing_of(community, reader=reader, wanted=period)
    ground = Ground.of(community)
    choices = needs_to_choose(community)
    chosen = next((one for one in choices if one.public_id == indicator), choices[0] if choices else None)
    need = need_of(ground, chosen) if chosen else None
    rows = _Rows(standing, ground, populations(ground, standing.period), need)
    return ReachPage(
        community=community_facts(community),
        period=standing.period,
        periods=standing.periods,
        is_so_far=standing.is_so_far,
        is_linked=standing.is_linked,
        whole=rows.whole() if standing.table else None,
        parts=tuple(rows.parts()),
        strategies=tuple(rows.strategies(community)),
        programs=tuple(rows.programs()),
        need=need,
        needs=tuple((one.public_id, one.name or one.public_id) for one in choices),
        unseen=len(standing.unseen),
        smallest_shown=standing.smallest,
        data_version=community.data_version,
    )


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of the page from what stands, what lives where, and the need."""

    standing: Standing
    ground: Ground
    living: Mapping[Spot, People]
    need: Need | None

    def whole(self) -> ReachRow:
        """Everybody together."""
        is_shown = bool(self.standing.table and self.standing.table.shown.get("is_whole"))
        return self._row("", self.ground.place_name(""), ("", ""), self.standing.whole, is_shown=is_shown)

    def parts(self) -> Iterator[ReachPart]:
        """By place, then by every dimension of groups that the records tell of."""
        shown = self.standing.table.shown.get("parts", {}) if self.standing.table else {}
        for dimension, groups in sorted(self.standing.cells.items(), key=lambda one: (one[0] != "place", one[0])):
            if dimension and any(groups):
                named = [
                    (*self._spot(dimension, name), name, cells, name in shown.get(dimension, ()))
                    for name, cells in groups.items()
                ]
                named.sort(key=lambda one: (one[3] == "", one[0], one[1]))
                yield ReachPart(
                    dimension,
                    tuple(
                        self._row(name, label, spot, cells, is_shown=is_shown)
                        for _, label, spot, name, cells, is_shown in named
                    ),
                )

    def _spot(self, dimension: str, name: str) -> tuple[tuple[int, str], str, Spot | None]:
        """Where a part stands in its order, what it is called, and which place or group of the community it is."""
        if dimension == "place":
            own = self.ground.places.get("")
            known = "" if own is not None and own.public_id == name else name
            is_known = known in self.ground.places and bool(name)
            return (0, ""), self.ground.place_name(known) if name else "", (known, "") if is_known else None
        groups = self.ground.groups
        among = {one.public_id: one for one in groups.values() if one.dimension == dimension}
        labels = {one.label.casefold(): one for one in among.values()}
        found = among.get(name) or labels.get(name.casefold())
        if found is None:
            return (1_000_000, ""), name, None
        return by_sort(found), found.label or found.public_id, ("", found.public_id)

    def strategies(self, community: Community) -> Iterator[ReachRow]:
        """Strategies of several programs, where this reader sees all programs, by name. Three queries.

        What is shown is of the programs that a strategy had when it was found safe to show.
        """
        table = self.standing.table
        if table is None or self.standing.unseen:
            return
        shown = table.shown.get("unions", {})
        now: dict[str, set[str]] = {}
        for program, place in program_places(community).items():
            for strategy_id in place.strategy_ids:
                now.setdefault(strategy_id, set()).add(program)
        rows = not_retired(Strategy.objects.filter(community=community)).order_by("name", "public_id")
        for row in rows:
            programs = set(shown.get(row.public_id) or now.get(row.public_id, ()))
            if len(programs & set(self.standing.counts)) > 1:
                cells = _among(self.standing.whole, programs)
                people = self.standing.count(sum(cells.values()), is_shown=row.public_id in shown)
                yield self._made(row.public_id, row.name or row.public_id, None, cells, people)

    def programs(self) -> Iterator[ReachRow]:
        """Every program that this reader sees, by name: its own number needs no links."""
        for program_id, row in self.standing.seen.items():
            if program_id in self.standing.counts:
                people = self.standing.of_program(program_id)
                yield self._made(program_id, row.name or program_id, None, {}, people)

    def _row(self, name: str, label: str, spot: Spot | None, cells: Cells, *, is_shown: bool) -> ReachRow:
        return self._made(name, label, spot, cells, self.standing.count(sum(cells.values()), is_shown=is_shown))

    def _made(self, name: str, label: str, spot: Spot | None, cells: Cells, people: Estimate) -> ReachRow:
        living = self.living.get(spot) if spot else None
        bounds = None
        if people.value is None and not self.standing.is_linked:
            bounds = self.standing.bounds(cells, living.count if living else None)
        return ReachRow(
            id=name,
            label=label,
            people=people,
            population=living.count if living else None,
            population_period=living.period if living else None,
            share=share_of(people, living, NO_POPULATION),
            need=self.need.latest.get(spot) if self.need and spot else None,
            fewest=bounds[0] if bounds else None,
            most=bounds[1] if bounds else None,
        )


def _among(cells: Cells, programs: Collection[str]) -> Cells:
    """The people of some programs in combinations of these programs alone."""
    found: dict[tuple[str, ...], int] = {}
    for combination, people in cells.items():
        if within := tuple(one for one in combination if one in programs):
            found[within] = found.get(within, 0) + people
    return found
