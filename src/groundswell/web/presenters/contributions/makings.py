"""How a contribution was computed: the model, the draws, and where its numbers come from."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext

from groundswell.apps.scorecards.queries.contributions.pages import ContributionPage
from groundswell.core.contribution.links import JointModel
from groundswell.web.presenters.facts import Fact
from groundswell.web.presenters.rows import pen_for
from groundswell.web.presenters.writing import grouped, level_words, period_text


def making_facts(page: ContributionPage) -> tuple[Fact, ...]:
    """What stands under `How this was computed`."""
    return tuple(_facts(page))


def _facts(page: ContributionPage) -> Iterator[Fact]:
    condition, found = page.condition, page.modelled
    yield Fact(gettext("How effects come together"), _model(page.model), (_model_note(page),))
    if found is not None:
        draws = gettext("%(n)s draws, seed %(seed)s") % {"n": grouped(found.draws), "seed": found.seed}
        level = gettext("the middle %(level)s of them is the range") % {"level": level_words(found.level)}
        yield Fact(gettext("Ranges"), draws, (level,))
    if condition.population is not None:
        pen = pen_for(page.indicator, page.community)
        counted = gettext("as counted for %(period)s") % {"period": period_text(condition.population_period)}
        yield Fact(gettext("Everybody"), grouped(condition.population.people), (counted,))
        yield Fact(
            gettext("Without the good outcome, as things go"),
            grouped(condition.population.at_risk),
            (gettext("nobody else can be helped by more"),),
        )
        if condition.latest is not None and condition.latest.estimate.value is not None:
            yield Fact(
                gettext("Now"),
                pen.value(condition.latest.estimate.value),
                (period_text(condition.latest.period),),
            )
    yield Fact(gettext("Where it is heading"), _heading(condition.heading_from))
    if condition.work_began is not None:
        yield Fact(
            gettext("New since"),
            period_text(condition.work_began),
            (gettext("only whom programs serve beyond what they served before can move it"),),
        )


def _model(model: JointModel) -> str:
    if model is JointModel.RISKS_MULTIPLY:
        return gettext("risks multiply")
    return gettext("chances are added")


def _model_note(page: ContributionPage) -> str:
    if page.model is JointModel.RISKS_MULTIPLY:
        return gettext("of a person in two programs, the second takes its part of the risk that the first left")
    return gettext("of a person in two programs, each gives a chance of its own, and one success is enough")


def _heading(heading_from: str) -> str:
    return {
        "baseline": gettext("by the baseline that was frozen before the work began"),
        "forecast": gettext("by a forecast from its own past"),
        "now": gettext("as it is now"),
    }.get(heading_from, gettext("nobody knows"))
