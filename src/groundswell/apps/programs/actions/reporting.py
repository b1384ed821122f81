"""A program's report on a period, on its way: typed as a draft, submitted, returned or accepted, and locked.

Until it is accepted only the program's organization and the backbone see it. What was accepted changes only with a
reason, keeps what stood there before, and stays accepted; what is locked only the backbone opens again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from django.utils import timezone

from groundswell.apps.people.actions import (
    Outcome,
    RefusalError,
    alone_with,
    outcome_of,
    record_event,
    renew_data_version,
)
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import Actor, may, not_retired
from groundswell.apps.places.models import Group, Place
from groundswell.apps.programs.actions.checking import percent_of, problem_with_period, problems_of
from groundswell.apps.programs.actions.owning import program_to_change, require_one
from groundswell.apps.programs.actions.values import Corrected, key_of_value, numbers_of, record_corrections
from groundswell.apps.programs.models import Measure, MeasureAdoption, MeasureValue, Program
from groundswell.apps.programs.queries import entered_values, report_version
from groundswell.core.findings import Finding, error, has_errors
from groundswell.core.permissions import Permission
from groundswell.core.sentences import sentence
from groundswell.core.vocabulary import MeasureUnit, ValueState

CELLS = ("value", "numerator", "denominator", "note")
ENTERING = (Permission.ENTER_VALUES, Permission.ENTER_OWN_VALUES)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a report: a measure, where and of whom (blank: everywhere, everyone), and its cells as text."""

    measure_id: str
    cells: Mapping[str, str]
    site: str = ""
    place_id: str = ""
    group_id: str = ""


def save_report(
    *,
    community_id: str,
    program_id: str,
    period: str,
    entries: Sequence[Entry],
    seen: str | None = None,
    reason: str = "",
    by: Actor,
) -> Outcome:
    """Store the lines of a report, all or none; a line whose cells are blank is taken back where it was a draft.

    `seen` is the version of the report that somebody saw: where another stands by now nothing is stored. `reason` is
    needed where something changes that was accepted. Raises NotAllowedError.
    """

    def change() -> Outcome:
        with alone_with(community_id):
            community, program = program_to_change(community_id, program_id, by)
            require_one(community, program, by, ENTERING)
            report = _Report.of(community, program, period)
            if seen is not None and seen != report.version:
                said = sentence("somebody else has changed this report since you opened it")
                raise RefusalError(error(said, sentence("look at what stands there now, then save again")))
            counts, corrected, findings = report.store(entries, reason, may(by, Permission.ACCEPT_VALUES, community))
            if not sum(counts.values()):
                return Outcome(counts, findings)
            record_corrections(corrected, community=community, reason=reason)
            renew_data_version(community, is_ground_moved=False, are_partners_moved=False)
            details = {"program": program_id, "period": period, "counts": counts, "corrected": len(corrected)}
            record_event(community_id=community_id, action="save_report", by=by, details=details)
            return Outcome(counts, findings)

    return outcome_of(change)


@dataclass(slots=True)
class _Report:
    """A report as it stands, and what may be entered in it."""

    community: Community
    program: Program
    period: str
    measures: dict[str, Measure]
    rows: dict[tuple[str, str, str, str], MeasureValue]
    places: dict[str, Place]
    groups: dict[str, Group]

    @classmethod
    def of(cls, community: Community, program: Program, period: str) -> _Report:
        if problem := problem_with_period(period):
            raise RefusalError(problem)
        adopted = not_retired(MeasureAdoption.objects.filter(program=program)).values("measure")
        measures = not_retired(Measure.objects.filter(pk__in=adopted))
        rows = MeasureValue.objects.filter(program=program, period=period).select_related("measure", "place", "group")
        places = {row.public_id: row for row in Place.objects.filter(community=community)}
        places[""] = next(row for row in places.values() if row.is_own)
        return cls(
            community,
            program,
            period,
            {row.public_id: row for row in measures},
            {(row.measure.public_id, row.site, _place_id(row.place), row.group.public_id): row for row in rows},
            places,
            {row.public_id: row for row in Group.objects.filter(community=community)},
        )

    @property
    def version(self) -> str:
        """What stands for it: see `report_version`."""
        return report_version(entered_values([self.program], period=self.period, with_unfinished=True))

    def store(
        self, entries: Sequence[Entry], reason: str, may_open_locked: bool
    ) -> tuple[dict[str, int], list[Corrected], list[Finding]]:
        """Check every line, then store what differs; raises RefusalError with every problem."""
        lines = [(entry, _tidy(self.measures.get(entry.measure_id), entry.cells)) for entry in entries]
        findings = [finding for entry, cells in lines for finding in self._problems(entry, cells)]
        findings += [
            finding
            for entry, cells in lines
            for finding in self._obstacles(self.rows.get(_key(entry)), entry, cells, reason, may_open_locked)
        ]
        if has_errors(findings):
            raise RefusalError(*findings)
        counts = {"added": 0, "changed": 0, "retired": 0}
        corrected: list[Corrected] = []
        for entry, cells in lines:
            self._store_line(entry, cells, reason, counts, corrected)
        return counts, corrected, findings

    def _problems(self, entry: Entry, cells: Mapping[str, str]) -> Iterable[Finding]:
        measure = self.measures.get(entry.measure_id)
        column = f"{entry.measure_id}.value"
        if measure is None:
            said = sentence("{measure} is no measure of this program", measure=entry.measure_id)
            yield error(said, sentence("adopt it first"), column=column)
            return
        if measure.is_computed:
            said = sentence("{measure} is computed from records", measure=measure.name or entry.measure_id)
            yield error(said, sentence("submit the records instead of typing it"), column=column)
            return
        if entry.place_id not in self.places or entry.group_id not in self.groups:
            yield error(sentence("there is no such place or group"), sentence("choose one that is kept"), column=column)
        elif any(cells.values()):
            yield from problems_of(measure, cells)

    def _obstacles(
        self, row: MeasureValue | None, entry: Entry, cells: Mapping[str, str], reason: str, may_open_locked: bool
    ) -> Iterable[Finding]:
        if row is None or row.retired or _same(row, cells):
            return
        state = ValueState(row.state or ValueState.ACCEPTED)
        column = f"{entry.measure_id}.value"
        if state is ValueState.LOCKED and not may_open_locked:
            yield error(sentence("this value is locked"), sentence("ask the backbone to open it again"), column=column)
        elif state.is_final and not reason.strip():
            said = sentence("this value was accepted, and changes only with a reason")
            yield error(said, sentence("say why it is corrected"), column="reason")
        elif state.is_final and not any(cells.values()):
            yield error(sentence("an accepted value is not taken away"), sentence("correct it instead"), column=column)

    def _store_line(
        self, entry: Entry, cells: Mapping[str, str], reason: str, counts: dict[str, int], corrected: list[Corrected]
    ) -> None:
        row, is_blank = self.rows.get(_key(entry)), not any(cells.values())
        if row is None:
            if not is_blank:
                MeasureValue.objects.create(
                    community=self.community, program=self.program, measure=self.measures[entry.measure_id],
                    period=self.period, site=entry.site, place=self.places[entry.place_id],
                    group=self.groups[entry.group_id], state=str(ValueState.DRAFT), **cells,
                )  # fmt: skip
                counts["added"] += 1
            return
        if is_blank:
            if row.retired is None:
                row.retired = timezone.localdate()
                row.save(update_fields=["retired"])
                counts["retired"] += 1
            return
        if _same(row, cells) and row.retired is None:
            return
        was_final = ValueState(row.state or ValueState.ACCEPTED).is_final and row.retired is None
        before = (key_of_value(row), numbers_of(row))
        for name, cell in cells.items():
            setattr(row, name, cell)
        if was_final:
            row.reason = reason
            if numbers_of(row) != before[1]:
                corrected.append(before)
        elif row.retired or row.state != ValueState.RETURNED:
            row.state, row.reason = str(ValueState.DRAFT), ""
        row.retired = None
        row.save()
        counts["changed"] += 1


def _tidy(measure: Measure | None, cells: Mapping[str, str]) -> dict[str, str]:
    """The cells as they are kept: without blanks around, a percent computed where its two numbers stand alone."""
    tidy = {name: str(cells.get(name, "")).replace("\r\n", "\n").strip() for name in CELLS}
    if measure is not None and measure.unit == MeasureUnit.PERCENT and not tidy["value"]:
        with suppress(ArithmeticError, ValueError):  # what is wrong with the two is said where they are checked
            tidy["value"] = percent_of(tidy["numerator"], tidy["denominator"])
    return tidy


def _key(entry: Entry) -> tuple[str, str, str, str]:
    return entry.measure_id, entry.site, entry.place_id, entry.group_id


def _place_id(place: Place) -> str:
    return "" if place.is_own else place.public_id


def _same(row: MeasureValue, cells: Mapping[str, str]) -> bool:
    return all(getattr(row, name) == cells[name] for name in CELLS)
