"""What is copied from a spreadsheet is read as it stands: no number is guessed, no row is dropped in silence."""

import pytest
from django.test import Client
from tests.integration.grids.forms import form_in

from groundswell.apps.indicators.models import Target
from groundswell.apps.places.models import Crosswalk, Population
from groundswell.web.presenters.grids.mapping_text import asked_of, changed_text, document_of
from groundswell.web.presenters.grids.pasting import MOST_ROWS, Pasted, read_paste

KEYS = ("period", "place_id", "group_id")
SHOWN = ("period", "value", "moe")
KNOWN = (*KEYS, "value", "moe", "status", "note")
PLACES = {"hill": "Hill", "lake": "Lake"}


def pasted(text: str) -> Pasted:
    def of_place(written: str) -> str:
        return next((key for key, name in PLACES.items() if written.lower() in (key, name.lower())), "?")

    names = {"place_id": of_place, "group_id": lambda written: "?"}
    return read_paste(text, keys=KEYS, shown=SHOWN, known=KNOWN, names=names)


@pytest.mark.parametrize(
    "text",
    [
        "2020\t1.5\t0.2\n2021\t1.6\t0.3",
        "Year\tValue\tMargin ±\n2020\t1.5\t0.2\n2021\t1.6\t0.3",
        "period,value,moe\r\n2020,1.5,0.2\r\n2021,1.6,0.3\r\n",
    ],
)
def test_with_headings_or_without_the_same_is_read(text: str) -> None:
    found = pasted(text)
    assert [row.cells for row in found.rows] == [
        {"period": "2020", "value": "1.5", "moe": "0.2"},
        {"period": "2021", "value": "1.6", "moe": "0.3"},
    ]


def test_a_number_in_a_foreign_dress_stays_as_it_is() -> None:
    assert [row.cells["value"] for row in pasted("2020\t1,234\n2021\t45%\n2022\tfalse").rows] == [
        "1,234",
        "45%",
        "false",
    ]


def test_periods_along_the_top_make_it_wide() -> None:
    found = pasted("\t2020\t2021\nHill\t1\t2\nLake\t3\t")
    assert (found.is_wide, found.names, found.periods) == (True, "place_id", ("2020", "2021"))
    assert found.rows[1].cells == {"place_id": "Lake", "2020": "3", "2021": ""}


def test_a_heading_nobody_knows_is_said() -> None:
    assert "“Colour”" in pasted("Year\tValue\tColour\n2020\t1\tred").problems[0]


@pytest.mark.parametrize("text", ["", "\n\n", "1\n2\n3", "\n".join(["2020\t1"] * (MOST_ROWS + 2)), "2020\t1\t2\t3\t4"])
def test_what_cannot_be_read_is_said_before_any_cell_is_looked_at(text: str) -> None:
    assert pasted(text).problems


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("table", "text"),
    [
        ("targets/k-readiness", "period\tplace\tvalue\n2030\t\t80\n2030\tHill\t60"),
        ("populations", "place\tperiod\tcount\nHill\t2020\t120\nElmwood\t2020\t900"),
        ("crosswalks", "from place\tto place\tbasis\tweight\nHill\tElmwood\tpopulation\t1"),
    ],
)
def test_every_table_takes_a_paste(dora: Client, table: str, text: str) -> None:
    address = f"/elmwood/desk/{table}/"
    form = form_in(dora.get(address).content.decode(), "data-grid")
    preview = dora.post(address, {**form, "text": text, "do": "paste"})
    assert preview.status_code == 200, preview.content.decode()
    stored = dora.post(address, {**form_in(preview.content.decode(), "data-grid"), "do": "save"})
    assert stored.status_code == 302
    assert sum(model.objects.count() for model in (Target, Population, Crosswalk)) == text.count("\n")


def test_the_form_of_a_mapping_changes_only_what_was_changed() -> None:
    text = "# why\nfile: a.csv  # theirs\nvalue: {columns: {2019: '2019'}, unit: percent}\nwhere: {A: [b]}\n"
    assert changed_text(text, {}, {}) == text
    after = changed_text(text, {"publisher": "State", "where.1.column": "C", "where.1.values": "d; e"}, {})
    assert after.startswith("# why\nfile: a.csv  # theirs\nvalue: {columns: {2019: '2019'}, unit: percent}\n")
    assert document_of(after)["where"] == {"A": ["b"], "C": ["d", "e"]}
    assert asked_of(document_of(after))["publisher"] == "State"


def test_a_text_that_is_no_yaml_is_left_for_a_person_to_mend() -> None:
    assert changed_text("a: [", {"publisher": "State"}, {}) == "a: ["
