"""Real threads that change one thing at once, in an installation of its own: run as a program, as `killing.py` is.

    python at_once.py EDITORS CHANGES

Each editor adds words to the end of one field, again and again, after whatever stands there by then. At the end every
acknowledged word stands exactly once. Leaves with 1 where one is lost.
"""

from __future__ import annotations

import sys
import threading

import django

EDITORS, CHANGES = (int(word) for word in (sys.argv[1:3] or ("4", "25")))

if __name__ == "__main__":
    django.setup()

    from django.core.management import call_command
    from django.db import connections
    from tests.builders import package
    from tests.cast import DATA_LEAD

    from groundswell.apps.packages.actions import RowEdit, load_package, save_object, save_rows
    from groundswell.apps.packages.queries import object_of, rows_of
    from groundswell.apps.people.models import Change, Community
    from groundswell.apps.people.queries import broken_audit_events

    def append(words: str) -> None:
        """Save the field with one's words behind what stands; look again where others were quicker."""
        for _ in range(1000):
            found = object_of(Community.objects.get(), "results", "ready")
            assert found is not None
            content = {**found.content, "experience": found.content.get("experience", "") + words}
            saving = save_object(
                community_id="elmwood",
                kind="results",
                object_id="ready",
                content=content,
                version=found.version,
                by=DATA_LEAD,
            )
            if saving.status == "stored":
                return
        raise AssertionError("never came to write")

    def annotate(words: str) -> None:
        """The same in a cell of a grid."""
        for _ in range(1000):
            rows = rows_of(Community.objects.get(), "observations", "k-readiness", places=[""])
            row = next(row for row in rows if row.key["period"] == "2023")
            content = {**row.content, "note": row.content.get("note", "") + words}
            saving = save_rows(
                community_id="elmwood",
                kind="observations",
                indicator_id="k-readiness",
                edits=[RowEdit(row.key, content, row.content)],
                by=DATA_LEAD,
            )
            if saving.status == "stored":
                return
        raise AssertionError("never came to write")

    problems: list[BaseException] = []
    acknowledged: list[str] = []
    start = threading.Barrier(EDITORS)

    def work(at: int) -> None:
        """One editor's day."""
        try:
            start.wait(60)
            for number in range(CHANGES):
                append(f"<{at}.{number}>")
                annotate(f"<{at}.{number}>")
                acknowledged.append(f"<{at}.{number}>")
        except BaseException as problem:
            problems.append(problem)
        finally:
            connections.close_all()

    call_command("migrate", verbosity=0)
    assert load_package(package=package(), by=DATA_LEAD).is_done
    threads = [threading.Thread(target=work, args=(at,)) for at in range(EDITORS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not problems, problems
    community = Community.objects.get()
    result = object_of(community, "results", "ready")
    assert result is not None
    cell = next(row for row in rows_of(community, "observations", "k-readiness", places=[""])
                if row.key["period"] == "2023").content["note"]  # fmt: skip
    for text in (result.content["experience"], cell):
        assert sorted(f"<{part}" for part in text.split("<")[1:]) == sorted(acknowledged), text
    assert len(acknowledged) == EDITORS * CHANGES
    assert Change.objects.count() == 2 * len(acknowledged)
    assert not broken_audit_events("elmwood")
    print(f"{len(acknowledged)} changes of {EDITORS} editors, none lost")
