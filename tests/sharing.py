"""Who runs what, where several workers share the tests: those that share something costly run in one worker."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

try:
    import fcntl
except ImportError:  # not on Windows
    fcntl = None  # type: ignore[assignment]

# What one worker makes once for many tests: Riverbend behind the API, a home with Riverbend.
TOGETHER = ("tests/contract/", "tests/integration/cli/", "tests/integration/riverbend/")
# Folders whose modules make a world each, for all their tests.
BY_MODULE = (
    "tests/authorization/",
    "tests/documentation/test_nothing_claims_a_cause.py",
    "tests/functional/",  # a browser, and a home with its server
    "tests/integration/desk/",
    "tests/integration/grids/",
    "tests/integration/programs/",
    "tests/integration/rooms/",
    "tests/integration/submissions/",
    "tests/integration/terms/",
    "tests/reference/measures/",
    "tests/unit/engine/",
)


def share_of(nodeid: str) -> str:
    """The folder or the module of tests that stay together, or the test alone."""
    if nodeid.startswith(BY_MODULE):
        return nodeid.partition("::")[0]
    return next((folder for folder in TOGETHER if nodeid.startswith(folder)), nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Hand out the largest shares first, then test by test to whoever is free."""
    from xdist.scheduler import LoadScopeScheduling

    class Sharing(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return share_of(nodeid)

    return Sharing(config, log)


def made_once(name: str, make: Callable[[Path], object], factory: pytest.TempPathFactory) -> Path:
    """A folder that one worker makes and all of them read; whoever comes while it is made waits for it."""
    if fcntl is None or "PYTEST_XDIST_WORKER" not in os.environ:
        return _made(factory.mktemp(name), make)
    among = factory.getbasetemp().parent
    made = among / name
    with (among / f"{name}.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            _made(factory.mktemp(name), make).rename(made)
    return made


def _made(folder: Path, make: Callable[[Path], object]) -> Path:
    make(folder)
    return folder
