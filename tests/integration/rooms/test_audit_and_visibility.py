"""No change without a record, no record altered unnoticed, and nobody sees what is not theirs to see."""

import pytest
from tests.builders import package
from tests.cast import DATA_LEAD, OWNER, RESIDENT
from tests.emptying import nobody_on_guard

from groundswell.apps.indicators.actions import freeze_baselines
from groundswell.apps.indicators.models import Baseline
from groundswell.apps.packages.actions import load_package
from groundswell.apps.people.models import AppendOnly, AuditEvent, Community, time_ordered_hexes, time_ordered_key
from groundswell.apps.people.queries import audit_events, broken_audit_events, community_for
from groundswell.apps.scorecards.queries import (
    communities_on_show,
    community_page,
    data_page,
    indicator_page,
    result_scorecard,
)

pytestmark = pytest.mark.django_db


def test_every_load_leaves_an_event_in_a_chain() -> None:
    for _ in range(3):
        load_package(package=package(), by=DATA_LEAD)
    events = list(audit_events("elmwood"))
    assert [(event.sequence, event.action, event.by) for event in events] == [
        (number, "load_package", DATA_LEAD.name) for number in (1, 2, 3)
    ]
    assert broken_audit_events("elmwood") == []


def test_an_event_altered_behind_our_back_breaks_the_chain() -> None:
    for _ in range(3):
        load_package(package=package(), by=DATA_LEAD)
    with nobody_on_guard():
        super(AppendOnly, AuditEvent.objects.filter(sequence=2)).update(by="somebody else")
    assert broken_audit_events("elmwood") == [2]


def test_an_event_taken_out_breaks_the_chain() -> None:
    for _ in range(3):
        load_package(package=package(), by=DATA_LEAD)
    with nobody_on_guard():
        super(AppendOnly, AuditEvent.objects.filter(sequence=2)).delete()
    assert broken_audit_events("elmwood") == [3]


def test_an_event_is_never_changed_or_deleted() -> None:
    load_package(package=package(), by=DATA_LEAD)
    event = AuditEvent.objects.get()
    for attempt in (event.save, event.delete, AuditEvent.objects.all().delete, AuditEvent.objects.update):
        with pytest.raises(TypeError, match="audit events are never"):
            attempt()


def test_every_change_gives_the_data_another_version() -> None:
    load_package(package=package(), by=DATA_LEAD)
    first = Community.objects.get().data_version
    load_package(package=package(), by=DATA_LEAD)
    assert Community.objects.get().data_version != first


def test_freezing_baselines_again_changes_nothing() -> None:
    load_package(package=package(), by=DATA_LEAD)
    before = Community.objects.get().data_version
    assert freeze_baselines(community=Community.objects.get(), by=DATA_LEAD) == 0
    assert Community.objects.get().data_version == before
    assert AuditEvent.objects.count() == 1


def test_freezing_baselines_is_recorded() -> None:
    load_package(package=package(), by=DATA_LEAD)
    Baseline.objects.all().delete()
    assert freeze_baselines(community=Community.objects.get(), by=DATA_LEAD) == 1
    assert AuditEvent.objects.get(sequence=2).action == "freeze_baselines"


@pytest.mark.parametrize(
    ("visibility", "listed", "opened"),
    [("public", True, True), ("unlisted", False, True), ("", False, True), ("private", False, False)],
)
def test_the_public_finds_public_communities_and_opens_unlisted_ones(
    visibility: str, listed: bool, opened: bool
) -> None:
    load_package(package=package(community={"visibility": visibility}), by=DATA_LEAD)
    assert [row.id for row in communities_on_show(reader=RESIDENT)] == (["elmwood"] if listed else [])
    pages = (
        community_page("elmwood", reader=RESIDENT),
        result_scorecard("elmwood", "ready", reader=RESIDENT),
        indicator_page("elmwood", "k-readiness", reader=RESIDENT),
        data_page("elmwood", reader=RESIDENT),
    )
    assert [page is not None for page in pages] == [opened] * 4


def test_the_owner_sees_everything() -> None:
    load_package(package=package(community={"visibility": "private"}), by=DATA_LEAD)
    assert [row.id for row in communities_on_show(reader=OWNER)] == ["elmwood"]
    assert community_for("elmwood", reader=OWNER) is not None


def test_a_page_kept_for_the_owner_is_not_shown_to_the_public() -> None:
    load_package(package=package(community={"visibility": "private"}), by=DATA_LEAD)
    assert community_page("elmwood", reader=OWNER) is not None
    assert community_page("elmwood", reader=RESIDENT) is None


def test_a_retired_community_is_on_show_for_nobody() -> None:
    load_package(package=package(community={"retired": "2020-01-01"}), by=DATA_LEAD)
    assert communities_on_show(reader=OWNER) == ()


def test_keys_made_together_rise_and_never_repeat() -> None:
    keys = time_ordered_hexes(100_000)
    assert keys == sorted(set(keys))
    assert {(key[12], key[16] in "89ab") for key in keys} == {("7", True)}
    assert (time_ordered_key().version, len(str(time_ordered_key()))) == (7, 36)
