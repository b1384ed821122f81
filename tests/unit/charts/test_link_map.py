"""The map of links: few crossings, no name upon another, chains that light up without a script, and the same as a
list."""

from __future__ import annotations

import random
import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from groundswell.charts.chains import Chain, Line, LinkMap, Node, nested
from groundswell.charts.crossings import crossings, heights, ordered, spaced
from groundswell.charts.link_layout import WIDTH
from groundswell.charts.link_map import anchor, link_map

COLUMNS = ("Programs", "Strategies", "Indicators")


def story(programs: int = 60, strategies: int = 5, indicators: int = 12, seed: int = 7) -> LinkMap:
    chance = random.Random(seed)
    nodes = [Node(f"p{n}", 0, f'Program <b>"{n}"</b> of a family resource center', f"/p/{n}/") for n in range(programs)]
    nodes += [Node(f"s{n}", 1, f"Strategy & {n}") for n in range(strategies)]
    nodes += [Node(f"i{n}", 2, f"Indicator {n}") for n in range(indicators)]
    chains = []
    for n in range(programs):
        through = [f"s{chance.randrange(strategies)}"] if strategies and chance.random() < 0.7 else []
        route = (f"p{n}", *through, f"i{chance.randrange(indicators)}")
        points = chance.choice([None, -0.2, 0.0, 0.01, 1.4])
        chains.append(Chain(route, points, chance.choice(list(Line)), f"<i>{n}</i>"))
    return LinkMap(COLUMNS, tuple(nodes), tuple(chains))


def random_columns(chance: random.Random) -> tuple[list[list[str]], list[list[tuple[str, str]]]]:
    columns = [[f"{at}-{n}" for n in range(chance.randrange(1, 9))] for at in range(4)]
    gaps = [
        [(chance.choice(one), chance.choice(other)) for _ in range(chance.randrange(12))]
        for one, other in pairwise(columns)
    ]
    return columns, gaps


def slowly_crossed(columns: list[list[str]], gaps: list[list[tuple[str, str]]]) -> int:
    """Every pair of links, one after the other."""
    found = 0
    for at, edges in enumerate(gaps):
        places = [(columns[at].index(a), columns[at + 1].index(b)) for a, b in edges]
        found += sum((a - c) * (b - d) < 0 for n, (a, b) in enumerate(places) for c, d in places[:n])
    return found


def test_crossings_are_counted_as_pair_by_pair() -> None:
    chance = random.Random(3)
    for _ in range(60):
        columns, gaps = random_columns(chance)
        assert crossings(columns, gaps) == slowly_crossed(columns, gaps)


def test_an_order_never_has_more_crossings_and_loses_nobody() -> None:
    chance = random.Random(4)
    for _ in range(60):
        columns, gaps = random_columns(chance)
        found = ordered(columns, gaps)
        assert crossings(found, gaps) <= crossings(columns, gaps)
        assert [sorted(one) for one in found] == [sorted(one) for one in columns]


def test_links_that_can_be_untangled_are() -> None:
    columns = [list("abcdef"), list("ABCDEF")]
    chance = random.Random(5)
    chance.shuffle(columns[0])
    chance.shuffle(columns[1])
    edges = [(letter, letter.upper()) for letter in "abcdef"]
    assert crossings(ordered(columns, [edges]), [edges]) == 0


def test_everything_keeps_its_order_and_its_room() -> None:
    chance = random.Random(6)
    for _ in range(40):
        columns, gaps = random_columns(chance)
        room = {key: chance.uniform(5, 40) for column in columns for key in column}
        middles, whole = heights(columns, gaps, room)
        for column in columns:
            for one, other in pairwise(column):
                assert middles[other] - middles[one] >= (room[one] + room[other]) / 2 - 1e-6
            assert middles[column[0]] - room[column[0]] / 2 >= -1e-6
            assert middles[column[-1]] + room[column[-1]] / 2 <= whole + 1e-6


def test_who_has_room_stands_where_it_wishes() -> None:
    assert spaced([10.0, 50.0], ["a", "b"], {"a": 10, "b": 10}, 80) == pytest.approx([10, 50])
    assert spaced([50.0, 10.0], ["a", "b"], {"a": 10, "b": 10}, 80) == pytest.approx([25, 35])


@pytest.mark.parametrize(("programs", "strategies", "indicators"), [(1, 0, 1), (3, 1, 2), (60, 5, 12), (60, 0, 12)])
def test_names_of_a_column_never_lie_on_each_other(programs: int, strategies: int, indicators: int) -> None:
    root = ElementTree.fromstring(link_map(story(programs, strategies, indicators), label="map"))
    columns: dict[str, list[float]] = {}
    for line in root.iter("tspan"):
        assert 0 <= float(line.attrib["x"]) <= WIDTH
        columns.setdefault(line.attrib["x"], []).append(float(line.attrib["y"]))
    assert len(columns) == 2 + bool(strategies)
    for places in columns.values():
        down = sorted(places)
        assert all(other - one >= 14 for one, other in pairwise(down))
        assert down[-1] < float(root.attrib["height"])


def test_a_name_lights_up_exactly_its_own_chains() -> None:
    told = story()
    root = ElementTree.fromstring(link_map(told, label="map", name="m"))
    drawn = {element.attrib["id"] for element in root.iter("path") if "id" in element.attrib}
    assert drawn == {f"m-chain-{at}" for at in range(len(told.chains))}
    for node in told.nodes:
        (group,) = [one for one in root.iter("g") if one.get("id") == anchor("m", node)]
        lit = {use.attrib["href"] for use in group.iter("use")}
        assert lit == {f"#m-chain-{at}" for at, chain in enumerate(told.chains) if node.id in chain.nodes}


def test_evidence_is_told_by_the_line_and_harm_by_its_class() -> None:
    nodes = (Node("p", 0, "P"), Node("i", 2, "I"))
    chains = tuple(Chain(("p", "i"), points, line, "said") for points, line in zip((1, -1, None), Line, strict=True))
    svg = link_map(LinkMap(COLUMNS, nodes, chains), label="map")
    assert re.findall(r'class="(map-chain [^"]*)"', svg) == [
        "map-chain map-solid",
        "map-chain map-dashed map-worse",
        "map-chain map-dotted",
    ]


def test_wider_chains_have_more_points() -> None:
    nodes = (Node("p", 0, "P"), Node("q", 0, "Q"), Node("i", 2, "I"))
    chains = (Chain(("p", "i"), 2.0, Line.SOLID, ""), Chain(("q", "i"), 1.0, Line.SOLID, ""))
    wide, half = map(float, re.findall(r'stroke-width="([\d.]+)"', link_map(LinkMap(COLUMNS, nodes, chains), label="")))
    assert wide == pytest.approx(2 * half, abs=0.11)


def test_the_words_of_a_map_are_escaped_and_no_policy_is_broken() -> None:
    svg = link_map(story(), label='"><script>')
    assert not re.search(r"\sstyle=|<style|<script|\son[a-z]+=|<b>|<i>", svg)


def test_a_name_without_a_page_leads_to_its_own_chains() -> None:
    assert 'href="#map-1-s0"' in link_map(story(), label="map")
    assert 'href="/p/0/"' in link_map(story(), label="map")


def test_a_chain_that_runs_backwards_or_to_nobody_is_refused() -> None:
    nodes = (Node("p", 0, "P"), Node("i", 2, "I"))
    for route, words in ((("i", "p"), "left to right"), (("p", "x"), "x, which is not")):
        with pytest.raises(ValueError, match=words):
            link_map(LinkMap(COLUMNS, nodes, (Chain(route, 1.0, Line.SOLID, ""),)), label="map")


def test_a_map_of_nothing_is_nothing_and_names_alone_are_names() -> None:
    assert link_map(LinkMap(COLUMNS, (), ()), label="map") == ""
    assert "Alone" in link_map(LinkMap(COLUMNS, (Node("p", 0, "Alone"),), ()), label="map")


def test_the_list_says_what_the_map_says() -> None:
    told = story()
    for from_the_end in (True, False):
        found: list[Chain] = []
        waiting = list(nested(told, from_the_end=from_the_end))
        assert {branch.node.column for branch in waiting} == {2 if from_the_end else 0}
        while waiting:
            branch = waiting.pop()
            waiting += branch.branches
            found += branch.chains
        assert sorted(chain.words for chain in found) == sorted(chain.words for chain in told.chains)
