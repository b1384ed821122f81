"""Kill a submission at every step that it reports, or at random moments, and look whether anything stands by halves.

Run in a process of its own, in a home of its own: `python killing_submissions.py KILLS SEED`; with no kills, once at
each step. Each round a child submits records that nobody sent before and is killed (SIGKILL). Then another child looks
at everything that is promised, and sends the same again with the same key. Prints what it saw as JSON.
"""

import json
import os
import random
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import django
from django.core.management import call_command

WHERE = {"community_id": "riverbend", "program_id": "first-steps"}
REPO = Path(__file__).resolve().parents[3]


def main(kills: int, seed: int) -> None:
    django.setup()
    call_command("migrate", verbosity=0)
    alone(load)
    import_everything()
    if kills < 0:
        alone(lambda: at_once(-kills))
        print(json.dumps({"senders": -kills}))
        return
    with tempfile.TemporaryDirectory() as told:
        reported = Path(told) / "steps"
        begun = time.perf_counter()
        alone(lambda: submit(0, lambda step: reported.open("a").write(f"{step}\n")))
        took = time.perf_counter() - begun
        steps = reported.read_text().splitlines()
        seen = {"steps": steps, "before": 0, "after": 0, "killed": 0}
        chance = random.Random(seed)
        rounds = [(step, 0.0) for step in steps] if not kills else [("", chance.uniform(0, took)) for _ in range(kills)]
        for number, (step, moment) in enumerate(rounds, start=1):
            seen["killed"] += killed(number, step, moment)
            came = Path(told) / f"came-{number}"
            alone(lambda number=number, came=came: look(number, came))
            seen[came.read_text()] += 1
    print(json.dumps({**seen, "seconds_undisturbed": round(took, 3)}))


def import_everything() -> None:
    """Once, before there are children; nothing is computed, so that no thread runs where processes are forked."""
    import groundswell.engine.measures.counting
    import groundswell.engine.measures.duck  # noqa: F401
    from groundswell.engine.cube.warming import warm
    from groundswell.engine.invented import InventedCommunity
    from groundswell.exchange.records import marked_workbook, read_records

    warm()
    InventedCommunity(11, 60)
    files = [("participants.csv", b"first_name\nAna\n")]
    marked_workbook(files, read_records(files, today=date(2026, 1, 1)))


def alone(work: Callable[[], object]) -> None:
    """Do it in a child, so that this process stays small and forks without threads."""
    from django.db import connections

    connections.close_all()
    child = os.fork()
    if child == 0:
        try:
            work()
        except BaseException:
            import traceback

            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != 0:
        sys.exit(1)


def killed(number: int, step: str, moment: float) -> bool:
    """A child that submits and dies; False where it was done before."""
    from django.db import connections

    connections.close_all()

    def die(said: str) -> None:
        if said == step:
            os.kill(os.getpid(), signal.SIGKILL)

    child = os.fork()
    if child == 0:
        try:
            submit(number, die)
        finally:
            os._exit(0)
    if not step:
        time.sleep(moment)
        os.kill(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


def at_once(senders: int) -> None:
    """So many send the same file at the same moment, each with a key of their own."""
    from django.db import connection
    from tests.cast import COMMAND_LINE

    from groundswell.apps.submissions.actions import submit_records
    from groundswell.apps.submissions.models import Submission

    files, together = files_of(0), threading.Barrier(senders)
    found, faults = [], []

    def send(number: int) -> None:
        try:
            together.wait()
            found.append(submit_records(**WHERE, files=files, key=f"sender-{number}", computes=False, by=COMMAND_LINE))
        except Exception as fault:
            faults.append(repr(fault))
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=(number,)) for number in range(senders)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == [], faults
    assert {one.number for one in found} == {1}
    assert sum(one.is_new for one in found) == 1
    assert Submission.objects.count() == 1
    whole()


def load() -> None:
    from tests.cast import COMMAND_LINE
    from tests.records import slim_riverbend

    from groundswell.apps.packages.actions import load_package

    assert load_package(package=slim_riverbend(), by=COMMAND_LINE).is_done


def files_of(number: int) -> list[tuple[str, bytes]]:
    """Records of a small program that differ from those of every other round."""
    from tests.records import as_csv, rows_in

    from groundswell.engine.invented import InventedCommunity

    with tempfile.TemporaryDirectory() as folder:
        paths = InventedCommunity(11, 60).write(Path(folder), "first-steps", format="csv")
        found = [(path.name, path.read_bytes()) for path in paths]
    changed = []
    for name, content in found:
        rows = rows_in(content)
        if "first_name" in rows[0]:
            rows[1][rows[0].index("first_name")] = "Ann" + "abcdefghij"[number % 10] * (1 + number // 10)
        changed.append((name, as_csv(rows)))
    return changed


def submit(number: int, steps: Callable[[str], object]):
    from tests.cast import COMMAND_LINE

    from groundswell.apps.submissions.actions import submit_records

    found = submit_records(**WHERE, files=files_of(number), key=f"round-{number}", steps=steps, by=COMMAND_LINE)
    assert found.is_done, found
    return found


def look(number: int, came: Path) -> None:
    """Everything that is promised, before and after the same is sent again with the same key."""
    from groundswell.apps.submissions.models import Submission

    row = Submission.objects.filter(key=f"round-{number}").first()
    whole()
    again = submit(number, lambda step: None)
    assert again.is_new is (row is None)
    assert row is None or again.number == row.number
    once_more = submit(number, lambda step: None)
    assert (once_more.number, once_more.is_new) == (again.number, False)
    assert Submission.objects.count() == number + 1
    whole()
    came.write_text("before" if row is None else "after")


def whole() -> None:
    """I1: every row names a part that is whole. I4: the database is sound. I6: the log tells all. Nothing is left."""
    from django.db import connection

    from groundswell.apps.people.models import AuditEvent
    from groundswell.apps.people.queries import broken_audit_events
    from groundswell.apps.submissions.models import Submission
    from groundswell.apps.submissions.queries import store_root
    from groundswell.engine.store import part_digests, sweep, verify_part

    named = set(Submission.objects.exclude(digest="").values_list("digest", flat=True))
    for digest in named:
        verify_part(store_root(), digest)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            assert cursor.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert cursor.execute("PRAGMA foreign_key_check").fetchall() == []
    assert broken_audit_events("riverbend") == []
    assert AuditEvent.objects.filter(action="submit_records").count() == Submission.objects.count()
    sweep(store_root(), named, grace_seconds=0)
    assert set(part_digests(store_root())) == named
    folders = {path.parent.name for path in store_root().rglob("*") if path.is_file() and path.parent != store_root()}
    assert folders - {"parts"} == named, folders


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
