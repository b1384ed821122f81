"""`unduplicate` at the command line: what it says, what it writes, what it refuses, and that it names nobody."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from tests.forking import Program
from tests.integration.cli.test_cli_endings import heed_ctrl_c
from tests.linkage import pair_scores

from groundswell.cli.main import app
from groundswell.engine.connection import open_connection, quoted
from groundswell.engine.invented import InventedNetwork, invented_network

FEBRL = """
participants:
  participant_id: rec_id
  first_name: given_name
  last_name: surname
  street: [street_number, address_1]
  city: suburb
  postal_code: postcode
  birth_date: {column: date_of_birth, format: YYYYMMDD}
  id.ssn: soc_sec_id
"""
FAKE = (
    "participant_id: unique_id\nfirst_name: first_name\nlast_name: surname\nbirth_date: dob\ncity: city\nemail: email\n"
)
CANARIES = ("Canaryfirst", "Canarylast", "1987-06-05", "canary.bird@example.org")


def written(path: Path, network: InventedNetwork, which: np.ndarray) -> Path:
    """Some records of a network as a provider's file, with headings of its own."""
    records = network.records.chosen(which)
    births = np.where(np.isnat(records.birth_date), "", np.datetime_as_string(records.birth_date))
    columns = {"client id": np.flatnonzero(which).astype(str), "dob": births, **records.texts}
    with path.open("w", newline="") as stream:
        out = csv.writer(stream)
        out.writerow(columns)
        out.writerows(zip(*columns.values(), strict=True))
    return path


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def network() -> InventedNetwork:
    return invented_network(3, 1_500, providers=3)


@pytest.fixture(scope="module")
def files(network: InventedNetwork, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("sent")
    names = ("services.csv", "shelter.csv", "clinic.csv")  # the first is called like another table
    return [written(folder / name, network, network.records.provider == at) for at, name in enumerate(names)]


def test_people_in_several_files_are_counted_once_with_a_range(
    groundswell: Program, files: list[Path], network: InventedNetwork, tmp_path: Path
) -> None:
    out = tmp_path / "people.csv"
    done = groundswell("unduplicate", *files, "--out", out, "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(done.stdout)
    assert {
        "records",
        "people",
        "low",
        "high",
        "level",
        "candidate_pairs",
        "matched_pairs",
        "seconds",
        "engine",
    } <= set(told)
    true = len(network.people)
    assert told["records"] == 1_500 and told["engine"] == "own" and told["level"] == 0.95
    assert told["low"] <= told["people"] <= told["high"]
    assert abs(told["people"] / true - 1) < 0.03
    assert told["people_by_name_and_birth_date"] > 1.15 * true
    assert sum(one["people"] for one in told["files"]) > told["people"]
    rows = rows_of(out)
    assert list(rows[0]) == ["file", "row", "participant_id", "person_id"]
    assert [int(row["row"]) for row in rows if row["file"] == "shelter.csv"] == list(
        range(2, 2 + told["files"][1]["records"])
    )
    truth = network.person[[int(row["participant_id"]) for row in rows]]
    person = np.array([int(row["person_id"]) for row in rows])
    assert len(set(person)) == told["groups"] and person.min() == 1
    assert pair_scores(person, truth).f1 > 0.95
    assert (out.stat().st_mode & 0o077) == 0


def test_words_say_the_same_and_parquet_holds_the_same(groundswell: Program, files: list[Path], tmp_path: Path) -> None:
    out = tmp_path / "people.parquet"
    done = groundswell("unduplicate", *files[:2], "--out", out)
    assert done.returncode == 0, done.stdout + done.stderr
    assert (
        "people (95 %: " in done.stdout and "shelter.csv" in done.stdout and "name and birth date alone" in done.stdout
    )
    told = json.loads(groundswell("unduplicate", *files[:2], "--json").stdout)
    assert f"are {told['people']:,} people (95 %: {told['low']:,} to {told['high']:,})" in done.stdout
    with open_connection([tmp_path]) as connection:
        found = connection.execute(f"SELECT count(*), count(DISTINCT person_id) FROM {quoted(str(out))}").fetchall()
    assert found == [(told["records"], told["groups"])]


def test_any_text_is_an_id_and_one_that_stands_twice_is_only_a_warning(groundswell: Program, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text(
        "client id,first name,last name,dob\n01,Ann,Lee,2001-02-03\n01,Bob,Day,1990-02-03\n,Cy,Fox,1980-01-02\n"
    )
    told = json.loads(groundswell("unduplicate", path, "--json").stdout)
    assert (told["records"], told["people"]) == (3, 3)
    assert {one["severity"] for one in told["findings"]} == {"warning"} and len(told["findings"]) == 2


@pytest.mark.parametrize(
    ("text", "arguments", "status", "words"),
    [
        ("first name,last name,dob\nAnn,Lee,2001-02-03\n", [], 1, "participant_id is missing"),
        ("client id\n1\n", ["--out", "people.txt"], 2, "ends with .csv or .parquet"),
        ("client id\n1\n", ["--out", "FILE"], 2, "one of the files that are read"),
        ("client id\n1\n", ["--engine", "other"], 2, "say own or splink"),
        ("client id\n1\n", ["--out", "nowhere/people.csv"], 1, "there is no folder"),
        ("words without end\n", [], 1, "none of the headings is known"),
        ("client id,date,service\n1,2025-01-02,visit\n", [], 1, "no column tells people apart"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(
    groundswell: Program, tmp_path: Path, text: str, arguments: list[str], status: int, words: str
) -> None:
    path = tmp_path / "given.csv"
    path.write_text(text)
    done = groundswell("unduplicate", path, *(str(path) if one == "FILE" else one for one in arguments))
    assert done.returncode == status, done.stdout + done.stderr
    assert words in done.stdout + done.stderr
    assert path.read_text() == text


def canaries(folder: Path, rows: int = 3) -> Path:
    """A file of somebody whose name must be met nowhere else."""
    path = folder / "given" / "birds.csv"
    path.parent.mkdir()
    person = f"{CANARIES[0]},{CANARIES[1]},{CANARIES[2]},{CANARIES[3]}"
    some = "".join(f"{number},{person}\n" for number in range(rows))
    path.write_text(f"client id,first name,last name,dob,email\n{some}")
    return path


def everything_beneath(folder: Path) -> Iterator[str]:
    for path in folder.rglob("*"):
        if path.is_file():
            yield path.name + path.read_bytes().decode("latin-1")


def test_nobody_is_named_in_what_is_said_or_written(groundswell: Program, tmp_path: Path) -> None:
    path = canaries(tmp_path)
    home = tmp_path / "home"
    home.mkdir()
    said = []
    for more in (["--json"], [], ["--engine", "splink"], ["--out", home / "people.csv"]):
        done = groundswell("unduplicate", path, *more, home=home)
        said.append(done.stdout + done.stderr)
    found = "\n".join([*said, *everything_beneath(home)])
    assert [bird for bird in CANARIES if bird in found] == []


def test_a_failure_that_nobody_foresaw_quotes_no_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from groundswell.cli.endings import ended

    def fails(*_: object, **__: object) -> None:
        raise ValueError(f"cannot make a number of {CANARIES[0]}")

    monkeypatch.setattr("groundswell.engine.linkage.reading.records_from_columns", fails)
    monkeypatch.setenv("GROUNDSWELL_HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    assert ended(app, ["unduplicate", str(canaries(tmp_path))]) == 1
    captured = capsys.readouterr()
    found = "\n".join([captured.out, captured.err, *everything_beneath(tmp_path / "home")])
    assert "ValueError at test_cli_unduplicate.py" in found
    assert [bird for bird in CANARIES if bird in found] == []


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_nothing_is_left_behind_by_a_command_that_is_ended(tmp_path: Path, how: signal.Signals) -> None:
    path, place = canaries(tmp_path, 150_000), tmp_path / "place"
    for name in ("home", "temporary", "work"):
        (place / name).mkdir(parents=True)
    variables = {**os.environ, "GROUNDSWELL_HOME": str(place / "home"), "TMPDIR": str(place / "temporary")}
    start = [sys.executable, "-c", "from groundswell.cli.main import run; run()"]
    words = [*start, "unduplicate", str(path), "--out", "people.csv"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    running = subprocess.Popen(words, cwd=place / "work", env=variables, preexec_fn=heed_ctrl_c, **pipes)
    time.sleep(2.5)
    running.send_signal(how)
    said = running.communicate(timeout=60)[0].decode()
    assert running.returncode != 0
    found = "\n".join([said, *everything_beneath(place)])
    assert [bird for bird in CANARIES if bird in found] == []
    assert not (place / "work" / "people.csv").exists()


@pytest.mark.real_data
@pytest.mark.parametrize("name", ["dataset1.csv", "dataset3.csv"])
def test_published_people_are_found_again(groundswell: Program, shared_data: Path, tmp_path: Path, name: str) -> None:
    """FEBRL 1 and 3: rec-223-org and rec-223-dup-0 are one person. Only the names of columns are told."""
    columns, out = tmp_path / "map.yaml", tmp_path / "people.csv"
    columns.write_text(FEBRL)
    done = groundswell("unduplicate", shared_data / "linkage" / name, "--columns", columns, "--out", out, "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    rows = rows_of(out)
    truth = np.array([int(row["participant_id"].split("-")[1]) for row in rows])
    assert pair_scores(np.array([int(row["person_id"]) for row in rows]), truth).f1 >= 0.98


@pytest.mark.real_data
def test_people_who_were_made_up_by_others_are_found_again(
    groundswell: Program, shared_data: Path, tmp_path: Path
) -> None:
    """fake_1000, whose people are told apart by little but name, birth date, city and mail."""
    columns, out = tmp_path / "map.yaml", tmp_path / "people.csv"
    columns.write_text(FAKE)
    path = shared_data / "linkage" / "fake_1000.csv"
    done = groundswell("unduplicate", path, "--columns", columns, "--out", out, "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    truth = {row["unique_id"]: int(row["cluster"]) for row in rows_of(path)}
    rows = rows_of(out)
    found = pair_scores(
        np.array([int(r["person_id"]) for r in rows]), np.array([truth[r["participant_id"]] for r in rows])
    )
    assert found.precision > 0.95 and found.f1 > 0.75
