"""Whatever a provider brings, reading answers with tables or with findings: no exception, no hang, no half a row."""

import random
import time
from datetime import date
from io import BytesIO
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.exchange.records.planting import as_csv, as_workbook, clean, plant

from groundswell.core.findings import has_errors
from groundswell.core.records import RECORD_TABLES
from groundswell.exchange.records import (
    ReadRecords,
    canonical_digest,
    column_map_from,
    column_map_text,
    marked_workbook,
    match_columns,
    read_records,
)
from groundswell.exchange.records.dates import read_dates
from groundswell.exchange.records.quantities import read_numbers, read_truths
from groundswell.exchange.records.texts import read_ids, read_texts

TODAY = date(2026, 11, 22)
SIGNS = (b'"', b"\0", b"\r", b"\xff", b"\n" * 9, b",", b"=", b"1e9", "\u202e".encode())
HEADINGS = ("DOB", "Client ID", "zip", "Street Number", "Address 1", "group.x")
Brought = list[tuple[str, bytes]]


def assert_answered(files: Brought) -> ReadRecords:
    started = time.process_time()
    read = read_records(files, today=TODAY)
    assert time.process_time() - started < 5
    assert read.tables or has_errors(read.findings)
    for table in read.tables.values():
        assert {len(column) for column in table.columns.values()} | {len(table.sources)} == {len(table)}
    assert all(finding.message for finding in read.findings)
    assert len(canonical_digest(read.tables)) == 64
    return read


@pytest.fixture(scope="module")
def originals(tmp_path_factory: pytest.TempPathFactory) -> Brought:
    """Small files of three kinds, one of them full of faults, to be mutated."""
    rows = clean(people=4)
    faulty = clean(people=60, seed=2)
    plant(faulty, 2)
    path = tmp_path_factory.mktemp("mutated") / "made.parquet"
    csv = path.with_suffix(".csv")
    csv.write_bytes(as_csv("services", rows["services"]))
    with duckdb.connect() as connection:
        connection.execute(f"COPY (SELECT * FROM read_csv('{csv}')) TO '{path}' (FORMAT parquet)")
    few = {table: records[:12] for table, records in faulty.items()}
    return [
        ("participants.csv", as_csv("participants", rows["participants"])),
        ("book.xlsx", as_workbook(few)),
        ("services.csv", as_csv("services", rows["services"]).replace(b",", b'","').replace(b"\n", b'"\n"')),
        ("services.parquet", path.read_bytes()),
    ]


def mutated(content: bytes, chance: random.Random) -> bytes:
    """The file with some of its bytes changed, cut out or doubled."""
    data = bytearray(content)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(data) + 1)
        match chance.randrange(4):
            case 0:
                data[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                del data[at : at + chance.randrange(1, 20)]
            case 2:
                data[at:at] = data[at : at + chance.randrange(1, 40)]
            case 3:
                data[at:at] = chance.choice(
                    [b'"', b"\0", b"\r", b"\xff", b"\n" * 9, b",", b"=", b"1e9", "\u202e".encode()]
                )
    return bytes(data)


def try_mutated(originals: Brought, count: int, seed: int) -> None:
    chance = random.Random(seed)
    for number in range(count):
        name, content = originals[number % len(originals)]
        assert_answered([(name, mutated(content, chance))])


def test_three_hundred_mutated_files_are_answered(originals: Brought) -> None:
    try_mutated(originals, 300, 20261122)
    assert len(originals) == 4


@pytest.mark.slow
def test_ten_thousand_mutated_submissions_are_answered(originals: Brought) -> None:
    try_mutated(originals, 10_000, 7)
    assert len(originals) == 4


def test_mutated_files_are_handed_back_too(originals: Brought) -> None:
    chance = random.Random(3)
    for number in range(40):
        name, content = originals[number % len(originals)]
        files = [(name, mutated(content, chance))]
        back = marked_workbook(files, assert_answered(files))
        again = read_records([("back.xlsx", back)], today=TODAY)
        assert all("damaged" not in finding.message for finding in again.findings)


SIGNS_OF_CELLS = "aZ09 ./-,:()%$#=+'\"\u202e\u200d\u00e9\u0301\u0663\n"
CELLS = st.text(st.sampled_from(SIGNS_OF_CELLS), max_size=14) | st.text(max_size=12)


@settings(max_examples=300)
@given(st.lists(CELLS, max_size=12), st.sampled_from(["", "MM/DD/YYYY", "DDMMYY", "D-MMM-YYYY", "serial"]))
def test_any_cells_are_read_beside_each_other(cells: list[str], written: str) -> None:
    stripped = [cell.strip() for cell in cells]
    for column in ("birth_date", "date"):
        dates = read_dates(stripped, column=column, today=TODAY, written=written)
        assert len(dates.days) == len(cells)
        assert set(dates.wrong) <= set(stripped)
        if column == "date":
            assert not any(day > date(2026, 11, 22) for day in dates.days.tolist() if day is not None)
    assert len(read_numbers(stripped, column="quantity").numbers) == len(cells)
    assert len(read_truths(stripped).truths) == len(cells)
    for read in (read_ids(stripped), read_texts(stripped)):
        assert len(read.texts) == len(cells)
        assert read_texts(read.texts).texts == read.texts


@settings(max_examples=300)
@given(
    st.lists(
        st.text(max_size=20) | st.sampled_from(["DOB", "Client ID", "zip", "Street Number", "group.x"]), unique=True
    )
)
def test_any_headings_are_matched_once_each_or_left_out(headings: list[str]) -> None:
    for table in RECORD_TABLES:
        match = match_columns(table, headings)
        used = [heading for each in match.columns.values() for heading in each.headings]
        unclear = [heading for _, several in match.unclear for heading in several]
        assert sorted([*used, *unclear, *match.left_out]) == sorted(headings)


@settings(max_examples=200)
@given(st.text(st.sampled_from("ab: {}[]-,'\"\n#&*!|>%@`09_birth_date first_name services"), max_size=120))
def test_any_column_map_is_read_or_told_and_reads_back(text: str) -> None:
    columns, findings = column_map_from(text)
    assert columns is not None or has_errors(findings)
    if columns is not None:
        again, told = column_map_from(column_map_text(columns))
        assert (again, told) == (columns, [])


@settings(deadline=None)  # a busy machine is not a broken rule
@given(st.permutations(range(8)), st.permutations(range(5)))
def test_the_order_of_rows_and_columns_does_not_change_the_digest(rows: list[int], columns: list[int]) -> None:
    records = clean(people=4)["services"]
    names = ["participant_id", "date", "service", "quantity", "unit"]
    text = "\n".join(",".join(str(cells[at]) for at in columns) for cells in [names, *(records[at] for at in rows)])
    before = canonical_digest(assert_answered([("services.csv", as_csv("services", records))]).tables)
    assert canonical_digest(assert_answered([("services.csv", text.encode())]).tables) == before


def test_any_bytes_within_a_sound_parquet_file_are_answered(originals: Brought, tmp_path: Path) -> None:
    chance = random.Random(11)
    _, content = originals[3]
    for _ in range(40):
        data = bytearray(content)
        for _ in range(chance.randint(1, 4)):
            data[chance.randrange(4, len(data) - 4)] = chance.randrange(256)
        assert_answered([("services.parquet", bytes(data))])


def test_a_stream_of_nothing_but_headings_is_answered() -> None:
    stream = BytesIO()
    stream.write(b"participant_id" + b"," * 4_000)
    read = assert_answered([("participants.csv", stream.getvalue())])
    assert read.counts in ({}, {"participants": 0})
