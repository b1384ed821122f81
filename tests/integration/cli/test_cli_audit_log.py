"""`groundswell audit-log`: whoever keeps the machine sees whether the record is whole, and what it says."""

import json
import sqlite3
from pathlib import Path

from tests.integration.cli.conftest import Run


def around_the_application(home: Path, *statements: str) -> None:
    """Somebody with the database's file: takes the guard away and writes."""
    with sqlite3.connect(home / "groundswell.sqlite3") as connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (name,) in names:
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)
    connection.close()


def test_a_log_that_is_whole_ends_well_and_says_its_head(groundswell: Run, own_home: Path) -> None:
    done = groundswell("audit-log", "verify", "--json", home=own_home)
    said = json.loads(done.stdout)
    assert (done.returncode, said["ok"]) == (0, True)
    assert [(log["community"], log["whole"]) for log in said["logs"]] == [("", True), ("riverbend", True)]
    head = said["logs"][1]["head"]
    assert groundswell("audit-log", "verify", "riverbend", "--noted", head, home=own_home).returncode == 0


def test_an_altered_event_is_named(groundswell: Run, own_home: Path) -> None:
    around_the_application(own_home, "UPDATE people_auditevent SET by = 'somebody' WHERE sequence = 1")
    done = groundswell("audit-log", "verify", "riverbend", home=own_home)
    assert done.returncode == 1
    assert "riverbend: event 1 does not follow" in done.stdout
    said = json.loads(groundswell("audit-log", "verify", "--json", home=own_home).stdout)
    assert [log["first_broken"] for log in said["logs"]] == [None, 1]


def test_an_end_that_was_cut_off_is_missed(groundswell: Run, own_home: Path, riverbend: Path) -> None:
    groundswell("load", riverbend, home=own_home)
    around_the_application(own_home, "DELETE FROM people_auditevent WHERE sequence = 2")
    done = groundswell("audit-log", "verify", "riverbend", home=own_home)
    assert done.returncode == 1
    assert "event 2 does not follow" in done.stdout


def test_a_log_that_was_written_anew_lacks_the_head_that_was_noted(groundswell: Run, own_home: Path) -> None:
    noted = f"1:{'0' * 64}"
    done = groundswell("audit-log", "verify", "riverbend", "--noted", noted, "--json", home=own_home)
    said = json.loads(done.stdout)
    assert (done.returncode, said["ok"], said["noted_stands"], said["logs"][0]["whole"]) == (1, False, False, True)


def test_the_log_is_shown_newest_first(groundswell: Run, own_home: Path, riverbend: Path) -> None:
    groundswell("load", riverbend, home=own_home)
    said = json.loads(groundswell("audit-log", "show", "riverbend", "--json", home=own_home).stdout)
    assert [(event["sequence"], event["action"]) for event in said["events"]] == [
        (2, "load_package"),
        (1, "load_package"),
    ]
    shown = groundswell("audit-log", "show", "riverbend", "--newest", "1", home=own_home).stdout
    assert "load_package" in shown and len(shown.splitlines()) == 2


def test_a_log_nobody_keeps_is_a_finding(groundswell: Run, own_home: Path) -> None:
    done = groundswell("audit-log", "verify", "atlantis", home=own_home)
    assert done.returncode == 1
    assert "choose one of: riverbend" in done.stdout
