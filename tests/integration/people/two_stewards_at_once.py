"""Two stewards end each other at the same moment: one of them stays, where both really write at once.

Run on PostgreSQL by the tests of the rooms; in the tests' SQLite all threads share one connection.
"""

from functools import partial
from threading import Barrier, Thread

import pytest
from django.db import connection
from tests import cast
from tests.builders import package

from groundswell.apps.packages.actions import load_package
from groundswell.apps.people.actions import RefusalError, end_role, record_read
from groundswell.apps.people.models import Appointment, AuditEvent, Community
from groundswell.apps.people.queries import NotAllowedError, actor_of, audit_chain, lasting_stewards

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*doings) -> None:
    """Each in a thread and with a connection of its own, all let go together."""
    gate = Barrier(len(doings))

    def do(doing) -> None:
        try:
            gate.wait()
            doing()
        except (RefusalError, NotAllowedError):
            pass
        finally:
            connection.close()

    threads = [Thread(target=do, args=[doing]) for doing in doings]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_two_stewards_who_end_each_other_do_not_leave_the_community_alone() -> None:
    load_package(package=package(), by=cast.DATA_LEAD)
    elmwood = Community.objects.get()
    for turn in range(5):
        names = (f"Sam {turn}", f"Sue {turn}")
        pair = [cast.appointed(cast.person(name), elmwood, cast.Role.STEWARD) for name in names]
        held = [Appointment.objects.get(person=person).pk for person in pair]
        actors = [actor_of(person) for person in pair]
        end = partial(end_role, community_id="elmwood")
        at_once(partial(end, appointment_id=held[1], by=actors[0]), partial(end, appointment_id=held[0], by=actors[1]))
        assert lasting_stewards(elmwood).count() == 1
        lasting_stewards(elmwood).update(until=cast.timezone.now())


def test_events_written_at_once_stand_one_after_the_other() -> None:
    load_package(package=package(), by=cast.DATA_LEAD)
    at_once(*[lambda: record_read(community_id="", action="read_people", by=cast.OWNER)] * 8)
    assert AuditEvent.objects.filter(community="").count() == 8
    assert audit_chain("").is_whole
