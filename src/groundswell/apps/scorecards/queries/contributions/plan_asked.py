"""What somebody asks when they ask what it would take, as it was typed, and what is wrong with it.

A plan is looked at without being kept: everything that was asked stands in the address, and a scenario keeps the same.
Numbers are in the indicator's published unit; limits are of programs by their link and of groups by their cell.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from math import isfinite
from typing import Any

from groundswell.apps.contributions.queries import ScenarioFacts
from groundswell.core.contribution.limits import Limits
from groundswell.core.contribution.mixes import Minimize
from groundswell.core.findings import Finding, error
from groundswell.core.periods import Period
from groundswell.core.sentences import sentence
from groundswell.core.vocabulary import Unit

FARTHEST = 30  # periods ahead: beyond that nobody can say where an indicator is heading
MOST_OF_A_CELL = 40
MOST_ASKED = 400  # fields of one form
_SHORT = re.compile(r"^(\d{4})\s*[-–/]\s*\u2060?(\d{2})$")
_NUMBER = sentence("type digits, such as 75 or 12,000")


@dataclass(frozen=True, slots=True)
class PlanAsked:
    """What was asked, as it was typed; by link and by group where there are several."""

    target: str = ""
    period: str = ""
    minimize: str = "cost"
    budget: str = ""
    capacities: Mapping[str, str] = field(default_factory=dict)
    smallest: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)
    model: str = ""

    @classmethod
    def of_query(cls, told: Mapping[str, Any]) -> PlanAsked:
        """What an address or a form asks: `capacity-LINK`, `smallest-LINK` and `group-CELL` beside the others."""
        plain: dict[str, Any] = {}
        several: dict[str, dict[str, str]] = {"capacity": {}, "smallest": {}, "group": {}}
        for name in list(told)[:MOST_ASKED]:
            kind, _, key = name.partition("-")
            cell = str(told[name]).replace("\x00", "").strip()[:MOST_OF_A_CELL]
            if kind in several and key and cell:
                several[kind][key] = cell
            elif name in ("target", "period", "minimize", "budget", "model") and cell:
                plain[name] = cell
        return cls(capacities=several["capacity"], smallest=several["smallest"], groups=several["group"], **plain)

    @classmethod
    def of_scenario(cls, scenario: ScenarioFacts) -> PlanAsked:
        """What a kept scenario asks."""
        told = {name: _texts(scenario.limits.get(name)) for name in ("capacities", "smallest", "groups")}
        model = scenario.limits.get("model")
        return cls(
            scenario.target, scenario.period, scenario.minimize or "cost", scenario.budget, **told,
            model=model if isinstance(model, str) else "",
        )  # fmt: skip

    def within(self, links: Collection[str], groups: Collection[str]) -> PlanAsked:
        """The same with limits of these links and groups alone: a scenario may speak of programs that a reader may
        not see."""

        def told(each: Mapping[str, str], known: Collection[str]) -> dict[str, str]:
            return {key: text for key, text in each.items() if key in known}

        return replace(
            self,
            capacities=told(self.capacities, links),
            smallest=told(self.smallest, links),
            groups=told(self.groups, groups),
        )

    @property
    def query(self) -> dict[str, str]:
        """The same as the parts of an address; what is blank is left out."""
        plain = {name: getattr(self, name) for name in ("target", "period", "minimize", "budget", "model")}
        if plain["minimize"] == "cost":
            del plain["minimize"]
        told = {
            **plain,
            **{f"capacity-{key}": text for key, text in self.capacities.items()},
            **{f"smallest-{key}": text for key, text in self.smallest.items()},
            **{f"group-{key}": text for key, text in self.groups.items()},
        }
        return {name: text.strip() for name, text in told.items() if text.strip()}

    @property
    def settings(self) -> str:
        """What a scenario keeps beside its target, year and budget, as JSON; blank where that is nothing."""
        told: dict[str, Any] = {name: _given(getattr(self, name)) for name in ("capacities", "smallest", "groups")}
        told["model"] = self.model
        kept = {name: each for name, each in told.items() if each}
        return json.dumps(kept, sort_keys=True) if kept else ""


def _texts(each: object) -> dict[str, str]:
    return {str(name): str(value) for name, value in each.items()} if isinstance(each, dict) else {}


def _given(each: Mapping[str, str]) -> dict[str, str]:
    return {name: text.strip() for name, text in sorted(each.items()) if text.strip()}


def _both_years(years: re.Match[str]) -> str:
    """A school year as people write it, `2029-30`, as periods are written."""
    first = int(years[1])
    return f"{first}/{first + 1}" if (first + 1) % 100 == int(years[2]) else years[0]


class Typed:
    """What was typed read as numbers and periods, with a finding for each that cannot be; `column` names the field."""

    def __init__(self, asked: PlanAsked) -> None:
        self.asked = asked
        self.findings: list[Finding] = []

    def number(self, text: str, column: str) -> float | None:
        """A number from 0 on; None where nothing was typed, or nothing that can be read."""
        plain = text.strip().replace(",", "").replace(" ", "").strip("$€£").rstrip("%").strip()
        if not plain:
            if text.strip():
                self._refuse_number(text, column)
            return None
        try:
            found = float(plain) if plain.isascii() else float("nan")
        except ValueError:
            found = float("nan")
        if not isfinite(found) or found < 0:
            self._refuse_number(text, column)
            return None
        return found

    def _refuse_number(self, text: str, column: str) -> None:
        said = sentence("{text} is not a number from 0 on", text=f"“{text.strip()}”")
        self.findings.append(error(said, _NUMBER, column=column))

    def target(self, unit: Unit) -> float | None:
        """The target in computing units."""
        found = self.number(self.asked.target, "target")
        if found is None or unit is not Unit.PERCENT:
            return found
        if found > 100:
            fix = sentence("a share of people lies between 0 and 100")
            self.findings.append(error(sentence("more than all of them cannot be reached"), fix, column="target"))
            return None
        return found / 100

    def period(self, latest: Period | None) -> str:
        """The year as typed; blank where it is none, or none of this indicator's."""
        text = _SHORT.sub(_both_years, self.asked.period.strip())
        if not text:
            return ""
        try:
            found = Period.parse(text)
        except ValueError:
            return self._refuse_period(sentence("“{text}” is not a year", text=text), latest)
        if latest is not None and not found.is_comparable_with(latest):
            return self._refuse_period(sentence("this indicator does not count in such years"), latest)
        if latest is not None and not 0 <= latest.distance_to(found) <= FARTHEST:
            return self._refuse_period(sentence("it lies before the latest value, or too far ahead"), latest)
        return text

    def _refuse_period(self, said: str, latest: Period | None) -> str:
        example = latest.shift(5) if latest else "2030"
        self.findings.append(error(said, sentence("write it as {example}", example=example), column="period"))
        return ""

    def minimize(self) -> Minimize:
        """What is to be least."""
        return Minimize(self.asked.minimize) if self.asked.minimize in set(Minimize) else Minimize.COST

    def limits(self, links: Collection[str], groups: Collection[str]) -> Limits:
        """All limits that were typed for these links and groups; what is about any other is not looked at."""
        return Limits(
            budget=self.number(self.asked.budget, "budget"),
            capacities=self._each(self.asked.capacities, "capacity", links),
            smallest=self._each(self.asked.smallest, "smallest", links),
            group_minimums=self._each(self.asked.groups, "group", groups),
        )

    def _each(self, told: Mapping[str, str], column: str, known: Collection[str]) -> dict[str, float]:
        found = {key: self.number(text, f"{column}-{key}") for key, text in told.items() if key in known}
        return {key: number for key, number in found.items() if number is not None}
