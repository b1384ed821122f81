"""What a community keeps of its programs goes out and comes in again byte for byte; what was held becomes rows."""

from __future__ import annotations

import filecmp
from datetime import date
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from tests.builders import package
from tests.cast import COMMAND_LINE

from groundswell.apps.indicators.models import Strategy
from groundswell.apps.packages.actions import load_package
from groundswell.apps.packages.models import HeldFile
from groundswell.apps.packages.queries import package_of
from groundswell.apps.people.models import Community
from groundswell.apps.programs.models import (
    Grant,
    Measure,
    MeasureAdoption,
    MeasureRevision,
    MeasureValue,
    Program,
    ReportStep,
)
from groundswell.exchange.package import Package, check_package, write_package

pytestmark = pytest.mark.django_db
OF_PROGRAMS = {"strategies", "programs", "grants", "measure_adoptions", "measure_values", "measure_revisions"}


def rich() -> Package:
    """Every file about programs, with every column filled somewhere."""
    value = {"program_id": "visits", "period": "2024-Q1", "state": "accepted"}
    return package(
        measures={
            "served": {"name": "Served", "name.es": "Atendidos", "definition": "People, each once", "unit": "number",
                       "question": "how_many", "polarity": "higher", "owner": "Dana", "reviewed": "2024-05-01",
                       "versions": [{"from": "2023-01-01", "definition": "Families"}]},
            "better": {"name": "Better off", "question": "what_difference", "unit": "percent"},
            "visited": {"name": "Visited", "question": "how_many", "unit": "number", "retired": "2024-12-31",
                        "rule": {"count": "people", "where": {"services": {"service": "visit"}}}},
        },
        tables={
            "organizations": [{"organization_id": "library", "name": "Library", "roles": "provider"},
                              {"organization_id": "giver", "name": "Giver", "roles": "funder"}],
            "strategies": [{"strategy_id": "early", "result_ids": "ready", "name": "Early", "description": "Soon"}],
            "programs": [
                {"program_id": "visits", "organization_id": "library", "strategy_ids": "early", "name": "Visits",
                 "name.es": "Visitas", "customers": "Parents", "place_id": "hill", "started": "2019-07-01",
                 "sites": "Annex; Main, east", "published": "true"},
                {"program_id": "closed", "name": "Closed", "ended": "2021-06-30", "retired": "2022-01-01"},
            ],
            "grants": [{"grant_id": "one", "funder_id": "giver", "recipient_id": "library", "program_ids": "visits",
                        "amount": "12500.50", "currency": "USD", "awarded": "2023-01-02", "starts": "2023-07-01",
                        "ends": "2025-06-30"}],
            "measure_adoptions": [
                {"program_id": "visits", "measure_id": "served", "use": "required", "standing": "headline",
                 "since": "2023-01-01", "sort": "2"},
                {"program_id": "visits", "measure_id": "better", "use": "local", "until": "2024-12-31"},
            ],
            "measure_values": [
                {**value, "measure_id": "served", "value": "412", "note": "=Counted, \"once\""},
                {**value, "measure_id": "served", "value": "7", "site": "Annex", "group_id": "black"},
                {**value, "measure_id": "better", "value": "68.20", "numerator": "281", "denominator": "412"},
                {**value, "measure_id": "served", "period": "2024-Q2", "place_id": "hill", "value": "0",
                 "state": "returned", "reason": "Really nobody?"},
            ],
            "measure_revisions": [{"program_id": "visits", "measure_id": "served", "period": "2024-Q1",
                                   "value": "398", "recorded": "2024-06-01", "reason": "Counted twice"}],
        },
    )  # fmt: skip


def dumped(folder: Path) -> Path:
    whole = package_of("elmwood")
    assert whole is not None
    write_package(whole, folder)
    return folder


def load(carried: Package) -> None:
    outcome = load_package(package=carried, by=COMMAND_LINE)
    assert outcome.is_done, outcome.findings


def forget() -> None:
    for model in (MeasureRevision, MeasureValue, ReportStep, MeasureAdoption, Grant, Measure, Program, Strategy):
        model._default_manager.all().delete()


def same_bytes(first: Path, second: Path) -> set[str]:
    names = {str(path.relative_to(first)) for path in first.rglob("*") if path.is_file()}
    assert names == {str(path.relative_to(second)) for path in second.rglob("*") if path.is_file()}
    _, different, missing = filecmp.cmpfiles(first, second, sorted(names), shallow=False)
    assert (different, missing) == ([], [])
    return names


def test_every_file_about_programs_comes_back_byte_for_byte(tmp_path: Path) -> None:
    load(rich())
    first = dumped(tmp_path / "first")
    forget()
    carried, findings = check_package(first)
    assert carried is not None, findings
    load(carried)
    names = same_bytes(first, dumped(tmp_path / "second"))
    assert {f"{name}.csv" for name in OF_PROGRAMS} <= names
    assert {f"measures/{name}.yaml" for name in ("served", "better", "visited")} <= names
    assert not HeldFile.objects.exists()


def test_loading_what_stands_changes_nothing(tmp_path: Path) -> None:
    load(rich())
    kept = {model: set(model._default_manager.values_list("pk", flat=True)) for model in (Program, MeasureValue, Grant)}
    carried = package_of("elmwood")
    assert carried is not None
    load(carried)
    assert {model: set(model._default_manager.values_list("pk", flat=True)) for model in kept} == kept
    assert MeasureRevision.objects.count() == 1


def test_a_value_that_another_package_corrects_keeps_what_stood_there() -> None:
    load(rich())
    carried = rich()
    values = carried.tables["measure_values"]
    values.columns["value"] = ["415" if value == "412" else value for value in values.columns["value"]]
    load(carried)
    assert set(MeasureRevision.objects.values_list("value", flat=True)) == {"398", "412"}


def held(community: Community, carried: Package) -> None:
    """Files about programs as an installation without a room for them held them."""
    for name in OF_PROGRAMS - {"measure_revisions"}:
        table = carried.tables[name]
        HeldFile.objects.create(
            community=community, name=name, content={"headings": list(table.headings), "columns": dict(table.columns)}
        )
    for name, document in carried.measures.items():
        HeldFile.objects.create(community=community, name=f"measures/{name}", content=document)


def test_what_an_older_installation_held_becomes_rows_and_comes_out_as_it_went_in(tmp_path: Path) -> None:
    load(rich())
    MeasureRevision.objects.all().delete()
    first = dumped(tmp_path / "first")
    whole = package_of("elmwood")
    assert whole is not None
    forget()
    held(Community.objects.get(), whole)
    HeldFile.objects.create(community=Community.objects.get(), name="networks", content={"headings": [], "columns": {}})
    migration = import_module("groundswell.apps.packages.migrations.0002_programs_have_a_room")
    migration.rows_of_held_files(apps, None)
    assert list(HeldFile.objects.values_list("name", flat=True)) == ["networks"]
    HeldFile.objects.all().delete()
    same_bytes(first, dumped(tmp_path / "second"))
    visits = Program.objects.get(public_id="visits")
    assert (visits.organization.public_id, visits.place.public_id) == ("library", "hill")
    assert visits.started == date(2019, 7, 1)
    assert visits.translations == {"name.es": "Visitas"}
    assert Measure.objects.get(public_id="visited").retired == date(2024, 12, 31)
