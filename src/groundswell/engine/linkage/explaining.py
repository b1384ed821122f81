"""Why two records were linked, or were not: what every field says, for one person or against it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from groundswell.engine.linkage.coded import Lists, coded, without
from groundswell.engine.linkage.comparing import BIRTH, FIELDS, FIRST, LAST, LEVELS, PLACE, SAME, levels_of, pattern_of
from groundswell.engine.linkage.linking import crowds_of
from groundswell.engine.linkage.model import LinkageModel
from groundswell.engine.linkage.records import PersonRecords
from groundswell.engine.linkage.scoring import probability, surprises

BITS = float(np.log(2.0))


@dataclass(frozen=True, slots=True)
class FieldWeight:
    """What one field says. `bits` is the base-2 logarithm of how much it changes the odds: above 0 for one person.

    `level` is one of `LEVELS` of the field. Against strangers it would be worth `against_strangers` bits: what is left
    out of that is what members of a household share anyway.
    """

    field: str
    level: str
    bits: float
    against_strangers: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """The fields' bits, where the odds stood before any was asked, and what comes of them together."""

    fields: tuple[FieldWeight, ...]
    prior_bits: float
    weight: float
    probability: float


def explain(model: LinkageModel, records: PersonRecords, left: int, right: int) -> Explanation:
    """Why the records at `left` and `right` are likely one person or not; the bits add up to the weight.

    Each field is weighed as it stands among two people who are no relatives and two of one household, in the shares in
    which these explain the pair.
    """
    pair = records.chosen(np.array(sorted((left, right))))  # alikeness may depend on who comes first
    numbers, lists = coded(pair, Lists(model.plan.id_names))
    numbers = without(numbers, crowds_of(lists, model))
    levels = levels_of(np.array([pattern_of(0, 1, numbers)]))[:, 0]
    first, namesake, last, place, birth = surprises(numbers, model, model.frequencies.by(lists))
    table = model.weights()
    own, household, strangers = (table[kind, np.arange(len(FIELDS)), levels] for kind in range(3))
    for field, surprise, column in ((FIRST, first, 0), (LAST, last, 1), (BIRTH, birth, 2), (PLACE, place, 5)):
        if levels[field] == SAME:
            strangers[field] += surprise[numbers.facts[0, column]]
    if levels[FIRST] == SAME:
        household[FIRST] += namesake[numbers.facts[0, 0]]
    prior_household = float(np.log(model.prior_household))
    against = np.array([household.sum() + prior_household, strangers.sum()])
    share = np.exp(against - against.max()) / np.exp(against - against.max()).sum()
    bits = (own - share[0] * household - share[1] * strangers) / BITS
    total = float(np.log(model.prior_same) + own.sum() - np.logaddexp(*against))
    fields = tuple(
        FieldWeight(name, LEVELS[name][levels[place]], float(bits[place]), float((own - strangers)[place] / BITS))
        for place, name in enumerate(FIELDS)
    )
    return Explanation(fields, total / BITS - float(bits.sum()), total / BITS, float(probability(np.array([total]))[0]))
