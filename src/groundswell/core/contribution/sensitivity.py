"""Which assumption matters most: every declared range at its low and at its high end, everything else as declared.

Drawn one above another, the widest first, the bars look like a tornado. A number without a range is not moved: what
nobody doubts aloud makes no bar, which says nothing of how sure it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from groundswell.core.contribution.effects import people_of
from groundswell.core.contribution.joint import joint_of, meeting_of, people_and_risks
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
    """One swing for every declared range, the widest first; none where nobody is in the population."""
    if population.people <= 0:
        return ()

    ranged = [(at, field) for at, link in enumerate(links) for field in RANGED if getattr(link, field).is_ranged]
    people, risks = (np.repeat(column, 1 + 2 * len(ranged), axis=1) for column in people_and_risks(links))
    for number, (at, field) in enumerate(ranged):
        for column, moved in enumerate(_ends(links[at], field), start=1 + 2 * number):
            people[at, column], risks[at, column] = people_of(moved), moved.baseline_risk.value
    joint = joint_of(people, risks, meeting_of(links, population, overlap, model))
    changes = (100 / population.people * (joint[1:] - joint[0])).reshape(-1, 2).tolist()
    swings = [Swing(links[at].id, field, *ends) for (at, field), ends in zip(ranged, changes, strict=True)]
    return tuple(sorted(swings, key=lambda swing: (-swing.width, swing.link_id, swing.field)))


def _ends(link: Link, field: str) -> Iterator[Link]:
    """The link with one field at its low and then at its high end, as far as that end was declared."""
    declared: Declared = getattr(link, field)
    for end in (declared.low, declared.high):
        changes: dict[str, Any] = {field: declared if end is None else Declared(end)}
        yield replace(link, **changes)
