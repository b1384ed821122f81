"""A linking as it is kept beside the parts: who is whom, the pairs that came near, and what was learned.

It names participants, so it lies where their records lie and nowhere else: in a folder of its own under `links`,
written whole or not at all, never changed, and taken away when another takes its place or when records are purged.
"""

from __future__ import annotations

import base64
import hmac
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from groundswell.engine.measures.parts import People
from groundswell.engine.store import Swept, part_folder, purge_part, read_part, sweep, write_part

Objects = NDArray[np.object_]


@dataclass(frozen=True, slots=True, eq=False)
class KeptLinks:
    """n participants, with the person that each is: over all providers, and by the records of her provider alone.

    `told` is a keyed digest of what each record said. `left` and `right` are places among the n, of pairs that came
    near, with the probability that they are one person; `doubtful` are places among the pairs, the most doubtful
    first. `model` is what the engine learned. `held` are those who were not linked as the engine found them, since it
    would have told of few (none where it is left out).
    """

    program_id: Objects
    participant_id: Objects
    person: NDArray[np.int64]
    at_provider: NDArray[np.int64]
    told: Objects
    left: NDArray[np.int64]
    right: NDArray[np.int64]
    probability: NDArray[np.float64]
    doubtful: NDArray[np.int64]
    model: bytes = b""
    held: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, bool))

    def __post_init__(self) -> None:
        """Nobody is held where nothing is said of it."""
        if len(self.held) != len(self.program_id):
            object.__setattr__(self, "held", np.zeros(len(self.program_id), bool))

    def __len__(self) -> int:
        """How many participants there are."""
        return len(self.program_id)

    def people(self, *, at_provider: bool) -> People:
        """Who is one person, as measures are told it."""
        return People(self.program_id, self.participant_id, self.at_provider if at_provider else self.person)

    def without(self, gone: NDArray[np.bool_]) -> KeptLinks:
        """The same without some participants, and without the pairs that they were in."""
        stays = ~gone
        place = np.cumsum(stays) - 1
        near = stays[self.left] & stays[self.right]
        pair = np.cumsum(near) - 1
        return replace(
            self, program_id=self.program_id[stays], participant_id=self.participant_id[stays],
            person=self.person[stays], at_provider=self.at_provider[stays], told=self.told[stays],
            held=self.held[stays], left=place[self.left[near]], right=place[self.right[near]],
            probability=self.probability[near], doubtful=pair[self.doubtful[near[self.doubtful]]],
        )  # fmt: skip

    def digest(self, key: bytes) -> str:
        """Of all that it holds, keyed: who has the digest alone cannot try out whom it names."""
        made = hmac.new(key, digestmod="sha256")
        for texts in (self.program_id, self.participant_id, self.told):
            made.update("\0".join(texts.tolist()).encode() + b"\1")
        for numbers in (self.person, self.at_provider, self.left, self.right, self.probability, self.doubtful):
            made.update(np.ascontiguousarray(numbers).tobytes() + b"\1")
        made.update(np.ascontiguousarray(self.held).tobytes() + b"\1")
        made.update(self.model)
        return made.hexdigest()


def links_root(root: Path) -> Path:
    """Where linkings are kept in a store."""
    return root / "links"


def links_folder(root: Path, digest: str) -> Path:
    """Where a linking lies, or would."""
    return part_folder(links_root(root), digest)


def write_links(root: Path, kept: KeptLinks, digest: str) -> None:
    """Keep it under its digest. Raises StoreError where the disk refuses; then nothing of it is left."""
    tables: dict[str, dict[str, Any]] = {
        "people": {
            "row": np.arange(len(kept)), "program_id": kept.program_id, "participant_id": kept.participant_id,
            "person": kept.person, "at_provider": kept.at_provider, "told": kept.told,
            "held": kept.held.astype(np.int64),
        },
        "pairs": {
            "row": np.arange(len(kept.left)), "a": kept.left, "b": kept.right, "probability": kept.probability,
        },
        "doubtful": {"row": np.arange(len(kept.doubtful)), "pair": kept.doubtful},
        "model": {"content": np.array([base64.b64encode(kept.model).decode()], object)},
    }  # fmt: skip
    write_part(links_root(root), tables, digest=digest)


def read_links(root: Path, digest: str) -> KeptLinks:
    """A linking that is kept. Raises StoreError where it is not there or cannot be read."""
    found = read_part(links_root(root), digest)
    people, pairs = _in_order(found.get("people", {})), _in_order(found.get("pairs", {}))
    model = found.get("model", {}).get("content", np.array([""], object))[0] or ""
    return KeptLinks(
        program_id=_texts(people, "program_id"),
        participant_id=_texts(people, "participant_id"),
        person=_whole(people, "person"),
        at_provider=_whole(people, "at_provider"),
        told=_texts(people, "told"),
        left=_whole(pairs, "a"),
        right=_whole(pairs, "b"),
        probability=np.asarray(pairs.get("probability", np.zeros(0)), np.float64),
        doubtful=_whole(_in_order(found.get("doubtful", {})), "pair"),
        model=base64.b64decode(model),
        held=_whole(people, "held").astype(bool),
    )


def read_people(root: Path, digest: str, *, at_provider: bool) -> People:
    """Who is whom, and nothing else of a linking."""
    name = "at_provider" if at_provider else "person"
    columns = ["program_id", "participant_id", name]
    found = read_part(links_root(root), digest, tables=["people"], columns=columns).get("people", {})
    return People(_texts(found, "program_id"), _texts(found, "participant_id"), _whole(found, name))


def purge_links(root: Path, digest: str) -> bool:
    """Remove a linking for good; True where there was one."""
    return purge_part(links_root(root), digest)


def sweep_links(root: Path, keep: Collection[str]) -> Swept:
    """Remove what interruptions left behind, and linkings that nobody names any more."""
    return sweep(links_root(root), keep)


def _in_order(table: dict[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    if not table:
        return {}
    order = np.argsort(table["row"].astype(np.int64))
    return {name: column[order] for name, column in table.items()}


def _texts(table: dict[str, NDArray[Any]], name: str) -> Objects:
    return np.asarray(table.get(name, np.zeros(0, object)), object)


def _whole(table: dict[str, NDArray[Any]], name: str) -> NDArray[np.int64]:
    return np.asarray(table.get(name, np.zeros(0)), np.int64)
