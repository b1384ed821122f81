"""What a partnership is for: the stairsteps that a community without any is offered, and the purpose on a day.

The worksheet speaks of stairsteps on its other side; only one of its steps is known for certain, the *Consolidated
Services Network* of its example, and the paper around it names *collective impact*. These two are marked as the
source's own; the other six are proposed here. All eight are the community's to rename, retire and add to. A step is no
grade: what a partnership is for and how far the two are bound are different questions.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from groundswell.core.sentences import sentence

SOURCE = sentence("From Program Performance to Collective Impact")
PROPOSED = ""
Told = TypeVar("Told")  # a purpose, however it is known


@dataclass(frozen=True, slots=True)
class Step:
    """A step as it is proposed: its id, what it is called, what it means, and where it comes from."""

    id: str
    label: str
    description: str
    from_source: str = PROPOSED


def purposes_on(told: Iterable[tuple[date, Told]], on: date) -> tuple[Told, ...]:
    """What a partnership is for on a day: all that was said of the latest day by then, in the order given.

    `told` are purposes with the day since which each counts. A later day replaces an earlier one whole; before the
    first nobody had said anything.

    >>> told = [(date(2025, 1, 1), "referrals"), (date(2026, 3, 1), "a program"), (date(2026, 3, 1), "a campaign")]
    >>> purposes_on(told, date(2026, 2, 1)), purposes_on(told, date(2026, 4, 1)), purposes_on(told, date(2024, 1, 1))
    (('referrals',), ('a program', 'a campaign'), ())
    """
    counting = [(since, purpose) for since, purpose in told if since <= on]
    latest = max((since for since, _ in counting), default=None)
    return tuple(purpose for since, purpose in counting if since == latest)


PROPOSED_STEPS: tuple[Step, ...] = (
    Step(
        "information-exchange",
        sentence("Information exchange"),
        sentence("To know what the other does, and to hear of it in time."),
    ),
    Step(
        "referral-partnership",
        sentence("Referral partnership"),
        sentence("To send people to each other, and to hear whether they arrived."),
    ),
    Step(
        "joint-event-or-campaign",
        sentence("Joint event or campaign"),
        sentence("To do one thing together that has an end."),
    ),
    Step(
        "program-sharing",
        sentence("Program sharing"),
        sentence("To bring what one of the two offers to where the other's people are."),
    ),
    Step(
        "joint-program",
        sentence("Joint program"),
        sentence("To run one program together, with its staff, money and results."),
    ),
    Step(
        "consolidated-services-network",
        sentence("Consolidated Services Network"),
        sentence("Several providers act as one system: one way in, shared measures, joint planning."),
        SOURCE,
    ),
    Step(
        "advocacy-or-policy-coalition",
        sentence("Advocacy or policy coalition"),
        sentence("To change together what rules and budgets allow."),
    ),
    Step(
        "collective-impact",
        sentence("Collective impact partnership"),
        sentence("Across sectors, toward one goal for a whole population, by measures that all share."),
        SOURCE,
    ),
)
