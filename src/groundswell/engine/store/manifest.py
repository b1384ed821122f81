"""What a part says of itself: its tables, their rows and columns, and digests to tell whether it is whole."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path

from groundswell.engine.store.faults import Fault, StoreError

FORMAT = 1
FILE = "manifest.json"
_DIGEST = re.compile(r"[0-9a-f]{8,128}")
_TABLE = re.compile(r"[a-z][a-z0-9_]{0,40}")


@dataclass(frozen=True, slots=True)
class StoredTable:
    """One table of a part: rows, columns with their types in DuckDB's words, and the SHA-256 of its file."""

    name: str
    rows: int
    columns: tuple[tuple[str, str], ...]
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """One part. `digest` names it; `rows_sha256` is what its writer said of its canonical rows, blank for nothing."""

    digest: str
    tables: tuple[StoredTable, ...]
    rows_sha256: str = ""
    format: int = FORMAT

    @property
    def rows(self) -> dict[str, int]:
        """How many rows each table has."""
        return {table.name: table.rows for table in self.tables}

    def as_text(self) -> str:
        """The manifest as its file holds it: the same for the same part."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True) + "\n"

    @classmethod
    def from_text(cls, text: str) -> Manifest:
        """Read back; raises StoreError where it is none, or of a format that this version does not know."""
        try:
            found = json.loads(text)
            tables = tuple(
                StoredTable(
                    checked_table(each["name"]),
                    int(each["rows"]),
                    tuple((str(name), str(kind)) for name, kind in each["columns"]),
                    str(each["sha256"]),
                )
                for each in found["tables"]
            )
            manifest = cls(checked_digest(found["digest"]), tables, str(found["rows_sha256"]), int(found["format"]))
        except (ValueError, KeyError, TypeError):
            raise StoreError("a stored part has a manifest that cannot be read", Fault.DAMAGED) from None
        if manifest.format != FORMAT:
            raise StoreError(f"a stored part has the format {manifest.format}; this is {FORMAT}", Fault.DAMAGED)
        return manifest


def checked_digest(digest: str) -> str:
    """The digest, which becomes the name of a folder; ValueError where it is not 8 to 128 hexadecimal digits."""
    if not _DIGEST.fullmatch(digest):
        raise ValueError("a digest is 8 to 128 hexadecimal digits, in small letters")
    return digest


def checked_table(name: str) -> str:
    if not _TABLE.fullmatch(name):
        raise ValueError("a table's name is small letters, digits and underscores")
    return name


def parts_folder(root: Path) -> Path:
    """Where the parts of a store lie."""
    return root / "parts"


def part_folder(root: Path, digest: str) -> Path:
    """Where a part lies, or would."""
    return parts_folder(root) / checked_digest(digest)[:2] / digest


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
