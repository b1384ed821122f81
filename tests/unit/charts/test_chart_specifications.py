"""Charts are Vega-Lite as its own schema has it, in inks that a page can turn, with nothing a strict policy refuses."""

import json
import re
from functools import lru_cache
from pathlib import Path

import pytest
from jsonschema import Draft7Validator

from groundswell.charts.behaviour import behaviour_chart
from groundswell.charts.curve import CurveStory, CurveWords, curve_chart
from groundswell.charts.dots import Dot, dot_chart
from groundswell.charts.drawing import draw
from groundswell.charts.gaps import gap_chart
from groundswell.charts.palette import INKS, LIGHT, as_custom_property
from groundswell.charts.scales import Scale
from groundswell.charts.theme import NARROW, WIDE, Size, Spec
from groundswell.core.behaviour import Behaviour, behaviour_of
from groundswell.core.curves import BaselinePoint
from groundswell.core.estimates import Estimate, Observation
from groundswell.core.periods import Period
from groundswell.core.vocabulary import ObservationStatus, Polarity

PERCENT = Scale(100.0, "", " %", 0.0, 1.0)
VALUES = (0.52, 0.53, 0.52, None, 0.53, 0.54, 0.53, 0.55, 0.60, 0.62)


def write(estimate: Estimate) -> str:
    return "withheld" if estimate.value is None else f"{estimate.value * 100:.1f} %"


def observed(values: tuple[float | None, ...] = VALUES) -> tuple[Observation, ...]:
    return tuple(
        Observation(
            Period.year(2014 + n),
            Estimate(None, reason="fewer than 11") if v is None else Estimate(v, v - 0.01, v + 0.01, 0.9),
            ObservationStatus.SUPPRESSED if v is None else ObservationStatus.FINAL,
            is_break=n == 2,
        )
        for n, v in enumerate(values)
    )


def story() -> CurveStory:
    baseline = tuple(BaselinePoint(Period.year(2021 + n), 0.54, 0.53 - n / 100, 0.55 + n / 100) for n in range(4))
    ahead = ((Period.year(2024), Estimate(0.63, 0.6, 0.66, 0.8)),)
    return CurveStory(observed(), baseline, Period.year(2021), (Period.year(2025), 0.7), ahead)


def behaviour() -> Behaviour:
    made = behaviour_of(observed(tuple(v or 0.53 for v in VALUES))[3:], polarity=Polarity.HIGHER)
    assert isinstance(made, Behaviour)
    return made


def specifications(size: Size) -> dict[str, Spec]:
    dots = [
        Dot("All", Estimate(0.6, 0.58, 0.62, 0.9), is_reference=True),
        Dot('<b>"A" & B</b>', Estimate(0.5, 0.4, 0.6, 0.9)),
        Dot("C", Estimate(None, reason="fewer than 11")),
    ]
    gaps = [(Period.year(2020 + n), 0.2 - n / 100) for n in range(4)]
    words = CurveWords(target="target 70 %")
    return {
        "curve": curve_chart(story(), scale=PERCENT, write=write, size=size, words=words),
        "bare curve": curve_chart(CurveStory(observed()[:1]), scale=Scale(), write=write, size=size),
        "withheld curve": curve_chart(CurveStory(observed((None, None))), scale=PERCENT, write=write, size=size),
        "dots": dot_chart(dots, scale=PERCENT, write=write, size=size),
        "gap": gap_chart(gaps, scale=Scale(100.0), write=lambda gap: f"{gap * 100:.1f}", size=size),
        "behaviour": behaviour_chart(
            behaviour(), scale=PERCENT, write=lambda v: f"{v:.2f}", name=lambda signal: signal.words, size=size
        ),
    }


@lru_cache(maxsize=1)
def validator() -> Draft7Validator:
    """The schema that Altair carries, read without importing Altair."""
    from importlib.util import find_spec

    found = find_spec("altair")
    assert found and found.origin
    (path,) = Path(found.origin).parent.glob("vegalite/v6/schema/vega-lite-schema.json")
    return Draft7Validator(json.loads(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("name", specifications(WIDE))
def test_every_specification_is_valid_vega_lite(name: str, size: Size) -> None:
    errors = [error.message[:300] for error in validator().iter_errors(specifications(size)[name])]
    assert errors == []


@pytest.mark.parametrize("name", specifications(WIDE))
def test_every_colour_of_a_specification_is_an_ink(name: str) -> None:
    colours = set(re.findall(r"#[0-9a-fA-F]{6}", json.dumps(specifications(WIDE)[name])))
    assert colours
    assert colours <= set(LIGHT.values())


@pytest.mark.parametrize("name", specifications(WIDE))
def test_a_drawing_turns_with_the_paper_and_breaks_no_policy(name: str) -> None:
    svg = draw(specifications(WIDE)[name], label='The "curve" & <more>')
    assert "var(--ink-" in svg
    assert 'role="img"' in svg
    assert 'aria-label="The &quot;curve&quot; &amp; &lt;more&gt;"' in svg
    assert not re.search(r"\sstyle=|<style|<script|\son[a-z]+=", svg)
    assert "<b>" not in svg


def test_what_is_withheld_is_hatched_and_never_a_number() -> None:
    svg = draw(specifications(WIDE)["withheld curve"], label="withheld")
    assert re.search(r'fill="url\(#hatch-[0-9a-f]{12}\)"', svg)
    assert "%" not in "".join(re.findall(r"<text[^>]*>([^<]*)</text>", svg)).replace(" %", "")


def test_a_line_never_runs_across_a_break_or_a_withheld_value() -> None:
    layers = specifications(WIDE)["curve"]["layer"]
    line = next(layer for layer in layers if layer["mark"].get("strokeWidth") == 2.6)
    stretches = [row["stretch"] for row in line["data"]["values"]]
    assert stretches == [0, 0, 1, 2, 2, 2, 2, 2, 2]


def test_the_baseline_band_opens_at_the_last_point_before_it() -> None:
    layers = specifications(WIDE)["curve"]["layer"]
    band = next(layer for layer in layers if layer["mark"]["type"] == "area")
    first = band["data"]["values"][0]
    assert first["low"] == first["high"] == first["y"] == VALUES[6]


def test_a_drawing_is_kept_and_found_again(tmp_path: Path) -> None:
    spec = specifications(NARROW)["gap"] | {"height": 191}
    svg = draw(spec, label="kept", folder=tmp_path)
    (kept,) = tmp_path.glob("*.svg")
    assert kept.read_text(encoding="utf-8") == svg


def test_inks_can_be_told_apart_and_match_the_stylesheet(repo: Path) -> None:
    assert len(set(LIGHT.values())) == len(INKS)
    tokens = (repo / "src/groundswell/web/static/groundswell/tokens.css").read_text(encoding="utf-8")
    light, dark = tokens.split("@media (prefers-color-scheme: dark)")
    for ink in INKS:
        assert f"--ink-{ink.name}: {ink.light};" in light
        assert f"--ink-{ink.name}: {ink.dark};" in dark


def test_a_colour_that_is_no_ink_stays_as_it_is() -> None:
    assert as_custom_property("#123456") is None
    assert as_custom_property(LIGHT["accent"].upper()) == "var(--ink-accent, #0f6b70)"


def test_specifications_carry_their_data_and_never_an_address() -> None:
    for name, spec in specifications(WIDE).items():
        assert '"url"' not in json.dumps(spec), name
