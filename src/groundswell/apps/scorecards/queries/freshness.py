"""Pages are made once for each version of the data.

What is kept stands under the community's data version and today's date (rows may retire today), so it is never wrong;
it is only, one day, no longer asked for. It is kept in the server's memory and gone when the server ends.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import TYPE_CHECKING, TypeVar, cast

from django.utils import timezone

from groundswell.apps.people.models import Community
from groundswell.core.shelves import Shelf
from groundswell.exchange.collector import paused_collector

if TYPE_CHECKING:
    from groundswell.apps.indicators.models import Indicator
    from groundswell.apps.scorecards.queries.pages import IndicatorRow

Page = TypeVar("Page")
MOST_PAGES = 32  # as they come from the database; of fifty places each holds about a megabyte
MOST_ROWS = 2000  # each some twenty kilobytes


class KeptRows:
    """The latest verdicts of indicators, in memory: one that is edited is judged anew, and the others are not.

    A row depends on its indicator, and on the ground that all indicators of its community stand on; each has a version
    that is renewed in the transaction that changes it.
    """

    def __init__(self, most: int = MOST_ROWS) -> None:
        """`most` rows are kept, those asked for last."""
        self._rows: Shelf[IndicatorRow] = Shelf(most)
        self.judging = Lock()  # held by whoever judges: many who want the same do not make it many times

    def of(self, community: Community, indicator: Indicator, places: list[str]) -> dict[str, IndicatorRow] | None:
        """The rows at these places by place; None unless all of them are here."""
        version = row_version(community, indicator)
        rows = {place: self._rows.of((indicator.id, place), version) for place in places}
        return None if None in rows.values() else cast("dict[str, IndicatorRow]", rows)

    def keep(self, community: Community, indicator: Indicator, rows: dict[str, IndicatorRow]) -> None:
        """Keep rows by place."""
        version = row_version(community, indicator)
        for place, row in rows.items():
            self._rows.keep((indicator.id, place), version, row, 1)


def row_version(community: Community, indicator: Indicator) -> str:
    """What an indicator's row is made of: everybody's ground, its own numbers and words, and the day."""
    return f"{community.ground_version} {indicator.id.hex} {indicator.data_version} {timezone.localdate()}"


kept_rows = KeptRows()
_pages: Shelf[object] = Shelf(MOST_PAGES)


def kept(community: Community, name: str, make: Callable[[], Page]) -> Page:
    """The page kept under this name for the data as it stands, made now where there is none."""
    key, version = (community.id, name), (community.data_version, timezone.localdate())
    found = cast("Page | None", _pages.of(key, version))
    if found is not None:
        return found
    with paused_collector():
        page = make()
    if page is not None:
        _pages.keep(key, version, page, 1)
    return page
