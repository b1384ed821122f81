"""Scenarios are kept and changed only as somebody saw them; what was modelled for a year is kept and never changes."""

from __future__ import annotations

from typing import Any

import pytest
from tests import cast
from tests.cast import DATA_LEAD
from tests.integration.contributions.elmwood_links import elmwood

from groundswell.apps.contributions.actions import keep_model, retire_scenario, save_scenario
from groundswell.apps.contributions.models import KeptModel
from groundswell.apps.contributions.queries import kept_models_of, scenarios_of
from groundswell.apps.packages.queries import package_of
from groundswell.apps.people.models import AuditEvent, Community, Organization
from groundswell.apps.people.queries import Actor, NotAllowedError, actor_of

pytestmark = pytest.mark.django_db
SCENARIO = {"indicator_id": "k-readiness", "name": "All in by 2027", "period": "2027", "target": "70.5",
            "minimize": "cost", "settings": '{"slots": {"texts": 10}}'}  # fmt: skip


@pytest.fixture
def community(db: None) -> Community:
    return elmwood()


def scenario(by: Actor = DATA_LEAD, seen: str = "", **cells: str):
    return save_scenario(community_id="elmwood", content={**SCENARIO, **cells}, seen=seen, by=by)


def kept(by: Actor = DATA_LEAD, **facts: Any):
    whole = {
        "indicator_id": "k-readiness", "period": "2025/2026", "joint_points": 0.8147, "low": 0.4, "high": 1.2,
        "level": 0.8, "forecast": 0.382, "population": 12000.0, "model": "risks_multiply", "seed": 0, "draws": 100_000,
        "links": ["mentoring-k-readiness@1", "texts-k-readiness-hill-black@1"], "content": [{"id": "mentoring"}],
    }  # fmt: skip
    return keep_model(community_id="elmwood", by=by, **{**whole, **facts})


def test_a_scenario_is_kept_under_an_id_made_of_its_name(community: Community) -> None:
    assert scenario().id == "all-in-by-2027"
    assert scenario().id == "all-in-by-2027-2"
    one, _ = scenarios_of(community, indicator_id="k-readiness")
    assert (one.target, one.limits, one.by) == ("70.5", {"slots": {"texts": 10}}, DATA_LEAD.name)
    assert scenarios_of(community, indicator_id="on-time") == ()


def test_a_scenario_changes_only_as_somebody_saw_it(community: Community) -> None:
    name = scenario().id
    [first] = scenarios_of(community)
    assert scenario(seen=first.version, scenario_id=name, target="71").is_changed
    assert "somebody else" in scenario(seen=first.version, scenario_id=name, target="72").findings[0].message
    assert not scenario(scenario_id=name, target="72").is_done
    assert [one.target for one in scenarios_of(community)] == ["71"]
    assert [event.details["verb"] for event in AuditEvent.objects.filter(action="contribution_scenario")] == [
        "made", "changed",
    ]  # fmt: skip


@pytest.mark.parametrize(("cells", "column"), [({"settings": "{"}, "settings"), ({"minimize": "fun"}, "minimize"),
                                               ({"indicator_id": "none"}, "indicator_id"), ({"name": ""}, "name"),
                                               ({"budget": "-1"}, "budget"),
                                               ({"name": "x" * 121}, "name")])  # fmt: skip
def test_what_is_wrong_with_a_scenario_is_said_with_its_column(
    community: Community, cells: dict[str, str], column: str
) -> None:
    assert [finding.column for finding in scenario(**cells).findings] == [column]
    assert scenarios_of(community) == ()


def test_a_retired_scenario_is_kept_out_of_sight(community: Community) -> None:
    name = scenario().id
    assert retire_scenario(community_id="elmwood", scenario_id=name, by=DATA_LEAD).is_changed
    assert scenarios_of(community) == ()
    assert [one.retired != "" for one in scenarios_of(community, with_retired=True)] == [True]
    assert not retire_scenario(community_id="elmwood", scenario_id=name, by=DATA_LEAD).is_done


def test_what_was_modelled_is_kept_beside_what_was_modelled_before(community: Community) -> None:
    assert [kept().id, kept(joint_points=0.9, low=None).id] == [
        "k-readiness-2025-2026", "k-readiness-2025-2026-2",
    ]  # fmt: skip
    later, first = kept_models_of(community, indicator_id="k-readiness")
    assert (first.joint_points, later.joint_points, later.low, first.population) == ("0.8147", "0.9", "", "12000")
    assert first.links == ("mentoring-k-readiness@1", "texts-k-readiness-hill-black@1")
    assert first.parts == [{"id": "mentoring"}]
    assert AuditEvent.objects.filter(action="keep_model").count() == 2
    whole = package_of("elmwood")
    assert whole is not None and len(whole.tables["modelled_years"]) == 2


def test_the_same_model_is_not_kept_again(community: Community) -> None:
    first, again = kept(), kept(note="Once more")
    assert (again.id, again.is_done, again.is_changed) == (first.id, True, False)
    assert kept(links=["texts-k-readiness-hill-black@1"]).is_changed
    assert kept(period="2026/2027").is_changed
    assert len(kept_models_of(community)) == 3
    assert AuditEvent.objects.filter(action="keep_model").count() == 3


def test_a_kept_model_that_was_retired_does_not_stand_in_the_way(community: Community) -> None:
    kept()
    KeptModel.objects.update(retired="2026-01-01")
    assert kept().is_changed


def test_a_model_of_nothing_is_refused(community: Community) -> None:
    assert [one.column for one in kept(indicator_id="none").findings] == ["indicator_id"]
    assert [one.column for one in kept(period="soon").findings] == ["period"]
    assert kept_models_of(community) == ()


def test_only_who_keeps_the_data_keeps_scenarios_and_models(community: Community) -> None:
    library = Organization.objects.get(public_id="library")
    scenario()
    for who in (cast.provider_data_manager(community, library), cast.analyst(community), cast.viewer(community)):
        with pytest.raises(NotAllowedError):
            scenario(actor_of(who))
        with pytest.raises(NotAllowedError):
            kept(actor_of(who))
        with pytest.raises(NotAllowedError):
            retire_scenario(community_id="elmwood", scenario_id="all-in-by-2027", by=actor_of(who))
    for who in (cast.steward(community), cast.data_manager(community)):
        assert scenario(actor_of(who)).is_changed and kept(actor_of(who)).is_done
