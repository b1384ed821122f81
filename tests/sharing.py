"""Who runs what, where several workers share the tests: those that share something costly run in one worker."""

from typing import Any

import pytest

# What one worker makes once for many tests: a site with a browser, Riverbend behind the API, a home with Riverbend.
TOGETHER = ("tests/functional/", "tests/contract/", "tests/integration/cli/", "tests/integration/riverbend/")
# Folders whose modules make a world each, for all their tests.
BY_MODULE = (
    "tests/authorization/",
    "tests/integration/desk/",
    "tests/integration/grids/",
    "tests/integration/submissions/",
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
