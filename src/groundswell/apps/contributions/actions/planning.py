"""What it would take, kept as scenarios, and what was modelled for a year, kept to be set beside what happens."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils import timezone

from groundswell.apps.contributions.actions.checking import Cells, checked_row, directory_for, is_id
from groundswell.apps.contributions.models import KeptModel, Scenario
from groundswell.apps.contributions.queries.planning import facts_of_scenario
from groundswell.apps.people.actions import RefusalError, alone_with, community_to_change, directory_of, store_table
from groundswell.apps.people.actions.saving import Saved, record_saving, saved
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import Actor, not_retired, require
from groundswell.core.findings import Finding, error, has_errors
from groundswell.core.permissions import Permission
from groundswell.core.sentences import sentence
from groundswell.exchange.package.cells import id_made_from
from groundswell.exchange.package.contribution_check import problem_with_json
from groundswell.exchange.package.ids import free_id
from groundswell.exchange.package.layout import TABLES
from groundswell.exchange.tables import Table

LONGEST_NAME = 120  # characters of a scenario's name
SAYS_THE_SAME = ("period", "joint_points", "low", "high", "level", "forecast", "population", "model", "links")


def save_scenario(*, community_id: str, content: Mapping[str, str], seen: str = "", by: Actor) -> Saved:
    """Keep a scenario, new or changed: `content` are cells by the headings of scenarios.csv, a blank id makes one.

    `seen` is the version (`ScenarioFacts.version`) that somebody saw and changed, blank for a new one: where another
    stands by now nothing is stored. A retired one is taken up again. Raises NotAllowedError.
    """

    def change() -> Saved:
        with alone_with(community_id):
            community = _community(community_id, by)
            wanted = {heading: cell for heading, cell in content.items() if heading != "retired"}
            wanted["scenario_id"] = wanted.get("scenario_id", "").strip() or free_id(
                directory_of(Scenario, community), id_made_from(wanted.get("name", "")) or "scenario"
            )
            cells, findings = checked_row("scenarios", wanted, community)
            findings += [*_json(cells, "settings"), *_too_long(cells.get("name", ""))]
            name = wanted["scenario_id"]
            if has_errors(findings):
                raise RefusalError(*findings)
            _refuse_unseen(Scenario.objects.filter(community=community, public_id=name).first(), seen)
            store_table(Scenario, _table("scenarios", cells), community=community, directory=directory_for(community))
            row = Scenario.objects.get(community=community, public_id=name)
            if not row.by:
                Scenario.objects.filter(pk=row.pk).update(by=by.name)
            verb = "changed" if seen else "made"
            record_saving(
                community, "contribution_scenario", by, scenario=name, indicator=cells["indicator_id"], verb=verb
            )
            return Saved(name, findings=findings, is_changed=True)

    return saved(change)


def retire_scenario(*, community_id: str, scenario_id: str, by: Actor) -> Saved:
    """Take a scenario out of use; it is kept. Raises NotAllowedError."""

    def change() -> Saved:
        with alone_with(community_id):
            community = _community(community_id, by)
            rows = not_retired(Scenario.objects.filter(community=community))
            row = rows.filter(public_id=scenario_id).first() if is_id(scenario_id) else None
            if row is None:
                fix = sentence("check the id")
                raise RefusalError(error(sentence("there is no such scenario"), fix, column="scenario_id"))
            row.retired = timezone.localdate()
            row.save(update_fields=["retired"])
            record_saving(community, "contribution_scenario", by, scenario=scenario_id, verb="retired")
            return Saved(scenario_id, is_changed=True)

    return saved(change)


def keep_model(
    *,
    community_id: str,
    indicator_id: str,
    period: str,
    joint_points: float,
    low: float | None,
    high: float | None,
    level: float,
    forecast: float | None,
    population: float,
    model: str,
    seed: int,
    draws: int,
    links: Sequence[str],
    content: Sequence[Mapping[str, Any]] | Mapping[str, Any],
    place_id: str = "",
    group_id: str = "",
    note: str = "",
    by: Actor,
) -> Saved:
    """Keep what was modelled for a year; it never changes, and another model of that year stands beside it.

    Where the same stands already, it is not kept again: the answer names it, and nothing has changed.
    Points are of 100, in the good direction; `forecast` is the indicator's value without the change, a proportion as it
    counts. `links` are versions (`LinkFacts.key`), `content` the programs' parts as JSON has them. Raises
    NotAllowedError.
    """

    def change() -> Saved:
        with alone_with(community_id):
            community = _community(community_id, by)
            parts = (indicator_id, id_made_from(period), place_id, group_id)
            name = free_id(directory_of(KeptModel, community), *parts)
            facts = {"joint_points": joint_points, "low": low, "high": high, "level": level, "forecast": forecast,
                     "population": population}  # fmt: skip
            cells, findings = checked_row(
                "modelled_years",
                {
                    **{heading: _number(fact) for heading, fact in facts.items()},
                    **{"modelled_id": name, "indicator_id": indicator_id, "period": period, "place_id": place_id},
                    **{"group_id": group_id, "kept_on": timezone.localdate().isoformat(), "model": model},
                    **{"seed": str(seed), "draws": str(draws), "links": "; ".join(links), "note": note},
                    "content": json.dumps(content, ensure_ascii=False, sort_keys=True, allow_nan=False),
                },
                community,
            )
            if has_errors(findings):
                raise RefusalError(*findings)
            if standing := _kept_already(community, cells):
                return Saved(standing, findings=findings)
            store_table(
                KeptModel, _table("modelled_years", cells), community=community, directory=directory_for(community),
                by=by.name,
            )  # fmt: skip
            record_saving(community, "keep_model", by, model=name, indicator=indicator_id, period=period)
            return Saved(name, findings=findings, is_changed=True)

    return saved(change)


def _kept_already(community: Community, cells: Cells) -> str:
    """The id of a kept model that says the same of the same; blank where none stands."""
    rows = not_retired(KeptModel.objects.filter(community=community, indicator__public_id=cells["indicator_id"]))
    rows = rows.filter(**{name: cells.get(name, "") for name in SAYS_THE_SAME}).select_related("place", "group")
    where = (cells.get("place_id", ""), cells.get("group_id", ""))
    found = (row for row in rows if ("" if row.place.is_own else row.place.public_id, row.group.public_id) == where)
    return next((row.public_id for row in found), "")


def _community(community_id: str, by: Actor) -> Community:
    community = community_to_change(community_id, by)
    require(by, Permission.CHANGE_CONTRIBUTIONS, community)
    return community


def _json(cells: Cells, column: str) -> list[Finding]:
    problem = problem_with_json(cells[column]) if cells.get(column) else None
    return [error(*problem, column=column)] if problem else []


def _too_long(name: str) -> list[Finding]:
    if len(name) <= LONGEST_NAME:
        return []
    fix = sentence("keep it within {count} characters", count=f"{LONGEST_NAME:,}")
    return [error(sentence("is too long"), fix, column="name")]


def _refuse_unseen(row: Scenario | None, seen: str) -> None:
    if row is None and not seen:
        return
    stands = facts_of_scenario(row).version if row else ""
    if stands != seen:
        said = sentence("somebody else has changed this scenario since you opened it")
        raise RefusalError(error(said, sentence("look at what stands there now, then save again")))


def _table(name: str, cells: Cells) -> Table:
    headings = [*TABLES[name].headings, *(heading for heading in cells if heading not in TABLES[name].headings)]
    return Table(name, headings, {heading: [cells.get(heading, "")] for heading in headings}, [0])


def _number(number: float | None) -> str:
    """A number as a package writes it; blank where there is none.

    >>> _number(0.8147), _number(1e-07), _number(12000.0), _number(None)
    ('0.8147', '0.0000001', '12000', '')
    """
    if number is None or not math.isfinite(number):
        return ""
    text = f"{Decimal(repr(float(number))):f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text
