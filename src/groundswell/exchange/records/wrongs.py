"""What can be wrong with a cell, told once for every cell that has it, and never in words that quote it.

Findings name the first few places of a kind in a column and sum up the rest; the list of problems keeps every row, for
the spreadsheet that is handed back with its cells marked.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from groundswell.core.findings import Finding, Severity

MOST_NAMED = 20


@dataclass(frozen=True, slots=True)
class Wrong:
    """One kind of problem: its name (for code), how grave it is, what is wrong and what would be right."""

    kind: str
    message: str
    fix: str
    severity: Severity = Severity.ERROR

    def softened(self) -> "Wrong":
        """The same as a warning, where a cell that cannot be read is left blank."""
        if self.severity is not Severity.ERROR:
            return self
        return replace(self, message=f"{self.message}; it is read as blank", severity=Severity.WARNING)

    def finding(self, file: str = "", row: int | None = None, column: str | None = None) -> Finding:
        """The finding at one place."""
        return Finding(self.severity, self.message, self.fix, file, row, column)


@dataclass(frozen=True, slots=True)
class Source:
    """One sheet of what was brought. `label` is what findings call it; `sheet` is "" but in workbooks."""

    file: str
    sheet: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem and every row that has it; `place` counts the columns of the sheet from A as 1, None for none.

    No rows: the problem is one of the whole column, or of the whole sheet.
    """

    wrong: Wrong
    source: int
    heading: str | None
    place: int | None
    rows: tuple[int, ...]


@dataclass(slots=True)
class Telling:
    """Collects problems, and says them as findings."""

    sources: list[Source] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    others: list[Finding] = field(default_factory=list)

    def tell(
        self,
        wrong: Wrong,
        source: int,
        rows: Sequence[int] = (),
        heading: str | None = None,
        place: int | None = None,
    ) -> None:
        """Remember one problem of one sheet."""
        self.problems.append(Problem(wrong, source, heading, place, tuple(int(row) for row in rows)))

    def findings(self, most: int = MOST_NAMED) -> list[Finding]:
        """Everything told: of each kind in a column the first `most` rows, then how many more there are."""
        told: dict[tuple[str, int, str | None], list[tuple[int, Problem]]] = {}
        whole: list[Finding] = []
        for problem in self.problems:
            if not problem.rows:
                whole.append(self._finding(problem, None))
            key = (problem.wrong.kind, problem.source, problem.heading)
            told.setdefault(key, []).extend((row, problem) for row in problem.rows)
        named: list[Finding] = []
        for places in told.values():
            places.sort(key=lambda place: place[0])
            named += [self._finding(problem, row) for row, problem in places[:most]]
            if len(places) > most:
                named.append(self._summary(len(places) - most, *places[most]))
        return [*self.others, *whole, *named]

    def _finding(self, problem: Problem, row: int | None) -> Finding:
        return problem.wrong.finding(self.sources[problem.source].label, row, problem.heading)

    def _summary(self, more: int, row: int, problem: Problem) -> Finding:
        rows = "row" if more == 1 else "rows"
        words = f"{problem.wrong.message} (and {more:,} more {rows} like it, from here on)"
        label = self.sources[problem.source].label
        return Finding(problem.wrong.severity, words, problem.wrong.fix, label, row, problem.heading)
