"""The lines of a report as fields: what is asked, what stands there, what stood there last, what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.utils.formats import number_format
from django.utils.translation import gettext

from groundswell.apps.scorecards.queries.programs.figures import too_few
from groundswell.apps.scorecards.queries.programs.pages import MeasureFacts
from groundswell.apps.scorecards.queries.programs.reports import LastValue, ReportLine, ReportPage
from groundswell.core.vocabulary import Unit, ValueState
from groundswell.web.forms.reports import LINES_TO_FILL, Meeting, TypedLine, standing_cells, told
from groundswell.web.presenters.language import spoken
from groundswell.web.presenters.programs.report_problems import Problems
from groundswell.web.presenters.selectors import Option
from groundswell.web.presenters.writing import THIN, period_text


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its name and label, what stands in it, and what is wrong with that."""

    name: str
    id: str
    label: str
    value: str
    problem: str
    is_note: bool = False
    described_by: str = ""


@dataclass(frozen=True, slots=True)
class LineForm:
    """One line that stands or could stand: of the whole program, or of a site, place or group."""

    number: int
    label: str
    keys: tuple[tuple[str, str], ...]  # hidden: which line it is
    was: str
    fields: tuple[Field, ...]  # none where it is not typed
    figure: str  # what stands, in words
    note: str
    last: str
    now: str  # what somebody else stored meanwhile
    state: str
    state_words: str
    is_withheld: bool


@dataclass(frozen=True, slots=True)
class MeasureForm:
    """A measure with its lines."""

    id: str
    name: str
    definition: str
    is_required: bool
    remark: str
    lines: tuple[LineForm, ...]


@dataclass(frozen=True, slots=True)
class AddedLine:
    """A line to fill: what it is of is chosen, then it is typed as any other."""

    number: int
    measures: tuple[Option, ...]
    places: tuple[Option, ...]
    groups: tuple[Option, ...]
    site: str
    problem: str
    fields: tuple[Field, ...]


def state_words(state: ValueState | None) -> str:
    """How far a value has come."""
    if state is None:
        return ""
    return {
        ValueState.DRAFT: gettext("draft"),
        ValueState.SUBMITTED: gettext("submitted"),
        ValueState.RETURNED: gettext("returned"),
        ValueState.ACCEPTED: gettext("accepted"),
        ValueState.LOCKED: gettext("locked"),
    }[state]


def figure_words(measure: MeasureFacts, line: ReportLine | LastValue, smallest_shown: int) -> str:
    """`68.2 % (281 of 412)`, `398`, or why it is not shown."""
    if line.is_withheld:
        return withheld_words(smallest_shown)
    if not line.value:
        return ""
    if measure.unit is not Unit.PERCENT:
        return written(line.value)
    share = f"{written(line.value)}{THIN}%"
    if not (line.numerator and line.denominator):
        return share
    said = {"share": share, "some": written(line.numerator), "all": written(line.denominator)}
    return gettext("%(share)s (%(some)s of %(all)s)") % said


def last_words(page: ReportPage, line: ReportLine) -> str:
    """What stood there last, and when; blank where nothing did."""
    if line.last is None:
        return ""
    figure = figure_words(line.measure, line.last, page.smallest_shown)
    return gettext("%(period)s: %(figure)s") % {"period": period_text(line.last.period), "figure": figure}


def withheld_words(smallest_shown: int) -> str:
    """Why a small number is not shown."""
    return gettext("withheld: %(reason)s") % {"reason": spoken(too_few(smallest_shown))}


def written(text: str) -> str:
    """A number as it was typed, in the signs of the reader's language."""
    try:
        return str(number_format(Decimal(text), force_grouping=True))
    except InvalidOperation:
        return text


def part_words(page: ReportPage, line: ReportLine) -> str:
    """Where and of whom a line is."""
    places, groups = dict(page.places), dict(page.groups)
    parts = (line.site, places.get(line.place_id, line.place_id), groups.get(line.group_id, line.group_id))
    return " · ".join(part for part in parts if part) or gettext("The whole program")


def line_forms(page: ReportPage, meeting: Meeting | None, problems: Problems) -> dict[str, list[LineForm]]:
    """A form for each line that stands, by measure; what was typed stands over it."""
    typed: dict[tuple[str, str, str, str], tuple[int, TypedLine]] = {}
    for number, sent_line in enumerate(meeting.typed.lines if meeting else ()):
        if not sent_line.is_new:
            typed.setdefault(sent_line.key, (number, sent_line))
    found: dict[str, list[LineForm]] = {}
    for number, line in enumerate(page.lines):
        sent, over = typed.get(line.key, (-1, None))
        is_changed = meeting is not None and line.key in meeting.changed
        form = _line_form(page, number, line, over, is_changed, _said_at(problems, sent))
        found.setdefault(line.measure.id, []).append(form)
    return found


def _said_at(problems: Problems, number: int) -> Mapping[str, str]:
    return {cell: words for (at, cell), words in problems.cells.items() if at == number}


def _line_form(
    page: ReportPage, number: int, line: ReportLine, over: TypedLine | None, is_changed: bool, wrong: Mapping[str, str]
) -> LineForm:
    standing = standing_cells(line)
    cells = over.cells if over else standing
    is_typed = page.may_enter and line.is_open and line.state is not ValueState.LOCKED
    has_last = line.last is not None
    described = [f"last-{number}"] if has_last else []
    fields = tuple(_fields(line.measure, number, cells, standing, wrong, described)) if is_typed else ()
    figure = figure_words(line.measure, line, page.smallest_shown)
    now = figure or gettext("nothing")
    return LineForm(
        number=number,
        label=part_words(page, line),
        keys=tuple(zip(("measure", "site", "place", "group"), line.key, strict=True)),
        was=told(standing),
        fields=fields,
        figure=figure,
        note=line.note,
        last=last_words(page, line),
        now=(f"{now} · {line.note}" if line.note else now) if is_changed else "",
        state=str(line.state or ""),
        state_words=state_words(line.state),
        is_withheld=line.is_withheld,
    )


def _fields(
    measure: MeasureFacts | None,
    number: int,
    cells: Mapping[str, str],
    standing: Mapping[str, str],
    wrong: Mapping[str, str],
    described: list[str],
) -> Iterator[Field]:
    """The fields of a line; of a line to fill, whose measure is still to be chosen, all of them."""
    asked = []
    if measure is None:
        asked = [
            ("value", gettext("Number")),
            ("numerator", gettext("or how many")),
            ("denominator", gettext("of how many")),
        ]
    elif measure.unit is Unit.PERCENT:
        asked = [("numerator", gettext("How many")), ("denominator", gettext("of how many"))]
        if standing["value"] or wrong.get("value"):  # a percent that came without its two numbers
            asked.append(("value", gettext("or the percent alone")))
    else:
        asked = [("value", gettext("Number"))]
    for name, label in (*asked, ("note", gettext("Note"))):
        problem = wrong.get(name, "")
        by = [*described, *([f"f{number}-{name}-problem"] if problem else [])]
        yield Field(
            f"{number}.{name}", f"f{number}-{name}", label, cells.get(name, ""), problem, name == "note", " ".join(by)
        )


def added_lines(page: ReportPage, meeting: Meeting | None, problems: Problems) -> tuple[AddedLine, ...]:
    """What was typed into lines to fill, where it is not stored yet, and some blank ones."""
    typed = [
        (number, line)
        for number, line in enumerate(meeting.typed.lines if meeting else ())
        if line.is_new and not (line.is_blank and not line.key[0])
    ]
    forms = [
        _added(page, len(page.lines) + at, line, _said_at(problems, number)) for at, (number, line) in enumerate(typed)
    ]
    while len(forms) < len(typed) + LINES_TO_FILL:
        forms.append(_added(page, len(page.lines) + len(forms), None, {}))
    return tuple(forms)


def _added(page: ReportPage, number: int, line: TypedLine | None, wrong: Mapping[str, str]) -> AddedLine:
    key = line.key if line else ("", "", "", "")
    cells = line.cells if line else {}
    measures = [(one.id, one.name) for one in page.measures]
    return AddedLine(
        number=number,
        measures=_choices(measures, key[0], ""),
        places=_choices(page.places, key[2], gettext("everywhere")),
        groups=_choices(page.groups, key[3], gettext("everyone")),
        site=key[1],
        problem=wrong.get("measure", ""),
        fields=tuple(_fields(None, number, cells, {}, wrong, [])),
    )


def _choices(pairs: list[tuple[str, str]] | tuple[tuple[str, str], ...], chosen: str, blank: str) -> tuple[Option, ...]:
    known = [("", blank), *pairs]
    return tuple(Option(value, words, value == chosen) for value, words in known)
