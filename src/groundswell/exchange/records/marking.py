"""Which cells of which sheets have something to be said of them, and the list of everything that is to be mended."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from groundswell.core.findings import Severity
from groundswell.exchange.records.submission import ReadRecords
from groundswell.exchange.records.wrongs import Problem

HEADINGS = ("File", "Sheet", "Row", "Column", "What is wrong", "What would be right")
COLOURS = {Severity.ERROR: "F8CBAD", Severity.WARNING: "FFE699", Severity.INFO: "DDEBF7"}
MOST_LISTED = 200_000
_GRAVITY = list(Severity)
ListRow = tuple[Severity, tuple[str | int, ...]]


@dataclass(slots=True)
class Mark:
    """What is said of one cell; the gravest severity of all that is said of it."""

    severity: Severity
    text: str

    def add(self, other: "Mark") -> None:
        """More of the same cell."""
        if other.text not in self.text:
            self.text = f"{self.text}\n{other.text}"[:2_000]
        self.severity = min(self.severity, other.severity, key=_GRAVITY.index)


@dataclass(slots=True)
class Marks:
    """Marks of one sheet: at headings by the column's place, at cells by row and place; place 0 is the whole row."""

    headings: dict[int, Mark] = field(default_factory=dict)
    rows: dict[int, dict[int, Mark]] = field(default_factory=dict)


def marks_of(read: ReadRecords) -> dict[int, Marks]:
    """The marks of every sheet, by its position in `read.sources`. What is no more than information marks nothing."""
    marks: dict[int, Marks] = {}
    for problem in read.problems:
        if problem.wrong.severity is Severity.INFO:
            continue
        sheet = marks.setdefault(problem.source, Marks())
        text = _text(problem.wrong.message, problem.wrong.fix)
        if not problem.rows and problem.place:
            _put(sheet.headings, problem.place, Mark(problem.wrong.severity, text))
        for row in problem.rows:
            _put(sheet.rows.setdefault(row, {}), problem.place or 0, Mark(problem.wrong.severity, text))
    sources = {source.label: at for at, source in enumerate(read.sources)}
    for told in read.others:
        if told.row and told.file in sources and told.severity is not Severity.INFO:
            sheet = marks.setdefault(sources[told.file], Marks())
            _put(sheet.rows.setdefault(told.row, {}), 0, Mark(told.severity, _text(told.message, told.fix)))
    return marks


def _text(message: str, fix: str) -> str:
    return ". ".join(f"{part[:1].upper()}{part[1:]}" for part in (message, fix) if part) + "."


def _put(marks: dict[int, Mark], place: int, mark: Mark) -> None:
    if place in marks:
        marks[place].add(mark)
    else:
        marks[place] = mark


def listing(read: ReadRecords, most: int) -> Iterator[ListRow]:
    """Every problem at every row, sheet by sheet in the order of rows, in the columns of `HEADINGS`.

    Where there are more than `most`, the last line says how many were left out.
    """
    places = sorted(_places(read.problems), key=lambda place: place[:2])
    for told in read.others:
        yield told.severity, (told.file, "", told.row or "", told.column or "", told.message, told.fix)
    for source, row, problem in places[:most]:
        where, wrong = read.sources[source], problem.wrong
        yield (
            wrong.severity,
            (where.file, where.sheet, row or "", problem.heading or "", wrong.message, wrong.fix),
        )
    if len(places) > most:
        words = f"{len(places) - most:,} more places have something to be mended"
        yield Severity.INFO, ("", "", "", "", words, "mend these first, and bring the files again")


def _places(problems: list[Problem]) -> Iterator[tuple[int, int, Problem]]:
    for problem in problems:
        for row in problem.rows or (0,):
            yield problem.source, row, problem
