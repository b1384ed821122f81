"""The engine and its slow twin find the same cells, to the last digit, on random records and random rules."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from random import Random

import numpy as np
import pytest
from tests.reference.measures.random_measures import AS_OF, FIRST, PROGRAMS, periods_of, random_rule, random_world
from tests.reference.measures.slow_measures import Cell, World, count_cells
from tests.reference.measures.stored_records import stored

from groundswell.core.measures.rule_text import parse_rule, rule_as_mapping
from groundswell.engine.measures.cells import Breakdown, MeasureCells
from groundswell.engine.measures.parts import ComputedMeasure, Part, People, ProgramPlace
from groundswell.engine.measures.periods import Grain, PeriodsWanted
from groundswell.engine.measures.run import run_measures

PLACES = {
    "alpha": ProgramPlace("o1", ("s1", "s2"), ("n1",)),
    "beta": ProgramPlace("o1", ("s2",)),
    "gamma": ProgramPlace("o2"),
}


def stored_world(world: World, folder: Path) -> tuple[list[Part], People | None]:
    """The same records as parts, and the same links."""
    parts = [stored(folder / f"part-{place}", program, tables) for place, (program, tables) in enumerate(world.parts)]
    if not world.persons:
        return parts, None
    keys = list(world.persons)
    return parts, People(
        np.array([program for program, _ in keys], object),
        np.array([participant for _, participant in keys], object),
        np.array([world.persons[key] for key in keys], np.int64),
    )


def cells_by_name(cells: MeasureCells) -> dict[str, dict[Cell, tuple[Decimal, Decimal | None]]]:
    """measure -> cell -> numerator and denominator."""
    found: dict[str, dict[Cell, tuple[Decimal, Decimal | None]]] = {}
    for place, cell in enumerate(cells):
        period = f"{Grain(int(cells.codes['grain'][place])).name} {cell.period}"
        key = (str(cell.scope.kind), cell.scope.scope_id, period, cell.site, cell.place_id, cell.dimension, cell.group)
        bottom = None if cell.denominator is None else round(Decimal(cell.denominator), 6)
        found.setdefault(cell.measure_id, {})[key] = round(Decimal(cell.numerator), 6), bottom
    return found


def compared(folder: Path, seed: int, rules: int, *, by_sql: bool, breakdown: bool) -> int:
    """Compares one random world; how many cells were equal."""
    random = Random(seed)
    world = random_world(random)
    parts, people = stored_world(world, folder)
    wanted = PeriodsWanted(AS_OF, random.choice((FIRST, None)), fiscal_first_month=random.choice((1, 7, 10)))
    drawn = [random_rule(random) for _ in range(rules)]
    measures = [
        ComputedMeasure(f"m{place}", rule, tuple(random.sample(PROGRAMS, random.randint(1, 3))))
        for place, (rule, _) in enumerate(drawn)
    ]
    run = run_measures(
        parts,
        measures,
        wanted,
        places=PLACES,
        until=world.until,
        people=people,
        breakdown=Breakdown(breakdown, breakdown, breakdown),
        count_by_sql=by_sql,
    )
    found = cells_by_name(run.values)
    since = wanted.since or earliest(world)
    periods = periods_of(wanted, since)
    total = 0
    for measure, (rule, mapping) in zip(measures, drawn, strict=True):
        expected = count_cells(world, rule, set(measure.program_ids), periods, breakdown=breakdown)
        got = found.get(measure.measure_id, {})
        if got != expected:
            wrong = [
                (cell, got.get(cell), expected.get(cell))
                for cell in sorted({*got, *expected})
                if got.get(cell) != expected.get(cell)
            ]
            raise AssertionError(
                f"seed {seed}: {mapping} in {measure.program_ids}: {len(wrong)} cells, such as {wrong[:3]}"
            )
        total += len(expected)
    return total


def earliest(world: World):
    days = [row["started"] for _, tables in world.parts for row in tables.get("enrollments", [])]
    days += [
        row["date"] for _, tables in world.parts for name in ("services", "outcomes") for row in tables.get(name, [])
    ]
    return min(days)


@pytest.mark.parametrize("seed", range(8))
def test_the_engine_counts_what_its_slow_twin_counts(tmp_path: Path, seed: int) -> None:
    assert compared(tmp_path, seed, 25, by_sql=seed % 4 == 3, breakdown=False) > 0


@pytest.mark.parametrize("seed", range(100, 104))
def test_sites_places_and_groups_are_counted_as_the_slow_twin_counts_them(tmp_path: Path, seed: int) -> None:
    assert compared(tmp_path, seed, 8, by_sql=seed % 4 == 3, breakdown=True) > 0


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1_000, 1_100))
def test_the_engine_counts_what_its_slow_twin_counts_on_four_thousand_rules(tmp_path: Path, seed: int) -> None:
    assert compared(tmp_path, seed, 40, by_sql=seed % 4 == 3, breakdown=seed % 5 == 4) > 0


def test_every_random_rule_can_be_written_and_read_again() -> None:
    random = Random(5)
    for _ in range(2_000):
        rule, _ = random_rule(random)
        read, findings = parse_rule(rule_as_mapping(rule))
        assert (read, findings) == (rule, [])
