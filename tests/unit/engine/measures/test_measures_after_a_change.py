"""After a change of parts, counting anew what it touches gives the same cells as counting everything anew."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from tests.reference.measures.random_measures import AS_OF, FIRST, PROGRAMS, random_rule, random_tables, random_world
from tests.reference.measures.stored_records import stored
from tests.reference.measures.test_measures_twin import PLACES, stored_world

from groundswell.core.measures.rule_text import parse_rule
from groundswell.engine.measures.cells import Breakdown, MeasureCell
from groundswell.engine.measures.changes import changed_programs, touched, touched_cells
from groundswell.engine.measures.parts import ComputedMeasure, Part, Scope, ScopeKind, data_version
from groundswell.engine.measures.periods import PeriodsWanted
from groundswell.engine.measures.run import MeasuresRun, run_measures

WANTED = PeriodsWanted(AS_OF, FIRST)


def _rows(cells) -> set[MeasureCell]:
    return set(cells)


def _measures(random: Random) -> list[ComputedMeasure]:
    return [
        ComputedMeasure(f"m{place}", random_rule(random)[0], tuple(random.sample(PROGRAMS, random.randint(1, 3))))
        for place in range(15)
    ]


@pytest.mark.parametrize("seed", [1, 2])
def test_counting_what_a_change_touches_equals_counting_everything(tmp_path: Path, seed: int) -> None:
    random = Random(seed)
    world = random_world(random)
    before, people = stored_world(world, tmp_path)
    measures = _measures(random)
    new = stored(tmp_path / "new", "gamma", random_tables(random, 7))
    after = [part for part in before if part.program_id != "gamma"] + [new]

    def run(parts: list[Part], some: list[ComputedMeasure]) -> MeasuresRun:
        return run_measures(parts, some, WANTED, places=PLACES, people=people, breakdown=Breakdown(True, False, False))

    change = touched(changed_programs(before, after), measures, PLACES)
    old = run(before, measures).values
    kept = _rows(old.chosen(~touched_cells(old, change.pairs)))
    fresh = run([part for part in after if part.program_id in change.program_ids], list(change.measures)).values
    renewed = _rows(fresh.chosen(touched_cells(fresh, change.pairs)))
    everything = _rows(run(after, measures).values)
    assert kept | renewed == everything
    assert not kept & renewed
    assert kept


def _measure(program_ids: tuple[str, ...], where: dict | None = None) -> ComputedMeasure:
    rule, findings = parse_rule({"count": "people", "where": where} if where else {"count": "people"})
    assert rule is not None, findings
    return ComputedMeasure("m", rule, program_ids)


def test_a_change_touches_its_program_and_every_scope_that_holds_it_and_no_other() -> None:
    change = touched({"gamma"}, [_measure(("alpha", "gamma"))], PLACES)
    assert {scope for _, scope in change.pairs} == {
        Scope(ScopeKind.PROGRAM, "gamma"),
        Scope(ScopeKind.ORGANIZATION, "o2"),
        Scope(ScopeKind.ALL),
    }
    assert change.program_ids == {"alpha", "gamma"}  # all programs together hold alpha too


def test_a_change_in_the_next_program_touches_those_who_left_for_it() -> None:
    measure = _measure(("alpha",), {"next_program": {"program_id": "beta", "within_days": 30}})
    change = touched({"beta"}, [measure], PLACES)
    assert ("m", Scope(ScopeKind.PROGRAM, "alpha")) in change.pairs
    assert change.program_ids == {"alpha", "beta"}
    assert not touched({"gamma"}, [measure], PLACES).pairs


def test_the_data_version_changes_with_the_parts_and_not_with_their_order(tmp_path: Path) -> None:
    one, two = Part("alpha", tmp_path, "a" * 64), Part("beta", tmp_path, "b" * 64)
    assert data_version([one, two]) == data_version([two, one])
    assert data_version([one, two]) != data_version([one])
    assert changed_programs([one], [one, two]) == {"beta"}
