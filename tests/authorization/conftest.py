"""The world of the authorization tests, made once for the tests of a module and never kept."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.cache import caches
from django.test import override_settings
from pytest_django import DjangoDbBlocker
from tests.authorization.world import World, make_world
from tests.standing import standing

MEMORY = "django.core.cache.backends.locmem.LocMemCache"
CACHES = {name: {"BACKEND": MEMORY, "LOCATION": f"authorization-{name}"} for name in settings.CACHES}


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Three communities and everybody at their doors."""
    with standing(django_db_blocker), override_settings(CACHES=CACHES):
        for name in CACHES:
            caches[name].clear()
        yield make_world()
