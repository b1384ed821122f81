"""Records of a few people, written down by hand, and put among many others."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from groundswell.engine.linkage import PersonRecords
from groundswell.engine.linkage.records import TEXT_FIELDS

Said = dict[str, object]


def records_of(said: Sequence[Said], ids: Sequence[str] = (), fields: Sequence[str] = TEXT_FIELDS) -> PersonRecords:
    """Records that say this: texts, `birth_date` as "1984-03-12", `provider`, and agreed ids."""

    def column(name: str) -> np.ndarray:
        found = np.empty(len(said), object)
        found[:] = [each.get(name, "") for each in said]
        return found

    provider = np.array([each.get("provider", 0) for each in said], np.int32)
    born = np.array([each.get("birth_date", "NaT") for each in said], "datetime64[D]")
    return PersonRecords(
        {name: column(name) for name in fields}, born, provider.copy(), provider, {name: column(name) for name in ids}
    )


def together(*several: PersonRecords) -> PersonRecords:
    """Records one behind the other; fields that some do not have are blank there."""
    texts = sorted({name for each in several for name in each.texts})
    ids = sorted({name for each in several for name in each.ids})

    def columns(kind: str, names: list[str]) -> dict[str, np.ndarray]:
        return {
            name: np.concatenate([
                getattr(each, kind).get(name, np.full(len(each), "", object)) for each in several
            ]).astype(object)
            for name in names
        }  # fmt: skip

    return PersonRecords(
        columns("texts", texts), np.concatenate([each.birth_date for each in several]),
        np.concatenate([each.source for each in several]), np.concatenate([each.provider for each in several]),
        columns("ids", ids),
    )  # fmt: skip
