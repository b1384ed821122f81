"""Measures the slow and obvious way: lists of rows, one period after another, one record after another, no SQL.

Written from the paragraphs of `core/measures/rules.py`; compared with the engine on random rules and records.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from groundswell.core.measures.anchors import anchor_of
from groundswell.core.measures.rules import (
    Age,
    AgeAt,
    All,
    AnyOf,
    Bounds,
    Condition,
    Count,
    Enrollments,
    Group,
    NextProgram,
    Not,
    Outcomes,
    Place,
    Rule,
    Services,
    Site,
    Take,
)

Row = dict[str, Any]
Cell = tuple[str, str, str, str, str, str, str]  # scope kind and id, period, site, place, dimension, group


@dataclass
class World:
    """Everything there is: per program its parts in order, each a table name to rows."""

    parts: list[tuple[str, dict[str, list[Row]]]]
    as_of: date
    scopes: dict[str, list[tuple[str, str]]]  # program -> (kind, id)
    persons: dict[tuple[str, str], int] = field(default_factory=dict)
    dimensions: tuple[str, ...] = ()
    until: dict[str, date] = field(default_factory=dict)  # program -> the day to which its records speak

    def now(self, program: str) -> date:
        """What happened after this day nobody has told."""
        return self.until.get(program, self.as_of)

    def __post_init__(self) -> None:
        """Later rows of a participant or an enrollment take the place of earlier ones."""
        self.participants: dict[tuple[str, str], Row] = {}
        enrollments: dict[tuple[str, str], Row] = {}
        self.services: list[Row] = []
        self.outcomes: list[Row] = []
        for program, tables in self.parts:
            for row in tables.get("participants", []):
                self.participants[program, row["participant_id"]] = row
            for row in tables.get("enrollments", []):
                enrollments[program, row["enrollment_id"]] = {**row, "program": program}
            self.services += [{**row, "program": program} for row in tables.get("services", [])]
            self.outcomes += [{**row, "program": program} for row in tables.get("outcomes", [])]
        self.services = [row for row in self.services if row.get("date") and row["date"] <= self.now(row["program"])]
        self.outcomes = [row for row in self.outcomes if row.get("date") and row["date"] <= self.now(row["program"])]
        self.enrollments = [self._as_known(row) for row in enrollments.values() if self._can_be(row)]

    def _can_be(self, row: Row) -> bool:
        started, ended = row.get("started"), row.get("ended")
        return bool(started) and started <= self.now(row["program"]) and not (ended and ended < started)

    def _as_known(self, row: Row) -> Row:
        ended = row.get("ended")
        has_ended = ended is not None and ended <= self.now(row["program"])
        return {
            **row,
            "ended": ended if has_ended else None,
            "last": ended if has_ended else self.now(row["program"]),
            "end_reason": row.get("end_reason") if has_ended else None,
        }

    def person(self, row: Row) -> Any:
        """Who a row is about: the linked person, or the participant within the program."""
        key = (row["program"], row["participant_id"])
        return self.persons.get(key, key)

    def same_person(self, one: Row, other: Row) -> bool:
        """True for rows about one person in one program."""
        return one["program"] == other["program"] and self.person(one) == self.person(other)


@dataclass
class Stretch:
    """A period with its first and last day."""

    text: str
    first: date
    last: date

    def holds(self, day: date | None) -> bool:
        return day is not None and self.first <= day <= self.last


def count_cells(
    world: World, rule: Rule, programs: set[str], periods: list[Stretch], *, breakdown: bool = True
) -> dict[Cell, tuple[Decimal, Decimal | None]]:
    """Numerator and denominator (None for a number) of every cell in which something is counted."""
    found: dict[Cell, tuple[Decimal, Decimal | None]] = {}
    for period in periods:
        tops: dict[Cell, list[tuple[Any, Decimal]]] = defaultdict(list)
        bottoms: dict[Cell, list[tuple[Any, Decimal]]] = defaultdict(list)
        for row in _records(world, rule, period):
            if row["program"] not in programs:
                continue
            judge = Judge(world, rule, period, row)
            if not judge.in_denominator():
                continue
            counted = _what(world, rule, row)
            is_in = judge.in_numerator()
            for cell in _cells(world, row, period, breakdown):
                bottoms[cell].append(counted)
                if is_in:
                    tops[cell].append(counted)
        for cell in bottoms:
            top, bottom = _total(rule, tops[cell]), _total(rule, bottoms[cell])
            if rule.is_share:
                found[cell] = top, bottom
            elif tops[cell]:
                found[cell] = top, None
    return found


def _what(world: World, rule: Rule, row: Row) -> tuple[Any, Decimal]:
    if rule.count is Count.PEOPLE:
        return world.person(row), Decimal(1)
    if rule.count is Count.ENROLLMENTS:
        return (row["program"], row["enrollment_id"]), Decimal(1)
    return None, Decimal(1) if rule.count is Count.SERVICES else _number(row.get("quantity")) or Decimal(0)


def _total(rule: Rule, counted: list[tuple[Any, Decimal]]) -> Decimal:
    if rule.count in (Count.SERVICES, Count.QUANTITY):
        return sum((amount for _, amount in counted), Decimal(0))
    return Decimal(len({who for who, _ in counted}))


def _cells(world: World, row: Row, period: Stretch, breakdown: bool) -> Iterator[Cell]:
    participant = world.participants.get((row["program"], row["participant_id"]), {})
    site, place = row.get("site"), participant.get("place_id")
    groups = [("", "")]
    if breakdown:
        groups += [(each, group_of(participant, each)) for each in world.dimensions if group_of(participant, each)]
    for kind, scope in world.scopes[row["program"]]:
        for in_site in {"", site or ""} if breakdown else {""}:
            for in_place in {"", place or ""} if breakdown else {""}:
                for dimension, group in groups:
                    yield kind, scope, period.text, in_site, in_place, dimension, group


def group_of(participant: Row, dimension: str) -> str | None:
    """The group a participant belongs to by one dimension."""
    own = participant.get(dimension) if dimension in ("sex", "race_ethnicity") else None
    return participant.get(f"group.{dimension}") or own


def _number(value: float | None) -> Decimal | None:
    if value is None or value != value or abs(value) > 1_000_000_000:
        return None
    return round(Decimal(repr(value)), 6)


def _records(world: World, rule: Rule, period: Stretch) -> list[Row]:
    """The records that fall into the period."""
    anchor = anchor_of(rule)
    if isinstance(anchor, Enrollments):
        return [row for row in world.enrollments if _falls(anchor, row, period)]
    rows = world.services if isinstance(anchor, Services) else world.outcomes
    return [row for row in rows if period.holds(row["date"])]


def _falls(clause: Enrollments, row: Row, period: Stretch) -> bool:
    ways = []
    if clause.started:
        ways.append(period.holds(row["started"]))
    if clause.ended:
        ways.append(period.holds(row["ended"]))
    if clause.active or not ways:
        ways.append(row["started"] <= period.last and row["last"] >= period.first)
    return all(ways)


def fits(number: Decimal | int | None, bounds: Bounds | None) -> bool:
    """True where a number lies within bounds."""
    if bounds is None:
        return True
    if number is None:
        return False
    return (bounds.at_least is None or number >= bounds.at_least) and (
        bounds.at_most is None or number <= bounds.at_most
    )


@dataclass
class Judge:
    """Judges one record that falls into a period."""

    world: World
    rule: Rule
    period: Stretch
    row: Row

    def __post_init__(self) -> None:
        self.anchor = anchor_of(self.rule)
        self.of_enrollment = isinstance(self.anchor, Enrollments)

    @property
    def now(self) -> date:
        return self.world.now(self.row["program"])

    def in_denominator(self) -> bool:
        if not self.is_anchor():
            return False
        if not self.rule.is_share:
            return True
        assert self.rule.of is not None
        return self.holds(self.rule.of, "of") and self.has_been_followed()

    def in_numerator(self) -> bool:
        return self.rule.where is None or self.holds(self.rule.where, "where")

    def is_anchor(self) -> bool:
        """True where the record itself is what the clause that places records in time asks for."""
        if isinstance(self.anchor, Enrollments):
            return self._enrollment_fits(self.anchor, self.row)
        if isinstance(self.anchor, Services):
            return self._is_service(self.anchor, self.row) and self._summed(self.anchor, self._in_period(self.anchor))
        rows = self._in_period(self.anchor)
        if not any(each is self.row for each in rows):
            return False
        if self.anchor.change is not None:
            return self.row.get("score") is not None and self._changed(self.anchor, rows)
        return any(each is self.row for each in self._taken(self.anchor, rows))

    def has_been_followed(self) -> bool:
        """True where all days that the rule names have passed."""
        if not self.of_enrollment:
            return True
        for condition in _all_conditions(self.rule.of, self.rule.where):
            days = None
            if isinstance(condition, Services | Outcomes):
                days = condition.within_days
            elif isinstance(condition, Enrollments):
                days = condition.retained_days
            elif isinstance(condition, NextProgram):
                ended = self.row["ended"]
                told = min(self.now, self.world.now(condition.program_id))
                if ended is None or ended + timedelta(condition.within_days) > told:
                    return False
            if days is not None and self.row["started"] + timedelta(days) > self.now:
                return False
        return True

    def holds(self, condition: Condition, part: str) -> bool:
        """True where a condition holds of the record."""
        match condition:
            case All(conditions):
                return all(self.holds(each, part) for each in conditions)
            case AnyOf(conditions):
                return any(self.holds(each, part) for each in conditions)
            case Not(inner):
                return not self.holds(inner, part)
            case Site(sites):
                return self.row.get("site") in sites
            case Place(places):
                return self._participant().get("place_id") in places
            case Group(dimension, values):
                return group_of(self._participant(), dimension) in values
            case Age():
                return self._is_of_age(condition)
            case NextProgram(program, days):
                return self._moved_on(program, days)
        if condition == self.anchor and part == ("of" if self.rule.is_share else "where"):
            return True  # asked in is_anchor; a second clause with the very same words says the same
        return self._clause(condition)

    def _clause(self, condition: Condition) -> bool:
        if isinstance(condition, Enrollments):
            return self._enrollment(condition)
        if isinstance(condition, Services):
            if self.rule.count in (Count.SERVICES, Count.QUANTITY):
                mine = self._is_service(condition, self.row)
                return mine and self._summed(condition, self._in_period(condition))
            return self._summed(condition, self._rows(condition))
        assert isinstance(condition, Outcomes)
        rows = self._rows(condition)
        return self._changed(condition, rows) if condition.change is not None else bool(self._taken(condition, rows))

    def _participant(self) -> Row:
        return self.world.participants.get((self.row["program"], self.row["participant_id"]), {})

    def _is_of_age(self, age: Age) -> bool:
        born = self._participant().get("birth_date")
        if born is None:
            return False
        day = (
            self.period.first if age.at is AgeAt.PERIOD_START else self.row["started" if self.of_enrollment else "date"]
        )
        years = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
        return (age.from_years or 0) <= years and (age.to_years is None or years <= age.to_years)

    def _moved_on(self, program: str, days: int) -> bool:
        ended = self.row["ended"]
        return ended is not None and any(
            other["program"] == program
            and self.world.person(other) == self.world.person(self.row)
            and self.row["started"] < other["started"] <= ended + timedelta(days)
            for other in self.world.enrollments
        )

    def _enrollment(self, clause: Enrollments) -> bool:
        if self.of_enrollment:
            return (not clause.ways or _falls(clause, self.row, self.period)) and self._enrollment_fits(
                clause, self.row
            )
        return any(
            self.world.same_person(each, self.row)
            and _falls(clause, each, self.period)
            and self._enrollment_fits(clause, each)
            for each in self.world.enrollments
        )

    def _enrollment_fits(self, clause: Enrollments, row: Row) -> bool:
        if clause.end_reasons and row["end_reason"] not in clause.end_reasons:
            return False
        lasted = row["last"] - row["started"]
        return clause.retained_days is None or lasted >= timedelta(clause.retained_days)

    def _rows(self, clause: Services | Outcomes) -> list[Row]:
        """What is looked at: the person's records during the enrollment, or within the period."""
        if not self.of_enrollment:
            return self._in_period(clause)
        first = self.row["started"]
        last = self.row["last"]
        if clause.within_days is not None:
            last = first + timedelta(clause.within_days)
        return [
            each
            for each in self._table(clause)
            if self.world.same_person(each, self.row) and first <= each["date"] <= last and self._is(clause, each)
        ]

    def _in_period(self, clause: Services | Outcomes) -> list[Row]:
        return [
            each
            for each in self._table(clause)
            if self.world.same_person(each, self.row)
            and self.period.holds(each["date"])
            and self._is(clause, each)
            and self._near(clause, each)
        ]

    def _table(self, clause: Services | Outcomes) -> list[Row]:
        return self.world.services if isinstance(clause, Services) else self.world.outcomes

    def _near(self, clause: Services | Outcomes, row: Row) -> bool:
        return clause.within_days is None or any(
            self.world.same_person(each, row)
            and each["started"] <= row["date"] <= each["started"] + timedelta(clause.within_days)
            for each in self.world.enrollments
        )

    def _is_service(self, clause: Services, row: Row) -> bool:
        return self._is(clause, row) and self._near(clause, row)

    @staticmethod
    def _is(clause: Services | Outcomes, row: Row) -> bool:
        if isinstance(clause, Services):
            named = (clause.services, "service"), (clause.units, "unit")
        else:
            named = ((clause.outcomes, "outcome"),)
            if clause.achieved is not None and row.get("achieved") is None:
                return False
            if (clause.score is not None or clause.change is not None) and _number(row.get("score")) is None:
                return False
        if any(words and row.get(column) not in words for words, column in named):
            return False
        return (clause.first_date or date.min) <= row["date"] <= (clause.last_date or date.max)

    @staticmethod
    def _summed(clause: Services, rows: list[Row]) -> bool:
        if not clause.is_summed:
            return bool(rows)
        quantity = sum((_number(row.get("quantity")) or Decimal(0) for row in rows), Decimal(0))
        return fits(len(rows), clause.times) and fits(quantity, clause.quantity)

    @staticmethod
    def _taken(clause: Outcomes, rows: list[Row]) -> list[Row]:
        """The rows that are looked at and are what is asked."""
        if clause.take is not Take.ANY and rows:
            day = (min if clause.take is Take.FIRST else max)(row["date"] for row in rows)
            rows = [row for row in rows if row["date"] == day]
        return [
            row
            for row in rows
            if (clause.achieved is None or row["achieved"] is clause.achieved)
            and fits(_number(row.get("score")), clause.score)
        ]

    @staticmethod
    def _changed(clause: Outcomes, rows: list[Row]) -> bool:
        days = sorted({row["date"] for row in rows})
        if len(days) < 2:
            return False
        first, last = (max(_number(row["score"]) for row in rows if row["date"] == day) for day in (days[0], days[-1]))
        return fits(last - first, clause.change)


def _all_conditions(*parts: Condition | None) -> Iterator[Condition]:
    for part in parts:
        if isinstance(part, All | AnyOf):
            yield from _all_conditions(*part.conditions)
        elif isinstance(part, Not):
            yield from _all_conditions(part.condition)
        elif part is not None:
            yield part
