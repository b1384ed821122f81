"""Riverbend with its nine programs, to submit invented records of a few hundred people to."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.connections import standing_connections

from groundswell.apps.people.models import Community


@pytest.fixture
def community(riverbend_for_records: Community) -> Community:
    return riverbend_for_records


@pytest.fixture(scope="module", autouse=True)
def _standing_connections() -> Iterator[None]:
    with standing_connections():
        yield
