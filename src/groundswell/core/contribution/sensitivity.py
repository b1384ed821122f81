"""Which assumption matters most: every declared range at its low and at its high end, everything else as declared.

Drawn one above another, the widest first, the bars look like a tornado. A number without a range is not moved: what
nobody doubts aloud makes no bar, which says nothing of how sure it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from groundswell.core.contribution.joint import joint_people
from groundswell.core.contribution.links import Declared, JointModel, Link, Overlap, Population

RANGED = ("in_population", "completion", "baseline_risk", "effect")  # the fields of a link that may have a range


@dataclass(frozen=True, slots=True)
class Swing:
    """What one declared range moves: the change of the joint, in points of 100, at its low and at its high end.

    A high risk ratio is a weak effect, so `high_points` may be the one below 0.
    """

    link_id: str
    field: str
    low_points: float
    high_points: float

    @property
    def width(self) -> float:
        """From the least to the most that this range makes of the joint, its value included."""
        ends = (self.low_points, 0.0, self.high_points)
        return max(ends) - min(ends)

    @property
    def worst(self) -> float:
        """The change at the end that takes most away; 0 where neither does."""
        return min(self.low_points, self.high_points, 0.0)

    @property
    def best(self) -> float:
        """The change at the end that adds most; 0 where neither does."""
        return max(self.low_points, self.high_points, 0.0)


def tornado(
    links: Sequence[Link],
    population: Population,
    *,
    overlap: Overlap | None = None,
    model: JointModel = JointModel.RISKS_MULTIPLY,
) -> tuple[Swing, ...]:
    """One swing for every declared range, the widest first; nothing where there is nobody in the population."""
    if population.people <= 0:
        return ()

    def points(changed: Sequence[Link]) -> float:
        return 100 * joint_people(changed, population, overlap=overlap, model=model) / population.people

    now = points(links)
    swings = []
    for at, link in enumerate(links):
        for field in RANGED:
            declared: Declared = getattr(link, field)
            if declared.is_ranged:
                ends = [points(_moved(links, at, field, end)) - now for end in (declared.low, declared.high)]
                swings.append(Swing(link.id, field, *ends))
    return tuple(sorted(swings, key=lambda swing: (-swing.width, swing.link_id, swing.field)))


def _moved(links: Sequence[Link], at: int, field: str, end: float | None) -> Sequence[Link]:
    """The links with one field of one of them at one end of its range, where that end was declared."""
    if end is None:
        return links
    changes: dict[str, Any] = {field: Declared(end)}
    return [*links[:at], replace(links[at], **changes), *links[at + 1 :]]
