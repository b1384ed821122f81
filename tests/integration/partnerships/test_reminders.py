"""Letters that remind people of what their organization promised: to whom, of what, and each only once."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date, timedelta
from smtplib import SMTPDataError, SMTPServerDisconnected
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.utils import timezone
from tests import cast
from tests.cast import COMMAND_LINE
from tests.integration.partnerships.promising import organization, town

from groundswell.apps.partnerships.actions import remind_of_commitments
from groundswell.apps.partnerships.models import Commitment, CommitmentReminder, Network
from groundswell.apps.partnerships.queries.reminders import UNDER_WAY_FOR, letters_due
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


def on_sending(monkeypatch: pytest.MonkeyPatch, address: str, happens: Exception | Callable[[], object]) -> Any:
    """What happens once the mail server has the letter to this address; gives how it was before."""
    send = EmailBackend.send_messages

    def sending(self: EmailBackend, messages: list[Any]) -> int:
        if messages[0].to == [address]:
            if isinstance(happens, Exception):
                raise happens
            happens()
        return send(self, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", sending)
    return send


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
    send = on_sending(monkeypatch, people[1].email, SMTPDataError(550, b"nobody there"))
    with caplog.at_level(logging.DEBUG):
        done = remind()
    assert done.counts == {"letters": 2, "reminders": 2}
    assert [str(one.message) for one in done.findings] == ["1 letter could not be sent"]
    assert CommitmentReminder.objects.filter(sent__isnull=False).count() == 2
    assert not any(person.email in caplog.text or person.name in caplog.text for person in people)
    monkeypatch.setattr(EmailBackend, "send_messages", send)
    assert remind().counts["letters"] == 1
    assert to() == sorted(person.email for person in people)


def begun(person: Any, when: Any) -> None:
    """As a process leaves it that claimed a letter and was killed."""
    (letter,) = letters_due(Community.objects.get(), today=DUE)
    for one in letter.reminders:
        CommitmentReminder.objects.create(
            community=one.commitment.community, commitment=one.commitment, person=person, due=one.due, stage=one.stage,
            claimed=when,
        )  # fmt: skip


def test_a_letter_that_was_begun_is_never_sent_by_another_and_after_an_hour_it_is_said() -> None:
    begun(cast.partner_member(town(PROMISE), organization("library")), timezone.now())
    assert (done := remind(DUE)).counts["letters"] == 0
    assert not done.findings, "somebody may be sending it at this moment"
    CommitmentReminder.objects.update(claimed=timezone.now() - UNDER_WAY_FOR)
    for _ in range(2):
        assert (done := remind(DUE)).counts["letters"] == 0
        said = "1 letter was begun, and nothing says whether it went (about places)"
        assert [str(one.message) for one in done.findings] == [said]
    assert remind(DUE + timedelta(days=30)).findings == [], "the next stage goes as any other"
    assert len(mail.outbox) == 1


def test_the_page_says_that_a_letter_was_begun_and_nobody_knows_whether_it_went() -> None:
    today = timezone.localdate()
    community = town({**PROMISE, "due": str(today), "made": "2024-01-01"})
    ann = cast.partner_member(community, organization("library"))
    (letter,) = letters_due(community, today=today)
    CommitmentReminder.objects.create(
        community=community, commitment=letter.reminders[0].commitment, person=ann, due=today, stage=0,
        claimed=timezone.now() - UNDER_WAY_FOR,
    )  # fmt: skip
    client = Client()
    client.force_login(cast.steward(community))
    page = client.get("/elmwood/partners/commitments/").content.decode()
    assert "1 letter was begun, and nothing says whether it went (about places)." in page
    assert "Send them now" not in page


def test_of_two_that_remind_at_once_one_sends_a_letter_however_long_the_sending_takes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """While the first letter is sent, hours pass and another process sends all that it finds."""
    community = town(PROMISE)
    people = [cast.partner_member(community, organization("library"), mark) for mark in ("one", "two", "three")]
    first = letters_due(community, today=DUE)[0].person.email
    other: list[Outcome] = []

    def hours_pass() -> None:
        CommitmentReminder.objects.update(claimed=timezone.now() - 5 * UNDER_WAY_FOR)
        other.append(remind(DUE))

    on_sending(monkeypatch, first, hours_pass)
    assert remind(DUE).counts["letters"] == 1
    assert other[0].counts["letters"] == 2
    assert to() == sorted(person.email for person in people)


def test_a_letter_that_the_mail_server_may_have_taken_is_not_sent_again(monkeypatch: pytest.MonkeyPatch) -> None:
    ann = cast.partner_member(town(PROMISE), organization("library"))
    send = on_sending(monkeypatch, ann.email, SMTPServerDisconnected("in the middle"))
    done = remind(DUE)
    assert done.counts["letters"] == 0
    assert "nothing says whether it went (about places)" in str(done.findings[0])
    monkeypatch.setattr(EmailBackend, "send_messages", send)
    assert remind(DUE).counts["letters"] == 0
    assert not mail.outbox


def test_nobody_is_reminded_for_a_network_that_was_taken_out_of_use() -> None:
    cast.partner_member(town(OF_NETWORK), organization("library"))
    Network.objects.update(retired=DUE + timedelta(days=1))
    assert remind(DUE).counts["letters"] == 1, "on this day the network is in use"
    Network.objects.update(retired=DUE)
    assert remind(DUE + timedelta(days=30)).counts["letters"] == 0


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
