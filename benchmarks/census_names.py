"""The names of a census, as the packages `names` and `nicknames` bring them: for a million invented people.

Both are for benchmarks and for work on the engine alone; nothing of them is part of Groundswell.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib import import_module, util
from pathlib import Path

import numpy as np

from groundswell.engine.invented import NameList, NameLists

_RAREST = 0.0003  # per cent, for those names whose frequency is rounded to nothing


@cache
def census_names() -> NameLists:
    """88,799 surnames and 5,494 given names with their frequencies in the United States, and short forms; read once.

    Raises ImportError, with what to do, where the packages are not installed.
    """
    folder = _folder("names")
    lists = [_names(folder / name) for name in ("dist.all.last", "dist.female.first", "dist.male.first")]
    return NameLists(*lists, short_forms=_short_forms(_folder("nicknames") / "names.csv"))


def census_names_are_there() -> bool:
    """True where both packages are installed."""
    return all(util.find_spec(name) is not None for name in ("names", "nicknames"))


def _folder(name: str) -> Path:
    try:
        found = import_module(name).__file__
    except ImportError:
        raise ImportError(f"{name} is not installed; run: pip install groundswell[bench]", name=name) from None
    assert found is not None
    return Path(found).parent


def _names(path: Path) -> NameList:
    lines = [line.split() for line in path.read_text().splitlines()]
    rows = [line for line in lines if len(line) >= 2]
    return NameList([row[0].title() for row in rows], np.array([float(row[1]) + _RAREST for row in rows]))


def _short_forms(path: Path) -> dict[str, list[str]]:
    forms: dict[str, list[str]] = {}
    with path.open(newline="") as lines:
        for name, relation, other in csv.reader(lines):
            if relation.strip() == "has_nickname":
                forms.setdefault(name.strip().title(), []).append(other.strip().title())
    return forms
