"""The command: a process of its own, in a home of its own."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.forking import Program

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def groundswell(program: Program) -> Run:
    """Runs `groundswell ARGUMENTS`, with its output piped, and waits for the end."""

    def run(*arguments: str | Path, home: Path | None = None) -> subprocess.CompletedProcess[str]:
        env = {name: value for name, value in os.environ.items() if not name.startswith(("GROUNDSWELL", "DJANGO"))}
        if home is not None:
            env["GROUNDSWELL_HOME"] = str(home)
        return program.run(*map(str, arguments), variables=env)

    return run


@pytest.fixture(scope="session")
def riverbend(repo: Path) -> Path:
    """The package of the demo community."""
    return repo / "examples" / "riverbend"
