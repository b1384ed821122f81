"""A small part of a population looks small, and is still seen."""

import re

import pytest

from groundswell.charts.ranges import HAIR, WIDTH, Share, to_scale

SHARES = [Share(12_000, "12,000 children", "even"), Share(2_400, "2,400 short of the target", "target")]


def widths(svg: str) -> list[float]:
    return [float(found) for found in re.findall(r'class="scale-(?!ground)\w+" [^>]*?width="([\d.]+)"', svg)]


def test_bars_are_to_scale() -> None:
    drawn = widths(to_scale([*SHARES, Share(300, "300 reached")], label="to scale"))
    assert drawn == pytest.approx([WIDTH, WIDTH / 5, WIDTH / 40], abs=0.1)


def test_a_few_people_are_a_hairline_and_nobody_is_nothing() -> None:
    assert widths(to_scale([*SHARES, Share(1, "one"), Share(0, "nobody")], label=""))[2:] == [HAIR, 0]


def test_what_is_withheld_has_words_and_no_bar() -> None:
    svg = to_scale([*SHARES, Share(None, "withheld: fewer than 11")], label="")
    assert len(widths(svg)) == 2
    assert "withheld: fewer than 11" in svg


def test_words_are_escaped_and_nothing_known_draws_nothing() -> None:
    assert "<script>" not in to_scale([Share(5, "<script>")], label='"><script>')
    assert to_scale([], label="") == to_scale([Share(None, "withheld")], label="") == ""
