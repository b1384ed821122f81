"""Riverbend with its nine programs, to submit invented records of a few hundred people to."""

from __future__ import annotations

import pytest

from groundswell.apps.people.models import Community


@pytest.fixture
def community(riverbend_for_records: Community) -> Community:
    return riverbend_for_records
