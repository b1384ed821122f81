"""An installation that nobody runs yet, served as `groundswell serve` serves it."""

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.forking import Program


@dataclass(frozen=True)
class Fresh:
    """Where it answers, and where the first account is made."""

    address: str
    first: str


@pytest.fixture(scope="module")
def fresh(forked_program: Program, riverbend_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fresh]:
    """Riverbend without anybody who runs it, on a free port; by the name that a passkey needs."""
    home = Path(shutil.copytree(riverbend_home, tmp_path_factory.mktemp("fresh") / "home"))
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GROUNDSWELL")}
    serve = ("serve", "--port", "0", "--home", str(home), "--processes", "1", "--json")
    with forked_program.going(*serve, variables=environment) as heard:
        said = json.loads(heard.readline())
        named = {key: said[key].replace("127.0.0.1", "localhost") for key in ("url", "first_account")}
        yield Fresh(named["url"].rstrip("/"), named["first_account"])
