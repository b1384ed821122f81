"""Linking: from records to people, in steps that each say how long they took."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from groundswell.engine.linkage.blocking import Candidates, candidates, keys_of, plan_for
from groundswell.engine.linkage.clustering import grouped, holding
from groundswell.engine.linkage.coded import Coded, Codes, coded, without_crowds
from groundswell.engine.linkage.counting import Doubts, PeopleCount, missed_share, people_count
from groundswell.engine.linkage.frequencies import Frequencies
from groundswell.engine.linkage.model import LinkageModel
from groundswell.engine.linkage.records import PersonRecords
from groundswell.engine.linkage.scoring import Scale, probability, scale_of, weights_of
from groundswell.engine.linkage.settings import Decisions, LinkageSettings
from groundswell.engine.linkage.training import trained
from groundswell.engine.measures.run import StoppedError

Engine = Literal["own", "splink"]
Progress = Callable[[str, float], None]  # the step, and how much of the work is done, 0 to 1
Cancelled = Callable[[], bool]
_STEPS = ("read", "compare", "train", "weigh", "group", "count")


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

    `person_at_provider` is the same from links among the records of one provider alone, so that no other provider's
    record can change it. `doubtful` are positions in `pairs` that somebody should look at, the most doubtful first.
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


@dataclass(slots=True)
class Steps:
    """Times steps, tells how far the work is, and stops it between two of them where somebody asks for that."""

    progress: Progress | None
    cancelled: Cancelled | None
    seconds: dict[str, float] = field(default_factory=dict)
    _now: str = ""
    _since: float = 0.0

    def __call__(self, step: str) -> None:
        """The next step begins. Raises StoppedError where somebody asked for the work to stop."""
        moment = time.perf_counter()
        if self._now:
            self.seconds[self._now] = self.seconds.get(self._now, 0.0) + moment - self._since
        if self.cancelled is not None and self.cancelled():
            raise StoppedError(step)
        if self.progress is not None:
            done = _STEPS.index(step) if step in _STEPS else len(_STEPS)
            self.progress(step, done / len(_STEPS))
        self._now, self._since = step, moment


def link(
    records: PersonRecords,
    *,
    settings: LinkageSettings | None = None,
    model: LinkageModel | None = None,
    decisions: Decisions | None = None,
    engine: Engine = "own",
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Linkage:
    """Which of the records are the same person. `model` is one that was trained before; without it one is trained.

    `progress` hears each step and how much is done; when `cancelled` says true the work stops with StoppedError.
    Raises LinkageError where the engine is not installed.
    """
    chosen = settings or LinkageSettings()
    if engine == "splink":
        # Splink is an extra and slow to import: only who asks for it waits for it.
        from groundswell.engine.linkage.splink_engine import link_by_splink

        return link_by_splink(records, chosen, decisions or Decisions.none(), Steps(progress, cancelled))
    return link_by_own(records, chosen, model, decisions or Decisions.none(), Steps(progress, cancelled))


def link_by_own(
    records: PersonRecords, settings: LinkageSettings, model: LinkageModel | None, decisions: Decisions, watch: Steps
) -> Linkage:
    """By the engine of our own."""
    watch("read")
    numbers, lists = coded(records)
    numbers = without_crowds(numbers)
    frequencies = Frequencies.of(numbers, lists) if model is None else model.frequencies
    met = frequencies.by(lists)
    watch("compare")
    plan = plan_for(numbers, met) if model is None else model.plan
    pairs = candidates(numbers, keys_of(numbers, plan, met))
    watch("train")
    model = model or trained(numbers, pairs, plan, frequencies, settings.seed)
    watch("weigh")
    scale = scale_of(numbers, model, met)
    weight = weights_of(pairs.left, pairs.pattern, numbers, scale)
    return linkage_from(numbers, pairs, weight, scale, records.provider, settings, model, decisions, watch)


def linkage_from(
    numbers: Coded, pairs: Candidates, weight: NDArray[np.float32], scale: Scale, provider: Codes,
    settings: LinkageSettings, model: LinkageModel, decisions: Decisions, watch: Steps,
) -> Linkage:  # fmt: skip
    """Groups and counts, from weighed pairs."""
    watch("group")
    same, apart = _decided(decisions)
    odds = float(np.log(settings.linked / (1 - settings.linked)))

    def groups(which: NDArray[np.bool_] | slice, sames: tuple[Codes, Codes]) -> Codes:
        return grouped(pairs.left[which], pairs.right[which], weight[which], numbers, scale, threshold=odds, same=sames,
                       apart=apart)  # fmt: skip

    group = groups(slice(None), same)
    is_own = provider[pairs.left] == provider[pairs.right]
    is_own_same = provider[same[0]] == provider[same[1]]
    own_group = groups(is_own, (same[0][is_own_same], same[1][is_own_same]))
    watch("count")
    near = np.flatnonzero(weight >= np.log(settings.near / (1 - settings.near)))
    kept = Pairs(pairs.left[near], pairs.right[near], probability(weight[near]).astype(np.float32))
    person = _numbered(group)
    doubts = doubts_of(person, kept, decisions, missed_share(numbers, model, settings.seed))
    count = people_count(person, doubts)
    found = Linkage(
        person, _numbered(own_group), kept, _doubtful(person, kept, decisions, settings), count, doubts, len(pairs),
        int((person[kept.left] == person[kept.right]).sum()), model, watch.seconds, "own",
    )  # fmt: skip
    watch("done")
    return found


def _decided(decisions: Decisions) -> tuple[tuple[Codes, Codes], tuple[Codes, Codes]]:
    left, right = decisions.left.astype(np.int32), decisions.right.astype(np.int32)
    return (left[decisions.same], right[decisions.same]), (left[~decisions.same], right[~decisions.same])


def _numbered(group: Codes) -> NDArray[np.int64]:
    """Groups named by their first record, numbered in the order of these."""
    is_first = group == np.arange(len(group))
    return np.asarray((np.cumsum(is_first) - 1)[group], np.int64)


def _doubtful(
    person: NDArray[np.int64], pairs: Pairs, decisions: Decisions, settings: LinkageSettings
) -> NDArray[np.int64]:
    """Pairs that nobody has decided and that are neither sure nor out of the question, one for each two groups."""
    low, high = settings.doubtful
    joined = person[pairs.left] == person[pairs.right]
    unsure = (pairs.probability >= low) & (pairs.probability <= high)
    unsure |= ~joined & (pairs.probability > high)
    where = np.flatnonzero(unsure & ~_was_decided(person, pairs, decisions))
    return where[np.argsort(np.abs(pairs.probability[where] - 0.5), kind="stable")]


def _was_decided(person: NDArray[np.int64], pairs: Pairs, decisions: Decisions) -> NDArray[np.bool_]:
    if not len(decisions.left):
        return np.zeros(len(pairs), bool)
    size = len(person)
    low, high = np.minimum(decisions.left, decisions.right), np.maximum(decisions.left, decisions.right)
    return np.isin(pairs.left.astype(np.int64) * size + pairs.right, low * size + high)


def doubts_of(person: NDArray[np.int64], pairs: Pairs, decisions: Decisions, missed: float) -> Doubts:
    """What speaks against the number of groups: for each link that holds one together, and each two that came near.

    What people decided is sure.
    """
    sure = np.where(_was_decided(person, pairs, decisions), True, False)
    chance = pairs.probability.astype(np.float64)
    one, other = person[pairs.left], person[pairs.right]
    inside = one == other
    holding = _holding(person, pairs, inside)
    holding &= ~sure
    outside = ~inside & ~sure
    low, high = np.minimum(one, other)[outside], np.maximum(one, other)[outside]
    both = low * (int(person.max(initial=0)) + 1) + high
    _, first, of_pair = np.unique(both, return_index=True, return_inverse=True)
    mean = np.bincount(of_pair, chance[outside]) / np.maximum(np.bincount(of_pair), 1) if len(first) else np.zeros(0)
    return Doubts(pairs.left[holding], chance[holding], pairs.left[outside][first], mean, missed)


def _holding(person: NDArray[np.int64], pairs: Pairs, inside: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The surest pairs that hold each group together, one fewer than it has records."""
    where = np.flatnonzero(inside)
    order = where[np.argsort(-pairs.probability[where], kind="stable")]
    found = np.zeros(len(pairs), bool)
    found[order[holding(len(person), pairs.left[order], pairs.right[order])]] = True
    return found
