"""What is kept of a model, to be set beside what happens later; it is never made anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from groundswell.core.contribution.links import Evidence, Link
from groundswell.core.contribution.ranges import Modelled
from groundswell.core.contribution.sensitivity import Swing
from groundswell.core.estimates import Estimate
from groundswell.core.sentences import Sentence, sentence


class Inside(StrEnum):
    """Where the movement of the curve lies, beside the range that was modelled."""

    INSIDE = "inside"
    BELOW = "below"
    ABOVE = "above"
    CANNOT_BE_TOLD = "cannot_be_told"

    @property
    def words(self) -> Sentence:
        """The phrase a resident reads."""
        return _WORDS[self]


_WORDS = {
    Inside.INSIDE: sentence("The curve moved inside the range that was modelled"),
    Inside.BELOW: sentence("The curve moved less than what was modelled"),
    Inside.ABOVE: sentence("The curve moved more than what was modelled"),
    Inside.CANNOT_BE_TOLD: sentence("It cannot be told whether the curve moved as was modelled"),
}


@dataclass(frozen=True, slots=True)
class KeptProgram:
    """A program as it was modelled: reach assumed (people more, in the population and completed) and its points alone.

    `swings` are its rows of the tornado of that day; where none were kept, the range of its points stands in for them.
    """

    id: str
    reach: float
    points: Estimate
    evidence: Evidence | None = None
    swings: tuple[Swing, ...] = ()


@dataclass(frozen=True, slots=True)
class KeptModel:
    """What was modelled for a period: points of 100 in the good direction, with their range, over a forecast.

    `forecast` is the indicator's value without the change, a proportion, as it counts; `higher_is_better` says how.
    """

    joint_points: Estimate
    forecast: float
    higher_is_better: bool
    programs: tuple[KeptProgram, ...] = ()


def kept_programs(found: Modelled, links: Sequence[Link], swings: Sequence[Swing]) -> tuple[KeptProgram, ...]:
    """Every program of a model as it is kept: with the evidence of its link and its rows of the tornado."""
    evidence = {link.id: link.evidence for link in links}
    return tuple(
        KeptProgram(
            part.id,
            part.reach,
            part.points,
            evidence.get(part.id),
            tuple(swing for swing in swings if swing.link_id == part.id),
        )
        for part in found.programs
    )
