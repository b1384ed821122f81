"""Imports only go down, and through the rooms only upstream; the lower floors stay plain Python."""

import ast

import pytest
from importlinter.cli import lint_imports
from tests.architecture.checkout import REPO, SOURCE, python_modules

ROOMS = ("people", "places", "sources", "indicators", "scorecards", "packages")
CLOCKS = {"now", "today", "utcnow", "time", "monotonic", "perf_counter"}


def test_the_floor_plan_holds(capsys: pytest.CaptureFixture[str]) -> None:
    broken = lint_imports(config_filename=str(REPO / ".importlinter"), no_cache=True)
    assert broken == 0, capsys.readouterr().out


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_holds_models_actions_queries_admin_and_migrations_and_nothing_else(room: str) -> None:
    allowed = {"__init__", "apps", "models", "actions", "queries", "admin", "migrations", "__pycache__"}
    if room == "people":
        allowed.add("isolation")  # how the database itself keeps the communities of this room apart
    found = {path.stem for path in (SOURCE / "apps" / room).iterdir()}
    assert found <= allowed, f"{room} also holds {sorted(found - allowed)}"


def test_core_never_asks_what_time_it_is_and_never_opens_a_file() -> None:
    for path in python_modules("src/groundswell/core"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            if isinstance(node.func, ast.Name):
                assert node.func.id not in {"open", "print", "input"}, f"{path.name}:{node.lineno}"
            if isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name):
                is_clock = node.func.value.id in {"datetime", "date", "time"} and node.func.attr in CLOCKS
                assert not is_clock, f"{path.name}:{node.lineno} asks for the time"


def test_nothing_in_a_definition_is_evaluated_as_code() -> None:
    for path in python_modules("src/groundswell"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in {"eval", "exec", "compile"}, f"{path.name}:{node.lineno}"
