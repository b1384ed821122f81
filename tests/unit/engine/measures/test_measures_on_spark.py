"""Spark finds the same cells as DuckDB, to the bit."""

from __future__ import annotations

from pathlib import Path
from random import Random

import numpy as np
import pytest
from tests.reference.measures.random_measures import AS_OF, PROGRAMS, random_rule, random_world
from tests.reference.measures.test_measures_twin import PLACES, stored_world

from groundswell.engine.measures.parts import ComputedMeasure
from groundswell.engine.measures.periods import PeriodsWanted
from groundswell.engine.measures.run import run_measures
from groundswell.engine.spark import SparkMissingError, spark_is_missing, spark_session


def needs_spark() -> None:
    if spark_is_missing():
        pytest.skip(f"spark: {spark_is_missing()}")


def compared_with_duckdb(folder: Path, seed: int, rules: int, master: str) -> int:
    random = Random(seed)
    world = random_world(random)
    parts, people = stored_world(world, folder)
    measures = [ComputedMeasure(f"m{place}", random_rule(random)[0], PROGRAMS) for place in range(rules)]
    wanted = PeriodsWanted(AS_OF)
    here = run_measures(parts, measures, wanted, places=PLACES, until=world.until, people=people).values
    there = run_measures(
        parts, measures, wanted, places=PLACES, until=world.until, people=people, engine="spark", spark_master=master
    ).values
    for name, codes in here.codes.items():
        np.testing.assert_array_equal(codes, there.codes[name], err_msg=name)
    for name in ("numerator", "denominator", "low", "high"):
        assert getattr(here, name).tobytes() == getattr(there, name).tobytes(), name
    assert here.words == there.words
    return len(here)


@pytest.mark.slow
@pytest.mark.parametrize("master", ["local[2]", "local-cluster[2,1,1024]"])
def test_spark_finds_the_same_cells_as_duckdb_to_the_bit(tmp_path: Path, master: str) -> None:
    needs_spark()
    assert compared_with_duckdb(tmp_path, 41, 12, master) > 1_000


def test_without_java_spark_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("groundswell.engine.spark.shutil.which", lambda name: None)
    missing = spark_is_missing()
    with pytest.raises(SparkMissingError) as raised, spark_session("local[2]"):
        pass
    assert str(raised.value) == missing
    assert "Java" in missing or "pyspark" in missing
