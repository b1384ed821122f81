"""Every table about partners goes out and comes back byte for byte, and a package never takes back what one said."""

from __future__ import annotations

import filecmp
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from tests import cast
from tests.builders import package, table

from groundswell.apps.agenda.models import FrameworkElement, ScannedService
from groundswell.apps.packages.actions import load_package
from groundswell.apps.packages.models import HeldFile
from groundswell.apps.packages.queries import package_of
from groundswell.apps.partnerships.models import (
    Commitment,
    Mandate,
    Network,
    NetworkAnswer,
    NetworkQuestion,
    Partnership,
    PartnershipConsent,
    PartnershipNote,
    PartnershipPurpose,
    Purpose,
)
from groundswell.apps.people.actions import Outcome
from groundswell.apps.people.models import AuditEvent, Change, Community
from groundswell.apps.people.queries import Actor, actor_of
from groundswell.exchange.package import Package, check_package, write_package

pytestmark = pytest.mark.django_db
BOTH = {"partnership_id": "house-library", "date": "2025-05-01"}
TABLES = {
    "organizations": [
        {"organization_id": name, "name": name.title(), "roles": "provider"} for name in ("house", "library", "clinic")
    ],
    "strategies": [{"strategy_id": "reading", "name": "Reading"}],
    "programs": [{"program_id": "visits", "organization_id": "library", "name": "Visits"}],
    "purposes": [
        {"purpose_id": "sharing", "label": "Sharing", "label.es": "Compartir", "step": "1", "from_source": "ours"},
        {"purpose_id": "serving", "label": "One service", "step": "2", "retired": "2025-01-01"},
    ],
    "partnerships": [
        {"partnership_id": "house-library", "organization_id": "house", "partner_id": "library",
         "name": "Youth", "name.es": "Jóvenes"},
        {"partnership_id": "old", "organization_id": "clinic", "partner_id": "house", "retired": "2024-02-29"},
    ],
    "partnership_consents": [
        {"partnership_id": "house-library", "organization_id": "house", "since": "2025-01-01", "readers": "everyone"},
        {"partnership_id": "house-library", "organization_id": "library", "since": "2025-01-01", "readers": "own",
         "retired": "2025-03-01"},
    ],
    "partnership_purposes": [
        {"partnership_id": "house-library", "since": "2024-01-01", "purpose_id": "sharing"},
        {"partnership_id": "house-library", "since": "2025-01-01", "purpose_id": "serving", "retired": "2025-02-01"},
    ],
    "partnership_notes": [
        {**BOTH, "recorded_by": "house", "actor": "house", "level": "3", "activity": "On one list; =SUM(A1)",
         "evidence": "The list\nin two lines", "since": "2021-09-01"},
        {**BOTH, "recorded_by": "house", "actor": "library", "level": "3", "activity": "Reads the list"},
        {**BOTH, "recorded_by": "house", "level": "5", "activity": "Counts, together", "retired": "2025-06-01"},
        {**BOTH, "recorded_by": "house", "wanted_level": "6", "next_step": "Meet in June"},
        {**BOTH, "recorded_by": "backbone", "on_behalf_of": "library", "level": "4", "activity": "Training"},
        {**BOTH, "recorded_by": "library for both", "level": "2"},
        {**BOTH, "level": "1"},
    ],
    "network_questions": [
        {"question_id": "trust", "wording": "Do you trust them?", "wording.es": "¿Confía en ellos?", "low_label": "No",
         "high_label": "Yes", "steps": "5", "sort": "1"},
        {"question_id": "value", "wording": "What do they bring?", "retired": "2025-01-01"},
    ],
    "network_answers": [
        {"date": "2025-05-01", "from_organization_id": "house", "to_organization_id": "library", "question": "trust",
         "answer": "4"},
        {"date": "2025-05-01", "from_organization_id": "house", "to_organization_id": "house", "question": "roster",
         "answer": "complete", "retired": "2025-07-01"},
    ],
    "networks": [
        {"network_id": "night", "name": "Night", "name.es": "Noche", "members": "house; library",
         "purpose_id": "sharing", "description": "Beds", "since": "2024-01-01", "common_entry": "One telephone",
         "joint_planning": "Every month", "measure_ids": "served"},
        {"network_id": "gone", "name": "Gone", "members": "house; clinic", "retired": "2024-01-01"},
    ],
    "mandates": [
        {"mandate_id": "one", "organization_id": "house", "representative": "Ana Invented", "table": "Steering",
         "formal": "true", "can_commit": "priorities; resources", "document": "Letter", "since": "2024-01-01",
         "until": "2025-01-01"},
        {"mandate_id": "two", "network_id": "night", "formal": "false", "retired": "2025-01-01"},
    ],
    "commitments": [
        {"commitment_id": "beds", "organization_id": "house", "network_id": "night", "kind": "resources",
         "statement": "Twelve beds", "statement.es": "Doce camas", "strategy_id": "reading",
         "indicator_id": "k-readiness", "amount": "12.50", "unit": "slots", "made": "2024-01-01", "due": "2025-01-01",
         "status": "kept", "kept_amount": "7.0", "evidence": "Seen", "program_id": "visits"},
        {"commitment_id": "late", "organization_id": "clinic", "kind": "practices", "status": "broken",
         "evidence": "Nobody came", "retired": "2025-01-01"},
    ],
    "framework": [
        {"element_id": "common-agenda", "condition": "Common agenda", "statement": "One", "statement.es": "Una",
         "stance": "adapted", "reason": "We began before", "rating": "3", "evidence": "The charter", "owner": "house",
         "reviewed": "2025-01-01", "next_review": "2026-01-01"},
        {"element_id": "ours", "statement": "Our own", "stance": "later", "next_review": "2026-01-01",
         "retired": "2025-01-01"},
    ],
    "systems_scan": [
        {"organization_id": "house", "service": "Beds", "ages": "16-24", "place_id": "hill", "capacity": "40.0",
         "note": "At night"},
        {"organization_id": "library", "service": "Beds", "retired": "2025-01-01"},
    ],
}  # fmt: skip
CAME_LATER = {"partnership_consents", "network_questions"}  # with the rooms: no older installation held them
MODELS = (
    *(Purpose, Partnership, PartnershipConsent, PartnershipPurpose, PartnershipNote, NetworkQuestion, NetworkAnswer),
    *(Network, Mandate, Commitment, FrameworkElement, ScannedService),
)
OF_PARTNERS = sorted(model.file for model in MODELS)


def rich(**tables: list[dict[str, str]]) -> Package:
    """Elmwood with every table about partners full: sister languages, retired rows, blanks that stand for something."""
    measures = {"served": {"name": "Served", "question": "how_many", "unit": "number"}}
    return package(tables={**TABLES, **tables}, measures=measures)


def load(carried: Package, by: Actor = cast.DATA_LEAD) -> Outcome:
    outcome = load_package(package=carried, by=by)
    assert outcome.is_done, outcome.findings
    return outcome


def dumped(folder: Path) -> Path:
    whole = package_of("elmwood")
    assert whole is not None
    write_package(whole, folder)
    return folder


def assert_same_bytes(first: Path, second: Path) -> None:
    names = sorted(str(path.relative_to(first)) for path in first.rglob("*") if path.is_file())
    assert names == sorted(str(path.relative_to(second)) for path in second.rglob("*") if path.is_file())
    assert {f"{name}.csv" for name in OF_PARTNERS} <= set(names)
    assert filecmp.cmpfiles(first, second, names, shallow=False)[1:] == ([], [])


def forget() -> None:
    call_command("flush", verbosity=0, interactive=False)


@pytest.mark.django_db(transaction=True)
def test_every_table_about_partners_comes_back_byte_for_byte(tmp_path: Path) -> None:
    load(rich())
    first = dumped(tmp_path / "first")
    forget()
    carried, findings = check_package(first)
    assert carried is not None, [str(finding) for finding in findings]
    load(carried)
    assert_same_bytes(first, dumped(tmp_path / "second"))
    assert not HeldFile.objects.exists()


def test_no_cell_about_partners_is_lost_on_the_way(tmp_path: Path) -> None:
    load(rich())
    back, _ = check_package(dumped(tmp_path / "first"))
    assert back is not None
    for name in OF_PARTNERS:
        said = [{key: cell for key, cell in row.items() if cell} for row in table(name, TABLES[name]).records()]
        came = [{key: cell for key, cell in row.items() if cell} for row in back.tables[name].records()]
        assert sorted(map(str, map(sorted, map(dict.items, came)))) == sorted(
            map(str, map(sorted, map(dict.items, said)))
        ), name


def test_loading_what_stands_changes_no_row_about_partners(tmp_path: Path) -> None:
    load(rich())
    first, kept = (
        dumped(tmp_path / "first"),
        {model: set(model.objects.values_list("pk", flat=True)) for model in MODELS},
    )
    load(rich())
    assert {model: set(model.objects.values_list("pk", flat=True)) for model in MODELS} == kept
    assert_same_bytes(first, dumped(tmp_path / "second"))


def test_what_an_older_installation_held_about_partners_becomes_rows(tmp_path: Path) -> None:
    said = {name: rows for name, rows in TABLES.items() if name not in CAME_LATER}
    whole = package(tables=said, measures={"served": {"name": "Served", "question": "how_many", "unit": "number"}})
    load(whole)
    first = dumped(tmp_path / "first")
    carried = package_of("elmwood")
    assert carried is not None
    community = Community.objects.get()
    for model in reversed(MODELS):
        model.objects.all().delete()
    later = {"networks": ("description", "purpose_id", "since", "common_entry", "joint_planning", "measure_ids"),
             "commitments": ("program_id",)}  # fmt: skip
    for name in OF_PARTNERS:
        if name not in carried.tables:
            continue
        columns = {
            heading: cells
            for heading, cells in carried.tables[name].columns.items()
            if heading not in later.get(name, ())
        }
        held = {"headings": list(columns), "columns": columns}
        HeldFile.objects.create(community=community, name=name, content=held)
    HeldFile.objects.create(community=community, name="actions", content={"headings": [], "columns": {}})
    migration = import_module("groundswell.apps.packages.migrations.0004_partnerships_and_the_agenda_have_rooms")
    migration.rows_of_held_files(apps, None)
    assert list(HeldFile.objects.values_list("name", flat=True)) == ["actions"]
    HeldFile.objects.all().delete()
    second = dumped(tmp_path / "second")
    for name in OF_PARTNERS:
        if name not in {*CAME_LATER, *later}:
            assert (first / f"{name}.csv").read_bytes() == (second / f"{name}.csv").read_bytes(), name
    assert Network.objects.get(public_id="night").translations == {"name.es": "Noche"}
    assert Commitment.objects.get(public_id="beds").strategy.public_id == "reading"
    assert ScannedService.objects.get(service="Beds", retired__isnull=False).place.is_own


def notes(*rows: dict[str, str]) -> Package:
    return rich(partnership_notes=[{**BOTH, "recorded_by": "house", **row} for row in rows])


def test_an_older_package_takes_no_newer_account_away() -> None:
    load(notes({"level": "3", "activity": "First"}, {"date": "2026-05-01", "level": "5", "activity": "Later"}))
    load(notes({"level": "3", "activity": "First"}))
    assert set(PartnershipNote.objects.values_list("activity", flat=True)) == {"First", "Later"}


def test_an_account_that_stands_stays_whole_whatever_a_package_says() -> None:
    load(notes({"level": "3", "activity": "On one list"}))
    outcome = load(notes({"level": "3", "activity": "Nothing"}, {"level": "6", "activity": "All"}))
    assert list(PartnershipNote.objects.values_list("level", "activity")) == [("3", "On one list")]
    [told] = [str(one) for one in outcome.findings if one.file == "partnership_notes.csv"]
    assert "of 1 answer something stands already" in told


def test_a_new_account_and_one_of_the_other_side_come_in() -> None:
    load(notes({"level": "3", "activity": "On one list"}))
    load(notes({"recorded_by": "library", "level": "4", "activity": "Theirs"},
               {"date": "2026-05-01", "level": "5", "activity": "Later"}))  # fmt: skip
    assert set(PartnershipNote.objects.values_list("activity", flat=True)) == {"On one list", "Theirs", "Later"}


def test_a_side_is_one_whether_it_is_named_as_the_recorder_or_besides() -> None:
    load(notes({"level": "3", "activity": "On one list"}))
    load(notes({"on_behalf_of": "house", "level": "6", "activity": "All"}))
    assert list(PartnershipNote.objects.values_list("activity", flat=True)) == ["On one list"]


def test_what_is_told_of_an_account_that_stands_does_not_say_what_stands() -> None:
    load(notes({"level": "5", "activity": "Secret"}))
    told = {
        str([*map(str, load(notes({"level": level, "activity": words})).findings)])
        for level, words in (("5", "Secret"), ("5", "Guess"), ("3", "Guess"), ("7", "Secret"))
    }
    assert len(told) == 1


def test_a_consent_that_stands_stays_as_it_was_given() -> None:
    load(rich())
    given = {"partnership_id": "house-library", "organization_id": "library", "since": "2025-01-01"}
    load(rich(partnership_consents=[{**given, "readers": "everyone"}]))
    assert PartnershipConsent.objects.get(organization__public_id="library").readers == "own"


def test_an_answer_about_the_network_that_stands_stays() -> None:
    load(rich())
    asked = {key: cell for key, cell in TABLES["network_answers"][0].items() if key != "answer"}
    load(rich(network_answers=[{**asked, "answer": "1"}]))
    assert NetworkAnswer.objects.get(question="trust").answer == "4"


def test_the_two_of_a_partnership_never_change() -> None:
    load(rich())
    moved = [{**TABLES["partnerships"][0], "organization_id": "clinic"}, TABLES["partnerships"][1]]
    outcome = load_package(package=rich(partnerships=moved), by=cast.DATA_LEAD)
    assert [(one.file, one.row, one.column) for one in outcome.findings] == [("partnerships.csv", 2, "partnership_id")]
    assert Partnership.objects.get(public_id="house-library").organization.public_id == "house"


def test_a_steward_opens_nothing_by_a_package() -> None:
    load(rich())
    before = (PartnershipConsent.objects.count(), PartnershipNote.objects.count(), NetworkAnswer.objects.count())
    steward = actor_of(cast.steward(Community.objects.get()))
    consents = [{"partnership_id": "house-library", "organization_id": side, "since": "2026-01-01",
                 "readers": "everyone"} for side in ("house", "library")]  # fmt: skip
    answers = [{**BOTH, "date": "2026-01-01", "recorded_by": "library", "level": "2"}]
    outcome = load(rich(partnership_consents=consents, partnership_notes=answers), by=steward)
    after = (PartnershipConsent.objects.count(), PartnershipNote.objects.count(), NetworkAnswer.objects.count())
    assert after == before
    left = {one.file for one in outcome.findings if "is theirs to give" in one.message}
    assert left == {"partnership_consents.csv", "partnership_notes.csv", "network_answers.csv"}


def test_nothing_of_an_account_stands_in_history_or_the_audit_log_after_a_load() -> None:
    word = "Qzaccountqz"
    load(notes({"level": "5", "activity": word, "evidence": word}, {"next_step": word}))
    load(notes({"level": "4", "activity": "Other"}))
    kept = [*AuditEvent.objects.values_list("details"), *Change.objects.values_list("before", "after")]
    assert word in str(list(PartnershipNote.objects.values_list("activity", flat=True)))
    assert word not in str(kept)
