"""Whoever is killed while writing parts, at whatever moment, leaves whole parts and nothing else."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from groundswell.engine.store import part_digests, sweep, verify_part

# Writes one part after the other and says which is stored; dies by its own hand at the step it is told.
WRITER = """
import os, signal, sys
from pathlib import Path
import numpy as np
from groundswell.engine.store import purge_part, write_part
root, die_at, first = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
def steps(step):
    print("step", step, flush=True)
    if step == die_at:
        os.kill(os.getpid(), signal.SIGKILL)
for number in range(first, first + (1 if die_at else 1000)):
    digest = f"{number * 2654435761 % 2**64:016x}"
    people = [f"p{place}" for place in range(200 + number % 50)]
    tables = {
        "participants": {"participant_id": people, "sex": ["x"] * len(people)},
        "services": {"participant_id": people * 5, "quantity": np.arange(5.0 * len(people))},
    }
    write_part(root, tables, digest=digest, steps=steps)
    print("stored", digest, flush=True)
    if number % 4 == 3:
        print("purging", digest, flush=True)
        purge_part(root, digest)
"""
STEPS = [
    "folder made",
    "participants written",
    "services written",
    "manifest written",
    "durable",
    "in place",
    "durable in place",
]


def writer(root: Path, die_at: str = "", first: int = 0) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(root), die_at, str(first)], stdout=subprocess.PIPE, text=True
    )


def said(output: str, word: str) -> list[str]:
    return [line.split(" ", 1)[1] for line in output.splitlines() if line.startswith(word)]


def assert_only_whole_parts(root: Path, acknowledged: set[str], known: frozenset[str] | set[str] = frozenset()) -> None:
    """After sweeping: every part verifies but those known already, the acknowledged are there, and nothing else."""
    sweep(root)
    digests = part_digests(root)
    for digest in set(digests) - known:
        assert set(verify_part(root, digest).rows) == {"participants", "services"}
    assert acknowledged <= set(digests)
    folders = set((root / "parts").glob("*/*"))
    assert folders == {root / "parts" / digest[:2] / digest for digest in digests}
    assert {path.name for path in (root / "parts").rglob("*") if path.is_file()} <= {
        ".lock",
        "manifest.json",
        "participants.parquet",
        "services.parquet",
    }


def test_the_steps_are_all_there_are(tmp_path: Path) -> None:
    process = writer(tmp_path, "never")
    output, _ = process.communicate(timeout=60)
    assert said(output, "step") == STEPS
    assert process.returncode == 0


@pytest.mark.parametrize("step", STEPS)
def test_a_writer_killed_at_any_step_leaves_the_whole_part_or_none(tmp_path: Path, step: str) -> None:
    process = writer(tmp_path, step)
    output, _ = process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL
    assert said(output, "step")[-1] == step
    in_place = STEPS.index(step) >= STEPS.index("in place")
    assert len(part_digests(tmp_path)) == in_place
    assert_only_whole_parts(tmp_path, set())
    assert len(part_digests(tmp_path)) == in_place
    again = writer(tmp_path, "never")
    assert said(again.communicate(timeout=60)[0], "stored") == part_digests(tmp_path)


def kill_at_random_moments(root: Path, kills: int, seed: int) -> int:
    """Kill a writer so many times over one store; gives how many parts it had acknowledged in all."""
    draw = random.Random(seed)
    acknowledged: set[str] = set()
    purged: set[str] = set()
    verified: set[str] = set()
    for kill in range(kills):
        process = writer(root, first=kill * 1000)
        assert process.stdout is not None
        begun = process.stdout.readline()
        time.sleep(draw.random() * 0.4)
        os.kill(process.pid, signal.SIGKILL)
        output = begun + process.communicate(timeout=60)[0]
        purged |= set(said(output, "purging"))
        acknowledged = (acknowledged | set(said(output, "stored"))) - purged
        assert_only_whole_parts(root, acknowledged, verified)
        verified |= set(part_digests(root))
    assert_only_whole_parts(root, acknowledged)
    return len(acknowledged) + len(purged)


def test_writers_killed_at_random_moments_leave_whole_parts_only(tmp_path: Path) -> None:
    assert kill_at_random_moments(tmp_path, 8, seed=1) > 0


@pytest.mark.slow
def test_two_hundred_writers_killed_at_random_moments_leave_whole_parts_only(tmp_path: Path) -> None:
    assert kill_at_random_moments(tmp_path, 200, seed=2) > 0
