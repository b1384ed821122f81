"""A template: which tables and columns a program's measures need, in words that a person at a desk can follow.

It is made of what the measures' rules say, never of everything we could ask: data that no measure needs is not asked
for. The same template then checks what comes in.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from groundswell.core.records import RECORD_TABLES, RecordColumn, RecordKind

KIND_WORDS = {
    RecordKind.ID: "An id or a number, exactly as it was given out; leading zeros belong to it.",
    RecordKind.TEXT: "Text.",
    RecordKind.DATE: "A day, written as 2024-03-05.",
    RecordKind.NUMBER: "A number alone, without a unit, a percent sign or the sign of a currency.",
    RecordKind.TRUTH: "yes or no.",
    RecordKind.ENCODING: "What `groundswell encode` has made of the person, letter by letter.",
}
COLUMN_WORDS = {
    ("participants", "participant_id"): "Your own id for the person: the same in every table and every month.",
    ("participants", "race_ethnicity"): "In the words you use; several are set apart by a semicolon.",
    ("participants", "place_id"): "The place where the person lives, by its id in this community.",
    ("enrollments", "enrollment_id"): "Your own id for this stay in the program; each stays with its row.",
    ("enrollments", "started"): "The day on which the person joined the program, written as 2024-03-05.",
    ("enrollments", "ended"): "The day on which the person left; blank while the person is still there.",
    ("services", "date"): "The day on which the service was given, written as 2024-03-05.",
    ("services", "quantity"): "How much was given: hours, sessions or meals; never negative. A number alone.",
    ("services", "unit"): "What the quantity counts, such as hours.",
    ("outcomes", "date"): "The day on which the outcome was seen, written as 2024-03-05.",
    ("outcomes", "achieved"): "yes where the outcome was reached, no where it was not.",
    ("outcomes", "score"): "What was measured, as a number alone.",
}


@dataclass(frozen=True, slots=True)
class TemplateColumn:
    """One column asked for: whether every row needs it, the values that measures name, and which measures need it.

    `needed` says that a measure which the program must report cannot be computed without it.
    """

    column: RecordColumn
    why: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()
    needed: bool = False

    @property
    def name(self) -> str:
        """The heading."""
        return self.column.name


@dataclass(frozen=True, slots=True)
class Template:
    """Tables to columns, in the order of the four tables."""

    tables: Mapping[str, tuple[TemplateColumn, ...]]

    def column(self, table: str, name: str) -> TemplateColumn | None:
        """What the template says of a column; None where it does not ask for it."""
        return next((each for each in self.tables.get(table, ()) if each.name == name), None)


Named = Mapping[str, Mapping[str, Iterable[str]]]


def template_from(
    needs: Mapping[str, Mapping[str, Iterable[str]] | Collection[str]],
    allowed: Named | None = None,
    needed: Mapping[str, Collection[str]] | None = None,
) -> Template:
    """A template of {table: {column: [reasons]}}, or {table: columns}.

    `allowed` holds the values that measures name, {table: {column: values}}; `needed` the columns without which a
    required measure cannot be computed, {table: columns}. Columns that every row of a table needs are added, and the
    table of participants, so that ids can be checked. Raises ValueError for a table or a column that does not exist.
    """
    tables: dict[str, tuple[TemplateColumn, ...]] = {}
    for name in needs:
        if name not in RECORD_TABLES:
            raise ValueError(f"there is no table {name!r}")
    for name, table in RECORD_TABLES.items():
        if name not in needs and name != "participants":
            continue
        asked = needs.get(name, {})
        reasons = {each: tuple(asked[each]) if isinstance(asked, Mapping) else () for each in asked}
        columns = {column.name: column for column in table.columns if column.required or column.name in reasons}
        for each in reasons:
            column = table.column(each)
            if column is None:
                raise ValueError(f"there is no column {each!r} in {name}")
            columns.setdefault(each, column)
        must = (needed or {}).get(name, ())
        values = (allowed or {}).get(name, {})
        tables[name] = tuple(
            TemplateColumn(column, reasons.get(each, ()), tuple(sorted(values.get(each, ()))), each in must)
            for each, column in columns.items()
        )
    return Template(tables)


def rule_words(table: str, column: TemplateColumn) -> str:
    """What a cell of the column may hold, in one or a few sentences.

    >>> asked = template_from({"services": []}, {"services": {"service": ["visit"]}}).column("services", "service")
    >>> rule_words("services", asked)
    'Required. Text. The measures know: visit.'
    """
    words = ["Required." if column.column.required else "May be left blank."]
    words.append(COLUMN_WORDS.get((table, column.name), KIND_WORDS[column.column.kind]))
    if column.allowed:
        words.append(f"The measures know: {'; '.join(column.allowed)}.")
    return " ".join(words)
