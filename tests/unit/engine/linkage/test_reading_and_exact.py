"""Columns as providers send them become records to link, and the count that most make stands beside."""

from __future__ import annotations

import numpy as np
import pytest

from groundswell.engine.linkage import PersonRecords
from groundswell.engine.linkage.exact import exact_people, exact_person
from groundswell.engine.linkage.reading import records_from_columns


def words(*texts: str | None) -> np.ndarray:
    return np.array(texts, object)


def test_files_are_put_one_behind_the_other_and_blank_where_a_column_is_missing() -> None:
    born = np.array(["2001-02-03", "NaT"], "datetime64[D]")
    one = {
        "participant_id": words("a", "b"),
        "first_name": words("Ann", None),
        "birth_date": born,
        "place_id": words("x", "y"),
    }
    other = {"participant_id": words("a"), "last_name": words("Lee"), "id.ssn": words("007")}
    records = records_from_columns([one, other])
    assert {name: list(column) for name, column in records.texts.items()} == {
        "first_name": ["Ann", "", ""], "last_name": ["", "", "Lee"],
    }  # fmt: skip
    assert list(records.ids["ssn"]) == ["", "", "007"]
    assert str(records.birth_date[0]) == "2001-02-03" and np.isnat(records.birth_date[1:]).all()
    assert list(records.source) == list(records.provider) == [0, 0, 1]
    said = records_from_columns([one, other], sources=[4, 5], providers=[9, 9])
    assert list(said.source) == [4, 4, 5] and list(said.provider) == [9, 9, 9]


def test_no_files_are_no_records_and_uneven_columns_are_refused() -> None:
    assert len(records_from_columns([])) == 0
    with pytest.raises(ValueError, match="one length"):
        records_from_columns([{"first_name": words("Ann"), "last_name": words("Lee", "Day")}])


def test_who_has_the_same_names_and_birth_date_is_one_person_and_who_lacks_one_is_alone() -> None:
    days = np.array(["2001-02-03", "2001-02-03", "2001-02-03", "NaT", "NaT", "2001-02-04"], "datetime64[D]")
    texts = {
        "first_name": words("Ann", "ANN", "", "Ann", "Ann", "Ann"),
        "last_name": words("Lee", " lee ", "Lee", "Lee", "Lee", "Lee"),
    }
    records = PersonRecords(texts, days, np.zeros(6, np.int32), np.zeros(6, np.int32))
    assert list(exact_person(records)) == [0, 0, 1, 2, 3, 4]
    assert exact_people(records) == 5
    assert exact_people(records.chosen(np.zeros(0, np.int64))) == 0


def test_exact_people_are_those_of_a_slow_and_obvious_count() -> None:
    rng = np.random.default_rng(4)
    first, last = (rng.choice(["", "a", "A", "b", "c"], 300).astype(object) for _ in range(2))
    days = rng.choice(np.array(["2001-01-01", "2001-01-02", "NaT"], "datetime64[D]"), 300)
    records = PersonRecords(
        {"first_name": first, "last_name": last}, days, np.zeros(300, np.int32), np.zeros(300, np.int32)
    )
    seen: dict[object, int] = {}
    slow = []
    for at, (one, other, day) in enumerate(zip(first, last, days, strict=True)):
        known = one and other and not np.isnat(day)
        key = (one.lower(), other.lower(), str(day)) if known else at
        slow.append(seen.setdefault(key, len(seen)))
    assert list(exact_person(records)) == slow
