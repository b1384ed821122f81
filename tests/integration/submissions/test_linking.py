"""People are linked across programs: each is counted once, and nobody learns by sending whom others know."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from tests.cast import COMMAND_LINE
from tests.towns import names, records, send

from groundswell.apps.people.actions import alone_with
from groundswell.apps.people.models import AuditEvent, Community
from groundswell.apps.people.queries import PUBLIC
from groundswell.apps.programs.models import Measure
from groundswell.apps.scorecards.queries.programs import measure_page, shared_measure_page
from groundswell.apps.submissions.actions import (
    ADDS,
    compute_measures,
    link_people,
    linking,
    sweep_store,
    withdraw_submission,
)
from groundswell.apps.submissions.models import ComputedSeries, LinkRun, ParticipationTable
from groundswell.apps.submissions.queries.linked import last_links, standing_run
from groundswell.apps.submissions.queries.standing import store_root
from groundswell.engine.links.kept import links_folder
from groundswell.engine.measures.run import StoppedError

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_links")]


def link() -> dict[str, int]:
    done = link_people(community_id="town", by=COMMAND_LINE)
    assert done.is_done, done.findings
    return done.counts


def figures(unit: str, unit_id: str = "", measure: str = "served") -> dict[str, Any]:
    rows = ComputedSeries.objects.filter(measure__public_id=measure, unit=unit, unit_id=unit_id)
    return {one[0]: one[1] if one[1] is not None else tuple(one[2:4]) for row in rows for one in row.whole}


def together() -> Any:
    page = shared_measure_page("town", "served", reader=PUBLIC, period="2024")
    assert page is not None
    return page.together.estimate.value if page.together else None


def test_each_person_is_counted_once_over_programs_and_providers(town: Community) -> None:
    send("books", records(names(0, 60), "b"))
    send("tales", records(names(40, 80), "t"))
    send("teeth", records(names(30, 100), "x"))
    assert figures("all")["2024"] == 60 + 40 + 70
    assert together() == 170
    assert link() == {"records": 170, "people": 100, "doubtful": 0, "waiting": 0}
    assert figures("program", "books")["2024"] == 60
    assert figures("organization", "library")["2024"] == 80
    assert figures("all")["2024"] == figures("strategy", "reading")["2024"] == 100
    assert together() == 100
    run = standing_run(town)
    assert run is not None and run.found == {"1": 50, "2": 50}


def test_a_person_with_two_ids_in_one_program_is_counted_once_in_it(town: Community) -> None:
    send("books", records(names(0, 60), "b"))
    send("books", records(names(40, 60), "again"), beside=ADDS)
    assert figures("program", "books")["2024"] == 80
    link()
    assert figures("program", "books")["2024"] == 60


def test_fifty_and_thirty_of_whom_two_are_the_same_are_not_shown_as_seventy_eight(town: Community) -> None:
    send("books", records(names(0, 50), "b"))
    send("teeth", records(names(48, 78), "x"))
    assert together() == 80
    link()
    assert figures("all")["2024"] == 78
    assert together() is None


def test_a_number_over_several_providers_is_rounded_to_the_nearest_five(town: Community) -> None:
    send("books", records(names(0, 52), "b"))
    send("teeth", records(names(20, 73), "x"))
    link()
    assert figures("all")["2024"] == 73
    assert together() == 75


def visible() -> list[Any]:
    """Every figure over several providers, and what the public reads of all programs together."""
    rows = ComputedSeries.objects.exclude(unit__in=("program", "organization")).order_by("measure", "unit", "unit_id")
    return [together(), [(row.unit, row.unit_id, row.whole, row.parts) for row in rows]]


def together_in_programs() -> list[Any]:
    """What the pages of reach and overlap are made of."""
    rows = ParticipationTable.objects.filter(retired=None).order_by("kind", "period")
    return [(row.kind, row.period, row.rows, row.shown) for row in rows]


def test_what_a_provider_takes_back_moves_no_reach_or_overlap_before_the_next_linking(
    town: Community, django_capture_on_commit_callbacks: Any
) -> None:
    """Else whoever sends one person with many, and takes her back, learns whether others know her."""
    send("teeth", records(names(0, 70), "x"))
    send("books", records(names(60, 130), "b"))
    number = send("books", records(["0010"], "one"), beside=ADDS)
    link()
    before = together_in_programs()
    with django_capture_on_commit_callbacks(execute=True):
        withdraw_submission(community_id="town", program_id="books", number=number, reason="A slip", by=COMMAND_LINE)
    assert compute_measures(community_id="town", by=COMMAND_LINE).is_done
    assert together_in_programs() == before
    link()
    assert together_in_programs() != before


def test_new_services_of_people_who_are_linked_are_in_reach_from_the_next_linking_on(town: Community) -> None:
    send("teeth", records(names(0, 70), "x"))
    link()
    before = together_in_programs()
    send("teeth", records(names(0, 70), "x", day="2025-03-01", started="2025-01-05"))
    assert together_in_programs() == before
    link()
    assert "2025" in [row[1] for row in together_in_programs()]


def test_the_first_records_of_a_provider_wait_too_until_they_are_fifty(town: Community) -> None:
    """Else a new provider of one person learns whether others know her."""
    send("teeth", records(names(0, 70), "x"))
    link()
    send("books", records(names(50, 70), "b"))
    assert link()["waiting"] == 20
    assert figures("all")["2024"] == 70
    send("books", records(names(70, 100), "more"), beside=ADDS)
    assert link()["waiting"] == 0
    assert figures("all")["2024"] == 100


@pytest.mark.parametrize("target", ["0010", "0400"])  # the clinic knows the first and has never seen the second
def test_one_person_among_invented_ones_counts_as_if_nobody_knew_her(town: Community, target: str) -> None:
    send("teeth", records(names(0, 70), "x"))
    link()
    send("books", records([*names(200, 249), target], "b"))
    assert link()["waiting"] == 0
    assert figures("all")["2024"] == 120
    assert together() is not None
    before = visible()
    assert link()["waiting"] == 0
    send("books", records(names(300, 349), "few"), beside=ADDS)
    assert link()["waiting"] == 49
    assert visible() == before


def test_few_whom_others_know_are_linked_once_they_are_enough(town: Community) -> None:
    send("teeth", records(names(0, 70), "x"))
    link()
    send("books", records([*names(200, 250), *names(60, 66)], "b"))
    link()
    assert figures("all")["2024"] == 70 + 56
    send("books", records([*names(250, 300), *names(50, 55)], "more"), beside=ADDS)
    link()
    assert figures("all")["2024"] == 70 + 100


@pytest.mark.parametrize("known", ["0065", "0100"])  # the clinic knows the first of these customers
def test_one_person_renamed_among_many_who_change_stays_whom_she_was(town: Community, known: str) -> None:
    """Else a provider who renames a customer learns whether others knew her by what she was called."""
    send("teeth", records(names(0, 70), "x"))
    send("books", records([*names(50, 64), *names(100, 170), "0065"], "b"))
    link()
    total = figures("all")["2024"]
    others = [(name, content.replace(b"Given", b"Other")) for name, content in records(names(110, 170), "b")]
    send("books", others, beside=ADDS)
    send("books", [(name, content.replace(b"Given", b"Other")) for name, content in records([known], "b")], beside=ADDS)
    assert link()["waiting"] == 0
    assert figures("all")["2024"] == total


def test_who_moved_on_to_another_provider_is_counted_once_people_are_linked(town: Community) -> None:
    send("books", records(names(0, 62), "b", day="2024-06-01", ended="2024-02-20"))
    send("teeth", records(names(40, 101), "x", day="2024-06-01", started="2024-03-01"))
    assert figures("program", "books", "moved") == {}
    link()
    assert figures("program", "books", "moved") == {"2024": (20, 60), "2024-Q1": (20, 60)}
    page = measure_page("town", "books", "moved", reader=PUBLIC)
    assert page is not None and not page.waits_for_links


def test_records_that_are_withdrawn_take_their_links_with_them(
    town: Community, django_capture_on_commit_callbacks: Any
) -> None:
    send("teeth", records(names(0, 70), "x"))
    number = send("books", records(names(60, 130), "b"))
    link()
    run = standing_run(town)
    assert run is not None
    before = run.digest
    with django_capture_on_commit_callbacks(execute=True):
        withdraw_submission(community_id="town", program_id="books", number=number, reason="A slip", by=COMMAND_LINE)
    kept = last_links(town)
    assert kept is not None and set(kept.program_id) == {"teeth"}
    assert not links_folder(store_root(), before).exists()


def test_the_linking_before_is_gone_once_another_stands(
    town: Community, django_capture_on_commit_callbacks: Any
) -> None:
    send("teeth", records(names(0, 70), "x"))
    link()
    first = standing_run(town)
    send("books", records(names(60, 130), "b"))
    with django_capture_on_commit_callbacks(execute=True):
        link()
    assert first is not None
    assert not links_folder(store_root(), first.digest).exists()
    assert list(LinkRun.objects.values_list("is_standing", flat=True).order_by("at")) == [False, True]
    assert LinkRun.objects.filter(digest="").count() == 1


def test_no_name_and_no_participant_stands_in_the_database(town: Community) -> None:
    send("teeth", records(names(0, 70), "canary-x"))
    send("books", records(names(60, 130), "canary-b"))
    link()
    rows = [repr(each.__dict__) for each in LinkRun.objects.all()]
    rows += [repr(each.details) for each in AuditEvent.objects.all()]
    assert rows
    assert not [row for row in rows if "canary" in row or "Family" in row or "Given" in row]


def test_an_engine_that_is_not_there_is_said(town: Community) -> None:
    send("teeth", records(names(0, 70), "x"))
    done = link_people(community_id="town", engine="splink", by=COMMAND_LINE)
    assert not done.is_done
    assert "splink is not installed" in str(done.findings[0])
    assert not LinkRun.objects.exists()


def test_who_stops_a_linking_stores_nothing(town: Community) -> None:
    send("teeth", records(names(0, 70), "x"))
    with pytest.raises(StoppedError):
        link_people(community_id="town", cancelled=lambda: True, by=COMMAND_LINE)
    assert not LinkRun.objects.exists()
    assert figures("all")["2024"] == 70


def test_a_linking_that_is_killed_as_it_is_stored_leaves_the_one_before_and_a_folder_to_sweep(
    town: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    send("teeth", records(names(0, 70), "x"))
    link()
    before, seen = standing_run(town), visible()
    send("books", records(names(60, 130), "b"))

    def killed(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(linking, "record_run", killed)
    with pytest.raises(KeyboardInterrupt):
        link_people(community_id="town", by=COMMAND_LINE)
    monkeypatch.undo()
    assert standing_run(town) == before and visible() == seen
    assert before is not None and links_folder(store_root(), before.digest).is_dir()
    folders = list((store_root() / "links").glob("parts/*/*/manifest.json"))
    assert len(folders) == 2
    for one in folders:
        os.utime(one.parent, (1_000_000_000, 1_000_000_000))
    assert sweep_store() == 1
    assert links_folder(store_root(), before.digest).is_dir()


def test_what_is_sent_while_people_are_linked_is_linked_too(town: Community, monkeypatch: pytest.MonkeyPatch) -> None:
    send("teeth", records(names(0, 70), "x"))
    real, times = linking.engine_link, []

    def slow(*arguments: Any, **named: Any) -> Any:
        times.append(len(arguments[0]))
        if len(times) == 1:
            send("books", records(names(60, 130), "b"))
        return real(*arguments, **named)

    monkeypatch.setattr(linking, "engine_link", slow)
    assert link()["records"] == 140
    assert times == [70, 140]


def test_a_folder_is_taken_away_only_while_nobody_else_writes(
    town: Community, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    """A linking that came to the same, and is about to stand, would lose its folder else."""
    held: list[bool] = []
    alone: list[str] = []

    @contextmanager
    def watched(community_id: str) -> Iterator[None]:
        with alone_with(community_id):
            alone.append(community_id)
            yield
            alone.pop()

    monkeypatch.setattr(linking, "alone_with", watched)
    monkeypatch.setattr(linking, "purge_links", lambda *_: held.append(bool(alone)))
    send("teeth", records(names(0, 70), "x"))
    link()
    send("books", records(names(60, 130), "b"))
    with django_capture_on_commit_callbacks(execute=True):
        link()
    assert held == [True]


def test_where_nobody_is_there_to_be_linked_it_is_said(town: Community) -> None:
    done = link_people(community_id="town", by=COMMAND_LINE)
    assert not done.is_done and "no records of people" in str(done.findings[0])


def test_when_all_records_go_programs_are_added_up_again(
    town: Community, django_capture_on_commit_callbacks: Any
) -> None:
    number = send("teeth", records(names(0, 70), "x"))
    link()
    with django_capture_on_commit_callbacks(execute=True):
        withdraw_submission(community_id="town", program_id="teeth", number=number, reason="A slip", by=COMMAND_LINE)
    assert standing_run(town) is None
    send("books", records(names(0, 70), "b"))
    send("teeth", records(names(0, 70), "y"))
    assert together() == 140


def test_a_rule_that_was_changed_hides_what_was_counted_by_the_one_before(town: Community) -> None:
    send("books", records(names(0, 60), "b"))
    send("teeth", records(names(30, 100), "x"))
    link()
    assert together() == 100
    measure = Measure.objects.get(public_id="served")
    measure.definition["rule"] = {"count": "people", "where": {"enrollments": {"started": "in_period"}}}
    measure.save()
    assert compute_measures(community_id="town", by=COMMAND_LINE).is_done
    assert together() is None
    link()
    assert together() == 100
