"""Delimited text to records: the delimiter is found by itself, and a quote that is never closed is named by the row
where it was opened, so that it cannot swallow the rest of a file.
"""

import csv
from collections import Counter
from collections.abc import Iterator
from io import StringIO

from groundswell.core.findings import Finding, error

LONGEST_CELL = 131_072  # characters
DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_CHARACTERS = 100_000
_SAMPLE_RECORDS = 200
_STRETCH_CHARACTERS = 64_000  # shorter than the longest cell that is allowed, so that none can hide in a stretch


def find_delimiter(text: str) -> str:
    """The delimiter that most of the first records agree on; a comma where there is nothing to tell by."""
    sample = text[:_SAMPLE_CHARACTERS]
    if len(text) > len(sample):
        sample = sample[: sample.rfind("\n") + 1] or sample
    return max(DELIMITERS, key=lambda delimiter: _agreement(sample, delimiter))


def _agreement(sample: str, delimiter: str) -> tuple[int, int]:
    """How many records have the commonest width, and that width; records of one cell do not count."""
    widths: Counter[int] = Counter()
    try:
        for number, record in enumerate(csv.reader(StringIO(sample), delimiter=delimiter)):
            if number == _SAMPLE_RECORDS:
                break
            if len(record) > 1:
                widths[len(record)] += 1
    except csv.Error:
        pass
    if not widths:
        return (0, 0)
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
    return (count, width)


def records(text: str, delimiter: str, name: str, findings: list[Finding]) -> Iterator[list[str]]:
    """The records of `text`, blank lines as empty lists; problems that end the reading go to `findings`."""
    if '"' in text:
        return _quoted_records(text, delimiter, name, findings)
    return PlainRecords(text, delimiter, name, findings)


class PlainRecords(Iterator[list[str]]):
    """Records of a text without quotation marks: every line is one, and even stretches come as columns at once.

    Cutting a stretch with `str.split` is several times as fast as reading records one by one, and most large files
    have no quotation marks.
    """

    def __init__(self, text: str, delimiter: str, name: str, findings: list[Finding]) -> None:
        self.text = text
        self.delimiter = delimiter
        self.name = name
        self.findings = findings
        self.position = 0
        self.row = 0
        self.longest = LONGEST_CELL

    def __next__(self) -> list[str]:
        """The next line cut at its delimiters."""
        if self.position >= len(self.text):
            raise StopIteration
        end = self.text.find("\n", self.position)
        line = self.text[self.position : end if end >= 0 else len(self.text)]
        self.position += len(line) + 1
        self.row += 1
        if len(line) > self.longest and max(map(len, line.split(self.delimiter))) > self.longest:
            self.findings.append(_too_long(self.name, self.row))
            self.position = len(self.text)
            raise StopIteration
        return line.split(self.delimiter) if line else []

    def even_columns(self, width: int) -> list[list[str]]:
        """The next stretch of some 64,000 characters as columns, where all its records have `width` cells and a value.

        An empty list where they have not, or at the end: then read on record by record.
        """
        end = self.text.rfind("\n", self.position, self.position + _STRETCH_CHARACTERS)
        if end < 0:
            return []
        stretch = self.text[self.position : end]
        # A line end becomes a cell of its own; where it is every (width + 1)th, all records have `width` cells.
        cells = stretch.replace("\n", f"{self.delimiter}\n{self.delimiter}").split(self.delimiter)
        count, rest = divmod(len(cells) + 1, width + 1)
        if rest or cells[width :: width + 1].count("\n") != count - 1:
            return []
        if self.delimiter * (width - 1) in stretch and any(_blank_records(stretch, self.delimiter * (width - 1))):
            return []
        self.position = end + 1
        self.row += count
        return [cells[start :: width + 1] for start in range(width)]


def _blank_records(stretch: str, blank: str) -> Iterator[bool]:
    return (line == blank for line in stretch.split("\n"))


def _quoted_records(text: str, delimiter: str, name: str, findings: list[Finding]) -> Iterator[list[str]]:
    """Records read strictly; where a cell goes on after its closing quote, that record is read as it stands."""
    csv.field_size_limit(LONGEST_CELL)  # one limit for the whole process, which other libraries widen
    stream = StringIO(text)
    reader = csv.reader(stream, delimiter=delimiter, strict=True)
    row = 0
    while True:
        start = stream.tell()
        row += 1
        try:
            record = next(reader, None)
        except csv.Error as problem:
            if "expected after" not in str(problem):
                findings.append(_explained(str(problem), text, start, name, row))
                return
            record = _as_it_stands(stream, start, delimiter, name, row, findings)
            reader = csv.reader(stream, delimiter=delimiter, strict=True)
        if record is None:
            return
        yield record


def _as_it_stands(
    stream: StringIO, start: int, delimiter: str, name: str, row: int, findings: list[Finding]
) -> list[str] | None:
    """A record with text after a closing quote: a slip within a line, but over lines a quote that swallowed rows."""
    stream.seek(start)
    try:
        record = next(csv.reader(stream, delimiter=delimiter))
    except csv.Error as problem:
        findings.append(_explained(str(problem), stream.getvalue(), start, name, row))
        return None
    if lines := sum(cell.count("\n") for cell in record):
        findings.append(_unclosed(name, row, lines))
    return record


def _explained(problem: str, text: str, start: int, name: str, row: int) -> Finding:
    """What a problem of the reader means for the record that begins at `start`."""
    line = text[start : text.find("\n", start) + 1 or len(text)]
    if "end of data" in problem or ("field limit" in problem and line.count('"') % 2):
        return _unclosed(name, row, text.rstrip("\n").count("\n", start))
    if "field limit" in problem:
        return _too_long(name, row)
    return error(f"the row cannot be read ({problem})", "export the file again", file=name, row=row)


def _too_long(name: str, row: int) -> Finding:
    fix = "shorten it, or split it over several columns"
    return error(f"a cell holds more than {LONGEST_CELL:,} characters", fix, file=name, row=row)


def _unclosed(name: str, row: int, lines: int) -> Finding:
    size = f"the {lines:,} lines after it" if lines != 1 else "the line after it"
    words = "a quotation mark is opened in this row and never closed" + (
        f", so that {size} would be one cell" if lines else ""
    )
    return error(words, 'close the quotation mark, or double it ("") where it belongs to the text', file=name, row=row)
