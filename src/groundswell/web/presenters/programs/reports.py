"""The periods that a program reports on, and one report: what is asked, how far it has come, who decides what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from groundswell.apps.scorecards.queries.programs.pages import MeasureFacts
from groundswell.apps.scorecards.queries.programs.reports import (
    ReportList,
    ReportPage,
    StepFacts,
    address_of_period,
)
from groundswell.core.vocabulary import ValueState
from groundswell.web.forms.reports import DECIDING, Meeting, TypedReport
from groundswell.web.presenters.communities import Surroundings, surroundings
from groundswell.web.presenters.language import called
from groundswell.web.presenters.programs.measures import question_words
from groundswell.web.presenters.programs.pages import Link, protection_words
from groundswell.web.presenters.programs.report_lines import (
    AddedLine,
    Field,
    LineForm,
    MeasureForm,
    added_lines,
    figure_words,
    last_words,
    line_forms,
    part_words,
    state_words,
)
from groundswell.web.presenters.programs.report_problems import Problems
from groundswell.web.presenters.writing import Pen, Written, period_text


@dataclass(frozen=True, slots=True)
class ReportCard:
    """One period in the list."""

    period: str
    address: str
    state: str
    words: str
    tally: str
    step: str


@dataclass(frozen=True, slots=True)
class ReportsSheet:
    """The periods that a program has reported on."""

    around: Surroundings
    program: Link
    cards: tuple[ReportCard, ...]
    next: str
    next_words: str
    problem: str
    has_measures: bool
    may_enter: bool
    measures_address: str


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step of a report, in words."""

    words: str
    at: datetime
    said: str
    remarks: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class BoxForm:
    """The measures of one of the four boxes."""

    heading: str
    measures: tuple[MeasureForm, ...]


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """One submitted value, with room for a remark on its measure beside the first of its lines."""

    measure: str
    part: str
    figure: str
    last: str
    note: str
    remark: Field | None


@dataclass(frozen=True, slots=True)
class SummaryLine:
    """One problem on top of the form, and where it is."""

    anchor: str
    label: str
    words: str


@dataclass(frozen=True, slots=True)
class ReportSheet:
    """One report."""

    around: Surroundings
    program: Link
    list: Link
    period: str
    sentence: str
    tally: str
    summary: tuple[SummaryLine, ...]
    is_changed: bool  # somebody stored something else meanwhile
    returned_with: str
    boxes: tuple[BoxForm, ...]
    given_up: tuple[tuple[str, str, str, str], ...]  # measure, part, figure, state
    added: tuple[AddedLine, ...]
    computed: tuple[tuple[str, Written | None], ...]
    steps: tuple[StepLine, ...]
    review: tuple[ReviewLine, ...]
    sites: tuple[str, ...]
    lines: int
    token: str
    reason: Field | None
    words: Field
    decision: Field
    may_enter: bool
    may_lock: bool
    may_reopen: bool
    is_final: bool
    is_typing: bool  # the form to type in stands open
    is_adding: bool  # so do the lines to add, for something was typed in them
    protection: str


def reports_sheet(page: ReportList, path: str, wanted: str | None = None) -> ReportsSheet:
    """Everything on the list of reports; `wanted` is what was typed where it names no period."""
    community, program = page.community.id, page.program
    problem = gettext("“%(text)s” is no period. Write 2025, 2025-Q1, 2025-06 or 2024/2025.") % {"text": wanted or ""}
    return ReportsSheet(
        around=replace(surroundings(page.community, path), json="", csv=""),
        program=Link(program.name, reverse("program", args=[community, program.id])),
        cards=tuple(
            ReportCard(
                period=period_text(one.period),
                address=reverse("program-report", args=[community, program.id, address_of_period(one.period)]),
                state=str(_leading(one.states) or ""),
                words=short_words(one.states),
                tally=tally_words(one.states),
                step=_step_words(one.step) if one.step else "",
            )
            for one in page.reports
        ),
        next=wanted if wanted is not None else str(page.next),
        next_words=period_text(page.next),
        problem=problem if wanted is not None else "",
        has_measures=page.has_measures,
        may_enter=page.may_enter,
        measures_address=reverse("measures", args=[community]),
    )


_ORDER = (ValueState.RETURNED, ValueState.DRAFT, ValueState.SUBMITTED, ValueState.ACCEPTED, ValueState.LOCKED)


def _leading(states: Counter[ValueState]) -> ValueState | None:
    """How far a report has come as a whole: as far as what lags behind."""
    return next((state for state in _ORDER if states[state]), None)


def short_words(states: Counter[ValueState]) -> str:
    """How far a report has come, in few words."""
    return {
        None: gettext("Nothing entered yet"),
        ValueState.RETURNED: gettext("Returned with remarks"),
        ValueState.DRAFT: gettext("Draft"),
        ValueState.SUBMITTED: gettext("Submitted, not yet accepted"),
        ValueState.ACCEPTED: gettext("Accepted"),
        ValueState.LOCKED: gettext("Locked"),
    }[_leading(states)]


def tally_words(states: Counter[ValueState]) -> str:
    """`3 values: 2 accepted, 1 draft`; blank where nothing stands."""
    total = sum(states.values())
    if not total:
        return ""
    counted = ", ".join(f"{states[state]} {state_words(state)}" for state in reversed(_ORDER) if states[state])
    said = ngettext("%(n)s value: %(states)s", "%(n)s values: %(states)s", total)
    return said % {"n": total, "states": counted}


def _sentence(page: ReportPage) -> str:
    """One sentence first: how far it has come, and what that means."""
    return {
        None: gettext("Nothing is entered for this period yet."),
        ValueState.RETURNED: gettext("Returned: look at the remarks, mend what they name, and submit again."),
        ValueState.DRAFT: gettext(
            "A draft: only the program's organization and the backbone see it until it is accepted."
        ),
        ValueState.SUBMITTED: gettext("Submitted: the backbone accepts it, or returns it with what is to be mended."),
        ValueState.ACCEPTED: gettext("Accepted: others read these values, and they change only with a reason."),
        ValueState.LOCKED: gettext("Locked: only the backbone opens it again."),
    }[_leading(page.states)]


def _step_words(step: StepFacts) -> str:
    said = {
        "submitted": gettext("Submitted by %(name)s"),
        "returned": gettext("Returned by %(name)s"),
        "accepted": gettext("Accepted by %(name)s"),
        "locked": gettext("Locked by %(name)s"),
        "reopened": gettext("Opened again by %(name)s"),
    }.get(step.verb, "%(name)s")
    return said % {"name": called(step.by_name)}


def report_sheet(
    page: ReportPage, path: str, meeting: Meeting | None = None, problems: Problems | None = None
) -> ReportSheet:
    """Everything on the page of a report; what was typed stands over what is stored."""
    problems, typed = problems or Problems(), meeting.typed if meeting else TypedReport()
    community, program = page.community.id, page.program
    forms = line_forms(page, meeting, problems)
    added = added_lines(page, meeting, problems) if page.may_enter and page.measures else ()
    review = tuple(_review(page, typed)) if page.may_decide else ()
    is_final = bool(page.states) and all(state.is_final for state in page.states)
    is_deciding = typed.wish in DECIDING
    return ReportSheet(
        around=replace(surroundings(page.community, path), json="", csv=""),
        program=Link(program.name, reverse("program", args=[community, program.id])),
        list=Link(gettext("Reports"), reverse("reports", args=[community, program.id])),
        period=period_text(page.period),
        sentence=_sentence(page),
        tally=tally_words(page.states),
        summary=tuple(_summary(page, forms, added, problems)),
        is_changed=bool(meeting and meeting.changed),
        returned_with=page.returned_with,
        boxes=tuple(_boxes(page, forms)),
        given_up=tuple(
            (line.measure.name, part_words(page, line), figure_words(line.measure, line, page.smallest_shown),
             state_words(line.state))
            for line in page.lines if not line.is_open
        ),
        added=added,
        computed=tuple(
            (measure.name, Pen(measure.unit).estimate(seen.estimate) if seen else None)
            for measure, seen in page.computed
        ),
        steps=tuple(_steps(page)),
        review=review,
        sites=page.sites,
        lines=len(page.lines) + len(added),
        token=page.token,
        reason=_reason(page, typed, problems),
        words=Field(
            "words", "words", gettext("Something to say along with it"), "" if is_deciding else typed.words, ""
        ),
        decision=Field(
            "words", "decision", gettext("To the whole report"), typed.words if is_deciding else "", problems.words,
            described_by="decision-problem" if problems.words else "",
        ),
        may_enter=page.may_enter and bool(page.measures),
        may_lock=page.may_decide and page.states[ValueState.ACCEPTED] > 0,
        may_reopen=page.may_decide and page.states[ValueState.LOCKED] > 0,
        is_final=is_final,
        is_typing=not page.may_decide or bool(meeting and not is_deciding) or not (page.states - _waiting(page)),
        is_adding=any(each.problem or any(field.value for field in each.fields) for each in added),
        protection=protection_words(page.sight, page.smallest_shown),
    )  # fmt: skip


def _waiting(page: ReportPage) -> Counter[ValueState]:
    """The values that their organization still types."""
    return Counter({state: page.states[state] for state in (ValueState.DRAFT, ValueState.RETURNED)})


def _boxes(page: ReportPage, forms: dict[str, list[LineForm]]) -> Iterator[BoxForm]:
    headings: dict[str, list[MeasureForm]] = {}
    required = {line.measure.id for line in page.lines if line.is_required}
    for measure in page.measures:
        form = MeasureForm(
            id=measure.id,
            name=measure.name,
            definition=measure.definition,
            is_required=measure.id in required,
            remark=page.remarks.get(measure.id, ""),
            lines=tuple(forms[measure.id]),
        )
        headings.setdefault(question_words(measure.question, measure.unit), []).append(form)
    for heading, measures in headings.items():
        yield BoxForm(heading, tuple(measures))


def _reason(page: ReportPage, typed: TypedReport, problems: Problems) -> Field | None:
    """Asked for wherever something stands that was accepted."""
    if not problems.reason and not page.states[ValueState.ACCEPTED]:
        return None
    label = gettext("Why an accepted value is corrected")
    described = "reason-help reason-problem" if problems.reason else "reason-help"
    return Field("reason", "reason", label, typed.reason, problems.reason, described_by=described)


def _review(page: ReportPage, typed: TypedReport) -> Iterator[ReviewLine]:
    seen: set[str] = set()
    for line in page.lines:
        if line.state is not ValueState.SUBMITTED:
            continue
        is_first = line.measure.id not in seen
        seen.add(line.measure.id)
        yield ReviewLine(
            measure=line.measure.name,
            part=part_words(page, line),
            figure=figure_words(line.measure, line, page.smallest_shown),
            last=last_words(page, line),
            note=line.note,
            remark=_remark(line.measure, typed) if is_first else None,
        )


def _remark(measure: MeasureFacts, typed: TypedReport) -> Field:
    label = gettext("Remark on %(measure)s") % {"measure": measure.name}
    return Field(f"remark.{measure.id}", f"remark-{measure.id}", label, typed.remarks.get(measure.id, ""), "")


def _steps(page: ReportPage) -> Iterator[StepLine]:
    names = {line.measure.id: line.measure.name for line in page.lines}
    for step in page.steps:
        remarks = tuple((names.get(measure, measure), words) for measure, words in step.remarks.items())
        yield StepLine(_step_words(step), step.at, step.words, remarks)


def _summary(
    page: ReportPage, forms: dict[str, list[LineForm]], added: tuple[AddedLine, ...], problems: Problems
) -> Iterator[SummaryLine]:
    """Every problem in the order of the page, with a link to its field."""
    names = {line.measure.id: line.measure.name for line in page.lines}
    for measure, lines in forms.items():
        for line in lines:
            for field in line.fields:
                if field.problem:
                    yield SummaryLine(field.id, f"{names[measure]}, {line.label}, {field.label}", field.problem)
    for each in added:
        if each.problem:
            yield SummaryLine(f"f{each.number}-measure", gettext("A line you added"), each.problem)
        for field in each.fields:
            if field.problem:
                yield SummaryLine(field.id, field.label, field.problem)
    if problems.reason:
        yield SummaryLine("reason", gettext("Reason"), problems.reason)
    if problems.words:
        yield SummaryLine("decision", gettext("To the whole report"), problems.words)
    for words in problems.others:
        yield SummaryLine("", "", words)
