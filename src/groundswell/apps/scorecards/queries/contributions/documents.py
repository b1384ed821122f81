"""Contribution as JSON says it, alike from `groundswell contribution --json` and from the API.

Percents and shares are proportions; points are of a hundred people, and positive is better whichever way the indicator
counts. Where nothing can be computed a number is null, and `reason` says why. Keys may be added here, never renamed.
"""

from __future__ import annotations

from groundswell.apps.scorecards.queries.contributions.listing import ContributionList, IndicatorLinks
from groundswell.apps.scorecards.queries.contributions.pages import (
    DRAWS,
    LEVEL,
    SEED,
    ContributionPage,
    GroupPart,
    ProgramLine,
)
from groundswell.core.contribution.links import JointModel
from groundswell.core.contribution.ranges import Modelled
from groundswell.core.estimates import Estimate
from groundswell.exchange.documents import Document, estimate_document, number


def contribution_document(page: ContributionPage) -> Document:
    """What the programs linked to one indicator could add up to."""
    condition, found = page.condition, page.modelled
    now = condition.latest.estimate.value if condition.latest else None
    return {
        "indicator_id": page.indicator.id,
        "period": str(condition.period) if condition.period else None,
        "population": number(condition.population.people) if condition.population else None,
        "now": number(now),
        "forecast": number(condition.heading.value) if condition.heading else None,
        "target": number(condition.target[1]) if condition.target else None,
        "gap_people": number(condition.gap.people) if condition.gap else None,
        "level": found.level if found else LEVEL,
        "model": str(page.model),
        "seed": found.seed if found else SEED,
        "draws": found.draws if found else DRAWS,
        "programs": [_program(line) for line in page.lines],
        **_joint(found),
        "detectable_points": number(page.detectable_points),
        "warnings": [str(warning) for warning in page.warnings],
        "reason": page.reason,
        "forecast_from": condition.heading_from,
        "now_period": str(condition.latest.period) if condition.latest else None,
        "population_period": str(condition.population_period) if condition.population_period else None,
        "overlap_from": _overlap_from(page),
        "overlap_period": str(page.overlap_period) if page.overlap_period else None,
        "others": {
            "links": page.others.links,
            "points": number(page.others.points),
            "modelled_share": number(page.others.modelled_share),
        } if page.others else None,
        "left_out": page.left_out,
        **_more_of_joint(found),
        "groups": [line for part in page.groups for line in _groups(part)],
        "periods": [str(period) for period in page.periods],
    }  # fmt: skip


def _overlap_from(page: ContributionPage) -> str | None:
    if page.modelled is None:
        return None
    return "records" if page.modelled.is_linked else "chance"


def _joint(found: Modelled | None) -> Document:
    """Of all linked programs together."""
    joint = found.joint_points if found else Estimate(None)
    share = found.share_of_gap if found and found.share_of_gap else Estimate(None)
    return {
        "sum_points": number(found.sum_points) if found else None,
        "joint_points": number(joint.value),
        "low": number(joint.low),
        "high": number(joint.high),
        "overlap": number(found.overlap_points) if found else None,
        "share_of_gap": number(share.value),
        "unowned_people": number(found.unowned_people) if found else None,
    }


def _more_of_joint(found: Modelled | None) -> Document:
    people = found.joint_people if found else Estimate(None)
    share = found.share_of_gap if found and found.share_of_gap else Estimate(None)
    return {
        "joint_people": number(people.value),
        "joint_people_low": number(people.low),
        "joint_people_high": number(people.high),
        "share_of_gap_low": number(share.low),
        "share_of_gap_high": number(share.high),
        "bounds_points": [number(end) for end in found.bounds_points] if found else None,
        "chance_of_closing": number(found.chance_of_closing) if found else None,
    }


def _program(line: ProgramLine) -> Document:
    """One link; its numbers are null where it cannot be computed."""
    part, facts = line.part, line.input.facts
    points = part.points if part else Estimate(None)
    people = part.people if part else Estimate(None)
    return {
        "program_id": line.program_id,
        "reach": number(part.reach) if part else None,
        "people": number(people.value),
        "points": number(points.value),
        "low": number(points.low),
        "high": number(points.high),
        "share_of_gap": number(part.share_of_gap) if part else None,
        "modelled_share": number(part.modelled_share) if part else None,
        "slots_for_the_gap": number(part.slots_for_the_gap) if part else None,
        "link_id": line.link_id,
        "name": line.name,
        "people_low": number(people.low),
        "people_high": number(people.high),
        "served": number(line.input.reached.served),
        "served_before": number(line.input.reached.served_before),
        "served_of": line.input.reached.of,
        "served_period": line.input.reached.period,
        "evidence": facts.content.get("evidence", ""),
        "reason": str(line.reason),
    }


def _groups(part: GroupPart) -> list[Document]:
    return [
        {
            "dimension": part.dimension,
            "group_id": line.id,
            "label": line.label,
            "need_people": number(line.part.people),
            "need_share": number(line.need_share),
            "reach": number(line.part.reach),
            "reach_share": number(line.reach_share),
            "joint_people": estimate_document(line.part.joint_people),
        }
        for line in part.lines
    ]


def contribution_list_document(page: ContributionList) -> Document:
    """Every indicator, with what could be computed for those that have links."""
    return {
        "model": str(JointModel.RISKS_MULTIPLY),
        "indicators": [_indicator(one) for one in page.indicators],
        "links": [
            {
                "link_id": one.link_id,
                "program_id": one.program.id,
                "strategy_id": one.strategy.id if one.strategy else None,
                "indicator_id": one.indicator.id,
                "result_id": one.result.id if one.result else None,
                "points": number(one.points.value) if one.points else None,
                "evidence": one.evidence,
            }
            for one in page.chains
        ],
    }


def _indicator(one: IndicatorLinks) -> Document:
    joint = one.modelled.joint_points if one.modelled else Estimate(None)
    share = one.modelled.share_of_gap if one.modelled else None
    return {
        "indicator_id": one.row.id,
        "name": one.row.name,
        "links": one.links,
        "programs": one.programs,
        "period": str(one.period) if one.period else None,
        "joint_points": number(joint.value),
        "low": number(joint.low),
        "high": number(joint.high),
        "level": number(joint.level),
        "share_of_gap": number(share.value) if share else None,
        "unowned_people": number(one.modelled.unowned_people) if one.modelled else None,
        "reason": str(one.reason),
    }
