"""Who reads: nobody is anybody by where they sit."""

import pytest
from django.test import RequestFactory

from groundswell.apps.people.queries import PUBLIC
from groundswell.web.reader import reader_of


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8000", "[::1]:8000"])
@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "203.0.113.9", ""])
def test_a_request_without_a_session_is_the_public_s_wherever_it_comes_from(host: str, address: str) -> None:
    request = RequestFactory().get("/", REMOTE_ADDR=address, headers={"host": host})
    assert reader_of(request) is PUBLIC
