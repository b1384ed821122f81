"""The waterfall of a contribution page: programs, overlap, all together with a range, the gap, and what is needed."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext, ngettext

from groundswell.apps.scorecards.queries.contributions.pages import ContributionPage
from groundswell.charts.waterfall import NOTHING, Part, WaterfallStory, waterfall_chart
from groundswell.core.estimates import Estimate
from groundswell.web.presenters.contributions.amounts import Points, few_or, ranged_points, reach_words
from groundswell.web.presenters.figures import Figure, KeyEntry, drawn_figure
from groundswell.web.presenters.writing import grouped, level_words


def waterfall_figure(page: ContributionPage, pen: Points) -> Figure | None:
    """What each program could do alone, and all of them together; None where nothing was computed."""
    if page.modelled is None:
        return None
    story = _story(page, pen)
    need = gettext("needed: %(points)s") % {"points": pen.signed(story.need)} if story.need is not None else ""
    title = gettext("What programs could add up to")
    return drawn_figure(
        "waterfall",
        title,
        _label(title, story),
        lambda size: waterfall_chart(story, size=size, need_words=need, gathered=lambda parts: _gathered(parts, pen)),
        _key(page, story),
    )


def _story(page: ContributionPage, pen: Points) -> WaterfallStory:
    found = page.modelled
    assert found is not None  # asked for by whoever calls
    joint = found.joint_points
    ends = (joint.low, joint.high) if joint.low is not None and joint.high is not None else None
    together = {"points": pen.signed(joint.value or 0.0), "level": level_words(found.level),
                "range": pen.range_of(joint.low, joint.high)}  # fmt: skip
    need = _need(page)
    overlap = None
    if found.overlap_points >= NOTHING:
        overlap = Part(gettext("Counted twice otherwise"), -found.overlap_points, pen.signed(-found.overlap_points))
    gap = None
    if need is not None and need > (joint.value or 0.0):
        left = gettext("%(points)s that nobody owns yet") % {"points": pen.words(need - (joint.value or 0.0))}
        gap = Part(gettext("Gap to the target"), need - (joint.value or 0.0), left)
    return WaterfallStory(
        programs=_programs(page, pen),
        joint=Part(
            gettext("All linked programs"),
            joint.value,
            gettext("%(points)s (%(level)s: %(range)s)") % together if ends else together["points"],
        ),
        joint_range=ends,
        overlap=overlap,
        need=need,
        gap=gap,
    )


def _need(page: ContributionPage) -> float | None:
    """Points from what is expected to the target; None where there is no target, or none is left."""
    gap, population = page.condition.gap, page.condition.population
    if gap is None or population is None or gap.people <= 0:
        return None
    return 100 * gap.people / population.people


def _programs(page: ContributionPage, pen: Points) -> list[Part]:
    parts = [
        Part(
            line.name,
            line.part.points.value,
            _words(line.part.points, line.part.reach, pen),
            _tip(line.part.points, pen),
        )
        for line in page.lines
        if line.part is not None
    ]
    if page.others:
        label = ngettext("%(n)s other program", "%(n)s other programs", page.others.links) % {"n": page.others.links}
        parts.append(Part(label, page.others.points, pen.signed(page.others.points)))
    return parts


def _words(points: Estimate, reach: float, pen: Points) -> str:
    said = {"points": pen.signed(points.value or 0.0), "reach": few_or(reach)}
    if round(reach) < 0:
        return gettext("%(points)s · %(reach)s") % {**said, "reach": reach_words(reach)}
    return gettext("%(points)s · %(reach)s reached") % said


def _tip(points: Estimate, pen: Points) -> str:
    written = ranged_points(points, pen)
    return f"{written.first} ({written.second})" if written.second else written.first


def _gathered(parts: Sequence[Part], pen: Points) -> tuple[str, str]:
    total = sum(part.points or 0.0 for part in parts)
    count = len(parts)
    return ngettext("%(n)s more program", "%(n)s more programs", count) % {"n": grouped(count)}, pen.signed(total)


def _label(title: str, story: WaterfallStory) -> str:
    shown = [*story.programs, *([story.overlap] if story.overlap else []), story.joint]
    shown += [story.gap] if story.gap else []
    return f"{title}: " + "; ".join(f"{part.label} {part.words}" for part in shown)


def _key(page: ContributionPage, story: WaterfallStory) -> tuple[KeyEntry, ...]:
    level = level_words(page.modelled.level) if page.modelled else ""
    entries = [
        (True, "part", gettext("what a program could do alone")),
        (story.overlap is not None, "overlap", gettext("what adding up would count twice")),
        (True, "joint", gettext("all together, with their %(level)s range") % {"level": level})
        if story.joint_range
        else (True, "joint", gettext("all together")),
        (story.gap is not None, "gap", gettext("what nobody owns yet")),
        (story.need is not None, "rule", gettext("what the target needs")),
    ]
    return tuple(KeyEntry(glyph, words) for is_drawn, glyph, words in entries if is_drawn)
