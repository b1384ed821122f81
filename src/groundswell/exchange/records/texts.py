"""Texts and ids: letters in one form, nothing in them that nobody sees, and ids as they were given out.

O'Neil, Null, None and a name of three hundred letters are names. What a spreadsheet did to an id (1.2E+18, 1234.0, a
date made of 3-4) cannot be undone here and is told; leading zeros are part of an id and stay.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from groundswell.core.findings import Severity
from groundswell.exchange.records.wrongs import Wrong

LONGEST_TEXT = 1_000  # characters
LONGEST_ID = 200
_STEERING = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_UNSEEN = re.compile(f"[\u00ad\u180e\u200b\u2060-\u2064\ufeff\ufff9-\ufffb{_STEERING}]")
# The joiners belong to emoji and to several scripts; between Latin letters and digits they only hide.
_JOINERS = re.compile("(?<=[\x20-\u024f])[\u200c\u200d]+|[\u200c\u200d]+(?=[\x20-\u024f])|^[\u200c\u200d]+")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
_ERROR_CELL = re.compile(r"#(DIV/0!|REF!|N/A|NAME\?|NULL!|NUM!|VALUE!|SPILL!|CALC!|#+)", re.IGNORECASE)
_SCIENTIFIC = re.compile(r"[+-]?\d(?:(?:[.,]\d+)?[eE]\+|[.,]\d+[eE])\d{1,3}", re.ASCII)
_WHOLE_FLOAT = re.compile(r"\d+\.0+", re.ASCII)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?: \d{2}:\d{2}:\d{2})?", re.ASCII)

ERROR_CELL = Wrong(
    "error_cell", "the cell shows an error of the spreadsheet", "mend the formula, or type in what it should show"
)
_MARKS = Wrong(
    "unseen_marks",
    "the cell holds marks that nobody sees or that turn the direction of writing; they are taken out",
    "type the text in anew, if it looks wrong",
    Severity.WARNING,
)
_CONTROLS = Wrong(
    "control_signs", "the cell holds control signs; they are taken out", "type the text in anew", Severity.WARNING
)
_LOST = Wrong(
    "lost_letters",
    "letters of the cell were lost before it came here (� stands for them)",
    "type the text in anew, or export the file as UTF-8",
    Severity.WARNING,
)
_LONG = Wrong("too_long", f"the cell holds more than {LONGEST_TEXT:,} characters", "shorten it")
_LONG_ID = Wrong("too_long", f"the cell holds more than {LONGEST_ID} characters, which no id has", "shorten it")
_POWERS = Wrong(
    "scientific_id",
    "a spreadsheet has turned the id into a power of ten, and its last digits are lost",
    "format the column as text, and fill in the id again from where it was given out",
)
_FLOAT = Wrong(
    "decimal_id",
    "the id is a number with a decimal point, as programs write a number they computed with",
    "export the column as text, so that ids stay what they are",
)
_DATED = Wrong(
    "dated_id",
    "the id looks like a date, as a spreadsheet makes it of an id such as 3-4",
    "format the column as text, and fill in the id again, if it is no date",
    Severity.WARNING,
)


@dataclass(slots=True)
class TextsRead:
    """Texts beside the cells, "" for blanks and for what cannot be read."""

    texts: list[str]
    wrong: dict[str, Wrong] = field(default_factory=dict)


def read_texts(cells: Sequence[str]) -> TextsRead:
    """Texts in composed form (NFC), with single blanks, free of unseen marks."""
    return _read(cells, LONGEST_TEXT, _LONG)


def read_ids(cells: Sequence[str]) -> TextsRead:
    """Ids letter by letter; those that a spreadsheet has damaged are told and left blank."""
    read = _read(cells, LONGEST_ID, _LONG_ID)
    for text in dict.fromkeys(cells):
        if wrong := _damage(text):
            read.wrong[text] = wrong
    broken = {text for text, wrong in read.wrong.items() if wrong.severity is Severity.ERROR}
    if broken:
        read.texts = ["" if cell in broken else text for cell, text in zip(cells, read.texts, strict=True)]
    return read


def _damage(text: str) -> Wrong | None:
    if text.isalnum() and not ("E" in text or "e" in text):
        return None
    if _SCIENTIFIC.fullmatch(text):
        return _POWERS
    if _WHOLE_FLOAT.fullmatch(text):
        return _FLOAT
    return _DATED if _DATE.fullmatch(text) else None


def _read(cells: Sequence[str], longest: int, too_long: Wrong) -> TextsRead:
    read = TextsRead([])
    texts: dict[str, str] = {}
    for cell in dict.fromkeys(cells):
        if len(cell) <= longest and cell.isascii() and cell.isprintable() and "  " not in cell and cell[:1] != "#":
            texts[cell] = cell
            continue
        texts[cell], wrong = cleaned(cell, longest, too_long)
        if wrong:
            read.wrong[cell] = wrong
    read.texts = [texts[cell] for cell in cells]
    return read


def cleaned(text: str, longest: int = LONGEST_TEXT, too_long: Wrong = _LONG) -> tuple[str, Wrong | None]:
    """The text as it is kept, and what is worth saying of it.

    >>> cleaned("Nguye\u0302\u0303n"), cleaned("Null")[0]
    (('Nguyễn', None), 'Null')
    """
    if _ERROR_CELL.fullmatch(text):
        return "", ERROR_CELL
    if len(text) > longest:
        return "", too_long
    wrong = None
    kept = " ".join(unicodedata.normalize("NFC", text).split())
    if _UNSEEN.search(kept) or _JOINERS.search(kept):
        kept, wrong = _JOINERS.sub("", _UNSEEN.sub("", kept)), _MARKS
    if _CONTROL.search(kept):
        kept, wrong = _CONTROL.sub("", kept), _CONTROLS
    if "\ufffd" in kept:
        wrong = _LOST
    return unicodedata.normalize("NFC", " ".join(kept.split())), wrong
