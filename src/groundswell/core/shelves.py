"""Where what was made lately is kept in memory, up to a limit.

What is kept stands under a key with the version of what it was made of: asked for at another version it is gone, so
nothing stale is handed out, and a new version takes the place of the old one instead of standing beside it.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Generic, TypeVar

Kept = TypeVar("Kept")


class Shelf(Generic[Kept]):
    """Things of a kind, the ones asked for last; safe to be used by many threads at once."""

    def __init__(self, most: int) -> None:
        """`most` is the sum of sizes that fits, in whatever unit `keep` is told."""
        self._things: OrderedDict[Hashable, tuple[Hashable, Kept, int]] = OrderedDict()
        self._most = most
        self._lock = Lock()
        self.size = 0

    def of(self, key: Hashable, version: Hashable) -> Kept | None:
        """What stands under this key at this version; None where nothing does."""
        with self._lock:
            found = self._things.get(key)
            if found is None or found[0] != version:
                return None
            self._things.move_to_end(key)
            return found[1]

    def keep(self, key: Hashable, version: Hashable, thing: Kept, size: int) -> None:
        """Put something on the shelf in place of what stood under its key; the longest unasked for make room.

        What does not fit by itself is not kept.
        """
        with self._lock:
            self._drop(key)
            if size > self._most:
                return
            self._things[key] = (version, thing, size)
            self.size += size
            while self.size > self._most:
                self._drop(next(iter(self._things)))

    def clear(self) -> None:
        """Keep nothing."""
        with self._lock:
            self._things.clear()
            self.size = 0

    def _drop(self, key: Hashable) -> None:
        found = self._things.pop(key, None)
        self.size -= found[2] if found else 0
