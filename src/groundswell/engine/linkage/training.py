"""What the records themselves teach: no pair has to be labelled by anybody.

How fields agree between strangers is seen in pairs drawn by chance. How they agree within one person is learned by
expectation and maximization among pairs that agree in other fields (so that each field is learned where it did not
choose the pairs), on counts of patterns and not on pairs, so that it takes a moment. What a household shares is learned
among pairs with one telephone or one address.

Source: Winkler (2000), Using the EM algorithm for weight computation in the Fellegi-Sunter model; Census RR2000/05.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from groundswell.engine.linkage import coded
from groundswell.engine.linkage.blocking import BlockingPlan, Candidates
from groundswell.engine.linkage.coded import Coded, Codes
from groundswell.engine.linkage.comparing import (
    AGREED_ID,
    BIRTH,
    FIELDS,
    FIRST,
    LAST,
    PHONE,
    PLACE,
    SAME,
    SIZES,
    STREET,
    levels_of,
    patterns,
)
from groundswell.engine.linkage.frequencies import Frequencies
from groundswell.engine.linkage.model import LinkageModel, Shares

Floats = NDArray[np.float64]
Levels = NDArray[np.int64]

DRAWN = 300_000  # pairs drawn by chance
ROUNDS = 60
FEWEST = 40  # pairs from which a field is learned; below that what is usual elsewhere is taken
_USUAL_SAME = (0.86, 0.82, 0.92, 0.97, 0.80, 0.70, 0.75, 0.80, 0.95, 0.75, 0.95)
_USUAL_SHARED = {LAST: 0.8, PLACE: 0.9, STREET: 0.8, PHONE: 0.6}  # within a household
_TWINS = 0.03
_HALF_A_PAIR = 0.5
_FEW = 1_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Learned:
    """What is seen in the records before any are compared: how often names are met, and which words a crowd shares."""

    frequencies: Frequencies
    crowds: NDArray[np.uint64]  # digests


def trained(records: Coded, pairs: Candidates, plan: BlockingPlan, learned: Learned, seed: int = 0) -> LinkageModel:
    """The model of these records, from their candidate pairs."""
    met, weight = _counted(pairs.pattern)
    levels = levels_of(met)
    strangers = _by_chance(records, seed)
    same = _within_one_person(weight, levels, strangers)
    same, household, at_home = _within_a_household(weight, levels, same, strangers)
    number = len(records.facts)
    met_at_home = at_home / (_at_home(records) * number * (number - 1) / 2) if at_home else 0.0
    prior = _priors(weight, levels, (same, household, strangers), number, met_at_home)
    return LinkageModel(same, household, strangers, *prior, number, plan, learned.frequencies, learned.crowds)


def _counted(pattern: Codes) -> tuple[Levels, Floats]:
    """The patterns that are met, in ascending order, and how often each is."""
    met, counts = np.unique(pattern, return_counts=True)
    return met.astype(np.int64), counts.astype(np.float64)


def _at_home(records: Coded) -> float:
    """The share of pairs of one household that would be found by their telephone or their address."""

    if not len(records.facts):
        return 1e-3

    def both(*columns: int) -> float:
        return float(np.mean([(records.facts[:, column] >= 0).mean() for column in columns])) ** 2

    by_phone = _USUAL_SHARED[PHONE] * both(coded.PHONE)
    by_street = _USUAL_SHARED[STREET] * _USUAL_SHARED[PLACE] * both(coded.STREET, coded.PLACE)
    return max(1 - (1 - by_phone) * (1 - by_street), 1e-3)


def _by_chance(records: Coded, seed: int) -> Shares:
    """The shares of levels among pairs of strangers: pairs drawn by chance, but for those that agree throughout."""
    count = len(records.facts)
    if count * (count - 1) // 2 <= DRAWN:
        left, right = (each.astype(np.int32) for each in np.triu_indices(count, 1))
    else:
        rng = np.random.default_rng(seed)
        left, right = (rng.integers(0, count, DRAWN, dtype=np.int32) for _ in range(2))
        left, right = left[left != right], right[left != right]
    met, counts = _counted(patterns(left, right, records))
    levels = levels_of(met)
    is_one = ((levels[[FIRST, LAST, BIRTH, AGREED_ID]] == SAME).sum(axis=0) >= 2).astype(bool)
    return tuple(
        _shares(levels[field][~is_one], counts[~is_one], int(SIZES[field]), _HALF_A_PAIR)
        for field in range(len(FIELDS))
    )


def _shares(levels: Levels, weight: Floats, size: int, prior: float) -> Floats:
    """The share of each level but "missing"."""
    counted = np.bincount(levels, weight, minlength=size)[1:] + prior
    return np.asarray(counted / counted.sum())


def _usual(field: int) -> Floats:
    rest = int(SIZES[field]) - 2
    return np.array([_USUAL_SAME[field], *([(1 - _USUAL_SAME[field]) / rest] * rest)])


def _log(share: Floats, levels: Levels) -> Floats:
    return np.concatenate([[0.0], np.log(share)])[levels]


def _within_one_person(weight: Floats, levels: Levels, strangers: Shares) -> Shares:
    """The shares of levels for one person, each field learned among pairs that other fields have chosen."""
    is_same = levels == SAME
    names = is_same[FIRST] & is_same[LAST]
    # Names that many share choose strangers too; those of one place are mostly one person, where enough are known.
    at_place = names & is_same[PLACE]
    by_name = ((FIRST, LAST, PLACE), at_place) if weight[at_place].sum() >= FEWEST else ((FIRST, LAST), names)
    chosen = (
        by_name,
        ((BIRTH, PLACE), is_same[BIRTH] & is_same[PLACE]),
        ((BIRTH, FIRST), is_same[BIRTH] & is_same[FIRST]),
        ((BIRTH, AGREED_ID), is_same[BIRTH] & is_same[AGREED_ID]),
        ((FIRST, AGREED_ID), is_same[FIRST] & is_same[AGREED_ID]),
    )
    learned: list[list[tuple[float, Floats]]] = [[] for _ in FIELDS]
    for fixed, which in chosen:
        if weight[which].sum() < FEWEST:
            continue
        free = [field for field in range(len(FIELDS)) if field not in fixed]
        found, sizes = _among_three(weight[which], levels[:, which], free, strangers)
        for field in free:
            if sizes[field] >= FEWEST:
                learned[field].append((sizes[field], found[field]))
    return tuple(_blended(each, field) for field, each in enumerate(learned))


def _blended(learned: Sequence[tuple[float, Floats]], field: int) -> Floats:
    """What several choices of pairs taught, as one: the mean of logarithms."""
    if not learned:
        return _usual(field)
    mean = np.exp(np.mean([np.log(share) for _, share in learned], axis=0))
    return np.asarray(mean / mean.sum())


def _among_three(
    weight: Floats, levels: Levels, free: Sequence[int], strangers: Shares
) -> tuple[dict[int, Floats], dict[int, float]]:
    """One person, one household or strangers, told apart by expectation and maximization, where only what is usual for
    one person is learned; and how many pairs taught each field. Without the household a father and the son who has his
    name would teach that a person's birth date is often another."""
    shares = {field: _usual(field) for field in free}
    household = _usual_household(strangers)
    others = np.stack([sum(_log(kind[field], levels[field]) for field in free) for kind in (household, strangers)])
    kinds = np.array([0.3, 0.2, 0.5])
    for _ in range(ROUNDS):
        own = sum(_log(shares[field], levels[field]) for field in free)
        likely = np.concatenate([np.asarray(own)[None], others]) + np.log(kinds)[:, None]
        part = np.exp(likely - likely.max(axis=0))
        part *= weight / part.sum(axis=0)
        before, kinds = kinds, np.maximum(part.sum(axis=1) / weight.sum(), 1e-6)
        shares = {
            field: _shares(levels[field], part[0], int(SIZES[field]), 1e-3 * part[0].sum() + 1e-9) for field in free
        }
        if np.abs(kinds - before).max() < 1e-7:
            break
    return shares, {field: float(part[0][levels[field] > 0].sum()) for field in free}


def _usual_household(strangers: Shares) -> list[Floats]:
    """What a household usually shares; in all else its members are strangers."""
    household = [share.copy() for share in strangers]
    for field, share in _USUAL_SHARED.items():
        household[field] = _led_by(share, strangers[field])
    household[BIRTH] = strangers[BIRTH] * (1 - _TWINS)
    household[BIRTH][0] += _TWINS
    return household


def _within_a_household(
    weight: Floats, levels: Levels, same: Shares, strangers: Shares
) -> tuple[Shares, Shares, float]:
    """What members of a household share, from pairs with one telephone or one address; what a person keeps, anew.

    And how many such pairs of a household there are.
    """
    household = _usual_household(strangers)
    own = list(same)
    at_home = (levels[PHONE] == SAME) | ((levels[STREET] == SAME) & (levels[PLACE] == SAME))
    if weight[at_home].sum() < FEWEST:
        return same, tuple(household), 0.0
    weight, levels = weight[at_home], levels[:, at_home]
    used = [field for field in range(len(FIELDS)) if field not in (PHONE, STREET)]
    kinds = np.array([0.5, 0.4, 0.1])
    for _ in range(ROUNDS):
        likely = np.stack(
            [sum(_log(kind[field], levels[field]) for field in used) for kind in (own, household, strangers)]
        )
        likely += np.log(kinds)[:, None]
        shares = np.exp(likely - likely.max(axis=0))
        shares *= weight / shares.sum(axis=0)
        kinds = np.maximum(shares.sum(axis=1) / weight.sum(), 1e-6)
        for field in (LAST, PLACE):
            own[field] = _shares(levels[field], shares[0], int(SIZES[field]), 0.1)
        for field in (LAST, BIRTH, PLACE):
            household[field] = _shares(levels[field], shares[1], int(SIZES[field]), 0.1)
    own[PLACE] = same[PLACE]  # at one address the place agrees by itself
    household[PLACE] = _led_by(_USUAL_SHARED[PLACE], strangers[PLACE])
    return tuple(own), tuple(household), float(kinds[1] * weight.sum())


def _led_by(share: float, others: Floats) -> Floats:
    """The first level with this share, the rest in proportion to others."""
    rest = others[1:] / others[1:].sum() * (1 - share)
    return np.concatenate([[share], rest])


def _priors(
    weight: Floats, levels: Levels, kinds: Iterable[Shares], number: int, at_home: float
) -> tuple[float, float]:
    """The shares of pairs of one person, and of one household, among all pairs of records.

    Pairs of one household are seldom compared where nothing but the house is shared: where it is known how many there
    are, that is taken.
    """
    every = max(number * (number - 1) / 2, 1.0)
    likely = np.stack([sum(_log(kind[field], levels[field]) for field in range(len(FIELDS))) for kind in kinds])
    prior = np.array([0.5 / max(number, 2), at_home or 0.5 / max(number, 2), 1.0])
    for _ in range(ROUNDS):
        shares = likely + np.log(prior)[:, None]
        shares = np.exp(shares - shares.max(axis=0))
        shares *= weight / shares.sum(axis=0)
        met = np.maximum(shares[:2].sum(axis=1) / every, 1e-3 / every)
        prior[0], prior[1] = met[0], at_home or met[1]
    return float(prior[0]), float(prior[1])
