"""The picture of a network: no mark or name upon another, the same places on every day, nothing that runs."""

from __future__ import annotations

from itertools import combinations, permutations
from math import dist
from random import Random
from xml.etree import ElementTree

import networkx
import numpy as np
import pytest

from groundswell.charts.network_labels import labels
from groundswell.charts.network_layout import SEED, Room, by_springs, from_each_other, places
from groundswell.charts.network_map import Between, Frame, Line, NetworkStory, Place, Sheet, key_line, network_map

SIZES = [(10, 16), (60, 130), (200, 420)]


def story(organizations: int, ties: int, days: int = 1) -> NetworkStory:
    random = Random(organizations)
    names = [f"o{number}" for number in range(organizations)]
    pairs = sorted({tuple(sorted(random.sample(names[: organizations - 3], 2))) for _ in range(ties)})
    lines = tuple(Line(one, other, random.randint(3, 7), None, Between.WAITING) for one, other in pairs)
    marks = tuple(Place(name, at, f"Organization <{at}> & partners", name, at % 6, at == 1)
                  for at, name in enumerate(names, start=1))  # fmt: skip
    frames = tuple(Frame(f"day {day}", lines[day:]) for day in range(days))
    return NetworkStory(marks, tuple((line.one, line.other) for line in lines), frames)


@pytest.mark.parametrize(("organizations", "ties"), SIZES)
@pytest.mark.parametrize("kind", [Sheet.wide, Sheet.narrow])
def test_no_mark_stands_upon_another_or_outside_at_any_size(organizations, ties, kind):
    told, sheet = story(organizations, ties), kind(organizations)
    at = places([one.id for one in told.places], told.ever, Room(0, 0, sheet.width, sheet.height), sheet.radius)
    assert min(dist(one, other) for one, other in combinations(at.values(), 2)) >= 1.9 * sheet.radius
    for x, y in at.values():
        assert sheet.radius <= x <= sheet.width - sheet.radius and sheet.radius <= y <= sheet.height - sheet.radius


def test_places_are_the_same_in_whatever_order_names_and_ties_come():
    told = story(30, 60)
    names, room = [one.id for one in told.places], Room(0, 0, 920, 500)
    assert places(names, told.ever, room, 12) == places(names[::-1], told.ever[::-1], room, 12)


@pytest.mark.parametrize("seed", range(5))
def test_springs_draw_as_those_of_networkx(seed):
    graph = networkx.gnm_random_graph(90, 40 + 90 * seed, seed=seed)
    slow = networkx.spring_layout(graph, seed=SEED, iterations=4, k=0.3, method="force", scale=None)
    quick = by_springs(90, np.array(graph.edges), 0.3, steps=4)
    assert np.allclose(quick, [slow[place] for place in range(90)], atol=1e-6)


@pytest.mark.parametrize("seed", range(5))
def test_each_is_pushed_by_everybody_who_is_too_near_and_by_nobody_else(seed):
    points = np.random.default_rng(seed).uniform(0, 300, (80, 2)).round(-1 if seed % 2 else 3)
    pushed = np.zeros_like(points)
    for at, other in permutations(range(80), 2):
        between = points[at] - points[other]
        far = np.hypot(*between) + 1e-9
        if far < 40:
            pushed[at] += between * (40 - far) / 2 / far
    assert pushed.any() and np.allclose(from_each_other(points, 40), pushed)


def test_no_name_meets_another_a_mark_or_the_edge():
    at = {f"o{number}": (40.0 + 62 * (number % 8), 30.0 + 44 * (number // 8)) for number in range(40)}
    names = [(key, f"Long name {key}") for key in at]
    room = Room(0, 0, 520, 260)
    found = labels(names, at, room, radius=10, size=12, widest=120, most=40)
    assert 0 < len(found) < 40
    boxes = []
    for label in found.values():
        wide = max(len(line) for line in label.lines) * 12 * 0.45  # no wider than that, whatever the typeface
        left = {"start": label.x, "end": label.x - wide, "middle": label.x - wide / 2}[label.anchor]
        boxes.append((left, label.y - 9, left + wide, label.y - 9 + 14 * len(label.lines)))
    for one, other in combinations(boxes, 2):
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
    for left, top, right, bottom in boxes:
        assert left >= 0 and top >= 0 and right <= 520 and bottom <= 260


def test_the_drawing_is_whole_escapes_names_and_carries_nothing_that_runs():
    drawn = network_map(story(12, 20), Sheet.wide(12), label="A & B")
    ElementTree.fromstring(drawn)
    assert "&lt;" in drawn and "style=" not in drawn and "<script" not in drawn and " on" not in drawn.split("<g")[0]
    assert network_map(NetworkStory((), (), ()), Sheet.wide(1), label="") == ""


def test_several_days_are_frames_of_one_picture():
    drawn = network_map(story(12, 20, days=3), Sheet.wide(12), label="days")
    assert [f"net-frame-{number}" in drawn for number in (1, 2, 3, 4)] == [True, True, True, False]
    assert "net-of-3" in drawn and "net-lit" not in drawn


def test_what_is_between_two_is_told_by_shape():
    drawn = {between: key_line(Line("", "", 5, None, between)) for between in (Between.WAITING, Between.REFUSED)}
    drawn[Between.DISPUTED] = key_line(Line("", "", 6, 3, Between.DISPUTED))
    drawn[Between.CONFIRMED] = key_line(Line("", "", 5, 5, Between.CONFIRMED))
    signs = {between: [sign for sign in ("net-waiting", "net-refused", "net-disputed") if sign in svg]
             for between, svg in drawn.items()}  # fmt: skip
    assert list(signs.values()) == [["net-waiting"], ["net-refused"], ["net-disputed"], []]
