"""A funnel is valid Vega-Lite in inks that turn; shapes, not colours alone, say who lies beyond its limits."""

from __future__ import annotations

import json
import re
from importlib.util import find_spec
from pathlib import Path

import pytest
from jsonschema import Draft7Validator

from groundswell.charts.drawing import draw
from groundswell.charts.funnel import FunnelPoint, funnel_chart
from groundswell.charts.palette import LIGHT
from groundswell.charts.scales import Scale
from groundswell.charts.theme import NARROW, WIDE, Size, Spec
from groundswell.core.funnel import Beyond, funnel_of

PERCENT = Scale(100.0, "", " %", 0.0, 1.0)
COUNTS = {"Hill": (62, 100), '<b>"Mill" & Lake</b>': (118, 200), "Dale": (30, 90), "Ford": (600, 1_000)}


def points() -> list[FunnelPoint]:
    found = funnel_of([x for x, _ in COUNTS.values()], [n for _, n in COUNTS.values()])
    assert found is not None
    return [
        FunnelPoint(name, x / n, n, place, f"{100 * x / n:.1f} % ({x} of {n})")
        for (name, (x, n)), place in zip(COUNTS.items(), found.places, strict=True)
    ]


def chart(size: Size = WIDE) -> Spec:
    return funnel_chart(points(), 0.58, scale=PERCENT, size=size)


@pytest.fixture(scope="module")
def validator() -> Draft7Validator:
    found = find_spec("altair")
    assert found and found.origin
    (path,) = Path(found.origin).parent.glob("vegalite/v6/schema/vega-lite-schema.json")
    return Draft7Validator(json.loads(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_it_is_valid_vega_lite(size: Size, validator: Draft7Validator) -> None:
    assert [error.message[:300] for error in validator.iter_errors(chart(size))] == []


def test_every_colour_is_an_ink() -> None:
    colours = set(re.findall(r"#[0-9a-fA-F]{6}", json.dumps(chart())))
    assert colours and colours <= set(LIGHT.values())


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_its_drawing_turns_with_the_paper_and_breaks_no_policy(size: Size) -> None:
    svg = draw(chart(size), label="a funnel")
    assert "var(--ink-" in svg
    assert not re.search(r"\sstyle=|<style|<script|\son[a-z]+=", svg)
    assert "<b>" not in svg
    assert "NaN" not in svg


def test_shapes_say_who_lies_beyond() -> None:
    rows = next(layer for layer in chart()["layer"] if layer["mark"].get("type") == "point")["data"]["values"]
    shapes = {row["tip"].split(":")[0]: row["shape"] for row in rows}
    assert shapes["Dale"] == "triangle-down"
    assert shapes["Hill"] == "circle"
    assert len({row["colour"] for row in rows}) == 2


def test_limits_close_as_programs_grow_and_every_program_lies_on_the_axes() -> None:
    band, below, *_ = chart()["layer"]
    widths = [row["high"] - row["low"] for row in band["data"]["values"]]
    assert widths == sorted(widths, reverse=True)
    assert all(row["below"] <= row["low"] for row in below["data"]["values"])
    low, high = band["encoding"]["x"]["scale"]["domain"]
    assert all(low <= point.people <= high for point in points())
    bottom, top = band["encoding"]["y"]["scale"]["domain"]
    assert all(bottom <= point.share <= top for point in points())


def test_where_all_programs_are_alike_there_is_still_a_chart(validator: Draft7Validator) -> None:
    same = [FunnelPoint(name, 0.5, 40.0, Beyond.WITHIN, "50 %") for name in "abc"]
    made = funnel_chart(same, 0.5, scale=PERCENT, size=WIDE)
    assert list(validator.iter_errors(made)) == []
    assert "NaN" not in draw(made, label="alike")
