"""How many people there are, with the range in which the truth lies: from what was linked, what might have been, and
what was never compared.

Groups of linked records are a number, and it is a little wrong in two ways. Some links join two people; each counts for
as much as its probability leaves open. Some records of one person were not linked: because it was too doubtful (each
such pair counts with its probability), or because nothing about them agreed and they were never compared. How often the
last happens follows from how often fields differ within one person, which the model has learned. The range adds the
chance in single pairs to what the probabilities themselves may be wrong by; and where a record says too little to be
compared with any other, it may be a person of its own or anybody.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from groundswell.engine.linkage import coded
from groundswell.engine.linkage.blocking import BIRTH_AND_PLACE
from groundswell.engine.linkage.coded import Coded, Codes
from groundswell.engine.linkage.comparing import AGREED_ID, BIRTH, EMAIL, FIRST, LAST, PHONE, PLACE, SAME
from groundswell.engine.linkage.model import LinkageModel

Floats = NDArray[np.float64]

LEVEL = 0.95
DRAWS = 50_000
_Z = 1.959964
_CALIBRATION = 0.4  # a probability's odds of being right may themselves be off by about so much, over all of them
_UNSEEN = 0.5  # the share by which the estimate of what was never compared may be off
_UNSEEN_ENCODED = 0.7  # the same where records are encoded, of which less is known
_MOST_MISSED = 0.9  # where records say so little that hardly any are compared, nothing follows from those that were
_TOGETHER = 0.35  # how far records of one person fail together: 1 would be each pair by itself


@dataclass(frozen=True, slots=True)
class PeopleCount:
    """People behind records: the best estimate, and the range that covers the truth at `level`.

    `groups` is how many groups the records were linked into.
    """

    records: int
    groups: int
    people: int
    low: int
    high: int
    level: float = LEVEL


@dataclass(frozen=True, slots=True, eq=False)
class Doubts:
    """What stands against the number of groups.

    `joined` holds, for each link that holds a group together, the probability that it is right; `near` for each two
    groups that were not joined the probability that they are one person. `joined_at` and `joined_to` are the records
    of the link, `near_at` and `near_to` a record of each group. `mute` are records that say too little to be compared.
    `sets` numbers the sets of records that cannot be
    compared with each other; None where there is one. Then `missed` is that of set 0, `missed_in` those of the others.
    """

    joined_at: Codes
    joined_to: Codes
    joined: Floats
    near_at: Codes
    near_to: Codes
    near: Floats
    missed: float  # the share of pairs of one person that were never compared
    mute: Codes = field(default_factory=lambda: np.zeros(0, np.int32))
    sets: Codes | None = None
    missed_in: tuple[float, ...] = ()


def people_count(group: NDArray[np.integer], doubts: Doubts, among: NDArray[np.bool_] | None = None) -> PeopleCount:
    """The people behind some of the records (all of them where nothing else is said). `group` numbers each record's.

    Of sets that cannot be compared nobody knows who is in several: the best estimate takes them for different people,
    the low end has everybody in the largest, the high end nobody in two.
    """
    chosen = np.ones(len(group), bool) if among is None else among
    if doubts.sets is None:
        return _count(group, doubts, chosen, doubts.missed, _UNSEEN)
    found = [_count(group, doubts, chosen & (doubts.sets == 0), doubts.missed, _UNSEEN)]
    for number, share in enumerate(doubts.missed_in, start=1):
        found.append(_count(group, doubts, chosen & (doubts.sets == number), share, _UNSEEN_ENCODED))
    return PeopleCount(
        sum(each.records for each in found), sum(each.groups for each in found), sum(each.people for each in found),
        max(each.low for each in found), sum(each.high for each in found),
    )  # fmt: skip


def _count(
    group: NDArray[np.integer], doubts: Doubts, chosen: NDArray[np.bool_], missed: float, unsure: float
) -> PeopleCount:
    sizes = np.bincount(group[chosen]) if chosen.any() else np.zeros(1, np.int64)
    groups = int((sizes > 0).sum())
    has_some = np.zeros(len(group) + 1, bool)
    has_some[group[chosen]] = True
    joined = doubts.joined[chosen[doubts.joined_at] & chosen[doubts.joined_to]]
    near = doubts.near[has_some[group[doubts.near_at]] & has_some[group[doubts.near_to]]]
    wrong, lost = float((1 - joined).sum()), float(near.sum())
    unseen = unseen_links(sizes[sizes > 0], missed)
    people = groups + wrong - lost - unseen
    chance = float((joined * (1 - joined)).sum() + (near * (1 - near)).sum() + unseen)
    spread = _Z * np.sqrt(chance + (_CALIBRATION * (wrong + lost)) ** 2 / _Z + (unsure * unseen) ** 2 / _Z)
    count = int(chosen.sum())
    best = int(np.clip(round(people), min(1, count), count))
    low, high = int(np.floor(people - spread)), int(np.ceil(people + spread))
    low -= int(chosen[doubts.mute].sum())  # each may be somebody who is counted already
    return PeopleCount(count, groups, best, max(min(low, best), min(1, count)), min(max(high, best), count))


def unseen_links(sizes: NDArray[np.integer], missed: float) -> float:
    """How many links are likely missing because records of one person were never compared.

    A pair of one person is missed with this share. A record is lost to a group of k others where all k pairs are
    missed; these fail together, since a record that was written down badly differs from all of them.
    """
    if missed <= 0:
        return 0.0
    missed = min(missed, _MOST_MISSED)
    pairs = sizes[sizes == 2]
    larger = sizes[sizes > 2].astype(np.float64)
    of_pairs = len(pairs) * missed / (1 - missed)
    of_larger = float((larger * missed ** (1 + _TOGETHER * (larger - 2))).sum())
    return of_pairs + of_larger


def missed_share(records: Coded, model: LinkageModel, seed: int = 0) -> float:
    """The share of pairs of one person that agree in no key and so are never compared, by what the model has learned.

    Fields are drawn each by itself: known for both records, and at which level they agree.
    """
    if not len(records.facts):
        return 0.0
    rng = np.random.default_rng(seed)

    def drawn(field: int, column: int) -> NDArray[np.int64]:
        known = float((records.facts[:, column] >= 0).mean()) ** 2
        share = np.concatenate([[1 - known], known * model.same[field]])
        return rng.choice(len(share), DRAWS, p=share / share.sum())

    first, last, birth = drawn(FIRST, coded.FIRST), drawn(LAST, coded.LAST), drawn(BIRTH, coded.BIRTH)
    place, phone, email = drawn(PLACE, coded.PLACE), drawn(PHONE, coded.PHONE), drawn(EMAIL, coded.EMAIL)
    some = rng.random(DRAWS)
    head = (last == SAME) | (last == 3)
    root = (first == SAME) | ((first == 3) & (some < 0.8))
    day = (birth == SAME) | ((birth == 2) & (some < 0.4))
    year = day | (birth == 3) | (birth == 4)
    born = birth == SAME
    at_birthplace = born & (place == SAME)
    if model.plan.narrow[BIRTH_AND_PLACE]:
        at_birthplace &= _begins(first, some) | _begins(last, some)
    found = (head & day) | (root & day) | at_birthplace | (phone == SAME) | (email == SAME)
    found |= ((first == SAME) & (last == SAME)) | (head & root & year)
    for number in range(records.ids.shape[1]):
        agreed = drawn(AGREED_ID, coded.IDS + number) == SAME
        found |= agreed & (born | head | root | model.plan.wide_ids[number])
    return float(1 - found.mean())


def _begins(levels: NDArray[np.int64], some: Floats) -> NDArray[np.bool_]:
    """Where two names that agree like this begin with the same letter; `some` decides where it is not said."""
    likely = np.array([0.0, 1.0, 0.97, 0.6, 0.9, 0.8, 0.1])
    return np.asarray(some < likely[levels])
