"""A community at its desk: Elmwood, and whoever sits down there signed in."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker
from tests import cast
from tests.builders import package, story
from tests.standing import standing

from groundswell.apps.packages.actions import load_package
from groundswell.apps.people.models import Community


@pytest.fixture(scope="module")
def elmwood_stands(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Two places, two groups, one result, one indicator, one organization, one story."""
    with standing(django_db_blocker):
        load_package(package=package(stories=[story("Absence rose when the bus line closed.")]), by=cast.DATA_LEAD)
        yield


@pytest.fixture
def elmwood(elmwood_stands: None, db: None) -> Community:
    """Elmwood, as its package has it."""
    return Community.objects.get(public_id="elmwood")


@pytest.fixture
def signed_in(elmwood: Community) -> Callable[..., Client]:
    """A browser of somebody in a role: `signed_in(cast.steward)`."""

    def make(role: Callable[..., Any], *args: Any, mark: str = "") -> Client:
        client = Client()
        client.force_login(
            role(elmwood, *args, mark=mark), backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        return client

    return make


@pytest.fixture
def sam(signed_in: Callable[..., Client]) -> Client:
    """Sam, the steward, at the desk."""
    return signed_in(cast.steward)


@pytest.fixture
def dora(signed_in: Callable[..., Client]) -> Client:
    """Dora, the data manager, at hers."""
    return signed_in(cast.data_manager)
