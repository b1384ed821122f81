"""What `docs/explanation/security.md` promises of the program as a whole, and no room tests by itself."""

import ast
import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from tests.builders import package
from tests.cast import DATA_LEAD, person

from groundswell.apps.packages.actions import load_package, save_object

SOURCE = Path(__file__).resolve().parents[2] / "src" / "groundswell"
ASKED_FROM_OUTSIDE = ("core", "charts", "exchange", "apps", "web", "api")
REACHES_OUT = {"subprocess", "socket", "requests", "httpx", "urllib.request", "http.client", "ftplib", "telnetlib"}

# Charts are drawn by this same Python in processes of their own, which may be ended; nobody's words are in the command.
_BUNDLE = "import sys, pathlib, groundswell.web.drawing_library as made; made.library(pathlib.Path(sys.argv[1]))"
DRAWING = {
    "drawers.py": ["'-P'", "'-m'", "__name__"],
    "drawing_library.py": ["'-P'", "'-c'", repr(_BUNDLE), "str(folder)"],
}


def _modules() -> Iterator[tuple[Path, ast.Module]]:
    for floor in ASKED_FROM_OUTSIDE:
        for path in sorted((SOURCE / floor).rglob("*.py")):
            yield path, ast.parse(path.read_text(encoding="utf-8"))


def _imports(tree: ast.Module) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{each.name}" for each in node.names}
    return found


def test_nothing_that_answers_people_starts_programs_or_reaches_other_machines() -> None:
    reaching = {path.name: found for path, tree in _modules() if (found := _imports(tree) & REACHES_OUT)}
    assert reaching == {"drawers.py": {"subprocess"}, "drawing_library.py": {"subprocess"}}


def test_what_draws_is_this_python_with_words_of_our_own_and_no_shell() -> None:
    for path, tree in _modules():
        if path.name not in DRAWING:
            continue
        named = {
            node.targets[0].id: node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
        }
        calls = [
            node for node in ast.walk(tree) if isinstance(node, ast.Call) and "subprocess." in ast.unparse(node.func)
        ]
        assert len(calls) == 1
        (command,) = calls[0].args
        words = [ast.unparse(named.get(ast.unparse(word), word)) for word in _resolved(command, named).elts]
        assert words[0] == "sys.executable"
        assert words[1:] == DRAWING[path.name]
        assert "shell" not in {keyword.arg for keyword in calls[0].keywords}


def _resolved(command: ast.expr, named: dict[str, ast.expr]) -> ast.List:
    found = named[command.id] if isinstance(command, ast.Name) else command
    assert isinstance(found, ast.List)
    return found


def test_secrets_and_digests_come_from_the_modules_meant_for_them() -> None:
    weak = re.compile(r"hashlib\.(md5|sha1|new)\b|\brandom\.(random|choice|randint|getrandbits)\b|Crypto\.")
    assert [path.name for path, _ in _modules() if weak.search(path.read_text(encoding="utf-8"))] == []


def test_no_script_of_ours_keeps_anything_in_the_browser() -> None:
    stores = re.compile(r"localStorage|sessionStorage|indexedDB|document\.cookie|__proto__")
    scripts = sorted((SOURCE / "web" / "static").rglob("*.js"))
    assert scripts
    assert [path.name for path in scripts if stores.search(path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize("password", ["short-secret"[:11], "groundswell.sam", "password1234"])
@pytest.mark.django_db
def test_a_password_that_is_short_common_or_one_s_own_address_is_refused(password: str) -> None:
    sam = person("Sam", email="groundswell.sam@example.org")
    with pytest.raises(ValidationError):
        validate_password(password, sam)


@pytest.mark.parametrize("password", ["nineteen green ducks", "zqwxzqwxvbnmklpo", "  blank ends  count  ", "x7" * 40])
@pytest.mark.django_db
def test_any_signs_and_any_length_make_a_password_and_it_is_taken_exactly(password: str) -> None:
    sam = person("Sam", password=password)
    validate_password(password, sam)
    assert sam.check_password(password)
    assert not sam.check_password(password.upper().lower()[:-1])
    assert not sam.check_password(password.strip() + "!")


@pytest.mark.django_db
def test_a_password_field_hides_what_is_typed_and_lets_managers_help() -> None:
    said = Client().get("/accounts/login/").content.decode()
    field = re.search(r"<input[^>]*name=\"password\"[^>]*>", said)
    assert field
    assert 'type="password"' in field.group()
    assert 'autocomplete="current-password' in field.group()
    assert "onpaste" not in said


@pytest.mark.django_db
def test_trace_is_refused() -> None:
    assert Client().trace("/").status_code == 405


@pytest.mark.parametrize(
    "path", ["/static/", "/static/groundswell/", "/static/../secret-key", "/static/%2e%2e/secret-key"]
)
@pytest.mark.django_db
def test_only_files_of_the_program_are_served_and_no_folder_is_listed(path: str) -> None:
    assert Client().get(path).status_code in {400, 404}


@pytest.mark.parametrize(
    "path", ["/", "/elmwood/", "/nowhere/", "/accounts/login/", "/api/v1/.json", "/api/v1/.csv", "/api/v1/no"]
)
@pytest.mark.django_db
def test_every_answer_says_what_it_is(path: str) -> None:
    load_package(package=package(), by=DATA_LEAD)
    kind = Client().get(path).headers["Content-Type"]
    assert re.fullmatch(r"text/(html|csv); charset=utf-8|application/(problem\+)?json", kind)


@pytest.mark.parametrize("website", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "vbscript:x"])
@pytest.mark.django_db
def test_an_address_that_could_run_is_refused_where_it_is_typed(website: str) -> None:
    load_package(package=package(), by=DATA_LEAD)
    content = {"name": "Run", "website": website}
    saving = save_object(community_id="elmwood", kind="organizations", object_id="", content=content, by=DATA_LEAD)
    assert saving.status == "refused"
    assert [finding.column for finding in saving.findings] == ["website"]


@pytest.mark.django_db
def test_a_line_break_in_an_address_forges_no_line_of_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        Client().get("/elmwood/%0aERROR forged/")
    assert caplog.records
    assert not any("\nERROR forged" in record.getMessage() for record in caplog.records)


@pytest.mark.django_db
def test_signing_in_that_fails_leaves_neither_address_nor_password_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        Client().post("/accounts/login/", {"login": "canary@example.org", "password": "canary-secret-9"})
    said = "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith("django.db"))
    assert "canary" not in said
