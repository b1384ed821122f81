"""Pages as a person meets them: Riverbend, served as `groundswell serve` serves it, seen through Chromium."""

import os
import re
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.message import Message
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = Path("/usr/bin/chromium")
KINDS = {
    "/",
    "/design/",
    "/no/such/page/",
    "/riverbend/",
    "/riverbend/data/",
    "/riverbend/results/ready-for-school/",
    "/riverbend/indicators/belonging/",  # nothing measured yet
    "/riverbend/indicators/kindergarten-readiness/",  # groups and places
    "/riverbend/indicators/preschool-enrollment/",  # margins, and a value withheld
    "/riverbend/indicators/shelter-returns/",  # too few points
    "/riverbend/measures/",
    "/riverbend/measures/on-track-share/",  # what several programs share
    "/riverbend/programs/",
    "/riverbend/programs/first-steps/",
    "/riverbend/programs/first-steps/measures/on-track-share/",
}
COMMAND = [sys.executable, "-c", "from groundswell.cli.main import run; run()"]


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
def site(riverbend_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Riverbend in a home of its own, served on a free port of this machine."""
    home = Path(shutil.copytree(riverbend_home, tmp_path_factory.mktemp("site") / "home"))
    environment = {**os.environ, "GROUNDSWELL_HOME": str(home)}
    environment.pop("GROUNDSWELL_DATABASE_URL", None)
    serve = [*COMMAND, "serve", "--port", "0", "--home", str(home)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    with subprocess.Popen(serve, env=environment, text=True, **pipes) as server:
        try:
            address = _address_of(server)
            yield Site(address, _paths(address))
        finally:
            server.terminate()
            server.communicate(timeout=90)


def _address_of(server: subprocess.Popen[str]) -> str:
    assert server.stdout is not None
    said = []
    for line in server.stdout:
        said.append(line)
        if found := re.search(r"http://[\w.:\[\]]+", line):
            return found.group().rstrip("/")
    raise AssertionError("the server ended without an address:\n" + "".join(said))


def _paths(address: str) -> tuple[str, ...]:
    """Every page, found by following links."""
    found = {"/", "/riverbend/", "/design/", "/no/such/page/"}
    programs = ("/riverbend/programs/", "/riverbend/programs/first-steps/", "/riverbend/measures/")
    for path in ("/riverbend/", "/riverbend/data/", *programs):
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


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """The browser, started once for a module; skipped by name where it is not installed.

    No longer than that: while it runs, playwright keeps an event loop here, where Django refuses its database.
    """
    if not CHROMIUM.exists():
        pytest.skip("Chromium is not installed: apt-get install chromium")
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: pip install playwright")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def visitor(chromium: Any, site: Site) -> Iterator[Visitor]:
    """A visitor whose pages are closed when the test ends."""
    contexts = []

    def new_page(**wishes: Any) -> Any:
        context = chromium.new_context(base_url=site.address, reduced_motion="reduce", **wishes)
        contexts.append(context)
        return context.new_page()

    yield Visitor(new_page)
    for context in contexts:
        context.close()
