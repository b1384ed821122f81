"""The contribution page of an indicator: one sentence, the waterfall, the programs, and how it was computed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from groundswell.apps.scorecards.queries.contributions.pages import ContributionPage
from groundswell.apps.scorecards.queries.partnerships.commitments import PromisedPeople
from groundswell.core.contribution.links import JointModel
from groundswell.web.presenters.communities import Surroundings, surroundings
from groundswell.web.presenters.contributions.amounts import (
    Points,
    few_or,
    gap_words,
    points_for,
    share_words,
    whole_points,
)
from groundswell.web.presenters.contributions.decimals import DecimalPoint, decimal_point
from groundswell.web.presenters.contributions.groups import NeedTable, need_tables
from groundswell.web.presenters.contributions.kept import KeptLine, kept_lines
from groundswell.web.presenters.contributions.makings import making_facts
from groundswell.web.presenters.contributions.programs import ContributingLine, contributing_lines
from groundswell.web.presenters.contributions.promised import promised_address, promised_words
from groundswell.web.presenters.contributions.sentences import (
    counted_from,
    detectable_words,
    opening,
    overlap_words,
    remainder,
)
from groundswell.web.presenters.contributions.waterfalls import waterfall_figure
from groundswell.web.presenters.facts import Fact
from groundswell.web.presenters.figures import Figure
from groundswell.web.presenters.language import spoken
from groundswell.web.presenters.rows import direction_words, pen_for
from groundswell.web.presenters.selectors import Option
from groundswell.web.presenters.writing import Pen, grouped, period_text


@dataclass(frozen=True, slots=True)
class ContributionSheet:
    """Everything on the page."""

    around: Surroundings
    name: str
    address: str
    indicator_address: str
    list_address: str
    direction: str
    sentence: str
    remainder: str
    counted_from: str  # where the gap is counted from, and where it stands today
    lines: tuple[ContributingLine, ...]
    figure: Figure | None
    facts: tuple[Fact, ...]
    overlap: tuple[str, ...]
    detectable: str
    decimal: DecimalPoint | None
    needs: tuple[NeedTable, ...]
    others: str
    left_out: str
    warnings: tuple[str, ...]
    making: tuple[Fact, ...]
    points_heading: str
    has_gap: bool
    periods: tuple[Option, ...]
    models: tuple[Option, ...]
    period: str  # as it was asked for, for what is sent from here
    model: str
    can_compute: bool
    reason: str
    link_address: str  # the guided form, for who may link
    plan_address: str
    keep_address: str  # for who may keep this model
    is_lower_better: bool
    protection: str
    kept: tuple[KeptLine, ...]
    promised: str = ""  # what was promised toward the part that nobody owns
    promised_address: str = ""
    is_in_people: bool = True  # only to a share or a rate of people can programs be linked


def contribution_sheet(
    page: ContributionPage,
    path: str,
    *,
    period: str = "",
    model: str = "",
    may_link: bool = False,
    may_keep: bool = False,
    promised: PromisedPeople | None = None,
) -> ContributionSheet:
    """Everything on the page; `period` and `model` as they were asked for."""
    community, asked = page.community.id, {k: v for k, v in (("period", period), ("model", model)) if v}
    query = f"?{urlencode(asked)}" if asked else ""
    pen, whole = points_for(page), whole_points(page)
    address = reverse("contribution", args=[community, page.indicator.id])
    gap = page.condition.gap
    return ContributionSheet(
        around=surroundings(page.community, path, query),
        name=page.indicator.name,
        address=address,
        indicator_address=reverse("indicator", args=[community, page.indicator.id]),
        list_address=reverse("contributions", args=[community]),
        direction=direction_words(page.indicator),
        sentence=opening(page, whole),
        remainder=remainder(page),
        counted_from=counted_from(page),
        lines=contributing_lines(page, pen),
        figure=waterfall_figure(page, pen),
        facts=tuple(_facts(page, whole)),
        overlap=overlap_words(page, pen),
        detectable=detectable_words(page, whole),
        decimal=decimal_point(page, pen),
        needs=need_tables(page),
        others=_others(page, pen),
        left_out=_left_out(page),
        warnings=tuple(sentence_of(warning) for warning in page.warnings),
        making=making_facts(page),
        points_heading=pen.heading,
        has_gap=gap is not None and gap.people > 0,
        periods=tuple(Option(str(one), period_text(one), one == page.condition.period) for one in page.periods),
        models=tuple(Option(str(one), model_words(one), one is page.model) for one in JointModel),
        period=period,
        model=model,
        can_compute=page.modelled is not None,
        reason=sentence_of(page.reason) if page.reason else "",
        link_address=f"{address}link/" if may_link and page.condition.is_in_people else "",
        plan_address=f"{address}plan/" if not page.reason else "",
        keep_address=f"{address}keep/" if may_keep and page.modelled is not None else "",
        is_lower_better=page.indicator.polarity == "lower",
        protection=_protection(page),
        kept=kept_lines(page, whole),
        promised=promised_words(promised) if promised else "",
        promised_address=promised_address(page, promised) if promised else "",
        is_in_people=page.condition.is_in_people,
    )


def sentence_of(words: str) -> str:
    """A remark from below as a sentence of its own."""
    said = spoken(words)
    return f"{said[:1].upper()}{said[1:]}{'' if said.endswith('.') else '.'}"


def model_words(model: JointModel) -> str:
    """How effects on one person come together, as a choice."""
    return {
        JointModel.RISKS_MULTIPLY: gettext("Each takes its part of the risk that is left"),
        JointModel.ADDED_CHANCES: gettext("Each gives a chance of its own"),
    }[model]


def _facts(page: ContributionPage, pen: Points) -> Iterator[Fact]:
    """Beside the waterfall, always in this order."""
    condition, found = page.condition, page.modelled
    own = pen_for(page.indicator, page.community)
    if condition.target is not None:
        yield Fact(gettext("Where it should be"), _at(own, condition.target[1], period_text(condition.target[0])))
    if condition.heading is not None and condition.heading.value is not None and condition.period is not None:
        label = (
            gettext("Where it would have gone")
            if condition.heading_from == "baseline"
            else gettext("Where it is heading")
        )
        yield Fact(label, own.value(condition.heading.value), (_heading_words(page),))
    if condition.latest is not None and condition.latest.estimate.value is not None:
        stands = own.value(condition.latest.estimate.value)
        yield Fact(gettext("Where it stands"), stands, (period_text(condition.latest.period),))
    if condition.gap is not None and condition.gap.people > 0 and condition.population is not None:
        needed = 100 * condition.gap.people / condition.population.people
        people = ngettext("%(n)s person", "%(n)s people", round(condition.gap.people)) % {
            "n": few_or(condition.gap.people)
        }
        yield Fact(gettext("The gap"), people, (pen.words(needed),))
    if found is not None and found.share_of_gap is not None and found.share_of_gap.value is not None:
        ends = found.share_of_gap
        said = {"low": gap_words(ends.low), "high": gap_words(ends.high)}
        notes = (gettext("%(low)s to %(high)s") % said,) if ends.low is not None and ends.low != ends.high else ()
        yield Fact(gettext("Of the gap, all together"), gap_words(ends.value), notes)
    if (
        found is not None
        and found.chance_of_closing is not None
        and condition.gap is not None
        and condition.gap.people > 0
    ):
        yield Fact(gettext("How often the draws close the gap"), _chance(found.chance_of_closing))


def _chance(chance: float) -> str:
    if chance <= 0:
        return gettext("never")
    return gettext("in %(share)s") % {"share": share_words(chance)}


def _at(pen: Pen, value: float, when: str) -> str:
    return gettext("%(value)s by %(period)s") % {"value": pen.value(value, trimmed=True), "period": when}


def _heading_words(page: ContributionPage) -> str:
    condition = page.condition
    latest = condition.latest
    if condition.heading_from == "baseline":
        return gettext("by its baseline, as things went before the work began")
    if condition.heading_from == "forecast":
        return gettext("by its forecast for %(period)s") % {"period": period_text(condition.period)}
    return gettext("as in %(period)s") % {"period": period_text(latest.period)} if latest else ""


def _others(page: ContributionPage, pen: Points) -> str:
    if page.others is None:
        return ""
    said = {"n": grouped(page.others.links), "points": pen.words(page.others.modelled_share)}
    return (
        ngettext(
            "%(n)s program is counted here that you may not see by itself: %(points)s of the whole.",
            "%(n)s programs are counted here that you may not see by themselves: %(points)s of the whole.",
            page.others.links,
        )
        % said
    )


def _left_out(page: ContributionPage) -> str:
    if not page.left_out:
        return ""
    return ngettext(
        "%(n)s link of a program that you may not see is left out here, since the rest would tell of it.",
        "%(n)s links of programs that you may not see are left out here, since the rest would tell of them.",
        page.left_out,
    ) % {"n": grouped(page.left_out)}


def _protection(page: ContributionPage) -> str:
    return gettext(
        "Numbers from records are rounded to the nearest five; where fewer than %(count)s people are served, none are "
        "counted."
    ) % {"count": page.smallest_shown}
