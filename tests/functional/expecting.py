"""What every page is expected to be, whatever it shows: without a finding of axe, and as wide as the window."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Only what is wrong is described at length: that takes half the time.
OPTIONS = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}


def expect_accessible(page: Any, *, unfolded: bool = False) -> None:
    """Axe finds nothing, by the rules of WCAG 2.2 AA and its best practices; `unfolded`: behind no summary either."""
    if unfolded:
        unfold(page)
    found = Axe().run(page, options=OPTIONS)
    assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"


def expect_no_scrolling_sideways(page: Any) -> None:
    """Everything fits into the width of the window."""
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url


def unfold(page: Any) -> None:
    """Open everything that waits behind its summary."""
    page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true })")
