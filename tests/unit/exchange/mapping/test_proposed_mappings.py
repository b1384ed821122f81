"""A draft is made of what a file shows: no more is claimed, and what else could be meant is said beside it."""

from pathlib import Path

import pytest

from groundswell.exchange.mapping import mapping_from, propose_mapping


def drafted(folder: Path, text: str) -> list[str]:
    """The lines of the draft for a file with this text; the draft must itself be a sound mapping."""
    path = folder / "file.csv"
    path.write_text(text, encoding="utf-8", newline="")
    draft = propose_mapping(path)
    mapping, findings = mapping_from(draft, "file", "file.yaml")
    assert mapping is not None, [str(finding) for finding in findings]
    return draft.splitlines()


@pytest.mark.parametrize(
    ("heading", "cells", "expected"),
    [
        ("Fiscal Year", ("2022", "2023"), 'period: {column: Fiscal Year, format: fiscal_year}  # the heading says so'),
        ("Year", ("FY22", "FY23"), "period: {column: Year, format: fiscal_year}  # its cells read so"),
        (
            "Year", ("2022", "2023"),
            "period: {column: Year, format: year}  # its cells read so; fiscal_year where they are that",
        ),
        ("Year", ("2021-22", "2022-23"), "period: {column: Year, format: school_year}  # its cells read so"),
    ],
)  # fmt: skip
def test_a_bare_year_may_be_a_fiscal_one_unless_something_says_so(
    tmp_path: Path, heading: str, cells: tuple[str, ...], expected: str
) -> None:
    rows = "".join(f"{cell},{number}.5\n" for number, cell in enumerate(cells))
    assert expected in drafted(tmp_path, f"{heading},Rate\n{rows}")


def test_a_column_of_directions_is_read_only_where_every_word_is_known(tmp_path: Path) -> None:
    head, rows = "ID,Indicator,Polarity,Year,Value\n", "1,Wait,{},2020,3\n2,Speed,Increase,2020,4\n"
    known = drafted(tmp_path, head + rows.format("Decrease"))
    assert any("polarity: {column: Polarity, map: {Decrease: lower, Increase: higher}}" in line for line in known)
    assert not any("polarity:" in line for line in drafted(tmp_path, head + rows.format("it depends")))


def test_a_target_beside_many_years_is_a_hint_and_beside_years_in_columns_a_line(tmp_path: Path) -> None:
    long = drafted(tmp_path, "Year,Rate,Target\n2020,3,5\n2021,4,6\n")
    assert (
        '# target: {column: Target, period: "2021"}  # ? the period that the targets are for; one for each series'
        in long
    )
    wide = drafted(tmp_path, "Area,2020,2021,Target\nHill,3,4,5\nMill,4,5,6\n")
    assert 'target: {column: Target, period: "2021"}  # ? the period that the targets are for' in wide


def test_a_percent_is_taken_before_a_count_and_the_count_is_not_hidden(tmp_path: Path) -> None:
    lines = drafted(tmp_path, "Year,Student Count,% Absent\n2020,31,10.5\n2021,28,9.9\n")
    assert 'value: {column: "% Absent", unit: percent}  # ? percent is a guess from the words around it' in lines
    assert (
        "# Student Count: not used; such as '31', '28'. May be the value instead, or numerator: or denominator:"
        in lines
    )
