"""The world of the authorization tests, made once for the tests of a module and never kept."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker
from tests.authorization.world import World, make_world

MEMORY = "django.core.cache.backends.locmem.LocMemCache"
CACHES = {name: {"BACKEND": MEMORY, "LOCATION": f"authorization-{name}"} for name in settings.CACHES}


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Three communities and everybody at their doors."""
    with django_db_blocker.unblock(), override_settings(CACHES=CACHES), transaction.atomic():
        for name in CACHES:
            caches[name].clear()
        yield make_world()
        transaction.set_rollback(True)
