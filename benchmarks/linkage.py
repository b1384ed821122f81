"""People counted once: our own engine beside Splink 5 on DuckDB and beside exact matching, on the same invented people.

Each engine works in a process of its own, one after the other, with the same processors. Splink is given a table in
standard form and its clock starts after that; ours starts with the records as they came. Thresholds were chosen before,
on other people. A quick look: `python -m benchmarks.linkage --sizes 3000 --seeds 2 --of-a-seed 3000 --first 1000`.
"""

from __future__ import annotations

import argparse
import csv
import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.linking import Outcome, by_adding, by_exact, by_own, by_seed, by_splink, network_of, of_published
from benchmarks.rows import Row

SIZES = (100_000, 1_000_000, 2_000_000)
SEEDS, OF_A_SEED = 40, 25_000  # for how often the range holds the truth
FIRST = 30_000  # records of a network that has just begun
ADDED = 1_000_000
PATIENCE = 1_800.0  # seconds for one engine at one size
ASKED = 1_000_000  # the size the goals speak of
HERE = Path(__file__).resolve()
PUBLISHED = HERE.parents[2] / "shared" / "data" / "linkage"
FEBRL = """participants:
  participant_id: rec_id
  first_name: given_name
  last_name: surname
  street: [street_number, address_1]
  city: suburb
  postal_code: postcode
  birth_date: {column: date_of_birth, format: YYYYMMDD}
  id.ssn: soc_sec_id
"""
GOALS = {"default": "at least 4.4 x (aim 9 x) at 1,000,000", "tuned": "at least 2.5 x (aim 5 x) at 1,000,000"}


def run() -> list[Row]:
    """All rows at the sizes that were promised; about a quarter of an hour."""
    return measured(SIZES, SEEDS, OF_A_SEED, FIRST, ADDED)


def measured(sizes: Sequence[int], seeds: int, of_a_seed: int, first: int, added: int) -> list[Row]:
    """All rows at other sizes; 0 leaves a part out."""
    rows: list[Row] = []
    ours: dict[int, Outcome] = {}
    for size in sizes:
        ours[size] = apart(by_own, size)
        rows += beside(size, ours[size])
    if len(sizes) > 1:
        rows.append(growth(ours[sizes[-2]], ours[sizes[-1]], sizes[-2], sizes[-1]))
    if seeds:
        rows += ranges(seeds, of_a_seed)
    if added:
        rows += incremental(added)
    if first:
        rows += first_use(first)
    return rows + published()


def apart(work: Callable[..., Any], *arguments: Any) -> Any:
    """What the work gives, done in a process of its own, so that nobody sits in another's memory."""
    said = getattr(work, "__name__", "work")
    print(f"  {said} {' '.join(map(str, arguments))} ...", file=sys.stderr, flush=True)
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply_async(work, arguments).get(PATIENCE)


def in_words(size: int) -> str:
    """A size as the table says it."""
    return f"{size:,} records"


def beside(size: int, ours: Outcome) -> list[Row]:
    """Time, F1, count, groups and memory at one size, beside Splink and beside exact matching."""
    what, said = "Linking people", in_words(size)
    rows, theirs = [], {}
    for how in ("default", "tuned"):
        peer = f"Splink 5 on DuckDB, {how}"
        try:
            theirs[how] = found = apart(by_splink, size, how)
        except ImportError as missing:
            rows.append(Row(what, said, ours.wall, f"{peer}: {missing.name} is not installed"))
            continue
        except multiprocessing.TimeoutError:
            rows.append(Row(what, said, ours.wall, f"{peer}: not done", PATIENCE, goal=GOALS[how]))
            continue
        rows.append(Row(what, said, ours.wall, peer, found.wall, goal=GOALS[how]))
        rows.append(Row(f"{what}: processor time", said, ours.cpu, peer, found.cpu))
    exact = apart(by_exact, size)
    rows.append(Row(what, said, ours.wall, "the same name and birth date", exact.wall))
    every = {"Groundswell": ours, **{f"Splink {how}": found for how, found in theirs.items()}, "exact": exact}
    return [
        *rows,
        Row(f"{what}: F1", said, figure=each(every, lambda one: f"{one.f1:.4f}"), goal="0.015 above Splink"),
        Row(f"{what}: precision, recall", said, figure=f"{ours.precision:.4f}, {ours.recall:.4f}"),
        Row(f"{what}: count beside the truth", said, figure=each(every, lambda one: f"{off(one):+.2%}"),
            goal="within 0.5 %"),
        Row(f"{what}: range", said, figure=range_of(ours), goal="holds the truth"),
        Row(f"{what}: largest false group", said, figure=each(every, false_group), goal="nothing to laugh at"),
        Row(f"{what}: memory", said, figure=each(every, lambda one: f"{one.peak:.2f} GB"), goal="below 1.5 GB"),
    ]  # fmt: skip


def each(every: dict[str, Outcome], say: Callable[[Outcome], str]) -> str:
    """The same of every engine, ours first."""
    return "; ".join(f"{name} {say(one)}" if at else say(one) for at, (name, one) in enumerate(every.items()))


def off(one: Outcome) -> float:
    """By how much the count is wrong, as a share."""
    return one.people / one.true - 1


def is_inside(one: Outcome) -> bool:
    """True where the range holds the truth."""
    return one.low <= one.true <= one.high


def range_of(one: Outcome) -> str:
    """The count with its range, and whether the truth lies in it."""
    return (
        f"{one.people:,} ({one.low:,} to {one.high:,}), truly {one.true:,}: {'inside' if is_inside(one) else 'OUTSIDE'}"
    )


def false_group(one: Outcome) -> str:
    """The largest group that is not one person."""
    return f"{one.false_records} records of {one.false_people} people" if one.false_records else "none"


def growth(small: Outcome, large: Outcome, before: int, after: int) -> Row:
    """How much longer more records take."""
    said = f"{large.wall / small.wall:.1f} x the time for {after / before:.1f} x the records"
    pairs = f"{large.compared / max(small.compared, 1):.1f} x the pairs"
    return Row("Linking people: growth", f"{before:,} to {after:,}", figure=f"{said}, {pairs}", goal="near linear")


def ranges(seeds: int, size: int) -> list[Row]:
    """How often the range holds the truth, over other people each time."""
    found = apart(_over_seeds, size, seeds)
    inside = sum(map(is_inside, found))
    mean = float(np.mean([off(one) for one in found]))
    worst = max((off(one) for one in found), key=abs)
    width = float(np.mean([(one.high - one.low) / one.true for one in found]))
    said = f"{inside} of {seeds} inside; off by {mean:+.2%}, at most {worst:+.2%}; ranges {width:.2%} wide"
    size_in_words = f"{seeds} seeds of {in_words(size)}"
    lowest = min(one.f1 for one in found)
    return [
        Row("Range of the count", size_in_words, figure=said, goal="at least 95 % of 40 seeds"),
        Row("Lowest F1 of the seeds", size_in_words, figure=f"{lowest:.4f}"),
    ]


def _over_seeds(size: int, seeds: int) -> list[Outcome]:
    return [by_seed(size, seed) for seed in range(1, seeds + 1)]


def incremental(size: int) -> list[Row]:
    """A hundredth more records, linked to those before."""
    what, said = "1 % new records linked", in_words(size)
    try:
        found = apart(by_adding, size)
    except ImportError:
        return [Row(what, said, figure="not there yet", goal="a tenth of the time")]
    peer = "all linked anew, same people" if found["same"] else "all linked anew: DOES NOT AGREE"
    return [Row(what, said, found["added"], peer, found["anew"], goal="at least 10 x")]


def first_use(size: int) -> list[Row]:
    """The command from its start, with no machine code kept, and again; beside it Splink and exact matching."""
    what, said = "groundswell unduplicate", in_words(size)
    with tempfile.TemporaryDirectory() as folder:
        path = written(Path(folder) / "participants.csv", size)
        kept = {"NUMBA_CACHE_DIR": str(Path(folder) / "kept")}
        cold, warm = command(path, "own", kept), command(path, "own", kept)
        rows = [
            Row(f"{what}: the very first time", said, cold, goal="under 40 s"),
            Row(f"{what}: from then on", said, warm, goal="under 5 s"),
        ]
        try:
            rows.append(Row(f"{what} --engine splink", said, warm, "Splink, through the same command",
                            command(path, "splink", kept)))  # fmt: skip
        except subprocess.CalledProcessError:
            rows.append(Row(f"{what} --engine splink", said, warm, "Splink: not installed"))
    exact = apart(by_exact, size)
    return [*rows, Row("By the same name and birth date", said, exact.wall, figure=f"{off(exact):+.1%} people")]


def written(path: Path, size: int) -> Path:
    """Records as a provider's file."""
    network = network_of(size)
    records = network.records
    born = np.where(np.isnat(records.birth_date), "", np.datetime_as_string(records.birth_date))
    ids = {f"id.{name}": column for name, column in records.ids.items()}
    columns = {"participant_id": np.arange(size), **records.texts, "birth_date": born, **ids}
    with path.open("w", newline="", encoding="utf-8") as stream:
        lines = csv.writer(stream)
        lines.writerow(columns)
        lines.writerows(zip(*(column.tolist() for column in columns.values()), strict=True))
    return path


def command(path: Path, engine: str, variables: dict[str, str]) -> float:
    """Seconds of the command, from its start to its end. Raises CalledProcessError where it fails."""
    start = "from groundswell.cli.main import run; run()"
    began = time.perf_counter()
    words = [sys.executable, "-c", start, "unduplicate", str(path), "--engine", engine, "--json"]
    subprocess.run(words, check=True, capture_output=True, env={**os.environ, **variables})
    return time.perf_counter() - began


def published() -> list[Row]:
    """FEBRL 1 and 3, which others published; left out where they are not beside the checkout."""
    rows = []
    for name, said in (("dataset1.csv", "FEBRL 1"), ("dataset3.csv", "FEBRL 3")):
        if (PUBLISHED / name).is_file():
            ours, theirs = apart(_published, PUBLISHED / name)
            beside = "" if theirs is None else f"; Splink {theirs:.4f}"
            rows.append(Row("Linking people: F1", said, figure=f"{ours:.4f}{beside}", goal="at least 0.98"))
    return rows


def _published(path: Path) -> tuple[float, float | None]:
    from groundswell.engine.linkage.reading import records_from_columns
    from groundswell.exchange.records import column_map_from, read_records

    columns, _ = column_map_from(FEBRL)
    files = [(path.name, path)]
    read = read_records(files, today=date(2026, 6, 30), columns=columns, table="participants", lenient=True)
    table = read.tables["participants"].columns
    truth = np.array([int(one.split("-")[1]) for one in table["participant_id"]])
    return of_published(records_from_columns([table]), truth)


def main() -> None:
    """Some of it, at sizes that are named."""
    from benchmarks.__main__ import table

    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--sizes", type=int, nargs="*", default=list(SIZES))
    asked.add_argument("--seeds", type=int, default=SEEDS)
    asked.add_argument("--of-a-seed", type=int, default=OF_A_SEED)
    asked.add_argument("--first", type=int, default=FIRST)
    asked.add_argument("--added", type=int, default=ADDED)
    said = asked.parse_args()
    print(table(measured(said.sizes, said.seeds, said.of_a_seed, said.first, said.added)))


if __name__ == "__main__":
    main()
