"""What was promised, what became of it, and how far it goes toward what is needed.

A commitment may say how much: so many people, places (slots), an amount of money, anything that can be counted. Amounts
of different units are never added together. What was released binds nobody and counts as nothing; of what was broken
only the part counts that was kept.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from groundswell.core.collaboration.words import OPEN_STATUSES, CommitmentKind, CommitmentStatus

PEOPLE, SLOTS = "people", "slots"  # units that contribution can set against what is needed
SOON = timedelta(days=30)
NOTHING = Decimal(0)


class Due(StrEnum):
    """How a commitment stands on a day."""

    OVERDUE = "overdue"
    SOON = "soon"  # within thirty days, today included
    OPEN = "open"
    DONE = "done"  # kept, broken or released: nothing is waited for any more


@dataclass(frozen=True, slots=True)
class Pledge:
    """One commitment as arithmetic needs it. Ids are blank where nobody said; a blank status is `pledged`.

    `amount` and `kept_amount` are in `unit`; None where no amount was said.
    """

    id: str
    kind: CommitmentKind | None = None
    status: CommitmentStatus = CommitmentStatus.PLEDGED
    amount: Decimal | None = None
    unit: str = ""
    kept_amount: Decimal | None = None
    made: date | None = None
    due: date | None = None
    strategy_id: str = ""
    indicator_id: str = ""
    program_id: str = ""

    @property
    def is_open(self) -> bool:
        """True while it can still be kept."""
        return self.status in OPEN_STATUSES

    @property
    def is_toward_nothing(self) -> bool:
        """True where nobody said which strategy, indicator or program it is for."""
        return not (self.strategy_id or self.indicator_id or self.program_id)


@dataclass(frozen=True, slots=True)
class Amounts:
    """What was pledged in one unit, what of it was kept, and what will not come any more."""

    unit: str
    pledged: Decimal = NOTHING
    kept: Decimal = NOTHING
    lost: Decimal = NOTHING

    @property
    def standing(self) -> Decimal:
        """What was kept or can still be kept."""
        return self.pledged - self.lost


def due_on(pledge: Pledge, day: date) -> Due:
    """How a commitment stands on a day; one without a day by which it should be kept is open until it is done.

    >>> may = Pledge("reading", due=date(2026, 5, 31))
    >>> [str(due_on(may, date(2026, month, 31))) for month in (3, 5, 7)]
    ['open', 'soon', 'overdue']
    """
    if not pledge.is_open:
        return Due.DONE
    if pledge.due is None or pledge.due - day > SOON:
        return Due.OPEN
    return Due.OVERDUE if pledge.due < day else Due.SOON


def tallied(pledges: Iterable[Pledge]) -> Mapping[tuple[CommitmentKind | None, CommitmentStatus], int]:
    """How many commitments there are of each kind in each status; kind None where nobody said.

    >>> beds = CommitmentKind.RESOURCES
    >>> tallied([Pledge("a", beds), Pledge("b", beds), Pledge("c", beds, CommitmentStatus.KEPT)])[beds, "pledged"]
    2
    """
    return Counter((one.kind, one.status) for one in pledges)


def unit_of(text: str) -> str:
    """A unit as amounts are added by it: in small letters, with single spaces.

    >>> unit_of("  Hours a  Week ")
    'hours a week'
    """
    return " ".join(text.casefold().split())


def amounts_of(pledges: Iterable[Pledge]) -> tuple[Amounts, ...]:
    """What was pledged and kept, unit by unit in the order of their names; commitments without an amount are no part.

    Of a commitment that was kept without saying how much, all was kept.

    >>> made = [Pledge("a", amount=Decimal(60), unit="people", kept_amount=Decimal(20)),
    ...         Pledge("b", status=CommitmentStatus.BROKEN, amount=Decimal(40), unit="People", kept_amount=Decimal(5)),
    ...         Pledge("c", status=CommitmentStatus.KEPT, amount=Decimal(3), unit="beds"),
    ...         Pledge("d", status=CommitmentStatus.RELEASED, amount=Decimal(900), unit="people")]
    >>> [(one.unit, int(one.pledged), int(one.kept), int(one.standing)) for one in amounts_of(made)]
    [('beds', 3, 3, 3), ('people', 100, 25, 65)]
    """
    found: dict[str, Amounts] = defaultdict(lambda: Amounts(""))
    for one in pledges:
        if one.amount is None or one.status is CommitmentStatus.RELEASED:
            continue
        unit, kept = unit_of(one.unit), _kept(one)
        lost = NOTHING if one.is_open else max(NOTHING, one.amount - kept)
        so_far = found[unit]
        found[unit] = Amounts(unit, so_far.pledged + one.amount, so_far.kept + kept, so_far.lost + lost)
    return tuple(found[unit] for unit in sorted(found))


def _kept(pledge: Pledge) -> Decimal:
    if pledge.kept_amount is not None:
        return pledge.kept_amount
    return (pledge.amount or NOTHING) if pledge.status is CommitmentStatus.KEPT else NOTHING


@dataclass(frozen=True, slots=True)
class Against:
    """Amounts of one unit beside what is needed in that unit; `needed` None: nobody can say how much is."""

    amounts: Amounts
    needed: float | None = None

    @property
    def missing(self) -> float | None:
        """What would still be needed if all that stands were kept; never below 0."""
        return None if self.needed is None else max(0.0, self.needed - float(self.amounts.standing))


def against(amounts: Iterable[Amounts], needed: Mapping[str, float]) -> tuple[Against, ...]:
    """Each unit beside what is needed in it; a unit of which something is needed and nothing was pledged stands too.

    >>> beside = against(amounts_of([Pledge("a", amount=Decimal(60), unit="people")]), {"people": 250.0, "usd": 9e4})
    >>> [(one.amounts.unit, int(one.amounts.pledged), one.missing) for one in beside]
    [('people', 60, 190.0), ('usd', 0, 90000.0)]
    """
    known = {one.unit: one for one in amounts}
    units = sorted({*known, *needed}, key=lambda unit: (unit not in needed, unit))
    return tuple(Against(known.get(unit, Amounts(unit)), needed.get(unit)) for unit in units)
