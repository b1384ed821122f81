"""Words in a chart can be read: no line strikes them out, and none stands where another stands."""

import random
import re

import pytest
import vl_convert

from groundswell.charts.curve import CurveStory, CurveWords, curve_chart
from groundswell.charts.dots import Dot, dot_chart
from groundswell.charts.palette import LIGHT
from groundswell.charts.scales import Scale, nice_ends, text_width
from groundswell.charts.theme import NARROW, WIDE, Spec
from groundswell.core.estimates import Estimate, Observation
from groundswell.core.periods import Period

COUNT = Scale()
PERCENT = Scale(100.0, "", " %", 0.0, 1.0)


def words_of(spec: Spec) -> list[Spec]:
    return [layer for layer in spec["layer"] if layer["mark"]["type"] == "text"]


def write(estimate: Estimate) -> str:
    return f"{(estimate.value or 0) * 100:.1f} %"


def test_values_beside_dots_have_a_rim_under_their_words() -> None:
    dots = [Dot("All", Estimate(0.6), is_reference=True), Dot("Hill", Estimate(0.5))]
    rim, words = words_of(dot_chart(dots, scale=PERCENT, write=write, size=WIDE))
    assert rim["mark"]["stroke"] == LIGHT["card"]
    assert "stroke" not in words["mark"]
    assert rim["data"] == words["data"]


def test_the_beginning_of_the_work_is_named_away_from_the_target() -> None:
    points = tuple(Observation(Period.year(2014 + n), Estimate(0.5 + n / 100)) for n in range(12))
    sides = {}
    for target in (None, (Period.year(2029), 0.7)):
        story = CurveStory(points, (), Period.year(2020), target, ())
        drawn = curve_chart(story, scale=PERCENT, write=write, size=NARROW, words=CurveWords())
        named = [one for one in words_of(drawn) if one["data"]["values"][0]["text"] == "work begins"]
        sides[target is not None] = {one["mark"]["align"] for one in named}
    assert sides[True] == {"right"}


def test_an_axis_ends_where_vega_ends_it() -> None:
    chance = random.Random(7)
    lows = [chance.choice([0.0, 10 ** chance.uniform(-3, 5)]) for _ in range(80)]
    domains = [(low, low + 10 ** chance.uniform(-2, 6)) for low in lows]
    scales = [
        {"name": f"s{at}", "domain": list(each), "nice": True, "zero": False, "range": [0, 1]}
        for at, each in enumerate(domains)
    ]
    told = [
        {"type": "text", "encode": {"enter": {"text": {"signal": f"toString(domain('s{at}'))"}}}} for at in range(80)
    ]
    svg = vl_convert.vega_to_svg(
        {"$schema": "https://vega.github.io/schema/vega/v6.json", "scales": scales, "marks": told}
    )
    ends = [tuple(map(float, each.split(","))) for each in re.findall(r">([-+.,e0-9]+)</text>", svg)]
    assert len(ends) == len(domains)
    assert [nice_ends(*each) for each in domains] == [pytest.approx(each) for each in ends]


def test_there_is_room_for_the_widest_number_of_an_axis() -> None:
    points = tuple(Observation(Period.year(2014 + n), Estimate(120.0 + 84 * n)) for n in range(10))
    for size in (WIDE, NARROW):
        drawn = curve_chart(CurveStory(points), scale=COUNT, write=lambda one: f"{one.value:,.0f}", size=size)
        assert drawn["padding"]["left"] > text_width("1,000") + 8


def test_a_target_that_shares_its_middle_with_the_only_span_is_drawn() -> None:
    only = (Observation(Period.parse("2018..2022"), Estimate(0.5)),)
    story = CurveStory(only, target=(Period.year(2020), 0.6))
    drawn = curve_chart(story, scale=PERCENT, write=write, size=NARROW)
    assert any(layer["mark"].get("shape") == "diamond" for layer in drawn["layer"])


def test_the_words_of_each_break_stand_on_the_side_that_has_room() -> None:
    points = tuple(Observation(Period.year(2014 + n), Estimate(0.5 + n / 100), is_break=n in (1, 9)) for n in range(10))
    drawn = curve_chart(CurveStory(points), scale=PERCENT, write=write, size=NARROW)
    breaks = [one for one in words_of(drawn) if one["data"]["values"][0]["text"] == "new definition"]
    sides = {row["x"]: one["mark"]["align"] for one in breaks for row in one["data"]["values"]}
    assert [sides[place] for place in sorted(sides)] == ["left", "right"]
