"""After a change of parts, counting anew what it touches gives the same cells as counting everything anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
from tests.reference.measures.random_measures import AS_OF, FIRST, PROGRAMS, random_rule, random_tables, random_world
from tests.reference.measures.stored_records import stored
from tests.reference.measures.test_measures_twin import PLACES, stored_world

from groundswell.core.measures.rule_text import parse_rule
from groundswell.engine.measures.cells import Breakdown, MeasureCell
from groundswell.engine.measures.changes import Pair, touched, touched_cells, versions
from groundswell.engine.measures.parts import ComputedMeasure, Part, Scope, ScopeKind, data_version
from groundswell.engine.measures.periods import Grain, PeriodsWanted
from groundswell.engine.measures.run import MeasuresRun, run_measures

WANTED = PeriodsWanted(AS_OF, FIRST)


def _rows(cells) -> set[MeasureCell]:
    return set(cells)


def _measures(random: Random) -> list[ComputedMeasure]:
    return [
        ComputedMeasure(f"m{place}", random_rule(random)[0], tuple(random.sample(PROGRAMS, random.randint(1, 3))))
        for place in range(15)
    ]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_counting_what_a_change_touches_equals_counting_everything(tmp_path: Path, seed: int) -> None:
    random = Random(seed)
    world = random_world(random)
    before, people = stored_world(world, tmp_path)
    measures = _measures(random)
    new = stored(tmp_path / "new", "gamma", random_tables(random, 7))
    after = [part for part in before if part.program_id != "gamma"] + [new]
    wanted = replace(WANTED, grains=(Grain.QUARTER, Grain.YEAR))  # a new last day touches nobody else's periods
    first = {**world.until, "gamma": AS_OF - timedelta(100)}
    second = {**world.until, "gamma": AS_OF}

    def run(parts: list[Part], some: list[ComputedMeasure], until: dict[str, date]) -> MeasuresRun:
        breakdown = Breakdown(True, False, False)
        return run_measures(parts, some, wanted, places=PLACES, until=until, people=people, breakdown=breakdown)

    stood = versions(before, measures, wanted, places=PLACES, until=first)
    stands = versions(after, measures, wanted, places=PLACES, until=second)
    change = touched((pair for pair, version in stands.items() if stood.get(pair) != version), measures, PLACES)
    old = run(before, measures, first).values
    kept = _rows(old.chosen(~touched_cells(old, change.pairs)))
    read = [part for part in after if part.program_id in change.program_ids]
    fresh = run(read, list(change.measures), second).values
    renewed = _rows(fresh.chosen(touched_cells(fresh, change.pairs)))
    everything = _rows(run(after, measures, second).values)
    assert kept | renewed == everything
    assert not kept & renewed
    assert kept


def _measure(program_ids: tuple[str, ...], where: dict | None = None) -> ComputedMeasure:
    rule, findings = parse_rule({"count": "people", "where": where} if where else {"count": "people"})
    assert rule is not None, findings
    return ComputedMeasure("m", rule, program_ids)


def _changed(measure: ComputedMeasure, then: list[Part], now: list[Part], **more) -> set[Pair]:
    """The pairs whose version differs between two states of the records."""
    until = more.pop("until", {})
    before = versions(then, [measure], WANTED, places=PLACES, until={})
    after = versions(now, [more.pop("becomes", measure)], more.pop("wanted", WANTED), places=PLACES, until=until)
    assert before.keys() == after.keys()
    return {pair for pair in after if before[pair] != after[pair]}


ONE, TWO, OTHER = (Part("gamma", Path("nowhere"), letter * 64) for letter in "abc")


def test_a_change_touches_its_program_and_every_scope_that_holds_it_and_no_other() -> None:
    measure = _measure(("alpha", "gamma"))
    pairs = _changed(measure, [ONE], [ONE, TWO])
    assert {scope for _, scope in pairs} == {
        Scope(ScopeKind.PROGRAM, "gamma"),
        Scope(ScopeKind.ORGANIZATION, "o2"),
        Scope(ScopeKind.ALL),
    }
    assert touched(pairs, [measure], PLACES).program_ids == {"alpha", "gamma"}  # all programs together hold alpha too
    assert touched({("m", Scope(ScopeKind.PROGRAM, "gamma"))}, [measure], PLACES).program_ids == {"gamma"}


def test_a_change_in_the_next_program_touches_those_who_left_for_it() -> None:
    measure = _measure(("alpha",), {"next_program": {"program_id": "gamma", "within_days": 30}})
    pairs = _changed(measure, [ONE], [TWO])
    assert ("m", Scope(ScopeKind.PROGRAM, "alpha")) in pairs
    assert touched(pairs, [measure], PLACES).program_ids == {"alpha", "gamma"}
    assert not _changed(measure, [], [Part("beta", Path("nowhere"), "d" * 64)])


def test_a_version_changes_with_the_order_of_parts_the_day_the_rule_and_the_periods_and_with_nothing_else() -> None:
    measure = _measure(("gamma",))
    assert not _changed(measure, [ONE, TWO], [ONE, TWO])
    assert _changed(measure, [ONE, TWO], [TWO, ONE])  # the latest row of a participant stands
    assert _changed(measure, [ONE], [ONE], until={"gamma": AS_OF - timedelta(1)})
    assert _changed(measure, [ONE], [ONE], becomes=_measure(("gamma",), {"site": "north"}))
    assert _changed(measure, [ONE], [ONE], wanted=replace(WANTED, fiscal_first_month=10))
    assert not _changed(measure, [ONE], [ONE], until={"beta": FIRST})


def test_a_later_day_of_another_program_touches_nothing_unless_all_the_data_together_is_a_period() -> None:
    measure = _measure(("gamma",))
    later = replace(WANTED, as_of=AS_OF + timedelta(90))
    told = {"gamma": AS_OF}
    assert _changed(measure, [ONE], [ONE], until=told, wanted=later)
    quarters = replace(WANTED, grains=(Grain.QUARTER,))
    before = versions([ONE], [measure], quarters, places=PLACES, until=told)
    after = versions([ONE], [measure], replace(quarters, as_of=later.as_of), places=PLACES, until=told)
    assert before == after


def test_the_data_version_changes_with_the_parts_and_not_with_their_order(tmp_path: Path) -> None:
    one, two = Part("alpha", tmp_path, "a" * 64), Part("beta", tmp_path, "b" * 64)
    assert data_version([one, two]) == data_version([two, one])
    assert data_version([one, two]) != data_version([one])
