"""Every bad input of methods.md A4 that concerns records: a file as it arrives, and what is said about it.

C are tables of text, N names of people, Z workbooks. Lines that do not concern records: C22's infinities aside, C25,
C26 and C30 (shares and published values, which records do not hold), J (exports, pages and formulas).
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

import openpyxl

Files = list[tuple[str, bytes]]


@dataclass(frozen=True, slots=True)
class Bad:
    """Files of one line of the table; `says` stands in a finding. `row` and `column` are where it points, if anywhere.

    `is_taken` where it is read nevertheless: bad inputs that mean one thing only are read, and said to be.
    """

    files: Files
    says: str = ""
    row: int | None = None
    column: str = ""
    is_taken: bool = False


def people(text: str, encoding: str = "utf-8") -> Files:
    return [("participants.csv", text.encode(encoding))]


def services(*cells: str, column: str = "quantity") -> Files:
    """Services of one person whose one column holds these cells."""
    heads = "participant_id,date,service,quantity"
    lines = {
        "quantity": [f'1,2024-03-04,visit,"{cell}"' for cell in cells],
        "date": [f'1,"{cell}",visit,1' for cell in cells],
    }[column]
    return [("participants.csv", b"participant_id\n1\n"), ("services.csv", "\n".join([heads, *lines, ""]).encode())]


def born(*cells: str) -> Files:
    return people("participant_id,birth_date\n" + "".join(f"{at},{cell}\n" for at, cell in enumerate(cells)))


def named(name: str) -> Files:
    return people(f'participant_id,first_name,last_name\n1,"{name}",Lee\n')


def book(fill: Callable[[openpyxl.Workbook], None]) -> bytes:
    made = openpyxl.Workbook()
    made.active.title = "participants"
    made.active.append(["participant_id", "first_name"])
    made.active.append(["1", "Ana"])
    fill(made)
    stream = BytesIO()
    made.save(stream)
    return stream.getvalue()


def workbook(fill: Callable[[openpyxl.Workbook], None] = lambda made: None, name: str = "book.xlsx") -> Files:
    return [(name, book(fill))]


def archive(change: Callable[[zipfile.ZipFile], None], drop: str = "") -> Files:
    """A sound workbook with parts added to it, and perhaps one dropped."""
    stream = BytesIO()
    sound = BytesIO(book(lambda made: None))
    with zipfile.ZipFile(sound) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            if part != drop:
                new.writestr(part, old.read(part))
        change(new)
    return [("book.xlsx", stream.getvalue())]


def overlapping() -> Files:
    """Two entries of the list of contents that point at the same bytes."""
    content = bytearray(book(lambda made: None))
    first = content.find(b"PK\x01\x02")
    second = content.find(b"PK\x01\x02", first + 4)
    content[second + 42 : second + 46] = content[first + 42 : first + 46]
    return [("book.xlsx", bytes(content))]


def cells(*rows: list[object]) -> Files:
    def fill(made: openpyxl.Workbook) -> None:
        for row in rows:
            made.active.append(row)

    return workbook(fill)


TOTAL = b"participant_id,date,service,quantity\n1,2024-03-04,visit,412\nTotal,,,412\n"
LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600)
SHEET = "xl/worksheets/sheet1.xml"
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData/></worksheet>'
)

BAD: dict[str, Bad] = {
    "C1 an empty file": Bad(people(""), "the file is empty"),
    "C2 headings alone": Bad(people("participant_id,first_name\n"), "there are no rows"),
    "C3 a mark before the first heading": Bad(people("participant_id\n1\n", "utf-8-sig"), is_taken=True),
    "C4 two bytes for each letter": Bad(people("participant_id\n1\n", "utf-16"), is_taken=True),
    "C5 a Western file": Bad(people("participant_id,first_name\n1,José’s\n", "cp1252"), "cp1252", 2, is_taken=True),
    "C6 a Western file that could be another": Bad(
        people("participant_id,first_name\n1,André\n", "latin-1"), "say encoding", 2, is_taken=True
    ),
    "C7 two encodings in one file": Bad(
        [("participants.csv", "participant_id,first_name\n1,José\n".encode() + "2,José\n".encode("cp1252"))],
        "two encodings",
    ),
    "C8 a NUL": Bad(people("participant_id,first_name\n1,A\0na\n"), "NUL", 2),
    "C9 lines that end in CR alone": Bad(people("participant_id,first_name\r1,Ana\r2,Bo\r"), is_taken=True),
    "C10 a line break within a cell": Bad(people('participant_id,first_name\n1,"An\n""a"""\n'), is_taken=True),
    "C11 a quotation mark that is never closed": Bad(
        people('participant_id,first_name\n1,Al\n2,"Ana\n' + "".join(f"{at},Bo\n" for at in range(3, 99))),
        "never closed",
        3,
    ),
    "C12 semicolons": Bad(people("participant_id;first_name\n1;Ana\n"), is_taken=True),
    "C13 ragged rows": Bad(people("participant_id,first_name\n1,Ana,x\n"), "the row has 3 cells", 2),
    "C14 headings that stand twice": Bad(people("participant_id,DOB,dob \n1,2000-01-02,2000-01-02\n"), "DOB"),
    "C15 a column that every row needs is missing": Bad(people("first_name\nAna\n"), "participant_id"),
    "C15 a column that nobody asked for": Bad(people("participant_id,shoe size\n1,44\n"), "shoe size", is_taken=True),
    "C16 headings in another order": Bad(people("first_name,participant_id\nAna,1\n"), is_taken=True),
    "C17 a cell of a megabyte": Bad(people(f"participant_id,first_name\n1,{'a' * 1_050_000}\n"), "cell", 2),
    "C18 ten thousand columns": Bad(people("participant_id," + "x," * 10_000 + "y\n1\n"), "4,096"),
    "C20 a row of totals": Bad(
        [("participants.csv", b"participant_id\n1\n"), ("services.csv", TOTAL)], "looks like a total", 3, is_taken=True
    ),
    "C21 thousands set apart": Bad(services("1,234"), "sets thousands apart", 2, "quantity", is_taken=True),
    "C21 thousands with points": Bad(services("1.234,5"), "decimal comma", 2, "quantity"),
    "C21 a percentage": Bad(services("45%"), "percent", 2, "quantity"),
    "C21 a number in brackets": Bad(services("(5)"), "stands in brackets", 2, "quantity"),
    "C21 a number with an exponent": Bad(services("1e3"), is_taken=True),
    "C21 a nought below nought": Bad(services("-0"), is_taken=True),
    "C22 not a number": Bad(services("NaN"), "no finite number", 2, "quantity"),
    "C22 without end": Bad(services("Inf", "-inf"), "no finite number", 2, "quantity"),
    "C22 not available": Bad(services("N/A"), "a mark stands in place of the number", 2, "quantity"),
    "C22 divided by nought": Bad(services("#DIV/0!"), "an error of the spreadsheet", 2, "quantity"),
    "C22 a reference that is gone": Bad(services("#REF!"), "an error of the spreadsheet", 2, "quantity"),
    "C23 below nought": Bad(services("-3"), "is negative", 2, "quantity"),
    "C27 sure spellings beside each other": Bad(services("2024-03-04", "04-Mar-2024", column="date"), is_taken=True),
    "C27 days and months that could change places": Bad(
        services("03/04/2024", column="date"), "declare it in the column map", None, "date"
    ),
    "C27 a serial number": Bad(services("45355", column="date"), is_taken=True),
    "C27 a day that no calendar has": Bad(
        services("2024-02-30", column="date"), "the calendar has no such day", 2, "date"
    ),
    "C27 noughts": Bad(services("0000-00-00", column="date"), "made of zeros", 2, "date"),
    "C27 born tomorrow": Bad(born("2999-01-01"), "lies in the future", 2, "birth_date"),
    "C27 a hundred and thirty years old": Bad(
        born("1890-01-01"), "older than 120 years", 2, "birth_date", is_taken=True
    ),
    "C28 noughts before an id and a code": Bad(people("participant_id,postal_code\n007,02139\n"), is_taken=True),
    "C29 an id of nineteen digits": Bad(people("participant_id\n1234567890123456789\n"), is_taken=True),
    "C29 an id that a spreadsheet cut short": Bad(
        people("participant_id\n1.23457E+18\n"), "its last digits are lost", 2, "participant_id"
    ),
    "N1 an apostrophe": Bad(named("O'Neil"), is_taken=True),
    "N2 a decomposed letter": Bad(named("Nguye\u0302\u0303n"), is_taken=True),
    "N3 a mark that turns the direction": Bad(
        named("Ana\u202e"), "turn the direction of writing", 2, "first_name", is_taken=True
    ),
    "N4 a mark of no width": Bad(named("An\u200ba"), "marks that nobody sees", 2, "first_name", is_taken=True),
    "N5 a letter of another script": Bad(named("\u0410na"), is_taken=True),
    "N6 one name only": Bad(people("participant_id,first_name,last_name\n1,,Sukarno\n"), is_taken=True),
    "N7 a picture": Bad(named("Ana \U0001f600"), is_taken=True),
    "N8 three hundred letters": Bad(named("A" * 300), is_taken=True),
    "N9 words that look like nothing": Bad(
        people("participant_id,first_name,last_name\n1,Null,None\n2,NA,True\n"), is_taken=True
    ),
    "N10 no first name": Bad(named(""), is_taken=True),
    "N11 twins": Bad(
        people("participant_id,first_name,last_name,birth_date\n1,Ana,Lee,2001-02-03\n2,Bo,Lee,2001-02-03\n"),
        is_taken=True,
    ),
    "N12 a suffix": Bad(people("participant_id,last_name,suffix\n1,Lee,Jr.\n"), is_taken=True),
    "Z1 a bomb": Bad(archive(lambda new: new.writestr("xl/media/a.bin", bytes(60_000_000))), "unfolds to 57 MB"),
    "Z1 very many parts": Bad(
        archive(lambda new: [new.writestr(f"xl/media/{at}", b"") for at in range(1_100)] and None), "parts"
    ),
    "Z2 an archive within": Bad(archive(lambda new: new.writestr("xl/media/a.zip", b"PK\x03\x04")), "archive"),
    "Z3 parts that overlap": Bad(overlapping(), "overlap"),
    "Z4 a part that points outside": Bad(archive(lambda new: new.writestr("../../x", b"")), "points outside"),
    "Z5 entities": Bad(archive(lambda new: new.writestr(SHEET, LAUGHS), drop=SHEET), "entities"),
    "Z6 a program": Bad([("participants.xlsx", b"MZ" + bytes(600))], "is a program"),
    "Z6 a page": Bad([("participants.xlsx", b"<!doctype html><html><body>1</body></html>")], "is a web page"),
    "Z6 a document": Bad([("participants.csv", b"%PDF-1.4")], "PDF"),
    "Z7 a password": Bad([("participants.xlsx", LOCKED)], "protected by a password"),
    "Z8 macros": Bad(archive(lambda new: new.writestr("xl/vbaProject.bin", b"x")), "macro"),
    "Z9 a cell at the far corner": Bad(
        workbook(lambda made: made.active.cell(1_048_576, 3, "x") and None), is_taken=True
    ),
    "Z10 hidden rows": Bad(
        workbook(lambda made: made.active.row_dimensions.__getitem__(2).__setattr__("hidden", True)),
        "hidden",
        is_taken=True,
    ),
    "Z10 merged cells": Bad(workbook(lambda made: made.active.merge_cells("A2:A3")), "merged", is_taken=True),
    "Z11 a formula that was not computed": Bad(cells(["=1+1", "Bo"]), "formula", 3),
    "Z13 a cell that shows an error": Bad(cells(["2", "#REF!"]), "an error of the spreadsheet", 3, "first_name"),
    "Z14 a sheet whose name has special signs": Bad(
        workbook(lambda made: setattr(made.active, "title", "participants '!")), is_taken=True
    ),
}
