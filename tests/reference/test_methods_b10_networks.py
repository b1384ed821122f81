"""The worked figures of the statistical plan's section on networks (B10), and networkx as the slow and obvious twin."""

from __future__ import annotations

import csv

import networkx
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from groundswell.core.collaboration.agreement import Agreement, Weight, agreement_of, weighted_kappa
from groundswell.core.collaboration.levels import Level
from groundswell.core.collaboration.network import NetworkOfADay, Organization, network_of
from groundswell.core.collaboration.ratings import Origin, Rating, Ratings, Tie
from groundswell.core.collaboration.response import density, reciprocity
from groundswell.core.collaboration.roles import betweenness, cut_points, degree_centralization, parts

UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no broken rule
SEXUAL_FUN = [[7, 7, 2, 3], [2, 8, 3, 7], [1, 5, 4, 9], [2, 8, 9, 14]]
TIE, NONE = Rating(Level.COORDINATE), Rating(Level.COEXIST)


def whole(graph: networkx.DiGraph) -> NetworkOfADay:
    """The network where everybody answered about everybody: an edge is a tie, no edge is a no."""
    nodes = list(graph)
    ratings = {
        (str(one), str(other)): TIE if graph.has_edge(one, other) else NONE
        for one in nodes for other in nodes if one != other
    }  # fmt: skip
    return network_of([Organization(str(node)) for node in nodes], ratings)


def matrix(graph: networkx.Graph) -> np.ndarray:
    return networkx.to_numpy_array(graph, weight=None).astype(bool)


def same_as_networkx(graph: networkx.DiGraph) -> None:
    """Every figure of a whole network, against networkx on the same."""
    found, names = whole(graph), [str(node) for node in graph]
    figures = found.figures
    mutual = graph.to_undirected(reciprocal=True)
    assert figures.density.value == figures.density.low == figures.density.high or len(graph) == 1
    assert figures.density.low == pytest.approx(networkx.density(graph))
    if graph.number_of_edges():
        assert figures.reciprocity.value == pytest.approx(networkx.overall_reciprocity(graph))
        assert figures.reciprocity.is_certain
    assert figures.confirmed == mutual.number_of_edges()
    assert figures.parts.value == sum(len(part) > 1 for part in networkx.connected_components(mutual))
    assert figures.isolates.value == len(list(networkx.isolates(mutual)))
    assert figures.parts.is_certain or figures.parts.low <= figures.parts.value
    assert figures.isolates.is_certain
    assert set(figures.cut_points) == {str(node) for node in networkx.articulation_points(mutual)}
    brokers = networkx.betweenness_centrality(mutual)
    assert [found.roles[name].broker_share for name in names] == pytest.approx([brokers[node] for node in graph])
    assert [found.roles[str(node)].given for node in graph] == [graph.out_degree(node) for node in graph]
    assert [found.roles[str(node)].received for node in graph] == [graph.in_degree(node) for node in graph]
    directed = networkx.betweenness_centrality(graph)
    assert betweenness(matrix(graph)) == pytest.approx([directed[node] for node in graph])


def test_weighted_kappa_equals_the_published_table():
    assert weighted_kappa(SEXUAL_FUN, Weight.LINEAR) == pytest.approx(0.23738, abs=5e-6)
    assert weighted_kappa(SEXUAL_FUN) == pytest.approx(0.33205, abs=5e-6)


def test_kappa_is_one_where_all_agree_and_nothing_where_all_say_the_same():
    assert weighted_kappa(np.diag([3, 4, 5])) == 1
    assert weighted_kappa([[9, 0], [0, 0]]) is None and weighted_kappa(np.zeros((3, 3))) is None
    with pytest.raises(ValueError, match="square"):
        weighted_kappa([[1, 2, 3], [4, 5, 6]])


def pairs_of(levels: list[tuple[int, int]]) -> list[Tie]:
    return [Tie(f"a{at}", f"b{at}", Rating(one), Rating(other)) for at, (one, other) in enumerate(levels)]


def test_agreement_enters_each_pair_in_both_orders_and_is_silent_below_ten_pairs():
    levels = [(3, 4), (4, 4), (5, 3), (6, 6), (3, 3), (4, 5), (5, 5), (6, 4), (3, 6), (4, 3)]
    table = np.zeros((7, 7))
    for one, other in [*levels, *((other, one) for one, other in levels)]:
        table[one - 1, other - 1] += 1
    found = agreement_of(pairs_of(levels))
    assert found == Agreement(10, weighted_kappa(table), weighted_kappa(table, Weight.LINEAR))
    turned = agreement_of(pairs_of([(other, one) for one, other in levels]))
    assert turned.quadratic == pytest.approx(found.quadratic) and turned.linear == pytest.approx(found.linear)
    assert agreement_of(pairs_of(levels[:9])) == Agreement(9, None, None)


def test_what_one_recorded_for_both_is_no_agreement():
    for origin in (Origin.FOR_BOTH, Origin.ROSTER):
        assert agreement_of([Tie("a", "b", Rating(4, origin), Rating(4, origin))] * 12) == Agreement(0, None, None)


def test_reciprocity_of_the_published_digraph_is_two_thirds():
    graph = networkx.DiGraph([(1, 2), (2, 1), (1, 3), (3, 4), (4, 3), (2, 4)])
    assert whole(graph).figures.reciprocity.value == pytest.approx(2 / 3)


def test_the_karate_club_has_the_published_figures():
    club = networkx.karate_club_graph()
    graph = matrix(club)
    assert graph.sum() / (34 * 33) == pytest.approx(0.139037, abs=5e-7)
    assert degree_centralization(graph) == pytest.approx(0.399621, abs=5e-7)
    assert betweenness(graph)[0] == pytest.approx(0.437635, abs=5e-7)
    both_ways = networkx.DiGraph(club)
    assert whole(both_ways).figures.density.value == pytest.approx(0.139037, abs=5e-7)
    same_as_networkx(both_ways)


def test_a_star_is_centralized_altogether_and_its_middle_holds_it():
    star = networkx.star_graph(6)
    assert degree_centralization(matrix(star)) == 1
    assert betweenness(matrix(star)).tolist() == [1, 0, 0, 0, 0, 0, 0]
    assert cut_points(matrix(star)) == {0}
    assert degree_centralization(matrix(networkx.complete_graph(5))) == 0


@pytest.mark.real_data
@pytest.mark.parametrize("relation", ["information", "money"])
def test_knoke_s_ten_organizations_equal_networkx(relation, shared_data):
    def rows_of(name: str) -> list[dict[str, str]]:
        text = (shared_data / "networks" / name).read_text(encoding="utf-8")
        return list(csv.DictReader(text.splitlines()))

    graph = networkx.DiGraph()
    graph.add_nodes_from(row["id"] for row in rows_of("knoke_nodes.csv"))
    rows = rows_of("knoke_edges.csv")
    graph.add_edges_from((row["source"], row["target"]) for row in rows if row["relation"] == relation)
    assert len(graph) == 10 and graph.number_of_edges() == {"information": 49, "money": 22}[relation]
    same_as_networkx(graph)


@UNHURRIED
@given(st.integers(1, 9), st.sets(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=60))
def test_any_network_equals_networkx(size, ways):
    graph = networkx.DiGraph()
    graph.add_nodes_from(range(size))
    graph.add_edges_from((one, other) for one, other in ways if one != other and max(one, other) < size)
    same_as_networkx(graph)


def test_large_random_networks_equal_networkx():
    for seed, (size, chance) in enumerate([(60, 0.05), (60, 0.5), (150, 0.01), (90, 0.0)]):
        same_as_networkx(networkx.gnp_random_graph(size, chance, seed=seed, directed=True))


SLOTS = st.lists(st.integers(0, 7), min_size=12, max_size=12)  # 0: no answer
FILLED = st.lists(st.integers(1, 7), min_size=12, max_size=12)


@UNHURRIED
@given(st.integers(2, 4), SLOTS, FILLED)
def test_bounds_hold_whatever_the_missing_answers_are(size, slots, filled):
    names = [f"o{number}" for number in range(size)]
    ways = [(one, other) for one in names for other in names if one != other]
    known: Ratings = {way: Rating(level) for way, level in zip(ways, slots, strict=False) if level}
    could = {way: Rating(level) for way, level in zip(ways, filled, strict=False)} | known
    organizations = [Organization(name) for name in names]
    now, then = network_of(organizations, known).figures, network_of(organizations, could).figures
    for name in ("density", "reciprocity", "parts", "isolates"):
        bounds, true = getattr(now, name), getattr(then, name).value
        if true is not None:
            assert bounds.low - 1e-12 <= true <= bounds.high + 1e-12, name
        if bounds.value is not None and name in ("parts", "isolates"):
            assert bounds.low <= bounds.value <= bounds.high


def test_bounds_of_density_are_none_and_all_ties():
    levels = np.array([[0, 5, 0], [2, 0, 0], [0, 4, 0]], np.int8)
    found = density(levels, 3)
    assert (found.value, found.low, found.high) == pytest.approx((2 / 3, 2 / 6, 5 / 6))
    back = reciprocity(levels, 3)
    assert (back.value, back.low) == pytest.approx((0.0, 0.0)) and back.high == pytest.approx(4 / 5)


def test_without_the_backbone_says_who_falls_out():
    star = networkx.DiGraph(networkx.star_graph(3))
    star.add_edges_from([(1, 2), (2, 1)])
    ratings = {(str(one), str(other)): TIE for one, other in star.edges}
    organizations = [Organization("0", is_backbone=True), *(Organization(str(node), "health") for node in (1, 2, 3))]
    found = network_of(organizations, ratings).figures
    assert found.without_backbone.cut_off == ("3",) and found.without_backbone.isolates == 1
    assert found.largest_part == 4 and found.cut_points == ("0",)
    assert network_of(organizations[1:], {}).figures.without_backbone is None
    lonely = network_of(organizations, {way: tie for way, tie in ratings.items() if "0" in way}).figures
    assert lonely.without_backbone.cut_off == ("1", "2", "3")


def test_shares_across_sectors_leave_out_whose_sector_nobody_said():
    organizations = [
        Organization("a", "health"),
        Organization("b", "schools"),
        Organization("c", "health"),
        Organization("d"),
    ]
    ratings: dict = {}
    for one, other, level in (("a", "b", 5), ("a", "c", 4), ("a", "d", 6)):
        ratings[one, other] = ratings[other, one] = Rating(level)
    found = network_of(organizations, ratings).figures
    assert (found.cross_sector.count, found.cross_sector.of) == (1, 2)
    assert (found.coordinate_or_above.count, found.coordinate_or_above.of) == (2, 3)


def test_parts_stand_largest_first():
    graph = networkx.disjoint_union(networkx.path_graph(2), networkx.path_graph(4))
    assert [len(part) for part in parts(matrix(graph))] == [4, 2]


def test_nobody_at_all_has_figures_too():
    for size in range(3):
        found = network_of([Organization(str(number)) for number in range(size)], {}).figures
        assert found.density.value is None and found.centralization is None and found.response.given == 0
