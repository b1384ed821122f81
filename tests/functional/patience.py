"""What a person does without thinking about it: after a click that leads somewhere, wait until the page is there.

Playwright waits until the next page has begun, and no longer: what is asked of it then may find half a page, or none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

ACTIONS = ("click", "press", "check", "select_option")  # a page may follow each of them
BUSY_MACHINE = 30_000  # milliseconds: a machine that tests other things too is slow, not broken


@contextmanager
def patience() -> Iterator[None]:
    """Every action of a page ends when the page that it led to stands, and nothing is given up before its time."""
    expect.set_options(timeout=BUSY_MACHINE)
    with pytest.MonkeyPatch.context() as patch:
        for kind in (Locator, Page):
            for name in ACTIONS:
                patch.setattr(kind, name, _until_loaded(getattr(kind, name)))
        yield


def _until_loaded(act: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(act)
    def acting(on: Any, *told: Any, **wishes: Any) -> Any:
        done = act(on, *told, **wishes)
        page = on if isinstance(on, Page) else on.page
        page.wait_for_load_state()
        return done

    return acting
