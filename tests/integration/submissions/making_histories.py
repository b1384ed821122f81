"""Let several clients work on one community at once, kill some of them, and write down everything that they saw.

Run in a process of its own, in a home of its own: `python making_histories.py CLIENTS CALLS SEEDS KILLS`. Every client
is a process; each call is written down before it is made and once it is answered, with the machine's one clock. Every
seed has a community of its own in the one installation. So many clients are killed (SIGKILL) for each seed, at random
moments, and begun again where they stopped; on PostgreSQL as many lose their connection besides. When all is quiet the
audit log and what stands are added, and `histories.impossible` judges. Prints what was seen as JSON.
"""

import json
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import django
from django.core.management import call_command
from tests.integration.submissions.histories import (
    FAULTY,
    PROGRAMS,
    SHAPES,
    Call,
    Event,
    History,
    impossible,
    visits_of,
)
from tests.integration.submissions.killing_submissions import alone, import_everything

YEARS = (2021, 2022, 2023, 2024)
DEEDS = {
    "submit anew": 5,
    "submit the same": 5,
    "retry": 4,
    "another under the key": 2,
    "submit faults": 1,
    "withdraw": 5,
    "look": 62,
    "parts": 2,
    "purge": 3,
    "ask": 5,
    "work": 3,
    "cancel": 2,
    "sweep": 1,
}
LOST = ("terminating connection", "connection is closed", "connection is lost", "closed the connection")
Said = dict[str, Any]


def main(clients: int, calls: int, seeds: int, kills: int) -> None:
    django.setup()
    call_command("migrate", verbosity=0)
    alone(lambda: [load(f"history-{seed}") for seed in range(seeds)])
    import_everything()
    seen: Counter[str] = Counter()
    wrong: list[str] = []
    for seed in range(seeds):
        folder = Path(os.environ["GROUNDSWELL_HOME"]) / f"history-{seed}"
        folder.mkdir()
        seen["killed"] += together(folder, folder.name, clients, calls, kills, seed)
        alone(lambda folder=folder: end(folder.name, folder))
        history = read(folder, clients)
        wrong += [f"seed {seed}: {said}" for said in impossible(history)]
        seen["calls"] += len(history.calls)
        seen["events"] += len(history.events)
        seen["in doubt"] += sum(call.answered is None for call in history.calls)
        seen.update(call.does for call in history.calls)
    alone(whole)
    print(json.dumps({"seen": seen, "wrong": wrong}))


def load(community_id: str) -> None:
    """A community with two programs and two measures that are easily counted by hand."""
    from tests.builders import package
    from tests.cast import COMMAND_LINE

    from groundswell.apps.packages.actions import load_package

    rule = {"where": {"services": {"service": "visit"}}}
    facts = {"unit": "number", "question": "how_many", "polarity": "higher"}
    measures = {"served": {"count": "people", **rule}, "visits": {"count": "services", **rule}}
    made = package(
        community={"id": community_id},
        measures={name: {"name": name, **facts, "rule": each} for name, each in measures.items()},
        tables={
            "programs": [{"program_id": name, "organization_id": "library", "name": name} for name in PROGRAMS],
            "measure_adoptions": [
                {"program_id": program, "measure_id": name, "use": "required"}
                for program in PROGRAMS
                for name in measures
            ],
        },
    )
    assert load_package(package=made, by=COMMAND_LINE).is_done


# ------------------------------------------------------------------------------------------------------ the clients


def together(folder: Path, community_id: str, clients: int, calls: int, kills: int, seed: int) -> int:
    """Let the clients work; kill some and begin them again. How many were killed."""
    chance = random.Random(seed)
    begun = time.monotonic()
    living = {begin(folder, community_id, number, calls, seed): number for number in range(clients)}
    soon = clients * calls * 3 // 4  # while there is still work to be killed at, however late the machine comes to it
    killed, due = 0, sorted(chance.randrange(soon) for _ in range(kills))
    while living:
        child, status = os.waitpid(-1, os.WNOHANG)
        if child:
            number = living.pop(child)
            if os.waitstatus_to_exitcode(status) == -signal.SIGKILL:
                living[begin(folder, community_id, number, calls, seed)] = number
            else:
                assert status == 0, f"client {number} ended with {status}"
            continue
        if due and sum(path.read_bytes().count(b"\n") for path in folder.glob("*.calls")) / 2 >= due[0]:
            due.pop(0)
            killed += 1
            os.kill(chance.choice(sorted(living)), signal.SIGKILL)
            lose_a_connection()
        time.sleep(0.01)
        assert time.monotonic() - begun < 6 * 3600, "the clients stand still"
    return killed


def lose_a_connection() -> None:
    """PostgreSQL ends one of the sessions, whatever it is at."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid() ORDER BY random() LIMIT 1"
        )
    connection.close()


def begin(folder: Path, community_id: str, number: int, calls: int, seed: int) -> int:
    """A client's process; where one of this number was before it, it goes on after its last call."""
    from django.db import connections

    connections.close_all()
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        Client(folder, community_id, number, seed).live(calls)
        status = 0
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        os._exit(status)


@dataclass
class Client:
    """One client: what it calls, and what it remembers of that."""

    folder: Path
    community_id: str
    number: int
    seed: int
    sent: list[Said] = field(default_factory=list)  # submissions, with their keys
    numbers: list[tuple[str, int]] = field(default_factory=list)
    made: int = 0

    def __post_init__(self) -> None:
        self.file = (self.folder / f"{self.number}.calls").open("ab", buffering=0)
        for call in read_calls(self.folder / f"{self.number}.calls"):
            self.made += 1
            if call.does == "submit":
                self.sent.append(dict(call.said))
        self.chance = random.Random(f"{self.seed} {self.number} {self.made}")

    def live(self, calls: int) -> None:
        """So many calls, one after the other."""
        from django.db import Error, connection

        while self.made < calls:
            deed = self.chance.choices(list(DEEDS), list(DEEDS.values()))[0]
            try:
                does, said = self.drawn(deed)
            except Error as failure:  # whoever looks for a job may find the connection lost
                connection.close()
                if not was_lost(failure):
                    raise
                continue
            self.call(does, said)

    def call(self, does: str, said: Said) -> None:
        """Make one call, and write it down before and after."""
        from django.db import Error, connection

        name = f"cli:{self.number}-{self.made}"
        self.made += 1
        self.write({"name": name, "does": does, "said": said, "called": time.monotonic_ns()})
        try:
            answer = getattr(self, does)(name, said)
        except Error as failure:
            connection.close()
            if was_lost(failure):
                return  # nobody knows what became of it
            answer = {"fault": f"{type(failure).__name__}: {failure}"[:300]}
        except Exception as failure:
            answer = {"fault": f"{type(failure).__name__}: {failure}"[:300]}
        self.write({"name": name, "answered": time.monotonic_ns(), "answer": answer})

    def write(self, line: Said) -> None:
        self.file.write(json.dumps(line).encode() + b"\n")

    # -------------------------------------------------------------------------------------------- what is called

    def drawn(self, deed: str) -> tuple[str, Said]:
        """What a deed is made of this time."""
        program = self.chance.choice(PROGRAMS)
        match deed:
            case "submit anew":
                name = f"{self.chance.choice(YEARS)}-{self.chance.choice(list(SHAPES))}-{self.chance.randrange(10**6)}"
                return "submit", self.new(program, name)
            case "submit the same":
                name = f"{self.chance.choice(YEARS)}-{self.chance.choice(list(SHAPES))}-{self.chance.randrange(3)}"
                return "submit", self.new(program, name)
            case "retry" if self.sent:
                return "submit", self.chance.choice(self.sent[-3:])
            case "another under the key" if self.sent:
                return "submit", {**self.chance.choice(self.sent), "content": f"{YEARS[0]}-whole-{self.number}"}
            case "submit faults":
                return "submit", self.new(program, FAULTY)
            case "withdraw" if self.numbers:
                at, number = self.chance.choice(self.numbers[-6:])
                return "withdraw", {"program": at, "number": number}
            case "parts":
                return "parts", {"program": program}
            case "work" | "cancel":
                return self.of_a_job(deed)
            case "purge" | "ask" | "sweep":
                return deed, {}
        return "look", {"program": program}

    def new(self, program: str, content: str) -> Said:
        beside = self.chance.choices(["", "adds", "replaces"], [8, 3, 2])[0] if content != FAULTY else ""
        key = f"key-{self.number}-{self.made}" if self.chance.random() < 0.7 else ""
        return {"program": program, "content": content, "beside": beside, "key": key}

    def of_a_job(self, deed: str) -> tuple[str, Said]:
        from groundswell.apps.people.models import Community
        from groundswell.apps.submissions.actions import jobs_to_do
        from groundswell.apps.submissions.models import Job

        community = Community.objects.get(public_id=self.community_id)
        if deed == "cancel":
            jobs = list(Job.objects.filter(community=community, state__in=("waiting", "running")))
        else:
            jobs = jobs_to_do(community)
        return (deed, {"job": str(jobs[0].pk)}) if jobs else ("ask", {})

    def submit(self, name: str, said: Said) -> Said:
        from groundswell.apps.submissions.actions import submit_records

        self.sent.append(said)
        found = submit_records(
            **self.where(said), files=files_of(said["content"]), beside=said["beside"], key=said["key"], by=actor(name)
        )
        if found.number and found.is_new:
            self.numbers.append((said["program"], found.number))
        moved = [[measure, period, *(one and one[0] for one in sides)] for measure, period, *sides in found.moved]
        return {
            "state": found.state,
            "number": found.number,
            "is_new": found.is_new,
            "superseded": sorted(found.superseded),
            "moved": moved,
        }

    def withdraw(self, name: str, said: Said) -> Said:
        from groundswell.apps.submissions.actions import withdraw_submission

        where = self.where(said)
        return {"is_done": withdraw_submission(**where, number=said["number"], reason="x", by=actor(name)).is_done}

    def look(self, name: str, said: Said) -> Said:
        """The submissions and figures of one moment: between two looks at the community's version that are alike."""
        for _ in range(4):
            version = version_of(self.community_id)
            listing = listing_of(self.community_id, said["program"])
            figures = figures_of(self.community_id, "program", said["program"])
            rolled = figures_of(self.community_id, "all", "")
            if version_of(self.community_id) == version:
                return {"listing": listing, "figures": figures, "rolled": rolled}
        return {"listing": listing, "figures": None, "rolled": None}

    def parts(self, name: str, said: Said) -> Said:
        """The submissions whose records were not whole, though they counted before and after that was looked at."""
        from groundswell.apps.submissions.queries import store_root
        from groundswell.engine.store import StoreError, verify_part

        before, damaged = in_use(self.community_id, said["program"]), []
        for number, digest in before.items():
            try:
                verify_part(store_root(), digest)
            except StoreError:
                damaged.append(number)
        after = in_use(self.community_id, said["program"])
        return {"whole": len(before) - len(damaged), "broken": [number for number in damaged if number in after]}

    def purge(self, name: str, said: Said) -> Said:
        from groundswell.apps.submissions.actions import purge_records

        return {"purged": purge_records(community_id=self.community_id, by=actor(name)).counts["purged"]}

    def sweep(self, name: str, said: Said) -> Said:
        from groundswell.apps.submissions.actions import sweep_store

        return {"swept": sweep_store()}

    def ask(self, name: str, said: Said) -> Said:
        from groundswell.apps.submissions.actions import ask_for_roll_ups

        return ask_for_roll_ups(community_id=self.community_id, by=actor(name)).counts

    def work(self, name: str, said: Said) -> Said:
        from groundswell.apps.submissions.actions import work_on

        return {"became": work_on(UUID(said["job"]), worker=name, by=actor(name))}

    def cancel(self, name: str, said: Said) -> Said:
        from groundswell.apps.submissions.actions import cancel_job

        return {"is_done": cancel_job(community_id=self.community_id, job_id=said["job"], by=actor(name)).is_done}

    def where(self, said: Said) -> dict[str, str]:
        return {"community_id": self.community_id, "program_id": said["program"]}


def was_lost(failure: Exception) -> bool:
    """True where PostgreSQL ended the session under whoever used it."""
    from django.db import connection

    return connection.vendor == "postgresql" and any(word in str(failure) for word in LOST)


def actor(name: str) -> Any:
    """Who calls; the audit log bears the call's name."""
    from groundswell.apps.people.queries import operator

    return operator(name)


def files_of(content: str) -> list[tuple[str, bytes]]:
    """The tables that a file's name stands for; the faulty one has a visit on a day that no calendar has."""
    if content == FAULTY:
        people, visits = ["p01"], ["p01,2024-02-30,visit"]
    else:
        people = sorted({person for person, _ in visits_of(content)})
        visits = [f"{person},{day},visit" for person, day in visits_of(content)]
    return [
        ("participants.csv", "\n".join(["participant_id", *people, ""]).encode()),
        ("services.csv", "\n".join(["participant_id,date,service", *visits, ""]).encode()),
    ]


# --------------------------------------------------------------------------------------------------- what is seen


def version_of(community_id: str) -> str:
    from groundswell.apps.people.models import Community

    return Community.objects.get(public_id=community_id).data_version


def listing_of(community_id: str, program: str) -> list[list[Any]]:
    from tests.cast import COMMAND_LINE

    from groundswell.apps.submissions.queries.listing import program_records, submissions_of

    at = program_records(community_id, program, reader=COMMAND_LINE)
    assert at is not None
    return [[one.number, one.state, one.superseded_by, one.is_purged] for one in reversed(submissions_of(at))]


def in_use(community_id: str, program: str) -> dict[int, str]:
    from groundswell.apps.people.models import Community
    from groundswell.apps.programs.models import Program
    from groundswell.apps.submissions.queries import submissions_in_use

    community = Community.objects.get(public_id=community_id)
    programs = Program.objects.filter(community=community, public_id=program)
    return {one.number: one.digest for one in submissions_in_use(community, programs)}


def figures_of(community_id: str, unit: str, unit_id: str) -> dict[str, dict[str, float]]:
    from groundswell.apps.submissions.models import ComputedSeries

    rows = ComputedSeries.objects.filter(community__public_id=community_id, unit=unit, unit_id=unit_id)
    found = {name: {one[0]: one[1] for one in whole} for name, whole in rows.values_list("measure__public_id", "whole")}
    return {"served": found.get("served", {}), "visits": found.get("visits", {})}


def end(community_id: str, folder: Path) -> None:
    """All is quiet: what waits is done, whose worker was killed too; then everything that stands, and the log."""
    from django.utils import timezone

    from groundswell.apps.people.models import AuditEvent, Community
    from groundswell.apps.people.queries import broken_audit_events
    from groundswell.apps.submissions.actions import ask_for_roll_ups, jobs_to_do, work_on
    from groundswell.apps.submissions.models import Job

    community = Community.objects.get(public_id=community_id)
    events = [
        {"by": event.by, "action": event.action, "details": event.details}
        for event in AuditEvent.objects.filter(community=community_id).order_by("sequence")
    ]
    found: Said = {"figures": {name: figures_of(community_id, "program", name) for name in PROGRAMS}, "wrong": []}
    Job.objects.filter(community=community, state="running").update(lease_until=timezone.now() - timedelta(days=1))
    for _ in range(2):  # what was left over, then all of it once more
        ask_for_roll_ups(community_id=community_id, by=actor("cli:end"))
        became = [work_on(job.pk, worker="end", by=actor("cli:end")) for job in jobs_to_do(community)]
        if set(became) - {"done", "cancelled"}:
            found["wrong"].append(f"what was left to do became {became}")
    found["listing"] = {name: listing_of(community_id, name) for name in PROGRAMS}
    found["recomputed"] = {name: figures_of(community_id, "program", name) for name in PROGRAMS}
    found["rolled"] = figures_of(community_id, "all", "")
    if Job.objects.filter(community=community, state__in=("waiting", "running")).exists():
        found["wrong"].append("a job is left that nobody does")
    if broken_audit_events(community_id):
        found["wrong"].append("the audit log is broken")
    (folder / "end.json").write_text(json.dumps({"events": events, "end": found}))


def whole() -> None:
    """Every part that a row names is whole, no other is left, nor anything half written; the database is sound."""
    from django.db import connection

    from groundswell.apps.submissions.models import Submission
    from groundswell.apps.submissions.queries import store_root
    from groundswell.engine.store import part_digests, sweep, verify_part

    named = set(Submission.objects.filter(purged_at=None).exclude(digest="").values_list("digest", flat=True))
    for digest in named:
        verify_part(store_root(), digest)
    sweep(store_root(), named, grace_seconds=0)
    assert set(part_digests(store_root())) == named
    assert not [path for path in store_root().rglob("*") if path.name.startswith(".") and path.name != ".lock"]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            assert cursor.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert cursor.execute("PRAGMA foreign_key_check").fetchall() == []


# --------------------------------------------------------------------------------------------- what was written down


def read_calls(path: Path) -> list[Call]:
    """The calls of a client, in order; the last line of one that was killed may be cut off."""
    found: dict[str, Call] = {}
    for line in lines_of(path):
        if "does" in line:
            found[line["name"]] = Call(line["name"], line["does"], line["said"], line["called"])
        else:
            found[line["name"]] = replace(found[line["name"]], answered=line["answered"], answer=line["answer"])
    return list(found.values())


def lines_of(path: Path) -> Iterator[Said]:
    for line in path.read_bytes().split(b"\n"):
        try:
            yield json.loads(line)
        except ValueError:
            continue


# The community was there before; people in programs are counted after the measures, by the same work.
BESIDE = ("load_package", "compute_participation")


def read(folder: Path, clients: int) -> History:
    """The history that lies in a folder."""
    calls = [call for number in range(clients) for call in read_calls(folder / f"{number}.calls")]
    found = json.loads((folder / "end.json").read_text())
    events = [Event(**each) for each in found["events"] if each["action"] not in BESIDE]
    return History(calls, events, found["end"])


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:5]))
