"""A plain double of the linkage engine: the same name and birth date are the same person, and nothing else is.

For tests of what is done with links, not of how they are found: it is quick, and nobody doubts what it says. A pair
with the same last name and birth date and another first name is doubtful.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from groundswell.engine.linkage.records import PersonRecords


@dataclass(frozen=True)
class Decisions:
    left: Any
    right: Any
    same: Any


@dataclass(frozen=True)
class PeopleCount:
    records: int
    people: int
    low: int
    high: int
    level: float = 0.95


@dataclass(frozen=True)
class Pairs:
    left: Any
    right: Any
    probability: Any


@dataclass(frozen=True)
class Model:
    words: bytes = b"learned"
    records: int = 0

    def to_bytes(self) -> bytes:
        return self.words

    @classmethod
    def from_bytes(cls, content: bytes) -> Model:
        return cls(content)


@dataclass(frozen=True)
class FieldWeight:
    field: str
    level: str
    bits: float


@dataclass(frozen=True)
class Explanation:
    fields: tuple[FieldWeight, ...]
    prior_bits: float
    weight: float
    probability: float


@dataclass(frozen=True)
class Linkage:
    person: Any
    person_at_provider: Any
    pairs: Pairs
    doubtful: Any
    count: PeopleCount
    candidate_pairs: int
    matched_pairs: int
    model: Model = field(default_factory=Model)
    seconds: Mapping[str, float] = field(default_factory=lambda: {"link": 0.1})
    engine: str = "own"


class LinkageError(Exception):
    """What the engine says where it cannot link."""


def link(
    records: PersonRecords,
    *,
    settings: Any = None,
    model: Model | None = None,
    decisions: Decisions | None = None,
    engine: str = "own",
    progress: Callable[[str, float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Linkage:
    """As the engine does it, by equality alone."""
    if engine == "splink":
        raise LinkageError("splink is not installed; install groundswell[link]")
    if progress:
        progress("link", 0.5)
    if cancelled and cancelled():
        from groundswell.engine.measures.run import StoppedError

        raise StoppedError("link")
    names = _names(records, first=True)
    person = _people(names, decisions)
    near = list(_near(records))
    pairs = [np.array([pair[at] for pair in near], np.int32) for at in (0, 1)]
    people = len(set(person.tolist()))
    return Linkage(
        person,
        _people([(name, int(whose)) for name, whose in zip(names, records.provider, strict=True)], decisions, records),
        Pairs(pairs[0], pairs[1], np.full(len(near), 0.5, np.float32)),
        np.arange(len(near)),
        PeopleCount(len(records), people, max(people - 3, 0), people + 3),
        candidate_pairs=len(near) + 5,
        matched_pairs=len(records) - people,
    )


def _names(records: PersonRecords, *, first: bool) -> list[Any]:
    """What tells everybody apart; who has no last name or no birth date is nobody else."""
    columns = (records.texts["last_name"], records.texts["first_name"], np.datetime_as_string(records.birth_date))
    return [
        (last.lower(), given.lower() if first else "", born) if last and born != "NaT" else ("nobody", row)
        for row, (last, given, born) in enumerate(zip(*(column.tolist() for column in columns), strict=True))
    ]


def _people(names: list[Any], decisions: Decisions | None, records: PersonRecords | None = None) -> Any:
    """Numbers from 0 in order of the first record; with `records` only decisions within one provider count."""
    group: dict[Any, int] = {}
    own = [group.setdefault(name, len(group)) for name in names]
    for left, right, same in _decided(decisions):
        if records is not None and records.provider[left] != records.provider[right]:
            continue
        if same:
            own = [own[left] if one == own[right] else one for one in own]
        elif own[left] == own[right]:
            own[right] = max(own) + 1
    numbers: dict[int, int] = {}
    return np.array([numbers.setdefault(one, len(numbers)) for one in own], np.int64)


def _decided(decisions: Decisions | None) -> Iterator[tuple[int, int, bool]]:
    if decisions is not None:
        yield from zip(decisions.left.tolist(), decisions.right.tolist(), decisions.same.tolist(), strict=True)


def _near(records: PersonRecords) -> Iterator[tuple[int, int]]:
    alike: dict[Any, list[int]] = defaultdict(list)
    for row, name in enumerate(_names(records, first=False)):
        alike[name].append(row)
    for rows in alike.values():
        for one, other in pairwise(rows):
            if records.texts["first_name"][one] != records.texts["first_name"][other]:
                yield one, other


def explain(model: Model, records: PersonRecords, left: int, right: int) -> Explanation:
    """Each field speaks for or against."""
    fields = []
    for name in ("first_name", "last_name"):
        same = records.texts[name][left] == records.texts[name][right]
        fields.append(FieldWeight(name, "same" if same else "different", 6.5 if same else -4.0))
    return Explanation(tuple(fields), -10.0, sum(one.bits for one in fields) - 10.0, 0.5)


def put_in_place(patch: pytest.MonkeyPatch) -> None:
    """The double in the engine's place, until the patch is undone."""
    import groundswell.engine.linkage as engine

    for name, each in (
        ("link", link), ("explain", explain), ("Decisions", Decisions), ("LinkageError", LinkageError),
        ("LinkageModel", Model),
    ):  # fmt: skip
        patch.setattr(engine, name, each, raising=False)


@pytest.fixture
def plain_links(monkeypatch: pytest.MonkeyPatch) -> None:
    """The double in the engine's place."""
    put_in_place(monkeypatch)
