"""A file's headings matched to the columns of one of the four tables.

What is declared in a column map goes first, then exact names, then the same letters in other dress, then words that
other systems use. What matches nothing is left out: data that nobody asked for is not stored.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from groundswell.core.records import AGREED_ID_PREFIX, GROUP_PREFIX, RECORD_TABLES
from groundswell.exchange.records.column_map import ColumnMap, ColumnRule
from groundswell.exchange.records.headings import (
    STREET_NAME,
    STREET_NUMBER,
    SYNONYMS,
    bare_key,
    format_in,
    heading_key,
)


class Sureness(StrEnum):
    """How it is known what a heading means, from the surest on."""

    DECLARED = "declared"  # a column map says so
    EXACT = "exact"
    SPELLING = "spelling"  # the same name in other case or punctuation
    SYNONYM = "synonym"  # a word that other systems use for it


_ORDER = list(Sureness)
_OWN = {
    name: {heading_key(column.name): column.name for column in table.columns} for name, table in RECORD_TABLES.items()
}


@dataclass(frozen=True, slots=True)
class ColumnMatch:
    """One column of ours, the headings that fill it, how sure that is, and how their cells are read."""

    column: str
    headings: tuple[str, ...]
    sureness: Sureness
    format: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TableMatch:
    """All columns of one sheet: what was matched, which headings are left out, and what could not be decided.

    `unclear` names a column and the headings that all could be it; `missing` are headings a column map speaks of and
    the sheet lacks, with the column they were for.
    """

    table: str
    columns: Mapping[str, ColumnMatch]
    left_out: tuple[str, ...] = ()
    unclear: tuple[tuple[str, tuple[str, ...]], ...] = ()
    missing: tuple[tuple[str, str], ...] = ()

    @property
    def absent(self) -> list[str]:
        """Required columns that nothing was matched to."""
        unclear = {column for column, _ in self.unclear}
        return [
            column.name
            for column in RECORD_TABLES[self.table].columns
            if column.required and column.name not in self.columns and column.name not in unclear
        ]

    def as_rules(self) -> dict[str, ColumnRule]:
        """The match as rules of a column map, to be remembered."""
        return {name: ColumnRule(each.headings, each.format, each.values) for name, each in self.columns.items()}


def match_columns(table: str, headings: Sequence[str], columns: ColumnMap | None = None) -> TableMatch:
    """What each heading of a sheet means in a table."""
    declared, missing = _declared(table, headings, columns.of(table) if columns else {})
    taken = {heading for match in declared.values() for heading in match.headings}
    spoken_for = set(declared) | {column for column, _ in missing}
    rest = [heading for heading in headings if heading not in taken]
    found = _street(rest) if table == "participants" and "street" not in spoken_for else {}
    candidates: dict[str, list[tuple[Sureness, str]]] = {}
    for heading in rest:
        column, sureness = meaning(table, heading)
        if column and column not in spoken_for and column not in found:
            candidates.setdefault(column, []).append((sureness, heading))
    unclear: list[tuple[str, tuple[str, ...]]] = []
    for column, offers in candidates.items():
        best = min(_ORDER.index(sureness) for sureness, _ in offers)
        surest = [heading for sureness, heading in offers if _ORDER.index(sureness) == best]
        if len(surest) > 1:
            unclear.append((column, tuple(surest)))
        else:
            found[column] = ColumnMatch(column, (surest[0],), _ORDER[best], format_in(surest[0]))
    matched = declared | found
    used = {heading for match in matched.values() for heading in match.headings}
    used |= {heading for _, several in unclear for heading in several}
    left_out = tuple(heading for heading in headings if heading not in used)
    return TableMatch(table, matched, left_out, tuple(unclear), tuple(missing))


def _declared(
    table: str, headings: Sequence[str], rules: Mapping[str, ColumnRule]
) -> tuple[dict[str, ColumnMatch], list[tuple[str, str]]]:
    """Columns that a map speaks of; and where it names headings that are not there, which."""
    by_key: dict[str, str] = {}
    for heading in headings:
        by_key.setdefault(heading_key(heading), heading)
    declared: dict[str, ColumnMatch] = {}
    missing: list[tuple[str, str]] = []
    for column, rule in rules.items():
        there = [each if each in headings else by_key.get(heading_key(each), "") for each in rule.headings]
        if all(there):
            written = rule.format or (format_in(there[0]) if len(there) == 1 else "")
            declared[column] = ColumnMatch(column, tuple(there), Sureness.DECLARED, written, rule.values)
        else:
            missing += [(column, each) for each, found in zip(rule.headings, there, strict=True) if not found]
    return declared, missing


def _street(headings: Sequence[str]) -> dict[str, ColumnMatch]:
    """A street whose number stands in a column of its own."""
    by_key = {heading_key(heading): heading for heading in reversed(headings)}
    number = next((by_key[key] for key in STREET_NUMBER if key in by_key), "")
    name = next((by_key[key] for key in STREET_NAME if key in by_key), "")
    return {"street": ColumnMatch("street", (number, name), Sureness.SYNONYM)} if number and name else {}


def meaning(table: str, heading: str) -> tuple[str, Sureness]:
    """The column of a table that one heading means by itself; "" where it means none.

    >>> meaning("participants", "Date of Birth")
    ('birth_date', <Sureness.SYNONYM: 'synonym'>)
    """
    known = RECORD_TABLES[table]
    if known.column(heading) is not None:
        return heading, Sureness.EXACT
    lowered = heading.strip().casefold()
    for prefix in (GROUP_PREFIX, AGREED_ID_PREFIX):
        tail = "_".join(lowered.removeprefix(prefix).split())
        if lowered.startswith(prefix) and known.column(prefix + tail) is not None:
            return prefix + tail, Sureness.SPELLING
    for key in (heading_key(heading), bare_key(heading)):
        if key in _OWN[table]:
            return _OWN[table][key], Sureness.SPELLING
        if key in SYNONYMS[table]:
            return SYNONYMS[table][key], Sureness.SYNONYM
    return "", Sureness.SYNONYM


# What sets each table apart: a sheet of unknown name is one of them only where all of these are matched.
_TELLING = {
    "participants": (("participant_id",), ("first_name", "last_name", "birth_date")),
    "enrollments": (("participant_id", "started"), ("enrollment_id", "ended")),
    "services": (("participant_id", "date", "service"), ()),
    "outcomes": (("participant_id", "date", "outcome"), ()),
}


def recognized_table(headings: Sequence[str], columns: ColumnMap | None = None) -> str:
    """The one table that a set of headings can be; "" where it could be none, or several."""
    fitting = [table for table in _TELLING if _fits(table, headings, columns)]
    return fitting[0] if len(fitting) == 1 else ""


def _fits(table: str, headings: Sequence[str], columns: ColumnMap | None) -> bool:
    matched = match_columns(table, headings, columns).columns
    all_of, any_of = _TELLING[table]
    return all(name in matched for name in all_of) and (not any_of or any(name in matched for name in any_of))
