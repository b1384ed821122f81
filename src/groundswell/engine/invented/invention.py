"""Everything that is decided about an invented community before chance is asked: rates, shares, places and programs.

A rate is a share between 0 and 1. What is said here is what a test may hold the invention to.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from groundswell.engine.invented.programs import InventedOutcome, InventedPlace, InventedProgram


@dataclass(frozen=True, slots=True)
class Slips:
    """How often something goes wrong, or is simply not asked, where a person is written down at intake.

    `typo` is a letter left out, doubled, swapped or mistaken; `nickname` is the short form that people go by, among
    those whose name has one; `half_name` keeps one half of a name of two halves; `day_month` takes the day for the
    month, where that makes a date; `birth_digit` is a wrong digit of the day, the month or the year; `january_first`
    stands where only the year is known. `other_phone` and `other_email` are numbers and addresses that are right,
    but not those given elsewhere.
    """

    first_typo: float = 0.03
    nickname: float = 0.10
    first_initial: float = 0.006
    first_missing: float = 0.004
    last_typo: float = 0.03
    half_name: float = 0.15
    names_swapped: float = 0.006
    middle_missing: float = 0.45
    middle_initial: float = 0.35
    suffix_missing: float = 0.50
    day_month: float = 0.012
    birth_digit: float = 0.02
    january_first: float = 0.012
    birth_missing: float = 0.012
    sex_wrong: float = 0.005
    sex_missing: float = 0.02
    race_missing: float = 0.05
    race_other: float = 0.02
    income_missing: float = 0.04
    street_missing: float = 0.06
    street_short: float = 0.25
    postal_missing: float = 0.04
    postal_wrong: float = 0.01
    phone_missing: float = 0.30
    other_phone: float = 0.10
    email_missing: float = 0.50
    other_email: float = 0.06


@dataclass(frozen=True, slots=True)
class Invention:
    """The settings of an invented community.

    Households: `household_sizes` are the shares of households with one, two, three ... people known to any program;
    `twins` is the share of brothers and sisters who are twins, `junior` the share of fathers enrolled with a son
    who gave him his own name. Names: `two_surnames` (more often among Hispanic families), `two_given_names`, and
    the rate a year at which grown women and everybody else change their surname. `moves` is the share of households
    that move within the years. Years: nobody is enrolled before `first_day`, so the first year fills up. People:
    `programs_each` are the shares of people in one, two, three ... programs; `again` comes back for a second
    enrollment after the first has ended; `split` comes back too and is given a second participant id, because
    nobody found the first. `services_each` scales all services so that there are about so many for each person;
    None leaves them as the programs give them.
    """

    programs: tuple[InventedProgram, ...]
    places: tuple[InventedPlace, ...]
    outcomes: tuple[InventedOutcome, ...]
    city: str = "Riverbend"
    first_day: str = "2021-01-01"
    last_day: str = "2025-12-31"
    household_sizes: tuple[float, ...] = (0.66, 0.21, 0.09, 0.04)
    twins: float = 0.05
    junior: float = 0.12
    fathers: float = 0.25
    two_surnames: float = 0.03
    two_surnames_hispanic: float = 0.30
    two_given_names: float = 0.03
    new_surname_women: float = 0.03
    new_surname_others: float = 0.004
    moves: float = 0.30
    race_shares: tuple[tuple[str, float], ...] = (("asian", 0.06), ("black", 0.34), ("hispanic", 0.32), ("white", 0.28))
    lower_income: float = 0.62
    programs_each: tuple[float, ...] = (0.74, 0.19, 0.05, 0.02)
    nearby: float = 0.75
    again: float = 0.05
    split: float = 0.012
    services_each: float | None = None
    quantity_missing: float = 0.01
    other_site: float = 0.04
    looked_at: float = 0.85
    answer_missing: float = 0.01
    slips: Slips = field(default_factory=Slips)
