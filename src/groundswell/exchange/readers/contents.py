"""What a file really is, judged by its first bytes and never by its name.

A web page saved as .xls, a Word document renamed .csv and a program renamed .xlsx are all met in practice; each is
refused by name with what to do instead.
"""

from enum import StrEnum


class Kind(StrEnum):
    """The kinds of file that are read."""

    TEXT = "text"
    ZIP = "zip"  # XLSX and ODS; which of them is seen inside
    OLE = "ole"  # XLS, and workbooks protected by a password


_REFUSED = (
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "compressed with gzip"),
    (b"BZh", "compressed with bzip2"),
    (b"\xfd7zXZ", "compressed with xz"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite format 3", "a SQLite database"),
    (b"{\\rtf", "a rich-text document"),
)
_MARKUP = ((b"<!doctype html", "a web page"), (b"<html", "a web page"), (b"<?xml", "XML"), (b"<workbook", "XML"))


def kind_of(content: bytes) -> Kind:
    """The kind of file that `content` is.

    Raises ValueError with words for it ("a PDF document") where it is none that is read.
    """
    if content.startswith(b"PK\x03\x04") or content.startswith(b"PK\x05\x06"):
        return Kind.ZIP
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return Kind.OLE
    for magic, words in _REFUSED:
        if content.startswith(magic):
            # A CSV whose first heading is "MZ..." is text: programs hold NULs within their first bytes.
            if magic == b"MZ" and b"\0" not in content[:512]:
                continue
            raise ValueError(words)
    opening = content[:512].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for magic, words in _MARKUP:
        if opening.startswith(magic):
            raise ValueError(words)
    return Kind.TEXT


def ole_words(content: bytes) -> str:
    """What an OLE container holds: "" for an old Excel workbook, else words for why it is not read."""
    if _named("EncryptedPackage") in content:
        return "protected by a password"
    if _named("WordDocument") in content:
        return "a Word document"
    if _named("PowerPoint Document") in content:
        return "a PowerPoint presentation"
    if _named("Workbook") in content or _named("Book") in content:
        return ""
    return "not a workbook"


def _named(stream: str) -> bytes:
    return stream.encode("utf-16-le")
