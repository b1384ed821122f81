"""An invented community: who is served where, and each program's records as its provider would submit them.

    community = InventedCommunity(seed=1, people=40_000, invention=riverbend())
    community.records("first-steps")["participants"]["first_name"]
    community.truth("first-steps")["person"]
    community.outcome_truth("first-steps")["achieved_without_program"]

The same seed and settings always give the same records, whichever program is asked for first. What takes memory (names,
addresses) is written only when a program's records are asked for, and not kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from groundswell.engine.invented.chance import Bools, Ints, Strings, chance
from groundswell.engine.invented.dosage import Doses, dose_keys, doses_of, expected_services
from groundswell.engine.invented.invention import Invention
from groundswell.engine.invented.outcomes import Keys, Leanings, Seen, answers_missing, leanings, seen_in
from groundswell.engine.invented.participation import END_REASONS, Enrollments, enrollments_of
from groundswell.engine.invented.people import NEVER, People, people_of
from groundswell.engine.invented.programs import InventedProgram
from groundswell.engine.invented.recording import Intake, written_down
from groundswell.engine.invented.riverbend import riverbend
from groundswell.engine.invented.spelling import words
from groundswell.engine.invented.writing import write_tables

Column = npt.NDArray[Any]
Table = dict[str, Column]


class InventedCommunity:
    """`people` invented people, drawn from `seed` by the settings; by default those of Riverbend."""

    def __init__(self, seed: int, people: int, invention: Invention | None = None) -> None:
        if people < 1:
            raise ValueError("a community has at least one person")
        self.seed = seed
        self.invention = invention or riverbend()
        self.people: People = people_of(seed, people, self.invention)
        self.enrollments: Enrollments = enrollments_of(seed, self.people, self.invention)
        self._record = self._records_of_enrollments()
        self._numbers = {program.program_id: number for number, program in enumerate(self.invention.programs)}
        self._doses: dict[int, Doses] = {}
        self._leanings: dict[str, Leanings] = {}
        self._keys: dict[int, Keys] = {}
        self._last_ids: tuple[str, Strings] = "", words(())

    @property
    def programs(self) -> list[InventedProgram]:
        """The programs, each with its sites, its services and what it truly adds."""
        return list(self.invention.programs)

    def memberships(self) -> Bools:
        """For every person (row) and program (column): were they ever in it?"""
        was = np.zeros((len(self.people), len(self.invention.programs)), dtype=np.bool_)
        was[self.enrollments.person, self.enrollments.program] = True
        return was

    def records(self, program_id: str) -> dict[str, Table]:
        """The four tables that the program's provider would submit; columns as in `core/records.py`.

        Dates are datetime64[D] with NaT where there is none, texts None, numbers NaN, and a missing answer None.
        """
        intake = self._intake(program_id)
        participants, _ = written_down(self.seed, intake, self.people, self.invention)
        return {
            "participants": dict(participants),
            "enrollments": self._enrollment_table(program_id),
            "services": self._service_table(program_id),
            "outcomes": self._outcome_table(program_id),
        }

    def services(self, program_id: str) -> int:
        """How many services the program gave."""
        return len(self._doses_of(self._number(program_id)))

    def truth(self, program_id: str) -> Table:
        """Who each row of participants is: `participant_id`, `person`, `household`, `is_parent`, and `slips`."""
        intake = self._intake(program_id)
        _, slips = written_down(self.seed, intake, self.people, self.invention)
        return {
            "participant_id": intake.participant_id,
            "person": intake.person,
            "household": self.people.household[intake.person],
            "is_parent": self.people.is_parent[intake.person],
            "slips": slips,
        }

    def outcome_truth(self, program_id: str) -> Table:
        """Aligned with the rows of outcomes: the person, the dose, and what would have been without the program.

        `chance` and `achieved` are with all programs, `..._without_program` without this one, `..._without_any` without
        any; for an outcome that is a score, the three chances hold scores.
        """
        seen = self._seen(program_id)
        names = [name for name in Seen.__dataclass_fields__ if name not in ("enrollment", "day", "outcome")]
        person = {"person": self.enrollments.person[seen.enrollment], "outcome": self._outcome_names[seen.outcome]}
        return person | {name: getattr(seen, name) for name in names}

    def write(self, folder: Path, program_id: str, format: str = "parquet") -> list[Path]:
        """Write a program's records into a folder, as a provider would send them; rows in order of participant_id.

        `parquet` and `csv` give one file for each table, `xlsx` one workbook with a sheet for each.
        """
        return write_tables(folder, self.records(program_id), format)

    def _number(self, program_id: str) -> int:
        if program_id not in self._numbers:
            raise KeyError(f"there is no invented program {program_id}")
        return self._numbers[program_id]

    def _records_of_enrollments(self) -> Ints:
        """For each enrollment, the record (row of participants, counted over all programs) that it belongs to."""
        rows = self.enrollments
        new = np.ones(len(rows), dtype=np.bool_)
        same = (rows.person[1:] == rows.person[:-1]) & (rows.program[1:] == rows.program[:-1])
        new[1:] = ~same | rows.split[1:]
        return (np.cumsum(new) - 1).astype(np.int32)

    def _rows(self, program_id: str) -> Ints:
        """The program's enrollments, as positions among all: they lie side by side."""
        number = self._number(program_id)
        low, high = np.searchsorted(self.enrollments.program, [number, number + 1])
        return np.arange(low, high, dtype=np.int32)

    @cached_property
    def _rank(self) -> Ints:
        """For each enrollment, the place of its record among those of its program, in order of participant_id."""
        record = self._record
        records = int(record[-1]) + 1 if len(record) else 0
        first = np.searchsorted(record, np.arange(records))
        luck = chance(self.seed, "participant ids").random(records)
        program = self.enrollments.program[first]
        order = np.lexsort((luck, program))
        rank = np.empty(records, dtype=np.int32)
        begin = np.searchsorted(program[order], np.arange(len(self.invention.programs)))
        rank[order] = np.arange(records) - begin[program[order]]
        return rank[record].astype(np.int32)

    def _ids(self, program_id: str) -> Strings:
        """Participant ids in ascending order, as text and as numbers alike; those asked for last are kept."""
        if self._last_ids[0] != program_id:
            self._last_ids = program_id, self._made_ids(program_id)
        return self._last_ids[1]

    def _made_ids(self, program_id: str) -> Strings:
        program = self.invention.programs[self._number(program_id)]
        rows = self._rows(program_id)
        count = int(self._rank[rows].max()) + 1 if len(rows) else 0
        step, start = 3, 1_000
        width = max(program.id_width, len(str(start + step * count)))
        gaps = chance(self.seed, "gaps", program_id).integers(0, step, count)
        numbers = (start + step * at + gap for at, gap in enumerate(gaps.tolist()))
        return words(tuple(f"{program.id_prefix}{number:0{width}d}" for number in numbers))

    def _intake(self, program_id: str) -> Intake:
        rows = self._rows(program_id)
        rank = self._rank[rows]
        order = np.lexsort((self.enrollments.started[rows], rank))
        first = order[np.searchsorted(rank[order], np.arange(int(rank.max()) + 1 if len(rows) else 0))]
        at = rows[first]
        return Intake(
            self._number(program_id), self.enrollments.person[at], self.enrollments.started[at], self._ids(program_id)
        )

    def _enrollment_table(self, program_id: str) -> Table:
        rows = self._rows(program_id)
        rows = rows[np.lexsort((self.enrollments.started[rows], self._rank[rows]))]
        some, program = self.enrollments.chosen(rows), self.invention.programs[self._number(program_id)]
        width = max(6, len(str(len(rows))))
        return {
            "enrollment_id": words(tuple(f"E{number:0{width}d}" for number in range(1, len(rows) + 1))),
            "participant_id": self._ids(program_id)[self._rank[rows]],
            "started": _days(some.started),
            "ended": _days(some.ended),
            "end_reason": np.array([*END_REASONS, None], dtype=object)[some.reason],  # -1, still open, is the last
            "site": words(tuple(site.name for site in program.sites))[some.site],
        }

    def _service_table(self, program_id: str) -> Table:
        doses, program = self._doses_of(self._number(program_id)), self.invention.programs[self._number(program_id)]
        rank = self._rank[doses.enrollment]
        order = np.argsort(rank, kind="stable")  # within a record by enrollment, and so by day
        kind = doses.kind[order]
        return {
            "participant_id": self._ids(program_id)[rank[order]],
            "date": _days(doses.day[order]),
            "service": words(tuple(service.service for service in program.services))[kind],
            "quantity": doses.quantity[order].astype(np.float64),
            "unit": words(tuple(service.unit for service in program.services))[kind],
            "site": words(tuple(site.name for site in program.sites))[doses.site[order]],
        }

    def _outcome_table(self, program_id: str) -> Table:
        seen, program = self._seen(program_id), self.invention.programs[self._number(program_id)]
        is_score = np.array([outcome.is_score for outcome in self.invention.outcomes])[seen.outcome]
        missing = answers_missing(self.seed, program, len(seen), self.invention.answer_missing)
        achieved: Strings = seen.achieved.astype(object)
        achieved[is_score | missing] = None
        return {
            "participant_id": self._ids(program_id)[self._rank[seen.enrollment]],
            "date": _days(seen.day),
            "outcome": self._outcome_names[seen.outcome],
            "achieved": achieved,
            "score": np.where(is_score & ~missing, seen.chance, np.nan),
        }

    @property
    def _outcome_names(self) -> Strings:
        return words(tuple(outcome.outcome for outcome in self.invention.outcomes))

    def _seen(self, program_id: str) -> Seen:
        number = self._number(program_id)
        known = self._leanings_of(self.invention.programs[number])
        return seen_in(
            self.seed, number, self._rows(program_id), self.people, self.enrollments, known, self._keys_beside(number),
            self.invention, self._rank,
        )  # fmt: skip

    def _leanings_of(self, program: InventedProgram) -> Mapping[str, Leanings]:
        for outcome in self.invention.outcomes:
            if program.effect_on(outcome.outcome) and outcome.outcome not in self._leanings:
                self._leanings[outcome.outcome] = leanings(self.seed, self.people, outcome, self.invention)
        return self._leanings

    def _keys_beside(self, number: int) -> dict[int, Keys]:
        """The doses of this program and of every other that works on one of its outcomes."""
        outcomes = {effect.outcome for effect in self.invention.programs[number].effects}
        for other, program in enumerate(self.invention.programs):
            if other not in self._keys and outcomes & {effect.outcome for effect in program.effects}:
                doses = self._doses_of(other)
                self._keys[other] = dose_keys(self.enrollments.person[doses.enrollment], doses.day)
        return self._keys

    def _doses_of(self, number: int) -> Doses:
        if number not in self._doses:
            program = self.invention.programs[number]
            rows = self._rows(program.program_id)
            self._doses[number] = doses_of(self.seed, self.enrollments, rows, program, self.invention, self._scale)
        return self._doses[number]

    @cached_property
    def _scale(self) -> float:
        each = self.invention.services_each
        expected = expected_services(self.enrollments, self.invention)
        return 1.0 if each is None or not expected else each * len(self.people) / expected


def _days(days: Ints) -> npt.NDArray[np.datetime64]:
    dates = days.astype("datetime64[D]")
    dates[days == NEVER] = np.datetime64("NaT")
    return dates
