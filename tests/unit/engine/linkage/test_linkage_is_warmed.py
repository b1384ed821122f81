"""Whether the machine code of linking is there is known before somebody waits for it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ASK = "from groundswell.engine.linkage.warming import is_warm; print(is_warm())"


def test_an_empty_place_for_machine_code_is_cold(tmp_path: Path) -> None:
    cold = {**os.environ, "NUMBA_CACHE_DIR": str(tmp_path)}
    said = subprocess.run([sys.executable, "-c", ASK], env=cold, capture_output=True, text=True, check=True).stdout
    assert said == "False\n"
