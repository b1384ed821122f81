"""A program speaks for a person by a token: never for longer, never for more, and not a moment after it was revoked."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests import cast
from tests.builders import package

from groundswell.apps.packages.actions import load_package
from groundswell.apps.people.actions import RefusalError, make_token, revoke_token
from groundswell.apps.people.models import AccessToken, AuditEvent, Community
from groundswell.apps.people.queries import actor_of, community_for, may, token_actor
from groundswell.core.permissions import Permission

pytestmark = pytest.mark.django_db


@pytest.fixture
def elmwood() -> Community:
    load_package(package=package(community={"visibility": "private"}), by=cast.DATA_LEAD)
    return Community.objects.get()


def test_a_token_speaks_for_its_person_and_reads_only_where_it_may_not_write(elmwood: Community) -> None:
    sam = cast.steward(elmwood)
    _, reading = make_token(name="Spreadsheet", by=actor_of(sam))
    _, writing = make_token(name="Import", may_write=True, by=actor_of(sam))
    reader, writer = token_actor(reading), token_actor(writing)
    assert reader is not None and writer is not None
    assert reader.name == writer.name == actor_of(sam).name
    assert (may(reader, Permission.READ_AUDIT_LOG, elmwood), may(reader, Permission.CHANGE_RESULTS, elmwood)) == (
        True,
        False,
    )
    assert may(writer, Permission.CHANGE_RESULTS, elmwood)


def test_only_the_digest_of_a_secret_is_kept_and_no_event_holds_it(elmwood: Community) -> None:
    token, secret = make_token(name="Spreadsheet", by=actor_of(cast.steward(elmwood)))
    kept = " ".join(str(value) for value in AccessToken.objects.values_list().get())
    told = " ".join(str(event.details) for event in AuditEvent.objects.all())
    assert secret not in kept + told
    assert secret.endswith(token.hint)
    assert "Spreadsheet" not in told


@pytest.mark.parametrize("secret", ["", "gsw_", "gsw_" + "a" * 43, "gsw_" + "é" * 43, "x" * 5000])
def test_a_secret_nobody_made_speaks_for_nobody(secret: str) -> None:
    assert token_actor(secret) is None


def test_a_revoked_or_expired_token_and_that_of_a_closed_account_speak_for_nobody(elmwood: Community) -> None:
    sam = cast.steward(elmwood)
    token, secret = make_token(name="Spreadsheet", by=actor_of(sam))
    assert token_actor(secret) is not None
    sam.is_active = False
    sam.save()
    assert token_actor(secret) is None
    sam.is_active = True
    sam.save()
    AccessToken.objects.update(expires=timezone.now() - timedelta(seconds=1))
    assert token_actor(secret) is None
    AccessToken.objects.update(expires=timezone.now() + timedelta(days=1))
    revoke_token(token_id=str(token.pk), by=actor_of(sam))
    assert token_actor(secret) is None


def test_a_token_bound_to_a_community_opens_no_other_private_one(elmwood: Community) -> None:
    load_package(package=package(community={"id": "oakdale", "visibility": "private"}), by=cast.DATA_LEAD)
    oakdale = Community.objects.get(public_id="oakdale")
    sam = cast.appointed(cast.steward(elmwood), oakdale, cast.Role.STEWARD)
    _, secret = make_token(name="Spreadsheet", community_id="elmwood", by=actor_of(sam))
    speaker = token_actor(secret)
    assert speaker is not None
    assert community_for("elmwood", reader=speaker) is not None
    assert community_for("oakdale", reader=speaker) is None


def test_the_day_of_use_is_noted_once_a_day(elmwood: Community, django_assert_num_queries) -> None:
    _, secret = make_token(name="Spreadsheet", by=actor_of(cast.steward(elmwood)))
    token_actor(secret)
    assert AccessToken.objects.get().used == timezone.localdate()
    with django_assert_num_queries(2):  # the token with its person, and the roles: nothing is written again
        token_actor(secret)


def test_a_token_makes_and_revokes_no_tokens_and_nobody_revokes_anothers(elmwood: Community) -> None:
    sam, dora = cast.steward(elmwood), cast.data_manager(elmwood)
    token, secret = make_token(name="Import", may_write=True, by=actor_of(sam))
    program = token_actor(secret)
    assert program is not None
    for attempt in (
        lambda: make_token(name="Another", by=program),
        lambda: revoke_token(token_id=token.pk, by=program),
        lambda: revoke_token(token_id=token.pk, by=actor_of(dora)),
        lambda: revoke_token(token_id="no key", by=actor_of(sam)),
        lambda: make_token(name="Another", by=cast.OWNER),
    ):
        with pytest.raises(RefusalError):
            attempt()
    assert AccessToken.objects.filter(revoked__isnull=True).count() == 1


def test_every_problem_of_a_new_token_is_said_at_once(elmwood: Community) -> None:
    with pytest.raises(RefusalError) as refused:
        make_token(name=" ", community_id="nowhere", days=366, by=actor_of(cast.steward(elmwood)))
    assert [finding.column for finding in refused.value.findings] == ["name", "days", "community_id"]
    assert AccessToken.objects.count() == 0


def test_an_emergency_reaches_no_token(elmwood: Community) -> None:
    greta = cast.emergency_administrator(elmwood)
    _, secret = make_token(name="Spreadsheet", by=actor_of(greta))
    program = token_actor(secret)
    assert program is not None
    assert community_for("elmwood", reader=actor_of(greta)) is not None
    assert community_for("elmwood", reader=program) is None
