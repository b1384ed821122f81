"""Elmwood with what its organizations promised, for tests of commitments."""

from __future__ import annotations

from datetime import date

from tests.builders import indicator, package, series
from tests.cast import COMMAND_LINE

from groundswell.apps.packages.actions import load_package
from groundswell.apps.people.models import Community, Organization

TODAY = date(2026, 6, 1)
PROMISES = [
    {"commitment_id": "places", "organization_id": "library", "kind": "resources", "amount": "60", "unit": "people",
     "statement": "Sixty children get a tutor", "indicator_id": "k-readiness", "strategy_id": "reading",
     "made": "2026-01-10", "due": "2026-06-20", "status": "under_way", "kept_amount": "20",
     "evidence": "Internal remark. https://example.org/report"},
    {"commitment_id": "intake", "organization_id": "clinic", "kind": "practices", "statement": "One intake form",
     "strategy_id": "reading", "made": "2026-01-10", "due": "2026-05-01"},
    {"commitment_id": "first", "network_id": "early", "kind": "priorities", "statement": "Shelter families come first"},
    {"commitment_id": "tutors", "organization_id": "library", "kind": "resources", "amount": "200", "unit": "slots",
     "statement": "Two hundred places with tutors", "indicator_id": "k-readiness", "program_id": "tutoring"},
    {"commitment_id": "hidden", "organization_id": "clinic", "kind": "resources", "amount": "40", "unit": "slots",
     "statement": "Forty places more", "indicator_id": "k-readiness", "program_id": "talks"},
    {"commitment_id": "money", "organization_id": "clinic", "kind": "resources", "amount": "9000", "unit": "USD",
     "statement": "Nine thousand dollars", "indicator_id": "k-readiness", "status": "kept", "evidence": "Paid in May"},
]  # fmt: skip
LINK = {
    "indicator_id": "k-readiness", "served": "300", "served_before": "100", "baseline_risk": "0.45",
    "effect_kind": "risk_ratio", "effect": "0.75", "evidence": "randomized", "capacity": "900", "unit_cost": "1000",
}  # fmt: skip


def town(*promises: dict[str, str], **facts: str) -> Community:
    """Elmwood, where 4,000 children are counted; tutoring is published and talks are not."""
    rows = [{**row, "numerator": "", "denominator": "4000"} for row in series()]
    organizations = ("library", "clinic", "church")
    brought = package(
        rows,
        community={"id": "elmwood", "name": "Elmwood", "currency": "USD", "visibility": "public", **facts},
        indicators={"k-readiness": indicator()},
        tables={
            "organizations": [
                {"organization_id": one, "name": one.title(), "roles": "provider"} for one in organizations
            ],
            "strategies": [{"strategy_id": "reading", "result_ids": "ready", "name": "Early reading"}],
            "programs": [
                {"program_id": "tutoring", "organization_id": "library", "name": "Tutoring", "published": "true"},
                {"program_id": "talks", "organization_id": "clinic", "name": "Secret talks"},
            ],
            "contributions": [
                {**LINK, "link_id": one, "program_id": one, "mechanism": "How it works"}
                for one in ("tutoring", "talks")
            ],
            "targets": [{"subject": "indicator", "subject_id": "k-readiness", "period": "2026", "value": "65"}],
            "networks": [{"network_id": "early", "name": "Early Years", "members": "library; church"}],
            "commitments": list(promises or PROMISES),
        },
    )  # fmt: skip
    loaded = load_package(package=brought, by=COMMAND_LINE)
    assert loaded.is_done, loaded.findings
    return Community.objects.get(public_id="elmwood")


def organization(name: str) -> Organization:
    """One of Elmwood's."""
    return Organization.objects.get(community__public_id="elmwood", public_id=name)
