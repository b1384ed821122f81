"""The network and the questions about partners as documents: the keys of their JSON twins, for machines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from groundswell.apps.partnerships.queries.network import NetworkPage
from groundswell.apps.partnerships.queries.questions import QuestionAnswer, QuestionFacts
from groundswell.core.collaboration.network import Share
from groundswell.core.collaboration.ratings import Tie


def network_document(page: NetworkPage) -> dict[str, Any]:
    """Figures with their bounds, organizations with their roles, and every pair about which anybody answered."""
    asked = page.asked
    return {
        "on": asked.on.isoformat(),
        "purpose_id": asked.purpose,
        "sector": asked.sector,
        "lowest_tie": int(asked.lowest),
        "days": [day.isoformat() for day in page.days],
        "figures": _figures(page),
        "organizations": [_organization(one.id, page) for one in page.organizations],
        "ties": [_tie(tie, asked.lowest) for tie in page.network.ties],
    }


def questions_document(questions: Sequence[QuestionFacts], answers: Sequence[QuestionAnswer]) -> dict[str, Any]:
    """The questions in use, and the answers to them that a reader may read."""
    used = {one.id for one in questions}
    return {
        "questions": [
            {"question_id": one.id, "wording": one.wording, "low_label": one.low_label, "high_label": one.high_label,
             "steps": one.steps}
            for one in questions
        ],
        "answers": [
            {"question_id": one.question, "from_organization": one.one, "to_organization": one.about,
             "answer": one.answer, "date": one.day.isoformat()}
            for one in answers if one.question in used
        ],
    }  # fmt: skip


def _figures(page: NetworkPage) -> dict[str, Any]:
    figures = page.network.figures
    plain = ("organizations", "centralization", "largest_part", "confirmed", "one_sided", "unconfirmed", "disputed")
    found: dict[str, Any] = {name: getattr(figures, name) for name in plain}
    found |= {name: asdict(getattr(figures, name)) for name in ("density", "reciprocity", "parts", "isolates")}
    found["cut_points"] = list(figures.cut_points)
    found["response"] = asdict(figures.response) | {"rate": figures.response.rate}
    found["cross_sector"] = _share(figures.cross_sector)
    found["coordinate_or_above"] = _share(figures.coordinate_or_above)
    found["agreement"] = asdict(figures.agreement)
    without = figures.without_backbone
    found["without_backbone"] = None if without is None else {**asdict(without), "cut_off": list(without.cut_off)}
    return found


def _share(found: Share) -> dict[str, Any]:
    return {"count": found.count, "of": found.of, "value": found.value}


def _organization(name: str, page: NetworkPage) -> dict[str, Any]:
    facts, role = page.everybody[name], page.network.roles[name]
    return {
        "organization_id": name,
        "name": facts.name,
        "sector": facts.sector,
        "is_backbone": facts.is_backbone,
        **{key: getattr(role, key) for key in ("given", "received", "confirmed", "broker_share", "is_cut_point")},
        "part": None if role.part is None else role.part + 1,
    }


def _tie(tie: Tie, lowest: int) -> dict[str, Any]:
    one, other = tie.of_one, tie.of_other
    return {
        "one_id": tie.one,
        "other_id": tie.other,
        "level_one": one.level if one else None,
        "level_other": other.level if other else None,
        "origin_one": one.origin.name.lower() if one else "",
        "origin_other": other.origin.name.lower() if other else "",
        "level": tie.level,
        "standing": tie.standing(lowest).name.lower(),
        "is_disputed": tie.is_disputed,
    }
