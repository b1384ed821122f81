"""DuckDB, made ready once for all that is asked of the parts of a store.

Making DuckDB ready takes as long as everything that is asked of it in a test of a few records. Whoever opens a
connection to parts of the same store, within the same limits, gets another connection to the DuckDB that is there:
hardened in the same way, able to read that store and nothing else, and without any of the tables that were made by
others. It works in one thread, since a few records are not worth sharing out. Tests of the engine itself open their
own, which reads the named parts alone.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MOST = 12  # that stand at a time


@contextmanager
def standing_connections() -> Iterator[None]:
    """While this lasts, what stands already is not made again."""
    from groundswell.engine import connection

    stands: OrderedDict[object, DuckDBPyConnection] = OrderedDict()
    opened = connection._opened

    def found(folders: Sequence[Path], memory_limit: str, _threads: int, spill: Path | None) -> DuckDBPyConnection:
        stores = sorted({folder.resolve().parents[1] for folder in folders})
        named = (tuple(stores), memory_limit, spill)
        if named not in stands:
            stands[named] = opened(stores, memory_limit, 1, spill)
        stands.move_to_end(named)
        if len(stands) > MOST:
            stands.popitem(last=False)[1].close()
        return stands[named].cursor()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connection, "_opened", found)
        yield
    for each in stands.values():
        each.close()
