"""A form's fields written out: label, help, what stands there, what can be chosen, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext, gettext_lazy

from groundswell.apps.packages.queries import ObjectKind
from groundswell.core.findings import Finding
from groundswell.core.merging import Clash, Content
from groundswell.core.sentences import Sentence, with_values
from groundswell.exchange.package.columns import Column, Kind
from groundswell.web.forms.fields import (
    PREFIX,
    ROWS_TO_FILL,
    Control,
    asked,
    control_of,
    languages_beside,
    rows_of_value,
)
from groundswell.web.forms.rules import rule_as_text
from groundswell.web.presenters.desk.choices import Choices, Option
from groundswell.web.presenters.desk.labels import ID_LABEL, help_of, label_of
from groundswell.web.presenters.desk.parts import PARTS
from groundswell.web.presenters.desk.rules import RuleRead, is_of_rule, place_in_rule, rule_read
from groundswell.web.presenters.desk.terms import TermTable, place_in_terms, term_tables
from groundswell.web.presenters.desk.values import Titles, value_words
from groundswell.web.presenters.language import spoken

TALL = {"text": 18, "mapping": 24, "rule": 8, "statement": 2, "notice": 2, "purpose": 2, "experience": 3}
# What is said of a table's rows, said of a form.
OF_A_TABLE = {
    "is blank": gettext_lazy("This is blank."),
    "every row needs one": gettext_lazy("Please fill it in."),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a field, and what would be right; `place` says where within it."""

    message: str
    fix: str
    is_error: bool = True
    place: str = ""


@dataclass(frozen=True, slots=True)
class ClashShown:
    """A field that two people changed: what stood there before, what each wrote, and what was chosen so far."""

    before: str
    theirs: str
    mine: str
    taken: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a nested list."""

    cells: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form."""

    field: str
    name: str  # in the form
    id: str  # in the page
    label: str
    help: str
    control: str
    value: str = ""
    is_required: bool = False
    options: tuple[Option, ...] = ()
    rows: tuple[Row, ...] = ()
    problems: tuple[Problem, ...] = ()
    clash: ClashShown | None = None
    lines: int = 4
    is_code: bool = False
    inputmode: str = ""
    rule: RuleRead | None = None
    terms: tuple[TermTable, ...] = ()

    @property
    def is_wrong(self) -> bool:
        """True where the field must be mended before it can be stored."""
        return any(problem.is_error for problem in self.problems)

    @property
    def described_by(self) -> str:
        """The ids of what explains the field."""
        said = ((self.help, "help"), (self.problems, "problems"), (self.clash, "clash"), (self.rule, "words"))
        return " ".join(f"{self.id}-{ending}" for found, ending in said if found)


@dataclass(frozen=True, slots=True)
class Part:
    """Fields that belong together, under a heading where there is more than one part."""

    heading: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Asking:
    """What a form is made from: the object as it is to be shown, what can be chosen, what is wrong, what clashes."""

    kind: ObjectKind
    content: Content
    choices: Choices
    findings: Sequence[Finding] = ()
    clashes: Sequence[Clash] = ()
    taken: Mapping[str, str] | None = None
    is_new: bool = False
    is_checked: bool = False  # somebody asked to have the rule read back
    is_asked: Callable[[str], bool] = lambda _name: True  # which fields this reader may change


def parts_of(asking: Asking) -> tuple[Part, ...]:
    """Every field of the form, in its parts."""
    columns = (column for column in asked(asking.kind) if asking.is_asked(column.name))
    fields = {column.name: _field(asking, column) for column in columns if not _is_given(asking, column)}
    parts = []
    for heading, names in PARTS.get(asking.kind.name, ()):
        parts.append(Part(str(heading), tuple(fields.pop(name) for name in names if name in fields)))
    if fields:
        heading = gettext("More") if parts else ""
        parts.append(Part(heading, tuple(fields.values())))
    if asking.is_new:
        first = parts[0]
        parts[0] = Part(first.heading, (*first.fields, _id_field(asking)))
    return tuple(parts)


def other_languages(asking: Asking) -> tuple[Field, ...]:
    """The sister fields that stand there already, such as `name.es`."""
    return tuple(
        Field(
            field=name,
            name=PREFIX + name,
            id=_id(name),
            label=label_of(asking.kind.name, name),
            help="",
            control=Control.PASSAGE,
            value=str(asking.content[name]),
            problems=problems_of(asking.findings, name),
            clash=_clash(asking, name),
            lines=2,
        )
        for name in languages_beside(asking.kind, asking.content)
    )


def translatable(kind: ObjectKind) -> tuple[Option, ...]:
    """The fields that may be said in another language."""
    found = (field for field in asked(kind) if field.is_translatable)
    return tuple(Option(field.name, label_of(kind.name, field.name)) for field in found)


def problems_of(findings: Sequence[Finding], name: str) -> tuple[Problem, ...]:
    """What was found in one field."""
    names = {name, "subject_id"} if name == "subject" else {name}
    return tuple(
        Problem(sentence_of(finding.message), sentence_of(finding.fix), finding.is_error, place_of(finding))
        for finding in findings
        if finding.column in names
        or (name == "rule" and is_of_rule(finding))
        or (name == "terms" and place_in_terms(finding))
    )


def with_labels(kind: str, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings that name another column of the table name the field as the form does."""
    return tuple(replace(each, message=_with_label(kind, each.message)) for each in findings)


def _with_label(kind: str, message: str) -> str:
    if not isinstance(message, Sentence) or "field" not in message.values:
        return message
    named = f"“{label_of(kind, str(message.values['field']))}”"
    return with_values(message, field=named)


def place_of(finding: Finding) -> str:
    """Where within its field a finding is; blank where the field is one thing."""
    return place_in_terms(finding) or place_in_rule(finding)


def sentence_of(text: str) -> str:
    """A finding's words as a sentence of its own."""
    if text in OF_A_TABLE:
        return str(OF_A_TABLE[text])
    said = spoken(text).strip()
    said = said[:1].upper() + said[1:]
    return said if not said or said.endswith((".", "?", "!")) else f"{said}."


def _is_given(asking: Asking, column: Column) -> bool:
    return asking.is_new and asking.kind.name == "community" and column.name == "place_id"


def _id(name: str) -> str:
    return "f-" + name.replace(".", "-").replace("_", "-")


def _field(asking: Asking, column: Column) -> Field:
    kind, name = asking.kind, column.name
    value = asking.content.get(name, "")
    options = asking.choices.of(kind, column, asking.content)
    control = control_of(kind, column, len(options))
    if "\n" in str(value) and control in (Control.LINE, Control.SUGGEST):  # a line would lose its breaks
        control = Control.PASSAGE
    return Field(
        field=name,
        name=PREFIX + name,
        id=_id(name),
        label=label_of(kind.name, name),
        help=help_of(kind.name, name),
        control=control,
        value=rule_as_text(value) if control is Control.RULE else value if isinstance(value, str) else "",
        is_required=column.required,
        options=options,
        rows=_rows(asking, column) if control is Control.ROWS else (),
        problems=problems_of(asking.findings, name),
        clash=_clash(asking, name),
        lines=TALL.get(name, 3),
        is_code=name == "mapping" or control is Control.RULE,
        terms=term_tables(asking.content, asking.findings, PREFIX) if control is Control.TERMS else (),
        rule=rule_read(value, is_checked=asking.is_checked) if control is Control.RULE else None,
        inputmode="decimal" if column.kind is Kind.DECIMAL else "numeric" if column.kind is Kind.INTEGER else "",
    )


def _id_field(asking: Asking) -> Field:
    name = asking.kind.id_field
    label, said = (str(words) for words in ID_LABEL)
    value = str(asking.content.get(name, ""))
    problems = problems_of(asking.findings, name)
    return Field(name, PREFIX + name, _id(name), label, said, Control.LINE, value, problems=problems)


def _rows(asking: Asking, column: Column) -> tuple[Row, ...]:
    rows = rows_of_value(asking.content.get(column.name))
    return tuple(
        Row(tuple(_cell(asking, column, inner, number, row) for inner in column.fields))
        for number, row in enumerate([*rows, *({} for _ in range(ROWS_TO_FILL))])
    )


def _cell(asking: Asking, column: Column, inner: Column, number: int, row: Mapping[str, str]) -> Field:
    name = f"{column.name}.{number}.{inner.name}"
    options = asking.choices.of(asking.kind, inner, {inner.name: row.get(inner.name, "")})
    control = Control.SELECT if inner.to and len(options) <= 200 else Control.SUGGEST if inner.to else Control.LINE
    if inner.name == "definition" or "\n" in row.get(inner.name, ""):
        control = Control.PASSAGE
    label = label_of(asking.kind.name, f"{column.name}.{inner.name}")
    value = row.get(inner.name, "")
    return Field(inner.name, PREFIX + name, _id(name), label, "", control, value, options=options, lines=2)


def _clash(asking: Asking, name: str) -> ClashShown | None:
    names = (name, "subject_id") if name == "subject" else (name,)
    found = next((clash for clash in asking.clashes if clash.field in names), None)
    if found is None:
        return None
    titles = asking.choices.titles
    before, theirs, mine = (
        _words(asking.kind, found.field, value, titles) for value in (found.base, found.theirs, found.mine)
    )
    return ClashShown(before, theirs, mine, (asking.taken or {}).get(found.field, ""))


def _words(kind: ObjectKind, name: str, value: Any, titles: Titles) -> str:
    return value_words(kind, name, value, titles) or gettext("(nothing)")
