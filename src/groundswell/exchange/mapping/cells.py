"""What the cells of a row say: a value or why there is none, its margin or bounds, and its target."""

from collections import Counter
from collections.abc import Sequence
from itertools import repeat

from groundswell.core.findings import error, info
from groundswell.exchange.mapping.definition import ColumnRule, Mapping
from groundswell.exchange.mapping.numbers import CONTROLLED, Column, NumberReader, Understood
from groundswell.exchange.mapping.reading import Known, SourceReading, TargetSeen
from groundswell.exchange.mapping.rows import Rows, Severity
from groundswell.exchange.mapping.subjects import Books, Subjects
from groundswell.exchange.tables import Table

_MARGINS = ("moe", "low", "high", "numerator", "denominator")


def read_rows(
    table: Table, mapping: Mapping, known: Known, books: Books, numbers: NumberReader, reading: SourceReading
) -> None:
    """Add what one table says to the reading; its file is the last of `reading.files`."""
    rows = Rows(table, mapping, reading)
    subjects = Subjects(rows, known, books)
    indicators, places, groups = subjects.indicators(), subjects.places(), subjects.groups()
    cells = Cells(rows, numbers)
    if mapping.value.columns:
        for written in mapping.value.columns:
            period = subjects.one_period(written, "value.columns")
            cells.observe((indicators, places, [period] * len(rows), groups), written)
    else:
        cells.observe((indicators, places, subjects.periods(), groups), "")
    if mapping.target:
        period = subjects.target_period(reading.observations["period"])
        cells.targets(indicators, places, groups, period)
    reading.skipped.update(Counter(rows.reasons.values()))


class Cells:
    """Reads the numbers of the rows of one file."""

    def __init__(self, rows: Rows, numbers: NumberReader) -> None:
        self.rows = rows
        self.mapping = rows.mapping
        self.numbers = numbers
        self.out = rows.reading.observations

    def observe(self, subjects: tuple[list[str], list[str], list[str], list[str]], written: str) -> None:
        """One observation for each row that is not skipped; `written` names the period of a wide file's column."""
        sound = self.rows.sound()
        for name, column in zip(("indicator_id", "place_id", "period", "group_id"), subjects, strict=True):
            self.out[name] += _chosen(column, sound)
        heading = self.mapping.value.heading(written)
        values, statuses = self._values(_chosen(self.rows.cells(heading), sound), heading, sound)
        self.out["value"] += values
        self.out["status"] += statuses
        self._margins(statuses, written, sound)
        self._quality(len(values), written, sound)
        for name, text in (("break", ""), ("source_id", self.mapping.id), ("as_of", ""), ("note", "")):
            self.out[name] += repeat(text, len(values))
        reading, rows = self.rows.reading, self.rows.table.rows
        reading.file_numbers += repeat(len(reading.files) - 1, len(values))
        kept = self.rows.kept if sound is None else [self.rows.kept[at] for at in sound]
        reading.row_numbers += rows if len(kept) == len(rows) else [rows[at] for at in kept]

    def _values(self, cells: list[str], heading: str, sound: list[int] | None) -> tuple[list[str], list[str]]:
        column = self.numbers.understand_all(cells)
        self._tell_problems(column, heading, sound)
        words = "is a mark of the Census Bureau, not a number, and was read as missing"
        jams = {cell: (f"{cell} {words}", "") for cell, each in column.odd.items() if each.is_jam}
        self._tell(info, jams, cells, heading, sound)
        return column.texts(), column.statuses()

    def _margins(self, statuses: list[str], written: str, sound: list[int] | None) -> None:
        """Numbers beside the value; a value that is withheld has none."""
        mapping, size = self.mapping, len(statuses)
        rules = {"moe": mapping.moe, "numerator": mapping.numerator, "denominator": mapping.denominator}
        if mapping.interval:
            rules |= {"low": ColumnRule(mapping.interval.low), "high": ColumnRule(mapping.interval.high)}
        read: dict[str, list[str]] = {}
        for name in _MARGINS:
            heading = rule.heading(written) if (rule := rules.get(name)) else ""
            read[name] = self._numbers(name, heading, statuses, sound) if heading else [""] * size
            self.out[name] += read[name]
        level = mapping.interval.level if mapping.interval else mapping.moe_level
        beside = zip(read["moe"], read["low"], read["high"], strict=True)
        self.out["level"] += [level if any(each) else "" for each in beside] if level else [""] * size

    def _numbers(self, name: str, heading: str, statuses: list[str], sound: list[int] | None) -> list[str]:
        cells = _chosen(self.rows.cells(heading), sound)
        column = self.numbers.understand_all(cells, shifts=name in ("moe", "low", "high"))
        self._tell_problems(column, heading, sound)
        if name == "moe":
            # A controlled total has no sampling error: its margin is nought, not unknown.
            controlled = [cell for cell, each in column.odd.items() if each.is_jam and each.text == CONTROLLED]
            column.odd.update(dict.fromkeys(controlled, Understood("0")))
        cells = column.texts()
        if all(status == "final" for status in statuses):
            return cells
        return [cell if status == "final" else "" for cell, status in zip(cells, statuses, strict=True)]

    def _quality(self, size: int, written: str, sound: list[int] | None) -> None:
        heading = self.mapping.quality.heading(written) if self.mapping.quality else ""
        if not heading:
            self.out["quality"] += [""] * size
            return
        cells = _chosen(self.rows.cells(heading), sound)
        words = {cell: "" if cell.strip() in self.numbers.marks else cell.strip() for cell in set(cells)}
        self.out["quality"] += [words[cell] for cell in cells]

    def _tell_problems(self, column: Column, heading: str, sound: list[int] | None) -> None:
        wrong = {cell: (each.problem, each.fix) for cell, each in column.odd.items() if each.problem}
        self._tell(error, wrong, column.cells, heading, sound)

    def _tell(
        self,
        severity: Severity,
        told: dict[str, tuple[str, str]],
        cells: list[str],
        heading: str,
        sound: list[int] | None,
    ) -> None:
        if told:
            spread: list[str | None] = [None] * len(self.rows)
            for at, cell in zip(sound if sound is not None else range(len(cells)), cells, strict=True):
                spread[at] = cell
            self.rows.tell_each(severity, told, spread, heading)

    def targets(self, indicators: list[str], places: list[str], groups: list[str], period: str) -> None:
        """One target for each series that has one; two that differ are an error that names both rows."""
        heading, sound = self.mapping.target, self.rows.sound()
        cells = _chosen(self.rows.cells(heading), sound)
        column = self.numbers.understand_all(cells)
        self._tell_problems(column, heading, sound)
        stated: dict[tuple[str, str, str], tuple[str, int]] = {}
        series = zip(*(_chosen(column, sound) for column in (indicators, places, groups)), strict=True)
        for position, ((indicator, place, group), text) in enumerate(zip(series, column.texts(), strict=True)):
            if not text:
                continue
            at = sound[position] if sound else position
            first, first_at = stated.setdefault((indicator, place, group), (text, at))
            if first != text:
                words = f"the target is {text} here and {first} in row {self.rows.row(first_at)}"
                self.rows.tell(error, words, "keep one target for a period", heading, at)
        self.rows.reading.targets += [TargetSeen(*key, period, text) for key, (text, _) in stated.items()]


def _chosen(column: list[str], sound: Sequence[int] | None) -> list[str]:
    return column if sound is None else [column[at] for at in sound]
