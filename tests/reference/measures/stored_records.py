"""Tables of rows stored as a part, as an accepted submission is."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import numpy as np

from groundswell.engine.measures.parts import Part
from groundswell.engine.store import part_folder, write_part


def stored(folder: Path, program_id: str, tables: dict[str, list[dict[str, Any]]], digest: str = "") -> Part:
    """A part beneath `folder`; columns are those that any row has."""
    own = hashlib.sha256(str(folder).encode()).hexdigest()
    write_part(folder, {name: _columns(rows) for name, rows in tables.items()}, digest=own)
    return Part(program_id, part_folder(folder, own), digest or folder.name)


def _columns(rows: list[dict[str, Any]]) -> dict[str, np.ndarray]:
    names = list(dict.fromkeys(name for row in rows for name in row))
    return {name: _texts([row.get(name) for row in rows]) for name in names}


def _texts(values: list[Any]) -> np.ndarray:
    made = np.empty(len(values), dtype=object)
    made[:] = [None if value is None else repr(value) if isinstance(value, float) else str(value) for value in values]
    return made
