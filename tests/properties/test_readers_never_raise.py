"""Whatever is brought, a reader answers with a table or with findings: no exception, no hang, no half a table."""

import random
import time
import zipfile
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundswell.exchange.mapping import mapping_from, read_source
from groundswell.exchange.readers import table_from

GOOD = b'District,Year,"Value"\nA,2020,1.5\n"B ""x""",2021,"2\n3"\nTotal,,4\n'
MAPPING = "indicator_id: a\nfile: a.csv\nperiod: {column: Year}\nplace: {column: District}\nvalue: {column: Value}\n"


def assert_answered(content: bytes) -> None:
    started = time.process_time()
    table, findings = table_from(content, "a.csv")
    assert time.process_time() - started < 5
    assert table is not None or any(finding.is_error for finding in findings)
    if table is not None:
        assert {len(cells) for cells in table.columns.values()} <= {len(table)}
        assert len(table.headings) == len(set(table.headings)) == len(table.columns)
        assert table.rows == sorted(set(table.rows))


def workbook() -> bytes:
    book = openpyxl.Workbook()
    for row in (["District", "Year", "Value"], ["A", 2020, 1.5], ["B", 2021, None]):
        book.active.append(row)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


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
                data[at:at] = chance.choice([b'"', b"\0", b"\r", b"\xff", b"\n" * 9, b",", b"\xef\xbb\xbf", b"="])
    return bytes(data)


@given(st.binary(max_size=400))
def test_any_bytes_are_answered(content: bytes) -> None:
    assert_answered(content)


@given(st.text(st.sampled_from('ab,;\t|"\n\r= é\u202e0'), max_size=200))
def test_any_text_is_answered(text: str) -> None:
    assert_answered(text.encode())


@given(st.text(st.sampled_from("ab: {}[]-,'\"\n#&*!|>%@`09"), max_size=200))
def test_any_mapping_is_answered(text: str) -> None:
    mapping, findings = mapping_from(text, "a", "a.yaml")
    assert mapping is not None or any(finding.is_error for finding in findings)


@pytest.mark.slow
@settings(max_examples=5_000, deadline=None)
@given(st.binary(max_size=2_000))
def test_five_thousand_files_of_any_bytes_are_answered(content: bytes) -> None:
    assert_answered(content)


@pytest.mark.slow
@settings(max_examples=5_000, deadline=None)
@given(st.text(max_size=400))
def test_five_thousand_mappings_of_any_text_are_answered(text: str) -> None:
    mapping, findings = mapping_from(text, "a", "a.yaml")
    assert mapping is not None or any(finding.is_error for finding in findings)


@pytest.mark.slow
def test_ten_thousand_mutated_files_are_answered() -> None:
    chance = random.Random(20261121)
    book = workbook()
    for number in range(10_000):
        assert_answered(mutated(GOOD if number % 2 else book, chance))


@pytest.mark.slow
def test_mutated_sheets_within_a_sound_archive_are_answered() -> None:
    chance = random.Random(7)
    with zipfile.ZipFile(BytesIO(workbook())) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for _ in range(2_000):
        stream = BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            for name, part in parts.items():
                archive.writestr(name, mutated(part, chance) if "sheet" in name or "workbook" in name else part)
        assert_answered(stream.getvalue())


@given(st.lists(st.tuples(st.text(max_size=8), st.text(max_size=8), st.text(max_size=8)), max_size=8))
def test_any_cells_are_read_or_told(tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, str]]) -> None:
    folder: Path = tmp_path_factory.mktemp("any")
    text = "District,Year,Value\n" + "".join(
        ",".join(f'"{c.replace(chr(34), "")}"' for c in row) + "\n" for row in rows
    )
    (folder / "a.csv").write_text(text, encoding="utf-8", errors="replace")
    mapping, _ = mapping_from(MAPPING, "a", "a.yaml")
    assert mapping is not None
    reading = read_source(mapping, folder=folder)
    assert {len(cells) for cells in reading.observations.values()} == {reading.storable}
    assert reading.storable + sum(reading.skipped.values()) == reading.read
