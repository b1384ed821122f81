"""Numbers are seen in a grid, corrected with a reason, pasted, and stored all together or not at all."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from groundswell.apps.indicators.models import Observation, Revision
from groundswell.apps.people.models import AuditEvent, Community

pytestmark = pytest.mark.django_db
GRID = "/elmwood/desk/observations/k-readiness/"
FormOf = Callable[[Any], dict[str, str]]


def test_the_grid_shows_every_period_with_its_value(dora: Client) -> None:
    page = dora.get(GRID).content.decode()
    assert "2012" in page and 'value="61.8"' in page


def test_who_may_not_change_numbers_is_told_who_may(vic: Client) -> None:
    answer = vic.get(GRID)
    assert answer.status_code == 403
    assert "Data manager" in answer.content.decode()


def test_a_provider_reaches_only_indicators_of_their_organization(pia: Client) -> None:
    assert pia.get(GRID).status_code == 200
    assert pia.get("/elmwood/desk/observations/reading/").status_code == 403
    assert pia.get("/elmwood/desk/targets/k-readiness/").status_code == 403


def test_there_is_no_grid_of_an_indicator_that_is_not(dora: Client) -> None:
    assert dora.get("/elmwood/desk/observations/nothing/").status_code == 404


def test_nothing_changed_stores_nothing(dora: Client, form_of: FormOf) -> None:
    events = AuditEvent.objects.count()
    answer = dora.post(GRID, {**form_of(dora.get(GRID)), "do": "save"})
    assert "Nothing was changed" in answer.content.decode()
    assert AuditEvent.objects.count() == events


def test_a_correction_asks_for_a_reason_and_keeps_what_stood_there(pia: Client, form_of: FormOf) -> None:
    form = form_of(pia.get(GRID))
    form["r11-value"] = "62.0"
    asked = pia.post(GRID, {**form, "do": "save"})
    assert asked.status_code == 422
    assert "before: 61.8" in asked.content.decode()
    assert Revision.objects.count() == 0
    again = form_of(asked)
    assert again["r11-value"] == "62.0"
    stored = pia.post(GRID, {**again, "reason": "A school was counted twice", "do": "save"})
    assert stored.status_code == 302
    assert Observation.objects.get(period="2023").value == "62.0"
    kept = Revision.objects.get()
    assert (kept.value, kept.reason) == ("61.8", "A school was counted twice")
    assert "Stored: 1 row." in pia.get(stored["Location"]).content.decode()


def test_what_was_saved_can_be_undone(dora: Client, form_of: FormOf) -> None:
    form = {**form_of(dora.get(GRID)), "r12-period": "2024", "r12-value": "63.1"}
    stored = dora.post(GRID, {**form, "do": "save"})
    assert Observation.objects.filter(period="2024", retired=None).exists()
    change = stored["Location"].split("saved=")[1].split("&")[0]
    undone = dora.post(GRID, {"do": "undo", "change": change})
    assert undone.status_code == 302
    assert not Observation.objects.filter(period="2024", retired=None).exists()


def test_a_cell_that_is_no_number_says_so_in_its_cell_and_nothing_is_stored(dora: Client, form_of: FormOf) -> None:
    form = {
        **form_of(dora.get(GRID)),
        "r12-period": "2024",
        "r12-value": "1,234",
        "r13-period": "2025",
        "r13-value": "64",
    }
    answer = dora.post(GRID, {**form, "do": "save"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'aria-describedby="r12-value-note"' in page
    assert "write 1234" in page
    assert form_of(answer)["r13-value"] == "64"
    assert not Observation.objects.filter(period__in=["2024", "2025"]).exists()


def test_a_row_is_retired_by_its_box(dora: Client, form_of: FormOf) -> None:
    form = {**form_of(dora.get(GRID)), "r0-retire": "on", "reason": "Not our survey"}
    assert dora.post(GRID, {**form, "do": "save"}).status_code == 302
    assert Observation.objects.get(period="2012").retired is not None


def test_two_who_change_one_cell_meet_and_nothing_is_lost(dora: Client, pia: Client, form_of: FormOf) -> None:
    first, second = form_of(dora.get(GRID)), form_of(pia.get(GRID))
    first |= {"r11-value": "62.0", "r10-note": "by Dora", "reason": "late returns"}
    assert dora.post(GRID, {**first, "do": "save"}).status_code == 302
    second |= {"r11-value": "61.0", "r10-value": "60.0", "reason": "recount"}
    clash = pia.post(GRID, {**second, "do": "save"})
    page = clash.content.decode()
    assert clash.status_code == 409
    assert "Meanwhile somebody entered <b>62.0</b>" in page
    again = form_of(clash)
    assert (again["r11-value"], again["r10-value"], again["r10-note"]) == ("61.0", "60.0", "by Dora")
    settled = pia.post(GRID, {**again, "r11-take-value": "theirs", "do": "save"})
    assert settled.status_code == 302
    stands = dict(Observation.objects.filter(period__in=["2022", "2023"]).values_list("period", "value"))
    assert stands == {"2022": "60.0", "2023": "62.0"}
    assert Observation.objects.get(period="2022").note == "by Dora"


def test_a_long_paste_is_looked_at_before_it_is_stored(dora: Client, form_of: FormOf, elmwood: Community) -> None:
    text = "Year\tValue\tNote\n2023\t62.5\tlate\n2024\t45%\t\n2025\t64.0\t"
    before = Observation.objects.count()
    preview = dora.post(GRID, {**form_of(dora.get(GRID)), "text": text, "do": "paste"})
    page = preview.content.decode()
    assert preview.status_code == 422
    assert "&#x27;45%&#x27; is not a decimal number; write 45." in page
    assert Observation.objects.count() == before
    form = form_of(preview)
    assert (form["r0-value"], form["r1-value"], form["r2-period"]) == ("62.5", "45%", "2025")
    stored = dora.post(GRID, {**form, "r1-value": "45", "reason": "new file", "do": "save"})
    assert stored.status_code == 302
    assert Observation.objects.count() == before + 2
    assert Revision.objects.get().value == "61.8"


def test_a_wide_paste_puts_places_down_the_side_and_periods_along_the_top(dora: Client, form_of: FormOf) -> None:
    text = "\t2022\t2023\nHill\t41.0\t42\nElmwood\t59.9\tx"
    preview = dora.post(GRID, {**form_of(dora.get(GRID)), "text": text, "do": "paste"})
    page = preview.content.decode()
    assert preview.status_code == 422
    assert "&#x27;x&#x27; is not a decimal number" in page
    form = form_of(preview)
    stored = dora.post(GRID, {**form, "r1-2023": "61.9", "reason": "new file", "do": "save"})
    assert stored.status_code == 302
    hill = Observation.objects.filter(place__public_id="hill").values_list("period", "value")
    assert dict(hill) == {"2022": "41.0", "2023": "42"}
    assert Observation.objects.get(place__is_own=True, period="2023").value == "61.9"


def test_a_place_nobody_knows_is_said_and_can_be_mended_in_the_preview(dora: Client, form_of: FormOf) -> None:
    text = "place\t2022\nHil\t41.0"
    preview = dora.post(GRID, {**form_of(dora.get(GRID)), "text": text, "do": "paste"})
    assert "Is “hill” meant?" in preview.content.decode() or "Is “Hill” meant?" in preview.content.decode()
    stored = dora.post(GRID, {**form_of(preview), "r0-about": "Hill", "do": "save"})
    assert stored.status_code == 302
    assert Observation.objects.get(place__public_id="hill").value == "41.0"


def test_the_wide_view_shows_all_places_and_takes_a_new_period(dora: Client, form_of: FormOf) -> None:
    address = f"{GRID}?view=places&add=2024"
    form = form_of(dora.get(address))
    assert form["r0-2023"] == "61.8"
    stored = dora.post(address, {**form, "r0-2024": "63.0", "r1-2024": "40.5", "do": "save"})
    assert stored.status_code == 302
    assert set(Observation.objects.filter(period="2024").values_list("value", flat=True)) == {"63.0", "40.5"}


def test_a_note_of_several_lines_is_left_as_it_is_when_something_else_is_saved(dora: Client, form_of: FormOf) -> None:
    note = "\n first line\n<b>second</b> & more\n"
    Observation.objects.filter(period="2023").update(note=note)
    form = {**form_of(dora.get(GRID)), "r12-period": "2024", "r12-value": "63.1"}
    assert dora.post(GRID, {**form, "do": "save"}).status_code == 302
    assert Observation.objects.get(period="2023").note == note
