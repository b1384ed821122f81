"""Submit records on a disk that fails at its n-th write, for every n, and look what stands each time.

Run in a process of its own, in a home of its own, with `failing_disk.c` preloaded: `python failing_submissions.py STEP
SEED`. A child sends records in the browser's way while the disk under the home folder fails, once (EIO) or from then on
(ENOSPC); it says what was answered. Then, on a disk that works again, another looks at everything that is promised and
sends the same again with the same key. Every STEP-th n is tried, beginning at a place that the seed draws, until a
submission comes to its end without meeting its fault. Prints what was seen as JSON.
"""

import ctypes
import errno
import json
import os
import random
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import django
from django.core.management import call_command
from django.test.utils import setup_test_environment
from tests.integration.submissions.killing_submissions import alone, import_everything
from tests.integration.submissions.making_histories import files_of, in_use, load, whole

COMMUNITY = "failing"
PAGE = f"/{COMMUNITY}/programs/north/submissions/"
FAULTS = {"EIO": (errno.EIO, 1), "ENOSPC": (errno.ENOSPC, 10**9)}
HOME = Path(os.environ["GROUNDSWELL_HOME"])


def main(step: int, seed: int) -> None:
    django.setup()
    setup_test_environment()
    call_command("migrate", verbosity=0)
    alone(lambda: load(COMMUNITY))
    alone(appoint)
    import_everything()
    chance = random.Random(seed)
    seen: Counter[str] = Counter()
    number = 0
    for fault, (code, times) in FAULTS.items():
        after = chance.randint(1, step)
        while True:
            number += 1
            told = HOME / f"told-{number}"
            alone(lambda n=number, c=code, t=times, a=after, told=told: submit(n, c, a, t, told))
            answer = json.loads(told.read_text())
            if answer["calls"] < after:
                assert answer["status"] == 303, answer
                break
            seen[f"{fault} {answer['status']}"] += 1
            seen[f"{fault} read {answer['read']}"] += 1
            alone(lambda n=number, answer=answer: look(n, answer))
            after += step
    print(json.dumps(seen))


def appoint() -> None:
    """Somebody who may send for the program, signed in."""
    from django.test import Client
    from tests import cast

    from groundswell.apps.people.models import Community, Organization

    organization = Organization.objects.get(community__public_id=COMMUNITY, public_id="library")
    pia = Client()
    pia.force_login(cast.provider_data_manager(Community.objects.get(public_id=COMMUNITY), organization))
    (HOME / "cookies").write_text(json.dumps({name: one.value for name, one in pia.cookies.items()}))


def client() -> Any:
    from django.test import Client

    found = Client(raise_request_exception=False)
    for name, value in json.loads((HOME / "cookies").read_text()).items():
        found.cookies[name] = value
    return found


def sent(number: int) -> dict[str, Any]:
    """What the page sends: records that nobody sent before, with a key."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    files = [SimpleUploadedFile(name, content) for name, content in files_of(f"2024-whole-{number}")]
    return {"files": files, "key": f"key-{number:028}", "beside": "days"}


def submit(number: int, code: int, after: int, times: int, told: Path) -> None:
    pia = client()
    assert pia.get(PAGE).status_code == 200
    disk = ctypes.CDLL(None)
    disk.disk_fails(str(HOME).encode(), ctypes.c_long(after), ctypes.c_long(times), code)
    answer = pia.post(PAGE, sent(number))
    read = pia.get(PAGE)
    disk.disk_calls.restype = ctypes.c_long
    calls = disk.disk_calls()
    disk.disk_fails(b"", ctypes.c_long(0), ctypes.c_long(0), 0)
    words = answer.content.decode()
    told.write_text(
        json.dumps({"calls": calls, "status": answer.status_code, "read": read.status_code, "words": words})
    )


def look(number: int, answer: dict[str, Any]) -> None:
    """An answer that somebody understands; nothing by halves; sent again with its key it stands, once."""
    from groundswell.apps.people.queries import broken_audit_events
    from groundswell.apps.submissions.models import Submission

    status, words = answer["status"], answer["words"]
    assert status in (303, 503, 507), (status, words[:2000])
    assert answer["read"] == 200, "what stands cannot be read any more"
    if status != 303:
        assert "disk" in words or "space" in words, words[:2000]
        assert "Traceback" not in words
        assert str(HOME) not in words
    before = Submission.objects.filter(key=f"key-{number:028}").first()
    assert before is not None or status != 303
    again = client().post(PAGE, sent(number))
    assert again.status_code == 303, (again.status_code, again.content.decode()[:3000])
    row = Submission.objects.get(key=f"key-{number:028}")
    assert before is None or before.number == row.number
    assert list(in_use(COMMUNITY, "north")) == [row.number]
    assert broken_audit_events(COMMUNITY) == []
    whole()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
