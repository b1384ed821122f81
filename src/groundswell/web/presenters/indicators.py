"""One indicator's page: a sentence, the curve, the facts beside it, and how the number was made."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext

from groundswell.apps.scorecards.queries import Choice, IndicatorPage
from groundswell.web.presenters.behaviours import BehaviourPart, behaviour_part
from groundswell.web.presenters.communities import Surroundings, surroundings
from groundswell.web.presenters.comparisons import DisparityPart, PlacesPart, disparity_part, places_part
from groundswell.web.presenters.facts import Fact, facts_beside
from groundswell.web.presenters.figures import Figure, curve_figure
from groundswell.web.presenters.language import stopped
from groundswell.web.presenters.makings import Making, making
from groundswell.web.presenters.observations import DataLine, data_lines
from groundswell.web.presenters.results import Story, stories
from groundswell.web.presenters.rows import direction_words, pen_for
from groundswell.web.presenters.sentences import opening
from groundswell.web.presenters.verdicts import Chip, chip
from groundswell.web.presenters.writing import Pen


@dataclass(frozen=True, slots=True)
class Link:
    """A name and where it leads."""

    words: str
    address: str


@dataclass(frozen=True, slots=True)
class Selector:
    """A choice of place or group; a plain GET form without JavaScript."""

    name: str
    choices: tuple[Choice, ...]

    @property
    def is_offered(self) -> bool:
        """True where there is something to choose."""
        return len(self.choices) > 1


@dataclass(frozen=True, slots=True)
class IndicatorSheet:
    """Everything the template needs, written."""

    around: Surroundings
    name: str
    subject: str  # "Hill, children of color": which place and group the page speaks of
    address: str
    definition: str
    why_it_matters: str
    direction: str
    results: tuple[Link, ...]
    chip: Chip
    sentence: str
    elsewhere: str  # what there is instead of the number that was asked for
    is_known_elsewhere: bool
    reason: str
    warnings: tuple[str, ...]
    place: Selector
    group: Selector
    figure: Figure | None
    facts: tuple[Fact, ...]
    stories: tuple[Story, ...]
    disparities: tuple[DisparityPart, ...]
    places: PlacesPart | None
    behaviour: BehaviourPart
    lines: tuple[DataLine, ...]
    has_notes: bool  # of any line; otherwise the column would be empty
    unit_words: str
    making: Making
    contribution_address: str


def indicator_sheet(page: IndicatorPage, path: str) -> IndicatorSheet:
    """Written out for the template; `path` is the page's own."""
    pen = pen_for(page.row, page.community, _beside(page))
    query, lines = _query(page), data_lines(page, pen)
    return IndicatorSheet(
        around=surroundings(page.community, path, query),
        name=page.row.name,
        subject=_subject(page),
        address=path,
        definition=page.definition,
        why_it_matters=page.why_it_matters,
        direction=direction_words(page.row),
        results=_results(page),
        chip=chip(page.curve.verdict),
        sentence=opening(page, pen),
        elsewhere=stopped(page.elsewhere) if page.observations else "",
        is_known_elsewhere=bool(page.elsewhere),
        reason=stopped(page.curve.reason),
        warnings=tuple(stopped(warning) for warning in page.curve.warnings),
        place=Selector("place", _named(page.places, page.community.name)),
        group=Selector("group", _named(page.groups, gettext("Everyone"))),
        figure=curve_figure(page, pen),
        facts=facts_beside(page, pen),
        stories=stories(page.stories),
        disparities=_disparities(page, pen),
        places=places_part(page, pen, path),
        behaviour=behaviour_part(page, pen),
        lines=lines,
        has_notes=any(line.notes or line.revisions or line.estimate.is_withheld for line in lines),
        unit_words=pen.unit_words,
        making=making(page),
        contribution_address=reverse("contribution", args=[page.community.id, page.row.id]),
    )


def _beside(page: IndicatorPage) -> list[float | None]:
    """The values of other groups and places, written by the same pen."""
    tables = [*(disparity.groups for disparity in page.disparities), page.by_place]
    return [item.estimate.value for table in tables for item in table]


def _named(choices: tuple[Choice, ...], otherwise: str) -> tuple[Choice, ...]:
    """The community's own place and everyone have no label of their own."""
    return tuple(Choice(choice.id, choice.label or otherwise, choice.is_chosen) for choice in choices)


def _query(page: IndicatorPage) -> str:
    """The chosen place and group, for the twins; nothing where both are the default."""
    chosen = {"place": page.place.id, "group": page.group.id}
    said = urlencode({name: value for name, value in chosen.items() if value})
    return f"?{said}" if said else ""


def _subject(page: IndicatorPage) -> str:
    labels = [page.place.label] + ([page.group.label] if page.group.id else [])
    return ", ".join(label for label in labels if label)


def _results(page: IndicatorPage) -> tuple[Link, ...]:
    return tuple(
        Link(result.statement, reverse("result", args=[page.community.id, result.id])) for result in page.results
    )


def _disparities(page: IndicatorPage, pen: Pen) -> tuple[DisparityPart, ...]:
    return tuple(disparity_part(disparity, number, pen) for number, disparity in enumerate(page.disparities))
