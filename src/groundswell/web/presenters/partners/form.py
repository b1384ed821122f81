"""The form by which one side answers: levels as questions, whose answer it is, what it is for, and who may read it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext

from groundswell.apps.partnerships.queries import PartnershipFacts, PartnersPage, purposes_of
from groundswell.core.collaboration.accounts import BACKBONE, Account
from groundswell.core.collaboration.levels import Level
from groundswell.core.findings import Finding
from groundswell.web.forms.partnerships import BOTH, TypedAccount, side_of, who_of
from groundswell.web.presenters.communities import Surroundings
from groundswell.web.presenters.partners.around import around_partners
from groundswell.web.presenters.partners.cells import Line, sheet_cells
from groundswell.web.presenters.partners.words import (
    ReadersChoice,
    finding_words,
    level_name,
    levels,
    readers_choices,
    readers_words,
)


@dataclass(frozen=True, slots=True)
class CellAsked:
    """What is asked of one of the two, or of both, at a level."""

    key: str  # LEVEL-WHO, with which the names of its fields begin
    title: str
    level: str
    activity: str
    evidence: str
    since: str
    is_so: bool
    needs_nothing: bool
    is_open: bool
    problems: tuple[str, ...]
    evidence_problems: tuple[str, ...]
    since_problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LevelAsked:
    """A level as a question."""

    number: int
    name: str
    meaning: str
    cells: tuple[CellAsked, ...]


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to choose."""

    value: str
    words: str
    help: str = ""
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class SummaryLine:
    """One problem, and where it stands."""

    anchor: str
    label: str
    words: str


@dataclass(frozen=True, slots=True)
class AnswerSheet:
    """The page."""

    around: Surroundings
    title: str
    address: str
    partnership_address: str
    is_first: bool
    begins_with: str
    paper: tuple[LevelAsked, ...]
    outer: tuple[LevelAsked, ...]
    is_outer_open: bool
    whoms: tuple[Option, ...]
    purposes: tuple[Option, ...]
    purpose_now: str
    wanted: tuple[Option, ...]
    next_step: str
    next_step_problems: tuple[str, ...]
    day: str
    day_problems: tuple[str, ...]
    latest_day: str
    readers: tuple[ReadersChoice, ...]
    readers_now: str
    seen: tuple[tuple[str, str], ...]
    summary: tuple[SummaryLine, ...]
    standing: tuple[Line, ...]


def answer_sheet(
    page: PartnersPage,
    facts: PartnershipFacts,
    typed: TypedAccount,
    path: str,
    *,
    whoms: tuple[str, ...],
    begins_with: Account | None = None,
    findings: Sequence[Finding] = (),
    met: Account | None = None,
) -> AnswerSheet:
    """Written out for the template; `met` is a colleague's answer that stands since the form was opened."""
    asked = tuple(_levels(facts, typed, findings))
    outer = tuple(level for level in asked if not level.is_on_paper)
    own = next(iter(side for side in facts.sides if side in facts.own), "")
    return AnswerSheet(
        around=around_partners(page.community, path),
        title=gettext("How do you work with %(name)s?") % {"name": facts.title_from(own or facts.sides[0])}
        if own else gettext("How do %(one)s and %(other)s work together?")
        % {"one": facts.name_of(facts.sides[0]), "other": facts.name_of(facts.sides[1])},
        address=path,
        partnership_address=reverse("partnership", args=[page.community.public_id, facts.id]),
        is_first=bool(own) and own not in facts.said.answered,
        begins_with=date_format(begins_with.day, "DATE_FORMAT") if begins_with else "",
        paper=tuple(level.asked for level in asked if level.is_on_paper),
        outer=tuple(level.asked for level in outer),
        is_outer_open=any(cell.is_open for level in outer for cell in level.asked.cells),
        whoms=tuple(_whoms(facts, whoms, typed["whom"] or (whoms[0] if own else ""))) if len(whoms) > 1 else (),
        purposes=tuple(
            Option(one.id, one.label, one.description, typed["purpose"] == one.id)
            for one in purposes_of(page.community)
        ),
        purpose_now=facts.purpose,
        wanted=tuple(Option(str(one.number), one.name, "", typed["wanted"] == str(one.number)) for one in levels()),
        next_step=typed["next_step"],
        next_step_problems=_at(findings, "next_step"),
        day=typed["day"] or page.today.isoformat(),
        day_problems=_at(findings, "day"),
        latest_day=page.today.isoformat(),
        readers=readers_choices(facts, own, typed["readers"]) if own and facts.lets(own) is None else (),
        readers_now=readers_words(facts, own) if own and facts.lets(own) is not None else "",
        seen=tuple((whom, typed[f"seen-{whom}"]) for whom in whoms),
        summary=tuple(_summary(facts, findings)),
        standing=_standing(met, facts),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Asked:
    asked: LevelAsked
    is_on_paper: bool


def _levels(facts: PartnershipFacts, typed: TypedAccount, findings: Sequence[Finding]) -> Iterator[_Asked]:
    for level in levels():
        cells = tuple(_cell(facts, level.number, who, typed, findings) for who in _whos(facts))
        yield _Asked(LevelAsked(level.number, level.name, level.meaning, cells), level.is_on_paper)


def _whos(facts: PartnershipFacts) -> tuple[str, ...]:
    """The reader's own side first, both together last."""
    return (*facts.sides, BOTH)


def who_words(facts: PartnershipFacts, who: str) -> str:
    """Who does it, as the form asks."""
    if who == BOTH:
        return gettext("What you do together") if facts.own else gettext("What both do together")
    if who in facts.own and len(facts.own) == 1:
        return gettext("What we do")
    return gettext("What %(name)s does") % {"name": facts.name_of(who)}


def _cell(facts: PartnershipFacts, level: int, who: str, typed: TypedAccount, findings: Sequence[Finding]) -> CellAsked:
    key, parts = f"{level}-{who}", typed.cell(level, who)
    problems = (*_at(findings, key), *_at(findings, f"{key}-activity"))
    beside = _at(findings, f"{key}-evidence"), _at(findings, f"{key}-since")
    return CellAsked(
        key, who_words(facts, who), level_name(level), parts["activity"], parts["evidence"], parts["since"],
        bool(parts["so"]), level <= Level.COEXIST,
        any(parts.values()) or bool(problems or any(beside)), problems, *beside,
    )  # fmt: skip


def _at(findings: Sequence[Finding], column: str) -> tuple[str, ...]:
    return tuple(finding_words(each) for each in findings if each.column == column)


def _whoms(facts: PartnershipFacts, whoms: tuple[str, ...], chosen: str) -> Iterator[Option]:
    for whom in whoms:
        side, recorder = side_of(whom)
        name = facts.name_of(side) if side else ""
        if side == recorder:
            words, help_words = gettext("The answer of %(name)s") % {"name": name}, ""
        elif recorder == BACKBONE:
            words = gettext("%(name)s told me, and I write it down") % {"name": name}
            words = words if side else gettext("Both told me, and I write it down for both")
            help_words = gettext("It says that the backbone recorded it.")
        else:
            words = gettext("We sat together, and I record it for both")
            help_words = gettext("Both of you read it at once, and it says that %(name)s recorded it.")
            help_words %= {"name": facts.name_of(recorder)}
        yield Option(whom, words, help_words, whom == chosen)


def _summary(facts: PartnershipFacts, findings: Sequence[Finding]) -> Iterator[SummaryLine]:
    plain = {
        "cells": ("level-3", gettext("Levels")), "side": ("whom", gettext("Whose answer")),
        "day": ("f-day", gettext("Day")),
        "readers": ("readers", gettext("Who may read it")), "next_step": ("f-next_step", gettext("Next step")),
        "wanted_level": ("f-wanted", gettext("Wanted level")), "purpose": ("f-purpose", gettext("Purpose")),
    }  # fmt: skip
    for each in findings:
        anchor, label = plain.get(each.column or "", ("", ""))
        level, _, rest = (each.column or "").partition("-")
        if not anchor and level.isdecimal() and rest:
            who = next((one for one in who_of(facts.said.pair) if rest == one or rest.startswith(f"{one}-")), BOTH)
            part = rest.removeprefix(who).removeprefix("-") or "activity"
            anchor, label = f"f-{level}-{who}-{part}", f"{level_name(int(level))}, {who_words(facts, who)}"
        yield SummaryLine(anchor, label, finding_words(each))


def _standing(met: Account | None, facts: PartnershipFacts) -> tuple[Line, ...]:
    """What a colleague stored meanwhile, in lines."""
    if met is None:
        return ()
    names = {side: facts.name_of(side) for side in facts.sides}
    cells = sheet_cells(met, levels(), names)
    return tuple(
        Line(f"{cell.level}{f', {line.who}' if line.who else ''}", line.activity, line.evidence, line.since)
        for cell in cells
        for line in cell.lines
    )
