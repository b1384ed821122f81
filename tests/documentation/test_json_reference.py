"""What the reference says about JSON is what commands write: the same keys, no more and no fewer."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.documentation.pages import FENCE, REPO, Reader, blocks

HOW_TO = REPO / "docs" / "how-to" / "judge-one-file.md"


def _examples() -> list[dict[str, Any]]:
    text = (REPO / "docs" / "reference" / "json.md").read_text(encoding="utf-8")
    return [json.loads(match["body"]) for match in FENCE.finditer(text) if match["language"] == "json"]


def _run(folder: Path, *words: str) -> Any:
    reader = Reader(folder)
    command = [sys.executable, "-m", "groundswell.cli.main", *words, "--json"]
    ended = subprocess.run(command, cwd=folder, env=reader.surroundings, capture_output=True, text=True, check=False)
    return json.loads(ended.stdout)


def test_the_answer_of_curve_holds_the_documented_keys_and_figures(tmp_path: Path) -> None:
    file = next(block for block in blocks(HOW_TO) if block.title)
    Reader(tmp_path).save(file)
    said = _run(tmp_path, "curve", file.title, "--work-began", "2020", "--polarity", "higher", "--unit", "percent")
    documented = _examples()[1]
    assert said.keys() == documented.keys()
    [series], [example] = said["series"], documented["series"]
    assert series.keys() == example.keys()
    assert series["latest"].keys() == example["latest"].keys()
    assert series["baseline"][0].keys() == example["baseline"][0].keys()
    for figure in ("verdict", "frozen_at", "level", "difference_level", "method", "observations"):
        assert series[figure] == example[figure], figure
    for figure in ("mean_difference", "low", "high", "p_value"):
        assert round(series[figure], 4) == example[figure], figure


def test_the_answer_of_check_holds_the_documented_keys(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    said = _run(tmp_path, "check", "empty")
    documented = _examples()[0]
    assert said.keys() == documented.keys()
    assert said["ok"] is False
    assert said["findings"][0].keys() == documented["findings"][0].keys()
