"""The forced choice among a program's measures: who votes, what the ballots say, and how each measure then stands."""

from __future__ import annotations

import filecmp
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests import cast
from tests.builders import package
from tests.cast import COMMAND_LINE

from groundswell.apps.packages.actions import (
    cast_measure_ballot,
    close_measure_vote,
    load_package,
    save_rows,
    undo_change,
    undo_measure_vote,
)
from groundswell.apps.packages.actions.rows import RowEdit
from groundswell.apps.packages.queries import history_of, package_of, rows_of
from groundswell.apps.people.models import AuditEvent, Change, Community, Organization, Person
from groundswell.apps.people.queries import PUBLIC, Actor, NotAllowedError, VoteFacts, actor_of, broken_audit_events
from groundswell.apps.programs.models import ClosedMeasureVote, MeasureAdoption, MeasureBallot
from groundswell.apps.scorecards.queries.programs import MeasureCandidate, measure_vote_of, program_page
from groundswell.exchange.package import Package, check_package, write_package

pytestmark = pytest.mark.django_db
WITH_FIGURES = ("better", "came", "children", "kept", "served")
LACKING = ("happy", "reading")
VISITS = {"community_id": "elmwood", "program_id": "visits"}


def visits() -> Package:
    """Two programs of the library: visits with five measures that have figures and two that have none, and another."""
    measures: dict[str, dict[str, Any]] = {
        name: {"name": name.title(), "question": "how_many", "unit": "number"} for name in (*WITH_FIGURES, *LACKING)
    }
    measures["better"] = {"name": "Better", "question": "what_difference", "unit": "percent"}
    adopted = [{"program_id": "visits", "measure_id": name, "use": "menu", "since": "2020-01-01"} for name in measures]
    adopted[0]["standing"] = "headline"
    return package(
        measures=measures,
        tables={
            "organizations": [
                {"organization_id": one, "name": one.title(), "roles": "provider"} for one in ("library", "clinic")
            ],
            "programs": [
                {"program_id": "visits", "organization_id": "library", "name": "Visits"},
                {"program_id": "other", "organization_id": "library", "name": "Other"},
            ],
            "measure_adoptions": [*adopted, {"program_id": "other", "measure_id": "served", "standing": "secondary"}],
            "measure_values": [
                *({"program_id": "visits", "measure_id": name, "period": "2024", "value": "50", "state": "accepted"}
                  for name in WITH_FIGURES),
                {"program_id": "visits", "measure_id": "happy", "period": "2024", "value": "9", "state": "draft"},
            ],
        },
    )  # fmt: skip


@pytest.fixture
def community() -> Community:
    outcome = load_package(package=visits(), by=COMMAND_LINE)
    assert outcome.is_done, outcome.findings
    return Community.objects.get(public_id="elmwood")


def of(name: str) -> Organization:
    return Organization.objects.get(public_id=name)


@pytest.fixture
def pia(community: Community) -> Actor:
    """Pia answers for the library."""
    return actor_of(cast.provider_data_manager(community, of("library")))


@pytest.fixture
def dora(community: Community) -> Actor:
    """Dora keeps the data."""
    return actor_of(cast.data_manager(community))


def vote(by: Actor, *choices: str, development: tuple[str, ...] = ()) -> bool:
    return cast_measure_ballot(**VISITS, choices=choices, development=development, by=by).is_done


def close(by: Actor, headline: int = 3) -> bool:
    return close_measure_vote(**VISITS, headline=headline, by=by).is_done


def undo(by: Actor) -> str:
    return undo_measure_vote(**VISITS, by=by).status


def facts(community: Community, reader: Actor = COMMAND_LINE) -> VoteFacts[MeasureCandidate]:
    found = measure_vote_of(community, "visits", reader=reader)
    assert found is not None
    return found[0]


def standings(program: str = "visits") -> dict[str, tuple[str, str]]:
    rows = MeasureAdoption.objects.filter(program__public_id=program)
    return {
        name: (standing, sort) for name, standing, sort in rows.values_list("measure__public_id", "standing", "sort")
    }


def test_a_measure_lacks_data_while_it_has_no_figure_that_was_accepted(community: Community) -> None:
    found = {each.id: each.lacks_data for each in facts(community).candidates}
    assert found == {**dict.fromkeys(WITH_FIGURES, False), **dict.fromkeys(LACKING, True)}
    MeasureAdoption.objects.filter(measure__public_id="kept").update(until="2023-12-31")
    MeasureAdoption.objects.filter(measure__public_id="came").update(retired="2023-12-31")
    assert {each.id for each in facts(community).candidates} == {*WITH_FIGURES, *LACKING} - {"kept", "came"}


def test_a_person_has_one_ballot_and_may_change_it(community: Community, pia: Actor) -> None:
    assert vote(pia, "served", "better")
    assert vote(pia, "better", development=("happy",))
    found = measure_vote_of(community, "visits", reader=pia)
    assert found is not None
    assert (found[0].ballots, [each.id for each in found[0].headline]) == (1, ["better"])
    assert found[1] is not None
    assert (found[1].choices, found[1].development) == (("better",), ("happy",))


def test_a_ballot_is_ones_own(community: Community, pia: Actor, dora: Actor) -> None:
    assert vote(pia, "served")
    for reader in (dora, COMMAND_LINE):
        found = measure_vote_of(community, "visits", reader=reader)
        assert found is not None
        assert found[1] is None


def test_a_ballot_names_what_can_be_chosen_and_each_once(community: Community, pia: Actor) -> None:
    assert not vote(pia, "happy")
    assert not vote(pia, development=("served",))
    assert not vote(pia, "served", "served")
    assert not vote(pia, "nothing")
    assert not MeasureBallot.objects.exists()


def test_closing_gives_each_adoption_its_standing_and_its_place(community: Community, pia: Actor, dora: Actor) -> None:
    mara = actor_of(cast.partner_member(community, of("library")))
    vote(pia, "kept", "better", "served", "came", development=("reading", "happy"))
    vote(dora, "kept", "served", "better", development=("reading",))
    vote(mara, "served", "came")
    assert close(dora)
    assert standings() == {
        "kept": ("headline", "1"), "served": ("headline", "2"), "better": ("headline", "3"),
        "reading": ("development", "4"), "happy": ("development", "5"),
        "came": ("secondary", "6"), "children": ("secondary", "7"),
    }  # fmt: skip
    assert standings("other") == {"served": ("secondary", "")}
    uses = MeasureAdoption.objects.filter(program__public_id="visits").values_list("use", "since")
    assert set(uses) == {("menu", "2020-01-01")}
    again = facts(community)
    assert (again.round, again.ballots) == (2, 0)
    assert again.closed is not None
    assert (again.closed.ballots, len(again.closed.outcome)) == (3, 7)


def test_the_page_shows_what_leads_first_and_the_agenda_in_its_order(community: Community, dora: Actor) -> None:
    vote(dora, "served", "kept", "came", development=("reading", "happy"))
    assert close(dora)
    page = program_page("elmwood", "visits", reader=dora)
    assert page is not None
    assert [line.measure.id for line in page.how_many] == ["served", "kept", "came", "children"]
    assert [one.id for one in page.development] == ["reading", "happy"]


def test_it_is_one_change_with_its_event_and_can_be_undone_as_one(community: Community, dora: Actor) -> None:
    before = standings()
    vote(dora, "served", "kept", development=("happy",))
    assert close(dora)
    (changed,) = [one for one in history_of(community, "measure_adoptions", "", reader=dora) if one.verb == "voted"]
    assert changed.can_be_undone
    event = AuditEvent.objects.order_by("-sequence")[0]
    assert (event.action, event.details["program"], event.details["headline"]) == ("close_measure_vote", "visits", 3)
    assert undo_change(community_id="elmwood", change_id=changed.id, by=dora).is_done
    assert standings() == before
    assert undo(dora) == "stored"
    assert facts(community).round == 1


def test_one_undo_takes_the_whole_closing_back(community: Community, dora: Actor) -> None:
    before = standings()
    assert undo(dora) == "refused"
    vote(dora, "served", "kept")
    assert close(dora)
    assert standings() != before
    assert undo(dora) == "stored"
    assert standings() == before
    again = facts(community)
    assert (again.round, again.ballots, again.closed) == (1, 1, None)
    assert AuditEvent.objects.order_by("-sequence")[0].action == "undo_measure_vote"
    assert not list(broken_audit_events("elmwood"))
    assert close(dora)
    assert ClosedMeasureVote.objects.count() == 1


def test_a_closing_stands_after_an_hour_or_where_somebody_went_on(community: Community, dora: Actor) -> None:
    vote(dora, "served", "kept")
    assert close(dora)
    assert vote(dora, "came")
    assert undo(dora) == "refused"
    MeasureBallot.objects.filter(round=2).delete()
    (row,) = [row for row in rows_of(community, "measure_adoptions") if row.key["measure_id"] == "kept"]
    edit = RowEdit(row.key, {**row.content, "standing": "secondary"}, row.content)
    assert save_rows(community_id="elmwood", kind="measure_adoptions", edits=[edit], by=dora).is_done
    assert undo(dora) == "refused"
    earlier = ClosedMeasureVote.objects.get().at - timedelta(minutes=61)
    ClosedMeasureVote.objects.update(at=earlier)
    Change.objects.filter(verb="voted").update(at=earlier)
    assert undo(dora) == "refused"
    assert standings()["served"][0] == "headline"


def test_what_another_closed_is_taken_back_by_a_steward_alone(community: Community, dora: Actor) -> None:
    vote(dora, "served")
    assert close(dora)
    with pytest.raises(NotAllowedError):
        undo(actor_of(cast.data_manager(community, "another")))
    assert undo(actor_of(cast.steward(community))) == "stored"


def test_a_round_is_closed_with_ballots_and_three_to_five_that_lead(community: Community, dora: Actor) -> None:
    assert not close(dora)
    vote(dora, "served")
    assert not close(dora, 2)
    assert not close(dora, 6)
    assert close(dora, 5)


Who = Callable[[Community], Person]
VOTERS: dict[str, tuple[Who, str]] = {  # of visits, which is not published
    "steward": (cast.steward, "votes"),
    "analyst": (cast.analyst, "votes"),
    "own partner": (lambda community: cast.partner_member(community, of("library")), "votes"),
    "other partner": (lambda community: cast.partner_member(community, of("clinic")), "sees nothing"),
    "funder of others": (lambda community: cast.funder(community, of("clinic")), "sees nothing"),
    "viewer": (cast.viewer, "sees nothing"),
}


@pytest.mark.parametrize("name", VOTERS)
def test_who_takes_part_and_sees_the_program_votes(community: Community, name: str) -> None:
    made, expected = VOTERS[name]
    actor = actor_of(made(community))
    came = cast_measure_ballot(**VISITS, choices=["served"], by=actor)
    nowhere = cast_measure_ballot(community_id="elmwood", program_id="nowhere", choices=["served"], by=actor)
    said, none = ([each.message for each in one.findings] for one in (came, nowhere))
    assert came.is_done == (expected == "votes")
    assert none == ["there is no program 'nowhere'"]
    if expected != "votes":
        assert said == ["there is no program 'visits'"]
        assert measure_vote_of(community, "visits", reader=actor) is None


def test_nobody_votes_or_closes_who_may_not(community: Community, pia: Actor) -> None:
    assert save_published(community)
    viewer = actor_of(cast.viewer(community))
    for actor in (PUBLIC, viewer, COMMAND_LINE):  # the operator is nobody who could be counted once
        with pytest.raises(NotAllowedError):
            vote(actor, "served")
    vote(pia, "served")
    with pytest.raises(NotAllowedError):
        close(pia)


def save_published(community: Community) -> bool:
    rows = [{"program_id": "visits", "organization_id": "library", "name": "Visits", "published": "true"}]
    return load_package(package=package(tables={"programs": rows}), by=COMMAND_LINE).is_done


def test_the_log_says_that_somebody_voted_and_not_for_what(community: Community, pia: Actor) -> None:
    vote(pia, "served")
    event = AuditEvent.objects.order_by("-sequence")[0]
    assert event.action == "cast_measure_ballot"
    assert event.details == {"program": "visits", "round": 1, "is_new": True}


def test_what_was_decided_goes_out_and_comes_in_again_byte_for_byte(
    community: Community, dora: Actor, tmp_path: Path
) -> None:
    vote(dora, "served", "kept", "came", development=("reading", "happy"))
    assert close(dora)
    whole = package_of("elmwood")
    assert whole is not None
    write_package(whole, tmp_path / "out")
    assert "visits,served,menu,headline,2020-01-01,,1\n" in (tmp_path / "out/measure_adoptions.csv").read_text()
    read, findings = check_package(tmp_path / "out")
    assert read is not None, findings
    MeasureAdoption.objects.filter(program__public_id="visits").update(standing="", sort="")
    assert load_package(package=read, by=COMMAND_LINE).is_done
    again = package_of("elmwood")
    assert again is not None
    write_package(again, tmp_path / "again")
    assert filecmp.cmpfiles(tmp_path / "out", tmp_path / "again", ["measure_adoptions.csv"], shallow=False)[0]
    assert ClosedMeasureVote.objects.count() == 1  # a load leaves ballots and rounds alone
