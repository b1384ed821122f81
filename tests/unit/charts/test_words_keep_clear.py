"""Words in a chart can be read: no line strikes them out, and none stands where another stands."""

from groundswell.charts.curve import CurveStory, CurveWords, curve_chart
from groundswell.charts.dots import Dot, dot_chart
from groundswell.charts.palette import LIGHT
from groundswell.charts.scales import Scale
from groundswell.charts.theme import NARROW, WIDE, Spec
from groundswell.core.estimates import Estimate, Observation
from groundswell.core.periods import Period

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
