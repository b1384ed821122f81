"""A community takes up a bundle, decides about elements, and sees what follows; everything by the doors of the desk."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone
from tests import cast
from tests.builders import package
from tests.cast import COMMAND_LINE

from groundswell.apps.agenda.queries import decisions_of
from groundswell.apps.packages.actions import (
    decide_about_element,
    load_package,
    save_object,
    take_up_elements,
    undo_change,
)
from groundswell.apps.packages.queries import KeptObject, history_of, object_of, package_of
from groundswell.apps.people.models import AuditEvent, Community
from groundswell.apps.people.queries import PUBLIC, NotAllowedError, actor_of
from groundswell.apps.scorecards.queries.agenda.documents import agenda_document
from groundswell.apps.scorecards.queries.agenda.pages import agenda_page, element_page
from groundswell.core.specification.words import Stance

pytestmark = pytest.mark.django_db
WAIVED = {"stance": "waived", "reason": "Our charter forbids it"}


@pytest.fixture
def community(db: None) -> Community:
    done = load_package(package=package(community={"framework": "collective-impact"}), by=COMMAND_LINE)
    assert done.is_done, done.findings
    return Community.objects.get(public_id="elmwood")


def take_up(bundle: str = "five-conditions", by: Any = COMMAND_LINE) -> Any:
    return take_up_elements(community_id="elmwood", bundle=bundle, by=by)


def decide(element_id: str, version: str = "", by: Any = COMMAND_LINE, **cells: str) -> Any:
    return decide_about_element(community_id="elmwood", element_id=element_id, content=cells, version=version, by=by)


def kept_as(community: Community, element_id: str) -> KeptObject:
    found = object_of(community, "framework", element_id)
    assert found is not None
    return found


def test_a_bundle_is_taken_up_as_it_is_written(community: Community) -> None:
    before = AuditEvent.objects.filter(action="change").count()
    assert take_up().counts == {"taken_up": 5, "left": 0}
    assert [one.stance for one in decisions_of(community)] == [Stance.AS_WRITTEN] * 5
    assert AuditEvent.objects.filter(action="change").count() == before + 5


def test_a_bundle_changes_nothing_that_was_decided_before(community: Community) -> None:
    decide("backbone-support", **WAIVED)
    assert take_up().counts == {"taken_up": 4, "left": 1}
    (kept,) = [one for one in decisions_of(community) if one.element_id == "backbone-support"]
    assert (kept.stance, kept.reason) == (Stance.WAIVED, "Our charter forbids it")
    assert take_up().counts == {"taken_up": 0, "left": 5}


def test_a_bundle_that_there_is_not_is_refused(community: Community) -> None:
    done = take_up("all-of-it")
    assert not done.is_done
    assert decisions_of(community) == ()


def test_only_who_may_change_the_specification_decides(community: Community) -> None:
    for by in (PUBLIC, actor_of(cast.viewer(community)), actor_of(cast.analyst(community))):
        with pytest.raises(NotAllowedError):
            take_up(by=by)
        with pytest.raises(NotAllowedError):
            decide("backbone-support", by=by, **WAIVED)
    assert decisions_of(community) == ()


def test_a_decision_is_gone_over_on_the_day_it_is_taken(community: Community) -> None:
    done = decide("backbone-policy", **WAIVED)
    assert done.is_done, done.findings
    (kept,) = decisions_of(community)
    assert kept.reviewed == timezone.localdate().isoformat()


@pytest.mark.parametrize(
    ("cells", "columns"),
    [
        ({"stance": "adapted"}, ["statement", "reason"]),
        ({"stance": "waived"}, ["reason"]),
        ({"stance": "later"}, ["next_review"]),
        ({"stance": "later", "next_review": "soon"}, ["next_review"]),
        ({"stance": "sometimes"}, ["stance"]),
    ],
)
def test_a_decision_without_what_it_needs_is_refused(
    community: Community, cells: dict[str, str], columns: list[str]
) -> None:
    done = decide("common-agenda", **cells)
    assert done.status == "refused"
    assert [one.column for one in done.findings] == columns
    assert decisions_of(community) == ()


def test_nothing_is_written_over_what_somebody_has_not_seen(community: Community) -> None:
    take_up()
    seen = kept_as(community, "backbone-support").version
    assert decide("backbone-support", seen, **WAIVED).is_done
    for version in (seen, ""):
        done = decide("backbone-support", version, stance="as_written")
        assert (done.status, done.object.content["stance"]) == ("clash", "waived")


def test_a_decision_is_undone_and_taken_again(community: Community) -> None:
    made = decide("backbone-policy", **WAIVED)
    assert undo_change(community_id="elmwood", change_id=made.change_id, by=COMMAND_LINE).is_done
    assert decisions_of(community) == ()
    again = decide("backbone-policy", stance="as_written")
    assert again.is_done, again.findings
    (kept,) = decisions_of(community)
    assert (kept.stance, kept.reason) == (Stance.AS_WRITTEN, "")
    assert [one.verb for one in history_of(community, "framework", "backbone-policy")] == [
        *("changed", "restored", "undone", "made"),
    ]


def test_a_refused_decision_leaves_what_was_taken_back_as_it_is(community: Community) -> None:
    made = decide("backbone-policy", **WAIVED)
    undo_change(community_id="elmwood", change_id=made.change_id, by=COMMAND_LINE)
    assert decide("backbone-policy", stance="adapted").status == "refused"
    assert kept_as(community, "backbone-policy").retired


def test_elements_of_ones_own_stand_where_they_belong(community: Community) -> None:
    words = {"statement": "Young people decide about a tenth of the money.", "condition": "Shared measurement"}
    saved = save_object(
        community_id="elmwood",
        kind="framework",
        object_id="",
        content={**words, "stance": "as_written"},
        by=COMMAND_LINE,
    )
    assert saved.is_done, saved.findings
    assert saved.object is not None and saved.object.id == "young-people-decide-about-a-tenth-of-the-money"
    (kept,) = decisions_of(community)
    assert (kept.name, kept.family) == ("Young people decide about a tenth of the money", "conditions")


def test_the_page_says_what_is_decided_what_waits_and_what_follows(community: Community) -> None:
    take_up()
    decide("sense-of-urgency", stance="waived", reason="Everybody sees it")
    page = agenda_page("elmwood", reader=PUBLIC)
    assert page is not None
    assert len(page.decided) == 6
    assert [one.id for one in page.waiting] == ["influential-champion", "adequate-funding"]
    assert "You begin without this: Urgency for change." in [one.words for one in page.implications]
    said = agenda_document(page)
    assert said["framework_id"] == "collective-impact"
    assert said["counts"] == {"as_written": 5, "adapted": 0, "waived": 1, "later": 0, "undecided": 2}


def test_mandates_and_promises_imply_nothing_to_whom_they_are_not_open(community: Community) -> None:
    take_up()
    shut = {one.words for one in agenda_page("elmwood", reader=PUBLIC).implications}  # type: ignore[union-attr]
    steward = actor_of(cast.steward(community))
    opened = {one.words for one in agenda_page("elmwood", reader=steward).implications}  # type: ignore[union-attr]
    told = opened - shut
    assert any("formally speaks for anybody" in one for one in told)
    assert any("Who works with whom" in one for one in told)


def test_there_is_no_page_of_an_element_that_nobody_has(community: Community) -> None:
    assert element_page("elmwood", "common-agenda", reader=PUBLIC) is not None
    assert element_page("elmwood", "no-such-thing", reader=PUBLIC) is None
    assert element_page("nowhere", "common-agenda", reader=PUBLIC) is None


def test_a_version_goes_out_and_in_again(community: Community) -> None:
    take_up("conditions-and-backbone")
    decide("influential-champion", **WAIVED, **{"reason.es": "Lo prohíbe"}, rating="getting there")
    carried = package_of("elmwood")
    assert carried is not None
    assert load_package(package=carried, by=COMMAND_LINE).is_done
    assert package_of("elmwood") == carried
    rows = {row["element_id"]: row for row in carried.tables["framework"].records()}
    assert len(rows) == 12
    assert (rows["influential-champion"]["rating"], rows["influential-champion"]["reason.es"]) == (
        *("getting there", "Lo prohíbe"),
    )
