"""The quick checks of whole columns say what a slow and obvious reading of each row says."""

from hypothesis import given
from hypothesis import strategies as st

from groundswell.exchange.package.cells import problem_with, problems_with
from groundswell.exchange.package.columns import decimal
from groundswell.exchange.package.encoded import combined, ranks
from groundswell.exchange.package.layout import TABLES
from groundswell.exchange.package.observation_check import check_observations
from groundswell.exchange.package.table_check import check_keys
from groundswell.exchange.tables import Table

SOME = st.sampled_from(["", "a", "b", "c"])
ROWS = st.lists(st.tuples(SOME, SOME, SOME, SOME), min_size=1, max_size=40)
LAYOUT = TABLES["observations"]


def observations(**columns: list[str]) -> Table:
    rows = len(next(iter(columns.values())))
    whole = {name: columns.get(name, [""] * rows) for name in LAYOUT.headings}
    return Table("observations", list(whole), whole, list(range(2, rows + 2)))


@given(ROWS)
def test_rows_that_share_a_key_are_found_each_with_the_first(keys: list[tuple[str, str, str, str]]) -> None:
    table = observations(**{name: list(cells) for name, cells in zip(LAYOUT.key, zip(*keys, strict=True), strict=True)})
    firsts: dict[tuple[str, ...], int] = {}
    expected = []
    for row, (indicator, place, period, group) in enumerate(keys, start=2):
        key = (indicator, "" if place == "b" else place, period, group)
        first = firsts.setdefault(key, row)
        if first != row:
            expected.append((row, first))
    found = check_keys(table, LAYOUT, own_place="b")
    assert [(finding.row, int(finding.message.split()[2].rstrip(":"))) for finding in found] == expected


@given(ROWS)
def test_codes_keep_the_order_of_the_keys(keys: list[tuple[str, str, str, str]]) -> None:
    codes = combined([ranks(list(cells)) for cells in zip(*keys, strict=True)]).tolist()
    assert sorted(range(len(keys)), key=lambda at: codes[at]) == sorted(range(len(keys)), key=lambda at: keys[at])
    assert len(set(codes)) == len(set(keys))


@given(st.lists(st.text("0123456789.-,e+ ", max_size=6) | st.decimals(-5, 5, places=1).map(str), max_size=20))
def test_many_decimals_are_judged_as_one_by_one(cells: list[str]) -> None:
    column = decimal("share", -2, 3)
    one_by_one = {cell: problem for cell in cells if cell and (problem := problem_with(column, cell))}
    assert problems_with(column, cells) == one_by_one


NUMBER = st.sampled_from(["", "0", "5", "7", "50", "101"])
STATUS = st.sampled_from(["final", "provisional", "suppressed", "missing", "not_applicable", ""])


@given(st.lists(st.tuples(NUMBER, NUMBER, NUMBER, NUMBER, NUMBER, STATUS), min_size=1, max_size=20))
def test_errors_within_observations_are_those_that_each_row_shows(rows: list[tuple[str, ...]]) -> None:
    names = ("value", "low", "high", "numerator", "denominator", "status")
    columns = {name: list(cells) for name, cells in zip(names, zip(*rows, strict=True), strict=True)}
    table = observations(indicator_id=["one"] * len(rows), **columns)
    findings = check_observations(table, {"one": {"unit": "percent"}})
    found = sorted((finding.row or 0, finding.column or "") for finding in findings if finding.is_error)
    assert found == sorted((row, column) for row, cells in enumerate(rows, start=2) for column in wrong(*cells))


def wrong(value: str, low: str, high: str, numerator: str, denominator: str, status: str) -> list[str]:
    """The columns of one row that must be found wrong, said as a person would check them."""
    found = []
    is_withheld = status in ("suppressed", "missing", "not_applicable")
    if is_withheld == bool(value) and (status or not value):
        found.append("value")
    if low and high and float(low) > float(high):
        found.append("low")
    else:
        if low and value and float(low) > float(value):
            found.append("low")
        if high and value and float(high) < float(value):
            found.append("high")
    if numerator and denominator and float(numerator) > float(denominator):
        found.append("numerator")
    if denominator == "0" and value:
        found.append("denominator")
    if denominator and value and float(value) > 100:
        found.append("value")
    return found
