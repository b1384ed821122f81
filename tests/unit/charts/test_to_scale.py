"""A small part of a population looks small, and is still seen."""

import re

import pytest

from groundswell.charts.ranges import Share, to_scale

SHARES = [Share(12_000, "12,000 children", "even"), Share(2_400, "2,400 short of the target", "target")]


def widths(svg: str) -> list[float]:
    """Parts of the whole, in percent."""
    return [float(found) for found in re.findall(r'class="scale-(?!ground)\w+" [^>]*?width="([\d.]+)%"', svg)]


def test_bars_are_to_scale() -> None:
    drawn = widths(to_scale([*SHARES, Share(300, "300 reached")], label="to scale"))
    assert drawn == pytest.approx([100, 20, 2.5])


def test_a_few_people_are_at_least_a_hairline_and_nobody_is_nothing() -> None:
    few = to_scale([Share(10**9, "all"), Share(1, "one")], label="")
    assert few.count('width="1.5"') == 2
    assert to_scale([Share(5, "all"), Share(0, "nobody")], label="").count("scale-accent") == 2


def test_words_that_a_phone_has_no_room_for_go_on_in_a_second_line() -> None:
    assert to_scale([Share(5, "many words " * 6)], label="").count("<text") == 2


def test_what_is_withheld_has_words_and_no_bar() -> None:
    svg = to_scale([*SHARES, Share(None, "withheld: fewer than 11")], label="")
    assert len(widths(svg)) == 2
    assert "withheld: fewer than 11" in svg


def test_words_are_escaped_and_nothing_known_draws_nothing() -> None:
    assert "<script>" not in to_scale([Share(5, "<script>")], label='"><script>')
    assert to_scale([], label="") == to_scale([Share(None, "withheld")], label="") == ""
