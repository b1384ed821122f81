"""Names as they are compared: one form for one name, however it was typed; its halves; the names it may be short for.

What was typed is not changed anywhere: this is how it is read. Short forms come from a list that others keep for
English; the Spanish ones are our own.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

NOT_NAMES = frozenset((
    "UNKNOWN", "UNK", "NONE", "NULL", "NA", "NAN", "ANONYMOUS", "ANON", "TEST", "REFUSED", "DECLINED", "BABY",
    "BABYBOY", "BABYGIRL", "BOY", "GIRL", "INFANT", "NEWBORN", "XXX", "XX", "TBD", "FNU", "LNU", "NONAME", "NOTGIVEN",
    "NOTKNOWN", "NOTPROVIDED",
))  # fmt: skip
_PARTICLES = frozenset((
    "DE", "DEL", "DELA", "LA", "LAS", "LOS", "VAN", "VON", "DER", "DEN", "DI", "DA", "DO", "DOS", "DU", "LE", "EL",
    "AL", "BIN", "ABU", "MC", "MAC", "ST", "SAN", "SANTA",
))  # fmt: skip
_SUFFIXES = {"JR": "JR", "JUNIOR": "JR", "II": "JR", "SR": "SR", "SENIOR": "SR", "I": "SR", "III": "III", "IV": "IV"}
_APART = re.compile(r"[\s\-_/.,]+")
_NOT_LETTERS = re.compile(r"[^\w]|[\d_]")
_SPANISH = """
JOSE PEPE|FRANCISCO PACO PANCHO FRANK|GUADALUPE LUPE LUPITA|IGNACIO NACHO|JESUS CHUY
ROSARIO CHAYO CHARO|EDUARDO LALO|MANUEL MANOLO MANNY|ENRIQUE QUIQUE KIKE|ANTONIO TONO TONY
ALBERTO BETO|ROBERTO BETO BOBBY|GUILLERMO MEMO WILLIAM|LUIS LUCHO|CONCEPCION CONCHA CONCHITA
DOLORES LOLA|ISABEL CHABELA ISA|TERESA TERE|MERCEDES MECHE|RAFAEL RAFA|RAMON MONCHO|SALVADOR CHAVA
SANTIAGO CHAGO|GRACIELA CHELA|CONSUELO CHELO|ROSA ROSITA|ANA ANITA|CARLOS CARLITOS CHARLIE
JUAN JUANITO|ALEJANDRO ALEX ALE|ALEJANDRA ALEX ALE|GABRIELA GABY|DANIELA DANI|MIGUEL MIKE MIGUELITO
PEDRO PETE|JORGE GEORGE|MARIA MARI
"""


def standard(text: str) -> str:
    """A name in capital letters without accents and signs, its parts joined by one blank; "" where it says no name.

    >>> standard(" José-Luis "), standard("O'Neil"), standard("de la Cruz"), standard("unknown")
    ('JOSE LUIS', 'ONEIL', 'DELACRUZ', '')
    """
    if text.isascii() and text.isalpha():
        whole = text.upper()
        return "" if whole in NOT_NAMES else whole
    plain = text if text.isascii() else unaccented(text)
    parts = [part for part in (_NOT_LETTERS.sub("", each) for each in _APART.split(plain.upper())) if part]
    while len(parts) > 1 and parts[-1] in ("JR", "SR", "II", "III", "IV"):
        parts.pop()
    joined: list[str] = []
    waiting = ""
    for part in parts:
        if part in _PARTICLES:
            waiting += part
        else:
            joined.append(waiting + part)
            waiting = ""
    if waiting:
        joined.append(waiting)
    return "" if "".join(joined) in NOT_NAMES else " ".join(joined)


def unaccented(text: str) -> str:
    """Letters without their accents: José as Jose, Łukasz as Lukasz."""
    split = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    return "".join(letter for letter in split if not unicodedata.combining(letter))


_LETTERS = str.maketrans({"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ß": "ss", "æ": "ae", "Æ": "AE"})


def suffix(text: str) -> str:
    """JR, SR, III, IV, or "" where there is none: what tells a father from the son who has his name.

    >>> suffix("Jr."), suffix("ii"), suffix("Dr")
    ('JR', 'JR', '')
    """
    return _SUFFIXES.get(_NOT_LETTERS.sub("", text.upper()), "")


def written_behind(name: str) -> str:
    """The suffix that was typed behind a surname, as in "Smith Jr"."""
    if name.isalpha():
        return ""
    parts = _APART.split(name.upper().strip(" ."))
    return suffix(parts[-1]) if len(parts) > 1 and len(parts[-1]) > 1 else ""


@cache
def _long_forms() -> dict[str, tuple[str, ...]]:
    """For each short form the names that it may stand for, in capital letters."""
    from nicknames import NickNamer

    found: dict[str, set[str]] = {}
    for short, long in NickNamer().canonical_lookup.items():
        found.setdefault(short.upper(), set()).update(each.upper() for each in long)
    for line in _SPANISH.replace("\n", "|").split("|"):
        long_form, *shorts = line.split() or [""]
        for short in shorts:
            found.setdefault(short, set()).add(long_form)
    return {short: tuple(sorted(long)) for short, long in found.items()}


def is_short(name: str) -> bool:
    """True where a name may stand for another."""
    return name in _long_forms()


def long_forms(name: str) -> tuple[str, ...]:
    """The names that this one may be short for, and itself first; of a name of two parts those of the first.

    >>> "ROBERT" in long_forms("BOB"), long_forms("JOSE LUIS")
    (True, ('JOSE',))
    """
    first = name.partition(" ")[0]
    return (first, *_long_forms().get(first, ()))


def halves(name: str) -> tuple[str, str]:
    """The first and the last part of a name of several; a name of one part is its own first.

    >>> halves("LOPEZ GARCIA"), halves("SMITH")
    (('LOPEZ', 'GARCIA'), ('SMITH', ''))
    """
    parts = name.split(" ")
    return parts[0], parts[-1] if len(parts) > 1 else ""
