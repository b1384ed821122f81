"""Which assumption matters most: each range at its ends, against the joint effect written out by hand."""

from dataclasses import replace
from math import prod

import pytest

from groundswell.core.contribution.joint import joint_people
from groundswell.core.contribution.links import Declared, EffectKind, JointModel, Link, Overlap, Population
from groundswell.core.contribution.sensitivity import Swing, tornado

POPULATION = Population(12_000, 0.20)
MENTORING = Link(
    "mentoring",
    300,
    Declared(0.75, 0.60, 0.95),
    baseline_risk=Declared(0.35, 0.30, 0.40),
    in_population=Declared(0.90),
    completion=Declared(0.80),
)
TEXTS = Link(
    "texts",
    6000,
    Declared(0.97, 0.94, 1.00),
    baseline_risk=Declared(0.22),
    completion=Declared(0.90, high=0.95),
)


def by_hand(*programs) -> float:
    """Points of programs given as (reach, baseline risk, risk ratio), by domain.md 6.1."""
    return 20 * (1 - prod(1 - reach / 12_000 * (1 - ratio) * risk / 0.2 for reach, risk, ratio in programs))


def test_each_range_is_moved_alone_from_end_to_end_and_the_widest_comes_first():
    mentoring, texts = (216, 0.35, 0.75), (5400, 0.22, 0.97)
    now = by_hand(mentoring, texts)
    found = tornado([MENTORING, TEXTS], POPULATION)
    expected = {
        ("texts", "effect"): ((mentoring, (5400, 0.22, 0.94)), (mentoring, (5400, 0.22, 1.00))),
        ("mentoring", "effect"): (((216, 0.35, 0.60), texts), ((216, 0.35, 0.95), texts)),
        ("mentoring", "baseline_risk"): (((216, 0.30, 0.75), texts), ((216, 0.40, 0.75), texts)),
        ("texts", "completion"): ((mentoring, texts), (mentoring, (5700, 0.22, 0.97))),
    }
    assert [(swing.link_id, swing.field) for swing in found] == list(expected)
    for swing, (low, high) in zip(found, expected.values(), strict=True):
        assert swing.low_points == pytest.approx(by_hand(*low) - now, abs=1e-12)
        assert swing.high_points == pytest.approx(by_hand(*high) - now, abs=1e-12)
    widths = [swing.width for swing in found]
    assert widths == sorted(widths, reverse=True)


def test_a_number_without_a_range_makes_no_bar_nor_does_reach():
    certain = Link("bridge", 240, Declared(0.7, 0.7, 0.7), baseline_risk=Declared(0.4))
    assert tornado([certain], POPULATION) == ()


def test_a_high_risk_ratio_takes_away_and_a_high_risk_difference_adds():
    ratio, *_ = tornado([Link("a", 100, Declared(0.8, 0.7, 0.9), baseline_risk=Declared(0.4))], POPULATION)
    assert ratio.low_points > 0 > ratio.high_points
    assert (ratio.worst, ratio.best) == (ratio.high_points, ratio.low_points)
    effect = Declared(0.1, 0.05, 0.2)
    difference, *_ = tornado([Link("b", 100, effect, EffectKind.RISK_DIFFERENCE)], POPULATION)
    assert difference.low_points < 0 < difference.high_points


def test_the_width_reaches_from_the_value_where_both_ends_lie_on_one_side():
    assert Swing("a", "effect", 0.1, 0.3).width == pytest.approx(0.3)
    assert Swing("a", "effect", 0.1, 0.3).worst == 0


@pytest.mark.parametrize("model", JointModel)
@pytest.mark.parametrize("overlap", [None, Overlap([(("mentoring", "texts"), 300.0), (("texts",), 5700.0)])])
def test_every_swing_is_the_joint_effect_computed_anew_with_one_number_changed(overlap, model):
    """The slow twin, with overlaps known and not, under both models."""
    links = [
        MENTORING,
        TEXTS,
        Link("bridge", 400, Declared(0.2, 0.1, 0.3), EffectKind.COHENS_D, Declared(0.4, 0.3, 0.5)),
    ]

    def points(changed) -> float:
        return 100 * joint_people(changed, POPULATION, overlap=overlap, model=model) / POPULATION.people

    found = tornado(links, POPULATION, overlap=overlap, model=model)
    assert len(found) == 6
    for swing in found:
        ends = []
        for end in ("low", "high"):
            number = next(getattr(getattr(link, swing.field), end) for link in links if link.id == swing.link_id)
            changed = [
                replace(link, **{swing.field: Declared(number)}) if link.id == swing.link_id and number else link
                for link in links
            ]
            ends.append(points(changed) - points(links))
        assert (swing.low_points, swing.high_points) == (pytest.approx(ends[0]), pytest.approx(ends[1]))
