"""The answers to the security standard: every one given, every test that is named there, every count as counted."""

import csv
import re
from collections import Counter
from pathlib import Path

REPO = Path(__file__).resolve().parents[2]
ANSWERS = REPO / "docs" / "explanation" / "asvs.csv"
PAGE = REPO / "docs" / "explanation" / "security.md"
WAYS = {"test", "by design", "document", "operator", "partly", "missing", "does not apply"}


def _rows() -> list[dict[str, str]]:
    with ANSWERS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_requirement_of_levels_1_and_2_is_answered_once() -> None:
    rows = _rows()
    ids = [row["requirement"] for row in rows]
    assert len(ids) == len(set(ids)) == 253
    assert Counter(row["level"] for row in rows) == {"1": 70, "2": 183}
    assert all(re.fullmatch(r"V\d+\.\d+\.\d+", each) for each in ids)


def test_no_answer_is_blank_and_each_says_what_kind_it_is() -> None:
    for row in _rows():
        assert row["asks"].strip(), row
        assert row["answer"].strip(), row
        assert row["answered_by"] in WAYS, row
        assert bool(row["tests"].strip()) or row["answered_by"] != "test", row


def test_every_test_that_is_named_is_there() -> None:
    named = {name for row in _rows() for name in row["tests"].split()}
    assert named
    for each in sorted(named):
        path, _, function = each.partition("::")
        text = (REPO / path).read_text(encoding="utf-8")
        assert re.search(rf"^(async )?def {function}\(", text, re.MULTILINE), each


def test_the_page_counts_the_answers_as_they_are() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for way, count in Counter(row["answered_by"] for row in _rows()).items():
        assert f"| {way} | {count} |" in page
