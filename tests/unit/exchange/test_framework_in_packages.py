"""What a framework.csv lacks is warned of row by row; no package is refused for it."""

from __future__ import annotations

from tests.builders import table

from groundswell.core.findings import Severity
from groundswell.exchange.package.framework_check import check_framework


def test_what_decisions_lack_is_warned_of_at_row_and_column() -> None:
    rows = [
        {"element_id": "common-agenda", "stance": "as_written"},
        {"element_id": "shared-measurement", "stance": "adapted"},
        {"element_id": "backbone-support", "stance": "waived", "retired": "2026-01-01"},
        {"element_id": "sense-of-urgency", "stance": "later"},
    ]
    found = check_framework(table("framework", rows))
    assert [(one.row, one.column) for one in found] == [(3, "statement"), (3, "reason"), (5, "next_review")]
    assert {one.severity for one in found} == {Severity.WARNING}
    assert {one.file for one in found} == {"framework.csv"}
    assert str(found[-1]) == (
        "framework.csv:5:next_review: nothing says until when it is put off; say the day on which you will decide"
    )
