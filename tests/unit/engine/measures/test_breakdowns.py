"""Crossings are left out where nobody asks for them, by either way of counting, and nothing else is."""

from __future__ import annotations

from datetime import date

import pytest

from groundswell.core.measures.rule_text import parse_rule
from groundswell.engine.invented import InventedCommunity
from groundswell.engine.measures.cells import Breakdown, MeasureCell
from groundswell.engine.measures.parts import ComputedMeasure, Part
from groundswell.engine.measures.periods import Grain, PeriodsWanted
from groundswell.engine.measures.run import run_measures
from groundswell.engine.store import part_folder, write_part


@pytest.fixture(scope="module")
def part(tmp_path_factory: pytest.TempPathFactory) -> Part:
    invented = InventedCommunity(3, 400)
    program = max(invented.programs, key=lambda one: invented.services(one.program_id)).program_id
    root, digest = tmp_path_factory.mktemp("records"), "0" * 64
    write_part(root, invented.records(program), digest=digest)
    return Part(program, part_folder(root, digest), digest)


def _cells(part: Part, *, crossed: bool, count_by_sql: bool) -> set[MeasureCell]:
    rule, findings = parse_rule({"count": "people", "where": {"services": {}}})
    assert rule is not None, findings
    run = run_measures(
        [part],
        [ComputedMeasure("served", rule, (part.program_id,))],
        PeriodsWanted(date(2025, 12, 31), None, (Grain.YEAR,)),
        breakdown=Breakdown(crossed=crossed),
        count_by_sql=count_by_sql,
    )
    return set(run.values)


def _is_crossed(cell: MeasureCell) -> bool:
    return sum(bool(name) for name in (cell.site, cell.place_id, cell.group)) > 1


def test_cells_without_crossings_are_all_the_others(part: Part) -> None:
    every = _cells(part, crossed=True, count_by_sql=False)
    plain = _cells(part, crossed=False, count_by_sql=False)
    assert any(map(_is_crossed, every))
    assert plain == {cell for cell in every if not _is_crossed(cell)}


def test_sql_leaves_out_the_same(part: Part) -> None:
    assert _cells(part, crossed=False, count_by_sql=True) == _cells(part, crossed=False, count_by_sql=False)


def test_nothing_is_found_where_nothing_is_asked_for(part: Part) -> None:
    run = run_measures([part], [], PeriodsWanted(date(2025, 12, 31)))
    assert len(run.values) == 0
    assert list(run.values) == []


def test_programs_without_records_have_no_figures() -> None:
    rule, _ = parse_rule({"count": "people", "where": {"services": {}}})
    assert rule is not None
    run = run_measures([], [ComputedMeasure("served", rule, ("visits",))], PeriodsWanted(date(2025, 12, 31)))
    assert list(run.values) == []
