"""The pages of what a program's provider sends: the way to send it, what was sent, and what came of one submission."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from groundswell.apps.submissions.queries.listing import (
    MEGABYTES_OF_A_FILE,
    MEGABYTES_TOGETHER,
    ProgramRecords,
    SubmissionDetails,
    SubmissionFacts,
)
from groundswell.core.findings import Finding
from groundswell.exchange.records import Template, TemplateColumn
from groundswell.exchange.records.template import rule_words
from groundswell.web.presenters.communities import Surroundings, bare_surroundings
from groundswell.web.presenters.language import called, stopped
from groundswell.web.presenters.people import day_of
from groundswell.web.presenters.programs.found import (
    FoundGroup,
    MovedMeasure,
    found_groups,
    moved_measures,
    things_to_mend,
)
from groundswell.web.presenters.writing import grouped


@dataclass(frozen=True, slots=True)
class Choice:
    """What a submission does to those before it, as a radio button."""

    value: str
    words: str
    help: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class SendingForm:
    """The form that sends files; `problem` stands beside the files, `refusals` above everything."""

    address: str
    key: str
    most: int
    together: int
    choices: tuple[Choice, ...]
    template_address: str
    problem: str = ""
    choice_problem: str = ""
    refusals: tuple[str, ...] = ()

    @property
    def is_wrong(self) -> bool:
        """True where something stands in the way of what was sent."""
        return bool(self.problem or self.choice_problem or self.refusals)


@dataclass(frozen=True, slots=True)
class ColumnRules:
    """One column of a table of the template: what a cell may hold, and which measures ask for it."""

    name: str
    is_required: bool
    words: str
    why: str


@dataclass(frozen=True, slots=True)
class TableRules:
    """One table of the template; `id` is its name in files."""

    id: str
    name: str
    address: str
    columns: tuple[ColumnRules, ...]


@dataclass(frozen=True, slots=True)
class SubmissionRow:
    """One submission in the list."""

    number: int
    address: str
    at: str
    by: str
    state: str
    kind: str
    rows: str
    days: str


@dataclass(frozen=True, slots=True)
class SubmissionsSheet:
    """Where records are sent."""

    around: Surroundings
    title: str
    program: str
    program_address: str
    organization: str
    lede: str
    form: SendingForm
    tables: tuple[TableRules, ...]
    rows: tuple[SubmissionRow, ...]


@dataclass(frozen=True, slots=True)
class MatchedColumns:
    """How the headings of one table were understood: our column, and theirs."""

    name: str
    columns: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Withdrawing:
    """The form to take a submission back."""

    address: str
    reason: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class SubmissionSheet:
    """One submission."""

    around: Surroundings
    title: str
    program: str
    program_address: str
    list_address: str
    sentence: str
    kind: str
    notes: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    groups: tuple[FoundGroup, ...]
    moved: tuple[MovedMeasure, ...]
    moved_note: str
    matched: tuple[MatchedColumns, ...]
    marked_address: str
    form: SendingForm | None
    withdrawing: Withdrawing | None
    is_again: bool


def submissions_address(at: ProgramRecords) -> str:
    """Where a program's records are sent."""
    return reverse("submissions", args=[at.community.public_id, at.program.public_id])


def sending_form(
    at: ProgramRecords, *, key: str, beside: str = "", problems: Mapping[str, str] | None = None,
    refusals: Sequence[Finding] = (),
) -> SendingForm:  # fmt: skip
    """The form, with what was chosen and what stands in the way."""
    told = problems or {}
    return SendingForm(
        address=submissions_address(at), key=key, most=MEGABYTES_OF_A_FILE, together=MEGABYTES_TOGETHER,
        choices=tuple(_choices(beside)), template_address=f"{submissions_address(at)}template.xlsx",
        problem=told.get("files", ""), choice_problem=told.get("beside", ""),
        refusals=tuple(_refusal(one) for one in refusals),
    )  # fmt: skip


def _choices(chosen: str) -> Iterator[Choice]:
    told = (
        ("days", gettext("Judge by the days"), gettext(
            "Records about the same days take the place of those sent before; records about other days are added.")),
        ("adds", gettext("This adds to what was sent before"), gettext(
            "Everything sent before stays and counts too.")),
        ("replaces", gettext("This replaces everything sent before"), gettext(
            "Nothing sent before counts any more: these files hold the whole of it.")),
    )  # fmt: skip
    for value, words, help_words in told:
        yield Choice(value, words, help_words, value == (chosen or "days"))


_OPTIONS = re.compile(r"\s*\(--[a-z]+ or --[a-z]+\)|, or say which with --[a-z]+|say --[a-z]+, if it is another")


def _refusal(finding: Finding) -> str:
    """A refusal as a sentence, without the options of the command line."""
    words = stopped(finding.message)
    fix = _OPTIONS.sub("", str(stopped(finding.fix))) if finding.fix else ""
    return " ".join(part[:1].upper() + part[1:] for part in (words, fix) if part)


def submissions_sheet(
    at: ProgramRecords, rows: Sequence[SubmissionFacts], template: Template, form: SendingForm
) -> SubmissionsSheet:
    """Everything on the page where records are sent."""
    address = submissions_address(at)
    return SubmissionsSheet(
        around=bare_surroundings(at.community),
        title=gettext("Submit records"),
        program=at.program.name or at.program.public_id,
        program_address=reverse("program", args=[at.community.public_id, at.program.public_id]),
        organization=at.owner,
        lede=_lede(rows),
        form=form,
        tables=tuple(_table_rules(name, columns, address) for name, columns in template.tables.items()),
        rows=tuple(_row(one, address) for one in rows),
    )


def _lede(rows: Sequence[SubmissionFacts]) -> str:
    standing = [one for one in rows if one.is_in_use]
    if not standing:
        return gettext("No records stand for this program yet: fill in the template and send it here.")
    last = max((one.last_day for one in standing if one.last_day), default=None)
    said = ngettext("%(n)s submission stands", "%(n)s submissions stand", len(standing)) % {"n": len(standing)}
    if last is None:
        return gettext("%(submissions)s.") % {"submissions": said}
    words = gettext("%(submissions)s, with records up to %(day)s.")
    return words % {"submissions": said, "day": date_format(last, "DATE_FORMAT")}


def _table_rules(name: str, columns: Sequence[TemplateColumn], address: str) -> TableRules:
    rules = tuple(
        ColumnRules(one.name, one.column.required, rule_words(name, one), "; ".join(dict.fromkeys(one.why)))
        for one in columns
    )
    return TableRules(name, table_words(name), f"{address}{name}.csv", rules)


def table_words(name: str) -> str:
    """What one of the four tables is called; another keeps its name."""
    return {
        "participants": gettext("Participants"),
        "enrollments": gettext("Enrollments"),
        "services": gettext("Services"),
        "outcomes": gettext("Outcomes"),
    }.get(name, name)


def counts_words(counts: Mapping[str, int]) -> str:
    """Rows by table, in words: `1,204 participants, 3,410 services`."""
    said = {
        "participants": lambda n: ngettext("%(n)s participant", "%(n)s participants", n),
        "enrollments": lambda n: ngettext("%(n)s enrollment", "%(n)s enrollments", n),
        "services": lambda n: ngettext("%(n)s service", "%(n)s services", n),
        "outcomes": lambda n: ngettext("%(n)s outcome", "%(n)s outcomes", n),
    }
    return ", ".join(said[name](n) % {"n": grouped(n)} for name, n in counts.items() if name in said)


def _row(one: SubmissionFacts, address: str) -> SubmissionRow:
    return SubmissionRow(
        one.number, f"{address}{one.number}/", date_format(one.at, "DATETIME_FORMAT"), called(one.by_name),
        state_words(one), kind_of(one), counts_words(one.counts), days_words(one),
    )  # fmt: skip


def days_words(one: SubmissionFacts) -> str:
    """The days that records speak of."""
    if one.first_day is None or one.last_day is None:
        return ""
    said = {"first": date_format(one.first_day, "DATE_FORMAT"), "last": date_format(one.last_day, "DATE_FORMAT")}
    return gettext("%(first)s to %(last)s") % said if one.first_day != one.last_day else said["first"]


def kind_of(one: SubmissionFacts) -> str:
    """The shape beside the state: good, caution, error, or none."""
    if one.state == "returned":
        return "error"
    if not one.is_in_use:
        return "over"
    return "caution" if one.state == "warned" else "good"


def state_words(one: SubmissionFacts) -> str:
    """What became of it, in a few words."""
    if one.state in ("returned", "withdrawn"):
        return gettext("Returned, nothing stored") if one.state == "returned" else gettext("Withdrawn")
    if one.superseded_by:
        return gettext("Superseded by submission %(number)s") % {"number": one.superseded_by}
    return gettext("Accepted, with warnings") if one.state == "warned" else gettext("Accepted")


def submission_sheet(
    at: ProgramRecords, found: SubmissionDetails, *, form: SendingForm, withdrawing: Withdrawing | None = None,
    is_again: bool = False,
) -> SubmissionSheet:  # fmt: skip
    """Everything on the page of one submission."""
    one, address = found.facts, submissions_address(at)
    here = f"{address}{one.number}/"
    may_withdraw = one.state != "withdrawn"
    return SubmissionSheet(
        around=bare_surroundings(at.community),
        title=gettext("Submission %(number)s") % {"number": one.number},
        program=at.program.name or at.program.public_id,
        program_address=reverse("program", args=[at.community.public_id, at.program.public_id]),
        list_address=address,
        sentence=_sentence(found),
        kind=kind_of(one),
        notes=tuple(_notes(found)),
        facts=tuple(_facts(one)),
        groups=found_groups(found.findings, _OPTIONS),
        moved=moved_measures(found.moved, at),
        moved_note=_moved_note(found),
        matched=tuple(
            MatchedColumns(table_words(table), tuple((name, " + ".join(theirs)) for name, theirs in columns.items()))
            for table, columns in found.columns.items()
        ),
        marked_address=f"{here}marked.xlsx" if found.marked else "",
        form=form if one.state == "returned" else None,
        withdrawing=(withdrawing or Withdrawing(f"{here}withdraw/")) if may_withdraw else None,
        is_again=is_again,
    )


def _sentence(found: SubmissionDetails) -> str:
    """The state in a sentence; the first thing that is read."""
    one = found.facts
    errors, is_all = things_to_mend(found.findings, "error")
    warnings, _ = things_to_mend(found.findings, "warning")
    if one.state == "returned":
        if not is_all:
            return gettext("Returned: more than %(n)s things to mend") % {"n": grouped(errors)}
        words = ngettext("Returned: %(n)s thing to mend", "Returned: %(n)s things to mend", errors)
        return words % {"n": grouped(errors)}
    if one.state == "withdrawn" or one.superseded_by:
        return state_words(one)
    if one.state == "warned":
        words = ngettext(
            "Accepted, with %(n)s thing worth a look", "Accepted, with %(n)s things worth a look", warnings
        )
        return words % {"n": grouped(warnings)}
    return gettext("Accepted: these records stand")


def _notes(found: SubmissionDetails) -> Iterator[str]:
    """What follows from the state."""
    one = found.facts
    if one.state == "returned":
        yield gettext(
            "Nothing was stored, and what was sent before still stands. Mend what is listed in your own files, then "
            "send them again: they are read as a whole once more."
        )
    elif one.state == "withdrawn":
        words = gettext("Taken back on %(day)s; its records are gone and count no more. The reason given: %(reason)s")
        yield words % {"day": day_of(one.withdrawn_at), "reason": one.reason}
    elif one.replaced:
        numbers = ", ".join(map(str, one.replaced))
        yield ngettext(
            "It takes the place of submission %(numbers)s.", "It takes the place of submissions %(numbers)s.",
            len(one.replaced),
        ) % {"numbers": numbers}  # fmt: skip


def _facts(one: SubmissionFacts) -> Iterator[tuple[str, str]]:
    yield gettext("Sent"), date_format(one.at, "DATETIME_FORMAT")
    yield gettext("By"), called(one.by_name)
    yield gettext("Rows"), counts_words(one.counts) or gettext("none could be read")
    if days := days_words(one):
        yield gettext("Days they speak of"), days
    if one.keep_until and not one.is_purged:
        yield gettext("Records kept until"), date_format(one.keep_until, "DATE_FORMAT")


def _moved_note(found: SubmissionDetails) -> str:
    if found.facts.state == "returned":
        return ""
    if found.moved:
        count = len(found.moved)
        words = ngettext("%(n)s figure of the program moved.", "%(n)s figures of the program moved.", count)
        return words % {"n": grouped(count)}
    return gettext("No figure of the program moved as it was accepted.")
