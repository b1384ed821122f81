"""The decimal point: why one program's fraction is small, and still counts, with a program's own numbers."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext

from groundswell.apps.scorecards.queries.contributions.pages import ContributionPage, ProgramLine
from groundswell.web.presenters.contributions.amounts import Points, few_or
from groundswell.web.presenters.contributions.words import why_a_fraction
from groundswell.web.presenters.writing import grouped

LEAST = 0.6  # percent of the width: what is there can be seen


@dataclass(frozen=True, slots=True)
class Strip:
    """One bar of the picture: so much of everybody, in percent of the width."""

    words: str
    people: str
    width: float
    kind: str


@dataclass(frozen=True, slots=True)
class DecimalPoint:
    """The sentence and the picture."""

    words: tuple[str, ...]
    label: str
    strips: tuple[Strip, ...]


def decimal_point(page: ContributionPage, pen: Points) -> DecimalPoint | None:
    """Explained with the largest program that is seen; None where none was computed."""
    population = page.condition.population
    line = next((line for line in page.lines if line.part and line.part.reach > 0 and line.part.people.value), None)
    if line is None or line.part is None or population is None:
        return None
    strips = _strips(page, line, population.people)
    label = "; ".join(f"{one.words}: {one.people}" for one in strips)
    return DecimalPoint(tuple(_words(page, line, pen, population.people)), label, strips)


def _words(page: ContributionPage, line: ProgramLine, pen: Points, everybody: float) -> list[str]:
    part = line.part
    assert part is not None
    better = part.people.value or 0.0
    said = {
        "program": line.name, "reach": few_or(part.reach), "everybody": grouped(everybody), "better": few_or(better),
        "hundred": pen.bare(100 * part.reach / everybody / pen.factor), "points": pen.words(part.points.value or 0.0),
    }  # fmt: skip
    words = [
        gettext(
            "%(program)s reaches %(reach)s of %(everybody)s people, %(hundred)s in every hundred. About %(better)s of "
            "them could be better off, and among %(everybody)s people that is %(points)s."
        )
        % said
    ]
    words.append(why_a_fraction())
    if page.modelled is not None and len(page.lines) > 1:
        words.append(
            gettext("No program has to carry the rest alone. That is what all of them together, and the gap, are for.")
        )
    return words


def _strips(page: ContributionPage, line: ProgramLine, everybody: float) -> tuple[Strip, ...]:
    part = line.part
    assert part is not None
    better = part.people.value or 0.0
    found = [
        (gettext("Everybody"), everybody, "all"),
        (gettext("Reached by %(program)s") % {"program": line.name}, part.reach, "reached"),
        (gettext("Could be better off by it"), better, "better"),
    ]
    if page.modelled is not None:
        found.append((gettext("Could be better off by all programs"), page.modelled.joint_people.value or 0.0, "joint"))
    gap = page.condition.gap
    if gap is not None and gap.people > 0:
        found.append((gettext("The gap to the target"), gap.people, "gap"))
    return tuple(
        Strip(words, few_or(people), round(max(LEAST, min(100.0, 100 * people / everybody)), 2), kind)
        for words, people, kind in found
    )
