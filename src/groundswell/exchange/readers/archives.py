"""Guards on a ZIP container (XLSX, ODS), all of them before anything in it is parsed.

A workbook of half a megabyte can unfold into gigabytes, hold another archive, lie about its sizes or smuggle entities
into its XML. The list of contents is judged first; then every part is unfolded once, counted, and thrown away.
"""

import re
import zipfile
import zlib
from io import BytesIO

from groundswell.exchange.tables import Limits

_ARCHIVES = (b"PK\x03\x04", b"\x1f\x8b\x08", b"7z\xbc\xaf", b"Rar!")
_ARCHIVE_NAMES = re.compile(r"\.(zip|xlsx|xlsm|xlsb|ods|docx|pptx|jar|gz|7z|rar|tar)$", re.IGNORECASE)
_DRIVE = re.compile(r"^[A-Za-z]:")
_XML_NAMES = (".xml", ".rels", ".vml")
_PROLOG_BYTES = 64 * 1024
_STEP = 256 * 1024
_SYMLINK = 0o120000


def open_archive(content: bytes, limits: Limits) -> zipfile.ZipFile:
    """The archive, once it is known to be harmless. Raises ValueError with the reason where it is not."""
    try:
        archive = zipfile.ZipFile(BytesIO(content))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError) as problem:
        raise ValueError("the workbook is damaged: its list of contents cannot be read") from problem
    entries = archive.infolist()
    _judge_sizes(entries, limits)
    for entry in entries:
        _judge_entry(entry)
    _judge_overlaps(entries)
    for entry in entries:
        _unfold(content, entry)
    return archive


def _judge_sizes(entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(entries) > limits.archive_entries:
        raise ValueError(f"the workbook holds {len(entries):,} parts, more than {limits.archive_entries:,}")
    for entry in entries:
        if entry.file_size > limits.entry_bytes:
            raise ValueError(
                f"a part of the workbook unfolds to {_megabytes(entry.file_size)}, "
                f"more than {_megabytes(limits.entry_bytes)}"
            )
        if entry.file_size > limits.compression_ratio * max(entry.compress_size, 1) and entry.file_size > 100_000:
            raise ValueError(
                f"a part of the workbook is packed more than {limits.compression_ratio} to 1, as only a trap is"
            )
    total = sum(entry.file_size for entry in entries)
    if total > limits.archive_bytes:
        raise ValueError(f"the workbook unfolds to {_megabytes(total)}, more than {_megabytes(limits.archive_bytes)}")


def _megabytes(size: int) -> str:
    return f"{size / 1024 / 1024:,.0f} MB"


def _judge_entry(entry: zipfile.ZipInfo) -> None:
    name = entry.filename.replace("\\", "/")
    if name.startswith("/") or _DRIVE.match(name) or ".." in name.split("/"):
        raise ValueError(f"a part of the workbook is named {entry.filename[:60]!r}, which points outside of it")
    if (entry.external_attr >> 16) & 0o170000 == _SYMLINK:
        raise ValueError("a part of the workbook is a link to another file")
    if entry.flag_bits & 0x1:
        raise ValueError("the workbook is protected by a password")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise ValueError("the workbook is packed in an unusual way")
    if _ARCHIVE_NAMES.search(name):
        raise ValueError(f"the workbook holds another archive ({entry.filename[:60]!r})")


def _judge_overlaps(entries: list[zipfile.ZipInfo]) -> None:
    """Parts that share their bytes are a trap: one small piece counted a thousand times."""
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.header_offset < end:
            raise ValueError("parts of the workbook overlap, as only in a trap")
        end = entry.header_offset + 30 + len(entry.orig_filename.encode()) + entry.compress_size


def _unfold(content: bytes, entry: zipfile.ZipInfo) -> None:
    """Unfold a part without keeping it: it must be as long as it says, no archive, and without entities."""
    start = _start_of_data(content, entry)
    packed = content[start : start + entry.compress_size]
    opening, size = _opening_and_size(packed, entry)
    if size > entry.file_size:
        raise ValueError("a part of the workbook is longer than it says, as only in a trap")
    if opening.startswith(_ARCHIVES):
        raise ValueError(f"the workbook holds another archive ({entry.filename[:60]!r})")
    if entry.filename.lower().endswith(_XML_NAMES):
        _judge_prolog(opening)


def _start_of_data(content: bytes, entry: zipfile.ZipInfo) -> int:
    head = content[entry.header_offset : entry.header_offset + 30]
    if len(head) < 30 or not head.startswith(b"PK\x03\x04"):
        raise ValueError("the workbook is damaged: a part is not where it should be")
    return entry.header_offset + 30 + int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")


def _opening_and_size(packed: bytes, entry: zipfile.ZipInfo) -> tuple[bytes, int]:
    if entry.compress_type == zipfile.ZIP_STORED:
        return packed[:_PROLOG_BYTES], len(packed)
    unfolding = zlib.decompressobj(-15)
    opening, size = b"", 0
    try:
        while packed and size <= entry.file_size:
            piece = unfolding.decompress(packed, _STEP)
            opening = opening + piece[: _PROLOG_BYTES - len(opening)] if len(opening) < _PROLOG_BYTES else opening
            size += len(piece)
            packed = unfolding.unconsumed_tail
    except zlib.error as problem:
        raise ValueError("the workbook is damaged: a part cannot be unfolded") from problem
    return opening, size


def _judge_prolog(opening: bytes) -> None:
    """An XML part may not declare anything: entities and document types have no place in a workbook."""
    if opening.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in opening[:200]:
        raise ValueError("a part of the workbook is XML in an unusual encoding")
    if b"<!DOCTYPE" in opening or b"<!ENTITY" in opening:
        raise ValueError("a part of the workbook declares entities, as only in a trap")
    if len(opening) >= _PROLOG_BYTES and not re.search(rb"<[A-Za-z_]", opening):
        raise ValueError("a part of the workbook hides what it begins with")
