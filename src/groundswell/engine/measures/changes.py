"""What a change of records touches, and computing no more than that.

Every figure has a version: of the rule, and of the records and the day of each program whose customers it counts. What
is stored under the version that stands now is right as it is; only the rest is counted anew. A measure that asks who
moved on looks into the next program too, so that a change there touches those who left for it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from groundswell.core.measures.implied import named_words
from groundswell.core.measures.rule_text import rule_as_mapping
from groundswell.engine.measures.cells import MeasureCells
from groundswell.engine.measures.parts import ComputedMeasure, Part, ProgramPlace, Programs, Scope
from groundswell.engine.measures.periods import Grain, PeriodsWanted

Pair = tuple[str, Scope]  # a measure's id, and whose customers are counted together
_COUNTED_AS = 2  # goes up when the same records come to other figures than before


@dataclass(frozen=True, slots=True)
class Touched:
    """The pairs of measure and scope that must be counted anew, and what has to be read for them."""

    pairs: frozenset[Pair]
    measures: tuple[ComputedMeasure, ...]  # each with the programs that its touched scopes hold
    program_ids: frozenset[str]  # whose parts have to be read


def versions(
    parts: Sequence[Part],
    measures: Sequence[ComputedMeasure],
    wanted: PeriodsWanted,
    *,
    places: Mapping[str, ProgramPlace],
    until: Mapping[str, date],
    purged: Mapping[str, Sequence[str]] | None = None,
    people: Mapping[str, str] | None = None,
) -> dict[Pair, str]:
    """The version of the figures of each measure in each scope: 64 hexadecimal digits that change with what is counted.

    They change with the rule, the periods wanted, and the parts and the day of the programs that the figures come from.
    `purged` names parts that still count, though their records are gone: what they came to stands beside the rest.
    `people` tells for each program a digest of who is whom among its participants, where people were linked.
    """
    digests: dict[str, list[str]] = {}
    for part in parts:
        digests.setdefault(part.program_id, []).append(part.digest)

    def stands(program_id: str) -> list[str]:
        sent = [*digests.get(program_id, ()), *(f"purged:{each}" for each in (purged or {}).get(program_id, ()))]
        day = min(until.get(program_id, wanted.as_of), wanted.as_of)
        linked = [f"people:{people[program_id]}"] if people and program_id in people else []
        return [program_id, day.isoformat(), *sent, *linked] if sent else [program_id]

    calendar = replace(wanted, as_of=wanted.as_of if Grain.ALL in wanted.grains else date.min)
    found: dict[Pair, str] = {}
    for measure in measures:
        programs = Programs(tuple(sorted(measure.program_ids)), places)
        nexts = [stands(each) for each in sorted(named_words(measure.rule).next_programs)]
        asked = [_COUNTED_AS, repr(calendar), rule_as_mapping(measure.rule), nexts]
        counted: dict[Scope, list[list[str]]] = {}
        for program_id in programs.ids:
            for scope in programs.scopes_of(program_id):
                counted.setdefault(scope, []).append(stands(program_id))
        for scope, each in counted.items():
            said = json.dumps([*asked, each], sort_keys=True)
            found[measure.measure_id, scope] = hashlib.sha256(said.encode()).hexdigest()
    return found


def touched(pairs: Iterable[Pair], measures: Sequence[ComputedMeasure], places: Mapping[str, ProgramPlace]) -> Touched:
    """What has to be computed and read so that these pairs of measure and scope are counted anew."""
    chosen = frozenset(pairs)
    again: list[ComputedMeasure] = []
    read: set[str] = set()
    for measure in measures:
        programs = Programs(tuple(sorted(measure.program_ids)), places)
        needed = [
            each
            for each in programs.ids
            if any((measure.measure_id, scope) in chosen for scope in programs.scopes_of(each))
        ]
        if needed:
            again.append(ComputedMeasure(measure.measure_id, measure.rule, tuple(needed)))
            read.update(needed, named_words(measure.rule).next_programs)
    return Touched(chosen, tuple(again), frozenset(read))


def touched_cells(cells: MeasureCells, pairs: Iterable[Pair]) -> NDArray[np.bool_]:
    """Which cells belong to these pairs of measure and scope: those to take away before, and to put in after."""
    chosen = set(pairs)
    table = np.array(
        [[(measure.measure_id, scope) in chosen for scope in cells.scopes] for measure in cells.measures], bool
    ).reshape(len(cells.measures), len(cells.scopes))
    return np.asarray(table[cells.codes["measure"], cells.codes["scope"]])
