"""The text of an encoding: what a provider sends in place of names, and how it is seen that it is whole.

`gs1-CHECK-BODY`: the version of the format with all its parameters, eight letters that everybody with the same secret
has alike, and 528 bytes as letters and digits. Nothing here knows the secret, or needs it.
"""

from __future__ import annotations

import binascii
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode

VERSION = "gs1"
CHECK_LETTERS = 8
BODY_BYTES = 528
BODY_LETTERS = 704  # base64 of 528 bytes
ENCODING_LETTERS = len(VERSION) + 1 + CHECK_LETTERS + 1 + BODY_LETTERS

_LETTERS = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)
_OTHER_VERSION = re.compile(r"gs\d{1,4}-[A-Za-z0-9_-]+", re.ASCII)


def encoding_text(check: str, body: bytes) -> str:
    """The text of one record's encoding.

    >>> encoding_text("AAAAAAAA", bytes(528))[:20], len(encoding_text("AAAAAAAA", bytes(528))) == ENCODING_LETTERS
    ('gs1-AAAAAAAA-AAAAAAA', True)
    """
    return f"{VERSION}-{check}-{urlsafe_b64encode(body).decode()}"


def encoding_fault(text: str) -> str:
    """What is wrong with the text of an encoding: "" (nothing), "version" (of other parameters) or "damaged".

    >>> encoding_fault(encoding_text("AAAAAAAA", bytes(528)))
    ''
    >>> encoding_fault("gs7-AAAAAAAA-AA"), encoding_fault("Smith")
    ('version', 'damaged')
    """
    if not text.startswith(f"{VERSION}-"):
        return "version" if _OTHER_VERSION.fullmatch(text) else "damaged"
    whole = len(text) == ENCODING_LETTERS and _LETTERS.fullmatch(text) and text[-BODY_LETTERS - 1] == "-"
    return "" if whole else "damaged"


def encoding_check(text: str) -> str:
    """The letters that tell one secret from another, of an encoding without faults."""
    return text[len(VERSION) + 1 : len(VERSION) + 1 + CHECK_LETTERS]


def encoding_body(text: str) -> bytes:
    """The bytes of an encoding without faults. Raises ValueError where it has one."""
    if encoding_fault(text):
        raise ValueError("the text is no encoding")
    try:
        return urlsafe_b64decode(text[-BODY_LETTERS:])
    except binascii.Error as failure:
        raise ValueError("the text is no encoding") from failure
