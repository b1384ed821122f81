"""A community called Elmwood that stands, and people who keep it."""

from __future__ import annotations

import pytest
from tests.builders import package
from tests.cast import DATA_LEAD, appointed, person

from groundswell.apps.packages.actions import load_package
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import Actor, actor_of
from groundswell.core.roles import Role


@pytest.fixture
def community(db: None) -> Community:
    """Elmwood as its package has it."""
    load_package(package=package(), by=DATA_LEAD)
    return Community.objects.get()


@pytest.fixture
def steward(community: Community) -> Actor:
    """Somebody who keeps the whole community."""
    return actor_of(appointed(person("Stella"), community, Role.STEWARD))


@pytest.fixture
def manager(community: Community) -> Actor:
    """Somebody who keeps what is measured, and publishes nothing."""
    return actor_of(appointed(person("Mara"), community, Role.DATA_MANAGER))
