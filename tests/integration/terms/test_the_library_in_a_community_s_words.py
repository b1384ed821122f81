"""What the library says of an element is said in a community's words, also where the community stored it unchanged."""

import pytest
from django.test import Client
from tests import cast
from tests.builders import package

from groundswell.apps.packages.actions import decide_about_element, load_package
from groundswell.apps.people.actions import renew_data_version
from groundswell.apps.people.models import Community
from groundswell.core.specification.elements import LIBRARY

pytestmark = pytest.mark.django_db
ELEMENT = next(one for one in LIBRARY.values() if " program " in str(one.statement))
PAGES = ("/elmwood/agenda/", f"/elmwood/agenda/elements/{ELEMENT.id}/")


@pytest.fixture
def elmwood() -> Community:
    assert load_package(package=package(), by=cast.DATA_LEAD).is_done
    community = Community.objects.get()
    community.document = {**community.document, "terms": {"program": {"one": "pathway", "many": "pathways"}}}
    community.save()
    renew_data_version(community)
    return community


def decided(statement: str) -> None:
    content = {"stance": "as_written", "statement": statement, "owner": "library"}
    assert decide_about_element(
        community_id="elmwood", element_id=ELEMENT.id, content=content, by=cast.COMMAND_LINE
    ).is_done


@pytest.mark.parametrize("path", PAGES)
def test_the_library_s_own_sentence_speaks_the_community_s_words(elmwood: Community, path: str) -> None:
    decided(str(ELEMENT.statement))
    page = Client().get(path).content.decode()
    assert str(ELEMENT.statement).replace(" program ", " pathway ").replace("'", "&#x27;") in page
    assert "What the library says</summary>" not in page


def test_what_a_community_wrote_itself_stays_as_it_wrote_it(elmwood: Community) -> None:
    decided("Each program of ours answers.")
    assert "Each program of ours answers." in Client().get(PAGES[0]).content.decode()


@pytest.mark.parametrize("path", PAGES)
def test_an_owner_is_called_by_name_and_by_id_for_machines(elmwood: Community, path: str) -> None:
    decided("")
    page = Client().get(path).content.decode()
    assert "</span> Elmwood Library</span>" in page
    [row] = [one for one in Client().get("/api/v1/elmwood/agenda.json").json()["elements"] if one["stance"]]
    assert row["owner"] == "library"
