"""Reach beside need by group: where those live who have the adverse outcome, and where programs reach people."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext

from groundswell.apps.scorecards.queries.contributions.pages import PLACE, ContributionPage, GroupLine, GroupPart
from groundswell.web.presenters.comparisons import dimension_words
from groundswell.web.presenters.contributions.amounts import Ranged, few_or, ranged_people, reach_words, share_words

AWAY = 0.05  # of everybody: a smaller difference between need and reach is not spoken of


@dataclass(frozen=True, slots=True)
class NeedLine:
    """One group."""

    label: str
    need: str
    need_share: str
    need_width: float
    reach: str
    reach_share: str
    reach_width: float
    people: Ranged


@dataclass(frozen=True, slots=True)
class NeedTable:
    """One dimension of groups."""

    id: str
    heading: str
    heading_within: str  # as part of a longer one
    words: str
    lines: tuple[NeedLine, ...]


def need_tables(page: ContributionPage) -> tuple[NeedTable, ...]:
    """A table for each dimension in which the people reached are known."""
    return tuple(_table(part, number) for number, part in enumerate(page.groups, 1))


def _table(part: GroupPart, number: int) -> NeedTable:
    if part.dimension == PLACE:
        heading, within = gettext("By place"), gettext("by place")
    else:
        named = {"dimension": dimension_words(part.dimension)}
        heading, within = gettext("By %(dimension)s") % named, gettext("by %(dimension)s") % named
    return NeedTable(f"need-{number}", heading, within, _words(part), tuple(_line(line) for line in part.lines))


def _words(part: GroupPart) -> str:
    """Where reach falls shortest of need."""
    known = [(line.need_share - line.reach_share, line) for line in part.lines if line.reach_share is not None]
    missing, line = max(known, key=lambda one: one[0], default=(0.0, None))
    if line is None or missing < AWAY:
        if part.dimension == PLACE:
            return gettext("Programs reach places about as their need is.")
        return gettext("Programs reach groups about as their need is.")
    said = {"group": _label(line), "need": share_words(line.need_share), "reach": share_words(line.reach_share)}
    return gettext("%(group)s: %(need)s of the need, and %(reach)s of those whom programs reach.") % said


def _label(line: GroupLine) -> str:
    return line.label or gettext("Everybody else")


def _line(line: GroupLine) -> NeedLine:
    return NeedLine(
        label=_label(line),
        need=few_or(line.part.people),
        need_share=share_words(line.need_share),
        need_width=round(100 * line.need_share, 1),
        reach=reach_words(line.part.reach),
        reach_share=share_words(line.reach_share),
        reach_width=round(100 * (line.reach_share or 0.0), 1),
        people=ranged_people(line.part.joint_people),
    )
