"""What is counted so that nobody tries passwords without end.

Counts lie in one small file of the home folder. All processes that serve the home share them, a page that is kept does
not push them out, and whoever comes from many places cannot make the installation forget them. A power cut may.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache

_TABLE = "CREATE TABLE IF NOT EXISTS kept (name TEXT PRIMARY KEY, value TEXT NOT NULL, ends REAL) WITHOUT ROWID"
_PUT = "INSERT INTO kept VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value, ends = excluded.ends"
_ADD = f"{_PUT} WHERE kept.ends <= ?"  # nothing but these constants
_SWEEP_SECONDS = 600


class LimitsCache(BaseCache):
    """A cache for small values that JSON can write; `add` is atomic, and nothing is dropped before its time."""

    def __init__(self, location: str | Path, params: dict[str, Any]) -> None:
        super().__init__(params)
        self._location = str(location)
        self._swept = 0.0

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._location, timeout=10, isolation_level=None)) as connection:
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute(_TABLE)
            yield connection

    def _ends(self, timeout: Any) -> float | None:
        seconds = self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout
        return None if seconds is None else time.time() + seconds

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Put it there unless something is; True where it was put."""
        row = (self.make_and_validate_key(key, version), json.dumps(value), self._ends(timeout), time.time())
        with self._connection() as connection:
            return connection.execute(_ADD, row).rowcount == 1

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """What is there, and has not ended."""
        name = self.make_and_validate_key(key, version)
        with self._connection() as connection:
            row = connection.execute("SELECT value, ends FROM kept WHERE name = ?", (name,)).fetchone()
        return default if row is None or (row[1] is not None and row[1] <= time.time()) else json.loads(row[0])

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """Put it there whatever stood there before."""
        row = (self.make_and_validate_key(key, version), json.dumps(value), self._ends(timeout))
        with self._connection() as connection:
            connection.execute(_PUT, row)
            if time.monotonic() - self._swept > _SWEEP_SECONDS:
                connection.execute("DELETE FROM kept WHERE ends <= ?", (time.time(),))
                self._swept = time.monotonic()

    def touch(self, key: str, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Let it end later; False where there is none."""
        row = (self._ends(timeout), self.make_and_validate_key(key, version), time.time())
        with self._connection() as connection:
            return connection.execute("UPDATE kept SET ends = ? WHERE name = ? AND ends > ?", row).rowcount == 1

    def delete(self, key: str, version: int | None = None) -> bool:
        """Take it out."""
        with self._connection() as connection:
            found = connection.execute("DELETE FROM kept WHERE name = ?", (self.make_and_validate_key(key, version),))
            return found.rowcount == 1

    def clear(self) -> None:
        """Forget everything."""
        with self._connection() as connection:
            connection.execute("DELETE FROM kept")
