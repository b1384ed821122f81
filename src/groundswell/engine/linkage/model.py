"""What has been learned of records: how often each field agrees for one person, for one household, and by chance.

By Fellegi and Sunter (1969), JASA 64(328), with a third kind of pair beside "the same person" and "two strangers": two
people of one household, who share surname, address and telephone, and as twins their birth date, but not who they are.
Without it families are taken for one person.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from struct import error
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from groundswell.engine.linkage.blocking import BlockingPlan
from groundswell.engine.linkage.comparing import FIELDS, SIZES
from groundswell.engine.linkage.frequencies import LISTED, Frequencies

_DAMAGED = (
    ValueError,
    OSError,
    LookupError,
    EOFError,
    TypeError,
    AttributeError,
    NotImplementedError,
    BadZipFile,
    error,
)

Shares = tuple[NDArray[np.float64], ...]  # for each field the share of each level but "missing"


@dataclass(frozen=True, slots=True, eq=False)
class LinkageModel:
    """Parameters of a linkage. `same`, `household` and `strangers` have for each field the shares of its levels.

    `prior_same` and `prior_household` are the shares of such pairs among all pairs of records. `crowds` are digests of
    the telephones, addresses of mail and ids that a crowd shares, so that they are nobody's own.
    """

    same: Shares
    household: Shares
    strangers: Shares
    prior_same: float
    prior_household: float
    records: int
    plan: BlockingPlan
    frequencies: Frequencies
    crowds: NDArray[np.uint64]

    def weights(self) -> NDArray[np.float64]:
        """The logarithms of all shares, by kind of pair, field and level: (3, fields, most levels); 0 for "missing"."""
        table = np.zeros((3, len(FIELDS), int(SIZES.max())))
        for kind, shares in enumerate((self.same, self.household, self.strangers)):
            for field, share in enumerate(shares):
                table[kind, field, 1 : len(share) + 1] = np.log(share)
        return table

    def to_bytes(self) -> bytes:
        """The model as a file: numbers and digests, no name."""
        arrays: dict[str, NDArray[Any]] = {
            "same": np.concatenate(self.same),
            "household": np.concatenate(self.household),
            "strangers": np.concatenate(self.strangers),
            "numbers": np.array([self.prior_same, self.prior_household, float(self.records)]),
            "wide_ids": np.array(self.plan.wide_ids, bool),
            "narrow": np.array(self.plan.narrow, bool),
            "id_names": np.array(self.plan.id_names, np.str_),
            "crowds": self.crowds,
            "birth": self.frequencies.birth,
            "totals": np.array(self.frequencies.totals),
        }
        for name, (digests, counts) in self.frequencies.digests().items():
            arrays |= {f"{name}_digests": digests, f"{name}_counts": counts}
        made = io.BytesIO()
        np.savez(made, allow_pickle=False, **arrays)
        return made.getvalue()

    @classmethod
    def from_bytes(cls, content: bytes) -> LinkageModel:
        """A model that `to_bytes` wrote. Raises ValueError for anything else."""
        try:
            with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
                return _read(dict(arrays))
        except _DAMAGED as failure:
            raise ValueError("this is no model of a linkage") from failure


def _is_whole(arrays: dict[str, NDArray[Any]]) -> bool:
    """True where arrays that belong together have the lengths that they must have."""
    shares = [arrays[kind] for kind in ("same", "household", "strangers")]
    listed = [(arrays[f"{name}_digests"], arrays[f"{name}_counts"]) for name in LISTED]
    return (
        all(share.shape == (int((SIZES - 1).sum()),) and bool((share > 0).all()) for share in shares)
        and all(digests.shape == counts.shape for digests, counts in listed)
        and len(arrays["id_names"]) == len(arrays["wide_ids"])
    )


def _read(arrays: dict[str, NDArray[Any]]) -> LinkageModel:
    if not _is_whole(arrays):
        raise ValueError("something is missing in it")
    ends = np.cumsum(SIZES - 1)[:-1]
    same, household, strangers = (tuple(np.split(arrays[kind], ends)) for kind in ("same", "household", "strangers"))
    digests = {name: (arrays[f"{name}_digests"], arrays[f"{name}_counts"]) for name in LISTED}
    first, last, place, birth = arrays["totals"].tolist()
    frequencies = Frequencies(None, None, digests, arrays["birth"], (first, last, place, birth))
    prior_same, prior_household, records = arrays["numbers"].tolist()
    plan = BlockingPlan(
        tuple(arrays["wide_ids"].tolist()), tuple(arrays["narrow"].tolist()), tuple(arrays["id_names"].tolist())
    )
    return LinkageModel(
        same, household, strangers, prior_same, prior_household, int(records), plan, frequencies, arrays["crowds"]
    )
