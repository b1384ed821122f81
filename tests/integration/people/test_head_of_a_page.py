"""The head of a page: the public's costs nothing, everybody's shows only what they may reach."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests import cast
from tests.builders import package

from groundswell.apps.packages.actions import load_package
from groundswell.apps.people.models import AuditEvent, Community

pytestmark = pytest.mark.django_db
HOME = "/elmwood/"


@pytest.fixture
def elmwood() -> Community:
    load_package(package=package(), by=cast.DATA_LEAD)
    return Community.objects.get()


def signed_in(person: cast.Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def page(client: Client, path: str = HOME, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status, response.content.decode()[:2000]
    return response.content.decode()


def test_the_public_is_shown_the_way_in_and_no_menu_and_costs_no_query_more(elmwood: Community) -> None:
    page(Client())  # the scorecard is worked out once and kept
    with CaptureQueriesContext(
        connection,
    ) as asked:
        text = page(Client())
    assert not [query for query in asked if "people_person" in query["sql"] or "appointment" in query["sql"]]
    assert len(asked) == 1
    assert 'href="/accounts/login/?next=/elmwood/"' in text
    assert "/elmwood/desk/" not in text and "csrfmiddlewaretoken" not in text


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        (cast.steward, {"desk", "people", "audit-log"}),
        (cast.data_manager, {"desk", "people"}),
        (cast.viewer, set()),
        (cast.expired_steward, set()),
    ],
)
def test_everybody_is_led_only_where_they_may_go(elmwood: Community, who, seen: set[str]) -> None:
    text = page(signed_in(who(elmwood)))
    assert {name for name in ("desk", "people", "audit-log") if f'href="/elmwood/{name}/"' in text} == seen
    assert 'href="/elmwood/permissions/"' in text and 'action="/accounts/logout/"' in text
    assert "/admin/" not in text


def test_the_account_menu_of_an_administrator_leads_to_the_installation(elmwood: Community) -> None:
    assert 'href="/admin/"' in page(signed_in(cast.administrator()))


def test_a_name_of_markup_is_text(elmwood: Community) -> None:
    text = page(signed_in(cast.appointed(cast.person("<script>x</script>"), elmwood, cast.Role.VIEWER)))
    assert "<script>x" not in text and "&lt;script&gt;x" in text


def test_nobody_is_given_the_page_that_another_keeps(elmwood: Community) -> None:
    sam, dora = signed_in(cast.steward(elmwood)), signed_in(cast.data_manager(elmwood))
    public, hers, his = Client().get(HOME)["ETag"], dora.get(HOME)["ETag"], sam.get(HOME)["ETag"]
    assert len({public, hers, his}) == 3
    assert dora.get(HOME, headers={"If-None-Match": his}).status_code == 200
    # The first page brought the secret of its form; the second is the same page again.
    again = sam.get(HOME)["ETag"]
    assert sam.get(HOME, headers={"If-None-Match": again}).status_code == 304


def test_a_role_that_ended_changes_the_page_at_once(elmwood: Community) -> None:
    dora = cast.data_manager(elmwood)
    client = signed_in(dora)
    page(client)
    kept = client.get(HOME)["ETag"]
    cast.Appointment.objects.filter(person=dora).update(until=cast.timezone.now())
    answered = client.get(HOME, headers={"If-None-Match": kept})
    assert answered.status_code == 200
    assert "/elmwood/desk/" not in answered.content.decode()


def test_a_refusal_says_what_was_asked_and_who_may(elmwood: Community) -> None:
    viewer = cast.viewer(elmwood)
    text = page(signed_in(viewer), f"/elmwood/permissions/?person={viewer.pk}", 403)
    assert "give and end roles" in text and "Who may: Steward" in text
    assert 'href="/elmwood/permissions/"' in text


def test_a_page_that_takes_no_form_says_so_in_our_dress(elmwood: Community) -> None:
    response = Client().post(HOME)
    assert response.status_code == 405 and response["Allow"] == "GET, HEAD"
    assert "This page does not take that" in response.content.decode()


def test_a_forged_form_is_refused_in_our_dress(elmwood: Community) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.steward(elmwood))
    response = client.post(HOME)
    assert response.status_code == 403
    assert "This form has expired" in response.content.decode()


def test_the_page_of_a_failure_asks_the_database_nothing(rf) -> None:
    from groundswell.web.views.errors import server_error

    with CaptureQueriesContext(connection) as asked:
        response = server_error(rf.get("/"))
    assert (response.status_code, len(asked)) == (500, 0)


def test_everybody_may_see_what_they_may_do_and_why(elmwood: Community) -> None:
    text = page(Client(), "/elmwood/permissions/")
    assert "You are not signed in" in text and "everybody may" in text
    library = cast.Organization.objects.get(public_id="library")
    text = page(signed_in(cast.provider_data_manager(elmwood, library)), "/elmwood/permissions/")
    assert "Provider data manager for Elmwood Library, and only there" in text


def test_a_steward_looks_at_another_and_that_is_recorded(elmwood: Community) -> None:
    sam, vic = cast.steward(elmwood), cast.viewer(elmwood)
    text = page(signed_in(sam), f"/elmwood/permissions/?person={vic.pk}")
    assert "As it stands now for Vic" in text
    event = AuditEvent.objects.get(community="elmwood", action="read_permissions")
    assert (event.by, event.details) == (f"person:{sam.pk}", {"person": str(vic.pk)})


@pytest.mark.parametrize("named", ["nobody", "stranger"])
def test_no_other_account_can_be_looked_at_from_a_community(elmwood: Community, named: str) -> None:
    person = "0" if named == "nobody" else str(cast.stranger().pk)
    text = page(signed_in(cast.steward(elmwood)), f"/elmwood/permissions/?person={person}", 404)
    assert "Stan" not in text


def test_every_page_opened_in_an_emergency_is_recorded() -> None:
    load_package(package=package(community={"visibility": "private"}), by=cast.DATA_LEAD)
    elmwood = Community.objects.get()
    client = signed_in(cast.emergency_administrator(elmwood))
    page(client)
    page(client, "/elmwood/data/")
    read = AuditEvent.objects.filter(community="elmwood", action="read_in_emergency")
    assert [event.details for event in read] == [{"path": "/elmwood/"}, {"path": "/elmwood/data/"}]
