"""Records that were taken away while somebody was about to read them are missing: they are not records of nobody."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from tests.reference.measures.stored_records import stored

from groundswell.core.measures.rule_text import parse_rule
from groundswell.engine.links.participants import participants_in
from groundswell.engine.measures.parts import ComputedMeasure, Part
from groundswell.engine.measures.periods import Grain, PeriodsWanted
from groundswell.engine.measures.run import run_measures
from groundswell.engine.participation import participation
from groundswell.engine.store import StoreError

WANTED = PeriodsWanted(date(2024, 12, 31), None, (Grain.YEAR,))
VISIT = {"participant_id": "a", "date": date(2024, 5, 1), "service": "visit"}


def _measured(parts: list[Part]) -> int:
    rule, _ = parse_rule({"count": "people", "where": {"services": {}}})
    assert rule is not None
    return len(run_measures(parts, [ComputedMeasure("served", rule, ("p",))], WANTED).values)


READERS: dict[str, Callable[[list[Part]], int]] = {
    "measures": _measured,
    "people in programs": lambda parts: len(participation(parts, WANTED).combinations),
    "participants to be linked": lambda parts: len(participants_in(parts, {})),
}


@pytest.fixture
def part(tmp_path: Path) -> Part:
    return stored(tmp_path / "kept", "p", {"participants": [{"participant_id": "a"}], "services": [VISIT]})


@pytest.mark.parametrize("reader", READERS)
def test_a_part_that_is_gone_is_not_read_as_one_of_nobody(part: Part, tmp_path: Path, reader: str) -> None:
    other = stored(tmp_path / "other", "p", {"services": [{**VISIT, "participant_id": "b"}]})
    assert READERS[reader]([part, other])
    shutil.rmtree(part.folder)
    with pytest.raises(StoreError, match="no such part"):
        READERS[reader]([part, other])


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("table", ["participants", "services"])
def test_a_table_that_is_gone_is_not_read_as_one_without_rows(part: Part, reader: str, table: str) -> None:
    part.file(table).unlink()
    with pytest.raises(StoreError):
        READERS[reader]([part])
