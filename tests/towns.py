"""A town of two providers with two programs each, and invented people whom they share: for tests of linking."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pytest_django import DjangoDbBlocker
from tests.records import as_csv

if TYPE_CHECKING:
    from groundswell.apps.people.models import Community

PROGRAMS = {"books": "library", "tales": "library", "teeth": "clinic", "eyes": "clinic"}
Files = list[tuple[str, bytes]]


@pytest.fixture
def town(db: None, settings: Any, tmp_path: Path) -> Community:
    """Two providers with two programs each, and measures that all of them share."""
    settings.HOME = tmp_path / "home"
    return founded()


@contextmanager
def standing_town(blocker: DjangoDbBlocker, home: Path, befalls: Callable[[], object]) -> Iterator[Path]:
    """A town and what befalls it stand for the tests of a module, people linked by the plain double; its home."""
    from django.test import override_settings
    from tests.links import put_in_place
    from tests.standing import standing

    with standing(blocker):
        with override_settings(HOME=home), pytest.MonkeyPatch.context() as patch:
            put_in_place(patch)
            founded()
            befalls()
        yield home


def as_it_stands(home: Path, settings: Any, folder: Path) -> Community:
    """The town that stands; what is done to its records from now on is done to a copy in `folder`."""
    from groundswell.apps.people.models import Community

    settings.HOME = Path(shutil.copytree(home, folder / "home"))
    return Community.objects.get(public_id="town")


def founded() -> Community:
    """The town, new."""
    from tests.builders import package
    from tests.cast import COMMAND_LINE

    from groundswell.apps.packages.actions import load_package
    from groundswell.apps.people.models import Community

    served = {"name": "Served", "question": "how_many", "unit": "number",
              "rule": {"count": "people", "where": {"services": {"service": "visit"}}}}  # fmt: skip
    moved = {"name": "Went on to have teeth seen to", "question": "what_difference", "unit": "percent",
             "rule": {"count": "people", "of": {"enrollments": {"ended": "in_period"}},
                      "where": {"next_program": {"program_id": "teeth", "within_days": 90}}}}  # fmt: skip
    loaded = load_package(
        package=package(
            community={"id": "town"},
            measures={"served": served, "moved": moved},
            tables={
                "organizations": [{"organization_id": one, "name": one.title(), "roles": "provider"}
                                  for one in ("library", "clinic")],
                "strategies": [{"strategy_id": "reading", "name": "Reading"}],
                "programs": [{"program_id": one, "organization_id": owner, "name": one.title(), "published": "true",
                              "strategy_ids": "reading"} for one, owner in PROGRAMS.items()],
                "measure_adoptions": [
                    *({"program_id": one, "measure_id": "served", "use": "required"} for one in PROGRAMS),
                    {"program_id": "books", "measure_id": "moved", "use": "menu"},
                ],
            },
        ),
        by=COMMAND_LINE,
    )  # fmt: skip
    assert loaded.is_done, loaded.findings
    return Community.objects.get(public_id="town")


def names(first: int, last: int) -> list[str]:
    """Somebody's number stands for who she is, at whatever provider."""
    return [f"{number:04d}" for number in range(first, last)]


def records(
    who: Iterable[str], mark: str, *, day: str = "2024-03-01", started: str = "2024-01-05", ended: str = ""
) -> Files:
    """Each with a name and a birth date that tell who she is, an id of the program's own, and one visit."""
    people = list(who)
    letters = str.maketrans("0123456789", "abcdefghij")
    rows = [(f"{mark}-{one}", f"Given{one}".translate(letters), f"Family{one}".translate(letters),
             f"19{50 + int(one) % 50}-0{1 + int(one) % 9}-15") for one in people]  # fmt: skip
    stays = [(f"{row[0]}-s", row[0], started, ended) for row in rows]
    return [
        ("participants.csv", as_csv([("participant_id", "first_name", "last_name", "birth_date"), *rows])),
        ("enrollments.csv", as_csv([("enrollment_id", "participant_id", "started", "ended"), *stays])),
        ("services.csv", as_csv([("participant_id", "date", "service"), *((row[0], day, "visit") for row in rows)])),
    ]


def send(program: str, files: Files, *, computes: bool = False, **more: Any) -> int:
    """Submit records and have the figures computed, all at once unless the submission itself `computes`; its number."""
    from tests.cast import COMMAND_LINE

    from groundswell.apps.submissions.actions import compute_measures, submit_records

    said = {"files": files, "computes": computes, **more}
    found = submit_records(community_id="town", program_id=program, by=COMMAND_LINE, **said)
    assert found.is_done, found.findings
    assert compute_measures(community_id="town", by=COMMAND_LINE).is_done
    return found.number
