"""Which lines of a report are withheld from those whose records they are not made of.

A line of the whole program is withheld where it tells of few. Its parts by site, by place and by each dimension of
groups are looked at beside the whole, so that none follows by subtraction. Lines that name two of these at once add up
to lines of one: they are shown all together, or not at all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from groundswell.apps.programs.queries import EnteredValue
from groundswell.core.disclosure import Counted, tells_of_few, withheld_parts

Key = tuple[str, str, str, str]  # measure, site, place, group


def key_of(value: EnteredValue) -> Key:
    """What tells a value apart in its report."""
    return value.measure_id, value.site, value.place_id, value.group_id


def withheld_lines(
    values: Iterable[EnteredValue], dimensions: Mapping[str, str], smallest_shown: int
) -> frozenset[Key]:
    """The lines of one period that are withheld; `dimensions` are those of groups, by id."""
    by_measure: dict[str, dict[Key, Counted]] = defaultdict(dict)
    for value in values:
        by_measure[value.measure_id][key_of(value)] = _counted(value)
    return frozenset(
        key for lines in by_measure.values() for key in _withheld_of_one(lines, dimensions, smallest_shown)
    )


def _counted(value: EnteredValue) -> Counted:
    number, top, bottom = (float(text) if text else None for text in (value.value, value.numerator, value.denominator))
    return Counted(number, top, bottom)


def _withheld_of_one(lines: Mapping[Key, Counted], dimensions: Mapping[str, str], smallest: int) -> set[Key]:
    """Of one measure."""
    parts: dict[str, dict[Key, Counted]] = defaultdict(dict)
    crossed: dict[Key, Counted] = {}
    whole: Counted | None = None
    found: set[Key] = set()
    for key, counted in lines.items():
        named = [name for name, part in zip(("site", "place", "group"), key[1:], strict=True) if part]
        if len(named) > 1:
            crossed[key] = counted
        elif named:
            parts[f"group {dimensions.get(key[3], '')}" if key[3] else named[0]][key] = counted
        else:
            whole = counted
            found |= {key} if tells_of_few(counted, smallest) else set()
    if whole is None and len(parts) > 1:  # what one dimension adds up to is the whole of another
        whole = Counted(float(smallest))
    for each in parts.values():
        found |= withheld_parts(each, whole, smallest)
    if found or any(tells_of_few(counted, smallest) for counted in crossed.values()):
        found |= set(crossed)
    return found
