"""The bytes of a package file as text: UTF-8, with or without a byte order mark, and nothing else.

Other encodings are not guessed at here, because a package is written by us or by people who were told; they are named,
with the place of the first byte that does not fit, so that the file can be saved again.
"""

from pathlib import Path

from groundswell.core.findings import Finding, error

_MARKS = ((b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16"))
FIX = "save the file as UTF-8"


def read_text(path: Path, name: str) -> tuple[str | None, list[Finding]]:
    """The text of one file, or None and why not; `name` is what findings call it."""
    try:
        content = path.read_bytes()
    except OSError as problem:
        return None, [
            error(f"cannot be read: {problem.strerror or problem}", "check the file and its permissions", file=name)
        ]
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return None, [error(f"is written in {encoding}", FIX, file=name)]
    if (nul := content.find(b"\x00")) >= 0:
        row = content.count(b"\n", 0, nul) + 1
        return None, [error("holds a NUL byte, which no text file does", FIX, file=name, row=row)]
    try:
        return content.decode("utf-8-sig"), []
    except UnicodeDecodeError as problem:
        return None, [_not_utf8(content, problem.start, name)]


def _not_utf8(content: bytes, at: int, name: str) -> Finding:
    row = content.count(b"\n", 0, at) + 1
    around = content[max(0, at - 12) : at + 12].decode("cp1252", "replace")
    shown = " ".join("".join(letter if letter.isprintable() else " " for letter in around).split())
    message = f"is not UTF-8: byte {at + 1} cannot be read; as Windows-1252 it would be around '{shown}'"
    return error(message, FIX, file=name, row=row)
