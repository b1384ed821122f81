"""Kill a load or an import at random moments, again and again, and look whether anything was stored by halves.

Run in a process of its own, in a home of its own: `python killing.py load|import KILLS SEED`. Each round a child stores
a new version of every value and is killed (SIGKILL) at a random moment. Afterwards the community must be exactly as
before or exactly as after: values, revisions, audit events, the data version. Prints what it saw as JSON.
"""

import json
import os
import random
import signal
import sys
import time

import django
from django.core.management import call_command

ROWS = 600
KILLED_WITHIN = 1.15  # of the time an undisturbed child takes


def main(what: str, kills: int, seed: int) -> None:
    django.setup()
    call_command("migrate", verbosity=0)
    store = {"load": load, "import": read}[what]
    load(0)
    store(1)
    version, chance = 1, random.Random(seed)
    took = round_of(store, 2, None)[0]
    seen = {"before": 0, "after": 0, "acknowledged": 0}
    version = after(version, True, seen)
    for _ in range(kills):
        _, acknowledged = round_of(store, version + 1, chance.uniform(0, KILLED_WITHIN * took))
        version = after(version, acknowledged, seen)
    print(json.dumps({**seen, "seconds_undisturbed": round(took, 3)}))


def package_of_version(version: int):
    from tests.builders import indicator, package, series

    names = [f"indicator-{number:02}" for number in range(ROWS // 15)]
    rows = [row for name in names for row in series([f"{version}.{step}" for step in range(15)], indicator=name)]
    return package(rows, indicators={name: indicator(name=name) for name in names})


def load(version: int) -> None:
    from tests.cast import COMMAND_LINE

    from groundswell.apps.packages.actions import load_package

    assert load_package(package=package_of_version(version), by=COMMAND_LINE).is_done


def read(version: int) -> None:
    from tests.builders import MAPPING, reading
    from tests.cast import COMMAND_LINE

    from groundswell.apps.packages.actions import store_reading

    rows = list(package_of_version(version).tables["observations"].records())
    rows = [{**row, "source_id": "schools"} for row in rows]
    seen = reading(rows, indicators=())
    assert store_reading(reading=seen, community="elmwood", by=COMMAND_LINE, mapping=MAPPING).is_done


def round_of(store, version: int, kill_after: float | None) -> tuple[float, bool]:
    """One child; returns how long it lived and whether it said that it was done."""
    from django.db import connections

    connections.close_all()
    begun = time.perf_counter()
    child = os.fork()
    if child == 0:
        try:
            store(version)
        except BaseException:
            os._exit(1)
        os._exit(0)
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return time.perf_counter() - begun, os.waitstatus_to_exitcode(status) == 0


def after(version: int, acknowledged: bool, seen: dict[str, int]) -> int:
    """Check that everything is as before or as after; returns the version that stands."""
    from django.db import connection

    from groundswell.apps.indicators.models import Observation, Revision
    from groundswell.apps.people.actions import alone_with
    from groundswell.apps.people.models import AuditEvent
    from groundswell.apps.people.queries import broken_audit_events

    with alone_with("elmwood"):  # a server may still be rolling back for a client that is gone
        versions = {value.split(".")[0] for value in Observation.objects.values_list("value", flat=True)}
        assert len(versions) == 1, f"two versions stand beside each other: {versions}"
        stands = int(versions.pop())
        assert stands in (version, version + 1), (stands, version)
        assert not acknowledged or stands == version + 1, "a child said it was done, and it is not there"
        assert Observation.objects.count() == ROWS
        assert Revision.objects.count() == ROWS * stands, "revisions and values disagree"
        assert AuditEvent.objects.count() == stands + 1, "an event without its change, or a change without its event"
        assert broken_audit_events("elmwood") == []
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                assert cursor.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
                assert cursor.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()
    seen["before" if stands == version else "after"] += 1
    seen["acknowledged"] += acknowledged
    return stands


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
