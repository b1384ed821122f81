"""The small tables that queries look things up in: words, links, periods, and which programs count together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from groundswell.engine.measures.compile import named_words
from groundswell.engine.measures.parts import ComputedMeasure, People, Programs, Scope
from groundswell.engine.measures.periods import (
    PeriodsWanted,
    Stretch,
    calendar,
    day_number,
    month_number,
    months_before,
    stretches,
)

Table = dict[str, NDArray[np.int64] | list[str] | list[date]]


@dataclass(frozen=True, slots=True)
class Given:
    """What a run knows before it reads a record."""

    measures: tuple[ComputedMeasure, ...]
    programs: Programs
    wanted: PeriodsWanted
    words: Mapping[str, int]
    until: Mapping[str, date]

    @classmethod
    def of(
        cls,
        measures: Sequence[ComputedMeasure],
        programs: Programs,
        wanted: PeriodsWanted,
        until: Mapping[str, date] | None = None,
    ) -> Given:
        """Numbers for the words that the rules name, in the order of the words.

        `until` says to which day a program's records speak, where that is not the day of all.
        """
        words = named_words([measure.rule for measure in measures])
        days = {each: min((until or {}).get(each, wanted.as_of), wanted.as_of) for each in programs.ids}
        return cls(tuple(measures), programs, wanted, {word: code for code, word in enumerate(words)}, days)

    @property
    def program_numbers(self) -> dict[str, int]:
        """Each program's place in the settled order."""
        return {program_id: number for number, program_id in enumerate(self.programs.ids)}

    @property
    def scopes(self) -> list[Scope]:
        """Every scope, in the order of their numbers."""
        return self.programs.scopes

    @property
    def scopes_by_program(self) -> list[list[int]]:
        """For each program the numbers of its scopes."""
        numbers = {scope: number for number, scope in enumerate(self.scopes)}
        return [[numbers[scope] for scope in self.programs.scopes_of(each)] for each in self.programs.ids]

    @property
    def now(self) -> dict[str, int]:
        """The number of the day to which each program's records speak."""
        return {program_id: day_number(day) for program_id, day in self.until.items()}

    def program_table(self) -> Table:
        """`programs`: the day and the month to which the records of each speak, by its number."""
        days = [self.until[each] for each in self.programs.ids]
        return {
            "program": whole(range(len(days))),
            "now": whole([day_number(day) for day in days]),
            "now_month": whole([month_number(day) for day in days]),
        }

    def word_table(self) -> Table:
        """`given_words`: every word that a rule names, and its number."""
        return {"word": list(self.words), "code": whole(list(self.words.values()))}

    def scope_table(self) -> Table:
        """`scopes`: program and scope by their numbers."""
        pairs = [(program, scope) for program, scopes in enumerate(self.scopes_by_program) for scope in scopes]
        return {"program": whole([one for one, _ in pairs]), "scope": whole([other for _, other in pairs])}

    def link_table(self, people: People | None) -> Table:
        """`links`: who is one person, for the programs of this run."""
        if people is None:
            return {"program": whole([]), "participant_id": [], "person": whole([])}
        numbers = self.program_numbers
        program = np.array([numbers.get(each, -1) for each in people.program_id], np.int64)
        known = program >= 0
        ids = [str(each) for each in people.participant_id[known]]
        return {"program": program[known], "participant_id": ids, "person": people.person[known].astype(np.int64)}

    def period_tables(self, since: date) -> dict[str, Table]:
        """`periods`, `months` (which periods hold a month) and `calendar` (what a row's period counts in)."""
        listed = stretches(self.wanted, since)
        rows = calendar(self.wanted, listed)
        every = [*months_before(listed), *listed]
        names = ("row_grain", "row_period", "grain", "period")
        months = sorted({(month, int(one.grain), one.number) for one in every for month in _months(one)})
        return {
            "periods": {
                "grain": whole([one.grain for one in every]),
                "period": whole([one.number for one in every]),
                "first_month": whole([one.first_month for one in every]),
                "last_month": whole([one.last_month for one in every]),
                "first_day": [one.first_day for one in every],
            },
            "months": {
                name: whole([row[place] for row in months]) for place, name in enumerate(("month", "grain", "period"))
            },
            "calendar": {name: whole([row[place] for row in rows]) for place, name in enumerate(names)},
        }


def _months(one: Stretch) -> range:
    return range(one.first_month, one.last_month + 1)


def whole(numbers: Sequence[int]) -> NDArray[np.int64]:
    """Whole numbers as an array, none as an empty one."""
    return np.array([int(number) for number in numbers], np.int64)
