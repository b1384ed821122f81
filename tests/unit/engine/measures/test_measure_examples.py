"""Every worked example comes out as it says, from the engine and from its slow twin."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from tests.reference.measures.slow_measures import Stretch, World, count_cells
from tests.reference.measures.stored_records import stored

from groundswell.core.measures.examples import AS_OF, EXAMPLES, PROGRAM, Example
from groundswell.core.measures.rule_text import parse_rule
from groundswell.core.measures.rules import Rule
from groundswell.engine.measures.parts import ComputedMeasure, People, ScopeKind
from groundswell.engine.measures.periods import PeriodsWanted
from groundswell.engine.measures.run import run_measures

PERIODS = {
    "2024": Stretch("2024", date(2024, 1, 1), date(2024, 12, 31)),
    "2024-Q2": Stretch("2024-Q2", date(2024, 4, 1), date(2024, 6, 30)),
}


def _name(example: Example) -> str:
    return example.name


def _rule(example: Example) -> Rule:
    rule, findings = parse_rule(example.rule)
    assert rule is not None, findings
    return rule


def _linked(example: Example) -> dict[tuple[str, str], int]:
    if not example.linked:
        return {}
    programs = {PROGRAM: example.tables, **example.more_programs}
    names = sorted({row["participant_id"] for tables in programs.values() for rows in tables.values() for row in rows})
    return {(program, name): number for number, name in enumerate(names) for program in programs}


@pytest.mark.parametrize("example", EXAMPLES, ids=_name)
def test_an_example_comes_out_of_the_engine_as_it_says(example: Example, tmp_path: Path) -> None:
    programs = {PROGRAM: example.tables, **example.more_programs}
    parts = [stored(tmp_path / program, program, tables) for program, tables in programs.items()]
    linked = _linked(example)
    people = None
    if linked:
        program_ids, ids = (np.array(each, object) for each in zip(*linked, strict=True))
        people = People(program_ids, ids, np.array(list(linked.values()), np.int64))
    measure = ComputedMeasure("m", _rule(example), (PROGRAM,))
    run = run_measures(parts, [measure], PeriodsWanted(AS_OF), people=people)
    found = [
        (cell.numerator, cell.denominator)
        for cell in run.values
        if str(cell.period) == example.period
        and cell.scope.kind is ScopeKind.PROGRAM
        and not (cell.site or cell.place_id or cell.dimension)
    ]
    assert found == [(example.numerator, example.denominator)]


@pytest.mark.parametrize("example", EXAMPLES, ids=_name)
def test_an_example_comes_out_of_the_slow_twin_as_it_says(example: Example) -> None:
    programs = {PROGRAM: example.tables, **example.more_programs}
    scopes = {program: [("program", program)] for program in programs}
    world = World(list(programs.items()), AS_OF, scopes, _linked(example))
    found = count_cells(world, _rule(example), {PROGRAM}, [PERIODS[example.period]], breakdown=False)
    ((numerator, denominator),) = found.values()
    expected = example.denominator
    assert float(numerator) == example.numerator
    assert (None if denominator is None else float(denominator)) == expected
