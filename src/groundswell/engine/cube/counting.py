"""Counting people and adding up, for many roll-ups at once."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from groundswell.engine.cube.axes import Axis, checked
from groundswell.engine.cube.cells import MILLIONTHS, Cells, CubeResult, steps_of


def cube(
    person: ArrayLike,
    axes: Sequence[Axis],
    sets: Sequence[tuple[int, ...]],
    flags: Mapping[str, ArrayLike] | None = None,
    sums: Mapping[str, ArrayLike] | None = None,
) -> CubeResult:
    """Each set's cells with rows, distinct people, distinct people with each flag, and sums."""
    who = np.asarray(person)
    checked(axes, sets, len(who))
    added = {name: np.asarray(values) for name, values in (sums or {}).items()}
    marks = {name: np.asarray(values, bool) for name, values in (flags or {}).items()}
    return CubeResult(tuple(a.name for a in axes), tuple(_cells(who, axes, tuple(s), marks, added) for s in sets))


def _cells(who: Any, axes: Sequence[Axis], chosen: tuple[int, ...], flags: Any, sums: Any) -> Cells:
    sizes = tuple(axis.levels[pick].size for axis, pick in zip(axes, chosen, strict=True))
    tables = []
    for axis, pick in zip(axes, chosen, strict=True):
        level = axis.levels[pick]
        if level.whole:
            codes = np.zeros((len(who), 1), np.int64)
        elif level.codes is not None:
            codes = level.codes.reshape(-1, 1).astype(np.int64)
        else:
            assert axis.codes is not None
            codes = axis.codes.reshape(-1, 1).astype(np.int64)
            if level.mapping is not None:
                codes = np.where(codes >= 0, level.mapping[codes[:, 0]], -1).astype(np.int64)
        tables.append(codes)
    keys, places = [], []
    steps = steps_of(sizes)
    for columns in itertools.product(*(range(t.shape[1]) for t in tables)):
        picked = [t[:, c] for t, c in zip(tables, columns, strict=True)]
        here = np.flatnonzero(np.all([p >= 0 for p in picked], axis=0))
        keys.append(sum(p[here] * s for p, s in zip(picked, steps, strict=True)))
        places.append(here)
    key, place = np.concatenate(keys), np.concatenate(places)
    found, cell, rows = np.unique(key, return_inverse=True, return_counts=True)

    def people(mask: Any) -> Any:
        pairs = np.unique(np.stack([cell[mask], who[place][mask]]), axis=1)
        return np.bincount(pairs[0], minlength=len(found)).astype(np.int64)

    totals, scales = {}, {}
    for name, values in sums.items():
        scales[name] = 1 if values.dtype.kind in "iub" else MILLIONTHS
        whole = np.rint(values.astype(np.float64) * MILLIONTHS).astype(np.int64) if scales[name] > 1 else values
        totals[name] = np.zeros(len(found), np.int64)
        np.add.at(totals[name], cell, whole[place].astype(np.int64))
    everyone = np.ones(len(cell), bool)
    flagged = {name: people(mask[place]) for name, mask in flags.items()}
    return Cells(chosen, sizes, found, rows.astype(np.int64), people(everyone), flagged, totals, scales)
