"""Letters that remind people of what their organization promised: to whom, of what, and each only once."""

from __future__ import annotations

import logging
from datetime import date, timedelta
from smtplib import SMTPException
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from tests import cast
from tests.cast import COMMAND_LINE
from tests.integration.partnerships.promising import organization, town

from groundswell.apps.partnerships.actions import remind_of_commitments, reminding
from groundswell.apps.partnerships.models import Commitment, CommitmentReminder
from groundswell.apps.partnerships.queries.reminders import HELD_FOR, letters_due
from groundswell.apps.people.actions import Outcome
from groundswell.apps.people.actions.accounts import change_own_reminders
from groundswell.apps.people.models import AuditEvent, Community
from groundswell.apps.people.queries import actor_of

pytestmark = pytest.mark.django_db
DUE = date(2026, 6, 20)
PROMISE = {"commitment_id": "places", "organization_id": "library", "statement": "Sixty children\nget a tutor",
           "made": "2026-01-10", "due": str(DUE), "evidence": "an internal remark"}  # fmt: skip
OF_NETWORK = {"commitment_id": "first", "network_id": "early", "statement": "Shelter families come first",
              "made": "2026-01-10", "due": str(DUE)}  # fmt: skip


def remind(day: date = DUE - timedelta(days=30)) -> Outcome:
    return remind_of_commitments(community_id="elmwood", by=COMMAND_LINE, today=day)


def to() -> list[str]:
    return sorted(letter.to[0] for letter in mail.outbox)


def test_a_letter_names_the_promise_the_day_and_the_page_and_nothing_else() -> None:
    ann = cast.partner_member(town(PROMISE), organization("library"))
    assert remind().counts == {"letters": 1, "reminders": 1}
    (letter,) = mail.outbox
    assert letter.to == [ann.email]
    assert letter.subject == "[Groundswell] A commitment in Elmwood"
    assert "- Sixty children get a tutor (due in 30 days, on June 20, 2026)" in letter.body
    assert "/elmwood/partners/commitments/" in letter.body and "/accounts/" in letter.body
    assert "internal remark" not in letter.body and ann.name not in letter.body


def test_each_stage_is_reminded_of_once_and_then_monthly_while_it_is_overdue() -> None:
    cast.partner_member(town(PROMISE), organization("library"))
    days = [DUE + timedelta(days=day) for day in range(-40, 71)]
    sent = {(day - DUE).days for day in days if remind(day).counts["letters"]}
    assert sent == {-30, -7, 0, 30, 60}


def test_who_was_not_reminded_in_time_gets_one_letter_and_not_several() -> None:
    cast.partner_member(town(PROMISE), organization("library"))
    assert [remind(DUE + timedelta(days=45)).counts["letters"] for _ in range(2)] == [1, 0]


def test_one_person_gets_one_letter_about_all_that_is_due() -> None:
    community = town(PROMISE, {**PROMISE, "commitment_id": "more", "statement": "And forty more"})
    cast.partner_member(community, organization("library"))
    assert remind().counts == {"letters": 1, "reminders": 2}
    assert "2 commitments" in mail.outbox[0].subject
    assert "And forty more" in mail.outbox[0].body


def test_everybody_of_a_network_is_reminded_and_nobody_of_another_organization() -> None:
    community = town(OF_NETWORK)
    library = cast.partner_member(community, organization("library"))
    church = cast.provider_data_manager(community, organization("church"))
    cast.funder(community, organization("clinic"))
    cast.steward(community)
    remind()
    assert to() == sorted([library.email, church.email])


def test_whoever_turned_reminders_off_or_closed_their_account_gets_none() -> None:
    community = town(PROMISE)
    ann = cast.partner_member(community, organization("library"), "ann")
    gone = cast.partner_member(community, organization("library"), "gone")
    gone.is_active = False
    gone.save()
    change_own_reminders(wanted=False, by=actor_of(ann))
    assert remind().counts["letters"] == 0
    change_own_reminders(wanted=True, by=actor_of(ann))
    remind()
    assert to() == [ann.email]


def test_the_account_page_turns_letters_off_and_on() -> None:
    ann = cast.partner_member(town(PROMISE), organization("library"))
    client = Client()
    client.force_login(ann)
    for wanted in (False, True):
        client.post("/accounts/reminders/", {"wanted": str(wanted).lower()})
        ann.refresh_from_db()
        assert ann.gets_reminders is wanted
        button = "Turn reminders off" if wanted else "Turn reminders on"
        assert button in client.get("/accounts/").content.decode()


def test_another_day_due_is_reminded_of_anew() -> None:
    cast.partner_member(town(PROMISE), organization("library"))
    remind()
    Commitment.objects.update(due=DUE + timedelta(days=1))
    assert remind(DUE - timedelta(days=29)).counts["letters"] == 1


def test_a_letter_that_fails_is_not_recorded_as_sent_and_holds_up_no_other(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    community = town(PROMISE)
    people = [cast.partner_member(community, organization("library"), mark) for mark in ("one", "two", "three")]
    send = reminding.send_mail

    def broken(subject: str, text: str, sender: Any, addresses: list[str]) -> int:
        if addresses == [people[1].email]:
            raise SMTPException(f"nobody at {addresses[0]}")
        return send(subject, text, sender, addresses)

    monkeypatch.setattr(reminding, "send_mail", broken)
    with caplog.at_level(logging.DEBUG):
        done = remind()
    assert done.counts == {"letters": 2, "reminders": 2}
    assert [str(one.message) for one in done.findings] == ["1 letter could not be sent"]
    assert CommitmentReminder.objects.filter(sent__isnull=False).count() == 2
    assert not any(person.email in caplog.text or person.name in caplog.text for person in people)
    monkeypatch.setattr(reminding, "send_mail", send)
    assert remind().counts["letters"] == 1
    assert to() == sorted(person.email for person in people)


def test_what_another_process_is_sending_is_not_sent_again_unless_it_died() -> None:
    community = town(PROMISE)
    ann = cast.partner_member(community, organization("library"))
    (letter,) = letters_due(community, today=DUE)
    row = CommitmentReminder.objects.create(
        community=community, commitment=letter.reminders[0].commitment, person=ann, due=DUE, stage=0,
        claimed=timezone.now(),
    )  # fmt: skip
    assert remind(DUE).counts["letters"] == 0
    CommitmentReminder.objects.filter(pk=row.pk).update(claimed=timezone.now() - HELD_FOR)
    assert remind(DUE).counts["letters"] == 1


def test_the_log_says_how_many_letters_went_about_what_and_not_to_whom() -> None:
    ann = cast.partner_member(town(PROMISE), organization("library"))
    remind()
    event = AuditEvent.objects.get(action="remind_of_commitments")
    assert event.details == {"letters": 1, "commitments": ["places"]}
    assert ann.email not in str(event.details)
    remind()
    assert AuditEvent.objects.filter(action="remind_of_commitments").count() == 1


def test_a_steward_is_told_how_many_letters_would_go_and_sends_them_by_a_button() -> None:
    community = town({**PROMISE, "due": str(timezone.localdate()), "made": "2024-01-01"})
    cast.partner_member(community, organization("library"))
    client = Client()
    client.force_login(cast.steward(community))
    page = "/elmwood/partners/commitments/"
    assert "1 letter would go out today" in client.get(page).content.decode()
    assert client.post(f"{page}remind/", follow=True).content.decode().count("1 letter was sent.") == 1
    assert len(mail.outbox) == 1 and "http://testserver/elmwood/partners" in mail.outbox[0].body
    assert "Nobody is to be reminded today." in client.get(page).content.decode()


def test_nothing_is_sent_for_a_community_that_is_not_there() -> None:
    assert [one.is_error for one in remind().findings] == [True]
    assert not Community.objects.exists()
