"""The network of 300 organizations with 5,000 ties over 10 days: figures beside plain networkx, and the page."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

import networkx
import numpy as np

from benchmarks.rows import Row
from groundswell.core.collaboration.network import NetworkOfADay, Organization, network_of
from groundswell.core.collaboration.ratings import Rating, Way

ORGANIZATIONS, TIES, DAYS = 300, 5_000, 10
ROOT = Path(__file__).parents[1]
SIZE = f"{ORGANIZATIONS} organizations, {TIES:,} ties, {DAYS} days"


def run() -> list[Row]:
    """Figures beside networkx in the same run, then the page in a process and a home of its own."""
    return [figures(), *page()]


def answers(day: int) -> dict[Way, Rating]:
    """What everybody answered on a day: both sides of 5,000 pairs, from a fixed seed."""
    random = Random(day)
    names = [f"org-{number:03}" for number in range(ORGANIZATIONS)]
    pairs: dict[tuple[str, str], None] = {}
    while len(pairs) < TIES:
        one, other = random.sample(names, 2)
        pairs[min(one, other), max(one, other)] = None
    found = {}
    for one, other in pairs:
        level = random.randint(3, 6)
        found[one, other], found[other, one] = Rating(level), Rating(max(2, level - random.randint(0, 2)))
    return found


def figures() -> Row:
    """All figures of ten days; networkx works out the same density, parts, cut points and betweenness."""
    organizations = [Organization(f"org-{number:03}", is_backbone=number == 0) for number in range(ORGANIZATIONS)]
    said = [answers(day) for day in range(DAYS)]
    begun = time.perf_counter()
    ours = [network_of(organizations, one, asked=2 * TIES) for one in said]
    took = time.perf_counter() - begun
    begun = time.perf_counter()
    theirs = [plain(organizations, one) for one in said]
    peer_took = time.perf_counter() - begun
    name = "plain networkx"
    if not all(same(own, other) for own, other in zip(ours, theirs, strict=True)):
        name += ", which does NOT agree"
    return Row("Figures of the network", SIZE, took, name, peer_took, goal="under 2 s")


Plain = tuple[float, float, set[str], int, dict[str, float]]


def plain(organizations: list[Organization], said: dict[Way, Rating]) -> Plain:
    """As an analyst would ask networkx for it."""
    graph = networkx.DiGraph()
    graph.add_nodes_from(one.id for one in organizations)
    graph.add_edges_from(way for way, rating in said.items() if rating.level >= 3)
    both = graph.to_undirected(reciprocal=True)
    cuts = set(networkx.articulation_points(both))
    parts = sum(len(part) > 1 for part in networkx.connected_components(both))
    reciprocity = networkx.overall_reciprocity(graph)
    return networkx.density(graph), reciprocity, cuts, parts, networkx.betweenness_centrality(both)


def same(own: NetworkOfADay, other: Plain) -> bool:
    """True where both found the same."""
    density, reciprocity, cuts, parts, brokers = other
    shares = [own.roles[name].broker_share - share for name, share in brokers.items()]
    found = own.figures
    close = np.allclose([found.density.low, found.reciprocity.value or 0.0], [density, reciprocity])
    return bool(close and np.allclose(shares, 0) and set(found.cut_points) == cuts and found.parts.value == parts)


def page() -> list[Row]:
    """From request to HTML, by somebody who reads every answer: first, after a change, on another day, and again."""
    with tempfile.TemporaryDirectory() as home:
        environment = {
            **os.environ,
            "GROUNDSWELL_HOME": home,
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        }
        environment["DJANGO_SETTINGS_MODULE"] = "groundswell.config.settings"
        command = [sys.executable, "-m", "benchmarks.partners"]
        done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
        found = dict(line.split("=") for line in done.stdout.split())
    return [
        Row("Page of the network, the first of all", SIZE, float(found["first"])),
        Row("Page of the network, the first after a change", SIZE, float(found["changed"]), goal="under 1 s"),
        Row("Page of the network, another day", SIZE, float(found["another"]), goal="under 1 s"),
        Row("Page of the network, again", SIZE, float(found["again"]), goal="under 1 s"),
    ]


def measure() -> dict[str, float]:
    """Seconds of each, the quickest of a few. A change takes a partnership out of use: all that was kept is read and
    worked out anew, and the picture drawn anew, for it keeps no place from a network of other ties."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.test import Client
    from tests.partners import many_partners

    from groundswell.apps.packages.actions import load_package
    from groundswell.apps.people.queries import operator

    call_command("migrate", verbosity=0)
    carried = many_partners(ORGANIZATIONS, TIES, DAYS, answered=1.0)
    assert load_package(package=carried, by=operator("benchmark")).is_done
    visitor, address = Client(headers={"host": "localhost"}), "/elmwood/partners/network/"

    def asked(query: str = "") -> Callable[[], object]:
        return lambda: visitor.get(address + query)

    seconds(lambda: visitor.get("/elmwood/"))  # whatever any first page of a server takes
    first = seconds(asked())
    changed = min(_after_a_change(asked(), number) for number in range(3))
    another = min(seconds(asked(f"?on={2017 + day}-03-01")) for day in range(3))
    again = min(seconds(asked()) for _ in range(3))
    return {"first": first, "changed": changed, "another": another, "again": again}


def _after_a_change(asked: Callable[[], object], number: int) -> float:
    """How long the page takes once one more partnership is out of use."""
    from groundswell.apps.partnerships.actions import retire_partnership
    from groundswell.apps.partnerships.models import Partnership
    from groundswell.apps.people.queries import operator

    name = Partnership.objects.order_by("public_id")[number].public_id
    assert retire_partnership(community_id="elmwood", partnership_id=name, by=operator("benchmark")).is_done
    return seconds(asked)


def seconds(work: Callable[[], object]) -> float:
    """How long it took."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


if __name__ == "__main__":
    print(*(f"{name}={taken}" for name, taken in measure().items()))
