"""A funder's view: what its grants could add up to, indicator by indicator, beside what others fund."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from groundswell.apps.scorecards.queries.contributions.funders import (
    FundedIndicator,
    FundedLink,
    FunderList,
    FunderPage,
    GrantLine,
)
from groundswell.core.sentences import listed
from groundswell.web.presenters.communities import Surroundings, surroundings
from groundswell.web.presenters.contributions.amounts import FEW, Points, Ranged, few_or, ranged_points, share_words
from groundswell.web.presenters.contributions.money import money
from groundswell.web.presenters.contributions.programs import evidence_words
from groundswell.web.presenters.language import spoken, stopped
from groundswell.web.presenters.writing import grouped, period_text


@dataclass(frozen=True, slots=True)
class FunderRow:
    """One funder in the list."""

    name: str
    address: str
    words: str


@dataclass(frozen=True, slots=True)
class FundersSheet:
    """The list of funders."""

    around: Surroundings
    list_address: str
    funders: tuple[FunderRow, ...]


@dataclass(frozen=True, slots=True)
class FundedRow:
    """A program of the funder's grants, and what it could add alone."""

    name: str
    address: str
    organization: str
    points: Ranged
    people: str
    evidence: str
    also: str
    reason: str


@dataclass(frozen=True, slots=True)
class FundedPart:
    """One indicator: the funded programs together, their modelled part of all, and what the others' comes to."""

    id: str
    name: str
    address: str
    sentence: str
    rows: tuple[FundedRow, ...]
    together: Ranged
    together_people: str
    own_share: str
    own_width: float
    others_share: str
    others_width: float
    has_others: bool
    left: str
    heading: str
    reason: str


@dataclass(frozen=True, slots=True)
class GrantRow:
    """One grant."""

    programs: str
    recipient: str
    amount: str
    when: str


@dataclass(frozen=True, slots=True)
class FunderSheet:
    """Everything on the page."""

    around: Surroundings
    name: str
    list_address: str
    funders_address: str
    sentence: str
    never_added: str
    parts: tuple[FundedPart, ...]
    grants: tuple[GrantRow, ...]
    unlinked: str


def funders_sheet(page: FunderList, path: str) -> FundersSheet:
    """The list."""
    community = page.community.id
    return FundersSheet(
        around=surroundings(page.community, path),
        list_address=reverse("contributions", args=[community]),
        funders=tuple(
            FunderRow(
                one.name,
                reverse("funder-contribution", args=[community, one.id]),
                ngettext("%(n)s program, %(linked)s of them linked to an indicator",
                         "%(n)s programs, %(linked)s of them linked to an indicator", one.programs)
                % {"n": grouped(one.programs), "linked": grouped(one.linked)},
            )
            for one in page.funders
        ),
    )  # fmt: skip


def funder_sheet(page: FunderPage, path: str) -> FunderSheet:
    """Everything on the page."""
    community = page.community.id
    return FunderSheet(
        around=surroundings(page.community, path),
        name=page.name,
        list_address=reverse("contributions", args=[community]),
        funders_address=reverse("funders", args=[community]),
        sentence=_sentence(page),
        never_added=gettext(
            "A program that several funders support counts whole for each of them: what it does is done once, and "
            "nobody can say which grant did it. So what two funders’ grants add up to is never added."
        ),
        parts=tuple(_part(one, page) for one in page.indicators),
        grants=tuple(_grant(one, page) for one in page.grants),
        unlinked=spoken(listed(page.unlinked)) if page.unlinked else "",
    )


def _sentence(page: FunderPage) -> str:
    computed = [one for one in page.indicators if one.funded is not None]
    if not computed:
        return gettext("None of the programs that %(name)s supports can be computed for an indicator yet.") % {
            "name": page.name
        }
    words = [_funded_words(one) for one in computed[:3]]
    return gettext("The programs that %(name)s supports could add %(points)s, if what is assumed of them holds.") % {
        "name": page.name, "points": spoken(listed(words)),
    }  # fmt: skip


def _funded_words(one: FundedIndicator) -> str:
    assert one.funded is not None
    pen = _pen(one)
    written = ranged_points(one.funded.joint_points, pen)
    return gettext("%(points)s %(unit)s to “%(indicator)s”") % {
        "points": written.first, "unit": pen.heading, "indicator": one.indicator.name,
    }  # fmt: skip


def _pen(one: FundedIndicator) -> Points:
    bare = Points(one.indicator.unit, one.indicator.per, 1)
    size = abs((one.funded.joint_points.value or 0.0) * bare.factor) if one.funded else 0.0
    return Points(bare.unit, bare.per, 2 if size < FEW else 1)


def _part(one: FundedIndicator, page: FunderPage) -> FundedPart:
    pen, community = _pen(one), page.community.id
    joint = one.whole.joint_points.value if one.whole else None
    own, others = one.modelled_share, one.share_of_others
    return FundedPart(
        id=one.indicator.id,
        name=one.indicator.name,
        address=reverse("contribution", args=[community, one.indicator.id]),
        sentence=_beside(one, pen),
        rows=tuple(_row(link, pen, community) for link in one.links),
        together=ranged_points(one.funded.joint_points, pen) if one.funded else Ranged("–"),
        together_people=few_or(one.funded.joint_people.value or 0.0) if one.funded else "–",
        own_share=pen.bare(own) if own is not None else "–",
        own_width=_width(own, joint),
        others_share=pen.bare(others) if others is not None else "–",
        others_width=_width(others, joint),
        has_others=bool(one.others),
        left=_left(one),
        heading=pen.heading,
        reason=stopped(one.reason),
    )


def _width(share: float | None, joint: float | None) -> float:
    if share is None or not joint:
        return 0.0
    return round(max(0.0, min(100.0, 100 * share / joint)), 1)


def _beside(one: FundedIndicator, pen: Points) -> str:
    own, joint = one.modelled_share, one.whole.joint_points.value if one.whole else None
    if own is None or not joint:
        return ""
    if not one.others:
        return gettext("No program that only others support is linked to it.")
    return gettext(
        "Of the %(joint)s that all linked programs could add up to, the modelled part of these is %(own)s: %(share)s."
    ) % {"joint": pen.words(joint), "own": pen.words(own), "share": share_words(own / joint)}


def _left(one: FundedIndicator) -> str:
    if one.whole is None or one.whole.unowned_people is None or one.condition.target is None:
        return ""
    if one.whole.unowned_people < 0.5:
        return gettext("If all of it held, the gap would be closed.")
    return gettext("Nobody owns the other %(n)s people of the gap to the target for %(period)s yet.") % {
        "n": grouped(one.whole.unowned_people), "period": period_text(one.condition.target[0]),
    }  # fmt: skip


def _row(link: FundedLink, pen: Points, community: str) -> FundedRow:
    part, facts = link.part, link.input.facts
    return FundedRow(
        name=link.input.program_name,
        address=reverse("program-contribution", args=[community, facts.program_id]),
        organization=link.input.organization,
        points=ranged_points(part.points, pen) if part else Ranged("–"),
        people=few_or(part.people.value or 0.0) if part else "–",
        evidence=evidence_words(facts.evidence)[0],
        also=gettext("also supported by %(funders)s") % {"funders": spoken(listed(link.also_funded_by))}
        if link.also_funded_by
        else "",
        reason=stopped(link.input.reason),
    )


def _grant(one: GrantLine, page: FunderPage) -> GrantRow:
    try:
        amount = money(float(one.amount), one.currency or page.community.currency) if one.amount else "–"
    except ValueError:
        amount = one.amount
    years = [each[:4] for each in (one.starts, one.ends) if each]
    return GrantRow("; ".join(one.programs), one.recipient, amount, " – ".join(dict.fromkeys(years)))
