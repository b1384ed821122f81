"""What each row is about: an indicator, a place, a period and a group, each distinct spelling decided once."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from groundswell.core.findings import error, info, warning
from groundswell.core.periods import Period
from groundswell.exchange.mapping.definition import PeriodFormat, PeriodRule
from groundswell.exchange.mapping.indicators import IndicatorBook
from groundswell.exchange.mapping.period_spellings import reader_of, target_period_of
from groundswell.exchange.mapping.reading import Known
from groundswell.exchange.mapping.recognition import Decided, GroupBook, PlaceBook
from groundswell.exchange.mapping.rows import MOST_NAMED, Rows
from groundswell.exchange.mapping.spellings import cleaned, doubt_about
from groundswell.exchange.readers.assembly import is_total

_LONGEST_TITLE = 300
Spelling = TypeVar("Spelling", str, tuple[str, ...])


@dataclass(slots=True)
class Books:
    """What was met in all files of a source so far."""

    places: PlaceBook
    groups: GroupBook
    indicators: IndicatorBook


class Subjects:
    """Decides on the rows of one file; a row that cannot be decided is skipped with its reason."""

    def __init__(self, rows: Rows, known: Known, books: Books) -> None:
        self.rows = rows
        self.books = books
        self.rule: PeriodRule = rows.mapping.period
        self.read_period = reader_of(self.rule, known.fiscal_year_start, known.fiscal_year_named_by)

    def indicators(self) -> list[str]:
        """An indicator id for each row."""
        rule = self.rows.mapping.indicator
        if rule is None:
            return [self.rows.mapping.indicator_id] * len(self.rows)
        cells = self.rows.cells(rule.column)
        blank = [""] * len(cells)
        names, ways, units = (
            self.rows.cells(heading) if heading else blank for heading in (rule.name, rule.polarity, rule.unit)
        )
        ids = {cell: self.books.indicators.id_of(cell) for cell in dict.fromkeys(cells)}
        said: set[tuple[str, str, str, str]] = set()
        for position, about in enumerate(zip(cells, names, ways, units, strict=True)):
            if about not in said and ids[about[0]]:
                said.add(about)
                where = (self.rows.table.name, self.rows.row(position))
                self.books.indicators.describe(ids[about[0]], *about[1:], *where)
        if "" in ids.values():
            self.rows.tell(warning, "rows without an indicator were left out", "fill in the id", rule.column)
            self.rows.skip((at for at, cell in enumerate(cells) if not ids[cell]), "no indicator")
        return [ids[cell] for cell in cells]

    def places(self) -> list[str]:
        """A place id for each row; blank where the mapping names no place."""
        rule = self.rows.mapping.place
        if rule is None:
            return [""] * len(self.rows)
        if rule.value:
            self.books.places.remember(rule.value, rule.value, matched=True)
            return [rule.value] * len(self.rows)
        columns = [self.rows.cells(heading) for heading in rule.columns]
        cells = columns[0] if len(columns) == 1 else list(map(rule.join.join, zip(*columns, strict=True)))
        self._tell_doubts(cells, rule.columns[0])
        return self._decided(cells, self.books.places.decide, " + ".join(rule.columns))

    def groups(self) -> list[str]:
        """A group id for each row; blank is everyone."""
        rules = self.rows.mapping.groups
        if not rules:
            return [""] * len(self.rows)
        columns = [self.rows.cells(rule.column) for rule in rules]
        for rule, column in zip(rules, columns, strict=True):
            self._tell_doubts(column, rule.column)
        cells = list(zip(*columns, strict=True))
        return self._decided(cells, self.books.groups.decide, " + ".join(rule.column for rule in rules))

    def _decided(self, cells: list[Spelling], decide: Callable[[Spelling], Decided], column: str) -> list[str]:
        table = {cell: decide(cell) for cell in dict.fromkeys(cells)}
        # Findings are keyed by the spelling as text, whether it came from one column or from several crossed.
        shown = [_shown(cell) for cell in cells] if any(each.note or each.skipped for each in table.values()) else []
        notes = {_shown(cell): (each.note, each.fix) for cell, each in table.items() if each.note}
        totals = {_shown(cell) for cell, each in table.items() if each.skipped == "total row"}
        skipped = {_shown(cell) for cell, each in table.items() if each.skipped}
        told = {cell: note for cell, note in notes.items() if cell not in skipped}
        self.rows.tell_each(info, told, shown, column)
        self.rows.tell_each(warning, {cell: notes[cell] for cell in skipped & notes.keys()}, shown, column)
        words = {cell: (f"{cell!r} looks like a total and was left out", "") for cell in totals}
        self.rows.tell_each(info, words, shown, column)
        for reason in {each.skipped for each in table.values()} - {""}:
            self.rows.skip((at for at, cell in enumerate(cells) if table[cell].skipped == reason), reason)
        return [table[cell].id for cell in cells]

    def _tell_doubts(self, cells: list[str], column: str) -> None:
        told = {}
        for cell in dict.fromkeys(cells):
            if doubt := doubt_about(cell):
                told[cell] = (f"the spelling {cleaned(cell)!r} {doubt}", "check the spelling at its source")
        if told:
            self.rows.tell_each(warning, told, cells, column)

    def periods(self) -> list[str]:
        """A period for each row of a long file."""
        rule = self.rule
        if rule.column:
            return self._periods_of(self.rows.cells(rule.column))
        text, where = rule.value, "period.value"
        if rule.title or rule.file_name:
            text, where = self._found_period(), "period.title" if rule.title else "period.file_name"
        return [self.one_period(text, where)] * len(self.rows)

    def _found_period(self) -> str:
        """The period in a title line or in the file's name."""
        rule, table = self.rule, self.rows.table
        for line in [table.name] if rule.file_name else table.titles:
            if match := re.search(rule.file_name or rule.title, line[:_LONGEST_TITLE]):
                return (match.group(1) if match.groups() else match.group()) or ""
        return ""

    def target_period(self, observed: Iterable[str]) -> str:
        """The period of the targets; a warning where it is of another kind than all that were observed."""
        period = target_period_of(self.rows.mapping.target_period, self.read_period)
        kinds = [Period.parse(text) for text in set(observed) if text]
        if kinds and not any(period.is_comparable_with(each) for each in kinds):
            mapping, like = self.rows.mapping, max(kinds)
            words = f"the target is for {period}, and the values are for periods such as {like}"
            found = warning(words, f"write a period such as {like.shift(1)}", file=mapping.file, column="target.period")
            findings = self.rows.reading.findings
            is_told = any(each.column == found.column for each in findings)  # of an earlier file of the source
            findings += [] if is_told else [replace(found, row=mapping.lines.get(("target",)))]
        return str(period)

    def one_period(self, text: str, where: str) -> str:
        """A period that holds for all rows, as the mapping or a title line writes it; "" with an error otherwise."""
        try:
            if not text:
                raise ValueError("no period was found; mend the pattern, or count the title lines with skip_rows:")
            return str(self.read_period(cleaned(text)))
        except ValueError as problem:
            words, _, fix = str(problem).partition("; ")
            self.rows.tell(error, words, fix, where)
            self.rows.skip(range(len(self.rows)), "no period")
            return ""

    def _periods_of(self, cells: list[str]) -> list[str]:
        periods: dict[str, str] = {}
        wrong: dict[str, tuple[str, str]] = {}
        totals: dict[str, tuple[str, str]] = {}
        for cell in dict.fromkeys(cells):
            try:
                periods[cell] = str(self.read_period(cleaned(cell)))
            except ValueError as problem:
                periods[cell] = ""
                words, _, fix = str(problem).partition("; ")
                if is_total(cell):
                    totals[cell] = (f"{cell!r} looks like a total and was left out", "")
                else:
                    wrong[cell] = ("the period is blank", "fill it in") if not cell.strip() else (words, fix)
        self.rows.tell_each(error, wrong, cells, self.rule.column)
        self.rows.tell_each(info, totals, cells, self.rule.column)
        self.rows.skip((at for at, cell in enumerate(cells) if cell in totals), "total row")
        self.rows.skip((at for at, cell in enumerate(cells) if cell in wrong), "no period")
        self._tell_mixed_orders(wrong, cells)
        return [periods[cell] for cell in cells]

    def _tell_mixed_orders(self, wrong: dict[str, tuple[str, str]], cells: Sequence[str]) -> None:
        """03/25/2024 and 25/03/2024 in one column are two orders: one of them was read wrongly, or not at all."""
        turned = PeriodRule(format=PeriodFormat.DATE, order={"mdy": "dmy", "dmy": "mdy"}.get(self.rule.order, "ymd"))
        for cell in list(wrong)[:MOST_NAMED]:
            if self.rule.format is not PeriodFormat.DATE or not self.rule.order:
                return
            try:
                reader_of(turned, 1, "end")(cleaned(cell))
            except ValueError:
                continue
            words = f"dates are in two orders: {cell!r} is {turned.order}, others are {self.rule.order}"
            self.rows.tell(error, words, "write all of them in one order", self.rule.column, cells.index(cell))
            return


def _shown(cell: str | tuple[str, ...]) -> str:
    return cell if isinstance(cell, str) else " / ".join(cell)
