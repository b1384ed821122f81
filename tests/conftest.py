"""What every test may ask for."""

from pathlib import Path

import pytest

pytest_plugins = ["tests.network"]

REPO = Path(__file__).resolve().parents[1]
SHARED_DATA = REPO.parent / "shared" / "data"


@pytest.fixture(scope="session")
def repo() -> Path:
    """The top of the checkout."""
    return REPO


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Files other people published, beside the checkout; a test that needs them is skipped by name without."""
    if not SHARED_DATA.is_dir():
        pytest.skip("real data: ../shared/data is not beside the checkout")
    return SHARED_DATA
