"""What a linking takes of the records that came since the last, and what it leaves as it was.

A provider who sends one person and looks at what moves would learn whether others know her. So what came or changed at
a provider is linked only once it is enough to hide in; until then who is new waits, and who was known keeps the
person that she had.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from groundswell.apps.submissions.queries.linked import provider_of, secret_for
from groundswell.engine.links.kept import KeptLinks
from groundswell.engine.links.participants import Participants
from groundswell.engine.measures.parts import ProgramPlace

NEW_AT_LEAST = 50  # participants of one provider who are new, or told of otherwise, before they are linked
Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Of n participants as they stand: who is linked now (`taken`), and who keeps the person that she had (`carried`).

    The rest waits. `before` are places in the last linking, -1 for who was not in it; `told` is what each record says
    now, of the carried what it said then. `moved` are those taken whose links may change by what their provider sent,
    `waits` those who came or changed too few at a time.
    """

    taken: NDArray[np.bool_]
    carried: NDArray[np.bool_]
    before: Numbers
    told: NDArray[np.object_]
    moved: NDArray[np.bool_]
    waits: NDArray[np.bool_]

    @property
    def waiting(self) -> int:
        """How many participants came or changed too few at a time to be linked now."""
        return int(np.sum(self.waits))


def batch_of(now: Participants, last: KeptLinks | None, at_least: int = NEW_AT_LEAST) -> Batch:
    """What is linked now; everything where nothing was linked before.

    Who was held at the last linking, since its links told of few, comes again with the next batch and makes none.
    """
    told = now.told(secret_for("told"))
    if last is None:
        every = np.ones(len(now), bool)
        return Batch(every, ~every, np.full(len(now), -1, np.int64), told, ~every, ~every)
    places = {key: row for row, key in enumerate(zip(last.program_id, last.participant_id, strict=True))}
    keys = zip(now.program_id, now.participant_id, strict=True)
    before = np.array([places.get(key, -1) for key in keys], np.int64)
    stood = before >= 0
    then = np.full(len(now), "", object)
    then[stood] = last.told[before[stood]]
    moved = then != told
    provider = now.records.provider
    size = int(provider.max()) + 1 if len(provider) else 0
    held = np.zeros(len(now), bool)
    held[stood] = last.held[before[stood]]
    enough = (np.bincount(provider[moved], minlength=size) >= at_least)[provider]
    taken = ~(moved | held) | enough
    carried = stood & ~taken
    return Batch(taken, carried, before, np.where(carried, then, told), (moved | held) & taken, moved & ~taken)


def with_carried(found: Numbers, batch: Batch, stood: Numbers) -> Numbers:
    """The person of everybody who is taken or carried, in their order: `found` is of those taken, `stood` of before.

    Whoever is carried stays with those who were the same person and are linked now, else with the others carried.
    """
    person = np.full(len(batch.taken), -1, np.int64)
    person[batch.taken] = found
    known: dict[int, int] = {}
    was = np.where(batch.before >= 0, stood[np.maximum(batch.before, 0)] if len(stood) else -1, -1)
    for row in np.flatnonzero(batch.taken & (was >= 0)).tolist() if batch.carried.any() else ():
        known.setdefault(int(was[row]), int(person[row]))
    following = int(found.max()) + 1 if len(found) else 0
    for row in np.flatnonzero(batch.carried).tolist():
        if int(was[row]) not in known:
            known[int(was[row])] = following
            following += 1
        person[row] = known[int(was[row])]
    return person[batch.taken | batch.carried]


def versions_within(kept: KeptLinks, places: Mapping[str, ProgramPlace]) -> dict[str, str]:
    """Of each program who is whom within its provider: the same where nothing there changed, however it is numbered."""
    program = kept.program_id.tolist()
    provider = {name: provider_of(name, places) for name in set(program)}
    first: dict[int, int] = {}
    made = {owner: hmac.new(secret_for("versions"), digestmod=hashlib.sha256) for owner in set(provider.values())}
    counted = dict.fromkeys(made, 0)
    for name, participant, person in zip(program, kept.participant_id, kept.at_provider.tolist(), strict=True):
        owner = provider[name]
        if person not in first:
            first[person] = counted[owner]
            counted[owner] += 1
        made[owner].update(f"{name}\0{participant}\0{first[person]}\n".encode())
    return {name: made[owner].hexdigest() for name, owner in sorted(provider.items())}
