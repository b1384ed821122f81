"""Elmwood, whose library owns one indicator, and people who sign in to it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker
from tests import cast
from tests.builders import indicator, package, series
from tests.cast import DATA_LEAD
from tests.standing import standing

from groundswell.apps.packages.actions import load_package
from groundswell.apps.people.models import Community, Organization, Person


@pytest.fixture(scope="module")
def elmwood_stands(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Twelve years of one indicator that the library owns, and one that nobody does."""
    indicators = {"k-readiness": indicator(owner="library"), "reading": indicator(name="Reading at grade level")}
    with standing(django_db_blocker):
        assert load_package(package=package(series(), indicators=indicators), by=DATA_LEAD).is_done
        yield


@pytest.fixture
def elmwood(elmwood_stands: None, db: None) -> Community:
    """Elmwood, as its package has it."""
    return Community.objects.get(public_id="elmwood")


@pytest.fixture
def signed_in() -> Callable[[Person], Client]:
    """A client that somebody signed in with."""

    def sign_in(who: Person) -> Client:
        client = Client()
        client.force_login(who)
        return client

    return sign_in


@pytest.fixture
def dora(elmwood: Community, signed_in: Callable[[Person], Client]) -> Client:
    """Dora keeps the data of the backbone."""
    return signed_in(cast.data_manager(elmwood))


@pytest.fixture
def pia(elmwood: Community, signed_in: Callable[[Person], Client]) -> Client:
    """Pia answers for the library."""
    return signed_in(cast.provider_data_manager(elmwood, Organization.objects.get(public_id="library")))


@pytest.fixture
def vic(elmwood: Community, signed_in: Callable[[Person], Client]) -> Client:
    """Vic only reads."""
    return signed_in(cast.viewer(elmwood))


@pytest.fixture
def mo(town: Community, signed_in: Callable[[Person], Client]) -> Client:
    """Mo speaks for the library at the table; `town` is the module's own."""
    return signed_in(cast.partner_member(town, Organization.objects.get(public_id="library")))


@pytest.fixture
def sam(town: Community, signed_in: Callable[[Person], Client]) -> Client:
    """Sam works for the backbone."""
    return signed_in(cast.steward(town))


class Form(dict[str, Any]):
    """What a browser would send back of a page's grid; a test types over it."""


@pytest.fixture
def form_of() -> Callable[[Any], Form]:
    """The inputs of the one form with a grid, as they stand on a page."""
    from tests.integration.grids.forms import form_in

    return lambda response: Form(form_in(response.content.decode()))
