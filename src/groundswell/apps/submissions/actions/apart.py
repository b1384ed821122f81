"""Links that would tell of few people: those are not made, and nobody sees from outside that there was one to make.

Whoever sends 49 invented people with one whom it asks about has a batch that is large enough. So of what a provider's
batch changes it is counted how many of its people would be linked with others' anew, and how many no more. Where these
are some, but fewer than the smallest count that is shown, the people stay apart, or as they were, until with those of
later batches they are enough. All figures are then as if others did not know these people.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from groundswell.apps.submissions.actions.batches import Batch, Numbers, with_carried
from groundswell.engine.links.kept import KeptLinks

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Linked:
    """Of m participants who were linked: who is one person, and who within a provider; and which person each was.

    `was` is -1 for who is new. `moved` are those whose links a provider's batch may change, but for those of whom
    people decided: a decision holds.
    """

    provider: Numbers
    person: Numbers
    at_provider: Numbers
    was: Numbers
    moved: Flags


@dataclass(frozen=True, slots=True, eq=False)
class TooFew:
    """Of those who were linked: who stays apart from others' records, and who stays the person that she was."""

    apart: Flags
    as_before: Flags

    @property
    def held(self) -> Flags:
        """Who does either."""
        return self.apart | self.as_before


def linked_of(
    batch: Batch, last: KeptLinks | None, provider: NDArray[np.int32], linkage: Any, decided: NDArray[np.int64]
) -> Linked:
    """What the engine found of those who are taken; `provider` is of everybody, `decided` are places of those taken."""
    before, moved = batch.before[batch.taken], batch.moved[batch.taken]
    moved[decided] = False
    stood = last.person[np.maximum(before, 0)] if last is not None and len(last) else before
    return Linked(
        np.asarray(provider[batch.taken], np.int64), np.asarray(linkage.person, np.int64),
        np.asarray(linkage.person_at_provider, np.int64), np.where(before >= 0, stood, -1), moved,
    )  # fmt: skip


def too_few(linked: Linked, smallest: int) -> TooFew:
    """Whose links would tell of fewer than `smallest` people of one provider, until nobody's do.

    Who would be linked anew stays apart, who would be linked no more stays linked.
    """
    few = gained = lost = np.zeros(len(linked.person), bool)
    keeps = few
    while linked.moved.any():
        gained, lost = _changed(replace(linked, person=np.where(few, _alone(linked), linked.person)))
        free = linked.moved & ~few
        anew, no_more = (_of_few(linked, which & free, smallest) for which in (gained, lost))
        if not (anew | no_more).any():
            break
        keeps = keeps | (no_more | (anew & ~lost)) & (linked.was >= 0)
        few = few | anew | no_more
    return TooFew(few & ~keeps, few & keeps)


def persons(batch: Batch, found: Numbers, stood: Numbers, few: TooFew, at_provider: Numbers) -> Numbers:
    """The person of everybody who is taken or carried, in their order: `found` is of those who were linked at last.

    Who stays apart is one person with her provider's other records of her, as `at_provider` has them of all taken.
    """
    taken, carried = batch.taken.copy(), batch.carried.copy()
    places = np.flatnonzero(batch.taken)
    taken[places[few.held]] = False
    carried[places[few.as_before]] = True
    person = np.full(len(taken), -1, np.int64)
    person[taken | carried] = with_carried(found, replace(batch, taken=taken, carried=carried), stood)
    whose: dict[int, int] = {}
    if few.apart.any():
        others = np.flatnonzero(np.isin(at_provider, at_provider[few.apart]) & ~few.held)
        for row in others.tolist():
            whose.setdefault(int(at_provider[row]), int(person[places[row]]))
    following = int(person.max(initial=-1)) + 1
    for row in np.flatnonzero(few.apart).tolist():
        if int(at_provider[row]) not in whose:
            whose[int(at_provider[row])] = following
            following += 1
        person[places[row]] = whose[int(at_provider[row])]
    return person[batch.taken | batch.carried]


def _alone(linked: Linked) -> Numbers:
    """A number for each person within a provider that is nobody's else."""
    return int(linked.person.max(initial=0)) + 1 + linked.at_provider


def _of_few(linked: Linked, which: Flags, smallest: int) -> Flags:
    """Of these participants, those of providers with too few such people."""
    people = np.unique(np.stack([linked.provider[which], linked.at_provider[which]]), axis=1)[0]
    counts = np.bincount(people, minlength=int(linked.provider.max(initial=0)) + 1)
    return which & (counts < smallest)[linked.provider]


def _changed(linked: Linked) -> tuple[Flags, Flags]:
    """Participants whose own people (of one provider) are linked with others' records anew; and with some no more."""
    provider, person, was = linked.provider, linked.person, linked.was
    label = np.where(was >= 0, was, -1 - np.arange(len(was)))
    now = _counts(person) - _counts(person, provider)  # others' records that are the same person
    both = _counts(person, label) - _counts(person, label, provider)  # of them, those who were so before
    then = _counts(label) - _counts(label, provider)
    own = _numbered(linked.at_provider, provider)
    first = np.zeros(len(own), bool)  # one participant for each person that somebody's records were
    first[np.unique(_numbered(own, label), return_index=True)[1]] = True
    stayed = np.bincount(own[first], weights=both[first], minlength=int(own.max(initial=-1)) + 1)
    gone = np.bincount(own[first], weights=(then > both)[first], minlength=len(stayed))
    return now > stayed[own], gone[own] > 0


def _counts(*columns: Numbers) -> Numbers:
    """For each row, how many rows say the same."""
    numbers = _numbered(*columns)
    return np.bincount(numbers)[numbers] if len(numbers) else numbers


def _numbered(*columns: Numbers) -> Numbers:
    """One number for all that a row says."""
    found = np.zeros(len(columns[0]), np.int64)
    for column in columns:
        _, one = np.unique(column, return_inverse=True)
        _, found = np.unique(found * (int(one.max(initial=0)) + 1) + one, return_inverse=True)
    return found
