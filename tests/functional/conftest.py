"""Pages as a person meets them: Riverbend, served as `groundswell serve` serves it, seen through Chromium."""

import asyncio
import json
import os
import re
import shutil
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from email.message import Message
from pathlib import Path
from typing import Any

import pytest
from tests.forking import Program

CHROMIUM = Path("/usr/bin/chromium")
REPO = Path(__file__).resolve().parents[2]
KINDS = {
    "/",
    "/design/",
    "/no/such/page/",
    "/riverbend/",
    "/riverbend/contribution/",
    "/riverbend/contribution/belonging/",  # nothing linked yet
    "/riverbend/contribution/kindergarten-readiness/",
    "/riverbend/data/",
    "/riverbend/results/ready-for-school/",
    "/riverbend/indicators/belonging/",  # nothing measured yet
    "/riverbend/indicators/kindergarten-readiness/",  # groups and places
    "/riverbend/indicators/preschool-enrollment/",  # margins, and a value withheld
    "/riverbend/indicators/shelter-returns/",  # too few points
    "/riverbend/measures/",
    "/riverbend/measures/on-track-share/",  # what several programs share
    "/riverbend/overlap/",
    "/riverbend/reach/",
    "/riverbend/programs/",
    "/riverbend/programs/first-steps/",
    "/riverbend/programs/first-steps/measures/on-track-share/",
}


@dataclass(frozen=True)
class Site:
    """A running installation."""

    address: str
    paths: tuple[str, ...]

    @property
    def kinds(self) -> tuple[str, ...]:
        """One page of each kind, and one indicator in each state."""
        return tuple(path for path in self.paths if path in KINDS)

    def get(self, path: str, **headers: str) -> "Answer":
        """Ask as a plain client does; an error status is an answer too."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        request = urllib.request.Request(self.address + path, headers=named)
        try:
            with urllib.request.urlopen(request) as response:
                return Answer(response.status, response.headers, response.read().decode())
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, error.headers, error.read().decode())


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Message
    text: str


@pytest.fixture(scope="session")
def site(forked_program: Program, riverbend_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Riverbend in a home of its own, served on a free port of this machine."""
    home = Path(shutil.copytree(riverbend_home, tmp_path_factory.mktemp("site") / "home"))
    with served(forked_program, home) as address:
        yield Site(address, _paths(address))


@contextmanager
def served(program: Program, home: Path) -> Iterator[str]:
    """The address of a server in this home: one process, for tests ask one thing at a time."""
    serve = ("serve", "--port", "0", "--home", str(home), "--processes", "1")
    with program.going(*serve, variables=_environment(home)) as said:
        yield _address_in(said)


def _environment(home: Path) -> dict[str, str]:
    settings = {"GROUNDSWELL_HOME": str(home), "DJANGO_SETTINGS_MODULE": "groundswell.config.settings"}
    return {name: value for name, value in os.environ.items() if name != "GROUNDSWELL_DATABASE_URL"} | settings


# People with a session each: whoever signs in is told apart by the cookie alone.
SIGNING_IN = """
import json, sys
import django
django.setup()
sys.path.insert(0, sys.argv[1])
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from tests import cast
from groundswell.apps.people.models import Community, Organization
said = {"cookie": settings.SESSION_COOKIE_NAME}
def signed_in(name, person):
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    said[name] = session.session_key
"""


@dataclass(frozen=True)
class Desks:
    """A running installation, and the cookie of everybody who signed in."""

    address: str
    sessions: dict[str, str]


@pytest.fixture(scope="session")
def desks(
    forked_program: Program, riverbend_home: Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., AbstractContextManager[Desks]]:
    """`desks(name, people, *told)`: Riverbend in a home of its own, served by one process; `people` is Python that
    prepares it, finds `told` where a command finds its words, and calls `signed_in` for everybody who is there."""

    @contextmanager
    def opened(name: str, people: str, *told: str) -> Iterator[Desks]:
        home = Path(shutil.copytree(riverbend_home, tmp_path_factory.mktemp(name) / "home"))
        script = f"{SIGNING_IN}{people}\nprint(json.dumps(said))"
        made = forked_program.python(script, str(REPO), *told, variables=_environment(home))
        assert made.returncode == 0, made.stderr
        with served(forked_program, home) as address:
            yield Desks(address, json.loads(made.stdout.splitlines()[-1]))

    return opened


def sitting(chromium: Any, desks: Desks) -> Iterator[Callable[..., Any]]:
    """Pages of those who signed in: `sit("sam", width=360)`. What the browser complains about fails the test."""
    contexts: list[Any] = []
    complaints: list[str] = []

    def open_page(who: str, width: int = 1280, **wishes: Any) -> Any:
        context = chromium.new_context(
            base_url=desks.address, viewport={"width": width, "height": 900}, reduced_motion="reduce", **wishes
        )
        context.set_default_timeout(90_000)  # the machine may be busy
        contexts.append(context)
        cookie = {"name": desks.sessions["cookie"], "value": desks.sessions[who], "url": desks.address}
        context.add_cookies([cookie])
        page = context.new_page()
        page.on("pageerror", lambda problem: complaints.append(str(problem)))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def _address_in(said: Iterable[str]) -> str:
    heard = []
    for line in said:
        heard.append(line)
        if found := re.search(r"http://[\w.:\[\]]+", line):
            return found.group().rstrip("/")
    raise AssertionError("the server ended without an address:\n" + "".join(heard))


def _paths(address: str) -> tuple[str, ...]:
    """Every page, found by following links."""
    found = {"/", "/riverbend/", "/design/", "/no/such/page/"}
    programs = ("/riverbend/programs/", "/riverbend/programs/first-steps/", "/riverbend/measures/")
    for path in ("/riverbend/", "/riverbend/contribution/", "/riverbend/data/", *programs):
        with urllib.request.urlopen(address + path) as response:
            found |= set(re.findall(r'href="(/riverbend/[^"?#]*)"', response.read().decode()))
    return tuple(sorted(found))


@dataclass
class Visitor:
    """A person with a browser: opens pages and remembers what the browser complained about."""

    new_page: Callable[..., Any]
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str, **wishes: Any) -> Any:
        """A page, once it is quiet. Wishes: width, height, color_scheme, java_script_enabled."""
        width, height = wishes.pop("width", 1280), wishes.pop("height", 900)
        page = self.new_page(viewport={"width": width, "height": height}, **wishes)
        page.on("console", lambda said: self._hear(said.type, said.text))
        page.on("pageerror", lambda problem: self.complaints.append(str(problem)))
        page.goto(path, wait_until="load")
        return page

    def _hear(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"} and "404 (Not Found)" not in text:
            self.complaints.append(text)


@pytest.fixture(scope="session")
def started_chromium() -> Iterator[tuple[Any, Any]]:
    """The browser, started once for a worker, and the event loop that playwright keeps for it; skipped by name where it
    is not installed."""
    if not CHROMIUM.exists():
        pytest.skip("Chromium is not installed: apt-get install chromium")
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: pip install playwright")
    from tests.functional.patience import patience

    with patience(), sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        loop = asyncio.get_running_loop()
        yield browser, loop
        asyncio._set_running_loop(loop)
        browser.close()


@pytest.fixture(scope="module")
def chromium(started_chromium: tuple[Any, Any]) -> Iterator[Any]:
    """The browser, for a module. Its event loop counts as running no longer than that: Django refuses its database
    where one does."""
    browser, loop = started_chromium
    asyncio._set_running_loop(loop)
    yield browser
    asyncio._set_running_loop(None)


@pytest.fixture
def visitor(chromium: Any, site: Site) -> Iterator[Visitor]:
    """A visitor whose pages are closed when the test ends."""
    contexts = []

    def new_page(**wishes: Any) -> Any:
        context = chromium.new_context(base_url=site.address, reduced_motion="reduce", **wishes)
        context.set_default_timeout(90_000)  # the machine may be busy
        contexts.append(context)
        return context.new_page()

    yield Visitor(new_page)
    for context in contexts:
        context.close()
