"""Records with names and records that came encoded, in one linking: each kind among its own.

An encoding of one secret can be compared with others of that secret, and with nothing else. So records fall into sets:
those with names, and one for each secret. Nobody can know who is in several of them. People are counted as if nobody
were; the range allows for everybody.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from groundswell.core.encodings import encoding_check, encoding_fault
from groundswell.engine.encoding.keyed import Words
from groundswell.engine.encoding.linking import THRESHOLD, EncodedLinkage, link_encoded
from groundswell.engine.encoding.texts import decode_column
from groundswell.engine.encoding.views import starts
from groundswell.engine.linkage.clustering import numbered
from groundswell.engine.linkage.coded import Codes
from groundswell.engine.linkage.counting import Doubts, Floats, people_count
from groundswell.engine.linkage.joining import grouped_on_the_whole
from groundswell.engine.linkage.linking import Linkage, Pairs, Progress, decided, doubts_of
from groundswell.engine.linkage.records import PersonRecords
from groundswell.engine.linkage.settings import Decisions, LinkageSettings
from groundswell.engine.measures.run import Stopwatch

_STEPS = 4  # of linking the records of one secret
NAMES = ("first_name", "middle_name", "last_name")
# A record that was written down badly fails both ways at once, and pairs that are hard to tell are taken for less
# likely than they are. Measured on two kinds of invented people, 1,000 to 16,000, of seeds that no test uses.
_AT_ONCE = 2.3

# How likely all pairs between two groups must be one person, on the mean, for the groups to be joined. A pair that
# shares no tag counts as none, though it may be of one person: so less than half. Measured as the one below.
LEAST = 0.3

Places = NDArray[np.int64]
ByNames = Callable[[PersonRecords, Decisions, "Progress | None"], Linkage]


def is_encoded(records: PersonRecords) -> NDArray[np.bool_]:
    """Which of n records are known by an encoding alone. Who has names too is linked by them."""
    if records.encodings is None:
        return np.zeros(len(records), bool)
    found = np.array([bool(text) and not encoding_fault(text) for text in records.encodings.tolist()], bool)
    for name in NAMES:
        if name in records.texts:
            found &= ~records.texts[name].astype(bool)
    return found


def sets_of(records: PersonRecords) -> Codes:
    """The set of each of n records: 0 with names (or with nothing), 1 and on for each secret, as they first come."""
    sets = np.zeros(len(records), np.int32)
    known: dict[str, int] = {}
    for row in np.flatnonzero(is_encoded(records)).tolist():
        assert records.encodings is not None
        sets[row] = known.setdefault(encoding_check(records.encodings[row]), len(known) + 1)
    return sets


def link_sets(
    records: PersonRecords, sets: Codes, by_names: ByNames, settings: LinkageSettings, decisions: Decisions,
    progress: Progress | None, cancelled: Callable[[], bool] | None,
) -> Linkage:  # fmt: skip
    """All records as one linking: those with names by an engine, the others by their encodings.

    What people decided about two records of different sets rests: nothing here could speak for or against it.
    """
    linked: list[tuple[Places, Linkage | _EncodedSet]] = []
    done = 0
    for number in range(int(sets.max(initial=0)) + 1):
        at = np.flatnonzero(sets == number)
        some, said = records.chosen(at), _among(decisions, at, len(sets))
        told = _within(progress, done / len(sets), len(at) / len(sets))
        done += len(at)
        if number == 0:
            linked.append((at, by_names(some, said, told)))
        else:
            linked.append((at, _encoded_set(some, settings, said, Stopwatch(_STEPS, told, cancelled))))
    return _as_one(linked, sets)


@dataclass(frozen=True, slots=True, eq=False)
class _EncodedSet:
    """Records of one secret, linked: as much of a `Linkage` as there is without names."""

    person: Places
    person_at_provider: Places
    pairs: Pairs
    doubts: Doubts
    candidate_pairs: int
    matched_pairs: int
    seconds: Mapping[str, float]


def _encoded_set(records: PersonRecords, settings: LinkageSettings, said: Decisions, watch: Stopwatch) -> _EncodedSet:
    assert records.encodings is not None
    watch("read")
    words = decode_column(records.encodings.tolist()).words
    watch("compare")
    found = link_encoded(words, records.source, records.provider)
    watch("group")
    everywhere = np.ones(len(found.left), bool)
    at_home = records.provider[found.left] == records.provider[found.right]
    threshold = max(settings.linked, THRESHOLD)
    person = _grouped(found, everywhere, threshold, said, len(records))
    own = _grouped(found, at_home, threshold, _at_home(said, records.provider), len(records))
    watch("count")
    pairs = Pairs(found.left, found.right, found.probability)
    doubts = doubts_of(person, pairs, said, missed_by_views(words, pairs))
    matched = int((person[pairs.left] == person[pairs.right]).sum())
    watch("done")
    return _EncodedSet(person, own, pairs, doubts, found.candidate_pairs, matched, watch.seconds)


def _grouped(found: EncodedLinkage, which: NDArray[np.bool_], threshold: float, said: Decisions, count: int) -> Places:
    same, apart = decided(said)
    left, right, probability = found.left[which], found.right[which], found.probability[which]
    return numbered(grouped_on_the_whole(
        count, left, right, probability, threshold=threshold, least=LEAST, same=same, apart=apart
    ))  # fmt: skip


def _at_home(said: Decisions, provider: Codes) -> Decisions:
    which = ~said.same | (provider[said.left] == provider[said.right])
    return Decisions(said.left[which], said.right[which], said.same[which])


def missed_by_views(words: Words, pairs: Pairs) -> float:
    """The share of pairs of one person that share no tag, and so were never compared.

    Two ways lead to a pair: the same birth date, or any other view. How many of those that the one finds are found by
    the other too says how many neither finds (Lincoln and Petersen, as with animals that are caught twice).
    """
    tags = words[:, starts()]
    shared = tags[pairs.left] == tags[pairs.right]
    born, otherwise = shared[:, 0], shared[:, 1:].any(axis=1)
    chance: Floats = pairs.probability.astype(np.float64)
    both = float(chance[born & otherwise].sum())
    one, other = float(chance[born & ~otherwise].sum()), float(chance[otherwise & ~born].sum())
    neither = _AT_ONCE * one * other / max(both, 1.0)
    return neither / max(one + other + both + neither, 1.0)


def _as_one(linked: list[tuple[Places, Linkage | _EncodedSet]], sets: Codes) -> Linkage:
    (_, named), *_ = linked
    assert isinstance(named, Linkage)
    person, own = (_numbered([(at, getattr(each, name)) for at, each in linked], len(sets))
                   for name in ("person", "person_at_provider"))  # fmt: skip
    doubts = _doubts([(at, each.doubts) for at, each in linked], sets)
    pairs = Pairs(
        np.concatenate([at[each.pairs.left] for at, each in linked]).astype(np.int32),
        np.concatenate([at[each.pairs.right] for at, each in linked]).astype(np.int32),
        np.concatenate([each.pairs.probability for _, each in linked]),
    )
    seconds: dict[str, float] = {}
    for _, each in linked:
        for step, took in each.seconds.items():
            seconds[step] = seconds.get(step, 0.0) + took
    # Pairs of names come first, so that the doubtful ones among them are where they were.
    return Linkage(
        person, own, pairs, named.doubtful, people_count(person, doubts), doubts,
        sum(each.candidate_pairs for _, each in linked), sum(each.matched_pairs for _, each in linked),
        named.model, seconds, named.engine,
    )  # fmt: skip


def _numbered(linked: list[tuple[Places, Places]], count: int) -> Places:
    """People of several sets, numbered in the order of their first records."""
    first = np.arange(count)
    for at, person in linked:
        _, firsts = np.unique(person, return_index=True)
        first[at] = at[firsts][person] if len(at) else at
    return numbered(first.astype(np.int32))


def _doubts(several: list[tuple[Places, Doubts]], sets: Codes) -> Doubts:
    def placed(name: str) -> Codes:
        return np.concatenate([at[getattr(each, name)] for at, each in several]).astype(np.int32)

    return Doubts(
        placed("joined_at"), placed("joined_to"), np.concatenate([each.joined for _, each in several]),
        placed("near_at"), placed("near_to"), np.concatenate([each.near for _, each in several]),
        several[0][1].missed, placed("mute"), sets, tuple(each.missed for _, each in several[1:]),
    )  # fmt: skip


def _among(decisions: Decisions, at: Places, count: int) -> Decisions:
    """The decisions about two of these records, by their places among them."""
    place = np.full(count, -1, np.int64)
    place[at] = np.arange(len(at))
    left, right = place[decisions.left], place[decisions.right]
    which = (left >= 0) & (right >= 0)
    return Decisions(left[which], right[which], decisions.same[which])


def _within(progress: Progress | None, start: float, share: float) -> Progress | None:
    return None if progress is None else lambda step, done: progress(step, start + done * share)
