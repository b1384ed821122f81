"""The list of indicators with links: how many programs, and what they could add up to."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from groundswell.apps.scorecards.queries.contributions.condition import IN_PEOPLE
from groundswell.apps.scorecards.queries.contributions.listing import ContributionList, IndicatorLinks
from groundswell.web.presenters.communities import Surroundings, surroundings
from groundswell.web.presenters.contributions.amounts import FEW, Points, Ranged, few_or, gap_words, ranged_points
from groundswell.web.presenters.contributions.maps import MapPart, map_part
from groundswell.web.presenters.language import stopped
from groundswell.web.presenters.writing import grouped, level_words, period_text


@dataclass(frozen=True, slots=True)
class LinkedLine:
    """An indicator with links."""

    name: str
    address: str
    programs: str
    joint: Ranged
    unit: str
    when: str
    share: str
    share_width: float
    unowned: str
    reason: str


@dataclass(frozen=True, slots=True)
class BareLine:
    """An indicator without links."""

    name: str
    address: str
    link_address: str  # the guided form, for who may link


@dataclass(frozen=True, slots=True)
class ContributionsSheet:
    """The page."""

    around: Surroundings
    sentence: str
    linked: tuple[LinkedLine, ...]
    bare: tuple[BareLine, ...]
    first_link_address: str
    may_link: bool
    level: str
    map: MapPart | None


def contributions_sheet(page: ContributionList, path: str, *, may_link: bool = False) -> ContributionsSheet:
    """Everything on the page of the list."""
    linked = [one for one in page.indicators if one.programs]
    bare = tuple(_bare(one, page.community.id, may_link) for one in page.indicators if not one.programs)
    levels = [one.modelled.level for one in linked if one.modelled]
    return ContributionsSheet(
        around=surroundings(page.community, path),
        sentence=_sentence(linked, len(page.indicators)),
        linked=tuple(_linked(one, page.community.id) for one in linked),
        bare=bare,
        first_link_address=next((one.link_address for one in bare if one.link_address), ""),
        may_link=may_link,
        level=level_words(levels[0]) if levels else "",
        map=map_part(page.chains, page.community.id, {one.row.id: _pen(one) for one in linked}),
    )


def _sentence(linked: list[IndicatorLinks], indicators: int) -> str:
    if not linked:
        return ""
    said = {"n": grouped(len(linked)), "all": grouped(indicators)}
    return (
        ngettext(
            "Programs are linked to %(n)s of %(all)s indicators.",
            "Programs are linked to %(n)s of %(all)s indicators.",
            len(linked),
        )
        % said
    )


def _linked(one: IndicatorLinks, community: str) -> LinkedLine:
    found, row, pen = one.modelled, one.row, _pen(one)
    joint = found.joint_points if found else None
    share = found.share_of_gap.value if found and found.share_of_gap else None
    return LinkedLine(
        name=row.name,
        address=reverse("contribution", args=[community, row.id]),
        programs=ngettext("%(n)s program", "%(n)s programs", one.programs) % {"n": grouped(one.programs)},
        joint=ranged_points(joint, pen) if joint else Ranged("–"),
        unit=pen.heading if joint else "",
        when=period_text(one.period),
        share=gap_words(share),
        share_width=round(100 * min(1.0, share or 0.0), 1),
        unowned=few_or(found.unowned_people) if found and found.unowned_people is not None else "",
        reason=_why_not(one),
    )


def _pen(one: IndicatorLinks) -> Points:
    """Two decimals where all together come to less than a point."""
    bare = Points(one.row.unit, one.row.per)
    size = abs(one.modelled.joint_points.value or 0.0) * bare.factor if one.modelled else 0.0
    return replace(bare, decimals=2 if size < FEW else 1)


def _why_not(one: IndicatorLinks) -> str:
    if one.reason:
        return stopped(one.reason)
    return "" if one.modelled else gettext("None of its links can be computed yet.")


def _bare(one: IndicatorLinks, community: str, may_link: bool) -> BareLine:
    address = reverse("contribution", args=[community, one.row.id])
    return BareLine(one.row.name, address, f"{address}link/" if may_link and one.row.unit in IN_PEOPLE else "")
