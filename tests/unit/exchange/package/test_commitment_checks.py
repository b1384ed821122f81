"""What a commitment may not say: each problem is a finding at its row and column."""

import pytest

from groundswell.exchange.package.commitment_check import check_commitments, commitment_problems
from groundswell.exchange.package.layout import TABLES
from groundswell.exchange.tables import Table

WELL = {"organization_id": "library", "status": "pledged", "amount": "60", "unit": "people"}


def found(**cells: str) -> list[tuple[str, bool]]:
    return [(str(one.column), one.is_error) for one in commitment_problems({**WELL, **cells})]


def test_a_whole_commitment_has_nothing_wrong() -> None:
    assert found() == []
    assert found(organization_id="", network_id="early-years", amount="", unit="") == []


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"organization_id": ""}, ("organization_id", True)),
        ({"unit": ""}, ("unit", True)),
        ({"amount": ""}, ("amount", True)),
        ({"amount": "-3"}, ("amount", True)),
        ({"kept_amount": "10"}, ("kept_amount", True)),
        ({"status": "released", "evidence": "the state took it over", "kept_amount": "10"}, ("kept_amount", True)),
        ({"status": "kept", "evidence": "report", "amount": "", "unit": "", "kept_amount": "5"}, ("kept_amount", True)),
        ({"status": "broken"}, ("evidence", True)),
        ({"status": "released"}, ("evidence", True)),
        ({"status": "kept"}, ("evidence", False)),
    ],
)
def test_each_thing_a_commitment_may_not_say_is_said_at_its_column(
    cells: dict[str, str], expected: tuple[str, bool]
) -> None:
    assert found(**cells) == [expected]


@pytest.mark.parametrize("status", ["under_way", "kept", "broken"])
def test_part_of_an_amount_may_be_kept(status: str) -> None:
    assert found(status=status, kept_amount="10", evidence="what happened") == []


def test_findings_name_the_file_and_the_row() -> None:
    layout = TABLES["commitments"]
    rows = [WELL, {**WELL, "organization_id": ""}]
    columns = {name: [row.get(name, "") for row in rows] for name in layout.headings}
    (finding,) = check_commitments(Table("commitments", list(layout.headings), columns, [2, 3]))
    assert (finding.file, finding.row, finding.column) == ("commitments.csv", 3, "organization_id")
