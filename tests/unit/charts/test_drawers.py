"""Processes that draw beside the server: what comes back is what would be drawn here, and a lost one is replaced."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator

import pytest

from groundswell.charts.drawers import Drawer, Drawers, DrawingError, serve
from groundswell.charts.drawing import draw, draw_elsewhere

POINT = {"mark": "point", "data": {"values": [{"a": 1}]}, "encoding": {"x": {"field": "a", "type": "quantitative"}}}


@pytest.fixture
def drawers() -> Iterator[Drawers]:
    """One process, let go at the end."""
    found = Drawers(1)
    yield found
    draw_elsewhere(None)
    found.end()


def test_a_drawing_is_the_same_here_and_elsewhere(drawers: Drawers) -> None:
    here = draw({**POINT, "title": "here or there"}, label="one")
    draw_elsewhere(drawers)
    there = draw({**POINT, "title": "here or there", "description": "anew"}, label="one")
    assert there.startswith("<svg")
    assert len(there) == pytest.approx(len(here), rel=0.05)


def test_what_cannot_be_drawn_is_told_and_the_next_is_drawn(drawers: Drawers) -> None:
    with pytest.raises(DrawingError, match="JSON"):
        drawers.begin("{no json").result(120)
    assert "<svg" in drawers.begin(json.dumps(POINT)).result(120)


def test_a_process_that_was_lost_is_replaced() -> None:
    drawer = Drawer()
    try:
        assert "<svg" in drawer.draw(json.dumps(POINT))
        assert drawer._process is not None
        drawer._process.kill()
        assert "<svg" in drawer.draw(json.dumps(POINT))
    finally:
        drawer.end()


def test_a_process_makes_way_for_another_after_many_drawings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("groundswell.charts.drawers.MOST_DRAWINGS", 1)
    drawer = Drawer()
    try:
        drawer.draw(json.dumps(POINT))
        first = drawer._process
        drawer.draw(json.dumps(POINT))
        assert first is not None
        assert first.poll() is not None
    finally:
        drawer.end()


def test_a_line_comes_back_for_each_line_that_came() -> None:
    answers = io.StringIO()
    serve(io.StringIO(json.dumps(json.dumps(POINT)) + "\n" + json.dumps("{no") + "\n"), answers)
    (svg, none), (nothing, problem) = map(json.loads, answers.getvalue().splitlines())
    assert "<svg" in svg
    assert (none, nothing) == ("", "")
    assert problem
