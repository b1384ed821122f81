"""Pages are made once for each version of the data.

The key of a kept page names the community's data version, today's date (rows may retire today) and the code that made
it, so a kept page is never wrong; it is only, one day, no longer asked for.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, TypeVar, cast

import django.core.cache
from django.utils import timezone

import groundswell
from groundswell.apps.people.actions import paused_collector
from groundswell.apps.people.models import Community

if TYPE_CHECKING:
    from groundswell.apps.indicators.models import Indicator
    from groundswell.apps.scorecards.queries.pages import IndicatorRow

Page = TypeVar("Page")


@cache
def code_version() -> str:
    """A digest that changes with the code that makes pages."""
    root = Path(groundswell.__file__).parent
    files = sorted([*(root / "core").glob("*.py"), *(root / "apps").rglob("*.py")])
    facts = [(str(file.relative_to(root)), file.stat().st_size, file.stat().st_mtime_ns) for file in files]
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:16]


class KeptRows:
    """The latest verdicts of indicators, in memory: one that is edited is judged anew, and the others are not.

    A row depends on its indicator, and on the ground that all indicators of its community stand on; each has a version
    that is renewed in the transaction that changes it.
    """

    def __init__(self, most: int = 4000) -> None:
        """`most` rows are kept, those asked for last; each takes some twenty kilobytes."""
        self._rows: OrderedDict[tuple[object, ...], object] = OrderedDict()
        self._most = most
        self._lock = Lock()
        self.judging = Lock()  # held by whoever judges: many who want the same do not make it many times

    def of(self, community: Community, indicator: Indicator, places: list[str]) -> dict[str, IndicatorRow] | None:
        """The rows at these places by place; None unless all of them are here."""
        with self._lock:
            keys = {place: self._key(community, indicator, place) for place in places}
            if not all(key in self._rows for key in keys.values()):
                return None
            for key in keys.values():
                self._rows.move_to_end(key)
            return {place: cast("IndicatorRow", self._rows[key]) for place, key in keys.items()}

    def keep(self, community: Community, indicator: Indicator, rows: dict[str, IndicatorRow]) -> None:
        """Keep rows by place."""
        with self._lock:
            for place, row in rows.items():
                self._rows[self._key(community, indicator, place)] = row
            while len(self._rows) > self._most:
                self._rows.popitem(last=False)

    def _key(self, community: Community, indicator: Indicator, place: str) -> tuple[object, ...]:
        versions = (community.ground_version, indicator.id, indicator.data_version)
        return (community.id, *versions, timezone.localdate(), place)


kept_rows = KeptRows()


def kept(community: Community, name: str, make: Callable[[], Page]) -> Page:
    """The page kept under this name for the data as it stands, made now where there is none."""
    asked = repr((community.id.hex, community.data_version, timezone.localdate(), code_version(), name))
    key = f"page-{hashlib.sha256(asked.encode()).hexdigest()}"
    store = django.core.cache.caches["pages"]
    page = store.get(key)
    if page is None:
        with paused_collector():
            page = make()
        store.set(key, page)
    return page
