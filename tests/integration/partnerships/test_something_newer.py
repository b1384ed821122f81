"""Where an older account stands since a newer one is shut, who takes part is told so; everybody else learns nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests import cast
from tests.authorization.asking_for_accounts import text_of
from tests.integration.partnerships.elmwood_partners import PAIR, elmwood
from tests.integration.partnerships.test_worksheet_pages import words

from groundswell.apps.partnerships.models import PartnershipNote
from groundswell.apps.people.actions import renew_data_version
from groundswell.apps.people.models import Community, Organization

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
LONG_AGO = TODAY - timedelta(days=400)
PAGES = ("/elmwood/partners/", f"/elmwood/partners/partnerships/{PAIR}/", "/elmwood/partners/organizations/library/",
         "/elmwood/partners/organizations/school/", "/elmwood/partners/network/")  # fmt: skip
NEWER = "There is something newer than this, which you do not read."


@pytest.fixture
def community() -> Community:
    """Both answered long ago and let everybody read; the school answers again today, the library does not."""
    told = [("library", LONG_AGO, "4"), ("school", LONG_AGO, "5"), ("school", TODAY, "6")]
    return elmwood(
        partnership_notes=[
            {"partnership_id": PAIR, "date": str(day), "recorded_by": side, "level": level, "activity": f"Qz{level}qz"}
            for side, day, level in told
        ],
        partnership_consents=[
            {"partnership_id": PAIR, "organization_id": side, "since": str(LONG_AGO), "readers": "everyone"}
            for side in ("library", "school")
        ],
    )


def browser(community: Community, organization: str) -> Client:
    client = Client()
    owner = Organization.objects.get(community=community, public_id=organization)
    client.force_login(cast.partner_member(community, owner, organization))
    return client


def everything(client: Client) -> Iterator[tuple[str, bytes]]:
    twins = [f"/api/v1{page.rstrip('/')}.{kind}" for page in PAGES for kind in ("json", "csv")]
    for path in [*PAGES, *twins, *(f"{page}?on={TODAY - timedelta(days=1)}" for page in PAGES)]:
        response = client.get(path)
        assert response.status_code == 200, path
        yield path, text_of(response)


def test_the_partner_is_told_that_there_is_something_newer_and_what_opens_it(community: Community) -> None:
    lia = browser(community, "library")
    for page in PAGES[1:4]:
        said = words(lia.get(page))
        assert NEWER in said and "answer anew to read it" in said, page
        assert "Qz5qz" in said and "Qz6qz" not in said
        assert "You describe the same levels" not in said
    twin = json.loads(lia.get(f"/api/v1/elmwood/partners/partnerships/{PAIR}.json").content)
    assert twin["newer"] == ["school"]


def test_paper_says_so_beside_the_row_that_is_no_longer_the_latest(community: Community) -> None:
    beside = '<small class="print-only">said anew since, not open to whoever printed this</small>'
    lia = browser(community, "library").get(PAGES[2]).content.decode()
    assert lia.count(beside) == 1
    (row,) = (row for row in lia.split("<tr")[1:] if beside in row)
    assert "Qz5qz" in row
    assert beside not in browser(community, "school").get(PAGES[3]).content.decode()


def test_it_is_said_to_a_third_that_takes_part_and_not_to_the_side_whose_it_is(community: Community) -> None:
    page = PAGES[1]
    assert NEWER in words(browser(community, "clinic").get(page))
    sol = words(browser(community, "school").get(page))
    assert NEWER not in sol and "Qz6qz" in sol


def test_nothing_newer_is_said_once_the_other_side_has_answered_too(community: Community) -> None:
    lia = browser(community, "library")
    lia.post(f"{PAGES[1]}answer/", {"whom": "library", "3-library-activity": "Again"})
    said = words(lia.get(PAGES[1]))
    assert "Qz6qz" in said and NEWER not in said


def test_who_takes_no_part_is_answered_the_same_bytes_whether_or_not_there_is_something_newer(
    community: Community,
) -> None:
    readers = [Client(), Client()]
    readers[1].force_login(cast.viewer(community))
    before = [dict(everything(client)) for client in readers]
    assert all(b"Qz5qz" in told[PAGES[1]] and NEWER.encode() not in b"".join(told.values()) for told in before)
    lia = browser(community, "library")
    told = dict(everything(lia))
    PartnershipNote.objects.filter(date=TODAY).delete()
    renew_data_version(community)
    assert [dict(everything(client)) for client in readers] == before
    assert dict(everything(lia)) != told
