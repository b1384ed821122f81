"""The tornado tells the ends of an assumption apart without colour; the frontier begins at nothing."""

from __future__ import annotations

import json
import re
from importlib.util import find_spec
from pathlib import Path

import pytest
from jsonschema import Draft7Validator

from groundswell.charts.drawing import draw
from groundswell.charts.frontier import FrontierWords, frontier_chart
from groundswell.charts.lettering import lines_of, side_at
from groundswell.charts.palette import LIGHT
from groundswell.charts.scales import Scale
from groundswell.charts.theme import NARROW, WIDE, Size, Spec
from groundswell.charts.tornado import MOST_BARS, SwingBar, tornado_chart

JOINT = 2.0
SWINGS = [SwingBar(f'<b>"Effect" & {n}</b>', JOINT - n / 10, JOINT + n / 20) for n in range(1, 21)]
SAME_SIDE = [SwingBar("Both ends lie above", 2.4, 2.2)]
COSTS = [(0.0, 0.0), (100_000.0, 1.0), (300_000.0, 2.0), (900_000.0, 2.5)]


def tornado(swings: list[SwingBar], size: Size = WIDE) -> Spec:
    words = {"joint_words": "as declared: +2.00", "need_words": "needed: +4.0"}
    return tornado_chart(swings, JOINT, write=lambda points: f"{points:+.2f}", size=size, need=4.0, **words)


def frontier(plan: tuple[float, float] | None, need: float | None, size: Size = WIDE) -> Spec:
    return frontier_chart(
        COSTS,
        cost=Scale(prefix="$"),
        gain=Scale(suffix=" pts"),
        write=lambda cost, points: f"${cost:,.0f}: {points:.1f} points",
        size=size,
        plan=plan,
        need=need,
        words=FrontierWords("<b>this plan</b>", "needed", "cost a year"),
    )


def specifications(size: Size) -> dict[str, Spec]:
    return {
        "many": tornado(SWINGS, size),
        "one": tornado(SWINGS[:1], size),
        "same side": tornado(SAME_SIDE, size),
        "planned": frontier((300_000.0, 2.0), 2.2, size),
        "dear": frontier((900_000.0, 2.5), 4.0, size),
        "no plan": frontier(None, None, size),
        "nothing": frontier((0.0, 0.0), 1.0, size),
    }


@pytest.fixture(scope="module")
def validator() -> Draft7Validator:
    found = find_spec("altair")
    assert found and found.origin
    (path,) = Path(found.origin).parent.glob("vegalite/v6/schema/vega-lite-schema.json")
    return Draft7Validator(json.loads(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("name", specifications(WIDE))
def test_they_are_valid_in_inks_and_break_no_policy(name: str, size: Size, validator: Draft7Validator) -> None:
    spec = specifications(size)[name]
    assert [error.message[:300] for error in validator.iter_errors(spec)] == []
    colours = set(re.findall(r"#[0-9a-fA-F]{6}", json.dumps(spec)))
    assert colours and colours <= set(LIGHT.values())
    svg = draw(spec, label=name)
    assert not re.search(r"\sstyle=|<style|<script|\son[a-z]+=|<b>|NaN", svg)


def test_the_widest_dozen_of_swings_is_shown_the_widest_first() -> None:
    low, _ = (layer["data"]["values"] for layer in tornado(SWINGS)["layer"] if layer["mark"]["type"] == "rect")
    assert len(low) == MOST_BARS
    widths = [row["x2"] - row["x"] for row in sorted(low, key=lambda row: row["y"])]
    assert widths == sorted(widths, reverse=True)
    assert widths[0] == pytest.approx(2.0)


def test_the_low_end_is_open_and_the_high_end_is_filled() -> None:
    open_bars, filled = [layer for layer in tornado(SWINGS[:1])["layer"] if layer["mark"]["type"] == "rect"]
    assert open_bars["mark"]["fill"] != filled["mark"]["fill"]
    assert (open_bars["data"]["values"][0]["x"], filled["data"]["values"][0]["x2"]) == pytest.approx((1.9, 2.05))


def test_a_swing_to_one_side_only_stays_on_that_side() -> None:
    rows = [
        row for layer in tornado(SAME_SIDE)["layer"] if layer["mark"]["type"] == "rect"
        for row in layer["data"]["values"]
    ]  # fmt: skip
    assert min(row["x"] for row in rows) == pytest.approx(2.2)
    assert max(row["x2"] for row in rows) == pytest.approx(2.4)


def test_the_frontier_begins_at_nothing_and_holds_plan_and_need() -> None:
    spec = frontier((900_000.0, 2.5), 4.0)
    encoding = next(layer for layer in spec["layer"] if layer["mark"]["type"] == "line")["encoding"]
    assert encoding["x"]["scale"]["domain"][0] == encoding["y"]["scale"]["domain"][0] == 0
    assert encoding["x"]["scale"]["domain"][1] >= 900_000
    assert encoding["y"]["scale"]["domain"][1] >= 4.0
    assert [layer for layer in spec["layer"] if layer["mark"].get("shape") == "diamond"]


def test_lines_of_a_name_are_about_as_long_as_each_other() -> None:
    assert lines_of("Completion of home visiting (60 to 85 %)", 230, size=12) == [
        "Completion of home",
        "visiting (60 to 85 %)",
    ]


def test_words_near_an_edge_begin_or_end_there() -> None:
    assert side_at("needed", 5, room=(0, 300)) == "left"
    assert side_at("needed", 150, room=(0, 300)) == "center"
    assert side_at("needed", 295, room=(0, 300)) == "right"
