"""What an invented program does, and what it truly adds: its sites, whom it takes, what it gives, what that changes.

An effect is told as the share of bad endings that the program prevents at its full dose: of a hundred people in it who
would not have made it, an effect of 0.3 carries thirty over. Less than the full dose prevents less in proportion. Where
what is looked at is a score, the effect is the points gained at the full dose. Nobody is ever harmed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class InventedPlace:
    """A neighborhood: the share of all people who live in it, and the postal codes that its addresses carry."""

    place_id: str
    name: str
    share: float
    postal_codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InventedSite:
    """Where a program works, and the place that this is in."""

    name: str
    place_id: str


@dataclass(frozen=True, slots=True)
class InventedService:
    """One kind of service: `share` of all services are of it; a typical `quantity` in `unit`, in steps of `step`."""

    service: str
    unit: str
    share: float = 1.0
    quantity: float = 1.0
    step: float = 0.25


@dataclass(frozen=True, slots=True)
class InventedOutcome:
    """What is looked at in people: the chance of it without any program, and how groups differ before any program.

    `baseline` is a chance between 0 and 1 (for a score: the points at the first look), `shifts` move it on the logit
    scale (for a score: in points) by group, written `dimension:group`. `spread` is how far people of one group differ.
    `growth` is the points that a score gains in a year by itself.
    """

    outcome: str
    baseline: float
    shifts: tuple[tuple[str, float], ...] = ()
    spread: float = 0.6
    is_score: bool = False
    growth: float = 0.0


@dataclass(frozen=True, slots=True)
class InventedEffect:
    """That a program looks at an outcome, when, and what it truly adds at `full_dose` services or more.

    It looks first `first_after` days from the start of an enrollment, then `every` so many days while it lasts
    (0: never again), and once more on the last day where `at_end`.
    """

    outcome: str
    effect: float
    full_dose: int
    first_after: int = 30
    every: int = 0
    at_end: bool = True


@dataclass(frozen=True, slots=True)
class InventedProgram:
    """One program of one organization.

    `ages` are the years of age, first and last, at which people may enroll; `parents` is the share of them whose parent
    enrolls too. `share` is how large the program is beside others. `per_week` services are given while an enrollment
    lasts, which is `planned_days` for the share `completion` who complete it and `early_days` on average for others.
    `onward` names a program that completers go on to, and the chance. `months` are those in which enrollments start
    (none: all). `lean` is a stretch, first and last day, in which only that share of the services could be given, as
    when visitors have left. `capitals` writes names in capital letters. Participant ids are `id_prefix` and a number of
    `id_width` digits or more, leading zeros kept.
    """

    program_id: str
    organization_id: str
    name: str
    kind: str
    sites: tuple[InventedSite, ...]
    ages: tuple[int, int]
    share: float
    started: str
    services: tuple[InventedService, ...]
    effects: tuple[InventedEffect, ...]
    per_week: float
    planned_days: int
    completion: float
    early_days: int = 60
    parents: float = 0.0
    onward: tuple[str, float] | None = None
    months: tuple[int, ...] = ()
    ended: str | None = None
    lean: tuple[str, str, float] | None = None
    capitals: bool = False
    id_prefix: str = ""
    id_width: int = 6

    def effect_on(self, outcome: str) -> InventedEffect | None:
        """What the program adds to an outcome; None where it does not look at it."""
        return next((effect for effect in self.effects if effect.outcome == outcome), None)


def network_of(programs: Sequence[InventedProgram], count: int) -> tuple[InventedProgram, ...]:
    """`count` programs after the pattern of a few, each of an organization of its own, for measuring at scale.

    >>> from groundswell.engine.invented.riverbend import PROGRAMS
    >>> [program.program_id for program in network_of(PROGRAMS[:2], 4)]
    ['after-school-tutoring', 'attendance-texts', 'after-school-tutoring-2', 'attendance-texts-2']
    """
    return tuple(_copy(programs[number % len(programs)], number // len(programs) + 1) for number in range(count))


def _copy(program: InventedProgram, number: int) -> InventedProgram:
    if number == 1:
        return program
    return replace(
        program,
        program_id=f"{program.program_id}-{number}",
        organization_id=f"{program.organization_id}-{number}",
        name=f"{program.name} {number}",
    )
