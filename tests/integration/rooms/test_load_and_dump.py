"""A community goes in whole and comes out as it went in."""

import filecmp
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from tests.builders import MAPPING, TURNING, indicator, package, series, story
from tests.cast import DATA_LEAD

from groundswell.apps.indicators.models import Baseline, Indicator, Membership, Observation, Revision
from groundswell.apps.packages.actions import load_package, store_reading
from groundswell.apps.packages.queries import package_of
from groundswell.apps.people.models import AuditEvent, Community, Organization
from groundswell.apps.places.models import Group, Place
from groundswell.apps.places.queries import known_of
from groundswell.exchange.mapping import mapping_from, read_source
from groundswell.exchange.package import Package, check_package, write_package

pytestmark = pytest.mark.django_db


def dumped(folder: Path) -> Path:
    """Elmwood as the installation holds it now, written to a folder."""
    whole = package_of("elmwood")
    assert whole is not None
    write_package(whole, folder)
    return folder


def read(folder: Path) -> Package:
    whole, findings = check_package(folder)
    assert whole is not None, [str(finding) for finding in findings]
    return whole


def assert_same_bytes(first: Path, second: Path) -> None:
    names = sorted(str(path.relative_to(first)) for path in first.rglob("*") if path.is_file())
    assert names == sorted(str(path.relative_to(second)) for path in second.rglob("*") if path.is_file())
    _, different, missing = filecmp.cmpfiles(first, second, names, shallow=False)
    assert (different, missing) == ([], [])


def forget_everything() -> None:
    """As another installation would be: nothing in it."""
    call_command("flush", verbosity=0, interactive=False)


@pytest.mark.django_db(transaction=True)
def test_dump_load_dump_is_byte_identical_with_baselines_and_revisions(tmp_path: Path) -> None:
    rich = package(
        [*series(), *series(("50.0", "", "51.25"), place_id="hill", group_id="black")],
        tables={
            "targets": [{"subject": "indicator", "subject_id": "k-readiness", "period": "2026", "value": "70"}],
            "programs": [{"program_id": "visits", "name": "Home visits", "name.es": "Visitas", "place_id": "hill"}],
            "populations": [{"place_id": "hill", "period": "2020", "group_id": "black", "count": "1200"}],
            "crosswalks": [{"from_place_id": "hill", "to_place_id": "elmwood", "weight": "1", "basis": "area"}],
            "organizations": [
                {"organization_id": "library", "name": "Library", "name.es": "Biblioteca", "retired": "2020-01-31"}
            ],
        },
        measures={"kits": {"name": "Book kits", "question": "how_many", "unit": "number"}},
        sources={"schools": MAPPING},
        stories=(story("Enrolment **opened**.\n"),),
        boundaries={"hill": {"type": "Polygon", "coordinates": [[[0, 0], [0, 1], [1, 1], [0, 0]]]}},
    )
    assert load_package(package=rich, by=DATA_LEAD).is_done
    assert load_package(package=package(series(("50.0",))), by=DATA_LEAD).is_done  # leaves a revision
    first = dumped(tmp_path / "first")
    forget_everything()
    assert load_package(package=read(first), by=DATA_LEAD).is_done
    assert_same_bytes(first, dumped(tmp_path / "second"))
    assert "52.1" in (first / "revisions.csv").read_text()
    assert (first / "baselines.csv").exists()


def test_loading_what_stands_already_changes_no_row(tmp_path: Path) -> None:
    load_package(package=package(), by=DATA_LEAD)
    first = dumped(tmp_path / "first")
    load_package(package=read(first), by=DATA_LEAD)
    assert_same_bytes(first, dumped(tmp_path / "second"))
    assert Revision.objects.count() == 0


def test_a_published_value_keeps_every_digit_it_was_published_with() -> None:
    load_package(package=package(series(("20.40", "007.10", "1234567890.123456789"))), by=DATA_LEAD)
    values = Observation.objects.order_by("period").values_list("value", flat=True)
    assert list(values) == ["20.40", "007.10", "1234567890.123456789"]


def test_rows_that_a_later_package_does_not_mention_stay() -> None:
    load_package(package=package(), by=DATA_LEAD)
    load_package(package=package(series(("70.0",), first=2030)), by=DATA_LEAD)
    assert Observation.objects.count() == len(TURNING) + 1


def test_a_changed_value_becomes_a_revision_of_what_stood_before() -> None:
    load_package(package=package(), by=DATA_LEAD)
    outcome = load_package(package=package(series(("52.9", "52.8"))), by=DATA_LEAD)
    revision = Revision.objects.get()
    assert (revision.period, revision.value) == ("2012", "52.1")
    assert Observation.objects.get(period="2012").value == "52.9"
    assert any("1 value changed" in finding.message for finding in outcome.findings)


def test_a_value_that_comes_back_and_changes_again_is_a_revision_each_time() -> None:
    for value in ("52.1", "52.9", "52.1"):
        load_package(package=package(series((value,))), by=DATA_LEAD)
    standing = package_of("elmwood")
    assert standing is not None
    # The history that stands already comes along, as it does where a dump is edited and loaded again.
    history = list(standing.tables["revisions"].records())
    load_package(package=package(series(("53.0",)), tables={"revisions": history}), by=DATA_LEAD)
    assert sorted(Revision.objects.values_list("value", flat=True)) == ["52.1", "52.1", "52.9"]


def test_a_changed_margin_is_a_revision_that_says_so() -> None:
    load_package(package=package(), by=DATA_LEAD)
    load_package(package=package(series(("52.1",), moe="2.0")), by=DATA_LEAD)
    assert Revision.objects.get().reason == "load of a package; moe was 1.3"


def test_a_changed_note_is_no_revision() -> None:
    load_package(package=package(), by=DATA_LEAD)
    load_package(package=package(series(("52.1",), note="checked")), by=DATA_LEAD)
    assert Revision.objects.count() == 0
    assert Observation.objects.get(period="2012").note == "checked"


def test_a_frozen_baseline_is_written_without_what_binary_fractions_leave_behind() -> None:
    load_package(package=package(), by=DATA_LEAD)
    slope, sd, points = Baseline.objects.values_list("slope", "sd", "points").get()
    for number in (slope, sd, *(cell for _, *cells in points for cell in cells)):
        assert len(number.replace(".", "").strip("-0")) <= 12, number


def test_a_frozen_baseline_is_never_drawn_again() -> None:
    load_package(package=package(), by=DATA_LEAD)
    before = Baseline.objects.values_list("frozen_on", "points", "slope", "sd").get()
    other_past = series(("10.0", "20.0", "30.0", "40.0", "50.0", "60.0", "70.0"))
    load_package(package=package(other_past), by=DATA_LEAD)
    assert Baseline.objects.values_list("frozen_on", "points", "slope", "sd").get() == before


def test_moving_the_beginning_of_the_work_leaves_the_baseline_and_says_so() -> None:
    load_package(package=package(), by=DATA_LEAD)
    before = Baseline.objects.values_list("frozen_on", "points").get()
    outcome = load_package(package=package(indicators={"k-readiness": indicator(work_began="2021")}), by=DATA_LEAD)
    assert Baseline.objects.values_list("frozen_on", "points").get() == before
    assert str(outcome.findings[0]).startswith("indicators/k-readiness.yaml:work_began: the work began in 2019")


def test_a_baseline_that_a_package_brings_wins_over_drawing_one() -> None:
    brought = {"indicator_id": "k-readiness", "frozen_on": "2019-03-01", "method": "drift-t", "level": "0.8"}
    points = [{**brought, "period": str(2019 + n), "value": "60", "low": "58", "high": "62"} for n in range(3)]
    load_package(package=package(tables={"baselines": points}), by=DATA_LEAD)
    baseline = Baseline.objects.get()
    assert (baseline.frozen_on, len(baseline.points)) == (date(2019, 3, 1), 3)


def test_too_few_points_before_the_work_freeze_nothing() -> None:
    load_package(package=package(series(TURNING[:5], first=2014)), by=DATA_LEAD)
    assert Baseline.objects.count() == 0


def test_a_baseline_waits_for_the_last_year_before_the_work() -> None:
    load_package(package=package(series(TURNING[:7], first=2010)), by=DATA_LEAD)
    assert Baseline.objects.count() == 0
    load_package(package=package(series(TURNING[:9], first=2010)), by=DATA_LEAD)
    assert Baseline.objects.get().observations == "9"


def test_no_beginning_of_work_freezes_nothing() -> None:
    load_package(package=package(indicators={"k-readiness": indicator(work_began="")}), by=DATA_LEAD)
    assert Baseline.objects.count() == 0


def test_blank_place_and_group_are_rows_of_their_own() -> None:
    load_package(package=package(), by=DATA_LEAD)
    row = Observation.objects.select_related("place", "group").first()
    assert row is not None
    assert row.place.is_own and row.place.public_id == "elmwood"
    assert row.group.is_everyone


def test_one_place_said_in_two_ways_for_one_period_is_refused_whole() -> None:
    twice = [*series(("50.0",)), *series(("51.0",), place_id="elmwood")]
    outcome = load_package(package=package(twice), by=DATA_LEAD)
    assert [str(finding) for finding in outcome.findings] == [
        "observations.csv:3:place_id: row 2 says this already: a blank place_id is the community's own place; "
        "keep one of the two rows"
    ]
    assert Community.objects.count() == 0


def test_the_own_place_cannot_move_under_its_values() -> None:
    load_package(package=package(), by=DATA_LEAD)
    moved = package(community={"place_id": "hill", "name": "Another"})
    outcome = load_package(package=moved, by=DATA_LEAD)
    assert not outcome.is_done
    assert "cannot become the community's own place" in outcome.findings[0].message
    assert Community.objects.get().name == "Elmwood"


def test_two_communities_may_use_the_same_ids() -> None:
    load_package(package=package(), by=DATA_LEAD)
    load_package(package=package(community={"id": "oakdale", "name": "Oakdale"}), by=DATA_LEAD)
    assert Observation.objects.count() == 2 * len(TURNING)
    assert Indicator.objects.filter(public_id="k-readiness").count() == 2
    assert Place.objects.filter(is_own=True).count() == Group.objects.filter(public_id="").count() == 2


def test_a_file_whose_room_is_not_built_is_kept_and_said() -> None:
    actions = [{"action_id": "read-aloud", "title": "All read aloud"}]
    outcome = load_package(package=package(tables={"actions": actions}), by=DATA_LEAD)
    whole = package_of("elmwood")
    assert whole is not None
    assert whole.tables["actions"].column("title") == ["All read aloud"]
    assert any("actions.csv" in finding.message for finding in outcome.findings)


def test_an_indicator_that_leaves_a_result_is_no_longer_under_it() -> None:
    load_package(package=package(), by=DATA_LEAD)
    load_package(package=package(indicators={"k-readiness": indicator(result_ids=[])}), by=DATA_LEAD)
    assert Membership.objects.get().retired is not None
    load_package(package=package(), by=DATA_LEAD)
    assert Membership.objects.get().retired is None


def test_a_failing_audit_write_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(AuditEvent, "save", fail)
    with pytest.raises(RuntimeError, match="the disk is full"):
        load_package(package=package(), by=DATA_LEAD)
    assert Community.objects.count() == Organization.objects.count() == Observation.objects.count() == 0


def test_a_community_that_is_not_there_has_no_package() -> None:
    assert package_of("nowhere") is None


def test_progress_counts_the_observations() -> None:
    seen: list[tuple[int, int]] = []
    load_package(package=package(), by=DATA_LEAD, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(len(TURNING), len(TURNING))]


STATE_MAPPING = """indicator_id: k-readiness
file: state.csv
period: {column: Year}
place: {column: Area, match: name}
value: {column: Value, unit: percent}
"""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("published", ["Area,Year,Value\nState of Elm,2020,50\nHill,2020,40\n", ""])
def test_an_own_place_that_nothing_lists_is_met_by_its_name_and_goes_out_and_in(tmp_path: Path, published: str) -> None:
    bare = package([], community={"place_id": "state-of-elm"}, tables={"places": []})
    assert load_package(package=bare, by=DATA_LEAD).is_done
    if published:
        (tmp_path / "state.csv").write_text(published, encoding="utf-8")
        mapping, _ = mapping_from(STATE_MAPPING, "state", "state.yaml")
        assert mapping is not None
        seen = read_source(mapping, folder=tmp_path, known=known_of("elmwood"))
        assert seen.observations["place_id"] == ["state-of-elm", "hill"]
        assert store_reading(reading=seen, community="elmwood", by=DATA_LEAD, mapping=STATE_MAPPING).is_done
        assert Observation.objects.get(place__is_own=True).value == "50"
    first = dumped(tmp_path / "first")
    forget_everything()
    assert load_package(package=read(first), by=DATA_LEAD).is_done
    assert_same_bytes(first, dumped(tmp_path / "second"))
    name = "State of Elm" if published else "Elmwood"
    assert Place.objects.get(is_own=True).name == name
