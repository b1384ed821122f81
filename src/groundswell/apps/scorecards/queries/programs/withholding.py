"""Which lines of a program's reports are withheld from those whose records they are not made of.

A line of the whole program is withheld where it tells of few, and where it would follow from other periods. Its parts
by site, by place and by each dimension of groups are looked at beside the whole, so that none follows by subtraction.
Lines that name two of these at once add up to lines of one: they are shown all together, or not at all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from groundswell.apps.programs.queries import EnteredValue
from groundswell.apps.scorecards.queries.programs.figures import entered_count
from groundswell.core.disclosure import Counted, tells_of_few, withheld_parts, withheld_periods
from groundswell.core.periods import Period

Key = tuple[str, str, str, str]  # measure, site, place, group
Lines = dict[Key, Counted]


def key_of(value: EnteredValue) -> Key:
    """What tells a value apart in its report."""
    return value.measure_id, value.site, value.place_id, value.group_id


def withheld_lines(
    values: Iterable[EnteredValue], dimensions: Mapping[str, str], smallest_shown: int, shares: Collection[str]
) -> Mapping[Period, frozenset[Key]]:
    """The lines that are withheld, by period, from all that a program has entered.

    `dimensions` are those of groups, by id; `shares` are the measures that are percents.
    """
    by_measure: dict[str, dict[Period, Lines]] = defaultdict(lambda: defaultdict(dict))
    for value in values:
        counted = entered_count(value, is_share=value.measure_id in shares)
        by_measure[value.measure_id][Period.parse(value.period)][key_of(value)] = counted
    found: dict[Period, set[Key]] = defaultdict(set)
    for periods in by_measure.values():
        for period, keys in _withheld_of_one(periods, dimensions, smallest_shown).items():
            found[period] |= keys
    return {period: frozenset(keys) for period, keys in found.items()}


def _withheld_of_one(
    periods: Mapping[Period, Lines], dimensions: Mapping[str, str], smallest: int
) -> dict[Period, set[Key]]:
    """Of one measure: along time and across parts in turn, until nothing more follows."""
    series: dict[Key, dict[Period, Counted]] = defaultdict(dict)
    for period, lines in periods.items():
        for key, counted in lines.items():
            series[key][period] = counted
    found: dict[Period, set[Key]] = {period: set() for period in periods}
    before = -1
    while sum(map(len, found.values())) > before:
        before = sum(map(len, found.values()))
        for key, figures in series.items():
            already = {period for period in figures if key in found[period]}
            for period in withheld_periods(figures, smallest, already=already):
                found[period].add(key)
        for period, lines in periods.items():
            found[period] |= _withheld_at_once(lines, dimensions, smallest, found[period])
    return found


def _withheld_at_once(
    lines: Mapping[Key, Counted], dimensions: Mapping[str, str], smallest: int, already: Collection[Key]
) -> set[Key]:
    """Of one measure in one period; `already` are withheld for another reason."""
    parts: dict[str, Lines] = defaultdict(dict)
    crossed: Lines = {}
    whole: Counted | None = None
    found = set(already)
    for key, counted in lines.items():
        named = [name for name, part in zip(("site", "place", "group"), key[1:], strict=True) if part]
        if len(named) > 1:
            crossed[key] = counted
        elif named:
            parts[f"group {dimensions.get(key[3], '')}" if key[3] else named[0]][key] = counted
        else:
            whole = counted
            if key in already and not tells_of_few(counted, smallest):
                return set(lines)  # whoever adds up its parts would have it
            found |= {key} if tells_of_few(counted, smallest) else set()
    if whole is None and len(parts) > 1:  # what one dimension adds up to is the whole of another
        whole = Counted(float(smallest))
    for each in parts.values():
        found |= withheld_parts(each, whole, smallest, already=found)
    if found or any(tells_of_few(counted, smallest) for counted in crossed.values()):
        found |= set(crossed)
    return found
