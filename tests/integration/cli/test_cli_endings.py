"""How commands end, and what they say on the way: for scripts, for people, and for those in a hurry."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import typer

from groundswell.cli import main
from groundswell.cli.endings import ended
from groundswell.cli.output import InputError
from groundswell.core.findings import error

COMMANDS = [command.name for command in main.app.registered_commands]


def _ended(*arguments: str) -> int:
    return ended(main.app, list(arguments))


@pytest.fixture
def app_that_fails() -> typer.Typer:
    """A program with one command for each way to fail."""
    app = typer.Typer(pretty_exceptions_enable=False)

    @app.command()
    def stumble(as_json: bool = typer.Option(False, "--json")) -> None:
        raise ZeroDivisionError("a bug\non two lines")

    @app.command()
    def refuse() -> None:
        raise InputError(error("this will not do", "that would", file="a.csv", row=3, column="value"))

    @app.command()
    def cancel() -> None:
        raise KeyboardInterrupt

    return app


def test_help_answers_in_under_half_a_second() -> None:
    """In processor time, so that neighbours on the machine count less; the clock has a generous bound beside it."""
    command = [sys.executable, "-m", "groundswell.cli.main", "--help"]
    processor, clock = [], []
    for _ in range(5):
        before, began = os.times(), time.perf_counter()
        said = subprocess.run(command, capture_output=True, text=True, timeout=60).stdout
        clock.append(time.perf_counter() - began)
        after = os.times()
        processor.append(after.children_user + after.children_system - before.children_user - before.children_system)
    assert "Commands:" in said
    assert min(processor) < 0.5
    assert min(clock) < 5


def test_help_imports_neither_django_nor_numpy() -> None:
    code = "import sys, groundswell.cli.main; print(sorted({'django', 'numpy', 'pydantic', 'rich'} & set(sys.modules)))"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert said.stdout.strip() == "[]"


def test_the_commands_of_later_issues_are_not_listed_as_if_they_worked(capsys: pytest.CaptureFixture[str]) -> None:
    assert _ended("--help") == 0
    listed = capsys.readouterr().out
    assert not [name for name in ("publish", "report") if f"  {name} " in listed]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_says_what_it_reads_and_writes_and_gives_an_example(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _ended(command, "--help") == 0
    said = capsys.readouterr().out
    assert f"Example: groundswell {command}" in said
    assert "--json" in said
    assert "Reads" in said


@pytest.mark.parametrize(
    "arguments",
    [(), ("nonsense",), ("check",), ("check", "no-such-folder"), ("load", "--wrong"), ("serve", "--port", "x")],
)
def test_wrong_usage_ends_with_two(arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert _ended(*arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "Traceback" not in captured.err


def test_wrong_usage_with_json_is_one_document_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert _ended("check", "no-such-folder", "--json") == 2
    said = json.loads(capsys.readouterr().out)
    assert said["ok"] is False
    assert "no-such-folder" in said["findings"][0]["message"]


def test_input_that_will_not_do_ends_with_one_and_says_where(
    app_that_fails: typer.Typer, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ended(app_that_fails, ["refuse"]) == 1
    assert capsys.readouterr().out == "a.csv:3:value: this will not do; that would\n"


def test_a_failure_nobody_foresaw_is_one_line_and_a_log(
    app_that_fails: typer.Typer, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GROUNDSWELL_HOME", str(tmp_path))
    assert ended(app_that_fails, ["stumble"]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    assert "ZeroDivisionError: a bug on two lines" in captured.err
    assert "Traceback" in (tmp_path / "logs" / "commands.log").read_text(encoding="utf-8")


def test_a_failure_nobody_foresaw_with_json_is_still_one_document(
    app_that_fails: typer.Typer, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GROUNDSWELL_HOME", str(tmp_path))
    assert ended(app_that_fails, ["stumble", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["ok"] is False


def test_debug_shows_the_whole_failure(app_that_fails: typer.Typer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GROUNDSWELL_DEBUG_CLI", "1")
    with pytest.raises(ZeroDivisionError):
        ended(app_that_fails, ["stumble"])


def test_ctrl_c_cancels_and_says_that_nothing_was_stored(
    app_that_fails: typer.Typer, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ended(app_that_fails, ["cancel"]) == 130
    assert capsys.readouterr().err == "Cancelled; nothing was stored.\n"


def test_a_reader_that_had_enough_is_no_failure(riverbend: Path) -> None:
    command = f"{sys.executable} -m groundswell.cli.main doctor | head -1"
    ran = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, timeout=60)
    assert ran.stderr == ""
    assert ran.stdout.startswith("ok")


def heed_ctrl_c() -> None:
    """A shell lets what it starts in the background ignore Ctrl-C, and children inherit that: tests may run so."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_ctrl_c_while_serving_stops_without_a_traceback(riverbend_home: Path) -> None:
    env = {**os.environ, "GROUNDSWELL_HOME": str(riverbend_home), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "groundswell.cli.main", "serve", "--port", "0"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, env=env, preexec_fn=heed_ctrl_c, **pipes) as server:
        try:
            assert server.stdout is not None
            assert server.stdout.readline().startswith("Open http://127.0.0.1:")
            server.send_signal(signal.SIGINT)  # it may be drawing its first chart, which is not interrupted
            _, complaints = server.communicate(timeout=90)
        finally:
            server.kill()
    assert "Traceback" not in complaints
    assert server.returncode in (0, 130)
