"""A community in and out by command: whole, or not at all, and the same bytes each time."""

import json
import shutil
from pathlib import Path

import pytest
from tests.integration.cli.conftest import Run

from groundswell.cli.endings import ended
from groundswell.cli.main import app


@pytest.fixture
def broken(riverbend: Path, tmp_path: Path) -> Path:
    """Riverbend with one number that is none."""
    folder = tmp_path / "broken"
    shutil.copytree(riverbend, folder)
    file = folder / "targets.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("15.0", "fifteen"), encoding="utf-8", newline="")
    return folder


def _files(folder: Path) -> dict[str, bytes]:
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths if not path.name.startswith("README")}


def test_a_package_in_order_is_checked_in_silence(groundswell: Run, riverbend: Path) -> None:
    checked = groundswell("check", riverbend)
    assert (checked.returncode, checked.stdout, checked.stderr) == (0, "", "")


def test_check_with_json_says_counts_and_findings(groundswell: Run, riverbend: Path) -> None:
    said = json.loads(groundswell("check", riverbend, "--json").stdout)
    assert said["ok"] is True
    assert said["counts"]["indicators"] == 12
    assert said["counts"]["observations"] == 964
    assert said["findings"] == []


def test_a_problem_is_told_by_file_row_and_column(groundswell: Run, broken: Path) -> None:
    checked = groundswell("check", broken)
    assert checked.returncode == 1
    assert "targets.csv:2:value: " in checked.stdout
    said = json.loads(groundswell("check", broken, "--json").stdout)
    assert said["ok"] is False
    keys = ["severity", "file", "row", "column", "message", "fix"]
    assert [list(finding) for finding in said["findings"]] == [keys]


def test_nothing_of_a_package_with_a_problem_is_loaded(
    groundswell: Run, broken: Path, home: Path, tmp_path: Path
) -> None:
    assert groundswell("load", broken, "--home", home).returncode == 1
    dumped = groundswell("dump", "riverbend", tmp_path / "out", "--home", home)
    assert dumped.returncode == 1
    assert "there is no community riverbend" in dumped.stdout
    assert not (tmp_path / "out").exists()


def test_dump_load_dump_gives_the_same_bytes_with_frozen_baselines_and_revisions(
    groundswell: Run, riverbend: Path, riverbend_home: Path, home: Path, tmp_path: Path
) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    assert groundswell("dump", "riverbend", first, home=riverbend_home).returncode == 0
    loaded = json.loads(groundswell("load", first, "--home", home, "--json").stdout)
    assert loaded["ok"] is True
    assert groundswell("dump", "riverbend", second, home=home).returncode == 0
    assert _files(first) == _files(second)
    assert {"baselines.csv", "revisions.csv"} <= set(_files(first))


def test_what_is_loaded_comes_out_as_it_went_in(
    groundswell: Run, riverbend: Path, riverbend_home: Path, tmp_path: Path
) -> None:
    groundswell("dump", "riverbend", tmp_path / "out", home=riverbend_home)
    went_in, came_out = _files(riverbend), _files(tmp_path / "out")
    added = {"baselines.csv", "datapackage.json"}  # frozen while loading, and the description that names them
    assert {name: came_out[name] for name in went_in if name not in added} == {
        name: content for name, content in went_in.items() if name not in added
    }


def test_loading_the_same_package_again_changes_nothing(
    groundswell: Run, riverbend: Path, home: Path, tmp_path: Path
) -> None:
    for name in ("once", "twice"):
        assert groundswell("load", riverbend, home=home).returncode == 0
        assert groundswell("dump", "riverbend", tmp_path / name, home=home).returncode == 0
    assert _files(tmp_path / "once") == _files(tmp_path / "twice")


def test_dump_leaves_a_folder_that_is_no_package_alone(groundswell: Run, riverbend_home: Path, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine", encoding="utf-8")
    dumped = groundswell("dump", "riverbend", tmp_path, home=riverbend_home)
    assert dumped.returncode == 1
    assert "Traceback" not in dumped.stdout + dumped.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_community_that_is_not_there_is_asked_for_by_its_nearest_name(
    groundswell: Run, riverbend_home: Path, tmp_path: Path
) -> None:
    dumped = groundswell("dump", "riverbent", tmp_path / "out", home=riverbend_home)
    assert dumped.returncode == 1
    assert dumped.stdout.strip() == "there is no community riverbent; did you mean riverbend?"


@pytest.mark.parametrize("reserved", ["api", "accounts", "static", "design", "admin", "health"])
def test_a_community_may_not_take_an_address_that_leads_elsewhere(
    reserved: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "community.yaml").write_text(f"format: 1\nid: {reserved}\nname: A\n", encoding="utf-8")
    assert ended(app, ["check", str(tmp_path)]) == 1
    assert "community.yaml:id: is reserved" in capsys.readouterr().out
