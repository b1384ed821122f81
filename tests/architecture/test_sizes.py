"""Modules and functions stay small enough to be read in one sitting, so that nobody has to argue about it."""

import ast

import pytest
from tests.architecture.checkout import REPO, python_modules

LINES_OF_A_MODULE = 500
LINES_OF_A_TEST_MODULE = 800
LINES_OF_A_FUNCTION = 60


def _name(path: object) -> str:
    return str(path).removeprefix(f"{REPO}/")


@pytest.mark.parametrize("path", python_modules("src", "benchmarks", "docs"), ids=_name)
def test_a_module_has_at_most_five_hundred_lines(path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LINES_OF_A_MODULE


@pytest.mark.parametrize("path", python_modules("tests"), ids=_name)
def test_a_test_module_has_at_most_eight_hundred_lines(path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LINES_OF_A_TEST_MODULE


def test_a_function_has_at_most_sixty_lines() -> None:
    long = []
    for path in python_modules("src"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                docstring = node.body[0].end_lineno - node.body[0].lineno + 1 if ast.get_docstring(node) else 0
                lines = (node.end_lineno or 0) - node.lineno + 1 - docstring
                if lines > LINES_OF_A_FUNCTION:
                    long.append(f"{_name(path)}:{node.lineno} {node.name} has {lines} lines")
    assert not long, "\n".join(long)
