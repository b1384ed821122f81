"""An installation that nobody runs yet, served as `groundswell serve` serves it."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.functional.conftest import COMMAND


@dataclass(frozen=True)
class Fresh:
    """Where it answers, where the first account is made, and where its letters are written."""

    address: str
    first: str
    letters: Path

    def last_letter_leads_to(self) -> str:
        """The address in the last letter that was written."""
        words = [word for word in self.letters.read_text().split() if word.startswith("http://")]
        return words[-1] if words else ""


@pytest.fixture(scope="module")
def fresh(riverbend_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fresh]:
    """Riverbend without anybody who runs it, on a free port; by the name that a passkey needs."""
    folder = tmp_path_factory.mktemp("fresh")
    home = Path(shutil.copytree(riverbend_home, folder / "home"))
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GROUNDSWELL")}
    with (folder / "letters").open("w") as letters:
        serve = [*COMMAND, "serve", "--port", "0", "--home", str(home), "--json"]
        with subprocess.Popen(serve, env=environment, text=True, stdout=subprocess.PIPE, stderr=letters) as server:
            assert server.stdout is not None
            said = json.loads(server.stdout.readline())
            named = {key: said[key].replace("127.0.0.1", "localhost") for key in ("url", "first_account")}
            yield Fresh(named["url"].rstrip("/"), named["first_account"], folder / "letters")
            server.terminate()
            server.communicate(timeout=90)
