"""Modules and functions stay small enough to be read in one sitting, so that nobody has to argue about it."""

import ast

from tests.architecture.checkout import REPO, python_modules

LINES_OF_A_MODULE = 500
LINES_OF_A_TEST_MODULE = 800
LINES_OF_A_FUNCTION = 60


def _name(path: object) -> str:
    return str(path).removeprefix(f"{REPO}/")


def _longer(lines: int, *folders: str) -> list[str]:
    """Every module of these folders that has more lines, with how many it has."""
    counted = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in python_modules(*folders)}
    assert counted
    return [f"{_name(path)} has {count} lines" for path, count in counted.items() if count > lines]


def test_a_module_has_at_most_five_hundred_lines() -> None:
    assert _longer(LINES_OF_A_MODULE, "src", "benchmarks", "docs") == []


def test_a_test_module_has_at_most_eight_hundred_lines() -> None:
    assert _longer(LINES_OF_A_TEST_MODULE, "tests") == []


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
