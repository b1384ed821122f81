"""One linkage of invented people, by one engine, with how good it was: what each process of the benchmark does."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.census_names import census_names, census_names_are_there
from groundswell.engine.invented import InventedNetwork, invented_network
from groundswell.engine.linkage import link
from groundswell.engine.linkage.exact import exact_person
from groundswell.engine.linkage.records import PersonRecords

Numbers = NDArray[np.int64]
# Chosen before, on other people than those of the benchmark: where each engine's F1 was highest at 100,000 records.
OWN_LINKED = 0.5
SPLINK_LINKED = 0.9
SEED = 20_260
MEMORY = "8GB"  # what Splink's DuckDB may take
LEARNING = {"default": (None, 1e6), "tuned": (5e5, 5e5)}  # the pairs Splink learns from: by EM, at random


@dataclass(frozen=True, slots=True)
class Outcome:
    """How long it took (seconds), how much memory at most (GB), and how well people were found.

    `false_records` and `false_people` are of the largest group that is not one person.
    """

    wall: float
    cpu: float
    peak: float
    f1: float
    precision: float
    recall: float
    true: int
    people: int
    low: int
    high: int
    groups: int
    false_records: int
    false_people: int
    compared: int = 0


def network_of(size: int, seed: int = SEED) -> InventedNetwork:
    """The same people for every engine; with the names of a census where these are installed."""
    return invented_network(seed, size, census_names() if census_names_are_there() else None)


def by_own(size: int, times: int = 2) -> Outcome:
    """Our own engine, from records as they came."""
    network = network_of(size)
    link(network_of(2_000).records)  # the machine code is there, as after set-up
    wall, cpu, found = timed(lambda: link(network.records), times)
    count = found.count
    return judged(wall, cpu, found.person, network.person, (count.people, count.low, count.high), found.candidate_pairs)


def by_splink(size: int, how: str = "default") -> Outcome:
    """Splink on DuckDB, from a table that is in standard form already: its clock starts when its own work does."""
    from groundswell.engine.linkage.coded import coded
    from groundswell.engine.linkage.splink_model import splink_table

    network = network_of(size)
    table = splink_table(*coded(network.records))
    wall, cpu, found = timed(lambda: people_by_splink(table, how), 1)
    groups = len(np.unique(found))
    return judged(wall, cpu, found, network.person, (groups, groups, groups))


def people_by_splink(table: Any, how: str) -> Numbers:
    """Splink's own clusters: learned, compared, connected."""
    from groundswell.engine.linkage.splink_engine import splink_linker
    from groundswell.engine.linkage.splink_model import train

    by_em, at_random = LEARNING[how]
    with splink_linker(table, memory_limit=MEMORY) as linker:
        train(linker, table.column_names, most_pairs=by_em, random_pairs=at_random, seed=None)
        pairs = linker.inference.predict(threshold_match_probability=SPLINK_LINKED, warning_mode="never")
        clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(pairs, SPLINK_LINKED)
        found = clusters.as_duckdbpyrelation().select("record, cluster_id").fetchnumpy()
    person = np.empty(len(table), np.int64)
    person[found["record"]] = found["cluster_id"]
    return person


def by_exact(size: int) -> Outcome:
    """The same first name, last name and birth date, and nothing else."""
    network = network_of(size)
    wall, cpu, found = timed(lambda: exact_person(network.records), 1)
    people = int(found.max()) + 1
    return judged(wall, cpu, found, network.person, (people, people, people))


def by_adding(size: int) -> dict[str, float]:
    """A hundredth of the records comes later: linked to those before, and all linked anew under the same model."""
    from groundswell.engine.linkage.more import LinkedState

    network = network_of(size)
    new = np.zeros(size, bool)
    new[-max(size // 100, 1) :] = True
    old, later = network.records.chosen(~new), network.records.chosen(new)
    state = LinkedState.of(old)
    state.adding(later)  # once, so that the machine code is there
    added, _, found = timed(lambda: state.adding(later).linkage.person, 2)
    anew, _, again = timed(lambda: link(network.records, model=state.linkage.model).person, 2)
    return {"added": added, "anew": anew, "same": float(np.array_equal(found, again))}


def by_seed(size: int, seed: int) -> Outcome:
    """Our own engine on other people, for whether the range holds."""
    network = network_of(size, seed)
    wall, cpu, found = timed(lambda: link(network.records), 1)
    count = found.count
    return judged(wall, cpu, found.person, network.person, (count.people, count.low, count.high), found.candidate_pairs)


def timed(work: Callable[[], Any], times: int) -> tuple[float, float, Any]:
    """The quickest wall time of a few runs, the least processor time, and what came out."""
    walls, cpus, found = [], [], None
    for _ in range(times):
        start, cpu = time.perf_counter(), time.process_time()
        found = work()
        walls.append(time.perf_counter() - start)
        cpus.append(time.process_time() - cpu)
    return min(walls), min(cpus), found


def judged(
    wall: float, cpu: float, found: Numbers, truth: Numbers, count: tuple[int, int, int], compared: int = 0
) -> Outcome:
    """An outcome, from groups beside the truth."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    precision, recall = scores(found, truth)
    both = precision + recall
    records, people = largest_false_group(found, truth)
    f1 = 2 * precision * recall / both if both else 0.0
    return Outcome(
        wall, cpu, peak, f1, precision, recall, len(np.unique(truth)), *count,
        len(np.unique(found)), records, people, compared,
    )  # fmt: skip


def scores(found: Numbers, truth: Numbers) -> tuple[float, float]:
    """Pairwise precision and recall."""
    right = pairs(np.unique(np.stack([found, truth], axis=1), axis=0, return_counts=True)[1])
    put, belong = (pairs(np.unique(numbers, return_counts=True)[1]) for numbers in (found, truth))
    return right / max(put, 1), right / max(belong, 1)


def pairs(sizes: Numbers) -> int:
    """Pairs within groups of these sizes."""
    return int((sizes.astype(np.int64) * (sizes - 1) // 2).sum())


def largest_false_group(found: Numbers, truth: Numbers) -> tuple[int, int]:
    """Records and people of the largest group that holds more than one person; (0, 0) where there is none."""
    both = np.unique(np.stack([found, truth], axis=1), axis=0)
    people = np.unique(both[:, 0], return_counts=True)[1]
    sizes = np.unique(found, return_counts=True)[1]
    false = np.flatnonzero(people > 1)
    if not len(false):
        return 0, 0
    largest = false[np.lexsort((people[false], sizes[false]))[-1]]
    return int(sizes[largest]), int(people[largest])


def of_published(records: PersonRecords, truth: Numbers) -> tuple[float, float | None]:
    """F1 of our own engine and of Splink on records that others published; None where Splink is not installed."""
    from groundswell.engine.linkage.splink_engine import splink_is_missing

    def f1(person: Numbers) -> float:
        precision, recall = scores(person, truth)
        return 2 * precision * recall / (precision + recall)

    ours = f1(link(records).person)
    return ours, None if splink_is_missing() else f1(link(records, engine="splink").person)
