"""The records that are to be linked: what each says of who a person is, as it came.

A record is one row of participants. Nothing is changed in it: to link is to say of two records that they are the same
person, never to make one of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

Texts = NDArray[np.object_]

TEXT_FIELDS = (
    "first_name", "middle_name", "last_name", "suffix", "sex", "street", "city", "postal_code", "phone", "email",
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class PersonRecords:
    """What n records say of people. `texts` holds arrays of n str by the name of the field, "" where nothing is known.

    `birth_date` is datetime64[D], NaT where it is not known. `ids` are numbers that providers agreed to share, by name.
    `source` says which file or program a record is from, `provider` whose it is: small whole numbers from 0.
    `encodings` are the texts that came in place of names ("" where a record has none); None where no record has one.
    """

    texts: Mapping[str, Texts]
    birth_date: NDArray[np.datetime64]
    source: NDArray[np.int32]
    provider: NDArray[np.int32]
    ids: Mapping[str, Texts] = field(default_factory=dict)
    encodings: Texts | None = None

    def __len__(self) -> int:
        """How many records there are."""
        return len(self.birth_date)

    def chosen(self, which: NDArray[Any]) -> PersonRecords:
        """Some of the records, by position or by true and false."""
        return PersonRecords(
            {name: column[which] for name, column in self.texts.items()}, self.birth_date[which], self.source[which],
            self.provider[which], {name: column[which] for name, column in self.ids.items()},
            None if self.encodings is None else self.encodings[which],
        )  # fmt: skip
