"""Rules compiled to one query: for every measure the rows that are counted, with period, site, place and groups.

A unit row says: in this measure, period and program this person (or enrollment, or service) is counted, and `counted`
whether it is in the numerator. Where nothing in a rule is judged within the period, rows are written for their month
alone (`MONTHS_ONLY`) and counted in every period that holds it; other rules have rows for each length of period.
"""

# Queries are made of our own names and of whole numbers; what people wrote never enters them.
# ruff: noqa: S608

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from groundswell.core.measures.anchors import conditions_of, depends_on_period_length, follow_up, split
from groundswell.core.measures.implied import named_words as words_of_rule
from groundswell.core.measures.rules import (
    Age,
    AgeAt,
    All,
    AnyOf,
    Clause,
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
from groundswell.engine.measures.features import OF_ENROLLMENT, OF_PERIOD, Features, falls, within
from groundswell.engine.measures.parts import ComputedMeasure
from groundswell.engine.measures.periods import MONTHS_ONLY
from groundswell.engine.measures.records_sql import MILLIONTHS, Step

_ROWS: dict[type, tuple[str, str, str]] = {
    Enrollments: ("enrollments", "started_on", "started_month"),
    Services: ("services", "dated_on", "month"),
    Outcomes: ("outcomes", "dated_on", "month"),
}


@dataclass(frozen=True, slots=True)
class Compiled:
    """The features, in order, and the query that makes the unit rows of every measure out of them."""

    features: tuple[Step, ...]
    unit_rows: str


def named_words(rules: Sequence[Rule]) -> list[str]:
    """Every word that the rules name, in a settled order."""
    found: set[str] = set()
    for named in map(words_of_rule, rules):
        found.update(named.services, named.units, named.outcomes, named.end_reasons, named.sites, named.place_ids)
        found.update(*named.groups.values())
    return sorted(found)


def named_dimensions(rules: Sequence[Rule]) -> list[str]:
    """Every dimension of groups that the rules name."""
    every = (condition for rule in rules for condition in conditions_of(rule))
    return sorted({condition.dimension for condition in every if isinstance(condition, Group)})


def compiled(
    measures: Sequence[ComputedMeasure],
    *,
    words: Mapping[str, int],
    programs: Mapping[str, int],
    dimensions: Sequence[str],
    now: Mapping[str, int],
) -> Compiled:
    """All measures as one query over the tables of `record_steps`, `periods` and `months`; none make no query.

    `now` says for each program the number of the day to which its records speak.
    """
    features = Features(words, programs, now)
    selects = [
        _MeasureQuery(place, measure, features, tuple(dimensions)).select() for place, measure in enumerate(measures)
    ]
    return Compiled(tuple(features.steps), "\nUNION ALL\n".join(selects))


@dataclass(slots=True)
class _MeasureQuery:
    """One measure on its way into SQL: `a` is the record that falls into the period, `w` its participant."""

    place: int
    measure: ComputedMeasure
    features: Features
    dimensions: tuple[str, ...]
    joins: dict[str, str] = field(default_factory=dict)

    def select(self) -> str:
        rule = self.measure.rule
        anchor, of, where = split(rule)
        table, _, _ = _ROWS[type(anchor)]
        source = self._source(anchor)
        conditions = [self._programs(), *self._anchor(anchor), *self._follow_up()]
        wanted = [self._sql(part) for part in (of, where) if part is not None]
        counted = "1"
        if rule.is_share:
            counted = f"CASE WHEN {self._sql(where)} THEN 1 ELSE 0 END" if where is not None else "1"
            wanted = [self._sql(of)] if of is not None else []
        grain, period = self._period(anchor)
        groups = "".join(f", w.group_{number} AS group_{number}" for number in range(len(self.dimensions)))
        return f"""
        SELECT {self.place} AS measure, {grain} AS grain, {period} AS period, a.program AS program,
            {self._unit(rule.count)} AS unit, {"a.site" if table != "outcomes" else "CAST(NULL AS BIGINT)"} AS site,
            w.place AS place, {counted} AS counted, {_AMOUNTS[rule.count]} AS amount{groups}
        FROM {source}
        JOIN people AS w ON w.who = a.who{"".join(self.joins.values())}
        WHERE {" AND ".join([*conditions, *wanted])}"""

    @staticmethod
    def _unit(count: Count) -> str:
        return "a.enrollment" if count is Count.ENROLLMENTS else "a.person"

    def _programs(self) -> str:
        known = sorted(
            {self.features.programs[each] for each in self.measure.program_ids if each in self.features.programs}
        )
        return f"a.program IN ({', '.join(str(each) for each in known) or '-1'})"

    def _source(self, anchor: Clause) -> str:
        table, _, month = _ROWS[type(anchor)]
        if isinstance(anchor, Enrollments):
            if self._by_month(anchor):
                return f"{table} AS a JOIN periods AS p ON p.grain = 0 AND a.{self._month(anchor)} = p.period"
            grain = "" if depends_on_period_length(self.measure.rule) else "p.grain = 0 AND "
            return f"{table} AS a JOIN periods AS p ON {grain}{falls(anchor, 'a', 'p')}"
        if depends_on_period_length(self.measure.rule):
            periods = "JOIN periods AS p ON p.grain = m.grain AND p.period = m.period"
            return f"{table} AS a JOIN months AS m ON m.month = a.{month} {periods}"
        return f"{table} AS a JOIN periods AS p ON p.grain = 0 AND p.period = a.{month}"

    def _by_month(self, anchor: Enrollments) -> bool:
        """True where an enrollment falls into one month only, which an engine finds without comparing ranges."""
        return not depends_on_period_length(self.measure.rule) and anchor.ways == 1 and not anchor.active

    @staticmethod
    def _month(anchor: Enrollments) -> str:
        return "started_month" if anchor.started else "ended_month"

    def _period(self, anchor: Clause) -> tuple[str, str]:
        if depends_on_period_length(self.measure.rule):
            return "p.grain", "p.period"
        return str(MONTHS_ONLY), "p.period"

    def _follow_up(self) -> list[str]:
        """In a share, the days that the rule names must have passed, and be told of by whoever would know."""
        since_start, since_end = follow_up(self.measure.rule)
        conditions = [f"a.started + {since_start} <= a.now"] if since_start else []
        if since_end is not None:
            conditions.append(f"a.ended + {since_end} <= a.now")
            conditions += [
                f"a.ended + {each.within_days} <= {self.features.now[each.program_id]}"
                for each in conditions_of(self.measure.rule)
                if isinstance(each, NextProgram) and each.program_id in self.features.now
            ]
        return conditions

    def _anchor(self, anchor: Clause) -> list[str]:
        """What the record that falls into the period must be."""
        features = self.features
        match anchor:
            case Enrollments():
                return [features.enrollment_fits(anchor, "a")]
            case Services():
                return [self._service_row(anchor)]
            case Outcomes():
                rows = [
                    features.outcome_rows(anchor, "a"),
                    features.says(anchor, "a"),
                    features.near_enrollment(anchor, "a"),
                ]
                if anchor.change is not None:
                    return [*rows, self._change(anchor)]
                rows.append(features.outcome_fits(anchor, "a"))
                if anchor.take is not Take.ANY:
                    taken = self._join(features.taken(anchor, OF_PERIOD), OF_PERIOD)
                    # `both_ways` is twice the day taken, and 1 more or less for whether it fits.
                    rows.append(f"a.dated = CAST(FLOOR({taken}.both_ways / 2e0) AS BIGINT)")
                return rows

    def _service_row(self, clause: Services) -> str:
        """That the service which falls into the period is of the kind, and those like it as many as asked."""
        rows = [self.features.service_rows(clause, "a"), self.features.near_enrollment(clause, "a")]
        if clause.is_summed:
            rows.append(self._totals(clause, self._join(self.features.services(clause, OF_PERIOD), OF_PERIOD)))
        return " AND ".join(rows)

    @staticmethod
    def _totals(clause: Services, alias: str) -> str:
        times, quantity = f"COALESCE({alias}.times, 0)", f"COALESCE({alias}.quantity, 0)"
        if not clause.is_summed:
            return f"{times} >= 1"
        return f"{within(times, clause.times)} AND {within(quantity, clause.quantity, MILLIONTHS)}"

    def _change(self, clause: Outcomes) -> str:
        alias = self._join(self.features.change(clause, self._key), self._key)
        return within(f"{alias}.change", clause.change, MILLIONTHS)

    @property
    def _key(self) -> tuple[str, ...]:
        """What features are looked up by: the enrollment, or the person within the period."""
        return OF_ENROLLMENT if self._is_of_enrollments else OF_PERIOD

    @property
    def _is_of_enrollments(self) -> bool:
        return isinstance(split(self.measure.rule)[0], Enrollments)

    def _join(self, table: str, key: tuple[str, ...]) -> str:
        """Looks a feature up; the name under which it is found."""
        sides = {"grain": "p.grain", "period": "p.period"}
        same = " AND ".join(f"{table}.{each} = {sides.get(each, f'a.{each}')}" for each in key)
        self.joins.setdefault(table, f"\n        LEFT JOIN {table} ON {same}")
        return table

    def _sql(self, condition: Condition) -> str:
        """A condition that is true or false and never unknown."""
        match condition:
            case All(conditions):
                return "(" + (" AND ".join(self._sql(each) for each in conditions) or "TRUE") + ")"
            case AnyOf(conditions):
                return "(" + (" OR ".join(self._sql(each) for each in conditions) or "FALSE") + ")"
            case Not(inner):
                return f"(NOT {self._sql(inner)})"
            case _:
                return f"COALESCE({self._leaf(condition)}, FALSE)"

    def _leaf(self, condition: Condition) -> str:
        features = self.features
        match condition:
            case Site(values):
                return features.is_one_of("a.site", values) if self._has_site else "FALSE"
            case Place(values):
                return features.is_one_of("w.place", values)
            case Group(dimension, values):
                if dimension not in self.dimensions:
                    return "FALSE"
                return features.is_one_of(f"w.group_{self.dimensions.index(dimension)}", values)
            case Age():
                return self._age(condition)
            case NextProgram():
                return f"{self._join(features.moved_on(condition), OF_ENROLLMENT)}.times >= 1"
            case Enrollments():
                return self._enrollment(condition)
            case Services():
                if self.measure.rule.count in (Count.SERVICES, Count.QUANTITY):
                    return self._service_row(condition)
                return self._totals(condition, self._join(features.services(condition, self._key), self._key))
            case Outcomes():
                return self._outcome(condition)
        raise AssertionError(condition)

    @property
    def _has_site(self) -> bool:
        return not isinstance(split(self.measure.rule)[0], Outcomes)

    def _age(self, age: Age) -> str:
        anchor = split(self.measure.rule)[0]
        day = "p.first_day" if age.at is AgeAt.PERIOD_START else f"a.{_ROWS[type(anchor)][1]}"
        lived = f"({_digits(day)} - {_digits('w.birth_date')})"  # 20240930 - 20190401 is 50529: five years
        parts = [f"{lived} >= {(age.from_years or 0) * 10_000}"]
        if age.to_years is not None:
            parts.append(f"{lived} < {(age.to_years + 1) * 10_000}")
        return " AND ".join(parts)

    def _enrollment(self, clause: Enrollments) -> str:
        if not self._is_of_enrollments:
            return f"{self._join(self.features.enrolled(clause), OF_PERIOD)}.times >= 1"
        fits = self.features.enrollment_fits(clause, "a")
        return f"{falls(clause, 'a', 'p')} AND {fits}" if clause.ways else fits

    def _outcome(self, clause: Outcomes) -> str:
        if clause.change is not None:
            return self._change(clause)
        if clause.take is Take.ANY:
            return f"{self._join(self.features.any_outcome(clause, self._key), self._key)}.times >= 1"
        taken = self._join(self.features.taken(clause, self._key), self._key)
        return f"{taken}.both_ways % 2 = {1 if clause.take is Take.LAST else 0}"


_AMOUNTS = {Count.PEOPLE: "0", Count.ENROLLMENTS: "0", Count.SERVICES: "1", Count.QUANTITY: "COALESCE(a.quantity, 0)"}


def _digits(day: str) -> str:
    """A date as the number that its eight digits make."""
    return f"(EXTRACT(YEAR FROM {day}) * 10000 + EXTRACT(MONTH FROM {day}) * 100 + EXTRACT(DAY FROM {day}))"
