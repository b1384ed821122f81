"""`encode` on a provider's machine: what goes out, what never does, and what is left when it is cut short."""

from __future__ import annotations

import csv
import json
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest
from tests.integration.cli.conftest import Run
from tests.integration.cli.test_cli_unduplicate import written
from tests.linkage import pair_scores

from groundswell.engine.encoding import decode_column, link_encoded
from groundswell.engine.invented import InventedCommunity, InventedNetwork, invented_network

FIRST, LAST, BORN, STREET, PHONE = "Canaryfirst", "Canarylast", "1985-12-09", "77 Canary Street", "155-777-0177"
CANARIES = (FIRST, LAST, BORN, "Canary Street", "777-0177", "1557770177", "9876-canary-ssn")
SECRET = "canary-secret-that-is-long-enough-0123"
ROW = f"001,{FIRST},{LAST},{BORN},F,Black,{STREET},06511,{PHONE},9876-canary-ssn,Spanish"
HEADINGS = "participant_id,given_name,surname,dob,sex,race,address,zip,phone,ssn,group.language"


@pytest.fixture(scope="module")
def network() -> InventedNetwork:
    return invented_network(5, 1_500, providers=3)


@pytest.fixture(scope="module")
def encoded(groundswell: Run, network: InventedNetwork, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three providers: each one's records with names, and encoded; the third has another secret."""
    folder = tmp_path_factory.mktemp("providers")
    for number, name in enumerate(("shelter", "clinic", "school")):
        secret, sent = folder / f"secret-{name}.txt", folder / f"{name}.csv"
        secret.write_text("another" * (number == 2) + SECRET, encoding="utf-8")
        written(sent, network, network.records.provider == number)
        done = groundswell("encode", sent, "--secret-file", secret, "--out", folder / f"{name}-encoded.csv")
        assert done.returncode == 0, done.stdout
    return folder


def unduplicated(groundswell: Run, *files: Path, out: Path | None = None) -> dict[str, Any]:
    more = ["--out", out] if out else []
    done = groundswell("unduplicate", *files, "--json", *more)
    assert done.returncode == 0, done.stdout + done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    assert not [word for word in (*map(str, encodings_in(files)), SECRET) if word in done.stdout + done.stderr]
    return found


def encodings_in(files: Sequence[Path]) -> list[str]:
    """A stretch of each encoding, which must be met nowhere else."""
    return [row["encoding"][40:60] for path in files for row in rows_of(path) if len(row.get("encoding", "")) > 60]


def messages(told: dict[str, Any], severity: str) -> list[tuple[str, str]]:
    return [(each["file"], each["message"]) for each in told["findings"] if each["severity"] == severity]


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A provider's folder: participants and the secret."""
    (tmp_path / "participants.csv").write_text(f"{HEADINGS}\n{ROW}\n=2,Bo,Ek,,,,,,,,\n", encoding="utf-8")
    (tmp_path / "secret.txt").write_text(f"{SECRET}\n", encoding="utf-8")
    return tmp_path


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def quiet(text: str) -> bool:
    return not [each for each in (*CANARIES, SECRET) if each.lower() in text.lower()]


def test_what_tells_who_somebody_is_stays_at_home(groundswell: Run, desk: Path) -> None:
    out = desk / "encoded.csv"
    done = groundswell("encode", desk / "participants.csv", "--secret-file", desk / "secret.txt", "--out", out)
    assert done.returncode == 0, done.stdout
    rows = rows_of(out)
    assert list(rows[0]) == ["participant_id", "sex", "race_ethnicity", "group.language", "encoding"]
    assert [row["participant_id"] for row in rows] == ["001", "=2"]
    assert decode_column([row["encoding"] for row in rows]).findings == []
    assert quiet(out.read_text(encoding="utf-8") + done.stdout + done.stderr)
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert sorted(path.name for path in desk.iterdir()) == ["encoded.csv", "participants.csv", "secret.txt"]


def test_the_same_file_and_secret_give_the_same_bytes(groundswell: Run, desk: Path) -> None:
    for name in ("one.csv", "two.csv", "three.parquet"):
        done = groundswell("encode", desk / "participants.csv", "--secret-file", desk / "secret.txt", "--out",
                           desk / name, "--json")  # fmt: skip
        told = json.loads(done.stdout)
        assert (told["ok"], told["counts"]) == (True, {"participants": 2})
        assert len(told["check"]) == 8
        assert quiet(done.stdout + done.stderr)
    assert (desk / "one.csv").read_bytes() == (desk / "two.csv").read_bytes()
    found = duckdb.sql(f"SELECT encoding FROM read_parquet('{desk / 'three.parquet'}')").fetchall()
    assert [row["encoding"] for row in rows_of(desk / "one.csv")] == [cell for (cell,) in found]


def test_two_providers_find_the_people_they_share_without_names(groundswell: Run, desk: Path) -> None:
    community, words, sources, truth = InventedCommunity(21, 600), [], [], []
    for number, program in enumerate(community.programs[:3]):
        sent = community.write(desk / program.program_id, program.program_id, "csv")
        participants = next(path for path in sent if path.stem == "participants")
        out = desk / f"{program.program_id}.csv"
        done = groundswell("encode", participants, "--secret-file", desk / "secret.txt", "--out", out)
        assert done.returncode == 0, done.stdout
        rows = rows_of(out)
        words.append(decode_column([row["encoding"] for row in rows]).words)
        sources.append(np.full(len(rows), number, np.int32))
        known = community.truth(program.program_id)
        people = dict(zip(map(str, known["participant_id"]), known["person"].tolist(), strict=True))
        truth += [people[row["participant_id"]] for row in rows]
    linkage = link_encoded(np.concatenate(words), np.concatenate(sources))
    assert abs(linkage.people - len(set(truth))) <= 0.03 * len(set(truth))


def test_two_providers_who_share_a_secret_are_counted_once_without_names(
    groundswell: Run, encoded: Path, network: InventedNetwork, tmp_path: Path
) -> None:
    files, out = (encoded / "shelter-encoded.csv", encoded / "clinic-encoded.csv"), tmp_path / "people.csv"
    told = unduplicated(groundswell, *files, out=out)
    rows = rows_of(out)
    truth = network.person[[int(row["participant_id"]) for row in rows]]
    person = np.array([int(row["person_id"]) for row in rows])
    assert pair_scores(person, truth).f1 >= 0.95
    assert told["low"] <= len(set(truth)) <= told["high"]
    assert told["records"] == told["encoded"] == len(rows)
    assert (told["doubtful_pairs"], told["findings"]) == (0, [])
    assert not [word for word in encodings_in(files) if word in out.read_text()]
    said = groundswell("unduplicate", *files).stdout
    assert f"are {told['people']:,} people (95 %: {told['low']:,} to {told['high']:,})" in said
    assert "name and birth date alone" not in said


def test_another_secret_is_told_and_the_range_allows_for_everybody_in_both(
    groundswell: Run, encoded: Path, network: InventedNetwork
) -> None:
    told = unduplicated(groundswell, *(encoded / f"{name}-encoded.csv" for name in ("shelter", "clinic", "school")))
    ((file, message),) = messages(told, "warning")
    assert file == "school-encoded.csv"
    assert "made with another secret than those in shelter-encoded.csv" in message
    assert told["low"] <= len(network.people) <= told["high"]
    assert told["high"] > 1.2 * len(network.people) > told["low"]


def test_encoded_and_named_records_are_counted_beside_each_other(
    groundswell: Run, encoded: Path, network: InventedNetwork
) -> None:
    told = unduplicated(groundswell, encoded / "shelter-encoded.csv", encoded / "clinic-encoded.csv",
                        encoded / "school.csv")  # fmt: skip
    assert messages(told, "info") == [(
        "", f"{told['encoded']:,} of 1,500 records are encoded and cannot be compared with names: who is among both is "
        "not known, and the range allows for everybody and for nobody"
    )]  # fmt: skip
    assert told["low"] <= len(network.people) <= told["high"]


def test_encodings_that_are_damaged_are_told_by_row_and_left_blank(
    groundswell: Run, encoded: Path, tmp_path: Path
) -> None:
    lines = (encoded / "shelter-encoded.csv").read_text(encoding="utf-8").splitlines()
    lines[2], lines[3] = lines[2].replace("gs1-", "gs2-"), lines[3][:-9]
    (tmp_path / "cut.csv").write_text("\n".join(lines), encoding="utf-8")
    told = unduplicated(groundswell, tmp_path / "cut.csv")
    assert [(each["row"], each["column"], each["severity"]) for each in told["findings"]] == [
        (3, "encoding", "warning"), (4, "encoding", "warning")
    ]  # fmt: skip
    assert told["encoded"] == told["records"] - 2


def test_encodings_are_submitted_in_place_of_names(groundswell: Run, own_home: Path, desk: Path) -> None:
    sent = {path.stem: path for path in InventedCommunity(11, 200).write(desk / "sent", "first-steps", "csv")}
    out = desk / "participants-encoded.csv"
    groundswell("encode", sent.pop("participants"), "--secret-file", desk / "secret.txt", "--out", out)
    done = groundswell("submit", "first-steps", out, *sent.values(), "--json", "--home", own_home)
    told = json.loads(done.stdout)
    assert (done.returncode, told["ok"], told["number"]) == (0, True, 1)
    said = [each["message"] for each in told["findings"] if each["column"] == "birth_date"]
    assert said and all(each.startswith("the column birth_date is missing") for each in said)
    measured = json.loads(groundswell("measures", "first-steps", "--json", "--home", own_home).stdout)
    assert any(one["measure_id"] == "people-served" and one["value"] for one in measured["values"])


def test_columns_and_ids_can_be_kept_at_home_too(groundswell: Run, desk: Path) -> None:
    out = desk / "encoded.csv"
    groundswell("encode", desk / "participants.csv", "--secret-file", desk / "secret.txt", "--out", out,
                "--pseudonyms", "--leave-out", "sex", "--leave-out", "race_ethnicity")  # fmt: skip
    rows = rows_of(out)
    assert list(rows[0]) == ["participant_id", "group.language", "encoding"]
    assert rows[0]["participant_id"].startswith("p-")
    assert len({row["participant_id"] for row in rows}) == 2


def test_a_new_secret_is_for_its_owner_alone_and_never_written_over(groundswell: Run, tmp_path: Path) -> None:
    path = tmp_path / "secret.txt"
    assert groundswell("encode", "--new-secret", path).returncode == 0
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    made = path.read_text(encoding="ascii").strip()
    again = groundswell("encode", "--new-secret", path)
    assert again.returncode == 1
    assert path.read_text(encoding="ascii").strip() == made
    assert made not in again.stdout + again.stderr


@pytest.mark.parametrize(
    ("secret", "status", "said"), [("short", 1, "needs 32 or more"), ("ab" * 30, 1, "could be guessed")]
)
def test_a_secret_that_could_be_guessed_is_refused(
    groundswell: Run, desk: Path, secret: str, status: int, said: str
) -> None:
    (desk / "secret.txt").write_text(secret, encoding="utf-8")
    done = groundswell("encode", desk / "participants.csv", "--secret-file", desk / "secret.txt", "--out",
                       desk / "encoded.csv")  # fmt: skip
    assert (done.returncode, said in done.stdout) == (status, True)
    assert not (desk / "encoded.csv").exists()


def test_a_file_with_problems_is_told_by_row_and_nothing_is_written(groundswell: Run, desk: Path) -> None:
    (desk / "participants.csv").write_text(f"{HEADINGS}\n{ROW}\n,{FIRST},,,,,,,,,\n", encoding="utf-8")
    done = groundswell("encode", desk / "participants.csv", "--secret-file", desk / "secret.txt", "--out",
                       desk / "encoded.csv")  # fmt: skip
    assert done.returncode == 1
    assert "participants.csv:3:participant_id" in done.stdout
    assert quiet(done.stdout + done.stderr)
    assert not (desk / "encoded.csv").exists()


def test_wrong_usage_ends_with_two(groundswell: Run, desk: Path) -> None:
    file, secret = desk / "participants.csv", desk / "secret.txt"
    for arguments in (
        (file,), (file, "--secret-file", secret), (file, "--secret-file", secret, "--out", desk / "x.xlsx"),
        ("--secret-file", secret), (file, "--secret-file", secret, "--out", file),
        (file, "--secret-file", secret, "--out", desk / "nowhere" / "x.csv"),
    ):  # fmt: skip
        assert groundswell("encode", *arguments).returncode == 2, arguments
    assert ROW in file.read_text(encoding="utf-8")


@pytest.mark.parametrize("seconds", [0.6, 1.2, 2.0])
def test_a_kill_leaves_no_name_behind(desk: Path, seconds: float) -> None:
    """Whatever stands on disk afterwards, beside what was brought, is free of names."""
    with (desk / "participants.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"{number}{ROW[3:]}\n" for number in range(1_000, 21_000))
    left = desk / "left"
    for name in ("out", "temporary", "home"):
        (left / name).mkdir(parents=True)
    variables = {**os.environ, "TMPDIR": str(left / "temporary"), "GROUNDSWELL_HOME": str(left / "home")}
    command = [sys.executable, "-m", "groundswell.cli.main", "encode", str(desk / "participants.csv"), "--secret-file",
               str(desk / "secret.txt"), "--out", str(left / "out" / "encoded.csv")]  # fmt: skip
    with subprocess.Popen(command, env=variables, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as running:
        time.sleep(seconds)
        running.send_signal(signal.SIGKILL)
        said = running.communicate()[0].decode()
    assert quiet(said)
    for path in left.rglob("*"):
        assert not path.is_file() or quiet(path.read_bytes().decode("utf-8", "replace")), path.name


def test_a_failure_nobody_foresaw_quotes_nothing(
    desk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from groundswell.cli.endings import ended
    from groundswell.cli.main import app

    def fail(*_: object, **__: object) -> None:
        raise ValueError(f"{FIRST} {SECRET}")

    monkeypatch.setattr("groundswell.engine.encoding.files.encoded_columns", fail)
    arguments = ["encode", desk / "participants.csv", "--secret-file", desk / "secret.txt", "--out", desk / "e.csv"]
    assert ended(app, list(map(str, arguments))) == 1
    told = capsys.readouterr()
    assert "ValueError" in told.out
    assert quiet(told.out + told.err)


def test_a_file_that_is_encoded_already_or_names_nobody_is_not_encoded(groundswell: Run, desk: Path) -> None:
    secret, out = desk / "secret.txt", desk / "encoded.csv"
    assert groundswell("encode", desk / "participants.csv", "--secret-file", secret, "--out", out).returncode == 0
    (desk / "services.csv").write_text("participant_id,date,service\n001,2025-01-02,visit\n", encoding="utf-8")
    for name, said in (("encoded.csv", "encoded already"), ("services.csv", "no column tells people apart")):
        done = groundswell("encode", desk / name, "--secret-file", secret, "--out", desk / "again.csv")
        assert done.returncode == 1
        assert said in done.stdout + done.stderr
        assert not (desk / "again.csv").exists()


@pytest.mark.parametrize(
    "wish", [("--leave-out", "sexx"), ("--secret-file", "participants.csv")], ids=["no such column", "no secret"]
)
def test_a_slip_that_would_let_something_out_is_wrong_usage(
    groundswell: Run, desk: Path, wish: tuple[str, str]
) -> None:
    option, value = wish
    secret = desk / value if option == "--secret-file" else desk / "secret.txt"
    more = (option, value) if option == "--leave-out" else ()
    done = groundswell("encode", desk / "participants.csv", "--secret-file", secret, "--out", desk / "e.csv", *more)
    assert done.returncode == 2
    assert quiet(done.stdout + done.stderr)
    assert not (desk / "e.csv").exists()
