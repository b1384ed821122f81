"""What is typed in a grid is kept as it goes, for whoever typed it alone; nothing of a wide paste is cut in silence."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from tests import cast
from tests.builders import indicator, package, series
from tests.cast import DATA_LEAD
from tests.integration.grids.forms import form_in

from groundswell.apps.indicators.models import Observation
from groundswell.apps.packages.actions import load_package
from groundswell.apps.people.models import Change, Community, Draft
from groundswell.web.presenters.grids.pasting import MOST_PERIODS

pytestmark = pytest.mark.django_db
GRID = "/elmwood/desk/observations/k-readiness/"
TARGETS = "/elmwood/desk/targets/k-readiness/"
PROGRAM = {"Accept": "application/json"}
FormOf = Callable[[Any], dict[str, str]]


def typed(client: Client, grid: str = GRID, **cells: str) -> dict[str, str]:
    return {**form_in(client.get(grid).content.decode()), **cells}


def test_a_grid_keeps_what_is_typed_and_offers_it_again(dora: Client) -> None:
    answer = dora.post(GRID, {**typed(dora, **{"r11-value": "62.0"}), "do": "draft"}, headers=PROGRAM)
    assert answer.json()["said"].startswith("Draft saved")
    assert Observation.objects.get(period="2023").value == "61.8"
    opened = dora.get(GRID).content.decode()
    assert "You left a draft" in opened and 'value="62.0"' not in opened
    assert form_in(dora.get(f"{GRID}?draft=1").content.decode())["r11-value"] == "62.0"


def test_without_javascript_a_button_keeps_the_draft_and_leads_to_it(dora: Client) -> None:
    answer = dora.post(GRID, {**typed(dora, **{"r11-value": "62.0"}), "do": "draft"})
    assert answer.status_code == 302
    assert answer["Location"] == f"{GRID}?draft=1"
    assert "This is your draft" in dora.get(answer["Location"]).content.decode()


def test_nobody_else_is_offered_a_draft_of_a_grid(dora: Client, pia: Client) -> None:
    dora.post(GRID, {**typed(dora, **{"r11-value": "62.0"}), "do": "draft"}, headers=PROGRAM)
    for address in (GRID, f"{GRID}?draft=1"):
        page = pia.get(address).content.decode()
        assert "draft from" not in page and "62.0" not in page


def test_saving_what_a_draft_holds_ends_it(dora: Client) -> None:
    dora.post(GRID, {**typed(dora, **{"r11-value": "62.0"}), "do": "draft"}, headers=PROGRAM)
    sent = typed(dora, f"{GRID}?draft=1", reason="A school was counted twice")
    assert dora.post(GRID, {**sent, "do": "save"}).status_code == 302
    assert Observation.objects.get(period="2023").value == "62.0"
    assert not Draft.objects.exists()


def test_each_view_of_a_grid_has_its_own_draft(dora: Client) -> None:
    wide = f"{GRID}?view=places"
    sent = typed(dora, wide)
    cell = next(name for name in sent if name.endswith("-2023"))
    dora.post(wide, {**sent, cell: "9.9", "do": "draft"}, headers=PROGRAM)
    assert "You left a draft" in dora.get(wide).content.decode()
    assert "You left a draft" not in dora.get(GRID).content.decode()
    taken = form_in(dora.get(f"{wide}&draft=1").content.decode())
    assert taken[cell] == "9.9"
    assert f"{GRID}?view=places&amp;draft=1" in dora.get("/elmwood/desk/").content.decode()
    assert dora.post(wide, {**taken, "reason": "Read anew", "do": "save"}).status_code == 302
    assert not Draft.objects.exists()


def test_a_draft_that_is_discarded_or_typed_back_is_gone(dora: Client) -> None:
    for ending in ("discard", "draft"):
        dora.post(GRID, {**typed(dora, **{"r11-value": "62.0"}), "do": "draft"}, headers=PROGRAM)
        assert Draft.objects.count() == 1
        dora.post(GRID, {**typed(dora), "do": ending}, headers=PROGRAM)
        assert not Draft.objects.exists()


def test_what_somebody_changed_since_a_draft_was_kept_is_met_on_saving(dora: Client, pia: Client) -> None:
    dora.post(GRID, {**typed(dora, **{"r11-value": "62.0"}), "do": "draft"}, headers=PROGRAM)
    pia.post(GRID, {**typed(pia, **{"r11-value": "63.5"}), "reason": "Counted again", "do": "save"})
    sent = typed(dora, f"{GRID}?draft=1", reason="A school was counted twice")
    answer = dora.post(GRID, {**sent, "do": "save"})
    assert answer.status_code == 409
    assert "63.5" in answer.content.decode()
    assert Observation.objects.get(period="2023").value == "63.5"


def test_who_may_not_change_numbers_keeps_no_draft_of_them(vic: Client, dora: Client) -> None:
    assert vic.post(GRID, {**typed(dora, **{"r11-value": "1"}), "do": "draft"}, headers=PROGRAM).status_code == 403
    assert not Draft.objects.exists()


def test_a_wide_paste_of_too_many_periods_is_refused_with_the_reason(dora: Client) -> None:
    years = [str(1900 + step) for step in range(MOST_PERIODS + 1)]
    text = "\t".join(["", *years]) + "\n" + "\t".join(["Hill", *("1" for _ in years)])
    answer = dora.post(GRID, {**typed(dora), "text": text, "do": "paste"})
    assert answer.status_code == 422
    assert f"61 periods are more than {MOST_PERIODS}" in answer.content.decode()


def test_a_wide_grid_says_which_periods_it_has_no_room_for_and_keeps_them(dora: Client, elmwood: Community) -> None:
    years = [str(40 + step % 20) for step in range(MOST_PERIODS + 10)]
    rows = series(years, indicator="reading", first=1950)
    both = {"k-readiness": indicator(owner="library"), "reading": indicator(name="Reading at grade level")}
    assert load_package(package=package(rows, indicators=both), by=DATA_LEAD).is_done
    wide = "/elmwood/desk/observations/reading/?view=places&columns=all"
    page = dora.get(wide).content.decode()
    assert "The earliest 10 periods have no room here" in page
    sent = form_in(page)
    assert len([name for name in sent if name.startswith("r0-19") or name.startswith("r0-20")]) == MOST_PERIODS
    dora.post(wide, {**sent, "r0-2019": "77.0", "reason": "Read anew", "do": "save"})
    assert Observation.objects.filter(indicator__public_id="reading", retired=None).count() == MOST_PERIODS + 10
    assert Observation.objects.get(indicator__public_id="reading", period="2019").value == "77.0"


def test_a_grid_undoes_only_what_was_done_in_it(elmwood: Community, dora: Client, form_of: FormOf) -> None:
    dora.post(GRID, {**typed(dora, **{"r11-value": "62.0"}), "reason": "Counted again", "do": "save"})
    change = Change.objects.get()
    for other in (TARGETS, "/elmwood/desk/observations/reading/", "/elmwood/desk/populations/"):
        assert dora.post(other, {"do": "undo", "change": change.pk.hex}).status_code == 404
    assert Observation.objects.get(period="2023").value == "62.0"
    assert dora.post(GRID, {"do": "undo", "change": change.pk.hex}).status_code == 302
    assert Observation.objects.get(period="2023").value == "61.8"


def test_no_change_of_another_community_is_undone_in_a_grid(elmwood: Community, dora: Client) -> None:
    other = load_package(package=package(community={"id": "oakwood", "name": "Oakwood"}), by=DATA_LEAD)
    assert other.is_done
    sam = Client()
    sam.force_login(cast.steward(Community.objects.get(public_id="oakwood")))
    grid = GRID.replace("elmwood", "oakwood")
    sam.post(grid, {**typed(sam, grid, **{"r11-value": "62.0"}), "reason": "Counted again", "do": "save"})
    change = Change.objects.get()
    assert dora.post(GRID, {"do": "undo", "change": change.pk.hex}).status_code == 404
    assert Observation.objects.get(indicator__community__public_id="oakwood", period="2023").value == "62.0"
