"""The pictures in the README and the documentation are taken here, from the pages as they are."""

import os
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser
PICTURES = {
    "scorecard": "/riverbend/",
    "indicator": "/riverbend/indicators/kindergarten-readiness/",
}


@pytest.mark.parametrize("name", PICTURES)
def test_the_documentation_shows_the_pages_as_they_are(repo: Path, tmp_path: Path, visitor: Any, name: str) -> None:
    """GROUNDSWELL_PICTURES=1 renews the pictures; otherwise they only have to be there and can be taken."""
    kept = repo / "docs" / "images" / f"{name}.png"
    is_wanted = bool(os.environ.get("GROUNDSWELL_PICTURES")) or not kept.exists()
    taken = kept if is_wanted else tmp_path / kept.name
    taken.parent.mkdir(parents=True, exist_ok=True)
    page = visitor.open(PICTURES[name], height=1020, java_script_enabled=False)
    page.screenshot(path=str(taken))
    for picture in (kept, taken):
        assert picture.read_bytes().startswith(b"\x89PNG")
        assert picture.stat().st_size > 40_000
