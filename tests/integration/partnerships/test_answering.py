"""What one side says is put away by those who may, never over what somebody has not seen, and no event tells of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests import cast
from tests.cast import DATA_LEAD
from tests.integration.partnerships.elmwood_partners import COMMUNITY, PAIR, account, elmwood, speaker

from groundswell.apps.packages.actions import take_up_purposes, undo_change
from groundswell.apps.partnerships.actions import (
    describe_partnership,
    give_account,
    give_consent,
    open_partnership,
    restore_partnership,
    retire_partnership,
    set_purpose,
)
from groundswell.apps.partnerships.models import PartnershipConsent, PartnershipNote, PartnershipPurpose, Purpose
from groundswell.apps.partnerships.queries import partnership_page, said_of
from groundswell.apps.people.models import AuditEvent, Change, Community, Organization
from groundswell.apps.people.queries import Actor, NotAllowedError, actor_of
from groundswell.core.collaboration.accounts import BACKBONE, Account, Cell
from groundswell.core.collaboration.words import Readers

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def community() -> Community:
    return elmwood()


@pytest.fixture
def lia(community: Community) -> Actor:
    """Of the library."""
    return speaker(community, "library")


@pytest.fixture
def sol(community: Community) -> Actor:
    """Of the school."""
    return speaker(community, "school")


@pytest.fixture
def steward(community: Community) -> Actor:
    return actor_of(cast.steward(community))


def give(by: Actor, said: Account, seen: str = "") -> Any:
    return give_account(community_id=COMMUNITY, account=said, seen=seen, by=by)


def consent(by: Actor, side: str, readers: str) -> Any:
    return give_consent(community_id=COMMUNITY, partnership_id=PAIR, organization_id=side, readers=readers, by=by)


def read(community: Community, reader: Actor) -> tuple[Account, ...]:
    return said_of(community, reader=reader, on=TODAY())[0].accounts


def test_a_side_says_its_own_and_reads_it(community: Community, lia: Actor, sol: Actor, steward: Actor) -> None:
    said = account(wanted_level=5, next_step="Meet in May")
    assert give(lia, said).is_changed
    assert read(community, lia) == (said,)
    assert read(community, sol) == read(community, steward) == read(community, DATA_LEAD) == ()


def test_neither_reads_the_other_before_its_own_answer_and_both_consents(
    community: Community, lia: Actor, sol: Actor, steward: Actor
) -> None:
    give(lia, account())
    consent(lia, "library", "partners")
    consent(sol, "school", "partners")
    assert read(community, sol) == ()  # not before its own
    theirs = account("school", level=6)
    give(sol, theirs)
    assert {one.side for one in read(community, sol)} == {"library", "school"}
    assert {one.side for one in read(community, lia)} == {"library", "school"}
    assert read(community, steward) == ()
    consent(lia, "library", "own")
    assert read(community, sol) == (theirs,)


def test_what_somebody_only_wishes_opens_nothing(community: Community, lia: Actor, sol: Actor) -> None:
    give(lia, account())
    consent(lia, "library", "everyone")
    consent(sol, "school", "everyone")
    refused = give(sol, account("school", cells=(), wanted_level=6))
    assert [each.column for each in refused.findings] == ["cells"]
    assert read(community, sol) == ()


def test_the_same_day_replaces_and_an_earlier_day_stays(community: Community, lia: Actor) -> None:
    earlier = account(day=TODAY() - timedelta(days=200))
    assert give(lia, earlier).is_done
    first = account(level=3)
    give(lia, first)
    second = account(level=6)
    assert give(lia, second, seen=first.version).is_changed
    assert read(community, lia) == (earlier, second)
    changed = give(lia, account(day=earlier.day, level=7), seen=earlier.version)
    assert "never changes" in changed.findings[0].message
    assert read(community, lia) == (earlier, second)


def test_what_is_taken_out_of_an_account_retires_and_comes_back_in_its_own_row(
    community: Community, lia: Actor
) -> None:
    two = account(cells=(Cell(3, "library", "List"), Cell(5, "school", "Plan", "Minutes", TODAY())))
    give(lia, two)
    one = account(cells=two.cells[:1])
    give(lia, one, seen=two.version)
    assert read(community, lia) == (one,)
    give(lia, two, seen=one.version)
    assert read(community, lia) == (two,)
    assert PartnershipNote.objects.count() == 2


def test_a_colleague_is_not_written_over(community: Community, lia: Actor) -> None:
    colleague = speaker(community, "library", "second")
    first = account(level=3)
    give(colleague, first)
    done = give(lia, account(level=6))
    assert not done.is_done and "another answer of your side" in done.findings[0].message
    assert read(community, lia) == (first,)
    assert give(lia, account(level=3)).is_done  # the very same is no quarrel


def test_one_side_records_for_both_and_says_so_and_never_for_the_other(
    community: Community, lia: Actor, sol: Actor
) -> None:
    shared = account("", recorded_by="library", cells=(Cell(4, "", "Training"),))
    assert give(lia, shared).is_changed
    assert PartnershipNote.objects.get().recorded_by == "library for both"
    assert read(community, sol) == read(community, lia) == (shared,)
    assert read(community, lia)[0].is_for_both
    refused = give(lia, account("school", recorded_by="library"))
    assert "does not answer for the other" in refused.findings[0].message
    with pytest.raises(NotAllowedError):
        give(lia, account("school"))


def test_who_keeps_all_records_as_the_backbone_for_a_side_or_for_both(
    community: Community, steward: Actor, lia: Actor, sol: Actor
) -> None:
    of_library = account("library", recorded_by=BACKBONE)
    for_both = account("", recorded_by=BACKBONE, cells=(Cell(3, "", "List"),))
    assert give(steward, of_library).is_changed and give(steward, for_both).is_changed
    assert set(read(community, lia)) == {of_library, for_both}
    assert read(community, sol) == (for_both,)
    for by, said in ((steward, account()), (lia, account(recorded_by=BACKBONE)), (DATA_LEAD, account())):
        with pytest.raises(NotAllowedError):
            give(by, said)


def test_nobody_consents_for_another(community: Community, lia: Actor, sol: Actor, steward: Actor) -> None:
    for by in (steward, sol, DATA_LEAD, actor_of(cast.viewer(community))):
        with pytest.raises(NotAllowedError):
            consent(by, "library", "everyone")
    assert not PartnershipConsent.objects.exists()
    assert consent(lia, "library", "anybody").findings[0].column == "readers"
    assert consent(lia, "library", "community").is_changed
    assert not consent(lia, "library", "community").is_changed
    assert consent(lia, "library", "own").is_changed  # the same day, narrower
    assert [one.readers for one in PartnershipConsent.objects.all()] == ["own"]


def test_no_event_holds_what_was_said(community: Community, lia: Actor) -> None:
    give(lia, account(cells=(Cell(4, "library", "Qzsecretqz", "Qzsecretqz"),), next_step="Qzsecretqz", wanted_level=6))
    events = list(AuditEvent.objects.filter(action="partnership_account"))
    assert len(events) == 1
    assert events[0].details == {
        "partnership": PAIR, "day": TODAY().isoformat(), "side": "library", "recorded_by": "library", "verb": "given",
    }  # fmt: skip
    assert "Qzsecretqz" not in str([event.details for event in AuditEvent.objects.all()])


@pytest.mark.parametrize(("cell", "column"), [
    (Cell(4, "library"), "4-library"), (Cell(8, "library", "x"), "8-library"), (Cell(4, "clinic", "x"), "4-clinic"),
    (Cell(4, "", "x" * 2_001), "4-both-activity"), (Cell(4, "", "x", "\x07"), "4-both-evidence"),
    (Cell(4, "", "x", since=TODAY() + timedelta(days=1)), "4-both-since"),
])  # fmt: skip
def test_each_problem_is_named_by_its_cell(lia: Actor, cell: Cell, column: str) -> None:
    assert column in [each.column for each in give(lia, account(cells=(Cell(3, "library", "x"), cell))).findings]
    assert not PartnershipNote.objects.exists()


def test_to_compete_and_to_co_exist_are_answers_without_anything_done(community: Community, lia: Actor) -> None:
    give(lia, account(cells=(Cell(2, ""),)))
    assert read(community, lia)[0].level == 2


def opened(by: Actor, **facts: str) -> Any:
    return open_partnership(community_id=COMMUNITY, by=by, **{"organization_id": "library", **facts})


def test_a_partnership_is_opened_with_a_partner_from_the_list_or_with_a_new_one(
    community: Community, lia: Actor
) -> None:
    assert opened(lia, partner_id="clinic").id == "library-clinic"
    assert opened(lia, partner_name="United Way", name="Homeless youth initiative").id == "library-united-way"
    assert Organization.objects.get(public_id="united-way").name == "United Way"
    assert "kept already" in opened(lia, partner_name="united way").findings[0].message
    assert opened(lia, partner_id="library").findings[0].column == "partner_id"
    assert opened(lia).findings[0].column == "partner_name"
    assert opened(lia, partner_id="nobody").findings[0].column == "partner_id"


def test_two_have_a_partnership_once_by_each_name(community: Community, lia: Actor, sol: Actor) -> None:
    assert not opened(sol, organization_id="school", partner_id="library").is_done
    assert opened(lia, partner_id="school", name="Reading week").id == "library-school-2"
    assert not opened(lia, partner_id="school", name="reading WEEK").is_done


def test_a_third_organization_opens_and_changes_nothing_of_others(community: Community) -> None:
    cleo = speaker(community, "clinic")
    for refused in (
        lambda: opened(cleo, partner_id="clinic"),
        lambda: describe_partnership(community_id=COMMUNITY, partnership_id=PAIR, name="x", by=cleo),
        lambda: retire_partnership(community_id=COMMUNITY, partnership_id=PAIR, by=cleo),
        lambda: set_purpose(community_id=COMMUNITY, partnership_id=PAIR, purpose_id="network", by=cleo),
        lambda: give(cleo, account()),
    ):
        with pytest.raises(NotAllowedError):
            refused()
    assert "neither of the two" in give(cleo, account("", recorded_by="clinic")).findings[0].message


def test_either_side_names_retires_and_restores(community: Community, sol: Actor, lia: Actor) -> None:
    facts: dict[str, Any] = {"community_id": COMMUNITY, "partnership_id": PAIR, "by": sol}
    assert describe_partnership(name="Reading week", **facts).is_changed
    assert not describe_partnership(name="Reading  week", **facts).is_changed
    give(lia, account())
    assert retire_partnership(**facts).is_changed
    assert partnership_page(COMMUNITY, PAIR, reader=lia) is None
    assert restore_partnership(**facts).is_changed
    assert read(community, lia) == (account(),)


def test_nothing_is_said_of_a_partnership_that_is_out_of_use(community: Community, lia: Actor) -> None:
    assert retire_partnership(community_id=COMMUNITY, partnership_id=PAIR, by=lia).is_done
    assert not give(lia, account("library")).is_done
    assert not PartnershipNote.objects.exists()
    assert restore_partnership(community_id=COMMUNITY, partnership_id=PAIR, by=lia).is_done
    assert give(lia, account("library")).is_done


def test_a_partnership_with_a_retired_organization_has_ended_and_takes_no_answer(lia: Actor) -> None:
    Organization.objects.filter(public_id="school").update(retired=TODAY(), name="Hill School")
    (told,) = give(lia, account("library")).findings
    assert "this partnership has ended: Hill School has retired" in str(told)
    assert not PartnershipNote.objects.exists()


def test_a_purpose_holds_since_a_day_and_what_it_was_before_stays(community: Community, lia: Actor) -> None:
    facts: dict[str, Any] = {"community_id": COMMUNITY, "partnership_id": PAIR, "by": lia}
    earlier = TODAY() - timedelta(days=30)
    assert set_purpose(purpose_id="exchange", since=earlier, **facts).is_changed
    assert set_purpose(purpose_id="network", **facts).is_changed
    assert not set_purpose(purpose_id="network", **facts).is_changed
    for on, expected in ((earlier, "exchange"), (TODAY(), "network")):
        found = partnership_page(COMMUNITY, PAIR, reader=lia, on=on)
        assert found is not None and [one.id for one in found[1].purposes] == [expected]
    assert set_purpose(purpose_id="exchange", **facts).is_changed  # today's again
    assert PartnershipPurpose.objects.filter(retired=None).count() == 2
    assert set_purpose(purpose_id="nothing", **facts).findings[0].column == "purpose"


def test_the_proposed_steps_are_taken_up_once_by_who_keeps_all(lia: Actor, steward: Actor) -> None:
    assert not take_up_purposes(community_id=COMMUNITY, by=steward).is_done
    Purpose.objects.all().delete()
    with pytest.raises(NotAllowedError):
        take_up_purposes(community_id=COMMUNITY, by=lia)
    assert take_up_purposes(community_id=COMMUNITY, by=steward).is_changed
    marked = Purpose.objects.exclude(from_source="").values_list("public_id", flat=True)
    assert Purpose.objects.count() == 8
    assert set(marked) == {"consolidated-services-network", "collective-impact"}


def test_steps_that_were_taken_up_have_a_history_as_if_made_at_the_desk_and_each_can_be_undone(
    community: Community, steward: Actor
) -> None:
    Purpose.objects.all().delete()
    assert take_up_purposes(community_id=COMMUNITY, by=steward).is_done
    made = Change.objects.filter(community=community, kind="purposes", verb="made")
    assert set(made.values_list("key", flat=True)) == set(Purpose.objects.values_list("public_id", flat=True))
    one = made.get(key="joint-program")
    assert one.by == steward.name and one.after["label"] == "Joint program"
    assert AuditEvent.objects.filter(action="change", sequence=one.event).exists()
    assert undo_change(community_id=COMMUNITY, change_id=one.pk.hex, by=steward).is_done
    assert Purpose.objects.get(public_id="joint-program").retired is not None


@pytest.mark.parametrize("readers", list(Readers))
def test_an_outsider_reads_only_what_both_let_everybody_read(
    community: Community, lia: Actor, sol: Actor, readers: Readers
) -> None:
    give(lia, account())
    give(sol, account("school"))
    consent(lia, "library", "everyone")
    consent(sol, "school", readers)
    outsider: Callable[[Any], Actor] = lambda role: actor_of(role(community))  # noqa: E731
    takes_part, only_reads = outsider(cast.analyst), outsider(cast.viewer)
    assert bool(read(community, takes_part)) == (readers in (Readers.COMMUNITY, Readers.EVERYONE))
    assert bool(said_of(community, reader=only_reads, on=TODAY())) == (readers is Readers.EVERYONE)
