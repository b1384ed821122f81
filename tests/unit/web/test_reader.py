"""Who reads: the owner only at the machine itself, by its own name, without a proxy between."""

import pytest
from django.test import RequestFactory, override_settings

from groundswell.web.reader import reader_of


def reader(*, owner: bool = True, address: str = "127.0.0.1", host: str = "localhost:8000", **meta: str) -> str:
    request = RequestFactory().get("/", REMOTE_ADDR=address, HTTP_HOST=host, **meta)
    with override_settings(OWNER_ON_LOOPBACK=owner, ALLOWED_HOSTS=["*"]):
        return reader_of(request)


@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "127.0.0.1:8000", "[::1]:8000", "[::1]"])
def test_the_person_at_the_machine_is_the_owner(host: str) -> None:
    assert reader(host=host) == "owner"
    assert reader(host=host, address="::1") == "owner"


def test_nobody_is_the_owner_of_an_installation_open_to_others() -> None:
    assert reader(owner=False) == "public"


@pytest.mark.parametrize("address", ["203.0.113.9", "", "not an address"])
def test_a_request_from_another_machine_is_the_public_s(address: str) -> None:
    assert reader(address=address) == "public"


PROXY_HEADERS = [
    *("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST", "HTTP_FORWARDED", "HTTP_VIA"),
    *("HTTP_X_REAL_IP", "HTTP_CF_CONNECTING_IP", "HTTP_TRUE_CLIENT_IP"),
]


@pytest.mark.parametrize("header", PROXY_HEADERS)
def test_a_request_through_a_proxy_is_the_public_s(header: str) -> None:
    assert reader(**{header: "127.0.0.1"}) == "public"


def test_a_stranger_s_name_for_this_machine_is_the_public_s() -> None:
    assert reader(host="attacker.example:8000") == "public"


def test_a_proxy_that_says_nothing_of_itself_is_known_by_its_old_protocol() -> None:
    assert reader(SERVER_PROTOCOL="HTTP/1.0") == "public"
