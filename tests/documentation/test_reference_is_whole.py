"""What the program has is documented, and what is documented is what the program has."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from tests.architecture.checkout import SOURCE, committed_text
from typer.main import get_command

from groundswell.cli.main import app
from groundswell.core.vocabulary import Verdict
from groundswell.exchange.package.document_layout import SOURCE_KEYS
from groundswell.exchange.package.layout import TABLES

REPO = Path(__file__).resolve().parents[2]
DOCS = REPO / "docs"


def _read(name: str) -> str:
    return (REPO / name).read_text(encoding="utf-8")


def test_reference_pages_say_what_the_code_says() -> None:
    command = [sys.executable, str(DOCS / "generate.py"), "--check"]
    ended = subprocess.run(command, cwd=REPO, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr


def _commands() -> list[str]:
    """Every command by its whole name; a group such as `audit-log` is its commands."""
    group = get_command(app).commands
    return sorted(
        f"{name} {within}" if within else name
        for name, command in group.items()
        for within in getattr(command, "commands", {"": None})
    )


@pytest.mark.parametrize("command", _commands())
def test_every_command_is_documented_with_an_example(command: str) -> None:
    section = _read("docs/reference/commands.md").partition(f"\n## {command}\n")[2].partition("\n## ")[0]
    assert section
    assert f"groundswell {command}" in section.partition("```text")[2].partition("```text")[2]


@pytest.mark.parametrize("table", sorted(TABLES))
def test_every_file_of_a_package_is_documented(table: str) -> None:
    assert f"## {table}.csv" in _read("docs/reference/package.md")


@pytest.mark.parametrize("key", SOURCE_KEYS)
def test_every_key_of_a_mapping_is_documented(key: str) -> None:
    assert re.search(rf"`{key}[:`]", _read("docs/reference/mapping.md"))


@pytest.mark.parametrize("verdict", list(Verdict))
def test_every_verdict_is_explained_with_the_words_residents_read(verdict: Verdict) -> None:
    for page in ("docs/explanation/how-the-curve-is-judged.md", "docs/reference/statistics.md"):
        assert f"| `{verdict}` | {verdict.words} |" in _read(page)


def test_every_environment_variable_the_program_reads_is_documented() -> None:
    reference = _read("docs/reference/settings.md") + _read("DEVELOPERS.md")
    read = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            is_name = isinstance(node, ast.Constant) and isinstance(node.value, str)
            if is_name and re.fullmatch(r"GROUNDSWELL_[A-Z_]+", node.value):
                read.add(node.value)
    assert not {name for name in read if name not in reference}


def test_every_kind_of_row_has_a_word_in_the_glossary() -> None:
    glossary = _read("GLOSSARY.md").lower()
    missing = []
    for config in apps.get_app_configs():
        if config.name.startswith("groundswell.apps."):
            for model in config.get_models():
                words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", model.__name__).lower()
                if not re.search(rf"\*\*[^*]*\b{words}\b[^*]*\*\*", glossary):
                    missing.append(words)
    assert not missing


def test_the_glossary_is_in_order_and_each_entry_says_something() -> None:
    entries = re.findall(r"^\*\*([^*]+)\.\*\* (.+)$", _read("GLOSSARY.md"), flags=re.MULTILINE)
    names = [name.lower() for name, _ in entries]
    assert names == sorted(names)
    assert all(len(text) > 20 for _, text in entries)


def test_links_between_documents_lead_somewhere() -> None:
    broken = []
    for name, text in committed_text():
        if name.endswith(".md"):
            for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", text):
                if "://" not in target and not (REPO / name).parent.joinpath(target).exists():
                    broken.append(f"{name}: {target}")
    assert not broken


def test_the_readme_is_at_most_a_hundred_and_twenty_lines() -> None:
    assert len(_read("README.md").splitlines()) <= 120
