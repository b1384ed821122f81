"""Who may change what; what nobody may; retiring, restoring, undoing, and drafts that are their author's alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests.builders import indicator, package, story
from tests.cast import DATA_LEAD, appointed, person

from groundswell.apps.packages.actions import (
    Saving,
    discard_draft,
    load_package,
    reorder_objects,
    restore_object,
    restore_version,
    retire_object,
    save_draft,
    save_object,
    undo_change,
)
from groundswell.apps.packages.queries import (
    KeptObject,
    draft_of,
    drafts_of,
    history_of,
    object_of,
    objects_of,
    package_of,
    recent_changes,
)
from groundswell.apps.people.models import AuditEvent, Change, Community, Organization
from groundswell.apps.people.queries import PUBLIC, Actor, NotAllowedError, actor_of, broken_audit_events
from groundswell.apps.scorecards.queries import community_page, indicator_page, result_scorecard
from groundswell.core.roles import Role

pytestmark = pytest.mark.django_db


def kept(community: Community, kind: str, object_id: str) -> KeptObject:
    community.refresh_from_db()
    found = object_of(community, kind, object_id)
    assert found is not None
    return found


def change(one: KeptObject, by: Actor, **fields: Any) -> Saving:
    return save_object(
        community_id="elmwood",
        kind=one.kind,
        object_id=one.id,
        content={**one.content, **fields},
        version=one.version,
        by=by,
    )


def member(community: Community, role: Role, name: str = "Una", organization: str = "") -> Actor:
    held = Organization.objects.get(public_id=organization) if organization else None
    return actor_of(appointed(person(name), community, role, organization=held))


def test_the_public_changes_nothing(community: Community) -> None:
    with pytest.raises(NotAllowedError):
        change(kept(community, "results", "ready"), PUBLIC, statement="Mine")
    with pytest.raises(NotAllowedError):
        save_draft(community_id="elmwood", kind="results", key="ready", base=None, content={}, by=PUBLIC)


def test_who_may_not_open_a_community_learns_nothing_of_it(community: Community) -> None:
    Community.objects.update(visibility="private")
    outsider = actor_of(person("Otto"))
    told = [
        save_object(community_id=name, kind="results", object_id="ready", content={}, version="x", by=outsider)
        for name in ("elmwood", "nowhere")
    ]
    assert [saving.status for saving in told] == ["refused", "refused"]
    said = [str(saving.findings[0]).replace("nowhere", "elmwood") for saving in told]
    assert said[0] == said[1]


def test_a_provider_changes_the_entry_of_its_own_organization(community: Community) -> None:
    new = {"name": "Elmwood Schools"}
    save_object(community_id="elmwood", kind="organizations", object_id="schools", content=new, by=DATA_LEAD)
    provider = member(community, Role.PROVIDER_DATA_MANAGER, organization="library")
    assert change(kept(community, "organizations", "library"), provider, website="https://library.example").is_done
    with pytest.raises(NotAllowedError):
        change(kept(community, "organizations", "schools"), provider, website="https://library.example")
    with pytest.raises(NotAllowedError):
        retire_object(
            community_id="elmwood",
            kind="organizations",
            object_id="library",
            version=kept(community, "organizations", "library").version,
            by=provider,
        )


def test_an_analyst_rates_an_indicator_and_changes_nothing_else_of_it(community: Community) -> None:
    analyst = member(community, Role.ANALYST)
    assert change(kept(community, "indicators", "k-readiness"), analyst, data_power="high").is_done
    one = kept(community, "indicators", "k-readiness")
    with pytest.raises(NotAllowedError):
        change(one, analyst, data_power="low", name="Mine")
    with pytest.raises(NotAllowedError):  # also not by lying about what was seen
        save_object(
            community_id="elmwood",
            kind="indicators",
            object_id=one.id,
            content={**one.content, "name": "Mine"},
            version=one.version,
            base={**one.content, "name": "Mine"},
            by=analyst,
        )


def test_who_sees_the_community_is_for_stewards_to_say(community: Community, steward: Actor, manager: Actor) -> None:
    with pytest.raises(NotAllowedError):
        change(kept(community, "community", "elmwood"), manager, visibility="private")
    assert change(kept(community, "community", "elmwood"), steward, purpose="That children thrive").is_done
    assert change(kept(community, "community", "elmwood"), steward, visibility="private").is_done
    assert community_page("elmwood", reader=PUBLIC) is None


@pytest.mark.parametrize(
    ("fields", "column"),
    [
        ({"id": "oakwood"}, "id"),
        ({"place_id": "hill"}, "place_id"),
        ({"name": ""}, "name"),
        ({"fiscal_year_start": "13"}, "fiscal_year_start"),
        ({"terms": {"result": 5}}, "terms.result"),
        ({"visibility": "everyone"}, "visibility"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_what_is_wrong_is_said_of_its_field(
    community: Community, steward: Actor, fields: dict[str, Any], column: str
) -> None:
    saving = change(kept(community, "community", "elmwood"), steward, **fields)
    assert saving.status == "refused"
    assert column in [finding.column for finding in saving.findings]


@pytest.mark.parametrize("bad", ["\x00", "a\x1bb", "\ud800", "\uffff"])
@pytest.mark.parametrize("kind", ["results", "indicators", "organizations", "stories", "sources", "places", "groups"])
def test_what_no_file_could_carry_is_refused_with_a_finding(community: Community, kind: str, bad: str) -> None:
    field = {"results": "statement", "stories": "text", "sources": "mapping", "groups": "label"}.get(kind, "name")
    content = {field: bad, "subject": "community", "question": "story"} if kind == "stories" else {field: bad}
    saving = save_object(community_id="elmwood", kind=kind, object_id="one", content=content, by=DATA_LEAD)
    assert saving.status == "refused"
    assert field in [finding.column for finding in saving.findings]


def test_a_retired_object_is_off_the_pages_in_the_package_and_can_be_restored(
    community: Community, manager: Actor
) -> None:
    one = kept(community, "results", "ready")
    where: dict[str, Any] = {"community_id": "elmwood", "kind": "results", "object_id": "ready", "by": manager}
    assert retire_object(**where, version=one.version).is_done
    assert result_scorecard("elmwood", "ready", reader=PUBLIC) is None
    page = community_page("elmwood", reader=PUBLIC)
    assert page is not None
    assert page.results == ()
    assert [row.id for row in page.other_indicators] == ["k-readiness"]  # it belongs to no result in use
    assert indicator_page("elmwood", "k-readiness", reader=PUBLIC) is not None
    assert objects_of(community, "results") == ()
    whole = package_of("elmwood")
    assert whole is not None
    assert whole.tables["results"].columns["retired"] != [""]
    retired = kept(community, "results", "ready")
    assert retired.retired
    assert restore_object(**where, version=retired.version).is_done
    assert kept(community, "results", "ready") == one
    assert result_scorecard("elmwood", "ready", reader=PUBLIC) is not None


@pytest.mark.parametrize("kind", ["indicators", "stories", "sources", "organizations"])
def test_objects_of_every_kind_retire_and_return(community: Community, manager: Actor, kind: str) -> None:
    contents: dict[str, dict[str, Any]] = {
        "indicators": indicator(name="Another"),
        "stories": {"subject": "community", "question": "action", "text": "We will."},
        "sources": {"mapping": "publisher: State\n"},
        "organizations": {"name": "Mill"},
    }
    made = save_object(
        community_id="elmwood", kind=kind, object_id="another", content=contents[kind], by=manager
    ).object
    assert made is not None
    where: dict[str, Any] = {"community_id": "elmwood", "kind": kind, "object_id": "another", "by": manager}
    assert retire_object(**where, version=made.version).is_done
    assert "another" not in [one.id for one in objects_of(community, kind)]
    whole = package_of("elmwood")
    assert whole is not None
    assert load_package(package=whole, by=DATA_LEAD).is_done  # what a dump says, a load keeps
    gone = kept(community, kind, "another")
    assert gone.retired
    assert restore_object(**where, version=gone.version).is_done
    assert kept(community, kind, "another").content == made.content


@pytest.mark.parametrize(("kind", "name"), [("places", "elmwood"), ("places", "hill"), ("groups", "black")])
def test_what_numbers_are_shown_of_is_not_retired(community: Community, kind: str, name: str) -> None:
    rows = [{"indicator_id": "k-readiness", "place_id": "hill", "group_id": "black", "period": "2020", "value": "5"}]
    load_package(package=package(rows), by=DATA_LEAD)
    saving = retire_object(
        community_id="elmwood", kind=kind, object_id=name, version=kept(community, kind, name).version, by=DATA_LEAD
    )
    assert saving.status == "refused"
    assert saving.findings


def test_a_change_is_undone_by_its_author_within_the_hour(community: Community, manager: Actor) -> None:
    one = kept(community, "results", "ready")
    saving = change(one, manager, statement="Children are ready")
    other = member(community, Role.DATA_MANAGER, "Oona")
    with pytest.raises(NotAllowedError):
        undo_change(community_id="elmwood", change_id=saving.change_id, by=other)
    assert [facts.can_be_undone for facts in history_of(community, "results", "ready", reader=other)] == [False]
    assert [facts.can_be_undone for facts in history_of(community, "results", "ready", reader=manager)] == [True]
    assert undo_change(community_id="elmwood", change_id=saving.change_id, by=manager).is_done
    assert kept(community, "results", "ready") == one
    assert not broken_audit_events("elmwood")


def test_a_steward_undoes_the_changes_of_others(community: Community, manager: Actor, steward: Actor) -> None:
    one = kept(community, "results", "ready")
    saving = change(one, manager, statement="Children are ready")
    assert undo_change(community_id="elmwood", change_id=saving.change_id, by=steward).is_done
    assert kept(community, "results", "ready") == one


def test_after_an_hour_or_another_change_nothing_is_undone(community: Community, manager: Actor) -> None:
    first = change(kept(community, "results", "ready"), manager, statement="One")
    change(kept(community, "results", "ready"), manager, statement="Two")
    told = undo_change(community_id="elmwood", change_id=first.change_id, by=manager)
    assert told.status == "refused"
    second = Change.objects.order_by("-id")[0]
    Change.objects.filter(pk=second.pk).update(at=timezone.now() - timedelta(minutes=61))
    assert undo_change(community_id="elmwood", change_id=second.pk.hex, by=manager).status == "refused"
    restored = restore_version(community_id="elmwood", change_id=first.change_id, side="before", by=manager)
    assert restored.is_done
    assert kept(community, "results", "ready").content["statement"] == "Children enter school ready"
    assert [facts.verb for facts in history_of(community, "results", "ready")] == ["restored", "changed", "changed"]


def test_undoing_what_was_made_retires_it(community: Community, manager: Actor) -> None:
    made = save_object(
        community_id="elmwood", kind="results", object_id="", content={"statement": "All are housed"}, by=manager
    )
    assert undo_change(community_id="elmwood", change_id=made.change_id, by=manager).is_done
    assert kept(community, "results", "all-are-housed").retired


def test_another_community_s_change_is_not_found(community: Community, manager: Actor) -> None:
    load_package(package=package(community={"id": "oakwood", "name": "Oakwood"}), by=DATA_LEAD)
    made = save_object(
        community_id="oakwood", kind="results", object_id="", content={"statement": "Ours"}, by=DATA_LEAD
    )
    told = undo_change(community_id="elmwood", change_id=made.change_id, by=manager)
    assert told.status == "refused"
    assert [each.key for each in recent_changes(community)] == []


def test_people_put_results_in_order_and_take_it_back(community: Community, manager: Actor) -> None:
    for name in ("b", "a"):
        save_object(community_id="elmwood", kind="results", object_id=name, content={"statement": name}, by=manager)
    saving = reorder_objects(community_id="elmwood", kind="results", ids=["b", "ready"], by=manager)
    assert saving.status == "stored"
    assert [one.id for one in objects_of(community, "results")] == ["b", "ready", "a"]
    stale = reorder_objects(community_id="elmwood", kind="results", ids=["a"], seen=["a", "b", "ready"], by=manager)
    assert stale.status == "clash"
    assert undo_change(community_id="elmwood", change_id=saving.change_id, by=manager).is_done
    assert [one.id for one in objects_of(community, "results")] == ["a", "b", "ready"]


def test_indicators_stand_in_the_order_people_gave(community: Community, manager: Actor) -> None:
    for name in ("aaa", "bbb"):
        content = indicator(name=name)
        save_object(community_id="elmwood", kind="indicators", object_id=name, content=content, by=manager)
    ids = ["bbb", "k-readiness", "aaa"]
    assert reorder_objects(community_id="elmwood", kind="indicators", result_id="ready", ids=ids, by=manager).is_done
    page = result_scorecard("elmwood", "ready", reader=PUBLIC)
    assert page is not None
    assert [row.id for row in page.headline] == ids


def test_a_draft_is_its_author_s_alone_and_goes_when_it_is_stored(
    community: Community, manager: Actor, steward: Actor
) -> None:
    one = kept(community, "results", "ready")
    version, events = community.data_version, AuditEvent.objects.count()
    where: dict[str, Any] = {"community_id": "elmwood", "kind": "results", "key": "ready"}
    for words in ("Half a", "Half a thought"):
        assert save_draft(**where, base=one.content, content={**one.content, "statement": words}, by=manager).is_done
    assert [draft.content["statement"] for draft in drafts_of(manager, community)] == ["Half a thought"]
    assert drafts_of(steward, community) == ()
    assert draft_of(steward, community, "results", "ready") is None
    community.refresh_from_db()
    assert (community.data_version, AuditEvent.objects.count()) == (version, events)
    assert change(one, manager, statement="A whole thought").is_done
    assert drafts_of(manager, community) == ()
    assert not save_draft(**where, base=None, content={"statement": "\x00"}, by=manager).is_done
    assert save_draft(**where, base=None, content={"statement": "x"}, by=manager).is_done
    assert discard_draft(**where, by=manager).is_done
    assert drafts_of(manager, community) == ()


def test_what_people_wrote_is_kept_when_a_package_is_loaded_over_it(community: Community) -> None:
    load_package(package=package(stories=(story("As we saw it."),)), by=DATA_LEAD)
    load_package(package=package(stories=(story("As the file has it."),)), by=DATA_LEAD)
    (loaded,) = history_of(community, "stories", "ready")
    assert loaded.verb == "loaded"
    assert [(each.before, each.after) for each in loaded.differences] == [("As we saw it.", "As the file has it.")]
    assert restore_version(community_id="elmwood", change_id=loaded.id, by=DATA_LEAD).is_done
    assert kept(community, "stories", "ready").content["text"] == "As we saw it."


def test_no_event_names_a_person_or_quotes_what_was_written(community: Community, manager: Actor) -> None:
    change(kept(community, "results", "ready"), manager, statement="Mara was here")
    details = str([event.details for event in AuditEvent.objects.all()])
    assert "Mara" not in details
    assert "example.org" not in details
