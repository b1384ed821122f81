"""Files carry nouns of the field; a drawer for odds and ends is a name that has not been found yet."""

import ast
import re
from collections import Counter

from tests.architecture.checkout import REPO, committed_files, committed_text, python_modules

DRAWERS = {"utils", "util", "helpers", "helper", "common", "misc", "services", "service", "manager", "constants"}
# Words of other trades for things that have a name in ours (GLOSSARY.md).
FOREIGN_WORDS = re.compile(r"\bKPIs?\b")


def test_no_file_or_folder_is_a_drawer_for_odds_and_ends() -> None:
    for path in committed_files():
        parts = {part.partition(".")[0] for part in path.relative_to(REPO).parts}
        assert not parts & DRAWERS, path


def test_every_module_opens_by_saying_what_it_is() -> None:
    silent = [
        str(path.relative_to(REPO))
        for path in python_modules("src", "tests", "benchmarks", "docs")
        if (text := path.read_text(encoding="utf-8")).strip() and not ast.get_docstring(ast.parse(text))
    ]
    assert not silent, silent


def test_test_files_have_names_of_their_own_in_every_folder() -> None:
    names = Counter(path.name for path in python_modules("tests") if path.name.startswith("test_"))
    assert not [name for name, count in names.items() if count > 1]


def test_every_test_asserts_something() -> None:
    """A test without an assertion (or an expectation such as pytest.raises) passes whatever happens."""
    empty = []
    for path in python_modules("tests"):
        if not path.name.startswith("test_"):
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        asserting = {
            node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and _asserts(node, set())
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_") and not _asserts(node, asserting):
                empty.append(f"{path.name}: {node.name}")
    assert not empty, empty


def _asserts(function: ast.FunctionDef, others: set[str]) -> bool:
    """True where the function asserts, expects, or calls something whose name says that it does."""
    for node in ast.walk(function):
        if isinstance(node, ast.Assert):
            return True
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func).rpartition(".")[2]
            if name in others or re.match(r"_?(assert|raises|warns|expect|fail)", name):
                return True
    return False


def test_code_and_documents_speak_the_words_of_the_field() -> None:
    for name, text in committed_text():
        if name.startswith(("src/", "docs/", "README", "examples/")):
            assert not FOREIGN_WORDS.search(text), name
