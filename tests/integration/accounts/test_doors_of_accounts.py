"""Every address under /accounts/ answers in the dress of the house, and tells nobody who has an account."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from tests import cast
from tests.integration.accounts.conftest import signs_in

from groundswell.apps.people.models import Person
from groundswell.config.settings import mail_of, provider_of

pytestmark = pytest.mark.django_db
ARGUMENTS = {"secret": "made-up", "key": "made-up", "uidb36": "1", "provider_id": "provider", "pk": 1}


def _routes(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    for pattern in patterns:
        here = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern.url_patterns, here)
        else:
            yield here


def _addresses() -> list[str]:
    """Every address under /accounts/, from the resolver, with something in place of what varies."""
    import re

    found = []
    for route in _routes(get_resolver("groundswell.web.urls").url_patterns):
        if route.lstrip("^").startswith("accounts/") and "tokens" not in route:
            plain = re.sub(r"<(?:\w+:)?(\w+)>", lambda name: str(ARGUMENTS.get(name[1], "x")), route)
            plain = re.sub(r"\(\?P(\w[\w-]*)(?:\([^)]*\)|[^()])*\)", r"\1", plain)
            found.append("/" + re.sub(r"[\^$\\]", "", plain))
    return sorted(found)


def test_the_addresses_are_found() -> None:
    assert len(_addresses()) > 30
    assert "/accounts/password/reset/key/1-made-up/" in _addresses()


@pytest.mark.parametrize("address", _addresses())
def test_every_address_answers_in_our_dress_to_strangers_and_to_whoever_signed_in(dana: Person, address: str) -> None:
    signed_in = Client()
    signs_in(signed_in, dana)
    signed_in.post("/accounts/reauthenticate/", {"password": cast.PASSWORD})
    for client in (Client(), signed_in):
        for method in (client.get, client.post, client.put, client.delete):
            answer = method(address, follow=False)
            assert answer.status_code < 500, (address, method)
            page = answer.content.decode()
            if answer.status_code == 200 and "text/html" in answer.headers.get("Content-Type", ""):
                assert 'class="masthead"' in page, (address, method)
                assert "<style" not in page and 'style="' not in page and "onclick" not in page


def test_no_address_tells_a_stranger_whether_an_account_exists(dana: Person) -> None:
    for address, name in (("login", "login"), ("password/reset", "email")):
        pages = []
        for email in (dana.email, "nobody@example.org"):
            answer = Client().post(f"/accounts/{address}/", {name: email, "password": "wrong horse battery"})
            pages.append((answer.status_code, answer.headers.get("Location")))
        assert pages[0] == pages[1]


def test_an_address_that_somebody_else_has_is_asked_for_in_silence(dana: Person) -> None:
    client = Client()
    cast.person("Ben", email="ben@example.org")
    signs_in(client, dana)
    client.post("/accounts/reauthenticate/", {"password": cast.PASSWORD})
    answers = [
        client.post("/accounts/email/", {"email": email, "action_add": ""}).status_code
        for email in ("ben@example.org", "free@example.org")
    ]
    assert answers == [302, 302]


def test_pages_of_accounts_are_kept_nowhere(dana: Person) -> None:
    client = Client()
    signs_in(client, dana)
    for address in ("/accounts/", "/accounts/sessions/", "/accounts/login/"):
        assert "no-store" in client.get(address).headers.get("Cache-Control", ""), address


def test_a_name_that_is_markup_is_shown_as_it_is(dana: Person) -> None:
    client = Client()
    signs_in(client, dana)
    client.post("/accounts/name/", {"name": "<script>alert(1)</script> & 'Dana'"})
    page = client.get("/accounts/").content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &#x27;Dana&#x27;" in page


@pytest.mark.parametrize("letter", ["\x01", "\x7f"])
def test_a_name_with_a_control_character_is_refused_beside_its_field(dana: Person, letter: str) -> None:
    client = Client()
    signs_in(client, dana)
    came = client.post("/accounts/name/", {"name": f"Da{letter}na"})
    assert came.status_code == 400
    assert Person.objects.get(pk=dana.pk).name == dana.name


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("address", ["/accounts/login/", "/accounts/password/change/", "/accounts/"])
def test_no_page_takes_anything_but_reading_and_forms(dana: Person, method: str, address: str) -> None:
    client = Client()
    signs_in(client, dana)
    came = client.generic(method, address, "password=x", content_type="application/x-www-form-urlencoded")
    assert (came.status_code, came.headers["Allow"]) == (405, "GET, HEAD, POST, OPTIONS")


def test_a_key_of_somebody_else_is_not_there(dana: Person) -> None:
    other = Authenticator.objects.create(user=cast.stranger(), type="webauthn", data={"name": "theirs"})
    client = Client()
    signs_in(client, dana)
    client.post("/accounts/reauthenticate/", {"password": cast.PASSWORD})
    for action in ("remove", "edit"):
        assert client.post(f"/accounts/2fa/webauthn/keys/{other.pk}/{action}/").status_code == 404
    assert Authenticator.objects.filter(pk=other.pk).exists()


def _deployed(tmp_path: Path, code: list[str], **said: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GROUNDSWELL", "DJANGO"))}
    facts = {
        "GROUNDSWELL_HOME": str(tmp_path / "home"),
        "GROUNDSWELL_HTTPS": "1",
        "GROUNDSWELL_TRUSTED_PROXIES": "1",
        "GROUNDSWELL_HOSTS": "scorecard.example.org",
        "DJANGO_SETTINGS_MODULE": "groundswell.config.settings",
        **said,
    }
    return subprocess.run([sys.executable, *code], env={**kept, **facts}, capture_output=True, text=True, check=False)


def test_the_settings_of_production_pass_every_check_of_deployment(tmp_path: Path) -> None:
    done = _deployed(tmp_path, ["-m", "django", "check", "--deploy", "--fail-level", "WARNING"])
    assert done.returncode == 0, done.stderr


def test_over_https_cookies_are_bound_to_the_host_and_plain_requests_are_sent_there(
    ready_home: Path, tmp_path: Path
) -> None:
    code = (
        "import django; django.setup()\n"
        "from django.test import Client; c = Client(headers={'host': 'scorecard.example.org'})\n"
        "print(c.get('/accounts/login/')['Location'])\n"
        "a = c.get('/accounts/login/', headers={'x-forwarded-proto': 'https'})\n"
        "print(a.status_code, a['Strict-Transport-Security'], sorted(a.cookies))\n"
        "print(a.cookies['__Host-csrftoken']['secure'], a.cookies['__Host-csrftoken']['path'])\n"
        "from django.conf import settings; print(settings.SESSION_COOKIE_NAME, settings.SESSION_COOKIE_SECURE,"
        " settings.ADDRESS, settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN)\n"
    )
    shutil.copytree(ready_home, tmp_path / "home")
    done = _deployed(tmp_path, ["-c", code])
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "https://scorecard.example.org/accounts/login/",
        "200 max-age=31536000; includeSubDomains; preload ['__Host-csrftoken']",
        "True /",
        "__Host-sessionid True https://scorecard.example.org False",
    ]


def test_without_a_proxy_that_is_trusted_nobody_is_believed_to_come_by_https() -> None:
    assert not hasattr(settings, "SECURE_PROXY_SSL_HEADER") or settings.SECURE_PROXY_SSL_HEADER is None


@pytest.mark.parametrize(
    ("url", "facts"),
    [
        ("smtp+tls://dana:p%40ss@mail.example.org", ("mail.example.org", 587, "p@ss", True, None)),
        ("smtps://mail.example.org", ("mail.example.org", 465, "", None, True)),
        ("smtp://localhost:2525", ("localhost", 2525, "", None, None)),
    ],
)
def test_an_address_says_where_mail_goes(url: str, facts: tuple[object, ...]) -> None:
    said = mail_of(url)
    names = ("EMAIL_HOST", "EMAIL_PORT", "EMAIL_HOST_PASSWORD", "EMAIL_USE_TLS", "EMAIL_USE_SSL")
    assert tuple(said.get(name) for name in names) == facts


@pytest.mark.parametrize("url", ["http://mail.example.org", "smtp://", "mail.example.org"])
def test_another_address_of_mail_is_refused_with_what_would_be_right(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="smtp\\+tls://user:password@host:587"):
        mail_of(url)


def test_a_provider_needs_an_address_and_a_name_there() -> None:
    assert provider_of("", "groundswell", "", "")["openid_connect"]["APPS"] == []
    (app,) = provider_of("https://id.example.org/", "groundswell", "s", "")["openid_connect"]["APPS"]
    assert (app["name"], app["settings"]["server_url"]) == ("id.example.org", "https://id.example.org")
