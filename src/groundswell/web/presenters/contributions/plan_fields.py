"""The form that asks what it would take: every field with what was typed, what helps, and what is wrong beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext

from groundswell.apps.scorecards.queries.contributions.plans import PlanPage
from groundswell.core.vocabulary import Unit
from groundswell.web.presenters.language import spoken
from groundswell.web.presenters.rows import pen_for
from groundswell.web.presenters.writing import grouped, period_text


@dataclass(frozen=True, slots=True)
class PlanField:
    """One field; `help` says what happens where it stays blank."""

    id: str
    name: str
    label: str
    value: str
    help: str = ""
    problem: str = ""

    @property
    def described_by(self) -> str:
        """The ids of what is said about it."""
        told = [f"{self.id}-help"] if self.help else []
        return " ".join([*told, f"{self.id}-problem"] if self.problem else told)


@dataclass(frozen=True, slots=True)
class ProgramFields:
    """The limits of one program."""

    name: str
    served: str
    capacity: PlanField
    smallest: PlanField


def problems_of(page: PlanPage) -> dict[str, str]:
    """What is wrong, by field."""
    found: dict[str, str] = {}
    for finding in page.findings:
        words = f"{spoken(finding.message)}: {spoken(finding.fix)}" if finding.fix else spoken(finding.message)
        found.setdefault(finding.column or "", words[:1].upper() + words[1:] + ".")
    return found


def aim_fields(page: PlanPage) -> Iterator[PlanField]:
    """Target, year and budget."""
    wrong, asked = problems_of(page), page.asked
    pen = pen_for(page.indicator, page.community)
    own = page.indicator.target
    unit = "%" if page.indicator.unit is Unit.PERCENT else pen.unit_words
    standing = ""
    if own is not None:
        standing = gettext("Blank: %(target)s.") % {"target": pen.value(own.value, trimmed=True)}
    yield PlanField(
        "target", "target", gettext("Target, %(unit)s") % {"unit": unit} if unit else gettext("Target"),
        asked.target, standing, wrong.get("target", ""),
    )  # fmt: skip
    period = own.period if own is not None else page.condition.latest.period if page.condition.latest else None
    when = gettext("Blank: %(period)s.") % {"period": period_text(period)} if period else ""
    yield PlanField("period", "period", gettext("Year"), asked.period, when, wrong.get("period", ""))
    money = gettext("Budget for new places, %(currency)s") % {"currency": page.community.currency}
    yield PlanField(
        "budget", "budget", money if page.community.currency else gettext("Budget for new places"), asked.budget,
        gettext("Blank: as much as it costs."), wrong.get("budget", ""),
    )  # fmt: skip


def program_fields(page: PlanPage) -> Iterator[ProgramFields]:
    """The most and the fewest people of every program that could grow."""
    wrong, asked = problems_of(page), page.asked
    for number, one in enumerate(page.options, 1):
        declared = one.input.facts.capacity
        own = _number(declared)
        yield ProgramFields(
            name=one.input.program_name,
            served=gettext("serves %(n)s now") % {"n": grouped(one.served)},
            capacity=PlanField(
                f"capacity-{number}", f"capacity-{one.id}", gettext("At most"), asked.capacities.get(one.id, ""),
                gettext("Blank: %(n)s, as declared.") % {"n": own} if own else gettext("Blank: as many as it finds."),
                wrong.get(f"capacity-{one.id}", ""),
            ),
            smallest=PlanField(
                f"smallest-{number}", f"smallest-{one.id}", gettext("At least"), asked.smallest.get(one.id, ""),
                gettext("Blank: as many as now."), wrong.get(f"smallest-{one.id}", ""),
            ),
        )  # fmt: skip


def _number(text: str) -> str:
    try:
        return grouped(float(text)) if text else ""
    except ValueError:
        return ""


def group_fields(page: PlanPage) -> Iterator[PlanField]:
    """The fewest people of each group who should be better off by the new places."""
    wrong, asked = problems_of(page), page.asked
    for number, (cell, label) in enumerate(page.groups, 1):
        yield PlanField(
            f"group-{number}", f"group-{cell}", label, asked.groups.get(cell, ""), "", wrong.get(f"group-{cell}", "")
        )
