"""What somebody answered on the form of a link, and the columns of contributions.csv that the answers come to.

The form asks in the indicator's own direction (how many would be ready, how many would be absent); a link keeps the
risk of what nobody wants. Every answer stays as it was typed, and what was read of it is said back beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.http import QueryDict
from django.utils.formats import number_format
from django.utils.translation import gettext

from groundswell.core.contribution.claims import problems_of_size
from groundswell.core.contribution.links import EffectKind, Evidence
from groundswell.core.findings import Finding, error
from groundswell.core.vocabulary import Polarity
from groundswell.web.forms.differences import DifferenceRead, difference_read, in_direction, turned
from groundswell.web.forms.fields import plain
from groundswell.web.forms.plain_numbers import UnclearError, number_of, of_hundred, share_of, written
from groundswell.web.presenters.language import THIN
from groundswell.web.presenters.writing import grouped

RECORDS, MEASURE, NUMBER = "records", "measure:", "number"  # where the people served are counted; a measure by its id
COUNTS, LESS, RATIO, STANDARDIZED, GROSS, CHANGE = "counts", "less", "ratio", "d", "gross", "change"
SHARES = ("in_population", "completion", "without")
TEXTS = (
    "program", "mechanism", "serving", "served", "served_period", "served_before",
    *(f"{name}{end}" for name in SHARES for end in ("", "_low", "_high")), "way", "with", "with_low", "with_high",
    "study_without", "effect", "effect_low", "effect_high", "before", "after", "part", "part_high", "evidence",
    "evidence_source", "borrowed", "lag_years", "capacity", "unit_cost", "owner", "next_review",
)  # fmt: skip
MOST = 4_000  # characters of an answer
PLAIN = ("mechanism", "served_period", "evidence_source", "owner")
OF_HUNDRED = ("with", "with_low", "with_high", "study_without")
BEFORE_AFTER = ("before", "after")
EFFECTS = ("effect", "effect_low", "effect_high")
NUMBERS = ("served", "served_before", "lag_years", "capacity", "unit_cost")


@dataclass(frozen=True, slots=True)
class TypedLink:
    """Answers as they were typed; `seen` is the version that was on show, `wish` the button."""

    said: Mapping[str, str] = field(default_factory=dict)
    wish: str = "show"
    seen: int | None = None

    def __getitem__(self, name: str) -> str:
        return self.said.get(name, "")


@dataclass(frozen=True, slots=True)
class ReadLink:
    """What the answers come to: columns, what was read of each answer in words, and what is wrong by answer."""

    content: dict[str, str]
    readings: dict[str, str]
    problems: tuple[Finding, ...]  # `column` is the name of the answer
    is_borrowed: bool = False


def typed_link(post: QueryDict) -> TypedLink:
    """Read a form; what it leaves out is blank."""
    said = {name: plain(post.get(name, "")).replace("\x00", "")[:MOST].strip() for name in TEXTS}
    seen = post.get("seen", "")
    known = int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 7 else None
    return TypedLink(said, post.get("do", "show"), known)


def read_link(typed: TypedLink, polarity: Polarity | None, standing: Mapping[str, str] | None = None) -> ReadLink:
    """The columns that the answers come to; what the form does not ask stays as it stands."""
    reading = _Reading(typed, polarity)
    content = {**(standing or {}), **reading.columns()}
    wrong = {problem.column for problem in reading.problems}
    problems = (*reading.problems, *(one for one in problems_of_size(content) if one.column not in wrong))
    return ReadLink(content, reading.readings, problems, bool(typed["borrowed"]))


def too_many_reached(read: ReadLink, served: float | None, people: float | None) -> tuple[Finding, ...]:
    """Refuses to reach more of the indicator's population than there are; `served` as it is counted or was typed."""
    share = read.content.get("in_population_share", "")
    reached = (served or 0.0) * (float(share) if share else 1.0)
    if not people or reached <= people:
        return ()
    said = gettext("it would reach %(reached)s people of the indicator's population, and there are %(people)s") % {
        "reached": grouped(reached), "people": grouped(people),
    }  # fmt: skip
    fix = gettext("check how many it serves, and how many of them are in that population")
    return (error(said, fix, column="served" if read.content.get("served") else "in_population"),)


class _Reading:
    """One pass over the answers, which gathers columns, words and problems."""

    def __init__(self, typed: TypedLink, polarity: Polarity | None) -> None:
        self.typed, self.polarity = typed, polarity
        self.readings: dict[str, str] = {}
        self.problems: list[Finding] = []

    def columns(self) -> dict[str, str]:
        """All columns that the form asks for."""
        typed = self.typed
        found = {name: typed[name] for name in PLAIN} | {"program_id": typed["program"], "evidence": typed["evidence"]}
        found |= {name: self._number(name) for name in NUMBERS}
        found |= self._serving(found)
        for name, column in (("in_population", "in_population_share"), ("completion", "completion")):
            shares = tuple(self._share(f"{name}{end}") for end in ("", "_low", "_high"))
            self._ordered(name, shares)
            for end, share in zip(("", "_low", "_high"), shares, strict=True):
                found[f"{column}{end}"] = "" if share is None else written(share)
        without = tuple(self._share(f"without{end}") for end in ("", "_low", "_high"))
        self._ordered("without", without)
        for end, share in zip(("", "_low", "_high"), turned(without, self.polarity), strict=True):
            found[f"baseline_risk{end}"] = "" if share is None else written(share)
        found |= self._difference(without[0])
        found["next_review"] = self._day("next_review")
        return found

    def _serving(self, found: Mapping[str, str]) -> dict[str, str]:
        serving = self.typed["serving"]
        if serving == NUMBER:
            if not found["served"] and not self._is_wrong("served"):
                self._wrong("served", gettext("nobody says how many it serves"), gettext("type a number of people"))
            return {"measure_id": ""}
        if not serving:
            self._wrong("serving", gettext("nothing is chosen"), gettext("choose where its people are counted"))
        return {"measure_id": serving.partition(MEASURE)[2], "served": "", "served_period": ""}

    def _difference(self, without: Decimal | None) -> dict[str, str]:
        way = self.typed["way"]
        read = self._said_of(way)
        for name in ("with", "effect"):
            self._ordered(name, tuple(read[f"{name}{end}"] for end in ("", "_low", "_high")))
        found: DifferenceRead = difference_read(way, read, without, self.polarity)
        for problem in found.problems:
            if not self._is_wrong(problem.column or ""):
                self.problems.append(problem)
        if way == CHANGE:
            return {**found.columns, "evidence": str(Evidence.PRE_POST)}
        self._ask_of_evidence(found.columns)
        return found.columns

    def _said_of(self, way: str) -> dict[str, Decimal | None]:
        """What was answered in the way that is chosen; answers to the other ways are hidden, and are not read."""
        read: dict[str, Decimal | None] = dict.fromkeys((*OF_HUNDRED, *BEFORE_AFTER, "part", "part_high", *EFFECTS))
        match way:
            case "counts":
                read |= {name: self._hundred(name) for name in OF_HUNDRED}
            case "change":
                read |= {name: self._hundred(name) for name in BEFORE_AFTER}
                read |= {name: self._share(name) for name in ("part", "part_high")}
            case "less":
                read |= {name: self._hundred(name) for name in EFFECTS}
            case "ratio" | "d":
                read |= {name: self._decimal(name) for name in EFFECTS}
        return read

    def _ordered(self, name: str, ends: tuple[Decimal | None, ...]) -> None:
        """Says it at both fields where a range is upside down, and at the one where its value lies outside."""
        value, low, high = ends
        typed = {"low": self.typed[f"{name}_low"][:20], "high": self.typed[f"{name}_high"][:20],
                 "value": self.typed[name][:20]}  # fmt: skip
        if low is not None and high is not None and low > high:
            for each in (f"{name}_low", f"{name}_high"):
                said = gettext("lowest %(low)s is above highest %(high)s") % typed
                self._wrong(each, said, gettext("exchange or correct them"))
        elif value is not None and low is not None and low > value:
            said = gettext("lowest %(low)s is above the likeliest %(value)s") % typed
            self._wrong(f"{name}_low", said, gettext("correct one of them"))
        elif value is not None and high is not None and high < value:
            said = gettext("highest %(high)s is below the likeliest %(value)s") % typed
            self._wrong(f"{name}_high", said, gettext("correct one of them"))

    def _ask_of_evidence(self, columns: Mapping[str, str]) -> None:
        if columns.get("effect") and not self.typed["evidence"]:
            fix = gettext("choose the kind; “expert judgement” is an answer too")
            self._wrong("evidence", gettext("nobody says what the difference rests on"), fix)
        if self.typed["borrowed"] and columns.get("effect") and not (
            columns.get("effect_low") and columns.get("effect_high")
        ):  # fmt: skip
            fix = gettext("say a lowest and a highest that you would stand for here, wider than in the study")
            name = {COUNTS: "with_low", CHANGE: "part_high"}.get(self.typed["way"], "effect_low")
            self._wrong(name, gettext("it was found elsewhere, and here it may be more or less"), fix)

    def _number(self, name: str) -> str:
        number = self._decimal(name)
        if number is not None and number < 0:
            self._wrong(name, gettext("it is below nothing"), gettext("write 0 or more"))
            return ""
        return "" if number is None else written(number)

    def _decimal(self, name: str) -> Decimal | None:
        try:
            return number_of(self.typed[name])
        except UnclearError as unclear:
            self._unclear(name, unclear)
            return None

    def _share(self, name: str) -> Decimal | None:
        try:
            share = share_of(self.typed[name])
        except UnclearError as unclear:
            self._unclear(name, unclear)
            return None
        return self._positive(name, share)

    def _hundred(self, name: str) -> Decimal | None:
        try:
            share = of_hundred(self.typed[name])
        except UnclearError as unclear:
            self._unclear(name, unclear)
            return None
        if share is None or not name.startswith("effect"):
            return self._positive(name, share)
        self.readings[name] = percent(share)
        return share

    def _positive(self, name: str, share: Decimal | None) -> Decimal | None:
        if share is not None and share < 0:
            self._wrong(name, gettext("it is below nothing"), gettext("write 0 % or more"))
            return None
        if share is not None:
            self.readings[name] = percent(share)
        return share

    def _day(self, name: str) -> str:
        try:
            return date.fromisoformat(self.typed[name]).isoformat() if self.typed[name] else ""
        except ValueError:
            self._wrong(name, gettext("it is no day"), gettext("write it like 2026-09-30"))
            return ""

    def _unclear(self, name: str, unclear: UnclearError) -> None:
        said = gettext("“%(text)s” was not understood") % {"text": self.typed[name][:40]}
        self._wrong(name, said, str(unclear))

    def _wrong(self, name: str, message: str, fix: str) -> None:
        self.problems.append(error(message, fix, column=name))

    def _is_wrong(self, name: str) -> bool:
        return any(problem.column == name for problem in self.problems)


def percent(share: Decimal | float) -> str:
    """A proportion as it is said back: `80 %`."""
    number = round(float(share) * 100, 2)
    text = f"{number:.2f}".rstrip("0").rstrip(".")
    return f"{number_format(text, decimal_pos=len(text.partition('.')[2]))}{THIN}%"


# Back from columns to answers


def answers_of(content: Mapping[str, str], polarity: Polarity | None) -> TypedLink:
    """The answers that would come to these columns: what the form shows of a link that stands."""
    said = {name: content.get(name, "") for name in (*PLAIN, *NUMBERS, "next_review", "evidence")}
    said["program"] = content.get("program_id", "")
    measure = content.get("measure_id", "")
    said["serving"] = NUMBER if content.get("served") else f"{MEASURE}{measure}" if measure else RECORDS
    for name, column in (("in_population", "in_population_share"), ("completion", "completion")):
        said |= {f"{name}{end}": _percent(content.get(f"{column}{end}", "")) for end in ("", "_low", "_high")}
    risks = tuple(_exact(content.get(f"baseline_risk{end}", "")) for end in ("", "_low", "_high"))
    for end, share in zip(("", "_low", "_high"), turned(risks, polarity), strict=True):
        said[f"without{end}"] = _percent("" if share is None else str(share))
    return TypedLink({**said, **_way(content, polarity)})


def _way(content: Mapping[str, str], polarity: Polarity | None) -> dict[str, str]:
    kind = content.get("effect_kind", "")
    cells = {f"effect{end}": content.get(f"effect{end}", "") for end in ("", "_low", "_high")}
    if kind == EffectKind.RISK_DIFFERENCE:
        risk = _exact(content.get("baseline_risk", ""))
        effects = tuple(_exact(each) for each in cells.values())
        if risk is None:
            return {"way": LESS, **{name: _hundredth(each) for name, each in zip(cells, effects, strict=True)}}
        shown = in_direction(risk, effects, polarity)
        names = ("with", "with_low", "with_high")
        return {"way": COUNTS, **{name: _hundredth(each) for name, each in zip(names, shown, strict=True)}}
    way = {EffectKind.RISK_RATIO: RATIO, EffectKind.COHENS_D: STANDARDIZED}.get(kind)  # type: ignore[call-overload]
    return {"way": way or COUNTS, **cells}


def _exact(cell: str) -> Decimal | None:
    try:
        return number_of(cell)
    except UnclearError:
        return None


def _percent(cell: str) -> str:
    share = _exact(cell)
    return "" if share is None else f"{written(share * 100)} %"


def _hundredth(share: Decimal | None) -> str:
    """So many of a hundred; less than one of them as a percent, since a bare 0.5 could be half of all."""
    if share is None:
        return ""
    return f"{written(share * 100)} %" if 0 < abs(share * 100) < 1 else written(share * 100)
