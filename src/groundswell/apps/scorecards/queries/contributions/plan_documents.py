"""What it would take, statements and funders as JSON says them, alike from the API and from the command line.

Percents and shares are proportions; points are of a hundred people, and positive is better whichever way the indicator
counts. Keys may be added here, never renamed. A scenario names no program that the reader may not see.
"""

from __future__ import annotations

from collections.abc import Sequence

from groundswell.apps.contributions.queries import NoteFacts
from groundswell.apps.scorecards.queries.contributions.funders import (
    FundedIndicator,
    FundedLink,
    FunderList,
    FunderPage,
)
from groundswell.apps.scorecards.queries.contributions.plans import ComparedScenario, OptionLine, PlanPage
from groundswell.apps.scorecards.queries.contributions.statements import Statement, StatementPage
from groundswell.core.contribution.ranges import ProgramPart
from groundswell.core.estimates import Estimate
from groundswell.exchange.documents import Document, number


def plan_document(page: PlanPage) -> Document:
    """What it would take."""
    condition, plan = page.condition, page.plan
    names = {one.id: one.input.program_name for one in page.options} | dict(page.groups)
    return {
        "indicator_id": page.indicator.id,
        "period": str(condition.period) if condition.period else None,
        "target": number(condition.target[1]) if condition.target else None,
        "population": number(condition.population.people) if condition.population else None,
        "forecast": number(condition.heading.value) if condition.heading else None,
        "forecast_from": condition.heading_from,
        "gap_people": number(condition.gap.people) if condition.gap else None,
        "now": number(condition.latest.estimate.value) if condition.latest else None,
        "needed_people": number(page.needed_people),
        "minimize": str(page.minimize),
        "is_feasible": plan.is_feasible if plan else None,
        "people": number(plan.people) if plan else None,
        "linear_people": number(plan.linear_people) if plan else None,
        "points": number(plan.points) if plan else None,
        "cost": number(plan.cost) if plan else None,
        "currency": page.community.currency,
        "slots": number(plan.slots) if plan else None,
        "short_by_people": number(plan.short_by_people) if plan else None,
        "short_by_group": {cell: number(people) for cell, people in plan.short_by_group.items()} if plan else {},
        "binding": [
            {"kind": str(one.kind), "id": one.id, "words": str(one.words(names))}
            for one in (plan.binding if plan else ())
        ],
        "programs": [_option(one, is_planned=plan is not None) for one in page.options],
        "frontier": [
            {"cost": number(one.cost), "people": number(one.people), "points": number(one.points)}
            for one in page.frontier
        ],
        "tornado": [
            {
                "link_id": one.link_id,
                "assumption": one.field,
                "low_points": number(one.low_points),
                "high_points": number(one.high_points),
            }
            for one in page.tornado
        ],
        "not_counted": page.not_counted,
        "findings": [
            {"field": one.column or "", "message": str(one.message), "fix": str(one.fix)} for one in page.findings
        ],
        "reason": str(page.reason),
    }


def _option(one: OptionLine, *, is_planned: bool) -> Document:
    return {
        "program_id": one.input.facts.program_id,
        "link_id": one.id,
        "name": one.input.program_name,
        "served": number(one.served),
        "added": number(one.added) if is_planned else None,
        "people": number(one.people) if is_planned else None,
        "people_per_slot": number(one.people_per_slot),
        "unit_cost": number(one.unit_cost),
        "cost": number(one.cost) if is_planned else None,
        "capacity": number(one.capacity),
        "is_left_out": one.is_left_out,
    }


def scenarios_document(own: PlanPage, compared: Sequence[ComparedScenario]) -> Document:
    """Kept scenarios, each worked out as of today."""
    return {"indicator_id": own.indicator.id, "scenarios": [_scenario(one) for one in compared]}


def _scenario(one: ComparedScenario) -> Document:
    asked = one.page.asked.within({option.id for option in one.page.options}, dict(one.page.groups))
    plan = plan_document(one.page)
    for left in ("frontier", "tornado"):
        plan.pop(left)
    return {
        "scenario_id": one.scenario.id,
        "name": one.scenario.name,
        "note": one.scenario.note,
        "budget": asked.budget,
        "capacities": dict(asked.capacities),
        "smallest": dict(asked.smallest),
        "groups": dict(asked.groups),
        "plan": plan,
    }


def statement_document(page: StatementPage) -> Document:
    """A program's contribution statement."""
    program = page.program
    return {
        "program_id": program.id,
        "name": program.name,
        "organization": program.organization,
        "customers": program.customers,
        "results": [{"result_id": one, "statement": words} for one, words in program.results],
        "statements": [_statement(one) for one in page.statements],
    }


def _statement(one: Statement) -> Document:
    population, facts = one.condition.population, one.facts
    return {
        "indicator_id": one.indicator.id,
        "link_id": facts.id,
        "version": facts.version,
        "period": str(one.condition.period) if one.condition.period else None,
        "mechanism": facts.mechanism,
        "words": [str(words) for words in one.words],
        "decimal_point": str(one.decimal_point),
        "served": number(one.input.reached.served),
        "served_before": number(one.input.reached.served_before),
        "served_of": one.input.reached.of,
        "population": number(population.people) if population else None,
        "at_risk": number(population.at_risk) if population else None,
        **_part(one.part),
        "joint_points": number(one.joint_points.value) if one.joint_points else None,
        "evidence": facts.evidence,
        "evidence_source": facts.evidence_source,
        "must_be_true": _notes(one.must_be_true),
        "would_change": _notes(one.would_change),
        "challenges": _notes(one.challenges),
        "steps": [{"step": str(step), "notes": _notes(notes)} for step, notes in one.steps],
        "reason": str(one.reason),
    }


def _part(part: ProgramPart | None) -> Document:
    """What one program could come to alone; null where it cannot be computed."""
    points, people = (part.points, part.people) if part else (Estimate(None), Estimate(None))
    return {
        "reach": number(part.reach) if part else None,
        "people": number(people.value),
        "people_low": number(people.low),
        "people_high": number(people.high),
        "points": number(points.value),
        "low": number(points.low),
        "high": number(points.high),
        "level": number(points.level),
        "share_of_gap": number(part.share_of_gap) if part else None,
        "modelled_share": number(part.modelled_share) if part else None,
    }


def _notes(notes: Sequence[NoteFacts]) -> list[Document]:
    """Notes with their day and organization; who wrote them is for the page of the link."""
    return [
        {
            "note_id": one.id,
            "date": one.date,
            "text": one.text,
            "source": one.source,
            "organization": one.organization_name,
            "answers": _notes(one.replies),
        }
        for one in notes
    ]


def funders_document(page: FunderList) -> Document:
    """The funders whose grants reach a program that this reader sees."""
    return {
        "funders": [
            {
                "funder_id": one.id,
                "name": one.name,
                "grants": one.grants,
                "programs": one.programs,
                "linked": one.linked,
            }
            for one in page.funders
        ]
    }


def funder_document(page: FunderPage) -> Document:
    """What a funder's grants could add up to; never to be added to another funder's."""
    return {
        "funder_id": page.id,
        "name": page.name,
        "indicators": [_funded(one) for one in page.indicators],
        "grants": [
            {
                "grant_id": one.id,
                "recipient": one.recipient,
                "programs": list(one.programs),
                "amount": one.amount,
                "currency": one.currency,
                "starts": one.starts,
                "ends": one.ends,
            }
            for one in page.grants
        ],
        "unlinked": list(page.unlinked),
    }


def _funded(one: FundedIndicator) -> Document:
    alone = one.funded.joint_points if one.funded else Estimate(None)
    whole = one.whole.joint_points if one.whole else Estimate(None)
    return {
        "indicator_id": one.indicator.id,
        "name": one.indicator.name,
        "period": str(one.condition.period) if one.condition.period else None,
        "programs": [_funded_link(link) for link in one.links],
        "points": number(alone.value),
        "low": number(alone.low),
        "high": number(alone.high),
        "level": number(alone.level),
        "people": number(one.funded.joint_people.value) if one.funded else None,
        "modelled_share": number(one.modelled_share),
        "share_of_others": number(one.share_of_others),
        "joint_points": number(whole.value),
        "unowned_people": number(one.whole.unowned_people) if one.whole else None,
        "reason": str(one.reason),
    }


def _funded_link(link: FundedLink) -> Document:
    return {
        "program_id": link.input.facts.program_id,
        "link_id": link.input.facts.id,
        "name": link.input.program_name,
        **_part(link.part),
        "evidence": link.input.facts.evidence,
        "also_funded_by": list(link.also_funded_by),
        "reason": str(link.input.reason),
    }
