"""Two people put things in order at once: the second is told, and nothing moves that they had not seen."""

from typing import Any

import pytest
from django.test import Client
from tests import cast
from tests.builders import package
from tests.integration.grids.forms import form_in

from groundswell.apps.packages.actions import load_package
from groundswell.apps.packages.actions.objects import order_of
from groundswell.apps.people.models import Change, Community

RESULTS = [
    {"result_id": name, "statement": f"Statement {name}", "population": "Children", "sort": str(at)}
    for at, name in enumerate(("ready", "housed", "safe"), 1)
]


@pytest.fixture
def three(elmwood: Community) -> Community:
    """Three results in a known order."""
    assert load_package(package=package(tables={"results": RESULTS}), by=cast.DATA_LEAD).is_done
    return elmwood


def moving(client: Client, name: str) -> dict[str, str]:
    """What the arrow down beside a result would send, as the page stands now."""
    page = client.get("/elmwood/desk/results/").content.decode()
    part = page[page.index(f'id="o-{name}"') :].replace('class="moves"', "data-moves", 1)
    return {**form_in(part, "data-moves"), "way": "down"}


def test_the_second_of_two_who_order_at_once_is_told(three: Community, sam: Client, dora: Client) -> None:
    first, second = moving(sam, "ready"), moving(dora, "housed")
    assert sam.post("/elmwood/desk/order/results/", first).status_code == 302
    answer = dora.post("/elmwood/desk/order/results/", second)
    assert answer.status_code == 409
    assert "another order" in answer.content.decode()
    assert order_of(three, "results") == ["housed", "ready", "safe"]
    assert Change.objects.filter(verb="reordered").count() == 1


def test_who_looks_again_moves_what_they_meant(three: Community, sam: Client, dora: Client) -> None:
    sam.post("/elmwood/desk/order/results/", moving(sam, "ready"))
    assert dora.post("/elmwood/desk/order/results/", moving(dora, "housed")).status_code == 302
    assert order_of(three, "results") == ["ready", "housed", "safe"]


def test_an_order_that_changes_while_it_is_stored_is_told_too(
    three: Community, sam: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from groundswell.web.views.desk import lists

    move, sent = lists.reorder_objects, moving(sam, "ready")

    def overtaken(**facts: Any) -> Any:
        move(community_id="elmwood", kind="results", ids=["safe", "ready", "housed"], by=cast.DATA_LEAD)
        return move(**facts)

    monkeypatch.setattr(lists, "reorder_objects", overtaken)
    assert sam.post("/elmwood/desk/order/results/", sent).status_code == 409
    assert order_of(three, "results") == ["safe", "ready", "housed"]
