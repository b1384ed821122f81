"""What several records together say of an enrollment, or of a person within a period, as tables that a rule looks up.

A feature is made once, however many measures ask for it. A feature of enrollments has a row for each `enrollment`; a
feature of periods one for each program, person and period. What is not there has not happened.
"""

# Queries are made of our own names and of whole numbers; what people wrote never enters them.
# ruff: noqa: S608

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import ceil, floor

from groundswell.core.measures.rules import Bounds, Enrollments, NextProgram, Outcomes, Services, Take
from groundswell.engine.measures.periods import day_number
from groundswell.engine.measures.records_sql import MILLIONTHS, Step

OF_ENROLLMENT = ("enrollment",)
OF_PERIOD = ("program", "person", "grain", "period")


@dataclass(slots=True)
class Features:
    """The features that the rules of one query need, by the text of their queries."""

    words: Mapping[str, int]  # every word that a rule names, and its number
    programs: Mapping[str, int]
    now: Mapping[str, int]  # the day to which a program's records speak
    found: dict[str, str] = field(default_factory=dict)

    def table(self, query: str) -> str:
        """The name of the table that this query makes."""
        return self.found.setdefault(query, f"feature_{len(self.found)}")

    @property
    def steps(self) -> list[Step]:
        """Every feature, in the order in which they were first asked for."""
        return [(name, query) for query, name in self.found.items()]

    def is_one_of(self, column: str, texts: tuple[str, ...]) -> str:
        """That a column holds one of these words; anything, where there are none."""
        if not texts:
            return "TRUE"
        return f"{column} IN ({', '.join(str(self.words[text]) for text in sorted(texts))})"

    def services(self, clause: Services, key: tuple[str, ...]) -> str:
        """How many services of the kind there are (`times`), and their quantity in all."""
        chosen = self.service_rows(clause, "s")
        totals = "COUNT(*) AS times, SUM(s.quantity) AS quantity"
        return self.table(self._gathered("services AS s", "s", totals, chosen, clause, key))

    def taken(self, clause: Outcomes, key: tuple[str, ...]) -> str:
        """Twice the first or last day with an outcome that says what is asked, and 1 for whether one of it fits."""
        chosen = f"{self.outcome_rows(clause, 'o')} AND {self.says(clause, 'o')}"
        fits = self.outcome_fits(clause, "o")
        if clause.take is Take.FIRST:
            both = f"MIN(o.dated * 2 + CASE WHEN {fits} THEN 0 ELSE 1 END) AS both_ways"
        else:
            both = f"MAX(o.dated * 2 + CASE WHEN {fits} THEN 1 ELSE 0 END) AS both_ways"
        return self.table(self._gathered("outcomes AS o", "o", both, chosen, clause, key))

    def any_outcome(self, clause: Outcomes, key: tuple[str, ...]) -> str:
        """How many outcomes fit (`times`)."""
        chosen = " AND ".join((self.outcome_rows(clause, "o"), self.says(clause, "o"), self.outcome_fits(clause, "o")))
        return self.table(self._gathered("outcomes AS o", "o", "COUNT(*) AS times", chosen, clause, key))

    def change(self, clause: Outcomes, key: tuple[str, ...]) -> str:
        """The highest score of the latest day less the highest of the earliest (`change`), where they are two days."""
        chosen = f"{self.outcome_rows(clause, 'o')} AND o.score IS NOT NULL"
        days = self._gathered("outcomes AS o", "o", "o.dated, MAX(o.score) AS score", chosen, clause, key, ("o.dated",))
        ends = self.table(days)
        keys = ", ".join(f"d.{each}" for each in key)
        same = " AND ".join(f"e.{each} = d.{each}" for each in key)
        return self.table(f"""
            SELECT {keys},
                MAX(CASE WHEN d.dated = e.latest THEN d.score END)
                - MAX(CASE WHEN d.dated = e.earliest THEN d.score END) AS change
            FROM {ends} AS d
            JOIN (
                SELECT {", ".join(key)}, MIN(dated) AS earliest, MAX(dated) AS latest
                FROM {ends} GROUP BY {", ".join(key)}
            ) AS e ON {same}
            WHERE e.earliest < e.latest
            GROUP BY {keys}""")

    def enrolled(self, clause: Enrollments) -> str:
        """How many enrollments the person has that fall into the period and fit (`times`)."""
        return self.table(f"""
            SELECT e.program, e.person, p.grain, p.period, COUNT(*) AS times
            FROM enrollments AS e JOIN periods AS p ON {falls(clause, "e", "p")}
            WHERE {self.enrollment_fits(clause, "e")}
            GROUP BY e.program, e.person, p.grain, p.period""")

    def moved_on(self, clause: NextProgram) -> str:
        """How many enrollments in the next program follow (`times`)."""
        program = self.programs.get(clause.program_id, -1)
        return self.table(f"""
            SELECT a.enrollment, COUNT(*) AS times
            FROM enrollments AS a JOIN enrollments AS b ON b.person = a.person
            WHERE b.program = {program} AND b.started > a.started AND b.started <= a.ended + {clause.within_days}
            GROUP BY a.enrollment""")

    def _gathered(
        self,
        table: str,
        alias: str,
        columns: str,
        chosen: str,
        clause: Services | Outcomes,
        key: tuple[str, ...],
        more: tuple[str, ...] = (),
    ) -> str:
        """Rows gathered by enrollment over its own days, or by person and period."""
        if key == OF_ENROLLMENT:
            until = "COALESCE(a.ended, a.now)" if clause.within_days is None else f"a.started + {clause.within_days}"
            keys = ", ".join(("a.enrollment", *more))
            return f"""
            SELECT a.enrollment, {columns}
            FROM enrollments AS a
            JOIN {table} ON {alias}.program = a.program AND {alias}.person = a.person
                AND {alias}.dated >= a.started AND {alias}.dated <= {until}
            WHERE {chosen}
            GROUP BY {keys}"""
        keys = ", ".join((f"{alias}.program", f"{alias}.person", "c.grain", "c.period", *more))
        return f"""
            SELECT {alias}.program, {alias}.person, c.grain, c.period, {columns}
            FROM {table} JOIN months AS c ON c.month = {alias}.month
            WHERE {chosen} AND {self.near_enrollment(clause, alias)}
            GROUP BY {keys}"""

    def near_enrollment(self, clause: Services | Outcomes, alias: str) -> str:
        """That a record lies within so many days of an enrollment's start."""
        if clause.within_days is None:
            return "TRUE"
        return f"""EXISTS (
                SELECT 1 FROM enrollments AS n WHERE n.program = {alias}.program AND n.person = {alias}.person
                AND n.started <= {alias}.dated AND n.started >= {alias}.dated - {clause.within_days})"""

    def service_rows(self, clause: Services, alias: str) -> str:
        """That a service is of the kind."""
        return " AND ".join(
            (
                self.is_one_of(f"{alias}.service", clause.services),
                self.is_one_of(f"{alias}.unit", clause.units),
                _dates(clause, alias),
            )
        )

    def outcome_rows(self, clause: Outcomes, alias: str) -> str:
        """That an outcome is of the kind."""
        return f"{self.is_one_of(f'{alias}.outcome', clause.outcomes)} AND {_dates(clause, alias)}"

    @staticmethod
    def says(clause: Outcomes, alias: str) -> str:
        """That an outcome says what is asked."""
        asked = [f"{alias}.achieved IS NOT NULL"] if clause.achieved is not None else []
        asked += [f"{alias}.score IS NOT NULL"] if clause.score is not None or clause.change is not None else []
        return " AND ".join(asked) or "TRUE"

    @staticmethod
    def outcome_fits(clause: Outcomes, alias: str) -> str:
        """That an outcome is what is asked."""
        achieved = "TRUE" if clause.achieved is None else f"{alias}.achieved = {int(clause.achieved)}"
        return f"{achieved} AND {within(f'{alias}.score', clause.score, MILLIONTHS)}"

    def enrollment_fits(self, clause: Enrollments, alias: str) -> str:
        """That an enrollment ended so and lasted so long."""
        lasted = "TRUE"
        if clause.retained_days is not None:
            lasted = f"COALESCE({alias}.ended, {alias}.now) - {alias}.started >= {clause.retained_days}"
        return f"{self.is_one_of(f'{alias}.reason', clause.end_reasons)} AND {lasted}"


def falls(clause: Enrollments, alias: str, period: str) -> str:
    """That an enrollment falls into a period; by being active, where the clause does not say how."""
    first, last = f"{period}.first_month", f"{period}.last_month"
    ways = []
    if clause.started:
        ways.append(f"{alias}.started_month BETWEEN {first} AND {last}")
    if clause.ended:
        ways.append(f"{alias}.ended_month BETWEEN {first} AND {last}")
    if clause.active or not ways:
        # An open enrollment is known to go on as far as the program's records speak, and no further.
        ways.append(f"{alias}.started_month <= {last} AND {alias}.last_month >= {first}")
    return " AND ".join(ways)


def within(column: str, bounds: Bounds | None, scale: int = 1) -> str:
    """That a whole number lies within bounds; anything, where there are none."""
    if bounds is None:
        return "TRUE"
    parts = []
    if bounds.at_least is not None:
        parts.append(f"{column} >= {ceil(bounds.at_least * scale)}")
    if bounds.at_most is not None:
        parts.append(f"{column} <= {floor(bounds.at_most * scale)}")
    return " AND ".join(parts) or "TRUE"


def _dates(clause: Services | Outcomes, alias: str) -> str:
    parts = []
    if clause.first_date is not None:
        parts.append(f"{alias}.dated >= {day_number(clause.first_date)}")
    if clause.last_date is not None:
        parts.append(f"{alias}.dated <= {day_number(clause.last_date)}")
    return " AND ".join(parts) or "TRUE"
