"""Riverbend looks back on what was modelled: the assumption that was bad is the first to look at."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.django_db
Get = Callable[..., Any]


def test_the_bad_assumption_is_the_first_to_look_at_and_without_it_the_curve_moves_inside_the_range(get: Get) -> None:
    later, earlier = get("/riverbend/contribution/kindergarten-readiness/years.json").json()["years"]
    assert (earlier["period"], earlier["verdict"]) == ("2022/2023", "below")
    assert earlier["moved_points"] < earlier["low"]
    first = earlier["suspects"][0]
    assert (first["link_id"], first["assumption"]) == ("story-hubs-readiness", "effect")
    assert "it rests on judgement" in first["words"]
    assert (later["period"], later["verdict"]) == ("2023/2024", "inside")
    assert later["low"] < later["moved_points"] < later["high"]
    assert "story-hubs-readiness" not in {one["link_id"] for one in later["suspects"]}
