"""What every page is expected to be, whatever it shows: without a finding of axe, and as wide as the window."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def expect_accessible(page: Any) -> None:
    """Axe finds nothing, by the rules of WCAG 2.2 AA and its best practices."""
    found = Axe().run(page, options={"runOnly": RULES})
    assert found.violations_count == 0, found.generate_report()


def expect_no_scrolling_sideways(page: Any) -> None:
    """Everything fits into the width of the window."""
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url
