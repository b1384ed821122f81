"""Nobody but a program's own organization learns a small number of it, whatever they open.

Every address that a reader may open is opened twice: before and after only what is small, and what hides it, was
changed. Whoever may not know it gets the very same bytes: no text, tooltip, hidden attribute, drawing or ETag tells.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone
from tests import cast
from tests.authorization.routes import every_route
from tests.builders import package
from tests.cast import COMMAND_LINE

from groundswell.apps.packages.actions import load_package
from groundswell.apps.people.models import Community, Organization
from groundswell.apps.programs.models import Measure, MeasureValue
from groundswell.apps.submissions.models import ComputedSeries, ParticipationTable
from groundswell.core.disclosure import is_small
from groundswell.core.participation import are_hidden_well
from groundswell.exchange.package.model import Package

pytestmark = pytest.mark.django_db
PROGRAMS = {"hope": "library", "night": "library", "bridge": "clinic", "quiet": "clinic"}
PUBLISHED = {"hope", "bridge"}
MEASURES = ("served", "better", "visited", "regular", "hours")
SMALL = "before"
OTHERWISE = "after"

# What is small, and what hides it, in two versions; whatever is shown to everybody is the same in both.
# measure, period, site: (value, numerator, denominator)
Cells = Mapping[tuple[str, str, str], tuple[str, str, str]]
PLANTED: dict[str, Cells] = {
    SMALL: {
        ("served", "2024-Q1", ""): ("7", "", ""),
        ("served", "2024-Q2", ""): ("29", "", ""),
        ("better", "2024-Q1", ""): ("22.6", "7", "31"),
        ("better", "2024-Q2", ""): ("48.1", "26", "54"),
        ("better", "2023", ""): ("82.5", "33", "40"),
        ("served", "2024-Q4", "Annex"): ("4", "", ""),
        ("served", "2024-Q4", "Branch"): ("17", "", ""),
    },
    OTHERWISE: {
        ("served", "2024-Q1", ""): ("9", "", ""),
        ("served", "2024-Q2", ""): ("27", "", ""),
        ("better", "2024-Q1", ""): ("16.1", "5", "31"),
        ("better", "2024-Q2", ""): ("51.9", "28", "54"),
        ("better", "2023", ""): ("85.0", "34", "40"),
        ("served", "2024-Q4", "Annex"): ("6", "", ""),
        ("served", "2024-Q4", "Branch"): ("15", "", ""),
    },
}
SHOWN: Cells = {
    ("served", "2024", ""): ("171", "", ""),
    ("served", "2024-Q3", ""): ("61", "", ""),
    ("served", "2024-Q4", ""): ("74", "", ""),
    ("served", "2024-Q4", "Central"): ("53", "", ""),
    ("better", "2024", ""): ("56.9", "132", "232"),
    ("better", "2024-Q3", ""): ("65.2", "45", "69"),
    ("better", "2024-Q4", ""): ("69.2", "54", "78"),
}
# measure: whole and parts as they are computed: [period, value, numerator, denominator, people]
COMPUTED = {
    SMALL: {
        "visited": [["2024-Q1", 8, None, None, 8], ["2024-Q2", 32, None, None, 32]],
        "regular": [["2024", None, 36, 43, 43], ["2023", None, 3, 23, 23]],
        "hours": [["2024", 813.5, None, None, 9]],
    },
    OTHERWISE: {
        "visited": [["2024-Q1", 6, None, None, 6], ["2024-Q2", 34, None, None, 34]],
        "regular": [["2024", None, 35, 43, 43], ["2023", None, 4, 23, 23]],
        "hours": [["2024", 627.5, None, None, 8]],
    },
}
ALWAYS = {
    "visited": [["2024", 120, None, None, 120], ["2024-Q3", 47, None, None, 47]],
    "regular": [["2022", None, 41, 90, 90]],
    "hours": [["2023", 4_020.5, None, None, 63]],
}
SITES = {
    SMALL: [["Annex", "2024-Q3", 5, None, None, 5], ["Branch", "2024-Q3", 14, None, None, 14]],
    OTHERWISE: [["Annex", "2024-Q3", 3, None, None, 3], ["Branch", "2024-Q3", 16, None, None, 16]],
}
# What others could read it by: as pages write it, as documents do, what is left, the ends of its interval.
TELLING = (
    *("22.6", "22.58", "0.2258", "7 of 31", "24 of 31", "77.4", "82.5", "0.825", "33 of 40", "7 of 40", "17.5"),
    *("48.1", "0.4814", "26 of 54", "83.7", "0.8372", "36 of 43", "7 of 43", "16.3", "13.0", "0.1304", "3 of 23"),
    *("813.5", "11.4", "39.8", "68.1", "91.3"),
)


def with_small_numbers() -> Package:
    percent = {"question": "what_difference", "unit": "percent", "polarity": "higher"}
    number = {"question": "how_many", "unit": "number"}
    visits = {"count": "people", "where": {"services": {"service": "visit"}}}
    often = {"count": "people", "of": {"enrollments": {"started": "in_period"}}, "where": visits["where"]}
    hours = {"count": "quantity", "where": {"services": {"service": "visit"}}}
    return package(
        measures={
            "served": {"name": "Served", **number},
            "better": {"name": "Better off", **percent},
            "visited": {"name": "Visited", **number, "rule": visits},
            "regular": {"name": "Came regularly", **percent, "rule": often},
            "hours": {"name": "Hours", **number, "rule": hours},
        },
        tables={
            "organizations": [
                {"organization_id": "library", "name": "Library", "roles": "provider"},
                {"organization_id": "clinic", "name": "Clinic", "roles": "provider"},
                {"organization_id": "giver", "name": "Giver", "roles": "funder"},
                {"organization_id": "miser", "name": "Miser", "roles": "funder"},
            ],
            "programs": [
                {"program_id": one, "organization_id": owner, "name": one.title(),
                 "published": "true" if one in PUBLISHED else ""}
                for one, owner in PROGRAMS.items()
            ],
            "grants": [{"grant_id": "for-night", "funder_id": "giver", "recipient_id": "library",
                        "program_ids": "hope; night"}],
            "measure_adoptions": [
                {"program_id": program, "measure_id": one, "use": "required",
                 "standing": "headline" if one in ("better", "visited") else "secondary"}
                for program in PROGRAMS for one in MEASURES
            ],
            "measure_values": [
                {"program_id": program, "measure_id": measure, "period": period, "site": site, "value": value,
                 "numerator": top, "denominator": bottom, "state": "accepted"}
                for program in ("hope", "night")
                for (measure, period, site), (value, top, bottom) in {**SHOWN, **PLANTED[SMALL]}.items()
            ] + [
                {"program_id": program, "measure_id": "better", "period": "2023", "value": "60.0", "numerator": "120",
                 "denominator": "200"}
                for program in ("bridge", "quiet")
            ],
        },
    )  # fmt: skip


def plant(community: Community, version: str) -> None:
    """Put one version of what is small in place; nothing says that anything changed."""
    for (measure, period, site), (value, top, bottom) in PLANTED[version].items():
        rows = MeasureValue.objects.filter(
            program__public_id__in=("hope", "night"), measure__public_id=measure, period=period, site=site
        )
        assert rows.update(value=value, numerator=top, denominator=bottom) == 2
    measures = {row.public_id: row for row in Measure.objects.filter(community=community)}
    for program in ("hope", "night"):
        for measure, whole in COMPUTED[version].items():
            sites = [*SITES[version], ["Central", "2024-Q3", 28, None, None, 28]] if measure == "visited" else []
            ComputedSeries.objects.update_or_create(
                community=community, measure=measures[measure], unit="program", unit_id=program,
                defaults={"data_version": "v", "computed_at": timezone.now(), "whole": [*whole, *ALWAYS[measure]],
                          "parts": {"site": sites} if sites else {}},
            )  # fmt: skip
    plant_together(community, version)


@pytest.fixture
def community() -> Community:
    outcome = load_package(package=with_small_numbers(), by=COMMAND_LINE)
    assert outcome.is_done, outcome.findings
    found = Community.objects.get(public_id="elmwood")
    plant(found, SMALL)
    for measure, quarter, year in (("visited", 60, 360), ("hours", None, 9_000)):
        ComputedSeries.objects.create(
            community=found, measure=Measure.objects.get(public_id=measure), unit="all", data_version="v",
            computed_at=timezone.now(),
            whole=[["2024", year, None, None, year], *([["2024-Q1", quarter, None, None, quarter]] if quarter else [])],
        )  # fmt: skip
    return found


@dataclass(frozen=True)
class Reader:
    """Somebody, and the programs whose figures they see whole."""

    client: Client
    whole: frozenset[str] = frozenset()


@pytest.fixture
def readers(community: Community) -> dict[str, Reader]:
    by_id = {row.public_id: row for row in Organization.objects.filter(community=community)}
    people = {
        "steward": cast.steward(community),
        "analyst": cast.analyst(community),
        "other provider": cast.other_provider_data_manager(community, by_id["clinic"]),
        "funder": cast.funder(community, by_id["giver"]),
        "funder of others": cast.funder(community, by_id["miser"], "Miser"),
        "own provider": cast.provider_data_manager(community, by_id["library"]),
    }
    found = {"public": Reader(Client())}
    for name, who in people.items():
        client = Client()
        client.force_login(who)
        own = frozenset(one for one, owner in PROGRAMS.items() if owner == "library") if "own" in name else frozenset()
        found[name] = Reader(client, own)
    return found


def addresses() -> list[str]:
    """Every address about programs and measures that is only read, each program, measure and period in its place."""
    found: dict[str, None] = {}
    for route in every_route():
        if "community_id" not in route.parts or not re.search(r"programs|measures|reach|overlap", route.pattern):
            continue
        for program, measures in (("hope", ("served", "better", "visited")), ("night", ("better", "regular", "hours"))):
            for measure in measures:
                for period in ("2024-Q1", "2024-Q2", "2024-Q4") if "period" in route.parts else ("",):
                    ids = {
                        "community_id": "elmwood", "program_id": program, "measure_id": measure, "period": period,
                        "number": "1", "id of programs": program, "id of measures": measure,
                    }  # fmt: skip
                    with suppress(KeyError):
                        path = route.path(ids)
                        found[path] = None
                        if re.search(r"programs/\w+(/measures/\w+)?(/|\.(json|csv|xlsx))$", path):
                            found[f"{path}?periods=year"] = None
                        elif re.search(r"elmwood/measures/\w+(/|.json|.csv)$", path):
                            found.update(dict.fromkeys(f"{path}?period={one}" for one in ("2024-Q1", "2023")))
    return [path for path in found if "desk" not in path]


def plant_together(community: Community, version: str) -> None:
    """People in exactly which programs: the same programs and the same whole, and other small combinations."""
    few = 0 if version == SMALL else 2
    counted = {
        "hope": 71 - few, "night": 91 - few, "bridge": 59 + few, "quiet": 80, "hope; night": 30 + 2 * few,
        "bridge; hope": 40, "bridge; night": 50, "bridge; hope; night": 4 - few,
    }  # fmt: skip
    cells = {tuple(programs.split("; ")): people for programs, people in counted.items()}
    shown = [["bridge", "hope"], ["bridge", "night"], ["quiet"]]
    assert are_hidden_well(cells, [tuple(each) for each in shown])
    kept = {"data_version": "v", "computed_at": timezone.now(), "as_of": date(2024, 12, 31), "is_linked": True,
            "smallest_shown": 11}  # fmt: skip
    ParticipationTable.objects.update_or_create(
        community=community, kind="combinations", period="2024",
        defaults={**kept, "rows": [["", "", list(each), people] for each, people in cells.items()],
                  "shown": {"combinations": shown, "is_whole": True}},
    )  # fmt: skip
    ParticipationTable.objects.update_or_create(
        community=community, kind="pathways", period="",
        defaults={**kept, "rows": [["hope", "night", 4 + few, 38.0], ["bridge", "hope", 41, 90.0]],
                  "shown": {"pathways": [["bridge", "hope"]], "within_days": 365}},
    )  # fmt: skip


NOT_OF_THE_FIGURES = re.compile(
    r'name="(?:csrfmiddlewaretoken|token|key)" value="[^"]*"|nonce="[^"]*"|nonce-[\w+/=-]+|csrf\w*&quot;[^,}]*'
    r'|"version":"[0-9a-f]{32}"',  # of a report: keyed with the installation's secret
    re.IGNORECASE,
)


def told(client: Client, path: str) -> tuple[int, str, str]:
    """Status, ETag and everything that an answer says, whatever its form."""
    response = client.get(path)
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as sheets:
            content = b"\n".join(sheets.read(name) for name in sorted(sheets.namelist()))
    said = NOT_OF_THE_FIGURES.sub("", content.decode(errors="replace"))
    etag = response.headers.get("ETag", "")  # one of 32 figures is of the bytes or keyed, and differs each time
    return response.status_code, "" if re.fullmatch(r'"[0-9a-f]{32}"', etag) else etag, said


def is_about(path: str, programs: frozenset[str]) -> bool:
    """True for a page that may speak of these programs."""
    named = next((one for one in PROGRAMS if f"/{one}" in path), "")
    return not named or named in programs


def test_whoever_is_not_of_the_organization_learns_nothing_small_from_any_answer(
    community: Community, readers: dict[str, Reader]
) -> None:
    """The public opens every address, and each of the others a sixth of them."""
    paths = addresses()
    asked = {name: [path for path in paths if name == "public" or _is_asked_by_day(name, path)] for name in readers}
    assert _learned(community, readers, asked, least=5) == []


@pytest.mark.slow
def test_whoever_is_not_of_the_organization_learns_nothing_small_from_any_answer_at_all(
    community: Community, readers: dict[str, Reader]
) -> None:
    assert _learned(community, readers, dict.fromkeys(readers, addresses()), least=31) == []


def _is_asked_by_day(name: str, path: str) -> bool:
    return zlib.crc32(f"{name} {path}".encode()) % 6 == 0


def _learned(community: Community, readers: dict[str, Reader], asked: dict[str, list[str]], *, least: int) -> list[str]:
    """What somebody learns that is small; each reader opens at least so many pages."""
    assert any("/report/2024-Q1" in path for path in asked["public"])
    before = {name: {path: told(reader.client, path) for path in asked[name]} for name, reader in readers.items()}
    opened = {name: sum(answer[0] == 200 for answer in answers.values()) for name, answers in before.items()}
    assert min(opened.values()) >= least, opened
    plant(community, OTHERWISE)
    faults: list[str] = []
    for name, reader in readers.items():
        for path in asked[name]:
            if reader.whole and is_about(path, reader.whole):
                continue
            faults += [f"{name}: {path}: {one}" for one in _tells(path, before[name][path])]
            if told(reader.client, path) != before[name][path]:
                faults.append(f"{name}: {path}: differs with what is small")
    return faults[:60]


def _tells(path: str, answer: tuple[int, str, str]) -> Iterator[str]:
    """What an answer gives away that is small."""
    status, _, said = answer
    if any(one in said for one in TELLING):
        text = _text(said)
        for one in TELLING:
            if re.search(rf"(?<![\d.]){re.escape(one)}(?!\d)", text):
                yield f"says {one}"
    if status == 200 and path.split("?")[0].endswith(".json"):
        for estimate in _estimates(json.loads(said)):
            top, bottom = estimate["numerator"], estimate["denominator"]
            counts = [top, bottom, bottom - top] if bottom else [estimate["value"]]
            is_share = not bottom and estimate["method"] != ""
            if not is_share and any(one is not None and is_small(one) for one in counts):
                yield f"holds {estimate}"


def test_the_own_organization_sees_every_small_number(community: Community, readers: dict[str, Reader]) -> None:
    client = readers["own provider"].client
    page = told(client, "/api/v1/elmwood/programs/night.json?periods=quarter")[2]
    assert 7 in {one["estimate"]["value"] for line in _lines(json.loads(page)) for one in line["observations"]}
    assert "22.6" in _text(told(client, "/elmwood/programs/night/measures/better/")[2])
    assert "82.5" in told(client, "/elmwood/programs/night/measures/better/?periods=year")[2]
    assert 'value="7"' in told(client, "/elmwood/programs/night/report/2024-Q1/")[2]


def test_a_sum_over_programs_is_not_shown_where_few_would_be_left(
    community: Community, readers: dict[str, Reader]
) -> None:
    """Two programs that a reader does not see, of 3 and 4 people, would be 7 by subtraction."""
    measure = Measure.objects.get(public_id="visited")
    for program, count in (("night", 3), ("quiet", 4), ("hope", 40), ("bridge", 50)):
        ComputedSeries.objects.update_or_create(
            community=community, measure=measure, unit="program", unit_id=program,
            defaults={"data_version": "v", "computed_at": timezone.now(), "parts": {},
                      "whole": [["2024", count, None, None, count]]},
        )  # fmt: skip
    every = ComputedSeries.objects.get(unit="all", measure=measure)
    every.whole = [["2024", 97, None, None, 97]]
    every.save()
    address = "/api/v1/elmwood/measures/visited.json?period=2024"
    assert json.loads(told(readers["public"].client, address)[2])["together"] is None
    for program in ("night", "quiet"):
        ComputedSeries.objects.filter(measure=measure, unit_id=program).update(whole=[["2024", 30, None, None, 30]])
    ComputedSeries.objects.filter(unit="all", measure=measure).update(whole=[["2024", 150, None, None, 150]])
    assert json.loads(told(readers["public"].client, address)[2])["together"]["estimate"]["value"] == 150


def _lines(page: dict) -> Iterator[dict]:
    for box in ("how_many", "how_well", "difference_number", "difference_percent", "unsorted"):
        yield from page[box]


def _estimates(document: object) -> Iterator[dict]:
    if isinstance(document, dict):
        if {"value", "numerator", "denominator", "method"} <= document.keys():
            yield document
        for each in document.values():
            yield from _estimates(each)
    elif isinstance(document, list):
        for each in document:
            yield from _estimates(each)


def _text(page: str) -> str:
    """Text and attributes; the geometry of a drawing aside."""
    return re.sub(r'\s(?:d|points|transform|x|y|x1|x2|y1|y2|cx|cy|r|width|height|viewBox)="[^"]*"', "", page)
