"""A community with two programs that are linked to its indicator, as a package."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tests.builders import indicator, package
from tests.cast import COMMAND_LINE

from groundswell.apps.packages.actions import load_package
from groundswell.apps.people.models import Community
from groundswell.exchange.package import Package

MENTORING = {
    "program_id": "mentoring", "indicator_id": "k-readiness", "mechanism": "A mentor reads with each child",
    "served": "300", "served_before": "100", "served_period": "2024", "in_population_share": "0.90",
    "in_population_share_low": "0.85", "in_population_share_high": "0.95", "completion": "0.80",
    "baseline_risk": "0.35", "baseline_risk_low": "0.3", "baseline_risk_high": "0.4", "effect_kind": "risk_ratio",
    "effect": "0.75", "effect_low": "0.6", "effect_high": "0.9", "evidence": "randomized",
    "evidence_source": "Trial, 2019", "lag_years": "1", "capacity": "500", "unit_cost": "1200.50",
    "owner": "Dana", "reviewed": "2024-05-01", "next_review": "2025-05-01",
}  # fmt: skip
TEXTS = {"program_id": "texts", "indicator_id": "k-readiness", "group_id": "black", "place_id": "hill",
         "served": "600", "effect_kind": "cohens_d", "effect": "0.1", "mechanism.es": "Mensajes"}  # fmt: skip


def linked(links: Iterable[Mapping[str, str]] = (MENTORING, TEXTS), **tables: Any) -> Package:
    """Two programs of two organizations, a measure, and links between them and the indicator."""
    return package(
        indicators={"k-readiness": indicator(), "rent": indicator(name="Rent", unit="currency", polarity="lower"),
                    "on-time": indicator(name="On time", result_ids=["ready"])},
        measures={"served": {"name": "Served", "question": "how_many", "unit": "number"}},
        tables={
            "organizations": [{"organization_id": "library", "name": "Library", "roles": "provider"},
                              {"organization_id": "school", "name": "School", "roles": "provider"}],
            "programs": [{"program_id": "mentoring", "organization_id": "library", "name": "Mentoring",
                          "published": "true"},
                         {"program_id": "texts", "organization_id": "school", "name": "Texts"}],
            "contributions": links,
            **tables,
        },
    )  # fmt: skip


def load(carried: Package) -> list[str]:
    """The package loaded; what it said of links."""
    outcome = load_package(package=carried, by=COMMAND_LINE)
    assert outcome.is_done, outcome.findings
    return [str(finding) for finding in outcome.findings if finding.file == "contributions.csv"]


def elmwood() -> Community:
    """The community, with its links."""
    load(linked())
    return Community.objects.get(public_id="elmwood")
