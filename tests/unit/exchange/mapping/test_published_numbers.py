"""Published numbers stay exact, and what stands in their place becomes a status or a finding (A4, C21-C30)."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.core.vocabulary import ObservationStatus
from groundswell.exchange.mapping import mapping_from
from groundswell.exchange.mapping.numbers import JAM_VALUES, NumberReader, moved_point


def reader(unit: str = "", more: str = "") -> NumberReader:
    said = f", unit: {unit}" if unit else ""
    text = f"indicator_id: a\nfile: a.csv\nperiod: {{value: 2023}}\nvalue: {{column: V{said}}}\n{more}"
    mapping, findings = mapping_from(text, "a", "a.yaml")
    assert mapping is not None, findings
    return NumberReader(mapping)


@pytest.mark.parametrize(
    ("cell", "unit", "text"),
    [
        ("20.40", "percent", "20.40"),
        (" 7 ", "count", "7"),
        ("1,234", "count", "1234"),
        ("1,234,567.50", "currency", "1234567.50"),
        ("$1,234", "currency", "1234"),
        ("45%", "percent", "45"),
        ("45 %", "proportion", "45"),
        ("0.45", "proportion", "45"),
        ("0.7249520285087719", "proportion", "72.49520285087719"),
        ("1e3", "count", "1000"),
        ("1.5E-03", "rate", "0.0015"),
        ("-0", "rate", "0"),
        ("-0.0", "rate", "0.0"),
        ("+5", "rate", "5"),
        (".5", "rate", "0.5"),
        ("5.", "rate", "5"),
        ("007", "rate", "7"),
        ("\u22125", "rate", "-5"),
        ("1\u00a0234", "count", "1234"),
        ("1 234", "count", "1234"),
    ],
)
def test_c21_numbers_are_understood_as_people_write_them(cell: str, unit: str, text: str) -> None:
    read = reader(unit).understand(cell)
    assert (read.text, read.problem) == (text, "")


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        ("1.234,5", "'1.234,5' has a comma where a decimal point should be"),
        ("12,5", "'12,5' has a comma where a decimal point should be"),
        ("45%", "'45%' is a percentage"),
        ("$5", "'$5' is an amount of money"),
        ("(5)", "'(5)' stands in brackets"),
        ("12.3*", "'12.3*' has the mark '*' after its number"),
        ("NaN", "'NaN' is not a number"),
        ("Inf", "'Inf' is not a number"),
        ("-inf", "'-inf' is not a number"),
        ("N/A", "'N/A' is not a number"),
        ("#DIV/0!", "#DIV/0! is a spreadsheet's error, not a number"),
        ("#REF!", "#REF! is a spreadsheet's error, not a number"),
        ("twelve", "'twelve' is not a number"),
        ("1,23,4", "'1,23,4' is not a number"),
        ("٣", "'٣' is not a number"),
        ("1_000", "'1_000' is not a number"),
        ("0x10", "'0x10' is not a number"),
    ],
)
def test_c21_c22_what_is_no_number_is_said_and_never_guessed(cell: str, problem: str) -> None:
    read = reader("rate").understand(cell)
    assert read.problem == problem
    assert read.fix
    assert read.shown == ""


def test_c21_a_decimal_comma_can_be_said() -> None:
    mapping, _ = mapping_from(
        'indicator_id: a\nfile: a.csv\nperiod: {value: 2023}\nvalue: {column: V, decimal: ","}\n', "a", "a.yaml"
    )
    assert mapping is not None
    numbers = NumberReader(mapping)
    assert [numbers.understand(cell).text for cell in ("1.234,5", "0,25", "7", "1.234")] == [
        "1234.5",
        "0.25",
        "7",
        "1234",
    ]
    assert "decimal point where the mapping says a comma" in numbers.understand("1.5").problem


@pytest.mark.parametrize("jam", sorted(JAM_VALUES))
def test_c30_jam_values_are_annotations_not_numbers(jam: str) -> None:
    for cell in (jam, f"{jam}.0", f"-{int(jam[1:]):,}"):
        read = reader("count").understand(cell)
        assert (read.status, read.is_jam) == (ObservationStatus.MISSING, True), cell


def test_marks_become_the_status_that_the_mapping_says() -> None:
    numbers = reader("percent", "suppressed: ['-9999', '*']\nmissing: ['-6666', NA]\nnot_applicable: [X]\n")
    assert [
        str(numbers.understand(cell).status) for cell in ("-9999", "*", "-9999.0", "-6666", "NA", "X", "", "5")
    ] == [
        *["suppressed"] * 3,
        *["missing"] * 2,
        "not_applicable",
        "missing",
        "final",
    ]


@pytest.mark.parametrize("unit", ["rate", "proportion", "percent"])
@given(cells=st.lists(st.sampled_from(["0.5", "1", "-9999", "-9999.0", "NA", "", "x", "-0", "0.10", "-222222222"])))
def test_a_column_reads_as_its_cells_one_by_one(unit: str, cells: list[str]) -> None:
    numbers = reader(unit, "suppressed: ['-9999', NA]\n")
    column = numbers.understand_all(cells)
    assert column.texts() == [numbers.understand(cell).shown for cell in cells]
    assert column.statuses() == [str(numbers.understand(cell).status) for cell in cells]


@given(st.decimals(allow_nan=False, allow_infinity=False, places=20, min_value=-(10**12), max_value=10**12))
def test_moving_the_point_is_exact(number: Decimal) -> None:
    for each in (number, abs(number) % 1):
        assert Fraction(moved_point(format(each, "f"), 2)) == Fraction(each) * 100
