"""The home sets itself up, once, and is never used by a program older than itself; the doctor says how it is."""

import json
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.integration.cli.conftest import Run


def test_a_fresh_home_is_set_up_by_itself(groundswell: Run, riverbend: Path, tmp_path: Path) -> None:
    home = tmp_path / "deep" / "home"
    loaded = groundswell("load", riverbend, "--home", home)
    assert loaded.returncode == 0, loaded.stderr
    assert (home / "groundswell.sqlite3").is_file()
    assert home.stat().st_mode & 0o777 == 0o700, "private communities live here"


def test_the_home_may_be_named_before_or_after_the_command(
    groundswell: Run, riverbend_home: Path, tmp_path: Path
) -> None:
    before = groundswell("--home", riverbend_home, "dump", "riverbend", tmp_path / "before")
    after = groundswell("dump", "riverbend", tmp_path / "after", "--home", riverbend_home)
    assert (before.returncode, after.returncode) == (0, 0)


def test_commands_that_start_together_in_a_fresh_home_all_succeed(
    groundswell: Run, riverbend: Path, tmp_path: Path
) -> None:
    with ThreadPoolExecutor(3) as together:
        ends = [*together.map(lambda _: groundswell("load", riverbend, "--home", tmp_path / "home"), range(3))]
    assert [end.returncode for end in ends] == [0, 0, 0], ends


def test_a_home_made_by_a_newer_version_is_left_alone(groundswell: Run, riverbend: Path, home: Path) -> None:
    with sqlite3.connect(home / "groundswell.sqlite3") as database:
        database.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('indicators', '0999_later', '2030-01-01')"
        )
    database.close()
    loaded = groundswell("load", riverbend, "--home", home)
    assert loaded.returncode == 1
    assert "made by a newer Groundswell (it has indicators.0999_later); install that version" in loaded.stdout


def test_a_home_that_cannot_be_made_is_said_in_one_line(groundswell: Run, riverbend: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    loaded = groundswell("load", riverbend, "--home", tmp_path / "file" / "home")
    assert loaded.returncode in (1, 2)
    assert "Traceback" not in loaded.stderr
    assert "home" in loaded.stdout + loaded.stderr


def test_a_database_that_is_damaged_is_said_in_one_line(groundswell: Run, riverbend: Path, tmp_path: Path) -> None:
    (tmp_path / "groundswell.sqlite3").write_bytes(b"not a database at all" * 100)
    loaded = groundswell("load", riverbend, "--home", tmp_path)
    assert loaded.returncode == 1
    assert "groundswell doctor" in loaded.stdout
    assert "Traceback" not in loaded.stderr


def test_the_doctor_finds_a_home_in_order(groundswell: Run, riverbend_home: Path) -> None:
    said = json.loads(groundswell("doctor", "--home", riverbend_home, "--json").stdout)
    assert said["ok"] is True
    assert {"python", "home", "disk", "database"} <= {check["name"] for check in said["checks"]}


def test_the_doctor_finds_a_damaged_database_and_says_what_to_do(groundswell: Run, tmp_path: Path) -> None:
    (tmp_path / "groundswell.sqlite3").write_bytes(b"not a database at all" * 100)
    looked = groundswell("doctor", "--home", tmp_path)
    assert looked.returncode == 1
    assert "PROBLEM  database" in looked.stdout
    assert "restore your backup" in looked.stdout


def test_the_doctor_changes_nothing(groundswell: Run, tmp_path: Path) -> None:
    assert groundswell("doctor", "--home", tmp_path / "none").returncode == 0
    assert not (tmp_path / "none").exists()
