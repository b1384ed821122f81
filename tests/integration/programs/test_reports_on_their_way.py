"""A report goes from draft to locked step by step; what others may read changes only with a reason, and remembers."""

from __future__ import annotations

import pytest
from tests import cast
from tests.builders import package
from tests.cast import COMMAND_LINE

from groundswell.apps.packages.actions import load_package
from groundswell.apps.packages.queries import package_of
from groundswell.apps.people.models import AuditEvent, Community, Organization
from groundswell.apps.people.queries import Actor, NotAllowedError, actor_of
from groundswell.apps.programs.actions import (
    Entry,
    accept_report,
    lock_report,
    reopen_report,
    return_report,
    save_report,
    submit_report,
)
from groundswell.apps.programs.models import MeasureRevision, MeasureValue, Program
from groundswell.apps.programs.queries import entered_values, report_steps, report_version
from groundswell.exchange.package.model import Package

pytestmark = pytest.mark.django_db
WHERE = {"community_id": "elmwood", "program_id": "visits", "period": "2025-Q1"}


def with_programs() -> Package:
    return package(
        measures={
            "served": {"name": "Served", "question": "how_many", "unit": "number"},
            "on-track": {"name": "On track", "question": "what_difference", "unit": "percent"},
            "visited": {
                "name": "Visited",
                "question": "how_many",
                "unit": "number",
                "rule": {"count": "people", "where": {"services": {"service": "visit"}}},
            },
        },
        tables={
            "organizations": [{"organization_id": "library", "name": "Library", "roles": "provider"},
                              {"organization_id": "clinic", "name": "Clinic", "roles": "provider"}],
            "programs": [{"program_id": "visits", "organization_id": "library", "name": "Visits"}],
            "measure_adoptions": [{"program_id": "visits", "measure_id": one, "use": "required"}
                                  for one in ("served", "on-track", "visited")],
        },
    )  # fmt: skip


@pytest.fixture
def community() -> Community:
    outcome = load_package(package=with_programs(), by=COMMAND_LINE)
    assert outcome.is_done, outcome.findings
    return Community.objects.get(public_id="elmwood")


@pytest.fixture
def pia(community: Community) -> Actor:
    return actor_of(cast.provider_data_manager(community, Organization.objects.get(public_id="library")))


@pytest.fixture
def sam(community: Community) -> Actor:
    return actor_of(cast.steward(community))


def served(value: str) -> Entry:
    return Entry("served", {"value": value})


def on_track(numerator: str, denominator: str) -> Entry:
    return Entry("on-track", {"numerator": numerator, "denominator": denominator})


def values(*, unfinished: bool = True) -> dict[str, tuple[str, str]]:
    found = entered_values([Program.objects.get()], period="2025-Q1", with_unfinished=unfinished)
    return {one.measure_id: (one.value, str(one.state)) for one in found}


def test_a_report_goes_from_draft_to_locked(pia: Actor, sam: Actor) -> None:
    saved = save_report(**WHERE, entries=[served("412"), on_track("281", "412")], by=pia)
    assert saved.is_done and saved.counts == {"added": 2, "changed": 0, "retired": 0}
    assert values() == {"served": ("412", "draft"), "on-track": ("68.2", "draft")}
    assert values(unfinished=False) == {}
    assert submit_report(**WHERE, by=pia).counts == {"values": 2}
    assert return_report(**WHERE, words="Is 412 unduplicated?", remarks={"served": "Check"}, by=sam).is_done
    assert {state for _, state in values().values()} == {"returned"}
    assert save_report(**WHERE, entries=[served("398")], by=pia).is_done
    assert submit_report(**WHERE, by=pia).is_done
    assert accept_report(**WHERE, by=sam).is_done
    assert values(unfinished=False) == {"served": ("398", "accepted"), "on-track": ("68.2", "accepted")}
    assert lock_report(**WHERE, by=sam).is_done
    verbs = [step.verb for step in report_steps(Program.objects.get(), "2025-Q1")]
    assert verbs == ["locked", "accepted", "submitted", "returned", "submitted"]
    assert AuditEvent.objects.filter(action="report_step").count() == 5


def test_a_step_that_does_not_follow_is_refused(pia: Actor, sam: Actor) -> None:
    assert not accept_report(**WHERE, by=sam).is_done
    save_report(**WHERE, entries=[served("412")], by=pia)
    assert not accept_report(**WHERE, by=sam).is_done
    assert not lock_report(**WHERE, by=sam).is_done
    assert not reopen_report(**WHERE, words="Why not", by=sam).is_done
    assert values() == {"served": ("412", "draft")}


def test_a_correction_needs_a_reason_and_keeps_what_stood_there(pia: Actor, sam: Actor) -> None:
    save_report(**WHERE, entries=[served("412")], by=pia)
    submit_report(**WHERE, by=pia)
    accept_report(**WHERE, by=sam)
    refused = save_report(**WHERE, entries=[served("398")], by=pia)
    assert [finding.column for finding in refused.findings] == ["reason"]
    assert save_report(**WHERE, entries=[served("398")], reason="Siblings were counted twice", by=pia).is_done
    assert values() == {"served": ("398", "accepted")}
    kept = MeasureRevision.objects.get()
    assert (kept.value, kept.reason) == ("412", "Siblings were counted twice")
    whole = package_of("elmwood")
    assert whole is not None
    assert whole.tables["measure_revisions"].column("value") == ["412"]
    assert whole.tables["measure_values"].column("reason") == ["Siblings were counted twice"]


def test_a_locked_value_is_opened_by_the_backbone_alone(pia: Actor, sam: Actor) -> None:
    save_report(**WHERE, entries=[served("412")], by=pia)
    submit_report(**WHERE, by=pia)
    accept_report(**WHERE, by=sam)
    lock_report(**WHERE, by=sam)
    assert not save_report(**WHERE, entries=[served("1")], reason="a slip", by=pia).is_done
    with pytest.raises(NotAllowedError):
        reopen_report(**WHERE, words="a slip", by=pia)
    assert reopen_report(**WHERE, words="a slip", by=sam).is_done
    assert save_report(**WHERE, entries=[served("411")], reason="a slip", by=pia).is_done
    assert values() == {"served": ("411", "accepted")}


def test_a_provider_reports_for_its_own_programs_alone(community: Community) -> None:
    other = actor_of(cast.other_provider_data_manager(community, Organization.objects.get(public_id="clinic")))
    with pytest.raises(NotAllowedError):
        save_report(**WHERE, entries=[served("1")], by=other)
    with pytest.raises(NotAllowedError):
        submit_report(**WHERE, by=other)


def test_a_provider_accepts_nothing_of_its_own(pia: Actor) -> None:
    save_report(**WHERE, entries=[served("412")], by=pia)
    submit_report(**WHERE, by=pia)
    with pytest.raises(NotAllowedError):
        accept_report(**WHERE, by=pia)


@pytest.mark.parametrize(
    ("entry", "column"),
    [
        (served("many"), "served.value"),
        (served("-3"), "served.value"),
        (on_track("9", "8"), "on-track.numerator"),
        (on_track("0", "0"), "on-track.denominator"),
        (on_track("9", ""), "on-track.numerator"),
        (Entry("on-track", {"value": "101"}), "on-track.value"),
        (Entry("on-track", {"value": "50", "numerator": "1", "denominator": "4"}), "on-track.value"),
        (Entry("visited", {"value": "3"}), "visited.value"),
        (Entry("nothing", {"value": "3"}), "nothing.value"),
        (Entry("served", {"value": "3"}, place_id="nowhere"), "served.value"),
        (Entry("served", {"value": "3", "note": "a\x00b"}), "served.note"),
    ],
)
def test_each_wrong_line_is_named_and_nothing_is_stored(pia: Actor, entry: Entry, column: str) -> None:
    outcome = save_report(**WHERE, entries=[served("412"), entry] if entry.measure_id != "served" else [entry], by=pia)
    assert [finding.column for finding in outcome.findings if finding.is_error] == [column]
    assert not MeasureValue.objects.exists()


def test_of_two_who_write_the_second_is_told(pia: Actor, sam: Actor) -> None:
    seen = report_version(())
    assert save_report(**WHERE, entries=[served("412")], seen=seen, by=pia).is_done
    refused = save_report(**WHERE, entries=[served("500")], seen=seen, by=sam)
    assert "somebody else" in refused.findings[0].message
    assert values() == {"served": ("412", "draft")}


def test_a_draft_that_is_cleared_is_taken_back(pia: Actor) -> None:
    save_report(**WHERE, entries=[served("412")], by=pia)
    assert save_report(**WHERE, entries=[served("")], by=pia).counts == {"added": 0, "changed": 0, "retired": 1}
    assert values() == {}
    assert save_report(**WHERE, entries=[served("9")], by=pia).is_done
    assert values() == {"served": ("9", "draft")}


def test_a_required_measure_without_a_value_is_said_and_not_refused(pia: Actor) -> None:
    save_report(**WHERE, entries=[served("412")], by=pia)
    outcome = submit_report(**WHERE, by=pia)
    assert outcome.is_done
    assert [finding.column for finding in outcome.findings] == ["on-track.value"]


def test_a_package_that_corrects_an_accepted_value_keeps_what_stood_there(community: Community) -> None:
    row = {"program_id": "visits", "measure_id": "served", "period": "2025-Q1"}
    load_package(package=package(tables={"measure_values": [{**row, "value": "412"}]}), by=COMMAND_LINE)
    load_package(package=package(tables={"measure_values": [{**row, "value": "398"}]}), by=COMMAND_LINE)
    assert [kept.value for kept in MeasureRevision.objects.all()] == ["412"]
    whole = package_of("elmwood")
    assert whole is not None
    load_package(package=whole, by=COMMAND_LINE)
    assert [kept.value for kept in MeasureRevision.objects.all()] == ["412"]
