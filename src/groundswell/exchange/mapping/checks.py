"""Observations judged once they are read: rows that say one thing twice, and numbers that cannot be."""

from collections.abc import Callable

from groundswell.core.findings import Finding, error, info, warning
from groundswell.core.periods import EARLIEST_YEAR, LATEST_YEAR
from groundswell.exchange.mapping.definition import Mapping, PublishedUnit
from groundswell.exchange.mapping.reading import SourceReading
from groundswell.exchange.package.cells import ID_LENGTH, quoted

_MOST_NAMED = 50
_SAID = ("value", "status", "moe", "low", "high", "level", "numerator", "denominator", "quality")


def settle_duplicates(reading: SourceReading) -> None:
    """Rows of one series and period that say the same become one; those that differ are errors that name both."""
    out = reading.observations
    keys = list(zip(out["indicator_id"], out["place_id"], out["period"], out["group_id"], strict=True))
    if len(set(keys)) == len(keys):
        return
    first: dict[tuple[str, str, str, str], int] = {}
    doubled: list[int] = []
    conflicts = 0
    for position, key in enumerate(keys):
        kept = first.setdefault(key, position)
        if kept == position:
            continue
        doubled.append(position)
        if any(out[column][kept] != out[column][position] for column in _SAID):
            conflicts += 1
            if conflicts <= _MOST_NAMED:
                reading.findings.append(_conflict(reading, kept, position))
    if conflicts > _MOST_NAMED:
        words = f"{conflicts - _MOST_NAMED:,} more rows contradict earlier ones"
        reading.findings.append(error(words, "see the rows named above", file=reading.files[-1].name))
    if same := len(doubled) - conflicts:
        words = f"{same:,} rows repeat an earlier row and count once"
        reading.findings.append(info(words, file=_file(reading, doubled[0]), row=reading.row_numbers[doubled[0]]))
        reading.skipped["repeats an earlier row"] += same
    if conflicts:
        reading.skipped["contradicts an earlier row"] += conflicts
    _leave_out(reading, set(doubled))


def _file(reading: SourceReading, position: int) -> str:
    return reading.files[reading.file_numbers[position]].name


def _conflict(reading: SourceReading, kept: int, position: int) -> Finding:
    out = reading.observations
    column = next(column for column in _SAID if out[column][kept] != out[column][position])
    here, there = (out[column][at] or out["status"][at] for at in (position, kept))
    file, other = _file(reading, position), _file(reading, kept)
    where = f"row {reading.row_numbers[kept]}" + (f" of {other}" if other != file else "")
    about = " ".join(filter(None, (out[name][position] for name in ("indicator_id", "place_id", "period", "group_id"))))
    words = f"{about} has the {column} {here} here and {there} in {where}"
    fix = "say with where: or group: what tells the two rows apart"
    return error(words, fix, file=file, row=reading.row_numbers[position])


def _leave_out(reading: SourceReading, positions: set[int]) -> None:
    kept = [position for position in range(reading.storable) if position not in positions]
    for column, cells in reading.observations.items():
        reading.observations[column] = [cells[position] for position in kept]
    reading.file_numbers = [reading.file_numbers[position] for position in kept]
    reading.row_numbers = [reading.row_numbers[position] for position in kept]


def check_numbers(reading: SourceReading, mapping: Mapping) -> None:
    """Percents above 100, negative counts, numerators above denominators and bounds that are swapped."""
    _check_spellings(reading)
    for judge in _judges(mapping.unit):
        _check_column(reading, "value", judge)
    for column in ("numerator", "denominator"):
        _check_column(reading, column, _negative_count)
    _check_column(reading, "moe", _negative_margin)
    shares = (PublishedUnit.PERCENT, PublishedUnit.PROPORTION)
    if mapping.unit in shares:
        words = "the numerator is larger than the denominator"
        _check_pair(reading, "numerator", "denominator", words, "swap them, or say another unit", error)
    swapped = "the lower bound is above the upper one"
    _check_pair(reading, "low", "high", swapped, "swap low: and high: in the mapping", error)
    outside = "the value lies outside of its own interval"
    _check_pair(reading, "low", "value", outside, "check the columns of interval:", warning)
    _check_pair(reading, "value", "high", outside, "check the columns of interval:", warning)


def _check_spellings(reading: SourceReading) -> None:
    """What is stored goes out again in a package, so it must be what a package takes: 64 signs, a year that can be."""
    for column in ("value", "moe", "low", "high", "numerator", "denominator"):
        if any(len(cell) > ID_LENGTH for cell in set(reading.observations[column])):
            words = f"a number is longer than {ID_LENGTH} digits"
            _tell_cells(reading, column, lambda cell: len(cell) > ID_LENGTH, words, "round it at its source")
    words = "the year is out of range"
    fix = f"say with period: which column holds a year from {EARLIEST_YEAR} to {LATEST_YEAR}"
    _tell_cells(reading, "period", lambda cell: not EARLIEST_YEAR <= int(cell[:4]) <= LATEST_YEAR, words, fix)


def _tell_cells(reading: SourceReading, column: str, is_wrong: Callable[[str], bool], words: str, fix: str) -> None:
    """An error at the first row of each cell that is wrong."""
    cells = reading.observations[column]
    for cell in [cell for cell in dict.fromkeys(cells) if is_wrong(cell)][:_MOST_NAMED]:
        at = cells.index(cell)
        file, row = _file(reading, at), reading.row_numbers[at]
        reading.findings.append(error(f"{words}: {quoted(cell)}", fix, file=file, row=row, column=column))


Judged = tuple[Callable[..., Finding], str, str] | None
Judge = Callable[[float], Judged]


def _judges(unit: PublishedUnit | None) -> list[Judge]:
    match unit:
        case PublishedUnit.PERCENT:
            return [_percent_above]
        case PublishedUnit.PROPORTION:
            return [_proportion_above]
        case PublishedUnit.COUNT:
            return [_negative_count, _fractional_count]
    return []


def _percent_above(number: float) -> Judged:
    if number > 100:
        return error, "a percent is above 100", "check the unit: say unit: rate or unit: index if it is no share"
    if number < 0:
        return error, "a percent is below 0", "if it marks a withheld value, name it under suppressed or missing"
    return None


def _proportion_above(number: float) -> Judged:
    if number > 100:
        return error, "a proportion is above 1", "say unit: percent if it already is one"
    if number < 0:
        return error, "a proportion is below 0", "if it marks a withheld value, name it under suppressed or missing"
    return None


def _negative_count(number: float) -> Judged:
    fix = "if it marks a withheld value, name it under suppressed or missing"
    return (error, "a count is below 0", fix) if number < 0 else None


def _fractional_count(number: float) -> Judged:
    fix = "check the unit: say unit: rate if it is one"
    return (warning, "a count is not a whole number", fix) if number % 1 else None


def _negative_margin(number: float) -> Judged:
    fix = "if it marks a withheld value, name it under suppressed or missing"
    return (error, "a margin of error is below 0", fix) if number < 0 else None


def _check_column(reading: SourceReading, column: str, judge: Judge) -> None:
    """Tell the first row of each number that cannot be, and how many rows have it."""
    cells = reading.observations[column]
    if not any(cells):
        return
    distinct = [cell for cell in set(cells) if cell]
    numbers = list(map(float, distinct))
    # Every rule but that of whole counts is a bound, so the smallest and the largest number answer for all.
    if judge is not _fractional_count and not judge(min(numbers)) and not judge(max(numbers)):
        return
    wrong = {cell: judged for cell, number in zip(distinct, numbers, strict=True) if (judged := judge(number))}
    first: dict[str, int] = {}
    for at, cell in enumerate(cells if wrong else ()):
        if cell in wrong:
            first.setdefault(cell, at)
    for cell, at in list(first.items())[:_MOST_NAMED]:
        (severity, words, fix), count = wrong[cell], cells.count(cell)
        rows = f" ({count:,} rows)" if count > 1 else ""
        file, row = _file(reading, at), reading.row_numbers[at]
        reading.findings.append(severity(f"{words}: {cell}{rows}", fix, file=file, row=row, column=column))
    if len(wrong) > _MOST_NAMED:
        words = f"{len(wrong) - _MOST_NAMED:,} more numbers in {column} cannot be right"
        reading.findings.append(error(words, "see the rows named above", file=reading.files[-1].name, column=column))


def _check_pair(
    reading: SourceReading, lower: str, upper: str, words: str, fix: str, severity: Callable[..., Finding]
) -> None:
    """Rows where the first number is above the second."""
    first, second = reading.observations[lower], reading.observations[upper]
    if not any(first) or not any(second):
        return
    wrong = [
        position
        for position, (low, high) in enumerate(zip(first, second, strict=True))
        if low and high and float(low) > float(high)
    ]
    for at in wrong[:_MOST_NAMED]:
        about = f"{words}: {first[at]} and {second[at]}"
        file, row = _file(reading, at), reading.row_numbers[at]
        reading.findings.append(severity(about, fix, file=file, row=row, column=lower))
    if len(wrong) > _MOST_NAMED:
        more = f"{len(wrong) - _MOST_NAMED:,} more rows: {words}"
        reading.findings.append(severity(more, fix, file=reading.files[-1].name, column=lower))
