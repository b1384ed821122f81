"""The form of a link, question by question: in plain words, with an example and with what each answer does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from groundswell.apps.scorecards.queries.contributions.asking import LinkAsking, ServedChoice
from groundswell.core.contribution.links import Evidence
from groundswell.core.findings import Finding
from groundswell.core.periods import Period
from groundswell.core.vocabulary import Polarity
from groundswell.web.forms.contributions import (
    CHANGE,
    COUNTS,
    GROSS,
    LESS,
    MEASURE,
    NUMBER,
    RATIO,
    RECORDS,
    STANDARDIZED,
    TEXTS,
    ReadLink,
    TypedLink,
)
from groundswell.web.presenters.communities import Surroundings, bare_surroundings
from groundswell.web.presenters.contributions.pages import sentence_of
from groundswell.web.presenters.contributions.steps import PreviewSheet, people
from groundswell.web.presenters.contributions.words import evidence_words, program_words, said_of
from groundswell.web.presenters.language import period_text

# The columns of what is stored, and the answers that stand for them.
ANSWER_OF = {
    "program_id": "program", "measure_id": "serving", "in_population_share": "in_population",
    "in_population_share_low": "in_population_low", "in_population_share_high": "in_population_high",
    "baseline_risk": "without", "baseline_risk_low": "without_low", "baseline_risk_high": "without_high",
    "effect_kind": "way",
}  # fmt: skip
UNCOMPUTED = ("program", "mechanism", "served_period", "evidence", "evidence_source", "borrowed", "lag_years",
              "capacity", "unit_cost", "owner", "next_review")  # fmt: skip
COMPUTED = frozenset(TEXTS) - frozenset(UNCOMPUTED)  # the answers that the numbers rest on
IN_HUNDRED = {"effect": "with", "effect_low": "with_low", "effect_high": "with_high"}


@dataclass(frozen=True, slots=True)
class Answer:
    """One field: what is asked, what was typed, how it was read, and what is wrong with it."""

    name: str
    id: str
    label: str
    value: str
    help: str = ""
    reading: str = ""
    problems: tuple[str, ...] = ()
    inputmode: str = ""
    kind: str = "text"

    @property
    def described_by(self) -> str:
        """The ids of what explains the field."""
        said = ((self.help, "help"), (self.problems, "problem"), (self.reading, "reading"))
        return " ".join(f"{self.id}-{ending}" for found, ending in said if found)


@dataclass(frozen=True, slots=True)
class Option:
    """One of several answers to choose from."""

    value: str
    id: str
    words: str
    help: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class SummaryLine:
    """One problem, with where it is."""

    anchor: str
    label: str
    words: str


@dataclass(frozen=True, slots=True)
class FormSheet:
    """A whole form. `is_choosing`: the program is chosen first, and nothing else is asked yet."""

    around: Surroundings
    title: str
    indicator: str
    indicator_address: str
    address: str
    back_address: str
    is_choosing: bool
    is_new: bool
    seen: str
    programs: tuple[tuple[str, str, str, bool, str], ...]  # id, name, organization, chosen, address of a link of it
    program_id: str
    program: str
    program_note: str
    link_address: str
    better: str
    answers: Mapping[str, Answer]
    serving: tuple[Option, ...]
    ways: tuple[Option, ...]
    evidence: tuple[Option, ...]
    is_borrowed: bool
    preview: PreviewSheet | None
    is_shown: bool  # somebody asked to see what it does
    summary: tuple[SummaryLine, ...]
    notes: tuple[str, ...]
    why_not: str = ""  # why nothing can be linked to this indicator; nothing is asked then


def unlinkable_sheet(asking: LinkAsking, address: str) -> FormSheet:
    """In place of the questions where the indicator is not in people: why no program can be linked to it."""
    return replace(choosing_sheet(asking, address), why_not=sentence_of(asking.condition.reason))


def choosing_sheet(asking: LinkAsking, address: str, problem: str = "") -> FormSheet:
    """The first step of a new link: whose it is."""
    lines = (SummaryLine("programs", gettext("Program"), problem),) if problem else ()
    return FormSheet(**_facts(asking, address), is_choosing=True, is_new=True, seen="", answers={}, serving=(), ways=(),
                     evidence=(), is_borrowed=False, preview=None, is_shown=False, summary=lines, notes=())  # fmt: skip


def form_sheet(
    asking: LinkAsking, typed: TypedLink, read: ReadLink, preview: PreviewSheet, *, address: str, link_id: str = "",
    findings: Sequence[Finding] = (), is_shown: bool = False,
) -> FormSheet:  # fmt: skip
    """The form with what was typed, what was read of it, and what it comes to; `findings` are shown beside fields."""
    problems: dict[str, list[str]] = {}
    for one in findings:
        if one.is_error:
            problems.setdefault(answer_of(one, typed), []).append(said_of(one))
    answers = _answers(asking, typed, read, problems)
    facts = _facts(asking, address, link_id)
    return FormSheet(
        **facts, is_choosing=False, is_new=not link_id, seen="" if typed.seen is None else str(typed.seen),
        answers=answers, serving=_serving(asking.served, typed), ways=_ways(typed), evidence=_evidence(typed),
        is_borrowed=bool(typed["borrowed"]), preview=preview, is_shown=is_shown,
        summary=tuple(_line(name, words, answers) for name, each in problems.items() for words in each),
        notes=tuple(said_of(one) for one in findings if not one.is_error),
    )  # fmt: skip


def stops(findings: Sequence[Finding], typed: TypedLink) -> list[tuple[str, bool]]:
    """What stops the numbers: findings at answers that they rest on, in words, and whether there is a wrong answer.

    An end of a range that somebody must say is wrong while it is blank.
    """
    found = []
    for one in findings:
        name = answer_of(one, typed)
        if one.is_error and name in COMPUTED:
            found.append((said_of(one), bool(typed[name]) or name.endswith(("_low", "_high"))))
    return list(dict.fromkeys(found))


def answer_of(finding: Finding, typed: TypedLink) -> str:
    """The answer that a finding is about, whether it names the answer or the column that came of it."""
    column = finding.column or ""
    if column in TEXTS and not (column in IN_HUNDRED and typed["way"] in (COUNTS, CHANGE)):
        return column
    if column in IN_HUNDRED:
        return {"effect": "before"}.get(column, "part_high") if typed["way"] == CHANGE else IN_HUNDRED[column]
    return ANSWER_OF.get(column, "")


def _line(name: str, words: str, answers: Mapping[str, Answer]) -> SummaryLine:
    if name in answers:
        return SummaryLine(answers[name].id, answers[name].label, words)
    return SummaryLine("", "", words)


def _facts(asking: LinkAsking, address: str, link_id: str = "") -> dict[str, Any]:
    community, indicator = asking.community, asking.indicator
    name = indicator.name or indicator.public_id
    page = reverse("contribution", args=[community.public_id, indicator.public_id])
    is_higher = asking.condition.polarity is Polarity.HIGHER
    program = asking.program
    return {
        "around": bare_surroundings(community),
        "title": gettext("Change what is said of %(program)s") % {"program": program.name}
        if link_id and program
        else gettext("Link a program to “%(indicator)s”") % {"indicator": name},
        "indicator": name,
        "indicator_address": page,
        "address": address,
        "back_address": reverse("contribution-link", args=[community.public_id, link_id]) if link_id else page,
        "programs": tuple(
            (one.id, one.name, one.organization, one is program, _address_of_link(community.public_id, one.link_id))
            for one in asking.programs
        ),
        "program_id": program.id if program else "",
        "program": program.name if program else "",
        "program_note": program_words(program) if program else "",
        "link_address": _address_of_link(community.public_id, program.link_id) if program and not link_id else "",
        "better": gettext("more is better") if is_higher else gettext("fewer is better"),
    }


def _address_of_link(community_id: str, link_id: str) -> str:
    return reverse("contribution-link", args=[community_id, link_id]) if link_id else ""


def _answers(
    asking: LinkAsking, typed: TypedLink, read: ReadLink, problems: Mapping[str, Sequence[str]]
) -> dict[str, Answer]:
    found = {}
    for name, (label, help_) in _labels(asking, typed).items():
        found[name] = Answer(
            name=name, id=f"a-{name}".replace("_", "-"), label=label, help=help_, value=typed[name],
            reading=_reading(name, typed, read), problems=tuple(problems.get(name, ())),
            inputmode="decimal" if name in _NUMERIC else "", kind="date" if name == "next_review" else "text",
        )  # fmt: skip
    return found


_NUMERIC = ("served", "served_before", "lag_years", "capacity", "unit_cost")


def _reading(name: str, typed: TypedLink, read: ReadLink) -> str:
    """What was read, where it was typed in another way."""
    said = read.readings.get(name, "")
    if not said or said.rstrip("%\u202f") == typed[name].rstrip("% "):
        return ""
    return gettext("Read as %(share)s.") % {"share": said}


def _labels(asking: LinkAsking, typed: TypedLink) -> dict[str, tuple[str, str]]:
    name = asking.indicator.name or asking.indicator.public_id
    said = {"indicator": name, "began": _began(asking)}
    least, most = gettext("At least"), gettext("At most")
    number = {RATIO: gettext("Risk ratio"), STANDARDIZED: gettext("Standardized difference (d)")}
    return {
        "serving": (gettext("How many does it serve?"), ""),
        "mechanism": (gettext("In a sentence"), ""),
        "served": (gettext("People served"), gettext("Each person once. A plan counts too: say so above.")),
        "served_period": (gettext("In which period"), ""),
        "served_before": (
            gettext("How many did it serve before %(began)s?") % said,
            gettext("Blank: as many as its records tell, and where they tell nothing, nobody."),
        ),
        "in_population": (gettext("How many in ten of those it serves?"), ""),
        "completion": (gettext("How many in ten finish?"), ""),
        "without": (gettext("How many in ten would count towards “%(indicator)s” without the program?") % said, ""),
        **{f"{one}_low": (least, "") for one in ("in_population", "completion", "without", "with", "effect")},
        **{f"{one}_high": (most, "") for one in ("in_population", "completion", "without", "with", "effect")},
        "way": (gettext("How can you say it?"), ""),
        "with": (gettext("With it, of 100"), gettext("Likeliest")),
        "study_without": (
            gettext("Without it, of 100 in the study"),
            gettext("Only where the study's people differ from yours; what it found is then taken as a ratio."),
        ),
        "effect": (number.get(typed["way"], gettext("How many more of 100")), gettext("Likeliest")),
        "before": (gettext("Before, of 100"), ""),
        "after": (gettext("After, of 100"), ""),
        "part": (gettext("Likeliest part of it"), gettext("Blank: half of the most.")),
        "part_high": (gettext("At most, what part of the change would you stand for?"), ""),
        "evidence": (gettext("What does the difference rest on?"), ""),
        "evidence_source": (gettext("Where can it be read?"), ""),
        "lag_years": (gettext("Years until it shows"), gettext("Blank: the same year.")),
        "capacity": (gettext("Most people it could serve"), ""),
        "unit_cost": (gettext("Cost of serving one more person"), gettext("In the community's currency.")),
        "owner": (gettext("Who answers for these assumptions?"), gettext("A person's role or an organization.")),
        "next_review": (gettext("When are they looked at again?"), ""),
    }  # fmt: skip


def _began(asking: LinkAsking) -> str:
    began = asking.condition.work_began
    return period_text(began) if began else gettext("the work began")


def first_serving(asking: LinkAsking) -> str:
    """What is chosen before anybody chooses: the records, else a measure, else a number that is typed."""
    if not asking.served:
        return NUMBER
    return f"{MEASURE}{asking.served[0].measure_id}" if asking.served[0].measure_id else RECORDS


def _serving(served: Sequence[ServedChoice], typed: TypedLink) -> tuple[Option, ...]:
    found: list[Option] = []
    for one in served:
        value = f"{MEASURE}{one.measure_id}" if one.measure_id else RECORDS
        said = {"people": people(one.reached.served or 0.0), "period": _period(one.reached.period), "name": one.name}
        if one.reached.is_few:
            words = gettext("By its records too few people to be told in %(period)s") % said
        elif one.measure_id:
            words = gettext("By its measure “%(name)s”: %(people)s in %(period)s") % said
        else:
            words = gettext("By its records: %(people)s people in %(period)s") % said
        help_ = gettext("Renewed with every submission.") if not one.measure_id else ""
        found.append(Option(value, f"serving-{len(found)}", words, help_, typed["serving"] == value))
    words = gettext("Type a number")
    return (*found, Option(NUMBER, "serving-number", words, "", typed["serving"] == NUMBER or not found))


def _period(text: str) -> str:
    try:
        return period_text(Period.parse(text))
    except ValueError:
        return text


def _ways(typed: TypedLink) -> tuple[Option, ...]:
    said = (
        (COUNTS, gettext("Of 100 such people, so many with it"),
         gettext("The plainest. You said above how many there would be without it.")),
        (RATIO, gettext("A published risk ratio"),
         gettext("Of what nobody wants: 0.75 leaves three of every four whom it would have met. Below 1 is better.")),
        (STANDARDIZED, gettext("A standardized difference (d)"),
         gettext("As studies of education report it: 0.2 is small, 0.5 is much. Above 0 is better.")),
        (LESS, gettext("So many more of 100 better off"),
         gettext("A risk difference as a study reports it, where nobody knows how many there would be without.")),
        (CHANGE, gettext("Only how they changed from before to after"),
         gettext("Counts only by the part that you declare: some of the change would have come anyway.")),
        (GROSS, gettext("Only how many of ours reach it"),
         gettext("This is no difference yet: some would have reached it anyway.")),
    )  # fmt: skip
    return tuple(Option(value, f"way-{value}", words, help_, typed["way"] == value) for value, words, help_ in said)


def _evidence(typed: TypedLink) -> tuple[Option, ...]:
    return tuple(
        Option(str(one), f"evidence-{one}", *evidence_words(one), typed["evidence"] == one) for one in Evidence
    )
