"""Counting as most do it: two records are one person where first name, last name and birth date are the same.

It stands beside every count of linked people, because the difference is what linking is for.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from groundswell.engine.linkage.distinct import distinct
from groundswell.engine.linkage.records import PersonRecords, Texts


def exact_person(records: PersonRecords) -> NDArray[np.int64]:
    """The person of each record: numbers from 0 in order of the first record. Who lacks one of the three is alone."""
    blank = np.full(len(records), "", object)
    first, last = (_codes(records.texts.get(name, blank)) for name in ("first_name", "last_name"))
    days = records.birth_date.astype("datetime64[D]")
    known = (first >= 0) & (last >= 0) & ~np.isnat(days)
    key = np.stack([first, last, days.astype(np.int64)], axis=1)
    key[~known] = np.stack([np.full((~known).sum(), -1), np.flatnonzero(~known), np.zeros((~known).sum())], axis=1)
    _, at, person = np.unique(key, axis=0, return_index=True, return_inverse=True)
    return np.argsort(np.argsort(at))[person.ravel()]


def exact_people(records: PersonRecords) -> int:
    """How many people there are when counted so."""
    return int(exact_person(records).max(initial=-1)) + 1


def _codes(texts: Texts) -> NDArray[np.int64]:
    """The same number for the same letters, whatever their case; -1 for a blank."""
    words, place = distinct(texts)
    listed: dict[str, int] = {"": -1}
    codes = [listed.setdefault(" ".join(word.casefold().split()), len(listed) - 1) for word in words]
    return np.array(codes or [-1], np.int64)[place]
