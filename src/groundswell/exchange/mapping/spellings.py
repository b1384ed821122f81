"""Spellings of places and groups: cleaned of what nobody sees, compared without case, and made into ids.

A publisher's spelling may hold direction marks, letters of zero width, or a Cyrillic letter among Latin ones. What can
be taken out in safety is; what only looks alike is told.
"""

import hashlib
import re
import unicodedata

_UNSEEN = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_NOT_IN_AN_ID = re.compile(r"[^a-z0-9]+")
_SPELLED_OUT = str.maketrans(
    {"&": " and ", "+": " plus ", "%": " percent ", "<": " under ", ">": " over ", "'": "", "\u2019": "", "\u02bc": ""}
    | {"ß": "ss", "æ": "ae", "ø": "o", "œ": "oe", "ð": "d", "þ": "th", "ł": "l", "đ": "d", "ı": "i"}
)
LONGEST_ID = 64


def cleaned(text: str) -> str:
    """The text in composed form, without unseen marks, blanks made single: NFC and NFD spellings become equal."""
    if text.isascii() and "  " not in text and text.isprintable():
        return text.strip()
    return " ".join(_CONTROL.sub(" ", _UNSEEN.sub("", unicodedata.normalize("NFC", text))).split())


def doubt_about(text: str) -> str:
    """What a reader should know of a spelling; "" where it is what it seems."""
    if text.isascii():
        return ""
    if _UNSEEN.search(text):
        return "holds marks that cannot be seen; they were taken out"
    for word in re.findall(r"[^\W\d_]+", text):
        scripts = {unicodedata.name(letter, "?").split()[0] for letter in word}
        if "LATIN" in scripts and scripts & {"CYRILLIC", "GREEK"}:
            return "mixes letters of two alphabets that look alike"
    return ""


def name_key(text: str) -> str:
    """What two spellings of one name have in common: case does not count, nor does the width of letters."""
    return unicodedata.normalize("NFKC", cleaned(text)).casefold()


def id_from(text: str, prefix: str) -> str:
    """An id made from a spelling, always the same: `São Paulo` becomes `sao-paulo`.

    Where letters are lost (other alphabets, very long names) a few digits of a digest keep ids apart; `prefix` begins
    an id of which nothing else would be left.
    """
    cased = cleaned(text).casefold().translate(_SPELLED_OUT)
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", cased) if not unicodedata.combining(sign))
    made = _NOT_IN_AN_ID.sub("-", plain).strip("-")
    lost = any(sign.isalpha() and not sign.isascii() for sign in plain)
    if made and not lost and len(made) <= LONGEST_ID:
        return made
    return with_digest(made or prefix, text)


def with_digest(made: str, text: str) -> str:
    """An id told apart from others by six digits of a digest of the spelling it came from."""
    digest = hashlib.sha256(cleaned(text).encode()).hexdigest()[:6]
    return f"{made[: LONGEST_ID - 7].strip('-')}-{digest}"
