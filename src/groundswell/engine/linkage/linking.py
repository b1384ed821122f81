"""Linking: from records to people, in steps that each say how long they took."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from groundswell.engine.linkage.blocking import Candidates, Keys, candidates, candidates_in, keys_of, planned
from groundswell.engine.linkage.clustering import grouped, holding, numbered
from groundswell.engine.linkage.coded import Coded, Codes, Lists, coded, crowded, without
from groundswell.engine.linkage.counting import Doubts, PeopleCount, missed_share, people_count
from groundswell.engine.linkage.frequencies import Frequencies, digests_of
from groundswell.engine.linkage.model import LinkageModel
from groundswell.engine.linkage.records import PersonRecords
from groundswell.engine.linkage.scoring import Scale, probability, scale_of, weights_of
from groundswell.engine.linkage.settings import Decisions, LinkageSettings
from groundswell.engine.linkage.training import Learned, trained
from groundswell.engine.measures.run import Stopwatch

Engine = Literal["own", "splink"]
Progress = Callable[[str, float], None]  # the step, and how much of the work is done, 0 to 1
Cancelled = Callable[[], bool]
Two = tuple[Codes, Codes]  # pairs, by their left and their right records
_STEPS = {"own": 6, "splink": 5}  # that a linking has, to tell how far it is


class LinkageError(Exception):
    """Linking cannot be done, and why, in words for the person who asked for it."""


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Pairs of records that came near enough to be kept, left before right, with the probability of one person."""

    left: Codes
    right: Codes
    probability: NDArray[np.float32]

    def __len__(self) -> int:
        """How many pairs there are."""
        return len(self.left)


@dataclass(frozen=True, slots=True, eq=False)
class Linkage:
    """Who is whom. `person` numbers the people of the records, from 0, in order of their first records.

    `person_at_provider` is the same from links among the records of one provider alone: given what was learned, no
    other provider's record can change it (what is learned is learned of everybody). `doubtful` are positions in
    `pairs` that somebody should look at, the most doubtful first.
    """

    person: NDArray[np.int64]
    person_at_provider: NDArray[np.int64]
    pairs: Pairs
    doubtful: NDArray[np.int64]
    count: PeopleCount
    doubts: Doubts
    candidate_pairs: int
    matched_pairs: int
    model: LinkageModel
    seconds: Mapping[str, float]
    engine: str


def link(
    records: PersonRecords,
    *,
    settings: LinkageSettings | None = None,
    model: LinkageModel | None = None,
    decisions: Decisions | None = None,
    engine: Engine = "own",
    spark_master: str = "",
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Linkage:
    """Which of the records are the same person. `model` is one that was trained before; without it one is trained.

    `spark_master` ("local[2]", "spark://...") has Splink do the work on Spark. `progress` hears each step and how much
    is done; when `cancelled` says true the work stops with StoppedError. Raises LinkageError where the engine is not
    installed. Records that came encoded, without names, are linked among one another, those of each secret apart.
    """
    chosen, said = settings or LinkageSettings(), decisions or Decisions.none()

    def by_names(some: PersonRecords, about: Decisions, told: Progress | None) -> Linkage:
        watch = Stopwatch(_STEPS[engine], told, cancelled)
        if engine == "splink":
            # Splink is an extra and slow to import: only who asks for it waits for it.
            from groundswell.engine.linkage.splink_engine import link_by_splink

            return link_by_splink(some, chosen, about, watch, spark_master)
        return link_by_own(some, chosen, model, about, watch)

    if records.encodings is None:
        return by_names(records, said, progress)
    from groundswell.engine.linkage.encoded import link_sets, sets_of

    sets = sets_of(records)
    if not sets.any():
        return by_names(records, said, progress)
    return link_sets(records, sets, by_names, chosen, said, progress, cancelled)


def link_by_own(
    records: PersonRecords,
    settings: LinkageSettings,
    model: LinkageModel | None,
    decisions: Decisions,
    watch: Stopwatch,
) -> Linkage:
    """By the engine of our own."""
    return linkage_of(weighed(records, settings, model, watch), records.provider, settings, decisions, watch)


@dataclass(frozen=True, slots=True, eq=False)
class Weighed:
    """Records as numbers, the pairs that came near with the logarithms of their odds, and what weighed them."""

    numbers: Coded
    lists: Lists
    keys: Keys
    left: Codes
    right: Codes
    weight: NDArray[np.float32]
    compared: int
    scale: Scale
    model: LinkageModel


def weighed(records: PersonRecords, settings: LinkageSettings, model: LinkageModel | None, watch: Stopwatch) -> Weighed:
    """Every pair of records that agrees in a key, compared and weighed; those out of the question are left out."""
    watch("read")
    numbers, lists = coded(records, Lists(model.plan.id_names) if model else None)
    if model is None:
        crowds = crowded(numbers)
        numbers = without(numbers, crowds)
        lists.crowds = len(lists.words.codes), crowds
        learned = Learned(Frequencies.of(numbers, lists), digests_of(_words(lists, crowds)))
    else:
        numbers = without(numbers, crowds_of(lists, model))
        learned = Learned(model.frequencies, model.crowds)
    met = learned.frequencies.by(lists)
    watch("compare")
    if model is None:
        plan, keys, lines = planned(numbers, met, lists.id_names)
        pairs = candidates_in(numbers, keys, lines)
    else:
        plan, keys = model.plan, keys_of(numbers, model.plan, met)
        pairs = candidates(numbers, keys)
    watch("train")
    model = model or trained(numbers, pairs, plan, learned, settings.seed)
    watch("weigh")
    scale = scale_of(numbers, model, met)
    left, right, weight = near_pairs(pairs, numbers, scale, settings)
    return Weighed(numbers, lists, keys, left, right, weight, len(pairs), scale, model)


def near_pairs(
    pairs: Candidates, numbers: Coded, scale: Scale, settings: LinkageSettings
) -> tuple[Codes, Codes, NDArray[np.float32]]:
    """The pairs that came near enough to be kept, and the logarithms of their odds."""
    weight = weights_of(pairs.left, pairs.pattern, numbers, scale)
    near = np.flatnonzero(weight >= np.log(settings.near / (1 - settings.near)))
    return pairs.left[near], pairs.right[near], weight[near]


def crowds_of(lists: Lists, model: LinkageModel) -> Codes:
    """The codes of the words that a crowd shared when the model was trained; only words that are new are looked up."""
    if not len(model.crowds):
        return np.zeros(0, np.int32)
    looked_at, known = lists.crowds
    more = np.flatnonzero(np.isin(digests_of(islice(lists.words.codes, looked_at, None)), model.crowds)) + looked_at
    lists.crowds = len(lists.words.codes), np.concatenate([known, more.astype(np.int32)])
    return lists.crowds[1]


def _words(lists: Lists, codes: Codes) -> list[str]:
    words = list(lists.words.codes) if len(codes) else []
    return [words[code] for code in codes]


def linkage_of(
    work: Weighed, provider: Codes, settings: LinkageSettings, decisions: Decisions, watch: Stopwatch
) -> Linkage:
    """Groups and counts, from weighed pairs."""

    def groups(which: NDArray[np.bool_] | slice, same: Two, apart: Two) -> Codes:
        return groups_of(work, which, same, apart, settings)

    pairs = Pairs(work.left, work.right, probability(work.weight).astype(np.float32))
    missed = missed_share(work.numbers, work.model, settings.seed)
    found = linked_by(groups, pairs, missed, mute(work.keys), provider, settings, decisions, watch)
    return replace(found, candidate_pairs=work.compared, model=work.model)


def linked_by(
    groups: Callable[[NDArray[np.bool_] | slice, Two, Two], Codes], pairs: Pairs, missed: float, mute: Codes,
    provider: Codes, settings: LinkageSettings, decisions: Decisions, watch: Stopwatch,
) -> Linkage:  # fmt: skip
    """The linkage of pairs, by whatever engine. `groups` makes groups of some of them, with what was decided."""
    watch("group")
    same, apart = decided(decisions)
    is_own = provider[pairs.left] == provider[pairs.right]
    is_own_same = provider[same[0]] == provider[same[1]]
    person = numbered(groups(slice(None), same, apart))
    own = numbered(groups(is_own, (same[0][is_own_same], same[1][is_own_same]), apart))
    watch("count")
    doubts = replace(doubts_of(person, pairs, decisions, missed), mute=mute)
    matched = int((person[pairs.left] == person[pairs.right]).sum())
    found = Linkage(
        person, own, pairs, doubtful(person, pairs, decisions, settings), people_count(person, doubts), doubts,
        len(pairs), matched, None, watch.seconds, "own",  # type: ignore[arg-type]  # the model is the caller's
    )  # fmt: skip
    watch("done")
    return found


def groups_of(
    work: Weighed, which: NDArray[np.bool_] | slice, same: Two, apart: Two,
    settings: LinkageSettings,
) -> Codes:  # fmt: skip
    """The first record of each record's group, from some of the pairs."""
    odds = float(np.log(settings.linked / (1 - settings.linked)))
    left, right, weight = work.left[which], work.right[which], work.weight[which]
    return grouped(left, right, weight, work.numbers, work.scale, threshold=odds, same=same, apart=apart)


def mute(keys: Keys) -> Codes:
    """The records of which so little is known that they share a key with nobody, whoever they are."""
    return np.flatnonzero(~keys.any(axis=1)).astype(np.int32)


def decided(decisions: Decisions) -> tuple[Two, Two]:
    """The pairs that are the same person, and those that are two."""
    left, right = decisions.left.astype(np.int32), decisions.right.astype(np.int32)
    return (left[decisions.same], right[decisions.same]), (left[~decisions.same], right[~decisions.same])


def doubtful(
    person: NDArray[np.int64], pairs: Pairs, decisions: Decisions, settings: LinkageSettings
) -> NDArray[np.int64]:
    """Pairs that nobody has decided and that are neither sure nor out of the question, one for each two groups."""
    low, high = settings.doubtful
    joined = person[pairs.left] == person[pairs.right]
    unsure = (pairs.probability >= low) & (pairs.probability <= high)
    unsure |= ~joined & (pairs.probability > high)
    groups = _two_groups(person, pairs.left, pairs.right)
    apart = _two_groups(person, decisions.left[~decisions.same], decisions.right[~decisions.same])
    where = np.flatnonzero(unsure & ~was_decided(person, pairs, decisions) & ~np.isin(groups, apart))
    where = where[np.argsort(np.abs(pairs.probability[where] - 0.5), kind="stable")]
    return where[np.sort(np.unique(groups[where], return_index=True)[1])]


def _two_groups(person: NDArray[np.int64], left: NDArray[np.integer], right: NDArray[np.integer]) -> NDArray[np.int64]:
    """One number for the groups of two records, whichever comes first."""
    one, other = person[left], person[right]
    return np.asarray(np.minimum(one, other) * len(person) + np.maximum(one, other))


def was_decided(person: NDArray[np.int64], pairs: Pairs, decisions: Decisions) -> NDArray[np.bool_]:
    if not len(decisions.left):
        return np.zeros(len(pairs), bool)
    size = len(person)
    low, high = np.minimum(decisions.left, decisions.right), np.maximum(decisions.left, decisions.right)
    return np.isin(pairs.left.astype(np.int64) * size + pairs.right, low * size + high)


def doubts_of(person: NDArray[np.int64], pairs: Pairs, decisions: Decisions, missed: float) -> Doubts:
    """What speaks against the number of groups: for each link that holds one together, and each two that came near.

    What people decided is sure.
    """
    sure = was_decided(person, pairs, decisions)
    chance = pairs.probability.astype(np.float64)
    one, other = person[pairs.left], person[pairs.right]
    inside = one == other
    held = _holding(person, pairs, inside) & ~sure
    outside = ~inside & ~sure
    low, high = np.minimum(one, other)[outside], np.maximum(one, other)[outside]
    both = low * (int(person.max(initial=0)) + 1) + high
    _, first, of_pair = np.unique(both, return_index=True, return_inverse=True)
    sizes = np.bincount(person)
    # Every record of the one group with every record of the other: those that never came near speak against it.
    every = sizes[person[pairs.left[outside][first]]] * sizes[person[pairs.right[outside][first]]]
    mean = np.bincount(of_pair, chance[outside], minlength=len(first)) / every
    return Doubts(
        pairs.left[held], pairs.right[held], chance[held],
        pairs.left[outside][first], pairs.right[outside][first], mean, missed,
    )  # fmt: skip


def _holding(person: NDArray[np.int64], pairs: Pairs, inside: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The surest pairs that hold each group together, one fewer than it has records."""
    where = np.flatnonzero(inside)
    order = where[np.argsort(-pairs.probability[where], kind="stable")]
    found = np.zeros(len(pairs), bool)
    found[order[holding(len(person), pairs.left[order], pairs.right[order])]] = True
    return found
