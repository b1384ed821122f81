"""What people set as limits when they ask what it would take, and which of them stood in the way.

A limit *binds* where a plan would be better without it: cheaper, or, for a target that cannot be reached, with more
people helped. Whoever reads that a target is out of reach reads next which limit to speak about.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from groundswell.core.sentences import Sentence, sentence


class LimitKind(StrEnum):
    """What sort of limit it is; `reach` is nobody's choice: nobody else is left whom a program could help."""

    CAPACITY = "capacity"
    BUDGET = "budget"
    GROUP = "group"
    SMALLEST = "smallest"
    REACH = "reach"


THE_BUDGET = sentence("the budget")


@dataclass(frozen=True, slots=True, order=True)
class Limit:
    """One limit: of a program or a group by its id; the budget has none."""

    kind: LimitKind
    id: str = ""

    def words(self, names: Mapping[str, str] | None = None) -> Sentence:
        """The limit as part of a sentence, with the name of the program or group where `names` has it.

        >>> Limit(LimitKind.CAPACITY, "mentoring").words({"mentoring": "Mentoring"})
        'the capacity of Mentoring'
        """
        name = (names or {}).get(self.id, self.id)
        if self.kind is LimitKind.CAPACITY:
            return sentence("the capacity of {name}", name=name)
        if self.kind is LimitKind.GROUP:
            return sentence("the minimum for {name}", name=name)
        if self.kind is LimitKind.SMALLEST:
            return sentence("the smallest size set for {name}", name=name)
        if self.kind is LimitKind.REACH:
            return sentence("the people whom {name} could still reach", name=name)
        return THE_BUDGET


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits on a plan: money for the slots that are added, and people served by each program in all.

    `capacities` and `smallest` are the most and the fewest people that a program may serve, those served now included.
    `group_minimums` are people who must be better off by the plan in a group (a cell of the options' shares).
    """

    budget: float | None = None
    capacities: Mapping[str, float] = field(default_factory=dict)
    smallest: Mapping[str, float] = field(default_factory=dict)
    group_minimums: Mapping[str, float] = field(default_factory=dict)
