"""What is said about a match: columns that are missing, left out, unclear, not allowed, or asked for by measures."""

from dataclasses import replace

from groundswell.core.findings import Severity, named
from groundswell.core.records import ENCODING, RECORD_TABLES
from groundswell.exchange.records.columns import TableMatch
from groundswell.exchange.records.template import Template
from groundswell.exchange.records.wrongs import Telling, Wrong
from groundswell.exchange.tables import Table

# The ids of the rows themselves: without them nothing could be counted.
ROW_IDS = ("participant_id", "enrollment_id")


def tell_match(
    telling: Telling,
    source: int,
    table: Table,
    match: TableMatch,
    known_by: str,
    template: Template | None,
    identifying_allowed: bool,
) -> TableMatch:
    """Tell what a person should know of the match; what comes back lacks the columns that are not allowed."""
    if known_by == "headings":
        words = f"the headings are those of {match.table}, and it was read as that"
        telling.tell(Wrong("recognized", words, "say --table, if it is another", Severity.INFO), source)
    if not identifying_allowed:
        match = _without_identifying(telling, source, match)
    for column, heading in match.missing:
        if _is_encoded(match, column):
            continue
        words = f"the column map says that {column} stands under {heading!r:.80}, and there is no such heading"
        telling.tell(Wrong("map_heading", words, "write the heading as it stands in the file"), source, heading=column)
    for column, headings in match.unclear:
        words = f"{len(headings)} headings could be {column}: {named(headings)}"
        fix = f"say which in a column map, as in {column}: {headings[0]}"
        telling.tell(Wrong("unclear", words, fix), source, heading=column)
    for column in match.absent:
        fix = f"add a column {column}, or name yours in a column map, as in {column}: YOUR HEADING"
        words = f"the column {column} is missing, which every row of {match.table} needs"
        telling.tell(Wrong("column_absent", words, fix), source, heading=column)
    _tell_left_out(telling, source, table, match)
    _tell_template(telling, source, match, template)
    return match


def _without_identifying(telling: Telling, source: int, match: TableMatch) -> TableMatch:
    """Victim services may not bring who a person is: each such column is refused, and none of it is read."""
    refused = []
    for name, each in match.columns.items():
        column = RECORD_TABLES[match.table].column(name)
        if column is not None and column.identifying and name not in ROW_IDS:
            refused.append(name)
            words = f"the column tells who a person is ({name}), and this program may not bring that"
            fix = "take the column out of the file before it leaves your house"
            telling.tell(Wrong("identifying", words, fix), source, heading=each.headings[0])
    return replace(match, columns={name: each for name, each in match.columns.items() if name not in refused})


def _tell_left_out(telling: Telling, source: int, table: Table, match: TableMatch) -> None:
    for each in match.columns.values():
        for heading in each.headings:
            if heading in table.duplicates:
                words = f"the heading of {each.column} stands more than once, and only the first is read"
                telling.tell(Wrong("heading_twice", words, "keep one of the columns"), source, heading=heading)
    if not match.left_out:
        return
    count = len(match.left_out)
    words = f"{count:,} column{'s' if count > 1 else ''} that nobody asked for {'are' if count > 1 else 'is'} left out"
    # Headings are quoted where the rest of them is in order; else the first row may be somebody's record.
    certain = not match.absent and not match.unclear
    words += f": {named(match.left_out)}" if certain else ""
    fix = "nothing of them is stored; name a column in a column map, if it is one of ours"
    telling.tell(Wrong("left_out", words, fix, Severity.INFO), source)


def _is_encoded(match: TableMatch, name: str) -> bool:
    """True where an encoding stands in place of this column: who sent names before may send none from now on."""
    column = RECORD_TABLES[match.table].column(name)
    return ENCODING.name in match.columns and column is not None and column.identifying and not column.required


def _tell_template(telling: Telling, source: int, match: TableMatch, template: Template | None) -> None:
    for asked in template.tables.get(match.table, ()) if template else ():
        known = asked.name in match.columns or asked.column.required
        if known or asked.name in {column for column, _ in match.unclear} or not (asked.why or asked.needed):
            continue
        why = f" ({named(asked.why, 2)})" if asked.why else ""
        whose = "a measure that this program must report needs it" if asked.needed else "measures need it"
        # Who may not hand over a birth date sends an encoding, and goes without the measures that need one.
        is_withheld = asked.column.identifying and ENCODING.name in match.columns
        wrong = Wrong(
            "measure_column",
            f"the column {asked.name} is missing, and {whose}{why}",
            "those measures leave these people out" if is_withheld else f"add the column {asked.name}",
            Severity.ERROR if asked.needed and not is_withheld else Severity.WARNING,
        )
        telling.tell(wrong, source, heading=asked.name)
