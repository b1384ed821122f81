"""Riverbend with its nine programs, and invented records of a few hundred people to submit to them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.cast import COMMAND_LINE

from groundswell.apps.packages.actions import load_package
from groundswell.apps.people.models import Community
from groundswell.engine.invented import InventedCommunity
from groundswell.exchange.package import read_package
from groundswell.exchange.package.model import Package

PROGRAM = "first-steps"


@pytest.fixture(scope="session")
def riverbend_package(repo: Path) -> Package:
    package, findings = read_package(repo / "examples" / "riverbend")
    assert package is not None, findings
    tables = {name: table for name, table in package.tables.items() if name not in ("observations", "revisions")}
    return Package(package.community, tables, package.indicators, package.measures, {}, (), {})


@pytest.fixture(scope="session")
def invented() -> InventedCommunity:
    return InventedCommunity(11, 900)


@pytest.fixture
def community(db: None, riverbend_package: Package, settings: Any, tmp_path: Path) -> Iterator[Community]:
    settings.HOME = tmp_path / "home"
    outcome = load_package(package=riverbend_package, by=COMMAND_LINE)
    assert outcome.is_done, outcome.findings
    yield Community.objects.get(public_id="riverbend")


@pytest.fixture(scope="session")
def files(invented: InventedCommunity, tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, bytes]]:
    """The four tables of one program, as CSV."""
    folder = tmp_path_factory.mktemp("records")
    return [(path.name, path.read_bytes()) for path in invented.write(folder, PROGRAM, format="csv")]
