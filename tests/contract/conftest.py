"""Riverbend in the test's database, read through the API as other programs read it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker
from tests.cast import COMMAND_LINE


@pytest.fixture(scope="module")
def riverbend(django_db_setup: None, django_db_blocker: DjangoDbBlocker, repo: Path) -> Iterator[str]:
    """The demo community, loaded once for all tests of a module; its id."""
    from tests.standing import standing

    from groundswell.apps.packages.actions import load_package
    from groundswell.exchange.package import read_package

    with standing(django_db_blocker):
        package, _ = read_package(repo / "examples" / "riverbend")
        assert package is not None
        outcome = load_package(package=package, by=COMMAND_LINE)
        assert outcome.is_done, outcome.findings
        yield "riverbend"


Get = Callable[..., Any]


@pytest.fixture
def get(riverbend: str, client: Client) -> Get:
    """Asks the API for a path, as the public."""

    def ask(path: str, **headers: str) -> Any:
        return client.get(f"/api/v1{path}", headers=headers)

    return ask
