"""A first draft of a mapping, made by looking at a file: a person corrects it rather than starting from nothing.

Every guess is written down with what it rests on. What cannot be guessed (the indicator, the unit where no heading says
it, what a mark means) is marked as a question.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from groundswell.exchange.mapping.definition import PeriodFormat, PeriodRule
from groundswell.exchange.mapping.numbers import JAM_VALUES, PLAIN
from groundswell.exchange.mapping.period_spellings import reader_of
from groundswell.exchange.mapping.reading import UNITS_IN_WORDS
from groundswell.exchange.mapping.spellings import cleaned, id_from
from groundswell.exchange.package.yaml_text import canonical_yaml
from groundswell.exchange.readers import read_content, table_from
from groundswell.exchange.tables import DEFAULT_LIMITS, Limits, Table

_SAMPLE = 5_000
_MOST_TITLES = 15
_PERIOD = re.compile(r"\b(year|period|date|quarter|month|fy|sy|time)\b")
_PLACE = re.compile(
    r"\b(place|district|county|city|town|area|state|region|geography|country|neighbou?rhood|tract|municipality|location"
    r"|borough|ward|school|organi[sz]ation|geoid|fips)\b|^name$"
)
_CODE = re.compile(r"\b(geoid|fips|code|geocode|id)\b")
_GROUP = re.compile(
    r"\b(race|ethnicity|sex|gender|age|group|subgroup|category|grade|language|disability|income level)\b"
)
_VALUE = re.compile(r"\b(value|percent|pct|rate|share|estimate|count|number|total|median|mean|average|amount|%)|%")
_MARGIN = re.compile(r"\b(moe|margin|margin of error)\b")
_LOW = re.compile(r"\b(lb|low|lower|lci|ci low|lower bound)\b")
_HIGH = re.compile(r"\b(ub|high|upper|uci|ci high|upper bound)\b")
_QUALITY = re.compile(r"\b(quality|flag|reliability)\b")
_UNIT_WORDS = (
    (r"%|\b(percent|percentage|pct)\b", "percent"),
    (r"\b(share|proportion)\b", "proportion"),
    (r"\b(rate|per)\b", "rate"),
    (r"\$|\b(income|amount|cost|rent|wages?|earnings)\b", "currency"),
    (r"\b(counts?|number|population)\b", "count"),
)
_INDICATOR = re.compile(r"\b(indicator|variable|measure|metric|series)\b")
_SHARE = re.compile(r"%|\b(percent|percentage|pct|rate)\b")
_TARGET = re.compile(r"\b(target|goal|benchmark)\b")
_FISCAL = re.compile(r"\b(fiscal|fy)\b")
_FISCAL_CELL = re.compile(r"(fy|fiscal year)[ :]*'?(\d{4}|\d{2})", re.IGNORECASE)
_DIRECTION = re.compile(r"\b(direction|polarity|desired)\b")
_WAYS = {
    **dict.fromkeys(("up", "higher", "high", "increase", "increasing", "more", "positive", "+"), "higher"),
    **dict.fromkeys(("down", "lower", "low", "decrease", "decreasing", "less", "negative", "-"), "lower"),
    **dict.fromkeys(("neutral", "none"), "neutral"),
}
_FIXED_CODES = re.compile(r"\d{2,}", re.ASCII)
_ALL_NINES = re.compile(r"-(9{2,}|6{2,}|8{2,}|1)(\.0+)?")
_SUPPRESSED = frozenset(
    ("*", "**", "s", "S", "suppressed", "Suppressed", "<5", "<10", "<11", "-9999", "-999", "c", "[c]")
)
_FORMATS = (PeriodFormat.YEAR, PeriodFormat.SCHOOL_YEAR, PeriodFormat.QUARTER, PeriodFormat.MONTH, PeriodFormat.DATE)


@dataclass(frozen=True, slots=True)
class _Guess:
    """A column and what it was taken for; `words` say why."""

    heading: str
    words: str
    format: PeriodFormat = PeriodFormat.AUTO


def propose_mapping(path: Path, *, limits: Limits = DEFAULT_LIMITS) -> str:
    """YAML with comments, to be read through and mended. Raises ValueError where the file cannot be read at all."""
    content, findings = read_content(path, limits)
    table, titles, header_rows = None, 0, 1
    if content is not None:
        titles = _title_lines(content, path.name, limits)
        table, findings = table_from(content, path.name, skip_rows=titles, limits=limits)
        if table is not None and sum(heading.startswith("column ") for heading in table.headings) > 1:
            titles += _blank_lines(content, path.name, titles, limits)
            deeper, _ = table_from(content, path.name, skip_rows=titles, header_rows=2, limits=limits)
            table, header_rows = (deeper, 2) if deeper is not None else (table, 1)
    if table is None:
        raise ValueError(str(next(finding for finding in findings if finding.is_error)))
    return _Proposal(table, path.name, titles, header_rows).yaml()


def _title_lines(content: bytes, name: str, limits: Limits) -> int:
    """How many lines stand above the headings: those shorter than the records beneath."""
    table, _ = table_from(content, name, header_rows=1, skip_rows=0, limits=limits)
    if table is None or len(table.headings) > 2:
        return 0
    best, width = 0, len(table.headings)
    for titles in range(1, _MOST_TITLES):
        deeper, _ = table_from(content, name, skip_rows=titles, limits=limits)
        if deeper is None:
            break
        if len(deeper.headings) > width:
            best, width = titles, len(deeper.headings)
    return best


def _blank_lines(content: bytes, name: str, titles: int, limits: Limits) -> int:
    """Blank lines between the titles and the headings."""
    table, _ = table_from(content, name, skip_rows=titles, limits=limits)
    return max(0, table.rows[0] - titles - 2) if table is not None and table.rows else 0


class _Proposal:
    """Looks at the columns of a table, each once, and takes each for one thing at most."""

    def __init__(self, table: Table, file: str, titles: int, header_rows: int) -> None:
        self.table = table
        self.header_rows = header_rows
        self.file = file
        self.titles = titles
        self.distinct = {h: Counter(map(str.strip, table.columns[h][:_SAMPLE])) for h in table.headings}
        self.spoken: set[str] = set()
        self.is_many = False  # many indicators at once

    def yaml(self) -> str:
        """The whole draft."""
        wide = self._wide()
        period = None if wide else self._period()
        indicator = self._indicator_lines(wide)
        codes = self._place_codes()
        place = "" if codes else self._first(_PLACE, self._can_be_place)
        groups = [self._take(heading) for heading in self.table.headings if self._is_group(heading)]
        low, high, moe = self._first(_LOW), self._first(_HIGH), self._first(_MARGIN)
        quality = self._first(_QUALITY)
        target = self._first(_TARGET, self._is_numeric)
        value = "" if wide else self._value()
        numbers = [*wide, *filter(None, (value, low, high, moe, target))]
        lines = [
            f"# A draft, made by looking at {self.file}. Read it through; lines with a question mark need an answer.",
            indicator,
            f"file: {_scalar(self.file)}",
            *([f"skip_rows: {self.titles}  # lines above the headings"] if self.titles else []),
            *([f"header_rows: {self.header_rows}"] if self.header_rows > 1 else []),
            *(["unwrap_formulas: true"] if self._has_wrapped() else []),
            *self._period_lines(period, wide),
            *self._place_lines(place, codes),
            *self._group_lines(groups),
            *self._value_lines(value, wide),
        ]
        if moe:
            lines.append(f"moe: {{column: {_scalar(moe)}, level: 0.90}}  # ? the level that the publisher says")
        elif low and high:
            lines.append(f"interval: {{low: {_scalar(low)}, high: {_scalar(high)}, level: 0.95}}  # ? the level")
        if target:
            lines.append(self._target_line(target, wide, period))
        if quality:
            lines.append(f"quality: {{column: {_scalar(quality)}}}")
        lines += self._mark_lines(numbers)
        lines += self._rest_lines(may_be_values=not wide)
        return "\n".join(lines) + "\n"

    def _take(self, heading: str) -> str:
        self.spoken.add(heading)
        return heading

    def _first(self, pattern: re.Pattern[str], also: Callable[[str], bool] = bool) -> str:
        for heading in self.table.headings:
            if heading not in self.spoken and pattern.search(_words(heading)) and also(heading):
                return self._take(heading)
        return ""

    def _has_wrapped(self) -> bool:
        """True where cells are written as a formula that holds text."""
        return any(cell.startswith('="') for cells in self.distinct.values() for cell in cells)

    def _can_be_place(self, heading: str) -> bool:
        return not self._is_numeric(heading) or bool(_CODE.search(_words(heading)))

    def _place_codes(self) -> list[str]:
        """Columns of codes of one length each, such as state and place, which join to a geoid."""
        codes = []
        for heading in self.table.headings:
            cells = [cell for cell in self.distinct[heading] if cell]
            is_code = all(map(_FIXED_CODES.fullmatch, cells)) and len(set(map(len, cells))) == 1
            if cells and is_code and heading not in self.spoken and _PLACE.search(_words(heading)):
                codes.append(heading)
        return [self._take(heading) for heading in codes] if len(codes) > 1 else []

    def _indicator_lines(self, wide: list[str]) -> str:
        """One indicator, or a column that tells many apart."""
        for heading in self.table.headings:
            if heading in self.spoken or len(self.distinct[heading]) < 2 or not _INDICATOR.search(_words(heading)):
                continue
            if not self._is_numeric(heading) and len(_words(heading).split()) < 3:
                ids = [h for h in self.table.headings if _words(h) in ("id", "indicator id", "code", "indicator code")]
                self.is_many = True
                about = _scalar(self._take(ids[0] if ids else heading))
                about += f", name: {_scalar(self._take(heading))}" if ids else ""
                return f"indicator: {{column: {about}{self._polarity()}}}  # many at once"
        return f"indicator_id: {id_from(Path(self.file).stem, 'indicator')}  # ? the indicator this file is about"

    def _polarity(self) -> str:
        """A column that says for each indicator which way is good, and what its words mean."""
        for heading in self.table.headings:
            words = {cell: _WAYS.get(cell.casefold()) for cell in self.distinct[heading] if cell}
            if heading not in self.spoken and _DIRECTION.search(_words(heading)) and words and all(words.values()):
                pairs = ", ".join(f"{_scalar(cell)}: {way}" for cell, way in words.items())
                return f", polarity: {{column: {_scalar(self._take(heading))}, map: {{{pairs}}}}}"
        return ""

    def _target_line(self, target: str, wide: list[str], period: _Guess | None) -> str:
        """Where targets stand; in a long file only as a hint, for there a row may have a target of its own."""
        cells = self.distinct[period.heading] if period else ()
        last = _latest(wide or [cell for cell in cells if cell]) or "2023"
        line = f"target: {{column: {_scalar(target)}, period: {_scalar(last)}}}"
        asked = "# ? the period that the targets are for"
        return f"{line}  {asked}" if wide else f"# {line}  {asked}; one for each series"

    def _wide(self) -> list[str]:
        """Headings that are periods themselves."""
        wide = [heading for heading in self.table.headings if _format_of([heading])]
        return [self._take(heading) for heading in wide] if len(wide) > 1 else []

    def _period(self) -> _Guess | None:
        named = [heading for heading in self.table.headings if _PERIOD.search(_words(heading))]
        for heading in [*named, *self.table.headings]:
            if found := _format_of(self.distinct[heading]):
                return _Guess(self._take(heading), *self._year_meant(heading, found))
        return None

    def _year_meant(self, heading: str, found: PeriodFormat) -> tuple[str, PeriodFormat]:
        """Why a format was taken; a bare year is a fiscal one where a heading says so, and may be one anywhere."""
        if found is not PeriodFormat.YEAR:
            return "its cells read so", found
        if _FISCAL.search(_words(heading)):
            return "the heading says so", PeriodFormat.FISCAL_YEAR
        return "its cells read so; fiscal_year where they are that", found

    def _is_numeric(self, heading: str) -> bool:
        cells = self.distinct[heading]
        filled = sum(count for cell, count in cells.items() if cell)
        numbers = sum(count for cell, count in cells.items() if PLAIN.fullmatch(cell.replace(",", "").rstrip("%")))
        return filled > 0 and numbers >= 0.2 * filled

    def _is_group(self, heading: str) -> bool:
        few = 1 < len(self.distinct[heading]) <= 60
        return heading not in self.spoken and few and bool(_GROUP.search(_words(heading)))

    def _value(self) -> str:
        numeric = [
            heading for heading in self.table.headings if heading not in self.spoken and self._is_numeric(heading)
        ]
        named = [heading for heading in numeric if _VALUE.search(_words(heading))]
        exact = [heading for heading in named if _words(heading) in ("value", "obs value", "estimate")]
        plain = [heading for heading in named if not _CODE.search(_words(heading))]
        shares = [heading for heading in plain if _SHARE.search(_words(heading))]
        best = exact or shares or plain or numeric
        return self._take(best[0]) if best else ""

    def _period_lines(self, guess: _Guess | None, wide: list[str]) -> Iterable[str]:
        if wide:
            found = _format_of(wide) or PeriodFormat.AUTO
            tail = "; fiscal_year where they are that" if found is PeriodFormat.YEAR else ""
            yield f"period: {{format: {found}}}  # the headings are periods{tail}"
        elif guess:
            yield f"period: {{column: {_scalar(guess.heading)}, format: {guess.format}}}  # {guess.words}"
        elif year := re.search(r"\d{4}(-\d{2,4})?", " ".join([*self.table.titles, self.file])):
            words = (
                "found in a title line" if year.group() in " ".join(self.table.titles) else "found in the file's name"
            )
            yield f"period: {{value: {_scalar(year.group())}, format: {_format_of([year.group()])}}}  # ? {words}"
        else:
            yield "period: {value: 2023}  # ? no column looks like a period"

    def _place_lines(self, place: str, codes: list[str]) -> Iterable[str]:
        if codes:
            yield f"place: {{columns: [{', '.join(map(_scalar, codes))}], match: geoid}}  # codes that join to one"
            return
        if not place:
            yield "# place: no column looks like one; all values are taken for the community's own place"
            return
        match = "geoid" if _CODE.search(_words(place)) else "name"
        count = len(self.distinct[place])
        words = f"{count:,} {'spelling' if count == 1 else 'spellings'}"
        if "" in self.distinct[place]:
            words += '; ? some are blank: say what that means with map: {"": PLACE_ID}, or those rows are left out'
        yield f"place: {{column: {_scalar(place)}, match: {match}}}  # {words}"

    def _group_lines(self, groups: list[str]) -> Iterable[str]:
        lines = []
        for heading in groups:
            names = {cleaned(cell).casefold(): cell for cell in self.distinct[heading]}
            everyone = next(
                (names[word] for word in ("", "all", "total", "all students", "overall") if word in names), None
            )
            said = f", everyone: {_scalar(everyone)}" if everyone is not None else ""
            dimension = re.sub(r"[^a-z0-9]+", "_", heading.lower()).strip("_") or "group"
            lines.append(f"{{column: {_scalar(heading)}, dimension: {dimension}{said}}}")
        if len(lines) == 1:
            yield f"group: {lines[0]}" + ("" if "everyone" in lines[0] else "  # no cell stands for everyone")
        elif lines:
            yield "group:  # crossed: each combination becomes a group"
            yield from (f"  - {line}" for line in lines)

    def _value_lines(self, value: str, wide: list[str]) -> Iterable[str]:
        if wide:
            yield "value:"
            yield f"  # ? say unit: {UNITS_IN_WORDS}" + ("; index where they differ" if self.is_many else "")
            yield "  columns: {" + ", ".join(f"{_scalar(each)}: {_scalar(each)}" for each in wide) + "}"
            return
        if not value:
            yield "value: {column: Value}  # ? no column looks like values"
        elif unit := self._unit(value):
            yield f"value: {{column: {_scalar(value)}, unit: {unit}}}  # ? {unit} is a guess from the words around it"
        else:
            differ = "; index where they differ" if self.is_many else ""
            yield f"value: {{column: {_scalar(value)}}}  # ? say unit: {UNITS_IN_WORDS}{differ}"

    def _unit(self, value: str) -> str:
        """The unit that words say: those of the heading first, then cells that are always the same, then the titles."""
        if any(cell.endswith("%") for cell in self.distinct[value]):
            return "percent"
        constant = " ".join(next(iter(cells)) for cells in self.distinct.values() if len(cells) == 1)
        for about in (value, constant, " ".join(self.table.titles), Path(self.file).stem):
            for pattern, unit in _UNIT_WORDS:
                if re.search(pattern, _words(about)):
                    return unit
        return ""

    def _mark_lines(self, headings: list[str]) -> Iterable[str]:
        """What stands in place of numbers."""
        marks: Counter[str] = Counter()
        for heading in headings:
            for cell, count in self.distinct[heading].items():
                is_number = PLAIN.fullmatch(cell.replace(",", "").rstrip("%"))
                if cell and (not is_number or (_ALL_NINES.fullmatch(cell) and cell not in JAM_VALUES and cell != "-1")):
                    marks[cell] += count
        suppressed = [mark for mark in marks if mark in _SUPPRESSED]
        missing = [mark for mark, _ in marks.most_common(20) if mark not in _SUPPRESSED]
        if suppressed:
            yield f"suppressed: [{', '.join(map(_quoted, suppressed))}]  # ? too small to publish"
        if missing:
            yield f"missing: [{', '.join(map(_quoted, missing))}]  # ? not there"

    def _rest_lines(self, *, may_be_values: bool) -> Iterable[str]:
        """Columns that were taken for nothing: constant ones can be said with where."""
        for heading in self.table.headings:
            if heading in self.spoken:
                continue
            cells = self.distinct[heading]
            if len(cells) == 1:
                yield f"# {heading}: always {next(iter(cells))[:60]!r}"
                continue
            some = ", ".join(repr(cell[:30]) for cell, _ in cells.most_common(3))
            if may_be_values and self._is_numeric(heading) and not _CODE.search(_words(heading)):
                yield f"# {heading}: not used; such as {some}. May be the value instead, or numerator: or denominator:"
            else:
                yield f"# {heading}: not used; such as {some}. To keep some rows only: where: {{HEADING: [VALUE]}}"


def _words(heading: str) -> str:
    return re.sub(r"[^a-z0-9%$]+", " ", re.sub(r"([a-z])([A-Z])", r"\1 \2", heading).lower()).strip()


def _format_of(cells: Iterable[str]) -> PeriodFormat | None:
    """The first format in which every filled cell is a period."""
    filled = [cell for cell in cells if cell]
    for about in _FORMATS if filled else ():
        read = reader_of(PeriodRule(format=about, order="mdy"), 7, "end")
        try:
            if all(1700 <= read(cell).first_year <= 2300 for cell in filled):
                return about
        except ValueError:
            continue
    return PeriodFormat.FISCAL_YEAR if filled and all(map(_FISCAL_CELL.fullmatch, filled)) else None


def _latest(cells: list[str]) -> str:
    """The cell that is the latest period; "" where they are no periods."""
    about = _format_of(cells)
    read = reader_of(PeriodRule(format=about or PeriodFormat.AUTO, order="mdy"), 7, "end")
    return max(cells, key=read) if about else ""


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _scalar(text: str) -> str:
    """Text as it may stand within braces: plain where it is plain."""
    if re.fullmatch(r"[A-Za-z][A-Za-z0-9_ ()./-]*", text) and canonical_yaml({"a": text}).strip() == f"a: {text}":
        return text
    return _quoted(text)
