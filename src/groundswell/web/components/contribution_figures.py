"""The drawings of the invented contribution, as a page would carry them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from django.utils.safestring import SafeString, mark_safe

from groundswell.charts.chains import Branch, nested
from groundswell.charts.frontier import FrontierWords, frontier_chart
from groundswell.charts.link_map import link_map
from groundswell.charts.ranges import to_scale
from groundswell.charts.scales import Scale
from groundswell.charts.theme import Size, Spec
from groundswell.charts.tornado import tornado_chart
from groundswell.charts.waterfall import WaterfallStory, waterfall_chart
from groundswell.web.components import contribution_samples as samples
from groundswell.web.presenters.figures import Figure, KeyEntry, drawn_figure


@dataclass(frozen=True, slots=True)
class DrawnMap:
    """A map of links with the list that a phone shows in its place."""

    title: str
    svg: SafeString
    branches: tuple[Branch, ...]
    key: tuple[KeyEntry, ...]


@dataclass(frozen=True, slots=True)
class ContributionGallery:
    """Every drawing of a contribution."""

    waterfalls: tuple[Figure, ...]
    tornado: Figure
    frontier: Figure
    maps: tuple[DrawnMap, ...]
    to_scale: SafeString


def contribution_gallery() -> ContributionGallery:
    """All drawings in all states."""
    waterfalls = tuple(
        drawn_figure(f"waterfall-{at}", title, f"What programs could add up to: {title}", _waterfall(story), _BARS)
        for at, (title, story) in enumerate(samples.waterfalls())
    )
    scaled = to_scale(samples.SHARES, label="; ".join(share.words for share in samples.SHARES))
    tornado = drawn_figure("tornado", "", "Which assumptions matter most", _tornado, _ENDS)
    frontier = drawn_figure("frontier", "", "Points against cost", _frontier, ())
    return ContributionGallery(waterfalls, tornado, frontier, _maps(), mark_safe(scaled))  # noqa: S308  escaped there


_BARS = (
    KeyEntry("part", "a program alone"),
    KeyEntry("overlap", "counted once where programs share people"),
    KeyEntry("joint", "all together, with the range in which it lies (80 %)"),
    KeyEntry("gap", "needed, and owned by nobody yet"),
)
_ENDS = (KeyEntry("low-end", "at the low end of its range"), KeyEntry("high-end", "at the high end"))
_LINES = (
    KeyEntry("solid", "tried with a comparison by lot"),
    KeyEntry("dashed", "tried with another comparison"),
    KeyEntry("dotted", "judged by experts, or a change alone"),
)


def _waterfall(story: WaterfallStory) -> partial[Spec]:
    return partial(_waterfall_spec, story)


def _waterfall_spec(story: WaterfallStory, size: Size) -> Spec:
    return waterfall_chart(story, size=size, need_words=f"needed: +{story.need} points")


def _tornado(size: Size) -> Spec:
    return tornado_chart(
        samples.SWINGS,
        samples.JOINT,
        write=lambda points: f"{points:+.2f}",
        size=size,
        joint_words="as declared: +1.80",
        need=samples.NEED,
        need_words=f"needed: +{samples.NEED} points",
    )


def _frontier(size: Size) -> Spec:
    return frontier_chart(
        samples.FRONTIER,
        cost=Scale(0.001, "$", "k"),
        gain=Scale(suffix=" pts"),
        write=lambda cost, points: f"${cost:,.0f}: {points:.1f} points",
        size=size,
        plan=samples.PLAN,
        need=samples.NEED,
        words=FrontierWords("this plan: $900k", f"needed: +{samples.NEED} points", "cost a year"),
    )


def _maps() -> tuple[DrawnMap, ...]:
    return tuple(
        DrawnMap(
            title,
            mark_safe(link_map(story, label=f"Links of {title}", name=f"map-{at}")),  # noqa: S308  escaped there
            nested(story),
            _LINES,
        )
        for at, (title, story) in enumerate(samples.link_maps())
    )
