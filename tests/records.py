"""Records of people for tests, and Riverbend with its programs to submit them to: without figures, quick to load."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pytest_django import DjangoDbBlocker

if TYPE_CHECKING:
    from groundswell.apps.people.models import Community
    from groundswell.engine.invented import InventedCommunity
    from groundswell.exchange.package.model import Package

RIVERBEND = Path(__file__).resolve().parents[1] / "examples" / "riverbend"
PROGRAM = "first-steps"
Files = list[tuple[str, bytes]]


def slim_riverbend() -> Package:
    """The demo community with its nine programs, without observations, stories and sources."""
    from groundswell.exchange.package import read_package
    from groundswell.exchange.package.model import Package

    package, findings = read_package(RIVERBEND)
    assert package is not None, findings
    tables = {name: table for name, table in package.tables.items() if name not in ("observations", "revisions")}
    return Package(package.community, tables, package.indicators, package.measures, {}, (), {})


def as_csv(rows: Iterable[Sequence[str]]) -> bytes:
    """Rows as a program would send them."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()


def rows_in(content: bytes) -> list[list[str]]:
    """The rows of a file, its headings first."""
    return list(csv.reader(io.StringIO(content.decode())))


def among(files: Files, years: set[str]) -> Files:
    """The services and outcomes of some years, with all participants and enrollments."""
    found = []
    for name, content in files:
        rows = rows_in(content)
        at = rows[0].index("date") if "date" in rows[0] else None
        found.append((name, as_csv([rows[0], *(row for row in rows[1:] if at is None or row[at][:4] in years)])))
    return found


@pytest.fixture(scope="session")
def invented() -> InventedCommunity:
    """A few hundred people who are nobody."""
    from groundswell.engine.invented import InventedCommunity

    return InventedCommunity(11, 900)


@pytest.fixture(scope="session")
def files(invented: InventedCommunity, tmp_path_factory: pytest.TempPathFactory) -> Files:
    """The four tables of one program, as CSV."""
    folder = tmp_path_factory.mktemp("records")
    return [(path.name, path.read_bytes()) for path in invented.write(folder, PROGRAM, format="csv")]


@pytest.fixture(scope="session")
def faulty(invented: InventedCommunity) -> Files:
    """The same with thirty-seven mistakes."""
    from groundswell.engine.invented import plant

    return [(f"{name}.csv", as_csv(rows)) for name, rows in plant(invented.records(PROGRAM)).tables.items()]


@pytest.fixture(scope="module")
def programs_of_riverbend(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Riverbend's programs stand for all tests of a module."""
    from tests.cast import COMMAND_LINE
    from tests.standing import standing

    from groundswell.apps.packages.actions import load_package

    with standing(django_db_blocker):
        outcome = load_package(package=slim_riverbend(), by=COMMAND_LINE)
        assert outcome.is_done, outcome.findings
        yield


@pytest.fixture
def riverbend_for_records(programs_of_riverbend: None, db: None, settings: Any, tmp_path: Path) -> Community:
    """Riverbend; what is submitted to it is kept in a home of the test's own."""
    from groundswell.apps.people.models import Community

    settings.HOME = tmp_path / "home"
    return Community.objects.get(public_id="riverbend")
