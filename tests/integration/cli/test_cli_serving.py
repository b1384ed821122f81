"""The demo and the server: an address that answers, a home of its own, and the rule of who is reading."""

import json
import os
import re
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.integration.cli.conftest import Run

from groundswell.apps.people.models import Community
from groundswell.apps.programs.models import Program
from groundswell.apps.submissions.models import ComputedSeries, LinkRun, Submission
from groundswell.cli.demo import _cut, _records
from groundswell.cli.output import Output
from groundswell.cli.serving import is_loopback, prepare_to_listen
from groundswell.engine import invented


def _start(home: Path, *arguments: str) -> tuple[subprocess.Popen[str], str]:
    """A server on a free port, and its address once it says that it answers."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("GROUNDSWELL")}
    command = [sys.executable, "-m", "groundswell.cli.main", *arguments, "--port", "0", "--home", str(home), "--json"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=env)
    assert server.stdout is not None
    return server, json.loads(server.stdout.readline())["url"]


@pytest.fixture(scope="module")
def demo_home(ready_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that the demo fills, kept for the module."""
    return Path(shutil.copytree(ready_home, tmp_path_factory.mktemp("demo") / "home"))


@pytest.fixture(scope="module")
def address(demo_home: Path) -> Iterator[str]:
    """Where the demo answers, with what is published alone: its records take longer than all the rest together."""
    server, url = _start(demo_home, "demo", "--no-records")
    yield url
    server.terminate()
    server.wait(timeout=90)
    assert server.stdout is not None
    server.stdout.close()


def _get(url: str) -> tuple[int, bytes]:
    with urllib.request.urlopen(url, timeout=90) as answer:  # our own server on this machine
        return answer.status, answer.read()


def test_the_demo_says_an_address_that_answers_with_riverbend(address: str) -> None:
    status, page = _get(address)
    assert address.endswith("/riverbend/")
    assert status == 200
    assert b"Riverbend is invented" in page


def test_the_twin_of_the_page_answers_too(address: str) -> None:
    status, document = _get(address.replace("/riverbend/", "/api/v1/riverbend.json"))
    assert status == 200
    assert json.loads(document)["community"]["id"] == "riverbend"


def test_styles_come_from_the_same_server(address: str) -> None:
    status, style = _get(address.replace("/riverbend/", "/static/ninja/swagger-ui.css"))
    assert status == 200
    assert len(style) > 1000


PRIVATE = "format: 1\nid: elmwood\nname: Elmwood\nvisibility: private\n"


def _status(url: str, **headers: str) -> int:
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=90) as answer:  # our own
            return answer.status
    except urllib.error.HTTPError as refusal:
        return refusal.code


def test_sitting_at_the_machine_opens_no_private_community(
    address: str, demo_home: Path, groundswell: Run, tmp_path: Path
) -> None:
    (tmp_path / "community.yaml").write_text(PRIVATE, encoding="utf-8")
    assert groundswell("load", tmp_path, "--home", demo_home).returncode == 0
    for private in (address.replace("riverbend", "elmwood"), address.replace("riverbend/", "api/v1/elmwood.json")):
        assert _status(private) == 404
        for header in ("X-Forwarded-For", "Forwarded", "X-Forwarded-Proto", "Via", "X-Real-IP"):
            assert _status(private, **{header: "127.0.0.1"}) == 404


def test_a_port_that_is_taken_is_said_in_one_line(address: str, groundswell: Run, demo_home: Path) -> None:
    port = address.split(":")[2].split("/")[0]
    second = groundswell("serve", "--port", port, home=demo_home)
    assert second.returncode == 1
    assert f"port {port} on 127.0.0.1 is taken" in second.stdout
    assert "Traceback" not in second.stderr


def test_the_demo_again_finds_riverbend_there_already(address: str, groundswell: Run, demo_home: Path) -> None:
    again = json.loads(groundswell("demo", "--no-serve", "--no-records", "--json", "--home", demo_home).stdout)
    assert again["ok"] is True
    assert {"step": "package", "said": "Riverbend is here already", "seconds": 0.0} in again["steps"]
    assert again["verdicts"]["kindergarten-readiness"] == "turned"


def test_the_demo_never_clears_a_home_that_is_not_its_own(groundswell: Run, riverbend_home: Path) -> None:
    fresh = groundswell("demo", "--no-serve", "--fresh", "--home", riverbend_home)
    assert fresh.returncode == 1
    assert "is not the demo's own home; nothing was removed" in fresh.stdout
    assert (riverbend_home / "groundswell.sqlite3").is_file()


def test_the_demo_loads_into_the_home_that_is_named(groundswell: Run, home: Path, tmp_path: Path) -> None:
    assert groundswell("demo", "--no-serve", "--no-records", home=home).returncode == 0
    dumped = groundswell("dump", "riverbend", tmp_path / "package", home=home)
    assert dumped.returncode == 0
    assert (tmp_path / "package" / "community.yaml").is_file()


def test_the_demo_tells_of_every_result_and_verdict(groundswell: Run, demo_home: Path, address: str) -> None:
    _tells_of_every_verdict(groundswell("demo", "--no-serve", "--no-records", "--home", demo_home).stdout)


def _tells_of_every_verdict(told: str) -> None:
    assert "an invented community" in told
    for words in ("Turning the curve", "Worse than its baseline", "Too early to tell", "Children enter school ready"):
        assert words in told


@pytest.mark.django_db
def test_the_demo_sends_the_records_of_every_program_and_links_their_people(
    riverbend_for_records: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(invented, "RIVERBEND_PEOPLE", 1_500)
    (sent, records, _), (linked, people, _) = _records(Output(as_json=True))
    assert (sent, linked) == ("records", "people")
    assert re.fullmatch(r"participants [\d,]+, enrollments [\d,]+, services [\d,]+, outcomes [\d,]+", records)
    assert re.fullmatch(r"[\d,]+ participants are [\d,]+ people", people)
    programs = Program.objects.filter(community=riverbend_for_records)
    assert set(Submission.objects.values_list("program", flat=True)) == set(programs.values_list("pk", flat=True))
    assert LinkRun.objects.get().is_standing
    assert ComputedSeries.objects.filter(unit="program").exclude(whole=[]).exists()
    assert ComputedSeries.objects.filter(unit="all").exclude(whole=[]).exists()
    assert _records(Output(as_json=True)) == []  # they are here already


@pytest.mark.slow
def test_the_whole_demo_is_made_in_a_folder_that_is_not_there_and_found_again(groundswell: Run, tmp_path: Path) -> None:
    first = groundswell("demo", "--no-serve", "--home", tmp_path / "new")
    _tells_of_every_verdict(first.stdout)
    assert re.search(r"records +participants [\d,]+.*\n.*people +[\d,]+ participants are [\d,]+ people", first.stdout)
    again = groundswell("demo", "--no-serve", "--json", "--home", tmp_path / "new")
    assert [step["step"] for step in json.loads(again.stdout)["steps"]] == ["home", "package", "scorecards"]


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "example.org"])
def test_on_any_other_address_the_server_answers_to_the_names_of_the_machine(
    host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GROUNDSWELL_HOSTS", "")
    monkeypatch.delenv("GROUNDSWELL_HOSTS")
    prepare_to_listen(host)
    assert not is_loopback(host)
    assert os.environ["GROUNDSWELL_HOSTS"]
    monkeypatch.setenv("GROUNDSWELL_HOSTS", "")


@pytest.mark.skipif(os.name == "nt", reason="the stand-in for the program is a shell script")
@pytest.mark.parametrize(("ending", "status"), [("exit 130", 0), ("kill -INT $PPID; sleep 1", 0), ("exit 2", 2)])
def test_ctrl_c_ends_make_demo_without_an_error(repo: Path, tmp_path: Path, ending: str, status: int) -> None:
    program = tmp_path / "bin" / "groundswell"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\n{ending}\n", encoding="utf-8")
    program.chmod(0o755)
    env = {**os.environ, "GROUNDSWELL_VENV": str(tmp_path)}
    command = [sys.executable, repo / "dev.py", "demo"]
    ended = subprocess.run(command, env=env, capture_output=True, text=True, timeout=60, check=False)
    assert (ended.returncode, ended.stderr) == (status, "")


def test_a_name_that_is_cut_shows_that_it_is() -> None:
    assert _cut("Young people who come back to a shelter", 20) == "Young people who co…"
    assert _cut("Young people", 12) == "Young people"
