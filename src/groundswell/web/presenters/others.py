"""Indicators that belong to no result: a page of fifty at a time, and found by their names."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext, ngettext

from groundswell.apps.scorecards.queries import CommunityFacts, IndicatorRow
from groundswell.web.presenters.rows import ScorecardRow, scorecard_row
from groundswell.web.presenters.writing import grouped

A_PAGE = 50


@dataclass(frozen=True, slots=True)
class PageLink:
    """A page of the list; without an address it is a gap between pages."""

    words: str
    address: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class OtherIndicators:
    """What is shown of them."""

    rows: tuple[ScorecardRow, ...]
    query: str
    words: str  # how many of how many are shown; blank where all are
    pages: tuple[PageLink, ...]
    is_searched: bool  # there are more than fit a page, so that a search is offered
    is_any: bool


def other_indicators(
    rows: Sequence[IndicatorRow], community: CommunityFacts, query: str, number: str
) -> OtherIndicators:
    """The page `number` (as it was asked for; anything else is the nearest there is) of those that `query` finds."""
    query = " ".join(query.split())
    found = [row for row in rows if _is_found(row, query)]
    page = Paginator(found, A_PAGE).get_page(number or 1)
    is_searched = len(rows) > A_PAGE
    return OtherIndicators(
        rows=tuple(scorecard_row(row, community) for row in page.object_list),
        query=query,
        words=_words(len(found), len(rows), page.start_index(), page.end_index(), query)
        if is_searched or query
        else "",
        pages=_links(page, query),
        is_searched=is_searched or bool(query),
        is_any=bool(rows),
    )


def _is_found(row: IndicatorRow, query: str) -> bool:
    """Every word stands somewhere in the name, id or publisher."""
    text = f"{row.name} {row.id} {row.publisher}".casefold()
    return all(word in text for word in query.casefold().split())


def _words(found: int, held: int, first: int, last: int, query: str) -> str:
    if not found:
        return gettext("None of the %(n)s indicators is called so.") % {"n": grouped(held)}
    said = {"first": grouped(first), "last": grouped(last), "n": grouped(found), "query": query}
    if query:
        return (
            ngettext(
                "%(first)s to %(last)s of %(n)s indicator with “%(query)s”.",
                "%(first)s to %(last)s of %(n)s indicators with “%(query)s”.",
                found,
            )
            % said
        )
    return gettext("%(first)s to %(last)s of %(n)s indicators.") % said


def _links(page: Page, query: str) -> tuple[PageLink, ...]:
    paginator = page.paginator
    if paginator.num_pages < 2:
        return ()
    numbers = paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return tuple(_link(number, page.number, query) for number in numbers)


def _link(number: int | str, current: int, query: str) -> PageLink:
    if not isinstance(number, int):
        return PageLink(str(number), "", False)
    asked = {"q": query, "page": "" if number == 1 else str(number)}
    said = urlencode({name: value for name, value in asked.items() if value})
    return PageLink(str(number), f"?{said}#others" if said else "?#others", number == current)
