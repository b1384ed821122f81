"""Bytes to text. UTF-8 and UTF-16 are recognized; where a file is neither, the guess is said with a sample of what it
makes of the first doubtful letter, so that a person can see whether the guess is right.
"""

import codecs
import re

from groundswell.core.findings import Finding, error, warning

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_UTF8_LETTER = re.compile(rb"[\xc3-\xf4][\x80-\xbf]+")
_WORD_END = re.compile(rb"[\s,;|\"]")
_UNUSED_IN_CP1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")


def decode(
    content: bytes, name: str, encoding: str | None = None, *, quoting: bool = True
) -> tuple[str | None, list[Finding]]:
    """The text of `content`, and what was noticed; None where no text can be made of it.

    Line ends come out as a line feed each, whatever they were; `encoding` is used as said where it is given.
    Without `quoting`, findings show no sample: it might be somebody's name.
    """
    text, findings = _decode_as(content, name, encoding) if encoding else _decode_by_looking(content, name, quoting)
    if text is None:
        return None, findings
    text = text.removeprefix("\ufeff")
    if "\0" in text:
        row = _row_at(text, text.index("\0"))
        fix = "export the file again; it is damaged here, or is no text file"
        return None, [*findings, error("the file holds a NUL character", fix, file=name, row=row)]
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text, findings


def _decode_as(content: bytes, name: str, encoding: str) -> tuple[str | None, list[Finding]]:
    try:
        codec = codecs.lookup(encoding)
        if not codec._is_text_encoding:
            raise LookupError
    except LookupError:
        return None, [error(f"{encoding!r} is no encoding", "write utf-8, utf-16, cp1252 or latin-1", file=name)]
    try:
        return content.decode(encoding), []
    except UnicodeError as problem:
        position = problem.start if isinstance(problem, UnicodeDecodeError) else 0
        row = _row_at_byte(content, position)
        fix = "leave encoding out, and it is found by itself"
        return None, [error(f"the file is not {encoding}: a byte here is no letter in it", fix, file=name, row=row)]


def _decode_by_looking(content: bytes, name: str, quoting: bool) -> tuple[str | None, list[Finding]]:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _decode_as(content, name, encoding)
    if encoding_by_zeros := _utf16_without_mark(content):
        return _decode_as(content, name, encoding_by_zeros)
    try:
        return content.decode("utf-8"), []
    except UnicodeDecodeError as problem:
        return _decode_western(content, name, problem.start, quoting)


def _utf16_without_mark(content: bytes) -> str:
    """UTF-16 written without its mark: every other byte of the opening is zero."""
    opening = content[:2000]
    half = len(opening) // 2
    if half < 4:
        return ""
    if opening[1::2].count(0) > 0.7 * half and opening[::2].count(0) == 0:
        return "utf-16-le"
    if opening[::2].count(0) > 0.7 * half and opening[1::2].count(0) == 0:
        return "utf-16-be"
    return ""


def _decode_western(content: bytes, name: str, position: int, quoting: bool) -> tuple[str | None, list[Finding]]:
    row = _row_at_byte(content, position)
    elsewhere = _UTF8_LETTER.search(content)
    if elsewhere and _is_utf8(elsewhere.group()):
        other = _row_at_byte(content, elsewhere.start())
        words = f"two encodings are mixed: UTF-8 in row {other}, something else here"
        if quoting:
            words += f" ({_sample(content, position, 'cp1252')})"
        fix = "save the whole file as UTF-8, or say encoding: to read all of it in one"
        return None, [error(words, fix, file=name, row=row)]
    encoding = "latin-1" if _UNUSED_IN_CP1252.search(content) else "cp1252"
    words = f"the file is not UTF-8 and was read as {encoding}"
    if quoting:
        words += f", which makes this of it: {_sample(content, position, encoding)}"
    fix = "if that looks wrong, say encoding:, or save the file as UTF-8"
    return content.decode(encoding), [warning(words, fix, file=name, row=row)]


def _is_utf8(letters: bytes) -> bool:
    try:
        return bool(letters.decode("utf-8"))
    except UnicodeDecodeError:
        return False


def _sample(content: bytes, position: int, encoding: str) -> str:
    """The word around a doubtful byte."""
    before = _WORD_END.split(content[max(0, position - 20) : position])[-1]
    after = _WORD_END.split(content[position : position + 20])[0]
    return repr((before + after).decode(encoding, "replace"))


def _row_at_byte(content: bytes, position: int) -> int:
    before = content[:position]
    return (before.count(b"\n") or before.count(b"\r")) + 1


def _row_at(text: str, position: int) -> int:
    return (text.count("\n", 0, position) or text.count("\r", 0, position)) + 1
