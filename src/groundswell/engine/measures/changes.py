"""What a change of parts touches, and computing no more than that.

A program's parts or the persons behind them change what is counted for that program and for every scope that holds it.
A measure that asks who moved on looks into the next program too, so that a change there touches those who left for
it. A change of the links between persons can join people of any two programs, which is why it says whom it touches.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from groundswell.core.measures.implied import named_words
from groundswell.engine.measures.cells import MeasureCells
from groundswell.engine.measures.parts import ComputedMeasure, Part, ProgramPlace, Programs, Scope


@dataclass(frozen=True, slots=True)
class Touched:
    """The pairs of measure and scope that must be counted anew, and what has to be read for them."""

    pairs: frozenset[tuple[str, Scope]]
    measures: tuple[ComputedMeasure, ...]  # each with the programs that its touched scopes hold
    program_ids: frozenset[str]  # whose parts have to be read


def changed_programs(before: Sequence[Part], after: Sequence[Part]) -> set[str]:
    """The programs whose parts are not the same, in the same order, as they were."""
    old, new = _digests(before), _digests(after)
    return {program_id for program_id in {*old, *new} if old.get(program_id) != new.get(program_id)}


def _digests(parts: Sequence[Part]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for part in parts:
        found.setdefault(part.program_id, []).append(part.digest)
    return found


def touched(
    changed: Iterable[str],
    measures: Sequence[ComputedMeasure],
    places: Mapping[str, ProgramPlace],
) -> Touched:
    """Which measures and scopes a change of these programs' records, or of their people, touches."""
    gone = set(changed)
    pairs: set[tuple[str, Scope]] = set()
    again: list[ComputedMeasure] = []
    read: set[str] = set()
    for measure in measures:
        programs = Programs(tuple(sorted(measure.program_ids)), places)
        nexts = set(named_words(measure.rule).next_programs)
        seeds = set(measure.program_ids) if nexts & gone else set(measure.program_ids) & gone
        scopes = {scope for program_id in seeds for scope in programs.scopes_of(program_id)}
        if not scopes:
            continue
        pairs.update((measure.measure_id, scope) for scope in scopes)
        needed = {each for each in programs.ids if scopes & set(programs.scopes_of(each))}
        again.append(ComputedMeasure(measure.measure_id, measure.rule, tuple(sorted(needed))))
        read |= needed | nexts
    return Touched(frozenset(pairs), tuple(again), frozenset(read))


def touched_cells(cells: MeasureCells, pairs: Iterable[tuple[str, Scope]]) -> NDArray[np.bool_]:
    """Which cells belong to these pairs of measure and scope: those to take away before, and to put in after."""
    chosen = set(pairs)
    table = np.array(
        [[(measure.measure_id, scope) in chosen for scope in cells.scopes] for measure in cells.measures], bool
    ).reshape(len(cells.measures), len(cells.scopes))
    return np.asarray(table[cells.codes["measure"], cells.codes["scope"]])
