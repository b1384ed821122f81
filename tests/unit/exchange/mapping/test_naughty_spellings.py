"""Names of places and groups as people really write them (methods.md A4, N1-N9): kept as text, ids never collide."""

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.exchange.mapping import Known, SourceReading, mapping_from, read_source
from groundswell.exchange.mapping.recognition import PlaceBook
from groundswell.exchange.mapping.spellings import cleaned, doubt_about, id_from, name_key

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
MAPPING = "indicator_id: a\nfile: a.csv\nperiod: {value: 2023}\nplace: {column: p}\nvalue: {column: v}\n"


def reading_of(folder: Path, *names: str) -> SourceReading:
    rows = "".join('"' + name.replace('"', '""') + f'",{number}\n' for number, name in enumerate(names))
    (folder / "a.csv").write_text("p,v\n" + rows, encoding="utf-8", newline="")
    mapping, _ = mapping_from(MAPPING, "a", "a.yaml")
    assert mapping is not None
    return read_source(mapping, folder=folder)


def test_n1_an_apostrophe_belongs_to_the_name(tmp_path: Path) -> None:
    place = reading_of(tmp_path, "O'Neil").places[0]
    assert (place.id, place.spelling) == ("oneil", "O'Neil")


def test_n2_composed_and_combining_letters_are_one_name(tmp_path: Path) -> None:
    nfc, nfd = unicodedata.normalize("NFC", "Nguyễn"), unicodedata.normalize("NFD", "Nguyễn")
    assert nfc != nfd
    assert name_key(nfc) == name_key(nfd)
    assert [place.id for place in reading_of(tmp_path, nfc).places] == ["nguyen"]
    assert [place.id for place in reading_of(tmp_path, nfd).places] == ["nguyen"]


def test_n3_n4_unseen_marks_are_taken_out_and_said(tmp_path: Path) -> None:
    for mark in ("\u202e", "\u200b", "\ufeff", "\u2066"):
        reading = reading_of(tmp_path, f"New{mark}port")
        assert reading.places[0].spelling == "Newport"
        assert "holds marks that cannot be seen; they were taken out" in str(reading.findings[0])


def test_n5_letters_of_two_alphabets_in_one_word_are_told(tmp_path: Path) -> None:
    reading = reading_of(tmp_path, "P\u0430ris")
    assert "mixes letters of two alphabets that look alike" in str(reading.findings[0])
    assert reading.places[0].id != "paris"
    assert doubt_about("Москва") == ""


def test_n7_n8_names_without_letters_and_names_of_300_letters_get_ids() -> None:
    for name in ("🏡🏡", "東京", "القاهرة", "x" * 300, "!!!"):
        made = id_from(name, "place")
        assert ID.fullmatch(made), name
        assert len(made) <= 64
    assert id_from("x" * 300, "place") != id_from("x" * 301, "place")
    assert id_from("東京", "place") != id_from("京都", "place")


@pytest.mark.parametrize("name", ["Null", "None", "NA", "True", "nan", "NO", "0"])
def test_n9_words_that_programs_take_for_something_else_are_names(tmp_path: Path, name: str) -> None:
    assert reading_of(tmp_path, name).places[0].spelling == name


def test_scripts_and_formulas_are_kept_as_text(tmp_path: Path) -> None:
    names = ("<script>alert(1)</script>", "=HYPERLINK(1)", "'; DROP TABLE places; --", "../../etc/passwd")
    reading = reading_of(tmp_path, *names)
    assert [place.spelling for place in reading.places] == list(names)
    assert all(ID.fullmatch(place.id) for place in reading.places)


@given(st.lists(st.text(min_size=1, max_size=40), min_size=1, max_size=20, unique_by=name_key))
def test_different_names_never_share_an_id(names: list[str]) -> None:
    book = PlaceBook(None, Known())
    decided = [book.decide(name) for name in names if cleaned(name)]
    ids = [each.id for each in decided if not each.skipped]
    assert len(ids) == len(set(ids))
    assert all(ID.fullmatch(each) and len(each) <= 64 for each in ids)
