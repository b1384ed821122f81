"""How people are written down at intake: with slips, gaps and short forms, each at its stated rate.

What was true on the day of intake comes first (an address after a move, a name after a wedding), then what went wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from groundswell.engine.invented.chance import Bools, Ints, Strings, chance
from groundswell.engine.invented.invention import Invention, Slips
from groundswell.engine.invented.people import JUNIOR, NO_NAME, SENIOR, Addresses, People
from groundswell.engine.invented.slips import Slip
from groundswell.engine.invented.spelling import (
    GIVEN,
    HAS_SHORT_FORM,
    INITIALS,
    emails,
    first_names,
    last_names,
    phones,
    short_form,
    slipped,
    streets,
    words,
)

Days = npt.NDArray[np.datetime64]
Bits = npt.NDArray[np.uint32]
_NEAR_MISSES = np.array([-10, -1, 1, 10, -31, -365, 365, -3652], dtype=np.int64)
_UNKNOWN = np.datetime64("NaT", "D")


@dataclass(frozen=True, slots=True)
class Intake:
    """Who was written down and on which day, in the order of their participant ids; `number` is the program's."""

    number: int
    person: Ints
    on: Ints
    participant_id: Strings

    def __len__(self) -> int:
        return len(self.person)


class _Pen:
    """One program's way of writing people down: its chance, and the slips made so far."""

    def __init__(self, seed: int, intake: Intake, people: People, invention: Invention) -> None:
        self.program = invention.programs[intake.number]
        self.rng = chance(seed, "intake", self.program.program_id)
        self.rows = len(intake)
        self.intake, self.people, self.invention = intake, people, invention
        self.slips = np.zeros(self.rows, dtype=np.uint32)

    def mark(self, slip: Slip, where: Bools) -> Bools:
        self.slips[where] |= np.uint32(slip)
        return where

    def one_of(self, *chances: tuple[Slip, float, Bools | None]) -> list[Bools]:
        """At most one of several slips for each row, each at its own rate among the rows where it can happen."""
        luck, low, found = self.rng.random(self.rows), 0.0, []
        for slip, rate, possible in chances:
            where = (luck >= low) & (luck < low + rate)
            found.append(self.mark(slip, where if possible is None else where & possible))
            low += rate
        return found


def written_down(
    seed: int, intake: Intake, people: People, invention: Invention
) -> tuple[dict[str, Strings | Days], Bits]:
    """The participants table of one program, and the slips in each of its rows (bits of `Slip`)."""
    pen = _Pen(seed, intake, people, invention)
    who, slips = intake.person, invention.slips
    first, last = _written_names(pen, slips)
    columns: dict[str, Strings | Days] = {
        "participant_id": intake.participant_id,
        "first_name": first,
        "middle_name": _middle(pen, slips),
        "last_name": last,
        "suffix": _suffix(pen, slips),
        "birth_date": _birth(pen, slips),
        "sex": _sex(pen, slips),
        "race_ethnicity": _race(pen, slips),
        **_reached_at(pen, slips),
    }
    income = words(("lower-income", "higher-income"))[people.income[who]]
    (missing,) = pen.one_of((Slip.INCOME_MISSING, slips.income_missing, None))
    income[missing] = None
    columns["group.family_income"] = income
    return columns, pen.slips


def _written_names(pen: _Pen, slips: Slips) -> tuple[Strings, Strings]:
    people, who = pen.people, pen.intake.person
    renamed = pen.mark(Slip.RENAMED, people.renamed[who] <= pen.intake.on)
    code, second = people.first[who], people.second[who]
    half = np.where(renamed, NO_NAME, people.last_half[who]).astype(np.int32)
    surname = np.where(renamed, people.new_last[who], people.last[who]).astype(np.int32)
    first, last = first_names(code, second), last_names(surname, half, people.hyphen[who].astype(np.int32))
    missing, initial, short, part, typo = pen.one_of(
        (Slip.FIRST_MISSING, slips.first_missing, None), (Slip.FIRST_INITIAL, slips.first_initial, None),
        (Slip.NICKNAME, slips.nickname, HAS_SHORT_FORM[code]), (Slip.FIRST_HALF, slips.half_name, second != NO_NAME),
        (Slip.FIRST_TYPO, slips.first_typo, None),
    )  # fmt: skip
    first[missing], first[initial], first[part] = None, INITIALS[code[initial]], GIVEN[code[part]]
    draws = pen.rng.integers(0, 1_000, pen.rows).tolist()
    first[short] = words(tuple(short_form(int(code[at]), draws[at]) for at in np.flatnonzero(short)))
    _mistype(pen, first, typo)
    part, typo = pen.one_of((Slip.LAST_HALF, slips.half_name, half != NO_NAME), (Slip.LAST_TYPO, slips.last_typo, None))
    keep = np.where(pen.rng.random(pen.rows) < 0.5, surname, half)
    last[part] = last_names(keep[part], np.full(int(part.sum()), NO_NAME, dtype=np.int32), keep[part])
    _mistype(pen, last, typo)
    (swapped,) = pen.one_of((Slip.NAMES_SWAPPED, slips.names_swapped, ~missing))
    first[swapped], last[swapped] = last[swapped], first[swapped]
    if pen.program.capitals:
        first, last = (words(tuple(name and name.upper() for name in names)) for names in (first, last))
    return first, last


def _mistype(pen: _Pen, names: Strings, where: Bools) -> None:
    rows = np.flatnonzero(where)
    draws = pen.rng.integers(0, 10_000, (3, len(rows))).tolist()
    for row, kind, at, letter in zip(rows.tolist(), *draws, strict=True):
        names[row] = slipped(names[row], kind % 4, at, letter)


def _middle(pen: _Pen, slips: Slips) -> Strings:
    code = pen.people.middle[pen.intake.person]
    missing, initial = pen.one_of(
        (Slip.MIDDLE_MISSING, slips.middle_missing, None), (Slip.MIDDLE_INITIAL, slips.middle_initial, None)
    )
    names = GIVEN[code]
    names[missing], names[initial] = None, INITIALS[code[initial]]
    return names


def _suffix(pen: _Pen, slips: Slips) -> Strings:
    code = pen.people.suffix[pen.intake.person]
    (missing,) = pen.one_of((Slip.SUFFIX_MISSING, slips.suffix_missing, code > 0))
    written = np.full(pen.rows, None, dtype=object)
    written[(code == JUNIOR) & ~missing], written[(code == SENIOR) & ~missing] = "Jr", "Sr"
    return written


def _birth(pen: _Pen, slips: Slips) -> Days:
    born = pen.people.born[pen.intake.person].astype("datetime64[D]")
    year, month = born.astype("datetime64[Y]"), born.astype("datetime64[M]")
    of_year, of_month = (month - year).astype(np.int64), (born - month).astype(np.int64)  # from 0
    can_swap = (of_month < 12) & (of_month != of_year)
    missing, first, swap, digit = pen.one_of(
        (Slip.BIRTH_MISSING, slips.birth_missing, None), (Slip.JANUARY_FIRST, slips.january_first, None),
        (Slip.DAY_MONTH, slips.day_month, can_swap), (Slip.BIRTH_DIGIT, slips.birth_digit, None),
    )  # fmt: skip
    written = born.copy()
    written[first] = year[first].astype("datetime64[D]")
    written[swap] = ((year.astype("datetime64[M]") + of_month)[swap]).astype("datetime64[D]") + of_year[swap]
    near = _NEAR_MISSES[pen.rng.integers(0, len(_NEAR_MISSES), pen.rows)]
    near = np.where(born.astype(np.int64) + near > pen.intake.on, -np.abs(near), near)  # nobody is born after intake
    written[digit] = born[digit] + near[digit]
    written = np.where(written.astype(np.int64) > pen.intake.on, year.astype("datetime64[D]"), written)
    written[missing] = _UNKNOWN
    return written


def _sex(pen: _Pen, slips: Slips) -> Strings:
    code = pen.people.sex[pen.intake.person]
    missing, wrong = pen.one_of((Slip.SEX_MISSING, slips.sex_missing, None), (Slip.SEX_WRONG, slips.sex_wrong, None))
    written = words(("F", "M"))[np.where(wrong, 1 - code, code)]
    written[missing] = None
    return written


def _race(pen: _Pen, slips: Slips) -> Strings:
    code = pen.people.race[pen.intake.person]
    names = words(tuple(name for name, _ in pen.invention.race_shares))
    missing, other = pen.one_of(
        (Slip.RACE_MISSING, slips.race_missing, None), (Slip.RACE_OTHER, slips.race_other, None)
    )
    step = pen.rng.integers(1, len(names), pen.rows)
    written = names[np.where(other, (code + step) % len(names), code)]
    written[missing] = None
    return written


def _reached_at(pen: _Pen, slips: Slips) -> dict[str, Strings]:
    """Street, city, postal code, place, phone and e-mail: of the new home where the household had moved by then."""
    people, who, rng, rows = pen.people, pen.intake.person, pen.rng, pen.rows
    moved = pen.mark(Slip.MOVED, people.moved[who] <= pen.intake.on)
    home = _home(people, who, moved)
    missing, short = pen.one_of(
        (Slip.STREET_MISSING, slips.street_missing, None), (Slip.STREET_SHORT, slips.street_short, None)
    )
    street = streets(home, short.astype(np.int32))
    city = np.full(rows, pen.invention.city, dtype=object)
    street[missing], city[missing] = None, None
    places = words(tuple(place.place_id for place in pen.invention.places))[home.place]
    places[missing] = None
    return {
        "street": street, "city": city, "postal_code": _postal(pen, slips, home), "place_id": places,
        "phone": _phone(pen, slips, rng), "email": _email(pen, slips, rng),
    }  # fmt: skip


def _home(people: People, who: Ints, moved: Bools) -> Addresses:
    before, after = people.home, people.next_home
    names: Sequence[str] = ("place", "number", "street", "postal", "apartment")
    return Addresses(*(np.where(moved, getattr(after, name)[who], getattr(before, name)[who]) for name in names))


def _postal(pen: _Pen, slips: Slips, home: Addresses) -> Strings:
    known = [place.postal_codes for place in pen.invention.places]
    first = np.cumsum([0, *(len(codes) for codes in known)])[:-1]
    codes = words(tuple(code for some in known for code in some))
    missing, wrong = pen.one_of(
        (Slip.POSTAL_MISSING, slips.postal_missing, None), (Slip.POSTAL_WRONG, slips.postal_wrong, None)
    )
    at = first[home.place] + home.postal
    step = pen.rng.integers(1, max(len(codes), 2), pen.rows)
    written: Strings = codes[np.where(wrong, at + step, at) % len(codes)]
    written[missing] = None
    return written


def _phone(pen: _Pen, slips: Slips, rng: np.random.Generator) -> Strings:
    missing, other = pen.one_of(
        (Slip.PHONE_MISSING, slips.phone_missing, None), (Slip.OTHER_PHONE, slips.other_phone, None)
    )
    number = np.where(other, rng.integers(2_000_000, 9_999_999, pen.rows), pen.people.phone[pen.intake.person])
    written = np.full(pen.rows, None, dtype=object)
    written[~missing] = phones(number[~missing].astype(np.int32), pen.intake.number)
    return written


def _email(pen: _Pen, slips: Slips, rng: np.random.Generator) -> Strings:
    people, who = pen.people, pen.intake.person
    missing, other = pen.one_of(
        (Slip.EMAIL_MISSING, slips.email_missing, None), (Slip.OTHER_EMAIL, slips.other_email, None)
    )
    number = np.where(other, rng.integers(1, 10_000, pen.rows), people.email[who])
    written = emails(people.first[who], people.last[who], number.astype(np.int32))
    written[missing] = None
    return written
