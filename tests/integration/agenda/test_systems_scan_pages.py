"""The systems scan on its page, in its twins, in the grid and through a package."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from django.test import Client
from tests.builders import package
from tests.cast import DATA_LEAD, steward

from groundswell.apps.packages.actions import RowEdit, load_package, save_rows
from groundswell.apps.packages.queries import package_of, rows_of
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import PUBLIC, NotAllowedError, actor_of
from groundswell.exchange.package import write_package

pytestmark = pytest.mark.django_db
PAGE = "/elmwood/agenda/systems/"
SCAN = [
    {"organization_id": "library", "service": "Story hour", "ages": "3-5", "place_id": "hill", "capacity": "24"},
    {"organization_id": "nurses", "service": "Home visits", "ages": "prenatal to 3", "place_id": "hill"},
    {"organization_id": "nurses", "service": "Clinic", "ages": "all", "place_id": "", "capacity": "0"},
    {"organization_id": "library", "service": "Tutoring", "ages": "6-12", "place_id": "east", "capacity": "30",
     "note": "on <Saturdays>"},
]  # fmt: skip


@pytest.fixture
def community() -> Community:
    tables = {
        "places": [
            {"place_id": "elmwood", "name": "Elmwood", "kind": "city"},
            *({"place_id": one, "name": one.title(), "kind": "neighborhood", "parent_id": "elmwood"}
              for one in ("hill", "east", "west")),
        ],
        "organizations": [
            {"organization_id": "library", "name": "Elmwood Library"},
            {"organization_id": "nurses", "name": "Visiting Nurses"},
        ],
        "groups": [
            {"group_id": "small", "dimension": "age", "label": "3 to 5"},
            {"group_id": "black", "dimension": "race_ethnicity", "label": "Black"},
        ],
        "populations": [
            {"place_id": "hill", "period": "2023", "count": "1200"},
            {"place_id": "hill", "period": "2019", "count": "900"},
            {"place_id": "hill", "period": "2023", "group_id": "small", "count": "96"},
        ],
        "systems_scan": SCAN,
    }  # fmt: skip
    assert load_package(package=package([], tables=tables), by=DATA_LEAD).is_done
    return Community.objects.get()


def read(address: str = PAGE, client: Client | None = None) -> str:
    answer = (client or Client(headers={"host": "localhost"})).get(address)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_one_sentence_first_then_every_cell_and_in_words_where_nobody_is(community: Community) -> None:
    page = read()
    assert "In 6 of 16 combinations of a service and an area there is nobody, as far as the scan knows." in page
    assert "given for Elmwood as a whole" in page
    assert "<dt>Story hour</dt><dd>East and West</dd>" in page
    assert "capacity unknown" in page  # the nurses' home visits
    assert "on &lt;Saturdays&gt;" in page
    assert page.count('class="scan-nobody"') == 6


def test_capacity_stands_beside_the_people_who_live_there_with_group_and_period(community: Community) -> None:
    page = read()
    assert "<small>Everyone, 2023</small>" in page
    foot = page.split("<tfoot>")[1]
    assert "<td>at least 24</td>" in foot  # the hill: 24 are known, the home visits are not
    assert "<td>1,200</td>" in foot and "<td>2.0</td>" in foot and "not known" in foot


def test_ages_choose_lines_and_the_people_of_those_ages(community: Community) -> None:
    page = read(f"{PAGE}?ages=3-5")
    assert "Only what is for ages 3 to 5." in page
    assert "<small>3 to 5, 2023</small>" in page and "<td>25.0</td>" in page
    assert "<dt>Tutoring</dt><dd>nowhere</dd>" in page
    assert "<small>Everyone, 2023</small>" in read(f"{PAGE}?ages=3-5&group=everyone")


def test_an_institution_is_chosen_and_nonsense_chooses_nothing(community: Community) -> None:
    assert "<dt>Home visits</dt><dd>nowhere</dd>" in read(f"{PAGE}?organization=library")
    assert "Only Elmwood Library." in read(f"{PAGE}?organization=library")
    assert "In 6 of 16" in read(f"{PAGE}?ages=<b>&group=nobody")
    assert "<b>" not in read(f"{PAGE}?ages=<b>&organization=<b>")


@pytest.mark.parametrize("rows", ["service", "area", "ages", "institution"])
@pytest.mark.parametrize("columns", ["service", "area", "ages", "institution"])
def test_any_two_stand_in_rows_and_columns_and_every_empty_cell_is_in_view_and_in_the_twins(
    community: Community, rows: str, columns: str
) -> None:
    page, client = read(f"{PAGE}?rows={rows}&columns={columns}"), Client(headers={"host": "localhost"})
    asked = f"?rows={rows}&columns={columns}"
    document = client.get(f"/api/v1/elmwood/agenda/systems.json{asked}").json()
    cells = list(csv.DictReader(io.StringIO(client.get(f"/api/v1/elmwood/agenda/systems.csv{asked}").content.decode())))
    sizes = {"service": 4, "area": 4, "ages": 4, "institution": 2}
    shown = (document["rows"], document["columns"])
    assert shown == (rows, columns) or (rows == columns and shown[0] == rows and shown[1] in ("service", "area"))
    assert len(cells) == len(document["cells"]) == document["cells_in_all"] == sizes[shown[0]] * sizes[shown[1]]
    empty = page.count('class="scan-nobody"')
    assert empty == document["cells_empty"] == sum(one["presence"] == "nobody" for one in cells)
    assert empty or "ages" in shown  # the clinic is for all ages
    assert (f"In {empty} of {len(cells)} combinations" if empty else "no cell of this table is empty") in page
    assert sum(float(one["capacity"] or 0) for one in cells) == 54  # 24 and 30 are known: each counted once
    named = {"area": "place_id", "institution": "organization_id"}
    assert next(iter(cells[0])) == named.get(shown[0], shown[0])
    assert all(one[named.get(each, each)] is not None for one in document["cells"] for each in shown)
    for name, value in zip(("rows", "columns"), shown, strict=True):
        assert f'<option value="{value}" selected>' in page.split(f'name="{name}"')[1].split("</select>")[0]


def test_institutions_by_ages_say_what_each_gives_to_whom_and_for_how_many(community: Community) -> None:
    page = read(f"{PAGE}?rows=institution&columns=ages")
    assert '<h2 id="matrix">Institutions by ages</h2>' in page
    library = page.split("Elmwood Library<small>")[1].split("</tr>")[0]
    assert library.startswith("in all: 54")
    assert "<strong>24</strong><ul><li>Story hour, Hill</li></ul>" in library
    assert "for some of these ages: 3 to 5" in library and "24, counted there" in library  # for those of three
    nurses = page.split("Visiting Nurses<small>")[1].split("</tr>")[0]
    assert "given for wider ages: All ages" in nurses and "0, counted there" in nurses
    assert '<span class="scan-gap">nothing</span>' in read(f"{PAGE}?rows=institution&columns=service")


def test_a_cell_reached_from_elsewhere_says_for_how_many_or_that_nobody_knows(community: Community) -> None:
    cells = read().split("<tbody>")[1].split("</tbody>")[0].split("<td ")
    reached = [cell for cell in cells if 'class="scan-there"' in cell]
    assert any("given for Elmwood as a whole" in cell and "0, counted there" in cell for cell in reached)
    assert any("in parts of it: Hill" in cell and ">capacity unknown<" in cell for cell in reached)
    assert len(reached) == sum("given for" in cell or "in parts of it" in cell for cell in cells)


def test_areas_in_rows_keep_the_people_who_live_there_and_a_choice_of_lines_keeps_the_layout(
    community: Community,
) -> None:
    page = read(f"{PAGE}?rows=area&columns=service&organization=library")
    assert "<small>Everyone, 2023: 1,200</small><small>for every 100 of them: 2.0</small>" in page
    assert f'<a href="{PAGE}?rows=area&amp;columns=service">Show all</a>' in page
    assert "<small>Everyone, 2023" not in read(f"{PAGE}?rows=institution&columns=service")


def test_only_ages_and_institutions_that_were_asked_for_stand_in_the_table(community: Community) -> None:
    ages = read(f"{PAGE}?rows=service&columns=ages&ages=3-5").split("<thead>")[1].split("</thead>")[0]
    assert "6 to 12" not in ages and "3 to 5" in ages
    rows = read(f"{PAGE}?rows=institution&columns=area&organization=nurses").split("<tbody>")[1]
    assert "Visiting Nurses" in rows and "Elmwood Library" not in rows.split("</tbody>")[0]
    assert "Elmwood Library" in read(f"{PAGE}?rows=institution&organization=nonsense").split("<tbody>")[1]


def test_the_twins_say_the_same_as_the_page(community: Community) -> None:
    client = Client(headers={"host": "localhost"})
    document = client.get("/api/v1/elmwood/agenda/systems.json").json()
    assert (document["cells_in_all"], document["cells_empty"]) == (16, 6)
    assert {line["service"]: line["capacity"] for line in document["lines"]} == {
        "Clinic": 0.0, "Home visits": None, "Story hour": 24.0, "Tutoring": 30.0
    }  # fmt: skip
    hill = next(area for area in document["areas"] if area["place_id"] == "hill")
    assert (hill["capacity"], hill["capacity_unknown"], hill["people"], hill["per_100"]) == (24.0, 1, 1200, 2.0)
    rows = list(csv.DictReader(io.StringIO(client.get("/api/v1/elmwood/agenda/systems.csv").content.decode())))
    assert len(rows) == 16
    assert sum(row["presence"] == "nobody" for row in rows) == 6
    assert client.get("/api/v1/elmwood/agenda/systems/.json").status_code == 200


def test_an_empty_scan_teaches_and_offers_its_grid_to_whoever_may_fill_it(community: Community) -> None:
    sam = steward(community)
    for edit in [RowEdit(row.key, None, row.content) for row in rows_of(community, "systems_scan")]:
        assert save_rows(community_id="elmwood", kind="systems_scan", edits=[edit], by=actor_of(sam)).is_done
    client = Client(headers={"host": "localhost"})
    assert "Nothing is scanned yet" in read() and "/desk/systems_scan/" not in read()
    client.force_login(sam)
    assert "/elmwood/desk/systems_scan/" in read(client=client)


def test_the_scan_is_kept_in_a_grid_and_pasted_into(community: Community) -> None:
    sam = steward(community)
    client = Client(headers={"host": "localhost"})
    client.force_login(sam)
    grid = read("/elmwood/desk/systems_scan/", client)
    assert "Story hour" in grid
    assert "Elmwood Library, Story hour" in grid and '<option value="Visiting Nurses">nurses</option>' in grid
    key = {"organization_id": "nurses", "service": "Doula", "ages": "16-24", "place_id": "west"}
    edit = RowEdit(key, {"capacity": "x"}, None)
    wrong = save_rows(community_id="elmwood", kind="systems_scan", edits=[edit], by=actor_of(sam))
    assert not wrong.is_done and wrong.findings[0].field == "capacity"
    edit = RowEdit(key, {"capacity": "12", "note": "new"}, None)
    assert save_rows(community_id="elmwood", kind="systems_scan", edits=[edit], by=actor_of(sam)).is_done
    assert "<dt>Doula</dt><dd>East and Hill</dd>" in read()
    with pytest.raises(NotAllowedError):
        save_rows(community_id="elmwood", kind="systems_scan", edits=[], by=PUBLIC)


def test_the_scan_goes_out_and_comes_in_as_it_was(community: Community, tmp_path: Path) -> None:
    whole = package_of("elmwood")
    assert whole is not None
    write_package(whole, tmp_path / "out")
    text = (tmp_path / "out" / "systems_scan.csv").read_text()
    assert "nurses,Home visits,prenatal to 3,hill,,\n" in text
    assert "nurses,Clinic,all,,0,\n" in text
