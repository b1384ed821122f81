"""Records that come later: linked to those that are there, without comparing those with one another again.

What is kept is what comparing needs: records as numbers, their keys in order, and the pairs that came near. New records
are compared with whoever shares a key with them, and only the groups that a new pair touches are grouped anew. By the
same model the result is that of linking all at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from groundswell.engine.linkage.blocking import Keys, candidates_in, keys_of
from groundswell.engine.linkage.clustering import joined, numbered
from groundswell.engine.linkage.coded import Codes, coded, without
from groundswell.engine.linkage.counting import Doubts, missed_share, people_count
from groundswell.engine.linkage.linking import (
    Linkage,
    Pairs,
    Progress,
    Weighed,
    crowds_of,
    decided,
    doubtful,
    doubts_of,
    groups_of,
    linkage_of,
    mute,
    near_pairs,
    weighed,
)
from groundswell.engine.linkage.model import LinkageModel
from groundswell.engine.linkage.records import PersonRecords
from groundswell.engine.linkage.scoring import probability, scale_of
from groundswell.engine.linkage.settings import Decisions, LinkageSettings
from groundswell.engine.measures.run import Stopwatch

_STEPS = 6
GROWN = 1.5  # times the records that a model was trained on, from which it is worth training again
_STRETCHES = 12  # sorted stretches of keys before they are made one again


@dataclass(frozen=True, slots=True, eq=False)
class LinkedState:
    """Records that are linked, and what is needed to link more. `adding` gives a new one."""

    work: Weighed
    provider: Codes
    settings: LinkageSettings
    decisions: Decisions
    linkage: Linkage
    lines: tuple[tuple[_Stretch, ...], ...]  # for each rule the keys in order, in stretches

    @classmethod
    def of(
        cls,
        records: PersonRecords,
        *,
        settings: LinkageSettings | None = None,
        model: LinkageModel | None = None,
        decisions: Decisions | None = None,
        progress: Progress | None = None,
    ) -> LinkedState:
        """Link records, and keep what linking more needs. Raises ValueError where some are encoded."""
        _without_encodings(records)
        chosen, watch = settings or LinkageSettings(), Stopwatch(_STEPS, progress, None)
        work = weighed(records, chosen, model, watch)
        said = decisions or Decisions.none()
        linkage = linkage_of(work, records.provider, chosen, said, watch)
        return cls(work, records.provider, chosen, said, linkage, _lines(work.keys, 0))

    @property
    def is_worth_training(self) -> bool:
        """True where so many records have come that the model should be trained again."""
        return len(self.provider) >= GROWN * self.linkage.model.records

    def adding(self, records: PersonRecords, decisions: Decisions | None = None) -> LinkedState:
        """With more records behind those that are there. `decisions` are all that stand now, or else as before.

        Raises ValueError where some are encoded.
        """
        _without_encodings(records)
        watch = Stopwatch(_STEPS, None, None)
        watch("read")
        before, said = self.work, decisions or self.decisions
        new, lists = coded(records, before.lists)
        new = without(new, crowds_of(lists, before.model))
        met = before.model.frequencies.by(lists)
        old_count = len(before.numbers.facts)
        numbers = new._replace(facts=np.concatenate([before.numbers.facts, new.facts]))
        new_keys = keys_of(new, before.model.plan, met)
        keys = np.concatenate([before.keys, new_keys])
        watch("compare")
        lines = [_partners(stretches, new_keys[:, rule], old_count) for rule, stretches in enumerate(self.lines)]
        pairs = candidates_in(numbers, keys, lines, old_count)
        watch("weigh")
        scale = scale_of(numbers, before.model, met)
        left, right, weight = near_pairs(pairs, numbers, scale, self.settings)
        work = Weighed(
            numbers, lists, keys, np.concatenate([before.left, left]), np.concatenate([before.right, right]),
            np.concatenate([before.weight, weight]), before.compared + len(pairs), scale, before.model,
        )  # fmt: skip
        provider = np.concatenate([self.provider, records.provider])
        watch("group")
        linkage = self._regrouped(work, provider, said, len(left), watch)
        kept = tuple(_with(stretches, new_keys[:, rule], old_count) for rule, stretches in enumerate(self.lines))
        return LinkedState(work, provider, self.settings, said, linkage, kept)

    def _regrouped(self, work: Weighed, provider: Codes, said: Decisions, fresh: int, watch: Stopwatch) -> Linkage:
        """Groups anew what a new pair or another decision touches; everything else stays as it is."""
        touched = _touched(work, len(self.provider), fresh, self.settings, (self.decisions, said))
        same, apart = decided(said)
        among = touched[work.left]
        is_own = among & (provider[work.left] == provider[work.right])
        same = same[0][touched[same[0]]], same[1][touched[same[0]]]
        apart = apart[0][touched[apart[0]]], apart[1][touched[apart[0]]]
        own_same = provider[same[0]] == provider[same[1]]
        first = _first_of(self.linkage.person, len(provider))
        first_own = _first_of(self.linkage.person_at_provider, len(provider))
        first[touched] = groups_of(work, among, same, apart, self.settings)[touched]
        own = groups_of(work, is_own, (same[0][own_same], same[1][own_same]), apart, self.settings)
        first_own[touched] = own[touched]
        watch("count")
        pairs = Pairs(work.left, work.right, _probabilities(self.linkage.pairs, work.weight))
        person = numbered(first)
        missed = missed_share(work.numbers, work.model, self.settings.seed)
        doubts = replace(self._doubts(person, pairs, said, touched, missed), mute=mute(work.keys))
        found = replace(
            self.linkage, person=person, person_at_provider=numbered(first_own), pairs=pairs,
            doubtful=doubtful(person, pairs, said, self.settings), count=people_count(person, doubts), doubts=doubts,
            candidate_pairs=work.compared, matched_pairs=int((person[pairs.left] == person[pairs.right]).sum()),
            seconds=watch.seconds,
        )  # fmt: skip
        watch("done")
        return found

    def _doubts(
        self, person: NDArray[np.int64], pairs: Pairs, said: Decisions, touched: NDArray[np.bool_], missed: float
    ) -> Doubts:
        """The doubts of untouched groups as they were, those of touched ones anew."""
        which = touched[pairs.left] | touched[pairs.right]
        before = self.linkage.doubts
        anew = doubts_of(person, Pairs(pairs.left[which], pairs.right[which], pairs.probability[which]), said, 0.0)
        at, to, near_at, near_to = before.joined_at, before.joined_to, before.near_at, before.near_to
        kept, kept_near = ~touched[at], ~touched[near_at] & ~touched[near_to]
        return Doubts(
            np.concatenate([at[kept], anew.joined_at]), np.concatenate([to[kept], anew.joined_to]),
            np.concatenate([before.joined[kept], anew.joined]),
            np.concatenate([near_at[kept_near], anew.near_at]), np.concatenate([near_to[kept_near], anew.near_to]),
            np.concatenate([before.near[kept_near], anew.near]), missed,
        )  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class _Stretch:
    """Keys of some records in ascending order, and whose they are."""

    keys: NDArray[np.uint64]
    records: Codes


def _stretch(key: NDArray[np.uint64], start: int) -> _Stretch:
    known = np.flatnonzero(key)
    order = known[np.argsort(key[known])]
    return _Stretch(key[order], (order + start).astype(np.int32))


def _lines(keys: Keys, start: int) -> tuple[tuple[_Stretch, ...], ...]:
    return tuple((_stretch(keys[:, rule], start),) for rule in range(keys.shape[1]))


def _with(stretches: tuple[_Stretch, ...], key: NDArray[np.uint64], start: int) -> tuple[_Stretch, ...]:
    """One stretch more; many small ones become one."""
    found = (*stretches, _stretch(key, start))
    if len(found) <= _STRETCHES:
        return found
    keys, records = np.concatenate([each.keys for each in found]), np.concatenate([each.records for each in found])
    order = np.argsort(keys)
    return (_Stretch(keys[order], records[order]),)


def _partners(stretches: Sequence[_Stretch], key: NDArray[np.uint64], start: int) -> Codes:
    """The new records and all that share a key with one of them, those of one key beside one another."""
    new = _stretch(key, start)
    wanted = np.unique(new.keys)
    keys, records = [new.keys], [new.records]
    for each in stretches:
        low, high = np.searchsorted(each.keys, wanted, "left"), np.searchsorted(each.keys, wanted, "right")
        sizes = high - low
        ends = np.cumsum(sizes)
        places = np.arange(ends[-1] if len(ends) else 0) + np.repeat(low - (ends - sizes), sizes)
        keys.append(each.keys[places])
        records.append(each.records[places])
    every = np.concatenate(keys)
    return np.concatenate(records)[np.argsort(every)]


def _touched(
    work: Weighed, old_count: int, fresh: int, settings: LinkageSettings, said: tuple[Decisions, Decisions]
) -> NDArray[np.bool_]:
    """The records whose group may change: those that pairs sure enough, or decisions, tie to what is new."""
    odds = np.log(settings.linked / (1 - settings.linked))
    sure = np.flatnonzero(work.weight >= odds)
    links = [np.stack([work.left[sure], work.right[sure]])]
    links += [np.stack([each.left, each.right]).astype(np.int32) for each in said]
    left, right = np.concatenate(links, axis=1)
    group = joined(len(work.numbers.facts), left, right)
    new = np.zeros(len(group), bool)
    new[group[old_count:]] = True
    fresh_pairs = np.arange(len(work.left) - fresh, len(work.left))
    new[group[work.left[fresh_pairs][work.weight[fresh_pairs] >= odds]]] = True
    before, now = ({*zip(*_pairs(each), strict=True)} for each in said)
    for one, other, _ in before ^ now:
        new[group[one]] = new[group[other]] = True
    return np.asarray(new[group])


def _without_encodings(records: PersonRecords) -> None:
    if records.encodings is not None and any(records.encodings.tolist()):
        raise ValueError("encoded records are linked all at once, and not added to others")


def _pairs(said: Decisions) -> tuple[list[int], list[int], list[bool]]:
    return said.left.tolist(), said.right.tolist(), said.same.tolist()


def _first_of(person: NDArray[np.int64], count: int) -> Codes:
    """The first record of each record's group; new records are their own."""
    first = np.arange(count, dtype=np.int32)
    most = np.maximum.accumulate(person)  # people are numbered in the order of their first records
    firsts = np.flatnonzero(np.concatenate([[True], most[1:] > most[:-1]])[: len(person)])
    first[: len(person)] = firsts[person]
    return first


def _probabilities(before: Pairs, weight: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.concatenate([before.probability, probability(weight[len(before) :]).astype(np.float32)])
