"""From people served to points of an indicator, one multiplication after another, each in words.

Served, of them in the population, of them through to the end, of them better off: then the same people as points of
everybody. Where a range was declared it is said; where none was, that is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext

from groundswell.apps.scorecards.queries.contributions.asking import LinkAsking, LinkPreview
from groundswell.apps.scorecards.queries.contributions.condition import Condition
from groundswell.core.contribution.detecting import detectable_points
from groundswell.core.contribution.links import Evidence
from groundswell.core.estimates import Estimate
from groundswell.web.presenters.contributions.amounts import Points, gap_words
from groundswell.web.presenters.language import MINUS, THIN, stopped
from groundswell.web.presenters.writing import grouped, level_words, period_text


@dataclass(frozen=True, slots=True)
class Step:
    """One multiplication: `people` are left after it. `question` names the answer that it rests on."""

    question: str
    people: str
    words: str


@dataclass(frozen=True, slots=True)
class PreviewSheet:
    """What a link comes to. Without `steps` nothing can be multiplied yet, and `sentence` says what is missing."""

    sentence: str
    steps: tuple[Step, ...]
    range: str
    share_of_gap: str
    reasons: tuple[str, ...]
    warnings: tuple[str, ...]

    @property
    def after(self) -> dict[str, str]:
        """What is left after each question, in words."""
        return {step.question: f"{step.people} {step.words}" for step in self.steps}


def preview_sheet(preview: LinkPreview, asking: LinkAsking, *, is_borrowed: bool = False) -> PreviewSheet:
    """Everything that is said of what a link comes to."""
    steps = _steps(preview)
    reasons = tuple(stopped(one) for one in preview.reasons)
    if preview.part is None or preview.link is None:
        missing = _missing()
        if reasons and not steps:
            missing = gettext("This cannot be counted as it stands.")
        elif reasons:
            missing = gettext("People can be counted, and points cannot.")
        return PreviewSheet(missing, steps, "", "", reasons, tuple(_warnings(preview, asking, is_borrowed)))
    part = preview.part
    pen, population = pen_of(asking.condition), asking.condition.population
    said = {"people": people(part.people.value or 0.0), "points": pen.words(part.points.value or 0.0)}
    said["all"] = grouped(population.people if population else 0)
    return PreviewSheet(
        sentence=gettext("About %(people)s people better off: %(points)s of %(all)s people.") % said,
        steps=steps,
        range=range_words(part.points, part.people, pen),
        share_of_gap=_share(part.share_of_gap),
        reasons=reasons,
        warnings=tuple(_warnings(preview, asking, is_borrowed)),
    )


def stopped_sheet(stops: Sequence[tuple[str, bool]]) -> PreviewSheet | None:
    """In place of numbers while answers that they rest on are refused; None where nothing stops them.

    `stops` are sentences about answers, and whether there is anything in the answer that is to be mended.
    """
    if not stops:
        return None
    red = tuple(words for words, is_typed in stops if is_typed)
    words = gettext("This cannot be worked out until the answer in red is mended.")
    return PreviewSheet(words if red else _missing(), (), "", "", red, ())


def _missing() -> str:
    return gettext("This can be worked out once people served, and the difference made to them, are said.")


def _steps(preview: LinkPreview) -> tuple[Step, ...]:
    link = preview.link
    if link is None or preview.difference is None:
        return ()
    found, left = [Step("served", people(link.served), gettext("people are served"))], link.served
    if link.served_before:
        left -= link.served_before
        words = gettext("more than the %(before)s before the baseline") % {"before": people(link.served_before)}
        found.append(Step("served_before", people(left), words))
    for name, share, words in (
        ("in_population", link.in_population.value, gettext("of them are in the population (%(share)s)")),
        ("completion", link.completion.value, gettext("of them finish (%(share)s)")),
    ):
        left *= share
        found.append(Step(name, people(left), words % {"share": percent(share)}))
    difference = preview.difference
    words = gettext("of them better off than without it (%(share)s)") % {"share": percent(difference)}
    return (*found, Step("difference", people(left * difference), words))


def pen_of(condition: Condition) -> Points:
    """Writes the points of one program, which are few."""
    return Points(condition.unit, condition.per, 2)


def range_words(in_points: Estimate, in_people: Estimate, pen: Points) -> str:
    """The range of points and of people, with its level."""
    if in_points.low is None or in_points.high is None or in_people.low is None or in_people.high is None:
        return gettext("No range was declared, so nobody can say how sure this is.")
    said = {
        "low": pen.bare(in_points.low), "high": pen.words(in_points.high), "level": level_words(in_points.level or 0.8),
        "few": people(in_people.low), "many": people(in_people.high),
    }  # fmt: skip
    return (
        gettext(
            "%(level)s range: %(low)s to %(high)s, %(few)s to %(many)s people, if every range that was declared holds."
        )
        % said
    )


def _share(share: float | None) -> str:
    if share is None:
        return ""
    return gettext("By itself %(share)s of the gap to the target.") % {"share": gap_words(share)}


def _warnings(preview: LinkPreview, asking: LinkAsking, is_borrowed: bool) -> list[str]:
    found = [*_about_people(preview, asking), *_about_evidence(preview, is_borrowed)]
    if preview.difference is not None and preview.difference < 0:
        found.append(gettext("Fewer would do well with it than without it: is that meant?"))
    population, part = asking.condition.population, preview.part
    if part is not None and population is not None and part.points.value is not None:
        least = detectable_points(population.risk, population.people)
        if least is not None and 0 <= part.points.value < least:
            said = {"least": pen_of(asking.condition).words(least)}
            found.append(
                gettext("One year's numbers show no change below %(least)s, so this would not show by itself.") % said
            )
    return found


def _about_people(preview: LinkPreview, asking: LinkAsking) -> list[str]:
    reached, link, population = preview.reached, preview.link, asking.condition.population
    if reached is None:
        return []
    found = []
    if reached.is_few:
        words = ngettext(
            "Fewer than %(n)s person is served, so nobody is counted.",
            "Fewer than %(n)s people are served, so nobody is counted.",
            asking.smallest_shown,
        )
        found.append(words % {"n": asking.smallest_shown})
    if reached.served and reached.served_before is None:
        began = period_text(asking.condition.work_began)
        found.append(
            gettext("Nobody says how many it served before %(began)s: all whom it serves count as new.")
            % {"began": began}
            if began
            else gettext("Nobody says how many it served before the work began: all whom it serves count as new.")
        )
    if population is not None and reached.served and reached.served > population.people:
        said = {"all": grouped(population.people)}
        found.append(gettext("It serves more than the %(all)s people of the population.") % said)
    if link is not None and link.capacity is not None and link.served > link.capacity:
        found.append(gettext("It serves more people than its capacity."))
    return found


def _about_evidence(preview: LinkPreview, is_borrowed: bool) -> list[str]:
    link = preview.link
    if link is None:
        return []
    found = []
    if link.evidence is Evidence.EXPERT:
        found.append(gettext("The difference is a judgement: nobody compared people with and without this program."))
    if link.evidence is Evidence.PRE_POST:
        found.append(gettext("A change without a comparison: only the part that you declared is counted."))
    if not link.effect.is_ranged:
        found.append(gettext("The difference has no range. Say a lowest and a highest: few know it to the point."))
    if is_borrowed:
        found.append(
            gettext("It was found elsewhere. Here it may be less: let its range reach further than the study's.")
        )
    return found


def people(number: float) -> str:
    """A number of people; tenths of a person only where there are few."""
    mark = MINUS if number < -0.05 else ""
    size = abs(number)
    return mark + (grouped(size) if size >= 10 or size == round(size) else _decimal(size, 1))


def percent(share: float) -> str:
    """A proportion as a percent, with no more decimals than it needs."""
    number = round(abs(share) * 100, 1 if abs(share) >= 0.01 else 2)
    text = f"{number:.2f}".rstrip("0").rstrip(".")
    places = len(text.partition(".")[2])
    return f"{MINUS if share < 0 and number else ''}{number_format(text, decimal_pos=places)}{THIN}%"


def _decimal(number: float, places: int) -> str:
    return str(number_format(f"{number:.{places}f}", decimal_pos=places, force_grouping=True))
