"""The record of what was done only grows, whoever writes, and a missing end is missed."""

import pytest
from django.db import DatabaseError, connection, transaction
from tests.builders import package
from tests.cast import DATA_LEAD, OWNER
from tests.emptying import nobody_on_guard

from groundswell.apps.packages.actions import load_package
from groundswell.apps.people.actions import alone_with, record_event, record_read
from groundswell.apps.people.models import AuditEvent, AuditHead
from groundswell.apps.people.queries import audit_chain, found_events, is_in_log

pytestmark = pytest.mark.django_db


def three_events() -> None:
    load_package(package=package(), by=DATA_LEAD)
    for _ in range(2):
        record_read(community_id="elmwood", action="read_people", by=OWNER)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE people_auditevent SET action = 'nothing' WHERE sequence = 1",
        "DELETE FROM people_auditevent WHERE sequence = 3",
        "UPDATE people_audithead SET count = 1",
        "UPDATE people_audithead SET count = count - 1",
        "UPDATE people_audithead SET community = 'oakdale', count = count + 1",
        "DELETE FROM people_audithead",
    ],
)
def test_the_database_refuses_to_alter_the_record(statement: str) -> None:
    three_events()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert audit_chain("elmwood").is_whole


@pytest.mark.parametrize(
    ("statement", "broken"),
    [
        ("UPDATE people_auditevent SET action = 'nothing' WHERE sequence = 2", (2,)),
        ("DELETE FROM people_auditevent WHERE sequence = 1", (2,)),
        ("DELETE FROM people_auditevent WHERE sequence = 3", (3,)),
        ("DELETE FROM people_auditevent WHERE sequence > 1", (2,)),
        ("DELETE FROM people_auditevent", (1,)),
        ("UPDATE people_audithead SET count = 2", (3,)),
        ("UPDATE people_audithead SET digest = 'x'", (3,)),
        ("DELETE FROM people_audithead", (3,)),
    ],
)
def test_what_is_done_behind_the_guard_shows_in_the_chain(statement: str, broken: tuple[int, ...]) -> None:
    three_events()
    with nobody_on_guard(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert audit_chain("elmwood").broken == broken


def test_a_cut_end_still_shows_after_more_was_done() -> None:
    three_events()
    with nobody_on_guard(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM people_auditevent WHERE sequence = 3")
    record_read(community_id="elmwood", action="read_people", by=OWNER)
    assert audit_chain("elmwood").broken == (4,)


def test_a_head_that_was_noted_shows_a_log_written_anew() -> None:
    three_events()
    noted = audit_chain("elmwood").head
    record_read(community_id="elmwood", action="read_people", by=OWNER)
    assert is_in_log("elmwood", noted)
    with nobody_on_guard(), connection.cursor() as cursor:
        for table in ("people_auditevent", "people_audithead"):
            cursor.execute(f"DELETE FROM {table}")
    three_events()
    assert audit_chain("elmwood").is_whole
    assert not is_in_log("elmwood", noted)


@pytest.mark.parametrize("head", ["", ":", "x:y", "-1:a", "9" * 30 + ":a", "²:a"])
def test_a_head_that_is_none_stands_in_no_log(head: str) -> None:
    assert not is_in_log("elmwood", head)


def test_the_newest_events_can_be_checked_alone() -> None:
    three_events()
    with nobody_on_guard(), connection.cursor() as cursor:
        cursor.execute("UPDATE people_auditevent SET action = 'nothing' WHERE sequence = 1")
    newest = audit_chain("elmwood", newest=2)
    assert (newest.broken, newest.checked) == ((), 2)
    assert audit_chain("elmwood").broken == (1,)


def test_each_community_and_the_installation_have_a_log_of_their_own() -> None:
    three_events()
    with alone_with(""):
        record_event(community_id="", action="sign_in", by=OWNER, details={})
    assert {head.community: head.count for head in AuditHead.objects.all()} == {"": 1, "elmwood": 3}
    assert [audit_chain(log).is_whole for log in ("", "elmwood", "nowhere")] == [True, True, True]


def test_events_are_found_by_who_what_and_when() -> None:
    three_events()
    day = AuditEvent.objects.get(sequence=1).at.date()
    assert [event.sequence for event in found_events("elmwood", action="read_people")] == [3, 2]
    assert [event.sequence for event in found_events("elmwood", by="person:nobody")] == []
    assert found_events("elmwood", first_day=day, last_day=day).count() == 3
    assert found_events("elmwood", last_day=day.replace(year=day.year - 1)).count() == 0
