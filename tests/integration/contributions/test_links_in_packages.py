"""Links go out and come in again byte for byte; a version never changes, also where a package says otherwise."""

from __future__ import annotations

import filecmp
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from tests.cast import COMMAND_LINE
from tests.integration.contributions.elmwood_links import MENTORING, TEXTS, elmwood, linked, load

from groundswell.apps.contributions.models import ContributionLink, ContributionNote, KeptModel, Scenario
from groundswell.apps.contributions.queries import links_of, versions_of
from groundswell.apps.packages.actions import load_package
from groundswell.apps.packages.models import HeldFile
from groundswell.apps.packages.queries import package_of
from groundswell.apps.people.models import Community
from groundswell.exchange.package import Package, check_package, write_package

pytestmark = pytest.mark.django_db
OF_THE_ROOM = ("contributions", "contribution_notes", "scenarios", "modelled_years")
NOTE = {"note_id": "doubt", "link_id": "mentoring-k-readiness", "version": "1", "date": "2024-06-01",
        "step": "challenge", "text": "Who are those\nwho left?", "source": "https://example.org/a", "organization_id":
        "school"}  # fmt: skip
SCENARIO = {"scenario_id": "all-in", "indicator_id": "k-readiness", "name": "All in", "name.es": "Todo", "period":
            "2027", "target": "70.5", "minimize": "cost", "budget": "250000", "settings": '{"slots": {"texts": 10}}',
            "note": "For June", "retired": "2025-01-01"}  # fmt: skip
KEPT = {"modelled_id": "k-readiness-2025", "indicator_id": "k-readiness", "period": "2025", "kept_on": "2024-06-01",
        "joint_points": "0.81", "low": "0.4", "high": "1.2", "level": "0.8", "forecast": "0.382", "population": "12000",
        "model": "risks_multiply", "seed": "0", "draws": "100000", "links": "mentoring-k-readiness@1",
        "content": '[{"id": "mentoring-k-readiness", "points": 0.16}]', "note": "First"}  # fmt: skip


def rich() -> Package:
    """Every file of the room, with every column filled somewhere."""
    links = [{**MENTORING, "served": "250", "measure_id": "served"},
             {**MENTORING, "measure_id": "served", "recorded": "2024-06-01"}, TEXTS]  # fmt: skip
    answer = {**NOTE, "note_id": "reply", "step": "answer", "answers": "doubt", "text": "Eight moved away"}
    return linked(links, contribution_notes=[NOTE, answer], scenarios=[SCENARIO], modelled_years=[KEPT])


def dumped(folder: Path) -> Path:
    whole = package_of("elmwood")
    assert whole is not None
    write_package(whole, folder)
    return folder


def forget() -> None:
    for model in (ContributionLink, ContributionNote, Scenario, KeptModel):
        model._default_manager.all().delete()


def same_bytes(first: Path, second: Path) -> set[str]:
    names = {str(path.relative_to(first)) for path in first.rglob("*") if path.is_file()}
    assert names == {str(path.relative_to(second)) for path in second.rglob("*") if path.is_file()}
    _, different, missing = filecmp.cmpfiles(first, second, sorted(names), shallow=False)
    assert (different, missing) == ([], [])
    return names


def test_every_file_of_the_room_comes_back_byte_for_byte(tmp_path: Path) -> None:
    load(rich())
    first = dumped(tmp_path / "first")
    forget()
    carried, findings = check_package(first)
    assert carried is not None, findings
    load(carried)
    assert {f"{name}.csv" for name in OF_THE_ROOM} <= same_bytes(first, dumped(tmp_path / "second"))
    assert not HeldFile.objects.exists()


def test_a_blank_id_is_made_of_program_and_indicator_and_a_blank_version_is_the_next() -> None:
    load(rich())
    assert set(ContributionLink.objects.values_list("public_id", "version")) == {
        ("mentoring-k-readiness", 1), ("mentoring-k-readiness", 2), ("texts-k-readiness-hill-black", 1),
    }  # fmt: skip
    latest, first = versions_of(Community.objects.get(), "mentoring-k-readiness")
    assert (latest.served, first.served) == ("300", "250")


def test_loading_what_stands_changes_nothing() -> None:
    load(rich())
    kept = set(ContributionLink.objects.values_list("pk", flat=True))
    carried = package_of("elmwood")
    assert carried is not None
    assert load(carried) == []
    assert set(ContributionLink.objects.values_list("pk", flat=True)) == kept


def test_a_version_that_stands_and_says_something_else_becomes_the_next_version() -> None:
    community = elmwood()
    changed = linked([{**MENTORING, "served": "320"}, TEXTS])
    said = load(changed)
    assert len(said) == 1 and "kept as version 2" in said[0]
    assert [one.served for one in versions_of(community, "mentoring-k-readiness")] == ["320", "300"]
    assert load(changed) == []  # again: nothing more
    assert load(linked()) == []  # version 1 is what it always was
    assert [one.served for one in versions_of(community, "mentoring-k-readiness")] == ["320", "300"]


def test_a_package_that_goes_back_under_a_number_that_stands_is_heard() -> None:
    community = elmwood()
    load(linked([{**MENTORING, "served": "320"}]))
    back = linked([{**MENTORING, "version": "2", "link_id": "mentoring-k-readiness"}])
    assert len(load(back)) == 1
    assert load(back) == []
    assert [one.served for one in versions_of(community, "mentoring-k-readiness")] == ["300", "320", "300"]


def test_another_history_of_a_link_is_kept_after_the_one_that_stands() -> None:
    community = elmwood()
    versions = [{**MENTORING, "version": str(at + 1), "link_id": "mentoring-k-readiness", "served": served}
                for at, served in enumerate(("1", "2"))]  # fmt: skip
    load(linked(versions))
    assert [one.served for one in versions_of(community, "mentoring-k-readiness")] == ["2", "1", "300"]


def test_a_link_that_stands_is_not_turned_to_another_indicator() -> None:
    elmwood()
    other = linked([{**MENTORING, "link_id": "mentoring-k-readiness", "indicator_id": "on-time"}])
    outcome = load_package(package=other, by=COMMAND_LINE)
    assert [finding.row for finding in outcome.findings if finding.is_error] == [2]
    assert ContributionLink.objects.count() == 2


def test_a_withdrawn_link_travels_withdrawn() -> None:
    community = elmwood()
    load(linked([{**MENTORING, "retired": "2024-09-01"}, TEXTS]))
    assert [one.id for one in links_of(community)] == ["texts-k-readiness-hill-black"]
    assert len(versions_of(community, "mentoring-k-readiness")) == 1


def test_what_an_older_installation_held_becomes_links(tmp_path: Path) -> None:
    elmwood()
    first = dumped(tmp_path / "first")
    held = linked().tables["contributions"]
    forget()
    content = {"headings": list(held.headings), "columns": dict(held.columns)}
    HeldFile.objects.create(community=Community.objects.get(), name="contributions", content=content)
    import_module("groundswell.apps.packages.migrations.0003_contributions_have_a_room").rows_of_held_files(apps, None)
    assert not HeldFile.objects.exists()
    same_bytes(first, dumped(tmp_path / "second"))
