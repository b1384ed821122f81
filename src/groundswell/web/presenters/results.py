"""The scorecard of one result: the page people meet around."""

from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext

from groundswell.apps.scorecards.queries import IndicatorRow, ResultScorecard, StoryFacts
from groundswell.web.presenters.communities import Surroundings, surroundings
from groundswell.web.presenters.language import spoken
from groundswell.web.presenters.rows import ScorecardRow, scorecard_row
from groundswell.web.presenters.writing import period_text


@dataclass(frozen=True, slots=True)
class Story:
    """A passage that people wrote, under the question it answers."""

    question: str
    period: str
    html: SafeString


@dataclass(frozen=True, slots=True)
class Scorecard:
    """One result, written out for the template."""

    around: Surroundings
    statement: str
    population: str
    experience: str
    place: str
    sentence: str
    facts: str
    headline: tuple[ScorecardRow, ...]
    secondary: tuple[ScorecardRow, ...]
    development: tuple[ScorecardRow, ...]
    stories: tuple[Story, ...]


def scorecard(page: ResultScorecard, path: str) -> Scorecard:
    """Everything on a result's page."""

    def written(rows: tuple[IndicatorRow, ...]) -> tuple[ScorecardRow, ...]:
        return tuple(scorecard_row(row, page.community) for row in rows)

    return Scorecard(
        around=surroundings(page.community, path),
        statement=page.result.statement,
        population=page.result.population,
        experience=page.result.experience,
        place=page.result.place_name,
        sentence=spoken(page.sentence),
        facts=_facts(page),
        headline=written(page.headline),
        secondary=written(page.secondary),
        development=written(page.development),
        stories=stories(page.stories),
    )


def _facts(page: ResultScorecard) -> str:
    count = len(page.headline) + len(page.secondary)
    said = [ngettext("%(n)s shared indicator", "%(n)s shared indicators", count) % {"n": count}]
    if page.latest:
        said.append(gettext("latest data %(period)s") % {"period": period_text(page.latest)})
    return " · ".join(said)


def stories(facts: tuple[StoryFacts, ...]) -> tuple[Story, ...]:
    """Stories in the order of the questions; their HTML was sanitized where it was stored."""
    questions = {
        "story": gettext("The story behind the curve"),
        "partners": gettext("Partners with a part to play"),
        "what_works": gettext("What works"),
        "action": gettext("What we propose to do"),
    }
    order = list(questions)
    told = sorted(facts, key=lambda fact: order.index(fact.question) if fact.question in questions else len(order))
    return tuple(
        Story(questions.get(fact.question, fact.question), fact.period, mark_safe(fact.html))  # noqa: S308
        for fact in told
    )
