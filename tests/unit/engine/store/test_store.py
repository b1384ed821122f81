"""What the store promises: whole parts or none, the same part once, and what was written is what is read."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from groundswell.engine.store import (
    Fault,
    StoreError,
    manifest_of,
    part_digests,
    part_folder,
    purge_part,
    read_part,
    sweep,
    verify_part,
    write_part,
)

DIGEST = "ab" * 32
HARMS = ["a bit", "a cut", "a file gone", "a file more", "manifest", "rows", "all gone", "format"]
TABLES = {
    "participants": {
        "participant_id": np.array(["p3", "p1", "p2"], object),
        "first_name": ["Ana", None, "O'Neil; DROP"],
        "birth_date": np.array(["2001-02-03", "NaT", "1999-12-31"], "datetime64[D]"),
        'group.race "x"': ["a", "b", ""],
        "id.state": ["007", None, "1e5"],
    },
    "services": {
        "participant_id": np.array(["p2", "p1", "p1"]),
        "date": np.array(["2024-05-02", "2024-05-03", "2024-05-01"], "datetime64[D]"),
        "service": np.array(["visit"] * 3),
        "quantity": np.array([1.5, np.nan, 2.25]),
        "unit": [None, None, None],
    },
    "outcomes": {"participant_id": ["p1"], "date": [np.datetime64("2024-06-01")], "achieved": [True]},
    "enrollments": {"participant_id": [], "started": []},
}


def stored(root: Path, **more) -> object:
    return write_part(root, TABLES, digest=DIGEST, rows_sha256="cd" * 32, **more)


def files(root: Path) -> list[str]:
    return sorted(path.name for path in root.rglob("*") if path.is_file() and path.name != ".lock")


def test_what_was_written_is_what_is_read_in_the_order_of_people_and_dates(tmp_path: Path) -> None:
    manifest = stored(tmp_path)
    assert manifest.rows == {"participants": 3, "services": 3, "outcomes": 1}
    found = read_part(tmp_path, DIGEST)
    assert found["participants"]["participant_id"].tolist() == ["p1", "p2", "p3"]
    assert found["participants"]["first_name"].tolist() == [None, "O'Neil; DROP", "Ana"]
    assert found["participants"]["birth_date"].astype(str).tolist() == ["NaT", "1999-12-31", "2001-02-03"]
    assert found["participants"]['group.race "x"'].tolist() == ["b", "", "a"]
    assert found["participants"]["id.state"].tolist() == [None, "1e5", "007"]
    assert found["services"]["date"].astype(str).tolist() == ["2024-05-01", "2024-05-03", "2024-05-02"]
    np.testing.assert_array_equal(found["services"]["quantity"], [2.25, np.nan, 1.5])
    assert found["services"]["unit"].tolist() == [None, None, None]
    assert found["outcomes"]["achieved"].tolist() == [True]
    assert list(read_part(tmp_path, DIGEST, tables=["services"], columns=["date"])["services"]) == ["date"]


def test_a_part_is_a_folder_of_tables_that_have_rows_and_a_manifest(
    tmp_path: Path,
) -> None:
    manifest = stored(tmp_path)
    folder = tmp_path / "parts" / "ab" / DIGEST
    assert part_folder(tmp_path, DIGEST) == folder
    assert sorted(path.name for path in folder.iterdir()) == [
        "manifest.json",
        "outcomes.parquet",
        "participants.parquet",
        "services.parquet",
    ]
    assert manifest_of(tmp_path, DIGEST) == manifest
    assert manifest.tables[1].columns[1] == ("date", "DATE")
    assert folder.stat().st_mode & 0o077 == 0


def test_the_same_part_again_is_the_same_part(tmp_path: Path) -> None:
    first = stored(tmp_path)
    before = {path: path.stat().st_mtime_ns for path in part_folder(tmp_path, DIGEST).iterdir()}
    assert stored(tmp_path) == first
    assert {path: path.stat().st_mtime_ns for path in part_folder(tmp_path, DIGEST).iterdir()} == before
    assert part_digests(tmp_path) == [DIGEST]


def test_rows_in_another_order_make_the_same_files(tmp_path: Path) -> None:
    other = {
        name: {column: np.asarray(values)[::-1] for column, values in table.items()} for name, table in TABLES.items()
    }
    one, two = tmp_path / "one", tmp_path / "two"
    assert write_part(one, other, digest=DIGEST) == write_part(two, TABLES, digest=DIGEST)


def test_another_part_never_takes_the_place_of_one_that_is_there(tmp_path: Path) -> None:
    stored(tmp_path)
    with pytest.raises(StoreError, match="another part") as raised:
        write_part(tmp_path, {"outcomes": TABLES["outcomes"]}, digest=DIGEST)
    assert raised.value.fault is Fault.CONTENT
    assert verify_part(tmp_path, DIGEST).rows["services"] == 3


def test_many_who_write_the_same_part_at_once_leave_one(tmp_path: Path) -> None:
    found: list[object] = []
    threads = [threading.Thread(target=lambda: found.append(stored(tmp_path))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert all(each == found[0] for each in found)
    assert files(tmp_path) == ["manifest.json", "outcomes.parquet", "participants.parquet", "services.parquet"]
    assert sweep(tmp_path).interrupted == 0


def test_large_tables_keep_the_order_of_people_and_dates(tmp_path: Path) -> None:
    draw = np.random.default_rng(1)
    people = draw.integers(0, 50_000, 300_000)
    table = {
        "participant_id": np.char.add("p", people.astype(str)),
        "date": np.datetime64("2020-01-01") + draw.integers(0, 900, 300_000),
        "quantity": draw.random(300_000),
    }
    write_part(tmp_path, {"services": table}, digest=DIGEST)
    found = read_part(tmp_path, DIGEST)["services"]
    order = np.lexsort([table["quantity"], table["date"], table["participant_id"]])
    assert np.array_equal(found["quantity"], table["quantity"][order])
    assert found["participant_id"].tolist() == table["participant_id"][order].tolist()


@pytest.mark.parametrize("harm", HARMS)
def test_a_part_that_is_not_what_was_written_is_found_out(tmp_path: Path, harm: str) -> None:
    stored(tmp_path)
    folder = part_folder(tmp_path, DIGEST)
    file = folder / "services.parquet"
    content = bytearray(file.read_bytes())
    if harm == "a bit":
        content[len(content) // 2] ^= 1
        file.write_bytes(content)
    elif harm == "a cut":
        file.write_bytes(content[:-9])
    elif harm == "a file gone":
        file.unlink()
    elif harm == "a file more":
        (folder / "more.parquet").write_bytes(content)
    elif harm == "manifest":
        (folder / "manifest.json").write_text("{")
    elif harm == "rows":
        text = (folder / "manifest.json").read_text()
        (folder / "manifest.json").write_text(text.replace('"rows": 1', '"rows": 2'))
    elif harm == "format":
        text = (folder / "manifest.json").read_text()
        (folder / "manifest.json").write_text(text.replace('"format": 1', '"format": 2'))
    else:
        purge_part(tmp_path, DIGEST)
    with pytest.raises(StoreError) as raised:
        verify_part(tmp_path, DIGEST)
    assert raised.value.fault is (Fault.MISSING if harm == "all gone" else Fault.DAMAGED)


def test_the_canonical_rows_are_computed_anew_from_what_is_read_back(tmp_path: Path) -> None:
    stored(tmp_path)
    seen: list[list[str]] = []

    def canonical(tables) -> str:
        seen.append(sorted(tables))
        return "cd" * 32

    assert verify_part(tmp_path, DIGEST, canonical=canonical).rows_sha256 == "cd" * 32
    assert seen == [["outcomes", "participants", "services"]]
    with pytest.raises(StoreError, match="not what was written"):
        verify_part(tmp_path, DIGEST, canonical=lambda _tables: "00" * 32)


def test_a_purged_part_is_gone_and_purging_it_again_does_nothing(tmp_path: Path) -> None:
    stored(tmp_path)
    assert purge_part(tmp_path, DIGEST)
    assert not purge_part(tmp_path, DIGEST)
    assert files(tmp_path) == []


def test_sweeping_removes_what_nobody_names_once_it_is_old_enough_and_leaves_the_rest(tmp_path: Path) -> None:
    other = "ef" * 32
    stored(tmp_path)
    write_part(tmp_path, {"outcomes": TABLES["outcomes"]}, digest=other)
    assert sweep(tmp_path).parts == ()
    assert sweep(tmp_path, keep={DIGEST}).parts == ()
    assert sweep(tmp_path, keep={DIGEST}, grace_seconds=0).parts == (other,)
    assert part_digests(tmp_path) == [DIGEST]
    assert verify_part(tmp_path, DIGEST).digest == DIGEST


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO])
@pytest.mark.parametrize("call", range(12))
def test_a_disk_that_is_full_or_fails_at_any_call_leaves_nothing(
    tmp_path: Path, number: int, call: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[int] = []
    real = os.fsync

    def failing(handle: int) -> None:
        calls.append(handle)
        if len(calls) == call + 1:
            raise OSError(number, os.strerror(number))
        real(handle)

    monkeypatch.setattr(os, "fsync", failing)
    if call >= 8:  # two shelves, three tables, the manifest, its folder, the place: then nothing is left to fail
        assert stored(tmp_path) == verify_part(tmp_path, DIGEST)
        return
    with pytest.raises(StoreError) as raised:
        stored(tmp_path)
    assert raised.value.fault is (Fault.FULL if number == errno.ENOSPC else Fault.DISK)
    assert raised.value.__cause__ is None
    assert files(tmp_path) == []
    assert not list(tmp_path.glob("parts/*/.*"))


LIMITED = """
import resource, signal, sys
from pathlib import Path
from groundswell.engine.store import StoreError, write_part
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
table = {"participant_id": [f"p{number * 7919 % 100003}" for number in range(20000)]}
try:
    write_part(Path(sys.argv[1]), {"participants": table}, digest="ab" * 32)
except StoreError as trouble:
    print(trouble.fault, trouble)
else:
    print("stored")
"""


@pytest.mark.parametrize("limit", [0, 100, 5_000])
def test_a_file_that_the_system_lets_grow_no_further_is_said_in_one_sentence(tmp_path: Path, limit: int) -> None:
    found = subprocess.run(
        [sys.executable, "-c", LIMITED, str(tmp_path), str(limit)], capture_output=True, text=True, check=True
    )
    assert found.stdout.startswith("full there is no space left")
    assert files(tmp_path) == []
    assert sweep(tmp_path).interrupted == 0


def test_a_folder_that_may_not_be_written_is_said_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "parts").write_text("a file where a folder should be")
    with pytest.raises(StoreError) as raised:
        stored(tmp_path)
    assert raised.value.fault is Fault.DISK


@pytest.mark.parametrize(
    "table",
    [
        {"participant_id": ["secret-name"], "birth_date": ["secret-name"]},
        {"participant_id": ["secret-name", "p"], "birth_date": [None]},
        {"participant_id": ["secret-name"], "Participant_ID": ["p"]},
        {"participant_id": np.array([["secret-name"]])},
    ],
)
def test_what_cannot_be_stored_is_refused_without_quoting_a_record(tmp_path: Path, table) -> None:
    with pytest.raises(StoreError) as raised:
        write_part(tmp_path, {"participants": table}, digest=DIGEST)
    assert raised.value.fault is Fault.CONTENT
    assert "secret" not in str(raised.value)
    assert raised.value.__suppress_context__ or raised.value.__context__ is None
    assert files(tmp_path) == []


@pytest.mark.parametrize("digest", ["", "AB" * 32, "../../etc", "ab", "ab" * 65])
def test_a_digest_is_hexadecimal_digits_and_nothing_that_leads_elsewhere(tmp_path: Path, digest: str) -> None:
    with pytest.raises(ValueError, match="hexadecimal"):
        write_part(tmp_path, TABLES, digest=digest)
    with pytest.raises(ValueError, match="table's name"):
        write_part(tmp_path, {"../x": {"a": [1]}}, digest=DIGEST)
    assert files(tmp_path) == []
