"""A submission of a hundred thousand rows is read and checked in seconds, within bounded memory; both are printed."""

import random
import time
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter
from tests.unit.exchange.records.planting import COLUMNS, TODAY

from groundswell.exchange.records import ReadRecords, marked_workbook, read_records

SECONDS = 15
MEGABYTES = 200


def hundred_thousand(quantity: str = "") -> dict[str, list[list[str]]]:
    """20,000 people, as many enrollments and 60,000 services."""
    chance = random.Random(5)

    def day() -> str:
        return (date(2023, 1, 1) + timedelta(days=chance.randrange(900))).isoformat()

    people = [[f"{at:06d}", f"Given{at % 900}", f"Family{at % 1500}", "2001-02-03", "Riverbend", "02139", "north"]
              for at in range(20_000)]  # fmt: skip
    stays = [[f"E{at}", f"{at:06d}", day(), "", "Main"] for at in range(20_000)]
    services = [
        [f"{chance.randrange(20_000):06d}", day(), "visit", quantity or str(chance.random()), "hours"]
        for _ in range(60_000)
    ]
    return {"participants": people, "enrollments": stays, "services": services}


def as_csv(tables: dict[str, list[list[str]]]) -> list[tuple[str, bytes]]:
    return [
        (f"{table}.csv", "".join(",".join(row) + "\n" for row in [COLUMNS[table], *rows]).encode())
        for table, rows in tables.items()
    ]


def as_xlsx(tables: dict[str, list[list[str]]]) -> list[tuple[str, bytes]]:
    stream = BytesIO()
    book = xlsxwriter.Workbook(stream)
    for table, rows in tables.items():
        page = book.add_worksheet(table)
        for at, row in enumerate([COLUMNS[table], *rows]):
            page.write_row(at, 0, row)
    book.close()
    return [("book.xlsx", stream.getvalue())]


def resident() -> float:
    """Megabytes this process holds."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 1e6


def measured(files: list[tuple[str, bytes]]) -> ReadRecords:
    before, started = resident(), time.process_time()
    read = read_records(files, today=TODAY)
    seconds, growth = time.process_time() - started, resident() - before
    print(
        f"{files[0][0]}: {sum(read.counts.values()):,} rows in {seconds:.1f} s of processor time, {growth:.0f} MB more"
    )
    assert seconds < SECONDS
    assert growth < MEGABYTES
    return read


def test_a_hundred_thousand_rows_of_csv_are_read_and_checked_in_seconds() -> None:
    read = measured(as_csv(hundred_thousand()))
    assert read.counts == {"participants": 20_000, "enrollments": 20_000, "services": 60_000}
    assert read.ok


@pytest.mark.slow
def test_a_hundred_thousand_rows_of_a_workbook_are_read_and_checked_in_seconds() -> None:
    read = measured(as_xlsx(hundred_thousand()))
    assert sum(read.counts.values()) == 100_000


@pytest.mark.slow
def test_sixty_thousand_faults_are_handed_back_within_a_minute() -> None:
    files = as_csv(hundred_thousand(quantity="(5)"))
    read = measured(files)
    assert len(read.findings) < 100
    started = time.process_time()
    content = marked_workbook(files, read)
    seconds = time.process_time() - started
    print(f"60,000 faults marked in {seconds:.1f} s of processor time, {len(content) / 1e6:.1f} MB")
    assert seconds < 60
