"""The same records are one submission, however and however often they come; new ones replace or add, and say so."""

from __future__ import annotations

import csv
import io
import logging
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from tests import cast
from tests.cast import COMMAND_LINE
from tests.records import among, as_csv

from groundswell.apps.people.models import AuditEvent, Community, Organization
from groundswell.apps.people.queries import NotAllowedError, actor_of
from groundswell.apps.submissions.actions import (
    ADDS,
    REPLACES,
    Submitting,
    compute_measures,
    computing,
    forget_records,
    purge_records,
    submit_records,
    sweep_store,
    withdraw_submission,
    withdrawing,
)
from groundswell.apps.submissions.actions.returned import forget_marked, marked_path
from groundswell.apps.submissions.models import ComputedSeries, Submission
from groundswell.apps.submissions.queries import standing, store_root, submissions_in_use
from groundswell.engine.invented import InventedCommunity, plant
from groundswell.engine.measures.parts import Part
from groundswell.engine.store import StoreError, part_digests, part_folder, purge_part, verify_part

PROGRAM = "first-steps"
WHERE = {"community_id": "riverbend", "program_id": PROGRAM}
Files = list[tuple[str, bytes]]
pytestmark = pytest.mark.django_db


def submit(files: Files, **more: object) -> Submitting:
    return submit_records(**WHERE, files=files, by=COMMAND_LINE, **more)


def served(period: str) -> float | None:
    row = ComputedSeries.objects.get(unit="program", unit_id=PROGRAM, measure__public_id="people-served")
    return next((one[1] for one in row.whole if one[0] == period), None)


def test_records_are_stored_counted_and_every_moved_figure_is_listed(community: Community, files: Files) -> None:
    found = submit(files)
    assert found.is_done and found.is_new and found.number == 1
    assert part_digests(store_root()) == [one.digest for one in submissions_in_use(community)]
    years = {one[0] for one in ComputedSeries.objects.get(measure__public_id="people-served").whole}
    assert {"2023", "2023-Q1"} <= years
    assert ["people-served", "2023", None, [served("2023"), None, None]] in found.moved


def test_the_same_file_again_is_the_same_submission(community: Community, files: Files) -> None:
    first, again = submit(files), submit(list(reversed(files)))
    assert (again.number, again.is_new, again.counts) == (first.number, False, first.counts)
    assert Submission.objects.count() == 1
    assert AuditEvent.objects.filter(action="submit_records").count() == 1


def test_the_same_rows_in_another_kind_of_file_are_the_same_submission(
    community: Community, files: Files, invented: InventedCommunity, tmp_path: Path
) -> None:
    submit(files)
    paths = invented.write(tmp_path / "parquet", PROGRAM)
    again = submit([(path.name, path.read_bytes()) for path in paths])
    assert not again.is_new
    assert len(part_digests(store_root())) == 1


def test_a_key_gets_the_first_answer_and_names_nothing_else(community: Community, files: Files) -> None:
    first = submit(files, key="upload-7")
    assert submit(files, key="upload-7").number == first.number
    other = submit(among(files, {"2023"}), key="upload-7")
    assert (other.state, other.is_done) == ("refused", False)
    assert Submission.objects.count() == 1


def test_records_about_the_same_days_replace_and_others_add(community: Community, files: Files) -> None:
    early = submit(among(files, {"2022"}))
    late = submit(among(files, {"2023", "2024"}))
    assert (early.superseded, late.superseded) == ((), ())
    assert len(submissions_in_use(community)) == 2
    both = served("2022"), served("2023")
    corrected = [(name, content.replace(b",1.5,", b",2.5,")) for name, content in among(files, {"2022"})]
    again = submit(corrected)
    if again.is_new:
        assert again.superseded == (early.number,)
    whole = submit(files)
    assert set(whole.superseded) == {one.number for one in Submission.objects.filter(superseded_by__isnull=False)} - (
        {early.number} if again.is_new else set()
    )
    assert len(submissions_in_use(community)) == 1
    assert (served("2022"), served("2023")) == both


def test_days_that_cross_ask_a_person(community: Community, files: Files) -> None:
    submit(among(files, {"2022", "2023"}))
    refused = submit(among(files, {"2023", "2024"}))
    assert refused.state == "refused"
    assert "--adds or --replaces" in refused.findings[0].fix
    assert submit(among(files, {"2023", "2024"}), beside=REPLACES).superseded == (1,)
    assert submit(among(files, {"2022", "2023"}), beside=ADDS).superseded == ()


def test_what_a_person_must_decide_first_is_not_stored(community: Community, files: Files) -> None:
    submit(among(files, {"2022", "2023"}))
    before = part_digests(store_root())
    assert submit(among(files, {"2023", "2024"})).state == "refused"
    assert part_digests(store_root()) == before


def test_records_withdrawn_while_they_are_read_are_looked_at_anew(
    community: Community, files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    submit(among(files, {"2022"}))
    submit(among(files, {"2024"}))
    real, times = standing.parts_of, []

    def parts_of(rows: list[Submission]) -> list[Part]:
        found = real(rows)
        times.append(len(found))
        if len(times) == 1:
            assert withdraw_submission(**WHERE, number=1, reason="Sent by mistake", by=COMMAND_LINE).is_done
        return found

    monkeypatch.setattr(computing, "parts_of", parts_of)
    assert compute_measures(community_id="riverbend", by=COMMAND_LINE).is_done
    assert times == [2, 1]
    assert [one.number for one in submissions_in_use(community)] == [2]


def test_rows_withdrawn_while_they_are_sent_again_are_stored_again(community: Community, files: Files) -> None:
    submit(files)
    Submission.objects.update(state="withdrawn", purged_at=timezone.now())
    (digest,) = part_digests(store_root())
    times = []

    def steps(step: str) -> None:
        if step == "stored":  # whoever withdrew them takes the part away only now
            times.append(purge_part(store_root(), digest))

    again = submit(files, steps=steps)
    assert (times, again.state, again.number) == ([True], "accepted", 2)
    assert part_digests(store_root()) == [digest]
    verify_part(store_root(), digest)


def test_rows_purged_while_they_are_sent_again_are_counted(community: Community, files: Files) -> None:
    early = among(files, {"2022"})
    submit(early)
    before = served("2022")
    submit([(name, content.replace(b",1.5,", b",2.5,")) for name, content in early], beside=REPLACES)
    purged = []

    def steps(step: str) -> None:
        if step == "stored":  # the rows of submission 1 are due, and lie there until somebody comes by
            purged.append(purge_records(community_id="riverbend", by=COMMAND_LINE).counts["purged"])
            assert not part_folder(store_root(), Submission.objects.get(number=1).digest).exists()

    again = submit(early, steps=steps)
    assert (purged, again.number, again.superseded) == ([1], 3, (2,))
    assert served("2022") == before
    assert not [one for one in again.moved if one[0] == "people-served"]
    verify_part(store_root(), Submission.objects.get(number=3).digest)


def test_rows_withdrawn_while_they_are_read_again_are_counted(
    community: Community, files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    submit(files)
    before = served("2023")
    owing: list[list[Submission]] = []
    real = withdrawing._purge
    monkeypatch.setattr(withdrawing, "_purge", lambda _, rows: owing.append(rows))
    assert withdraw_submission(**WHERE, number=1, reason="Sent by mistake", by=COMMAND_LINE).is_done
    assert served("2023") is None

    def steps(step: str) -> None:
        if step == "stored":  # whoever withdrew them takes the part away only now
            real("riverbend", owing.pop())

    again = submit(files, steps=steps)
    assert (owing, again.number, served("2023")) == ([], 2, before)
    assert ["people-served", "2023", None, [before, None, None]] in again.moved


def test_a_withdrawn_submission_counts_no_more_and_leaves_no_records(community: Community, files: Files) -> None:
    submit(files)
    assert not withdraw_submission(**WHERE, number=1, reason=" ", by=COMMAND_LINE).is_done
    assert withdraw_submission(**WHERE, number=1, reason="Sent by mistake", by=COMMAND_LINE).is_done
    assert part_digests(store_root()) == []
    assert served("2023") is None
    again = submit(files)
    assert (again.number, again.is_new) == (2, True)


def test_withdrawn_rows_are_gone_though_they_were_sent_and_superseded_before(
    community: Community, files: Files
) -> None:
    early, whole = among(files, {"2022"}), files
    assert [submit(each, computes=False).number for each in (early, whole)] == [1, 2]
    assert submit(early, beside=REPLACES, computes=False).superseded == (2,)
    assert withdraw_submission(**WHERE, number=3, reason="Nobody agreed", by=COMMAND_LINE).is_done
    (left,) = part_digests(store_root())
    assert left == Submission.objects.get(number=2).digest
    assert Submission.objects.get(number=1).purged_at is not None


def test_what_is_returned_is_not_kept_but_its_marked_sheet_for_a_while(
    community: Community, files: Files, invented: InventedCommunity
) -> None:
    planted = plant(invented.records(PROGRAM))
    faulty = []
    for name, rows in planted.tables.items():
        faulty.append((f"{name}.csv", as_csv(rows)))
    found = submit(faulty)
    assert found.state == "returned"
    told = {(one.file, one.row) for one in found.findings}
    assert {(f"{fault.table}.csv", fault.row) for fault in planted.faults} <= told
    row = Submission.objects.get()
    assert part_digests(store_root()) == []
    assert marked_path(row).read_bytes()[:2] == b"PK"
    assert forget_marked(now=marked_path(row).stat().st_mtime + 13 * 86_400) == 0
    assert forget_marked(now=marked_path(row).stat().st_mtime + 15 * 86_400) == 1
    assert not marked_path(row).exists()


def test_the_marked_sheet_goes_once_it_is_mended(
    community: Community, files: Files, django_capture_on_commit_callbacks: Any
) -> None:
    faulty = [(name, content.replace(b",", b",,", 1)) if name == "services.csv" else (name, content)
              for name, content in files]  # fmt: skip
    assert submit([("participants.csv", b"participant_id\n,\n"), *faulty[1:]]).state == "returned"
    row = Submission.objects.get()
    assert marked_path(row).exists()
    with django_capture_on_commit_callbacks(execute=True):
        assert submit(files).is_done
    assert not marked_path(row).exists()


def test_what_is_over_is_forgotten_by_the_operator_alone(community: Community, files: Files) -> None:
    submit(files)
    with pytest.raises(NotAllowedError):
        forget_records(by=actor_of(cast.steward(community)))
    Submission.objects.update(keep_until="2020-01-01")
    assert forget_records(by=COMMAND_LINE)["purged"] == 1
    assert part_digests(store_root()) == []


def test_a_provider_submits_for_its_own_programs_alone(community: Community, files: Files) -> None:
    own, other = (Organization.objects.get(public_id=name) for name in ("bright-start", "cedar-clinic"))
    pia = actor_of(cast.provider_data_manager(community, own))
    stranger = actor_of(cast.other_provider_data_manager(community, other))
    with pytest.raises(NotAllowedError):
        submit_records(**WHERE, files=files, by=stranger)
    assert submit_records(**WHERE, files=files, by=pia).is_done


def test_a_victim_service_can_send_nothing_that_tells_who_somebody_is(community: Community, files: Files) -> None:
    Organization.objects.filter(public_id="bright-start").update(roles="provider; victim_services")
    found = submit(files)
    assert found.state == "returned"
    assert {"first_name", "last_name", "birth_date"} <= {one.column for one in found.findings if one.is_error}


def test_nothing_of_a_person_is_told_anywhere(
    community: Community, files: Files, caplog: pytest.LogCaptureFixture
) -> None:
    names = {row["last_name"] for row in csv.DictReader(io.StringIO(dict(files)["participants.csv"].decode()))} - {""}
    telling = {name for name in names if len(name) > 6}
    with caplog.at_level(logging.DEBUG):
        submit(files)
    row = Submission.objects.get()
    said = repr([event.details for event in AuditEvent.objects.all()]) + caplog.text + repr(vars(row))
    assert telling
    assert not [name for name in telling if name in said]


def test_records_are_purged_when_their_time_has_come_and_figures_stay(community: Community, files: Files) -> None:
    submit(files)
    row = Submission.objects.get()
    assert row.keep_until is not None
    before = served("2023")
    assert purge_records(community_id="riverbend", on=row.keep_until, by=COMMAND_LINE).counts == {"purged": 1}
    assert part_digests(store_root()) == []
    assert served("2023") == before
    assert submissions_in_use(community) == []
    late = among(files, {"2025"})
    assert submit(late).is_done
    assert served("2023") == before


def test_parts_that_no_row_names_are_swept(community: Community, files: Files) -> None:
    submit(files)
    Submission.objects.all().delete()
    assert sweep_store() == 0  # younger than an hour: its row may be about to be committed
    assert len(part_digests(store_root())) == 1


def test_services_alone_do_not_take_the_place_of_all_tables(community: Community, files: Files) -> None:
    submit(files)
    alone = [(name, content) for name, content in files if name in ("participants.csv", "services.csv")]
    refused = submit(alone)
    assert refused.state in ("refused", "returned")
    assert len(submissions_in_use(community)) == 1


def test_what_was_returned_is_looked_at_anew(community: Community, files: Files) -> None:
    Organization.objects.filter(public_id="bright-start").update(roles="provider; victim_services")
    assert submit(files).state == "returned"
    again = submit(files)
    assert (again.state, again.number, again.is_new) == ("returned", 1, False)
    Organization.objects.filter(public_id="bright-start").update(roles="provider")
    assert submit(files).is_done


def test_a_part_that_is_gone_is_said_and_moves_no_figure(community: Community, files: Files) -> None:
    submit(files)
    before = served("2023")
    (digest,) = part_digests(store_root())
    shutil.rmtree(part_folder(store_root(), digest))
    with pytest.raises(StoreError, match="not in the store"):
        compute_measures(community_id="riverbend", by=COMMAND_LINE)
    assert served("2023") == before


def test_a_roll_up_that_nobody_is_left_in_is_emptied(community: Community, files: Files) -> None:
    submit(files)
    compute_measures(community_id="riverbend", by=COMMAND_LINE)
    own = ComputedSeries.objects.filter(unit="organization", unit_id="bright-start", measure__public_id="people-served")
    assert own.get().whole
    withdraw_submission(**WHERE, number=1, reason="Sent by mistake", by=COMMAND_LINE)
    compute_measures(community_id="riverbend", by=COMMAND_LINE)
    assert own.get().whole == []
