"""Pages are made once for each version of the data.

The key of a kept page names the community's data version, today's date (rows may retire today) and the code that made
it, so a kept page is never wrong; it is only, one day, no longer asked for.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TypeVar

import django.core.cache
from django.utils import timezone

import groundswell
from groundswell.apps.people.actions import paused_collector
from groundswell.apps.people.models import Community

Page = TypeVar("Page")


@cache
def code_version() -> str:
    """A digest that changes with the code that makes pages."""
    root = Path(groundswell.__file__).parent
    files = sorted([*(root / "core").glob("*.py"), *(root / "apps").rglob("*.py")])
    facts = [(str(file.relative_to(root)), file.stat().st_size, file.stat().st_mtime_ns) for file in files]
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:16]


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
