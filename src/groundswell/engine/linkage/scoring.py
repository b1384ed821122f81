"""How sure it is that two records are one person: the weight of every field added up, rare names counting for more."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundswell.engine.compiling import by_stretch, compiled
from groundswell.engine.linkage import coded
from groundswell.engine.linkage.coded import Coded, Codes
from groundswell.engine.linkage.comparing import BIRTH, FIRST, LAST, MASKS, PLACE, SHIFTS
from groundswell.engine.linkage.frequencies import Met
from groundswell.engine.linkage.model import LinkageModel

Floats = NDArray[np.float64]
Facts = NDArray[np.int32]

NAMESAKES = 0.015  # the share of pairs of one household that bear one given name


class Scale(NamedTuple):
    """What pairs are weighed by: logarithms of shares (fields, levels, 3) and of priors, and `surprises`."""

    table: Floats
    prior_same: float
    prior_household: float
    first: Floats
    namesake: Floats  # the same of given names within a household
    last: Floats
    place: Floats
    birth: Floats


def scale_of(records: Coded, model: LinkageModel, met: Met) -> Scale:
    """The scale of a model, for these records. `met` says how often names, places and dates were met in training."""
    priors = float(np.log(model.prior_same)), float(np.log(model.prior_household))
    return Scale(np.ascontiguousarray(model.weights().transpose(1, 2, 0)), *priors, *surprises(records, model, met))


def surprises(records: Coded, model: LinkageModel, met: Met) -> tuple[Floats, Floats, Floats, Floats, Floats]:
    """For names, places and days: the logarithm of how much more often this value is met than values that agree are.

    A surname of every twentieth person says little where it agrees; one of a single family says much. A birth date is
    weighed only where it is met too often, as the first of January is by those who do not know their own. Within a
    household some bear one given name, however rare it is: fathers and sons.
    """
    names = len(records.names)
    sizes = (names, names, _size(records.column(coded.PLACE)), _size(records.column(coded.BIRTH)))
    first, last, place, birth = (
        _surprise(counts, size, total, float(model.strangers[field][0]))
        for counts, size, total, field in zip(
            (met.first, met.last, met.place, met.birth), sizes, met.totals, (FIRST, LAST, PLACE, BIRTH), strict=True
        )
    )
    namesake = np.logaddexp(first, np.log(NAMESAKES / float(model.strangers[FIRST][0])))
    return first, namesake, last, place, np.maximum(birth, 0.0)


def _size(codes: Codes) -> int:
    return int(codes.max(initial=0)) + 1


def _surprise(counts: NDArray[np.int64], size: int, total: int, share: float) -> Floats:
    known = np.ones(max(size, len(counts)))
    known[: len(counts)] = np.maximum(counts, 1)
    return np.asarray(np.log(known / max(total, 1) / share))


@compiled
def weight_of(i: int, pattern: int, records: Coded, scale: Scale) -> float:
    """The logarithm of the odds that a pair with this pattern is one person; `i` is one of its records."""
    priors = scale.prior_same, scale.prior_household
    often = scale.first, scale.namesake, scale.last, scale.place, scale.birth
    return weight_by(i, pattern, records.facts, scale.table, *priors, *often)


@compiled
def weight_by(
    i: int, pattern: int, facts: Facts, table: Floats, prior_same: float, prior_household: float, first: Floats,
    namesake: Floats, last: Floats, place: Floats, birth: Floats,
) -> float:  # fmt: skip
    """The same, with the parts of the scale one by one, for loops of millions."""
    same, household, strangers = prior_same, prior_household, 0.0
    for field in range(11):
        level = pattern >> SHIFTS[field] & MASKS[field]
        same += table[field, level, 0]
        household += table[field, level, 1]
        strangers += table[field, level, 2]
    # A household shares its surname and its place, whatever they are, but seldom given names.
    if pattern >> 22 & 7 == 1:
        household += namesake[facts[i, 0]]
        strangers += first[facts[i, 0]]
    if pattern >> 19 & 7 == 1:
        strangers += last[facts[i, 1]]
    if pattern >> 16 & 7 == 1:
        strangers += birth[facts[i, 2]]
    if pattern >> 12 & 3 == 1:
        strangers += place[facts[i, 5]]
    most, least = max(household, strangers), min(household, strangers)
    if most - least < 30.0:
        most += np.log1p(np.exp(least - most))
    return float(same - most)


@compiled
def _weights(
    left: Codes, pattern: Codes, start: int, stop: int, records: Coded, scale: Scale, found: NDArray[np.float32]
) -> None:
    facts, table, prior_same, prior_household = records.facts, scale.table, scale.prior_same, scale.prior_household
    first, namesake, last, place, birth = scale.first, scale.namesake, scale.last, scale.place, scale.birth
    for pair in range(start, stop):
        found[pair] = weight_by(
            left[pair], pattern[pair], facts, table, prior_same, prior_household, first, namesake, last, place, birth
        )


def weights_of(left: Codes, pattern: Codes, records: Coded, scale: Scale) -> NDArray[np.float32]:
    """The logarithm of the odds of each pair to be one person, given one of its records and its pattern."""
    found = np.empty(len(left), np.float32)
    by_stretch(len(left), lambda start, stop: _weights(left, pattern, start, stop, records, scale, found))
    return found


def probability(weight: NDArray[np.floating]) -> Floats:
    """The probability behind the logarithm of odds."""
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(weight, -60.0, 60.0).astype(np.float64))))
