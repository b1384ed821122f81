"""What is kept for a while only is gone when its time is over, whether or not anybody comes back for it."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone
from tests import cast
from tests.builders import package

from groundswell.apps.packages.actions import load_package
from groundswell.apps.people.actions.forgetting import ANSWERS_KEPT_FOR, DRAFTS_KEPT_FOR, forget_what_is_over
from groundswell.apps.people.models import AuditEvent, Community, Draft, RememberedAnswer
from groundswell.apps.people.queries import NotAllowedError, actor_of
from groundswell.cli.serving import forget
from groundswell.web.views.grids import uploads

pytestmark = pytest.mark.django_db
A_MINUTE = timedelta(minutes=1)


@pytest.fixture
def kept(db: Any) -> None:
    """Of each kind one that is over and one that is not."""
    load_package(package=package(), by=cast.DATA_LEAD)
    community, dora, now = Community.objects.get(), cast.stranger(), timezone.now()
    for age, key in ((-A_MINUTE, "young"), (A_MINUTE, "old")):
        RememberedAnswer.objects.create(person=dora, key=key, request="0" * 64, made=now - ANSWERS_KEPT_FOR - age)
        Draft.objects.create(
            person=dora,
            community=community,
            kind="results",
            key=key,
            content={},
            saved=now - DRAFTS_KEPT_FOR - age,
        )
        session = SessionStore()
        session.create()
        Session.objects.filter(pk=session.session_key).update(expire_date=now - age)


def left() -> tuple[list[str], list[str], int]:
    return (
        list(RememberedAnswer.objects.values_list("key", flat=True)),
        list(Draft.objects.values_list("key", flat=True)),
        Session.objects.count(),
    )


@pytest.mark.usefixtures("kept")
def test_what_is_over_goes_and_the_rest_stays() -> None:
    assert forget_what_is_over(by=cast.COMMAND_LINE) == {"answers": 1, "drafts": 1, "sessions": 1}
    assert left() == (["young"], ["young"], 1)
    last = AuditEvent.objects.filter(community="").order_by("-sequence")[0]
    assert (last.action, last.details) == ("forget_what_is_over", {"answers": 1, "drafts": 1, "sessions": 1})


@pytest.mark.usefixtures("kept")
def test_where_nothing_is_over_nothing_is_recorded() -> None:
    forget_what_is_over(by=cast.COMMAND_LINE)
    events = AuditEvent.objects.count()
    forget_what_is_over(by=cast.COMMAND_LINE)
    assert AuditEvent.objects.count() == events


@pytest.mark.usefixtures("kept")
def test_nobody_but_the_operator_makes_the_installation_forget() -> None:
    for who in (cast.RESIDENT, actor_of(cast.administrator())):
        with pytest.raises(NotAllowedError):
            forget_what_is_over(by=who)
    assert [len(found) for found in left()[:2]] == [2, 2]


@pytest.mark.usefixtures("kept")
def test_the_server_forgets_files_of_yesterday_too(
    tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.HOME = tmp_path
    monkeypatch.setattr("django.db.connection.close", lambda: None)  # the test's own
    old = tmp_path / "uploads" / "yesterdays"
    old.mkdir(parents=True)
    monkeypatch.setattr(uploads, "now", lambda: old.stat().st_mtime + uploads.KEPT_FOR + 60)
    forget()
    assert not old.exists()
    assert left() == (["young"], ["young"], 1)
