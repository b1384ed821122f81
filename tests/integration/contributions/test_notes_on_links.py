"""Whoever takes part says something about a link, a challenge stays beside its answer, and the public only reads."""

from __future__ import annotations

from typing import Any

import pytest
from tests import cast
from tests.cast import DATA_LEAD, RESIDENT
from tests.integration.contributions.elmwood_links import elmwood

from groundswell.apps.contributions.actions import add_note, answer_challenge, withdraw_note
from groundswell.apps.contributions.models import ContributionNote
from groundswell.apps.contributions.queries import notes_of
from groundswell.apps.people.models import AuditEvent, Community, Organization
from groundswell.apps.people.queries import Actor, NotAllowedError, actor_of
from groundswell.core.contribution.notes import NoteStep

pytestmark = pytest.mark.django_db
ID = "mentoring-k-readiness"


@pytest.fixture
def community(db: None) -> Community:
    return elmwood()


def note(by: Actor = DATA_LEAD, link_id: str = ID, **facts: Any):
    said = {"step": "challenge", "text": "Who are those who left?", **facts}
    return add_note(community_id="elmwood", link_id=link_id, by=by, **said)


def answer(note_id: str, by: Actor = DATA_LEAD):
    return answer_challenge(community_id="elmwood", note_id=note_id, text="Eight moved away", by=by)


def test_a_challenge_and_its_answer_stay_together(community: Community) -> None:
    first = note(source="https://example.org/report")
    assert first.is_changed and first.id == f"{ID}-note-1"
    assert [one.is_open for one in notes_of(community, ID)] == [True]
    answer(first.id)
    [one] = notes_of(community, ID)
    assert (one.step, one.text, one.version) == (NoteStep.CHALLENGE, "Who are those who left?", "1")
    assert [reply.text for reply in one.replies] == ["Eight moved away"] and not one.is_open
    assert [event.details["verb"] for event in AuditEvent.objects.filter(action="contribution_note")] == [
        "challenge", "answer",
    ]  # fmt: skip


def test_what_a_note_says_stands_in_no_log(community: Community) -> None:
    note(text="Ms Example told me")
    assert not any("Example" in str(event.details) for event in AuditEvent.objects.all())


@pytest.mark.parametrize("step", ["question", "theory", "evidence", "story", "more_evidence", "revision",
                                  "must_be_true", "would_change"])  # fmt: skip
def test_every_step_of_the_analysis_can_be_noted(community: Community, step: str) -> None:
    assert note(step=step).is_changed
    assert [str(one.step) for one in notes_of(community)] == [step]


@pytest.mark.parametrize(
    ("facts", "column"),
    [({"step": "rumour"}, "step"), ({"step": "answer"}, "step"), ({"text": "  "}, "text"),
     ({"text": "a" * 2_001}, "text"), ({"text": "a\x07b"}, "text"), ({"link_id": "none"}, "link_id"),
     ({"organization_id": "school"}, "organization_id")],
)  # fmt: skip
def test_a_note_that_says_nothing_is_refused_with_its_column(
    community: Community, facts: dict[str, str], column: str
) -> None:
    assert [finding.column for finding in note(**facts).findings] == [column]
    assert not ContributionNote.objects.exists()


def test_only_a_challenge_is_answered(community: Community) -> None:
    assert not answer(note(step="evidence").id).is_done
    assert not answer("none").is_done


def test_whoever_takes_part_may_challenge_and_speaks_for_its_organization(community: Community) -> None:
    school = Organization.objects.get(public_id="school")
    for who in (cast.partner_member(community, school), cast.funder(community, school), cast.analyst(community),
                cast.other_provider_data_manager(community, school)):  # fmt: skip
        assert note(actor_of(who)).is_changed
    assert [one.organization_id for one in notes_of(community)] == ["school", "school", "", "school"]


def test_the_public_viewers_and_reading_programs_only_read(community: Community) -> None:
    pia = cast.provider_data_manager(community, Organization.objects.get(public_id="library"))
    for by in (RESIDENT, actor_of(cast.viewer(community)), actor_of(cast.stranger()), cast.token_reader(pia)):
        with pytest.raises(NotAllowedError):
            note(by)
    assert note(cast.token_writer(pia)).is_changed


def test_a_link_of_a_program_that_somebody_does_not_see_is_not_there(community: Community) -> None:
    mo = actor_of(cast.partner_member(community, Organization.objects.get(public_id="library")))
    unseen = note(mo, link_id="texts-k-readiness-hill-black")
    assert [finding.column for finding in unseen.findings] == ["link_id"]


def test_a_challenge_is_answered_by_those_who_may_change_the_link(community: Community) -> None:
    library, school = (Organization.objects.get(public_id=name) for name in ("library", "school"))
    challenge = note().id
    for who in (cast.other_provider_data_manager(community, school), cast.analyst(community)):
        with pytest.raises(NotAllowedError):
            answer(challenge, actor_of(who))
    assert answer(challenge, actor_of(cast.provider_data_manager(community, library))).is_changed


def test_a_note_is_withdrawn_by_its_author_or_the_backbone_and_kept(community: Community) -> None:
    mo = actor_of(cast.partner_member(community, Organization.objects.get(public_id="library")))
    mine, other = note(mo).id, note().id
    assert withdraw_note(community_id="elmwood", note_id=mine, by=mo).is_changed
    with pytest.raises(NotAllowedError):
        withdraw_note(community_id="elmwood", note_id=other, by=mo)
    assert [one.id for one in notes_of(community)] == [other]
    assert withdraw_note(community_id="elmwood", note_id=other, by=actor_of(cast.steward(community))).is_changed
    assert notes_of(community) == () and ContributionNote.objects.count() == 2
    assert not withdraw_note(community_id="elmwood", note_id=other, by=DATA_LEAD).is_done
