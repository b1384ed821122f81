"""The same fields as Splink compares them: its levels, the pairs it looks at, and how it learns from the records.

Only what many records say is compared. Nothing here knows whether DuckDB or Spark does the work.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from groundswell.engine.linkage.coded import (
    BIRTH,
    BORN,
    EMAIL,
    FIRST,
    IDS,
    LAST,
    PHONE,
    PLACE,
    SEX,
    STREET,
    Coded,
    Lists,
)  # fmt: skip

Table = Any  # of pyarrow, which comes with the extra
ENOUGH_KNOWN = 0.05  # the share of records that must say something, for a field to be compared
NOTHING_ALIKE = "the records hold too little that is alike for Splink to learn from"
_RECALL_OF_CERTAIN_RULES = 0.7
_DAYS_APART = (31, 366, 3_652)
_DRAWS = 100_000


def splink_table(records: Coded, lists: Lists) -> Table:
    """The records as a table of pyarrow: texts in standard form, one column for each field that is compared."""
    import pyarrow as pa

    columns: dict[str, Any] = {"record": pa.array(np.arange(len(records.facts), dtype=np.int64))}
    names, words = list(lists.names.codes), list(lists.words.codes)
    fields: list[tuple[str, int, Sequence[str]]] = [
        ("first_name", FIRST, names), ("last_name", LAST, names), ("place", PLACE, list(lists.places)),
        ("street", STREET, words), ("phone", PHONE, words), ("email", EMAIL, words), ("sex", SEX, ("F", "M")),
    ]  # fmt: skip
    fields += [(f"id_{at}", IDS + at, words) for at in range(records.ids.shape[1])]
    for name, column, texts in fields:
        codes = records.column(column)
        if is_known_enough(codes):
            columns[name] = _texts(codes, texts)
    day, spelled = records.column(BIRTH), records.column(BORN)
    if is_known_enough(day):
        columns["birth_date"] = pa.array(in_tens(spelled), mask=day < 0).cast(pa.string())
        columns["birth_day"] = pa.array(np.ascontiguousarray(day), mask=day < 0)
    return pa.table(columns)


def in_tens(spelled: NDArray[np.int32]) -> NDArray[np.int64]:
    """Numbers with four bits for each digit as plain ones: 0x20120517 as 20120517."""
    digits = (spelled[:, None].astype(np.int64) >> np.arange(28, -1, -4)) & 15
    return np.asarray(digits @ 10 ** np.arange(7, -1, -1))


def is_known_enough(codes: NDArray[np.int32]) -> bool:
    """True where a field says something of enough records to be compared."""
    return bool(len(codes)) and float((codes >= 0).mean()) >= ENOUGH_KNOWN


def _texts(codes: NDArray[np.int32], texts: Sequence[str]) -> Any:
    import pyarrow as pa

    places = pa.array(np.ascontiguousarray(codes), mask=codes < 0)
    return pa.DictionaryArray.from_arrays(places, pa.array(texts, pa.string())).cast(pa.string())


@dataclass(frozen=True, slots=True)
class Learned:
    """What Splink learned: how likely two records taken at random are one person, and for each level of each
    comparison how often it is met in pairs of one person (m) and of two (u); None where that was never met.
    """

    any_two: float
    levels: tuple[tuple[tuple[float | None, float | None], ...], ...]


def splink_settings(columns: Sequence[str], learned: Learned | None = None) -> Any:
    """Splink's settings for a table of these columns; `learned` saves it from learning again."""
    from splink import SettingsCreator

    comparisons = _comparisons(columns)
    if learned:
        for levels, numbers in zip(comparisons.values(), learned.levels, strict=True):
            for level, (m, u) in zip(levels, numbers, strict=True):
                level.configure(m_probability=m, u_probability=u)
    prior = {"probability_two_random_records_match": learned.any_two} if learned else {}
    return SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="record",
        comparisons=[_compared(name, levels) for name, levels in comparisons.items()],
        **prior,
        blocking_rules_to_generate_predictions=[_block(rule) for rule in blocks(columns)],
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=False,
        max_iterations=25,
    )


def blocks(columns: Sequence[str]) -> list[tuple[str, ...]]:
    """Which fields two records must share to be compared at all; each rule is enough."""
    ids = [name for name in columns if name.startswith("id_")]
    rules = [
        ("last_name", "birth_date"), ("first_name", "birth_date"), ("first_name", "last_name"), ("birth_date", "place"),
        ("phone", "first_name"), ("email",), *((name, "birth_date") for name in ids),
        *((name, "last_name") for name in ids), ("street", "first_name"),
    ]  # fmt: skip
    return [rule for rule in rules if set(rule) <= set(columns)]


def _block(rule: Sequence[str]) -> Any:
    from splink import block_on

    return block_on(*rule)


def _comparisons(columns: Sequence[str]) -> dict[str, list[Any]]:
    """The levels of each comparison, from the blank to everything else."""
    known: dict[str, Callable[[], list[Any]]] = {
        "first_name": lambda: _by_likeness("first_name", (0.92, 0.88, 0.7), frequent=True),
        "last_name": lambda: _by_likeness("last_name", (0.92, 0.88, 0.7), frequent=True),
        "birth_date": _birth,
        "sex": lambda: _by_slip("sex", None),
        "place": lambda: _by_slip("place", None, frequent=True),
        "street": lambda: _by_likeness("street", (0.92, 0.8)),
        "phone": lambda: _by_slip("phone", 1),
        "email": lambda: _by_likeness("email", (0.92,)),
    }
    ids = [name for name in columns if name.startswith("id_")]
    return {name: levels() for name, levels in known.items() if name in columns} | {
        name: _by_slip(name, 1) for name in ids
    }


def _compared(name: str, levels: Sequence[Any]) -> Any:
    from splink import comparison_library

    return comparison_library.CustomComparison(output_column_name=name, comparison_levels=list(levels))


def _by_likeness(name: str, likenesses: Sequence[float], frequent: bool = False) -> list[Any]:
    from splink import comparison_level_library as level

    near = [level.JaroWinklerLevel(name, likeness) for likeness in likenesses]
    exact = level.ExactMatchLevel(name, term_frequency_adjustments=frequent)
    return [level.NullLevel(name), exact, *near, level.ElseLevel()]


def _by_slip(name: str, slips: int | None, frequent: bool = False) -> list[Any]:
    from splink import comparison_level_library as level

    near = [] if slips is None else [level.DamerauLevenshteinLevel(name, slips)]
    exact = level.ExactMatchLevel(name, term_frequency_adjustments=frequent)
    return [level.NullLevel(name), exact, *near, level.ElseLevel()]


def _birth() -> list[Any]:
    from splink import comparison_level_library as level

    name = "birth_date"
    days = [level.CustomLevel(f"abs(birth_day_l - birth_day_r) <= {days}", f"{days} days") for days in _DAYS_APART]
    slip = level.DamerauLevenshteinLevel(name, 1)
    return [level.NullLevel(name), level.ExactMatchLevel(name), slip, *days, level.ElseLevel()]


def train(
    linker: Any, columns: Sequence[str], *, most_pairs: float | None, random_pairs: float, seed: int | None
) -> Learned:
    """Learn Splink's parameters from the records. Raises ValueError where they hold too little to learn from."""
    from splink.internals.exceptions import EMTrainingException

    training = linker.training
    certain = [_block(rule) for rule in _certain(columns) if set(rule) <= set(columns)]
    if not (certain and blocks(columns)):
        raise ValueError(NOTHING_ALIKE)
    with suppress(ValueError):  # among a few records more may be alike than can be; then Splink's own guess stands
        training.estimate_probability_two_random_records_match(certain, _RECALL_OF_CERTAIN_RULES)
    training.estimate_u_using_random_sampling(max_pairs=random_pairs, seed=seed)
    learned = 0
    for rule in (("first_name", "last_name"), ("birth_date", "place"), ("birth_date",)):
        if learned == 2 or not set(rule) <= set(columns):
            continue
        try:
            training.estimate_parameters_using_expectation_maximisation(_block(rule), max_pairs=most_pairs)
        except EMTrainingException:  # no two records share these fields
            continue
        learned += 1
    if not learned:
        raise ValueError(NOTHING_ALIKE)
    model = linker.misc.save_model_to_json()
    levels = (each["comparison_levels"] for each in model["comparisons"])
    numbers = tuple(tuple((one.get("m_probability"), one.get("u_probability")) for one in each) for each in levels)
    return Learned(model["probability_two_random_records_match"], numbers)


def _certain(columns: Sequence[str]) -> list[tuple[str, ...]]:
    ids = [(name, "birth_date") for name in columns if name.startswith("id_")]
    return [("first_name", "last_name", "birth_date"), ("email", "birth_date"), *ids]


def missed_by_splink(table: Table, learned: Learned) -> float:
    """The share of pairs of one person that share no block and are never compared, by what was learned.

    Fields are drawn each by itself: known in both records, and then the same as often as they are in one person.
    """
    rng = np.random.default_rng(0)
    same: dict[str, NDArray[np.bool_]] = {}
    for name, levels in zip(_comparisons(table.column_names), learned.levels, strict=True):
        known = 1 - table.column(name).null_count / len(table)
        exact = levels[1][0]
        same[name] = rng.random(_DRAWS) < known**2 * (0.5 if exact is None else exact)
    met = np.zeros(_DRAWS, bool)
    for rule in blocks(table.column_names):
        met |= np.logical_and.reduce([same[name] for name in rule])
    return float(1 - met.mean())
