"""A waterfall steps from bar to bar, says every sign in words, and keeps its words clear of each other."""

from __future__ import annotations

import json
import re
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from groundswell.charts.drawing import draw
from groundswell.charts.falling import HAIR, Bar, laid_out
from groundswell.charts.lettering import lines_of
from groundswell.charts.palette import LIGHT
from groundswell.charts.scales import text_width
from groundswell.charts.theme import NARROW, WIDE, Size, Spec
from groundswell.charts.waterfall import MOST_BARS, MOST_BARS_NARROW, Part, WaterfallStory, waterfall_chart

SIZES = pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])


def parts(*points: float | None) -> list[Part]:
    return [
        Part(f'<b>"Program" & {n}</b>', each, "withheld" if each is None else f"{each:+.2f} points")
        for n, each in enumerate(points)
    ]


def story(*points: float | None, joint: float = 1.2, need: float | None = 2.0, overlap: float = -0.3) -> WaterfallStory:
    return WaterfallStory(
        parts(*points),
        Part("All linked programs", joint, f"{joint:+.2f} (80 %: 0.9 to 1.5)"),
        (joint - 0.3, joint + 0.3),
        Part("Overlap", overlap, f"{overlap:+.2f} points"),
        need,
        Part("Gap", None, "0.8 points that nobody owns yet"),
    )


STORIES = {
    "three": story(0.8, 0.5, 0.2),
    "sixty": story(*(0.02 + n / 1000 for n in range(60)), joint=2.6),
    "harm": story(0.8, -0.5, 0.2, joint=0.2),
    "withheld": story(0.8, None, 0.2),
    "beyond": story(2.0, 2.0, joint=3.7),
    "no target": story(0.8, 0.001, need=None),
    "all harm": story(-0.8, -0.1, joint=-0.9, overlap=0.0),
    "nothing": story(0.0, joint=0.0, need=None, overlap=0.0),
    "none": story(joint=0.0, need=1.0, overlap=0.0),
}
TALES = pytest.mark.parametrize("name", STORIES)


def chart(name: str, size: Size = WIDE) -> Spec:
    return waterfall_chart(STORIES[name], size=size, need_words="needed: +2.0 points")


def bars(spec: Spec) -> list[dict[str, Any]]:
    """The rows of all bars, from top to bottom."""
    layers = [layer for layer in spec["layer"] if layer["mark"]["type"] == "rect"]
    return sorted((row for layer in layers for row in layer["data"]["values"]), key=lambda row: row["y"])


def texts(spec: Spec) -> list[str]:
    return [
        row["text"] for layer in spec["layer"] if layer["mark"]["type"] == "text" for row in layer["data"]["values"]
    ]


@pytest.fixture(scope="module")
def validator() -> Draft7Validator:
    found = find_spec("altair")
    assert found and found.origin
    (path,) = Path(found.origin).parent.glob("vegalite/v6/schema/vega-lite-schema.json")
    return Draft7Validator(json.loads(path.read_text(encoding="utf-8")))


@SIZES
@TALES
def test_it_is_valid_vega_lite_in_inks(name: str, size: Size, validator: Draft7Validator) -> None:
    spec = chart(name, size)
    assert [error.message[:300] for error in validator.iter_errors(spec)] == []
    colours = set(re.findall(r"#[0-9a-fA-F]{6}", json.dumps(spec)))
    assert colours and colours <= set(LIGHT.values())


@SIZES
@TALES
def test_its_drawing_turns_with_the_paper_and_breaks_no_policy(name: str, size: Size) -> None:
    svg = draw(chart(name, size), label=name)
    assert "var(--ink-" in svg
    assert not re.search(r"\sstyle=|<style|<script|\son[a-z]+=", svg)
    assert "<b>" not in svg
    assert "NaN" not in svg


def test_each_bar_begins_where_the_last_one_ended() -> None:
    first, second, third, overlap, joint, gap = bars(chart("three"))
    assert (first["x"], first["x2"]) == pytest.approx((0, 0.8))
    assert (second["x"], second["x2"]) == pytest.approx((0.8, 1.3))
    assert (third["x"], third["x2"]) == pytest.approx((1.3, 1.5))
    assert (overlap["x"], overlap["x2"]) == pytest.approx((1.2, 1.5))
    assert (joint["x"], joint["x2"]) == pytest.approx((0, 1.2))
    assert (gap["x"], gap["x2"]) == pytest.approx((1.2, 2.0))


def test_what_does_harm_steps_back_in_the_ink_of_worse() -> None:
    worse = [layer for layer in chart("harm")["layer"] if layer["mark"].get("fill") == LIGHT["worse"]]
    (row,) = worse[0]["data"]["values"]
    assert (row["x"], row["x2"]) == pytest.approx((0.3, 0.8))


@pytest.mark.parametrize(("size", "most"), [(WIDE, MOST_BARS), (NARROW, MOST_BARS_NARROW)])
def test_the_smallest_of_many_programs_share_a_bar(size: Size, most: int) -> None:
    spec = chart("sixty", size)
    assert len(bars(spec)) == most + 2  # and the overlap, and all together
    assert f"{60 - most + 1} more programs" in texts(spec)
    total = sum(part.points or 0 for part in STORIES["sixty"].programs)
    assert bars(spec)[most - 1]["x2"] == pytest.approx(total)


def test_a_need_that_is_met_leaves_no_gap_and_a_missing_one_no_rule() -> None:
    assert not any("nobody owns" in text for name in ("beyond", "no target") for text in texts(chart(name)))
    assert "needed: +2.0 points" in texts(chart("beyond"))
    assert "needed: +2.0 points" not in texts(chart("no target"))


def test_a_very_small_bar_is_still_a_hairline() -> None:
    fall = laid_out([Bar("a", "", "", 0, 5, "accent"), Bar("b", "", "", 5, 5.00001, "accent")], WIDE, None)
    assert (fall.placed[1].end - fall.placed[1].start) * fall.per_point == pytest.approx(HAIR)


def test_a_range_that_begins_below_nothing_lies_within_the_drawing() -> None:
    spec = waterfall_chart(story(0.2, joint=0.1, need=0.5), size=WIDE)  # from -0.2 to 0.4
    place = next(layer for layer in spec["layer"] if "x" in layer["encoding"])["encoding"]["x"]
    assert place["scale"]["domain"][0] == pytest.approx(-0.2)


def test_what_is_withheld_is_hatched_and_has_no_number() -> None:
    svg = draw(chart("withheld"), label="withheld")
    assert re.search(r'fill="url\(#hatch-[0-9a-f]{12}\)"', svg)
    assert "withheld" in texts(chart("withheld"))


@SIZES
@TALES
def test_words_stay_within_the_drawing(name: str, size: Size) -> None:
    spec = chart(name, size)
    low, high = next(layer for layer in spec["layer"] if "x" in layer["encoding"])["encoding"]["x"]["scale"]["domain"]
    pixel = spec["width"] / (high - low)
    for layer in spec["layer"]:
        if layer["mark"]["type"] != "text" or not isinstance(layer["mark"]["align"], dict):
            continue
        for row in layer["data"]["values"]:
            width, at = text_width(row["text"]), (row["x"] - low) * pixel
            start = {"left": at, "right": at - width, "center": at - width / 2}[row["align"]]
            assert start >= -spec["padding"]["left"], row["text"]
            assert start + width <= spec["width"] + spec["padding"]["right"] + 12, row["text"]


@SIZES
def test_no_words_lie_on_other_words(size: Size) -> None:
    names = [layer for layer in chart("sixty", size)["layer"] if layer["mark"]["type"] == "text"][:-2:2]
    rows = sorted(
        (row["y"], row["x"]) for layer in names if "align" in layer["mark"] for row in layer["data"]["values"]
    )
    assert len(set(rows)) == len(rows)


def test_long_names_are_cut_into_lines_that_fit() -> None:
    lines = lines_of("Franklin County Family Resource Center parent education", 150, size=12)
    assert len(lines) == 2
    assert lines[1].endswith("…")
    assert all(text_width(line, 12) <= 150 for line in lines)
    assert lines_of("Short", 150, size=12) == ["Short"]
    assert lines_of("", 150, size=12) == []
    assert lines_of("Donaudampfschifffahrtsgesellschaft", 80, size=12)[0].endswith("…")
